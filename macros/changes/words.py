"""The words for what differs: parts, keys, texts, trails and counts, safe to stand in Markdown."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import takewhile

from macros.changes.diff import Diff, Edit, Route, Stand, Turned
from macros.changes.trails import Asked, Ends, Fate
from macros.tree.model import Tree

NAMED = 3  # how many of a kind the summary names
AROUND = 4  # words shown on either side of those that changed
KINDS = {  # what the mappings of the format hold
    "questions": ("question", "questions"),
    "answers": ("answer", "answers"),
    "outcomes": ("outcome", "outcomes"),
    "criteria": ("criterion", "criteria"),
    "cells": ("cell", "cells"),
    "alternatives": ("alternative", "alternatives"),
    "ratings": ("rating", "ratings"),
    "groups": ("group", "groups"),
}


def safe(text: str) -> str:
    """A text on one line that Markdown shows as it is; what cannot be seen is named, and nobody is called."""
    line = "".join(_seen(character) for character in " ".join(text.split()))
    line = re.sub(r"[\\`*\[\]<>|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)", r"\\\g<0>", line)
    return line.replace("@", "@\u2060")  # a word joiner, or GitHub would take what follows for a person


def _seen(character: str) -> str:
    return f"(U+{ord(character):04X})" if unicodedata.category(character) in ("Cc", "Cf") else character


def em(text: str) -> str:
    return f"*{safe(text)}*"


def count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def some(told: Sequence[str]) -> str:
    """The first few, and how many more there are."""
    more = [f"and {len(told) - NAMED} more"] if len(told) > NAMED else []
    return ", ".join([*told[:NAMED], *more])


def kind(route: Route) -> str:
    return route[-2] if route else ""


def name(tree: Tree, route: Route) -> str:
    """What the part at `route` is called."""
    match route:
        case ("questions", question, "answers", answer):
            return f"{title(tree, question)} → {em(tree.questions[question].answers[answer].label)}"
        case ("criteria", criterion, "cells", column):
            return f"{em(tree.criteria[criterion].name)} of {em(tree.alternatives[column].name)}"
        case ("questions" | "outcomes", node):
            return title(tree, node)
        case (part, key):
            return em(getattr(tree, part)[key].name)
    return "the tree"


def title(tree: Tree, node: str) -> str:
    return em(tree.title_of(node))


def leads(edit: Edit) -> bool:
    """Whether it turns an answer, or the start, to another place."""
    return (kind(edit.route), edit.key) in (("answers", "next"), ("", "start"))


def picks(edit: Edit) -> bool:
    """Whether it changes what an outcome picks, or what is also fine there."""
    return kind(edit.route) == "outcomes" and (edit.key == "picks" or edit.key.startswith("near."))


def turn(it: Diff, edit: Edit) -> str:
    """Where an answer led, and where it leads."""
    who = name(it.new, edit.route) if edit.route else "the start"
    return f"{who} went to {title(it.old, edit.before)}, now to {title(it.new, edit.now)}"


def said(it: Diff, edit: Edit) -> str:
    """What a key said, and what it says: the words that differ, and a few around them."""
    before, now = _value(it.old, edit.key, edit.before), _value(it.new, edit.key, edit.now)
    if before is None or now is None:
        told = f"new: “{safe(now)}”" if before is None else f"gone: “{safe(before)}”"
    else:
        told = " → ".join(f"“{safe(text)}”" for text in _apart(before, now))
    return f"{name(it.new, edit.route)}, {_key(it, edit)}: {told}"


def _key(it: Diff, edit: Edit) -> str:
    what, _, which = edit.key.partition(".")
    if not which:
        return what
    alternatives = (it.old if edit.now is None else it.new).alternatives
    return f"{'also fine' if what == 'near' else 'leans to'} {em(alternatives[which].name)}"


def _value(tree: Tree, key: str, text: str | None) -> str | None:
    """A value of the YAML with names for ids."""
    if text is None:
        return None
    if key in ("picks", "columns"):
        return ", ".join(tree.alternatives[it].name for it in text.split(", "))
    if key == "rating":
        return tree.ratings[text].name
    return text


def _apart(before: str, now: str) -> tuple[str, str]:
    """Both texts without the words at the begin and the end that are the same, but for a few."""
    old, new = before.split(), now.split()
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    first, last = max(0, head - AROUND), max(0, tail - AROUND)
    cut = [[*["…"][:first], *words[first : len(words) - last], *["…"][:last]] for words in (old, new)]
    return " ".join(cut[0]), " ".join(cut[1])


def _alike(these: Sequence[str], those: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(these, those, strict=False)))


def fate(it: Diff, of: Fate) -> str:
    """What becomes of a trail."""
    if isinstance(of, Ends):
        return f"at {title(it.new, of.now)} instead of {title(it.old, of.before)}"
    if isinstance(of, Asked):
        return f"now asked {title(it.new, of.question)}"
    return f"{name(it.old, ('questions', of.question, 'answers', of.answer))} cannot be answered any more"


def stood(it: Diff, turned: Turned) -> str:
    """How a real project stood, and how it stands."""
    who, was, now = safe(turned.name), turned.before, turned.now
    if was is None or now is None:
        return f"{who}, new: {_at(it.new, now)}" if now else f"{who}, gone: {_at(it.old, was)}"
    if was.verdict != now.verdict:
        return f"{who}: {was.verdict} → {now.verdict}"
    return f"{who}: {_at(it.new, now)} instead of {_ends(it.old, was)}"


def _at(tree: Tree, stand: Stand) -> str:
    return f"{stand.verdict}, at {_ends(tree, stand)}"


def _ends(tree: Tree, stand: Stand) -> str:
    return " or ".join(title(tree, end) for end in stand.ends)
