"""The noted figures -> the tables and the plot that docs/numbers.md includes: tests/bench/numbers.md."""

import json
import math
from pathlib import Path
from statistics import median

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent
NUMBERS, CLICKS, PAGE = HERE / "numbers.json", HERE / "clicks.json", HERE / "numbers.md"
WIDTH, HEIGHT, LEFT, BELOW, BESIDE = 680, 360, 68, 50, 110  # pixels of the plot and of its edges
LABEL = 16  # pixels that a label of the plot is high


def write_page() -> None:
    """Write the tables and the plot anew."""
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """The tables and the plot, in the sections that docs/numbers.md names."""
    bench, clicks = (json.loads(file.read_text(encoding="utf-8")) for file in (NUMBERS, CLICKS))
    trees = bench["trees"]
    grown = sorted(
        (tree for name, tree in trees.items() if name.isdigit()), key=lambda tree: tree["questions"]
    )
    tables = {
        "time": by_stage(grown, "seconds", seconds),
        "memory": by_stage(grown, "bytes", size),
        "builds": whole_builds(grown),
        "shapes": shapes({name: tree for name, tree in trees.items() if not name.isdigit()}),
        "clicks": next_clicks(clicks["modes"]),
    }
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    template = environment.get_template("numbers.md.j2")
    return template.render(machine=bench["machine"], clicks=clicks, tables=tables, plot=plot(grown))


# --- tables: rows of texts, the first of them the head ---


def by_stage(grown: list[dict], what: str, shown) -> list[list[str]]:
    def row(stage: str) -> list[str]:
        values = [tree["stages"][stage][what] for tree in grown]
        return [stage.capitalize(), *map(shown, values), f"{values[-1] / values[-2]:.1f} ×"]

    return [[*head(grown), "Growth, last step"], *map(row, grown[0]["stages"])]


def whole_builds(grown: list[dict]) -> list[list[str]]:
    rows = {
        "Our build": lambda tree: seconds(median(tree["ours"]["seconds"])),
        "MkDocs alone": lambda tree: seconds(median(tree["plain"]["seconds"])),
        "On top, median of the pairs": on_top,
        "Pairs": lambda tree: str(len(tree["ours"]["seconds"])),
        "Memory, our build": lambda tree: size(tree["ours"]["bytes"]),
        "Memory, MkDocs alone": lambda tree: size(tree["plain"]["bytes"]),
        "A question page, median": lambda tree: size(tree["page"]),
        "The largest question page": lambda tree: size(tree["largest_page"]),
        "The whole site": lambda tree: size(tree["site"]),
    }
    return [head(grown), *([name, *map(shown, grown)] for name, shown in rows.items())]


def shapes(odd: dict[str, dict]) -> list[list[str]]:
    def row(name: str, tree: dict) -> list[str]:
        ours, plain = (median(tree[build]["seconds"]) for build in ("ours", "plain"))
        times = (sum(stage["seconds"] for stage in tree["stages"].values()), ours, plain)
        return [name.capitalize(), str(tree["questions"]), str(tree["answers"]), *map(seconds, times)]

    columns = ["Shape", "Questions", "Answers", "Our stages", "Our build", "MkDocs alone"]
    return [columns, *(row(name, tree) for name, tree in odd.items())]


def next_clicks(modes: dict[str, dict]) -> list[list[str]]:
    rows = (
        [
            name.capitalize(),
            f"{took['median']} ms",
            f"{took['low']} to {took['high']} ms",
            str(took["clicks"]),
        ]
        for name, took in modes.items()
    )
    return [["The next page is", "Median", "Quartiles", "Clicks"], *rows]


def head(grown: list[dict]) -> list[str]:
    return ["Questions", *(f"{tree['questions']:,}" for tree in grown)]


def seconds(value: float) -> str:
    if value < 1:
        return f"{value * 1000:.{1 if value < 0.01 else 0}f} ms"
    return f"{value:.1f} s"


def size(count: float) -> str:
    """So many bytes, in a unit that can be read."""
    if count < 100_000:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.{1 if count < 10_000_000 else 0}f} MB"


def on_top(tree: dict) -> str:
    """How much longer our build took than MkDocs alone: the median of the pairs."""
    pairs = zip(tree["ours"]["seconds"], tree["plain"]["seconds"], strict=True)
    return f"{100 * (median(ours / plain for ours, plain in pairs) - 1):+.0f} %"


# --- the plot ---


def plot(grown: list[dict]) -> dict:
    """Seconds by number of questions, both on logarithmic scales: ticks, lines and their labels, in pixels."""
    series = {stage: [tree["stages"][stage]["seconds"] for tree in grown] for stage in grown[0]["stages"]}
    for name, build in (("whole build", "ours"), ("MkDocs alone", "plain")):
        series[name] = [median(tree[build]["seconds"]) for tree in grown]
    sizes = [tree["questions"] for tree in grown]
    every = [math.log10(second) for line in series.values() for second in line]
    low, high = math.floor(min(every)), math.ceil(max(every))
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])

    def x(questions: int) -> float:
        return round(LEFT + (math.log10(questions) - first) / (last - first) * (WIDTH - LEFT - BESIDE), 1)

    def y(second: float) -> float:
        return round((HEIGHT - BELOW) * (1 - (math.log10(second) - low) / (high - low)), 1)

    labels = spread({name: y(line[-1]) for name, line in series.items()})
    lines = [
        (name, labels[name], " ".join(f"{x(at)},{y(second)}" for at, second in zip(sizes, line, strict=True)))
        for name, line in series.items()
    ]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - BESIDE,
        "floor": HEIGHT - BELOW,
        "across": {f"{questions:,}": x(questions) for questions in sizes},
        "up": {f"{10.0**power:g} s": y(10.0**power) for power in range(low, high + 1)},
        "lines": lines,
    }


def spread(wanted: dict[str, float]) -> dict[str, float]:
    """The heights of labels, moved down so far that no two of them touch."""
    placed, free = {}, 0.0
    for name, height in sorted(wanted.items(), key=lambda pair: pair[1]):
        placed[name] = max(height, free)
        free = placed[name] + LABEL
    return placed


if __name__ == "__main__":
    write_page()
