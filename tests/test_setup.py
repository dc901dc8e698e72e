"""What a person types on a fresh machine: the commands exist, and what they need is found or asked for."""

import os
import re
import shutil
import subprocess
import time
import tomllib
from pathlib import Path

import pytest
from projects import ROOT

MAKEFILE = (ROOT / "Makefile").read_text()


# --- the commands that the documents name ---


def code(markdown: str) -> str:
    """The code spans and code blocks of a text, and nothing else of it."""
    fenced = r"^(```+|~~~+).*?\n(.*?)^\1"
    blocks = [match[2] for match in re.finditer(fenced, markdown, re.M | re.S)]
    spans = re.findall(r"(`+)(.+?)\1", re.sub(fenced, "", markdown, flags=re.M | re.S))
    return "\n".join(blocks + [span for _, span in spans])


DOCUMENTS = ["README.md", "CONTRIBUTING.md", "docs/format.md", "docs/own-decision.md"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_make_command_in_the_documents_exists(name):
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.M))
    named = set(re.findall(r"\bmake ([a-z]+)", code((ROOT / name).read_text())))
    assert named, "it names no command"
    assert named <= targets


def test_contributing_tells_every_command_that_make_help_lists():
    listed = set(re.findall(r"^([a-z]+):.* ## ", MAKEFILE, re.M)) - {"help"}
    told = set(re.findall(r"\bmake ([a-z]+)", code((ROOT / "CONTRIBUTING.md").read_text())))
    assert listed - told == set()


def test_the_readme_names_the_two_commands():
    named = re.findall(r"\bmake ([a-z]+)", code((ROOT / "README.md").read_text()))
    assert {"serve", "test"} <= set(named)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_file_that_a_command_takes_exists(name):
    for path in re.findall(r"requirements/[\w.-]+\w", code((ROOT / name).read_text())):
        assert (ROOT / path).exists(), path


def test_installing_for_the_tests_installs_the_site_as_locked():
    """Otherwise `make serve` and `make test` would undo each other's work."""

    def pins(name):
        return set(re.findall(r"^\S+==.*", (ROOT / f"requirements/{name}.txt").read_text(), re.M))

    assert pins("site") < pins("test")


# --- a machine of our own making: only what a test puts there is on its PATH ---


