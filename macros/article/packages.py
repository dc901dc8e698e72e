"""The source of this compiler -> its packages and modules, as their docstrings describe them."""

import ast
from dataclasses import dataclass
from pathlib import Path

COMPILER = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Module:
    """A package, with the modules in it, or a module: its path from the project's folder, and its docstring."""

    path: str
    about: str
    modules: tuple["Module", ...] = ()


def packages() -> dict[str, Module]:
    """The packages of the compiler, and the modules that stand beside them, by their names."""
    there = [_module(file) for file in sorted(COMPILER.glob("*.py"))]
    there += [_package(file.parent) for file in sorted(COMPILER.glob("*/__init__.py"))]
    return {Path(module.path).stem: module for module in there}


def _package(folder: Path) -> Module:
    files = [file for file in sorted(folder.glob("*.py")) if file.name != "__init__.py"]
    modules = tuple(_module(file) for file in files)
    return Module(_path(folder) + "/", _docstring(folder / "__init__.py"), modules)


def _module(file: Path) -> Module:
    return Module(_path(file), _docstring(file).partition("\n\n")[0])


def _path(file: Path) -> str:
    return file.relative_to(COMPILER.parent).as_posix()


def _docstring(file: Path) -> str:
    return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
