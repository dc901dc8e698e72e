"""The guide by keys alone, in a real Chromium: to an outcome and back, and into the search; and keys that are the reader's."""

import re

import pytest
from playwright.sync_api import expect
from trails import address, changed_at, end, go, longest, ready_at

FEW = 3  # steps of the Tab key
MOST_TABS = 40  # no page of ours has more to step over


@pytest.fixture(scope="module")
def walk(guide):
    """A longest way through the tree."""
    return longest(guide.tree)


def key_of(tree, pair):
    """The key that chooses an answer."""
    return str(list(tree.questions[pair[0]].answers).index(pair[1]) + 1)


def test_keys_lead_to_an_outcome_and_back_and_the_question_has_the_focus(window, site, guide, walk):
    tree = guide.tree
    stops = [address(site, tree, question, walk[:place]) for place, (question, _) in enumerate(walk)]
    with window() as watched:
        page = watched.page
        go(page, stops[0])
        page.keyboard.press("9")  # there is no such answer
        page.keyboard.press("Control+1")  # that is the browser's
        for place, pair in enumerate(walk):
            ready_at(page, stops[place])
            if place:
                expect(page.locator("h1")).to_be_focused()
                left = guide.graph.most_left[pair[0]] - 1
                more = f"at most {left} more" if left else "the last one"
                expect(page.locator("h1")).to_have_accessible_description(
                    re.compile(
                        rf"^Question {place + 1} · {more}( · so far [\w ]+ \d+ points?(, [\w ]+ \d+)*)?$"
                    )
                )
            page.keyboard.press(key_of(tree, pair))
        ready_at(page, address(site, tree, end(tree, walk), walk))
        expect(page.locator("h1")).to_be_focused()
        expect(page.locator("h1")).to_have_accessible_description(
            f"Recommendation after {len(walk)} questions"
        )
        for place, key in ((-1, "Backspace"), (-2, "ArrowLeft"), (-3, "Backspace")):
            page.keyboard.press(key)
            ready_at(page, address(site, tree, walk[place][0], walk))


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
        assert len(steps) <= FEW
        expect(page.locator(".answers a").first).to_be_focused()


def test_from_the_question_a_few_tabs_reach_the_first_answer(window, site, guide, walk):
    tree = guide.tree
    with window() as watched:
        page = watched.page
        go(page, address(site, tree, walk[1][0], walk[:1]))
        expect(page.locator("h1")).to_be_focused()
        reached = []
        while len(reached) < FEW and not (reached and reached[-1]):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.matches('[data-answer]:first-child > a')"))
        assert reached[-1]
        page.keyboard.press("Enter")
        answer = next(iter(tree.questions[walk[1][0]].answers))
        taken, node, *_ = changed_at(tree, walk[:2], 1, answer)
        ready_at(page, address(site, tree, node, taken))


def test_a_key_goes_back_along_a_trail_that_was_opened_from_outside(window, site, guide, walk):
    tree = guide.tree
    with window() as watched:
        page = watched.page
        go(page, address(site, tree, walk[2][0], walk[:2]))
        page.keyboard.press("ArrowLeft")
        ready_at(page, address(site, tree, walk[1][0], walk[:2]))
        go(page, address(site, tree, walk[2][0], walk))
        page.keyboard.press("Backspace")
        ready_at(page, address(site, tree, walk[1][0], walk))


def test_a_key_held_down_answers_one_question(window, site, guide):
    tree = guide.tree
    first = tree.questions[tree.start]
    place, (key, answer) = next(
        (place, it) for place, it in enumerate(first.answers.items(), 1) if it[1].next in tree.questions
    )
    with window() as watched:
        page = watched.page
        go(page, address(site, tree, tree.start))
        page.keyboard.down(str(place))
        ready_at(page, address(site, tree, answer.next, [(tree.start, key)]))
        page.keyboard.down(str(place))  # the keyboard repeats
        page.keyboard.up(str(place))
        assert page.url == address(site, tree, answer.next, [(tree.start, key)])


def test_keys_are_letters_while_a_reader_types_in_the_search(window, site, guide, walk):
    tree = guide.tree
    with window() as watched:
        page = watched.page
        here = address(site, tree, walk[1][0], walk[:1])
        go(page, here)
        page.locator(".md-search__input").click()
        page.keyboard.type("1?29")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Backspace")
        expect(page.locator(".md-search__input")).to_have_value("1?9")
        assert page.url == here


# --- keys that are the reader's ---

