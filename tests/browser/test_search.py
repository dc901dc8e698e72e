"""Search in a real Chromium: a developer's own words find the right place among the first three hits."""

import pytest
from playwright.sync_api import expect

ROW = ':is([href*="/compare/"], [href*="/evidence/"])'  # what is said of a criterion
FOUND = {
    "auth": f'{ROW}[href$="#accounts"]',
    "login": f'{ROW}[href$="#accounts"]',
    "ORM": f'{ROW}[href$="#orm"]',
    "websocket": f'{ROW}[href$="#websocket"]',
    "streaming": '[href$="#situation-llm"]',
    "JWT": f'{ROW}[href$="#api-tokens"]',
    "Celery": f'{ROW}[href$="#celery"]',
    "Docker": f'{ROW}[href$="#docker"]',
    "migrate from flask to django": '[href*="/changing-your-mind/"]',
    "SaaS": '[href$="#situation-saas"]',
    "LLM": '[href$="#situation-llm"]',
    "GraphQL": f'{ROW}[href$="#graphql"]',
    "htmx": f'{ROW}[href$="#template-partials"]',
    "deployment": '[href*="/compare/"][href$="#group-running"]',
    "CSRF": f'{ROW}[href$="#csrf"]',
    "OAuth": f'{ROW}[href$="#social-sign-in"]',
    "OpenAPI": f'{ROW}[href$="#api-docs"]',
    "dashboard": '[href$="#situation-dashboard"]',
    "Streamlit": '[href*="/outcome/streamlit/"]',
    "admin": f'{ROW}[href$="#admin"]',
    "audit": f'{ROW}[href$="#admin-history"]',
    "React": '[href$="#situation-saas"]',
    "serverless": f'{ROW}[href$="#serverless"]',
    "file upload": f'{ROW}[href$="#uploads"]',
    "throughput": f'{ROW}[href$="#throughput-in-process"]',
    "legacy database": f'{ROW}[href$="#foreign-schema"]',
}


@pytest.fixture
def search(window, site):
    """A page with the search begun."""
    with window() as watched:
        watched.page.goto(f"{site}conclusion/")
        watched.page.locator(".md-search__input").click()
        yield watched.page


def test_a_developers_own_words_find_the_right_place_among_the_first_three_hits(search, subtests):
    for words, place in FOUND.items():
        with subtests.test(words):
            search.locator(".md-search__input").fill(words[:-1])
            search.locator(".md-search__input").press_sequentially(words[-1])
            search.locator(f".md-search-result__item:nth-child(-n+3) a{place}").first.wait_for(
                state="attached"
            )


SEEN = """document.activeElement.checkVisibility({opacityProperty: true, visibilityProperty: true})
    && (({left, top, width, height}) => document.elementFromPoint(left + width / 2, top + height / 2) === document.activeElement)
        (document.activeElement.getBoundingClientRect())"""


@pytest.mark.parametrize("comes", [True, False])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_field_of_the_search_is_seen_where_it_has_the_focus_and_shut_by_the_next_tab(
    window, site, width, comes
):
    with window(width) as watched:
        page = watched.page
        if not comes:
            page.route("**/search.json", lambda route: None)
        page.goto(f"{site}conclusion/")
        while not page.evaluate("document.activeElement.matches('.md-search__input')"):
            page.keyboard.press("Tab")
        page.wait_for_function(SEEN)
        if comes:
            page.keyboard.type("auth")
            page.locator(".md-search-result__link").first.wait_for()
        page.keyboard.press("Tab")
        expect(page.locator("#__search")).not_to_be_checked()
        page.wait_for_function(f"document.activeElement.closest('main, .md-tabs') && {SEEN}")
