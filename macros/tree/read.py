"""The files of a tree -> one source: its own, one in docs/criteria for each group, and docs/add-ons.yaml."""

from functools import partial
from pathlib import Path, PurePath

from macros.reading import source
from macros.reading.composer import Place
from macros.reading.faults import Faults, Finding, Findings, Route, did_you_mean, gather
from macros.reading.shape import NO_MAPPING
from macros.reading.source import Source

CRITERIA = Path("docs/criteria")  # from the folder of the tree's own file
ADD_ONS = Path("docs/add-ons.yaml")


def read_tree(file: Path) -> Source:
    """Read the tree in `file`, and the criteria and add-ons beside it as if they stood in it, after its own.

    Raises Faults.
    """
    folder = file.parent
    files = [partial(source.read, file)]
    for group in source.files_in(folder / CRITERIA):
        files.append(partial(source.read_one, group, (CRITERIA / group.name).as_posix(), ("criteria",)))
    if (folder / ADD_ONS).is_file():
        files.append(partial(source.read, folder / ADD_ONS, ADD_ONS.as_posix(), ("add-ons",)))
    return _joined(*gather(files))


def _joined(tree: Source, *files: Source) -> Source:
    """The tree with what the files add: criteria, in the order of its groups, and add-ons."""
    if not files or not isinstance(tree.data, dict):
        return tree
    groups, criteria, add_ons = (tree.data.get(key, {}) for key in ("groups", "criteria", "add-ons"))
    if not all(isinstance(part, dict) for part in (groups, criteria, add_ons)):
        return tree  # whose wrong shape is reported before anything looks at what the files add
    added, places, faults = {"criteria": dict(criteria), "add-ons": dict(add_ons)}, tree.places, []
    for file in sorted(files, key=lambda file: [*groups, _group(file)].index(_group(file))):
        faults += file.faults(_misfits(file, groups, places))
        if isinstance(file.data, dict):
            part = _part(file)
            added[part] |= {key: _grouped(value, file) for key, value in file.data.items()}
        places = file.places | places
    if faults:
        raise Faults(faults)
    return Source(tree.file, tree.data | added, places)


def _misfits(file: Source, groups: dict, places: dict[Route, Place]) -> Findings:
    """What is wrong with a file beside what has been read, whose `places` are given."""
    part = _part(file)
    if part == "criteria" and _group(file) not in groups:
        hint = did_you_mean(_group(file), groups)
        message = f"there is no group '{_group(file)}', after which this file is named.{hint}"
        yield Finding((part,), message, at_key=True)
    if not isinstance(file.data, dict):
        yield Finding((part,), NO_MAPPING)
        return
    for key, value in file.data.items():
        if first := places.get((part, key)):
            message = f"{first.file} gives '{key}' too, on line {first.key.line}. Keep one."
            yield Finding((part, key), message, at_key=True)
        if part == "criteria" and isinstance(value, dict) and "group" in value:
            message = "the name of this file is the group. Delete this line."
            yield Finding((part, key, "group"), message, at_key=True)


def _part(file: Source) -> str:
    """The part of the tree that a file adds to: criteria or add-ons."""
    return min(file.places, key=len)[0]


def _group(file: Source) -> str:
    return PurePath(file.file).stem


def _grouped(value: object, file: Source) -> object:
    """A criterion with the group that its file is named after; an add-on as it is."""
    return value | {"group": _group(file)} if _part(file) == "criteria" and isinstance(value, dict) else value
