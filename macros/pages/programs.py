"""Guide -> the files that other programs read: tree.json, its schema, and llms.txt."""

import json
from collections.abc import Iterator

from macros.cases.walks import Walked
from macros.evidence.record import Record
from macros.guide import Guide
from macros.pages.render import Renderer, page_of_proof
from macros.pages.tree_json import (
    BackedCell,
    BackedCriterion,
    Decision,
    Judgement,
    PlacedOutcome,
    PlacedQuestion,
    Proof,
    ProofRun,
    Source,
    WalkedCase,
    schema,
)
from macros.tree.graph import Graph
from macros.tree.model import Cell, Criterion, Outcome, Question
from macros.tree.scalars import LINE_BREAKS

# Some readers take these for the end of a line, and nobody sees them; what JSON wants escaped, it escapes by itself.
HIDDEN = {ord(sign): f"\\u{ord(sign):04x}" for sign in LINE_BREAKS if not sign.isascii()}


def files(guide: Guide, render: Renderer) -> Iterator[tuple[str, str]]:
    """Make each file: its path from the root of the site, and its text."""
    yield "tree.json", _json(decision(guide).model_dump(mode="json", by_alias=True))
    yield "tree.schema.json", _json(schema())
    yield "llms.txt", str(render("llms.txt.j2", ""))


def decision(guide: Guide) -> Decision:
    """Gather the tree, what follows from it, what backs it, and the real projects."""
    tree, record = guide.tree, guide.record
    # All parts go in as plain data: once the compiler is edited, `mkdocs serve` holds a tree of the old classes.
    plain = tree.model_dump(include={"alternatives", "ratings", "groups"})
    return Decision(
        title=tree.title,
        start=tree.start,
        columns=tree.shown,
        **plain,
        versions=record.all_versions(proof for _, proof in tree.proofs),
        questions={node: _question(node, it, guide.graph) for node, it in tree.questions.items()},
        outcomes={node: _outcome(node, it, record) for node, it in tree.outcomes.items()},
        criteria={row: _criterion(row, it, record) for row, it in tree.criteria.items()},
        cases={it.id: _case(it) for it in guide.cases},
    )


def _question(node: str, question: Question, graph: Graph) -> PlacedQuestion:
    return PlacedQuestion(
        **question.model_dump(),
        address=f"decide/{node}/",
        fewest_asked=graph.fewest_asked[node],
        most_asked=graph.most_asked[node],
        most_left=graph.most_left[node],
    )


def _outcome(node: str, outcome: Outcome, record: Record) -> PlacedOutcome:
    proof = _proof(outcome.proof, record) if outcome.proof else None
    return PlacedOutcome(**outcome.model_dump() | {"address": f"outcome/{node}/", "proof": proof})


def _criterion(row: str, criterion: Criterion, record: Record) -> BackedCriterion:
    cells = {
        column: BackedCell(rating=cell.rating, says=cell.says, evidence=_evidence(cell, record))
        for column, cell in criterion.cells.items()
    }
    return BackedCriterion(
        name=criterion.name, group=criterion.group, address=f"evidence/#{row}", cells=cells
    )


def _evidence(cell: Cell, record: Record) -> Proof | Source | Judgement:
    if cell.proof:
        return _proof(cell.proof, record)
    return Source(**cell.source.model_dump()) if cell.source else Judgement(judgement=cell.judgement)


def _proof(proof: str, record: Record) -> Proof:
    """One that is named with a parameter has the runs of that alone; one without, those of all its parameters."""
    runs = record.of(proof)
    told = [
        ProofRun(result=run.result, date=run.date, python=run.python, versions=run.versions) for run in runs
    ]
    return Proof(id=proof, address=page_of_proof(proof, ""), runs=told)


def _case(it: Walked) -> WalkedCase:
    return WalkedCase(
        name=it.case.name,
        url=it.case.url,
        what=it.case.what,
        address=f"projects/#{it.id}",
        answers=it.case.answers,
        outcomes=it.walk.ends,
        uses=it.case.uses,
        seen=it.case.seen,
        verdict=it.verdict,
        differs=it.case.differs,
    )


def _json(data: dict) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1).translate(HIDDEN) + "\n"
