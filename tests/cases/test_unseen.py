"""The figures of first walks: every one is worked out by hand."""

import datetime

from macros.cases.model import Case
from macros.cases.rules import what_it_names_is_there
from macros.cases.unseen import FirstWalk, first_walks
from macros.cases.walks import walked
from macros.reading import source
from macros.tree import rules

DRINKS = """\
title: Which drink?
start: late
alternatives:
  tea: {name: Tea, url: "https://example.org/tea", since: 1900}
  coffee: {name: Coffee, url: "https://example.org/coffee", since: 1950}
  water: {name: Water, url: "https://example.org/water"}
columns: [tea, coffee]
questions:
  late:
    ask: Is it late?
    answers:
      yes: {label: "Yes", next: tea}
      no: {label: "No", next: coffee}
outcomes:
  tea: {name: A tea, picks: [tea], near: {water: When it is hot.}, summary: It is warm.}
  coffee: {name: A coffee, picks: [coffee], summary: It wakes you.}
"""
TREE = rules.check(source.parse(DRINKS, "drinks.yaml"))
DAY = datetime.date(2026, 11, 28)
TEA, COFFEE = {"picks": ["tea"], "near": ["water"]}, {"picks": ["coffee"]}


def case(uses, *ended, advice=(), late="yes", **more):
    advised = [{"pick": pick, "second": second, "margin": "clear"} for pick, second in advice]
    unseen = {"unseen": {"day": DAY, "ended": ended}} if ended else {}
    part = Case(
        name=uses, url="https://example.org/x", what="Someone.", needs={}, answers={"late": late}, uses=uses,
        advice=advised, proof={"path": "cup", "line": "x", "commit": "0" * 40}, **unseen, **more,
    )  # fmt: skip
    return walked(TREE, uses, part)


def test_each_reader_has_figures_beside_what_is_used_and_what_is_advised():
    cases = [
        case("tea", TEA, COFFEE, advice=[("tea", "water"), ("coffee", "tea")]),
        case("water", TEA, TEA, advice=[("water", "coffee"), ("water", "coffee")]),
        case("tea", COFFEE, COFFEE, advice=[("tea", "coffee"), ("tea", "coffee")], began=1940),
        case("water", COFFEE, TEA, advice=[("coffee", "tea"), ("tea", "coffee")]),
    ]
    found = first_walks(TREE, [*cases, case("tea")])
    assert (found.cases, found.days, found.alike) == (4, (DAY,), 2)
    assert found.readers == (
        FirstWalk({"same": 1, "also fine": 1, "came later": 1, "different": 1}, 1, {"same": 2, "also fine": 2, "different": 0}),
        FirstWalk({"same": 0, "also fine": 2, "came later": 1, "different": 1}, 0, {"same": 2, "also fine": 2, "different": 0}),
    )  # fmt: skip
    assert found.commonest == ("tea", 2)
    assert found.advisers == (3, 2)


def test_without_first_walks_there_are_no_figures():
    assert first_walks(TREE, [case("tea")]) is None


def test_what_an_outcome_picks_came_later_than_a_project_of_the_same_year_or_before():
    verdicts = {year: case("water", late="no", began=year).verdict for year in (1949, 1950, 1951)}
    assert verdicts == {1949: "came later", 1950: "came later", 1951: "different"}


def test_a_project_that_moved_chose_later_than_it_began():
    assert case("water", late="no", began=1940, since="1960").verdict == "different"


def test_advice_is_met_by_a_pick_and_also_fine_by_a_second_or_where_the_first_is_near():
    verdicts = [
        case("tea", advice=[advice]).advised
        for advice in (("tea", "coffee"), ("coffee", "tea"), ("water", "coffee"), ("coffee", "water"))
    ]
    assert verdicts == ["same", "also fine", "also fine", "different"]
    assert case("tea").advised is None


def test_what_first_walks_ended_at_and_what_advisers_take_must_be_there():
    wrong = case("tea", {"picks": ["tee"], "near": ["watr"]}, advice=[("cofee", "x")]).case
    assert [(finding.route, finding.message) for finding in what_it_names_is_there(wrong, TREE)] == [
        (("advice", 0, "pick"), "there is no alternative 'cofee'. Did you mean 'coffee'?"),
        (("advice", 0, "second"), "there is no alternative 'x'. Add it to the `alternatives` of the tree."),
        (("unseen", "ended", 0, "picks", 0), "there is no alternative 'tee'. Did you mean 'tea'?"),
        (("unseen", "ended", 0, "near", 0), "there is no alternative 'watr'. Did you mean 'water'?"),
    ]
