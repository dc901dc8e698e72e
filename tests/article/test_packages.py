"""The page "How the compiler works" and the README follow the source."""

import re
import tomllib

import pytest
from projects import ROOT
from trees_in_memory import Html, guide_of, small

from macros.article.macros import macros_for
from macros.article.packages import packages

PAGE = (ROOT / "docs/compiler.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
LEVELS = [re.findall(r'"(\w+)"', call) for call in re.findall(r"\{\{ packages\((.+?)\) \}\}", PAGE)]
PACKAGES = {file.parent.name: file.parent for file in (ROOT / "macros").glob("*/__init__.py")}


@pytest.fixture
def macro(tmp_path):
    """The macro `packages`."""
    (found,) = (
        one
        for one in macros_for(guide_of(tmp_path, small()), lambda: "compiler/")
        if one.__name__ == "packages"
    )
    return found


def test_the_page_has_the_packages_in_the_order_in_which_they_may_import():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (layers,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    assert [set(level) for level in LEVELS] == [set(layer.split(" | ")) for layer in reversed(layers)]


def test_every_module_is_on_the_page_with_its_docstring(macro):
    shown = "".join(macro(*level) for level in LEVELS)
    for name, folder in PACKAGES.items():
        package = packages()[name]
        files = {file.name for file in folder.glob("*.py")} - {"__init__.py"}
        assert {module.path for module in package.modules} == {f"macros/{name}/{file}" for file in files}
        assert f"### `{package.path}`\n" in shown
        for module in package.modules:
            assert module.about.endswith("."), module.path
            assert f"<code>{module.path.rpartition('/')[2]}</code>" in shown
    beside = {file.name for file in (ROOT / "macros").glob("*.py")} - {"__init__.py"}
    assert set(re.findall(r"^### `macros/(\w+\.py)`$", shown, re.MULTILINE)) == beside


def test_a_package_is_shown_with_its_docstring_and_a_table_of_its_modules(macro):
    shown = macro("evidence")
    assert "### `macros/evidence/`\n\n<p>What backs a claim: proofs," in shown
    assert "<code>record.py</code></th><td>record.json -&gt; what the proofs last showed:" in shown
    assert [name for name, _ in Html(shown).tags].count("tr") == 1 + len(packages()["evidence"].modules)
    assert "<table" not in macro("guide")


def test_an_unknown_package_is_an_error_with_the_nearest(macro):
    with pytest.raises(LookupError, match=r"^there is no package 'raeding'\. Did you mean 'reading'\?$"):
        macro("raeding")


def test_every_file_that_the_page_names_is_there():
    named = {
        name
        for name in re.findall(r"`([\w./-]+)`", PAGE)
        if "/" in name or re.search(r"\.(py|toml|yml|md)$", name)
    }
    assert len(named) > 30
    assert {
        name for name in named if not any((ROOT / folder / name).exists() for folder in ("", "macros"))
    } == set()


def test_every_function_and_key_that_the_page_names_is_in_the_file_beside_it():
    beside = {
        "RULES": "macros/tree/rules.py",
        "every_cell_has_one_kind_of_evidence": "macros/tree/rules.py",
        "leans": "macros/tree/model.py",
        "tally": "docs/assets/trail.js",
        "_outcomes": "macros/pages/pages.py",
        "walk_json": "macros/pages/programs.py",
    }
    for name, file in beside.items():
        assert f"`{name}`" in PAGE and f"`{file}`" in PAGE
        assert re.search(rf"\b{name}\b", (ROOT / file).read_text(encoding="utf-8")), f"{file}: {name}"


def test_the_readme_lists_every_package():
    assert set(re.findall(r"^  (\w+)/ ", README, re.MULTILINE)) == set(PACKAGES)
