"""What the last bench measured -> what the page about it shows."""

import math
import statistics
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

FILE = Path("tests/bench/numbers.json")
CLICKS = Path("tests/bench/clicks.json")
MADE_BY = {FILE: "make bench", CLICKS: "make clicks"}
PARTS = ("machine", "plot", "seconds", "bytes", "builds", "odd", "clicks")  # of the page
WIDTH, HEIGHT, LEFT, BELOW, BESIDE = 680, 360, 68, 50, 110  # pixels of the plot and of its edges


class Cost(BaseModel):
    """What a stage took: seconds (the median of several runs), and the bytes of memory it asked for at most."""

    seconds: float
    bytes: int


class Builds(BaseModel):
    """Whole builds of one site: the seconds of each, and the bytes of the process when it was largest."""

    seconds: list[float]
    bytes: int

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


class Measured(BaseModel):
    """One tree. `page`, `largest_page` and `site` are bytes, not compressed."""

    questions: int
    answers: int
    outcomes: int
    cells: int
    stages: dict[str, Cost]
    ours: Builds
    plain: Builds
    page: float
    largest_page: int
    site: int

    @property
    def on_top(self) -> float:
        """How much longer our build took than MkDocs alone, as a part: the median of the pairs."""
        pairs = zip(self.ours.seconds, self.plain.seconds, strict=True)
        return statistics.median(ours / plain for ours, plain in pairs) - 1


class Machine(BaseModel):
    """Where and when it was measured."""

    date: str
    python: str
    system: str
    processors: int
    packages: dict[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the plot: its points as SVG has them, and where its name stands."""

    name: str
    points: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an edge of the plot."""

    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Plot:
    """Seconds by number of questions; both edges are logarithmic."""

    lines: tuple[Line, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BELOW
    right: int = WIDTH - BESIDE


class Bench(BaseModel):
    """All figures of the last bench."""

    machine: Machine
    trees: dict[str, Measured]

    @property
    def grown(self) -> list[Measured]:
        """The trees of one kind and growing size, the smallest first."""
        return sorted((it for name, it in self.trees.items() if name.isdigit()), key=lambda it: it.questions)

    @property
    def odd(self) -> dict[str, Measured]:
        """The trees of an unusual shape."""
        return {name: it for name, it in self.trees.items() if not name.isdigit()}

    def growth(self, stage: str, what: str) -> float:
        """How many times more a stage took for the largest tree than for the one before, in seconds or bytes."""
        before, last = (getattr(it.stages[stage], what) for it in self.grown[-2:])
        return last / before

    @property
    def plot(self) -> Plot:
        """The time of each stage, of the whole build, and of MkDocs alone."""
        grown = self.grown
        series = {stage: [it.stages[stage].seconds for it in grown] for stage in grown[0].stages}
        series |= {
            "whole build": [it.ours.median for it in grown],
            "MkDocs alone": [it.plain.median for it in grown],
        }
        sizes = [it.questions for it in grown]
        every = [seconds for line in series.values() for seconds in line]
        low, high = math.floor(math.log10(min(every))), math.ceil(math.log10(max(every)))
        first, last = math.log10(sizes[0]), math.log10(sizes[-1])

        def x(size: float) -> float:
            return round(LEFT + (math.log10(size) - first) / (last - first) * (WIDTH - LEFT - BESIDE), 1)

        def y(seconds: float) -> float:
            return round((HEIGHT - BELOW) * (1 - (math.log10(seconds) - low) / (high - low)), 1)

        ends = _apart({name: y(line[-1]) for name, line in series.items()})
        lines = [
            Line(
                name,
                " ".join(f"{x(size)},{y(s)}" for size, s in zip(sizes, line, strict=True)),
                x(sizes[-1]),
                ends[name],
            )
            for name, line in series.items()
        ]
        across = tuple(Tick(f"{size:,}", x(size)) for size in sizes)
        up = tuple(Tick(f"{10.0**power:g} s", y(10.0**power)) for power in range(low, high + 1))
        return Plot(tuple(lines), across, up)


def _apart(wanted: dict[str, float], least: float = 16) -> dict[str, float]:
    """The heights of names so that no two of them touch, from the top."""
    placed, free = {}, 0.0
    for name, height in sorted(wanted.items(), key=lambda pair: pair[1]):
        placed[name] = max(height, free)
        free = placed[name] + least
    return placed


class Waited(BaseModel):
    """From a click on an answer to the next page painted, in milliseconds: the median and the quartiles of some clicks."""

    median: int
    low: int
    high: int
    clicks: int


class Clicks(BaseModel):
    """What the last walk with a slow network and processor took, by how the next page was made ready."""

    date: str
    browser: str
    modes: dict[str, Waited]


def read_bench(root: Path) -> tuple[Bench, Clicks]:
    """Read what `make bench` and `make clicks` noted in the project at `root`."""
    bench, clicks = ((root / file).read_text(encoding="utf-8") for file in (FILE, CLICKS))
    return Bench.model_validate_json(bench), Clicks.model_validate_json(clicks)
