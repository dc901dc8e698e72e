"""The fixtures of the proofs, and what they leave in the record."""

import datetime
import json
import platform
import statistics
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from harness import Folder, django_project

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from macros.evidence import read_proof  # noqa: E402  (the project's root must be on the path first)


@pytest.fixture
def folder(tmp_path) -> Folder:
    """An empty project folder."""
    return Folder(tmp_path)


@pytest.fixture
def project(tmp_path) -> Folder:
    """A Django project as generated, with one app, `shop`, as generated."""
    return django_project(tmp_path)


@pytest.fixture
def measure(request):
    """measure(what, value, unit, of): note a figure in the record.

    `value` is one exact figure, or the list of the figures of several runs; `of` is what was measured.
    """
    figures = request.node.stash.setdefault(MEASURED, [])

    def note(what: str, value, unit: str, of: str) -> None:
        entry = {"what": what, "of": of, "unit": unit}
        if isinstance(value, list):
            entry |= {"low": min(value), "median": statistics.median(value), "high": max(value), "runs": len(value)}
        else:
            entry["value"] = value
        figures.append(entry)

    return note


MEASURED = pytest.StashKey()


def pytest_addoption(parser):
    parser.addoption("--record", metavar="FILE", help="write what the proofs showed, as JSON")


def pytest_configure(config):
    config.stash[RESULTS] = {}


RESULTS = pytest.StashKey()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    results = item.config.stash[RESULTS]
    if report.when == "call" or report.failed:
        used = sorted({name for mark in item.iter_markers("uses") for name in mark.args})
        results[item.nodeid] = {
            "result": report.outcome if results.get(item.nodeid, {}).get("result") != "failed" else "failed",
            "versions": {name: version(name) for name in used},
            "python": platform.python_version(),
            "date": datetime.date.today().isoformat(),
            "digest": read_proof(HERE, item.nodeid).digest,
            "measured": item.stash.get(MEASURED, []),
        }
    return report


def pytest_sessionfinish(session):
    target = session.config.getoption("--record")
    if target:
        Path(target).write_text(json.dumps(session.config.stash[RESULTS], indent=1, sort_keys=True) + "\n")
