"""The page of numbers shows what was measured."""

import re

from bench.tables import PAGE, page
from projects import ROOT


def test_the_tables_that_the_page_includes_are_those_of_the_noted_figures():
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(), "write them anew: python -m bench.tables"
    sections = re.findall(r"\[start:(\w+)\]", text)
    included = re.findall(
        r'^--8<-- "(.+):(\w+)"$', (ROOT / "docs/numbers.md").read_text(encoding="utf-8"), re.M
    )
    assert sorted(included) == sorted((PAGE.relative_to(ROOT).as_posix(), section) for section in sections)
