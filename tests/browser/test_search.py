"""Search in a real Chromium: a developer's own words find the right place among the first three hits."""

import pytest

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
