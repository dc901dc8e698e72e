"""The decision of this project, tested on real projects."""

from statistics import median

import pytest
from projects import ROOT

from macros import guide
from macros.cases.agreement import agreement, side
from macros.guide import Guide

FILES = sorted((ROOT / guide.CASES).iterdir())


@pytest.fixture(scope="module")
def own() -> Guide:
    return guide.load(ROOT / guide.FILE)


@pytest.fixture(scope="module")
def found(own):
    return agreement(own.tree, own.graph, own.cases)


def test_at_least_32_real_projects_are_walked_and_every_file_is_one_of_them(own):
    assert len(own.cases) >= 32
    assert [f"{walked.id}.yaml" for walked in own.cases] == [file.name for file in FILES]


def test_every_walk_ends_at_an_outcome_with_no_question_left(own):
    assert [walked.id for walked in own.cases if not walked.walk.ends or walked.walk.unanswered] == []


def test_every_real_project_was_answered_a_second_time(own):
    assert [walked.id for walked in own.cases if not walked.again] == []


def test_24_are_the_same_and_30_the_same_or_also_fine(found):
    assert found.verdicts["same"] >= 24
    assert found.verdicts["same"] + found.verdicts["also fine"] >= 30


def test_no_outcome_has_more_than_two_that_are_also_fine(own):
    assert {
        node: tuple(outcome.near) for node, outcome in own.tree.outcomes.items() if len(outcome.near) > 2
    } == {}


def test_no_outcome_accepts_every_side(own):
    """Whoever accepts everything is always right."""
    sides = {side(own.tree, alternative) for alternative in own.tree.alternatives}
    accepted = {
        node: {side(own.tree, alternative) for alternative in (*outcome.picks, *outcome.near)}
        for node, outcome in own.tree.outcomes.items()
    }
    assert len(sides) == 3
    assert [node for node, some in accepted.items() if some == sides] == []


def test_no_outcome_lists_its_pick_as_also_fine(own):
    twice = {node: set(outcome.picks) & set(outcome.near) for node, outcome in own.tree.outcomes.items()}
    assert {node: names for node, names in twice.items() if names} == {}


def test_a_real_project_needs_a_median_of_five_clicks_and_seven_at_most(own, found):
    clicks = [len(walked.walk.asked) for walked in own.cases]
    assert median(clicks) <= 5 and max(clicks) <= 7
    assert found.clicks == (min(clicks), median(clicks), max(clicks))


def test_the_tree_does_better_than_always_saying_the_commonest(found):
    assert found.right > found.commonest[1]


def test_what_each_uses_was_seen_in_a_line_at_a_commit(own):
    commits = [walked.case.proof.commit for walked in own.cases]
    assert [walked.id for walked in own.cases if walked.case.proof.commit not in walked.case.seen] == []
    assert len(set(commits)) == len(commits), "no commit was copied from another file"


def test_no_real_project_stands_in_two_files(own):
    addresses = [walked.case.url.rstrip("/").lower() for walked in own.cases]
    assert len(set(addresses)) == len(addresses)


def test_no_file_name_gives_the_project_or_what_it_uses_away(own):
    """The names are what raters see."""
    for walked in own.cases:
        words = walked.id.split("-")
        assert not {*words} & own.tree.alternatives.keys(), walked.id
        assert walked.case.name.lower() not in words, walked.id
