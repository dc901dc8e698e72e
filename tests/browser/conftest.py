"""The sites, served, and windows that note what goes wrong in them."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from browser_server import served
from projects import make_project

HEIGHT = 844  # pixels of a window
LOST = re.compile("/no/such/page/(#|$)|%(25)*(23|3F)")  # what no page is at, on purpose


@pytest.fixture(scope="session")
def site(built) -> Iterator[str]:
    """The address of our own site."""
    with served(built) as address:
        yield address


@pytest.fixture(scope="session")
def bicycle(built_example) -> Iterator[str]:
    """The address of the site about bicycles: every template that ours uses, and little in each."""
    with served(built_example("bicycle")) as address:
        yield address


@pytest.fixture(scope="session")
def site_of(once, build_cleanly) -> Callable:
    """site_of(tree): the address of the site of a tree, given as text; it must build without a warning."""

    @contextmanager
    def serve(tree: str) -> Iterator[str]:
        def fill(folder: Path) -> None:
            build_cleanly(make_project(folder / "project", tree), folder / "site")

        with served(once(sha256(tree.encode()).hexdigest()[:12], fill) / "site") as address:
            yield address

    return serve


@pytest.fixture(scope="session")
def kinds(built) -> dict[str, str]:
    """Of each kind of page one, as an address below our own site."""

    def by_size(folder: str) -> list[str]:
        pages = sorted((built / folder).glob("*/index.html"), key=lambda page: (page.stat().st_size, page))
        return [f"{folder}/{page.parent.name}/" for page in pages]

    return {
        "home": "",
        "question": by_size("decide")[-1],
        "outcome": by_size("outcome")[-1],
        "map": "map/",
        "comparison": "compare/",
        "proofs": by_size("evidence")[0],  # axe takes its time with every coloured word of a program
        "projects": "projects/",
        "article": "by-project/",
        "format": "format/",
        "lost": "there/is/no/such/page/",
    }


class Watched:
    """A window; `asked` are the addresses that it asked for, `errors` what its console and its scripts reported."""

    def __init__(self, context):
        self.context = context
        self.asked: list[str] = []
        self.errors: list[str] = []
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("console", self._note)
        context.on("weberror", lambda error: self.errors.append(f"{error.page.url}: {error.error}"))
        self.page = context.new_page()

    def _note(self, message) -> None:
        expected = "404" in message.text and LOST.search(message.location["url"])
        if message.type in ("error", "warning") and not expected:
            self.errors.append(f"{message.location['url']}: {message.text}")


@pytest.fixture
def window(browser, site) -> Iterator[Callable]:
    """Open a window; none may ask another host for anything, and none may have an error."""

    @contextmanager
    def opened(width: int = 1280, address: str = site, **options) -> Iterator[Watched]:
        size = {"width": width, "height": HEIGHT}
        context = browser.new_context(viewport=size, reduced_motion="reduce", **options)
        context.set_default_timeout(20_000)
        watched = Watched(context)
        try:
            yield watched
        finally:
            context.close()
        assert watched.asked
        assert [url for url in watched.asked if not url.startswith((address, "data:", "blob:"))] == []
        assert watched.errors == []

    return opened
