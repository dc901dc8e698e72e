"""What sticks to the window (the bar, the heads of tables, an open row's line) covers no place that is gone to, and no focus."""

import json

import pytest
from playwright.sync_api import expect
from trails import READY, address, end, fragment, longest

WIDTHS = [320, 390, 1280]  # pixels
SIZES = [(width, letters) for letters in (16, 32) for width in WIDTHS]  # 32: twice the size of letters
LOW = 400  # pixels of height: nearly all has to be scrolled to
MANY = 20  # places of a page are enough

# What hides a part, "" for nothing or for one that is taller than the room. Corners are round: points lie inside.
HIDES = """
window.hides = part => {
    const shown = part.matches('.hidden') ? part.closest('details').firstElementChild : part.matches('.choices input') ? part.parentElement : part
    const room = innerHeight - 150
    for (const box of shown.getClientRects()) {
        if (box.width <= 1 || box.height <= 1) continue
        const [x, y] = [Math.min(8, box.width / 4), Math.min(8, box.height / 4)]
        if (shown.getBoundingClientRect().height > room) continue
        for (const down of [box.top + y, box.top + box.height / 2, box.bottom - y])
            for (const right of [box.left + x, box.left + box.width / 2, box.right - x]) {
                if (right < 0 || right > innerWidth) continue
                const hit = document.elementFromPoint(right, down)
                if (!hit) return `out of sight, ${Math.round(box.top)} to ${Math.round(box.bottom)}`
                if (!hit.contains(shown) && !shown.contains(hit)) return `${hit.tagName}.${hit.className}, ${Math.round(box.top)} to ${Math.round(box.bottom)}`
            }
    }
    return ''
}
window.open = selector => document.querySelectorAll(selector).forEach(it => { it.open = true })
"""

# Go to each place, from the top of the page and from its end: those that are hidden, and by what.
GO_TO = """async places => {
    const hidden = []
    for (const id of places)
        for (const from of [0, 1e6]) {
            history.replaceState(null, '', '#')
            scrollTo(0, from)
            const gone = new Promise(done => addEventListener('hashchange', done, {once: true}))
            location.hash = id
            await gone
            const by = hides(document.getElementById(id))
            if (by) hidden.push([id, by])
        }
    return hidden
}"""

# Give the focus to all that can have it, forwards and backwards: as the keys do, which scroll no further than they must.
FOCUS = """() => {
    const all = [...document.querySelectorAll('main :is(a[href], button, input, summary, [tabindex="0"])')]
        .filter(it => it.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}) && it.getClientRects().length && !it.closest('.md-sidebar--primary'))
    const hidden = []
    let seen = 0
    for (const way of [all, all.toReversed()]) {
        document.activeElement.blur()
        scrollTo(0, way === all ? 0 : 1e6)
        for (const it of way) {
            it.focus()
            if (document.activeElement !== it) continue
            seen += 1
            const by = hides(it)
            if (by) hidden.push([it.outerHTML.slice(0, 80), by])
        }
    }
    return [seen, hidden]
}"""


def enlarge(watched, letters):
    """As a reader sets it in the browser."""
    devtools = watched.context.new_cdp_session(watched.page)
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": letters, "fixed": letters}})


def places_of(page, selector):
    """The ids of what is there."""
    return page.locator(selector).evaluate_all("all => all.map(it => it.id)")


