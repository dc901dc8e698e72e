"""Walked cases -> how well the tree agrees with them, beside what guesses would get right. All figures are counts of cases."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2
from random import Random
from statistics import mean, median

from macros.cases.walks import ADVISED, VERDICTS, Walk, Walked
from macros.tree.graph import Graph
from macros.tree.model import Tree

SHUFFLES = 200  # of the sides, to see what a question would seem to separate by chance
NEAREST = 3  # cases that are asked for a guess


@dataclass(frozen=True, slots=True)
class Separation:
    """What one question separates: how many cases were asked it, how many outcomes lie behind it, and bits gained.

    `gain` is the entropy of the sides of those cases, less what is left of it within each answer (Quinlan,
    "Induction of decision trees", 1986); `chance` is the mean gain with the sides shuffled among the cases.
    """

    question: str
    asked: int
    outcomes: int
    gain: float
    chance: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """The figures. A side is a column of the tables, or None for every other alternative."""

    verdicts: dict[str, int]
    advised: dict[str, int]  # beside what advisers would take, of the cases that have advice
    sides: tuple[str | None, ...]
    matrix: dict[tuple[str | None, str | None], int]  # (what they use, what the tree picks) -> cases
    commonest: tuple[str | None, int]
    named_by_cases: int  # cases that are right if each outcome picks what most cases that end there use
    named_by_others: int  # the same, leaving out the case in question
    nearest_others: int  # cases that use what most of the other cases nearest to them use
    rated_twice: int  # answered by a second person too
    rated_alike: int  # of these, those that both lead to the same outcomes
    again_verdicts: dict[str, int]
    clicks: tuple[int, float, int]  # fewest, median, most

    @property
    def cases(self) -> int:
        return sum(self.verdicts.values())

    @property
    def right(self) -> int:
        """How many cases use the side that the tree picks."""
        return sum(count for (used, picked), count in self.matrix.items() if used == picked)

    @property
    def users(self) -> dict[str | None, int]:
        """How many cases use each side."""
        return {
            side: sum(count for (used, _), count in self.matrix.items() if used == side)
            for side in self.sides
        }


def agreement(tree: Tree, cases: Sequence[Walked]) -> Agreement:
    """Compare the tree with the cases, of which there is at least one."""
    sides = {walked.id: side(tree, walked.case.uses) for walked in cases}
    with_others = [(walked, [other for other in cases if other is not walked]) for walked in cases]
    twice = [walked for walked in cases if walked.again]
    clicks = [len(walked.walk.asked) for walked in cases]
    return Agreement(
        verdicts=count(VERDICTS, (walked.verdict for walked in cases)),
        advised=count(ADVISED, (walked.advised for walked in cases if walked.advised)),
        sides=_sides(tree),
        matrix=Counter({pair: len(there) for pair, there in by_sides(tree, cases).items()}),
        commonest=Counter(sides.values()).most_common(1)[0],
        named_by_cases=_count_right(sides, ((one, _at_same_end(one, cases)) for one in cases)),
        named_by_others=_count_right(
            sides, ((one, _at_same_end(one, others)) for one, others in with_others)
        ),
        nearest_others=_count_right(sides, ((one, nearest(one.walk, others)) for one, others in with_others)),
        rated_twice=len(twice),
        rated_alike=sum(set(walked.walk.ends) == set(walked.again.ends) for walked in twice),
        again_verdicts=count(VERDICTS, (walked.again_verdict for walked in twice)),
        clicks=(min(clicks), median(clicks), max(clicks)),
    )


def by_sides(tree: Tree, cases: Iterable[Walked]) -> dict[tuple[str | None, str | None], list[Walked]]:
    """The cases by the side that they use and the side that the tree picks."""
    found = defaultdict(list)
    for walked in cases:
        used = side(tree, walked.case.uses)
        found[used, _picked_side(tree, walked.walk, used)].append(walked)
    return found


def separations(tree: Tree, graph: Graph, cases: Sequence[Walked]) -> list[Separation]:
    """What each question of the tree separates."""
    sides = {walked.id: side(tree, walked.case.uses) for walked in cases}
    return [_separation(question, graph, cases, sides) for question in tree.questions]


def _sides(tree: Tree) -> tuple[str | None, ...]:
    """The columns; and None, if a case can use something else, or an outcome picks nothing."""
    other_used = len(tree.shown) < len(tree.alternatives)
    other_picked = not all(outcome.picks for outcome in tree.outcomes.values())
    return (*tree.shown, None) if other_used or other_picked else tree.shown


def side(tree: Tree, alternative: str) -> str | None:
    """The column that an alternative is; None, if it is none."""
    return alternative if alternative in tree.shown else None


def side_name(tree: Tree, side: str | None) -> str:
    """The name of a side, for readers."""
    return tree.alternatives[side].name if side else "Something else"


def nearest(walk: Walk, cases: Iterable[Walked], count: int = NEAREST) -> list[Walked]:
    """The cases whose answers are most like those of `walk`: by the share of answers in common (Jaccard, 1901)."""

    def likeness(walked: Walked) -> float:
        own, other = set(walk.trail), set(walked.walk.trail)
        return len(own & other) / max(1, len(own | other))  # two that only say `unknown` share no answer

    return sorted(cases, key=likeness, reverse=True)[:count]


def count(verdicts: Sequence[str], found: Iterable[str]) -> dict[str, int]:
    """How often each of `verdicts` was found, in their order."""
    counts = Counter(found)
    return {verdict: counts[verdict] for verdict in verdicts}


def _picked_side(tree: Tree, walk: Walk, used: str | None) -> str | None:
    """The side that the outcomes pick; `used` if they pick several and it is among them."""
    picked = [side(tree, pick) for end in walk.ends for pick in tree.outcomes[end].picks]
    return used if used in picked else picked[0] if picked else None


def _at_same_end(walked: Walked, cases: Sequence[Walked]) -> Sequence[Walked]:
    """Those of `cases` that end where `walked` does; all of them, if none does."""
    return [other for other in cases if other.walk.ends == walked.walk.ends] or cases


def _count_right(sides: dict, guesses: Iterable[tuple[Walked, Iterable[Walked]]]) -> int:
    """Of pairs of a case and those that it is guessed by: how many use what most of these use (a tie: the first)."""
    right = 0
    for walked, basis in guesses:
        used = Counter(sides[other.id] for other in basis)
        right += bool(used) and used.most_common(1)[0][0] == sides[walked.id]
    return right


def _separation(question: str, graph: Graph, cases: Iterable[Walked], sides: dict) -> Separation:
    given = [
        (answer, sides[walked.id])
        for walked in cases
        for node, answer in walked.walk.trail
        if node == question
    ]
    answers, used = [answer for answer, _ in given], [used for _, used in given]
    dice = Random(question)  # the same each time
    chance = mean(_gain(answers, dice.sample(used, len(used))) for _ in range(SHUFFLES))
    return Separation(question, len(given), graph.count_behind(question), _gain(answers, used), chance)


def _gain(answers: Sequence[str], used: Sequence[str | None]) -> float:
    """The bits that answer and side have in common: their mutual information."""
    both = list(zip(answers, used, strict=True))
    return max(0.0, round(_entropy(answers) + _entropy(used) - _entropy(both), 12))


def _entropy(values: Sequence) -> float:
    return -sum(count / len(values) * log2(count / len(values)) for count in Counter(values).values())
