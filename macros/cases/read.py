"""A folder of cases -> each walked through the tree, or every fault in all of them."""

from pathlib import Path

from macros.cases.model import Case
from macros.cases.rules import RULES, what_differs_says_why
from macros.cases.walks import Walked, verdict, walk
from macros.reading import source
from macros.reading.faults import Fault, Faults, Mark
from macros.reading.shape import shape
from macros.tree.model import Tree
from macros.tree.rules import SLUG, no_slug, texts_bring_no_markup

AS_IT_IS = ("proof", "line")  # not Markdown: whatever stands in the project's own file


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
