"""The tree as a graph: what can be reached from where, in how many clicks. Linear in the number of answers."""

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from macros.tree.model import Tree


@dataclass(frozen=True, slots=True)
class Turn:
    """A question from which an outcome can be reached or missed: the answers that can lead there, and those that cannot."""

    question: str
    here: tuple[str, ...]
    away: tuple[str, ...]


@dataclass(frozen=True)
class Graph:
    """Each question with the nodes its answers lead to, in order. A node is the id of a question or an outcome.

    All but `cycle` and `reached` assume a sound tree: no cycle, and every node is there.
    """

    start: str
    answers: dict[str, tuple[tuple[str, str], ...]]  # question -> (answer, node it leads to)
    outcomes: tuple[str, ...]

    @classmethod
    def of(cls, tree: Tree) -> "Graph":
        answers = {
            node: tuple((key, answer.next) for key, answer in question.answers.items())
            for node, question in tree.questions.items()
        }
        return cls(tree.start, answers, tuple(tree.outcomes))

    @cached_property
    def next(self) -> dict[str, tuple[str, ...]]:
        """The nodes that each node leads to, each once."""
        following = {
            node: tuple(dict.fromkeys(to for _, to in pairs)) for node, pairs in self.answers.items()
        }
        return following | dict.fromkeys(self.outcomes, ())

    @cached_property
    def reached(self) -> set[str]:
        """The nodes that can be reached from the start."""
        seen, waiting = {self.start}, deque([self.start])
        while waiting:
            for node in self.next[waiting.popleft()]:
                if node not in seen:
                    seen.add(node)
                    waiting.append(node)
        return seen

    @cached_property
    def outcomes_first(self) -> list[str]:
        """The nodes, each after all that it leads to."""
        return list(TopologicalSorter(self.next).static_order())

    @cached_property
    def cycle(self) -> list[str]:
        """The nodes of one cycle in the order of the clicks, the first again at the end; empty if there is none."""
        try:
            TopologicalSorter(self.next).prepare()
        except CycleError as error:
            return error.args[1][::-1]
        return []

    @cached_property
    def most_left(self) -> dict[str, int]:
        """From each node, the most clicks to an outcome."""
        return self._left(max)

    @cached_property
    def fewest_left(self) -> dict[str, int]:
        """From each node, the fewest clicks to an outcome."""
        return self._left(min)

    def _left(self, choose) -> dict[str, int]:
        left: dict[str, int] = {}
        for node in self.outcomes_first:
            left[node] = 1 + choose(left[to] for to in self.next[node]) if self.next[node] else 0
        return left

    @cached_property
    def most_asked(self) -> dict[str, int]:
        """To each node, the most clicks from the start."""
        return self._asked(max)

    @cached_property
    def fewest_asked(self) -> dict[str, int]:
        """To each node, the fewest clicks from the start."""
        return self._asked(min)

    def _asked(self, choose) -> dict[str, int]:
        asked = {self.start: 0}
        for node in reversed(self.outcomes_first):
            for to in self.next[node]:
                asked[to] = choose(asked.get(to, asked[node] + 1), asked[node] + 1)
        return asked

    @cached_property
    def path_count(self) -> int:
        """How many paths lead from the start to an outcome. Two answers that lead to the same node make two."""
        counts: dict[str, int] = {}
        for node in self.outcomes_first:
            counts[node] = sum(counts[to] for _, to in self.answers[node]) if node in self.answers else 1
        return counts[self.start]

    def follow(self, answers: dict[str, str]) -> tuple[tuple[tuple[str, str], ...], str]:
        """The steps, as (question, answer), that `answers` take from the start, and the node at which they end."""
        steps, node = [], self.start
        while node in answers:
            steps.append((node, answers[node]))
            node = dict(self.answers[node])[answers[node]]
        return tuple(steps), node

    @cached_property
    def answers_to(self) -> dict[str, list[tuple[str, str]]]:
        """For each node, the answers whose `next` it is, as pairs (question, answer)."""
        answers: dict[str, list[tuple[str, str]]] = {node: [] for node in self.next}
        for question, pairs in self.answers.items():
            for answer, to in pairs:
                answers[to].append((question, answer))
        return answers

    @cached_property
    def _behind(self) -> dict[str, int]:
        """For each node, the outcomes it can lead to, as bits in the order of `outcomes`."""
        bits = {node: 1 << place for place, node in enumerate(self.outcomes)}
        for node in self.outcomes_first:
            for to in self.next[node]:
                bits[node] = bits.get(node, 0) | bits[to]
        return bits

    def count_behind(self, node: str) -> int:
        """How many outcomes `node` can lead to; an outcome leads to itself."""
        return self._behind[node].bit_count()

    def outcomes_behind(self, node: str, limit: int | None = None) -> list[str]:
        """The outcomes that `node` can lead to, in the tree's order; the first `limit` of them, if it is given."""
        found, bits = [], self._behind[node]
        while bits and len(found) != limit:
            lowest = bits & -bits
            found.append(self.outcomes[lowest.bit_length() - 1])
            bits ^= lowest
        return found

    def leads(self, step: tuple[str, str], outcome: str) -> bool:
        """Whether an answer, given as (question, answer), is on a way to `outcome`."""
        question, answer = step
        to = dict(self.answers.get(question, ())).get(answer)
        return to is not None and bool(self._behind[to] & self._behind[outcome])

    def can_avoid(self, steps: set[tuple[str, str]], outcome: str) -> bool:
        """Whether some way to `outcome` has none of `steps`, given as (question, answer)."""
        seen, waiting = {self.start}, deque([self.start])
        while waiting:
            node = waiting.popleft()
            for answer, to in self.answers.get(node, ()):
                if to not in seen and (node, answer) not in steps:
                    seen.add(to)
                    waiting.append(to)
        return outcome in seen

    def turns(self, outcome: str, limit: int) -> list[Turn]:
        """The questions that can lead to `outcome` and away from it, the nearest first; `limit` at most."""
        bit = self._behind[outcome]
        turns: list[Turn] = []
        seen, waiting = {outcome}, deque([outcome])
        while waiting and len(turns) < limit:
            for question, _ in self.answers_to[waiting.popleft()]:
                if question not in seen:
                    seen.add(question)
                    waiting.append(question)
                    turn = self._turn(question, bit)
                    turns += [turn] if turn.away else []
        return turns[:limit]

    def _turn(self, question: str, bit: int) -> Turn:
        there = [(answer, bool(self._behind[to] & bit)) for answer, to in self.answers[question]]
        return Turn(
            question,
            here=tuple(answer for answer, leads in there if leads),
            away=tuple(answer for answer, leads in there if not leads),
        )
