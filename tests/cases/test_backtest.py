"""The decision of this project, tested on real projects."""

import re
from collections import Counter
from statistics import median

import pytest
from projects import ROOT

from macros import guide
from macros.cases.agreement import agreement, side
from macros.cases.unseen import first_walks
from macros.guide import Guide

FILES = sorted((ROOT / guide.CASES).iterdir())


@pytest.fixture(scope="module")
def own() -> Guide:
    return guide.load(ROOT / guide.FILE)


@pytest.fixture(scope="module")
def found(own):
    return agreement(own.tree, own.cases)


def test_at_least_64_real_projects_are_walked_and_every_file_is_one_of_them(own):
    assert len(own.cases) >= 64
    assert [f"{walked.id}.yaml" for walked in own.cases] == [file.name for file in FILES]


def test_every_walk_ends_at_an_outcome_with_no_question_left(own):
    assert [walked.id for walked in own.cases if not walked.walk.ends or walked.walk.unanswered] == []


def test_every_real_project_was_answered_a_second_time(own):
    assert [walked.id for walked in own.cases if not walked.again] == []


def test_of_those_it_was_mended_on_30_end_at_what_an_adviser_would_take_and_two_where_that_is_also_fine(
    own,
):
    fitted = agreement(own.tree, own.fitted)
    assert fitted.cases == 32
    assert fitted.advised["same"] >= 30
    assert fitted.advised["different"] == 0


def test_the_first_walks_of_32_that_it_had_not_seen_stay_as_they_fell(own):
    """24 at what an adviser would take, the others where that is also fine; 15 at what they use."""
    found = first_walks(own.tree, own.cases)
    assert (found.cases, found.alike) == (32, 32)
    assert [tuple(reader.advised.values()) for reader in found.readers] == [(24, 8, 0)] * 3
    assert [reader.used["same"] for reader in found.readers] == [15] * 3


def test_every_real_project_says_when_it_began_and_what_two_advisers_would_take(own):
    assert [walked.id for walked in own.cases if not walked.case.began] == []
    assert [walked.id for walked in own.cases if len(walked.case.advice) != 2] == []


def test_no_question_names_what_could_be_chosen(own):
    """Readers who walk a project through the tree must not see where an answer leads."""
    names = [alternative.name for alternative in own.tree.alternatives.values()]
    for question in own.tree.questions.values():
        texts = [question.ask, question.help or ""]
        texts += [text for answer in question.answers.values() for text in (answer.label, answer.hint or "")]
        assert [name for name in names if re.search(rf"\b{re.escape(name)}\b", " ".join(texts))] == []


def test_at_least_a_tenth_of_the_ways_end_at_each_of_the_columns_but_flask_and_flask_is_reached(own):
    """Ways are no readers: a branch with many questions has many ways."""
    ways = Counter()
    for node, margins in own.margins.items():
        for pick in own.tree.outcomes[node].picks:
            ways[pick] += margins.ways
    total = own.graph.path_count
    assert ways["django"] * 10 >= total and ways["fastapi"] * 10 >= total and ways["flask"] > 0


def test_no_way_is_out_leaned(own):
    assert sum(margins.lost for margins in own.margins.values()) == 0
    assert [node for node, outcome in own.tree.outcomes.items() if outcome.despite] == []


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
    assert len(sides) == len(own.tree.columns) + 1
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
