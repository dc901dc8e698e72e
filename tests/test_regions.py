"""Graph -> regions: all of it, each node once, none too large for a sheet; and what the sheets tell of one another."""

import json
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees_in_memory import BICYCLE, PET, changed, guide_of, irregular, ladder, question, wide

from macros import guide
from macros.graph import Graph
from macros.regions import MOST, WIDE, Regions, divide
from macros.sheets import overview, sheet, size


def graph_of(size, near, most, seed):
    """A sound graph: each question leads only to later ones, and each is led to by one that is so near."""
    chance = Random(seed)
    leads = [[] for _ in range(size)]
    for number in range(1, size):
        leads[chance.randrange(max(0, number - near), number)].append(f"q{number}")
    for number, nodes in enumerate(leads):
        for place in range(chance.randrange(2, most)):
            later = [
                f"o{number}-{place}",
                f"common{chance.randrange(3)}",
                f"q{chance.randrange(number, size)}",
            ]
            nodes += [to for to in [chance.choice(later)] if to != f"q{number}"]
        nodes += [f"o{number}"] * (not nodes)
    answers = {
        f"q{number}": tuple((f"a{place}", to) for place, to in enumerate(nodes))
        for number, nodes in enumerate(leads)
    }
    ends = dict.fromkeys(to for nodes in leads for to in nodes if to not in answers)
    return Graph("q0", answers, tuple(ends))


def graphs():
    near, most = st.sampled_from([1, 5, 150]), st.sampled_from([3, 6, WIDE + 5])
    return st.builds(graph_of, st.integers(1, 150), near, most, st.integers(0, 10_000))


def boxes(regions: Regions, entry: str) -> int:
    """What a sheet has to show: what stands in the region, the labels of the answers, and the ways out, each once."""
    answers = {
        node: regions.graph.answers[node] for node in regions.inside[entry] if node in regions.graph.answers
    }
    lists = [node for node, pairs in answers.items() if len(pairs) > WIDE]
    labels = [to for node, pairs in answers.items() if node not in lists for _, to in pairs]
    return len({entry, *answers, *labels}) + len(labels) + len(lists)


@given(graphs())
def test_each_node_stands_in_one_region_and_no_region_is_too_large(graph):
    regions = divide(graph)
    assert Counter(node for nodes in regions.inside.values() for node in nodes) == Counter(list(graph.next))
    assert max(boxes(regions, entry) for entry in regions.inside) <= MOST


@given(graphs())
def test_all_of_a_region_is_reached_from_its_entry_without_leaving_it(graph):
    regions = divide(graph)
    for entry, nodes in regions.inside.items():
        assert entry in graph.answers
        seen, waiting = {entry}, [entry]
        while waiting:
            for to in graph.next[waiting.pop()]:
                if to not in seen and regions.region[to] == entry:
                    seen.add(to)
                    waiting.append(to)
        assert seen == set(nodes)


@given(graphs())
def test_a_way_between_regions_is_known_where_it_ends(graph):
    regions = divide(graph)
    expected = {
        (regions.region[to], to, regions.region[node])
        for node, nodes in graph.next.items()
        for to in nodes
        if regions.region[to] != regions.region[node]
    }
    told = [
        (entry, to, other)
        for entry, it in regions.entered.items()
        for to, others in it.items()
        for other in others
    ]
    assert len(told) == len(set(told))
    assert set(told) == expected


@given(graphs())
def test_every_region_hangs_once_from_the_first(graph):
    regions = divide(graph)
    assert list(regions.above) == [entry for entry in regions.inside if entry != graph.start]
    for entry, above in regions.above.items():
        assert above in regions.entered[entry][entry]
    assert regions.behind[graph.start] == len(regions.above)
    assert regions.tree.reached == regions.inside.keys()
    ways = [(above, (f"map_{entry}", entry)) for entry, above in regions.above.items()]
    assert sorted(ways) == sorted((above, way) for above, it in regions.tree.answers.items() for way in it)
    for above, it in regions.tree.answers.items():
        assert list(it) == [way for other, way in ways if other == above]  # in the order of the tree
    parts = regions.parts
    assert Counter(entry for entries in parts.inside.values() for entry in entries) == Counter(
        list(regions.inside)
    )
    assert max(boxes(parts, entry) for entry in parts.inside) <= MOST


