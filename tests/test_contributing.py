"""What CONTRIBUTING tells is so."""

import re
from pathlib import Path

from macros import rules, source
from macros.article import macros_for
from macros.evidence import Record
from macros.guide import Guide
from macros.model import Alternative, Answer, Cell, Cited, Criterion, Group, Outcome, Question, Rating, Tree

KINDS = (Alternative, Answer, Cell, Cited, Criterion, Group, Outcome, Question, Rating, Tree)
TEXT = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")


def sample() -> Guide:
    text = source.parse(re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)[1], "CONTRIBUTING.md")
    return Guide(rules.check(text), text, Path("evidence"), Record({}))


def test_the_annotated_tree_is_sound_and_shows_every_key_of_the_format():
    def keys(data) -> set[str]:
        parts = list(data.values()) if isinstance(data, dict) else []
        return set(data if isinstance(data, dict) else ()).union(*map(keys, parts))

    tree = sample()
    assert tree.tree.title == "Which bicycle?"
    shown = keys(tree.source.data)
    fields = {name for kind in KINDS for name in kind.model_fields}
    assert fields - shown == {"proof"}  # told in words below: a bicycle has no tests


def test_every_macro_is_told():
    told = set(re.findall(r"\{\{ (\w+)\(", TEXT))
    assert told == {macro.__name__ for macro in macros_for(sample(), lambda: "")}
