"""What makes a case fit the tree. One function a rule; its docstring is the rule as contributors read it."""

import re
from collections.abc import Iterator

from macros.cases.model import Case
from macros.cases.walks import UNKNOWN, verdict, walk
from macros.reading.faults import did_you_mean
from macros.reading.source import AtKey, Told
from macros.tree.model import Tree


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
