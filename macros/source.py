"""YAML text -> plain data, and where in the text each part of it stands.

Every scalar is read as text: `No` stays `No`, `3.10` stays `3.10`. The model turns text into dates and numbers.
"""

from dataclasses import dataclass, field
from pathlib import Path

import yaml
from yaml.reader import Reader

from macros.faults import Fault, Faults, Mark

Route = tuple[str | int, ...]
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the C parser is 7 to 10 times faster
DEEPEST = 40  # levels; no tree needs ten
GROWTH = 10  # how many times larger than its text the data may become through aliases


@dataclass(slots=True)
class Source:
    """The data of one YAML file; `values` and `keys` tell where each value, and each key, begins."""

    file: str
    data: object = None
    values: dict[Route, Mark] = field(default_factory=dict)
    keys: dict[Route, Mark] = field(default_factory=dict)

    def fault(self, path: Route, message: str, *, at_key: bool = False) -> Fault:
        """A fault of the value (or key) at `path`; of the nearest part above it that is there, if it is not."""
        marks = self.keys if at_key else self.values
        there = path
        while there not in marks and there:
            there = there[:-1]
        return Fault(self.file, marks.get(there, Mark(1, 1)), ".".join(map(str, path)), message)

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
        raise Faults([Fault(name, _mark_at(text[: strange.start()]), "", _cannot_stand(strange.group()))])
    builder = _Builder(Source(name), size_limit=max(10_000, GROWTH * len(text)))
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except _Stop:
        pass
    except yaml.MarkedYAMLError as error:
        builder.faults.append(_syntax_fault(name, text, error))
    if not builder.faults and builder.source.data is None:
        builder.faults.append(Fault(name, Mark(1, 1), "", "the file is empty."))
    if builder.faults:
        raise Faults(builder.faults)
    return builder.source


def _mark_at(before: str) -> Mark:
    return Mark(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def _mark(event: yaml.Event) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


def _cannot_stand(character: str) -> str:
    return f"the control character U+{ord(character):04X} cannot stand here. Delete it."


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


class _Stop(Exception):
    """Reading on would cost too much; the fault has been noted."""


class _Open:
    """A mapping or list that is being read, and the key that waits for its value."""

    def __init__(self, path: Route, data, anchor: str | None, size_before: int):
        self.path, self.data, self.anchor, self.size_before = path, data, anchor, size_before
        self.key: str | None = None


class _Builder:
    """Events of the YAML parser -> a Source. No recursion, so that depth is a fault and not a crash."""

    def __init__(self, source: Source, size_limit: int):
        self.source, self.faults, self.size_limit = source, [], size_limit
        self.open: list[_Open] = []
        self.anchors: dict[str, object] = {}
        self.sizes: dict[int, int] = {}
        self.size = self.documents = 0

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents == 2:
                    self._fault(event, "a second document begins here. Keep one, without '---'.")
            case _ if self.documents > 1:
                pass
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.ScalarEvent():
                if strange := Reader.NON_PRINTABLE.search(
                    event.value
                ):  # written as an escape, such as "\x7f"
                    self._fault(event, _cannot_stand(strange.group()))
                self._place(event, event.value)
            case yaml.MappingStartEvent():
                self._place(event, {})
            case yaml.SequenceStartEvent():
                self._place(event, [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close()

    def _fault(self, event: yaml.Event, message: str) -> None:
        path = self.open[-1].path if self.open else ()
        self.faults.append(Fault(self.source.file, _mark(event), ".".join(map(str, path)), message))

    def _alias(self, event: yaml.AliasEvent) -> None:
        if any(part.anchor == event.anchor for part in self.open):
            self._fault(event, f"'*{event.anchor}' stands inside what it repeats. Write the text out.")
            self._place(event, "")
        elif event.anchor not in self.anchors:
            self._fault(
                event, f"'*{event.anchor}' repeats something that is not marked '&{event.anchor}' above."
            )
            self._place(event, "")
        else:
            self._place(event, self.anchors[event.anchor])

    def _place(self, event: yaml.Event, value) -> None:
        """Put a value where it belongs, and open it if it is a mapping or list that begins here."""
        begins = not isinstance(event, yaml.AliasEvent)
        self.size += 1 if begins else self.sizes.get(id(value), 1)
        if self.size > self.size_limit:
            self._fault(event, "the aliases above repeat one another too often. Write the texts out.")
            raise _Stop
        if len(self.open) >= DEEPEST:
            self._fault(event, f"this is nested deeper than {DEEPEST} levels.")
            raise _Stop
        path = self._attach(event, value)
        if begins and isinstance(value, dict | list):
            self.open.append(_Open(path, value, event.anchor, self.size - 1))
        elif begins and event.anchor:
            self.anchors[event.anchor] = value

    def _attach(self, event: yaml.Event, value) -> Route:
        """Attach `value` to the part that is open; return its path."""
        if not self.open:
            self.source.data = value
            path: Route = ()
        elif isinstance(self.open[-1].data, list):
            path = (*self.open[-1].path, len(self.open[-1].data))
            self.open[-1].data.append(value)
        elif self.open[-1].key is None:
            return self._key(event, value)
        else:
            path = (*self.open[-1].path, self.open[-1].key)
            self.open[-1].data[self.open[-1].key] = value
            self.open[-1].key = None
        self.source.values[path] = _mark(event)
        return path

    def _key(self, event: yaml.Event, value) -> Route:
        part = self.open[-1]
        if not isinstance(value, str):
            self._fault(event, "a key must be plain text.")
            value = "?"
        path = (*part.path, value)
        if value in part.data:
            first = self.source.keys[path].line
            self._fault(event, f"the key '{value}' is given twice (first on line {first}). Keep one.")
        else:
            self.source.keys[path] = _mark(event)
        part.key = value
        return path

    def _close(self) -> None:
        part = self.open.pop()
        self.sizes[id(part.data)] = self.size - part.size_before
        if part.anchor:
            self.anchors[part.anchor] = part.data
