"""The add-ons of a tree -> each with what names it: the rows of a page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from macros.tree.criteria import AddOn
from macros.tree.model import Tree

STILL = 24  # months without a release, after which the page says so


@dataclass(frozen=True, slots=True)
class UsedAddOn:
    """An add-on, the criteria and outcomes that name it, and the proofs of these that run it, by their ids."""

    id: str
    add_on: AddOn
    criteria: tuple[str, ...]
    outcomes: tuple[str, ...]
    proofs: tuple[str, ...]

    @property
    def is_still(self) -> bool:
        """Whether its last release lay two years back or more on the day it was looked up."""
        year, month = map(int, self.add_on.released.split("-"))
        read = self.add_on.read
        return (read.year - year) * 12 + read.month - month >= STILL


def used_add_ons(tree: Tree) -> list[UsedAddOn]:
    """Every add-on, sorted by name."""
    found = [_used(tree, key, add_on) for key, add_on in tree.add_ons.items()]
    return sorted(found, key=lambda used: used.add_on.name.casefold())


def per_alternative(used: Iterable[UsedAddOn]) -> Counter[str]:
    """How many add to each alternative, by its id; one that adds to several counts for each."""
    return Counter(column for one in used for column in one.add_on.columns)


def _used(tree: Tree, key: str, add_on: AddOn) -> UsedAddOn:
    cells = [(row, cell) for row, _, cell in tree.cells if key in cell.add_ons]
    outcomes = tuple(node for node, outcome in tree.outcomes.items() if key in outcome.add_ons)
    proofs = tuple(cell.proof for _, cell in cells if cell.proof)
    return UsedAddOn(key, add_on, tuple(dict.fromkeys(row for row, _ in cells)), outcomes, proofs)
