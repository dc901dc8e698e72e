"""The files of a tree -> one source: the tree's own, and in docs/criteria one for each group of criteria."""

from functools import partial
from pathlib import Path, PurePath

from macros.reading import source
from macros.reading.composer import Place
from macros.reading.faults import Faults, Finding, Findings, Route, did_you_mean, gather
from macros.reading.shape import NO_MAPPING
from macros.reading.source import Source

CRITERIA = Path("docs/criteria")  # from the folder of the tree's own file
ROOT = ("criteria",)


def read_tree(file: Path) -> Source:
    """Read the tree in `file`, and the criteria beside it as if they stood in it, after its own.

    Raises Faults.
    """
    files = [partial(source.read, file)]
    for group in sorted((file.parent / CRITERIA).glob("*.yaml")):
        files.append(partial(source.read, group, (CRITERIA / group.name).as_posix(), ROOT))
    return _joined(*gather(files))


def _joined(tree: Source, *files: Source) -> Source:
    """The tree with the criteria of the files, in the order of its groups."""
    if not files or not isinstance(tree.data, dict):
        return tree
    groups, criteria = tree.data.get("groups", {}), tree.data.get("criteria", {})
    if not isinstance(groups, dict) or not isinstance(criteria, dict):
        return tree  # whose wrong shape is reported before anything looks at its criteria
    criteria, places, faults = dict(criteria), tree.places, []
    for file in sorted(files, key=lambda file: [*groups, _group(file)].index(_group(file))):
        faults += file.faults(_misfits(file, groups, places))
        if isinstance(file.data, dict):
            criteria |= {row: _grouped(criterion, _group(file)) for row, criterion in file.data.items()}
        places = file.places | places
    if faults:
        raise Faults(faults)
    return Source(tree.file, tree.data | {"criteria": criteria}, places)


def _misfits(file: Source, groups: dict, places: dict[Route, Place]) -> Findings:
    """What is wrong with a file of criteria beside what has been read, whose `places` are given."""
    if (group := _group(file)) not in groups:
        hint = did_you_mean(group, groups)
        message = f"there is no group '{group}', after which this file is named.{hint}"
        yield Finding(ROOT, message, at_key=True)
    if not isinstance(file.data, dict):
        yield Finding(ROOT, NO_MAPPING)
        return
    for row, criterion in file.data.items():
        if first := places.get((*ROOT, row)):
            message = f"{first.file} gives '{row}' too, on line {first.key.line}. Keep one."
            yield Finding((*ROOT, row), message, at_key=True)
        if isinstance(criterion, dict) and "group" in criterion:
            message = "the name of this file is the group. Delete this line."
            yield Finding((*ROOT, row, "group"), message, at_key=True)


def _group(file: Source) -> str:
    return PurePath(file.file).stem


def _grouped(criterion: object, group: str) -> object:
    return criterion | {"group": group} if isinstance(criterion, dict) else criterion
