"""Where links to other hosts stand: in the tree, the real projects, the article, and the texts about this project."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag

from markdown import markdown

from macros import source, texts
from macros.article_check import DOCS
from macros.cases import AS_IT_IS
from macros.composer import Route
from macros.faults import Mark
from macros.guide import CASES, Guide
from macros.hypertext import targets
from macros.source import Source

ABOUT = ("README.md", "CONTRIBUTING.md")
# Places that no HTML names: lines at a code host, the top of a page, and what a page's own script makes of it.
NOT_IN_HTML = re.compile(r"L\d+(C\d+)?(-L?\d+(C\d+)?)?|top|[!/].*", re.DOTALL)
ADDRESS = re.compile(r"https?://\S+")
GOES_ON = r"(?![.,:;!]*[\w/#?=&%~+@-])"  # what stands behind a whole address is none of these
CODE = re.compile(r"^ *(```+|~~~+).*?^ *\1|(`+)(?:(?!\n\n).)+?\2", re.MULTILINE | re.DOTALL)
# As the site and the code host read Markdown: code holds no links, and a bare address is one.
EXTENSIONS = ("tables", "md_in_html", "pymdownx.superfences", "pymdownx.magiclink")


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A link to another host, and where it stands."""

    file: str
    mark: Mark
    where: str
    url: str

    @property
    def page(self) -> str:
        """The address without the place on the page."""
        return urldefrag(self.url).url

    @property
    def fragment(self) -> str:
        """The place on the page, as its HTML names it; nothing where it names none."""
        place = unquote(urldefrag(self.url).fragment.partition(":~:")[0])  # behind it: words to look for
        return "" if NOT_IN_HTML.fullmatch(place) else place


def outside_links(it: Guide, folder: Path) -> list[Link]:
    """Every link to another host in `it`, the guide of `folder`, and in the texts beside it."""
    links = list(in_yaml(it.source, _text(folder / it.source.file)))
    for walked in it.cases:
        file = CASES / f"{walked.id}.yaml"
        case = source.read(folder / file, file.as_posix())
        links += in_yaml(case, _text(folder / file))
        links.append(Link(case.file, case.values["proof", "path"], "proof.path", walked.case.seen))
    pages = [*sorted((folder / DOCS).rglob("*.md")), *(folder / name for name in ABOUT)]
    for page in filter(Path.is_file, pages):
        links += in_markdown(_text(page), page.relative_to(folder).as_posix())
    return links


def in_yaml(it: Source, text: str) -> Iterator[Link]:
    """The links in the data of `it`; `text` is what it was read from."""
    for route, value in _texts(it.data):
        # A part that an alias repeats has no place of its own: its links are found where they are written.
        if route in it.values and route != AS_IT_IS:
            begin, end = it.values[route], it.ends[route]
            for url in _addresses(value):
                places = (mark for mark in _places(url, text) if mark >= begin and mark.line <= end)
                yield Link(it.file, next(places, begin), ".".join(map(str, route)), url)


def in_markdown(text: str, name: str) -> Iterator[Link]:
    """The links in a page of Markdown, which they call `name`."""
    without_code = CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)
    for url in _targets(markdown(text, extensions=EXTENSIONS)):
        for mark in [*_places(url, without_code)] or [*_places(url, text)][:1] or [Mark(1, 1)]:
            yield Link(name, mark, "", url)


def _texts(data: object, route: Route = ()) -> Iterator[tuple[Route, str]]:
    if isinstance(data, str):
        yield route, data
    elif isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _texts(value, (*route, key))


def _addresses(text: str) -> list[str]:
    if ADDRESS.fullmatch(text.strip()):
        return [text.strip()]
    return _targets(texts.block(text, "")) if "://" in text else []


def _places(url: str, text: str) -> Iterator[Mark]:
    for found in re.finditer(re.escape(url) + GOES_ON, text):
        before = text[: found.start()]
        yield Mark(before.count("\n") + 1, len(before) - before.rfind("\n"))


def _targets(html: str) -> list[str]:
    return [url for url in targets(html) if ADDRESS.fullmatch(url)]


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig")
