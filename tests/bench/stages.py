"""One tree through the stages of the compiler, in a process of its own.

python -m bench.stages FOLDER seconds|bytes: prints, as JSON, what each stage took, or the peak of the memory that it
asked for.
"""

import gc
import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from projects import ROOT

from macros.evidence.record import read_record
from macros.guide import EVIDENCE, FILE, Guide
from macros.pages.cards import images
from macros.pages.pages import pages
from macros.reading import source
from macros.tree import rules
from macros.tree.graph import Graph

STAGES = ("read", "check", "analyse", "pages", "images")


def stages(folder: Path, measured: Callable) -> None:
    """Call `measured` with the work of each stage, in the order of STAGES."""
    text = measured(lambda: source.read(folder / FILE))
    tree = measured(lambda: rules.check(text))
    guide = Guide(tree, text, folder / EVIDENCE, read_record(folder / EVIDENCE / "record.json"))
    measured(lambda: analysed(guide.graph))
    measured(lambda: sum(len(page.text) for page in pages(guide)))
    measured(lambda: sum(len(image) for _, image in images(tree)))


def analysed(graph: Graph) -> Graph:
    """All that the pages ask of the graph."""
    every = (graph.most_left, graph.fewest_left, graph.most_asked, graph.fewest_asked, graph.path_count)
    assert all(every)
    for node in graph.next:
        graph.count_behind(node)
    for outcome in graph.outcomes:
        graph.turns(outcome, limit=12)
    return graph


def seconds(work: Callable) -> tuple[float, object]:
    begin = perf_counter()
    result = work()
    return perf_counter() - begin, result


def peak(work: Callable) -> tuple[int, object]:
    gc.collect()
    tracemalloc.start()
    result = work()
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found, result


def costs(folder: Path, what: str) -> dict[str, float]:
    """What each stage costs the tree in a folder, measured in a process of its own: no text is known there yet."""
    command = [sys.executable, "-m", "bench.stages", folder, what]
    path = os.pathsep.join(str(place) for place in (ROOT, ROOT / "tests"))
    ran = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": path}, check=True, capture_output=True, text=True
    )
    return json.loads(ran.stdout)


def main() -> None:
    folder, measure = Path(sys.argv[1]), {"seconds": seconds, "bytes": peak}[sys.argv[2]]
    found = []

    def measured(work: Callable):
        figure, result = measure(work)
        found.append(figure)
        return result

    stages(folder, measured)
    print(json.dumps(dict(zip(STAGES, found, strict=True))))


if __name__ == "__main__":
    main()
