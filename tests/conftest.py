"""What several rooms of the tests share: the guide, the built sites, a browser. All workers build each site once."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from projects import ROOT, copy_folder, make_project

SITE_URL = "https://pages.example.org/some-repo/"
REPO_URL = "https://code.example.org/owner/some-repo"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
COMPLAINT = re.compile(r"\b(WARNING|ERROR)\b")
PROJECT = ("mkdocs.yml", "decision_tree.yaml", "CONTRIBUTING.md")
PROJECT_FOLDERS = ("macros", "theme", "docs", "tests/bench", "tests/evidence")


@pytest.fixture(scope="session")
def site_url() -> str:
    """The address that each site is built for."""
    return SITE_URL


@pytest.fixture(scope="session")
def repo_url() -> str:
    """The repository that the edit links lead to."""
    return REPO_URL


@pytest.fixture(scope="session")
def once(tmp_path_factory, worker_id) -> Callable[[str, Callable[[Path], object]], Path]:
    """once(name, fill): the folder of that name, which the first worker to ask lets `fill` fill; the others wait."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    def make(name: str, fill: Callable[[Path], object]) -> Path:
        folder = shared / f"once-{name}"
        with (shared / f"once-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                begun = tmp_path_factory.mktemp(name)
                fill(begun)
                begun.rename(folder)  # whole, or not there at all
        return folder

    return make


@pytest.fixture(scope="session")
def build() -> Callable[..., subprocess.CompletedProcess]:
    """build(project, to, arguments, **environment): build a project, strictly, into the folder `to`."""

    def run(project: Path, to: Path, arguments=(), **environment: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(to), *arguments]
        environment = os.environ | {"SITE_URL": SITE_URL, "REPO_URL": REPO_URL} | environment
        return subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True, timeout=120
        )

    return run


@pytest.fixture(scope="session")
def build_cleanly(build) -> Callable[..., Path]:
    """The same for a project that must build without a warning; returns the folder `to`."""

    def run(project: Path, to: Path, arguments=(), **environment: str) -> Path:
        done = build(project, to, arguments, **environment)
        output = done.stdout + done.stderr
        assert done.returncode == 0, output
        assert [line for line in output.splitlines() if COMPLAINT.search(line)] == []
        return to

    return run


@pytest.fixture(scope="session")
def built(once, build_cleanly) -> Path:
    """The folder of our own built site."""
    return once("ours", lambda folder: build_cleanly(ROOT, folder / "site")) / "site"


@pytest.fixture(scope="session")
def built_example(once, build_cleanly) -> Callable[[str], Path]:
    """built_example(name): the folder of the site of a decision in tests/trees, with its proofs and projects."""

    def built(name: str) -> Path:
        def fill(folder: Path) -> None:
            project = make_project(folder / "project", "")
            copy_folder(ROOT / "tests/trees" / name, project)
            build_cleanly(project, folder / "site")

        return once(name, fill) / "site"

    return built


@pytest.fixture(scope="session")
def guide():
    """Our own guide, read and sound."""
    from macros import guide  # here, because reading the tree is not needed by every test

    return guide.load(ROOT / guide.FILE)


@pytest.fixture(scope="session")
def project_copy(tmp_path_factory) -> Path:
    """A copy of all that our site is made from, elsewhere."""
    folder = tmp_path_factory.mktemp("copy") / "project"
    for name in PROJECT_FOLDERS:
        copy_folder(ROOT / name, folder / name)
    for name in PROJECT:
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def browser():
    """A real Chromium: the one that CHROMIUM names, or the machine's."""
    from playwright.sync_api import sync_playwright  # here, because only the tests in a browser need it

    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    assert program, f"no Chromium: set CHROMIUM, or install one of {', '.join(BROWSERS)}"
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        chromium = playwright.chromium.launch(executable_path=program, args=arguments)
        yield chromium
        chromium.close()
