"""The built site, served; its tree; and a window of each engine, in which nothing may go wrong."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from browser_server import served
from engines import ENGINES
from trails import longest
from watching import WatchedPages

pytest.register_assert_rewrite("reader")
from reader import WIDE, Reader  # noqa: E402


def pytest_addoption(parser) -> None:
    parser.addoption("--site", type=Path, required=True, help="the folder of the built site")


@pytest.fixture(scope="session")
def folder(request) -> Path:
    return request.config.invocation_params.dir / request.config.getoption("--site")


@pytest.fixture(scope="session")
def pages() -> type[WatchedPages]:
    """What the server was asked for, and what went wrong in the pages."""
    return type("Pages", (WatchedPages,), {"errors": [], "asked": []})


@pytest.fixture(scope="session")
def site(folder, pages) -> Iterator[str]:
    """The address of the site."""
    with served(folder, pages) as address:
        yield address


@pytest.fixture(scope="session")
def tree(folder) -> SimpleNamespace:
    """The tree, as the scripts of the site read it."""
    walk = json.loads((folder / "walk.json").read_bytes())
    questions = {
        key: SimpleNamespace(
            ask=question["ask"],
            answers={name: SimpleNamespace(**answer) for name, answer in question["answers"].items()},
        )
        for key, question in walk["questions"].items()
    }
    outcomes = {key: SimpleNamespace(**outcome) for key, outcome in walk["outcomes"].items()}
    return SimpleNamespace(start=walk["start"], questions=questions, outcomes=outcomes)


@pytest.fixture(scope="session")
def walk(tree) -> list[tuple[str, str]]:
    """A longest way through the tree."""
    return longest(tree)


@pytest.fixture(scope="session", params=ENGINES)
def engine(request) -> str:
    """The name of the engine."""
    return request.param


@pytest.fixture(scope="session")
def begin(engine, tmp_path_factory) -> Callable:
    """begin(): a fresh session in a window of the engine's, as of somebody who never saw the site."""

    @contextmanager
    def session() -> Iterator[Reader]:
        with ENGINES[engine](tmp_path_factory.mktemp(engine)) as driver:
            yield Reader(driver)

    return session


@pytest.fixture(scope="session")
def window(begin) -> Iterator[Reader]:
    """The window that the tests of an engine share: to start an engine takes seconds."""
    with begin() as reader:
        yield reader


@pytest.fixture
def reader(window, pages) -> Iterator[Reader]:
    """The window, wide and blank; nothing may go wrong in it, nor in a fresh one that the test opens."""
    window.driver.get("about:blank")
    window.resize(WIDE)
    pages.errors.clear()
    pages.asked.clear()
    yield window
    window.driver.get("about:blank")  # what goes wrong as a page is left belongs to it
    assert pages.errors == []