@given(graphs())
def test_the_same_graph_is_divided_alike(graph):
    same = Graph(graph.start, dict(graph.answers), graph.outcomes)
    assert divide(same) == divide(graph)
    assert list(divide(same).inside.items()) == list(divide(graph).inside.items())


def chain(size):
    """Questions one after the other, the second answer of each an outcome: 4 boxes each, and one more at the end."""
    answers = {f"q{n}": (("on", f"q{n + 1}"), ("end", f"o{n}")) for n in range(size)}
    return Graph("q0", answers, (*(f"o{n}" for n in range(size)), f"q{size}"))


def test_what_one_sheet_can_show_stays_whole():
    (whole,) = divide(chain((MOST - 1) // 4)).inside.values()
    assert len(whole) == 2 * ((MOST - 1) // 4) + 1
    assert list(divide(chain((MOST - 1) // 4 + 1)).inside) == ["q0", "q1"]


@pytest.mark.parametrize("file", [BICYCLE, PET])
def test_a_small_tree_is_one_region(file):
    it = guide.load(file)
    assert it.regions.inside == {it.tree.start: [*it.tree.questions, *it.tree.outcomes]}
    assert it.regions.above == {}


def test_the_ladder_of_so_many_paths_is_cut_across_its_rungs(tmp_path):
    it = guide_of(tmp_path, ladder(60))
    assert it.graph.paths == 2**60
    sizes = [len(nodes) for nodes in it.regions.inside.values()]
    assert sizes == [6, 28, 28, 28, 31]


def test_what_a_question_with_hundreds_of_answers_leads_to_is_a_list(tmp_path):
    it = guide_of(tmp_path, wide(500))
    assert list(it.regions.inside) == ["first", "q499"]
    drawn = sheet(it.tree, it.regions, "first")
    assert [(box.kind, box.id) for box in drawn.boxes] == [
        *(("question", "first"), ("question", "many"), ("outcome", "o0")),
        *(("list", "many="), ("answer", "first=a0"), ("answer", "first=a1")),
    ]
    assert " ".join(drawn.boxes[3].lines) == "500 answers, listed below"
    assert it.regions.entered["q499"] == {"q499": ["first"], "o1": ["first"]}


def test_what_can_be_drawn_is_not_left_to_a_list():
    many = [("a0", "x"), ("a1", "y"), *((f"a{n}", f"o{n}") for n in range(2, WIDE + 1))]
    listed = [("a0", "shared"), *((f"a{n}", f"p{n}") for n in range(1, WIDE + 1))]
    answers = {
        "start": tuple(many),
        "x": (("a0", "wide"), ("a1", "o2")),
        "wide": tuple(listed),  # asked later than y
        "y": (("a0", "shared"), ("a1", "o3")),
    }
    ends = dict.fromkeys(to for pairs in answers.values() for _, to in pairs if to not in answers)
    regions = divide(Graph("start", answers, tuple(ends)))
    assert list(regions.inside) == ["start", "x", "y"]
    assert [regions.region[node] for node in ("wide", "shared", "o2", "o3", "o4")] == [
        "x",
        "y",
        "x",
        "y",
        "start",
    ]


def test_an_edit_at_one_end_leaves_all_other_maps_as_they_were(tmp_path):
    text = irregular(300)
    before = guide_of(tmp_path, text)
    asked = '"q72": {"ask": "What about 72, when it comes to it?", "answers": {'
    after = guide_of(
        tmp_path,
        changed(
            text,
            (asked, f'{asked}"more": {{"label": "More", "next": "new"}}, '),
            ('"outcomes": {', '"outcomes": {"new": {"name": "New", "summary": "New."}, '),
        ),
    ).regions.inside
    assert after == before.regions.inside | {
        "q72": [*before.regions.inside["q72"][:20], "new", *before.regions.inside["q72"][20:]]
    }


@pytest.fixture(scope="module", params=["irregular", "ladder", "wide"])
def large(request, tmp_path_factory):
    made = {"irregular": lambda: irregular(300), "ladder": lambda: ladder(60), "wide": lambda: wide(500)}
    return guide_of(tmp_path_factory.mktemp("large"), made[request.param]())


def test_each_question_answer_and_outcome_is_drawn_on_one_sheet_or_in_a_list(large):
    tree, regions = large.tree, large.regions
    drawn = Counter(
        (box.kind, box.id) for entry in regions.inside for box in sheet(tree, regions, entry).boxes
    )
    listed = {node for node, it in tree.questions.items() if len(it.answers) > WIDE}
    expected = [("question", node) for node in tree.questions]
    expected += [
        ("answer", f"{q}={key}") for q, it in tree.questions.items() if q not in listed for key in it.answers
    ]
    ends = {a.next for q, it in tree.questions.items() if q not in listed for a in it.answers.values()}
    expected += [("outcome", node) for node in tree.outcomes if node in ends]
    expected += [("list", f"{node}=") for node in listed]
    assert {it: count for it, count in drawn.items() if "away" not in it[0]} == dict.fromkeys(expected, 1)


def test_no_sheet_has_more_boxes_than_can_be_read(large):
    tree, regions = large.tree, large.regions
    sheets = [sheet(tree, regions, entry) for entry in regions.inside]
    sheets += [overview(tree, regions, entry) for entry in regions.parts.inside]
    assert max(len(it.boxes) for it in sheets) <= MOST


def test_a_way_out_ends_at_a_box_for_what_stands_elsewhere(large):
    for entry, nodes in large.regions.inside.items():
        few = [node for node in nodes if len(large.graph.answers.get(node, ())) <= WIDE]
        away = {to for node in few for to in large.graph.next[node] if large.regions.region[to] != entry}
        boxes = sheet(large.tree, large.regions, entry).boxes
        assert sorted(box.id for box in boxes if "away" in box.kind) == sorted(away)


def test_the_overview_shows_every_map_once_with_what_stands_there(tmp_path):
    it = guide_of(tmp_path, irregular(1_000))
    parts = {entry: overview(it.tree, it.regions, entry) for entry in it.regions.parts.inside}
    shown = Counter(box.id for part in parts.values() for box in part.boxes if box.kind == "region")
    assert shown == Counter(list(it.regions.inside))
    notes = {box.id: box.lines[-1] for part in parts.values() for box in part.boxes}
    assert notes["q0"] == "12 questions, 11 outcomes"
    away = [box for box in parts["q0"].boxes if box.kind == "region away"]
    assert [(box.id, box.lines[-1]) for box in away] == [("q1", "35 maps from here on")]


def test_of_a_map_that_very_many_are_entered_from_the_overview_says_how_many(tmp_path):
    """They are listed below it. A drawing's other words: how much stands on a map, one thing or several."""
    below = [f"q{number}" for number in range(30)]
    questions = {"first": question("Which of them?", below)}
    questions |= {node: question("And then?", [f"{node}-one", f"{node}-other"]) for node in below}
    ends = [answer["next"] for node in below for answer in questions[node]["answers"].values()]
    tree = {"title": "Which?", "start": "first", "questions": questions}
    tree["outcomes"] = {node: {"name": node, "summary": "An end."} for node in ends}
    it = guide_of(tmp_path, json.dumps(tree))
    boxes = overview(it.tree, it.regions, "first").boxes
    assert [(box.kind, box.lines) for box in boxes] == [
        ("region", ("Which of them?", "1 question")),
        ("list", ("30 maps, listed below",)),
    ]
    assert size(it.regions, "q7") == "1 question, 2 outcomes"
    assert [box.lines for box in sheet(it.tree, it.regions, "first").boxes] == [
        ("Which of them?",),
        ("30 answers, listed below",),
    ]
