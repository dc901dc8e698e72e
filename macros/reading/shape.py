"""Plain data -> a typed part, and what has the wrong shape. That is replaced by something valid, so that rules see the rest."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from macros.reading.faults import Finding, Route, did_you_mean, nearest

Kind = TypeVar("Kind", bound=BaseModel)
NO_MAPPING = "there must be keys with values here (`key: value`), indented below."
# Errors that any type has; a type that can be got wrong in a way of its own brings its own words (PydanticCustomError).
WORDS = {
    "string_type": "there must be a text here, not a list or further keys.",
    "string_too_short": "this is empty. Write a text, or leave the key out.",
    "dict_type": NO_MAPPING,
    "model_type": NO_MAPPING,
    "tuple_type": "there must be a list here, such as [one, two].",
    "literal_error": "'{input}' must be one of {expected}.",
}


@dataclass(frozen=True, slots=True)
class Shaped(Generic[Kind]):
    """A part, what is wrong with the shape of its data, and the routes of what was replaced or left out for that.

    `part` is None if no stand-in helps.
    """

    part: Kind | None
    findings: tuple[Finding, ...] = ()
    mended: frozenset[Route] = frozenset()

    @property
    def is_mended_at_the_top(self) -> bool:
        """Whether a key of the part itself was replaced or left out."""
        return any(len(route) == 1 for route in self.mended)

    def is_mended(self, route: Route) -> bool:
        """Whether what stands at `route` is not what the data held."""
        return any(route[:length] in self.mended for length in range(len(route) + 1))


def shape(data: object, kind: type[Kind]) -> Shaped[Kind]:
    """Build a part of this kind, such as a Tree."""
    try:
        return Shaped(kind.model_validate(data))
    except ValidationError as error:
        problems = {
            tuple(key for key in problem["loc"] if key != "[key]"): problem
            for problem in error.errors(include_url=False)
        }
    meant = dict(_misplaced(data, kind, problems))
    problems = {route: problem for route, problem in problems.items() if route not in meant.values()}
    findings = tuple(_finding(kind, route, problem, meant) for route, problem in problems.items())
    if () in problems:
        return Shaped(None, findings)
    mended = deepcopy(data)
    for route in problems.keys() | meant.values():
        if route in meant or (route in problems and problems[route]["type"] == "extra_forbidden"):
            del _at(mended, route[:-1])[route[-1]]
        else:
            _at(mended, route[:-1])[route[-1]] = _stand_in(_field(kind, route))
    try:
        return Shaped(kind.model_validate(mended), findings, frozenset(problems.keys() | meant.values()))
    except ValidationError:
        return Shaped(None, findings)


def _misplaced(data, kind: type[BaseModel], problems: dict[Route, dict]) -> Iterator[tuple[Route, Route]]:
    """The keys that are misspelt, or not indented far enough to belong to their part: each with the route it was meant for."""
    for route, problem in problems.items():
        if problem["type"] == "extra_forbidden":
            near = nearest(str(route[-1]), _keys(kind, route[:-1]))
            if near and near not in _at(data, route[:-1]):
                yield route, (*route[:-1], near)
        elif problem["type"] == "model_type" and route and route[-1] in _keys(kind, route):
            keys = list(_at(data, route[:-1]))
            before = keys[max(keys.index(route[-1]) - 1, 0)]
            part = _at(data, (*route[:-1], before))
            if isinstance(part, dict) and route[-1] not in part:
                yield route, (*route[:-1], before, route[-1])


def _finding(kind: type[BaseModel], route: Route, problem: dict, meant: dict[Route, Route]) -> Finding:
    match problem["type"]:
        case "extra_forbidden":
            keys = _keys(kind, route[:-1])
            hint = did_you_mean(str(route[-1]), keys) or f" It may have: {', '.join(keys)}."
            return Finding(route, f"there is no key '{route[-1]}' here.{hint}", at_key=True)
        case "missing":
            return Finding(route[:-1], f"'{route[-1]}' is missing. Add it.", at_key=True)
        case "model_type" if route in meant:
            part, key = meant[route][-2:]
            message = f"'{key}' belongs to '{part}'. Indent it like the keys of '{part}'."
            return Finding(route, message, at_key=True)
        case wrong if wrong in WORDS:
            return Finding(route, WORDS[wrong].format(input=problem["input"], **problem.get("ctx", {})))
        case _:
            return Finding(route, problem["msg"])


def _at(data, route: Route):
    for key in route:
        data = data[key]
    return data


def fields(kind: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a part, by their keys in YAML."""
    return {field.alias or name: field for name, field in kind.model_fields.items()}


def _keys(kind: type[BaseModel], route: Route) -> list[str]:
    """The keys of the part that belongs at `route`."""
    return list(fields(_field(kind, route).annotation))


def _field(kind: type[BaseModel], route: Route) -> FieldInfo:
    """What belongs at `route`: the field of a part, or what an item of a mapping or list would be as one."""
    field = FieldInfo.from_annotation(kind)
    for key in route:
        if get_origin(field.annotation) is None:
            field = _required(fields(field.annotation)[key])
        else:
            item = get_args(field.annotation)[1 if get_origin(field.annotation) is dict else 0]
            field = _required(FieldInfo.from_annotation(item))
    return field


def _required(field: FieldInfo) -> FieldInfo:
    """A field that may be left out, as if it could not."""
    options = get_args(field.annotation)
    return FieldInfo.from_annotation(options[0]) if type(None) in options else field


def _stand_in(field: FieldInfo) -> object:
    """Data that fits: the example that the type gives, or the least that it takes."""
    kind = field.annotation
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        required = {name: inner for name, inner in fields(kind).items() if inner.is_required()}
        return {name: _stand_in(inner) for name, inner in required.items()}
    if field.examples:
        return field.examples[0]
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    return {dict: {}, tuple: []}.get(get_origin(kind), "text")
