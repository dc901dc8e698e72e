"""What runs on GitHub: the workflows are sound, pinned and valid, and no file names a package index."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from projects import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
FORMS = sorted(path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")


def run(*command, **options) -> subprocess.CompletedProcess:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, **options)


def test_the_auditor_finds_nothing():
    """zizmor exits 0 when it finds nothing, and 10 or more when it finds something."""
    audit = run(Path(sys.executable).with_name("zizmor"), "--offline", "--no-progress", ".github")
    assert audit.returncode == 0, audit.stdout + audit.stderr
    assert "No findings to report" in audit.stdout
    for path in WORKFLOWS:
        assert path.name in audit.stderr, "the auditor did not read it"


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        pytest.param("vendor.github-workflows", WORKFLOWS, id="workflows"),
        pytest.param("custom.github-workflows-require-timeout", WORKFLOWS, id="timeouts"),
        pytest.param("vendor.dependabot", [ROOT / ".github/dependabot.yml"], id="dependabot"),
        pytest.param("vendor.github-issue-forms", FORMS, id="forms"),
        pytest.param(
            "vendor.github-issue-config", [ROOT / ".github/ISSUE_TEMPLATE/config.yml"], id="chooser"
        ),
    ],
)
def test_the_files_are_valid(schema, files):
    assert files
    check = run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *files)
    assert check.returncode == 0, check.stdout + check.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_by_commit_with_its_version_beside(path):
    uses = [line.strip() for line in path.read_text().splitlines() if re.match(r"\s*(- )?uses:", line)]
    assert uses
    for line in uses:
        pinned = (
            r"(- )?uses: ([\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\$/\.github/workflows/watch\.yml)"
        )
        assert re.fullmatch(pinned, line), line


def test_an_action_has_the_same_pin_everywhere():
    pins = set(re.findall(r"uses: (\S+@\S+)", "".join(path.read_text() for path in WORKFLOWS)))
    assert len(pins) == len({pin.split("@")[0] for pin in pins}), pins


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_do_nothing_but_what_a_job_asks_for(path):
    workflow = yaml.safe_load(path.read_text())
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        assert job["permissions"], name
        for step in job.get("steps", ()):
            assert "${{" not in step.get("run", ""), f"{name}: hand it over in env"
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False, name


# --- what looks, week by week, at what changes without us ---


WATCH = yaml.safe_load((ROOT / ".github/workflows/watch.yml").read_text())
CALLERS = {
    (path.stem, name): job
    for path in WORKFLOWS
    for name, job in yaml.safe_load(path.read_text())["jobs"].items()
    if "uses" in job
}


def test_each_watch_has_an_issue_of_its_own():
    assert {caller: job["with"]["title"] for caller, job in CALLERS.items()} == {
        ("evidence", "proofs"): "Claims that fell",
        ("evidence", "exit"): "ProperDocs no longer builds the site",
        ("links", "links"): "Links that lead nowhere",
        ("browsers", "browsers"): "The site in Firefox or in WebKit",
    }


@pytest.mark.parametrize("caller", CALLERS.values(), ids=map("-".join, CALLERS))
def test_a_watch_gives_what_is_asked_for_and_no_more(caller):
    asked = WATCH[True]["workflow_call"]["inputs"]  # YAML reads the key `on` as true
    assert caller["with"].keys() == asked.keys()
    assert caller["permissions"] == {"contents": "read", "issues": "write"}
    subprocess.run(["bash", "-n", "-c", caller["with"]["command"]], check=True)


def test_the_job_that_runs_the_command_cannot_write_and_the_one_that_writes_runs_nothing_of_others():
    run, issue = WATCH["jobs"]["run"], WATCH["jobs"]["issue"]
    assert (run["permissions"], issue["permissions"]) == ({"contents": "read"}, {"issues": "write"})
    assert ["uses" in step for step in issue["steps"]] == [False]


def run_step(step: dict, folder: Path, **environment: str) -> subprocess.CompletedProcess:
    """Run it as GitHub does, in `folder`, with `environment` in place of what GitHub would hand it."""
    shell = (
        ["bash", "--noprofile", "--norc", "-eo", "pipefail"]
        if step.get("shell") == "bash"
        else ["bash", "-e"]
    )
    environment = {**os.environ, **environment}
    return subprocess.run(
        [*shell, "-c", step["run"]], cwd=folder, env=environment, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("command", "code", "printed"),
    [
        pytest.param("echo one\nfalse\necho two", 1, "one\n", id="the-first-that-fails-ends-it"),
        pytest.param("echo one >&2; false | true; exit 3", 1, "one\n", id="in-a-pipe-too"),
        pytest.param("false || { echo again; true; }", 0, "again\n", id="one-that-is-caught-does-not"),
    ],
)
def test_a_watch_fails_as_its_command_does_and_keeps_what_it_printed(tmp_path, command, code, printed):
    (step,) = (step for step in WATCH["jobs"]["run"]["steps"] if "COMMAND" in step.get("env", {}))
    assert run_step(step, tmp_path, COMMAND=command).returncode == code
    assert (tmp_path / "printed.txt").read_text() == printed


def test_what_was_printed_is_handed_on_whole_and_its_end_cannot_be_guessed(tmp_path):
    (step,) = (step for step in WATCH["jobs"]["run"]["steps"] if step.get("id") == "printed")
    (tmp_path / "printed.txt").write_text("x" * 40000 + "\nprinted<<end\nend\n")
    assert run_step(step, tmp_path, GITHUB_OUTPUT="output").returncode == 0
    first, *lines, last = (tmp_path / "output").read_text().splitlines()
    assert re.fullmatch("printed<<end-[0-9a-f]{32}", first) and first == f"printed<<{last}"
    assert lines == ["x" * 39982, "printed<<end", "end", ""]


# A stand-in for GitHub's command line: notes what it was asked, and answers with the issue numbers it is given.
GH = """#!/bin/sh
printf '%s\\n' "$*" >> asked.txt
[ "$1 $2" != 'issue list' ] || printf '%s' "$KNOWN"
"""


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        pytest.param("", "issue create --title Some title --body-file body.md", id="none-yet"),
        pytest.param(
            "7", "api --method PATCH repos/some/guide/issues/7 --field body=@body.md", id="one-open"
        ),
    ],
)
def test_what_a_watch_found_is_told_in_one_issue(tmp_path, known, asked):
    (step,) = WATCH["jobs"]["issue"]["steps"]
    gh = tmp_path / "gh"
    gh.write_text(GH)
    gh.chmod(0o755)
    given = {
        "GH_REPO": "some/guide",
        "TITLE": "Some title",
        "MEANING": "Something is amiss.",
        "RUN": "the run",
        "PRINTED": "FAILED test_x.py::test_y\n```\n@somebody",
    }
    assert given.keys() == step["env"].keys() - {"GH_TOKEN"}
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = run_step(step, tmp_path, **given, KNOWN=known, PATH=path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "asked.txt").read_text().splitlines() == [
        "issue list --app github-actions --state open --limit 100 --json number,title "
        "--jq [.[] | select(.title == env.TITLE)][0].number // empty",
        asked,
    ]
    assert (tmp_path / "body.md").read_text() == (
        "Something is amiss.\n\nThe last lines of [the run](the run):\n\n"
        "    FAILED test_x.py::test_y\n    ```\n    @somebody\n"
    )


# In parts, so that this file does not hold what it looks for.
INDEX_WORDS = {
    "option": "(^|[^-]|[^t]-)index" + "[-_]url",  # but not the flag that keeps the address out of the locks
    "folder": "find" + "-links",
    "index": "/simp" + r"le(/|[\"'` ]|$)",
    "python-files": "python" + "hosted",
    "python-host": "pypi" + r"\.org",
    "node-host": "npm" + r"js\.(org|com)",
    "debian-host": "deb" + r"\.debian\.org",
}


@pytest.mark.parametrize("word", INDEX_WORDS.values(), ids=INDEX_WORDS)
def test_no_file_names_a_package_index(word):
    """Whoever installs decides from where: their pip is set up for it."""
    found = run("git", "grep", "--no-index", "--exclude-standard", "-nIiE", word)
    assert found.returncode == 1, found.stdout + found.stderr
