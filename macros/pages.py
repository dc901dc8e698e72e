"""Guide -> the pages, as Markdown files with their front matter."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from textwrap import shorten
from types import MappingProxyType

from macros import machine, texts
from macros.agreement import agreement
from macros.evidence import ProofFile, read_proof_files, whole
from macros.guide import CASES, EVIDENCE, FILE, Guide
from macros.model import Outcome, Question
from macros.render import Renderer
from macros.repository import Repository
from macros.sheets import overview, sheet, size
from macros.tables import table, whole_table
from macros.walk_data import walk_json

DESCRIPTION = 155  # characters, as many as search engines show
UNSEARCHED = (
    "question.html.j2",
    "region.html.j2",
    "proofs.html.j2",
)  # a search should end at an answer, or at what backs a claim


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


NONE: Mapping[str, Page] = MappingProxyType({})


def pages(
    guide: Guide, repository: Repository | None = None, kept: Mapping[str, Page] = NONE
) -> Iterator[Page]:
    """Make every page that comes from the tree; with a repository, pages link what they are made from.

    The pages `kept`, by path, are taken as they are.
    """
    press = _Press(guide, repository, kept)
    yield from press.maps()
    if guide.tree.criteria:
        table, origin = whole_table(guide), press.line("criteria")
        yield press.overview(
            "compare", "The comparison", "All that is compared, in one place.", origin, table=table
        )
        yield press.overview(
            "evidence", "The evidence", "What backs each cell of the tables.", origin, table=table
        )
        yield from map(press.proofs, _proof_files(guide))
    if guide.cases:
        found = agreement(guide.tree, guide.graph, guide.cases)
        folder = CASES.as_posix()
        origin, about = f"{folder}/{guide.cases[0].id}.yaml", "Where real projects end, and what they use."
        yield press.overview("projects", "Real projects", about, origin, found=found, folder=folder)
    yield Page("walk.json", walk_json(guide), press.line("questions"))
    yield from press.machine()
    yield from (press.node("question", "decide", node, it) for node, it in guide.tree.questions.items())
    yield from (press.node("outcome", "outcome", node, it) for node, it in guide.tree.outcomes.items())


def home(guide: Guide, repository: Repository | None = None) -> Page:
    """Make a home page, for a project that has not written one."""
    return _Press(guide, repository).home()


class _Press:
    """Prints pages of one guide."""

    def __init__(self, guide: Guide, repository: Repository | None, kept: Mapping[str, Page] = NONE):
        self._guide, self._render, self._kept = guide, Renderer(guide, repository), kept

    def overview(self, name: str, title: str, about: str, origin: str, **context) -> Page:
        about = f"{self._guide.tree.title} {about}"
        return self._page(f"{name}.md", f"{name}.html.j2", origin, title, about, **context)

    def maps(self) -> Iterator[Page]:
        """The map, if one sheet can show it all; else an overview, and a map of each region."""
        tree, regions = self._guide.tree, self._guide.regions
        about, origin = "All questions, answers and outcomes at a glance.", self.line("questions")
        if not regions.above:
            yield self.overview("map", "The map", about, origin, diagram=sheet(tree, regions, tree.start))
            return
        whole = overview(tree, regions, tree.start)
        yield self._page("map.md", "maps.html.j2", origin, "The map", f"{tree.title} {about}", diagram=whole)
        yield from map(self.region, regions.inside)

    def region(self, entry: str) -> Page:
        tree, regions = self._guide.tree, self._guide.regions
        path, origin = f"map/{entry}.md", self.line("questions", entry)
        if path in self._kept:
            return replace(self._kept[path], origin=origin)
        title, about = f"The map: {tree.title_of(entry)}", f"A part of the map: {size(regions, entry)}."
        context = {
            "entry": entry,
            "diagram": sheet(tree, regions, entry),
            "further": overview(tree, regions, entry) if regions.from_here_on(entry) else None,
        }
        return self._page(path, "region.html.j2", origin, title, f"{tree.title} {about}", **context)

    def node(self, kind: str, folder: str, node: str, it: Question | Outcome) -> Page:
        path, origin = f"{folder}/{node}.md", self.line(f"{kind}s", node)
        if path in self._kept:
            return replace(self._kept[path], origin=origin)
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
        return f"{FILE}#L{self._guide.source.line(route)}"

    def _page(self, path: str, template: str, origin: str, title: str, about: str, **context) -> Page:
        base = "./" if path == "index.md" else "../" * (path.count("/") + 1)
        body = f"{self._render(template, base, **context)}\n"
        return Page(path, body, origin, _front(title, about, searched=template not in UNSEARCHED))


def _proof_files(guide: Guide) -> list[ProofFile]:
    """The files of the proofs that the tree names, sorted by name."""
    return read_proof_files(guide.evidence, {whole(proof) for _, proof in guide.tree.proofs})


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
