"""What git holds of a tree and its real projects at a revision."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from macros.cases.read import read_cases
from macros.cases.walks import Walked
from macros.guide import CASES
from macros.tree import rules
from macros.tree.model import Tree
from macros.tree.read import ADD_ONS, CRITERIA, read_tree

MAIN = ("upstream/main", "origin/main", "main")  # a fork's own main may lag behind


class Unknown(Exception):
    """There is no git here, or no such revision."""


@dataclass(frozen=True, slots=True)
class Base:
    """A tree and its real projects as they were at a commit."""

    tree: Tree
    cases: tuple[Walked, ...]


def find(folder: Path, revision: str | None) -> str:
    """The commit that `revision` names; if it is None, the one where the work left the main branch, else the last one.

    Raises Unknown.
    """
    if revision is not None:
        return _commit(folder, revision)
    for main in MAIN:
        try:
            return _git(folder, "merge-base", "HEAD", _commit(folder, main)).decode().strip()
        except Unknown:
            continue
    return _commit(folder, "HEAD")


def _commit(folder: Path, revision: str) -> str:
    return (
        _git(folder, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    )


def read(file: Path, commit: str) -> Base | None:
    """The tree in `file` as it was at a commit, and what stood beside it; None if it was not there.

    Today's rules check it. Raises Faults.
    """
    beside = (f"{CRITERIA.as_posix()}/", ADD_ONS.as_posix(), f"{CASES.as_posix()}/")
    paths = _names(file.parent, commit, file.name, *beside)
    if file.name not in paths:
        return None
    with TemporaryDirectory() as copy:
        for path in paths:
            there = Path(copy) / path
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(_git(file.parent, "show", f"{commit}:./{path}"))
        tree = rules.check(read_tree(Path(copy) / file.name))
        return Base(tree, read_cases(Path(copy) / CASES, CASES.as_posix(), tree))


def _names(folder: Path, commit: str, *paths: str) -> list[str]:
    """The files among `paths`, and in those that end with a slash."""
    names = _git(folder, "ls-tree", "-z", "--name-only", commit, "--", *paths).decode()
    return [name for name in names.split("\0") if name]


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True).stdout
    except OSError as error:
        raise Unknown(f"git does not run: {error}") from None
    except subprocess.CalledProcessError as error:
        raise Unknown(f"git says: {error.stderr.decode(errors='replace').strip()}") from None
