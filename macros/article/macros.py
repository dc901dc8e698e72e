"""The macros for article pages: tables, links and figures out of the tree and its record."""

import re
from collections.abc import Callable
from typing import TypeVar

from markupsafe import Markup

from macros.article import packages as compiler
from macros.cases.walks import VERDICTS
from macros.evidence.figure import figures
from macros.evidence.proof import apps_in
from macros.format import manual
from macros.guide import Guide
from macros.pages import comparison as tables
from macros.pages.render import Renderer
from macros.reading.faults import did_you_mean
from macros.tree import texts

Thing = TypeVar("Thing")


def macros_for(guide: Guide, url: Callable[[], str]) -> list[Callable[..., str]]:
    """Return the macros; `url` tells the address of the page that is being made, such as "introduction/"."""
    render = Renderer(guide)

    def base() -> str:
        return "../" * url().count("/") or "./"

    def link(to: str, text: str) -> Markup:
        return _as_it_is(render("link.html.j2", base(), to=to, text=text))

    def comparison(*names: str) -> str:
        """The table of some criteria; a group's id stands for all its criteria."""
        table = tables.table(guide, tables.criteria_named(guide.tree, names))
        return render("comparison.html.j2", base(), table=table, level=0, anchors=False)

    def cell(criterion: str, column: str) -> str:
        """What one cell says, inside a sentence."""
        cells = known("criterion", guide.tree.criteria, criterion).cells
        return _as_it_is(texts.inline(known("column", cells, column).says, base()))

    def criterion(key: str) -> str:
        """A link to what backs one criterion."""
        return link(f"evidence/#{key}", known("criterion", guide.tree.criteria, key).name)

    def question(key: str) -> str:
        """A link to a question."""
        return link(f"decide/{key}/", known("question", guide.tree.questions, key).ask)

    def outcome(key: str) -> str:
        """A link to an outcome."""
        return link(f"outcome/{key}/", known("outcome", guide.tree.outcomes, key).name)

    def start(text: str) -> str:
        """The button that begins the walk."""
        return render("start.html.j2", base(), text=text)

    def most_questions() -> int:
        """How many questions a reader is asked at most."""
        return guide.graph.most_left[guide.tree.start]

    def proved() -> str:
        """One line: how many of all cells are proved, on what, and when."""
        return tables.whole_table(guide).foot

    def measured(what: str) -> str:
        """Bars of what the proofs measured under the name `what`. Fails if none did."""
        everything = figures(run for runs in guide.record.runs.values() for run in runs)
        drawn = [figure for figure in everything if figure.what == what]
        if not drawn:
            there = {figure.what for figure in everything}
            raise LookupError(f"no proof measured '{what}'.{did_you_mean(what, there)}")
        return render("figures.html.j2", base(), drawn=drawn)

    def version(package: str) -> str:
        """The newest version of a package that the proofs ran on. Fails if they ran on none."""
        versions = guide.record.versions(package)
        if not versions:
            raise LookupError(f"the proofs ran on no '{package}'.")
        return versions[0]

    def code(app: str) -> Markup:
        """A program that the proofs run, as they run it."""
        file = known("program", apps_in(guide.evidence), app)
        return texts.code(file.read_text(encoding="utf-8"), "python", app)

    def moves() -> str:
        """A table of the real projects that changed what they use."""
        return render("moves.html.j2", base(), moved=[it for it in guide.cases if it.case.moved])

    def agreed(*verdicts: str) -> int:
        """How many real projects have one of the verdicts, such as "same"; without any, how many there are."""
        if unknown := set(verdicts) - set(VERDICTS):
            raise LookupError(f"there is no verdict '{unknown.pop()}'. There are: {', '.join(VERDICTS)}.")
        return sum(it.verdict in (verdicts or VERDICTS) for it in guide.cases)

    def keys(file: str) -> str:
        """Every key of a file of the format, "tree" or "case", and what it is."""
        return render("keys.md.j2", base(), parts=manual.parts(known("file", manual.FILES, file)))

    def rules(file: str) -> str:
        """The rules that such a file must keep."""
        return render("rules.html.j2", base(), rules=manual.in_words(known("file", manual.RULES, file)))

    def packages(*names: str) -> str:
        """Packages of this compiler with their modules, as their docstrings describe them."""
        there = compiler.packages()
        found = [known("package", there, name) for name in names]
        return render("packages.md.j2", base(), packages=found)

    return [
        comparison,
        cell,
        criterion,
        question,
        outcome,
        start,
        most_questions,
        proved,
        measured,
        version,
        code,
        moves,
        agreed,
        keys,
        rules,
        packages,
    ]


def known(kind: str, things: dict[str, Thing], key: str) -> Thing:
    """The one that `key` names. Raises LookupError, which tells the nearest, if there is none."""
    if key not in things:
        raise LookupError(f"there is no {kind} '{key}'.{did_you_mean(key, things)}")
    return things[key]


def _as_it_is(html: str) -> Markup:
    """HTML inside a line of Markdown: between the tags, Markdown's own marks become entities, or they would work."""
    return Markup(
        re.sub(r"<[^>]*>|[\\`*_\[\]{}]", lambda m: m[0] if m[0][0] == "<" else f"&#{ord(m[0])};", html)
    )
