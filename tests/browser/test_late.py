"""What a page asks for comes late, not at all, or from another day, in a real Chromium."""

import json

import pytest
from playwright.sync_api import expect
from trails import (
    READY,
    address,
    choose,
    end,
    fragment,
    go,
    labels,
    longest,
    ready_at,
    route_of,
    trail_of,
)

MISSING = "Your answers could not be looked up yet. They are kept in the address. If this stays, load the page again."
FAILED = "Failed to load resource"
WALK = "**/walk.json*"


@pytest.fixture(scope="module")
def walk(guide):
    """A longest way through the tree."""
    return longest(guide.tree)


def broken_off(route):
    route.abort()


def refused(route):
    route.fulfill(status=503, body="Later.")


def torn(route):
    route.fulfill(status=200, body='{"start":"', content_type="application/json")


def a_page_to_sign_in(route):
    route.fulfill(status=200, body="<!doctype html><title>Sign in</title>", content_type="text/html")


def nothing_in_it(route):
    route.fulfill(status=200, body="{}", content_type="application/json")


def half(route):
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.body()[: len(answer.body()) // 2])


FAULTS = [broken_off, refused, torn, a_page_to_sign_in]


def forgive(watched):
    """What a browser notes of a file that failed is no fault of ours."""
    noted = (FAILED, "MIME type", "integrity")
    assert [error for error in watched.errors if not any(it in error for it in noted)] == []
    watched.errors.clear()


def held_back(page, pattern):
    """Hold back a file that is asked for once; returns a function that lets it come."""
    waiting = []
    page.route(pattern, lambda route: waiting.append(route), times=1)

    def release():
        [route] = waiting
        route.continue_()

    return release


# --- late ---


def test_the_focus_stays_on_the_answer_that_was_reached_before_the_tree(window, site, guide, walk):
    with window() as watched:
        page = watched.page
        release = held_back(page, WALK)
        page.goto(address(site, guide.tree, walk[2][0], walk[:2]))
        page.locator(".answers a").nth(1).focus()
        release()
        page.locator(READY).wait_for(state="attached")
        expect(page.locator(".answers a").nth(1)).to_be_focused()


@pytest.mark.parametrize("height", [844, 300])
def test_a_reader_who_has_scrolled_stays_there_when_the_tree_comes(window, site, guide, walk, height):
    tree = guide.tree
    with window(390) as watched:
        page = watched.page
        page.set_viewport_size({"width": 390, "height": height})
        release = held_back(page, WALK)
        page.goto(address(site, tree, walk[-1][0], walk[:-1]))
        page.evaluate("scrollTo(0, 9999)")
        before = page.evaluate("scrollY")
        assert before > 100
        release()
        page.locator(READY).wait_for(state="attached")
        assert page.evaluate("scrollY") >= before
        shown = page.locator(".trail ol").evaluate(
            "it => it.scrollLeft + it.clientWidth >= it.scrollWidth - 1"
        )
        assert shown  # its own line is at its end


def test_what_is_typed_in_the_search_goes_on_when_the_tree_comes(window, site, guide, walk):
    with window() as watched:
        page = watched.page
        release = held_back(page, WALK)
        page.goto(address(site, guide.tree, walk[2][0], walk[:2]))
        page.keyboard.press("/")
        page.keyboard.type("au")
        release()
        page.locator(READY).wait_for(state="attached")
        page.keyboard.type("th")
        expect(page.locator(".md-search__input")).to_have_value("auth")


def test_the_comparison_shows_what_differs_until_the_rows_of_the_answers_are_known(window, site, guide, walk):
    with window() as watched:
        page = watched.page
        release = held_back(page, WALK)
        page.goto(f"{site}compare/?show=mine{fragment(walk)}")
        expect(page.locator(".choices input:checked")).to_have_value("differs")
        assert page.locator(".row:not([hidden])").count() == page.locator(".row.differs").count() > 0
        expect(page.locator(".choices .mine input")).to_be_disabled()
        release()
        page.locator(READY).wait_for(state="attached")
        expect(page.locator(".choices input:checked")).to_have_value("mine")
        assert page.locator(".row:not([hidden])").count() == page.locator(".row.mine").count() > 0


def test_a_choice_made_before_the_tree_is_here_stands(window, site, walk):
    with window() as watched:
        page = watched.page
        release = held_back(page, WALK)
        page.goto(f"{site}compare/?show=mine{fragment(walk)}")
        page.locator(".choices input[value=all]").check()
        release()
        page.locator(READY).wait_for(state="attached")
        expect(page.locator(".choices input:checked")).to_have_value("all")


# --- not at all, at first ---


@pytest.mark.parametrize("fault", FAULTS)
def test_the_tree_is_asked_for_again_and_meanwhile_the_answers_carry_the_trail_on(
    window, site, guide, walk, fault
):
    tree, (here, answer) = guide.tree, walk[2]
    with window() as watched:
        page = watched.page
        page.route(WALK, fault)
        go(page, address(site, tree, here, walk[:2]))
        assert page.locator(".notice").inner_text() == MISSING
        expect(page.locator(".progress")).to_be_visible()
        onward = page.locator(f"[data-answer={answer}] > a")
        assert onward.evaluate("it => it.href") == address(site, tree, walk[3][0], walk[:3])
        page.unroute(WALK)
        expect(page.locator(".trail li")).to_have_text(labels(tree, walk[:2]))
        assert page.locator(".notice").inner_text() == ""
        forgive(watched)


PARTS = {"outcome.js": ".reasons .change", "walk.json": ".reasons .change", "two.js": ".two table"}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("fault", [broken_off, refused])
def test_a_part_of_an_outcome_that_fails_once_comes_all_the_same(window, site, guide, walk, part, fault):
    tree = guide.tree
    theirs = ",".join(".".join(pair) for pair in walk[:1])
    with window() as watched:
        page = watched.page
        page.route(f"**/{part}*", fault, times=1)
        page.goto(f"{address(site, tree, end(tree, walk), walk)}&_vs={theirs}")
        page.locator(PARTS[part]).first.wait_for(state="attached")
        page.locator("[data-take=link]").wait_for()
        forgive(watched)


@pytest.mark.parametrize(
    "file", ["assets/search.json", "search/search_index.json", "bundle.*.js", "workers/search.*.js"]
)
@pytest.mark.parametrize("fault", [broken_off, refused, half, nothing_in_it, a_page_to_sign_in])
def test_a_file_of_the_search_fails_twice_and_neither_search_nor_colours_are_dead(window, site, file, fault):
    with window(color_scheme="light") as watched:
        page = watched.page
        page.route(f"**/{file}", fault, times=2)
        page.goto(f"{site}conclusion/")
        with page.expect_event("requestfailed" if fault is broken_off else "requestfinished"):
            page.keyboard.press("/")
        page.locator("body").click(position={"x": 5, "y": 400})
        page.locator(".md-header__option label:visible").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        page.locator(".md-search__input").click()
        page.keyboard.type("auth")
        page.locator(".md-search-result__link").first.wait_for()
        page.keyboard.press("Escape")
        page.locator(".md-header__option label:visible").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
        forgive(watched)


# --- of another day ---


def yesterdays(built, here, answer):
    """The tree as it was when an answer led to a question that is gone."""
    tree = json.loads((built / "walk.json").read_text(encoding="utf-8"))
    tree["questions"]["gone"] = tree["questions"].pop(tree["questions"][here]["answers"][answer]["next"])
    tree["questions"][here]["answers"][answer]["next"] = "gone"
    return json.dumps(tree)


ASKED = """window.asked = {}
const fetched = fetch
window.fetch = (url, options) => { (asked[url.pathname] ??= []).push(options.cache); return fetched(url, options) }"""


def asked(page):
    """How each file was asked for, by the end of its address."""
    return page.evaluate(
        "Object.fromEntries(Object.entries(asked).map(([it, how]) => [it.split('/').pop(), how]))"
    )


def test_a_tree_of_yesterday_rewrites_no_link_and_is_asked_for_past_what_is_kept(
    window, site, built, guide, walk
):
    tree, (here, answer) = guide.tree, walk[1]
    old = yesterdays(built, here, answer)
    with window() as watched:
        page = watched.page
        page.add_init_script(ASKED)
        page.route(WALK, lambda route: route.fulfill(body=old, content_type="application/json"), times=2)
        go(page, address(site, tree, here, walk[:1]))
        assert page.locator(".notice").inner_text() == MISSING
        onward = page.locator(f"[data-answer={answer}] > a")
        assert onward.evaluate("it => it.href") == address(site, tree, walk[2][0], walk[:2])
        expect(page.locator(".trail li")).to_have_count(1)
        assert onward.evaluate("it => it.href") == address(site, tree, walk[2][0], walk[:2])
        assert asked(page) == {"walk.json": ["default", "reload", "reload"]}
        choose(page, answer)
        ready_at(page, address(site, tree, walk[2][0], walk[:2]))


def test_the_map_takes_no_tree_of_yesterday(window, site, built, walk):
    old = yesterdays(built, *walk[1])
    with window() as watched:
        page = watched.page
        page.route(WALK, lambda it: it.fulfill(body=old, content_type="application/json"), times=1)
        go(page, f"{site}map/{fragment(walk)}")
        assert page.locator(".taken").count() == 0
        expect(page.locator("li.taken")).to_have_count(len(walk))


def test_search_reads_its_files_as_they_are_today(window, site):
    with window() as watched:
        page = watched.page
        page.add_init_script(ASKED)
        page.goto(f"{site}conclusion/")
        page.keyboard.press("/")
        page.locator(".md-search-result__meta", has_text="Type to start").wait_for(state="attached")
        how = asked(page)
        assert [how["search.json"], how["search_index.json"]] == [["no-cache"], ["no-cache"]]


# --- a link whose # was spelt out on its way ---


def test_a_link_whose_mark_of_the_fragment_was_spelt_out_leads_to_its_page(window, site, guide, walk):
    tree = guide.tree
    with window() as watched:
        page = watched.page
        for node, trail in ((end(tree, walk), walk), (walk[2][0], walk[:2])):
            go(page, f"{site}{route_of(tree, node)}%23{fragment(trail)[1:]}")
            ready_at(page, address(site, tree, node, trail))
            assert len(trail_of(page)) == len(trail)
        page.goto(f"{site}compare/%23csrf")
        page.wait_for_url(f"{site}compare/#csrf")
        page.goto(f"{site}no/such/page/%23x")
        page.wait_for_url(f"{site}no/such/page/#x")
        expect(page.locator("h1")).to_have_text("There is no such page")
        watched.errors[:] = [error for error in watched.errors if "404" not in error]
