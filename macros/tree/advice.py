"""The rules about what outcomes advise: never against the answers that lead there."""

from macros.reading.faults import Finding, Findings
from macros.tree.graph import Graph
from macros.tree.margins import margins
from macros.tree.model import Tree


def no_outcome_is_outleaned(tree: Tree) -> Findings:
    """On no way to an outcome do the answers lean more to another alternative than to what it picks; or it says in `despite` why."""
    for node, found in margins(tree, Graph.of(tree)).items():
        if found.lost and not tree.outcomes[node].despite:
            way = " ".join("=".join(step) for step in found.against)
            message = (
                f"on {found.lost} of {found.ways} ways here the answers lean to something else, such as {way}. "
                "Mend the leans or the ways, or say in `despite` why this is right all the same."
            )
            yield Finding(("outcomes", node), message, at_key=True)


def what_is_near_can_be_offered(tree: Tree) -> Findings:
    """`unless` names what is in `near`, and answers on ways to the outcome; some way there has none of them."""
    graph = Graph.of(tree)
    for node, outcome in tree.outcomes.items():
        for name, answers in outcome.unless.items():
            route = ("outcomes", node, "unless", name)
            if name not in outcome.near:
                yield Finding(route, f"'{name}' is not in `near`. Add it there, or delete this.", at_key=True)
                continue
            given = {(question, answer) for question, keys in answers.items() for answer in keys}
            astray = [pair for pair in sorted(given) if not graph.leads(pair, node)]
            for question, answer in astray:
                message = f"no way here has the answer '{answer}' to '{question}'. Name one that has."
                yield Finding((*route, question) if question in answers else route, message)
            if not astray and not graph.can_avoid(given, node):
                message = f"every way here has one of these answers, so '{name}' is never offered. Delete it from `near`."
                yield Finding(route, message, at_key=True)
