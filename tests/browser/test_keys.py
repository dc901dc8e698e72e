"""The guide by keys alone, in a real Chromium: to an outcome and back, and into the search."""

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
                    re.compile(rf"^Question {place + 1} · {more}( · so far [\w ]+ \d+(, [\w ]+ \d+)*)?$")
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
