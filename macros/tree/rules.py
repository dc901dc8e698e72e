"""What makes a tree sound. One function a rule; its docstring is the rule as contributors read it."""

from collections.abc import Iterator

from macros.reading.faults import Finding, Findings, Route, did_you_mean
from macros.reading.shape import shape
from macros.reading.sound import sound
from macros.reading.source import Source
from macros.tree import texts
from macros.tree.advice import no_outcome_is_outleaned, what_is_near_can_be_offered
from macros.tree.criteria import Part, markdown_keys
from macros.tree.graph import Graph
from macros.tree.model import Tree
from macros.tree.names import anchors_are_unique, ids_are_free, ids_are_slugs, ids_are_unique
from macros.tree.references import (
    every_add_on_is_named,
    every_next_exists,
    names_exist,
    outcomes_compare_what_they_pick,
)
from macros.tree.scalars import visible
from macros.tree.situations import situations_are_whole_ways


def check(source: Source) -> Tree:
    """Return the sound tree that `source` holds. Raises Faults with all that is wrong."""
    shaped = shape(source.data, Tree)
    stages = [RULES, *([rule] for rule in RULES_OF_THE_WHOLE)]
    if shaped.is_mended_at_the_top:  # all else refers to what stands there
        stages = []
    return sound(source, shaped, *stages)


def support_ends_after_it_begins(tree: Tree) -> Findings:
    """A release gets fixes from the month in which it came out, or longer."""
    for key, alternative in tree.alternatives.items():
        for place, release in enumerate(alternative.supported.releases if alternative.supported else ()):
            if release.until and release.until < release.began:
                route = ("alternatives", key, "supported", "releases", place, "until")
                yield Finding(
                    route,
                    f"{release.until} lies before {release.began}, when it came out. Write a later month.",
                )


def answers_can_be_told_apart(tree: Tree) -> Findings:
    """A question has two or more answers, and no two of them read alike."""
    for node, question in tree.questions.items():
        route = ("questions", node, "answers")
        if len(question.answers) < 2:
            yield Finding(route, "a question needs two answers or more.")
        seen: dict[str, str] = {}
        for key, answer in question.answers.items():
            first = seen.setdefault(visible(answer.label).casefold(), key)
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


def every_rating_has_what_it_needs(tree: Tree) -> Findings:
    """A cell has what its rating `needs`: the add-ons that do it, in `with`, or the search for one, in `looked`."""
    for row, column, cell in tree.cells:
        needs = tree.ratings[cell.rating].needs if cell.rating in tree.ratings else None
        route = ("criteria", row, "cells", column, "rating")
        if needs == "add-ons" and not cell.add_ons:
            yield Finding(route, f"'{cell.rating}' needs the add-ons that do it. Name them in `with`.")
        if needs == "looked" and not cell.looked:
            yield Finding(
                route, f"'{cell.rating}' needs a search for one that does it. Tell of it in `looked`."
            )


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
    """Markdown holds no raw HTML, pictures, or links that are not pages (`javascript:` and the like); no text is endless."""
    for route, text, is_markdown in _texts_of(part, ()):
        for message in texts.refused(text) if is_markdown else texts.too_long(text):
            yield Finding(route, message)


def _texts_of(part: Part, route: Route) -> Iterator[tuple[Route, str, bool]]:
    """Every text in a part: where, what it says, and whether it is Markdown."""
    of_markdown = markdown_keys(type(part))
    for name, value in part.by_key.items():
        items = {(name,): value}
        if isinstance(value, dict):
            items = {(name, key): item for key, item in value.items()}
        if isinstance(value, tuple):
            items = {(name, position): item for position, item in enumerate(value)}
        for there, item in items.items():
            if isinstance(item, Part):
                yield from _texts_of(item, (*route, *there))
            elif isinstance(item, str):
                yield (*route, *there), item, name in of_markdown


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
    ids_are_free,
    ids_are_unique,
    anchors_are_unique,
    support_ends_after_it_begins,
    every_next_exists,
    answers_can_be_told_apart,
    every_cell_has_one_kind_of_evidence,
    every_add_on_is_named,
    names_exist,
    comparisons_are_whole,
    outcomes_compare_what_they_pick,
    texts_bring_no_markup,
    every_question_matters,
)
# Each of these assumes that what those before it look at is right; otherwise they would report false faults.
RULES_OF_THE_WHOLE = (
    every_rating_has_what_it_needs,
    no_cycle,
    everything_is_reached,
    no_outcome_is_outleaned,
    what_is_near_can_be_offered,
    situations_are_whole_ways,
)
