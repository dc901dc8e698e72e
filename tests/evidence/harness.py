"""What a proof stands on: a folder with a real program in it, run as a person would run it."""

import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

import requests
from urllib3.util import Retry

APPS = Path(__file__).parent / "apps"
SCRIPTS = Path(sys.executable).parent


class Folder:
    """A project folder. It knows which lines were typed into it, as opposed to generated."""

    def __init__(self, path: Path):
        self.path = path
        self._typed: dict[str, str] = {}

    def write(self, name: str, text: str) -> None:
        """Type a file: `text` is dedented."""
        self._put(name, dedent(text).lstrip("\n"))

    def copy(self, app: str, name: str | None = None) -> None:
        """Type the file `app` of tests/evidence/apps, under `name` if given."""
        self._put(name or Path(app).name, (APPS / app).read_text())

    def replace(self, name: str, old: str, new: str) -> None:
        """Edit a file: the first `old`, which must be there, becomes `new`."""
        text = self.read(name)
        assert old in text, f"{old!r} is not in {name}"
        (self.path / name).write_text(text.replace(old, new, 1))
        added = [line for line in new.splitlines() if line.strip() and line not in old.splitlines()]
        self._typed[name] = self._typed.get(name, "") + "\n".join(added) + "\n"

    def read(self, name: str) -> str:
        return (self.path / name).read_text()

    def typed_lines(self) -> int:
        """Lines typed so far that are not blank."""
        return sum(bool(line.strip()) for text in self._typed.values() for line in text.splitlines())

    def copied_to(self, path: Path) -> "Folder":
        """A copy of this folder, which knows as much as this one does."""
        shutil.copytree(self.path, path, dirs_exist_ok=True)
        copy = Folder(path)
        copy._typed = dict(self._typed)
        return copy

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        """Run `python *arguments` here. `check`: the proof fails, with the output, if the command does."""
        done = subprocess.run(
            [sys.executable, *arguments], cwd=self.path, capture_output=True, text=True, timeout=180
        )
        assert not check or done.returncode == 0, f"python {' '.join(arguments)}\n{done.stdout}{done.stderr}"
        return done

    @contextmanager
    def serving(self, command: str):
        """Run `python <command>` here as a server; `{port}` in it is a free port. Yields the base URL."""
        port = free_port()
        log = self.path / f"server-{port}.log"
        with log.open("w") as output:
            server = subprocess.Popen(
                [sys.executable, *command.format(port=port).split()],
                cwd=self.path, stdout=output, stderr=subprocess.STDOUT,
            )
            try:
                url = f"http://127.0.0.1:{port}"
                wait_for(url, server, log)
                yield url
            finally:
                server.terminate()
                try:
                    server.wait(10)
                except subprocess.TimeoutExpired:
                    server.kill()
                    server.wait()

    def _put(self, name: str, text: str) -> None:
        file = self.path / name
        there = file.read_text().splitlines() if file.exists() and name not in self._typed else []  # by a command
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        self._typed[name] = "\n".join(line for line in text.splitlines() if line not in there)


def django_project(path: Path) -> Folder:
    """What `django-admin startproject mysite .` and `manage.py startapp shop` generate, shop being installed."""
    folder = Folder(path)
    folder.run("-m", "django", "startproject", "mysite", ".")
    folder.run("manage.py", "startapp", "shop")
    folder.replace("mysite/settings.py", "INSTALLED_APPS = [\n", "INSTALLED_APPS = [\n    'shop',\n")
    return folder


def free_port() -> int:
    """A port that nobody listens at, and that no worker of this run but this one picks."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port // 2 % workers == worker:  # Linux hands out every second one first
            return port


def wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    """Return once `url` takes connections; fail with the log if the server ended or never listens (about 30 s)."""
    session = requests.Session()
    session.mount(url, requests.adapters.HTTPAdapter(
        max_retries=Retry(total=60, backoff_factor=0.1, backoff_max=0.5)))
    try:
        session.get(url, timeout=30, allow_redirects=False)
    except requests.ConnectionError:
        raise AssertionError(f"no server at {url} (exit code {server.poll()}):\n{log.read_text()}") from None


