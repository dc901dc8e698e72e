"""Boxes and the ways between them -> a map with their places, laid out in layers (Sugiyama, Tagawa and Toda, 1981)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from textwrap import wrap

import igraph

WIDTH, GAP, ROW, LINE, PADDING, GAP_BELOW = 188, 44, 58, 16, 8, 10  # pixels
LETTERS = 25  # that surely fit on a line of a box


@dataclass(frozen=True, slots=True)
class Node:
    """What gets a box: its words, and how many ways it is from the left edge at most."""

    id: str
    kind: str
    text: str
    layer: int


@dataclass(frozen=True, slots=True)
class Way:
    """What leads from one node to another, by their ids; its label gets a box too."""

    id: str
    label: str
    begin: str
    end: str


@dataclass(frozen=True, slots=True)
class Box:
    """A node, or the label of an answer on its line. (x, y) is its left upper corner.

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
    """A way as an SVG path. Its id is that of the answer's box."""

    id: str
    path: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """A whole sheet; all figures are pixels."""

    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    width: float
    height: float


def draw(nodes: Sequence[Node], ways: Sequence[Way]) -> Diagram:
    """Lay them out from left to right: a node, the labels of the ways from it, what they lead to."""
    placed = [replace(node, layer=2 * node.layer) for node in nodes]  # labels stand in layers of their own
    place = {node.id: number for number, node in enumerate(placed)}
    routes = []  # each the places of a node, the label and the bends on its way, and what that leads to
    for way in ways:
        begin, end = place[way.begin], place[way.end]
        route = [begin]
        for layer in range(placed[begin].layer + 1, placed[end].layer):
            labelled = len(route) == 1
            route.append(len(placed))
            placed.append(
                Node(way.id, "answer", way.label, layer) if labelled else Node("", "bend", "", layer)
            )
        routes.append([*route, end])
    net = igraph.Graph(
        n=len(placed), edges=[edge for route in routes for edge in pairwise(route)], directed=True
    )
    rows = [row for row, _ in net.layout_sugiyama(layers=[node.layer for node in placed]).coords]
    boxes = _apart([_box(node, row - min(rows)) for node, row in zip(placed, rows, strict=True)])
    return Diagram(
        boxes=tuple(box for box in boxes if box.kind != "bend"),
        wires=tuple(
            Wire(way.id, _path([boxes[number] for number in route]))
            for way, route in zip(ways, routes, strict=True)
        ),
        width=max(box.x + box.width for box in boxes),
        height=max(box.y + box.height for box in boxes),
    )


def _box(node: Node, row: float) -> Box:
    lines = tuple(wrap(node.text, LETTERS))
    height = len(lines) * LINE + 2 * PADDING
    return Box(
        node.id, node.kind, lines, node.layer * (WIDTH + GAP), (row + 0.5) * ROW - height / 2, WIDTH, height
    )


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
