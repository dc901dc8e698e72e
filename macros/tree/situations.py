"""The rule about situations: the answers of each are a whole way through the tree."""

from macros.reading.faults import Finding, Findings, Route, did_you_mean
from macros.tree.graph import Graph
from macros.tree.model import Tree


def situations_are_whole_ways(tree: Tree) -> Findings:
    """The answers of a situation lead from `start` to an outcome, and each of them comes up on the way."""
    graph = Graph.of(tree)
    for key, situation in tree.situations.items():
        route = ("situations", key, "answers")
        unknown = [
            unknown_answer((*route, node), node, answer, tree) for node, answer in situation.answers.items()
        ]
        if any(unknown):  # what follows from it would be reported as well
            yield from filter(None, unknown)
            continue
        steps, end = graph.follow(situation.answers)
        if end in tree.questions:
            options = ", ".join(tree.questions[end].answers)
            message = f"'{end}' is asked, but has no answer here. Add one of its answers: {options}."
            yield Finding(route, message)
            continue
        for node in situation.answers:
            if node not in dict(steps):
                message = "with these answers, this is never asked. Delete it."
                yield Finding((*route, node), message, at_key=True)


def unknown_answer(route: Route, node: str, answer: str, tree: Tree) -> Finding | None:
    """What is wrong with an answer to the question `node`, if the tree has no such question or answer."""
    if node not in tree.questions:
        hint = did_you_mean(node, tree.questions)
        return Finding(route, f"the tree has no question '{node}'.{hint}", at_key=True)
    known = tree.questions[node].answers
    if answer in known:
        return None
    return Finding(route, f"this question has no answer '{answer}'. It has: {', '.join(known)}.")
