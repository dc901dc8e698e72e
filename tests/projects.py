"""Projects with trees of their own: our compiler and looks, and a home page of one line."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent
NAVIGATION = "nav: [index.md, map.md]\n"


def copy_folder(source: Path, folder: Path) -> None:
    """Copy all files below `source` but caches and hidden ones into `folder`, over those that are there."""
    ignored = shutil.ignore_patterns("__pycache__", ".*")
    shutil.copytree(source, folder, dirs_exist_ok=True, ignore=ignored)


def make_project(folder: Path, tree: str) -> Path:
    """Make a project of the text of a tree in `folder`, which is not there yet; return the folder."""
    for name in ("macros", "theme", "docs/assets"):
        copy_folder(ROOT / name, folder / name)
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        settings[: settings.index("\nnav:") + 1] + NAVIGATION, encoding="utf-8"
    )
    (folder / "docs/index.md").write_text('# Home\n\n{{ start("Start") }}\n', encoding="utf-8")
    (folder / "decision_tree.yaml").write_text(tree, encoding="utf-8")
    return folder
