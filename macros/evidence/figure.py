"""Runs of proofs -> what they measured, as bars to draw."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import floor, log10

from macros.evidence.record import Run

Measured = tuple[
    Run, dict
]  # a run, and one thing that it measured: see `measure` in tests/evidence/conftest.py
UNITS = {
    "ms": "milliseconds", "s": "seconds", "kB": "kilobytes", "MB": "megabytes", "GB": "gigabytes",
    "g": "grams", "kg": "kilograms",
}  # fmt: skip
DIGITS = 3  # that a range of several runs is told with


@dataclass(frozen=True, slots=True)
class Bar:
    """What was measured `of` one thing. `share`, and the range `low` to `high` of several runs, are percent of the longest bar."""

    of: str
    owner: str | None  # the id of the alternative that the thing belongs to
    place: int  # where it ran, as an index of the figure's places
    text: str
    times: str  # how many times the least, where their ranges do not meet
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figure:
    """Bars of one kind and unit, which can be compared. `places` are the Pythons they ran on, the newest first."""

    what: str
    unit: str  # in words; empty where `what` says it
    runs: int
    places: tuple[str, ...]
    bars: tuple[Bar, ...]


def figures(runs: Iterable[Run], owners: Mapping[str, str]) -> list[Figure]:
    """The figures that the runs measured, one for each kind. `owners` says which alternative a name belongs to.

    Bars stand in the order of `owners`, then from the least to the most; those of one thing together, the newest first.
    """
    entries = [(run, entry) for run in runs for entry in run.measured]
    kinds = dict.fromkeys(_kind(entry) for _, entry in entries)
    return [
        _figure(*kind, [(run, entry) for run, entry in entries if _kind(entry) == kind], owners)
        for kind in kinds
    ]


def owner(of: str, owners: Mapping[str, str]) -> str | None:
    """Whose a measured thing is: that of the longest name in `owners` that it begins with, whatever the case."""
    thing = of.casefold()
    names = [name for name in owners if re.match(rf"{re.escape(name.casefold())}(?!\w)", thing)]
    return owners[max(names, key=len)] if names else None


def _kind(entry: dict) -> tuple[str, str]:
    return entry["what"], entry["unit"]


def _figure(what: str, unit: str, entries: list[Measured], owners: Mapping[str, str]) -> Figure:
    entries = sorted(entries, key=lambda pair: _place(pair[0]), reverse=True)
    places = list(dict.fromkeys(_place(run) for run, _ in entries))
    longest = max(_high(entry) for _, entry in entries) or 1
    drawn = {}  # the same result at several places is one bar, at the newest
    for run, entry in entries:
        drawn.setdefault((entry["of"], _text(entry)), (run, entry))
    bars = [
        Bar(
            of=entry["of"],
            owner=owner(entry["of"], owners),
            place=places.index(_place(run)),
            text=_text(entry),
            times=_times(run, entry, entries),
            share=100 * _middle(entry) / longest,
            low=100 * entry.get("low", 0) / longest,
            high=100 * entry.get("high", 0) / longest,
        )
        for run, entry in drawn.values()
    ]
    rank = {key: position for position, key in enumerate(dict.fromkeys(owners.values()))}
    newest = {bar.of: bar.share for bar in reversed(bars)}
    bars.sort(key=lambda bar: (rank.get(bar.owner, len(rank)), newest[bar.of], bar.of, bar.place))
    words = UNITS.get(unit, unit).replace("/s", " a second")
    runs = max(entry.get("runs", 1) for _, entry in entries)
    return Figure(what, "" if words in what else words, runs, _named(places, entries), tuple(bars))


def _place(run: Run) -> tuple[tuple[int, ...], str]:
    """Where a proof ran: the Python, which sorts by its numbers, and the environment."""
    return tuple(int(number) for number in re.findall(r"\d+", run.python)), run.environment


def _named(places: list, entries: list[Measured]) -> tuple[str, ...]:
    """The places in words, each with the packages whose versions differ between them."""
    used = [{} for _ in places]
    for run, _ in entries:
        used[places.index(_place(run))] |= run.versions
    names = dict.fromkeys(name for versions in used for name in sorted(versions))
    differ = [name for name in names if len({versions.get(name) for versions in used}) > 1]
    return tuple(
        ", ".join([f"Python {'.'.join(map(str, number))}", *(f"{n} {of[n]}" for n in differ if n in of)])
        for (number, _), of in zip(places, used, strict=True)
    )


def _middle(entry: dict) -> float:
    return entry.get("median", entry.get("value"))


def _low(entry: dict) -> float:
    return entry.get("low", entry.get("value"))


def _high(entry: dict) -> float:
    return entry.get("high", entry.get("value"))


def _text(entry: dict) -> str:
    if "value" in entry:
        return plain(entry["value"])
    low, high = (plain(entry[end], DIGITS) for end in ("low", "high"))
    return low if low == high else f"{low} to {high}"


def plain(number: float, digits: int = 15) -> str:
    """A number as people write it, to so many digits: 6973.4 -> 6,970"""
    after = digits - 1 - floor(log10(abs(number))) if number else 0
    text = f"{round(number, after):,.{max(0, after)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _times(run: Run, entry: dict, entries: list[Measured]) -> str:
    """How many times the least of the same place, by medians; empty for exact values, and where the ranges meet."""
    there = [other for other_run, other in entries if _place(other_run) == _place(run)]
    least = min(there, key=_middle)
    if "value" in entry or not _middle(least) or _low(entry) <= _high(least):
        return ""
    times = plain(_middle(entry) / _middle(least), 2)
    return "" if times == "1" else times
