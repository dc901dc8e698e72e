"""A region -> its map: what stands in it, and the ways out to where others go on."""

from collections.abc import Callable

from macros.diagram import Diagram, Node, Way, draw
from macros.graph import Graph
from macros.model import Tree
from macros.regions import Regions, is_wide

Words = Callable[[str, bool], tuple[str, str, str]]  # node, whether it stands elsewhere -> kind, text, note


def sheet(tree: Tree, regions: Regions, entry: str) -> Diagram:
    """Draw a region: questions, the labels of their answers, what they lead to."""

    def words(node: str, elsewhere: bool) -> tuple[str, str, str]:
        kind = "question" if node in tree.questions else "outcome"
        return f"{kind} away" if elsewhere else kind, tree.title_of(node), ""

    def label(node: str, key: str) -> str:
        return tree.questions[node].answers[key].label

    return _draw(regions, entry, words, label, "answers")


def overview(tree: Tree, regions: Regions, entry: str) -> Diagram:
    """Draw one part of the overview: each map, with those that are first entered from it."""

    def words(node: str, elsewhere: bool) -> tuple[str, str, str]:
        if elsewhere:
            return "region away", tree.title_of(node), f"{1 + regions.behind[node]} maps from here on"
        return "region", tree.title_of(node), size(regions, node)

    return _draw(regions.parts, entry, words, lambda *_: "", "maps")


def size(regions: Regions, entry: str) -> str:
    """How much stands in a region: 12 questions, 1 outcome"""
    nodes = regions.inside[entry]
    questions = sum(node in regions.graph.answers for node in nodes)
    counts = {"question": questions, "outcome": len(nodes) - questions}
    return ", ".join(_count(number, thing) for thing, number in counts.items() if number)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _draw(
    regions: Regions, entry: str, words: Words, label: Callable[[str, str], str], things: str
) -> Diagram:
    """Draw what stands in a region, and the ways out of it. What a wide question leads to is listed, not drawn."""
    graph, inside = regions.graph, regions.inside[entry]
    wide = [node for node in inside if is_wide(graph, node)]
    ways = [
        Way(f"{node}={key}", label(node, key), node, to)
        for node in inside
        for key, to in graph.answers.get(node, ())
        if node not in wide
    ]
    outside = dict.fromkeys(way.end for way in ways if regions.region[way.end] != entry)
    lists = [Way(f"{node}=", "", node, f"{node}=") for node in wide]
    layer = _layers(entry, [*ways, *lists])
    nodes = []
    for node in [*(node for node in inside if node in layer), *outside]:
        kind, text, note = words(node, node in outside)
        nodes.append(Node(node, kind, text, layer[node], note))
    for it in lists:
        text = f"{len(graph.answers[it.begin])} {things}, listed below"
        nodes.append(Node(it.end, "list", text, layer[it.end]))
    return draw(nodes, [*ways, *lists])


def _layers(entry: str, ways: list[Way]) -> dict[str, int]:
    """To each node, the most ways from the entry."""
    answers: dict[str, list[tuple[str, str]]] = {}
    for way in ways:
        answers.setdefault(way.begin, []).append((way.id, way.end))
    ends = dict.fromkeys(way.end for way in ways if way.end not in answers)
    return Graph(entry, answers, tuple(ends)).most_asked
