"""What makes a tree sound. One function a rule; its docstring is the rule as contributors read it."""

import re
from collections.abc import Iterator

from macros.reading.faults import Finding, Findings, Route, did_you_mean
from macros.reading.shape import shape
from macros.reading.sound import sound
from macros.reading.source import Source
from macros.tree import texts
from macros.tree.graph import Graph
from macros.tree.model import Part, Tree

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check(source: Source) -> Tree:
    """Return the sound tree that `source` holds. Raises Faults with all that is wrong."""
    shaped = shape(source.data, Tree)
    stages = [RULES, *([rule] for rule in RULES_OF_THE_WHOLE)]
    if shaped.is_mended_at_the_top:  # all else refers to what stands there
        stages = []
    return sound(source, shaped, *stages)


def ids_are_slugs(tree: Tree) -> Findings:
    """An id is made of lower-case letters, digits and single hyphens: ids become addresses."""
    kinds = ("alternatives", "ratings", "groups", "criteria", "questions", "outcomes")
    ids = [(kind, key) for kind in kinds for key in getattr(tree, kind)]
    for node, question in tree.questions.items():
        ids += [("questions", node, "answers", key) for key in question.answers]
    for route in ids:
        if not SLUG.fullmatch(route[-1]):
            yield Finding(route, no_slug(route[-1]), at_key=True)


def no_slug(name: str) -> str:
    """What to say of an id that is no slug."""
    slug = "-".join(re.findall(r"[a-z0-9]+", name.lower()))
    hint = f" How about '{slug}'?" if slug else ""
    return f"an id has only lower-case letters, digits and single hyphens.{hint}"


def ids_are_unique(tree: Tree) -> Findings:
    """No question and outcome share an id, and no criterion and group."""
    for node in tree.outcomes:
        if node in tree.questions:
            yield Finding(("outcomes", node), "a question has this id too. Rename one of them.", at_key=True)
    for row in tree.criteria:
        if row in tree.groups:
            yield Finding(("criteria", row), "a group has this id too. Rename one of them.", at_key=True)


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


def answers_can_be_told_apart(tree: Tree) -> Findings:
    """A question has two or more answers, and no two of them read alike."""
    for node, question in tree.questions.items():
        route = ("questions", node, "answers")
        if len(question.answers) < 2:
            yield Finding(route, "a question needs two answers or more.")
        seen: dict[str, str] = {}
        for key, answer in question.answers.items():
            first = seen.setdefault(answer.label.casefold(), key)
            if first != key:
                yield Finding(
                    (*route, key, "label"), f"this label repeats that of '{first}'. Reword one of them."
                )


def every_cell_has_one_kind_of_evidence(tree: Tree) -> Findings:
    """A cell has exactly one of `proof`, `source` and `judgement`."""
    for row, column, cell in tree.cells:
        route = ("criteria", row, "cells", column)
        kinds = [kind for kind in ("proof", "source", "judgement") if getattr(cell, kind)]
        if not kinds:
            yield Finding(route, "this cell has no evidence. Add a proof, a source or a judgement.")
        if len(kinds) > 1:
            yield Finding(route, f"this cell has {' and '.join(kinds)}. Keep one.", at_key=True)


def names_exist(tree: Tree) -> Findings:
    """What `columns`, `cells`, `picks`, `near` and `leans` name is an alternative; ratings and groups are there."""
    for route, kind, name, at_key in _named(tree):
        known = getattr(tree, f"{kind}s")
        if name not in known:
            yield Finding(route, f"there is no {kind} '{name}'.{did_you_mean(name, known)}", at_key)


def _named(tree: Tree) -> Iterator[tuple[Route, str, str, bool]]:
    """Every id that a part names: where, of what kind, and whether a key names it."""
    for position, name in enumerate(tree.columns):
        yield ("columns", position), "alternative", name, False
    for row, criterion in tree.criteria.items():
        if criterion.group:
            yield ("criteria", row, "group"), "group", criterion.group, False
    for row, column, cell in tree.cells:
        yield ("criteria", row, "cells", column), "alternative", column, True
        if cell.rating:
            yield ("criteria", row, "cells", column, "rating"), "rating", cell.rating, False
    for node, question in tree.questions.items():
        for key, answer in question.answers.items():
            for name in answer.leans:
                yield ("questions", node, "answers", key, "leans", name), "alternative", name, True
    for node, outcome in tree.outcomes.items():
        for position, name in enumerate(outcome.picks):
            yield ("outcomes", node, "picks", position), "alternative", name, False
        for name in outcome.near:
            yield ("outcomes", node, "near", name), "alternative", name, True


def comparisons_are_whole(tree: Tree) -> Findings:
    """What a page compares is a criterion, named once, and every criterion has a cell for every column."""
    for kind in ("questions", "outcomes"):
        for node, page in getattr(tree, kind).items():
            for position, row in enumerate(page.compare):
                route = (kind, node, "compare", position)
                if row not in tree.criteria:
                    yield Finding(route, f"there is no criterion '{row}'.{did_you_mean(row, tree.criteria)}")
                elif row in page.compare[:position]:
                    yield Finding(route, f"'{row}' is listed twice. Keep one.")
    for row, criterion in tree.criteria.items():
        if criterion.cells.keys() - tree.alternatives.keys():
            continue  # a misspelt column is reported already, and may be the one that is missing
        for column in tree.shown:
            if column in tree.alternatives and column not in criterion.cells:
                message = f"there is no cell for '{column}'. Add one, or delete '{row}'."
                yield Finding(("criteria", row, "cells"), message)


def texts_bring_no_markup(part: Part) -> Findings:
    """No text holds raw HTML, pictures, or links that are not pages (`javascript:` and the like)."""
    for route, text in _texts_of(part, ()):
        for message in texts.refused(text):
            yield Finding(route, message)


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


def every_question_matters(tree: Tree) -> Findings:
    """The answers of a question do not all lead to the same place."""
    for node, question in tree.questions.items():
        ends = {answer.next for answer in question.answers.values()}
        if len(ends) == 1 and len(question.answers) > 1:
            message = (
                f"all its answers lead to '{ends.pop()}'. Let one lead elsewhere, or delete the question."
            )
            yield Finding(("questions", node), message, at_key=True)


def no_cycle(tree: Tree) -> Findings:
    """No way leads back to a question that was asked before."""
    cycle = Graph.of(tree).cycle
    if cycle:
        answers = tree.questions[cycle[0]].answers
        key = next(key for key, answer in answers.items() if answer.next == cycle[1])
        message = f"this goes round in circles: {' → '.join(cycle)}. Let one of these lead elsewhere."
        yield Finding(("questions", cycle[0], "answers", key, "next"), message)


def everything_is_reached(tree: Tree) -> Findings:
    """Every question and outcome can be reached from `start`."""
    reached = Graph.of(tree).reached
    for kind in ("questions", "outcomes"):
        for node in getattr(tree, kind):
            if node not in reached:
                message = "no answer leads here. Let one lead here, or delete this."
                yield Finding((kind, node), message, at_key=True)


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
# These assume that every `next` exists, and the second that there is no cycle; otherwise they would report false faults.
RULES_OF_THE_WHOLE = (no_cycle, everything_is_reached)
