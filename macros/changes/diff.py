"""Two trees -> what differs between them: the parts, the trails, and the verdicts on real projects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from macros.cases.walks import VERDICTS, Walked
from macros.changes.trails import Trails, retrace
from macros.tree.criteria import Part
from macros.tree.graph import Graph
from macros.tree.model import Tree

Route = tuple[str, ...]  # keys of the YAML, down to a part: ("questions", "staff", "answers", "no")
CaseChange = tuple[Walked | None, Walked | None]  # a real project before and now; None where there is none


@dataclass(frozen=True, slots=True)
class Edit:
    """A key of a part that is in both trees, and what it says in each; None where it says nothing."""

    route: Route
    key: str
    before: str | None
    now: str | None

    @property
    def kind(self) -> str:
        """The mapping that holds the part: "answers"; "" for the tree itself."""
        return self.route[-2] if self.route else ""

    @property
    def leads(self) -> bool:
        """Whether it changes where an answer leads, or where the tree starts."""
        return (self.kind, self.key) in (("answers", "next"), ("", "start"))

    @property
    def picks(self) -> bool:
        """Whether it changes what an outcome picks, or what is also fine there."""
        return self.kind == "outcomes" and self.key.partition(".")[0] in ("picks", "near")


@dataclass(frozen=True, slots=True)
class Diff:
    """What differs. Of a part that was added or removed, the parts inside it are not listed."""

    old: Tree
    new: Tree
    added: tuple[Route, ...]
    removed: tuple[Route, ...]
    edits: tuple[Edit, ...]
    trails: Trails
    cases: tuple[CaseChange, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.edits or self.cases)


def diff(old: Tree, new: Tree, cases_before: Sequence[Walked] = (), cases: Sequence[Walked] = ()) -> Diff:
    """Compare two trees, and the real projects walked through each."""
    before, now = dict(_parts_below(old)), dict(_parts_below(new))
    return Diff(
        old,
        new,
        added=_only_in(now, before),
        removed=_only_in(before, now),
        edits=tuple(edit for route in now if route in before for edit in _edits(route, before, now)),
        trails=retrace(Graph.of(old), Graph.of(new)),
        cases=tuple(_changed_cases(cases_before, cases)),
    )


def _parts_below(part: Part, route: Route = ()) -> Iterator[tuple[Route, Part]]:
    """The part at `route`, and all parts below it."""
    yield route, part
    for name, items in _mappings(part).items():
        for key, item in items.items():
            yield from _parts_below(item, (*route, name, key))


def _mappings(part: Part) -> dict[str, dict[str, Part]]:
    """The mappings of a part that hold parts: the answers of a question."""
    return {
        name: value
        for name, value in part.by_key.items()
        if isinstance(value, dict) and any(isinstance(item, Part) for item in value.values())
    }


def _only_in(these: dict[Route, Part], those: dict[Route, Part]) -> tuple[Route, ...]:
    return tuple(route for route in these if route not in those and route[:-2] in those)


def _edits(route: Route, before: dict[Route, Part], now: dict[Route, Part]) -> Iterator[Edit]:
    old, new = _texts(before[route]), _texts(now[route])
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) != new.get(key):
            yield Edit(route, key, old.get(key), new.get(key))
    for name, items in _mappings(now[route]).items():
        held = _mappings(before[route]).get(name, {})
        first, then = [key for key in held if key in items], [key for key in items if key in held]
        if first != then:
            yield Edit(route, f"order of {name}", ", ".join(first), ", ".join(then))


def _texts(part: Part) -> dict[str, str]:
    """What a part itself says, by its keys; of a mapping of texts, each by a key such as near.city."""
    texts: dict[str, str] = {}
    for name, value in part.by_key.items():
        if isinstance(value, dict):
            texts |= {f"{name}.{key}": str(item) for key, item in value.items() if not isinstance(item, Part)}
        elif isinstance(value, Part):
            texts[name] = ", ".join(str(item) for _, item in value)
        elif value not in (None, ()):
            texts[name] = ", ".join(value) if isinstance(value, tuple) else str(value)
    return texts


def _changed_cases(before: Sequence[Walked], now: Sequence[Walked]) -> list[CaseChange]:
    """The real projects that stand otherwise: those that the new tree fits worst first, those that are gone last."""
    old, new = ({walked.id: walked for walked in cases} for cases in (before, now))
    changes = [(old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys())]
    changes = [(was, now) for was, now in changes if _stand(was) != _stand(now)]
    return sorted(changes, key=lambda change: -VERDICTS.index(change[1].verdict) if change[1] else 1)


def _stand(walked: Walked | None) -> tuple[str, tuple[str, ...]] | None:
    return walked and (walked.verdict, walked.walk.ends)
