"""Each stage of the compiler grows with the tree and not faster: exact counts, so that no busy machine matters."""

import cProfile
import json

import pytest
from bench.grown import grown
from bench.stages import STAGES, peak, stages

SMALL, LARGE = 100, 1_000  # questions
MOST = 12  # times as much for a tree of ten times the size


def calls(work):
    """How many functions were called, and what the work returned."""
    profile = cProfile.Profile()
    result = profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats()), result


def cost(folder, questions, measure):
    """What each stage costs a tree of so many questions."""
    folder.mkdir()
    (folder / "decision_tree.yaml").write_text(grown(questions), encoding="utf-8")
    found = []

    def measured(work):
        figure, result = measure(work)
        found.append(figure)
        return result

    stages(folder, measured)
    return dict(zip(STAGES, found, strict=True))


@pytest.mark.parametrize("measure", [calls, peak])
def test_no_stage_grows_faster_than_the_tree(tmp_path, measure):
    small = cost(tmp_path / "small", SMALL, measure)
    large = cost(tmp_path / "large", LARGE, measure)
    growth = {stage: large[stage] / small[stage] for stage in STAGES}
    assert {stage: times for stage, times in growth.items() if times > MOST} == {}, json.dumps(growth)
