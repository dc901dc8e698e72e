"""The source of a proof, and the record of what the proofs last showed."""

import hashlib
import os
import shutil
import subprocess
import sys

import pytest
from trees_in_memory import PROOFS

from macros.evidence.proof import proofs_in, read_proof, read_proof_files, slug_of
from macros.evidence.record import Record, Run, read_record

METRES = "test_gears.py::test_metres_a_turn"
LUGGAGE = "test_size.py::test_a_folded_bicycle_is_luggage"
RECORD = read_record(PROOFS / "record.json")


@pytest.fixture
def copied(tmp_path):
    """change(name, old, new): a new copy of the proofs with one change."""

    def change(name, old, new):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        shutil.copytree(PROOFS, folder)
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
        return folder

    return change


def test_the_proofs_of_the_bicycle_hold():
    options = ["-q", "-c", os.devnull, "--rootdir", PROOFS, "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *options, PROOFS]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.stdout.splitlines()[-1].startswith("4 passed"), ran.stdout + ran.stderr


def test_a_proof_is_its_function_with_what_that_uses_of_its_file():
    proof = read_proof(PROOFS, LUGGAGE)
    lines = (PROOFS / "test_size.py").read_text(encoding="utf-8").splitlines(keepends=True)
    assert proof.text.split("\n\n\n") == [
        *("".join(lines[n:m]).strip() for n, m in ((2, 3), (3, 4), (6, 8))),
        "".join(lines[10:13]),
    ]
    assert read_proof(PROOFS, METRES).text.split("\n\n\n")[1].startswith("@pytest.mark.parametrize(")


def test_a_proof_comes_with_the_apps_that_it_names():
    assert read_proof(PROOFS, METRES).apps == (PROOFS / "apps/gears.py",)
    assert read_proof(PROOFS, LUGGAGE).apps == ()


def test_the_parameters_of_a_run_do_not_change_its_source():
    assert read_proof(PROOFS, f"{METRES}[city]") == read_proof(PROOFS, METRES)


@pytest.mark.parametrize("proof", ["test_gears.py::test_none", "test_none.py::test_a", "test_size.py"])
def test_a_proof_that_is_not_there_is_an_error_that_names_it(proof):
    with pytest.raises(LookupError, match=proof):
        read_proof(PROOFS, proof)


def test_the_digest_changes_with_the_proof_and_with_its_app_and_with_nothing_else(copied):
    digest = read_proof(PROOFS, METRES).digest
    assert read_proof(copied("test_gears.py", "5.9", "6.0"), METRES).digest != digest
    assert read_proof(copied("apps/gears.py", "0.69", "0.70"), METRES).digest != digest
    assert read_proof(copied("test_gears.py", '/ "apps"', '/ "apps" / "."'), METRES).digest != digest
    assert read_proof(copied("test_size.py", "(1, 1, 1)", "(2, 2, 2)"), METRES).digest == digest
    assert read_proof(copied("test_gears.py", "import sys\n", "import sys\n\n\n"), METRES).digest == digest


def test_the_record_of_the_bicycle_is_of_its_proofs_as_they_are():
    assert RECORD.runs.keys() == {f"{METRES}[city]", f"{METRES}[folding]", LUGGAGE}
    assert all(
        run.digest == read_proof(PROOFS, proof).digest for proof, runs in RECORD.runs.items() for run in runs
    )


def test_a_file_that_was_edited_is_read_anew(copied):
    folder = copied("test_size.py", "(1, 1, 1)", "(2, 2, 2)")
    assert LUGGAGE in proofs_in(folder)
    (folder / "test_size.py").write_text("def test_a():\n    pass\n")
    assert list(proofs_in(folder)) == [METRES, "test_size.py::test_a"]
    with pytest.raises(LookupError):
        read_proof(folder, LUGGAGE)


def test_all_proofs_of_a_folder_are_found():
    assert list(proofs_in(PROOFS)) == [METRES, LUGGAGE, "test_size.py::test_no_cell_names_this"]


def test_files_of_proofs_have_a_title_and_the_wanted_proofs_only():
    files = read_proof_files(PROOFS, [LUGGAGE, METRES])
    assert [(file.slug, file.title, [name for name, _ in file.proofs]) for file in files] == [
        ("gears", "How far one turn of the cranks goes", [METRES]),
        ("size", "What counts as luggage", [LUGGAGE]),
    ]
    assert slug_of("test_forged_posts.py::test_it") == "forged-posts"


def test_the_runs_of_a_proof_are_those_of_all_its_parameters():
    assert [run.date for run in RECORD.of(METRES)] == ["2026-11-18", "2026-11-20", "2026-11-19"]
    assert [run.date for run in RECORD.of(f"{METRES}[folding]")] == ["2026-11-19"]
    assert RECORD.of("test_size.py::test_no_cell_names_this") == ()


def test_versions_are_sorted_as_numbers_newest_first():
    assert RECORD.versions("city") == ["1.10.0", "1.9.0"]
    assert RECORD.versions("folding", [METRES]) == ["3.1"]
    assert RECORD.versions("city", [LUGGAGE]) == []


def test_a_record_that_is_not_there_is_empty(tmp_path):
    assert read_record(tmp_path / "record.json").runs == {}


TOOLS = '''"""Tools: how they weigh, and more.

The rest is no title."""

import pytest

def heavy(weight):
    return weight > LIMIT

LIMIT = UNUSED = 10

@pytest.fixture
def hammer():
    return 12

(LEFT, RIGHT) = 1, 2

def test_a_hammer_is_heavy(hammer):
    assert heavy(11) and LEFT
    assert "tool.py" and "deep/tool.toml"

def test_b():
    pass
'''


@pytest.fixture
def tools(tmp_path):
    """A folder with proofs of tools, and two apps of which one stands deeper."""
    (tmp_path / "apps/deep").mkdir(parents=True)
    for name, text in (("test_the_tools.py", TOOLS), ("apps/tool.py", "é"), ("apps/deep/tool.toml", "x = 1")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "test_untitled.py").write_text("def test_a():\n    pass\n")
    return tmp_path


def test_a_proof_brings_helpers_constants_and_fixtures_in_the_order_of_its_file(tools):
    proof = read_proof(tools, "test_the_tools.py::test_a_hammer_is_heavy[x]")
    assert proof.text == (
        "def heavy(weight):\n    return weight > LIMIT\n\n\nLIMIT = UNUSED = 10\n\n\n"
        "@pytest.fixture\ndef hammer():\n    return 12\n\n\n(LEFT, RIGHT) = 1, 2\n\n\n"
        'def test_a_hammer_is_heavy(hammer):\n    assert heavy(11) and LEFT\n    assert "tool.py" and "deep/tool.toml"\n'
    )
    assert proof.apps == (tools / "apps/deep/tool.toml", tools / "apps/tool.py")
    assert proof.digest == hashlib.sha256(f"{proof.text}\0x = 1\0é".encode()).hexdigest()[:16]


def test_a_file_of_proofs_is_called_by_the_first_line_of_its_docstring_or_by_its_name(tools):
    files = read_proof_files(tools, ["test_the_tools.py::test_b", "test_untitled.py::test_a"])
    assert [(file.name, file.slug, file.title) for file in files] == [
        ("test_the_tools.py", "the-tools", "Tools: how they weigh, and more"),
        ("test_untitled.py", "untitled", "test_untitled"),
    ]


def test_versions_of_all_packages_are_those_of_the_named_proofs():
    def run(**versions):
        return Run(result="passed", versions=versions, python="3", date="", digest="", measured=())

    record = Record({"a::b[x]": (run(oak="1.2", elm="2"), run(oak="1.10")), "a::c": (run(oak="3", ash="4"),)})
    assert record.all_versions(["a::d"]) == {}
    assert record.all_versions(["a::b"]) == {"elm": ["2"], "oak": ["1.10", "1.2"]}
    assert record.all_versions(["a::c", "a::b"]) == {"ash": ["4"], "elm": ["2"], "oak": ["3", "1.10", "1.2"]}
    assert list(record.all_versions(["a::c", "a::b"])) == ["ash", "elm", "oak"]
