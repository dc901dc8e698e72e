"""Diff -> Markdown that also reads well in a terminal: a summary of at most five lines, then the details."""

from collections import Counter
from collections.abc import Iterator

from macros.changes.diff import Diff, Route
from macros.changes.trails import After, Asked, Ends, is_same
from macros.changes.words import (
    KINDS,
    NAMED,
    count,
    em,
    fate,
    kind,
    leads,
    name,
    picks,
    safe,
    said,
    some,
    stood,
    title,
    turn,
)
from macros.tree.model import Cell, Tree

PAGES = ("questions", "answers", "outcomes")  # what a reader walks through


def as_text(it: Diff, base: str) -> str:
    """The difference as Markdown; `base` is what the old tree is called."""
    if not it:
        return (
            f"Nothing differs from {safe(base)}: the same tree, and the real projects stand as they stood.\n"
        )
    lines = [f"## What differs from {safe(base)}", "", *(f"- {line}" for line in summary(it))]
    for heading, told in _sections(it).items():
        if items := list(told):
            lines += ["", f"### {heading}", "", *(f"- {item}" for item in items)]
    return "\n".join(lines) + "\n"


def nothing_to_compare(base: str, faults: str = "") -> str:
    """What to say where the old tree was not there, or was faulty."""
    if not faults:
        return f"Nothing to compare with: there was no tree at {safe(base)}.\n"
    told = "\n".join(f"- {safe(line)}" for line in faults.splitlines() if line.strip())
    return f"Nothing to compare with: by today's rules, the tree or a real project at {safe(base)} was faulty.\n\n{told}\n"


def summary(it: Diff) -> Iterator[str]:
    """At most five lines."""
    turns = [turn(it, edit) for edit in it.edits if leads(edit)]
    if turns:
        more = f"; and {len(turns) - NAMED} more" if len(turns) > NAMED else ""
        head = "One answer leads" if len(turns) == 1 else f"{len(turns)} answers lead"
        yield f"{head} elsewhere: {'; '.join(turns[:NAMED])}{more}."
    yield _all_trails(it)
    if it.cases:
        yield f"Real projects: {_all_cases(it)}."
    if pages := _counted(it, pages=True):
        yield f"Questions, answers and outcomes: {pages}."
    if rest := _counted(it, pages=False):
        yield f"Behind them: {rest}."


def _all_trails(it: Diff) -> str:
    trails, fates = it.trails.trails, it.trails.fates
    if it.trails.same == trails:
        return f"All {trails} trails end where they ended."
    elsewhere = {of: ways for of, ways in fates if isinstance(of, Ends) and not is_same(of)}
    asked = {of: ways for of, ways in fates if isinstance(of, Asked)}
    told = []
    if number := sum(elsewhere.values()):
        where = some([f"{ways} {fate(it, of)}" for of, ways in elsewhere.items()])
        told.append(f"{number} of {trails} trails {'ends' if number == 1 else 'end'} elsewhere: {where}.")
    if others := sum(asked.values()):
        which = some([title(it.new, of.question) for of in asked])
        told.append(
            f"{others} of {trails} trails {'is' if others == 1 else 'are'} asked something else on the way: {which}."
        )
    if gone := trails - it.trails.same - number - others:
        told.append(f"{gone} of {trails} trails can no longer be given: an answer is gone.")
    return " ".join(told)


def _all_cases(it: Diff) -> str:
    turned = [stood(it, case) for case in it.cases if case.before and case.now]
    told = [some(turned)] if turned else []
    for what, number in (
        ("new", sum(not case.before for case in it.cases)),
        ("gone", sum(not case.now for case in it.cases)),
    ):
        told += [f"{number} {what}"] if number else []
    return "; ".join(told)


