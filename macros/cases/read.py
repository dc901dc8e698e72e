"""A folder of cases -> each walked through the tree, or every fault in all of them."""

from functools import partial
from pathlib import Path

from macros.cases.model import Case
from macros.cases.rules import RULES, what_differs_says_why
from macros.cases.walks import Walked, walked
from macros.reading import source
from macros.reading.faults import Fault, Faults, Mark, gather
from macros.reading.shape import shape
from macros.reading.sound import sound
from macros.tree.model import Tree
from macros.tree.names import no_slug, owned
from macros.tree.rules import texts_bring_no_markup


def read_cases(folder: Path, name: str, tree: Tree) -> tuple[Walked, ...]:
    """Read the cases in `folder`, which faults call `name`, sorted by their ids.

    Raises Faults with all that is wrong in all of them.
    """
    files = source.files_in(folder)
    return tuple(gather(partial(_read_case, file, f"{name}/{file.name}", tree) for file in files))


def _read_case(file: Path, name: str, tree: Tree) -> Walked:
    if message := no_slug(file.stem, {}) or owned("cases", file.stem):
        raise Faults([Fault(name, Mark(1, 1), "", f"file name: {message}")])
    rules = [partial(rule, tree=tree) for rule in RULES]
    last = partial(what_differs_says_why, tree=tree)
    text = source.read_one(file, name)
    case = sound(text, shape(text.data, Case), [*rules, texts_bring_no_markup], [last])
    return walked(tree, file.stem, case)
