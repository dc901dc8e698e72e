"""What docs/format.md says of the format is what the code does."""

import html
import inspect
import json
import re
from pathlib import Path

import pytest
from projects import ROOT
from trees_in_memory import Html, guide_of, small

import macros.guide
from macros.article.macros import macros_for
from macros.cases import rules as cases
from macros.cases.model import Case
from macros.format import manual
from macros.format.manual import FILES, RULES, Key, in_words, parts
from macros.format.schema import schemas
from macros.reading.faults import Findings
from macros.reading.shape import fields
from macros.tree import rules
from macros.tree import sources as age
from macros.tree.criteria import Part, markdown_keys
from macros.tree.model import Tree

PAGE = (ROOT / "docs/format.md").read_text(encoding="utf-8")


@pytest.fixture
def macro(tmp_path):
    """macro(name): the macro of that name."""
    found = {macro.__name__: macro for macro in macros_for(guide_of(tmp_path, small()), lambda: "format/")}
    return found.__getitem__


def test_a_key_says_what_it_is_whether_it_is_required_and_what_it_holds():
    tree, *_ = parts(Tree)
    assert (tree.name, tree.about, tree.place) == ("Tree", "A whole decision.", "")
    assert tree.keys[1:4] == (
        Key("start", "", True, "The id of the first question.", ""),
        Key("alternatives", " {…}", False, "Everything an outcome may pick.", "Alternative"),
        Key("columns", " […]", False, "The alternatives that the tables show; all, if left out.", ""),
    )


def test_a_key_says_that_it_holds_markdown_where_it_does():
    kinds = {Tree, *(kind for kind in Part.__subclasses__() if kind.__module__.startswith("macros."))}
    said = {
        (kind.__name__, key)
        for kind in kinds
        for key, field in fields(kind).items()
        if (field.description or "").endswith("Markdown.") and not kind.__module__.endswith("tree_json")
    }
    held = {
        (kind.__name__, key)
        for kind in kinds
        for key in markdown_keys(kind)
        if not kind.__module__.endswith("tree_json")
    }
    assert said == held and ("Outcome", "near") in held


def test_the_parts_come_from_the_whole_file_down_each_at_its_place():
    assert [(part.name, part.place) for part in (*parts(Tree), *parts(Case))] == [
        ("Tree", ""),
        ("Alternative", "alternatives.ID"),
        ("Support", "alternatives.ID.supported"),
        ("Release", "alternatives.ID.supported.releases"),
        ("AddOn", "add-ons.ID"),
        ("Rating", "ratings.ID"),
        ("Group", "groups.ID"),
        ("Criterion", "criteria.ID"),
        ("Cell", "criteria.ID.cells.ID"),
        ("Looked", "criteria.ID.cells.ID.looked"),
        ("Cited", "criteria.ID.cells.ID.source"),
        ("Cost", "costs.ID"),
        ("Question", "questions.ID"),
        ("Answer", "questions.ID.answers.ID"),
        ("Outcome", "outcomes.ID"),
        ("Situation", "situations.ID"),
        ("Case", ""),
        ("Advice", "advice"),
        ("Unseen", "unseen"),
        ("Ended", "unseen.ended"),
        ("Seen", "proof"),
        ("Move", "moved"),
    ]


def test_every_part_of_the_model_is_there_and_says_what_it_is():
    named = {part.name: part for kind in FILES.values() for part in parts(kind)}
    kinds = [*Part.__subclasses__(), *(of for kind in Part.__subclasses__() for of in kind.__subclasses__())]
    assert set(named) == {
        kind.__name__
        for kind in kinds
        if kind.__module__ in (Tree.__module__, Part.__module__, Case.__module__)
    }
    assert [name for name, part in named.items() if not part.about.endswith(".")] == []


@pytest.mark.parametrize(
    ("file", "schema"), [("tree", "docs/decision_tree.schema.json"), ("case", "docs/case.schema.json")]
)
def test_the_page_describes_each_key_in_the_words_that_editors_show(macro, file, schema):
    shown = Html(macro("keys")(file)).words
    known = json.loads(schemas()[Path(schema)])
    for name, kind in ({FILES[file].__name__: known} | known["$defs"]).items():
        (part,) = (part for part in parts(FILES[file]) if part.name == name)
        assert [key.name for key in part.keys] == list(kind["properties"])
        assert {key.name for key in part.keys if key.required} == set(kind.get("required", ()))
        for key, entry in kind["properties"].items():
            must = "Required. " if key in kind.get("required", ()) else ""
            words = " ".join(entry["description"].replace("`", "").split())
            assert re.search(rf"{key}( \{{…\}}| \[…\])?{re.escape(must + words)}", shown), f"{name}.{key}"


def test_the_page_lists_every_rule_of_the_code(macro):
    """A rule is a function that says what is wrong, and where."""
    there = {
        rule
        for module in (age, cases, macros.guide, rules)
        for name, rule in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and inspect.signature(rule).return_annotation == Findings
    }
    assert {rule for file in RULES.values() for rule in file} == there
    for file, those in RULES.items():
        shown = html.unescape(re.sub(r"</?code>", "`", macro("rules")(file)))
        assert re.findall(r"<li>(.+?)</li>", shown) == list(in_words(those)), file
        assert all(len(rule.splitlines()) == 1 for rule in in_words(those))


def test_the_rules_are_in_the_order_in_which_they_are_checked():
    assert RULES["tree"][: len(rules.RULES)] == rules.RULES
    assert RULES["tree"][len(rules.RULES) :][: len(rules.RULES_OF_THE_WHOLE)] == rules.RULES_OF_THE_WHOLE
    assert RULES["case"][: len(cases.RULES)] == cases.RULES


def test_the_page_brings_the_keys_and_the_rules_of_both_kinds_of_file():
    called = re.findall(r'^\{\{ (\w+)\("(\w+)"\) \}\}$', PAGE, re.M)
    assert sorted(called) == sorted((name, file) for name in ("keys", "rules") for file in manual.FILES)
    assert re.findall(r'^--8<-- "CONTRIBUTING.md:(\w+)"$', PAGE, re.M) == list(manual.FILES)


def test_the_page_names_the_ages_at_which_a_source_is_old():
    assert f"After {age.OLD} months; after {age.TOO_OLD} it is a failure." in PAGE
    assert f"read {age.OLD} months ago or longer. It fails where it is {age.TOO_OLD}." in PAGE


def test_the_page_names_the_three_kinds_of_evidence_and_no_other():
    named = re.findall(r"^\| `(\w+)` \|", PAGE, re.M)
    assert named == ["proof", "source", "judgement"]


def test_an_unknown_file_of_the_format_is_an_error_with_the_nearest(macro):
    with pytest.raises(LookupError, match=r"there is no file 'tre'. Did you mean 'tree'\?"):
        macro("keys")("tre")
    with pytest.raises(LookupError, match=r"there is no file 'cases'. Did you mean 'case'\?"):
        macro("rules")("cases")
