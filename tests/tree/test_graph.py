"""What follows from who leads to whom, against a walk of every path."""

from itertools import pairwise

from graphs import graphs, walks
from hypothesis import given
from hypothesis import strategies as st
from trees_in_memory import BICYCLE, guide_of, ladder

from macros import guide
from macros.pages.pages import pages
from macros.tree.graph import Graph


@st.composite
def tangles(draw):
    """Small graphs with and without loops."""
    nodes = [f"q{n}" for n in range(draw(st.integers(1, 5)))]
    ends = [*nodes, "o"]
    return Graph(
        "q0", {q: tuple(("a", to) for to in draw(st.sets(st.sampled_from(ends)))) for q in nodes}, ("o",)
    )


@given(graphs())
def test_paths_are_counted_as_if_each_were_walked(graph):
    assert graph.path_count == len(walks(graph.start, graph.answers))


@given(graphs())
def test_clicks_left_are_those_of_the_longest_and_the_shortest_walk(graph):
    for node in graph.next:
        clicks = [len(walk) - 1 for walk in walks(node, graph.answers)]
        assert (graph.most_left[node], graph.fewest_left[node]) == (max(clicks), min(clicks))


@given(graphs())
def test_clicks_made_are_those_of_the_longest_and_the_shortest_walk(graph):
    all_walks = walks(graph.start, graph.answers)
    for node in graph.next:
        clicks = [walk.index(node) for walk in all_walks if node in walk]
        assert (graph.most_asked[node], graph.fewest_asked[node]) == (max(clicks), min(clicks))


@given(graphs())
def test_outcomes_behind_a_node_are_the_ends_of_its_walks_in_the_order_of_the_tree(graph):
    for node in graph.next:
        ends = {walk[-1] for walk in walks(node, graph.answers)}
        assert graph.outcomes_behind(node) == [outcome for outcome in graph.outcomes if outcome in ends]


@given(graphs(), st.integers(0, 5))
def test_outcomes_behind_a_node_are_counted_and_listed_up_to_a_limit(graph, limit):
    for node in graph.next:
        assert graph.count_behind(node) == len(graph.outcomes_behind(node))
        assert graph.outcomes_behind(node, limit) == graph.outcomes_behind(node)[:limit]


@given(graphs(), st.integers(0, 7))
def test_turns_are_questions_that_can_reach_or_miss_an_outcome_nearest_first(graph, limit):
    """Against the walks themselves: an answer leads here if one of the walks behind it ends here."""
    for outcome in graph.outcomes:
        expected = {}
        for question, pairs in graph.answers.items():
            here = {a for a, to in pairs if outcome in {walk[-1] for walk in walks(to, graph.answers)}}
            if here and len(here) < len(pairs):
                parts = [tuple(a for a, _ in pairs if (a in here) == leads) for leads in (True, False)]
                clicks = min(len(walk) for walk in walks(question, graph.answers) if walk[-1] == outcome)
                expected[question] = (clicks, *parts)
        turns = graph.turns(outcome, limit)
        assert [(expected[turn.question][1:]) for turn in turns] == [(turn.here, turn.away) for turn in turns]
        distances = [expected[turn.question][0] for turn in turns]
        assert distances == sorted(clicks for clicks, *_ in expected.values())[:limit]


@given(graphs())
def test_answers_to_a_node_are_those_whose_next_it_is(graph):
    pairs = [(q, a, to) for q, answers in graph.answers.items() for a, to in answers]
    assert graph.answers_to == {node: [(q, a) for q, a, to in pairs if to == node] for node in graph.next}


@given(graphs())
def test_without_a_cycle_each_node_stands_after_all_that_it_leads_to(graph):
    assert graph.cycle == []
    assert graph.reached == set(graph.next)
    place = {node: n for n, node in enumerate(graph.outcomes_first)}
    assert all(place[to] < place[node] for node in graph.next for to in graph.next[node])


@given(tangles())
def test_a_cycle_is_a_real_one_and_none_is_missed(graph):
    def reach(node):
        seen, waiting = set(), [node]
        while waiting:
            for to in graph.next[waiting.pop()]:
                if to not in seen:
                    seen.add(to)
                    waiting.append(to)
        return seen

    cycle = graph.cycle
    assert bool(cycle) == any(node in reach(node) for node in graph.next)
    assert all(there in graph.next[here] for here, there in pairwise(cycle))
    assert cycle[:1] == cycle[-1:]
    assert graph.reached == {"q0"} | reach("q0")


def test_the_figures_of_the_bicycle():
    graph = guide.load(BICYCLE).graph
    assert graph.path_count == 21
    assert graph.most_left == {
        **{"load": 6, "train": 5, "stairs": 4, "distance": 3, "street": 2, "kind": 1},
        **dict.fromkeys(["city", "folding", "cargo", "touring", "electric"], 0),
    }
    assert (graph.fewest_left["load"], graph.most_asked["street"], graph.fewest_asked["street"]) == (2, 4, 1)
    assert graph.outcomes_behind("distance") == ["city", "cargo", "touring", "electric"]
    assert graph.answers_to["street"] == [("load", "yes"), ("distance", "short")]


def test_a_ladder_of_sixty_rungs_compiles_at_once(tmp_path):
    """It has 2^60 paths: code that lists them never ends."""
    tall = guide_of(tmp_path, ladder(60))
    assert tall.graph.path_count == 2**60
    assert (tall.graph.most_left["start"], tall.graph.fewest_left["start"]) == (60, 60)
    assert tall.graph.most_asked["right60"] == tall.graph.fewest_asked["left60"] == 60
    assert tall.graph.outcomes_behind("start") == ["left60", "right60"]
    assert tall.graph.count_behind("start") == 2
    paths = {page.path for page in pages(tall)}
    assert {path for path in paths if path.startswith(("decide/", "outcome/"))} == {
        *(f"decide/{node}.md" for node in tall.tree.questions),
        *(f"outcome/{node}.md" for node in tall.tree.outcomes),
    }


def test_answers_are_followed_from_the_start_as_far_as_they_go():
    graph = guide.load(BICYCLE).graph
    answers = {"street": "flat", "load": "yes", "kind": "street", "stairs": "none"}
    assert graph.follow(answers) == (
        (("load", "yes"), ("street", "flat"), ("kind", "street")),
        "city",
    )
    assert graph.follow({"street": "flat"}) == ((), "load")
