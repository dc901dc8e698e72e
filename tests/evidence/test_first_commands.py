"""The first commands that an outcome gives, run as given in an empty folder."""

import ast
import os
import re
import shlex
import signal
import subprocess
import sys
from contextlib import contextmanager
from importlib.metadata import distributions, entry_points, packages_distributions
from pathlib import Path

import pytest
import requests
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from harness import SCRIPTS, free_port, wait_for
from test_cost import closure

TREE = Path(__file__).parents[2] / "decision_tree.yaml"
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
SERVER = re.compile(r"runserver|\brun$|uvicorn|gunicorn|daphne|--listen|mkdocs serve|python app\.py$")
OWNERS = packages_distributions()
INSTALLED = {canonicalize_name(found.name) for found in distributions()}


class FirstCommands:
    """The blocks of an outcome's `start`: files, packages to install, commands, a server at the end."""

    def __init__(self, start: str):
        blocks = BLOCK.findall(start)
        self.files = {title: text for language, title, text in blocks if language != "sh"}
        [shell] = [text for language, _, text in blocks if language == "sh"]
        lines = shell.splitlines()
        installs = [shlex.split(line)[2:] for line in lines if line.startswith("pip install ")]
        self.packages = [package for install in installs for package in install]
        self.commands = [line for line in lines if not line.startswith("pip install ")]
        self.server = self.commands.pop() if SERVER.search(self.commands[-1]) else ""

    @property
    def known(self) -> list[str]:
        names = [Requirement(package).name for package in self.packages]
        return [name for name in names if is_installed(name)]


def is_installed(name: str) -> bool:
    return canonicalize_name(name) in INSTALLED


def all_first_commands() -> list:
    tree = yaml.load(TREE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    starts = {outcome: FirstCommands(keys["start"]) for outcome, keys in tree["outcomes"].items()}
    return [
        pytest.param(first, id=outcome, marks=pytest.mark.uses(*first.known))
        for outcome, first in starts.items()
    ]


@pytest.mark.parametrize("first", all_first_commands())
def test_the_first_commands_of_an_outcome_run(folder, first):
    assert all(is_installed(Requirement(package).name) for package in first.packages), first.packages
    for name, text in first.files.items():
        folder.write(name, text)
    brought = closure(*first.packages)
    assert distributions_imported(first.files) <= brought
    assert distributions_called([*first.commands, first.server]) <= brought

    shell = subprocess.run(
        ["bash", "-e", "-c", "\n".join(first.commands)],
        cwd=folder.path, env=environment(), capture_output=True, text=True, timeout=120,
    )
    assert shell.returncode == 0, shell.stdout + shell.stderr
    if first.server:
        with served(folder, first.server) as url:
            assert requests.get(url).status_code == 200


def distributions_imported(files: dict[str, str]) -> set[str]:
    """What the Python files import: neither the standard library nor each other."""
    trees = [ast.parse(text) for name, text in files.items() if name.endswith(".py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    outside = {module.partition(".")[0] for module in modules} - {Path(name).stem for name in files}
    return {canonicalize_name(OWNERS[module][0]) for module in outside - sys.stdlib_module_names}


def distributions_called(commands: list[str]) -> set[str]:
    """The distributions whose programs the commands call."""
    programs = {command.split()[0] for command in commands if command}
    return {canonicalize_name(script.dist.name) for script in entry_points(group="console_scripts")
            if script.name in programs}


def environment(**more: str) -> dict[str, str]:
    return os.environ | {"PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"} | more


@contextmanager
def served(folder, command: str):
    """Run the server on a free port, as `--port` or as the program takes it; end all its processes."""
    port = free_port()
    if "runserver" in command:
        command += f" {port}"
    elif not command.startswith("python "):  # Dash reads $PORT
        command += f" --port {port}"
    log = folder.path / "server.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            ["bash", "-e", "-c", command], cwd=folder.path, env=environment(PORT=str(port)),
            stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
