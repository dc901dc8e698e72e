"""What makes a case fit the tree. One function a rule; its docstring is the rule as contributors read it."""

import re
from collections.abc import Iterator

from macros.cases.model import Case
from macros.cases.walks import UNKNOWN, walk, walked
from macros.reading.faults import Finding, Findings, Route, did_you_mean
from macros.tree.model import Tree
from macros.tree.situations import unknown_answer


def answers_fit_the_tree(case: Case, tree: Tree) -> Findings:
    """Each answer is one of a question that comes up on the way, and none is missing."""
    yield from _misfits("answers", case.answers, tree)
    if case.again:
        yield from _misfits("again", case.again, tree)


def _misfits(key: str, answers: dict[str, str], tree: Tree) -> Findings:
    unknown = [
        unknown_answer((key, node), node, answer, tree)
        for node, answer in answers.items()
        if answer != UNKNOWN or node not in tree.questions
    ]
    if any(unknown):  # what follows from it would be reported as well
        yield from filter(None, unknown)
        return
    walked = walk(tree, answers)
    for node in walked.unanswered:
        options = ", ".join(dict.fromkeys([*tree.questions[node].answers, UNKNOWN]))
        yield Finding(
            (key,), f"'{node}' is asked, but has no answer here. Add one of its answers: {options}."
        )
    for node in answers:
        if node not in walked.asked and not walked.unanswered:
            yield Finding((key, node), "with these answers, this is never asked. Delete it.", at_key=True)


def what_it_names_is_there(case: Case, tree: Tree) -> Findings:
    """What a case uses, what advisers would take, and what first walks ended at are alternatives of the tree."""
    for route, name in _named(case):
        if name not in tree.alternatives:
            hint = did_you_mean(name, tree.alternatives) or " Add it to the `alternatives` of the tree."
            yield Finding(route, f"there is no alternative '{name}'.{hint}")


def _named(case: Case) -> Iterator[tuple[Route, str]]:
    yield ("uses",), case.uses
    for position, advice in enumerate(case.advice):
        yield ("advice", position, "pick"), advice.pick
        yield ("advice", position, "second"), advice.second
    for reader, end in enumerate(case.unseen.ended if case.unseen else ()):
        for key in ("picks", "near"):
            for position, name in enumerate(getattr(end, key)):
                yield ("unseen", "ended", reader, key, position), name


def needs_do_not_name_alternatives(case: Case, tree: Tree) -> Findings:
    """The needs do not name what could be chosen: they are what the answers are given from."""
    names = {alternative.name for alternative in tree.alternatives.values()}
    for key, need in case.needs.items():
        for name in names:
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", need, re.IGNORECASE):
                yield Finding(("needs", key), f"this names {name}. Say what is needed, not what is used.")


def what_differs_says_why(case: Case, tree: Tree) -> Findings:
    """A case whose walk ends elsewhere says why in `differs`, and no other case has it."""
    result = walked(tree, "", case)
    found = result.verdict
    if found == "different" and not case.differs:
        names = " or ".join(f"'{end}'" for end in result.walk.ends)
        message = f"these lead to {names}, but it uses '{case.uses}'. Say why in a sentence under `differs`."
        yield Finding(("answers",), message)
    if found != "different" and case.differs:
        message = f"the tree agrees with what it uses ({found}). Delete this."
        yield Finding(("differs",), message, at_key=True)


RULES = (answers_fit_the_tree, what_it_names_is_there, needs_do_not_name_alternatives)
