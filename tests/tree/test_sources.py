"""When the cited pages were read."""

import datetime

import pytest
from trees_in_memory import BICYCLE, changed, told

from macros import guide
from macros.article import check as article_check
from macros.tree.sources import latest_today, old_sources

TEXT = BICYCLE.read_text(encoding="utf-8")
LAST = datetime.date(2026, 11, 20)  # one source was read on this day, all else a day before
DAY = datetime.timedelta(days=1)


def test_the_age_of_what_was_read_or_looked_at_is_reported_in_whole_months():
    tree = guide.load(BICYCLE).tree
    newest = ("criteria", "room", "cells", "city", "source", "read")
    older = {
        ("criteria", "room", "cells", "city", "looked", "read"),
        ("criteria", "thieves", "cells", "city", "source", "read"),
        ("criteria", "thieves", "cells", "city", "looked", "read"),
        ("alternatives", "city", "supported", "read"),
        ("add-ons", "balloon-tyres", "read"),
        ("add-ons", "wheel-bag", "read"),
    }
    assert dict(old_sources(tree, LAST + 305 * DAY, months=9)) == dict.fromkeys({newest} | older, 10)
    assert dict(old_sources(tree, LAST + 273 * DAY, months=9)) == dict.fromkeys(older, 9)
    assert old_sources(tree, LAST, months=9) == []


def test_no_source_can_have_been_read_after_today():
    line = TEXT[: TEXT.index("read: 2026-11-20")].count("\n") + 1
    column = TEXT.splitlines()[line - 1].index("2026-11-20") + 1
    fault = "criteria.room.cells.city.source.read: 2026-11-20 is in the future. Write the day on which it was read."
    assert told(guide.load, BICYCLE, LAST - DAY) == [f"{line}:{column}  {fault}"]
    assert told(guide.load, BICYCLE, LAST) == []


def test_without_a_day_no_source_is_in_the_future(tmp_path):
    file = tmp_path / "decision_tree.yaml"
    file.write_text(without_proofs(("read: 2026-11-20", "read: 9999-12-31")), encoding="utf-8")
    assert told(guide.load, file) == []


def test_check_and_build_compare_the_sources_with_the_day_that_it_is(tmp_path):
    (tmp_path / "docs").mkdir()
    file, today = tmp_path / "decision_tree.yaml", latest_today()
    file.write_text(without_proofs(("read: 2026-11-20", f"read: {today}")), encoding="utf-8")
    assert told(article_check.load, file) == []
    file.write_text(without_proofs(("read: 2026-11-20", f"read: {today + 7 * DAY}")), encoding="utf-8")
    (fault,) = told(article_check.load, file)
    assert fault.endswith(f"{today + 7 * DAY} is in the future. Write the day on which it was read.")


def test_today_is_the_day_where_days_begin_first():
    """A contributor east of the machine that checks is not told off for a page that was read this morning."""
    before = datetime.datetime.now(datetime.UTC)
    today = latest_today()
    after = datetime.datetime.now(datetime.UTC)
    assert today in {(moment + datetime.timedelta(hours=14)).date() for moment in (before, after)}


@pytest.mark.parametrize(("hour", "day"), [(9, 20), (10, 21)])
def test_a_day_begins_when_it_is_ten_the_day_before_in_greenwich(monkeypatch, hour, day):
    class Clock(datetime.datetime):
        @classmethod
        def now(cls, zone):
            return datetime.datetime(2026, 11, 20, hour, 30, tzinfo=datetime.UTC).astimezone(zone)

    monkeypatch.setattr(datetime, "datetime", Clock)
    assert latest_today() == datetime.date(2026, 11, day)


def without_proofs(*changes):
    """The bicycle, changed, with opinions where it has proofs, so that it needs no other file."""
    lines = changed(TEXT, *changes).split("\n")
    return "\n".join(
        f"{line.partition('proof: ')[0]}judgement: We did.}}" if "proof: " in line else line for line in lines
    )
