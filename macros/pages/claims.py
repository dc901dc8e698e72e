"""The cells of a guide -> how many claims it makes, and what backs them."""

from collections import Counter
from dataclasses import dataclass

from macros.guide import Guide


@dataclass(frozen=True, slots=True)
class Claims:
    """How many cells there are and how many of them a proof, a source or a judgement backs; what the proofs last ran on."""

    all: int
    tested: int
    cited: int
    judged: int
    versions: tuple[tuple[str, tuple[str, ...]], ...]  # name of an alternative, its versions, newest first
    last: str  # the day of the last run, such as 2026-11-28; empty if none was recorded


def claims(guide: Guide) -> Claims:
    """Count the claims about the columns."""
    tree, record = guide.tree, guide.record
    cells = [cell for _, column, cell in tree.cells if column in tree.shown]
    kinds = Counter(cell.evidence for cell in cells)
    proofs = {cell.proof for cell in cells if cell.proof}
    ran = [(tree.alternatives[key].name, tuple(record.versions(key, proofs))) for key in tree.shown]
    return Claims(
        all=len(cells),
        tested=kinds["proof"],
        cited=kinds["source"],
        judged=kinds["judgement"],
        versions=tuple((name, versions) for name, versions in ran if versions),
        last=max((run.date for proof in proofs for run in record.of(proof)), default=""),
    )
