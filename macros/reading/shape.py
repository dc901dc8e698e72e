"""Plain data -> a part of the model. What has the wrong shape is told with its place and the way out."""

from copy import deepcopy
from typing import Annotated, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from macros.reading.faults import Fault, Faults, did_you_mean, nearest
from macros.reading.source import Route, Source

Kind = TypeVar("Kind", bound=BaseModel)
STAND_INS = ("https://stand.in", "1", "2000-01-01", "0" * 40)  # one of them fits every text of the format


def shape(source: Source, kind: type[Kind]) -> tuple[Kind, list[Fault], set[Route]]:
    """Build what `source` holds: a part of this kind, such as a Tree.

    Returns it with the faults of shape and their routes. Where there are faults, their places in it hold
    stand-ins, so that the rules can look at all the rest. Raises Faults where no stand-in helps.
    """
    try:
        return kind.model_validate(source.data), [], set()
    except ValidationError as error:
        problems = {
            tuple(part for part in it["loc"] if part != "[key]"): it for it in error.errors(include_url=False)
        }
        meant = _misspelt(source, kind, problems)
        strayed = _strayed(source, kind, problems)
        replaced = {
            *meant.values(),
            *strayed.values(),
        }  # what is told of the key that stands for them is enough
        faults, routes = [], {*problems, *replaced}
        mended = deepcopy(source.data)
        for route, problem in problems.items():
            if route in strayed:
                faults.append(source.fault(route, _belongs(*strayed[route][-2:]), at_key=True))
                del _at(mended, route[:-1])[route[-1]]
            elif route not in replaced:
                faults.append(_fault(source, kind, route, problem))
                _mend(mended, kind, route, problem["type"])
        for route in replaced:
            _mend(mended, kind, route, "missing")
    try:
        return kind.model_validate(mended), faults, routes
    except ValidationError:
        raise Faults(faults) from None


def _misspelt(source: Source, kind: type[BaseModel], problems: dict[Route, dict]) -> dict[Route, Route]:
    """Unknown keys that must have been meant for one that is not there, and that one."""
    meant = {}
    for route in (route for route, problem in problems.items() if problem["type"] == "extra_forbidden"):
        near = nearest(str(route[-1]), _type_at(kind, route[:-1]).model_fields)
        if near and near not in _at(source.data, route[:-1]):
            meant[route] = (*route[:-1], near)
    return meant


def _strayed(source: Source, kind: type[BaseModel], problems: dict[Route, dict]) -> dict[Route, Route]:
    """Keys that stand beside the part that they belong to, for want of an indent, and where they belong."""
    strayed = {}
    for route in (route for route, problem in problems.items() if problem["type"] == "model_type" and route):
        beside = _at(source.data, route[:-1])
        before = dict(zip(list(beside)[1:], beside, strict=False)).get(route[-1])
        if (
            route[-1] in _type_at(kind, route).model_fields
            and isinstance(part := beside.get(before), dict)
            and route[-1] not in part
        ):
            strayed[route] = (*route[:-1], before, route[-1])
    return strayed


def _belongs(part: str, key: str) -> str:
    return f"'{key}' must be one of the keys of '{part}'. Indent it as they are."


def _at(data, route: Route):
    for part in route:
        data = data[part]
    return data


def _fault(source: Source, kind: type[BaseModel], route: Route, problem: dict) -> Fault:
    wrong, name = problem["type"], route[-1] if route else ""
    if wrong == "extra_forbidden":
        allowed = list(_type_at(kind, route[:-1]).model_fields)
        hint = did_you_mean(str(name), allowed) or f" It may have: {', '.join(allowed)}."
        return source.fault(route, f"there is no key '{name}' here.{hint}", at_key=True)
    if wrong == "missing":
        return source.fault(route[:-1], f"'{name}' is missing. Add it.", at_key=True)
    return source.fault(route, _PLAIN_WORDS.get(wrong, _as_pydantic_says)(problem))


def _as_pydantic_says(problem: dict) -> str:
    return f"{problem['msg'][0].lower()}{problem['msg'][1:]}."


def _pattern(problem: dict) -> str:
    if "http" in problem["ctx"]["pattern"]:
        return f"'{problem['input']}' is not an address. Begin it with https:// and write it in full."
    if "{40}" in problem["ctx"]["pattern"]:
        return f"'{problem['input']}' is not a commit. Write all its 40 letters and digits."
    if "[1-9]" in problem["ctx"]["pattern"]:
        return f"'{problem['input']}' is not the number of a line. Count from 1."
    return "this must be one line."


def _date(problem: dict) -> str:
    return f"'{problem['input']}' is not a date. Write it as in 2026-11-20."


def _weight(problem: dict) -> str:
    return f"'{problem['input']}' is not a weight. Write a whole number from 1 to 5."


def _mapping(problem: dict) -> str:
    return "there must be keys with values here (`key: value`), indented below."


_PLAIN_WORDS = {
    "string_pattern_mismatch": _pattern,
    "string_too_short": lambda problem: "this is empty. Write a text, or leave the key out.",
    "string_type": lambda problem: "there must be a text here, not a list or further keys.",
    "date_from_datetime_parsing": _date,
    "date_parsing": _date,
    "date_type": _date,
    "int_parsing": _weight,
    "int_type": _weight,
    "greater_than_equal": _weight,
    "less_than_equal": _weight,
    "dict_type": _mapping,
    "model_type": _mapping,
    "tuple_type": lambda problem: "there must be a list here, such as [one, two].",
    "literal_error": lambda problem: f"'{problem['input']}' must be one of {problem['ctx']['expected']}.",
}


def _type_at(kind: type, route: Route):
    for part in route:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = _type_of(kind.model_fields[part])
        else:
            kind = get_args(kind)[1 if get_origin(kind) is dict else 0]
    return kind


def _type_of(field: FieldInfo):
    """What a field takes, if it is not left out, with its constraints."""
    options = [option for option in get_args(field.annotation) if option is not type(None)]
    kind = options[0] if type(None) in get_args(field.annotation) else field.annotation
    return Annotated[kind, *field.metadata] if field.metadata else kind


def _mend(data, kind: type[BaseModel], route: Route, wrong: str) -> None:
    """Put a stand-in at `route`, or take an unknown key away."""
    if not route:
        return
    part = _at(data, route[:-1])
    if wrong == "extra_forbidden":
        del part[route[-1]]
    else:
        part[route[-1]] = _stand_in(_type_at(kind, route))


def _stand_in(kind):
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {name: _stand_in(_type_of(it)) for name, it in kind.model_fields.items() if it.is_required()}
    origin = get_origin(kind)
    if origin in (dict, tuple):
        return {} if origin is dict else []
    if origin is Literal:
        return get_args(kind)[0]
    return next(text for text in STAND_INS if _fits(text, kind))


def _fits(text: str, kind) -> bool:
    try:
        TypeAdapter(kind).validate_python(text)
    except ValidationError:
        return False
    return True
