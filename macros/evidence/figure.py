"""Runs of proofs -> what they measured, as bars to draw."""

from collections.abc import Iterable
from dataclasses import dataclass

from macros.evidence.record import Run

Measured = tuple[
    Run, dict
]  # a run, and one thing that it measured: see `measure` in tests/evidence/conftest.py


@dataclass(frozen=True, slots=True)
class Bar:
    """What was measured `of` one thing. `share`, and the range `low` to `high` of several runs, are percent of the longest bar."""

    of: str
    on: str
    text: str
    ratio: str
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figure:
    """Bars of one kind and unit, which can be compared."""

    what: str
    unit: str
    runs: int
    bars: tuple[Bar, ...]


def figures(runs: Iterable[Run]) -> list[Figure]:
    """The figures that the runs measured, one for each kind."""
    entries = [(run, entry) for run in runs for entry in run.measured]
    kinds = dict.fromkeys(_kind(entry) for _, entry in entries)
    return [_figure(kind, [(run, entry) for run, entry in entries if _kind(entry) == kind]) for kind in kinds]


def _kind(entry: dict) -> tuple[str, str]:
    return entry["what"], entry["unit"]


def _figure(kind: tuple[str, str], entries: list[Measured]) -> Figure:
    longest = max(entry.get("high", _middle(entry)) for _, entry in entries) or 1
    bars: dict[tuple[str, str], list[Measured]] = {}  # the same result on several Pythons is one bar
    for run, entry in sorted(entries, key=lambda pair: pair[1]["of"]):
        bars.setdefault((entry["of"], _value_or_range(entry)), []).append((run, entry))
    drawn = tuple(
        Bar(
            of=of,
            on="Python " + " and ".join(dict.fromkeys(run.python for run, _ in group)),
            text=text,
            ratio=_ratio(group[0], entries),
            share=100 * _middle(group[0][1]) / longest,
            low=100 * group[0][1].get("low", 0) / longest,
            high=100 * group[0][1].get("high", 0) / longest,
        )
        for (of, text), group in bars.items()
    )
    return Figure(*kind, max(entry.get("runs", 1) for _, entry in entries), drawn)


def _middle(entry: dict) -> float:
    return entry.get("median", entry.get("value"))


def _value_or_range(entry: dict) -> str:
    if "value" in entry:
        return f"{entry['value']:.4g}"
    low, high = f"{entry['low']:.3g}", f"{entry['high']:.3g}"
    return low if low == high else f"{low} to {high}"


def _ratio(one: Measured, entries: list[Measured]) -> str:
    """How many times the least of the same environment, by medians; empty for the least itself and for exact values."""
    run, entry = one
    least = min(_middle(other) for other_run, other in entries if other_run.environment == run.environment)
    if "value" in entry or not least or _middle(entry) == least:
        return ""
    return f"{_middle(entry) / least:.2g} ×"
