"""Tree -> a map: boxes and lines with their places, laid out in layers (Sugiyama, Tagawa and Toda, 1981)."""

from dataclasses import dataclass, replace
from itertools import pairwise
from textwrap import wrap

import igraph

from macros.graph import Graph
from macros.model import Tree

WIDTH, GAP, ROW, LINE, PADDING, GAP_BELOW = 188, 44, 58, 16, 8, 10  # pixels
LETTERS = 25  # that surely fit on a line of a box


@dataclass(frozen=True, slots=True)
class Box:
    """A question, an answer or an outcome. (x, y) is its left upper corner; an answer's box is a label on a line.

    The id of an answer holds its question: staff=roles
    """

    id: str
    kind: str
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Wire:
    """A line from a question through an answer, as an SVG path. Its id is that of the answer's box."""

    id: str
    path: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """The whole map; all figures are pixels."""

    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    width: float
    height: float


def draw(tree: Tree, graph: Graph) -> Diagram:
    """Lay the tree out from left to right: questions, the labels of their answers, what they lead to."""
    layers = {node: 2 * clicks for node, clicks in graph.most_asked.items()}
    nodes = [("question", node, question.ask, layers[node]) for node, question in tree.questions.items()]
    nodes += [("outcome", node, outcome.name, layers[node]) for node, outcome in tree.outcomes.items()]
    place = {node: number for number, (_, node, _, _) in enumerate(nodes)}
    ways = []  # each the places of a question, its answer, bends on long lines, and what the answer leads to
    for question, pairs in graph.answers.items():
        for answer, to in pairs:
            way = [place[question], len(nodes)]
            nodes.append(
                (
                    "answer",
                    f"{question}={answer}",
                    tree.questions[question].answers[answer].label,
                    layers[question] + 1,
                )
            )
            for layer in range(layers[question] + 2, layers[to]):
                way.append(len(nodes))
                nodes.append(("bend", "", "", layer))
            ways.append([*way, place[to]])
    net = igraph.Graph(n=len(nodes), edges=[edge for way in ways for edge in pairwise(way)], directed=True)
    rows = [row for row, _ in net.layout_sugiyama(layers=[layer for *_, layer in nodes]).coords]
    boxes = _apart([_box(*node, row - min(rows)) for node, row in zip(nodes, rows, strict=True)])
    return Diagram(
        boxes=tuple(box for box in boxes if box.kind != "bend"),
        wires=tuple(Wire(boxes[way[1]].id, _path([boxes[number] for number in way])) for way in ways),
        width=max(box.x + box.width for box in boxes),
        height=max(box.y + box.height for box in boxes),
    )


def _box(kind: str, key: str, text: str, layer: int, row: float) -> Box:
    lines = tuple(wrap(text, LETTERS))
    height = len(lines) * LINE + 2 * PADDING
    return Box(key, kind, lines, layer * (WIDTH + GAP), (row + 0.5) * ROW - height / 2, WIDTH, height)


def _apart(boxes: list[Box]) -> list[Box]:
    """The boxes, those of one layer moved down until none overlaps: the layout knows rows, not heights."""
    moved = list(boxes)
    free: dict[float, float] = {}  # layer -> where its next box may begin
    for place in sorted(range(len(boxes)), key=lambda place: boxes[place].y):
        box = boxes[place]
        y = max(box.y, free.get(box.x, 0.0))
        free[box.x] = y + box.height + GAP_BELOW
        moved[place] = replace(box, y=y)
    return moved


def _path(way: list[Box]) -> str:
    """A smooth line through the middles of the boxes, level inside each."""
    path = ""
    for one, other in pairwise(way):
        x1, y1, x2, y2 = one.x + one.width, one.y + one.height / 2, other.x, other.y + other.height / 2
        half = (x1 + x2) / 2
        level = f"L{x1:g} {y1:g}" if path else f"M{x1:g} {y1:g}"
        path += f"{level}C{half:g} {y1:g} {half:g} {y2:g} {x2:g} {y2:g}"
    return path
