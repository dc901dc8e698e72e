"""macros/adapter/stylesheet.py: what is left of style sheets on a site where elements have some names and no others."""

import pytest

from macros.adapter.stylesheet import merge, names_in_pages, names_in_programs

PAGE = '<body dir="ltr" data-md-color-scheme="slate"><p id="top" class="one two" title="three">four</p>'
NAMES = frozenset({"ltr", "slate", "top", "one", "two"})


def test_names_in_pages_are_those_that_elements_have():
    assert names_in_pages([PAGE, "<p>", '<p id="end">']) == NAMES | {"end"}


def test_names_in_programs_are_all_words():
    assert names_in_programs(['it.className = "md-top on"; go()']) == {
        "it", "className", "md-top", "on", "go"
    }  # fmt: skip


@pytest.mark.parametrize(
    "rule",
    [
        ".one{a:b}",
        "p.one.two>b{a:b}",
        "#top:hover::before{a:b}",
        "[dir=ltr] p{a:b}",
        "[data-md-color-scheme=slate]{a:b}",
        "[title=other]{a:b}",  # what is not looked for in the pages
        ":not(.away){a:b}",
        ":is(.away,.one){a:b}",
        "@media print{.one{a:b}}",
        "@media print{:root{--a:1px}.one{top:var(--a)}}",
        "@font-face {src:url(x)}",
        "@keyframes turn{to{a:b}}",
    ],
)
def test_what_can_match_stays(rule):
    assert merge((rule,), NAMES).replace(" ", "") == rule.replace(" ", "")


@pytest.mark.parametrize(
    "rule",
    [
        ".away{a:b}",
        ".one.away{a:b}",
        ".one .away:hover{a:b}",
        "#away{a:b}",
        ".away[title=other]{a:b}",
        '[dir="rtl"] .one{a:b}',
        "[data-md-color-scheme=default]{a:b}",
        "@media print{.away{a:b}}",
        '@charset "utf-8";',
    ],
)
def test_what_can_match_nothing_goes(rule):
    assert merge((rule,), NAMES) == ""


def test_of_a_list_of_selectors_those_stay_that_can_match():
    assert merge((".one,.away,p:is(a,b){a:b}",), NAMES) == ".one,p:is(a,b){a:b}"


def test_a_property_stays_if_a_rule_that_stays_asks_for_it_be_it_by_way_of_another():
    sheet = ":root{--a:x:var(--b);--b:1px;--c:var(--d);--d:2px;--e:3px}.one{top:var(--a) var(--e)}.away{top:var(--c)}"
    assert merge((sheet,), NAMES) == ":root{--a:x:var(--b);--b:1px;--e:3px}.one{top:var(--a) var(--e)}"


def test_a_rule_for_the_only_name_there_is_stays():
    assert merge((".one{a:b}",), frozenset({"one"})) == ".one{a:b}"


def test_a_property_stays_if_a_script_names_it():
    assert merge((":root{--a:1px;--b:2px}",), frozenset({"--a"})) == ":root{--a:1px}"


def test_sheets_follow_one_another_without_their_comments_and_lines():
    sheets = (
        "/* one */\n.one\n\t.two {\n  a: b;\n  /* two */\n}\n",
        '@media print {\n  /* three */\n  .two { content: "a;  }" }\n\n  .one { a: b }\n}\n',
    )
    assert merge(sheets, NAMES) == '.one .two{a: b}@media print{.two{content: "a;  }"}.one{a: b}}'


def test_focus_that_a_script_of_the_theme_would_mark_is_the_browsers_own():
    assert merge((".one.focus-visible{a:b}",), NAMES) == ".one:focus-visible{a:b}"
