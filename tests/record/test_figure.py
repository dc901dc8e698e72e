"""What proofs measured -> bars to draw."""

from dataclasses import replace

from macros.evidence.figure import Bar, figures
from macros.evidence.record import Run


def run(*measured, python="3.13.0"):
    versions = {"result": "passed", "versions": {}, "date": "2026-11-20", "digest": ""}
    return Run(python=python, measured=tuple(measured), **versions)


def test_figures_of_one_kind_are_bars_against_the_longest():
    one, other = (
        {"what": "weight", "unit": "kg", "of": of, "value": v} for of, v in (("folding", 12), ("city", 16))
    )
    (figure,) = figures([run(one, other)])
    assert (figure.what, figure.unit, figure.runs) == ("weight", "kg", 1)
    assert [(bar.of, bar.text, bar.share) for bar in figure.bars] == [
        ("city", "16", 100),
        ("folding", "12", 75),
    ]
    assert {(bar.on, bar.ratio, bar.low, bar.high) for bar in figure.bars} == {("Python 3.13.0", "", 0, 0)}


def test_bars_of_zeros_have_no_length():
    (figure,) = figures([run({"what": "dust", "unit": "g", "of": "city", "value": 0})])
    assert [(bar.text, bar.share, bar.low, bar.high) for bar in figure.bars] == [("0", 0, 0, 0)]


def test_a_figure_of_several_runs_is_a_range():
    entry = {"what": "time", "unit": "s", "of": "city", "low": 2, "median": 3, "high": 4, "runs": 5}
    (figure,) = figures([run(entry, python="3.12.1")])
    assert figure.runs == 5
    assert figure.bars == (Bar("city", "Python 3.12.1", "2 to 4", "", 75, 50, 100),)


def test_another_kind_or_unit_is_another_figure():
    measured = [
        {"what": what, "unit": unit, "of": "city", "value": 1}
        for what, unit in (("a", "s"), ("a", "kg"), ("b", "s"))
    ]
    assert [(figure.what, figure.unit) for figure in figures([run(*measured)])] == [
        ("a", "s"),
        ("a", "kg"),
        ("b", "s"),
    ]
    assert figures([run()]) == []


def test_a_timing_shows_its_ratio_to_the_least_of_its_own_environment():
    def entry(of: str, median: float) -> dict:
        low_and_high = dict.fromkeys(["low", "median", "high"], median)
        return {"what": "time", "unit": "s", "of": of, "runs": 3, **low_and_high}

    old = replace(run(entry("city", 2), entry("cargo", 5), python="3.11.1"), environment="old")
    new = replace(run(entry("city", 1), entry("cargo", 2), python="3.13.1"), environment="new")
    (figure,) = figures([old, new])
    assert [(bar.of, bar.on, bar.text, bar.ratio) for bar in figure.bars] == [
        ("cargo", "Python 3.11.1", "5", "2.5 ×"),
        ("cargo", "Python 3.13.1", "2", "2 ×"),
        ("city", "Python 3.11.1", "2", ""),
        ("city", "Python 3.13.1", "1", ""),
    ]


def test_the_same_result_on_several_pythons_is_one_bar():
    entry = {"what": "weight", "unit": "kg", "of": "city", "value": 16}
    (figure,) = figures([run(entry, python="3.11.1"), run(entry, python="3.13.1")])
    assert [(bar.on, bar.text, bar.ratio) for bar in figure.bars] == [("Python 3.11.1 and 3.13.1", "16", "")]
