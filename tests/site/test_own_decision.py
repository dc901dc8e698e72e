"""docs/own-decision.md: its own commands and its own YAML, in an empty folder, make a site of another decision."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import html5lib
import pytest
from projects import ROOT

PAGE = (ROOT / "docs/own-decision.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```", re.M | re.S)
INCLUDED = re.compile(r'^--8<-- "(.+)"\n', re.M)
ADDRESS = re.compile(r"\{\{ repository\.url .*? \}\}")
HEADING = ".//{http://www.w3.org/1999/xhtml}h1"


class Block(NamedTuple):
    """A block of code of the page."""

    language: str
    title: str
    text: str


def included(found: re.Match) -> str:
    return (ROOT / found[1]).read_text(encoding="utf-8")


BLOCKS = [
    Block(language, title, INCLUDED.sub(included, text)) for language, title, text in BLOCK.findall(PAGE)
]
NEW, TREE, CHECK, PRINTED, COMMIT = BLOCKS
SUBJECT = re.compile("flask|django", re.IGNORECASE)


def run(command, folder, **options) -> str:
    """What a command prints; it must not fail."""
    # Of the one who runs the tests, git takes nothing over; nor does make of the make that runs them.
    mine = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "MAKE", "MFLAGS"))}
    done = subprocess.run(
        command, cwd=folder, env=mine | options, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


COMMITTER = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in {"NAME": "A", "EMAIL": "a@example.org"}.items()
}


def repository(folder: Path) -> Path:
    """A repository that holds the files of this one as they are now."""
    listed = run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], ROOT).split("\0")
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    run(["git", "init", "-q", "-b", "main"], folder)
    run(["git", "add", "."], folder)
    run(["git", "commit", "-q", "-m", "All"], folder, **COMMITTER)
    return folder


def environment(folder: Path) -> None:
    """What `make` would set up from the network: the Python that runs these tests."""
    python = folder / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    (folder / ".venv/.site").touch()


class Own(NamedTuple):
    """The project, its files as `make new` wrote them, what `make check` printed there, and its site."""

    folder: Path
    files: dict[str, str]
    printed: str
    pages: dict[str, str]


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Own:
    """All that the page says, done in its order."""
    empty, ours = tmp_path_factory.mktemp("empty"), repository(tmp_path_factory.mktemp("ours"))
    copy, make, enter = ADDRESS.sub(ours.as_uri(), NEW.text).splitlines()
    run(["sh", "-ec", copy], empty)
    environment(empty / "decision-guide")
    run(["sh", "-ec", make], empty)
    folder = empty / enter.removeprefix("cd ")
    files = {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8", errors="replace")
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
    environment(folder)
    printed = run(["sh", "-ec", CHECK.text], folder)
    run(
        ["make", "--silent", "build"],
        folder,
        SITE_URL="https://pages.example.org/mine/",
        REPO_URL="https://code.example.org/me/mine",
    )
    pages = {
        file.relative_to(folder / "site").as_posix(): file.read_text(encoding="utf-8")
        for file in sorted((folder / "site").rglob("*.html"))
    }
    return Own(folder, files, printed, pages)


def heading(page: str) -> str:
    [found] = html5lib.parse(page).findall(HEADING)
    return "".join(found.itertext()).strip()


def test_the_page_has_the_blocks_that_a_reader_follows():
    assert [(block.language, block.title) for block in BLOCKS] == [
        ("sh", ""),
        ("yaml", "decision_tree.yaml"),
        ("sh", ""),
        ("text", ""),
        ("sh", ""),
    ]
    assert len(TREE.text.splitlines()) == 14
    assert "one YAML file of fourteen lines" in PAGE
    assert len(ADDRESS.findall(NEW.text)) == 1


def test_the_new_project_has_the_tree_that_the_page_shows(own):
    assert own.files[TREE.title] == TREE.text


def test_no_file_of_the_new_project_is_about_our_subject_or_says_what_is_only_here(own):
    assert {"Makefile", "pyproject.toml", ".github/workflows/deploy.yml"} < own.files.keys()
    assert [path for path, text in own.files.items() if SUBJECT.search(path + text)] == []
    marked = [path for path, text in own.files.items() if re.search("^ *# [<>]{3} only here", text, re.M)]
    assert marked == []


def test_every_command_of_the_new_project_has_what_it_needs(own):
    listed = re.findall(r"^make (\w+)", run(["make", "help"], own.folder), re.M)
    assert listed == ["help", "serve", "build", "check", "diff", "schema", "age", "links", "lock", "clean"]
    for target in listed:
        run(["make", "--dry-run", target], own.folder)
    assert set(re.findall(r"requirements/[\w-]+\.\w+", own.files["Makefile"])) < own.files.keys()


def test_make_check_prints_what_the_page_says(own):
    assert own.printed == PRINTED.text


def test_the_new_project_is_committed_without_what_was_built(own):
    run(["sh", "-ec", COMMIT.text], own.folder, **COMMITTER)
    assert set(run(["git", "ls-files"], own.folder).splitlines()) == own.files.keys()


def test_the_site_has_exactly_the_pages_of_the_own_tree(own):
    assert {path: heading(page) for path, page in own.pages.items()} == {
        "404.html": "There is no such page",
        "decide/hour/index.html": "Is it later than four in the afternoon?",
        "index.html": "Tea or coffee?",
        "map/index.html": "All questions",
        "outcome/coffee/index.html": "Coffee",
        "outcome/tea/index.html": "Tea",
    }


def test_the_home_page_begins_the_walk_and_names_the_site(own):
    home = own.pages["index.html"]
    assert re.findall(r"<title>(.*?)</title>", home) == ["Tea or coffee?"]
    assert re.findall(r'class="promise">(.*?)</p>', home) == [
        "One plain question. Then an answer with its reasons, and what would change it."
    ]
    assert re.findall(r'class="start"><a [^>]*href="(.*?)"', home) == ["./decide/hour/"]
    assert "<title>Coffee - Tea or coffee?</title>" in own.pages["outcome/coffee/index.html"]


def test_the_navigation_has_the_pages_that_there_are_and_no_question(own):
    for path, page in own.pages.items():
        links = re.findall(r'<a href="([^"]*)" class="md-tabs__link"', page)
        names = [link.rstrip("/").rpartition("/")[2] for link in links]
        assert len(names) == 2, path
        assert [name for name in names if name in ("hour", "tea", "coffee")] == []


def test_nothing_on_the_site_is_about_our_subject(own):
    built = [
        file for file in (own.folder / "site").rglob("*") if file.suffix in (".html", ".json", ".txt", ".xml")
    ]
    assert len(built) > len(own.pages)
    assert [file.name for file in built if SUBJECT.search(file.read_text(encoding="utf-8"))] == []


def test_the_edit_links_lead_to_the_lines_of_the_own_file(own):
    line = TREE.text.splitlines().index("  hour:") + 1
    edit = f"https://code.example.org/me/mine/edit/main/decision_tree.yaml#L{line}"
    assert f'href="{edit}"' in own.pages["decide/hour/index.html"]


def test_the_own_checks_run_for_each_pull_request_without_our_tests(own):
    runs = re.findall(r"run: (make .*)", own.files[".github/workflows/ci.yml"])
    assert [command.split(" #")[0].rstrip() for command in runs] == [
        "make check",
        "make build",
        'make --silent diff BASE=HEAD^ >> "$GITHUB_STEP_SUMMARY"',
        "make age",
    ]


def test_a_page_and_a_home_page_of_ones_own_take_their_places(own, tmp_path):
    project = tmp_path / "project"
    shutil.copytree(own.folder, project, ignore=shutil.ignore_patterns(".git", "site"))
    (project / "docs/index.md").write_text('# Mine\n\n{{ start("Go") }}\n', encoding="utf-8")
    (project / "docs/why.md").write_text("# Why we ask\n\nWe wonder.\n", encoding="utf-8")
    run(["make", "--silent", "build"], project)
    home = (project / "site/index.html").read_text(encoding="utf-8")
    assert heading(home).startswith("Mine")
    assert '<a href="why/" class="md-tabs__link">' in home
