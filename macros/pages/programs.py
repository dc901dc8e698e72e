"""Guide -> the files that programs read: tree.json and its schema, llms.txt, and walk.json for the reader's script."""

import json
from collections.abc import Iterator

from macros.cases.walks import Walked
from macros.evidence.record import Record
from macros.guide import Guide
from macros.pages import addresses
from macros.pages.render import Renderer, own_class
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
from macros.tree import texts
from macros.tree.criteria import Cell, Criterion
from macros.tree.graph import Graph
from macros.tree.margins import CLEAR
from macros.tree.model import Answer, Outcome, Question
from macros.tree.scalars import LINE_BREAKS

# Line breaks that JSON leaves as they are, and that some readers take for the end of a line.
SAID = {"rating", "add_ons", "says", "looked"}  # of a cell, beside what backs it
HIDDEN = {ord(sign): f"\\u{ord(sign):04x}" for sign in LINE_BREAKS if not sign.isascii()}


def files(guide: Guide, render: Renderer) -> Iterator[tuple[str, str]]:
    """Make each file: its path from the root of the site, and its text."""
    yield addresses.WALK, walk_json(guide)
    yield addresses.TREE, _json(decision(guide).model_dump(mode="json", by_alias=True))
    yield addresses.SCHEMA, _json(schema())
    yield addresses.LLMS, str(render("llms.txt.j2", ""))


def walk_json(guide: Guide) -> str:
    """What the reader's script knows of the tree. Texts are plain: the script never makes markup."""
    tree, graph = guide.tree, guide.graph
    data = {
        "start": tree.start,
        "addresses": addresses.patterns(),
        "alternatives": {key: alternative.name for key, alternative in tree.alternatives.items()},
        "own": {key: own_class(tree, key) for key in tree.shown},
        "questions": {
            key: {
                "ask": question.ask,
                "outcomes": graph.count_behind(key),
                "answers": {answer_key: _answer(answer) for answer_key, answer in question.answers.items()},
            }
            for key, question in tree.questions.items()
        },
        "clear": CLEAR,
        "outcomes": {
            key: {
                "name": outcome.name,
                "picks": outcome.picks,
                "near": {name: outcome.unless.get(name, {}) for name in outcome.near},
            }
            for key, outcome in tree.outcomes.items()
        },
        # A list, for a script puts keys that are digits first.
        "costs": [[key, cost.name] for key, cost in tree.costs.items()],
        "moves": tree.moves,
        "cases": {walked.id: dict(walked.walk.trail) for walked in guide.cases},
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _answer(answer: Answer) -> dict:
    because = {"because": texts.plain(answer.because)} if answer.because else {}
    leans = {"leans": answer.leans} if answer.leans else {}
    return {"label": answer.label, "next": answer.next} | because | leans


def decision(guide: Guide) -> Decision:
    """Gather the tree, what follows from it, what backs it, and the real projects."""
    tree, record = guide.tree, guide.record
    # All parts go in as plain data: once the compiler is edited, `mkdocs serve` holds a tree of the old classes.
    plain = tree.model_dump(
        include={"alternatives", "add_ons", "ratings", "groups", "costs", "moves"}, by_alias=True
    )
    return Decision(
        title=tree.title,
        start=tree.start,
        columns=tree.shown,
        **plain,
        versions=record.all_versions(proof for _, proof in tree.proofs),
        questions={key: _question(key, question, guide.graph) for key, question in tree.questions.items()},
        outcomes={key: _outcome(key, outcome, record) for key, outcome in tree.outcomes.items()},
        criteria={key: _criterion(key, criterion, record) for key, criterion in tree.criteria.items()},
        cases={walked.id: _case(walked) for walked in guide.cases},
    )


def _question(key: str, question: Question, graph: Graph) -> PlacedQuestion:
    return PlacedQuestion(
        **question.model_dump(),
        address=addresses.question(key),
        fewest_asked=graph.fewest_asked[key],
        most_asked=graph.most_asked[key],
        most_left=graph.most_left[key],
    )


def _outcome(key: str, outcome: Outcome, record: Record) -> PlacedOutcome:
    proof = _proof(outcome.proof, record) if outcome.proof else None
    return PlacedOutcome(
        **outcome.model_dump(by_alias=True) | {"address": addresses.outcome(key), "proof": proof}
    )


def _criterion(key: str, criterion: Criterion, record: Record) -> BackedCriterion:
    cells = {
        column: BackedCell(**cell.model_dump(include=SAID, by_alias=True), evidence=_evidence(cell, record))
        for column, cell in criterion.cells.items()
    }
    address = addresses.criterion(key)
    plain = criterion.model_dump(exclude={"cells"})
    return BackedCriterion(**plain, address=address, cells=cells)


def _evidence(cell: Cell, record: Record) -> Proof | Source | Judgement:
    if cell.proof:
        return _proof(cell.proof, record)
    return Source(**cell.source.model_dump()) if cell.source else Judgement(judgement=cell.judgement)


def _proof(proof: str, record: Record) -> Proof:
    """A proof with its runs: of the parameter that it names, or of all its parameters."""
    runs = [
        ProofRun(result=run.result, date=run.date, python=run.python, versions=run.versions)
        for run in record.of(proof)
    ]
    return Proof(id=proof, address=addresses.proof(proof), runs=runs)


def _case(walked: Walked) -> WalkedCase:
    return WalkedCase(
        name=walked.case.name,
        url=walked.case.url,
        what=walked.case.what,
        address=addresses.case(walked.id),
        answers=walked.case.answers,
        outcomes=walked.walk.ends,
        uses=walked.case.uses,
        seen=walked.case.seen,
        verdict=walked.verdict,
        differs=walked.case.differs,
    )


def _json(data: dict) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1).translate(HIDDEN) + "\n"