class Machine:
    """A PATH with a shell and little else, a home, and programs that only pretend."""

    def __init__(self, folder: Path):
        self.home = folder / "a home"
        self.bin = folder / "usr bin"
        self.path = [self.bin]
        self.home.mkdir()
        self.bin.mkdir()
        for name in ["sh", "dirname", "cat", "env", "touch"]:
            (self.bin / name).symlink_to(shutil.which(name))
        self.program("id", "echo 1000")

    def program(self, name: str, script: str, folder: Path | None = None) -> Path:
        path = (folder or self.bin) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    def python(
        self, version: str, name: str = "", folder: Path | None = None, ensurepip: str = "true"
    ) -> Path:
        """A Python as far as the search can tell; `ensurepip` is the shell's word for whether it has that."""
        script = f'case "$2" in *ensurepip*) {ensurepip} ;; *) echo "{version} $0" ;; esac'
        return self.program(name or f"python{version}", script, folder)

    def apt_get(self, script: str) -> None:
        self.program("id", "echo 0")
        self.program("apt-get", script)

    def run(self, script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
        environment = {"PATH": ":".join(map(str, self.path)), "HOME": str(self.home)} | environment
        command = [shutil.which("sh"), ROOT / "requirements" / script, *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True)

    def finds(self, script: str, *arguments: str, **environment: str) -> Path:
        done = self.run(script, *arguments, **environment)
        assert done.returncode == 0, done.stderr
        return Path(done.stdout.removesuffix("\n"))

    def misses(self, script: str, *arguments: str, **environment: str) -> str:
        done = self.run(script, *arguments, **environment)
        assert (done.returncode, done.stdout) == (1, "")
        return done.stderr


@pytest.fixture
def machine(tmp_path) -> Machine:
    return Machine(tmp_path)


SHIM = "echo 'the command exists in these versions: 1.2.3' >&2; exit 127"


# --- Python ---


def test_the_newest_python_is_taken(machine):
    machine.python("3.11")
    machine.python("3.9")
    newest = machine.python("3.13")
    machine.python("3.12")
    assert machine.finds("find-python.sh") == newest


def test_the_wanted_versions_are_tried_in_their_order(machine):
    oldest = machine.python("3.11")
    machine.python("3.13")
    assert machine.finds("find-python.sh", "3.11", "3.12", "3.13") == oldest
    assert "among: 3.12 3.14" in machine.misses("find-python.sh", "3.12", "3.14")


def test_a_shim_that_does_not_run_is_passed_over(machine):
    machine.program("python3.14", SHIM)
    runs = machine.python("3.12")
    assert machine.finds("find-python.sh") == runs


def test_a_python_that_a_shim_hides_is_found_further_down_the_path(machine, tmp_path):
    machine.program("python3.14", SHIM)
    machine.path.append(tmp_path / "opt")
    hidden = machine.python("3.14", folder=tmp_path / "opt")
    assert machine.finds("find-python.sh") == hidden


def test_a_python_behind_a_version_managers_shims_is_found(machine, tmp_path):
    machine.program("python3.13", SHIM)
    kept = machine.python("3.13", folder=machine.home / ".pyenv/versions/3.13.2/bin")
    assert machine.finds("find-python.sh") == kept
    elsewhere = machine.python("3.14", folder=tmp_path / "kept here/versions/3.14.0/bin")
    assert machine.finds("find-python.sh", PYENV_ROOT=str(tmp_path / "kept here")) == elsewhere


def test_a_python_without_its_version_in_its_name_is_found(machine):
    plain = machine.python("3.12", name="python3")
    machine.python("3.11")
    assert machine.finds("find-python.sh") == plain


def test_a_name_that_promises_another_version_is_not_believed(machine):
    machine.python("3.9", name="python3.14")
    runs = machine.python("3.11")
    assert machine.finds("find-python.sh") == runs


def test_no_python_at_all_is_told_in_plain_words(machine):
    assert machine.misses("find-python.sh") == (
        "No Python that runs was found among: 3.14 3.13 3.12 3.11.\n"
        "Install Python 3.11 or newer, for instance with: apt install python3 python3-venv\n"
    )


def test_a_python_that_is_too_old_is_told(machine):
    machine.program("python3", 'case "$1" in --version) echo Python 3.9.2 ;; *) echo "3.9 $0" ;; esac')
    told = machine.misses("find-python.sh")
    assert "(The python3 of this machine is Python 3.9.2.)" in told
    assert "Install Python 3.11 or newer" in told


def test_a_python_that_can_make_environments_beats_a_newer_one_that_cannot(machine):
    machine.python("3.13", ensurepip="false")
    whole = machine.python("3.11")
    assert machine.finds("find-python.sh") == whole


def test_what_debian_leaves_out_of_python_is_told(machine):
    machine.python("3.11", ensurepip="false")
    assert machine.misses("find-python.sh") == (
        "Python 3.11 is here, but it cannot make virtual environments: its 'ensurepip' is missing.\n"
        "Install it, for instance with: apt install python3.11-venv\n"
    )


def test_what_debian_leaves_out_of_python_is_installed_where_that_is_allowed(machine):
    installed = machine.home / "installed"
    python = machine.python("3.11", ensurepip=f'test -e "{installed}"')
    machine.apt_get(f'case "$*" in *install*python3.11-venv) touch "{installed}" ;; esac')
    assert machine.finds("find-python.sh") == python


def test_the_search_runs_on_this_machine():
    found = subprocess.run(
        ["sh", ROOT / "requirements/find-python.sh"], capture_output=True, text=True, check=True
    )
    subprocess.run(
        [found.stdout.strip(), "-c", "import venv, ensurepip, sys; assert sys.version_info >= (3, 11)"]
    )


# --- Chromium ---


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
def test_a_browser_that_is_there_is_taken(machine, name):
    browser = machine.program(name, "echo 150.0")
    assert machine.finds("find-chromium.sh") == browser


def test_the_browser_that_is_named_is_taken(machine, tmp_path):
    machine.program("chromium", "echo 150.0")
    named = machine.program("my browser", "echo 151.0", tmp_path / "elsewhere")
    assert machine.finds("find-chromium.sh", CHROMIUM=str(named)) == named


def test_a_named_browser_that_is_not_there_is_told(machine):
    machine.program("chromium", "echo 150.0")
    told = machine.misses("find-chromium.sh", CHROMIUM="/no/such/browser")
    assert told == "CHROMIUM is set to '/no/such/browser', which cannot be run.\n"


def test_a_stub_that_only_tells_how_to_install_a_browser_is_passed_over(machine):
    machine.program("chromium", "echo 'please install the snap' >&2; exit 1")
    browser = machine.program("google-chrome", "echo 150.0")
    assert machine.finds("find-chromium.sh") == browser


def test_no_browser_and_no_way_to_install_one_is_told_in_plain_words(machine):
    told = machine.misses("find-chromium.sh")
    assert told.startswith("The browser tests need Chromium or Chrome, and none was found.\n")
    assert "apt install chromium" in told
    assert "make test CHROMIUM=/path/to/chrome" in told


def test_a_browser_is_installed_where_that_is_allowed(machine):
    browser = machine.bin / "chromium"
    machine.apt_get(f'case "$*" in *install*chromium) cat "$0" > "{browser}" && ch "{browser}" ;; esac')
    machine.program("ch", f'"{shutil.which("chmod")}" 755 "$1"')
    assert machine.finds("find-chromium.sh") == browser


def test_a_failed_installation_is_told_too(machine):
    machine.apt_get("exit 100")
    assert "none was found" in machine.misses("find-chromium.sh")


# --- Firefox and WebKit ---


@pytest.fixture
def webkit(machine) -> Machine:
    """A machine that has all that the walk in WebKit needs."""
    machine.program("WebKitWebDriver", "")
    machine.program("Xvfb", "")
    return machine


@pytest.mark.parametrize("name", ["firefox", "firefox-esr"])
def test_a_firefox_that_is_there_is_taken(webkit, name):
    browser = webkit.program(name, "echo 153.0")
    assert webkit.finds("find-browsers.sh") == browser


def test_a_firefox_that_is_only_a_stub_is_passed_over_and_one_that_is_named_is_taken(webkit, tmp_path):
    webkit.program("firefox", "echo 'please install the snap' >&2; exit 1")
    assert webkit.misses("find-browsers.sh") == (
        "The walk in Firefox needs Firefox, and none was found.\n"
        "Install one, for instance with: apt install firefox-esr\n"
        "or name one that is elsewhere: make browsers FIREFOX=/path/to/firefox\n"
    )
    named = webkit.program("my browser", "echo 153.0", tmp_path / "elsewhere")
    assert webkit.finds("find-browsers.sh", FIREFOX=str(named)) == named
    told = webkit.misses("find-browsers.sh", FIREFOX="/no/such/browser")
    assert told == "FIREFOX is set to '/no/such/browser', which cannot be run.\n"


@pytest.mark.parametrize(("command", "package"), [("WebKitWebDriver", "webkit2gtk-driver"), ("Xvfb", "xvfb")])
def test_what_webkit_needs_is_told_or_installed_where_that_is_allowed(webkit, command, package):
    firefox = webkit.program("firefox", "echo 153.0")
    (webkit.bin / command).unlink()
    assert webkit.misses("find-browsers.sh") == (
        f"The walk in WebKit needs {command}, and it was not found.\n"
        f"Install it, for instance with: apt install {package}\n"
    )
    webkit.program("ch", f'"{shutil.which("chmod")}" 755 "$1"')
    there = webkit.bin / command
    webkit.apt_get(f'case "$*" in *install*{package}) cat "$0" > "{there}" && ch "{there}" ;; esac')
    assert webkit.finds("find-browsers.sh") == firefox


# --- environments ---


@pytest.fixture
def copy(tmp_path) -> Path:
    """The project's set-up in a folder with another name."""
    folder = tmp_path / "another name"
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    shutil.copy(ROOT / "Makefile", folder)
    return folder


def planned(folder: Path, target: str) -> str:
    return subprocess.run(
        ["make", "-n", target], cwd=folder, capture_output=True, text=True, check=True
    ).stdout


def environment(folder: Path, script: str, ready: str = ".venv/.site") -> None:
    """An environment that is set up, as far as make can tell; its Python is a script of the shell."""
    python = (folder / ready).parent / "bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    (folder / ready).touch()


def later(file: Path, seconds: int) -> None:
    """Date a file so many seconds after now."""
    moment = time.time() + seconds
    os.utime(file, (moment, moment))


def test_an_environment_that_runs_is_kept(copy):
    environment(copy, "exit 0")
    plan = planned(copy, "serve")
    assert "-m venv" not in plan
    assert "pip install" not in plan
    assert "mkdocs serve" in plan


@pytest.mark.parametrize("script", ["exec /a/python/that/is/gone", "echo 'No module named pip' >&2; exit 1"])
def test_an_environment_that_does_not_run_is_made_anew(copy, script):
    environment(copy, script)
    plan = planned(copy, "serve")
    assert (
        plan.index("-m venv --clear .venv") < plan.index("requirements/site.txt") < plan.index("mkdocs serve")
    )


def test_an_environment_whose_python_is_gone_is_made_anew(copy):
    environment(copy, "exit 0")
    (copy / ".venv/bin/python").unlink()
    (copy / ".venv/bin/python").symlink_to("/a/python/that/is/gone")
    assert "-m venv --clear .venv" in planned(copy, "serve")


def test_the_walks_in_other_engines_are_a_target_of_their_own(copy):
    for ready in (".venv/.site", ".venv-browsers/.ready"):
        environment(copy, "exit 0", ready)
    plan = planned(copy, "browsers")
    walk = 'FIREFOX="$firefox" .venv-browsers/bin/python -m pytest -q tests/engines --site=site'
    assert plan.index("find-browsers.sh") < plan.index("mkdocs build --strict") < plan.index(walk)
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert "--ignore=tests/engines" in settings["tool"]["pytest"]["addopts"]


def test_each_group_of_dependencies_is_locked():
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    assert {file.stem for file in (ROOT / "requirements").glob("*.txt")} == set(groups)
    assert set(" ".join(re.findall(r"^GROUPS \+?= (.*)", MAKEFILE, re.M)).split()) == set(groups)


def test_new_locks_are_installed(copy):
    environment(copy, "exit 0")
    later(copy / "requirements/site.txt", 10)
    assert "pip install" in planned(copy, "serve")


# --- the proofs run again when something changed ---

STAMP = ".venv-current/.proved"
ALL_PROOFS = re.compile(r"pytest .*tests/evidence$", re.M)
FIRST_COMMANDS = re.compile(r"pytest .*tests/evidence/test_first_commands\.py$", re.M)
OF_PROOFS = [
    "tests/evidence/test_a.py",
    "tests/evidence/apps/deep/b.py",
    "tests/evidence/record.json",
    "macros/evidence/proof.py",
    "requirements/evidence.txt",
]


@pytest.fixture
def proved(copy) -> Path:
    """A copy in which all proofs passed a minute from now."""
    environment(copy, "exit 0", ".venv-current/.ready")
    for name in [*OF_PROOFS, "decision_tree.yaml", "macros/report.py"]:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).touch()
    later(copy / ".venv-current/.ready", 10)
    (copy / STAMP).touch()
    later(copy / STAMP, 60)
    return copy


