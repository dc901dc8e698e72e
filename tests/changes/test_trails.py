"""The trails of one tree walked again in another."""

from collections import Counter
from dataclasses import replace

from graphs import graphs, walks
from hypothesis import given
from hypothesis import strategies as st
from trees_in_memory import ladder

from macros.changes import trails
from macros.changes.trails import Asked, Ends, Gone, Trails, is_same, retrace
from macros.reading import source
from macros.tree import rules
from macros.tree.graph import Graph


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


def every(graph, node, begun=()):
    """Every trail from a node: (question, answer) …, and the outcome."""
    if node not in graph.answers:
        return [(begun, node)]
    return [one for answer, to in graph.answers[node] for one in every(graph, to, (*begun, (node, answer)))]


def fate(new, node, trail, outcome):
    """What becomes of one trail from a node of the new tree on, answer by answer."""
    if node not in new.answers:
        return Ends(outcome, node)
    if not trail:
        return Asked(node)
    (question, answer), *rest = trail
    if question != node:
        return fate(new, node, rest, outcome)
    leads = dict(new.answers[node])
    return fate(new, leads[answer], rest, outcome) if answer in leads else Gone(question, answer)


def fates(old, new):
    return {trail: fate(new, new.start, trail, outcome) for trail, outcome in every(old, old.start)}


@given(pairs())
def test_each_fate_has_the_number_of_its_trails(both):
    expected = Counter(fates(*both).values())
    found = retrace(*both)
    assert dict(found.fates) == expected
    assert found.total == expected.total()


@given(pairs())
def test_after_each_answer_to_another_question_all_trails_that_were_asked_go_on(both):
    old, new = both
    found = retrace(old, new)
    asked = {of: number for of, number in found.fates if isinstance(of, Asked)}
    assert found.after.keys() == asked.keys()
    for of, number in asked.items():
        assert [*found.after[of]] == [answer for answer, _ in new.answers[of.question]]
        assert all(then.total() == number for then in found.after[of].values())


@given(pairs())
def test_an_example_goes_as_far_as_its_fate_is_open(both):
    found = fates(*both)

    def fates_from(begin):
        return {of for trail, of in found.items() if trail[: len(begin)] == begin}

    examples = retrace(*both).examples
    for begin, of in examples:
        assert fates_from(begin) == {of}
        assert not begin or len(fates_from(begin[:-1])) > 1
    for trail, of in found.items():
        assert [shown for begin, shown in examples if trail[: len(begin)] == begin] == (
            [] if is_same(of) else [of]
        )
    lengths = [len(begin) for begin, _ in examples]
    assert lengths == sorted(lengths)


@given(graphs())
def test_a_tree_compared_with_itself_keeps_every_trail(same):
    found = retrace(same, same)
    assert sum(number for of, number in found.fates if is_same(of)) == found.total == same.path_count
    assert (found.after, found.examples) == ({}, ())


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
    assert found.after == {Asked("home"): {"often": {"same": 2}, "never": {"elsewhere": 2}}}
    assert found.examples == (((("size", "large"),), Asked("home")),)


def test_an_outcome_that_becomes_a_question_is_asked():
    found = retrace(
        OLD, graph(size="large: walks, small: cat", walks="yes: dog, no: fish", cat="yes: dog, no: fish")
    )
    assert dict(found.fates) == {Asked("cat"): 1, Ends("dog", "dog"): 1, Ends("fish", "fish"): 1}
    assert found.after == {Asked("cat"): {"yes": {"elsewhere": 1}, "no": {"elsewhere": 1}}}


def test_what_is_asked_again_or_lost_after_another_question_is_open():
    new = graph(
        size="large: home, small: cat",
        home="often: walks, never: garden",
        walks="no: fish",
        garden="yes: cat",
    )
    assert retrace(OLD, new).after == {Asked("home"): {"often": {"open": 1, "same": 1}, "never": {"open": 2}}}


def test_an_answer_given_later_in_the_trail_counts_after_another_question():
    """The old tree asks b, and then may ask c; the new one asks c first, and b after it."""
    old = graph(a="go: b", b="one: end, two: c", c="yes: end, no: far")
    new = graph(a="go: c", c="yes: b, no: far", b="one: end, two: far")
    assert retrace(old, new).after == {
        Asked("c"): {"yes": {"same": 1}, "no": {"elsewhere": 1}},
        Asked("b"): {"one": {"same": 1}, "two": {"elsewhere": 1}},
    }


def test_of_too_many_trails_none_is_listed(monkeypatch):
    tall = Graph.of(rules.check(source.parse(ladder(60), "ladder")))
    assert retrace(tall, OLD) == Trails(2**60, (), {}, ())
    monkeypatch.setattr(trails, "LIMIT", 3)
    assert retrace(OLD, OLD).fates
    monkeypatch.setattr(trails, "LIMIT", 2)
    assert retrace(OLD, OLD) == Trails(3, (), {}, ())


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