def _counted(it: Diff, *, pages: bool) -> str:
    """How many parts came, went and changed: those that a reader walks through, or all others."""
    changed = dict.fromkeys(edit.route for edit in it.edits if not leads(edit))
    counts = Counter(
        (what, kind(route))
        for what, routes in (("added", it.added), ("removed", it.removed), ("changed", changed))
        for route in routes
    )
    told = [
        f"{count(number, *KINDS[of]) if of else 'title, columns or order'} {what}"
        for (what, of), number in counts.items()
        if (of in PAGES) == pages
    ]
    if pages and (otherwise := len({edit.route for edit in it.edits if picks(edit)})):
        told.append(f"{count(otherwise, 'outcome picks', 'outcomes pick')} otherwise")
    kinds = [_evidence(it, route) for route in changed if kind(route) == "cells"]
    if not pages and (lost := sum(was == "proof" and now != was for was, now in kinds)):
        told.append(f"{count(lost, 'cell', 'cells')} without a proof now")
    return ", ".join(told)


def _evidence(it: Diff, route: Route) -> tuple[str, str]:
    return _cell(it.old, route).evidence, _cell(it.new, route).evidence


def _cell(tree: Tree, route: Route) -> Cell:
    return tree.criteria[route[1]].cells[route[3]]


def _sections(it: Diff) -> dict[str, Iterator[str]]:
    return {
        "Questions, answers and outcomes": _parts(it, "questions", "outcomes"),
        "Answers that lead elsewhere": (turn(it, edit) for edit in it.edits if leads(edit)),
        "Trails": _trails(it),
        "Trails, for example": _examples(it),
        "Cells": _cells(it),
        "Criteria": _parts(it, "criteria", "groups"),
        "What outcomes pick": (said(it, edit) for edit in it.edits if picks(edit)),
        "Real projects": (stood(it, turned) for turned in it.cases),
        "All else": _parts(it, "", "alternatives", "ratings"),
    }


def _parts(it: Diff, *tops: str) -> Iterator[str]:
    """What came, went and was reworded below the keys `tops` of the tree."""

    def here(route: Route) -> bool:
        return (route[0] if route else "") in tops and kind(route) != "cells"

    for what, tree, routes in (("Added", it.new, it.added), ("Removed", it.old, it.removed)):
        for route in filter(here, routes):
            yield f"{what}: {KINDS[kind(route)][0]} {name(tree, route)}{_leading(tree, route)}"
    for edit in it.edits:
        if here(edit.route) and not leads(edit) and not picks(edit):
            yield said(it, edit)


def _leading(tree: Tree, route: Route) -> str:
    """Where a new or lost answer leads; for a question, all of its answers."""
    if kind(route) == "answers":
        return f", to {title(tree, tree.questions[route[1]].answers[route[3]].next)}"
    if kind(route) != "questions":
        return ""
    answers = tree.questions[route[1]].answers.values()
    return f": {'; '.join(f'{em(answer.label)} to {title(tree, answer.next)}' for answer in answers)}"


def _trails(it: Diff) -> Iterator[str]:
    for of, ways in it.trails.fates:
        if is_same(of):
            continue
        lines = [f"{count(ways, 'trail', 'trails')}: {fate(it, of)}"]
        if isinstance(of, Asked):
            answers = it.new.questions[of.question].answers
            after = it.trails.after[of.question]
            lines += [f"after {em(answers[then.answer].label)}: {_becomes(then)}" for then in after]
        yield "\n  - ".join(lines)


def _becomes(after: After) -> str:
    told = (
        (after.same, "as before"),
        (after.elsewhere, "elsewhere"),
        (after.open, "asked something else again, or an answer is gone"),
    )
    return ", ".join(f"{number} {what}" for number, what in told if number)


def _examples(it: Diff) -> Iterator[str]:
    for trail, of in it.trails.examples:
        labels = [em(it.old.questions[question].answers[answer].label) for question, answer in trail]
        yield f"{' → '.join(labels) or 'at the start'}: {fate(it, of)}"


def _cells(it: Diff) -> Iterator[str]:
    for what, tree, routes in (("Added", it.new, it.added), ("Removed", it.old, it.removed)):
        for route in routes:
            if kind(route) == "cells":
                yield f"{what}: {name(tree, route)}, backed by a {_cell(tree, route).evidence}"
    told = set()
    for edit in it.edits:
        if kind(edit.route) != "cells":
            continue
        was, now = _evidence(it, edit.route)
        if was != now and edit.route not in told:
            yield f"{name(it.new, edit.route)} was backed by a {was}, now by a {now}"
        told.add(edit.route)
        yield said(it, edit)
