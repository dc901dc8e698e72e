"""The site as people use it who do not see, hear, point or read as others do: every state under axe, large text, narrow windows."""

import json
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from trails import READY, address, changed_at, choose, end, longest, paths, ready_at

WIDE, PHONE, SMALL_PHONE = 1280, 390, 320  # pixels
TARGET = 24  # pixels; WCAG 2.5.8
THUMB = 44  # pixels; WCAG 2.5.5

# Texts that do not fit into what shows them. The line on top cuts labels on purpose: their whole text is in the title,
# and again in the list of answers. What scrolls is not cut.
CUT = """() => [...document.querySelectorAll('.md-content *')].filter(it => {
    const style = getComputedStyle(it)
    const hides = axis => ['hidden', 'clip'].includes(style[axis])
    return it.checkVisibility() && !it.closest('.trail, .hidden, svg')
        && (hides('overflowX') && it.scrollWidth > it.clientWidth + 1 || hides('overflowY') && it.scrollHeight > it.clientHeight + 1)
}).map(it => it.tagName + '.' + it.className)"""

SMALL_TARGETS = """(least) => [...document.querySelectorAll('.md-content :is(a, button, summary)')].filter(it => {
    const box = it.getBoundingClientRect(), inLine = getComputedStyle(it).display === 'inline'
    return it.checkVisibility() && box.width && !inLine && (box.width < least || box.height < least)
}).map(it => `${it.tagName} ${it.textContent.trim()} ${Math.round(it.getBoundingClientRect().height)}`)"""

HEADINGS = "all => all.filter(it => it.checkVisibility()).map(it => +it.tagName[1])"


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


def question_with_names(page, site, tree):
    """A question with the names of what is still possible unfolded."""
    page.goto(address(site, tree, tree.start))
    for summary in page.locator(".answers summary").all():
        summary.click()


def question_with_keys(page, site, tree):
    """A question with the dialog of keys open."""
    page.goto(address(site, tree, tree.start))
    page.locator(READY).wait_for(state="attached")
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()


def outcome_with_trail(page, site, tree):
    """An outcome with the reader's own reasons."""
    trail = longest(tree)
    page.goto(address(site, tree, end(tree, trail), trail))


def map_with_trail(page, site, tree):
    """The map with a trail drawn on it."""
    page.goto(f"{site}map/#{'&'.join('='.join(pair) for pair in longest(tree))}")


STATES = [
    question_with_trail, question_with_notice, question_with_names, question_with_keys,
    outcome_with_trail, map_with_trail,
]  # fmt: skip


def open_state(page, site, guide, state):
    state(page, site, guide.tree)
    page.locator(READY).wait_for(state="attached")


def axe_faults(page):
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in Axe().run(page).response["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_axe_finds_nothing_in_any_state(window, site, guide, width, scheme, subtests):
    with window(width, color_scheme=scheme) as watched:
        for state in STATES:
            with subtests.test(state.__name__):
                open_state(watched.page, site, guide, state)
                assert axe_faults(watched.page) == []


def test_no_state_scrolls_sideways_on_the_smallest_telephone(window, site, guide, subtests):
    with window(SMALL_PHONE) as watched:
        for state in STATES:
            with subtests.test(state.__name__):
                open_state(watched.page, site, guide, state)
                assert watched.page.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_at_twice_the_text_size_nothing_is_cut_and_no_page_scrolls_sideways(
    window, site, guide, kinds, width, subtests
):
    """As a reader sets it in the browser: the default size of letters, which the layout follows too."""
    with window(width) as watched:
        page = watched.page
        devtools = watched.context.new_cdp_session(page)
        devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})

        def check():
            assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "40px"  # not 20
            assert page.evaluate(CUT) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width

        for kind, path in kinds.items():
            with subtests.test(kind):
                page.goto(site + path)
                check()
        for state in STATES:
            with subtests.test(state.__name__):
                open_state(page, site, guide, state)
                check()


def test_what_is_pressed_alone_is_large_enough(window, site, guide, kinds, subtests):
    """Links inside a sentence are spared, as in WCAG 2.5.8; answers are as high as a thumb."""
    with window(PHONE) as watched:
        page = watched.page
        for kind, path in kinds.items():
            with subtests.test(kind):
                page.goto(site + path)
                assert page.evaluate(SMALL_TARGETS, TARGET) == []
        for state in STATES:
            with subtests.test(state.__name__):
                open_state(page, site, guide, state)
                assert page.evaluate(SMALL_TARGETS, TARGET) == []
        for node in guide.tree.questions:
            page.goto(address(site, guide.tree, node))
            heights = page.locator(".answers > li > a").evaluate_all("all => all.map(it => it.offsetHeight)")
            assert min(heights) >= THUMB, node


def test_every_kind_of_page_says_what_it_is_to_search_engines_and_screen_readers(
    window, site, kinds, subtests
):
    titles = []
    with window() as watched:
        page = watched.page
        for kind, path in kinds.items():
            with subtests.test(kind):
                page.goto(site + path)
                titles.append(page.title())
                assert page.locator("html").get_attribute("lang") == "en"
                assert (
                    page.locator("meta[name=viewport]")
                    .get_attribute("content")
                    .startswith("width=device-width")
                )
                assert 30 <= len(page.locator("meta[name=description]").get_attribute("content")) <= 160
                assert page.locator("link[rel=canonical]").count() == (kind != "lost")
                assert page.locator("img:not([alt])").count() == 0
                levels = page.locator("article :is(h1, h2, h3, h4)").evaluate_all(HEADINGS)
                assert levels.count(1) == 1 and levels[0] == 1
                assert all(after - before <= 1 for before, after in pairwise(levels))
                blocking = page.locator("head script[src]:not([defer], [async], [type=module])")
                assert blocking.count() == 0
    assert len(titles) == len(set(titles)) == len(kinds)
    assert all(titles)


def test_the_new_question_is_heard_with_how_far_it_is(window, site, guide):
    tree = guide.tree
    (first, answer), (second, _), *_ = longest(tree)
    with window() as watched:
        page = watched.page
        page.goto(address(site, tree, first))
        page.locator(READY).wait_for(state="attached")
        choose(page, answer)
        ready_at(page, address(site, tree, second, [(first, answer)]))
        heard = page.evaluate(
            "[document.activeElement.textContent, document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent]"
        )
    left = guide.graph.most_left[second] - 1
    assert heard == [tree.questions[second].ask, f"Question 2 · at most {left} more"]


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
        for width, scheme in ((WIDE, "light"), (PHONE, "dark"), (SMALL_PHONE, "light")):
            with window(width, address=site, color_scheme=scheme) as watched:
                for path in pages:
                    with subtests.test(f"{path} {width}"):
                        watched.page.goto(site + path)
                        watched.page.locator(".page").wait_for()
                        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
                        assert watched.page.evaluate(CUT) == []
                        assert axe_faults(watched.page) == []
