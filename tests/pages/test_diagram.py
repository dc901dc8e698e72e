"""Tree -> a map on which everything has its place."""

import re
from itertools import combinations

import pytest
from trees_in_memory import BICYCLE, PET, guide_of, ladder, small

from macros import guide as guides
from macros.pages.diagram import LETTERS
from macros.pages.map import draw_map


@pytest.fixture(params=["bicycle", "pet", "ladder"])
def guide(request, tmp_path):
    files = {"bicycle": BICYCLE, "pet": PET}
    return guides.load(files[request.param]) if request.param in files else guide_of(tmp_path, ladder(6))


@pytest.fixture
def diagram(guide):
    return draw_map(guide.tree, guide.graph)


def places(wire):
    """The places that a wire goes through, those that bend it included."""
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", wire)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def ends(wire):
    """The places where a wire begins and ends."""
    return places(wire)[0], places(wire)[-1]


def test_every_question_answer_and_outcome_has_one_box_with_its_words(guide, diagram):
    words = [("question", node, question.ask) for node, question in guide.tree.questions.items()]
    words += [("outcome", node, outcome.name) for node, outcome in guide.tree.outcomes.items()]
    words += [
        ("answer", f"{node}={key}", answer.label)
        for node, q in guide.tree.questions.items()
        for key, answer in q.answers.items()
    ]
    assert sorted((box.kind, box.id, " ".join(box.lines)) for box in diagram.boxes) == sorted(words)
    assert max(len(line) for box in diagram.boxes for line in box.lines) <= LETTERS


def test_no_two_boxes_overlap(diagram):
    for one, other in combinations(diagram.boxes, 2):
        beside = one.x + one.width <= other.x or other.x + other.width <= one.x
        above = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert beside or above, (one, other)


def test_everything_is_on_the_sheet(diagram):
    assert min(box.x for box in diagram.boxes) == 0
    assert min(box.y for box in diagram.boxes) >= 0
    assert max(box.x + box.width for box in diagram.boxes) == diagram.width
    assert max(box.y + box.height for box in diagram.boxes) == diagram.height


def test_a_wire_leads_from_each_question_through_its_answer_to_what_that_leads_to(guide, diagram):
    box = {box.id: box for box in diagram.boxes if box.kind != "answer"}
    expected = [
        (
            (box[q].x + box[q].width, box[q].y + box[q].height / 2),
            (box[a.next].x, box[a.next].y + box[a.next].height / 2),
        )
        for q, question in guide.tree.questions.items()
        for a in question.answers.values()
    ]
    assert [ends(wire.path) for wire in diagram.wires] == [
        (pytest.approx(begin, rel=1e-4), pytest.approx(end, rel=1e-4)) for begin, end in expected
    ]
    assert [wire.id for wire in diagram.wires] == [box.id for box in diagram.boxes if box.kind == "answer"]


def test_what_an_answer_leads_to_stands_to_its_right(guide, diagram):
    x = {box.id: box.x for box in diagram.boxes if box.kind != "answer"}
    assert all(
        x[q] < x[a.next] for q, question in guide.tree.questions.items() for a in question.answers.values()
    )


def test_a_wire_never_goes_back(diagram):
    """So an answer stands between its question and what it leads to."""
    for wire in diagram.wires:
        across = [x for x, _ in places(wire.path)]
        assert across == sorted(across)


def test_the_same_tree_gives_the_same_map(guide, diagram):
    assert draw_map(guide.tree, guide.graph) == diagram


def test_the_map_of_a_small_tree_is_this():
    guide = guides.load(PET)
    diagram = draw_map(guide.tree, guide.graph)
    assert (diagram.width, diagram.height) == (1116, 161)
    assert {box.id: (box.kind, box.lines, box.x, box.y, box.width, box.height) for box in diagram.boxes} == {
        "time": ("question", ("How many hours a day is", "somebody at home?"), 0, 63, 188, 48),
        "fur": ("question", ("Does fur make somebody", "sneeze?"), 464, 34, 188, 48),
        "dog": ("outcome", ("A dog",), 928, 13, 188, 32),
        "fish": ("outcome", ("Fish",), 928, 100, 188, 32),
        "time=many": ("answer", ("More than eight",), 232, 42, 188, 32),
        "time=few": ("answer", ("Fewer",), 232, 129, 188, 32),
        "fur=yes": ("answer", ("Yes",), 696, 71, 188, 32),
        "fur=no": ("answer", ("No",), 696, 13, 188, 32),
    }
    assert {wire.id: wire.path for wire in diagram.wires} == {
        "time=many": "M188 87C210 87 210 58 232 58L420 58C442 58 442 58 464 58",
        "time=few": "M188 87C210 87 210 145 232 145L420 145C442 145 442 145 464 145"
        "L652 145C674 145 674 145 696 145L884 145C906 145 906 116 928 116",
        "fur=yes": "M652 58C674 58 674 87 696 87L884 87C906 87 906 116 928 116",
        "fur=no": "M652 58C674 58 674 29 696 29L884 29C906 29 906 29 928 29",
    }


def test_boxes_that_are_taller_than_a_row_keep_their_distance(tmp_path):
    long = "As many words as it takes for a box of many lines " * 3
    text = small(("label: Large", f"label: {long}one"), ("label: Small", f"label: {long}other"))
    guide = guide_of(tmp_path, text)
    diagram = draw_map(guide.tree, guide.graph)
    first, second = sorted((box for box in diagram.boxes if box.kind == "answer"), key=lambda b: b.y)
    assert (first.height, second.height) == (16 * len(first.lines) + 16, 16 * len(second.lines) + 16)
    assert second.y == first.y + first.height + 10
