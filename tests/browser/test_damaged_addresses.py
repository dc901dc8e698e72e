"""Addresses as mail programs, chats and strangers hand them on: read as they were meant, and what cannot be read is told."""

import random
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from trails import READY, Trail, address, end, fragment, labels, longest, words

TOLD = "Part of the address could not be understood, and was left out."
SEED, HOW_MANY = 20261128, 100
RAN = "ran = 1"  # what markup in an address would do, if it were taken for markup
STRANGE = (
    f"<img src=x onerror='{RAN}'>=x", f"x=<script>{RAN}</script>", f'"><svg onload="{RAN}">', f"javascript:{RAN}",
    "utm_source=news", "fbclid=IwAR0", "__proto__=x", "constructor=prototype", "{{7*7}}={{7*7}}", "%", "%E0%A4%A",
    "_vs=a.b", "%00=%00", "=", "a" * 60_000, "a=" + "%25" * 20_000, "🦔=é", "../../x=//y",
)  # fmt: skip


def encoded(text: str, times: int) -> str:
    """All but letters and digits as %.., and that again; the "#" in front is left alone."""
    for _ in range(times):
        text = text[0] + quote(text[1:], safe="-._~")
    return text


def damaged(chance: random.Random, trail: Trail) -> str:
    """A fragment of a trail, damaged once or twice."""
    torn = fragment(trail)
    for damage in chance.sample(["cut", "doubled", "escaped", "foreign", "amp"], chance.choice([1, 2])):
        match damage:
            case "cut":
                torn = torn[: chance.randrange(1, len(torn))]
            case "doubled":
                torn += torn
            case "escaped":
                torn = encoded(torn, chance.choice([1, 2, 3]))
            case "foreign":
                torn = (
                    f"{torn}&{chance.choice(STRANGE)}"
                    if chance.random() < 0.5
                    else f"#{chance.choice(STRANGE)}&{torn[1:]}"
                )
            case "amp":
                torn = torn.replace("&", "&amp;")
    return torn


def meant(tree, torn: str) -> tuple[Trail, bool]:
    """What can be read of a fragment, and whether there is more in it: worked out apart from the script."""
    before = None
    while torn != before:
        before, torn = torn, re.sub("%([2-7][0-9A-Fa-f])", lambda sign: chr(int(sign[1], 16)), torn)
    found, more = {}, False
    for part in re.split("[#&]", torn.replace("&amp;", "&")):
        question, _, answer = part.partition("=")
        if question in tree.questions and answer in tree.questions[question].answers:
            more |= found.get(question, answer) != answer
            found[question] = answer
        else:
            more |= bool(part)
    return [*found.items()], more


def test_a_hundred_damaged_addresses_raise_no_error_run_no_markup_and_say_what_was_not_read(
    window, site, guide, subtests
):
    tree, trail, chance = guide.tree, longest(guide.tree), random.Random(SEED)
    routes = [f"decide/{trail[-1][0]}/", f"outcome/{end(tree, trail)}/", "map/", "compare/?show=mine"]
    told = 0
    with window() as watched:
        page = watched.page
        for number in range(HOW_MANY):
            route, torn = chance.choice(routes), damaged(chance, trail)
            given, more = meant(tree, torn)
            told += more
            with subtests.test(f"{number}: {route}{torn[:200]}"):
                page.goto("about:blank")
                page.goto(site + route + torn)
                page.locator(READY if given else ".unread").first.wait_for(state="attached")
                assert page.locator(".unread").all_inner_texts() == [TOLD] * more
                assert page.evaluate("self.ran") is None
                assert page.locator("[onerror], [onload], [src=x], [href^=javascript]").count() == 0
                assert page.evaluate("scrollX") == 0
                if given == trail and route in routes[:2]:
                    assert words(page.locator(".trail li a")) == labels(tree, trail)
                assert watched.errors == []
    assert HOW_MANY / 4 < told < HOW_MANY * 3 / 4  # both are tried


ENDS = (
    ".", ")", ").", "*", "**", ">", ",", ";", "!", '"', "'", "]", "%20", "%22", "%3E", "%2520", "\u200b", "%E2%80%8B", "%E2%80%9D.",
    "%C2%A0", "?utm_source=x", "?utm_source=x&utm_medium=y#z", "%3Futm_source%3Dx", "?fbclid=IwAR0",
)  # fmt: skip


def test_what_a_chat_adds_behind_a_trail_takes_no_answer_away_and_is_not_told(window, site, guide, subtests):
    tree, trail = guide.tree, longest(guide.tree)
    with window() as watched:
        page = watched.page
        for added in ENDS:
            with subtests.test(added):
                page.goto("about:blank")
                page.goto(address(site, tree, trail[-1][0], trail) + added)
                page.locator(READY).wait_for(state="attached")
                assert words(page.locator(".trail li a")) == labels(tree, trail)
                assert page.locator(".unread").count() == 0