def test_proofs_that_never_passed_here_run(proved):
    (proved / STAMP).unlink()
    assert ALL_PROOFS.search(planned(proved, STAMP))


def test_proofs_that_passed_do_not_run_again_whatever_else_changes(proved):
    later(proved / "macros/report.py", 120)
    assert "-m pytest" not in planned(proved, STAMP)


@pytest.mark.parametrize("name", OF_PROOFS)
def test_all_proofs_run_when_one_of_their_files_changed(proved, name):
    later(proved / name, 120)
    later(proved / "decision_tree.yaml", 120)
    assert ALL_PROOFS.search(planned(proved, STAMP))


def test_only_the_first_commands_run_when_the_tree_alone_changed(proved):
    later(proved / "decision_tree.yaml", 120)
    plan = planned(proved, STAMP)
    assert FIRST_COMMANDS.search(plan) and not ALL_PROOFS.search(plan)


def test_no_other_proof_reads_the_tree():
    readers = [
        file.name for file in (ROOT / "tests/evidence").rglob("*.py") if "decision_tree" in file.read_text()
    ]
    assert readers == ["test_first_commands.py"]


@pytest.mark.parametrize(("ci", "kept"), [({"CI": "true"}, False), ({}, True)], ids=["CI", "elsewhere"])
def test_ci_rests_on_no_earlier_run_of_the_proofs(proved, machine, ci, kept):
    shutil.copytree(ROOT / ".ci", proved / ".ci")
    for name in ["bash", "rm"]:
        (machine.bin / name).symlink_to(shutil.which(name))
    machine.program("make", f'[ "$*" = test ] && test -e {STAMP} && echo kept || echo gone')
    done = subprocess.run(
        ["bash", proved / ".ci/run"], env={"PATH": str(machine.bin)} | ci, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "kept\n" if kept else "gone\n"), done.stderr
