"""Looks that can be measured, beyond what axe sees: targets for thumbs, the map's letters, tables on a phone."""

import json

import pytest
from trails import READY, end, fragment, go, longest, paths, route_of

PHONE = 390  # pixels
SCREEN = 664  # pixels of a phone's height, between the browser's bars
THUMB = 44  # pixels; WCAG 2.5.5
SMALLEST_LETTERS = 12  # pixels
CONTRAST = 4.5  # WCAG 1.4.3

# For each text of the map: how far it stands out of its box, and its contrast with it (axe does not look into drawings).
TEXTS_OF_THE_MAP = """() => {
    const light = colour => {
        const parts = colour.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255)
        const [r, g, b] = parts.map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    return [...document.querySelectorAll('.drawing text')].map(text => {
        const rect = text.previousElementSibling, words = text.getBBox(), box = rect.getBBox()
        const shades = [light(getComputedStyle(text).fill), light(getComputedStyle(rect).fill)].sort((a, b) => b - a)
        return {
            words: text.textContent,
            out: Math.max(words.x + words.width - box.x - box.width, words.y + words.height - box.y - box.height,
                box.x - words.x, box.y - words.y),
            contrast: (shades[0] + 0.05) / (shades[1] + 0.05),
            letters: parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a,
        }
    })
}"""
BOXES_OF_THE_MAP = """() => [...document.querySelectorAll('.drawing rect')].map(rect => {
    const {x, y, width, height} = rect.getBBox()
    return [x, y, x + width, y + height]
})"""


def enlarged_map(page, site):
    """Open the drawing at its full size."""
    page.goto(f"{site}map/")
    page.locator(".map details > summary").click()
    page.locator(".enlarge").check()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_of_the_map_can_be_read_and_keeps_within_its_box(window, site, guide, scheme):
    with window(PHONE, color_scheme=scheme) as watched:
        enlarged_map(watched.page, site)
        texts = watched.page.evaluate(TEXTS_OF_THE_MAP)
    answers = sum(len(question.answers) for question in guide.tree.questions.values())
    assert len(texts) == len(guide.tree.questions) + len(guide.tree.outcomes) + answers
    assert [text["words"] for text in texts if text["out"] > 0] == []
    assert [text["words"] for text in texts if text["contrast"] < CONTRAST] == []
    assert min(text["letters"] for text in texts) >= SMALLEST_LETTERS


def test_no_two_boxes_of_the_map_lie_on_each_other(window, site):
    with window() as watched:
        enlarged_map(watched.page, site)
        boxes = sorted(watched.page.evaluate(BOXES_OF_THE_MAP))
    touching = [
        (one, other)
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]
    assert len(boxes) > 1
    assert touching == []


def test_answers_fit_a_thumb_and_two_are_seen_without_scrolling(window, site, guide, subtests):
    with window(PHONE) as watched:
        for node in guide.tree.questions:
            with subtests.test(node):
                watched.page.goto(f"{site}decide/{node}/")
                boxes = watched.page.locator("[data-answer] > a").evaluate_all(
                    "all => all.map(answer => answer.getBoundingClientRect().toJSON())"
                )
                assert len(boxes) > 1
                assert min(box["width"] for box in boxes) > PHONE * 0.8
                assert min(box["height"] for box in boxes) >= THUMB
                assert boxes[1]["bottom"] <= SCREEN


@pytest.mark.parametrize(("width", "most"), [(1280, 2000), (PHONE, 3200)])
def test_an_outcome_is_a_verdict_and_no_inventory(window, site, guide, width, most, subtests):
    """The longest way to each: all of the page, as it is before anything is opened."""
    tree, ways = guide.tree, {}
    for trail in sorted(paths(tree), key=len):
        ways[end(tree, trail)] = trail
    with window(width) as watched:
        page = watched.page
        for node, trail in ways.items():
            with subtests.test(node):
                page.goto(site)  # who comes from this site is not told that the answers came with a link
                page.evaluate(
                    "address => { location.href = address }", site + route_of(tree, node) + fragment(trail)
                )
                page.wait_for_url(f"{site}outcome/**")
                page.locator(READY).wait_for(state="attached")
                assert page.evaluate("document.querySelector('main').scrollHeight") <= most


def test_the_head_of_a_long_table_stays_below_the_bar(window, site, guide):
    with window() as watched:
        page = watched.page
        page.goto(
            f"{site}outcome/{max(guide.tree.outcomes, key=lambda node: len(guide.tree.outcomes[node].compare))}/"
        )
        page.locator("summary", has_text="What was compared").click()
        longest = page.evaluate_handle(
            "[...document.querySelectorAll('.comparison table')].sort((a, b) => b.offsetHeight - a.offsetHeight)[0]"
        )
        longest.evaluate(
            "table => scrollTo(0, table.getBoundingClientRect().top + scrollY + table.offsetHeight / 2)"
        )
        bar = page.locator(".md-header").bounding_box()
        heads = longest.evaluate(
            "table => [...table.querySelectorAll('thead th')].map(th => th.getBoundingClientRect().top)"
        )
        assert len(heads) > 2
        assert all(abs(top - bar["y"] - bar["height"]) <= 2 for top in heads), (heads, bar)


