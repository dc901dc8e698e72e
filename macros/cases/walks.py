"""A real project's answers -> its walk through the tree, and whether that ends at what it uses, and at what is advised."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from macros.cases.model import Case, Ended
from macros.tree.model import Tree

UNKNOWN = "unknown"
LATER = "came later"  # what the outcomes pick was first released when the project was there
VERDICTS = ("same", "also fine", LATER, "different")  # from best to worst
ADVISED = ("same", "also fine", "different")  # likewise, beside what advisers would take


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
    """A case, its walk and the verdict; `again` and `again_verdict` are of a second person's answers, if there are any.

    `advised` is the verdict beside what advisers would take; None where nobody was asked.
    """

    id: str
    case: Case
    walk: Walk
    verdict: str
    again: Walk | None
    again_verdict: str | None
    advised: str | None


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


def walked(tree: Tree, id: str, case: Case) -> Walked:
    """Walk a case, whose answers fit the tree, and judge where it ends."""
    first = walk(tree, case.answers)
    again = walk(tree, case.again) if case.again else None
    ended = [ended_at(tree, end, first) for end in first.ends]
    return Walked(
        id=id,
        case=case,
        walk=first,
        verdict=verdict(tree, case, ended),
        again=again,
        again_verdict=verdict(tree, case, [ended_at(tree, end, again) for end in again.ends])
        if again
        else None,
        advised=advised(case, ended) if case.advice else None,
    )


def ended_at(tree: Tree, end: str, walk: Walk) -> Ended:
    """What the outcome `end` picks, and what is near it and not ruled out by the answers of the walk there."""
    outcome = tree.outcomes[end]
    given = set(walk.trail)
    ruled_out = {
        name
        for name, unless in outcome.unless.items()
        if given & {(question, answer) for question, answers in unless.items() for answer in answers}
    }
    return Ended(picks=outcome.picks, near=tuple(name for name in outcome.near if name not in ruled_out))


def verdict(tree: Tree, case: Case, ended: Iterable[Ended]) -> str:
    """Whether the outcomes pick the alternative that the case uses; the worst of them counts."""
    return max((_beside_use(tree, case, end) for end in ended), key=VERDICTS.index)


def _beside_use(tree: Tree, case: Case, end: Ended) -> str:
    if case.uses in end.picks:
        return "same"
    if case.uses in end.near:
        return "also fine"
    years = [tree.alternatives[pick].since for pick in end.picks]
    later = case.began and not case.since and years and all(year and year >= case.began for year in years)
    return LATER if later else "different"


def advised(case: Case, ended: Iterable[Ended]) -> str:
    """Whether the outcomes pick what an adviser would take. Also fine: they pick an adviser's second, or are near a first."""
    return max((_beside_advice(case, end) for end in ended), key=ADVISED.index)


def _beside_advice(case: Case, end: Ended) -> str:
    picks = {advice.pick for advice in case.advice}
    if picks & {*end.picks}:
        return "same"
    seconds = {advice.second for advice in case.advice}
    return "also fine" if seconds & {*end.picks} or picks & {*end.near} else "different"
