"""The site, built once and served below a sub-path as on GitHub Pages; one browser; projects of other people."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from projects import ROOT, make_project

SITE_URL = "https://pages.example.org/some-repo/"
REPO_URL = "https://code.example.org/owner/some-repo"
SUB_PATH = "/some-repo/"
HEIGHT = 844  # pixels of a window
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FAULT = re.compile(r"\b(WARNING|ERROR)\b")


@pytest.fixture(scope="session")
def site_url() -> str:
    """The address that the site is built for."""
    return SITE_URL


@pytest.fixture(scope="session")
def repo_url() -> str:
    """The repository that the edit links lead to."""
    return REPO_URL


@pytest.fixture(scope="session")
def build() -> Callable[..., subprocess.CompletedProcess]:
    """Build a project, strictly, into a folder; extra environment by name."""

    def run(project: Path, to: Path, **more: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(to)]
        environment = os.environ | {"SITE_URL": SITE_URL, "REPO_URL": REPO_URL} | more
        return subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True, timeout=120
        )

    return run


@pytest.fixture(scope="session")
def build_cleanly(build) -> Callable[..., Path]:
    """Build a project that must build without a warning; return the folder."""

    def run(project: Path, to: Path, **more: str) -> Path:
        done = build(project, to, **more)
        told = done.stdout + done.stderr
        assert done.returncode == 0, told
        assert [line for line in told.splitlines() if FAULT.search(line)] == []
        return to

    return run


@pytest.fixture(scope="session")
def built(build_cleanly, tmp_path_factory) -> Path:
    """The folder of the built site."""
    return build_cleanly(ROOT, tmp_path_factory.mktemp("built") / "site")


@pytest.fixture(scope="session")
def site(built) -> Iterator[str]:
    """The address of the site, served as GitHub Pages does."""
    with _served(built) as address:
        yield address


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Pages, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}"
        server.shutdown()


@pytest.fixture(scope="session")
def site_of(project_of, build_cleanly, tmp_path_factory) -> Callable:
    """Build and serve the site of another tree."""

    @contextmanager
    def made(tree: str) -> Iterator[str]:
        folder = tmp_path_factory.mktemp("other")
        with _served(build_cleanly(project_of(folder / "project", tree), folder / "site")) as address:
            yield address

    return made


class _Pages(SimpleHTTPRequestHandler):
    """Serves one folder below the sub-path; all else is 404.html."""

    protocol_version = "HTTP/1.1"  # keeps connections: many small files, two cores

    def translate_path(self, path: str) -> str:
        inside = path.startswith(SUB_PATH)
        return super().translate_path(path.removeprefix(SUB_PATH[:-1])) if inside else os.devnull + "/nothing"

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != HTTPStatus.NOT_FOUND:
            return super().send_error(code, message, explain)
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)
        return None

    def log_message(self, *_) -> None:
        pass


@pytest.fixture(scope="session")
def guide():
    """The tree of this project, read and sound."""
    from macros import guide  # here, because reading the tree is not needed by every test

    return guide.load(ROOT / guide.FILE)


@pytest.fixture(scope="session")
def whole_project(tmp_path_factory) -> Path:
    """A copy of all that this site is made from, elsewhere."""
    folder = tmp_path_factory.mktemp("copy") / "project"
    folder.mkdir()
    for name in ("mkdocs.yml", "decision_tree.yaml", "CONTRIBUTING.md"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("macros", "theme", "docs", "tests/bench", "tests/evidence"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    return folder


@pytest.fixture(scope="session")
def project_of() -> Callable[[Path, str], Path]:
    """Make a project with a tree of its own, in a folder."""
    return make_project


@pytest.fixture(scope="session")
def browser():
    """A real Chromium: the one that CHROMIUM names, or the machine's."""
    from playwright.sync_api import sync_playwright  # here, because only the tests in a browser need it

    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, f"no Chromium: set CHROMIUM, or install one of {', '.join(BROWSERS)}"
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def kinds(built) -> dict[str, str]:
    """One address below the site for each kind of page."""

    def by_size(folder: str) -> list[str]:
        pages = sorted((built / folder).glob("*/index.html"), key=lambda page: (page.stat().st_size, page))
        return [f"{folder}/{page.parent.name}/" for page in pages]

    return {
        "home": "",
        "question": by_size("decide")[-1],
        "outcome": by_size("outcome")[-1],
        "map": "map/",
        "comparison": "compare/",
        "evidence": "evidence/",
        "proofs": by_size("evidence")[0],  # axe takes its time with every coloured word of a program
        "projects": "projects/",
        "article": "side-by-side/",
        "format": "format/",
        "lost": "there/is/no/such/page/",
    }


class Watched:
    """A window, and all that went wrong in it."""

    def __init__(self, context, site: str):
        self.context, self.site = context, site
        self.asked: list[str] = []
        self.told: list[str] = []
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.told.append(f"{error.page.url}: {error.error}"))
        self.page = context.new_page()

    def _hear(self, message) -> None:
        expected = "404" in message.text and message.location["url"].endswith("/no/such/page/")
        if message.type in ("error", "warning") and not expected:
            self.told.append(f"{message.location['url']}: {message.text}")

    @property
    def foreign(self) -> list[str]:
        return [url for url in self.asked if not url.startswith((self.site, "data:", "blob:"))]


@pytest.fixture
def window(browser, site) -> Iterator[Callable]:
    """Open a window; none may ask another host for anything, and none may have an error."""

    @contextmanager
    def opened(width: int = 1280, address: str = site, **options) -> Iterator[Watched]:
        size = {"width": width, "height": HEIGHT}
        context = browser.new_context(viewport=size, reduced_motion="reduce", **options)
        context.set_default_timeout(20_000)
        watched = Watched(context, address)
        try:
            yield watched
        finally:
            context.close()
        assert watched.asked
        assert watched.foreign == []
        assert watched.told == []

    return opened
