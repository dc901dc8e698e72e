"""Markdown of the YAML -> HTML. No text can bring markup of its own: raw HTML is shown as the text it is."""

import re
from functools import lru_cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import HTML_RE, InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE
from markupsafe import Markup

LONGEST = 3_000  # characters of a text in the YAML; of brackets alone, Markdown takes seconds for as many
# One line that Markdown leaves as it is: most texts of a tree are, and all labels are looked at.
SIMPLE = re.compile(r"[^\W\d_]([^\W_]|[ ,.;:?!'’()/-])*(?<! )")
SITE = "\ue000"  # stands for the way to the site's root until the page is known
# What a link may begin with; the last begins an address such as <me@example.org>, which Markdown scrambles.
SAFE = ("https://", "http://", "mailto:", "#", "/", AMP_SUBSTITUTE)


class _Guard(Extension):
    """Refuses raw HTML, pictures, and links that do not lead to a page; notes each in `refused`."""

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
        if tag[1] != "/" or not any(own in told for own in opening for told in self.refused):
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
        if not target.lower().startswith(SAFE) or target.startswith("//"):
            self.refused.append(
                f"the link '{target[:60]}' leads nowhere. Begin it with https://, or with / for a page of this site."
            )
            element.attrib.pop("href")
        elif target.startswith("/"):
            element.set("href", SITE + target[1:])


def _markdown() -> tuple[Markdown, _Guard]:
    guard = _Guard()
    return Markdown(extensions=[guard, "sane_lists", "pymdownx.highlight", "pymdownx.superfences"]), guard


_MD, _GUARD = _markdown()


@lru_cache(maxsize=1_000_000)
def _convert(text: str) -> tuple[str, tuple[str, ...]]:
    if SIMPLE.fullmatch(text):
        return f"<p>{text}</p>", ()
    global _MD, _GUARD
    _GUARD.refused.clear()
    try:
        html = _MD.reset().convert(text)
    except RecursionError:
        _MD, _GUARD = _markdown()  # the old one stands where it was stopped
        return str(Markup.escape(text)), ("lists or quotes are nested too deep here.",)
    return html, tuple(_GUARD.refused)


def refused(text: str) -> tuple[str, ...]:
    """Return what in the Markdown `text` has no place in it, each as a sentence."""
    if len(text) > LONGEST:
        return (f"these are {len(text)} characters. A text has {LONGEST} at most.",)
    return _convert(text)[1]


def block(text: str, base: str) -> Markup:
    """Return the HTML of the Markdown `text`; `base` is the way to the site's root, such as "../../"."""
    return Markup(_convert(text)[0].replace(SITE, base))


def inline(text: str, base: str) -> Markup:
    """Like `block`, for a text of one paragraph that stands inside a line."""
    html = block(text, base)
    one = html.count("<p>") == 1 and html.startswith("<p>") and html.endswith("</p>")
    return Markup(html[3:-4]) if one else html


def plain(text: str) -> str:
    """Return the Markdown `text` without its markup, on one line."""
    return " ".join(Markup(_convert(text)[0].replace(SITE, "/")).striptags().split())


def code(text: str, language: str, title: str) -> Markup:
    """Return a program as a block of code with a title."""
    return block(f'`````{language} title="{title}"\n{text}\n`````', "")
