"""macros/cards.py; that each page of a site names its card stands in test_site.py."""

import re
from io import BytesIO
from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image, ImageChops, ImageFont, ImageStat
from projects import ROOT
from trees_in_memory import guide_of, small

from macros.pages import cards

ASSETS = ROOT / "docs/assets"
BUDGET = 14 * 1024  # bytes of the fullest card; a name of two lines takes 10 KiB
MARGIN = 72  # pixels without ink on all sides
HEAD, FOOT = (152, 172), (488, 502)  # rows that keep the large text apart from what is above and below it
TITLE, REASONS = "Tea or coffee?", "The reasons, and what would change the answer"
SENTENCE = (
    "Start with a small pot behind the kettle that you have, and look again when the guests have doubled"
)
NAMES = {
    "empty": "",
    "a word": "Tea",
    "two lines": "Tea with milk, sugar and a biscuit",
    "four lines": SENTENCE,
    "too many words": 9 * SENTENCE,
    "one endless word": 30 * "camomile",
}


def drawn(png: bytes) -> Image.Image:
    """The picture as lightness: black where nothing is drawn."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    return ImageChops.difference(picture, Image.new("RGB", picture.size, cards.ACCENT)).convert("L")


def rows(picture: Image.Image, span: tuple[int, int]) -> Image.Image:
    return picture.crop((0, span[0], picture.width, span[1]))


@pytest.fixture(params=NAMES.values(), ids=NAMES)
def name(request) -> str:
    return request.param


def test_a_card_is_a_small_png_of_the_size_that_all_agree_on(name):
    png = cards.card(TITLE, name, REASONS)
    picture = Image.open(BytesIO(png))
    assert (picture.format, picture.size, len(picture.getcolors())) == ("PNG", (1200, 630), len(cards.SHADES))
    assert len(png) < BUDGET


def test_the_same_texts_make_the_same_bytes_and_others_do_not():
    assert cards.card(TITLE, "Tea", REASONS) == cards.card(TITLE, "Tea", REASONS)
    texts = [(TITLE, "Tea", REASONS), (TITLE, "Milk", REASONS), ("Tea?", "Tea", REASONS), (TITLE, "Tea", "")]
    assert len({cards.card(*it) for it in texts}) == len(texts)


def test_all_that_is_drawn_stays_within_the_frame(name):
    left, top, right, bottom = drawn(cards.card(9 * TITLE, name, 9 * REASONS)).getbbox()
    assert left >= MARGIN and top >= MARGIN and right <= 1200 - MARGIN and bottom <= 630 - MARGIN


def test_the_large_text_keeps_clear_of_what_stands_above_and_below_it(name):
    picture = drawn(cards.card(TITLE, name, REASONS))
    assert [rows(picture, span).getbbox() for span in (HEAD, FOOT)] == [None, None]


def test_a_long_name_is_drawn_to_its_last_word_and_one_that_is_too_long_fills_the_card():
    assert cards.card("", SENTENCE, "") != cards.card("", SENTENCE.replace("doubled", "trebled"), "")
    picture = drawn(cards.card("", 9 * SENTENCE, ""))
    _, top, _, bottom = rows(picture, (HEAD[1], FOOT[0])).getbbox()
    assert bottom - top > 3 * cards.LEADING * cards.SIZES[-1]


def test_lines_are_about_as_long_as_one_another():
    """Filled line by line, the last would be left with one word."""
    picture = drawn(cards.card("", "Milk, honey and lemon tea", ""))
    _, top, _, bottom = rows(picture, (HEAD[1], FOOT[0])).getbbox()
    middle = HEAD[1] + (top + bottom) // 2
    first, last = (rows(picture, span).getbbox() for span in ((HEAD[1], middle - 20), (middle + 20, FOOT[0])))
    assert 0.7 < (first[2] - first[0]) / (last[2] - last[0]) < 1.4


@pytest.mark.parametrize("name", ["Milk", "Tea", "jam", "Vanilla"])
def test_the_ink_of_a_name_begins_at_the_edge_whatever_its_first_letter(name):
    picture = drawn(cards.card("", name, ""))
    assert rows(picture, (HEAD[1], FOOT[0])).getbbox()[0] == cards.EDGE


def test_without_a_name_that_can_be_drawn_the_title_is_large():
    assert (
        cards.card(TITLE, "", REASONS) == cards.card("", TITLE, REASONS) == cards.card(TITLE, "茶", REASONS)
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It’s “good”…", "It’s “good”…"),
        ("tea – or coffee — or milk", "tea - or coffee - or milk"),
        ("Café Zürich, Łódź, Straße", "Cafe Zurich, Lodz, Strasse"),
        ("one\u00a0pot\u200b, soft\u00adly", "one pot, softly"),
        ("A 🫖 of tea → 2 × 3 €", "A of tea -> 2 x 3 EUR"),
        ("чай", ""),
        ("Tea ≥ coffee", ""),
        ("", ""),
    ],
)
def test_what_the_font_lacks_is_written_otherwise_or_not_at_all(text, shown):
    assert cards.drawable(text) == shown


@given(some.text())
def test_no_text_is_drawn_as_boxes(text):
    font = ImageFont.load_default(40)
    box = bytes(font.getmask("\N{CJK UNIFIED IDEOGRAPH-4E2D}"))
    assert [sign for sign in cards.drawable(text) if bytes(font.getmask(sign)) == box] == []


def test_a_tree_has_one_card_for_itself_and_one_for_each_outcome(tmp_path):
    tea = guide_of(tmp_path, small()).tree
    images = dict(cards.images(tea))
    of_outcomes = {f"assets/cards/outcome/{node}.png" for node in tea.outcomes}
    assert images.keys() == {"assets/apple-touch-icon.png", "assets/cards/guide.png"} | of_outcomes
    assert len(set(images.values())) == len(images)


# --- what stands elsewhere too ---


def test_the_accent_is_that_of_the_light_pages():
    [accent] = re.findall(r'"default"\] \{.*?--accent: #(\w+);', (ASSETS / "guide.css").read_text(), re.S)
    assert bytes(cards.ACCENT).hex() == accent


def test_the_icon_of_a_home_screen_shows_what_the_icon_of_a_tab_shows(browser):
    page = browser.new_page(viewport={"width": cards.ICON, "height": cards.ICON})
    page.set_content(f"<style>body {{ margin: 0 }}</style>{(ASSETS / 'icon.svg').read_text()}")
    tab = drawn(page.screenshot())
    page.close()
    home = drawn(cards.icon(cards.ICON))
    assert home.size == tab.size
    inside = (12, 12, cards.ICON - 12, cards.ICON - 12)  # the corners are round on a tab only
    assert ImageStat.Stat(ImageChops.difference(tab, home).crop(inside)).mean[0] < 4


def on_the_way(line, at):
    """The point at a part of the way along a curve, by halving it again and again (de Casteljau)."""
    while len(line) > 1:
        line = [
            tuple(a + (b - a) * at for a, b in zip(one, other, strict=True)) for one, other in pairwise(line)
        ]
    return line[0]


def test_the_icon_is_white_along_its_lines_and_nowhere_else():
    picture, unit = drawn(cards.icon(cards.ICON)), cards.ICON / 32
    assert picture.size == (cards.ICON, cards.ICON)
    lines = [cards.TRUNK, cards.BRANCH, cards.HEAD[:2], cards.HEAD[1:]]
    lines += [[(32 - x, y) for x, y in line] for line in lines]
    points = [on_the_way(line, step / 200) for line in lines for step in range(201)]
    _, white = picture.getextrema()
    assert {picture.getpixel((int(x * unit), int(y * unit))) for x, y in points} == {white}
    for x in range(0, cards.ICON, 3):
        for y in range(0, cards.ICON, 3):
            away = min(hypot(x - a * unit, y - b * unit) for a, b in points) - cards.STROKE * unit / 2
            assert (
                (picture.getpixel((x, y)) == 0)
                if away > 2
                else away > -2 or picture.getpixel((x, y)) == white
            )


def test_a_card_says_what_it_is_the_card_of(tmp_path):
    it = dict(cards.images(guide_of(tmp_path, small()).tree))
    assert it == {
        "assets/apple-touch-icon.png": cards.icon(180),
        "assets/cards/guide.png": cards.card(
            "Which pet?", "", "A few questions, then an answer with its reasons"
        ),
        "assets/cards/outcome/dog.png": cards.card("Which pet?", "A dog", REASONS),
        "assets/cards/outcome/cat.png": cards.card("Which pet?", "A cat", REASONS),
    }


@pytest.mark.parametrize("name", ["HAT", "HAT HAT HAT HAT HAT HAT", "HAT " * 14])
def test_the_large_text_stands_in_the_middle_of_the_height(name):
    _, top, _, bottom = rows(drawn(cards.card("", name, "")), (HEAD[0], FOOT[0])).getbbox()
    assert abs(HEAD[0] + (top + bottom) / 2 - 315) <= 3


def test_the_small_texts_stand_where_the_mark_and_the_foot_are():
    picture = drawn(cards.card("HAT", "x", "HAT"))
    over, foot = picture.crop((172, 0, 1200, HEAD[0])), rows(picture, (FOOT[1], 630))
    assert over.getbbox()[1] + over.getbbox()[3] == pytest.approx(2 * (88 + 32), abs=3)
    assert (FOOT[1] + foot.getbbox()[3], foot.getbbox()[0]) == pytest.approx((630 - 88, 88), abs=4)
    assert (over.getextrema()[1], over.getbbox()[0]) == (picture.getextrema()[1], pytest.approx(0, abs=4))
    assert foot.getextrema()[1] < picture.getextrema()[1], "the foot is quiet"


def test_a_pixel_takes_two_bits():
    for png in (cards.card(TITLE, "Tea", REASONS), cards.icon(180)):
        assert (png[12:16], png[24]) == (b"IHDR", 2)


@pytest.mark.parametrize("place", [0, 1], ids=["title", "foot"])
def test_a_text_without_room_is_cut_as_late_as_can_be(place):
    """Another letter would not fit: the white that is left is narrower than the widest."""
    texts = ["", ""]
    texts[place] = "M" * 200
    picture = drawn(cards.card(texts[0], "x", texts[1]))
    ink = picture.crop((172, 0, 1200, HEAD[0])) if place == 0 else rows(picture, (FOOT[1], 630))
    letter = ImageFont.load_default(cards.SMALL).getlength("M")
    right = ink.getbbox()[2] + (172 if place == 0 else 0)
    assert 1200 - 88 - letter - 4 < right <= 1200 - 88
