"""python -m macros: what it prints, and how it ends."""

import datetime
import errno
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from trees_in_memory import BICYCLE, HERE, PET, SMALL, small

from macros import __main__ as program
from macros import guide
from macros.__main__ import main
from macros.export import files
from macros.report import report
from macros.tree.read import CRITERIA


@pytest.fixture
def run(monkeypatch, capsys):
    """run(…): the exit code, the output and the errors of `python -m macros …`."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["macros", *map(str, arguments)])
        try:
            code = main()
        except SystemExit as stop:
            code = stop.code
        return (code, *capsys.readouterr())

    return run


def test_check_prints_the_report_of_a_sound_tree(run):
    assert run("check", BICYCLE) == (0, f"{report(guide.load(BICYCLE))}\n", "")


def test_check_without_a_file_takes_the_tree_of_the_folder(run, monkeypatch):
    monkeypatch.chdir(BICYCLE.parent)
    assert run("check") == (0, f"{report(guide.load(BICYCLE))}\n", "")


def test_check_prints_every_fault_and_fails(run, tmp_path):
    file = tmp_path / "pets.yaml"
    file.write_text(small(("start: home", "start: hom"), ("next: cat", "next: cta")))
    assert run("check", file) == (
        1,
        "",
        "pets.yaml: 2 problems\n"
        "  2:8  start: there is no question 'hom'. Did you mean 'home'?\n"
        "  9:35  questions.home.answers.small.next: there is no question or outcome 'cta'. "
        "Did you mean 'cat'?\n",
    )


def test_in_a_workflow_each_fault_is_shown_on_its_line_too(run, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "some").mkdir()
    (tmp_path / "some/pets.yaml").write_text(
        small(("start: home", "start: 100%"), ("next: cat", "next: cta"))
    )
    code, out, errors = run("check", "some/pets.yaml")
    assert code == 1
    assert errors.startswith("pets.yaml: 2 problems\n")
    assert out.splitlines() == [
        "::error file=some/pets.yaml,line=2,col=8::start: there is no question '100%25'.",
        "::error file=some/pets.yaml,line=9,col=35::questions.home.answers.small.next: "
        "there is no question or outcome 'cta'. Did you mean 'cat'?",
    ]


def test_outside_a_workflow_nothing_is_printed_for_github(run, tmp_path):
    (tmp_path / "pets.yaml").write_text(small(("start: home", "start: hom")))
    assert run("check", tmp_path / "pets.yaml")[:2] == (1, "")


def test_check_prints_the_faults_of_article_pages(run, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("{{ outcome('cta') }}")
    (tmp_path / "pets.yaml").write_text(SMALL)
    assert run("check", tmp_path / "pets.yaml") == (
        1,
        "",
        "docs/a.md: 1 problem\n  1:4  outcome: there is no outcome 'cta'. Did you mean 'cat'?\n",
    )


@pytest.mark.parametrize("buffered", [True, False], ids=["at-the-end", "at-once"])
def test_a_closed_pipe_ends_it_without_a_message(buffered):
    """As in `check | head -1`."""
    command = [sys.executable, *([] if buffered else ["-u"]), "-m", "macros", "check", PET]
    with subprocess.Popen(
        command, cwd=HERE.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        running.stdout.close()
        assert running.stderr.read() == ""
    assert running.returncode == 1


def test_after_a_closed_pipe_what_is_still_written_is_dropped(monkeypatch):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as out:
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "argv", ["macros", "check", str(PET)])
        assert program.run() == 1
        out.write("more")
        out.flush()


def test_what_is_stopped_at_the_keyboard_says_so_in_one_line(monkeypatch, capsys):
    def stopped():
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "main", stopped)
    assert program.run() == 130
    assert capsys.readouterr() == ("", "Stopped.\n")


def test_the_exit_code_is_that_of_the_command(monkeypatch, capsys):
    for file, code in ((PET, 0), (HERE / "trees/broken/cycle.yaml", 1)):
        monkeypatch.setattr(sys, "argv", ["macros", "check", str(file)])
        assert program.run() == code


def test_check_of_a_missing_file_fails(run, tmp_path):
    assert run("check", tmp_path / "none.yaml") == (
        1,
        "",
        "none.yaml: 1 problem\n  1:1  this cannot be read: No such file or directory.\n",
    )


def test_export_writes_every_file_and_says_nothing(run, tmp_path, monkeypatch):
    monkeypatch.delenv("REPO_URL", raising=False)
    assert run("export", tmp_path / "a/b", BICYCLE) == (0, "", "")
    written = {
        file.relative_to(tmp_path / "a/b").as_posix(): file.read_bytes()
        for file in (tmp_path / "a/b").rglob("*")
        if file.is_file()
    }
    assert written == dict(files(guide.load(BICYCLE), BICYCLE.parent))


def test_export_links_the_repository_that_the_environment_names(run, tmp_path, monkeypatch):
    monkeypatch.setenv("REPO_URL", "https://code.test/owner/guide")
    assert run("export", tmp_path, PET) == (0, "", "")
    written = (tmp_path / "outcome/fish.md").read_text(encoding="utf-8")
    assert 'href="https://code.test/owner/guide/blob/main/decision_tree.yaml#L17"' in written


def test_export_of_a_faulty_tree_writes_nothing(run, tmp_path):
    broken = HERE / "trees/broken/cycle.yaml"
    code, out, errors = run("export", tmp_path / "pages", broken)
    assert (code, out, errors.splitlines()[0]) == (1, "", "cycle.yaml: 1 problem")
    assert not (tmp_path / "pages").exists()


@pytest.mark.parametrize(
    ("page", "place"),
    [("{{ outcome('cta') }}", "  1:4  outcome: "), ("{{ name }}", "  1:1  a macro fails here: ")],
    ids=["found-by-check", "found-later"],
)
def test_export_of_a_faulty_article_writes_nothing(run, tmp_path, page, place):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text(page)
    (tmp_path / guide.FILE).write_text(SMALL)
    code, out, errors = run("export", tmp_path / "pages", tmp_path / guide.FILE)
    assert (code, out, errors.splitlines()[0]) == (1, "", "docs/a.md: 1 problem")
    assert errors.splitlines()[1].startswith(place)
    assert not (tmp_path / "pages").exists()


@pytest.mark.parametrize("name", ["docs", "docs/export", ".", "linked"])
def test_export_never_writes_into_the_project_itself(run, tmp_path, name):
    (tmp_path / "docs").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path / "docs")
    (tmp_path / guide.FILE).write_text(SMALL)
    assert run("export", tmp_path / name, tmp_path / guide.FILE) == (
        1,
        "",
        f"{tmp_path / name} belongs to the project itself. Name another folder.\n",
    )
    assert list((tmp_path / "docs").iterdir()) == []


def test_export_never_writes_among_other_files(run, tmp_path):
    (tmp_path / "HEAD").write_text("ref: refs/heads/main\n")
    assert run("export", tmp_path, PET) == (
        1,
        "",
        f"{tmp_path} holds other files. Name an empty folder, or one with an earlier export.\n",
    )
    assert [file.name for file in tmp_path.iterdir()] == ["HEAD"]


def test_what_was_exported_stays_whole_where_the_disk_is_full(run, tmp_path, monkeypatch):
    assert run("export", tmp_path / "pages", PET)[0] == 0
    before = {file: file.read_bytes() for file in (tmp_path / "pages").rglob("*") if file.is_file()}

    def half(file, content):
        with file.open("wb") as opened:
            opened.write(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(program.Path, "write_bytes", half)
    assert run("export", tmp_path / "pages", PET) == (
        1,
        "",
        "The export is not whole: [Errno 28] No space left on device\n",
    )
    after = {file: file.read_bytes() for file in (tmp_path / "pages").rglob("*") if file.is_file()}
    assert after == before


def ran(*arguments, to=subprocess.PIPE):
    """The exit code and the errors of the program, which prints `to` a file."""
    command = [sys.executable, "-m", "macros", *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(HERE.parent)}
    done = subprocess.run(command, env=environment, stdout=to, stderr=subprocess.PIPE, text=True)
    return done.returncode, done.stderr


def test_what_the_system_refuses_is_told_in_one_line(tmp_path, monkeypatch):
    """As `schema` in a folder without docs/."""
    monkeypatch.chdir(tmp_path)
    code, errors = ran("schema")
    assert code == 1
    assert re.fullmatch(r"The system refuses: \[Errno 2\] No such file or directory: '.*'\n", errors)


def test_output_for_which_the_disk_has_no_room_is_told_in_one_line():
    with Path("/dev/full").open("w") as full:
        assert ran("check", PET, to=full) == (1, "The system refuses: [Errno 28] No space left on device\n")


def test_output_that_nobody_wants_is_no_fault():
    command = [sys.executable, "-m", "macros", "check", str(PET)]
    closed = subprocess.run(["sh", "-c", '"$@" >&-', "sh", *command], cwd=HERE.parent, stderr=subprocess.PIPE)
    assert (closed.returncode, closed.stderr) == (0, b"")


def test_age_lists_pages_read_9_months_ago_and_fails_at_12(run):
    def lines(*kinds_and_months):
        there = (
            ("6,col=227", "alternatives.city.supported"),
            ("30,col=222", "criteria.room.cells.city.source"),
            ("30,col=80", "criteria.room.cells.city.looked"),
            ("49,col=183", "criteria.thieves.cells.city.source"),
            ("49,col=69", "criteria.thieves.cells.city.looked"),
            ("18,col=147", "add-ons.balloon-tyres"),
            ("19,col=102", "add-ons.wheel-bag"),
        )
        return "".join(
            f"::{kind} file=decision_tree.yaml,line={place}::{route}.read: read {months} months ago. Read it again.\n"
            for (place, route), (kind, months) in zip(there, kinds_and_months, strict=True)
        )

    assert run("age", "--today", "2027-08-01", BICYCLE) == (0, "", "")
    assert run("age", "--today", "2027-08-25", BICYCLE) == (0, lines(*[("warning", 9)] * 7), "")
    old = lines(("error", 12), ("warning", 11), *[("error", 12)] * 5)
    assert run("age", "--today", "2027-11-20", BICYCLE) == (1, old, "")


def test_age_names_the_file_of_the_criterion(run, tmp_path):
    (tmp_path / CRITERIA).mkdir(parents=True)
    (tmp_path / CRITERIA / "home.yaml").write_text(f"# Home\nsize: {SIZE}\n")
    (tmp_path / guide.FILE).write_text(SMALL + GROUPS)
    assert run("age", "--today", "2027-08-25", tmp_path / guide.FILE)[1] == (
        "::warning file=docs/criteria/home.yaml,line=2,col=102::"
        "criteria.size.cells.rex.source.read: read 9 months ago. Read it again.\n"
    )


def test_age_counts_from_today(run):
    assert run("age", BICYCLE) == run("age", "--today", str(datetime.date.today()), BICYCLE)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A git repository of pets: its tree as it is committed on main; project(text) commits another one."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def git(*arguments):
        settings = ("user.name=A Keeper", "user.email=keeper@example.org", "commit.gpgsign=false")
        who = [word for setting in settings for word in ("-c", setting)]
        subprocess.run(["git", *who, *arguments], check=True, capture_output=True)

    def commit(text):
        (tmp_path / guide.FILE).write_text(text)
        git("add", "--all")
        git("commit", "--message", "A tree")

    git("init", "--initial-branch=main")
    commit(SMALL)
    commit.git = git
    return commit


GROUPS = "alternatives: {rex: {name: Rex, url: https://example.org/}}\ngroups: {home: {name: Home}}\n"
SIZE = "{name: Size, cells: {rex: {says: Large., source: {title: Rex, url: https://example.org/, read: 2026-11-20}}}}"
TURNED = small(
    ("because: dogs need room, next: dog", "because: dogs need room, next: cat"),
    ("Small, next: cat", "Small, next: dog"),
)


def test_diff_compares_with_where_the_branch_left_main(run, project):
    project.git("switch", "--create", "mine")
    project(TURNED)
    project.git("switch", "main")
    project(small(("It needs a sofa.", "It needs a bed.")))
    project.git("switch", "mine")
    code, out, errors = run("diff")
    assert (code, errors) == (0, "")
    assert out.splitlines()[2:5] == [
        "- 2 answers lead elsewhere: *How large is your home?* → *Large* went to *A dog*, now to *A cat*; "
        "*How large is your home?* → *Small* went to *A cat*, now to *A dog*.",
        "- 2 of 2 trails end elsewhere: 1 at *A dog* instead of *A cat*, 1 at *A cat* instead of *A dog*.",
        "",
    ]


def test_diff_compares_with_the_last_commit_where_there_is_no_main(run, project, tmp_path):
    """And says so, for there may be more that differs."""
    project.git("branch", "--move", "other")
    told = (
        "Compared with the last commit only: no main branch was found. "
        "Fetch it, or name a revision with `--base`."
    )
    assert run("diff")[1].splitlines()[0] == told
    assert run("diff")[1].splitlines()[2].startswith("Nothing differs from ")
    (tmp_path / guide.FILE).write_text(small(("It needs a sofa.", "It needs a bed.")))
    assert run("diff")[1].splitlines()[-1] == "- *A cat*, summary: “It needs a sofa.” → “It needs a bed.”"


@pytest.mark.parametrize("main", ["master", "trunk", "release"])
def test_diff_finds_a_main_branch_of_another_name(run, project, main):
    """`release` is main because git is told so."""
    project.git("branch", "--move", main)
    if main == "release":
        project.git("config", "init.defaultBranch", main)
    project.git("switch", "--create", "mine")
    project(TURNED)
    code, out, errors = run("diff")
    assert (code, errors) == (0, "")
    assert out.splitlines()[2].startswith("- 2 answers lead elsewhere: ")


def test_diff_takes_for_main_what_the_host_calls_so(run, project, tmp_path, monkeypatch):
    project.git("branch", "--move", "develop")
    project.git("clone", ".", "clone")
    monkeypatch.chdir(tmp_path / "clone")
    project.git("switch", "--create", "mine")
    (tmp_path / "clone" / guide.FILE).write_text(TURNED)
    project.git("commit", "--all", "--message", "Turned")
    assert run("diff")[1].splitlines()[2].startswith("- 2 answers lead elsewhere: ")


@pytest.mark.parametrize("branches", ["--single-branch", "--no-single-branch"])
def test_diff_in_a_shallow_clone_says_how_to_have_all(run, project, tmp_path, monkeypatch, branches):
    project.git("switch", "--create", "mine")
    project(TURNED)
    project.git("clone", "--depth=1", branches, "--branch=mine", f"file://{tmp_path}", "clone")
    monkeypatch.chdir(tmp_path / "clone")
    code, out, errors = run("diff")
    branch = "HEAD" if branches == "--single-branch" else "main"
    assert (code, errors) == (0, "")
    assert out.splitlines()[0] == (
        "Compared with the last commit only: git does not know here where this work left "
        f"origin/{branch}. Run `git fetch --unshallow`, or name a revision with `--base`."
    )
    project.git("fetch", "--unshallow", "origin", "main:main")
    assert run("diff")[1].splitlines()[2].startswith("- 2 answers lead elsewhere: ")


def test_diff_works_in_a_worktree_a_submodule_and_at_no_branch_and_within_a_hook(
    run, project, tmp_path, monkeypatch
):
    project.git("switch", "--create", "mine")
    project(TURNED)
    project.git("worktree", "add", "--detach", "größe & co")
    monkeypatch.chdir(tmp_path / "größe & co")
    monkeypatch.setenv("GIT_DIR", "nowhere")
    assert "- 2 answers lead elsewhere: " in run("diff")[1]
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GIT_DIR")
    project.git("init", "--initial-branch=main", "above")
    monkeypatch.chdir(tmp_path / "above")
    project.git("-c", "protocol.file.allow=always", "submodule", "add", f"file://{tmp_path}", "below")
    monkeypatch.chdir(tmp_path / "above/below")
    assert "- 2 answers lead elsewhere: " in run("diff")[1]


def test_diff_where_git_is_not_is_told_in_one_line(run, project, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run("diff") == (
        1,
        "",
        "Nothing to compare with: git does not run: [Errno 2] No such file or directory: 'git'\n",
    )


def test_diff_compares_with_the_revision_that_it_is_given(run, project):
    project(TURNED)
    project(small(("It needs a sofa.", "It needs a bed.")))
    assert "- All 2 trails end where they ended." in run("diff", "--base", "HEAD~2")[1].splitlines()
    assert "- 2 answers lead elsewhere: " in run("diff", "--base", "HEAD^")[1]


def test_diff_asks_git_where_the_tree_is_not_where_it_runs(run, project, tmp_path, monkeypatch):
    project(TURNED)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    code, out, errors = run("diff", "--base", "HEAD^", tmp_path / guide.FILE)
    assert (code, errors) == (0, "")
    assert re.fullmatch(r"## What differs from [0-9a-f]{10}", out.splitlines()[0])


def test_diff_reads_the_real_projects_of_the_revision(run, project, tmp_path):
    shutil.copytree(BICYCLE.parent, tmp_path / "bicycle")
    project(SMALL)
    (tmp_path / "bicycle" / guide.CASES / "night-nurse.yaml").unlink()
    code, out, errors = run("diff", "--base", "HEAD", tmp_path / "bicycle" / guide.FILE)
    assert (code, errors) == (0, "")
    assert out.splitlines()[2:4] == ["- All 21 trails end where they ended.", "- Real projects: 1 gone."]


def test_diff_of_a_tree_that_is_a_symbolic_link_reads_what_it_led_to(run, project, tmp_path):
    (tmp_path / "kept").mkdir()
    for name, text in (("kept/pets.yaml", SMALL), ("kept/out.yaml", SMALL)):
        (tmp_path / name).write_text(text)
    (tmp_path / "linked.yaml").symlink_to("kept/pets.yaml")
    (tmp_path / "out.yaml").symlink_to(tmp_path / "kept/out.yaml")
    project(SMALL)
    (tmp_path / "kept/pets.yaml").write_text(TURNED)
    assert "- 2 answers lead elsewhere: " in run("diff", "--base", "HEAD", tmp_path / "linked.yaml")[1]
    code, out, errors = run("diff", "--base", "HEAD", tmp_path / "out.yaml")
    assert (code, out) == (1, "")
    assert re.fullmatch(
        r"Nothing to compare with: out\.yaml was a link at [0-9a-f]{7}, and git does not hold what it led to\.\n",
        errors,
    )


def test_diff_reads_the_criteria_of_the_revision_wherever_they_stood(run, project, tmp_path):
    project(SMALL + GROUPS + f"criteria:\n  size: {{group: home, {SIZE[1:]}\n")
    (tmp_path / CRITERIA).mkdir(parents=True)
    (tmp_path / CRITERIA / "home.yaml").write_text(f"size: {SIZE}\n")
    (tmp_path / guide.FILE).write_text(SMALL + GROUPS)
    assert run("diff")[1].startswith("Nothing differs from ")
    project(SMALL + GROUPS)
    (tmp_path / CRITERIA / "home.yaml").write_text(f"size: {SIZE.replace('Size', 'Room')}\n")
    assert run("diff")[1].splitlines()[-1] == "- *Room*, name: “Size” → “Room”"


def test_diff_says_that_the_base_is_missing_or_faulty(run, project, tmp_path):
    project(small(("next: dog", "next: dgo")))
    project(SMALL)
    code, out, errors = run("diff", "--base", "HEAD^")
    assert (code, errors) == (0, "")
    assert re.match(r"Nothing to compare with: by today's rules, .* at [0-9a-f]{10} was faulty\.\n\n- ", out)
    assert out.splitlines()[-1].endswith("there is no question or outcome 'dgo'. Did you mean 'dog'?")
    (tmp_path / "pets.yaml").write_text(SMALL)
    code, out, errors = run("diff", tmp_path / "pets.yaml")
    assert (code, errors) == (0, "")
    assert re.fullmatch(r"Nothing to compare with: there was no tree at [0-9a-f]{10}\.\n", out)


@pytest.mark.parametrize("name", ["nothing", "", "--all"])
def test_diff_with_a_revision_that_git_does_not_know_fails(run, project, name):
    code, out, errors = run("diff", f"--base={name}")
    assert (code, out) == (1, "")
    assert errors.startswith("Nothing to compare with: git says: fatal: ")


def test_diff_of_a_faulty_tree_prints_its_faults_and_fails(run, project, tmp_path):
    (tmp_path / guide.FILE).write_text(small(("start: home", "start: hom")))
    code, out, errors = run("diff")
    assert (code, out, errors.splitlines()[0]) == (1, "", "decision_tree.yaml: 1 problem")


@pytest.mark.parametrize("arguments", [(), ("export",), ("chekc",)], ids=["none", "no-folder", "misspelt"])
def test_a_wrong_command_prints_the_usage(run, arguments):
    code, out, errors = run(*arguments)
    assert (code, out) == (2, "")
    assert errors.startswith("usage: python -m macros")


def test_help_says_what_each_command_does(run):
    code, out, errors = run("--help")
    assert (code, errors) == (0, "")
    assert [line.strip() for line in out.splitlines() if not line.startswith("usage")][1:] == [
        "A decision tree becomes linked pages.",
        "",
        "positional arguments:",
        "{check,diff,export,age,schema,new}",
        "check               report every fault, or print statistics if there are",
        "none",
        "diff                print what an edit changes, as Markdown",
        "export              write all pages as Markdown, for another generator",
        "age                 list the cited pages that were read 9 months ago or",
        "longer; fail if one is 12 months",
        "schema              write the schemas by which an editor checks the YAML",
        "new                 write a project for a decision of your own into an",
        "empty folder",
        "",
        "options:",
        "-h, --help            show this help message and exit",
    ]
    words = {command: " ".join(run(command, "--help")[1].split()) for command in ("diff", "export", "age")}
    assert "usage: python -m macros diff [-h] [--base REV] [FILE]" in words["diff"]
    assert (
        "--base REV the git revision to compare with; if left out, the one where this branch left main"
        in words["diff"]
    )
    assert "usage: python -m macros export [-h] DIR [FILE]" in words["export"]
    assert "usage: python -m macros age [-h] [--today DATE] [FILE]" in words["age"]


def test_every_file_is_read_and_written_as_utf_8(run, monkeypatch, tmp_path):
    def named(encoding, *_):
        assert encoding in ("utf-8", "utf-8-sig"), "a machine may take another one, if none is named"
        return encoding

    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    shutil.copytree(BICYCLE.parent, tmp_path / "project", dirs_exist_ok=True)
    (tmp_path / "project/docs/a.md").write_text('{{ code("gears.py") }}', encoding="utf-8")
    monkeypatch.setattr(io, "text_encoding", named)
    assert run("check")[0] == 0
    assert run("export", tmp_path / "pages") == (0, "", "")
    assert run("schema") == (0, "", "")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_what_is_printed_is_utf_8_whatever_the_terminal_says(tmp_path, encoding):
    (tmp_path / "größe.yaml").write_text(small(("start: home", "start: hömé")), encoding="utf-8")
    command = [sys.executable, "-m", "macros", "check"]
    environment = os.environ | {"PYTHONIOENCODING": encoding, "GITHUB_ACTIONS": "true"}
    ran = subprocess.run(
        [*command, tmp_path / "größe.yaml"], cwd=HERE.parent, capture_output=True, env=environment
    )
    for output in (ran.stdout, ran.stderr):
        assert "there is no question 'hömé'" in output.decode("utf-8") and "größe.yaml" in output.decode(
            "utf-8"
        )
    assert ran.returncode == 1


def test_it_needs_no_home(project):
    """Neither check nor diff reads the settings of a person."""
    kept = {name: os.environ[name] for name in ("PATH", "VIRTUAL_ENV") if name in os.environ}
    command = [sys.executable, "-m", "macros", "diff", guide.FILE]
    environment = kept | {"PYTHONPATH": str(HERE.parent), "NO_COLOR": "1"}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("Nothing differs from ")


def test_it_runs_as_a_program():
    command = [sys.executable, "-m", "macros", "check", PET]
    ran = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[2] == "  3 paths; 1 to 2 clicks to an outcome"


def test_new_writes_a_project_once(run, tmp_path):
    folder = tmp_path / "mine"
    assert run("new", folder) == (
        0,
        f"A project for your own decision stands in {folder}. Go there, and run: make serve\n",
        "",
    )
    assert (folder / "decision_tree.yaml").is_file()
    refused = (
        f"Nothing was written: {folder} holds something. Name a folder that is empty or not there yet.\n"
    )
    assert run("new", folder) == (1, "", refused)
