"""No claim goes stale unseen: cells, proofs and the record hold together."""

import datetime
import re
from collections import Counter

import pytest
from projects import ROOT

from macros import guide
from macros.evidence.proof import proofs_in, read_proof_files, without_parameters
from macros.guide import Guide
from macros.tree.read import CRITERIA
from macros.tree.rules import every_rating_has_what_it_needs
from macros.tree.sources import old_sources

VERSION = re.compile(r"(?<![\w.])\d+\.\d+\.\d+(?![\w.])")


@pytest.fixture(scope="module")
def it() -> Guide:
    return guide.load(ROOT / guide.FILE)


def test_every_proof_is_named_by_the_tree(it):
    named = {without_parameters(proof) for _, proof in it.tree.proofs}
    assert [proof for proof in proofs_in(it.evidence) if proof not in named] == []


def test_every_proof_that_the_tree_names_is_recorded(it):
    recorded = {without_parameters(proof) for proof in it.record.runs} | set(it.record.runs)
    assert [proof for _, proof in it.tree.proofs if proof not in recorded] == []


def test_no_proof_has_changed_since_it_was_recorded(it):
    files = read_proof_files(it.evidence, proofs_in(it.evidence))
    digests = {name: proof.digest for file in files for name, proof in file.proofs}
    recorded = [(proof, run.digest) for proof, runs in it.record.runs.items() for run in runs]
    assert [proof for proof, digest in recorded if digest != digests.get(without_parameters(proof))] == []


def test_every_recorded_proof_passed(it):
    assert {
        proof for proof, runs in it.record.runs.items() for run in runs if run.result != "passed"
    } == set()


def test_every_proof_ran_on_the_long_term_release_and_on_the_current_one(it):
    environments = {tuple(run.environment for run in runs) for runs in it.record.runs.values()}
    assert environments == {("current", "lts")}


def test_three_of_five_cells_are_proved_and_fewer_than_three_of_twenty_are_judged(it):
    kinds = [cell.evidence for _, _, cell in it.tree.cells]
    assert kinds.count("proof") / len(kinds) >= 0.60
    assert kinds.count("judgement") / len(kinds) < 0.15


def test_no_rating_stands_without_what_it_needs(it):
    """Each cell is robbed of what its rating needs: that, and nothing else, is found."""
    needed = {"add-ons": "add_ons", "looked": "looked"}
    backed = [(row, column, cell) for row, column, cell in it.tree.cells if it.tree.ratings.get(cell.rating)]
    backed = [entry for entry in backed if it.tree.ratings[entry[2].rating].needs]
    assert {it.tree.ratings[cell.rating].needs for _, _, cell in backed} == set(needed)
    for row, column, cell in backed:
        field = needed[it.tree.ratings[cell.rating].needs]
        bare = cell.model_copy(update={field: type(cell).model_fields[field].default})
        criterion = it.tree.criteria[row]
        criterion = criterion.model_copy(update={"cells": {column: bare}})
        tree = it.tree.model_copy(update={"criteria": {row: criterion}})
        (finding,) = every_rating_has_what_it_needs(tree)
        assert finding.route == ("criteria", row, "cells", column, "rating")


def test_no_source_was_older_than_twelve_months_when_the_proofs_last_ran(it):
    newest = max(run.date for runs in it.record.runs.values() for run in runs)
    assert old_sources(it.tree, datetime.date.fromisoformat(newest), months=12) == []


def test_a_version_written_in_prose_is_one_that_the_proofs_ran_on(it):
    recorded = {
        version for runs in it.record.runs.values() for run in runs for version in run.versions.values()
    }
    recorded |= {run.python for runs in it.record.runs.values() for run in runs}
    files = [ROOT / guide.FILE, *(ROOT / CRITERIA).iterdir(), *(ROOT / "docs").glob("*.md")]
    written = {(file.name, version) for file in files for version in VERSION.findall(file.read_text())}
    assert {(name, version) for name, version in written if version not in recorded} == set()


def test_the_article_of_2021_is_summed_up_as_its_84_claims_stand():
    lines = (ROOT / "docs/since-2021.md").read_text(encoding="utf-8").splitlines()
    rows = [
        [part.strip() for part in line.strip("|").split(" | ")] for line in lines if line.startswith("| ")
    ]
    told = {row[0]: int(row[2]) for row in rows if len(row) == 3 and row[2].isdigit()}
    counted = Counter(row[1] for row in rows if row[1] in told)
    assert counted == told
    assert sum(told.values()) == 84
