"""The first walks of cases that the tree had never seen -> how many ended at what is used, and at what is advised."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from macros.cases.agreement import count, side
from macros.cases.model import Case, Ended
from macros.cases.walks import ADVISED, VERDICTS, Walked, advised, verdict
from macros.tree.model import Tree


@dataclass(frozen=True, slots=True)
class FirstWalk:
    """One reader's first walks through all unseen cases."""

    used: dict[str, int]  # verdicts beside what is used -> cases
    right: int  # cases at the side that is used
    advised: dict[str, int]  # verdicts beside what advisers would take -> cases


@dataclass(frozen=True, slots=True)
class FirstWalks:
    """The figures of all readers, and what they are to be measured by. All are counts of cases."""

    cases: int
    days: tuple[datetime.date, ...]
    readers: tuple[FirstWalk, ...]
    alike: int  # all readers ended at the same pick
    commonest: tuple[str | None, int]  # the side that most use
    advisers: tuple[int, ...]  # at what is used, one figure an adviser: the ceiling


def first_walks(tree: Tree, cases: Sequence[Walked]) -> FirstWalks | None:
    """The figures of the cases that have first walks, each as many and each as much advice; None without such cases."""
    unseen = [walked.case for walked in cases if walked.case.unseen]
    if not unseen:
        return None
    readers = list(zip(*(case.unseen.ended for case in unseen), strict=True))
    advisers = zip(*(case.advice for case in unseen), strict=True)
    return FirstWalks(
        cases=len(unseen),
        days=tuple(sorted({case.unseen.day for case in unseen})),
        readers=tuple(_of_reader(tree, list(zip(unseen, ended, strict=True))) for ended in readers),
        alike=sum(len({end.picks for end in case.unseen.ended}) == 1 for case in unseen),
        commonest=Counter(side(tree, case.uses) for case in unseen).most_common(1)[0],
        advisers=tuple(
            sum(advice.pick == case.uses for case, advice in zip(unseen, picks, strict=True))
            for picks in advisers
        ),
    )


def _of_reader(tree: Tree, walks: list[tuple[Case, Ended]]) -> FirstWalk:
    return FirstWalk(
        used=count(VERDICTS, (verdict(tree, case, [end]) for case, end in walks)),
        right=sum(side(tree, case.uses) in [side(tree, pick) for pick in end.picks] for case, end in walks),
        advised=count(ADVISED, (advised(case, [end]) for case, end in walks)),
    )
