"""Data -> Tree: what has the wrong shape is reported, and does not hide what else is wrong."""

import datetime
import operator
import re
from copy import deepcopy

import pytest
from trees_in_memory import BICYCLE, SMALL, faults_of, small, told

from macros.reading import source
from macros.reading.faults import Finding
from macros.tree import rules
from macros.tree.criteria import Criterion
from macros.tree.model import Answer, Outcome, Question, Tree

BICYCLE_TEXT = BICYCLE.read_text(encoding="utf-8")
BICYCLES = source.read(BICYCLE)
ROUTES = list(BICYCLES.places)


def test_a_small_tree_is_typed_and_what_it_leaves_out_is_empty():
    tree = rules.check(source.parse(SMALL, "tree.yaml"))
    assert (tree.alternatives, tree.columns, tree.ratings, tree.groups, tree.criteria) == ({}, (), {}, {}, {})
    assert tree.questions["home"].answers["large"] == Answer(
        label="Large", because="dogs need room", next="dog"
    )
    assert tree.outcomes["cat"] == Outcome(name="A cat", summary="It needs a sofa.")


def test_texts_become_dates_and_numbers():
    tree = rules.check(source.read(BICYCLE))
    assert tree.criteria["room"].cells["city"].source.read == datetime.date(2026, 11, 20)
    assert tree.questions["load"].answers["yes"].leans == {"cargo": 3}


def test_a_tree_cannot_change():
    tree = rules.check(source.parse(SMALL, "tree.yaml"))
    with pytest.raises(ValueError, match="frozen"):
        tree.title = "Which car?"


def test_every_key_of_the_format_says_what_it_is():
    for part in (Tree, Question, Answer, Outcome, Criterion):
        assert [name for name, key in part.model_fields.items() if not key.description] == []


def test_faults_of_shape_and_of_rules_are_reported_together():
    text = small(("name: A dog,", "nmae: A dog, name: A dog,"), ("next: cat", "next: cta"))
    assert faults_of(text) == [
        "9:35  questions.home.answers.small.next: there is no question or outcome 'cta'. Did you mean 'cat'?",
        "11:9  outcomes.dog.nmae: there is no key 'nmae' here. Did you mean 'name'?",
    ]


def test_a_missing_key_is_reported_and_nothing_that_follows_from_it():
    assert faults_of(small((", next: cat", ""))) == [
        "9:7  questions.home.answers.small: 'next' is missing. Add it."
    ]
    assert faults_of(small(("label: Large, ", ""), ("label: Small, ", ""))) == [
        "8:7  questions.home.answers.large: 'label' is missing. Add it.",
        "9:7  questions.home.answers.small: 'label' is missing. Add it.",
    ]


def test_a_misspelt_key_is_reported_once_and_nothing_that_follows_from_it():
    assert faults_of(
        small(("next: cat", "nxet: cat"), ("summary: It needs walks.", "sumary: It needs walks."))
    ) == [
        "9:29  questions.home.answers.small.nxet: there is no key 'nxet' here. Did you mean 'next'?",
        "11:22  outcomes.dog.sumary: there is no key 'sumary' here. Did you mean 'summary'?",
    ]


def test_a_key_misspelt_beside_the_right_one_does_not_hide_what_is_wrong_with_that():
    assert faults_of(small(("next: cat", "nxet: cat, next: cta"))) == [
        "9:29  questions.home.answers.small.nxet: there is no key 'nxet' here. Did you mean 'next'?",
        "9:46  questions.home.answers.small.next: there is no question or outcome 'cta'. Did you mean 'cat'?",
    ]


def test_a_key_that_is_not_indented_far_enough_is_reported_once():
    text = small(
        ("  cat: {name: A cat, summary: It needs a sofa.}", "  cat:\n    name: A cat\n  summary: It needs.")
    )
    assert faults_of(text) == [
        "14:3  outcomes.summary: 'summary' belongs to 'cat'. Indent it like the keys of 'cat'."
    ]


