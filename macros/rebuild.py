"""While serving, a page that would come out as it did before is not made again."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, DictLoader

INDEX = Path("search/search_index.json")


@dataclass
class Made:
    """What a page was made from, what became of it, and what the search found on it."""

    origin: object
    html: str = ""
    found: list[dict] = field(default_factory=list)


class LastBuild:
    """The pages of the last build that ended well, by address. It holds no part of a guide."""

    AS_BEFORE = "as-before.html"  # the template of a page that is not made again

    def __init__(self):
        self._around: object = None
        self._last: dict[str, Made] = {}

    def loader(self, theme: BaseLoader) -> BaseLoader:
        """The templates of the theme, and the one for a page as before."""
        return ChoiceLoader([theme, DictLoader({self.AS_BEFORE: "{{ page.as_before }}"})])

    def begin(self, around: object) -> None:
        """A build begins; `around` is all that stands on every page."""
        if around != self._around:
            self._last = {}
        self._around = around
        self._made: dict[str, Made] = {}
        self._again: list[Made] = []

    def html(self, address: str, origin: object) -> str:
        """The page as it came out last, if it was made from the same; else nothing, and `note` is told what comes out."""
        made = self._last.get(address)
        if made and made.origin == origin:
            self._again.append(made)
        else:
            made = Made(origin)
        self._made[address] = made
        return made.html

    def note(self, address: str, html: str) -> None:
        """A page came out."""
        if address in self._made:
            self._made[address].html = html

    def end(self, site: Path) -> None:
        """The build ended well: the index of the search lacks what stands on the pages that were not made again."""
        file = site / INDEX
        index = json.loads(file.read_text(encoding="utf-8"))
        found = defaultdict(list)
        for entry in index["docs"]:
            found[entry["location"].partition("#")[0]].append(entry)
        for address, made in self._made.items():
            made.found = found[address] or made.found
        index["docs"] += [entry for made in self._again for entry in made.found]
        file.write_text(json.dumps(index, separators=(",", ":")), encoding="utf-8")
        self._last = self._made
