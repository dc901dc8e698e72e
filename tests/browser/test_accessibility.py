"""The site as people use it who do not see, hear, point or read as others do: every state under axe, large text, narrow windows."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from trails import READY, address, changed_at, choose, end, fragment, longest, paths

WIDE, PHONE, SMALL_PHONE = 1280, 390, 320  # pixels
LOOKS = [
    (WIDE, "light"),
    (PHONE, "dark"),
]  # axe sees each kind of page and each state in both, not in all four
COLOURS = {"light": "default", "dark": "slate"}  # what the theme calls them
MANY_CELLS = {"comparison": "compare/"}
TARGET = 24  # pixels; WCAG 2.5.8

# Texts that do not fit into what shows them. The line on top cuts labels on purpose: their whole text is in the title,
# and again in the list of answers; so are the first words of a claim without a rating. What scrolls is not cut.
CUT = """() => [...document.querySelectorAll('.md-content *')].filter(part => {
    const style = getComputedStyle(part)
    const hides = axis => ['hidden', 'clip'].includes(style[axis])
    return part.checkVisibility() && !part.closest('.trail, .begins, .hidden, svg')
        && (hides('overflowX') && part.scrollWidth > part.clientWidth + 1 || hides('overflowY') && part.scrollHeight > part.clientHeight + 1)
}).map(part => part.tagName + '.' + part.className)"""

WIDER_THAN_THE_WINDOW = """() => [...document.querySelectorAll('body *')]
    .filter(part => part.getBoundingClientRect().right > innerWidth + 1 && !part.closest('.drawing, pre, .md-nav, .md-search'))
    .map(part => `${part.tagName.toLowerCase()}.${part.className} ${Math.round(part.getBoundingClientRect().right)}`).slice(0, 5)"""

SMALL_TARGETS = """(least) => [...document.querySelectorAll('.md-content :is(a, button, summary)')].filter(part => {
    const box = part.getBoundingClientRect(), inLine = getComputedStyle(part).display === 'inline'
    return part.checkVisibility() && box.width && !inLine && (box.width < least || box.height < least)
}).map(part => `${part.tagName} ${part.textContent.trim()} ${Math.round(part.getBoundingClientRect().height)}`)"""


def question_with_trail(page, site, tree):
    """A question that was answered before: its answer and what comes after it are kept."""
    trail = longest(tree)
    page.goto(address(site, tree, trail[2][0], trail))


def question_with_notice(page, site, tree):
    """A question after a change that dropped answers."""
    trail, place, answer, node = next(
        (trail, place, answer, node)
        for trail in paths(tree)
        for place, (question, _) in enumerate(trail)
        for answer in tree.questions[question].answers
        for _, node, _, dropped in [changed_at(tree, trail, place, answer)]
        if dropped and node in tree.questions
    )
    page.goto(address(site, tree, trail[place][0], trail))
    page.locator(READY).wait_for(state="attached")
    choose(page, answer)
    page.wait_for_url(f"{site}decide/{node}/**")
    page.locator(".notice p").wait_for()


def question_with_all_open(page, site, tree):
    """A question with all that is closed opened."""
    page.goto(address(site, tree, longest(tree)[2][0], longest(tree)))
    open_all(page)


def open_all(page):
    page.locator(READY).wait_for(state="attached")
    page.evaluate("document.querySelectorAll('.page details').forEach(part => { part.open = true })")


def outcome_with_trail(page, site, tree):
    """An outcome with the reader's own reasons."""
    trail = longest(tree)
    page.goto(address(site, tree, end(tree, trail), trail))


def outcome_with_all_open(page, site, tree):
    """An outcome with all that is closed opened."""
    outcome_with_trail(page, site, tree)
    open_all(page)


def two_peoples_outcome(page, site, tree):
    """An outcome that shows a colleague's answers beside the reader's."""
    trail, theirs = longest(tree), next(paths(tree))
    aside = ",".join(".".join(pair) for pair in theirs)
    page.goto(f"{address(site, tree, end(tree, trail), trail)}&_vs={aside}")
    open_all(page)


def map_with_trail(page, site, tree):
    """The map with a trail drawn on it."""
    page.goto(f"{site}map/{fragment(longest(tree))}")


STATES = [
    question_with_trail, question_with_notice, question_with_all_open,
    outcome_with_trail, outcome_with_all_open, two_peoples_outcome, map_with_trail,
]  # fmt: skip


def open_state(page, site, guide, state):
    state(page, site, guide.tree)
    page.locator(READY).wait_for(state="attached")


