"""What is wrong with a file, told so that a person can mend it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a text: line and column, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong: where in the file, where in words, what, and the way out."""

    file: str
    mark: Mark
    where: str
    message: str

    def __post_init__(self):
        """Whatever the file brings into it, it is told in one line that a person can read."""
        object.__setattr__(self, "where", _in_short(self.where, 200))
        object.__setattr__(self, "message", _in_short(self.message, 800))

    def __str__(self) -> str:
        return f"{self.mark.line}:{self.mark.column}  {self.where + ': ' if self.where else ''}{self.message}"


class Faults(Exception):
    """All the faults of one or more files, sorted and each told once."""

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


def _in_short(text: str, length: int) -> str:
    shown = "".join(sign if sign.isprintable() else "�" for sign in text)
    return shown if len(shown) <= length else f"{shown[: length // 2]} … {shown[-length // 2 :]}"


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Return " Did you mean 'x'?" for the nearest of `words`, or nothing if none is near."""
    near = nearest(word, words)
    return f" Did you mean '{near}'?" if near else ""


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return that of `words` which `word` may have been meant for."""
    near = get_close_matches(word.lower(), list(words))
    return near[0] if near else None
