"""The releases that get fixes -> a time line."""

import pytest
from trees_in_memory import BICYCLE, Html, guide_of, small

from macros import guide
from macros.pages.render import Renderer
from macros.pages.support import time_line

BICYCLE_GUIDE = guide.load(BICYCLE)


def test_a_time_line_runs_from_january_of_the_first_year_to_december_of_the_last():
    """Fixes from March 2024 to February 2027: four years, 48 months."""
    line = time_line(BICYCLE_GUIDE.tree)
    assert (line.first, line.months) == (2024 * 12, 48)
    assert line.years == ((2024, 0), (2025, 25), (2026, 50), (2027, 75))


def test_a_window_ends_with_its_last_month_or_where_that_is_not_known_with_the_month_of_reading():
    """Model 8: from the 3rd month on for 36 months. Model 9: from the 29th, for the 7 months to November 2026."""
    line = time_line(BICYCLE_GUIDE.tree)
    drawn = [(window.owner, window.release.name, window.left, window.width) for window in line.windows]
    assert drawn == [
        ("city", "Model 8", pytest.approx(100 * 2 / 48), pytest.approx(75)),
        ("city", "Model 9", pytest.approx(100 * 28 / 48), pytest.approx(100 * 7 / 48)),
    ]
    assert (line.read, line.now) == ("2026-11", pytest.approx(100 * 35 / 48))


def test_the_picture_has_a_table_and_does_not_take_the_day_of_the_build_for_today():
    html = Html(Renderer(BICYCLE_GUIDE)("support.html.j2", "../", line=time_line(BICYCLE_GUIDE.tree)))
    assert "The upright line: 2026-11, when this was looked up" in html.words
    assert (
        "City bicycle Model 8 2024-03 to 2027-02 City bicycle Model 9 2026-05 to the next release"
        in html.words
    )
    assert [mark["x1"] for _, mark in html.tags if mark.get("class") == "now"] == ["72.9%", "72.9%"]
    assert [mark["x1"] for _, mark in html.tags if mark.get("class") == "open"] == ["72.9%"]
    assert html.words.endswith("Spare parts, read 2026-11-19")


def test_a_tree_without_releases_has_no_time_line(tmp_path):
    assert time_line(guide_of(tmp_path, small()).tree) is None
