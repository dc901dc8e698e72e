"""A time line on a page that was made earlier."""

import pytest


def ends(page):
    """Where the upright lines of the time line stand, each once."""
    return set(page.locator(".support .now").evaluate_all("all => all.map(it => it.getAttribute('x1'))"))


@pytest.mark.parametrize(
    ("day", "share"), [("2026-12-31T12:00:00", 36 / 60), ("2028-06-30T12:00:00", 54 / 60)]
)
def test_the_upright_line_is_the_readers_today(window, site, day, share):
    """The time line runs from January 2024 to December 2028."""
    with window() as watched:
        page = watched.page
        page.clock.set_fixed_time(day)
        page.goto(f"{site}by-team/")
        page.wait_for_function("document.querySelector('.support .day').textContent == 'today'")
        assert {round(float(end.removesuffix("%"))) for end in ends(page)} == {round(100 * share)}


def test_without_the_script_or_by_a_clock_beyond_its_ends_it_is_the_month_in_which_it_was_looked_up(
    window, site
):
    for day in (None, "2031-01-01T12:00:00", "1970-01-01T12:00:00"):
        with window(java_script_enabled=bool(day)) as watched:
            page = watched.page
            page.clock.set_fixed_time(day) if day else None
            page.goto(f"{site}by-team/")
            page.wait_for_load_state("networkidle")
            assert page.locator(".support .day").inner_text() == "2026-11, when this was looked up"
            assert ends(page) == {"58.3%"}