LEAVES = """window.left = []
navigation.addEventListener("navigate", (it) => it.navigationType === "replace" || left.push(it.destination.url))"""
OURS = ["1", "3", "Backspace", "ArrowLeft", "/", "s", "?"]


@pytest.fixture
def second(window, site, guide, walk):
    """A second question, with the answer to the first; it notes in `left` each address that it is left for."""
    with window() as watched:
        page = watched.page
        page.add_init_script(LEAVES)
        go(page, address(site, guide.tree, walk[1][0], walk[:1]))
        yield page


OPEN = "document.querySelectorAll('#__search:checked, dialog[open]').length"


def does_nothing(page, *keys):
    """Press keys, and see that the page is not left, and that neither the search nor the list of keys opens."""
    opened = page.evaluate(f"window.same = {OPEN}")
    for key in keys:
        page.keyboard.press(key)
        assert page.evaluate(f"[window.same, left, {OPEN}]") == [opened, [], opened], key


@pytest.mark.parametrize("key", ["3", "Backspace", "ArrowLeft", "?"])
def test_no_key_is_ours_while_a_result_of_the_search_has_the_focus(second, key):
    second.keyboard.press("/")
    second.keyboard.type("auth")
    second.locator(".md-search-result__link").first.wait_for()
    second.keyboard.press("ArrowDown")
    expect(second.locator(".md-search-result__link").first).to_be_focused()
    does_nothing(second, key)


def search_before_the_theme_has_come(page):
    page.route("**/search.json*", lambda route: None)
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("label.md-header__button[for=__search]").click()


def list_of_keys(page):
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def drawer(page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("label.md-header__button[for=__drawer]").click()


@pytest.mark.parametrize("opens", [search_before_the_theme_has_come, list_of_keys, drawer])
def test_no_key_is_ours_while_something_is_open(second, opens):
    opens(second)
    does_nothing(second, *OURS)


PRESS = """names => {
    for (const name of names)
        if (name === 'pageshow') dispatchEvent(new Event(name))
        else document.body.dispatchEvent(new KeyboardEvent('keydown', {key: name, bubbles: true, cancelable: true}))
    return left.length
}"""


@pytest.mark.parametrize(("between", "times"), [([], 1), (["Escape"], 2), (["pageshow"], 2)])
def test_what_is_pressed_while_the_next_page_takes_its_time_is_not_taken_for_this_one(second, between, times):
    assert second.evaluate(PRESS, ["1", *between, "2"]) == times


def test_where_the_page_is_enlarged_by_two_fingers_arrow_and_backspace_are_the_browsers(
    window, site, guide, walk
):
    with window(390, has_touch=True, is_mobile=True) as watched:
        page = watched.page
        page.add_init_script(LEAVES)
        go(page, address(site, guide.tree, walk[1][0], walk[:1]))
        devtools = watched.context.new_cdp_session(page)
        devtools.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 2})
        page.wait_for_function("visualViewport.scale === 2")
        does_nothing(page, "ArrowLeft", "Backspace")


def test_a_key_held_with_another_is_the_browsers(second):
    does_nothing(
        second, *(f"{held}+{key}" for held in ("Control", "Alt", "Meta") for key in ("1", "s", "Backspace"))
    )
    does_nothing(second, "Shift+Backspace", "Shift+ArrowLeft")


def test_with_text_marked_the_keys_that_change_the_mark_are_the_browsers(second):
    second.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    marked = second.evaluate("String(getSelection())")
    does_nothing(second, "Shift+ArrowLeft")
    assert second.evaluate("String(getSelection())") == marked[:-1]
    does_nothing(second, "ArrowLeft", "Backspace")


def test_an_arrow_scrolls_what_has_the_focus_and_can_be_scrolled(window, site, guide, walk):
    tree = guide.tree
    with window() as watched:
        page = watched.page
        page.add_init_script(LEAVES)
        page.set_viewport_size({"width": 390, "height": 844})
        go(page, address(site, tree, walk[-1][0], walk[:-1]))
        trail = page.locator(".trail ol")
        assert trail.evaluate("it => it.scrollWidth > it.clientWidth")
        trail.locator("a").last.focus()
        does_nothing(page, "ArrowLeft")


def test_a_link_within_the_page_opens_elsewhere_where_the_reader_wants_it_to(window, site, guide, walk):
    tree = guide.tree
    with window() as watched:
        page = watched.page
        go(page, address(site, tree, end(tree, walk), walk))
        with watched.context.expect_page() as opened:
            page.locator(".sure a").click(modifiers=["ControlOrMeta"])
        opened.value.wait_for_url(f"{address(site, tree, end(tree, walk))}#what-a-change-costs")
        assert page.locator("#what-a-change-costs").is_hidden() or not page.locator(".costs").get_attribute(
            "open"
        )


