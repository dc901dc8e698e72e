"""Tree -> the drawing of the whole decision: questions, the labels of their answers, and the outcomes."""

from macros.pages.diagram import Diagram, Edge, Node, draw
from macros.tree.graph import Graph
from macros.tree.model import Tree

MOST_BOXES = 150  # a larger drawing can be neither read nor laid out in time


def draw_map(tree: Tree, graph: Graph) -> Diagram | None:
    """Draw the tree from left to right; None if it has too many questions, outcomes and answers to be drawn."""
    edges = [
        Edge(f"{key}={answer_key}", answer.label, key, answer.next)
        for key, question in tree.questions.items()
        for answer_key, answer in question.answers.items()
    ]
    if len(graph.next) + len(edges) > MOST_BOXES:
        return None
    layer = graph.most_asked
    nodes = [Node(key, "question", question.ask, layer[key]) for key, question in tree.questions.items()]
    nodes += [Node(key, "outcome", outcome.name, layer[key]) for key, outcome in tree.outcomes.items()]
    return draw(nodes, edges)
