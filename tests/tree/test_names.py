"""Ids become addresses and anchors: none takes a name that is another's, and a hint maims no word."""

import re

import pytest
from projects import ROOT
from trees_in_memory import BICYCLE, faults_of, small

from macros.tree import names
from macros.tree.names import LONGEST, OF_PAGES, ON_COMPARISON, no_slug, owned, slug_for

SLUG = "an id has only lower-case letters, digits and single hyphens."
SERVER = "'index' is taken: web servers have it for the page of a folder. Take another name."
TEMPLATES = ROOT / "macros/pages/templates"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("été", "ete"),
        ("thé", "the"),
        ("Übergröße", "ubergrosse"),
        ("Ærø Łódź", "aero-lodz"),
        ("e\u0301te\u0301", "ete"),
        ("Big_Dog", "big-dog"),
        ("3.10", "3-10"),
        ("👍 yes", "yes"),
        ("чай", ""),
        ("café-東京", ""),
        ("--", ""),
    ],
)
def test_a_slug_keeps_every_letter_of_a_name_or_there_is_none(name, slug):
    assert slug_for(name) == slug


@pytest.mark.parametrize("name", ["No", "Index", "чай"], ids=["beside-its-like", "a-web-server's", "no-like"])
def test_no_hint_is_given_that_would_be_a_fault_itself(name):
    assert no_slug(name, {name: "", "no": ""}) == SLUG


def test_a_french_id_is_told_with_the_word_that_it_is():
    assert faults_of(small(("start: home", "start: été"), ("  home:", "  été:"))) == [
        f"4:3  questions.été: {SLUG} How about 'ete'?"
    ]


def test_an_id_is_as_long_as_a_name_of_a_file_can_be():
    assert no_slug("a" * LONGEST, {}) == ""
    assert faults_of(small(("next: dog", f"next: {'a' * 101}"), ("  dog:", f"  {'a' * 101}:"))) == [
        f"11:3  outcomes.{'a' * 101}: this id has 101 characters. Shorten it to 100."
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("home", "index", f"4:3  questions.index: {SERVER}"),
        ("cat", "index", f"12:3  outcomes.index: {SERVER}"),
        (
            "dog",
            "con",
            "11:3  outcomes.con: 'con' is taken: Windows has it for a device. Take another name.",
        ),
        (
            "home",
            "drawing",
            "4:3  questions.drawing: 'drawing' is taken: the pages have it for a part of their own. Take another name.",
        ),
        (
            "large",
            "constructor",
            "8:7  questions.home.answers.constructor: 'constructor' is taken: every object of the browser's script has it. "
            "Take another name.",
        ),
    ],
    ids=["question-index", "outcome-index", "device", "part-of-a-page", "script"],
)
def test_an_id_that_is_anothers_name_is_told_where_it_stands(old, new, fault):
    assert faults_of(re.sub(rf"\b{old}\b(?=[:\n}}])", new, small())) == [fault]


def test_a_name_is_another_s_only_where_they_would_meet():
    assert owned("outcomes", "drawing") == owned("criteria", "index") == owned("answers", "con") == ""
    assert owned("alternatives", "even").startswith("'even' is taken")


@pytest.mark.parametrize(
    ("row", "other", "fault"),
    [
        ("kerbs-city", "gears", "'kerbs-city' is the anchor of criteria.kerbs.cells.city too."),
        ("group-riding", "gears", "'group-riding' is the anchor of groups.riding too."),
        ("criteria", "gears", "'criteria' is the anchor of the page too."),
    ],
    ids=["a-cell", "a-group", "a-part-of-the-page"],
)
def test_no_two_parts_of_the_comparison_have_one_anchor(row, other, fault):
    text = re.sub(rf"\b{other}\b(?=[\],:])", row, BICYCLE.read_text(encoding="utf-8"))
    (told,) = [line for line in faults_of(text) if "anchor" in line]
    assert told.endswith(f"criteria.{row}: {fault} Rename one of them.")


def test_two_cells_that_would_have_one_anchor_are_told_at_the_second():
    """`a` with the column `b-c`, and `a-b` with the column `c`."""
    cell = "{says: Yes., judgement: We think so.}"
    alternatives = ", ".join(f'{key}: {{name: {key}, url: "https://example.org/"}}' for key in ("b-c", "c"))
    rows = "".join(f"  {row}: {{name: {row}, cells: {{b-c: {cell}, c: {cell}}}}}\n" for row in ("a", "a-b"))
    text = small(("questions:\n", f"alternatives: {{{alternatives}}}\ncriteria:\n{rows}questions:\n"))
    assert faults_of(text) == [
        "6:72  criteria.a-b.cells.c: 'a-b-c' is the anchor of criteria.a.cells.b-c too. Rename one of them."
    ]


def test_every_anchor_that_a_page_has_of_its_own_is_a_name_that_no_id_takes():
    """A new one beside those of ids is found here, and noted in names.py."""
    fixed = {
        page: set(re.findall(r'id="([a-z-]+)"', (TEMPLATES / f"{page}.html.j2").read_text(encoding="utf-8")))
        for page in ("compare", "row", "map", "projects", "add-ons", "proofs")
    }
    assert fixed["compare"] | fixed["row"] == set(ON_COMPARISON)
    assert fixed["map"] == set(OF_PAGES["questions"])
    assert fixed["projects"] == set(OF_PAGES["cases"])
    assert fixed["add-ons"] == fixed["proofs"] == set()


def test_what_the_theme_brings_is_named_as_no_id_can_be():
    brought = {
        name
        for file in (*(ROOT / "theme").rglob("*.html"), *(ROOT / "macros/adapter/light").rglob("*.html"))
        for name in re.findall(r'\sid="([^"{]+)"', file.read_text(encoding="utf-8"))
    }
    assert brought and not [name for name in brought if names.SLUG.fullmatch(name)]


def test_every_choice_of_the_comparison_is_a_name_that_no_alternative_takes():
    template = (TEMPLATES / "compare.html.j2").read_text(encoding="utf-8")
    assert set(re.findall(r'{{ choice\("([a-z]+)"', template)) == set(OF_PAGES["alternatives"])


def test_an_add_on_has_an_id_too():
    text = BICYCLE.read_text(encoding="utf-8").replace("wheel-bag", "Wheel bag")
    (told,) = [line for line in faults_of(text) if "hyphens" in line]
    assert told.endswith(f"add-ons.Wheel bag: {SLUG} How about 'wheel-bag'?")
