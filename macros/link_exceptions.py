"""The links that may fail: a list that may hold no entry which nothing needs any more."""

import datetime
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field

from macros import source
from macros.faults import Fault, Faults, did_you_mean
from macros.model import Day, Line, Part
from macros.shape import shape
from macros.source import AtKey, Source, Told

FILE = Path("tests/links-exceptions.yaml")


class Excuse(Part):
    """Why a link may fail, and for how long."""

    why: Line = Field(description="What a program is told that asks for it, and what a person sees.")
    until: Day = Field(description="The last day on which this holds.")


class _List(Part):
    exceptions: dict[str, Excuse]


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Why links may fail, by their addresses, and where that stands; nothing, where there is no such file."""

    excuses: Mapping[str, Excuse] = field(default_factory=dict)
    source: Source | None = None

    def needless(self, used: Set[str], failed: Set[str], today: datetime.date) -> list[Fault]:
        """A fault for each entry whose link is not among those `used`, is not among the `failed`, or had its time."""
        return self.source.faults(self._told(used, failed, today)) if self.source else []

    def _told(self, used: Set[str], failed: Set[str], today: datetime.date) -> Told:
        for url, excuse in self.excuses.items():
            at = AtKey(("exceptions", url))
            if url not in used:
                yield at, f"no text has this link.{did_you_mean(url, used)} Take the entry out."
            elif url not in failed:
                yield at, "this link works again. Take the entry out."
            elif excuse.until < today:
                yield (
                    at,
                    f"this held until {excuse.until}. Replace the link, or give a later day and its reason.",
                )


def read_exceptions(folder: Path) -> Exceptions:
    """Read the exceptions of the project in `folder`. Raises Faults."""
    if not (folder / FILE).exists():
        return Exceptions()
    text = source.read(folder / FILE, FILE.as_posix())
    listed, faults, _ = shape(text, _List)
    if faults:
        raise Faults(faults)
    return Exceptions(listed.exceptions, text)
