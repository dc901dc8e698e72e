"""How well the tree agrees with real projects, beside what a guess would do. All figures are counts of cases."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log2
from random import Random
from statistics import mean, median

from macros.cases.walks import VERDICTS, Walk, Walked
from macros.tree.graph import Graph
from macros.tree.model import Tree

SHUFFLES = 200  # to see what a question would seem to separate by chance
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Separation:
    """What one question separates: how many cases it was asked, how many outcomes lie behind it, and bits gained.

    `gain` is the entropy of the sides of the cases it was asked, less what is left of it within each answer
    (Quinlan, "Induction of decision trees", 1986); `chance` is the same with the sides shuffled among them.
    """

    question: str
    asked: int
    outcomes: int
    gain: float
    chance: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """A side is a column of the tables, or None for everything else."""

    verdicts: dict[str, int]
    sides: tuple[str | None, ...]
    matrix: dict[tuple[str | None, str | None], int]  # (what they use, what the tree picks) -> cases
    commonest: tuple[str | None, int]
    named_by_cases: int  # each outcome says what most cases that end there use
    named_by_others: int  # the same, leaving out the case in question
    nearest_others: int  # what most of the nearest other cases use
    rated_twice: int
    rated_alike: int  # of these, the ones that both ratings lead to the same outcome
    again_verdicts: dict[str, int]
    clicks: tuple[int, float, int]  # fewest, median, most
    questions: tuple[Separation, ...]

    @property
    def cases(self) -> int:
        return sum(self.verdicts.values())

    @property
    def right(self) -> int:
        """How many use the side that the tree picks."""
        return sum(count for (uses, said), count in self.matrix.items() if uses == said)


def agreement(tree: Tree, graph: Graph, cases: Sequence[Walked]) -> Agreement:
    """Compare the tree with the cases, of which there is at least one."""
    sides = {it.id: side(tree, it.case.uses) for it in cases}
    twice = [it for it in cases if it.again]
    lengths = [len(it.walk.asked) for it in cases]
    return Agreement(
        verdicts=_counted(it.verdict for it in cases),
        sides=_sides(tree),
        matrix=Counter((sides[it.id], _said(tree, it.walk, sides[it.id])) for it in cases),
        commonest=Counter(sides.values()).most_common(1)[0],
        named_by_cases=_right(cases, sides, lambda it: _most_at(it, cases, sides)),
        named_by_others=_right(cases, sides, lambda it: _most_at(it, _others(it, cases), sides)),
        nearest_others=_right(cases, sides, lambda it: _most(nearest(it.walk, _others(it, cases)), sides)),
        rated_twice=len(twice),
        rated_alike=sum(set(it.walk.ends) == set(it.again.ends) for it in twice),
        again_verdicts=_counted(it.again_verdict for it in twice),
        clicks=(min(lengths), median(lengths), max(lengths)),
        questions=tuple(_separation(question, graph, cases, sides) for question in tree.questions),
    )


def _sides(tree: Tree) -> tuple[str | None, ...]:
    else_used = len(tree.shown) < len(tree.alternatives)
    else_said = not all(outcome.picks for outcome in tree.outcomes.values())
    return (*tree.shown, None) if else_used or else_said else tree.shown


def side(tree: Tree, alternative: str) -> str | None:
    """The column that an alternative is, or None."""
    return alternative if alternative in tree.shown else None


def side_name(tree: Tree, side: str | None) -> str:
    """What a side is called."""
    return tree.alternatives[side].name if side else "Something else"


def nearest(walk: Walk, cases: Iterable[Walked], count: int = NEAREST) -> list[Walked]:
    """The cases whose answers are most like those of `walk`: by the share of answers in common (Jaccard, 1901)."""

    def likeness(it: Walked) -> float:
        own, other = set(walk.trail), set(it.walk.trail)
        return len(own & other) / max(1, len(own | other))  # two that only say `unknown` share no answer

    return sorted(cases, key=likeness, reverse=True)[:count]


def _counted(verdicts: Iterable[str]) -> dict[str, int]:
    counts = Counter(verdicts)
    return {verdict: counts[verdict] for verdict in VERDICTS}


def _said(tree: Tree, walk: Walk, hoped: str | None) -> str | None:
    """The side that the outcomes pick; `hoped` if they pick several and it is among them."""
    said = [side(tree, pick) for end in walk.ends for pick in tree.outcomes[end].picks]
    return hoped if hoped in said else said[0] if said else None


def _others(it: Walked, cases: Iterable[Walked]) -> list[Walked]:
    return [other for other in cases if other is not it]


def _right(cases: Iterable[Walked], sides: dict, guess: Callable[[Walked], list[str | None]]) -> int:
    return sum(sides[it.id] in guess(it) for it in cases)


def _most_at(it: Walked, cases: Sequence[Walked], sides: dict) -> list[str | None]:
    """What most of `cases` that end where `it` does use; of all, if none ends there."""
    return _most([other for other in cases if other.walk.ends == it.walk.ends] or cases, sides)


def _most(cases: Iterable[Walked], sides: dict) -> list[str | None]:
    """The commonest side, alone in a list; none where there are no cases."""
    return [side for side, _ in Counter(sides[it.id] for it in cases).most_common(1)]


def _separation(question: str, graph: Graph, cases: Iterable[Walked], sides: dict) -> Separation:
    given = [(answer, sides[it.id]) for it in cases for node, answer in it.walk.trail if node == question]
    answers, used = [answer for answer, _ in given], [used for _, used in given]
    dice = Random(question)  # the same each time
    shuffled = [_gain(answers, dice.sample(used, len(used))) for _ in range(SHUFFLES)]
    return Separation(
        question, len(given), len(graph.outcomes_behind(question)), _gain(answers, used), mean(shuffled)
    )


def _gain(answers: Sequence[str], used: Sequence[str | None]) -> float:
    within = {
        key: [side for answer, side in zip(answers, used, strict=True) if answer == key] for key in answers
    }
    left = sum(len(part) / len(used) * _entropy(part) for part in within.values())
    return max(0.0, _entropy(used) - left)  # without the rounding below nothing


def _entropy(used: Sequence[str | None]) -> float:
    return -sum(count / len(used) * log2(count / len(used)) for count in Counter(used).values())
