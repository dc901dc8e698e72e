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
        assert re.fullmatch(r"(- )?uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


def test_an_action_has_the_same_pin_everywhere():
    pins = set(re.findall(r"uses: (\S+@\S+)", "".join(path.read_text() for path in WORKFLOWS)))
    assert len(pins) == len({pin.split("@")[0] for pin in pins}), pins


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_do_nothing_but_what_a_job_asks_for(path):
    workflow = yaml.safe_load(path.read_text())
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        assert job["permissions"], name
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), f"{name}: hand it over in env"
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False, name


# A stand-in for GitHub's command line: notes what it was asked, and answers with the issue numbers it is given.
GH = """#!/bin/sh
printf '%s\\n' "$*" >> asked.txt
[ "$1 $2" != 'issue list' ] || printf '%s' "$KNOWN"
"""


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        pytest.param("", "issue create --title Claims that fell --body-file body.md", id="none-yet"),
        pytest.param(
            "7", "api --method PATCH repos/some/guide/issues/7 --field body=@body.md", id="one-open"
        ),
    ],
)
def test_claims_that_fell_are_told_in_one_issue(tmp_path, known, asked):
    workflow = yaml.safe_load((ROOT / ".github/workflows/evidence.yml").read_text())
    (step,) = workflow["jobs"]["tell"]["steps"]
    gh = tmp_path / "gh"
    gh.write_text(GH)
    gh.chmod(0o755)
    told = "FAILED test_x.py::test_y\n```\n@somebody"
    given = {"GH_REPO": "some/guide", "TITLE": step["env"]["TITLE"], "RUN": "the run", "TOLD": told}
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, **given, "KNOWN": known, "PATH": path}
    subprocess.run(["bash", "-e", "-c", step["run"]], cwd=tmp_path, env=environment, check=True)
    looked, done = (tmp_path / "asked.txt").read_text().splitlines()
    assert "--app github-actions" in looked
    assert done == asked
    body = (tmp_path / "body.md").read_text()
    assert "    FAILED test_x.py::test_y\n    ```\n    @somebody\n" in body


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
