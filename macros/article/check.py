"""A folder with a decision in it -> its guide, once its article is sound: the front matter and the calls of macros."""

import inspect
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import yaml
from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from macros import guide as guides
from macros.article.macros import macros_for
from macros.pages import addresses
from macros.reading import source
from macros.reading.faults import Fault, Faults, Mark, did_you_mean, sentence
from macros.tree.sources import latest_today

DOCS = Path("docs")
FRONT = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)  # as MkDocs finds it
TEXTS = {"title", "description"}  # in a front matter
TEXT = "tag:yaml.org,2002:str"
OF_MKDOCS_MACROS = {"context", "macros_info", "now", "fix_url"}  # the macros that it brings itself
JINJA = Environment()
JINJA.filters.update(dict.fromkeys(("pretty", "relative_url"), str))  # it brings these too
Macros = dict[str, Callable]  # by their names


def load(file: Path) -> guides.Guide:
    """Load the guide of `file` as of today, and check the article pages beside it. Raises Faults."""
    guide = guides.load(file, latest_today())
    macros = {macro.__name__: macro for macro in macros_for(guide, lambda: "")}
    docs, faults = file.parent / DOCS, []
    files = {file.relative_to(docs).as_posix(): file for file in sorted(docs.rglob("*")) if file.is_file()}
    for path in files:
        if path.endswith(".md"):
            faults += faults_of(files[path], f"{DOCS}/{path}", macros)
    faults += addresses_twice(files, addresses.made(guide))
    if faults:
        raise Faults(faults)
    return guide


def addresses_twice(paths: Iterable[str], made: Iterable[str]) -> Iterator[Fault]:
    """The files below docs/ that would stand at the address of another, or of a page that is `made` from the tree."""
    first = dict.fromkeys(made, "what is made from the tree")
    for path in paths:
        address = addresses.of_file(path)
        # Not every disk tells a capital from a small letter.
        if (other := first.setdefault(address.lower(), f"{DOCS}/{path}")) != f"{DOCS}/{path}":
            message = f"the address of this file, /{address}, is that of {other} too. Rename the file."
            yield Fault(f"{DOCS}/{path}", Mark(1, 1), "", message)


def faults_of(file: Path, name: str, macros: Macros) -> list[Fault]:
    """What is wrong in the page that a file holds, called by its `name`."""
    try:
        text = source.text_of(file, name)
    except Faults as found:
        return list(found.faults)
    return faults_in(text.replace("\r\n", "\n"), name, macros)


def faults_in(text: str, name: str, macros: Macros) -> list[Fault]:
    """What is wrong in one page, called by its `name`."""
    try:
        settings = _front_matter(text, name)
    except Faults as found:
        return list(found.faults)
    if settings.get("render_macros") == "false":
        return []
    front = FRONT.match(text)
    above = front[0] if front else ""  # where no macro is called; the lines below keep their numbers
    return list(_wrong_calls("\n" * above.count("\n") + text[len(above) :], name, macros))


def _front_matter(text: str, name: str) -> dict:
    """The keys and values at the top of a page. Raises Faults: MkDocs takes what it cannot read for a text."""
    front = FRONT.match(text)
    if not front:
        if text.startswith("---\n"):
            message = "the front matter that begins here has no end. Add a line of ---."
            raise Faults([Fault(name, Mark(1, 1), "", message)])
        return {}
    settings = source.parse("\n" + front[1], name).data if front[1].strip() else None
    if not isinstance(settings, dict):
        message = "a front matter has keys and values, such as `title: A title`."
        raise Faults([Fault(name, Mark(2, 1), "", message)])
    if faults := list(_no_texts(front[1], name)):
        raise Faults(faults)
    return settings


def _no_texts(front: str, name: str) -> Iterator[Fault]:
    """The values of a front matter that MkDocs would not read as the texts which they have to be."""
    for key, value in yaml.compose(front, yaml.SafeLoader).value:
        if key.value in TEXTS and value.tag != TEXT:
            mark = Mark(value.start_mark.line + 2, value.start_mark.column + 1)  # below the line of ---
            message = "this is empty. Write it, or delete the line."
            if value.value:
                message = f'this is no text for MkDocs. Put it in quotes, as in `{key.value}: "2026"`.'
            yield Fault(name, mark, key.value, message)


def _wrong_calls(text: str, name: str, macros: Macros) -> Iterator[Fault]:
    """The calls of macros that are not there, or that refuse their arguments."""
    try:
        page = JINJA.parse(text.replace("\r", " "))  # which would end a line for it, and for git does not
        unknown = find_undeclared_variables(page) - macros.keys() - OF_MKDOCS_MACROS - JINJA.globals.keys()
    except TemplateSyntaxError as error:
        message = f"a macro is called wrongly here: {sentence(error.message)}"
        yield Fault(name, Mark(error.lineno, 1), "", message)
        return
    lines, before = text.split("\n"), Counter()
    for call in page.find_all(nodes.Call):
        if not isinstance(call.node, nodes.Name):
            continue
        macro, line = call.node.name, call.node.lineno
        places = [it.start() for it in re.finditer(rf"\b{macro}\b", lines[line - 1])]
        mark = Mark(line, places[before[line, macro]] + 1)
        before[line, macro] += 1
        if macro in unknown:
            yield Fault(name, mark, "", f"there is no macro '{macro}'.{did_you_mean(macro, macros)}")
        elif macro in macros and (message := _refusal(macros[macro], call)):
            yield Fault(name, mark, macro, message)


def _refusal(macro: Callable, call: nodes.Call) -> str:
    """What a macro says against its arguments, where they are plain values; nothing if it takes them."""
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
        return sentence(error)
    return ""
