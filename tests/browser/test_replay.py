"""What the reader's script works out: against the same, worked out the long way here, for every way through each tree."""

import json

import pytest
from trails import Trail, changed_at, end, fragment, paths, sums_of
from trees_in_memory import BICYCLE, PET, guide_of, ladder

from macros import guide as guides
from macros.pages.programs import walk_json


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
                    """async ([scripts, name, data, trails]) => {
                        const all = Object.assign({}, ...await Promise.all(scripts.map((script) => import(script))));
                        const own = {
                            differencesOf: (tree, [mine, theirs]) => all.differences(tree, mine, theirs),
                            likestOfAll: (tree, trail) => all.likest(tree, trail, Object.keys(tree.cases)),
                        };
                        const run = own[name] ?? all[name];
                        const tree = JSON.parse(data);
                        return JSON.stringify(JSON.parse(trails).map((trail) => run(tree, trail)));
                    }""",
                    [
                        [f"{site}assets/{name}.js" for name in ("trail", "two")],
                        function,
                        data,
                        json.dumps(trails),
                    ],
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


def test_what_speaks_for_and_against_an_outcome_is_every_answer_once_and_no_part_contradicts_another(
    some_guide, script
):
    tree = some_guide.tree
    trails = list(paths(tree))
    data = walk_json(some_guide)
    verdicts, offers = script("verdict", data, trails), script("fitting", data, trails)
    for trail, found, offered in zip(trails, verdicts, offers, strict=True):
        outcome, sums = tree.outcomes[end(tree, trail)], sums_of(tree, trail)
        picked = [sums[name] for name in outcome.picks if sums[name]]
        others = {name: sums[name] for name in sums if name not in outcome.picks}
        for side, wanted in (("pro", 1), ("even", 0), ("contra", -1)):
            steps = []
            for question, key in trail:
                leans = tree.questions[question].answers[key].leans
                own = max((weight for name, weight in leans.items() if name in outcome.picks), default=0)
                other = max(
                    (weight for name, weight in leans.items() if name not in outcome.picks), default=0
                )
                if (own > other) - (own < other) == wanted:
                    steps.append((question, key))
            assert [tuple(pair) for pair in found[side]] == steps
        assert found["points"] == max(picked, default=0) - max(others.values(), default=0)
        assert others.get(found.get("next"), 0) == max(others.values(), default=0)
        ranking = {row["alternative"]: row["sum"] for row in found["ranking"]}
        assert ranking == {name: sums[name] for name in [*outcome.picks, *tree.shown, *sums]}
        assert list(ranking.values()) == sorted(ranking.values(), reverse=True)
        if outcome.picks and not outcome.despite:  # where the picks are not first, the page says why
            first = [name for name, points in ranking.items() if points == max(ranking.values())]
            assert {*first} & {*outcome.picks}
        given = {*trail}
        ruled_out = {
            name
            for name, answers in outcome.unless.items()
            if given & {(question, key) for question, keys in answers.items() for key in keys}
        }
        assert offered == [name for name in outcome.near if name not in ruled_out]
        for row in found["ranking"]:
            assert not {tuple(pair) for pair in row["pro"]} & {tuple(pair) for pair in row["contra"]}


def test_what_turns_an_outcome_leads_elsewhere_for_sure_and_costs_what_the_tree_says(some_guide, script):
    tree = some_guide.tree
    picks = {node: {*outcome.picks} for node, outcome in tree.outcomes.items()}
    trails = list(paths(tree))
    for trail, found in zip(trails, script("turns", walk_json(some_guide), trails), strict=True):
        own = tree.outcomes[end(tree, trail)].picks
        expected = []
        for place, (question, chosen) in enumerate(trail):
            to: dict[str, list[str]] = {}
            for other in tree.questions[question].answers:
                node = changed_at(tree, trail, place, other)[1]
                if other != chosen and not any(picks[last] & {*own} for last in ends_behind(tree, node)):
                    to.setdefault(node, []).append(other)
            if to:
                expected.append((question, chosen, to))
        assert [
            (turn["question"], turn["chosen"], {other["node"]: other["answers"] for other in turn["to"]})
            for turn in found
        ] == expected
        for turn in found:
            for other in turn["to"]:
                after = set().union(*(picks[last] for last in ends_behind(tree, other["node"])))
                known = tree.moves.get(own[0], {}) if own else {}
                needed = {known[pick] for pick in after & known.keys()}
                assert other["costs"] == [cost.name for key, cost in tree.costs.items() if key in needed]