def test_a_part_whose_id_is_a_key_of_the_format_does_not_stand_beside_its_part():
    text = small(("  cat: {name: A cat,", "  summary: {name: A cat,"), ("next: cat", "next: summary"))
    assert faults_of(text) == []


@pytest.mark.parametrize("text", ["text", "[a, b]"])
def test_a_file_that_is_no_mapping_is_reported(text):
    assert faults_of(text) == ["1:1  there must be keys with values here (`key: value`), indented below."]


@pytest.mark.parametrize(
    "date", ["2026", "86400", "0", "2026-11-31", "2026-11-20T00:00:00", "20261120", "today", "20.11.2026"]
)
def test_only_a_date_is_a_date(date):
    (fault,) = faults_of(BICYCLE_TEXT.replace("read: 2026-11-20", f'read: "{date}"'))
    assert fault.endswith(f"room.cells.city.source.read: '{date}' is not a date. Write it as in 2026-11-20.")


@pytest.mark.parametrize("weight", ["0", "6", "-1", "2.5", "much", ""])
def test_only_a_whole_number_from_1_to_5_is_a_weight(weight):
    (fault,) = faults_of(BICYCLE_TEXT.replace("leans: {cargo: 3}", f'leans: {{cargo: "{weight}"}}'))
    assert fault.endswith(f"yes.leans.cargo: '{weight}' is not a weight. Write a whole number from 1 to 5.")


def test_a_weight_of_more_digits_than_python_converts_is_no_weight():
    (fault,) = faults_of(BICYCLE_TEXT.replace("leans: {cargo: 3}", f"leans: {{cargo: {'1' * 5000}}}"))
    assert fault.endswith("1111' is not a weight. Write a whole number from 1 to 5.")


@pytest.mark.parametrize(
    "address", ["example.org/city", "javascript:alert(1)", "ftp://a.org", "//a.org", "https://", "https:///a"]
)
def test_only_an_address_in_full_is_an_address(address):
    (fault,) = faults_of(BICYCLE_TEXT.replace("https://example.org/city", address))
    assert fault.endswith(
        f"alternatives.city.url: '{address}' is not an address. Begin it with https:// and write it in full."
    )


@pytest.mark.parametrize("break_", ["\\n", "\\r", "\\N", "\\L", "\\P"])
def test_a_heading_is_one_line(break_):
    """YAML has five line breaks, and each would end a line of the front matter."""
    text = small(("ask: How large is your home?", f'ask: "How large{break_}--- is it?"'))
    assert faults_of(text) == ["5:10  questions.home.ask: this must be one line."]


@pytest.mark.parametrize("junk", ["", "x", [], {}, ["x"], {"x": "y"}, [[]], {"x": {}}], ids=repr)
def test_whatever_stands_anywhere_is_read_or_reported(junk):
    for route in ROUTES[1:]:
        lines = faults_with(route, lambda part, key: operator.setitem(part, key, junk))
        assert all(re.fullmatch(r"(?!1:)\d+:\d+  .+[.?]", line) for line in lines), lines


def test_whatever_is_missing_is_reported_at_a_place_that_is_there():
    required = [
        route
        for route in ROUTES
        if route[-1:] in {("name",), ("ask",), ("label",), ("next",), ("says",)} and route[0] != "groups"
    ]
    assert len(required) > 50
    for route in required:
        finding = Finding(route[:-1], f"'{route[-1]}' is missing. Add it.", at_key=True)
        assert faults_with(route, operator.delitem) == [str(fault) for fault in BICYCLES.faults([finding])]


def faults_with(route, change):
    """What is wrong with the bicycle once `change` has worked on the value at `route`."""
    data = deepcopy(BICYCLES.data)
    part = data
    for key in route[:-1]:
        part = part[key]
    change(part, route[-1])
    return told(rules.check, source.Source("tree.yaml", data, BICYCLES.places))
