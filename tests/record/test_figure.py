"""What proofs measured -> bars to draw."""

from dataclasses import replace

import pytest

from macros.evidence.figure import Bar, figures, owner, plain
from macros.evidence.record import Run

OWNERS = {"City bicycle": "city", "city": "city", "Folding bicycle": "folding", "folding": "folding"}


def run(*measured, python="3.13.0", **versions):
    filled = {"result": "passed", "versions": versions, "date": "2026-11-20", "digest": ""}
    return Run(python=python, measured=tuple(measured), **filled)


def test_figures_of_one_kind_are_bars_against_the_longest_in_the_order_of_their_owners():
    one, other = (
        {"what": "weight", "unit": "kg", "of": of, "value": v} for of, v in (("folding", 12), ("city", 16))
    )
    (figure,) = figures([run(one, other)], OWNERS)
    assert (figure.what, figure.unit, figure.runs) == ("weight", "kilograms", 1)
    assert [(bar.of, bar.owner, bar.text, bar.share) for bar in figure.bars] == [
        ("city", "city", "16", 100),
        ("folding", "folding", "12", 75),
    ]
    assert figure.places == ("Python 3.13.0",)
    assert {(bar.place, bar.times, bar.low, bar.high) for bar in figure.bars} == {(0, "", 0, 0)}


def test_things_of_one_owner_stand_from_the_least_to_the_most_and_those_of_nobody_last():
    measured = [
        {"what": "weight", "unit": "kg", "of": of, "value": value}
        for of, value in (("alone", 1), ("City, old", 20), ("Folding", 12), ("City, new", 16))
    ]
    (figure,) = figures([run(*measured)], OWNERS)
    assert [bar.of for bar in figure.bars] == ["City, new", "City, old", "Folding", "alone"]


@pytest.mark.parametrize(
    ("of", "whose"),
    [
        ("City bicycle", "city"),
        ("city-trailer", "city"),
        ("Folding bicycle, with bags", "folding"),
        ("Cityscape", None),
        ("A folding bicycle", None),
    ],
)
def test_a_thing_belongs_to_the_alternative_whose_name_or_id_it_begins_with(of, whose):
    assert owner(of, OWNERS) == whose


def test_the_longest_name_decides_whose_a_thing_is():
    assert owner("City bicycle rack", {"City bicycle": "city", "City bicycle rack": "folding"}) == "folding"


def test_bars_of_zeros_have_no_length():
    (figure,) = figures([run({"what": "dust", "unit": "g", "of": "city", "value": 0})], {})
    assert [(bar.text, bar.share, bar.low, bar.high) for bar in figure.bars] == [("0", 0, 0, 0)]


def test_a_figure_of_several_runs_is_a_range():
    entry = {"what": "time", "unit": "s", "of": "city", "low": 2, "median": 3, "high": 4, "runs": 5}
    (figure,) = figures([run(entry, python="3.12.1")], {})
    assert (figure.unit, figure.runs, figure.places) == ("seconds", 5, ("Python 3.12.1",))
    assert figure.bars == (Bar("city", None, 0, "2 to 4", "", 75, 50, 100),)


def test_another_kind_or_unit_is_another_figure():
    measured = [
        {"what": what, "unit": unit, "of": "city", "value": 1}
        for what, unit in (("a", "s"), ("a", "kg"), ("b", "s"))
    ]
    assert [(figure.what, figure.unit) for figure in figures([run(*measured)], {})] == [
        ("a", "seconds"),
        ("a", "kilograms"),
        ("b", "seconds"),
    ]
    assert figures([run()], {}) == []


@pytest.mark.parametrize(
    ("what", "unit", "words"),
    [
        ("lines typed", "lines", ""),
        ("requests a second", "requests/s", ""),
        ("requests", "requests/s", "requests a second"),
        ("disk", "MB", "megabytes"),
        ("climbing", "metres", "metres"),
    ],
)
def test_a_unit_is_told_in_words_once(what, unit, words):
    (figure,) = figures([run({"what": what, "unit": unit, "of": "city", "value": 1})], {})
    assert figure.unit == words


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        (6973.4, 3, "6,970"),
        (11854, 3, "11,900"),
        (999.6, 3, "1,000"),
        (0.2249, 3, "0.225"),
        (44.9, 3, "44.9"),
        (10.0, 3, "10"),
        (0, 3, "0"),
        (1500000, 15, "1,500,000"),
        (24.1, 15, "24.1"),
    ],
)
def test_a_number_is_written_as_people_write_it(number, digits, text):
    assert plain(number, digits) == text


def timing(of: str, low: float, median: float, high: float) -> dict:
    return {"what": "time", "unit": "s", "of": of, "runs": 3, "low": low, "median": median, "high": high}


def test_a_timing_shows_its_ratio_to_the_least_of_its_own_environment_and_the_newest_stands_first():
    old = replace(run(timing("city", 2, 2, 2), timing("cargo", 5, 5, 5), python="3.9.1"), environment="old")
    new = replace(run(timing("city", 1, 1, 1), timing("cargo", 2, 2, 2), python="3.13.1"), environment="new")
    (figure,) = figures([old, new], OWNERS)
    assert figure.places == ("Python 3.13.1", "Python 3.9.1")
    assert [(bar.of, bar.place, bar.text, bar.times) for bar in figure.bars] == [
        ("city", 0, "1", ""),
        ("city", 1, "2", ""),
        ("cargo", 0, "2", "2"),
        ("cargo", 1, "5", "2.5"),
    ]


def test_ranges_that_meet_have_no_ratio():
    near, far = timing("cargo", 3, 4, 5), timing("touring", 4, 6, 8)
    (figure,) = figures([run(timing("city", 1, 2, 3), near, far)], {})
    assert {bar.of: bar.times for bar in figure.bars} == {"city": "", "cargo": "", "touring": "3"}


def test_a_place_names_the_packages_whose_versions_differ_there():
    entry = {"what": "weight", "unit": "kg", "of": "city", "value": 16}
    new = run(entry, bell="2.0", tyre="1.1")
    old = run({**entry, "value": 17}, python="3.11.1", bell="1.4", tyre="1.1")
    (figure,) = figures([old, new], {})
    assert figure.places == ("Python 3.13.0, bell 2.0", "Python 3.11.1, bell 1.4")


def test_the_same_result_on_several_pythons_is_one_bar_at_the_newest():
    entry = {"what": "weight", "unit": "kg", "of": "city", "value": 16}
    (figure,) = figures([run(entry, python="3.11.1"), run(entry, python="3.13.1")], {})
    assert [(bar.place, bar.text, bar.times) for bar in figure.bars] == [(0, "16", "")]
    assert figure.places == ("Python 3.13.1", "Python 3.11.1")
