"""Guide -> the pages, as Markdown files with their front matter."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from macros import texts
from macros.diagram import draw
from macros.evidence import Proof
from macros.guide import Guide
from macros.render import Renderer
from macros.tables import table, whole_table

SHOWN_BY_SEARCH_ENGINES = 155  # characters of a description


@dataclass(frozen=True, slots=True)
class Page:
    """A file to be built: its path below docs/, its text, and the line of the YAML it comes from."""

    path: str
    text: str
    line: int


def pages(guide: Guide) -> Iterator[Page]:
    """Make every page that comes from the tree."""
    tree, render = guide.tree, Renderer(guide)
    everything = whole_table(guide)

    def page(path: str, template: str, title: str, about: str, line: int, **context) -> Page:
        unlisted = template in ("question.html.j2", "evidence.html.j2")  # a search for words should end elsewhere
        head = _front_matter(title, about, unlisted=unlisted)
        base = "../" * (path.count("/") + 1)
        return Page(path, f"{head}\n{render(template, base, **context)}\n", line)

    def top_level(path: str, template: str, title: str, about: str, key: str, **context) -> Page:
        line = guide.source.line((key,)) if (key,) in guide.source.keys else 1
        return page(path, template, title, about, line, **context)

    yield top_level("map.md", "map.html.j2", "The map", f"{tree.title} The whole decision at a glance: every question, every answer, every outcome.", "questions", diagram=draw(tree, guide.graph))
    if tree.criteria:
        yield top_level("compare.md", "compare.html.j2", "The comparison", f"{tree.title} All that is compared, in one place.", "criteria", table=everything)
        yield top_level("evidence.md", "evidence.html.j2", "The evidence", f"{tree.title} What backs each cell of the tables.", "criteria", table=everything, proofs=_proofs(guide))
    for node, question in tree.questions.items():
        line = guide.source.line(("questions", node))
        about = question.help or question.ask
        yield page(f"decide/{node}.md", "question.html.j2", question.ask, about, line, id=node, question=question, table=table(guide, question.compare))
    for node, outcome in tree.outcomes.items():
        line = guide.source.line(("outcomes", node))
        yield page(f"outcome/{node}.md", "outcome.html.j2", outcome.name, outcome.summary, line, id=node, outcome=outcome, table=table(guide, outcome.compare))


def _front_matter(title: str, about: str, *, unlisted: bool) -> str:
    """JSON is YAML that no text can break out of. Without `render_macros` a text such as {{ x }} stays text."""
    description = texts.plain(about)
    if len(description) > SHOWN_BY_SEARCH_ENGINES:
        description = description[: SHOWN_BY_SEARCH_ENGINES - 1].rsplit(" ", 1)[0] + "…"
    entries = {
        "title": title,
        "description": description,
        "hide": ["navigation", "toc"],
        "render_macros": False,
    }
    if unlisted:
        entries["search"] = {"exclude": True}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in entries.items()]
    return "\n".join(["---", *lines, "---", ""])


def _proofs(guide: Guide) -> list[tuple[str, Proof]]:
    """The proofs that cells name, each once, in the order of the files."""
    names = {cell.proof.partition("[")[0] for _, _, cell in guide.tree.cells if cell.proof}
    return [(name, guide.proof(name)) for name in sorted(names)]
