"""The first commands that an outcome gives, typed as a newcomer types them: in an empty folder, and on existing data."""

import ast
import os
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
import sysconfig
from contextlib import closing, contextmanager
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
SERVER = re.compile(r"runserver|\brun$|uvicorn|gunicorn|daphne|--listen|streamlit run|python3? app\.py$")
AT_THE_END = ", at the end"
# The virtual environment is made and entered as it is written. What `pip install` brings into it stands in the proofs'
# own environment, locked: the new one looks there, and needs no pip.
PIP = f"""python3() {{ command python3 "$@" --without-pip; }}
pip() {{
    python -c 'import sys, sysconfig; open(sysconfig.get_path("purelib") + "/locked.pth", "w").write(sys.argv[1])' \\
        {sysconfig.get_path("purelib")}
}}"""
ENTER = "[ ! -e .venv ] || . .venv/bin/activate"  # a newcomer stays in one shell, in which it is entered
OWNERS = packages_distributions()
INSTALLED = {canonicalize_name(found.name) for found in distributions()}


class FirstCommands:
    """The blocks of an outcome's `start`, in the order in which a newcomer takes them: files, and commands to type."""

    def __init__(self, start: str):
        self.blocks = BLOCK.findall(start)
        lines = [line for language, _, text in self.blocks if language == "sh" for line in text.splitlines()]
        installs = [shlex.split(line)[2:] for line in lines if line.startswith("pip install ")]
        self.packages = [package for install in installs for package in install]
        self.server = lines[-1] if SERVER.search(lines[-1]) else ""
        self.commands = [line for line in lines if line != self.server]
        self.files = {title: text for language, title, text in self.blocks if language != "sh"}

    @property
    def known(self) -> list[str]:
        names = [Requirement(package).name for package in self.packages]
        return [name for name in names if is_installed(name)]

    def typed_in(self, folder) -> None:
        """Take block after block in `folder`, as a newcomer does, up to the server; stop at what fails."""
        for language, title, text in self.blocks:
            if language == "sh":
                self.typed_again_in(folder, text.replace(self.server, "") if self.server else text, "-e")
            elif title.endswith(AT_THE_END):
                name = title.removesuffix(AT_THE_END)
                folder.write(name, folder.read(name) + text)
            else:
                folder.write(title, text)

    def typed_again_in(self, folder, text: str = "", *options: str) -> None:
        """Type the commands; without -e, go on after one that fails, as a person may."""
        shell = subprocess.run(
            ["bash", *options, "-c", "\n".join([PIP, ENTER, text or "\n".join(self.commands)])],
            cwd=folder.path, env=environment(), capture_output=True, text=True, timeout=180,
        )
        assert shell.returncode == 0 or not options, shell.stdout + shell.stderr


def is_installed(name: str) -> bool:
    return canonicalize_name(name) in INSTALLED


def first_commands_of(*wanted: str) -> list:
    """The first commands of some outcomes, of all if none is named, as parameters of a proof."""
    tree = yaml.load(TREE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    starts = {outcome: FirstCommands(keys["start"]) for outcome, keys in tree["outcomes"].items() if "start" in keys}
    return [
        pytest.param(first, id=outcome, marks=pytest.mark.uses(*first.known))
        for outcome, first in starts.items()
        if outcome in wanted or not wanted
    ]


@pytest.mark.parametrize("first", first_commands_of())
def test_the_first_commands_of_an_outcome_run(folder, first):
    assert all(is_installed(Requirement(package).name) for package in first.packages), first.packages
    assert not first.packages or first.commands[:2] == ["python3 -m venv .venv", ". .venv/bin/activate"]
    brought = closure(*first.packages)
    assert distributions_imported(first.files) <= brought
    assert distributions_called([*first.commands, first.server]) <= brought

    first.typed_in(folder)
    assert (folder.path / ".venv/bin/python").is_file() == bool(first.packages)
    if first.server:
        with served(folder, first.server) as url:
            assert requests.get(url).status_code == 200
    if "accounts/models.py" in first.files:
        add_to_the_user_model(folder)


# Where the first commands of an outcome keep their data: here, another program has kept its own for years.
DATABASES = ("db.sqlite3", "shop.db", "theirs.db", "instance/shop.db", "instance/theirs.db")
THEIRS = """
    CREATE TABLE invoice (number INTEGER NOT NULL PRIMARY KEY, total DECIMAL(8, 2) NOT NULL);
    CREATE TABLE audit (what TEXT NOT NULL);
    INSERT INTO invoice VALUES (7, 12.5);
    INSERT INTO audit VALUES ('paid');
"""
WITH_A_DATABASE = (
    "django", "django-api", "django-wagtail", "django-channels", "django-unmanaged",
    "flask-sqlalchemy", "flask-reflected", "fastapi-sql", "fastapi-reflected",
)


def dump(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


@pytest.mark.parametrize("first", first_commands_of(*WITH_A_DATABASE))
def test_another_programs_tables_outlive_the_first_commands(folder, first):
    """Neither the first run nor a second one, typed without looking, drops a table, a row, or a file."""
    for name in DATABASES:
        (folder.path / name).parent.mkdir(exist_ok=True)
        with closing(sqlite3.connect(folder.path / name)) as connection:
            connection.executescript(THEIRS)
    theirs = dump(folder.path / DATABASES[0])[1:-1]  # without BEGIN and COMMIT
    assert len(theirs) == 4

    first.typed_in(folder)
    typed = {name: folder.read(name) for name in first.files if (folder.path / name).is_file()}
    if first.server:
        with served(folder, first.server) as url:
            assert requests.get(url).status_code == 200
    before = {name: dump(folder.path / name) for name in DATABASES}
    first.typed_again_in(folder)
    for name in DATABASES:
        assert set(theirs) <= set(before[name]), name
        assert set(before[name]) <= set(dump(folder.path / name)), name
    assert {name: folder.read(name) for name in typed} == typed


def add_to_the_user_model(folder) -> None:
    """Where the first migration ran without a user model of one's own, this ends in InconsistentMigrationHistory."""
    folder.write("accounts/models.py", """
        from django.contrib.auth.models import AbstractUser
        from django.db import models


        class User(AbstractUser):
            company = models.CharField(max_length=80, blank=True)
    """)
    folder.run("manage.py", "makemigrations", "accounts")
    folder.run("manage.py", "migrate")
    made = folder.run("manage.py", "shell", "-c", """if True:
        from django.contrib.auth import get_user_model
        print(get_user_model().objects.create_user("ann", company="Bees").company)
    """)
    assert made.stdout.endswith("Bees\n")


def distributions_imported(files: dict[str, str]) -> set[str]:
    """What the Python files import: neither the standard library nor each other."""
    trees = [ast.parse(text) for name, text in files.items() if ".py" in name]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    outside = {module.partition(".")[0] for module in modules} - {Path(name).stem for name in files}
    return {canonicalize_name(OWNERS[module][0]) for module in outside - sys.stdlib_module_names}


def distributions_called(commands: list[str]) -> set[str]:
    """The distributions whose programs the commands call."""
    programs = {command.split()[0] for command in commands if command} - {"pip"}
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
    elif "streamlit" in command:
        command += f" --server.port {port}"
    elif not command.startswith("python"):  # a program that is run so reads $PORT
        command += f" --port {port}"
    log = folder.path / "server.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            ["bash", "-e", "-c", f"{ENTER}\n{command}"], cwd=folder.path, env=environment(PORT=str(port)),
            stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
