"""A guide and its article -> every file of the site's source, for a generator other than MkDocs.

The macros of the article are worked out. What another generator wants otherwise than MkDocs: a link in HTML is as seen
from the file and not from the page's own folder; `edit_url` stands in the front matter.
"""

import re
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import yaml
from jinja2 import Environment, StrictUndefined, TemplateError
from markupsafe import escape

from macros.article.check import DOCS, FRONT
from macros.article.macros import macros_for
from macros.github import Repository
from macros.guide import Guide
from macros.pages import addresses
from macros.pages.cards import images
from macros.pages.pages import Page, home, pages
from macros.reading.faults import Fault, Faults, Mark, sentence

SOURCES = (".md", ".yaml")  # what pages are made from
LINK_UP = re.compile(r'(\s(?:href|src)=")\.\./')
JINJA = Environment(undefined=StrictUndefined)  # as mkdocs-macros has it


def files(guide: Guide, root: Path, repository: Repository | None = None) -> Iterator[tuple[str, bytes]]:
    """Make each file of the project at `root`: its path, and its content. Raises Faults if a macro fails."""
    article = _article(guide, root / DOCS, repository)
    own_home = any(addresses.of_file(page.path) == addresses.HOME for page in article)
    for page in [*article, *pages(guide, repository), *([] if own_home else [home(guide, repository)])]:
        yield page.path, (_portable(page, repository).text if page.front else page.body).encode()
    yield from images(guide.tree)
    for file in sorted((root / DOCS).rglob("*")):
        if file.is_file() and file.suffix not in SOURCES:
            yield file.relative_to(root / DOCS).as_posix(), file.read_bytes()


def _article(guide: Guide, docs: Path, repository: Repository | None) -> list[Page]:
    made, faults = [], []
    for file in sorted(file for file in docs.rglob("*.md") if file.is_file()):
        try:
            path, text = file.relative_to(docs).as_posix(), file.read_text("utf-8-sig")
            made.append(_worked_out(path, text, guide, repository))
        except Faults as found:
            faults += found.faults
    if faults:
        raise Faults(faults)
    return made


def _worked_out(path: str, text: str, guide: Guide, repository: Repository | None) -> Page:
    """The page at `path` below docs/ with its macros worked out, unless it says `render_macros: false`."""
    front = FRONT.match(text)
    settings = (yaml.safe_load(front[1]) or {}) if front else {}
    body = text[front.end() :] if front else text
    if settings.get("render_macros") is not False:
        macros = {macro.__name__: macro for macro in macros_for(guide, lambda: addresses.of_file(path))}
        names = macros | {"guide": guide, "repository": repository}
        try:
            body = JINJA.from_string(body, names).render(settings)
        except (TemplateError, LookupError, TypeError) as error:
            above = front[0].count("\n") if front else 0
            lines = [
                it.lineno for it in traceback.extract_tb(error.__traceback__) if it.filename == "<template>"
            ]
            message = f"a macro fails here: {sentence(error)}"
            raise Faults([Fault(f"{DOCS}/{path}", Mark(above + lines[-1], 1), "", message)]) from error
    return Page(path, body, f"{DOCS}/{path}", settings | {"render_macros": False})


def _portable(page: Page, repository: Repository | None) -> Page:
    """A page as other generators want it. Its title and its description are escaped: themes write them as they stand."""
    front = dict(page.front)
    for key in {"title", "description"} & front.keys():
        front[key] = str(escape(front[key]))
    if repository:
        front["edit_url"] = repository.edit(page.origin)
    is_folder = page.path.endswith("index.md")  # then its file is where its address is
    return replace(page, body=page.body if is_folder else LINK_UP.sub(r"\1", page.body), front=front)
