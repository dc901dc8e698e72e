"""The rules about ids: what they are made of, and that none takes a name that is another's. Ids become addresses and anchors."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from macros.reading.faults import Finding, Findings, Route
from macros.tree.model import Tree

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = 100  # characters; file systems end at 255 with what we add
# Letters that Unicode does not take apart.
LETTERS = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss"}

ON_COMPARISON = ("at-a-glance", "criteria")  # what else can be linked there
DEVICES = (
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
)
# Names that an id cannot have, by their owners.
OF_FILES = {"index": "web servers have it for the page of a folder"} | dict.fromkeys(
    DEVICES, "Windows has it for a device"
)
OF_SCRIPTS = {"constructor": "every object of the browser's script has it"}
OF_PAGES = {
    "alternatives": ("differs", "mine", "even", "unrated", "all"),  # what else the comparison can show
    "questions": ("drawing",),
    "cases": ("unseen", "field", "fitted", "projects", "limits"),
}


def ids_are_slugs(tree: Tree) -> Findings:
    """An id is made of lower-case letters, digits and single hyphens, 100 at most: ids become addresses."""
    for route, ids in _ids(tree):
        for name in ids:
            if message := no_slug(name, ids):
                yield Finding((*route, name), message, at_key=True)


def ids_are_free(tree: Tree) -> Findings:
    """An id is no name that another has: `index` a web server, `con` Windows, `drawing` the page of all questions."""
    for route, ids in _ids(tree):
        for name in ids:
            if message := owned(route[-1], name):
                yield Finding((*route, name), message, at_key=True)


def ids_are_unique(tree: Tree) -> Findings:
    """No question and outcome share an id, and no criterion and group."""
    for node in tree.outcomes:
        if node in tree.questions:
            yield Finding(("outcomes", node), "a question has this id too. Rename one of them.", at_key=True)
    for row in tree.criteria:
        if row in tree.groups:
            yield Finding(("criteria", row), "a group has this id too. Rename one of them.", at_key=True)


def anchors_are_unique(tree: Tree) -> Findings:
    """No two parts of the comparison have one anchor: of a group it is `group-ID`, of a cell the criterion and `-COLUMN`."""
    first: dict[str, Route] = dict.fromkeys(ON_COMPARISON, ("the page",))
    for anchor, route in _anchors(tree):
        if (other := first.setdefault(anchor, route)) != route:
            message = f"'{anchor}' is the anchor of {'.'.join(other)} too. Rename one of them."
            yield Finding(route, message, at_key=True)


def group_anchor(group: str) -> str:
    return f"group-{group}"


def cell_anchor(row: str, column: str) -> str:
    return f"{row}-{column}"


def no_slug(name: str, beside: Mapping[str, object]) -> str:
    """What to say of an id that is no slug, with a slug that nothing `beside` it has; nothing of one that is."""
    if len(name) > LONGEST:
        return f"this id has {len(name)} characters. Shorten it to {LONGEST}."
    if SLUG.fullmatch(name):
        return ""
    slug = slug_for(name)
    hint = f" How about '{slug}'?" if slug and slug not in beside and slug not in OF_FILES else ""
    return f"an id has only lower-case letters, digits and single hyphens.{hint}"


def owned(kind: str, name: str) -> str:
    """What to say of a name that another has; nothing of one that is free. `kind` is where it stands in a tree, such as questions."""
    others = OF_SCRIPTS | dict.fromkeys(OF_PAGES.get(kind, ()), "the pages have it for a part of their own")
    if kind in ("questions", "outcomes", "proofs"):
        others |= OF_FILES
    return f"'{name}' is taken: {others[name]}. Take another name." if name in others else ""


def slug_for(name: str) -> str:
    """été -> ete; nothing where a letter has no like from a to z, for what is left would be maimed."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(str.maketrans(LETTERS)))
    words = re.findall(r"[^\W_]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    return "-".join(words) if all(map(str.isascii, words)) else ""


def _ids(tree: Tree) -> Iterator[tuple[Route, Mapping[str, object]]]:
    """Every mapping whose keys are ids, and the route to it."""
    for kind in (
        "alternatives",
        "ratings",
        "add-ons",
        "groups",
        "criteria",
        "costs",
        "questions",
        "outcomes",
    ):
        yield (kind,), tree.by_key[kind]
    yield ("situations",), tree.situations
    for node, question in tree.questions.items():
        yield ("questions", node, "answers"), question.answers


def _anchors(tree: Tree) -> Iterator[tuple[str, Route]]:
    """What can be linked in the comparison; its criteria last, since they are renamed most easily."""
    for key in tree.groups:
        yield group_anchor(key), ("groups", key)
    for row, column, _ in tree.cells:
        yield cell_anchor(row, column), ("criteria", row, "cells", column)
    for row in tree.criteria:
        yield row, ("criteria", row)
