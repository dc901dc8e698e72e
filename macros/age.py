"""How long ago the cited pages were read."""

import datetime

from macros.model import Tree
from macros.source import Route

DAYS_A_MONTH = 30.44


def old_sources(tree: Tree, today: datetime.date, *, months: int) -> list[tuple[Route, int]]:
    """Return where a source stands that was read `months` ago or longer, and how many months ago."""
    ages = [
        (
            ("criteria", row, "cells", column, "source", "read"),
            int((today - cell.source.read).days / DAYS_A_MONTH),
        )
        for row, column, cell in tree.cells
        if cell.source
    ]
    return [(place, age) for place, age in ages if age >= months]
