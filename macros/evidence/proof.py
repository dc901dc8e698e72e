"""The source of each proof: its code, what it uses of its file, and the programs that it runs."""

import ast
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The source of one proof: its text with what it uses of its file, and the apps (files in `apps`) that it names."""

    text: str
    apps: tuple[Path, ...]

    @property
    def digest(self) -> str:
        """Of all the source: changes whenever the proof, or an app it names, does."""
        parts = [self.text, *(app.read_text(encoding="utf-8") for app in self.apps)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def clear_caches() -> None:
    """Read the proofs' files anew from here on: while the site is served, they are edited."""
    _definitions.cache_clear()
    apps_in.cache_clear()


def without_parameters(proof: str) -> str:
    """test_a.py::test_it[x] -> test_a.py::test_it, that is without the parameters of one run."""
    return proof.partition("[")[0]


def read_proof(folder: Path, proof: str) -> Proof:
    """Return the source of `proof`, a pytest id below `folder` such as `test_a.py::test_b`.

    Raises LookupError if there is no such file or function.
    """
    name, _, function = without_parameters(proof).partition("::")
    file = folder / name
    if function not in _definitions(file):
        raise LookupError(proof)
    nodes = _needed(function, _definitions(file))
    lines = file.read_text(encoding="utf-8").splitlines()
    words = {n.value for node in nodes for n in ast.walk(node) if isinstance(n, ast.Constant)}
    return Proof(
        text="\n\n\n".join("\n".join(lines[_first_line(node) - 1 : node.end_lineno]) for node in nodes)
        + "\n",
        apps=tuple(app for name, app in apps_in(folder).items() if name in words),
    )


def _needed(function: str, definitions: dict[str, ast.stmt]) -> list[ast.stmt]:
    """What `function` uses of its own file (constants, helpers, fixtures), in order, and `function` itself."""
    found: dict[str, ast.stmt] = {}
    waiting = [function]
    while waiting:
        name = waiting.pop()
        if name in definitions and name not in found:
            found[name] = definitions[name]
            uses = (getattr(node, "id", getattr(node, "arg", None)) for node in ast.walk(definitions[name]))
            waiting += [use for use in uses if use is not None]
    return sorted(dict.fromkeys(found.values()), key=lambda node: node.lineno)


def _first_line(node: ast.stmt) -> int:
    return min([node.lineno, *(mark.lineno for mark in getattr(node, "decorator_list", ()))])


def proofs_in(folder: Path) -> list[str]:
    """Return the ids of all proofs below `folder`."""
    return [f"{file.name}::{name}" for file in sorted(folder.glob("test_*.py")) for name in _tests(file)]


@dataclass(frozen=True, slots=True)
class ProofFile:
    """A file of proofs: its name, the slug of its page, and what its docstring calls it."""

    name: str
    slug: str
    title: str
    proofs: tuple[tuple[str, Proof], ...]


def slug_of(proof: str) -> str:
    """test_forged_posts.py::test_it -> forged-posts"""
    return proof.partition(".py")[0].removeprefix("test_").replace("_", "-")


def read_proof_files(folder: Path, proofs: Iterable[str]) -> list[ProofFile]:
    """Return the files that hold `proofs` (pytest ids), each with those of its own, in its order."""
    wanted = set(proofs)
    files = []
    for file in sorted({folder / proof.partition("::")[0] for proof in wanted}):
        names = [f"{file.name}::{name}" for name in _tests(file)]
        own = tuple((name, read_proof(folder, name)) for name in names if name in wanted)
        title = _docstring(file).partition("\n")[0].rstrip(".")
        files.append(ProofFile(file.name, slug_of(file.name), title, own))
    return files


def _docstring(file: Path) -> str:
    return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or file.stem


@cache
def _definitions(file: Path) -> dict[str, ast.stmt]:
    """What a file defines at its top level, by name; nothing if there is no such file."""
    if not file.is_file():
        return {}
    found: dict[str, ast.stmt] = {}
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign):
            names = (part for part in ast.walk(node) if isinstance(part, ast.Name))
            found |= {name.id: node for name in names if isinstance(name.ctx, ast.Store)}
    return found


def _tests(file: Path) -> list[str]:
    return [name for name in _definitions(file) if name.startswith("test_")]


@cache
def apps_in(folder: Path) -> dict[str, Path]:
    """The files below `apps`, by the names that proofs call them."""
    apps = folder / "apps"
    return {file.relative_to(apps).as_posix(): file for file in sorted(apps.rglob("*.*")) if file.is_file()}
