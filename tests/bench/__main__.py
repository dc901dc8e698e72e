"""python -m bench [SIZE …]: measure the compiler with trees of so many questions, and note the figures.

Each size is noted once it is measured, so a run that was stopped loses only the one that it was at.
"""

import datetime
import json
import os
import platform
import statistics
import sys
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.builds import Built, build, prepare_plain
from bench.grown import fan, grown
from bench.stages import STAGES, costs
from projects import ROOT, make_project
from trees_in_memory import ladder

SIZES = (10, 100, 1_000, 10_000)
ODD = {"ladder": lambda: ladder(60), "fan": lambda: fan(500)}
PACKAGES = ("mkdocs", "mkdocs-material", "PyYAML", "pydantic", "Jinja2", "Markdown")


def main() -> None:
    wanted = sys.argv[1:] or [*ODD, *map(str, SIZES)]
    file = ROOT / "tests/bench/numbers.json"
    noted = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"trees": {}}
    for name in wanted:
        with TemporaryDirectory(prefix="bench-") as folder:
            tree = ODD[name]() if name in ODD else grown(int(name))
            noted["trees"][name] = measure(name, make_project(Path(folder) / "project", tree))
        noted["machine"] = machine()
        text = json.dumps(noted, indent=1)
        file.write_text(f"{text}\n", encoding="utf-8")


def measure(name: str, project: Path) -> dict:
    """All figures of one tree: the medians of several runs, and the times of each pair of builds."""
    large = name == str(SIZES[-1])
    say(f"{name}: stages")
    times = [costs(project, "seconds") for _ in range(3 if large else 7)]
    peaks = costs(project, "bytes")
    prepare_plain(project)
    ours, plain = [], []
    for number in range(pairs := 1 if large else 5):
        say(f"{name}: builds, pair {number + 1} of {pairs}")
        ours.append(build(project))
        plain.append(build(project, plain=True))
    tree = json.loads((project / "site/tree.json").read_text(encoding="utf-8"))
    sizes = [page.stat().st_size for page in project.glob("site/decide/*/index.html")]
    return {
        "questions": len(tree["questions"]),
        "answers": sum(len(it["answers"]) for it in tree["questions"].values()),
        "outcomes": len(tree["outcomes"]),
        "cells": sum(len(it["cells"]) for it in tree["criteria"].values()),
        "stages": {
            stage: {
                "seconds": round(statistics.median(run[stage] for run in times), 4),
                "bytes": peaks[stage],
            }
            for stage in STAGES
        },
        "ours": told(ours),
        "plain": told(plain),
        "page": statistics.median(sizes),
        "largest_page": max(sizes),
        "site": sum(part.stat().st_size for part in project.glob("site/**/*") if part.is_file()),
    }


def told(builds: list[Built]) -> dict:
    return {
        "seconds": [round(it.seconds, 2) for it in builds],
        "bytes": max(it.bytes for it in builds),
    }


def machine() -> dict:
    """Where and when it was measured."""
    return {
        "date": datetime.date.today().isoformat(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "packages": {package: version(package) for package in PACKAGES},
    }


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    main()
