"""Guide -> the pages, as Markdown files with their front matter."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from textwrap import shorten

from macros.cases.agreement import agreement, by_sides
from macros.cases.unseen import first_walks
from macros.evidence.proof import read_proof_files, without_parameters
from macros.github import Repository
from macros.guide import CASES, EVIDENCE, Guide
from macros.pages import addresses
from macros.pages.add_ons import per_alternative, used_add_ons
from macros.pages.claims import claims
from macros.pages.comparison import considered, outcome_table, table
from macros.pages.map import draw_map
from macros.pages.programs import files
from macros.pages.render import Renderer
from macros.pages.standing import overview
from macros.pages.verdict import verdict
from macros.tree import texts

DESCRIPTION = 155  # characters, as many as search engines show
ON_THE_WAY = {
    "hide": ["navigation", "toc", "start", "edit"]
}  # what a page has that leads elsewhere, or has itself
FOUND_FIRST, FOUND_LAST = {"search": {"boost": 4}}, {"search": {"boost": 0.2}}
UNSEARCHED = {"search": {"exclude": True}}  # a search should lead to outcomes, and to what backs a claim


@dataclass(frozen=True, slots=True)
class Page:
    """A file to be built: its path below docs/, its text, and what it is made from: a file, with #L and the line.

    A page for readers has front matter too; a file for programs has none.
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


@dataclass(frozen=True, slots=True)
class _Draft:
    """A page before it is rendered: where it stands, what it is made from, and what its template is handed."""

    address: str
    template: str
    origin: str
    title: str
    about: str  # becomes the description
    context: dict[str, object]
    front: dict[str, object] = field(default_factory=dict)  # beside what every page has


def pages(guide: Guide, repository: Repository | None = None) -> Iterator[Page]:
    """Make every page that comes from the tree; with a repository, pages link what they are made from."""
    render = Renderer(guide, repository)
    programs = dict(files(guide, render))
    walk = addresses.dated("walk.json", programs["walk.json"])
    for drafts in (_overviews, _proofs, _questions, _outcomes):
        yield from (_page(render, draft, walk=walk) for draft in drafts(guide))
    for path, text in programs.items():
        yield Page(path, text, _line(guide, "title"))


def home(guide: Guide, repository: Repository | None = None) -> Page:
    """Make a home page, for a project that has not written one. It bears the title of the site."""
    about = f"{guide.tree.title} A few plain questions, and an answer with its reasons."
    tree = guide.tree
    agreed = (verdict(tree, walked) for walked in guide.cases if walked.verdict == "same")
    context = {
        "most": guide.graph.most_left[tree.start],
        "claims": claims(guide),
        "verdict": next(filter(None, agreed), None),
    }
    draft = _Draft(addresses.HOME, "home", _line(guide, "title"), "", about, context)
    return _page(Renderer(guide, repository), draft)


def _overviews(guide: Guide) -> Iterator[_Draft]:
    tree, graph, asks = guide.tree, guide.graph, guide.tree.title
    origin, about = _line(guide, "questions"), f"{asks} All questions, answers and outcomes at a glance."
    yield _Draft(addresses.MAP, "map", origin, "All questions", about, {"diagram": draw_map(tree, graph)})
    if tree.criteria:
        origin, about = _line(guide, "criteria"), f"{asks} All that is compared, and what backs each claim."
        context = {"overview": overview(guide)}
        yield _Draft(addresses.COMPARISON, "compare", origin, "Compare", about, context, FOUND_FIRST)
        about = f"{asks} What backs each claim stands in the comparison now."
        yield _Draft(addresses.EVIDENCE, "moved", origin, "The evidence", about, {}, UNSEARCHED)
    if tree.add_ons:
        about = (
            f"{asks} The add-ons that the tables name: what each gives, its last release, and what was run."
        )
        used = used_add_ons(tree)
        context = {"used": used, "counts": per_alternative(used)}
        yield _Draft(addresses.ADD_ONS, "add-ons", _line(guide, "add-ons"), "Add-ons", about, context)
    if guide.cases:
        origin = f"{CASES.as_posix()}/{guide.cases[0].id}.yaml"
        about = f"{asks} Where real projects end, and what they use."
        context = {
            "found": agreement(tree, guide.cases),
            "fitted": agreement(tree, guide.fitted) if guide.fitted else None,
            "by_sides": by_sides(tree, guide.cases),
            "unseen": first_walks(tree, guide.cases),
            "folder": CASES.as_posix(),
        }
        yield _Draft(addresses.PROJECTS, "projects", origin, "Real projects", about, context, FOUND_LAST)


def _proofs(guide: Guide) -> Iterator[_Draft]:
    """A page for each file of proofs that the tree names."""
    named = {without_parameters(proof) for _, proof in guide.tree.proofs}
    for file in read_proof_files(guide.evidence, named):
        address, origin = addresses.proof_file(file.slug), f"{EVIDENCE.as_posix()}/{file.name}"
        context = {"file": file, "place": origin}
        about = f"Proofs that run: {file.title}."
        yield _Draft(address, "proofs", origin, file.title, about, context, UNSEARCHED)


def _questions(guide: Guide) -> Iterator[_Draft]:
    for key, question in guide.tree.questions.items():
        address, origin = addresses.question(key), _line(guide, "questions", key)
        place, about = (
            guide.place("questions", key),
            texts.plain(question.help) if question.help else question.ask,
        )
        context = {"id": key, "question": question, "table": table(guide, question.compare), "place": place}
        front = ON_THE_WAY | UNSEARCHED
        yield _Draft(address, "question", origin, question.ask, about, context, front)


def _outcomes(guide: Guide) -> Iterator[_Draft]:
    for key, outcome in guide.tree.outcomes.items():
        address, origin = addresses.outcome(key), _line(guide, "outcomes", key)
        place, front = guide.place("outcomes", key), ON_THE_WAY | {"card": addresses.card(key)}
        tables = {"table": outcome_table(guide, outcome), "considered": considered(guide, outcome)}
        context = {"id": key, "outcome": outcome, "place": place} | tables
        yield _Draft(address, "outcome", origin, outcome.name, texts.plain(outcome.summary), context, front)


def _line(guide: Guide, *route: str) -> str:
    """Where a part of the tree begins: decision_tree.yaml#L41"""
    place = guide.source.places[route]
    return f"{place.file}#L{place.key.line}"


def _page(render: Renderer, draft: _Draft, **context) -> Page:
    """Render a draft. Without `render_macros`, a text such as {{ x }} stays text."""
    body = render(f"{draft.template}.html.j2", addresses.to_root(draft.address), **draft.context, **context)
    front = {"title": draft.title} if draft.title else {}
    front |= {
        "description": shorten(draft.about, DESCRIPTION, placeholder=" …"),
        "hide": ["navigation", "toc"],
        "render_macros": False,
    }
    return Page(addresses.file_of(draft.address), f"{body}\n", draft.origin, front | draft.front)
