"""How sure an outcome is: on each way there, by how much the answers lean to what it picks. Counted without listing the ways."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from macros.tree.graph import Graph
from macros.tree.model import Outcome, Tree

SHOWN = range(-2, 10)  # margins that a picture tells apart; those beyond are counted with the outermost
CLEAR = 3  # points ahead of the next alternative; our judgement: more than one ordinary answer adds
Sums = tuple[int, ...]  # how far answers lean to each alternative
Trail = tuple[tuple[str, str], ...]  # (question, answer)


@dataclass(frozen=True, slots=True)
class Margins:
    """The ways to one outcome, counted by their margin: the lean to what it picks, less that to the next alternative.

    A way is clear with 3 points or more, close with 1 or 2, open with none, and against the outcome with less.
    """

    counts: dict[int, int]  # margin -> ways
    against: Trail | None  # one of the ways that lean most to something else

    @property
    def ways(self) -> int:
        return sum(self.counts.values())

    @property
    def clear(self) -> int:
        return self._count(lambda margin: margin >= CLEAR)

    @property
    def close(self) -> int:
        return self._count(lambda margin: 0 < margin < CLEAR)

    @property
    def open(self) -> int:
        return self._count(lambda margin: margin <= 0)

    @property
    def lost(self) -> int:
        """How many ways lean more to something else."""
        return self._count(lambda margin: margin < 0)

    def _count(self, counted) -> int:
        return sum(count for margin, count in self.counts.items() if counted(margin))


def margins(tree: Tree, graph: Graph) -> dict[str, Margins]:
    """The margins of every outcome that picks something. Assumes a sound tree, all of it reached."""
    leaning = sorted(
        {
            name
            for question in tree.questions.values()
            for answer in question.answers.values()
            for name in answer.leans
        }
    )
    ways = _ways(tree, graph, leaning)
    return {
        node: _of_outcome(outcome, ways[node], leaning)
        for node, outcome in tree.outcomes.items()
        if outcome.picks
    }


def spread(found: Iterable[Margins]) -> dict[int, int]:
    """All ways by their margin, from the least to the most; between these, also a margin that no way has."""
    counts: Counter[int] = Counter()
    for margins_of_one in found:
        for margin, ways in margins_of_one.counts.items():
            counts[min(max(margin, SHOWN[0]), SHOWN[-1])] += ways
    return {margin: counts[margin] for margin in range(min(counts), max(counts) + 1)} if counts else {}


def _ways(tree: Tree, graph: Graph, leaning: list[str]) -> dict[str, dict[Sums, tuple[int, Trail]]]:
    """For each node, the ways there by what their answers lean to in sum: how many, and one of them."""
    ways: dict[str, dict[Sums, tuple[int, Trail]]] = {node: {} for node in graph.next}
    ways[tree.start][(0,) * len(leaning)] = (1, ())
    for node in reversed(graph.outcomes_first):
        for key, answer in tree.questions[node].answers.items() if node in tree.questions else ():
            added = [answer.leans.get(name, 0) for name in leaning]
            there = ways[answer.next]
            for sums, (count, trail) in ways[node].items():
                total = tuple(map(int.__add__, sums, added))
                known, first = there.get(total, (0, (*trail, (node, key))))
                there[total] = (known + count, first)
    return ways


def _of_outcome(outcome: Outcome, ways: dict[Sums, tuple[int, Trail]], leaning: list[str]) -> Margins:
    counts: Counter[int] = Counter()
    worst: tuple[int, Trail | None] = (0, None)
    for sums, (count, trail) in ways.items():
        picked = [total for name, total in zip(leaning, sums, strict=True) if name in outcome.picks]
        others = [total for name, total in zip(leaning, sums, strict=True) if name not in outcome.picks]
        margin = max(picked, default=0) - max(others, default=0)
        counts[margin] += count
        if margin < worst[0]:
            worst = (margin, trail)
    return Margins(dict(counts), worst[1])
