"""By how much answers lean to what an outcome picks, against a walk of every way."""

from collections import Counter

from graphs import graphs
from hypothesis import given
from hypothesis import strategies as st
from trails import end, paths
from trees_in_memory import BICYCLE, changed

from macros import guide
from macros.reading import source
from macros.tree import rules
from macros.tree.graph import Graph
from macros.tree.margins import Margins, margins, spread
from macros.tree.model import Tree

ALTERNATIVES = ("one", "other", "third")
TWO = """\
title: Which pet?
start: home
alternatives:
  dog: {name: Dog, url: "https://example.org/dog"}
  cat: {name: Cat, url: "https://example.org/cat"}
questions:
  home:
    ask: How large is your home?
    answers:
      large: {label: Large, leans: {dog: 3}, next: time}
      small: {label: Small, leans: {cat: 1}, next: cat}
  time:
    ask: Have you time?
    answers:
      yes: {label: "Yes", leans: {dog: 1}, next: dog}
      no: {label: "No", leans: {cat: 2}, next: cat}
outcomes:
  dog: {name: A dog, picks: [dog], summary: It needs walks.}
  cat: {name: A cat, picks: [cat], summary: It needs a sofa., despite: A dog needs time.}
"""


def tree_of(*changes):
    return rules.check(source.parse(changed(TWO, *changes), "tree.yaml"))


def found_in(tree):
    return margins(tree, Graph.of(tree))


@st.composite
def leaning_trees(draw):
    """Small trees whose answers lean anywhere, and whose outcomes pick anything."""
    graph = draw(graphs())
    some = st.dictionaries(st.sampled_from(ALTERNATIVES), st.integers(1, 5), max_size=3)
    return Tree(
        title="Which?",
        start=graph.start,
        questions={
            node: {
                "ask": node,
                "answers": {key: {"label": key, "next": to, "leans": draw(some)} for key, to in answers},
            }
            for node, answers in graph.answers.items()
        },
        outcomes={
            node: {
                "name": node,
                "summary": node,
                "picks": draw(st.lists(st.sampled_from(ALTERNATIVES), unique=True, max_size=2)),
            }
            for node in graph.outcomes
        },
    )


def margin_by_hand(tree, trail):
    picks = tree.outcomes[end(tree, trail)].picks
    sums = Counter()
    for question, answer in trail:
        sums.update(tree.questions[question].answers[answer].leans)
    return max(sums[name] for name in picks) - max(sums[name] for name in {*ALTERNATIVES} - {*picks})


@given(leaning_trees())
def test_margins_are_counted_as_if_every_way_were_walked(tree):
    by_hand = {node: Counter() for node, outcome in tree.outcomes.items() if outcome.picks}
    for trail in paths(tree):
        if end(tree, trail) in by_hand:
            by_hand[end(tree, trail)][margin_by_hand(tree, trail)] += 1
    found = found_in(tree)
    assert {node: one.counts for node, one in found.items()} == by_hand
    for node, one in found.items():
        worst = min(one.counts)
        assert (one.against is None) == (worst >= 0)
        if one.against:
            assert (end(tree, one.against), margin_by_hand(tree, one.against)) == (node, worst)


def test_ways_are_clear_from_three_points_on_close_below_and_open_at_none():
    margins_of_eight = Margins({4: 1, 3: 1, 2: 1, 1: 2, 0: 1, -2: 2}, None)
    assert (margins_of_eight.ways, margins_of_eight.clear, margins_of_eight.close) == (8, 2, 3)
    assert (margins_of_eight.open, margins_of_eight.lost) == (3, 2)


def test_all_ways_are_spread_by_their_margin_those_that_no_way_has_between_and_the_outermost_together():
    one, other = Margins({1: 2, 4: 1}, None), Margins({1: 3}, None)
    assert list(spread([one, other]).items()) == [(1, 5), (2, 0), (3, 0), (4, 1)]
    assert list(spread([Margins({-7: 1, -2: 1, 0: 4}, None)]).items()) == [(-2, 2), (-1, 0), (0, 4)]
    assert spread([Margins({9: 1, 10: 2, 40: 3}, None)]) == {9: 6}
    assert spread([]) == {}


def test_a_small_tree_has_the_margins_that_are_worked_out_by_hand():
    """Dog: 4 to 0. Cat: 2 to 3 and 1 to 0."""
    assert found_in(tree_of()) == {
        "dog": Margins({4: 1}, None),
        "cat": Margins({-1: 1, 1: 1}, (("home", "large"), ("time", "no"))),
    }


def test_an_outcome_that_picks_nothing_has_no_margin():
    assert list(found_in(tree_of((", picks: [dog]", "")))) == ["cat"]


def test_a_tree_of_another_field_says_on_how_many_ways_it_is_outleaned():
    own = guide.load(BICYCLE)
    assert {node: (one.lost, one.ways) for node, one in own.margins.items()} == {
        "city": (3, 5),
        "folding": (0, 2),
        "cargo": (2, 5),
        "touring": (2, 4),
        "electric": (2, 5),
    }
