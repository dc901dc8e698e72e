"""The releases of a tree that get fixes -> bars on a time line."""

from dataclasses import dataclass

from macros.tree.criteria import Release
from macros.tree.model import Tree


@dataclass(frozen=True, slots=True)
class Window:
    """The months in which a release gets fixes, as percent of the time line; `width` ends where an end is not known."""

    owner: str
    release: Release
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class TimeLine:
    """All windows, from January of the first year to December of the last."""

    first: int  # months since the year 0
    months: int
    years: tuple[tuple[int, float], ...]  # each, and where it begins
    windows: tuple[Window, ...]
    read: str  # the month in which the latest of the sources was read, such as 2026-11
    now: float  # where that month is


def time_line(tree: Tree) -> TimeLine | None:
    """The time line of all alternatives that say which releases get fixes; None if none does."""
    known = {key: one.supported for key, one in tree.alternatives.items() if one.supported}
    if not known:
        return None
    read = f"{max(support.read for support in known.values()):%Y-%m}"
    releases = [release for support in known.values() for release in support.releases]
    ends = [read, *(month for one in releases for month in (one.began, one.until) if month)]
    first, last = _month(min(ends)) // 12 * 12, (_month(max(ends)) // 12 + 1) * 12

    def at(month: int) -> float:
        return 100 * (month - first) / (last - first)

    windows = [
        Window(key, release, at(_month(release.began)), at(_end(release, read)) - at(_month(release.began)))
        for key, support in known.items()
        for release in support.releases
    ]
    years = tuple((month // 12, at(month)) for month in range(first, last, 12))
    return TimeLine(first, last - first, years, tuple(windows), read, at(_month(read) + 1))


def _end(release: Release, read: str) -> int:
    """The month after the last with fixes; where that is not known, the one after the page was read."""
    return _month(release.until or max(read, release.began)) + 1


def _month(month: str) -> int:
    """2026-11 -> months since the year 0"""
    year, number = map(int, month.split("-"))
    return year * 12 + number - 1
