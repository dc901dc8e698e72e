"""What templates can call."""

from collections import Counter

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup
from trees_in_memory import BICYCLE, Html, guide_of, small

from macros import guide
from macros.evidence.record import Run
from macros.pages.render import Renderer, owners

PROOF = "test_size.py::test_a_folding_bicycle_is_luggage[city]"


def rendered(template, **context):
    """A template of our own, rendered as those of the package are."""
    render = Renderer(guide.load(BICYCLE))
    return render._jinja.from_string(template).render(base="../", **context)


def test_a_proof_becomes_a_sentence_with_the_names_of_alternatives():
    assert rendered("{{ proof|sentence }}", proof=PROOF) == "A Folding bicycle bicycle is luggage"
    assert rendered("{{ proof|sentence }}", proof="test_a.py::test_city") == "City bicycle"


def test_things_are_counted_in_words():
    assert rendered("{{ 1|counted('answer') }}, {{ 2|counted('answer') }}") == "1 answer, 2 answers"
    assert rendered("{{ 0|counted('answer') }}") == "0 answers"


def test_what_proofs_ran_on_stands_by_packages():
    proofs = ["test_size.py::test_a_folded_bicycle_is_luggage", "test_gears.py::test_metres_a_turn[city]"]
    assert rendered("{{ proofs|versions }}", proofs=proofs) == "city 1.10.0, 1.9.0; folding 3.1"
    assert rendered("{{ proofs|versions }}", proofs=[]) == ""


def test_a_side_has_its_name():
    assert rendered("{{ 'city'|side }}, {{ none|side }}") == "City bicycle, Something else"


def test_names_and_ids_belong_to_alternatives_those_of_an_add_on_for_several_to_none():
    found = owners(guide.load(BICYCLE).tree)
    assert list(dict.fromkeys(found.values())) == ["city", "folding", "cargo", "touring"]
    assert (found["City bicycle"], found["touring"], found["Wheel bag"], found["wheel-bag"]) == (
        *("city", "touring"),
        *("city", "city"),
    )
    assert "balloon-tyres" not in found


def weighed(*things, python="3.13.0"):
    measured = tuple({"what": "weight", "unit": "kg", "of": of, "value": value} for of, value in things)
    return Run(result="passed", versions={}, python=python, date="2026-11-20", digest="", measured=measured)


def drawn(*runs):
    return rendered(
        "{% with drawn = runs | figures %}{% include 'figures.html.j2' %}{% endwith %}", runs=runs
    )


def test_what_was_measured_is_a_table_with_bars_in_the_colours_of_the_alternatives():
    html = Html(drawn(weighed(("folding", 12), ("city", 16), ("the rider", 64))))
    rows = [attributes["class"] for tag, attributes in html.tags if tag == "tr"]
    assert rows == ["of-1", "of-2", "of-0"]
    assert html.every("width")[1::2] == ["25.0%", "18.8%", "100.0%"]
    assert html.words.startswith("Weight, in kilograms Python 3.13.0 city 16 folding 12 the rider 64")


def test_an_older_python_has_a_paler_bar_where_it_differs():
    html = Html(
        drawn(weighed(("city", 16), ("folding", 12)), weighed(("city", 17), ("folding", 12), python="3.11.1"))
    )
    rows = [attributes["class"] for tag, attributes in html.tags if tag == "tr"]
    assert rows == ["of-1", "of-1 older", "of-2"]
    assert "Python 3.13.0; pale, where it differs: Python 3.11.1" in html.words
    same = Html(drawn(weighed(("city", 16), ("folding", 12)), weighed(("city", 16), python="3.11.1")))
    assert "Python 3.13.0; the same on Python 3.11.1" in same.words


def test_one_thing_alone_is_no_picture():
    html = Html(drawn(weighed(("city", 16)), weighed(("city", 17), python="3.11.1")))
    assert {"svg", "rect"} & {tag for tag, _ in html.tags} == set()
    assert html.words.endswith("city 16 city Python 3.11.1 17")


def test_how_clear_answers_are_is_a_row_for_each_margin_with_its_ways():
    html = Html(rendered("{% include 'clear.html.j2' %}"))
    rows = [attributes for tag, attributes in html.tags if tag == "tr"]
    counts = Counter()
    for one in guide.load(BICYCLE).margins.values():
        counts.update(one.counts)
    assert [int(row["data-margin"]) for row in rows] == list(range(-2, max(counts) + 1))
    assert f"−2 or less: against it {counts[-3] + counts[-2]} you are here" in html.words
    kinds = {int(row["data-margin"]): row["class"] for row in rows}
    assert kinds == {
        m: "clear" if m >= 3 else "close" if m > 0 else "against" if m else "open" for m in kinds
    }
    assert f"All {sum(counts.values())} ways through the questions" in html.words
    assert f"3: clear {counts[3]} you are here" in html.words
    assert html.every("hidden") == [None] * len(rows), "a script shows it at one"


def test_a_tree_without_leans_has_no_picture_of_how_clear_its_answers_are(tmp_path):
    assert Renderer(guide_of(tmp_path, small()))("clear.html.j2", "").strip() == ""


def test_texts_are_escaped_and_what_is_not_there_is_an_error():
    assert rendered("{{ text }}", text="<b>") == "&lt;b&gt;"
    assert rendered("{{ text }}", text=Markup("<b>")) == "<b>"
    with pytest.raises(UndefinedError, match="'text' is undefined"):
        rendered("{{ text }}")
