"""What makes a tree sound. One function a rule; its docstring is the rule as contributors read it."""

import re
from collections.abc import Iterator

from macros.reading.faults import Faults, did_you_mean
from macros.reading.shape import shape
from macros.reading.source import AtKey, Route, Source, Told
from macros.tree import texts
from macros.tree.graph import Graph
from macros.tree.model import Part, Tree

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check(source: Source) -> Tree:
    """Return the sound Tree that `source` holds. Raises Faults with all that is wrong."""
    tree, faults, mended = shape(source, Tree)
    if any(len(route) == 1 for route in mended):  # all else refers to what stands at the top
        raise Faults(faults)
    told = [found for rule in RULES for found in rule(tree)]
    if not told and not mended:
        told = next((found for rule in RULES_OF_THE_WHOLE if (found := list(rule(tree)))), [])
    faults += source.faults(told, mended=mended)
    if faults:
        raise Faults(faults)
    return tree


def ids_are_slugs(tree: Tree) -> Told:
    """An id is made of small letters, digits and single hyphens: ids become addresses."""
    kinds = ("alternatives", "ratings", "groups", "criteria", "questions", "outcomes")
    ids = [(kind, key) for kind in kinds for key in getattr(tree, kind)]
    ids += [("questions", node, "answers", key) for node, it in tree.questions.items() for key in it.answers]
    for route in ids:
        if not SLUG.fullmatch(route[-1]):
            yield AtKey(route), no_slug(route[-1])


def no_slug(name: str) -> str:
    """What to say of an id that is no slug."""
    slug = "-".join(re.findall(r"[a-z0-9]+", name.lower()))
    hint = f" How about '{slug}'?" if slug else ""
    return f"an id has only small letters, digits and single hyphens.{hint}"


def ids_are_unique(tree: Tree) -> Told:
    """No question and outcome share an id, and no criterion and group."""
    for node in tree.outcomes:
        if node in tree.questions:
            yield AtKey(("outcomes", node)), "a question has this id too. Rename one of them."
    for row in tree.criteria:
        if row in tree.groups:
            yield AtKey(("criteria", row)), "a group has this id too. Rename one of them."


def every_next_exists(tree: Tree) -> Told:
    """`start`, and the `next` of every answer, is the id of a question or an outcome."""
    nodes = tree.questions.keys() | tree.outcomes.keys()
    if tree.start not in tree.questions:
        yield ("start",), f"there is no question '{tree.start}'.{did_you_mean(tree.start, tree.questions)}"
    for node, question in tree.questions.items():
        for key, answer in question.answers.items():
            if answer.next not in nodes:
                hint = did_you_mean(answer.next, sorted(nodes))
                route = ("questions", node, "answers", key, "next")
                yield route, f"there is no question or outcome '{answer.next}'.{hint}"


def answers_can_be_told_apart(tree: Tree) -> Told:
    """A question has two or more answers, and no two of them read alike."""
    for node, question in tree.questions.items():
        if len(question.answers) < 2:
            yield ("questions", node, "answers"), "a question needs two answers or more."
        seen: dict[str, str] = {}
        for key, answer in question.answers.items():
            first = seen.setdefault(answer.label.casefold(), key)
            if first != key:
                yield (
                    ("questions", node, "answers", key, "label"),
                    f"'{first}' reads the same. Reword one of them.",
                )


def every_cell_has_one_kind_of_evidence(tree: Tree) -> Told:
    """A cell has exactly one of `proof`, `source` and `judgement`."""
    for row, column, cell in tree.cells:
        kinds = [kind for kind in ("proof", "source", "judgement") if getattr(cell, kind)]
        if not kinds:
            yield (
                ("criteria", row, "cells", column),
                "nothing backs this. Add a proof, a source or a judgement.",
            )
        if len(kinds) > 1:
            yield AtKey(("criteria", row, "cells", column)), f"this has {' and '.join(kinds)}. Keep one."


def names_exist(tree: Tree) -> Told:
    """What `columns`, `cells`, `picks`, `near` and `leans` name is an alternative; ratings and groups are there."""
    for route, kind, name in _named(tree):
        known = getattr(tree, f"{kind}s")
        if name not in known:
            yield route, f"there is no {kind} '{name}'.{did_you_mean(name, known)}"


