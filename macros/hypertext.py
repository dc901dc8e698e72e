"""What a page of HTML leads to, and the places on it that others can lead to."""

from html.parser import HTMLParser


def targets(html: str) -> list[str]:
    """The addresses that a piece of sound HTML leads to, each once."""
    tags = _Tags()
    tags.feed(html)
    tags.close()
    found = (value for _, name, value in tags.attributes if name in ("href", "src"))
    return list(dict.fromkeys(found))


def anchors(html: str) -> set[str] | None:
    """The names of the places on a page; None where the page cannot be read."""
    tags = _Tags()
    try:
        tags.feed(html)
        tags.close()
    except AssertionError:  # so older releases of Python take `<![x[`
        return None
    return {value for tag, name, value in tags.attributes if name == "id" or (tag, name) == ("a", "name")}


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.attributes: list[tuple[str, str, str]] = []  # tag, name, value

    def handle_starttag(self, tag, attrs):
        self.attributes += [(tag, name, value) for name, value in attrs if value]
