"""What is wrong with a file: findings about parts of its data, and faults, which are findings with their place."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple, TypeVar

Result = TypeVar("Result")
Route = tuple[str | int, ...]  # the keys and positions that lead to a part of the data


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with the part at `route`; `at_key` if its key is wrong rather than its value."""

    route: Route
    message: str
    at_key: bool = False


Findings = Iterable[Finding]


class Mark(NamedTuple):
    """A place in a text: line and column, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong: the place in the file, the route to it in words, what, and the way out."""

    file: str
    mark: Mark
    where: str
    message: str

    def __post_init__(self):
        """Keep a fault to one printable line, whatever the file holds."""
        object.__setattr__(self, "where", _printable(self.where, 200))
        object.__setattr__(self, "message", _printable(self.message, 800))

    def __str__(self) -> str:
        return f"{self.mark.line}:{self.mark.column}  {self.where + ': ' if self.where else ''}{self.message}"


class Faults(Exception):
    """All the faults of one or more files, sorted and without repetition."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults: tuple[Fault, ...] = tuple(sorted(set(faults)))
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for file in dict.fromkeys(fault.file for fault in self.faults):
            own = [fault for fault in self.faults if fault.file == file]
            yield f"{file}: {len(own)} problem{'s' if len(own) > 1 else ''}"
            yield from (f"  {fault}" for fault in own)


def gather(works: Iterable[Callable[[], Result]]) -> list[Result]:
    """Do all the works and return their results. Raises Faults with the faults of all of them."""
    results, faults = [], []
    for work in works:
        try:
            results.append(work())
        except Faults as found:
            faults += found.faults
    if faults:
        raise Faults(faults)
    return results


def _printable(text: str, limit: int) -> str:
    """The text without unprintable characters, and with its middle left out if it is longer than `limit`."""
    shown = "".join(character if character.isprintable() else "�" for character in text)
    return shown if len(shown) <= limit else f"{shown[: limit // 2]} … {shown[-limit // 2 :]}"


def sentence(text: object) -> str:
    """What another program says, ended as a sentence."""
    return str(text) if str(text).endswith((".", "?", "!")) else f"{text}."


def did_you_mean(word: object, words: Iterable[str]) -> str:
    """Return " Did you mean 'x'?" for the nearest of `words`, or nothing if none is near."""
    near = nearest(word, words)
    return f" Did you mean '{near}'?" if near else ""


def nearest(word: object, words: Iterable[str]) -> str | None:
    """Return the one of `words` that is most like `word`, or None if none is like it."""
    near = get_close_matches(str(word).lower(), list(words))  # in the call of a macro it may be a number
    return near[0] if near else None
