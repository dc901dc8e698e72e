"""Tree -> the drawing of the whole decision: questions, the labels of their answers, and the outcomes."""

from macros.pages.diagram import Diagram, Node, Way, draw
from macros.tree.graph import Graph
from macros.tree.model import Tree

MOST_BOXES = 120  # a larger drawing can be neither read nor laid out in time


def draw_map(tree: Tree, graph: Graph) -> Diagram | None:
    """Draw the tree from left to right; None if it has too many questions, outcomes and answers to be drawn."""
    answers = [(node, key, to) for node, pairs in graph.answers.items() for key, to in pairs]
    if len(graph.next) + len(answers) > MOST_BOXES:
        return None
    nodes = [
        Node(
            node,
            "question" if node in tree.questions else "outcome",
            tree.title_of(node),
            graph.most_asked[node],
        )
        for node in graph.next
    ]
    ways = [
        Way(f"{node}={key}", tree.questions[node].answers[key].label, node, to) for node, key, to in answers
    ]
    return draw(nodes, ways)
