"""Each stage of the compiler grows with the tree and not faster: exact counts, so that no busy machine matters."""

import pytest
from bench.grown import grown
from bench.stages import STAGES, costs

SMALL, LARGE = 100, 1_000  # questions
MOST = 12  # times as much for a tree of ten times the size


@pytest.mark.parametrize("what", ["calls", "bytes"])
def test_no_stage_grows_faster_than_the_tree(tmp_path, what):
    found = []
    for questions in (SMALL, LARGE):
        (tmp_path / "decision_tree.yaml").write_text(grown(questions), encoding="utf-8")
        found.append(costs(tmp_path, what))
    small, large = found
    growth = {stage: large[stage] / small[stage] for stage in STAGES}
    assert {stage: times for stage, times in growth.items() if times > MOST} == {}
