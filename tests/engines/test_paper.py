"""On paper: an outcome is one sheet, and what can only be pressed is not on it."""

import base64
import re
import zlib

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.print_page_options import PrintOptions
from trails import address, end, paths

A4 = (596, 842)  # points, as Firefox rounds them
A4_INSIDE = (680, 900)  # pixels between the margins of 15 mm, and a height
SHOWN = ["h1", ".summary", ".sure", ".reasons", "#what-to-watch", ".near", ".projects-here", ".printed"]
LEFT_OUT = """.md-header, .md-tabs, .md-footer, .trail, .notice, .take, .commands, .outcome details, .mend,
    .change, .copy, .headerlink, .page button"""
FOLDED = "return document.querySelectorAll('article details:not([open])').length"
SHOWN_ROWS = """return [...document.querySelectorAll('.row')].filter(row => row.checkVisibility())
    .map(row => row.querySelector('h3').id)"""
# For a driver that cannot print: what the style sheets hold for paper, they now hold for the screen.
PAPER = r"""for (const sheet of document.styleSheets)
  for (const {media} of sheet.cssRules)
    if (media) media.mediaText = media.mediaText.replace(/\bscreen\b/g, 'not all').replace(/\bprint\b/g, 'all')"""


@pytest.fixture
def outcome(reader, site, tree, walk):
    """The address of an outcome with its trail, opened."""
    here = address(site, tree, end(tree, walk), walk)
    reader.go(here)
    return here


def unpacked(pdf: bytes) -> bytes:
    """All of it that is compressed."""
    streams = re.findall(rb"/FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return b"\n".join(zlib.decompressobj().decompress(stream) for stream in streams)


def printed(reader) -> tuple[int, set[tuple[int, ...]]]:
    """How many pages there are on paper, and their sizes."""
    options = PrintOptions()
    options.page_width, options.page_height = 21.0, 29.7  # centimetres
    pdf = base64.b64decode(reader.driver.print_page(options))
    pdf += unpacked(pdf)
    boxes = re.findall(rb"/MediaBox \[ *0 0 ([\d.]+) ([\d.]+) *\]", pdf)
    sizes = {tuple(int(float(size)) for size in box) for box in boxes}
    return len(re.findall(rb"/Type /Page\b", pdf)), sizes


def test_each_outcome_at_the_end_of_a_longest_way_fills_one_sheet_where_the_driver_prints(
    reader, site, tree, engine
):
    longest_ways = {end(tree, trail): trail for trail in sorted(paths(tree), key=len)}
    if engine == "webkit":
        reader.open(site)
        with pytest.raises(WebDriverException, match="Unknown command"):
            printed(reader)
        return
    sheets = {}
    for node, trail in longest_ways.items():
        reader.go(address(site, tree, node, trail))
        sheets[node] = printed(reader)
    assert sheets == dict.fromkeys(longest_ways, (1, {A4}))


def test_the_style_for_paper_shows_the_verdict_and_its_address_and_hides_what_is_pressed(reader, outcome):
    reader.resize(A4_INSIDE)
    assert reader.seen(".printed") == []
    assert len(reader.seen(".take button")) == 5
    reader.run(PAPER)
    assert reader.run("return matchMedia('print').matches") is False  # it is the screen that shows it
    for part in SHOWN:
        assert reader.seen(part), part
    assert reader.seen(".printed")[0].startswith(f"{outcome}, 2")
    assert reader.seen(LEFT_OUT) == []
    assert reader.run("return document.scrollingElement.scrollWidth") == A4_INSIDE[0]


def test_what_is_folded_is_unfolded_for_paper_alone_and_the_address_keeps_the_open_row(reader, site):
    reader.open(f"{site}compare/#csrf")
    reader.until(lambda: reader.all(".row[open]"))
    before = reader.run(FOLDED)
    assert before > 100
    reader.run("dispatchEvent(new Event('beforeprint'))")
    assert reader.run(FOLDED) == 0
    reader.run(PAPER)
    assert reader.run(SHOWN_ROWS) == ["csrf"]
    reader.run("dispatchEvent(new Event('afterprint'))")
    assert reader.run(FOLDED) == before
    assert reader.run("return location.href") == f"{site}compare/#csrf"


def test_a_row_opened_after_printing_stands_in_the_address(reader, site):
    reader.open(f"{site}compare/")
    reader.until(lambda: reader.run(FOLDED) > 100)
    for event in ("beforeprint", "afterprint"):
        reader.run(f"dispatchEvent(new Event('{event}'))")
    reader.click(".row:has(#csrf) > summary")
    reader.sees(lambda: reader.run("return location.href"), f"{site}compare/#csrf")
