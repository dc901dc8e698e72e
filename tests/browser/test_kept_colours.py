"""The choice of colours that a browser keeps: which any page of the same host may have written, and a browser may forbid."""

import json

import pytest
from playwright.sync_api import expect

KEY = "/some-repo/.__palette"
UNKNOWN = [
    '{"index": 2}', '{"index": -1}', '{"index": "1"}', '{"index": "length"}', '{"index": 0.5}', '{"index": null}', '{"index": [0]}',
    '{"color": {"scheme": "slate"}}', "[]", "0", "null", "true", '"x"', "no JSON", "{", "", "x" * 100_000,
]  # fmt: skip
FORBIDDEN = """for (const store of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, store, {get() { throw new DOMException("denied", "SecurityError") }})"""
FULL = 'Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError") }'


def scheme(page) -> str:
    return page.locator("body").get_attribute("data-md-color-scheme")


def toggle(page) -> None:
    """Press the one button that is shown."""
    [button] = [label for label in page.locator(".md-header__option label").all() if label.is_visible()]
    button.click()


def finds(page) -> None:
    """Search, and see that something is found."""
    page.locator(".md-search__input").click()
    page.keyboard.type("csrf")
    page.locator(".md-search-result__item").first.wait_for(state="attached")


@pytest.mark.parametrize(("colours", "name"), [("dark", "slate"), ("light", "default")])
def test_anything_but_a_known_choice_counts_as_none(window, site, colours, name, subtests):
    with window(color_scheme=colours) as watched:
        page = watched.page
        page.goto(f"{site}conclusion/")
        for kept in UNKNOWN:
            with subtests.test(kept[:40]):
                page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [KEY, kept])
                page.reload()
                assert scheme(page) == name
                toggle(page)
                assert scheme(page) != name
                assert json.loads(page.evaluate("key => localStorage[key]", KEY))["index"] in (0, 1)


@pytest.mark.parametrize("kept", ['{"index": "x"}', "no JSON", '{"index": 7}', "{}"])
def test_search_finds_whatever_is_kept(window, site, kept):
    with window(color_scheme="dark") as watched:
        page = watched.page
        page.add_init_script(f"localStorage.setItem({json.dumps(KEY)}, {json.dumps(kept)})")
        page.goto(f"{site}conclusion/")
        finds(page)
        assert scheme(page) == "slate"


@pytest.mark.parametrize("how", [FORBIDDEN, FULL])
def test_where_nothing_may_be_kept_colours_change_for_the_page_and_search_finds(window, site, how):
    with window(color_scheme="dark") as watched:
        page = watched.page
        page.add_init_script(how)
        page.goto(f"{site}conclusion/")
        assert scheme(page) == "slate"
        toggle(page)
        assert scheme(page) == "default"
        finds(page)
        assert scheme(page) == "default"
        page.keyboard.press("Escape")
        toggle(page)
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_a_known_choice_of_another_page_is_taken(window, site):
    with window(color_scheme="dark") as watched:
        page, other = watched.page, watched.context.new_page()
        page.goto(site)
        other.goto(f"{site}map/")
        for kept, shown in (
            ('{"index": 0}', "default"),
            ('{"index": 9}', "slate"),
            ('{"index": 1}', "slate"),
        ):
            other.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [KEY, kept])
            page.locator(f"body[data-md-color-scheme={shown}]").wait_for()
