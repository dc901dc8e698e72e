"""What the reader's script works out: against the same, worked out the long way here, for every way through each tree."""

import json
from collections import Counter

import pytest
from trails import Trail, changed_at, end, paths
from trees_in_memory import BICYCLE, PET, guide_of, ladder

from macros import guide as guides
from macros.cases.agreement import nearest
from macros.cases.walks import walk
from macros.pages.programs import walk_json

NEAREST = 3


@pytest.fixture(scope="module", params=["this tree", "the bicycle", "the pet"])
def some_guide(request, guide):
    files = {"the bicycle": BICYCLE, "the pet": PET}
    return guides.load(files[request.param]) if request.param in files else guide


@pytest.fixture
def script(window, site):
    """Call a function of the script in the browser, on a tree and many trails: the results, in order."""

    def call(function: str, data: str, trails: list[Trail]) -> list:
        with window() as watched:
            watched.page.goto(site, wait_until="commit")
            return json.loads(
                watched.page.evaluate(
                    """async ([script, name, data, trails]) => {
                        const run = (await import(script))[name];
                        const tree = JSON.parse(data);
                        return JSON.stringify(JSON.parse(trails).map((trail) => run(tree, trail)));
                    }""",
                    [f"{site}assets/trail.js", function, data, json.dumps(trails)],
                )
            )

    return call


def ends_behind(tree, node) -> set[str]:
    """The outcomes that a node can lead to."""
    if node in tree.outcomes:
        return {node}
    return set().union(*(ends_behind(tree, answer.next) for answer in tree.questions[node].answers.values()))


def test_what_would_change_is_what_a_replay_of_every_other_answer_shows(some_guide, script):
    tree = some_guide.tree
    trails = list(paths(tree))
    assert len(trails) == some_guide.graph.path_count
    behind = {node: len(ends_behind(tree, node)) for node in [*tree.questions, *tree.outcomes]}
    seen = 0
    for trail, steps in zip(trails, script("changes", walk_json(some_guide), trails), strict=True):
        assert [step["question"] for step in steps] == [question for question, _ in trail]
        for place, step in enumerate(steps):
            question, chosen = trail[place]
            others = [key for key in tree.questions[question].answers if key != chosen]
            assert [other["answer"] for other in step["others"]] == others
            for other in step["others"]:
                taken, node, *_ = changed_at(tree, trail, place, other["answer"])
                found = ([tuple(pair) for pair in other["given"]], other["node"], other["outcomes"])
                assert found == (taken, node, behind[node]), (trail, place, other)
                seen += 1
    assert seen == sum(len(tree.questions[node].answers) - 1 for trail in trails for node, _ in trail)


def test_the_margin_is_that_of_the_picks_over_the_next_and_names_each_answer_that_alone_turns_it(
    some_guide, script
):
    tree = some_guide.tree
    picks = {node: {*outcome.picks} for node, outcome in tree.outcomes.items()}
    trails = [trail for trail in paths(tree) if picks[end(tree, trail)]]
    for trail, found in zip(trails, script("margin", walk_json(some_guide), trails), strict=True):
        own, sums = picks[end(tree, trail)], Counter()
        for question, answer in trail:
            sums.update(tree.questions[question].answers[answer].leans)
        others = {name: points for name, points in sums.items() if name not in own}
        most = max(others.values(), default=0)
        assert found["points"] == max(sums[name] for name in own) - most
        assert others.get(found.get("next"), 0) == most
        assert found["turning"] == [
            question
            for place, (question, chosen) in enumerate(trail)
            if any(
                not any(
                    picks[node] & own for node in ends_behind(tree, changed_at(tree, trail, place, other)[1])
                )
                for other in tree.questions[question].answers
                if other != chosen
            )
        ]


def test_what_would_change_counts_and_does_not_list_two_to_the_sixtieth_ways(tmp_path, script):
    rungs = 60
    tall = guide_of(tmp_path, ladder(rungs))
    assert tall.graph.path_count == 2**rungs
    lefts = [("start", "left"), *((f"left{rung}", "left") for rung in range(1, rungs))]
    (steps,) = script("changes", walk_json(tall), [lefts])
    assert [step["question"] for step in steps] == [question for question, _ in lefts]
    assert [[other["answer"] for other in step["others"]] for step in steps] == [["right"]] * rungs
    assert [step["others"][0]["node"] for step in steps] == [f"right{rung}" for rung in range(1, rungs + 1)]
    assert [step["others"][0]["outcomes"] for step in steps] == [2] * (rungs - 1) + [1]
    assert [len(step["others"][0]["given"]) for step in steps] == list(range(1, rungs + 1))


def test_the_leanings_of_each_way_are_added_up_most_first(some_guide, script):
    tree = some_guide.tree
    trails = list(paths(tree))
    for trail, found in zip(trails, script("tally", walk_json(some_guide), trails), strict=True):
        sums = Counter()
        for question, answer in trail:
            sums.update(tree.questions[question].answers[answer].leans)
        assert [tuple(pair) for pair in found] == sums.most_common()


def test_the_likest_projects_are_those_that_the_back_test_finds(guide, script):
    tree = guide.tree
    trails = [trail[:length] for trail in list(paths(tree))[::3] for length in {2, len(trail)}]
    likest = script("likest", walk_json(guide), trails)
    seen = 0
    for trail, found in zip(trails, likest, strict=True):
        alike = nearest(walk(tree, dict(trail)), guide.cases, NEAREST)
        common = [(walked.id, len(set(trail) & set(walked.walk.trail))) for walked in alike]
        assert [(case["id"], case["common"]) for case in found] == [pair for pair in common if pair[1]]
        seen += len(found)
    assert seen > len(trails)
