"""What CONTRIBUTING tells is so."""

import re
from pathlib import Path

from projects import ROOT

from macros.article.macros import macros_for
from macros.cases.model import Case, Move, Seen
from macros.cases.read import read_cases
from macros.evidence.record import Record
from macros.guide import Guide
from macros.reading import shape, source
from macros.tree import rules
from macros.tree.criteria import AddOn, Alternative, Cell, Cited, Criterion, Group, Looked, Rating
from macros.tree.model import Answer, Outcome, Question, Situation, Tree

KINDS = (
    *(AddOn, Alternative, Answer, Cell, Cited, Criterion, Group, Looked, Outcome, Question, Rating),
    *(Situation, Tree),
)
KINDS_OF_A_CASE = (Case, Move, Seen)
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TREE, CASE = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


def sample() -> Guide:
    text = source.parse(TREE, "CONTRIBUTING.md")
    return Guide(rules.check(text), text, Path("evidence"), Record({}))


def keys(data) -> set[str]:
    """All keys in it, at every depth."""
    parts = list(data.values()) if isinstance(data, dict) else []
    return set(data if isinstance(data, dict) else ()).union(*map(keys, parts))


def test_the_annotated_tree_is_sound_and_shows_every_key_of_the_format():
    tree = sample()
    assert tree.tree.title == "Which bicycle?"
    shown = keys(tree.source.data)
    fields = {key for kind in KINDS for key in shape.fields(kind)}
    assert fields - shown == {"proof"}  # told in words below: a bicycle has no tests


def test_the_annotated_case_fits_the_annotated_tree_and_shows_every_key_of_a_case(tmp_path):
    (tmp_path / "cargo-bee.yaml").write_text(CASE, encoding="utf-8")
    (case,) = read_cases(tmp_path, "docs/cases", sample().tree)
    assert (case.walk.ends, case.verdict, case.again_verdict) == (("sturdy",), "different", "same")
    fields = {name for kind in KINDS_OF_A_CASE for name in kind.model_fields}
    assert fields - keys(source.parse(CASE, "CONTRIBUTING.md").data) == set()


def test_every_macro_is_told():
    told = set(re.findall(r"\{\{ (\w+)\(", TEXT))
    assert told == {macro.__name__ for macro in macros_for(sample(), lambda: "")}
