"""A folder with a decision in it -> all that the pages are made from."""

import shutil

import pytest
from trees_in_memory import BICYCLE, HERE, PET, PROOFS, SMALL, changed, guide_of, told

from macros import guide
from macros.reading.faults import Faults


def test_the_decision_of_this_project_is_sound():
    assert told(guide.load, HERE.parent / guide.FILE) == []


def test_the_evidence_stands_beside_the_tree():
    bicycle = guide.load(BICYCLE)
    assert bicycle.evidence == PROOFS
    assert bicycle.record.versions("folding") == ["3.1"]


def test_a_tree_without_evidence_has_an_empty_record():
    pet = guide.load(PET)
    assert (pet.tree.title, pet.record.runs) == ("Which pet?", {})


def test_the_graph_is_the_one_of_the_tree(tmp_path):
    assert guide_of(tmp_path, SMALL).graph.next == {"home": ("dog", "cat"), "dog": (), "cat": ()}


@pytest.mark.parametrize(
    ("proof", "hint"),
    [
        (
            "test_size.py::test_a_folded_bicycle_is_lugage",
            " Did you mean 'test_size.py::test_a_folded_bicycle_is_luggage'?",
        ),
        ("test_size.py", ""),
        ("x", ""),
    ],
    ids=["misspelt", "no-function", "nothing-like-it"],
)
def test_a_cell_that_names_no_proof_is_reported(tmp_path, proof, hint):
    (tmp_path / "tests").mkdir()
    (tmp_path / guide.EVIDENCE).symlink_to(PROOFS)
    text = BICYCLE.read_text(encoding="utf-8").replace(
        "test_size.py::test_a_folded_bicycle_is_luggage", proof
    )
    (fault,) = told(guide_of, tmp_path, text)
    assert fault.partition("criteria.")[2] == (
        f"room.cells.folding.proof: there is no proof '{proof}' in tests/evidence.{hint}"
    )


def test_an_outcome_that_names_no_proof_is_reported(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / guide.EVIDENCE).symlink_to(PROOFS)
    old, new = "picks: [touring], summary", "picks: [touring], proof: none, summary"
    text = changed(BICYCLE.read_text(encoding="utf-8"), (old, new))
    assert told(guide_of, tmp_path, text) == [
        "105:63  outcomes.touring.proof: there is no proof 'none' in tests/evidence."
    ]


def test_an_add_on_that_the_proof_of_its_cell_does_not_run_is_reported(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / guide.EVIDENCE).symlink_to(PROOFS)
    old = "folding: {rating: easy, says: Folded"
    text = changed(BICYCLE.read_text(encoding="utf-8"), (old, old.replace("says", "with: [wheel-bag], says")))
    assert told(guide_of, tmp_path, text) == [
        "31:38  criteria.room.cells.folding.with.0: its proof does not run 'wheel-bag': "
        "the `uses` mark of the proof names no such package."
    ]
    marked = tmp_path / "marked/tests"
    shutil.copytree(PROOFS, marked / "evidence")
    size = marked / "evidence/test_size.py"
    test = "def test_a_folded_bicycle_is_luggage"
    size.write_text(changed(size.read_text(), (test, f'@pytest.mark.uses("folding", "wheel-bag")\n{test}')))
    assert told(guide_of, tmp_path / "marked", text) == []


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        (
            "test_index.py",
            "test_index.py: 'index' is taken: web servers have it for the page of a folder. Take another name.",
        ),
        ("test_a-b.py", "test_a_b.py and test_a-b.py would have one page. Rename one of them."),
    ],
    ids=["of-a-web-server", "of-two-files"],
)
def test_a_file_of_proofs_that_would_have_no_page_of_its_own_is_reported(tmp_path, file, fault):
    evidence = tmp_path / guide.EVIDENCE
    shutil.copytree(PROOFS, evidence)
    (evidence / "test_size.py").rename(evidence / file)
    (evidence / "test_gears.py").rename(evidence / "test_a_b.py")
    text = BICYCLE.read_text(encoding="utf-8").replace("test_size.py", file).replace("test_gears", "test_a_b")
    assert {line.partition(": ")[2] for line in told(guide_of, tmp_path, text)} == {fault}


@pytest.mark.parametrize(
    ("file", "content", "fault"),
    [
        ("test_size.py", b"def test_a(:\n", "1:12  this is no Python: invalid syntax."),
        ("test_size.py", b"# caf\xe9\n", "1:1  this is not UTF-8 text. Save the file as UTF-8."),
        ("test_size.py", None, "1:1  this cannot be read: Is a directory."),
        (
            "record.json",
            b'{\n "a": [',
            "2:8  this is no JSON: Expecting value. Take it back from git, or begin it anew with {}.",
        ),
        (
            "record.json",
            b"[]",
            "1:1  this is no record of proofs. Take it back from git, or begin it anew with {}.",
        ),
        (
            "record.json",
            b'{"a": [{}]}',
            "1:1  this is no record of proofs. Take it back from git, or begin it anew with {}.",
        ),
    ],
    ids=["no-python", "no-utf-8", "a-folder", "half-a-record", "a-list", "no-runs"],
)
def test_evidence_that_cannot_be_read_is_reported_where_it_stands(tmp_path, file, content, fault):
    shutil.copytree(PROOFS, tmp_path / guide.EVIDENCE)
    written = tmp_path / guide.EVIDENCE / file
    if content is None:
        written.unlink()
        written.mkdir()
    else:
        written.write_bytes(content)
    with pytest.raises(Faults) as found:
        guide_of(tmp_path, BICYCLE.read_text(encoding="utf-8"))
    assert [(it.file, str(it)) for it in found.value.faults] == [(f"tests/evidence/{file}", fault)]