def test_a_stacked_cell_says_which_column_it_is(window, site, guide):
    names = [guide.tree.alternatives[column].name for column in guide.tree.shown]
    with window(PHONE) as watched:
        page = watched.page
        page.goto(f"{site}decide/{next(node for node, it in guide.tree.questions.items() if it.compare)}/")
        cells = page.locator(".comparison tbody tr").first.locator("td")
        said = cells.evaluate_all("all => all.map(cell => getComputedStyle(cell, '::before').content)")
        tops = cells.evaluate_all("all => all.map(cell => cell.getBoundingClientRect().top)")
    assert said == [f'"{name}"' for name in names]
    assert tops == sorted(set(tops))  # one below the other


# --- words that do not fit ---

WORD = "Donaudampfschifffahrtsgesellschaftskapitaen"
COLUMNS = ("one", "two", "three", "four")
LINES_OF_A_WORD = """part => {
    const all = document.createRange()
    all.selectNodeContents(part)
    return new Set([...all.getClientRects()].map(box => Math.round(box.top))).size
}"""
COVERED_LETTERS = """button => {
    const code = document.createRange(), box = button.getBoundingClientRect()
    code.selectNodeContents(button.closest('.highlight').querySelector('code'))
    return [...code.getClientRects()].filter(letter => letter.width && letter.left < box.right && box.left < letter.right
        && letter.top < box.bottom && box.top < letter.bottom).length
}"""


def tree_of_four_columns() -> str:
    """A tree that compares four; in one row, three say little and the last a word without end."""
    says = dict.fromkeys(COLUMNS, "Little.") | {"four": f"{WORD}."}
    cells = {
        key: {"rating": "add-on", "says": text, "judgement": "So we think."} for key, text in says.items()
    }
    return json.dumps(
        {
            "title": "Which of four?",
            "start": "first",
            "alternatives": {
                key: {"name": key.capitalize(), "url": "https://example.org/"} for key in COLUMNS
            },
            "ratings": {"add-on": {"name": "Add-on", "tone": "fair"}},
            "criteria": {"row": {"name": "Criterion", "cells": cells}},
            "questions": {
                "first": {
                    "ask": "Which?",
                    "compare": ["row"],
                    "answers": {key: {"label": key, "next": key} for key in COLUMNS},
                }
            },
            "outcomes": {key: {"name": key.capitalize(), "summary": "No more."} for key in COLUMNS},
        }
    )


def test_columns_are_equally_wide_and_break_no_short_word_whatever_one_of_them_says(window, site_of):
    with site_of(tree_of_four_columns()) as site, window(address=site) as watched:
        page = watched.page
        page.goto(f"{site}decide/first/")
        cells = page.locator(".comparison tbody td")
        widths = cells.evaluate_all("all => all.map(cell => Math.round(cell.offsetWidth))")
        assert len(widths) == len(COLUMNS)
        assert max(widths) - min(widths) <= 1, widths
        heads = page.locator(".comparison thead th:not(:first-child)")
        assert [head.evaluate(LINES_OF_A_WORD) for head in heads.all()] == [1] * len(COLUMNS)
        ratings = page.locator(".comparison .rating")
        assert [rating.evaluate(LINES_OF_A_WORD) for rating in ratings.all()] == [1] * len(COLUMNS)


def test_the_button_that_copies_covers_no_letter_of_the_commands_on_a_phone(window, site, guide):
    with window(PHONE) as watched:
        page = watched.page
        for node, outcome in guide.tree.outcomes.items():
            if not outcome.start:
                continue
            page.goto(f"{site}outcome/{node}/")
            page.locator(READY).wait_for(state="attached")
            covered = [button.evaluate(COVERED_LETTERS) for button in page.locator(".highlight .copy").all()]
            assert covered, node
            assert set(covered) == {0}, node


def test_a_trail_breaks_no_mark_on_a_phone(window, site, guide):
    trail = longest(guide.tree)
    with window(PHONE) as watched:
        page = watched.page
        for question, _ in trail:
            go(page, f"{site}decide/{question}/{fragment(trail)}")
            assert page.locator(".answers .chosen").evaluate(LINES_OF_A_WORD) == 1, question


ASK, LABEL = (
    "\u05d0\u05d9\u05d6\u05d4 \u05db\u05dc\u05d9?",
    "\u05d4\u05e8\u05d0\u05e9\u05d5\u05df!",
)  # Hebrew: "Which tool?", "The first!"
WHERE_LAST_STANDS = """it => {
    const text = document.createTreeWalker(it, NodeFilter.SHOW_TEXT).nextNode(), range = document.createRange(), words = text.data.trimEnd()
    const at = place => { range.setStart(text, place); range.setEnd(text, place + 1); return range.getBoundingClientRect().x }
    return at(words.length - 1) - at(words.search(/\\S/))
}"""


def test_a_text_written_from_right_to_left_ends_at_the_left_and_an_english_one_at_the_right(window, site_of):
    tree = {
        "title": "Which?",
        "start": "first",
        "questions": {"first": {"ask": ASK, "answers": {"one": {"label": LABEL, "next": "one"}, "two": {"label": "Second!", "next": "two"}}}},
        "outcomes": {key: {"name": key, "summary": "No more."} for key in ("one", "two")},
    }  # fmt: skip
    with site_of(json.dumps(tree)) as site, window(address=site) as watched:
        watched.page.goto(f"{site}decide/first/")
        for text in ("h1", "[data-answer=one] .label"):
            assert watched.page.locator(text).evaluate(WHERE_LAST_STANDS) < 0, text
        assert watched.page.locator("[data-answer=two] .label").evaluate(WHERE_LAST_STANDS) > 0
