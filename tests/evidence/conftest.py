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
ENVIRONMENT = Path(sys.prefix).name.removeprefix(".venv-")  # lts or current: see the Makefile
sys.path.insert(0, str(HERE.parents[1]))

from macros.evidence.proof import proofs_in, read_proof, without_parameters  # noqa: E402  (the project's root must be on the path first)


@pytest.fixture
def folder(tmp_path) -> Folder:
    """An empty project folder."""
    return Folder(tmp_path)


@pytest.fixture(scope="session")
def generated(tmp_path_factory) -> Folder:
    return django_project(tmp_path_factory.mktemp("generated"))


@pytest.fixture
def project(generated, tmp_path) -> Folder:
    """A Django project as generated, with one app, `shop`, as generated."""
    return generated.copied_to(tmp_path)


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
RESULTS = pytest.StashKey()


def pytest_addoption(parser):
    parser.addoption("--record", metavar="FILE", help="note in FILE what the proofs show")


def pytest_configure(config):
    if config.getoption("--record") and config.getoption("numprocesses", None):
        raise pytest.UsageError("--record measures, so no proof may run beside another: leave -n out.")
    config.stash[RESULTS] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    results = item.config.stash[RESULTS]
    if report.when == "call" or report.failed:
        used = sorted({name for mark in item.iter_markers("uses") for name in mark.args})
        before = results.get(item.nodeid, {}).get("result")
        results[item.nodeid] = {
            "environment": ENVIRONMENT,
            "result": "failed" if before == "failed" else report.outcome,
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
        record = merged(json.loads(Path(target).read_text()), session.config.stash[RESULTS])
        text = json.dumps(record, indent=1, sort_keys=True) + "\n"
        new = Path(target).with_suffix(".new")
        try:
            new.write_text(text)
            new.replace(target)  # so that a stop leaves the old record or the new one
        finally:
            new.unlink(missing_ok=True)


def merged(record: dict, results: dict) -> dict:
    """The record with this environment's results in it, and without proofs that are gone."""
    there = set(proofs_in(HERE))
    kept = {
        proof: [run for run in runs if run["environment"] != ENVIRONMENT or proof not in results]
        for proof, runs in record.items()
        if without_parameters(proof) in there
    }
    for proof, run in results.items():
        kept.setdefault(proof, []).append(run)
    return {proof: sorted(runs, key=lambda run: run["environment"]) for proof, runs in kept.items() if runs}
