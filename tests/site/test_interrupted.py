"""A build that is killed, or finds the disk full, touches nothing but what it builds; the next one is whole."""

import errno
import hashlib
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest

DEADLINE = 60  # seconds for a program to come to a moment
ROOM = 40_000  # bytes that a file may have where the disk is said to be full
BUILD = ("mkdocs", "build", "--strict")
LONG_PROOF = """
import pytest

@pytest.mark.parametrize("number", range(300))
def test_it_works(number):
    pass
"""


@pytest.fixture
def project(project_copy, tmp_path) -> Path:
    return shutil.copytree(project_copy, tmp_path / "project")


def digests(folder: Path, *besides: str) -> dict[str, str]:
    """Every file but those below `besides` and what Python compiled."""
    files = {file.relative_to(folder): file for file in sorted(folder.rglob("*")) if file.is_file()}
    return {
        name.as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for name, file in files.items()
        if name.parts[0] not in besides and "__pycache__" not in name.parts
    }


def kill_when(moment: Callable[[], bool], folder: Path, *command: str) -> None:
    """Begin `python -m command` in the folder, and end it with no time for anything once the moment has come."""
    running = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    end = monotonic() + DEADLINE
    try:
        while not moment():
            assert running.poll() is None, "it ended before the moment came"
            assert monotonic() < end, "the moment did not come"
    finally:
        running.kill()
        running.wait(timeout=DEADLINE)
    assert running.returncode == -signal.SIGKILL


def with_small_files(folder: Path, *command: str) -> subprocess.CompletedProcess:
    """Run `python -m command` in the folder, where a file has little room: the system refuses to write on, as on a
    full disk.
    """
    code = (
        f"import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({ROOM}, {ROOM})); "
        "sys.argv = sys.argv[1:]; runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *command], cwd=folder, capture_output=True, text=True, timeout=DEADLINE
    )


def run(folder: Path, *command: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, timeout=DEADLINE
    )


def test_a_killed_build_touches_nothing_but_its_folder_and_the_next_is_whole(project, built, build_cleanly):
    before = digests(project)
    site = project / "site"
    kill_when(lambda: (site / "index.html").is_file(), project, *BUILD)
    assert digests(project, "site") == before

    build_cleanly(project, site)
    assert digests(site) == digests(built)


def test_a_full_disk_is_told_and_touches_nothing_but_the_folder(project):
    before = digests(project)
    done = with_small_files(project, *BUILD)
    assert done.returncode == 1
    assert done.stdout.startswith(f"\n[Errno {errno.EFBIG}] ")
    assert "Traceback" not in done.stdout + done.stderr
    assert digests(project, "site") == before


def test_a_full_disk_keeps_the_old_record_of_the_proofs_whole(project):
    proofs = project / "tests/evidence"
    for proof in proofs.glob("test_*.py"):
        proof.unlink()
    (proofs / "harness.py").write_text("Folder = django_project = None\n", encoding="utf-8")
    (proofs / "test_long.py").write_text(LONG_PROOF, encoding="utf-8")
    record = proofs / "record.json"
    command = ("pytest", "-q", "tests/evidence", "--record", str(record))

    before = digests(project)
    done = with_small_files(project, *command)
    assert f"OSError: [Errno {errno.EFBIG}] " in done.stdout + done.stderr
    assert digests(project) == before

    assert run(project, *command).returncode == 0
    assert record.stat().st_size > ROOM
    assert len(json.loads(record.read_bytes())) == 300
