"""Two trees -> what differs between them: the parts, the trails, and the verdicts on real projects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from macros.cases.walks import VERDICTS, Walked
from macros.changes.trails import Retraced, retrace
from macros.tree.graph import Graph
from macros.tree.model import Cited, Part, Tree

Route = tuple[str, ...]  # as in the YAML: ("questions", "staff", "answers", "no")


@dataclass(frozen=True, slots=True)
class Edit:
    """A key of a part that is in both trees, and what it says in each; None where it says nothing."""

    route: Route
    key: str
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Stand:
    """How a real project stands in one tree."""

    verdict: str
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turned:
    """A real project that stands otherwise; None where it was not there, or is not there any more."""

    name: str
    before: Stand | None
    now: Stand | None


@dataclass(frozen=True, slots=True)
class Diff:
    """What differs. A part that came or went is told without the parts inside it."""

    old: Tree
    new: Tree
    added: tuple[Route, ...]
    removed: tuple[Route, ...]
    edits: tuple[Edit, ...]
    trails: Retraced
    cases: tuple[Turned, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.edits or self.cases)


def diff(old: Tree, new: Tree, cases_before: Sequence[Walked] = (), cases: Sequence[Walked] = ()) -> Diff:
    """Compare two trees, and the real projects walked through each."""
    before, now = dict(_parts(old)), dict(_parts(new))
    return Diff(
        old,
        new,
        added=_only_in(now, before),
        removed=_only_in(before, now),
        edits=tuple(edit for route in now if route in before for edit in _edits(route, before, now)),
        trails=retrace(Graph.of(old), Graph.of(new)),
        cases=tuple(_turned(cases_before, cases)),
    )


def _parts(part: Part, route: Route = ()) -> Iterator[tuple[Route, Part]]:
    """The part and all below it that have ids."""
    yield route, part
    for name, items in _inner(part).items():
        for key, item in items.items():
            yield from _parts(item, (*route, name, key))


def _inner(part: Part) -> dict[str, dict[str, Part]]:
    """The mappings of a part that hold parts."""
    return {
        name: value
        for name, value in part
        if isinstance(value, dict) and any(isinstance(item, Part) for item in value.values())
    }


def _only_in(these: dict[Route, Part], those: dict[Route, Part]) -> tuple[Route, ...]:
    return tuple(route for route in these if route not in those and route[:-2] in those)


def _edits(route: Route, before: dict[Route, Part], now: dict[Route, Part]) -> Iterator[Edit]:
    old, new = _own(before[route]), _own(now[route])
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) != new.get(key):
            yield Edit(route, key, old.get(key), new.get(key))
    held = _inner(before[route])
    for name, items in _inner(now[route]).items():
        first = [key for key in held.get(name, ()) if key in items]
        then = [key for key in items if key in first]
        if first != then:
            yield Edit(route, f"order of {name}", ", ".join(first), ", ".join(then))


def _own(part: Part) -> dict[str, str]:
    """What a part says itself, as texts; a mapping of texts by its keys, such as near.city."""
    said: dict[str, str] = {}
    for name, value in part:
        if isinstance(value, dict):
            texts = {key: item for key, item in value.items() if not isinstance(item, Part)}
            said |= {f"{name}.{key}": str(item) for key, item in texts.items()}
        elif isinstance(value, Cited):
            said[name] = ", ".join(str(item) for _, item in value)
        elif isinstance(value, tuple):
            said |= {name: ", ".join(value)} if value else {}
        elif value is not None:
            said[name] = str(value)
    return said


def _turned(before: Sequence[Walked], now: Sequence[Walked]) -> list[Turned]:
    """The real projects that stand otherwise, those that the new tree fits worst first."""
    old, new = ({it.id: it for it in cases} for cases in (before, now))
    turned = []
    for key in sorted(old.keys() | new.keys()):
        stands = [Stand(it[key].verdict, it[key].walk.ends) if key in it else None for it in (old, new)]
        if stands[0] != stands[1]:
            turned.append(Turned((new.get(key) or old[key]).case.name, *stands))
    return sorted(turned, key=lambda it: -VERDICTS.index(it.now.verdict) if it.now else 1)
