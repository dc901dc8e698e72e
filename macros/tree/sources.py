"""When the cited pages were read: how long ago, and not after today."""

import datetime

from macros.reading.source import Route, Told
from macros.tree.model import Tree

DAYS_A_MONTH = 30.44
OLD, TOO_OLD = 9, 12  # months: told then, and a failure then


def old_sources(tree: Tree, today: datetime.date, *, months: int) -> list[tuple[Route, int]]:
    """Return where a source stands that was read `months` ago or longer, and how many months ago."""
    ages = [(place, int((today - read).days / DAYS_A_MONTH)) for place, read in _read(tree)]
    return [(place, age) for place, age in ages if age >= months]


def every_source_has_been_read(tree: Tree, today: datetime.date) -> Told:
    """No source was read on a day that is yet to come."""
    for place, read in _read(tree):
        if read > today:
            yield place, f"{read} is yet to come. Write the day on which the page was read."


def latest_today() -> datetime.date:
    """The day that it is where days begin first: no contributor anywhere is ahead of it."""
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=14))).date()


def _read(tree: Tree) -> list[tuple[Route, datetime.date]]:
    return [
        (("criteria", row, "cells", column, "source", "read"), cell.source.read)
        for row, column, cell in tree.cells
        if cell.source
    ]
