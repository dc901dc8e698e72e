"""Plain data -> Tree. What has the wrong shape is told with its place and the way out."""

import datetime
from copy import deepcopy
from typing import Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from macros.faults import Fault, Faults, did_you_mean
from macros.model import Tree
from macros.source import Route, Source


def shape(source: Source) -> tuple[Tree, list[Fault], set[Route]]:
    """Build the Tree.

    Returns it with the faults of shape and their routes. Where there are faults, their places in the Tree hold
    stand-ins, so that the rules can look at all the rest. Raises Faults where no stand-in helps.
    """
    try:
        return Tree.model_validate(source.data), [], set()
    except ValidationError as error:
        faults, routes = [], set()
        mended = deepcopy(source.data)
        for problem in error.errors(include_url=False):
            route = tuple(part for part in problem["loc"] if part != "[key]")
            faults.append(_fault(source, route, problem))
            routes.add(route)
            _mend(mended, route, problem["type"])
    try:
        return Tree.model_validate(mended), faults, routes
    except ValidationError:
        raise Faults(faults) from None


def _fault(source: Source, route: Route, problem: dict) -> Fault:
    kind, name = problem["type"], route[-1] if route else ""
    if kind == "extra_forbidden":
        allowed = _keys_at(route[:-1])
        hint = did_you_mean(str(name), allowed) or f" It may have: {', '.join(allowed)}."
        return source.fault(route, f"there is no key '{name}' here.{hint}", at_key=True)
    if kind == "missing":
        return source.fault(route[:-1], f"'{name}' is missing. Add it.", at_key=True)
    return source.fault(route, _PLAIN_WORDS.get(kind, _as_pydantic_says)(problem))


def _as_pydantic_says(problem: dict) -> str:
    return f"{problem['msg'][0].lower()}{problem['msg'][1:]}."


def _pattern(problem: dict) -> str:
    if "http" in problem["ctx"]["pattern"]:
        return f"'{problem['input']}' is not an address. Write it in full, beginning with https://"
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


def _keys_at(route: Route) -> list[str]:
    """The keys that the part of the format at `route` may have."""
    return list(_type_at(route).model_fields)


def _type_at(route: Route):
    kind = Tree
    for part in route:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = _without_none(kind.model_fields[part].annotation)
        else:
            kind = get_args(kind)[1 if get_origin(kind) is dict else 0]
    return kind


def _without_none(annotation):
    options = [option for option in get_args(annotation) if option is not type(None)]
    return options[0] if type(None) in get_args(annotation) else annotation


def _mend(data, route: Route, kind: str) -> None:
    """Put a stand-in at `route`, or take an unknown key away."""
    if not route:
        return
    for part in route[:-1]:
        data = data[part]
    if kind == "extra_forbidden":
        del data[route[-1]]
    else:
        data[route[-1]] = _stand_in(_type_at(route))


def _stand_in(kind):
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {name: _stand_in(it.annotation) for name, it in kind.model_fields.items() if it.is_required()}
    origin = get_origin(kind)
    if origin in (dict, tuple):
        return {} if origin is dict else []
    if origin is Literal:
        return get_args(kind)[0]
    plain = get_args(kind)[0] if origin else kind
    return {datetime.date: "2000-01-01", int: "1"}.get(plain, "https://stand.in")