def _named(tree: Tree) -> Iterator[tuple[Route, str, str]]:
    for place, name in enumerate(tree.columns):
        yield ("columns", place), "alternative", name
    for row, criterion in tree.criteria.items():
        if criterion.group:
            yield ("criteria", row, "group"), "group", criterion.group
    for row, column, cell in tree.cells:
        yield AtKey(("criteria", row, "cells", column)), "alternative", column
        if cell.rating:
            yield ("criteria", row, "cells", column, "rating"), "rating", cell.rating
    for node, question in tree.questions.items():
        for key, answer in question.answers.items():
            for name in answer.leans:
                yield AtKey(("questions", node, "answers", key, "leans", name)), "alternative", name
    for node, outcome in tree.outcomes.items():
        for place, name in enumerate(outcome.picks):
            yield ("outcomes", node, "picks", place), "alternative", name
        for name in outcome.near:
            yield AtKey(("outcomes", node, "near", name)), "alternative", name


def comparisons_are_whole(tree: Tree) -> Told:
    """What a page compares is a criterion, named once, and every criterion has a cell for every column."""
    pages = [(("questions", node), it) for node, it in tree.questions.items()]
    pages += [(("outcomes", node), it) for node, it in tree.outcomes.items()]
    for route, page in pages:
        for place, row in enumerate(page.compare):
            if row not in tree.criteria:
                yield (
                    (*route, "compare", place),
                    f"there is no criterion '{row}'.{did_you_mean(row, tree.criteria)}",
                )
            elif row in page.compare[:place]:
                yield (*route, "compare", place), f"'{row}' stands here twice. Keep one."
    for row, criterion in tree.criteria.items():
        for column in tree.shown:
            misspelt = criterion.cells.keys() - tree.alternatives.keys()  # one of them is told already
            if column in tree.alternatives and column not in criterion.cells and not misspelt:
                yield ("criteria", row, "cells"), f"no cell for '{column}'. Add one, or leave '{row}' out."


def texts_bring_no_markup(tree: Part) -> Told:
    """No text holds raw HTML, pictures, or links that are not pages (`javascript:` and the like)."""
    for route, text in _texts_of(tree, ()):
        for message in texts.refused(text):
            yield route, message


def _texts_of(part: Part, route: Route) -> Iterator[tuple[Route, str]]:
    for name, value in part:
        if isinstance(value, dict):
            for key, item in value.items():
                if isinstance(item, Part):
                    yield from _texts_of(item, (*route, name, key))
                elif isinstance(item, str):
                    yield (*route, name, key), item
        elif isinstance(value, Part):
            yield from _texts_of(value, (*route, name))
        elif isinstance(value, str):
            yield (*route, name), value


def no_cycle(tree: Tree) -> Told:
    """No way leads back to a question that was asked before."""
    cycle = Graph.of(tree).cycle
    if cycle:
        answers = tree.questions[cycle[0]].answers
        key = next(key for key, answer in answers.items() if answer.next == cycle[1])
        yield (
            ("questions", cycle[0], "answers", key, "next"),
            f"this goes round in circles: {' → '.join(cycle)}.",
        )


def everything_is_reached(tree: Tree) -> Told:
    """Every question and outcome can be reached from `start`."""
    reached = Graph.of(tree).reached
    for kind, nodes in (("questions", tree.questions), ("outcomes", tree.outcomes)):
        for node in nodes:
            if node not in reached:
                yield AtKey((kind, node)), "no answer leads here. Let one lead here, or delete this."


def every_question_matters(tree: Tree) -> Told:
    """The answers of a question do not all lead to the same place."""
    for node, question in tree.questions.items():
        ends = {answer.next for answer in question.answers.values()}
        if len(ends) == 1 and len(question.answers) > 1:
            yield (
                AtKey(("questions", node)),
                f"all its answers lead to '{ends.pop()}', so it need not be asked.",
            )


RULES = (
    ids_are_slugs,
    ids_are_unique,
    every_next_exists,
    answers_can_be_told_apart,
    every_cell_has_one_kind_of_evidence,
    names_exist,
    comparisons_are_whole,
    texts_bring_no_markup,
    every_question_matters,
)
# These look at the tree as a whole. With an answer that leads nowhere they would tell what is not so; so would the
# second, of a tree that breaks the first.
RULES_OF_THE_WHOLE = (no_cycle, everything_is_reached)
