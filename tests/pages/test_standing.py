"""Rows of a comparison -> who is ahead, and how often."""

from dataclasses import replace

import pytest
from trees_in_memory import BICYCLE

from macros import guide as guides
from macros.evidence.record import Record
from macros.pages import standing
from macros.pages.comparison import Row, table
from macros.tree.criteria import Cell, Criterion

BICYCLE_GUIDE = guides.load(BICYCLE)


def stands(*ratings):
    """How columns a, b, c … stand whose cells have these ratings of the bicycles' scale: easy, fitted, hard."""
    cells = {
        key: rating and Cell(rating=rating, says="So.") for key, rating in zip("abcd", ratings, strict=False)
    }
    there = {key: cell for key, cell in cells.items() if cell}
    row = Row("row", Criterion(name="Row", cells=there), tuple(cells.items()))
    found = standing.standing(BICYCLE_GUIDE.tree, row)
    return found.kind, found.ahead


@pytest.mark.parametrize(
    ("ratings", "kind", "ahead"),
    [
        pytest.param(["easy", "fitted"], "differs", ("a",), id="one-of-two"),
        pytest.param(["hard", "fitted"], "differs", ("b",), id="the-other"),
        pytest.param(["fitted", "hard", "easy"], "differs", ("c",), id="one-of-three"),
        pytest.param(["easy", "hard", "easy"], "differs", ("a", "c"), id="two-share-the-lead"),
        pytest.param(
            ["fitted", "fitted", "hard"], "differs", ("a", "b"), id="a-lead-need-not-be-the-best-rating"
        ),
        pytest.param(["hard", "hard", "hard"], "even", (), id="alike"),
        pytest.param(["easy"], "even", (), id="alone"),
        pytest.param(["easy", None], "unrated", (), id="one-without-a-cell"),
    ],
)
def test_ahead_is_who_is_rated_better_than_another_and_worse_than_none(ratings, kind, ahead):
    assert stands(*ratings) == (kind, ahead)


def test_a_row_with_a_cell_that_has_no_rating_is_unrated():
    (row,) = table(BICYCLE_GUIDE, ["gears"]).rows
    assert standing.standing(BICYCLE_GUIDE.tree, row).kind == "unrated"


def test_rows_that_stand_alike_are_counted_alone_before_shared_before_even_before_unrated():
    def one(*ranks):
        return standing.Standing(("a", "b", "c"), ranks)

    rows = [
        one(),
        one(1, 1, 1),
        one(0, 0, 1),
        one(1, 0, 1),
        one(0, 1, 1),
        one(1, 0, 2),
        one(0, 0, 0),
        one(1, 1, 0),
    ]
    assert [(share.kind, share.ahead, share.count) for share in standing.shares(rows)] == [
        ("differs", ("a",), 1),
        ("differs", ("b",), 2),
        ("differs", ("c",), 1),
        ("differs", ("a", "b"), 1),
        ("even", (), 2),
        ("unrated", (), 1),
    ]
    assert standing.shares([]) == ()


def test_the_overview_counts_what_differs_and_where_each_column_is_ahead():
    found = standing.overview(BICYCLE_GUIDE)
    assert found.kinds == {"differs": 3, "unrated": 1}
    assert found.ahead == {"city": 1, "folding": 2}
    assert [[(share.ahead, share.count) for share in section.shares] for section in found.sections] == [
        [(("city",), 1), ((), 1)],
        [(("folding",), 2)],
    ]


def test_a_line_knows_who_compares_it_and_what_its_proofs_measured():
    entry = {"what": "metres a turn", "unit": "m", "of": "City", "value": 5.9}
    runs = {
        proof: tuple(
            replace(run, measured=(entry,) if proof.startswith("test_gears") else ()) for run in runs
        )
        for proof, runs in BICYCLE_GUIDE.record.runs.items()
    }
    guide = replace(BICYCLE_GUIDE, record=Record(runs))
    lines = {line.row.id: line for section in standing.overview(guide).sections for line in section.lines}
    assert lines["kerbs"].nodes == ("stairs", "city")
    assert lines["thieves"].nodes == ()
    assert [figure.what for figure in lines["gears"].figures] == ["metres a turn"]
    assert lines["room"].figures == ()
