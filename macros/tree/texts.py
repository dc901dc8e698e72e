"""Markdown of the YAML -> HTML. No text can bring markup of its own: raw HTML is shown as the text it is."""

import re
from functools import cache, lru_cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import HTML_RE, InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE
from markupsafe import Markup

LONGEST = 3_000  # characters of a text in the YAML; of brackets alone, Markdown takes seconds for as many
# What a link may begin with; the last begins an address such as <me@example.org>, which Markdown scrambles.
SAFE = ("https://", "http://", "mailto:", "#", "/", AMP_SUBSTITUTE)


class _Guard(Extension):
    """Makes Markdown refuse raw HTML, pictures, and links that lead nowhere; `refused` says what it met."""

    def extendMarkdown(self, md):
        self.refused: list[str] = []
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(_RawHtml(HTML_RE, md, self.refused), "raw_html", 90)
        md.treeprocessors.register(_Links(md, self.refused), "links", -10)  # once escapes are undone


class _RawHtml(InlineProcessor):
    def __init__(self, pattern, md, refused):
        super().__init__(pattern, md)
        self.refused = refused

    def handleMatch(self, match, data):
        tag = match.group(1)[:40]
        opening = (f"('<{tag[2:-1]}{end}" for end in "> ")
        # A closing tag whose opening tag was refused is part of the same mistake.
        if tag[1] != "/" or not any(start in message for start in opening for message in self.refused):
            self.refused.append(f"raw HTML ('{tag}') is not allowed here. Use Markdown.")
        return self.md.htmlStash.store(Markup.escape(match.group(1))), match.start(0), match.end(0)


class _Links(Treeprocessor):
    def __init__(self, md, refused):
        super().__init__(md)
        self.refused = refused

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "img":
                self.refused.append("a picture is not allowed here: pages ask no other host for anything.")
                element.tag = "span"
                element.attrib.clear()
            elif element.tag == "a":
                self._link(element)

    def _link(self, element: Element) -> None:
        target = element.get("href", "").strip()
        if target.lower().startswith(SAFE) and not target.startswith("//"):
            element.set("href", target)
        else:
            self.refused.append(
                f"the link '{target[:60]}' leads nowhere. Begin it with https://, or with / for a page of this site."
            )
            element.attrib.pop("href")


@cache
def _converter() -> tuple[Markdown, _Guard]:
    guard = _Guard()
    return Markdown(extensions=[guard, "sane_lists", "pymdownx.highlight", "pymdownx.superfences"]), guard


@lru_cache(maxsize=10_000)
def _convert(text: str) -> tuple[str, tuple[str, ...]]:
    """The HTML of the Markdown `text`, its links into the site beginning with /, and what was refused in it."""
    markdown, guard = _converter()
    guard.refused.clear()
    try:
        html = markdown.reset().convert(text)
    except RecursionError:
        _converter.cache_clear()  # `reset` does not bring it back from where it was stopped
        return str(Markup.escape(text)), ("lists or quotes are nested too deeply here. Use fewer levels.",)
    return html, tuple(guard.refused)


def refused(text: str) -> tuple[str, ...]:
    """What the Markdown `text` holds that is not allowed, each as a sentence."""
    return too_long(text) or _convert(text)[1]


def too_long(text: str) -> tuple[str, ...]:
    """What to say of a text that is too long for a page; nothing of another."""
    if len(text) > LONGEST:
        return (f"this text has {len(text)} characters. Shorten it to {LONGEST}.",)
    return ()


def block(text: str, base: str) -> Markup:
    """The HTML of the Markdown `text`; `base` is the way to the site's root, such as "../../"."""
    html, _ = _convert(text)
    return Markup(html.replace('<a href="/', f'<a href="{base}'))  # in a text, < stands as &lt;


def inline(text: str, base: str) -> Markup:
    """Like `block`, but a text of one paragraph comes without the paragraph, to stand inside a line."""
    html = block(text, base)
    one = html.count("<p>") == 1 and html.startswith("<p>") and html.endswith("</p>")
    return Markup(html[3:-4]) if one else html


def plain(text: str) -> str:
    """The Markdown `text` on one line without its markup."""
    return " ".join(Markup(_convert(text)[0]).striptags().split())


def code(text: str, language: str, title: str) -> Markup:
    """A program as a block of code with a title."""
    fence = "`" * max(5, *(1 + len(run) for run in re.findall("`+", text)), 0)
    return block(f'{fence}{language} title="{title}"\n{text}\n{fence}', "")
