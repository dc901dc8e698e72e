"""Events of the YAML parser -> plain data and the place of each part. No recursion: depth is a fault, not a crash."""

import yaml
from yaml.reader import Reader

from macros.reading.faults import Fault, Mark

Route = tuple[str | int, ...]  # the keys and places that lead to a part of the data
DEEPEST = 40  # levels; no tree needs ten


def cannot_stand(character: str) -> str:
    return f"the control character U+{ord(character):04X} cannot stand here. Delete it."


def _mark(event: yaml.Event) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


class Enough(Exception):
    """Reading on would cost too much, or tell what is not so; the fault has been noted."""


class _Open:
    """A mapping or list that is being read, and the key that waits for its value."""

    def __init__(self, path: Route, data, anchor: str | None, size_before: int):
        self.path, self.data, self.anchor, self.size_before = path, data, anchor, size_before
        self.key: str | None = None


class Composer:
    """Takes the events of one file. `values` and `keys` tell where each value, and each key, begins; `ends`, the line that
    each value ends on.
    """

    def __init__(self, file: str, size_limit: int):
        self.file, self.size_limit = file, size_limit
        self.data: object = None
        self.values: dict[Route, Mark] = {}
        self.keys: dict[Route, Mark] = {}
        self.ends: dict[Route, int] = {}
        self.faults: list[Fault] = []
        self.last: yaml.Event | None = None  # that has a width
        self._open: list[_Open] = []
        self._anchors: dict[str, object] = {}
        self._unused: dict[str, Fault] = {}
        self._sizes: dict[int, int] = {}
        self._size = self._documents = self._line = 0

    def take(self, event: yaml.Event) -> None:
        end = event.end_mark
        if end.index > event.start_mark.index:  # the end of an indented part has no width
            self._line = end.line + (end.column > 0)
            self.last = event
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents == 2:
                    self._fault(event, "a second document begins here. Keep one, without '---'.")
            case _ if self._documents > 1:
                pass
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.ScalarEvent():
                self._text(event)
                self._place(event, event.value)
            case yaml.MappingStartEvent():
                self._place(event, {})
            case yaml.SequenceStartEvent():
                self._place(event, [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close()

    def finish(self) -> None:
        """Tell what only the whole file shows."""
        self.faults += self._unused.values()

    def keys_before(self) -> list[list[tuple[str, Mark]]]:
        """The keys of the innermost mapping that is open, and all keys: of both the last first."""
        inner = next((part.path for part in reversed(self._open) if isinstance(part.data, dict)), ())
        every = [(route, str(route[-1]), mark) for route, mark in reversed(self.keys.items())]
        own = [(key, mark) for route, key, mark in every if route[:-1] == inner]
        return [own, [(key, mark) for _, key, mark in every]]

    def _text(self, event: yaml.ScalarEvent) -> None:
        strange = Reader.NON_PRINTABLE.search(event.value)  # written as an escape, such as "\x7f"
        if strange:
            self._fault(event, cannot_stand(strange.group()))
        if event.style in ("|", ">") and not event.value.strip():
            self._fault(
                event, f"no text stands below this '{event.style}'. Indent the text further than its key."
            )
            raise Enough  # its lines would be read as keys

    def _fault(self, event: yaml.Event, message: str) -> None:
        self._fault_at(event, self._open[-1].path if self._open else (), message)

    def _fault_at(self, event: yaml.Event, path: Route, message: str) -> None:
        self.faults.append(Fault(self.file, _mark(event), ".".join(map(str, path)), message))

    def _alias(self, event: yaml.AliasEvent) -> None:
        self._unused.pop(event.anchor, None)
        if any(part.anchor == event.anchor for part in self._open):
            self._fault(event, f"'*{event.anchor}' stands inside what it repeats. Write the text out.")
            self._place(event, "")
        elif event.anchor not in self._anchors:
            self._fault(
                event, f"'*{event.anchor}' repeats something that is not marked '&{event.anchor}' above."
            )
            self._place(event, "")
        else:
            self._place(event, self._anchors[event.anchor])

    def _place(self, event: yaml.Event, value) -> None:
        """Put a value where it belongs, and open it if it is a mapping or list that begins here."""
        begins = not isinstance(event, yaml.AliasEvent)
        self._size += 1 if begins else self._sizes.get(id(value), 1)
        if self._size > self.size_limit:
            self._fault(event, "the aliases above repeat one another too often. Write the texts out.")
            raise Enough
        if len(self._open) >= DEEPEST:
            self.faults.append(
                Fault(self.file, _mark(event), "", f"this is nested deeper than {DEEPEST} levels.")
            )
            raise Enough
        path = self._attach(event, value)
        if begins and event.tag is not None:
            self._fault_at(event, path, "a text cannot begin with '!'. Put the text in quotes.")
        if begins and event.anchor:
            message = f"nothing repeats what '&{event.anchor}' marks. If it belongs to a text, put the text in quotes."
            self._unused[event.anchor] = Fault(self.file, _mark(event), ".".join(map(str, path)), message)
        if begins and isinstance(value, dict | list):
            self._open.append(_Open(path, value, event.anchor, self._size - 1))
        elif begins and event.anchor:
            self._anchors[event.anchor] = value

    def _attach(self, event: yaml.Event, value) -> Route:
        """Attach `value` to the part that is open; return its path."""
        if not self._open:
            self.data = value
            path: Route = ()
        elif isinstance(self._open[-1].data, list):
            path = (*self._open[-1].path, len(self._open[-1].data))
            self._open[-1].data.append(value)
        elif self._open[-1].key is None:
            return self._key(event, value)
        else:
            path = (*self._open[-1].path, self._open[-1].key)
            self._open[-1].data[self._open[-1].key] = value
            self._open[-1].key = None
        self.values[path] = _mark(event)
        self.ends[path] = self._line
        return path

    def _key(self, event: yaml.Event, value) -> Route:
        part = self._open[-1]
        if not isinstance(value, str):
            self._fault(event, "a key must be plain text.")
            value = "?"
        elif isinstance(event, yaml.ScalarEvent) and not event.style and value != value.strip():
            self._fault(event, "a space of another kind belongs to this key. Replace it by a usual one.")
        elif ":" in value and isinstance(event, yaml.ScalarEvent) and not event.style:
            self._fault(
                event, f"a space is missing behind the colon in '{value}', or quotes around all of it."
            )
        path = (*part.path, value)
        if value in part.data:
            first = self.keys[path].line
            self._fault(event, f"the key '{value}' is given twice (first on line {first}). Keep one.")
        else:
            self.keys[path] = _mark(event)
        part.key = value
        return path

    def _close(self) -> None:
        part = self._open.pop()
        self.ends[part.path] = self._line
        self._sizes[id(part.data)] = self._size - part.size_before
        if part.anchor:
            self._anchors[part.anchor] = part.data