def test_two_peoples_answers_stand_question_by_question_with_where_each_of_the_others_would_lead(
    guide, script
):
    tree = guide.tree
    trails = list(paths(tree))
    pairs = list(zip(trails, trails[7:] + trails[:7], strict=True))[::5]
    elsewhere = 0
    for (mine, theirs), found in zip(pairs, script("differencesOf", walk_json(guide), pairs), strict=True):
        one, other = dict(mine), dict(theirs)
        assert [row["question"] for row in found] == list(one | other)
        for row in found:
            question, leads = row["question"], None
            assert (row.get("mine"), row.get("theirs")) == (one.get(question), other.get(question))
            if question in one and question in other:
                leads = changed_at(tree, mine, list(one).index(question), other[question])[1]
                elsewhere += leads != end(tree, mine)
            assert row.get("leads") == leads
    assert elsewhere


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
        assert [tuple(pair) for pair in found] == sums_of(tree, trail).most_common()


def test_a_fragment_is_read_as_it_was_meant_and_what_is_no_answer_is_counted(guide, script):
    tree = guide.tree
    (question, one), *_ = trail = next(paths(tree))
    two = next(key for key in tree.questions[question].answers if key != one)
    plain = fragment(trail[:2])
    beside = "&_vs=" + ",".join(".".join(pair) for pair in trail[:3])
    read = {
        "": ([], 0, []),
        plain: (trail[:2], 0, []),
        plain.replace("=", "%3D"): (trail[:2], 0, []),
        plain.replace("=", "%253d").replace("&", "%2526"): (trail[:2], 0, []),
        plain.replace("&", "&amp;"): (trail[:2], 0, []),
        plain.replace("#", "#%23"): (trail[:2], 0, []),
        plain + plain: (trail[:2], 0, []),
        plain + beside: (trail[:2], 0, trail[:3]),
        plain + beside.replace(".", "%2E").replace(",", "%2C"): (trail[:2], 0, trail[:3]),
        plain[:-1]: (trail[:1], 1, []),
        f"{plain}&{question}={two}": ([(question, two), trail[1]], 1, []),
        f"{plain}{beside},no.such": (trail[:2], 1, trail[:3]),
        f"{plain}&_vs={trail[1][0]}.{trail[1][1]},{question}.{one}": (trail[:2], 0, trail[:2]),
        f"{plain}&_vs={question}.{two},{trail[-1][0]}.{trail[-1][1]}": (trail[:2], 1, [(question, two)]),
        f"{plain}&utm_source=x&fbclid": (trail[:2], 2, []),
        "#%E0%A4%A&%&=&__proto__=x": ([], 4, []),
        "#" + "%25" * 50_000: ([], 1, []),
        "#" + "a" * 200_000: ([], 1, []),
    }
    for found, (given, damaged, theirs) in zip(
        script("read", walk_json(guide), [*read]), read.values(), strict=True
    ):
        assert [[tuple(pair) for pair in found[key]] for key in ("given", "theirs")] == [given, theirs]
        assert found["damaged"] == damaged


def test_the_likest_projects_come_first(guide, script):
    tree, ids = guide.tree, [walked.id for walked in guide.cases]
    answers = {walked.id: set(walked.walk.trail) for walked in guide.cases}
    trails = list(paths(tree))[::3]

    def likeness(trail, case):
        common = len(set(trail) & answers[case])
        return common / (len(trail) + len(answers[case]) - common)

    for trail, found in zip(trails, script("likestOfAll", walk_json(guide), trails), strict=True):
        assert found == sorted(ids, key=lambda case: -likeness(trail, case))
