"""Criteria x columns -> what a table shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from macros.evidence.proof import without_parameters
from macros.guide import Guide
from macros.reading.faults import did_you_mean
from macros.tree.model import Cell, Criterion, Group, Tree


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion, and its cells in the order of the columns."""

    id: str
    criterion: Criterion
    cells: tuple[tuple[str, Cell], ...]  # (column, cell)

    @property
    def proofs(self) -> set[str]:
        """The proofs that back its cells."""
        return {without_parameters(cell.proof) for _, cell in self.cells if cell.proof}


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one group; rows without a group stand in a block without one."""

    id: str | None
    group: Group | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A comparison, ready to be shown, and how much of it is backed by what."""

    columns: tuple[str, ...]
    blocks: tuple[Block, ...]
    foot: str

    @property
    def proofs(self) -> set[str]:
        """The proofs that back its cells."""
        return {proof for block in self.blocks for row in block.rows for proof in row.proofs}


def whole_table(guide: Guide) -> Table:
    """All criteria, in the order of the groups."""
    order = list(guide.tree.groups)
    place = {
        row: order.index(it.group) if it.group else len(order) for row, it in guide.tree.criteria.items()
    }
    return table(guide, sorted(guide.tree.criteria, key=place.__getitem__))


def table(guide: Guide, criteria: Iterable[str]) -> Table:
    """The comparison of `criteria` (their ids), neighbours of one group in one block."""
    tree = guide.tree
    rows = [Row(key, tree.criteria[key], _cells(tree, key)) for key in criteria]
    blocks = tuple(
        Block(group, tree.groups.get(group), tuple(members))
        for group, members in groupby(rows, key=lambda row: row.criterion.group)
    )
    return Table(tree.shown, blocks, _foot(guide, rows))


def criteria_named(tree: Tree, names: Iterable[str]) -> list[str]:
    """The ids of the criteria that `names` mean: each a criterion, or a group that stands for all of its own.

    Raises LookupError for a name that is neither.
    """
    found = []
    for name in names:
        members = [key for key, criterion in tree.criteria.items() if name in (key, criterion.group)]
        if not members and name not in tree.groups:
            hint = did_you_mean(name, [*tree.criteria, *tree.groups])
            raise LookupError(f"there is no criterion or group '{name}'.{hint}")
        found += members
    return found


def _cells(tree: Tree, row: str) -> tuple[tuple[str, Cell], ...]:
    return tuple((column, tree.criteria[row].cells[column]) for column in tree.shown)


def _foot(guide: Guide, rows: list[Row]) -> str:
    """Such as "14 of 18 cells proved on One 6.1.3, 5.2.19 and Other 3.1.3, 2026-11-20"."""
    cells = [cell for row in rows for _, cell in row.cells]
    proofs = {proof for row in rows for proof in row.proofs}
    dates = [run.date for proof in proofs for run in guide.record.of(proof)]
    if not dates:
        return ""
    count = sum(cell.evidence == "proof" for cell in cells)
    ran = [
        (guide.tree.alternatives[key].name, guide.record.versions(key, proofs)) for key in guide.tree.shown
    ]
    on = " and ".join(f"{name} {', '.join(versions)}" for name, versions in ran if versions)
    return f"{count} of {len(cells)} cells proved{' on ' + on if on else ''}, {max(dates)}"
