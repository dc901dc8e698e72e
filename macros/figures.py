"""What proofs measured -> bars to draw."""

from collections.abc import Iterable
from dataclasses import dataclass

from macros.evidence import Run


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure. `share`, and the range `low` to `high` of several runs, are percent of the longest bar."""

    of: str
    on: str
    text: str
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figure:
    """Bars of one kind and unit that can be compared."""

    what: str
    unit: str
    runs: int
    bars: tuple[Bar, ...]


def figures(runs: Iterable[Run]) -> list[Figure]:
    """The figures of the runs of one proof."""
    entries = [(run, entry) for run in runs for entry in run.measured]
    kinds = dict.fromkeys(_kind(entry) for _, entry in entries)
    return [_figure(kind, [(run, entry) for run, entry in entries if _kind(entry) == kind]) for kind in kinds]


def _kind(entry: dict) -> tuple[str, str]:
    return entry["what"], entry["unit"]


def _figure(kind: tuple[str, str], entries: list[tuple[Run, dict]]) -> Figure:
    longest = max(_high(entry) for _, entry in entries) or 1
    bars = tuple(
        Bar(
            of=entry["of"],
            on=f"Python {run.python}",
            text=_text(entry),
            share=100 * entry.get("median", entry.get("value", 0)) / longest,
            low=100 * entry.get("low", 0) / longest,
            high=100 * entry.get("high", 0) / longest,
        )
        for run, entry in sorted(entries, key=lambda pair: pair[1]["of"])
    )
    return Figure(*kind, max(entry.get("runs", 1) for _, entry in entries), bars)


def _high(entry: dict) -> float:
    return entry.get("high", entry.get("value", 0))


def _text(entry: dict) -> str:
    if "value" in entry:
        return f"{entry['value']:.4g}"
    return f"{entry['low']:.3g} to {entry['high']:.3g}"
