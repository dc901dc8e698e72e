"""Guide -> the pages, as Markdown files with their front matter."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from textwrap import shorten

from macros.cases.agreement import agreement
from macros.evidence.proof import ProofFile, read_proof_files, without_parameters
from macros.github import Repository
from macros.guide import CASES, EVIDENCE, Guide
from macros.pages import programs as machine
from macros.pages.comparison import table, whole_table
from macros.pages.map import draw_map
from macros.pages.render import Renderer
from macros.pages.walk_json import walk_json
from macros.tree import texts
from macros.tree.model import Outcome, Question

DESCRIPTION = 155  # characters, as many as search engines show
# A search should end at an answer, or at what backs a claim.
UNSEARCHED = ("question.html.j2", "proofs.html.j2")


@dataclass(frozen=True, slots=True)
class Page:
    """A file to be built: its path below docs/, what stands in it, and what it comes from: a file, with #L and the line.

    A page for readers has front matter too, a file for programs none.
    """

    path: str
    body: str
    origin: str
    front: dict[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The whole file. The front matter is JSON, which is YAML that no text can break out of."""
        if not self.front:
            return self.body
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in self.front.items()]
        return "\n".join(["---", *lines, "---", "", self.body])


def pages(guide: Guide, repository: Repository | None = None) -> Iterator[Page]:
    """Make every page that comes from the tree; with a repository, pages link what they are made from."""
    maker = _PageMaker(guide, repository)
    yield maker.map()
    if guide.tree.criteria:
        table, origin = whole_table(guide), maker.line("criteria")
        yield maker.overview(
            "compare", "The comparison", "All that is compared, in one place.", origin, table=table
        )
        yield maker.overview(
            "evidence", "The evidence", "What backs each cell of the tables.", origin, table=table
        )
        yield from map(maker.proofs, _proof_files(guide))
    if guide.cases:
        found = agreement(guide.tree, guide.graph, guide.cases)
        folder = CASES.as_posix()
        origin, about = f"{folder}/{guide.cases[0].id}.yaml", "Where real projects end, and what they use."
        yield maker.overview("projects", "Real projects", about, origin, found=found, folder=folder)
    yield Page("walk.json", walk_json(guide), maker.line("questions"))
    yield from maker.machine()
    yield from (maker.node("question", "decide", node, it) for node, it in guide.tree.questions.items())
    yield from (maker.node("outcome", "outcome", node, it) for node, it in guide.tree.outcomes.items())


def home(guide: Guide, repository: Repository | None = None) -> Page:
    """Make a home page, for a project that has not written one."""
    return _PageMaker(guide, repository).home()


class _PageMaker:
    """Makes the pages of one guide."""

    def __init__(self, guide: Guide, repository: Repository | None):
        self._guide, self._render = guide, Renderer(guide, repository)

    def overview(self, name: str, title: str, about: str, origin: str, **context) -> Page:
        about = f"{self._guide.tree.title} {about}"
        return self._page(f"{name}.md", f"{name}.html.j2", origin, title, about, **context)

    def map(self) -> Page:
        about, origin = "All questions, answers and outcomes at a glance.", self.line("questions")
        drawing = draw_map(self._guide.tree, self._guide.graph)
        return self.overview("map", "The map", about, origin, diagram=drawing)

    def node(self, kind: str, folder: str, node: str, it: Question | Outcome) -> Page:
        path, origin = f"{folder}/{node}.md", self.line(f"{kind}s", node)
        title, about = (it.ask, it.help or it.ask) if kind == "question" else (it.name, it.summary)
        place = self._guide.place(f"{kind}s", node)
        context = {"id": node, kind: it, "table": table(self._guide, it.compare), "place": place}
        return self._page(path, f"{kind}.html.j2", origin, title, about, **context)

    def home(self) -> Page:
        tree, most = self._guide.tree, self._guide.graph.most_left[self._guide.tree.start]
        about = f"{tree.title} A few plain questions, and an answer with its reasons."
        foot = whole_table(self._guide).foot
        return self._page("index.md", "home.html.j2", self.line("title"), "", about, most=most, foot=foot)

    def proofs(self, file: ProofFile) -> Page:
        path, about = f"evidence/{file.slug}.md", f"Proofs that run: {file.title}."
        origin = f"{EVIDENCE.as_posix()}/{file.name}"
        return self._page(path, "proofs.html.j2", origin, file.title, about, file=file, place=origin)

    def machine(self) -> Iterator[Page]:
        for path, text in machine.files(self._guide, self._render):
            yield Page(path, text, self.line("title"))

    def line(self, *route: str) -> str:
        place = self._guide.source.places[route]
        return f"{place.file}#L{place.key.line}"

    def _page(self, path: str, template: str, origin: str, title: str, about: str, **context) -> Page:
        base = "./" if path == "index.md" else "../" * (path.count("/") + 1)
        body = f"{self._render(template, base, **context)}\n"
        return Page(path, body, origin, _front(title, about, searched=template not in UNSEARCHED))


def _proof_files(guide: Guide) -> list[ProofFile]:
    """The files of the proofs that the tree names, sorted by name."""
    return read_proof_files(guide.evidence, {without_parameters(proof) for _, proof in guide.tree.proofs})


def _front(title: str, about: str, *, searched: bool) -> dict[str, object]:
    """Without `render_macros` a text such as {{ x }} stays text; without a title, as the home page has none, a page bears
    the site's.
    """
    front = {"title": title} if title else {}
    front |= {
        "description": shorten(texts.plain(about), DESCRIPTION, placeholder=" …"),
        "hide": ["navigation", "toc"],
        "render_macros": False,
    }
    return front if searched else front | {"search": {"exclude": True}}
