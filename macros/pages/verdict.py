"""A case and the outcome that it ends at -> the verdict in small: how sure it is, and which answers speak for and against it."""

import re
from collections import Counter
from dataclasses import dataclass

from macros.cases.walks import Walked
from macros.tree.margins import CLEAR
from macros.tree.model import Answer, Tree

FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.MULTILINE | re.DOTALL)
FIRST_POINT = re.compile(r"(?:[-*] )?(.+?)(?=\n[-*] |\n\n|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the answers of a case come to; `points` is how far they lean to the pick, less to the `rival`, the next."""

    case: Walked
    outcome: str
    points: int
    rival: str | None
    speaks_for: tuple[Answer, ...]  # the heaviest first
    speaks_against: tuple[Answer, ...]
    watch: str  # Markdown: the first point of the outcome's own
    commands: str  # Markdown: the first block of the outcome's own

    @property
    def sure(self) -> str:
        return "Clear" if self.points >= CLEAR else "Close" if self.points > 0 else "Open"


def verdict(tree: Tree, walked: Walked) -> Verdict | None:
    """The verdict for a case; None if its answers lead to several outcomes, or to one that picks nothing."""
    [end, *others] = walked.walk.ends
    outcome = tree.outcomes[end]
    if others or not outcome.picks:
        return None
    answers = [tree.questions[question].answers[answer] for question, answer in walked.walk.trail]
    leans = Counter()
    for answer in answers:
        leans.update(answer.leans)
    rival = next((name for name, _ in leans.most_common() if name not in outcome.picks), None)
    ahead = {place: _ahead(answer, outcome.picks) for place, answer in enumerate(answers)}
    by_weight = sorted(ahead, key=lambda place: -abs(ahead[place]))
    return Verdict(
        case=walked,
        outcome=end,
        points=max(leans[pick] for pick in outcome.picks) - (leans[rival] if rival else 0),
        rival=rival,
        speaks_for=tuple(answers[place] for place in by_weight if ahead[place] > 0),
        speaks_against=tuple(answers[place] for place in by_weight if ahead[place] < 0),
        watch=_first(FIRST_POINT, outcome.watch, 1),
        commands=_first(FENCED, outcome.start, 0),
    )


def _ahead(answer: Answer, picks: tuple[str, ...]) -> int:
    """By how much an answer leans more to one of `picks` than to anything else; below zero if it leans less."""
    own = max((weight for name, weight in answer.leans.items() if name in picks), default=0)
    return own - max((weight for name, weight in answer.leans.items() if name not in picks), default=0)


def _first(pattern: re.Pattern, text: str | None, group: int) -> str:
    found = pattern.search(text or "")
    return found[group] if found else ""
