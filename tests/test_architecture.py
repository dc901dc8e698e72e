"""The rooms of the house: which module may know which, and how large a module may grow."""

import ast
import sys

import pytest
from trees_in_memory import HERE

MACROS = HERE.parent / "macros"
MODULES = {file.stem: file for file in sorted(MACROS.glob("*.py"))}
ADAPTERS = {"hooks", "weight"}
FILES = [file for file in sorted(MACROS.rglob("*")) if file.is_file() and "__pycache__" not in file.parts]

# What a module may know of the package; one that is not here, all but the adapter and the commands.
KNOWS = {
    "faults": set(),
    "model": set(),
    "evidence": set(),
    "texts": set(),
    "composer": {"faults"},
    "syntax": {"composer", "faults"},
    "source": {"composer", "faults", "syntax"},
    "age": {"model", "source"},
    "graph": {"model"},
    "shape": {"faults", "model", "source"},
    "rules": {"faults", "graph", "model", "shape", "source", "texts"},
    "diagram": set(),
    "regions": {"graph"},
    "sheets": {"diagram", "graph", "model", "regions"},
    "cards": {"model"},
    "figures": {"evidence"},
    "cases": {"faults", "model", "rules", "shape", "source"},
    "guide": {"age", "cases", "evidence", "faults", "graph", "model", "regions", "rules", "source"},
    "agreement": {"cases", "graph", "model"},
    "report": {"agreement", "cases", "guide", "model"},
    "decision": {"model"},
    "editor": {"decision", "model", "rules"},
    "repository": set(),
    "retrace": {"graph"},
    "diff": {"cases", "graph", "model", "retrace"},
    "diff_words": {"diff", "model", "retrace"},
    "diff_text": {"diff", "diff_words", "model", "retrace"},
    "revision": {"cases", "guide", "model", "rules", "source"},
    "manual": {"age", "cases", "guide", "model", "rules"},
    "machine": {"cases", "decision", "evidence", "graph", "guide", "model", "render"},
    "tables": {"evidence", "faults", "guide", "model"},
    "serving": {"faults"},
    "annotations": {"faults"},
    "bench": set(),
    "rebuild": set(),
    "reuse": {"guide", "model", "pages", "render", "repository"},
    "hypertext": set(),
    "links": {"article_check", "cases", "composer", "faults", "guide", "hypertext", "source", "texts"},
    "link_exceptions": {"faults", "model", "shape", "source"},
    "link_pace": set(),
    "link_visit": {"faults", "hypertext", "link_pace"},
    "link_round": {"link_pace", "link_visit"},
    "link_verdict": {"faults", "link_exceptions", "link_pace", "link_visit", "links"},
    "link_check": {
        "faults",
        "guide",
        "link_exceptions",
        "link_pace",
        "link_round",
        "link_verdict",
        "link_visit",
        "links",
    },
    "stylesheet": set(),
}


def imports(name):
    """The modules that a module imports, wherever in it, by their full names."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: write imports in full"
            whole = {f"macros.{alias.name}" for alias in node.names}
            found |= whole if node.module == "macros" else {node.module}
    return found


def own(name):
    """The modules of the package that a module imports."""
    return {full.split(".")[1] for full in imports(name) if full.startswith("macros.")}


@pytest.mark.parametrize("name", sorted(KNOWS.keys() & MODULES.keys()))
def test_a_module_knows_those_before_it_only(name):
    assert own(name) <= KNOWS[name]


@pytest.mark.parametrize("name", sorted(MODULES.keys() - ADAPTERS))
def test_no_module_knows_the_adapters_or_the_commands(name):
    assert not own(name) & {*ADAPTERS, "__main__"}


@pytest.mark.parametrize("name", MODULES)
def test_only_the_adapters_know_mkdocs(name):
    knows = any(full.partition(".")[0].startswith(("mkdocs", "material")) for full in imports(name))
    assert knows == (name in ADAPTERS)


def test_evidence_stands_on_the_standard_library_alone():
    """The proofs' own environments read it."""
    assert {full.partition(".")[0] for full in imports("evidence")} <= sys.stdlib_module_names


@pytest.mark.parametrize("name", MODULES)
def test_modules_do_not_know_one_another_in_a_circle(name):
    seen, waiting = set(), [name]
    while waiting:
        for other in own(waiting.pop()) & MODULES.keys() - seen:
            seen.add(other)
            waiting.append(other)
    assert name not in seen


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(MACROS).as_posix())
def test_the_compiler_does_not_know_what_is_decided(file):
    text = f"{file.relative_to(MACROS)} {file.read_text(encoding='utf-8')}".lower()
    assert [word for word in ("flask", "django") if word in text] == []


@pytest.mark.parametrize("name", MODULES)
def test_no_room_is_much_over_200_lines_and_each_says_what_it_is(name):
    text = MODULES[name].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 220
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("name", sorted(MODULES.keys() - ADAPTERS - {"diagram"}))
def test_markup_lives_in_templates(name):
    """A string of the code holds no tag, but for those that Markdown wrote and that are cut off again."""
    body = ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8")))
    strings = [node.value for node in body if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [text for text in strings if "</" in text and text != "</p>"] == []
