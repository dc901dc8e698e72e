"""Criteria x columns -> what a table shows."""

from dataclasses import replace

import pytest
from trees_in_memory import BICYCLE, guide_of

from macros import guide as guides
from macros.evidence.record import Record
from macros.pages import comparison

BICYCLE_GUIDE = guides.load(BICYCLE)


def test_the_whole_table_has_every_criterion_in_the_order_of_the_groups():
    whole = comparison.whole_table(BICYCLE_GUIDE)
    rows = [(block.id, block.group.name, [row.id for row in block.rows]) for block in whole.blocks]
    assert rows == [("riding", "Riding", ["gears", "kerbs"]), ("keeping", "Keeping", ["room", "thieves"])]


def test_criteria_without_a_group_stand_last_and_all_others_as_they_are_written(tmp_path):
    text = BICYCLE.read_text(encoding="utf-8")
    text = text.replace("    name: Room on a train\n    group: keeping\n", "    name: Room on a train\n")
    text = text.replace("  thieves:\n", "  a-thief:\n").replace("group: keeping\n", "group: riding\n")
    (tmp_path / "tests").mkdir()
    (tmp_path / guides.EVIDENCE).symlink_to(BICYCLE.parent / guides.EVIDENCE)
    whole = comparison.whole_table(guide_of(tmp_path, text))
    rows = [
        (block.id, block.group and block.group.name, [row.id for row in block.rows]) for block in whole.blocks
    ]
    assert rows == [("riding", "Riding", ["gears", "kerbs", "a-thief"]), (None, None, ["room"])]


def test_where_the_proofs_ran_on_no_column_the_foot_names_none():
    runs = {
        proof: tuple(replace(run, versions={"chain": "9"}) for run in runs)
        for proof, runs in BICYCLE_GUIDE.record.runs.items()
    }
    guide = replace(BICYCLE_GUIDE, record=Record(runs))
    assert comparison.whole_table(guide).foot == "3 of 8 cells proved, 2026-11-20"


def test_a_row_has_a_cell_for_each_column_in_the_order_of_the_columns():
    (block,) = comparison.table(BICYCLE_GUIDE, ["room"]).blocks
    assert comparison.table(BICYCLE_GUIDE, ["room"]).columns == ("city", "folding")
    assert [(column, cell.rating) for column, cell in block.rows[0].cells] == [
        ("city", "hard"),
        ("folding", "easy"),
    ]


def test_without_columns_all_alternatives_are_shown(tmp_path):
    text = BICYCLE.read_text(encoding="utf-8")
    columns = ("city", "folding", "cargo", "touring")
    cells = ", ".join(f"{column}: {{says: A, judgement: B}}" for column in columns)
    criteria = f"criteria:\n  room: {{name: Room, cells: {{{cells}}}}}\n\nquestions:"
    text = text[: text.index("criteria:")] + criteria + text[text.index("questions:") + 10 :]
    for gone in ("columns: [city, folding]\n", "    with: [wheel-bag]\n", "with: [balloon-tyres], "):
        text = text.replace(gone, "")
    text = text[: text.index("add-ons:")] + text[text.index("groups:") :]
    text = text.replace(", kerbs", "").replace("[gears", "[room")
    text = text.replace("compare: [room, room]", "compare: [room]")
    assert comparison.whole_table(guide_of(tmp_path, text)).columns == columns


def test_an_outcome_compares_what_it_picks_and_what_is_near_with_cells_in_half_of_its_rows():
    def columns(outcome, **changes):
        changed = BICYCLE_GUIDE.tree.outcomes[outcome].model_copy(update=changes)
        return comparison.outcome_table(BICYCLE_GUIDE, changed).columns

    assert columns("city") == ("city", "folding")
    assert columns("folding") == ("folding",)
    assert columns("folding", near={"cargo": "For boxes.", "city": "For short ways."}) == ("folding", "city")
    assert columns("touring", picks=(), compare=("room",)) == ("city", "folding"), "those of the tree"


def test_where_nothing_is_claimed_there_is_no_cell():
    table = comparison.table(BICYCLE_GUIDE, ["room"], ["cargo", "city"])
    assert [(column, cell and cell.rating) for column, cell in table.rows[0].cells] == [
        ("cargo", None),
        ("city", "hard"),
    ]
    assert [cell.rating for cell in table.rows[0].claims] == ["hard"]


def test_a_comparison_keeps_the_order_it_is_given():
    blocks = comparison.table(BICYCLE_GUIDE, ["kerbs", "room", "gears"]).blocks
    assert [(block.id, [row.id for row in block.rows]) for block in blocks] == [
        ("riding", ["kerbs"]),
        ("keeping", ["room"]),
        ("riding", ["gears"]),
    ]


def test_a_table_knows_its_rows_and_the_pages_that_they_cite_each_once():
    table = comparison.whole_table(BICYCLE_GUIDE)
    assert [row.id for row in table.rows] == ["gears", "kerbs", "room", "thieves"]
    cited = [cell.source.url for row in table.rows for _, cell in row.cells if cell.source]
    assert [source.url for source in table.sources] == list(dict.fromkeys(cited))
    twice = comparison.table(BICYCLE_GUIDE, ["room", "thieves", "room"])
    assert [source.url for source in twice.sources] == list(dict.fromkeys(cited))


def test_the_foot_tells_how_much_is_proved_on_what_and_when():
    assert comparison.whole_table(BICYCLE_GUIDE).foot == (
        "3 of 8 cells proved on City bicycle 1.10.0, 1.9.0 and Folding bicycle 3.1, 2026-11-20"
    )
    assert (
        comparison.table(BICYCLE_GUIDE, ["room"]).foot
        == "1 of 2 cells proved on Folding bicycle 3.1, 2026-11-17"
    )


def test_where_nothing_is_proved_there_is_no_foot():
    assert comparison.table(BICYCLE_GUIDE, ["kerbs"]).foot == ""
    assert comparison.table(BICYCLE_GUIDE, []).blocks == ()


def test_a_group_stands_for_all_its_criteria():
    assert comparison.criteria_named(BICYCLE_GUIDE.tree, ["thieves", "riding"]) == [
        "thieves",
        "gears",
        "kerbs",
    ]


def test_a_name_that_is_neither_criterion_nor_group_is_an_error():
    with pytest.raises(LookupError, match="there is no criterion or group 'ridign'"):
        comparison.criteria_named(BICYCLE_GUIDE.tree, ["room", "ridign"])
