"""The trails of an old tree, walked again in a new one: counted, not listed.

A trail is what one reader of the old tree answered, question by question, from its start to an outcome. It is walked again
from the start of the new tree, with the same answers to the same questions (those with the same ids), in the same order:

- Where the new tree asks the question that the trail answers next, that answer is given. If it is gone, the trail can no
  longer be given.
- Where it asks one that the trail answers later, or none, the answers before that are not needed any more.
- Where it asks one that the trail does not answer from there on, the reader is asked something else. Each answer to
  that question leads on as above, from where no trail could have answered it any more.
- Otherwise it comes to an outcome: the same as before, or another.

The reader is at a pair of places, one in each tree. What can follow depends on the pair alone, so the ways to each pair
are counted once: linear in the pairs, whatever the number of trails.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

from macros.tree.graph import Graph

Pair = tuple[str, str]  # a place in the old tree, a place in the new one


@dataclass(frozen=True, slots=True)
class Ends:
    """An outcome of the old tree, and the one that is reached now."""

    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is asked now, and that the trail does not answer from there on."""

    question: str


@dataclass(frozen=True, slots=True)
class Gone:
    """An answer that is gone from a question that is still asked."""

    question: str
    answer: str


Fate = Ends | Asked | Gone


@dataclass(frozen=True, slots=True)
class After:
    """An answer to a question that is asked now: what becomes of the trails after it."""

    answer: str
    same: int
    elsewhere: int
    open: int  # asked something else again, or an answer is gone


@dataclass(frozen=True, slots=True)
class Retraced:
    """How many trails there were, what becomes of them, and some that do not end where they ended."""

    trails: int
    fates: tuple[tuple[Fate, int], ...]  # the most frequent first
    after: dict[str, tuple[After, ...]]  # by the question that is asked
    examples: tuple[
        tuple[tuple[Pair, ...], Fate], ...
    ]  # (question, answer) … up to where the fate is certain

    @property
    def same(self) -> int:
        """How many end at the same outcome."""
        return sum(count for fate, count in self.fates if is_same(fate))


def is_same(fate: Fate) -> bool:
    """Whether it is the end that it was."""
    return isinstance(fate, Ends) and fate.before == fate.now


def retrace(old: Graph, new: Graph, most: int = 20) -> Retraced:
    """Walk all trails of the old tree in the new one; tell up to `most` that end elsewhere, the shortest first."""
    steps = _Steps(old, new)
    counts, asked, order = _count(steps, {(old.start, new.start): 1})
    after = {}
    for question in dict.fromkeys(at for _, at in asked):
        pairs = {pair: ways for pair, ways in asked.items() if pair[1] == question}
        after[question] = tuple(_after(steps, pairs, *answer) for answer in new.answers[question])
    fates = sorted(counts.items(), key=lambda item: (-item[1], repr(item[0])))
    return Retraced(old.path_count, tuple(fates), after, tuple(_examples(steps, order, most)))


class _Steps:
    """What can follow at each pair."""

    def __init__(self, old: Graph, new: Graph):
        self.old, self.new = old, new
        self._places = [
            {node: place for place, node in enumerate(reversed(tree.outcomes_first))} for tree in (old, new)
        ]
        self._later: dict[str, frozenset[str]] = {}  # the questions that can be asked after a place
        self.ways: dict[str, int] = {}  # from a place to the outcomes
        for node in old.outcomes_first:
            then = old.next[node]
            self._later[node] = frozenset(then).union(*(self._later[to] for to in then)) & old.answers.keys()
            self.ways[node] = sum(self.ways[to] for _, to in old.answers.get(node, ())) or 1

    def place(self, pair: Pair) -> int:
        """A number that grows with every step."""
        return self._places[0][pair[0]] + self._places[1][pair[1]]

    def fate(self, pair: Pair) -> Fate | None:
        """What becomes of a trail at the pair, if that is certain there."""
        before, now = pair
        if now in self.new.answers:
            comes = now in self._later[before] or (now == before and before in self.old.answers)
            return None if comes else Asked(now)
        return None if before in self.old.answers else Ends(before, now)

    def steps(self, pair: Pair) -> Iterator[tuple[str, Pair | Gone]]:
        """Each answer of the trail at a pair without a fate, and where it leads to."""
        before, now = pair
        meet = dict(self.new.answers[now]) if before == now and now in self.new.answers else None
        for answer, to in self.old.answers[before]:
            if meet is None:
                yield answer, (to, now)
            else:
                yield answer, (to, meet[answer]) if answer in meet else Gone(before, answer)


def _count(steps: _Steps, ways: dict[Pair, int]) -> tuple[Counter, dict[Pair, int], list[Pair]]:
    """Count the fates of the trails that come to the pairs `ways`; the pairs where they are asked, and all pairs in order."""
    counts: Counter[Fate] = Counter()
    asked, order, total = {}, [], Counter(ways)
    waiting: list[tuple[int, Pair]] = []
    for pair in total:
        heappush(waiting, (steps.place(pair), pair))
    while waiting:
        pair = heappop(waiting)[1]
        order.append(pair)
        fate = steps.fate(pair)
        if fate:
            counts[fate] += total[pair] * steps.ways[pair[0]]
            if isinstance(fate, Asked):
                asked[pair] = total[pair]
            continue
        for (_, to), (_, then) in zip(steps.old.answers[pair[0]], steps.steps(pair), strict=True):
            if isinstance(then, Gone):
                counts[then] += total[pair] * steps.ways[to]
                continue
            if then not in total:
                heappush(waiting, (steps.place(then), then))
            total[then] += total[pair]
    return counts, asked, order


def _after(steps: _Steps, pairs: dict[Pair, int], answer: str, to: str) -> After:
    counts, _, _ = _count(steps, {(before, to): ways for (before, _), ways in pairs.items()})
    same = sum(count for fate, count in counts.items() if is_same(fate))
    ends = sum(count for fate, count in counts.items() if isinstance(fate, Ends))
    return After(answer, same, ends - same, counts.total() - ends)


def _examples(steps: _Steps, order: Iterable[Pair], most: int) -> Iterator[tuple[tuple[Pair, ...], Fate]]:
    """The trails that do not end where they ended, the shortest first, then in the order of the answers.

    No way is tried that leads to none: `left` is the fewest answers to the next.
    """
    left: dict[Pair | Gone, float] = {}
    for pair in reversed(list(order)):
        fate = steps.fate(pair)
        if fate:
            left[pair] = inf if is_same(fate) else 0
        else:
            left[pair] = 1 + min(
                left.get(then, 0) for _, then in steps.steps(pair)
            )  # 0 where an answer is gone
    start = (steps.old.start, steps.new.start)
    waiting = [(left[start], (), start, ())] if left[start] < inf else []
    while waiting and most:
        _, turns, here, trail = heappop(waiting)
        fate = here if isinstance(here, Gone) else steps.fate(here)
        if fate:
            yield trail, fate
            most -= 1
            continue
        for turn, (answer, then) in enumerate(steps.steps(here)):
            fewest = len(trail) + 1 + left.get(then, 0)
            if fewest < inf:
                heappush(waiting, (fewest, (*turns, turn), then, (*trail, (here[0], answer))))