def every_page(page, site, guide, kinds):
    """Open each kind of page and each state, one after the other; its name, once it is shown."""
    for kind, route in kinds.items():
        page.goto(site + route)
        yield kind
    for state in STATES:
        open_state(page, site, guide, state)
        yield state.__name__


def axe_faults(page):
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['failureSummary']}"
        for rule in Axe().run(page).response["violations"]
        for node in rule["nodes"]
    ]


def width_of(page):
    """What the page needs, in pixels."""
    return page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(window, site, guide, kinds, width, scheme, subtests):
    with window(width, color_scheme=scheme) as watched:
        page = watched.page
        for name in every_page(page, site, guide, kinds):
            with subtests.test(name):
                assert page.locator("body").get_attribute("data-md-color-scheme") == COLOURS[scheme]
                assert width_of(page) <= width
                assert name in MANY_CELLS or axe_faults(page) == []


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_on_the_pages_with_a_cell_for_each_claim(window, bicycle, width, scheme, subtests):
    """On a small site, whose templates are the same: axe takes its time with each cell."""
    with window(width, address=bicycle, color_scheme=scheme) as watched:
        for kind, route in MANY_CELLS.items():
            with subtests.test(kind):
                watched.page.goto(bicycle + route)
                assert axe_faults(watched.page) == []


def test_nothing_scrolls_sideways_on_the_smallest_telephone(window, site, guide, kinds, subtests):
    with window(SMALL_PHONE) as watched:
        for name in every_page(watched.page, site, guide, kinds):
            with subtests.test(name):
                assert width_of(watched.page) <= SMALL_PHONE, watched.page.evaluate(WIDER_THAN_THE_WINDOW)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_at_twice_the_text_size_nothing_is_cut_and_no_page_scrolls_sideways(
    window, site, guide, kinds, width, subtests
):
    """As a reader sets it in the browser: the default size of letters, which the layout follows too."""
    with window(width) as watched:
        page = watched.page
        devtools = watched.context.new_cdp_session(page)
        devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        for name in every_page(page, site, guide, kinds):
            with subtests.test(name):
                assert (
                    page.evaluate("getComputedStyle(document.documentElement).fontSize") == "40px"
                )  # not 20
                assert page.evaluate(CUT) == []
                assert width_of(page) <= width


def test_what_is_pressed_alone_is_large_enough(window, site, guide, kinds, subtests):
    """Links inside a sentence are spared, as in WCAG 2.5.8."""
    with window(PHONE) as watched:
        for name in every_page(watched.page, site, guide, kinds):
            with subtests.test(name):
                assert watched.page.evaluate(SMALL_TARGETS, TARGET) == []


LONG = "A label that goes on and on, as labels do when somebody wants to be exact about everything that one answer means, here"
WORD = "Donaudampfschifffahrtsgesellschaftskapitaenswitwenrente"
COLUMNS = ("one", "two", "three", "four")


def long_tree():
    """Nine answers, a label of 120 characters, a word without end, four columns, and an outcome with nothing but its name."""
    cells = {
        key: {"rating": "yes", "says": f"{WORD} it says.", "judgement": "So we think."} for key in COLUMNS
    }
    answers = {f"a{n}": {"label": f"{LONG} {n}", "next": "much" if n % 2 else "little"} for n in range(9)}
    tree = {
        "title": "Which of many?",
        "start": "first",
        "alternatives": {
            key: {"name": f"Alternative {key}", "url": "https://example.org/"} for key in COLUMNS
        },
        "ratings": {"yes": {"name": "Yes", "tone": "good"}},
        "criteria": {"row": {"name": f"{WORD} as a criterion", "cells": cells}},
        "questions": {"first": {"ask": f"{WORD}?", "help": LONG, "compare": ["row"], "answers": answers}},
        "outcomes": {
            "much": {"name": WORD, "picks": ["one"], "summary": LONG, "compare": ["row"], "watch": LONG},
            "little": {"name": "Little", "summary": "Nothing more."},
        },
    }
    return json.dumps(tree)


def test_long_and_empty_states_keep_within_the_window_and_please_axe(window, site_of, subtests):
    assert len(f"{LONG} 0") == 120
    pages = ["decide/first/#first=a0", "outcome/much/#first=a1", "outcome/little/", "compare/", "map/"]
    with site_of(long_tree()) as site:
        for width, scheme in (*LOOKS, (SMALL_PHONE, "light")):
            with window(width, address=site, color_scheme=scheme) as watched:
                page = watched.page
                for route in pages:
                    with subtests.test(f"{route} {width}"):
                        page.goto(site + route)
                        page.locator(".page").wait_for()
                        assert width_of(page) <= width
                        assert page.evaluate(CUT) == []
                        assert width == SMALL_PHONE or axe_faults(page) == []
