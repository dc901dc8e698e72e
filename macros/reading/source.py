"""YAML text -> plain data, and the place of each part of it.

Every scalar is read as text: `No` stays `No`, `3.10` stays `3.10`. The model turns text into dates and numbers.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml
from yaml.reader import Reader

from macros.reading.composer import Composer, Place, StopReading, no_control_character
from macros.reading.faults import Fault, Faults, Finding, Mark, Route
from macros.reading.syntax import syntax_fault

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the C parser is 7 to 10 times faster
# To YAML they begin a line, to most editors they do not.
OTHER_BREAKS = re.compile(r"\r(?!\n)|[\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Source:
    """The data of a YAML file, which faults call `file`, and the place of each part, by its route."""

    file: str
    data: object
    places: dict[Route, Place]

    def faults(self, findings: Iterable[Finding]) -> list[Fault]:
        """The findings with their places: where a part is not there, that of the nearest part above it."""
        return [self._fault(finding) for finding in findings]

    def _fault(self, finding: Finding) -> Fault:
        there = finding.route
        while there not in self.places and there:
            there = there[:-1]
        place = self.places[there]
        mark = place.key if finding.at_key else place.value
        return Fault(place.file, mark, ".".join(map(str, finding.route)), finding.message)


def read(file: Path, name: str | None = None, root: Route = ()) -> Source:
    """Read a YAML file of mappings, lists and texts.

    `name` is what faults call it; `root` is the route of its data, if that is a part of something larger. Raises Faults.
    """
    name = name or file.name
    return parse(text_of(file, name), name, root)


def files_in(folder: Path) -> list[Path]:
    """The YAML files in a folder, in order, without those that an editor or a disk hides."""
    return sorted(file for file in folder.glob("*.y*ml") if not file.name.startswith("."))


def read_one(file: Path, name: str, root: Route = ()) -> Source:
    """Like `read`, for one of `files_in`, whose name is its own."""
    if file.suffix != ".yaml":
        raise _unreadable(
            name, f"only files that end in .yaml are read. Rename this one to {file.stem}.yaml."
        )
    return read(file, name, root)


def text_of(file: Path, name: str) -> str:
    """The text in a file, which faults call `name`. Raises Faults."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise _unreadable(name, f"this cannot be read: {error.strerror}.") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        raise _unreadable(name, "this is not UTF-8 text. Save the file as UTF-8.", before) from None


def parse(text: str, name: str, root: Route = ()) -> Source:
    """Like `read`, for a text in hand."""
    if strange := Reader.NON_PRINTABLE.search(text) or OTHER_BREAKS.search(text):
        raise _unreadable(name, no_control_character(strange.group()), text[: strange.start()])
    composer = Composer(name, root)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            composer.take(event)
    except StopReading:
        pass
    except yaml.MarkedYAMLError as error:
        composer.fail(syntax_fault(text, error, composer))
    if composer.faults:
        raise Faults(composer.faults)
    if composer.data is None:
        raise _unreadable(name, "the file is empty.")
    return Source(name, composer.data, composer.places)


def _unreadable(name: str, message: str, before: str = "") -> Faults:
    """One fault that leaves nothing to read; `before` is the text in front of its place."""
    mark = Mark(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
    return Faults([Fault(name, mark, "", message)])
