"""Diff -> Markdown that also reads well in a terminal. The words stand in templates/diff.md.j2."""

import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from macros.changes.diff import Diff, Edit
from macros.changes.trails import Asked, Ends, Gone, is_same
from macros.tree.literal import literal
from macros.tree.model import Tree

AROUND = 4  # words shown on either side of those that differ


def as_text(diff: Diff, base: str) -> str:
    """What differs; `base` is what the old tree is called."""
    return JINJA.get_template("diff.md.j2").render(diff=diff, base=base)


def nothing_to_compare(base: str, faults: str = "") -> str:
    """What to print where there was no tree at `base`, or one with `faults`, one a line."""
    return JINJA.get_template("diff.md.j2").render(diff=None, base=base, faults=faults)


def safe(text: str) -> str:
    """The text as one line of literal Markdown: invisible characters spelt out, no '@name' that mentions anyone."""
    line = "".join(
        f"(U+{ord(character):04X})" if unicodedata.category(character) in ("Cc", "Cf") else character
        for character in " ".join(text.split())
    )
    return literal(line).replace("@", "@\u2060")  # a word joiner: GitHub takes no name behind it


def counts(diff: Diff) -> list[tuple[str, str, int]]:
    """How many parts were "added", "removed" and "changed", by the mapping that holds them."""
    changed = {edit.route: edit.kind for edit in diff.edits if not edit.leads}
    numbers = Counter([("added", route[-2]) for route in diff.added])
    numbers.update([("removed", route[-2]) for route in diff.removed])
    numbers.update([("changed", kind) for kind in changed.values()])
    return [(what, kind, number) for (what, kind), number in numbers.items()]


def wording(diff: Diff, edit: Edit) -> tuple[str | None, str | None]:
    """What a key said and what it says, with names for ids; of two texts, the words that differ."""
    before, now = _named(diff.old, edit.key, edit.before), _named(diff.new, edit.key, edit.now)
    return (before, now) if before is None or now is None else differing_words(before, now)


def _named(tree: Tree, key: str, text: str | None) -> str | None:
    if text and key in ("picks", "columns", "for", "with"):
        named = tree.add_ons if key == "with" else tree.alternatives
        return ", ".join(named[key].name for key in text.split(", "))
    return tree.ratings[text].name if text and key == "rating" else text


def differing_words(before: str, now: str) -> tuple[str, str]:
    """The words of each text that differ, and a few around them; … for those left out."""
    old, new = before.split(), now.split()
    groups = list(SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND))
    return (
        _shorten(old, [(group[0][1], group[-1][2]) for group in groups]),
        _shorten(new, [(group[0][3], group[-1][4]) for group in groups]),
    )


def _shorten(words: list[str], spans: list[tuple[int, int]]) -> str:
    shown, place = [], 0
    for start, end in [*spans, (len(words), len(words))]:
        shown += [*(["…"] if start > place else []), *words[start:end]]
        place = end
    return " ".join(shown)


JINJA = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    finalize=lambda value: value if isinstance(value, Markup) else Markup(safe(str(value))),
    lstrip_blocks=True,
    trim_blocks=True,
    undefined=StrictUndefined,
)
JINJA.globals |= {"counts": counts, "wording": wording}
JINJA.tests |= {"same": is_same} | {
    of.__name__.lower(): lambda fate, of=of: isinstance(fate, of) for of in (Ends, Asked, Gone)
}
