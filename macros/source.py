"""YAML text -> plain data, and where in the text each part of it stands.

Every scalar is read as text: `No` stays `No`, `3.10` stays `3.10`. The model turns text into dates and numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml.reader import Reader

from macros.composer import Composer, Route, TooMuch, cannot_stand
from macros.faults import Fault, Faults, Mark

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the C parser is 7 to 10 times faster
GROWTH = 10  # how many times larger than its text the data may become through aliases


class AtKey(tuple):
    """The route of a part whose key is at fault, not its value."""


Told = Iterable[tuple[Route | AtKey, str]]  # what a rule tells: where, and what


@dataclass(frozen=True, slots=True)
class Source:
    """The data of one YAML file; `values` and `keys` tell where each value, and each key, begins."""

    file: str
    data: object
    values: dict[Route, Mark]
    keys: dict[Route, Mark]

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
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        mark = _mark_at(content[: error.start].decode("utf-8", "replace"))
        raise Faults([Fault(name, mark, "", "this is not UTF-8 text. Save the file as UTF-8.")]) from None
    return parse(text, name)


def parse(text: str, name: str) -> Source:
    """Like `read`, for a text in hand."""
    if strange := Reader.NON_PRINTABLE.search(text):
        raise Faults([Fault(name, _mark_at(text[: strange.start()]), "", cannot_stand(strange.group()))])
    composer = Composer(name, size_limit=max(10_000, GROWTH * len(text)))
    try:
        for event in yaml.parse(text, Loader=LOADER):
            composer.take(event)
    except TooMuch:
        pass
    except yaml.MarkedYAMLError as error:
        composer.faults.append(_syntax_fault(name, text, error))
    if not composer.faults and composer.data is None:
        composer.faults.append(Fault(name, Mark(1, 1), "", "the file is empty."))
    if composer.faults:
        raise Faults(composer.faults)
    return Source(name, composer.data, composer.values, composer.keys)


def _mark_at(before: str) -> Mark:
    return Mark(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def _syntax_fault(name: str, text: str, error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    lines = text.split("\n")
    before = "".join(lines[mark.line : mark.line + 1])[: mark.column + 1]
    if "quoted scalar" in (error.context or "") and "end of stream" in error.problem:
        mark = error.context_mark
        message = "the quote that begins here is never closed."
    elif "\t" in before:
        message = "a tab stands here. YAML is indented with spaces only."
    elif "mapping values are not allowed" in error.problem:
        message = "a colon cannot stand here. If it belongs to a text, put the text in quotes; if not, look at the indent."
    else:
        message = (
            f"this is not YAML: {error.problem}. Is a quote, a colon or an indent missing here or just above?"
        )
    if mark.line >= len(lines):  # libyaml looks behind the end
        return Fault(name, _mark_at(text), "", message)
    return Fault(name, Mark(mark.line + 1, mark.column + 1), "", message)
