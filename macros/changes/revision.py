"""What git holds of a tree and its real projects at a revision."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from macros.cases.read import read_cases
from macros.cases.walks import Walked
from macros.guide import CASES
from macros.tree import rules
from macros.tree.model import Tree
from macros.tree.read import ADD_ONS, CRITERIA, read_tree

NAMES = ("main", "master", "trunk")
# What a hook of git sets, so that git looks into the repository of the hook and not into that of the folder.
OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


class Unknown(Exception):
    """There is no git here, or no such revision."""


@dataclass(frozen=True, slots=True)
class Base:
    """A tree and its real projects as they were at a commit."""

    tree: Tree
    cases: tuple[Walked, ...]


def find(folder: Path, revision: str | None) -> tuple[str, str]:
    """The commit that `revision` names; if it is None, the one where the work left the main branch, else the last one.

    Beside it, in Markdown, why it is the last one; "" if it is not. Raises Unknown.
    """
    if revision is not None:
        return _commit(folder, revision), ""
    last = _commit(folder, "HEAD")
    is_shallow = _said(folder, "rev-parse", "--is-shallow-repository") == "true"
    there = []
    for branch in _main_branches(folder):
        try:
            commit = _commit(folder, branch)
            there.append(branch.split("/", 2)[2])
            base = _said(folder, "merge-base", "HEAD", commit)
        except Unknown:
            continue
        if is_shallow and base == last:  # which may be all that there is
            break
        return base, ""
    found = f"git does not know here where this work left {there[0]}" if there else "no main branch was found"
    way_out = "Run `git fetch --unshallow`" if is_shallow else "Fetch it"
    return last, f"Compared with the last commit only: {found}. {way_out}, or name a revision with `--base`."


def _main_branches(folder: Path) -> Iterator[str]:
    """Where the main branch may be: a fork's own may lag behind. What a host says that it is may be what was checked out there."""
    for place in ("remotes/upstream", "remotes/origin", "heads"):
        yield from (f"refs/{place}/{name}" for name in NAMES)
    yield from ("refs/remotes/upstream/HEAD", "refs/remotes/origin/HEAD")
    with suppress(Unknown):
        yield f"refs/heads/{_said(folder, 'config', 'init.defaultBranch')}"


def _commit(folder: Path, revision: str) -> str:
    return _said(folder, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")


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
            there.write_bytes(_contents(file.parent, commit, path))
        tree = rules.check(read_tree(Path(copy) / file.name))
        return Base(tree, read_cases(Path(copy) / CASES, CASES.as_posix(), tree))


def _names(folder: Path, commit: str, *paths: str) -> list[str]:
    """The files among `paths`, and in those that end with a slash."""
    names = os.fsdecode(_git(folder, "ls-tree", "-z", "--name-only", commit, "--", *paths))
    return [name for name in names.split("\0") if name]


def _contents(folder: Path, commit: str, path: str) -> bytes:
    """A file as it was at a commit; of a symbolic link, the file that it led to. Raises Unknown."""
    asked = os.fsencode(f"{commit}:./{path}")
    answer = _git(folder, "cat-file", "--batch=%(objectsize)", "--follow-symlinks", given=asked)
    size, _, text = answer.partition(b"\n")
    if not size.isdigit():
        raise Unknown(f"{path} was a link at {commit:.7}, and git does not hold what it led to.")
    return text[: int(size)]


def _said(folder: Path, *arguments: str) -> str:
    return _git(folder, *arguments).decode(errors="replace").strip()


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    environment = {name: value for name, value in os.environ.items() if name not in OF_HOOKS}
    command = ["git", *arguments]
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, input=given, capture_output=True, check=True
        )
        return done.stdout
    except OSError as error:
        raise Unknown(f"git does not run: {error}") from None
    except subprocess.CalledProcessError as error:
        raise Unknown(f"git says: {error.stderr.decode(errors='replace').strip()}") from None
