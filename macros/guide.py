"""A folder with a decision in it -> all that the pages are made from."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from macros.cases.read import read_cases
from macros.cases.walks import Walked
from macros.evidence.proof import Unreadable, proofs_in, slug_of, without_parameters
from macros.evidence.record import Record, read_record
from macros.reading.faults import Fault, Faults, Finding, Findings, Mark, Result, did_you_mean, gather
from macros.reading.source import Source
from macros.tree import rules
from macros.tree.graph import Graph
from macros.tree.margins import Margins, margins
from macros.tree.model import Tree
from macros.tree.names import owned
from macros.tree.read import read_tree
from macros.tree.sources import every_source_has_been_read

FILE = "decision_tree.yaml"
EVIDENCE = Path("tests/evidence")
CASES = Path("docs/cases")
Proofs = Mapping[str, frozenset[str]]  # what `proofs_in` returns


@dataclass(frozen=True, repr=False)  # mkdocs-macros writes all that it is handed into its log
class Guide:
    """A sound tree, where its parts stand in the YAML, and the evidence and the real projects beside it."""

    tree: Tree
    source: Source
    evidence: Path
    record: Record
    cases: tuple[Walked, ...] = ()

    @cached_property
    def graph(self) -> Graph:
        return Graph.of(self.tree)

    @cached_property
    def margins(self) -> dict[str, Margins]:
        return margins(self.tree, self.graph)

    @cached_property
    def fitted(self) -> tuple[Walked, ...]:
        """The real projects on which the tree was mended."""
        return tuple(walked for walked in self.cases if not walked.case.unseen)

    def place(self, *route: str) -> str:
        """The lines of a part of the tree, such as decision_tree.yaml#L41-L60"""
        place = self.source.places[route]
        first, last = place.key.line, place.last_line
        return f"{place.file}#L{first}" + (f"-L{last}" if last > first else "")


def load(file: Path, today: datetime.date | None = None) -> Guide:
    """Read the tree in `file`, and the evidence and the real projects beside it. Raises Faults.

    If it is known which day `today` is, no source may have been read after it.
    """
    evidence = file.parent / EVIDENCE
    text, proofs, record = gather(
        (
            partial(read_tree, file),
            partial(_read, proofs_in, evidence, file.parent),
            partial(_read, read_record, evidence / "record.json", file.parent),
        )
    )
    tree = rules.check(text)
    rules_of_proofs = (every_proof_is_there, proofs_run_the_add_ons, files_of_proofs_have_their_own_pages)
    findings, cases = [finding for rule in rules_of_proofs for finding in rule(tree, proofs)], ()
    if today:
        findings += every_source_has_been_read(tree, today)
    faults = text.faults(findings)
    try:
        cases = read_cases(file.parent / CASES, CASES.as_posix(), tree)
    except Faults as found:
        faults += found.faults
    if faults:
        raise Faults(faults)
    return Guide(tree, text, evidence, record, cases)


def _read(work: Callable[[Path], Result], there: Path, root: Path) -> Result:
    """What `work` reads of the evidence. Raises Faults, which call a file as seen from `root`."""
    try:
        return work(there)
    except Unreadable as error:
        name = error.file.relative_to(root).as_posix()
        raise Faults([Fault(name, Mark(error.line, error.column), "", error.message)]) from None


def every_proof_is_there(tree: Tree, proofs: Proofs) -> Findings:
    """A `proof` names a test in `tests/evidence/`."""
    for route, proof in tree.proofs:
        if without_parameters(proof) not in proofs:
            yield Finding(
                route, f"there is no proof '{proof}' in {EVIDENCE.as_posix()}.{did_you_mean(proof, proofs)}"
            )


def files_of_proofs_have_their_own_pages(tree: Tree, proofs: Proofs) -> Findings:
    """No two files of proofs differ in `-` and `_` alone, and none is `test_index.py`: their names become addresses."""
    first: dict[str, str] = {}
    for route, proof in tree.proofs:
        file, slug = proof.partition("::")[0], slug_of(proof)
        if message := owned("proofs", slug):
            yield Finding(route, f"{file}: {message}")
        elif (other := first.setdefault(slug, file)) != file:
            yield Finding(route, f"{file} and {other} would have one page. Rename one of them.")


def proofs_run_the_add_ons(tree: Tree, proofs: Proofs) -> Findings:
    """The proof of a cell runs the add-ons that the cell names: its `uses` mark names them too."""
    for row, column, cell in tree.cells:
        runs = proofs.get(without_parameters(cell.proof or ""))
        for position, name in enumerate(cell.add_ons if runs is not None else ()):
            if name not in runs:
                message = (
                    f"its proof does not run '{name}': the `uses` mark of the proof names no such package."
                )
                yield Finding(("criteria", row, "cells", column, "with", position), message)
