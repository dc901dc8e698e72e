"""lychee.toml: a link to another host that may fail has a reason and a last day, and that day is not over."""

import re
import subprocess
import tomllib
from datetime import date

import pytest
from projects import ROOT

TEXT = (ROOT / "lychee.toml").read_text(encoding="utf-8")
ENTRY = re.compile(r"""\s*('[^']+'|"[^"]+"), # until (\d{4}-\d\d-\d\d): \S.*""")


def lines_of_exceptions(text: str) -> list[str]:
    return re.search(r"^exclude = \[\n(.*?)^\]$", text, re.M | re.S)[1].splitlines()


def faults(text: str, today: date) -> list[str]:
    """What is wrong with the exceptions in the text of a lychee.toml, as far as `today` tells."""
    found = []
    for line in lines_of_exceptions(text):
        entry = ENTRY.fullmatch(line)
        if not entry:
            found.append(f"no last day and reason: {line.strip()}")
        elif date.fromisoformat(entry[2]) < today:
            found.append(f"its last day is over: {line.strip()}")
    return found


def test_each_exception_has_a_reason_and_a_last_day_to_come():
    assert faults(TEXT, date.today()) == []
    assert len(tomllib.loads(TEXT)["exclude"]) == len(lines_of_exceptions(TEXT))


SHOWN = re.search(r"^# +('.*)$", TEXT, re.M)[1]


@pytest.mark.parametrize(
    ("line", "today", "found"),
    [
        pytest.param(SHOWN, "2027-05-31", [], id="the-last-day"),
        pytest.param(SHOWN, "2027-06-01", [f"its last day is over: {SHOWN}"], id="the-day-after"),
        pytest.param("'x',", "2027-01-01", ["no last day and reason: 'x',"], id="nothing"),
        pytest.param(
            "'x', # until 2027-05-31:",
            "2027-01-01",
            ["no last day and reason: 'x', # until 2027-05-31:"],
            id="no-reason",
        ),
        pytest.param(
            "'x', # it is slow", "2027-01-01", ["no last day and reason: 'x', # it is slow"], id="no-day"
        ),
        pytest.param(
            f"'x', {SHOWN}", "2027-01-01", [f"no last day and reason: 'x', {SHOWN}"], id="two-in-a-line"
        ),
    ],
)
def test_an_exception_without_a_reason_or_past_its_last_day_is_found(line, today, found):
    assert faults(f"exclude = [\n    {line}\n]\n", date.fromisoformat(today)) == found


def test_the_answers_that_are_remembered_are_no_part_of_the_repository():
    assert subprocess.run(["git", "check-ignore", "-q", ".lycheecache"], cwd=ROOT).returncode == 0
    assert " .lycheecache " in (ROOT / "Makefile").read_text().partition("\nclean:")[2]