def test_what_a_chat_adds_behind_a_row_leaves_it_open_and_is_not_told(window, site, subtests):
    with window() as watched:
        page = watched.page
        for added in ENDS:
            with subtests.test(added):
                page.goto("about:blank")
                page.goto(f"{site}compare/#csrf{added}")
                page.locator(".row[open]", has=page.locator("#csrf")).wait_for()
                assert page.locator(".unread").count() == 0


@pytest.mark.parametrize("sign", ["%23", "%2523", "%252523"])
def test_a_link_whose_sign_before_the_trail_was_encoded_is_mended_by_the_page_for_lost_readers(
    window, site, guide, sign
):
    tree, trail = guide.tree, longest(guide.tree)
    with window() as watched:
        page = watched.page
        page.goto(address(site, tree, end(tree, trail), trail).replace("#", sign))
        page.wait_for_url(address(site, tree, end(tree, trail), trail))
        expect(page.locator(".trail li a")).to_have_text(labels(tree, trail))


def test_the_page_for_lost_readers_leaves_the_site_for_no_other(window, site):
    host = re.match(r"https?://[^/]+/", site)[0]
    with window(address=host) as watched:
        page = watched.page
        page.goto(f"{host}/example.org/no/such/page/%23x")  # two slashes: elsewhere, a host
        page.wait_for_url(f"{host}/example.org/no/such/page/#x")


# --- what is asked for behind the question mark ---

ROWS = "document.querySelectorAll('.row:not([hidden])').length"
TICKED = "all => all.filter(box => box.checked).map(box => box.value)"
ALL_COLUMNS = ["django", "flask", "fastapi"]
ASKED = {
    "compare/?columns=django,flask": (ALL_COLUMNS[:2], ["differs"], False),
    "compare/?columns=django%252Cflask": (ALL_COLUMNS[:2], ["differs"], False),
    "compare/?columns%3Ddjango%2Cflask": (ALL_COLUMNS[:2], ["differs"], False),
    "compare/?show=all&amp;columns=django": (ALL_COLUMNS[:1], ["all"], False),
    "compare/?utm_source=news&fbclid=1&show=all": (ALL_COLUMNS, ["all"], False),
    "compare/?columns=": (ALL_COLUMNS, ["differs"], False),
    "compare/?columns=rails": (ALL_COLUMNS, ["differs"], True),
    "compare/?columns=flask,rails": (["flask"], ["differs"], True),
    "compare/?show=toString": (ALL_COLUMNS, ["differs"], True),
    "compare/?show=<b>": (ALL_COLUMNS, ["differs"], True),
    "compare/?show=%E0%A4%A": (ALL_COLUMNS, ["differs"], True),
    "compare/?show=mine#no=answer": (ALL_COLUMNS, ["differs"], True),
    "compare/#no-such-row": (ALL_COLUMNS, ["differs"], True),
    "projects/?uses=flask": ([], ["flask", ""], False),
    "projects/?uses%3Dflask%26verdict%3Dsame": ([], ["flask", "same"], False),
    "projects/?uses=rails": ([], ["", ""], True),
    "projects/?uses=flask&verdict=__proto__": ([], ["flask", ""], True),
    "projects/#nobody": ([], ["", ""], True),
}


def test_what_is_asked_for_is_looked_up_and_what_is_unknown_is_told(window, site, subtests):
    with window() as watched:
        page = watched.page
        for route, (columns, choices, told) in ASKED.items():
            with subtests.test(route):
                page.goto("about:blank")
                page.goto(site + route)
                if told:
                    page.locator(".unread").wait_for()
                assert page.locator(".columns input").evaluate_all(TICKED) == columns
                assert page.locator(":is(.choices, .filter) input").evaluate_all(TICKED) == choices
                assert page.locator(".notice p").all_inner_texts() == [TOLD] * told


def test_words_to_find_are_read_as_they_were_typed(window, site):
    with window() as watched:
        page = watched.page
        for coded, typed in {
            "file%2520upload": "file upload",
            "R%26D": "R&D",
            "100%25": "100%",
            "%3Cb%3E": "<b>",
        }.items():
            page.goto(f"{site}compare/?find={coded}")
            expect(page.locator(".find input")).to_have_value(typed)
            assert page.locator(".unread").count() == 0


def test_an_unknown_column_is_told_beside_a_trail_that_is_not_read(window, site, guide):
    node = next(node for node, question in guide.tree.questions.items() if question.compare)
    with window() as watched:
        page = watched.page
        page.goto(f"{site}decide/{node}/?columns=rails#no=answer")
        page.locator(READY).wait_for(state="attached")
        assert page.locator(".notice p").all_inner_texts() == [TOLD]
