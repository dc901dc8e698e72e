"""A reader chooses real projects: by style alone, and kept in the address by a script; where a link to one leads."""

import pytest
from playwright.sync_api import expect

from macros.cases.walks import VERDICTS


def seen(page):
    """The ids of the projects that are to be seen."""
    return page.locator(".walk h3").evaluate_all("all => all.filter(it => it.offsetHeight).map(it => it.id)")


def ids(guide, verdict=None, uses=None):
    """Those of the cases with a verdict, and that use something."""
    rank = [*reversed(VERDICTS)].index
    return [
        one.id
        for one in sorted(guide.cases, key=lambda one: rank(one.verdict))
        if (not verdict or one.verdict == verdict) and (not uses or one.case.uses == uses)
    ]


@pytest.mark.parametrize("width", [1280, 390])
def test_projects_are_chosen_by_what_they_use_and_by_verdict_and_the_address_keeps_it(
    window, site, guide, width
):
    with window(width) as watched:
        page = watched.page
        page.goto(f"{site}projects/")
        expect(page.locator(".shown")).to_have_text(f"{len(guide.cases)} of {len(guide.cases)} shown")
        page.locator(".filter input[value=flask]").check()
        assert seen(page) == ids(guide, uses="flask")
        page.locator(".filter input[value=also-fine]").check()
        chosen = ids(guide, "also fine", "flask")
        assert chosen and seen(page) == chosen
        expect(page.locator(".shown")).to_have_text(f"{len(chosen)} of {len(guide.cases)} shown")
        assert page.url == f"{site}projects/?uses=flask&verdict=also-fine"
        page.reload()
        page.wait_for_function("document.querySelector('.filter input[value=also-fine]').checked")
        assert seen(page) == chosen
        page.locator(".filter input[name=verdict][value='']").check()
        assert page.url == f"{site}projects/?uses=flask"


def test_without_the_script_projects_are_chosen_all_the_same(window, site, guide):
    with window(java_script_enabled=False) as watched:
        page = watched.page
        page.goto(f"{site}projects/")
        page.locator(".filter input[value=different]").check()
        assert seen(page) == ids(guide, "different")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_link_in_the_field_leads_to_a_project_below_the_bar_even_if_it_was_not_chosen(
    window, site, guide, width
):
    same = ids(guide, "same")[0]
    with window(width) as watched:
        page = watched.page
        page.goto(f"{site}projects/?verdict=different")
        page.wait_for_function("document.querySelector('.filter input[value=different]').checked")
        page.locator(f".field a[href='#{same}']").click()
        assert seen(page) == sorted([*ids(guide, "different"), same], key=ids(guide).index)
        top = page.locator(f"#{same}").evaluate("it => it.getBoundingClientRect().top")
        bar = page.locator(".md-header").evaluate("it => it.getBoundingClientRect().bottom")
        assert bar < top < page.viewport_size["height"]


def test_no_word_of_a_heading_is_broken_on_a_phone(window, site):
    with window(390) as watched:
        page = watched.page
        page.goto(f"{site}projects/")
        broken = page.locator(".projects :is(h1, h2, h3, th)").evaluate_all("""all => all.flatMap(it => {
          const range = document.createRange(), found = [];
          const texts = document.createTreeWalker(it, NodeFilter.SHOW_TEXT);
          while (texts.nextNode())
            for (const word of texts.currentNode.data.matchAll(/\\S+/g)) {
              range.setStart(texts.currentNode, word.index);
              range.setEnd(texts.currentNode, word.index + word[0].length);
              const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
              if (lines.size > 1) found.push(word[0]);
            }
          return found;
        })""")
        assert broken == []


def test_a_project_starts_from_its_answers_at_its_outcome(window, site, guide):
    one = next(one for one in guide.cases if one.walk.trail)
    with window() as watched:
        page = watched.page
        page.goto(f"{site}projects/")
        page.locator(f".walk:has(#{one.id}) .from a").first.click()
        assert page.url == f"{site}outcome/{one.walk.ends[0]}/#{one.walk.fragment}"
