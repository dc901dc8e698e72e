"""Nodes and edges -> boxes and lines with their places, laid out in layers (Sugiyama, Tagawa and Toda, 1981)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from textwrap import wrap

import igraph

WIDTH, GAP, ROW, LINE, PADDING, GAP_BELOW = 188, 44, 58, 16, 8, 10  # pixels
LETTERS = 25  # that surely fit on a line of a box


@dataclass(frozen=True, slots=True)
class Node:
    """What gets a box: its words, and how many edges it is from the left at most."""

    id: str
    kind: str
    text: str
    layer: int


@dataclass(frozen=True, slots=True)
class Edge:
    """An answer: from the node `begin` to the node `end`; its label gets a box too."""

    id: str
    label: str
    begin: str
    end: str


@dataclass(frozen=True, slots=True)
class Box:
    """A node, or the label of an edge. (x, y) is its left upper corner."""

    id: str
    kind: str
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Wire:
    """An edge as an SVG path, through the box of its label, which has the same id."""

    id: str
    path: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """The drawing; all figures are pixels."""

    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    width: float
    height: float


def draw(nodes: Sequence[Node], edges: Sequence[Edge]) -> Diagram:
    """Lay them out from left to right: a node, the labels of the edges from it, what they lead to."""
    placed = [replace(node, layer=2 * node.layer) for node in nodes]  # labels stand in layers of their own
    number_of = {node.id: number for number, node in enumerate(placed)}
    routes = []  # of each edge, by their numbers: a node, the label, a bend in each layer between, a node
    for edge in edges:
        begin, end = number_of[edge.begin], number_of[edge.end]
        between = range(placed[begin].layer + 1, placed[end].layer)
        routes.append([begin, *range(len(placed), len(placed) + len(between)), end])
        placed.append(Node(edge.id, "answer", edge.label, between[0]))
        placed += [Node("", "bend", "", layer) for layer in between[1:]]
    boxes = _stack([_box(node, row) for node, row in zip(placed, _rows(placed, routes), strict=True)])
    return Diagram(
        boxes=tuple(box for box in boxes if box.kind != "bend"),
        wires=tuple(
            Wire(edge.id, _curve([boxes[number] for number in route]))
            for edge, route in zip(edges, routes, strict=True)
        ),
        width=max(box.x + box.width for box in boxes),
        height=max(box.y + box.height for box in boxes),
    )


def _rows(placed: Sequence[Node], routes: Sequence[Sequence[int]]) -> list[float]:
    """The row of each node, from 0 on, so that few routes cross."""
    steps = [step for route in routes for step in pairwise(route)]
    net = igraph.Graph(n=len(placed), edges=steps, directed=True)
    rows = [row for row, _ in net.layout_sugiyama(layers=[node.layer for node in placed]).coords]
    first = min(rows)
    return [row - first for row in rows]


def _box(node: Node, row: float) -> Box:
    lines = tuple(wrap(node.text, LETTERS))
    height = len(lines) * LINE + 2 * PADDING
    return Box(
        node.id, node.kind, lines, node.layer * (WIDTH + GAP), (row + 0.5) * ROW - height / 2, WIDTH, height
    )


def _stack(boxes: list[Box]) -> list[Box]:
    """Move the boxes of each layer down until none overlaps: the layout knows rows, not heights."""
    moved = list(boxes)
    free: dict[float, float] = {}  # layer -> where its next box may begin
    for place in sorted(range(len(boxes)), key=lambda place: boxes[place].y):
        box = boxes[place]
        y = max(box.y, free.get(box.x, 0.0))
        free[box.x] = y + box.height + GAP_BELOW
        moved[place] = replace(box, y=y)
    return moved


def _curve(route: list[Box]) -> str:
    """A smooth line through the middles of the boxes, level inside each."""
    path = ""
    for one, other in pairwise(route):
        x1, y1, x2, y2 = one.x + one.width, one.y + one.height / 2, other.x, other.y + other.height / 2
        half = (x1 + x2) / 2
        level = f"L{x1:g} {y1:g}" if path else f"M{x1:g} {y1:g}"
        path += f"{level}C{half:g} {y1:g} {half:g} {y2:g} {x2:g} {y2:g}"
    return path
