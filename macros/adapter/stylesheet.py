"""Style sheets -> one, without what can match nothing on any page, nor anything that a script adds."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import tinycss2
from tinycss2.ast import Node

NAMED = re.compile(r'\s(?:class|id|dir|data-md-[a-z-]+)="([^"]+)"')
WORD = re.compile(r"[\w-]+")
ASKED = re.compile(r"var\(\s*(--[\w-]+)")
OF_RULES = ("media", "supports")


@dataclass(frozen=True, slots=True)
class _Rule:
    """A selector with its declarations; or @media and the like, with its rules."""

    head: str
    declarations: tuple[str, ...] = ()
    rules: "tuple[_Rule, ...]" = ()


def names_in_pages(pages: Iterable[str]) -> set[str]:
    """The classes and ids of all elements, and what else the theme tells its elements apart by."""
    return {name for page in pages for value in set(NAMED.findall(page)) for name in value.split()}


def names_in_programs(texts: Iterable[str]) -> set[str]:
    """Every word of scripts and templates: any may be a name that an element gets."""
    return {word for text in texts for word in WORD.findall(text)}


@lru_cache(maxsize=1)  # while the site is served, an edit of a text leaves all of it as it was
def merge(sheets: tuple[str, ...], names: frozenset[str]) -> str:
    """One style sheet: the rules that can match where elements have these names and no others."""
    text = "".join(sheets).replace(".focus-visible", ":focus-visible")  # the theme's script stands in for it
    parsed = tinycss2.parse_rule_list(text, skip_comments=True, skip_whitespace=True)
    rules = tuple(_possible(parsed, names))
    return "".join(_written(rules, names | _asked_for(rules)))


def _possible(rules: Iterable[Node], names: set[str]) -> Iterator[_Rule]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [_text(it) for it in _split(rule.prelude, ",") if _needed_by(it) <= names]
            if selectors:
                declarations = (_text(it) for it in _split(rule.content, ";"))
                yield _Rule(",".join(selectors), tuple(filter(None, declarations)))
        elif rule.at_keyword in OF_RULES:
            inside = tuple(_possible(tinycss2.parse_rule_list(rule.content, skip_whitespace=True), names))
            if inside:
                yield _Rule(f"@{rule.at_keyword} {_text(rule.prelude)}", rules=inside)
        elif rule.content:  # @charset has none: the one sheet is in UTF-8, as the pages are
            yield _Rule(f"@{rule.at_keyword} {_text(rule.prelude)}", (_text(rule.content),))


def _split(nodes: list[Node], sign: str) -> Iterator[list[Node]]:
    part: list[Node] = []
    for node in nodes:
        if node == sign:
            yield part
            part = []
        else:
            part.append(node)
    yield part


def _text(nodes: list[Node]) -> str:
    return "".join(" " if node.type == "whitespace" else node.serialize() for node in nodes).strip()


def _needed_by(selector: list[Node]) -> set[str]:
    """The names without which a selector matches nothing; those inside :not(), :is() and the like are left alone."""
    needed = set()
    for before, node in zip([None, *selector], selector, strict=False):
        match node.type:
            case "ident" if before == ".":
                needed.add(node.value)
            case "hash":
                needed.add(node.value)
            case "[] block":
                needed |= _compared(node.content)
    return needed


def _compared(content: list[Node]) -> set[str]:
    """The value in [dir=rtl] or [data-md-color-scheme=slate]; no other attribute is looked for in the pages."""
    match content:
        case [name, equals, value] if equals == "=" and name.value.startswith(("dir", "data-md-")):
            return {value.value}
    return set()


def _asked_for(rules: Iterable[_Rule]) -> set[str]:
    """The custom properties that show somewhere, be it by way of others."""
    by_way_of: dict[str, set[str]] = {}
    for declaration in _declarations(rules):
        name, _, value = declaration.partition(":")
        by_way_of.setdefault(name.strip(), set()).update(ASKED.findall(value))
    found, waiting = set(), [name for name in by_way_of if not name.startswith("--")]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += by_way_of.get(name, ())
    return found


def _declarations(rules: Iterable[_Rule]) -> Iterator[str]:
    for rule in rules:
        yield from rule.declarations
        yield from _declarations(rule.rules)


def _written(rules: Iterable[_Rule], asked: set[str]) -> Iterator[str]:
    for rule in rules:
        shown = [
            it for it in rule.declarations if not it.startswith("--") or it.partition(":")[0].strip() in asked
        ]
        body = ";".join(shown) or "".join(_written(rule.rules, asked))
        if body:
            yield f"{rule.head}{{{body}}}"
