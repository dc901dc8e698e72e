"""Criteria x columns -> a table: its rows in blocks, and what backs them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from macros.evidence.proof import without_parameters
from macros.guide import Guide
from macros.reading.faults import did_you_mean
from macros.tree.criteria import Cell, Cited, Criterion, Group
from macros.tree.model import Outcome, Tree


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion, and its cells in the order of the columns."""

    id: str
    criterion: Criterion
    cells: tuple[tuple[str, Cell | None], ...]  # (column, cell), without a cell where nothing is claimed

    @property
    def claims(self) -> tuple[Cell, ...]:
        """The cells that are there."""
        return tuple(cell for _, cell in self.cells if cell)

    @property
    def proofs(self) -> set[str]:
        """The proofs that back its cells."""
        return {without_parameters(cell.proof) for cell in self.claims if cell.proof}

    @property
    def tells_apart(self) -> bool:
        """Whether the ratings of its cells differ; a cell without a rating is left out."""
        return len({cell.rating for cell in self.claims if cell.rating}) > 1


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
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for block in self.blocks for row in block.rows)

    @property
    def ratings(self) -> set[str]:
        """The ratings that its cells have."""
        return {cell.rating for row in self.rows for cell in row.claims if cell.rating}

    @property
    def proofs(self) -> set[str]:
        """The proofs that back its cells."""
        return {proof for row in self.rows for proof in row.proofs}

    @property
    def sources(self) -> tuple[Cited, ...]:
        """The pages that its cells cite, each once."""
        cited: dict[str, Cited] = {}
        for row in self.rows:
            for cell in row.claims:
                if cell.source:
                    cited.setdefault(cell.source.url, cell.source)
        return tuple(cited.values())


def whole_table(guide: Guide) -> Table:
    """All criteria, in the order of the groups; those without a group last."""
    criteria, order = guide.tree.criteria, [*guide.tree.groups, None]
    return table(guide, sorted(criteria, key=lambda key: order.index(criteria[key].group)))


def outcome_table(guide: Guide, outcome: Outcome) -> Table:
    """The comparison of an outcome: of what it picks, and of what is near and has cells in half of the rows at least."""
    rows = [guide.tree.criteria[row].cells for row in outcome.compare]
    near = [key for key in outcome.near if 2 * sum(key in cells for cells in rows) >= len(rows)]
    return table(guide, outcome.compare, [*outcome.picks, *near])


def considered(guide: Guide, outcome: Outcome) -> Table | None:
    """What a record of the decision weighs: the columns, what is picked and what is near; None if nothing is picked."""
    options = dict.fromkeys([*guide.tree.shown, *outcome.picks, *outcome.near])
    return table(guide, outcome.compare, options) if outcome.picks else None


def table(guide: Guide, criteria: Iterable[str], columns: Iterable[str] = ()) -> Table:
    """The comparison of `criteria` (their ids), neighbours of one group in one block.

    Its columns are those that the tree shows, unless others are given.
    """
    tree, columns = guide.tree, tuple(columns) or guide.tree.shown
    rows = [
        Row(key, tree.criteria[key], tuple((name, tree.criteria[key].cells.get(name)) for name in columns))
        for key in criteria
    ]
    blocks = tuple(
        Block(group, tree.groups.get(group), tuple(members))
        for group, members in groupby(rows, key=lambda row: row.criterion.group)
    )
    return Table(columns, blocks, _foot(guide, columns, rows))


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


def _foot(guide: Guide, columns: Iterable[str], rows: list[Row]) -> str:
    """Such as "14 of 18 cells proved on One 6.1.3, 5.2.19; Other 3.1.3; 2026-11-20"."""
    cells = [cell for row in rows for cell in row.claims]
    proofs = {proof for row in rows for proof in row.proofs}
    dates = [run.date for proof in proofs for run in guide.record.of(proof)]
    if not dates:
        return ""
    count = sum(cell.evidence == "proof" for cell in cells)
    ran = [(guide.tree.alternatives[key].name, guide.record.versions(key, proofs)) for key in columns]
    on = [f"{name} {', '.join(versions)}" for name, versions in ran if versions]
    told = f" on {'; '.join(on)};" if on else ","
    return f"{count} of {len(cells)} cells proved{told} {max(dates)}"