@pytest.mark.parametrize(("width", "letters"), SIZES)
def test_every_place_that_a_link_leads_to_is_seen(window, site, width, letters, subtests):
    pages = {
        "compare/": ":is(h2.hidden, :is(.row, dt)[id]), .row > h3",
        "add-ons/": "tr[id]",
        "projects/": ".page [id]",
        "map/": "h2[id]",
        "introduction/": ".md-content [id]:not(#content)",
        "format/": ".md-content [id]:not(#content)",
    }
    with window(width) as watched:
        page = watched.page
        page.add_init_script(HIDES)
        enlarge(watched, letters)
        for route, selector in pages.items():
            with subtests.test(route):
                page.goto(site + route, wait_until="networkidle")
                places = places_of(page, selector)
                few = places[:: 1 + len(places) // MANY]
                assert few
                assert page.evaluate(GO_TO, few) == []


@pytest.mark.parametrize(("width", "letters"), SIZES)
def test_a_row_and_each_of_its_claims_is_seen_by_whoever_opens_a_link_to_it(
    window, site, guide, width, letters, subtests
):
    rows = [*guide.tree.criteria][::40]
    with window(width) as watched:
        page = watched.page
        page.add_init_script(HIDES)
        enlarge(watched, letters)
        for row in rows:
            for place in (row, *(f"{row}-{column}" for column in guide.tree.shown)):
                with subtests.test(place):
                    page.goto("about:blank")
                    page.goto(f"{site}compare/#{place}")
                    page.wait_for_function(f"document.getElementById('{place}').closest('.row').open")
                    assert page.evaluate("id => hides(document.getElementById(id))", place) == ""


@pytest.mark.parametrize(("width", "letters"), SIZES)
def test_all_that_gets_the_focus_is_wholly_seen(window, site, guide, width, letters, subtests):
    tree, trail = guide.tree, longest(guide.tree)
    asked = next(node for node, _ in trail if tree.questions[node].compare)
    pages = [
        f"decide/{asked}/{fragment(trail)}",
        f"outcome/{end(tree, trail)}/{fragment(trail)}",
        "numbers/",
        "introduction/",
    ]
    with window(width) as watched:
        page = watched.page
        page.add_init_script(HIDES)
        enlarge(watched, letters)
        for route in pages:
            with subtests.test(route):
                page.goto(site + route, wait_until="networkidle")
                page.set_viewport_size({"width": width, "height": LOW * letters // 16})
                page.evaluate("open('.page details')")
                page.keyboard.press("Tab")
                seen, hidden = page.evaluate(FOCUS)
                assert seen > 20
                assert hidden == []


@pytest.mark.parametrize("route", ["compare/", "add-ons/"])
@pytest.mark.parametrize("width", WIDTHS)
def test_tab_forwards_and_backwards_through_a_table_covers_nothing(window, bicycle, width, route):
    with window(width, address=bicycle) as watched:
        page = watched.page
        page.add_init_script(HIDES)
        page.goto(bicycle + route, wait_until="networkidle")
        page.set_viewport_size({"width": width, "height": LOW})
        page.evaluate("open('.row')")
        for key in ("Tab", "Shift+Tab"):
            seen = 0
            while page.evaluate("document.activeElement !== document.body") or not seen:
                page.keyboard.press(key)
                inside = page.evaluate(
                    "document.activeElement.closest('.page') ? hides(document.activeElement) : null"
                )
                assert inside in (None, ""), page.evaluate("document.activeElement.outerHTML")
                seen += inside == ""
            assert seen > 3


NAME = "Donaudampfschifffahrtsgesellschaftskapitaen and so on"


@pytest.mark.parametrize(("width", "letters"), [(390, 16), (1280, 16), (1280, 24)])
def test_heads_whose_names_need_many_lines_cover_neither_a_place_nor_a_focus(window, site_of, width, letters):
    columns = ("one", "two", "three", "four")
    cells = {
        key: {"says": "[It](https://example.org/) does.", "judgement": "So we think."} for key in columns
    }
    rows = {f"row-{n}": {"name": f"Row {n}: {NAME}", "group": "all", "cells": cells} for n in range(9)}
    tree = {
        "title": "Which?",
        "start": "first",
        "alternatives": {key: {"name": f"{NAME} {key}", "url": "https://example.org/"} for key in columns},
        "groups": {"all": {"name": NAME}},
        "criteria": rows,
        "questions": {
            "first": {
                "ask": "Which?",
                "compare": [*rows],
                "answers": {key: {"label": key, "next": key} for key in columns},
            }
        },
        "outcomes": {key: {"name": key, "summary": "No more."} for key in columns},
    }
    with site_of(json.dumps(tree)) as site, window(width, address=site) as watched:
        page = watched.page
        page.add_init_script(HIDES)
        enlarge(watched, letters)
        for route in ("compare/", "decide/first/"):
            page.goto(site + route, wait_until="networkidle")
            assert page.evaluate(GO_TO, places_of(page, ".rows [id]")) == []
            page.evaluate("open('.page details')")
            page.keyboard.press("Tab")
            seen, hidden = page.evaluate(FOCUS)
            assert seen > 9 * len(columns)
            assert hidden == []


def test_the_first_answers_of_a_long_trail_are_not_faded_where_they_have_the_focus(window, site, guide):
    tree, trail = guide.tree, longest(guide.tree)
    with window(390) as watched:
        page = watched.page
        page.goto(address(site, tree, end(tree, trail), trail))
        page.locator(READY).wait_for(state="attached")
        line = page.locator(".trail ol")
        expect(line).to_have_class("long")
        fade = line.evaluate("it => 1.2 * parseFloat(getComputedStyle(document.documentElement).fontSize)")
        links = page.locator(".trail li a")
        links.last.focus()
        for place in reversed(range(len(trail))):
            links.nth(place).focus()
            assert links.nth(place).bounding_box()["x"] >= line.bounding_box()["x"] + fade - 1, place
