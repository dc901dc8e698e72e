"""A real project's answers -> its walk through the tree, and whether that ends at what the project uses."""

from collections import deque
from dataclasses import dataclass

from macros.cases.model import Case
from macros.tree.model import Tree

UNKNOWN = "unknown"
VERDICTS = ("same", "also fine", "different")  # from best to worst


@dataclass(frozen=True, slots=True)
class Walk:
    """A case's way through the tree. Where an answer is `unknown` it goes every way, so there may be several ends."""

    asked: tuple[str, ...]  # the questions that came up
    trail: tuple[tuple[str, str], ...]  # (question, answer), without those that are `unknown`
    ends: tuple[str, ...]  # the outcomes
    unanswered: tuple[str, ...]  # the questions that came up and have no answer

    @property
    def fragment(self) -> str:
        """The trail as an address carries it: staff=roles&store=sql"""
        return "&".join(f"{question}={answer}" for question, answer in self.trail)


@dataclass(frozen=True, slots=True)
class Walked:
    """A case, its walk and the verdict; `again` and `again_verdict` are of a second person's answers, if there are any."""

    id: str
    case: Case
    walk: Walk
    verdict: str
    again: Walk | None
    again_verdict: str | None


def walk(tree: Tree, answers: dict[str, str]) -> Walk:
    """Follow `answers` (question: answer) from the start of the tree.

    `unknown` follows every answer of its question, unless that has an answer of this name.
    """
    asked, trail, ends, unanswered = [], [], [], []
    waiting = deque([tree.start])
    while waiting:
        node = waiting.popleft()
        if node in asked or node in ends:
            continue
        if node in tree.outcomes:
            ends.append(node)
            continue
        asked.append(node)
        if answers.get(node) in tree.questions[node].answers:
            trail.append((node, answers[node]))
            waiting.append(tree.questions[node].answers[answers[node]].next)
        elif answers.get(node) == UNKNOWN:
            waiting += [answer.next for answer in tree.questions[node].answers.values()]
        else:
            unanswered.append(node)
    return Walk(tuple(asked), tuple(trail), tuple(ends), tuple(unanswered))


def verdict(tree: Tree, uses: str, ends: tuple[str, ...]) -> str:
    """Whether the outcomes `ends` pick the alternative that it `uses`; the worst of them counts."""
    return max((_verdict_of_one(tree, uses, end) for end in ends), key=VERDICTS.index)


def _verdict_of_one(tree: Tree, uses: str, end: str) -> str:
    if uses in tree.outcomes[end].picks:
        return "same"
    return "also fine" if uses in tree.outcomes[end].near else "different"
