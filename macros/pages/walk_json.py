"""Guide -> walk.json: what the reader's script knows of the tree. Texts are plain: the script never makes markup."""

import json

from macros.guide import Guide
from macros.tree import texts
from macros.tree.model import Answer


def walk_json(guide: Guide) -> str:
    """The questions with their answers, the outcomes, and the trails of the real projects, as JSON."""
    tree, graph = guide.tree, guide.graph
    data = {
        "start": tree.start,
        "alternatives": {key: it.name for key, it in tree.alternatives.items()},
        "questions": {
            node: {
                "ask": question.ask,
                "left": graph.most_left[node],
                "outcomes": graph.count_behind(node),
                "answers": {key: _answer(answer) for key, answer in question.answers.items()},
            }
            for node, question in tree.questions.items()
        },
        "outcomes": {node: outcome.name for node, outcome in tree.outcomes.items()},
        "cases": {
            it.id: {
                "name": it.case.name,
                "uses": tree.alternatives[it.case.uses].name,
                "answers": dict(it.walk.trail),
            }
            for it in guide.cases
        },
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _answer(answer: Answer) -> dict:
    data = {"label": answer.label, "next": answer.next}
    if answer.because:
        data["because"] = texts.plain(answer.because)
    if answer.leans:
        data["leans"] = answer.leans
    return data
