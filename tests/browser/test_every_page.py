"""Journeys in a real Chromium: to every outcome, by mouse and by keyboard, and every kind of page under axe's eyes."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from macros.tree.graph import Graph

WIDE, PHONE, SMALL_PHONE = 1280, 390, 320  # pixels
MOST_TABS = 40  # no page of ours has more to step over
KINDS = (
    "home", "question", "outcome", "map", "comparison", "evidence", "proofs", "projects", "article", "format", "lost"
)  # fmt: skip


def shortest_path(graph: Graph, outcome: str) -> list[tuple[str, int]]:
    """The questions on a shortest way to an outcome, each with the place of the answer to click."""
    ways = {graph.start: []}
    waiting = [graph.start]
    for node in waiting:  # grows as it is read
        for place, (_, to) in enumerate(graph.answers.get(node, ())):
            if to not in ways:
                ways[to] = [*ways[node], (node, place)]
                waiting.append(to)
    return ways[outcome]


# --- to every outcome ---


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_reader_clicks_from_home_to_every_outcome(window, site, guide, scripts):
    tree = guide.tree
    with window(java_script_enabled=scripts) as watched:
        page = watched.page
        for outcome in tree.outcomes:
            page.goto(site)
            page.locator(".start a").click()
            for question, place in shortest_path(guide.graph, outcome):
                assert page.url.partition("#")[0] == f"{site}decide/{question}/"
                assert page.locator("h1").inner_text() == tree.questions[question].ask
                page.locator(".answers a").nth(place).click()
            page.wait_for_url(f"{site}outcome/{outcome}/**")
            assert page.locator("h1").inner_text() == tree.outcomes[outcome].name
        assert f"{site}decide/{tree.start}/" in watched.asked


def test_the_way_back_is_the_browsers_own(window, site, guide):
    with window() as watched:
        page = watched.page
        page.goto(site)
        page.locator(".start a").click()
        page.locator(".answers a").last.click()
        page.go_back()
        assert page.url == f"{site}decide/{guide.tree.start}/"
        page.go_back()
        assert page.url == site


def test_the_keyboard_alone_reaches_each_answer_and_follows_it(window, site, guide):
    start = guide.tree.questions[guide.tree.start]
    with window() as watched:
        page = watched.page
        page.goto(f"{site}decide/{guide.tree.start}/")
        seen = []
        for _ in range(MOST_TABS):
            page.keyboard.press("Tab")
            if label := page.evaluate("document.activeElement.querySelector('.label')?.innerText"):
                seen.append(label)
            if len(seen) == len(start.answers):
                break
        assert seen == [answer.label for answer in start.answers.values()]
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site}*/{list(start.answers.values())[-1].next}/**")


def test_the_skip_link_leads_straight_to_the_first_answer(window, site, guide):
    with window() as watched:
        page = watched.page
        page.goto(f"{site}decide/{guide.tree.start}/")
        page.keyboard.press("Tab")
        skip = page.locator(".md-skip")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        steps = []
        while ".answers" not in steps and len(steps) < 4:
            page.keyboard.press("Tab")
            steps.append(
                page.evaluate(
                    "document.activeElement.matches('.answers a') ? '.answers' : document.activeElement.title"
                )
            )
        assert steps[-1] == ".answers"
        assert set(steps[:-1]) <= {"Edit this page"}
        expect(page.locator(".answers a").first).to_be_focused()


def test_a_node_of_the_map_is_a_link(window, site, guide):
    outcome = next(iter(guide.tree.outcomes))
    with window() as watched:
        page = watched.page
        page.goto(f"{site}map/")
        page.locator(f'.drawing a[href$="/outcome/{outcome}/"]').click()
        page.wait_for_url(f"{site}outcome/{outcome}/")


def test_a_mark_in_a_table_leads_to_the_claim_among_the_evidence(window, site, guide):
    row, column, _ = guide.tree.cells[-1]
    with window() as watched:
        page = watched.page
        page.goto(f"{site}compare/")
        page.locator(f'a.mark[href$="#{row}-{column}"]').click()
        page.wait_for_url(f"{site}evidence/#{row}-{column}")
        expect(page.locator(f"[id='{row}-{column}']")).to_be_in_viewport()


# --- search ---


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_search_finds_an_outcome_by_its_name(window, site, guide, width):
    for_end, outcome = list(guide.tree.outcomes.items())[-1]
    with window(width) as watched:
        page = watched.page
        page.goto(site)
        if width == PHONE:
            page.locator("label.md-header__button[for=__search]").click()
        page.locator(".md-search__input").click()
        page.keyboard.type(outcome.name)
        found = page.locator(f'.md-search-result__link[href*="/outcome/{for_end}/"]').first
        found.click()
        page.wait_for_url(f"{site}outcome/{for_end}/**")


def test_search_finds_a_section_of_the_article(window, site):
    with window() as watched:
        page = watched.page
        page.goto(f"{site}introduction/")
        heading = page.locator("article h2[id]").first
        section, words = heading.get_attribute("id"), heading.evaluate("it => it.firstChild.textContent")
        page.goto(site)
        page.locator(".md-search__input").click()
        page.keyboard.type(words)
        page.locator(f'.md-search-result__link[href*="/introduction/"][href$="#{section}"]').first.click()
        expect(page.locator(f"h2#{section}")).to_be_in_viewport()


# --- every kind of page ---


def test_no_kind_of_page_asks_another_host_or_has_an_error(window, site, kinds):
    assert tuple(kinds) == KINDS
    with window() as watched:
        for path in kinds.values():
            watched.page.goto(site + path, wait_until="networkidle")
        assert f"{site}walk.json" in watched.asked


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(window, site, kinds, kind, width, scheme):
    with window(width, color_scheme=scheme) as watched:
        page = watched.page
        page.goto(site + kinds[kind])
        name = {"light": "default", "dark": "slate"}[scheme]
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", name)
        found = Axe().run(page).response
        faults = [
            f"{rule['id']} ({rule['impact']}): {node['target']} {node['failureSummary']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]
        assert faults == []


WIDER_THAN_THE_WINDOW = """() => [...document.querySelectorAll('body *')]
    .filter(it => it.getBoundingClientRect().right > innerWidth + 1 && !it.closest('.drawing, pre, .md-nav, .md-search'))
    .map(it => `${it.tagName.toLowerCase()}.${it.className} ${Math.round(it.getBoundingClientRect().right)}`).slice(0, 5)"""


@pytest.mark.parametrize("width", [PHONE, SMALL_PHONE])
def test_no_kind_of_page_scrolls_sideways(window, site, kinds, width, subtests):
    with window(width) as watched:
        for kind, path in kinds.items():
            with subtests.test(kind):
                watched.page.goto(site + path)
                needed, there = watched.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
                assert there == width
                assert needed <= there, watched.page.evaluate(WIDER_THAN_THE_WINDOW)
