"""The trails of one tree walked again in another: what is counted, against a walk of every trail."""

import re
from collections import Counter
from dataclasses import replace

from graphs import graphs, walks
from hypothesis import given
from hypothesis import strategies as st
from trees_in_memory import ladder

from macros.changes.trails import After, Asked, Ends, Gone, is_same, retrace
from macros.reading import source
from macros.tree import rules
from macros.tree.graph import Graph

SIDES = ("left", "right")


def graph(**answers):
    """A graph from `q="a: x, b: y"`; the first is the start, and what has no answers is an outcome."""
    led = {q: tuple(tuple(pair.split(": ")) for pair in said.split(", ")) for q, said in answers.items()}
    ends = dict.fromkeys(to for pairs in led.values() for _, to in pairs if to not in led)
    return Graph(next(iter(led)), led, tuple(ends))


def trimmed(start, answers):
    """The part of a graph that is reached."""
    there = dict.fromkeys(node for walk in walks(start, answers) for node in walk)
    return Graph(
        start, {q: answers[q] for q in there if q in answers}, tuple(n for n in there if n not in answers)
    )


@st.composite
def pairs(draw):
    """A graph, and what a few edits make of it; or another graph with the same ids, each at any place."""
    old = draw(graphs())
    if draw(st.booleans()):
        other = draw(graphs())
        names = [*other.answers, *other.outcomes]
        renamed = dict(zip(names, draw(st.permutations(names)), strict=True))
        answers = {renamed[q]: tuple((a, renamed[to]) for a, to in led) for q, led in other.answers.items()}
        return old, trimmed(renamed[other.start], answers)
    order, answers = list(reversed(old.outcomes_first)), dict(old.answers)
    for number in range(draw(st.integers(0, 3))):
        question = draw(st.sampled_from([node for node in order if node in answers]))
        place = draw(st.integers(0, len(answers[question]) - 1))
        after = order[order.index(question) + 1 :]
        answer, to = answers[question][place]
        match draw(st.sampled_from(["turn", "rename", "insert", "skip"])):
            case "turn":
                change = [(answer, draw(st.sampled_from(after)))]
            case "rename":
                change = [(f"new{number}", to)]
            case "insert":
                order.insert(order.index(question) + 1, f"x{number}")
                answers[f"x{number}"] = (("yes", to), ("no", draw(st.sampled_from(after))))
                change = [(answer, f"x{number}")]
            case "skip":
                change = [(answer, answers[to][0][1] if to in answers else to)]
        answers[question] = (*answers[question][:place], *change, *answers[question][place + 1 :])
    return old, trimmed(old.start, answers)


def trails(node, answers):
    """Every trail from a node: (question, answer) …, and the outcome."""
    if node not in answers:
        return [((), node)]
    return [
        (((node, answer), *rest), end) for answer, to in answers[node] for rest, end in trails(to, answers)
    ]


def fate(new, now, trail, outcome):
    """What becomes of one trail from the node `now`, and what is left of it then."""
    while now in new.answers:
        later = [question for question, _ in trail]
        if now not in later:
            return Asked(now), trail
        question, answer = trail[later.index(now)]
        if answer not in dict(new.answers[now]):
            return Gone(question, answer), trail
        trail = trail[later.index(now) + 1 :]
        now = dict(new.answers[question])[answer]
    return Ends(outcome, now), ()


def fates(old, new):
    return [(trail, *fate(new, new.start, trail, end), end) for trail, end in trails(old.start, old.answers)]


@given(pairs())
def test_the_fates_that_are_counted_are_those_of_every_trail(both):
    found = retrace(*both)
    assert dict(found.fates) == Counter(of for _, of, _, _ in fates(*both))
    assert found.trails == sum(count for _, count in found.fates) == both[0].path_count
    assert found.same == sum(is_same(of) for _, of, _, _ in fates(*both))


@given(pairs())
def test_what_follows_another_question_is_counted_for_each_of_its_answers(both):
    old, new = both
    expected = {}
    for _, of, left, end in fates(old, new):
        if isinstance(of, Asked):
            while left and of.question in {node for walk in walks(left[0][0], old.answers) for node in walk}:
                left = left[1:]
            for answer, to in new.answers[of.question]:
                then, _ = fate(new, to, left, end)
                counts = expected.setdefault(of.question, {}).setdefault(answer, [0, 0, 0])
                counts[2 if not isinstance(then, Ends) else 0 if is_same(then) else 1] += 1
    assert retrace(old, new).after == {
        question: tuple(After(answer, *counts) for answer, counts in answers.items())
        for question, answers in expected.items()
    }


