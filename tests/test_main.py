"""python -m macros: what it prints, and how it ends."""

import subprocess
import sys

import pytest
from trees_in_memory import BICYCLE, HERE, PET, small

from macros import guide
from macros.__main__ import main
from macros.pages import pages
from macros.report import report


@pytest.fixture
def run(monkeypatch, capsys):
    """run(…): the exit code, the output and the errors of `python -m macros …`."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["macros", *map(str, arguments)])
        try:
            code = main()
        except SystemExit as stop:
            code = stop.code
        return (code, *capsys.readouterr())

    return run


def test_check_prints_the_figures_of_a_sound_tree(run):
    assert run("check", BICYCLE) == (0, f"{report(guide.load(BICYCLE))}\n", "")


def test_check_takes_the_tree_of_the_folder_if_it_is_given_none(run, monkeypatch):
    monkeypatch.chdir(BICYCLE.parent)
    assert run("check") == (0, f"{report(guide.load(BICYCLE))}\n", "")


def test_check_tells_every_fault_and_fails(run, tmp_path):
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


def test_check_tells_a_file_that_is_not_there(run, tmp_path):
    assert run("check", tmp_path / "none.yaml") == (
        1,
        "",
        "none.yaml: 1 problem\n  1:1  there is no such file.\n",
    )


def test_export_writes_every_page_and_says_nothing(run, tmp_path):
    assert run("export", tmp_path / "a/b", BICYCLE) == (0, "", "")
    written = {
        file.relative_to(tmp_path / "a/b").as_posix(): file.read_bytes().decode()
        for file in (tmp_path / "a/b").rglob("*")
        if file.is_file()
    }
    assert written == {page.path: page.text for page in pages(guide.load(BICYCLE))}


def test_export_of_a_faulty_tree_writes_nothing(run, tmp_path):
    broken = HERE / "trees/broken/cycle.yaml"
    code, out, errors = run("export", tmp_path / "pages", broken)
    assert (code, out, errors.splitlines()[0]) == (1, "", "cycle.yaml: 1 problem")
    assert not (tmp_path / "pages").exists()


@pytest.mark.parametrize("arguments", [(), ("export",), ("chekc",)], ids=["none", "no-folder", "misspelt"])
def test_a_command_that_is_none_is_told_with_the_way_out(run, arguments):
    code, out, errors = run(*arguments)
    assert (code, out) == (2, "")
    assert errors.startswith("usage: python -m macros")


def test_it_runs_as_a_program():
    command = [sys.executable, "-m", "macros", "check", PET]
    ran = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[2] == "  3 paths; 1 to 2 clicks to an outcome"
