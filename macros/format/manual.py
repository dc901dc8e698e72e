"""The model and the rules -> what contributors read of the format: each part with its keys, and each rule in words."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import get_args, get_origin

from pydantic.fields import FieldInfo

from macros.cases import rules as case_rules
from macros.cases.model import Case
from macros.guide import every_proof_is_there, files_of_proofs_have_their_own_pages, proofs_run_the_add_ons
from macros.reading.shape import fields
from macros.tree import rules
from macros.tree.criteria import Part
from macros.tree.model import Tree
from macros.tree.sources import every_source_has_been_read

FILES = {"tree": Tree, "case": Case}
RULES = {  # in the order in which they are checked
    "tree": (
        *rules.RULES,
        *rules.RULES_OF_THE_WHOLE,
        every_proof_is_there,
        proofs_run_the_add_ons,
        files_of_proofs_have_their_own_pages,
        every_source_has_been_read,
    ),
    "case": (*case_rules.RULES, rules.texts_bring_no_markup, case_rules.what_differs_says_why),
}


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what its value looks like in YAML, what it means, and the name of the part that it holds, if it does."""

    name: str
    value: str
    required: bool
    about: str
    part: str


@dataclass(frozen=True, slots=True)
class PartOfAFile:
    """A part of a file: its name, what it is, where it stands (criteria.ID.cells.ID), and its keys."""

    name: str
    about: str
    place: str
    keys: tuple[Key, ...]


def parts(kind: type[Part]) -> tuple[PartOfAFile, ...]:
    """Every part of a file, from the whole file down, in the order of the keys."""
    return tuple(_parts_below(kind, ()))


def in_words(rules: Iterable[Callable]) -> tuple[str, ...]:
    """The docstring of each rule."""
    return tuple(inspect.cleandoc(rule.__doc__) for rule in rules)


def _parts_below(kind: type[Part], route: tuple[str, ...]) -> Iterator[PartOfAFile]:
    keys = tuple(_key(name, field) for name, field in fields(kind).items())
    yield PartOfAFile(kind.__name__, inspect.cleandoc(kind.__doc__), ".".join(route), keys)
    for name, field in fields(kind).items():
        if held := _held(field):
            many = ("ID",) if dict in _shapes(field) else ()
            yield from _parts_below(held, (*route, name, *many))


def _key(name: str, field: FieldInfo) -> Key:
    held, shapes = _held(field), _shapes(field)
    value = " {…}" if held or dict in shapes else " […]" if tuple in shapes else ""
    return Key(name, value, field.is_required(), field.description or "", held.__name__ if held else "")


def _held(field: FieldInfo) -> type[Part] | None:
    """The kind of part that stands at a key, or under the ids below it."""
    kinds = (kind for kind in _types(field.annotation) if isinstance(kind, type) and issubclass(kind, Part))
    return next(kinds, None)


def _shapes(field: FieldInfo) -> set:
    """The generic types at a key: dict for a mapping, tuple for a list."""
    return {get_origin(annotation) for annotation in _types(field.annotation)}


def _types(annotation: object) -> Iterator[object]:
    """A type and all that it is made of."""
    yield annotation
    for inner in get_args(annotation):
        yield from _types(inner)
