"""When what is dated was read: how long ago, and not after today."""

import datetime
from collections.abc import Iterator

from macros.reading.faults import Finding, Findings, Route
from macros.tree.model import Tree

DAYS_A_MONTH = 30.44
OLD, TOO_OLD = 9, 12  # months: a warning from the first, an error from the second


def old_sources(tree: Tree, today: datetime.date, *, months: int) -> list[tuple[Route, int]]:
    """Return the route to each date that lies `months` back or longer, and how many months it does."""
    ages = [(route, int((today - read).days / DAYS_A_MONTH)) for route, read in _read(tree)]
    return [(route, age) for route, age in ages if age >= months]


def every_source_has_been_read(tree: Tree, today: datetime.date) -> Findings:
    """Nothing was read on a day that is yet to come."""
    for route, read in _read(tree):
        if read > today:
            yield Finding(route, f"{read} is in the future. Write the day on which it was read.")


def latest_today() -> datetime.date:
    """The date in the time zone where days begin first: no contributor anywhere is ahead of it."""
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=14))).date()


def _read(tree: Tree) -> Iterator[tuple[Route, datetime.date]]:
    """The route to the date of each source, of each search for an add-on and of each add-on, and the date."""
    for key, alternative in tree.alternatives.items():
        if alternative.supported:
            yield ("alternatives", key, "supported", "read"), alternative.supported.read
    for row, column, cell in tree.cells:
        for kind, dated in (("source", cell.source), ("looked", cell.looked)):
            if dated:
                yield ("criteria", row, "cells", column, kind, "read"), dated.read
    for key, add_on in tree.add_ons.items():
        yield ("add-ons", key, "read"), add_on.read
