"""A folder of proofs -> the source of each: its code, what that uses of its file, and the programs that it runs."""

import ast
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


class Unreadable(Exception):
    """A file that cannot be read: which, from where on (line and column, from 1), and why."""

    def __init__(self, file: Path, line: int, column: int, message: str):
        super().__init__(message)
        self.file, self.line, self.column, self.message = file, line, column, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The source of one proof: its text with what it uses of its file, and the files below `apps` that it names."""

    text: str
    apps: tuple[Path, ...]

    @property
    def digest(self) -> str:
        """16 hexadecimal digits that change whenever the proof, or an app that it names, does."""
        parts = [self.text, *(app.read_text(encoding="utf-8") for app in self.apps)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class ProofFile:
    """A file of proofs: its name, the slug of its page, the first line of its docstring, and its proofs by their ids."""

    name: str
    slug: str
    title: str
    proofs: tuple[tuple[str, Proof], ...]


def without_parameters(proof: str) -> str:
    """test_a.py::test_b[x] -> test_a.py::test_b, that is without the parameters of one run."""
    return proof.partition("[")[0]


def slug_of(proof: str) -> str:
    """test_forged_posts.py::test_b -> forged-posts"""
    return proof.partition(".py")[0].removeprefix("test_").replace("_", "-")


def proofs_in(folder: Path) -> dict[str, frozenset[str]]:
    """The ids of all proofs below `folder`, each with the packages that its `uses` mark names."""
    sources = [_Source(file) for file in sorted(folder.glob("test_*.py"))]
    return {
        proof: _uses(source.definitions[name]) for source in sources for proof, name in source.proofs.items()
    }


def read_proof(folder: Path, proof: str) -> Proof:
    """The source of `proof`, a pytest id below `folder` such as `test_a.py::test_b`.

    Raises LookupError if there is no such file or function.
    """
    name, _, function = without_parameters(proof).partition("::")
    source = _Source(folder / name) if (folder / name).is_file() else None
    if source is None or function not in source.definitions:
        raise LookupError(proof)
    return source.proof(function, apps_in(folder))


def read_proof_files(folder: Path, proofs: Iterable[str]) -> list[ProofFile]:
    """The files that hold `proofs` (pytest ids), sorted by name, each with those proofs alone, in its own order."""
    wanted, apps = set(proofs), apps_in(folder)
    files = []
    for name in sorted({proof.partition("::")[0] for proof in wanted}):
        source = _Source(folder / name)
        own = {
            proof: source.proof(function, apps)
            for proof, function in source.proofs.items()
            if proof in wanted
        }
        files.append(ProofFile(name, slug_of(name), source.title, tuple(own.items())))
    return files


def apps_in(folder: Path) -> dict[str, Path]:
    """The files below `apps`, by the names that proofs call them."""
    apps = folder / "apps"
    return {file.relative_to(apps).as_posix(): file for file in sorted(apps.rglob("*.*")) if file.is_file()}


class _Source:
    """A file of proofs, parsed: its title, what it defines at its top level, and which of that are proofs. Raises Unreadable."""

    def __init__(self, file: Path):
        try:
            text = file.read_text(encoding="utf-8")
            module = ast.parse(text)
        except SyntaxError as error:
            message = f"this is no Python: {error.msg}."
            raise Unreadable(file, error.lineno or 1, error.offset or 1, message) from None
        except ValueError:  # in a string of bytes, or of a NUL
            raise Unreadable(file, 1, 1, "this is not UTF-8 text. Save the file as UTF-8.") from None
        except OSError as error:
            raise Unreadable(file, 1, 1, f"this cannot be read: {error.strerror}.") from None
        self._lines = text.split("\n")  # a form feed ends no line of Python
        self.title = (ast.get_docstring(module) or file.stem).partition("\n")[0].rstrip(".")
        self.definitions = _definitions(module)
        self.proofs = {f"{file.name}::{name}": name for name in self.definitions if name.startswith("test_")}

    def proof(self, function: str, apps: dict[str, Path]) -> Proof:
        """The proof that is this function, with those of `apps` that it names."""
        nodes = _needed(function, self.definitions)
        texts = {n.value for node in nodes for n in ast.walk(node) if isinstance(n, ast.Constant)}
        return Proof(
            text="\n\n\n".join(
                "\n".join(self._lines[_first_line(node) - 1 : node.end_lineno]) for node in nodes
            )
            + "\n",
            apps=tuple(file for name, file in apps.items() if name in texts),
        )


def _definitions(module: ast.Module) -> dict[str, ast.stmt]:
    """The functions, classes and constants of a module, by name."""
    found: dict[str, ast.stmt] = {}
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign):
            names = (part for part in ast.walk(node) if isinstance(part, ast.Name))
            found |= {name.id: node for name in names if isinstance(name.ctx, ast.Store)}
    return found


def _uses(function: ast.FunctionDef) -> frozenset[str]:
    """The packages that the marks of a proof, or of one of its parameters, name: `@pytest.mark.uses("one", "other")`."""
    nodes = (node for mark in function.decorator_list for node in ast.walk(mark))
    marks = (
        node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "uses"
    )
    return frozenset(arg.value for mark in marks for arg in mark.args if isinstance(arg, ast.Constant))


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
    """The line at which a definition begins, its decorators included."""
    return min([node.lineno, *(mark.lineno for mark in getattr(node, "decorator_list", ()))])
