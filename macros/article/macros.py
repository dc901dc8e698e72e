"""The macros for article pages: tables, links and figures out of the tree and its record."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from markupsafe import Markup

from macros.article import packages as compiler
from macros.cases.agreement import agreement, separations
from macros.cases.unseen import first_walks
from macros.cases.walks import ADVISED, VERDICTS, Walked
from macros.evidence.figure import figures
from macros.evidence.proof import apps_in
from macros.format import manual
from macros.guide import Guide
from macros.pages import addresses
from macros.pages.claims import claims
from macros.pages.comparison import criteria_named, table
from macros.pages.render import Renderer, owners
from macros.pages.support import time_line
from macros.pages.verdict import verdict
from macros.reading.faults import did_you_mean
from macros.tree import texts

Thing = TypeVar("Thing")
# Tags and entities, and what Markdown would take for its own, in a table too.
OWN_MARKS = re.compile(r"<[^>]*>|&#?\w+;|[\\`*_\[\]{}|#+=~^:!-]")


def macros_for(guide: Guide, url: Callable[[], str]) -> list[Callable[..., object]]:
    """Return the macros; `url` returns the address of the page that is being made, such as "introduction/"."""
    macros = Macros(guide, url)
    return [getattr(macros, name) for name in vars(Macros) if not name.startswith("_")]


class Macros:
    """The macros of one guide: its public methods. Each raises LookupError for a name that is not there."""

    def __init__(self, guide: Guide, url: Callable[[], str]):
        self._guide, self._tree, self._url = guide, guide.tree, url
        self._renderer = Renderer(guide)

    def comparison(self, *names: str) -> str:
        """The table of some criteria; a group's id stands for all its criteria."""
        shown = table(self._guide, criteria_named(self._tree, names))
        return self._render("comparison_of_article.html.j2", table=shown)

    def cell(self, criterion: str, column: str) -> str:
        """What one cell says, inside a sentence."""
        cells = _find("criterion", self._tree.criteria, criterion).cells
        return _literal(texts.inline(_find("column", cells, column).says, self._base))

    def criterion(self, key: str) -> str:
        """A link to what backs one criterion."""
        return self._link(addresses.criterion(key), _find("criterion", self._tree.criteria, key).name)

    def question(self, key: str) -> str:
        """A link to a question."""
        return self._link(addresses.question(key), _find("question", self._tree.questions, key).ask)

    def outcome(self, key: str) -> str:
        """A link to an outcome."""
        return self._link(addresses.outcome(key), _find("outcome", self._tree.outcomes, key).name)

    def start(self, text: str) -> str:
        """The button that leads to the first question."""
        return self._render("start.html.j2", text=text)

    def most_questions(self) -> int:
        """How many questions a reader is asked at most."""
        return self._guide.graph.most_left[self._tree.start]

    def answered(self, question: str, answer: str, text: str) -> str:
        """A link to what an answer leads to, with that answer given."""
        answers = _find("question", self._tree.questions, question).answers
        end = _find("answer", answers, answer).next
        return self._link(addresses.with_answers(self._tree, end, [(question, answer)]), text)

    def verdict(self, case: str) -> str:
        """The verdict for one real project, in small."""
        there = {walked.id: walked for walked in self._guide.cases}
        found = verdict(self._tree, _find("real project", there, case))
        if not found:
            raise LookupError(f"the answers of '{case}' lead to several outcomes, or to no pick.")
        return self._render("verdict.html.j2", verdict=found)

    def situations(self) -> str:
        """A card for each situation, which leads to the outcome of its answers."""
        return self._render("situations.html.j2")

    def claims(self) -> str:
        """How many claims there are, and what backs them, in words."""
        return self._render("claims.html.j2", claims=claims(self._guide))

    def measured(self, what: str) -> str:
        """Bars of what the proofs measured under the name `what`."""
        runs = self._guide.record.runs.values()
        measured = figures((run for of_one_proof in runs for run in of_one_proof), owners(self._tree))
        drawn = [figure for figure in measured if figure.what == what]
        if not drawn:
            hint = did_you_mean(what, {figure.what for figure in measured})
            raise LookupError(f"no proof measured '{what}'.{hint}")
        return self._render("figures.html.j2", drawn=drawn)

    def support(self) -> str:
        """The releases that get fixes, on a time line."""
        line = time_line(self._tree)
        if not line:
            raise LookupError("no alternative has `supported`.")
        return self._render("support.html.j2", line=line)

    def version(self, package: str) -> str:
        """The newest version of a package that the proofs ran on."""
        versions = self._guide.record.versions(package)
        if not versions:
            raise LookupError(f"the proofs ran on no '{package}'.")
        return versions[0]

    def code(self, app: str) -> str:
        """A program that the proofs run, as they run it."""
        file = _find("program", apps_in(self._guide.evidence), app)
        return texts.code(file.read_text(encoding="utf-8"), "python", app)

    def moves(self) -> str:
        """A table of the real projects that changed what they use."""
        return self._render(
            "moves.html.j2", moved=[walked for walked in self._guide.cases if walked.case.moved]
        )

    def costs(self) -> str:
        """A table of what it costs to change from one alternative to another, and what each class of cost means."""
        return self._render("costs.html.j2")

    def agreed(self, *verdicts: str) -> int:
        """How many real projects on which the tree was mended have one of the verdicts, such as "same"; without any, all."""
        _refuse_unknown(verdicts, VERDICTS)
        return sum(walked.verdict in (verdicts or VERDICTS) for walked in self._guide.fitted)

    def unseen(self, beside: str, *verdicts: str) -> str:
        """How many unseen projects had one of the verdicts at their first walks: 27, or "27, 28" if readers differ.

        `beside` is "used" or "advised"; without verdicts, it is how many projects there are.
        """
        walks = first_walks(self._tree, self._guide.cases)
        if not walks:
            raise LookupError("no real project has first walks under `unseen`.")
        _refuse_unknown(verdicts, _find("measure", {"used": VERDICTS, "advised": ADVISED}, beside))
        if not verdicts:
            return str(walks.cases)
        counts = [getattr(reader, beside) for reader in walks.readers]
        return ", ".join(dict.fromkeys(str(sum(count[verdict] for verdict in verdicts)) for count in counts))

    def guesses(self) -> str:
        """How many sides of the real projects the tree and some ways of guessing get right."""
        found = agreement(self._tree, self._cases)
        return self._render("guesses.html.j2", found=found, fitted=len(self._guide.fitted))

    def separations(self) -> str:
        """What each question separates among the real projects."""
        found = separations(self._tree, self._guide.graph, self._cases)
        return self._render("separations.html.j2", separations=found)

    def clear(self) -> str:
        """Bars of all ways through the questions, by how clear their outcomes are."""
        return self._render("clear.html.j2")

    def keys(self, file: str) -> str:
        """Every key of a file of the format, "tree" or "case", and what it is."""
        return self._render("keys.md.j2", parts=manual.parts(_find("file", manual.FILES, file)))

    def rules(self, file: str) -> str:
        """The rules that such a file must keep."""
        return self._render("rules.html.j2", rules=manual.in_words(_find("file", manual.RULES, file)))

    def packages(self, *names: str) -> str:
        """Packages of this compiler with their modules, as their docstrings describe them."""
        there = compiler.packages()
        return self._render("packages.md.j2", packages=[_find("package", there, name) for name in names])

    @property
    def _cases(self) -> tuple[Walked, ...]:
        if not self._guide.cases:
            raise LookupError("there is no real project.")
        return self._guide.cases

    @property
    def _base(self) -> str:
        return addresses.to_root(self._url())

    def _render(self, template: str, **context) -> Markup:
        return self._renderer(template, self._base, **context)

    def _link(self, to: str, text: str) -> Markup:
        return _literal(self._render("link.html.j2", to=to, text=text))


def _refuse_unknown(verdicts: Iterable[str], known: Sequence[str]) -> None:
    """Raise LookupError for a verdict that there is not."""
    if unknown := set(verdicts) - set(known):
        raise LookupError(f"there is no verdict '{unknown.pop()}'. There are: {', '.join(known)}.")


def _find(kind: str, things: dict[str, Thing], key: str) -> Thing:
    """The one of the things that `key` names. Raises LookupError, with the nearest, if there is none."""
    if key not in things:
        raise LookupError(f"there is no {kind} '{key}'.{did_you_mean(key, things)}")
    return things[key]


def _literal(html: str) -> Markup:
    """HTML for a line of Markdown: what Markdown would take for its marks, outside of tags, become entities."""
    return Markup(OWN_MARKS.sub(lambda found: found[0] if len(found[0]) > 1 else f"&#{ord(found[0])};", html))
