"""What is wrong in the article pages: their front matter, and the macros that they call."""

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from macros import guide
from macros.article.macros import macros_for
from macros.reading import source
from macros.reading.faults import Fault, Faults, Mark, did_you_mean
from macros.tree.sources import latest_today

DOCS = Path("docs")
FRONT = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)  # as MkDocs finds it
THEIRS = {"context", "macros_info", "now", "fix_url"}  # what mkdocs-macros brings itself
JINJA = Environment()


def load(file: Path) -> guide.Guide:
    """Load the guide of `file` as of today, and check the article pages beside it. Raises Faults."""
    it = guide.load(file, latest_today())
    docs, macros = file.parent / DOCS, {macro.__name__: macro for macro in macros_for(it, lambda: "")}
    pages = [(page, f"{DOCS}/{page.relative_to(docs).as_posix()}") for page in sorted(docs.rglob("*.md"))]
    faults = [fault for page, name in pages for fault in faults_in(page.read_text("utf-8-sig"), name, macros)]
    if faults:
        raise Faults(faults)
    return it


def faults_in(text: str, name: str, macros: dict[str, Callable]) -> list[Fault]:
    """What is wrong in one page. MkDocs takes a front matter that it cannot read for a text."""
    front = FRONT.match(text)
    if text.startswith("---\n") and not front:
        return [
            Fault(name, Mark(1, 1), "", "the front matter that begins here has no end. Add a line of ---.")
        ]
    settings: object = {}
    if front:
        try:
            settings = source.parse("\n" + front[1], name).data if front[1].strip() else None
        except Faults as found:
            return list(found.faults)
    if not isinstance(settings, dict):
        return [Fault(name, Mark(2, 1), "", "a front matter has keys and values, such as `title: A title`.")]
    return [] if settings.get("render_macros") == "false" else list(_wrong_calls(text, name, macros))


def _wrong_calls(text: str, name: str, macros: dict[str, Callable]) -> Iterator[Fault]:
    try:
        page = JINJA.parse(text)
    except TemplateSyntaxError as error:
        yield Fault(name, Mark(error.lineno, 1), "", f"a macro is called wrongly here: {error.message}.")
        return
    lines = text.splitlines()
    known = macros.keys() | THEIRS | JINJA.globals.keys()
    undeclared = find_undeclared_variables(page)
    for call in page.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name):
            word = call.node.name
            mark = Mark(call.lineno, lines[call.lineno - 1].find(word) + 1)
            if word in macros:
                if message := _refusal(macros[word], call):
                    yield Fault(name, mark, word, message)
            elif word in undeclared - known:
                yield Fault(name, mark, "", f"there is no macro '{word}'.{did_you_mean(word, macros)}")


def _refusal(macro: Callable, call: nodes.Call) -> str:
    """What a macro says against its arguments, if they are plain values."""
    try:
        arguments = [argument.as_const() for argument in call.args]
        named = dict(argument.as_const() for argument in call.kwargs)
        inspect.signature(macro).bind(*arguments, **named)
        macro(*arguments, **named)
    except nodes.Impossible:
        return ""
    except LookupError as error:
        return str(error)
    except TypeError as error:
        return f"{error}."
    return ""
