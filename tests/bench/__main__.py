"""python -m bench [SIZE …]: measure the compiler with trees of so many questions -> numbers.json and the page's tables.

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
from bench.tables import NUMBERS, write_page
from projects import make_project
from trees_in_memory import ladder

SIZES = (10, 100, 1_000, 10_000)
ODD = {"ladder": lambda: ladder(60), "fan": lambda: fan(500)}
PACKAGES = ("mkdocs", "mkdocs-material", "PyYAML", "pydantic", "Jinja2", "Markdown")


def main() -> None:
    wanted = sys.argv[1:] or [*ODD, *map(str, SIZES)]
    noted = json.loads(NUMBERS.read_text(encoding="utf-8"))
    for name in wanted:
        with TemporaryDirectory(prefix="bench-") as folder:
            tree = ODD[name]() if name in ODD else grown(int(name))
            noted["trees"][name] = measure(name, make_project(Path(folder) / "project", tree))
        noted["machine"] = machine()
        NUMBERS.write_text(json.dumps(noted, indent=1) + "\n", encoding="utf-8")
        write_page()


def measure(name: str, project: Path) -> dict:
    """All figures of one tree: the medians of several runs, and the times of each pair of builds."""
    large = name == str(SIZES[-1])
    print(f"{name}: stages", flush=True)
    times = [costs(project, "seconds") for _ in range(3 if large else 7)]
    peaks = costs(project, "bytes")
    prepare_plain(project)
    ours, plain = [], []
    for number in range(pairs := 1 if large else 5):
        print(f"{name}: builds, pair {number + 1} of {pairs}", flush=True)
        ours.append(build(project))
        plain.append(build(project, plain=True))
    tree = json.loads((project / "site/tree.json").read_text(encoding="utf-8"))
    sizes = [page.stat().st_size for page in project.glob("site/decide/*/index.html")]
    return {
        "questions": len(tree["questions"]),
        "answers": sum(len(question["answers"]) for question in tree["questions"].values()),
        "outcomes": len(tree["outcomes"]),
        "cells": sum(len(criterion["cells"]) for criterion in tree["criteria"].values()),
        "stages": {
            stage: {
                "seconds": round(statistics.median(run[stage] for run in times), 4),
                "bytes": peaks[stage],
            }
            for stage in STAGES
        },
        "ours": figures(ours),
        "plain": figures(plain),
        "page": statistics.median(sizes),
        "largest_page": max(sizes),
        "site": sum(part.stat().st_size for part in project.glob("site/**/*") if part.is_file()),
    }


def figures(builds: list[Built]) -> dict:
    return {
        "seconds": [round(built.seconds, 2) for built in builds],
        "bytes": max(built.bytes for built in builds),
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


if __name__ == "__main__":
    main()