# --- back ---


def back_by_key(page, key="Backspace"):
    page.keyboard.press(key)
    return page.evaluate("left")


@pytest.mark.parametrize("key", ["Backspace", "ArrowLeft"])
def test_there_is_no_way_back_by_key_from_the_first_question(window, site, guide, walk, key):
    tree = guide.tree
    with window() as watched:
        page = watched.page
        page.add_init_script(LEAVES)
        page.goto(site)
        for first, trail in ((walk[0][0], walk), (walk[0][0], []), (walk[2][0], walk[2:]), (walk[2][0], [])):
            page.goto("about:blank")
            go(page, address(site, tree, first, trail))
            assert back_by_key(page, key) == [], (first, trail)


def test_back_is_the_question_before_in_a_window_of_its_own_and_keeps_the_later_answers(
    window, site, guide, walk
):
    tree = guide.tree
    with window() as watched:
        page = watched.page
        go(page, address(site, tree, end(tree, walk), walk))
        with watched.context.expect_page() as opened:
            page.locator(".trail li a").nth(3).click(modifiers=["ControlOrMeta"])
        page = opened.value
        ready_at(page, address(site, tree, walk[3][0], walk))
        page.keyboard.press("Backspace")
        ready_at(page, address(site, tree, walk[2][0], walk))
        page.locator(".trail li a").nth(4).click()
        ready_at(page, address(site, tree, walk[4][0], walk))
        page.keyboard.press("ArrowLeft")
        ready_at(page, address(site, tree, walk[3][0], walk))
        page.locator(".back").click()
        ready_at(page, address(site, tree, walk[2][0], walk))


# --- the list of keys, and the switch ---


def named(page):
    """Each key that the list names, as a keyboard calls it."""
    return page.locator("dialog.keyboard kbd").evaluate_all(
        "all => all.map(it => it.dataset.key ?? it.textContent)"
    )


def test_the_list_names_each_key_and_each_does_what_it_says(window, site, guide, walk):
    tree = guide.tree
    with window() as watched:
        page = watched.page
        page.goto(f"{site}what-django-is/")
        page.get_by_role("button", name="Keys").click()
        assert named(page) == ["1", "9", "Backspace", "ArrowLeft", *"p,n./fs?"]
        page.get_by_role("button", name="Close").click()
        for keys, route in (("p,", "introduction/"), ("n.", "what-flask-is/")):
            for key in keys:
                page.goto(f"{site}what-django-is/")
                page.keyboard.press(key)
                page.wait_for_url(site + route)
        for key in "/fs":
            page.goto(f"{site}what-django-is/")
            page.keyboard.press(key)
            expect(page.locator(".md-search__input")).to_be_focused()
        go(page, address(site, tree, walk[1][0], walk[:1]))
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def test_keys_are_switched_off_for_good_on_every_page_and_also_once_the_theme_has_come(
    second, site, guide, walk
):
    tree = guide.tree
    expect(second.locator(".answers .key").first).to_be_visible()
    second.keyboard.press("?")
    second.get_by_label("Use these keys").uncheck()
    second.keyboard.press("Escape")
    page = second.context.new_page()
    page.add_init_script(LEAVES)
    go(page, address(site, tree, walk[2][0], walk[:2]))
    for one in (second, page):
        does_nothing(one, *OURS)
        expect(one.locator(".answers .key").first).to_be_hidden()
    page.goto(f"{site}introduction/")
    page.locator(".md-search__input").click()
    page.locator(".md-search-result__meta", has_text="Type to start").wait_for(state="attached")
    page.keyboard.press("Escape")
    does_nothing(page, *"/fsp,n.")
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use these keys").check()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url(f"{site}what-django-is/")


def test_where_nothing_may_be_kept_the_switch_holds_for_the_page(window, site, guide):
    with window() as watched:
        page = watched.page
        page.add_init_script(
            "for (const name of ['getItem', 'setItem']) Storage.prototype[name] = () => { throw new DOMException('no') }\n"
            + LEAVES
        )
        page.goto(f"{site}format/")
        page.keyboard.press("?")
        page.get_by_label("Use these keys").uncheck()
        page.keyboard.press("Escape")
        does_nothing(page, *OURS)
        watched.errors.clear()