@given(pairs(), st.integers(0, 30))
def test_examples_are_the_shortest_that_end_elsewhere_up_to_where_that_is_certain(both, most):
    old, new = both
    shown = retrace(old, new, most).examples
    for trail, of in shown:
        whole = [
            of_whole
            for other, of_whole, _, _ in fates(old, new)
            if other[: len(trail)] == trail and not is_same(of_whole)
        ]
        assert whole
        assert set(whole) == {of}
    every = retrace(old, new, 10_000).examples
    assert shown == every[:most]
    assert [len(trail) for trail, _ in every] == sorted(len(trail) for trail, _ in every)
    for trail, of, _, _ in fates(old, new):
        begun = [of_it for begin, of_it in every if trail[: len(begin)] == begin]
        assert begun == ([] if is_same(of) else [of])


@given(graphs())
def test_a_tree_compared_with_itself_keeps_every_trail(it):
    found = retrace(it, it)
    assert (found.same, found.after, found.examples) == (it.path_count, {}, ())


OLD = graph(size="large: walks, small: cat", walks="yes: dog, no: fish")


def test_an_answer_that_leads_elsewhere_takes_its_trails_along():
    found = retrace(OLD, graph(size="large: walks, small: fish", walks="yes: dog, no: fish"))
    assert found.fates == ((Ends("cat", "fish"), 1), (Ends("dog", "dog"), 1), (Ends("fish", "fish"), 1))
    assert found.examples == (((("size", "small"),), Ends("cat", "fish")),)


def test_a_question_that_is_gone_needs_no_answer():
    found = retrace(OLD, graph(size="large: dog, small: cat"))
    assert dict(found.fates) == {Ends("dog", "dog"): 1, Ends("fish", "dog"): 1, Ends("cat", "cat"): 1}
    assert found.examples == (((("size", "large"), ("walks", "no")), Ends("fish", "dog")),)


def test_an_answer_that_is_gone_cannot_be_given():
    found = retrace(OLD, graph(size="huge: walks, small: cat", walks="yes: dog, no: fish"))
    assert dict(found.fates) == {Gone("size", "large"): 2, Ends("cat", "cat"): 1}
    assert found.examples == (((("size", "large"),), Gone("size", "large")),)


def test_a_question_that_is_new_is_told_with_what_follows_each_of_its_answers():
    new = graph(size="large: home, small: cat", home="often: walks, never: cat", walks="yes: dog, no: fish")
    found = retrace(OLD, new)
    assert dict(found.fates) == {Asked("home"): 2, Ends("cat", "cat"): 1}
    assert found.after == {"home": (After("often", 2, 0, 0), After("never", 0, 2, 0))}
    assert found.examples == (((("size", "large"),), Asked("home")),)


def test_an_outcome_that_becomes_a_question_is_asked():
    found = retrace(
        OLD, graph(size="large: walks, small: cat", walks="yes: dog, no: fish", cat="yes: dog, no: fish")
    )
    assert dict(found.fates) == {Asked("cat"): 1, Ends("dog", "dog"): 1, Ends("fish", "fish"): 1}
    assert found.after == {"cat": (After("yes", 0, 1, 0), After("no", 0, 1, 0))}


def test_trails_of_a_ladder_of_sixty_rungs_are_counted_at_once():
    """Whoever lists them never ends."""
    old = Graph.of(rules.check(source.parse(ladder(60), "ladder")))
    crossed = {"left59": (("left", "right60"), ("right", "left60"))}
    found = retrace(old, replace(old, answers=old.answers | crossed))
    assert found.trails == 2**60
    assert dict(found.fates) == {Ends(f"{a}60", f"{b}60"): 2**58 for a in SIDES for b in SIDES}
    assert [len(trail) for trail, _ in found.examples] == [60] * 20


def test_a_ladder_in_which_each_fifth_rung_is_new_is_told_at_once():
    old = Graph.of(rules.check(source.parse(ladder(60), "ladder")))
    new = Graph.of(rules.check(source.parse(re.sub(r'right(\d*[05])"', r'new\1"', ladder(60)), "ladder")))
    found = retrace(old, new)
    assert dict(found.fates) == {
        **{Asked(f"new{rung}"): 2 ** (60 - rung // 5) for rung in range(5, 60, 5)},
        Ends("left60", "left60"): 2**48,
        Ends("right60", "new60"): 2**48,
    }
    assert found.after["new5"] == tuple(After(side, 2**47, 2**47, 2**59 - 2**48) for side in SIDES)


def test_the_most_frequent_fate_comes_first_and_of_equals_the_first_by_its_words():
    old = graph(a="x: b, y: c, z: end", b="x: end, y: end, z: end", c="x: far, y: far")
    new = graph(a="x: b, y: c, z: other", b="x: other, y: other, z: other", c="x: last, y: last")
    assert retrace(old, new).fates == (
        (Ends("end", "other"), 4),
        (Ends("far", "last"), 2),
    )
    assert retrace(old, replace(new, answers=new.answers | {"c": (("x", "last"),)})).fates == (
        (Ends("end", "other"), 4),
        (Ends("far", "last"), 1),
        (Gone("c", "y"), 1),
    )
