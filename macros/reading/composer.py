"""Events of the YAML parser -> plain data, the place of each part, and faults. No recursion: depth is a fault, not a crash."""

from typing import NamedTuple

import yaml
from yaml.reader import Reader

from macros.reading.faults import Fault, Mark, Route

DEEPEST = 40  # levels; no tree needs ten
NO_MERGE = "'<<' would bring keys from elsewhere, which is no part of the format. Write these keys here, in its place."


class Place(NamedTuple):
    """Where a part stands: its file, where its key and its value begin, and the last line of its value.

    An item of a list has no key: there its value counts as one.
    """

    file: str
    key: Mark
    value: Mark
    last_line: int


class StopReading(Exception):
    """Reading on would cost too much, or report false faults. The fault has been noted."""


class _Open:
    """A mapping or list that is being read, and the key that waits for its value."""

    __slots__ = ("data", "key", "route")

    def __init__(self, route: Route, data: dict | list):
        self.route, self.data = route, data
        self.key: str | None = None


class Composer:
    """What has been read of one file: its data, the place of each part by its route, and the faults.

    `root` is the route of the file's data; `last` is the last event that is not empty.
    """

    def __init__(self, file: str, root: Route = ()):
        self.file, self.root = file, root
        self.data: object = None
        self.places: dict[Route, Place] = {}
        self.faults: list[Fault] = []
        self.last: yaml.Event | None = None
        self._open: list[_Open] = []
        self._documents = self._last_line = 0

    def take(self, event: yaml.Event) -> None:
        """Read on. Raises StopReading."""
        end = event.end_mark
        if end.index > event.start_mark.index:  # the end of an indented part is empty
            self._last_line = end.line + (end.column > 0)
            self.last = event
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents == 2:
                    self._fault(event, "a second document begins here. Keep one, without '---'.")
            case _ if self._documents > 1:
                pass
            case yaml.AliasEvent():
                if not self._is_merged:  # then its key is told, and all that there is to do
                    self._fault(event, _no_alias("*", event.anchor))
                self._place(event, f"*{event.anchor}")
            case yaml.ScalarEvent():
                self._check_text(event)
                self._place(event, event.value)
            case yaml.MappingStartEvent():
                self._place(event, {})
            case yaml.SequenceStartEvent():
                self._place(event, [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                route = self._open.pop().route
                self.places[route] = self.places[route]._replace(last_line=self._last_line)

    def fail(self, fault: Fault) -> None:
        """Note the syntax error that ends the reading, in place of the faults of its line, which was misread."""
        self.faults = [other for other in self.faults if other.mark.line != fault.mark.line] + [fault]

    def keys_before(self) -> tuple[list[Route], list[Route]]:
        """The routes of the keys of the innermost open mapping, and of all keys: of both the last first."""
        inner = next((part.route for part in reversed(self._open) if isinstance(part.data, dict)), ())
        every = [route for route in reversed(self.places) if route and isinstance(route[-1], str)]
        return [route for route in every if route[:-1] == inner], every

    @property
    def _is_merged(self) -> bool:
        """Whether what comes next is the value of a merge key, or an item of it."""
        inner = self._open[-1] if self._open else None
        return bool(inner) and (inner.key == "<<" or inner.route[-1:] == ("<<",))

    def _check_text(self, event: yaml.ScalarEvent) -> None:
        strange = Reader.NON_PRINTABLE.search(event.value)  # written as an escape, such as "\x7f"
        if strange:
            self._fault(event, no_control_character(strange.group()))
        if event.style in ("|", ">") and not event.value.strip():
            message = f"there is no text below this '{event.style}'. Indent the text further than its key."
            self._fault(event, message)
            raise StopReading  # its lines would be read as keys

    def _fault(self, event: yaml.Event, message: str, route: Route | None = None) -> None:
        if route is None:
            route = self._open[-1].route if self._open else self.root
        self.faults.append(Fault(self.file, _mark(event), ".".join(map(str, route)), message))

    def _place(self, event: yaml.Event, value: str | dict | list) -> None:
        """Put a value where it belongs, and open it if it is a mapping or a list."""
        if len(self._open) >= DEEPEST:
            self._fault(event, f"this is nested deeper than {DEEPEST} levels.", ())
            raise StopReading
        route = self._attach(event, value)
        if not isinstance(event, yaml.AliasEvent):
            if event.anchor:
                message = _no_alias("&", event.anchor) if isinstance(value, str) else _no_anchor(event.anchor)
                self._fault(event, message, route)
            if event.tag is not None:
                self._fault(event, "a text cannot begin with '!'. Put the text in quotes.", route)
        if isinstance(value, dict | list):
            self._open.append(_Open(route, value))

    def _attach(self, event: yaml.Event, value: str | dict | list) -> Route:
        """Attach the root, an item, a key or a value to the innermost open part; return its route."""
        mark = _mark(event)
        if not self._open:
            self.data, route, key = value, self.root, Mark(1, 1)
        elif isinstance(self._open[-1].data, list):
            part = self._open[-1]
            route, key = (*part.route, len(part.data)), mark
            part.data.append(value)
        elif self._open[-1].key is None:
            return self._take_key(event, value)
        else:
            part = self._open[-1]
            route = (*part.route, part.key)
            key = self.places[route].key
            part.data[part.key], part.key = value, None
        self.places[route] = Place(self.file, key, mark, self._last_line)
        return route

    def _take_key(self, event: yaml.Event, value: str | dict | list) -> Route:
        part, mark = self._open[-1], _mark(event)
        plain = isinstance(event, yaml.ScalarEvent) and not event.style
        if not isinstance(value, str):
            self._fault(event, "a key must be plain text.")
            value = "?"
        elif plain and value == "<<":
            self._fault(event, NO_MERGE)
        elif plain and value != value.strip():
            self._fault(
                event, "this key contains an unusual space, such as a non-breaking one. Type an ordinary one."
            )
        elif plain and ":" in value:
            self._fault(event, f"put a space after the colon in '{value}', or quotes around all of it.")
        route = (*part.route, value)
        if value in part.data:
            first = self.places[route].key.line
            self._fault(event, f"the key '{value}' is given twice (first on line {first}). Keep one.")
        else:
            self.places[route] = Place(self.file, mark, mark, self._last_line)
        part.key = value
        return route


def no_control_character(character: str) -> str:
    """What to say of a control character."""
    return f"the control character U+{ord(character):04X} is not allowed here. Delete it."


def _no_anchor(name: str) -> str:
    return (
        f"anchors ('&{name}') are not part of the format. Delete this one, and where '*{name}' stands, "
        "write out what it stands for."
    )


def _no_alias(sign: str, name: str) -> str:
    return (
        f"anchors and aliases ('{sign}{name}') are not part of the format. Write the text out, "
        f"or put it in quotes if it begins with '{sign}'."
    )


def _mark(event: yaml.Event) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)
