"""Real projects -> their walks through the tree, and whether it ends at what they use."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from macros import source
from macros.faults import Fault, Faults, Mark, did_you_mean
from macros.model import Case, Tree
from macros.rules import SLUG, no_slug, texts_bring_no_markup
from macros.shape import shape
from macros.source import AtKey, Told

UNKNOWN = "unknown"  # where a question has no answer of this name, it stands for all its answers
AS_IT_IS = ("proof", "line")  # not Markdown: whatever stands in the project's own file
VERDICTS = ("same", "also fine", "different")


@dataclass(frozen=True, slots=True)
class Walk:
    """The questions that came up; their answers, in order; the outcomes; the questions that nothing answers."""

    asked: tuple[str, ...]
    trail: tuple[tuple[str, str], ...]  # (question, answer)
    ends: tuple[str, ...]
    unanswered: tuple[str, ...]

    @property
    def fragment(self) -> str:
        """The trail as an address carries it: staff=roles&store=sql"""
        return "&".join(f"{question}={answer}" for question, answer in self.trail)


@dataclass(frozen=True, slots=True)
class Walked:
    """A case, its walk and what that shows; the same for the second answers, if there are any."""

    id: str
    case: Case
    walk: Walk
    verdict: str
    again: Walk | None
    again_verdict: str | None


def walk(tree: Tree, answers: dict[str, str]) -> Walk:
    """Follow `answers` from the start; where one is `unknown` and the question has no such answer, all of its answers."""
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
    """Whether the outcomes `ends` pick what is used; the worst of them counts."""
    return max((_verdict_of_one(tree, uses, end) for end in ends), key=VERDICTS.index)


def _verdict_of_one(tree: Tree, uses: str, end: str) -> str:
    if uses in tree.outcomes[end].picks:
        return "same"
    return "also fine" if uses in tree.outcomes[end].near else "different"


def read_cases(folder: Path, name: str, tree: Tree) -> tuple[Walked, ...]:
    """Read the cases in `folder`, which faults call `name`, sorted by their ids.

    Raises Faults with all that is wrong in all of them.
    """
    cases, faults = [], []
    for file in sorted(folder.glob("*.yaml")):
        try:
            cases.append(_read_case(file, f"{name}/{file.name}", tree))
        except Faults as found:
            faults += found.faults
    if faults:
        raise Faults(faults)
    return tuple(cases)


def _read_case(file: Path, name: str, tree: Tree) -> Walked:
    if not SLUG.fullmatch(file.stem):
        raise Faults([Fault(name, Mark(1, 1), "", f"of the file's name: {no_slug(file.stem)}")])
    text = source.read(file, name)
    case, faults, mended = shape(text, Case)
    told = [found for rule in RULES for found in rule(case, tree)]
    told += [found for found in texts_bring_no_markup(case) if found[0] != AS_IT_IS]
    faults += text.faults(told, mended=mended)
    if not faults:
        faults = text.faults(what_differs_says_why(case, tree))
    if faults:
        raise Faults(faults)
    first = walk(tree, case.answers)
    again = walk(tree, case.again) if case.again else None
    return Walked(
        id=file.stem,
        case=case,
        walk=first,
        verdict=verdict(tree, case.uses, first.ends),
        again=again,
        again_verdict=verdict(tree, case.uses, again.ends) if again else None,
    )


def answers_fit_the_tree(case: Case, tree: Tree) -> Told:
    """Each answer is one of a question that comes up on the way, and none is missing."""
    yield from _misfits("answers", case.answers, tree)
    if case.again:
        yield from _misfits("again", case.again, tree)


def _misfits(part: str, answers: dict[str, str], tree: Tree) -> Iterator:
    wrong = False
    for node, answer in answers.items():
        if node not in tree.questions:
            wrong = True
            hint = did_you_mean(node, tree.questions)
            yield AtKey((part, node)), f"the tree has no question '{node}'.{hint}"
        elif answer not in (known := tree.questions[node].answers) and answer != UNKNOWN:
            wrong = True
            yield (part, node), f"this question has no answer '{answer}'. It has: {', '.join(known)}."
    if wrong:
        return  # what follows from it would be told as well
    walked = walk(tree, answers)
    for node in walked.unanswered:
        options = ", ".join(dict.fromkeys([*tree.questions[node].answers, UNKNOWN]))
        yield (part,), f"'{node}' comes up and is not answered. Add one of its answers: {options}."
    for node in answers:
        if node not in walked.asked and not walked.unanswered:
            yield AtKey((part, node)), "this question does not come up on the way. Take it out."


def what_it_uses_is_there(case: Case, tree: Tree) -> Told:
    """What a case uses is an alternative of the tree."""
    if case.uses not in tree.alternatives:
        hint = did_you_mean(case.uses, tree.alternatives) or " Add it to the `alternatives` of the tree."
        yield ("uses",), f"there is no alternative '{case.uses}'.{hint}"


def needs_do_not_name_alternatives(case: Case, tree: Tree) -> Told:
    """The needs do not name what could be chosen: they are what the answers are given from."""
    names = {alternative.name for alternative in tree.alternatives.values()}
    for key, need in case.needs.items():
        for name in names:
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", need, re.IGNORECASE):
                yield ("needs", key), f"this names {name}. Say what is needed, not what is used."


def what_differs_says_why(case: Case, tree: Tree) -> Told:
    """A case whose walk ends elsewhere says why in `differs`, and no other case has it."""
    ends = walk(tree, case.answers).ends
    if (said := verdict(tree, case.uses, ends)) == "different" and not case.differs:
        names = " or ".join(f"'{end}'" for end in ends)
        yield (
            ("answers",),
            f"these lead to {names}, and it uses '{case.uses}'. Say why in a sentence, as `differs`.",
        )
    if said != "different" and case.differs:
        yield AtKey(("differs",)), f"the tree says the same, or finds it also fine ({said}). Take this out."


RULES = (answers_fit_the_tree, what_it_uses_is_there, needs_do_not_name_alternatives)
