"""The decision of this project, tested on real projects."""

from statistics import median

import pytest
from projects import ROOT

from macros import guide
from macros.cases.agreement import agreement, side
from macros.guide import Guide

FILES = sorted((ROOT / guide.CASES).iterdir())


@pytest.fixture(scope="module")
def it() -> Guide:
    return guide.load(ROOT / guide.FILE)


@pytest.fixture(scope="module")
def found(it):
    return agreement(it.tree, it.graph, it.cases)


def test_at_least_32_real_projects_are_walked_and_every_file_is_one_of_them(it):
    assert len(it.cases) >= 32
    assert [f"{case.id}.yaml" for case in it.cases] == [file.name for file in FILES]


def test_every_walk_ends_at_an_outcome_with_no_question_left(it):
    assert [case.id for case in it.cases if not case.walk.ends or case.walk.unanswered] == []


def test_every_real_project_was_answered_a_second_time(it):
    assert [case.id for case in it.cases if not case.again] == []


def test_24_end_at_what_they_use_and_30_there_or_beside_it(found):
    assert found.verdicts["same"] >= 24
    assert found.verdicts["same"] + found.verdicts["also fine"] >= 30


def test_no_outcome_is_fine_with_more_than_two_others(it):
    assert {
        node: tuple(outcome.near) for node, outcome in it.tree.outcomes.items() if len(outcome.near) > 2
    } == {}


def test_no_outcome_accepts_every_side(it):
    """Whoever accepts everything is always right."""
    sides = {side(it.tree, alternative) for alternative in it.tree.alternatives}
    accepted = {
        node: {side(it.tree, alternative) for alternative in (*outcome.picks, *outcome.near)}
        for node, outcome in it.tree.outcomes.items()
    }
    assert len(sides) == 3
    assert [node for node, some in accepted.items() if some == sides] == []


def test_no_outcome_is_fine_with_what_it_picks_anyway(it):
    twice = {node: set(outcome.picks) & set(outcome.near) for node, outcome in it.tree.outcomes.items()}
    assert {node: names for node, names in twice.items() if names} == {}


def test_a_real_project_needs_five_clicks_in_the_middle_and_seven_at_most(it, found):
    clicks = [len(case.walk.asked) for case in it.cases]
    assert median(clicks) <= 5 and max(clicks) <= 7
    assert found.clicks == (min(clicks), median(clicks), max(clicks))


def test_the_tree_does_better_than_always_saying_the_commonest(found):
    assert found.right > found.commonest[1]


def test_what_each_uses_was_seen_in_a_line_at_a_commit(it):
    commits = {case.id: case.case.proof.commit for case in it.cases}
    assert all(
        len(commit) == 40 and commit in case.case.seen for case in it.cases for commit in [commits[case.id]]
    )
    assert len(set(commits.values())) == len(commits), "no commit was copied from another file"


def test_no_real_project_stands_in_two_files(it):
    addresses = [case.case.url.rstrip("/").lower() for case in it.cases]
    assert len(set(addresses)) == len(addresses)


def test_no_name_of_a_file_names_what_is_used_or_whose_it_is(it):
    """The names are what raters see."""
    for case in it.cases:
        words = case.id.split("-")
        assert not {*words} & it.tree.alternatives.keys(), case.id
        assert case.case.name.lower() not in words, case.id
