"""The whole comparison -> which columns are ahead in each row, and how often in each group."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from macros.evidence.figure import Figure, figures
from macros.guide import Guide
from macros.pages.comparison import Block, Row, Table, whole_table
from macros.pages.render import owners
from macros.tree.model import Tree

Kind = Literal["differs", "even", "unrated"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the columns stand in one row."""

    columns: tuple[str, ...]
    ranks: tuple[
        int, ...
    ]  # the place of each rating on the scale, 0 for the best; none if a column has no rating

    @property
    def ahead(self) -> tuple[str, ...]:
        """The columns with the best rating, where another has a worse one: one is ahead, or several share the lead."""
        best = tuple(
            column for column, rank in zip(self.columns, self.ranks, strict=False) if rank == min(self.ranks)
        )
        return best if len(best) < len(self.columns) else ()

    @property
    def kind(self) -> Kind:
        return "unrated" if not self.ranks else "differs" if self.ahead else "even"


@dataclass(frozen=True, slots=True)
class Share:
    """How many rows stand alike: the same columns ahead, or even, or unrated."""

    kind: Kind
    ahead: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row, how it stands, what its proofs measured, and the ids of the questions and outcomes that compare it."""

    row: Row
    standing: Standing
    figures: tuple[Figure, ...]
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one block of the comparison."""

    block: Block
    lines: tuple[Line, ...]

    @property
    def shares(self) -> tuple[Share, ...]:
        return shares(line.standing for line in self.lines)


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole comparison."""

    table: Table
    sections: tuple[Section, ...]

    @property
    def kinds(self) -> Counter[Kind]:
        """How many lines there are of each kind."""
        return Counter(line.standing.kind for section in self.sections for line in section.lines)

    @property
    def ahead(self) -> Counter[str]:
        """In how many lines each column is ahead, alone or with others."""
        return Counter(
            key for section in self.sections for line in section.lines for key in line.standing.ahead
        )


def overview(guide: Guide) -> Overview:
    """The whole comparison, with how each row stands."""
    table = whole_table(guide)
    sections = tuple(Section(block, tuple(_line(guide, row) for row in block.rows)) for block in table.blocks)
    return Overview(table, sections)


def standing(tree: Tree, row: Row) -> Standing:
    """How the columns of a row stand, by the order of the ratings."""
    scale = list(tree.ratings)
    ranks = tuple(scale.index(cell.rating) for cell in row.claims if cell.rating)
    return Standing(tuple(column for column, _ in row.cells), ranks if len(ranks) == len(row.cells) else ())


def shares(standings: Iterable[Standing]) -> tuple[Share, ...]:
    """Those that stand alike, counted: who is ahead alone in the order of the columns, shared leads, even, unrated."""
    standings = tuple(standings)
    columns = standings[0].columns if standings else ()
    counts = Counter((each.kind, each.ahead) for each in standings)

    def place(found: tuple[Kind, tuple[str, ...]]) -> tuple:
        kind, ahead = found
        return kind == "unrated", kind == "even", len(ahead), [columns.index(key) for key in ahead]

    return tuple(Share(*found, counts[found]) for found in sorted(counts, key=place))


def _line(guide: Guide, row: Row) -> Line:
    nodes = {**guide.tree.questions, **guide.tree.outcomes}.items()
    runs = (run for proof in sorted(row.proofs) for run in guide.record.of(proof))
    return Line(
        row,
        standing(guide.tree, row),
        tuple(figures(runs, owners(guide.tree))),
        tuple(key for key, node in nodes if row.id in node.compare),
    )
