"""While serving, the pages and maps that an edit of some questions cannot have changed are not made again."""

from collections.abc import Iterator

from macros.guide import Guide
from macros.model import Tree
from macros.pages import Page, pages
from macros.render import TEMPLATES, TURNS
from macros.repository import Repository

_last: tuple[Guide, object, dict[str, Page]] | None = None  # with its pages


def pages_again(guide: Guide, repository: Repository | None) -> Iterator[Page]:
    """Like `pages`, but what cannot differ from the pages before is taken from them."""
    global _last
    around = repository, {file: file.stat().st_mtime_ns for file in TEMPLATES.iterdir()}
    before = _last
    kept = (
        kept_pages(before[0], guide, before[2], places=bool(repository))
        if before and before[1] == around
        else {}
    )
    made = {}
    for page in pages(guide, repository, kept):
        made[page.path] = page
        yield page
    _last = guide, around, made


def kept_pages(old: Guide, new: Guide, made: dict[str, Page], *, places: bool) -> dict[str, Page]:
    """Of the pages `made` of the old guide, by path, those of nodes and regions that are the same in the new one.

    A question shows itself, those before it and those behind it; an outcome, the questions that could turn it; with
    `places`, each shows its lines; the map of a region, what it names. Whatever else differs may show anywhere.
    """
    if _but_questions(old) != _but_questions(new) or old.graph.answers != new.graph.answers:
        return {}
    edited = {node for node, it in new.tree.questions.items() if old.tree.questions[node] != it}
    shown = edited.union(
        *(new.graph.next[node] for node in edited),
        (question for node in edited for question, _ in new.graph.ways_in[node]),
        (
            outcome
            for outcome in new.tree.outcomes
            if any(turn.question in edited for turn in new.graph.turns(outcome, TURNS))
        ),
    )
    same = [
        f"map/{entry}.md"
        for entry in (new.regions.inside if new.regions.above else ())
        if edited.isdisjoint(new.regions.named(entry))
    ]
    same += [
        f"{folder}/{node}.md"
        for kind, folder in (("questions", "decide"), ("outcomes", "outcome"))
        for node in getattr(new.tree, kind)
        if node not in shown and (not places or old.place(kind, node) == new.place(kind, node))
    ]
    return {path: made[path] for path in same}


def _but_questions(guide: Guide) -> tuple[Tree, object, object]:
    """All that pages of nodes are made from, but the questions."""
    return guide.tree.model_copy(update={"questions": {}}), guide.record, guide.cases
