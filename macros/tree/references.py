"""The rules about ids that one part of a tree names: what they name is there, and what nothing names is reported."""

from collections.abc import Iterator

from macros.reading.faults import Finding, Findings, Route, did_you_mean
from macros.tree.model import Tree


def every_next_exists(tree: Tree) -> Findings:
    """`start`, and the `next` of every answer, is the id of a question or an outcome."""
    nodes = tree.questions.keys() | tree.outcomes.keys()
    if tree.start not in tree.questions:
        hint = did_you_mean(tree.start, tree.questions)
        yield Finding(("start",), f"there is no question '{tree.start}'.{hint}")
    for node, question in tree.questions.items():
        for key, answer in question.answers.items():
            if answer.next not in nodes:
                hint = did_you_mean(answer.next, sorted(nodes))
                route = ("questions", node, "answers", key, "next")
                yield Finding(route, f"there is no question or outcome '{answer.next}'.{hint}")


def names_exist(tree: Tree) -> Findings:
    """What `columns`, `cells`, `picks`, `near`, `leans`, `moves` and `for` name is an alternative; the rest that is named is there."""
    known = {
        "alternative": tree.alternatives,
        "group": tree.groups,
        "rating": tree.ratings,
        "add-on": tree.add_ons,
        "cost": tree.costs,
    }
    for route, kind, name, at_key in _named(tree):
        if name not in known[kind]:
            yield Finding(route, f"there is no {kind} '{name}'.{did_you_mean(name, known[kind])}", at_key)


def _named(tree: Tree) -> Iterator[tuple[Route, str, str, bool]]:
    """Every id that a part names: where, of what kind, and whether a key names it."""
    for position, name in enumerate(tree.columns):
        yield ("columns", position), "alternative", name, False
    for key, add_on in tree.add_ons.items():
        for position, name in enumerate(add_on.columns):
            yield ("add-ons", key, "for", position), "alternative", name, False
    for before, targets in tree.moves.items():
        yield ("moves", before), "alternative", before, True
        for after, cost in targets.items():
            yield ("moves", before, after), "alternative", after, True
            yield ("moves", before, after), "cost", cost, False
    for row, criterion in tree.criteria.items():
        if criterion.group:
            yield ("criteria", row, "group"), "group", criterion.group, False
    for row, column, cell in tree.cells:
        yield ("criteria", row, "cells", column), "alternative", column, True
        if cell.rating:
            yield ("criteria", row, "cells", column, "rating"), "rating", cell.rating, False
        for position, name in enumerate(cell.add_ons):
            yield ("criteria", row, "cells", column, "with", position), "add-on", name, False
    for node, question in tree.questions.items():
        for key, answer in question.answers.items():
            for name in answer.leans:
                yield ("questions", node, "answers", key, "leans", name), "alternative", name, True
    for node, outcome in tree.outcomes.items():
        for position, name in enumerate(outcome.picks):
            yield ("outcomes", node, "picks", position), "alternative", name, False
        for position, name in enumerate(outcome.add_ons):
            yield ("outcomes", node, "with", position), "add-on", name, False
        for name in outcome.near:
            yield ("outcomes", node, "near", name), "alternative", name, True


def outcomes_compare_what_they_pick(tree: Tree) -> Findings:
    """In each row that an outcome compares, there is a cell for something that it picks."""
    for node, outcome in tree.outcomes.items():
        for position, row in enumerate(outcome.compare):
            known = row in tree.criteria and {*outcome.picks} <= tree.alternatives.keys()
            if outcome.picks and known and not {*outcome.picks} & tree.criteria[row].cells.keys():
                names = " or ".join(f"'{pick}'" for pick in outcome.picks)
                message = f"'{row}' has no cell for {names}, which is picked here. Add one, or leave it out."
                yield Finding(("outcomes", node, "compare", position), message)


def every_add_on_is_named(tree: Tree) -> Findings:
    """Each add-on is named by a cell or an outcome."""
    named = {name for _, kind, name, _ in _named(tree) if kind == "add-on"}
    for key in tree.add_ons:
        if key not in named:
            yield Finding(
                ("add-ons", key), "nothing names this. Name it in `with`, or delete it.", at_key=True
            )
