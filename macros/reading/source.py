"""YAML text -> plain data, and where in the text each part of it stands.

Every scalar is read as text: `No` stays `No`, `3.10` stays `3.10`. The model turns text into dates and numbers.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml.reader import Reader

from macros.reading.composer import Composer, Enough, Route, cannot_stand
from macros.reading.faults import Fault, Faults, Mark
from macros.reading.syntax import syntax_fault

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the C parser is 7 to 10 times faster
OTHER_BREAKS = re.compile(
    r"\r(?!\n)|[\x85\u2028\u2029]"
)  # to YAML they begin a line, to most editors they do not
GROWTH = 10  # how many times larger than its text the data may become through aliases


class AtKey(tuple):
    """The route of a part whose key is at fault, not its value."""


Told = Iterable[tuple[Route | AtKey, str]]  # what a rule tells: where, and what


@dataclass(frozen=True, slots=True)
class Source:
    """The data of one YAML file; `values` and `keys` tell where each value, and each key, begins; `ends`, the last line
    of each value.
    """

    file: str
    data: object
    values: dict[Route, Mark]
    keys: dict[Route, Mark]
    ends: dict[Route, int]

    def fault(self, path: Route, message: str, *, at_key: bool = False) -> Fault:
        """A fault of the value (or key) at `path`; of the nearest part above it that is there, if it is not."""
        marks = self.keys if at_key else self.values
        there = path
        while there not in marks and there:
            there = there[:-1]
        return Fault(self.file, marks.get(there, Mark(1, 1)), ".".join(map(str, path)), message)

    def faults(self, told: Told, *, mended: Iterable[Route] = ()) -> list[Fault]:
        """The faults that rules told, but those of parts that stand-ins `mended`."""
        return [
            self.fault(tuple(route), message, at_key=isinstance(route, AtKey))
            for route, message in told
            if not any(route[: len(place)] == place for place in mended)
        ]

    def line(self, path: Route) -> int:
        """The line of the key at `path`."""
        return self.keys[path].line

    def last_line(self, path: Route) -> int:
        """The line on which the part at `path` ends."""
        return self.ends[path]


def read(file: Path, name: str | None = None) -> Source:
    """Read a YAML file of mappings, lists and texts; `name` is what faults call it.

    Raises Faults.
    """
    name = name or file.name
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise Faults([Fault(name, Mark(1, 1), "", "there is no such file.")]) from None
    except IsADirectoryError:
        raise Faults([Fault(name, Mark(1, 1), "", "this is a folder, not a file.")]) from None
    except OSError as error:
        raise Faults([Fault(name, Mark(1, 1), "", f"this cannot be read: {error.strerror}.")]) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        mark = _mark_at(content[: error.start].decode("utf-8", "replace"))
        raise Faults([Fault(name, mark, "", "this is not UTF-8 text. Save the file as UTF-8.")]) from None
    return parse(text, name)


def parse(text: str, name: str) -> Source:
    """Like `read`, for a text in hand."""
    if strange := Reader.NON_PRINTABLE.search(text) or OTHER_BREAKS.search(text):
        raise Faults([Fault(name, _mark_at(text[: strange.start()]), "", cannot_stand(strange.group()))])
    composer = Composer(name, size_limit=max(10_000, GROWTH * len(text)))
    try:
        for event in yaml.parse(text, Loader=LOADER):
            composer.take(event)
        composer.finish()
    except Enough:
        pass
    except yaml.MarkedYAMLError as error:
        fault = syntax_fault(name, text, error, composer)
        misread = [other for other in composer.faults if other.mark.line == fault.mark.line]
        composer.faults = [*(other for other in composer.faults if other not in misread), fault]
    if not composer.faults and composer.data is None:
        composer.faults.append(Fault(name, Mark(1, 1), "", "the file is empty."))
    if composer.faults:
        raise Faults(composer.faults)
    return Source(name, composer.data, composer.values, composer.keys, composer.ends)


def _mark_at(before: str) -> Mark:
    return Mark(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
