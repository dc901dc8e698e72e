"""The files of this project -> those of a project for another decision, written into a folder."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
TREE = Path(__file__).with_name("decision_tree.yaml")
COPIED = (
    "macros/**/*",
    "theme/**/*",
    "docs/*.schema.json",
    "docs/assets/**/*.css",
    "docs/assets/**/*.js",
    "docs/assets/*icon*",
    "requirements/site.txt",
    "requirements/links.txt",
    "requirements/find-python.sh",
    "requirements/apt-install.sh",
    ".github/ISSUE_TEMPLATE/*.yml",
    ".github/dependabot.yml",
    ".github/workflows/ci.yml",
    ".github/workflows/deploy.yml",
    ".github/workflows/links.yml",
    ".github/workflows/watch.yml",
    ".editorconfig",
    ".gitattributes",
    ".gitignore",
    "LICENSE",
    "Makefile",
    "lychee.toml",
    "mkdocs.yml",
    "pyproject.toml",
)
ONLY_HERE = re.compile(rb"^[ \t]*# >>> only here.*?(?:^[ \t]*# <<< only here\n\n?|\Z)", re.M | re.S)


def files_of_a_new_project(root: Path = ROOT) -> dict[str, bytes]:
    """Every file of a new project by its path: what is copied, without what stands `only here`, and a tree to begin with."""
    found = {file for pattern in COPIED for file in root.glob(pattern) if file.is_file()}
    copied = {
        file.relative_to(root).as_posix(): ONLY_HERE.sub(b"", file.read_bytes())
        for file in sorted(found)
        if "__pycache__" not in file.parts
    }
    return copied | {TREE.name: TREE.read_bytes()}


def write(files: dict[str, bytes], folder: Path) -> None:
    """Write the files into a folder that is empty or not there yet: all of them, or none. Raises OSError."""
    folder = folder.resolve()  # a link stays, and what it leads to is made
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise FileExistsError(f"{folder} holds something. Name a folder that is empty or not there yet.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent) as beside:
        whole = Path(beside) / folder.name
        for path, content in files.items():
            file = whole / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        if folder.exists():
            folder.rmdir()  # not every system renames onto a folder that is there
        whole.rename(folder)
