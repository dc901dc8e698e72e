"""The rooms of the house: which package may know which, how large a module may grow, and what none may hold."""

import ast
import subprocess
import sys

import pytest
from projects import ROOT

MACROS = ROOT / "macros"
MODULES = {file.relative_to(ROOT).as_posix(): file for file in sorted(MACROS.rglob("*.py"))}
PACKAGES = [file for file in MODULES.values() if file.name == "__init__.py" and file.parent != MACROS]
FILES = [file for file in sorted(MACROS.rglob("*")) if file.is_file() and "__pycache__" not in file.parts]


def test_a_package_knows_those_below_it_only_and_the_adapter_alone_knows_mkdocs():
    """The contracts stand in pyproject.toml. In a process of its own: import-linter sets up logging for all."""
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    linted = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert linted.returncode == 0, linted.stdout


def test_evidence_stands_on_the_standard_library_alone():
    """The proofs' own environments read it."""
    for file in (MACROS / "evidence").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom | ast.Import):
                names = [node.module] if isinstance(node, ast.ImportFrom) else [it.name for it in node.names]
                for name in names:
                    known = name.partition(".")[0] in sys.stdlib_module_names
                    assert known or name.startswith("macros.evidence."), f"{file.name} imports {name}"


@pytest.mark.parametrize("file", PACKAGES, ids=lambda file: file.parent.name)
def test_the_face_of_a_package_is_one_docstring(file):
    [said] = ast.parse(file.read_text(encoding="utf-8")).body
    assert isinstance(said.value.value, str)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(MACROS).as_posix())
def test_the_compiler_does_not_know_what_is_decided(file):
    text = f"{file.relative_to(MACROS)} {file.read_text(encoding='utf-8')}".lower()
    assert [word for word in ("flask", "django") if word in text] == []


@pytest.mark.parametrize("name", MODULES)
def test_no_module_is_much_over_200_lines_and_each_says_what_it_is(name):
    text = MODULES[name].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 220
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith("macros/adapter/")])
def test_markup_lives_in_templates(name):
    """A string of the code holds no tag, but for those that Markdown wrote and that are cut off again."""
    body = ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8")))
    strings = [node.value for node in body if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [text for text in strings if "</" in text and text != "</p>"] == []
