"""The images that are shown for a link; that each page of a site names its card stands in tests/site."""

import re
from io import BytesIO

import pytest
from PIL import Image, ImageChops
from projects import ROOT
from trees_in_memory import guide_of, small

from macros.pages import cards

BUDGET = 20 * 1024  # bytes of the fullest card; a name of two lines takes 11 KiB
EDGE = 72  # pixels without ink on all sides
HEAD, FOOT = (160, 168), (492, 500)  # rows that keep the large text apart from what is above and below it
TITLE, REASONS = "Tea or coffee?", "The reasons, and what would change the answer"
SENTENCE = (
    "Start with a small pot behind the kettle that you have, and look again when the guests have doubled"
)
NAMES = {
    "empty": "",
    "a word": "Tea",
    "two lines": "Tea with milk, sugar and a biscuit",
    "three lines": SENTENCE,
    "too many words": 9 * SENTENCE,
    "one endless word": 30 * "camomile",
}


def ink(png, rows=(0, 630)):
    """The box around all that is drawn in some rows; None if nothing is."""
    picture = Image.open(BytesIO(png)).convert("RGB").crop((0, rows[0], 1200, rows[1]))
    return ImageChops.difference(picture, Image.new("RGB", picture.size, cards.ACCENT)).getbbox()


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_card_is_a_small_png_with_all_texts_apart_within_its_frame(name):
    png = cards.card(9 * TITLE, name, 9 * REASONS)
    picture = Image.open(BytesIO(png))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert len(png) < BUDGET
    left, top, right, bottom = ink(png)
    assert left >= EDGE and top >= EDGE and right <= 1200 - EDGE and bottom <= 630 - EDGE
    assert [ink(png, rows) for rows in (HEAD, FOOT)] == [None, None]


def test_the_same_texts_make_the_same_bytes_and_others_do_not():
    texts = [(TITLE, "Tea", REASONS), (TITLE, "Milk", REASONS), ("Tea?", "Tea", REASONS), (TITLE, "Tea", "")]
    assert len({cards.card(*those) for those in texts}) == len(texts)
    again = cards.card.__wrapped__(TITLE, "Tea", REASONS)
    assert again == cards.card(TITLE, "Tea", REASONS)


def test_a_long_name_is_drawn_to_its_last_word():
    assert cards.card("", SENTENCE, "") != cards.card("", SENTENCE.replace("doubled", "trebled"), "")


def test_without_a_name_that_can_be_drawn_the_title_is_large():
    large = cards.card("", TITLE, REASONS)
    assert cards.card(TITLE, "", REASONS) == cards.card(TITLE, "茶", REASONS) == large


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It’s “good”…", "It’s “good”..."),
        ("tea – or coffee — or milk", "tea - or coffee - or milk"),
        ("Café Zürich, Straße", "Cafe Zurich, Strasse"),
        ("one\u00a0pot\u200b, soft\u00adly", "one pot, softly"),
        ("A 🫖 of tea → 2 × 3 €", "A of tea -> 2 x 3 EUR"),
        ("чай", ""),
        ('קפה "טוב" ☕', ""),
        ("四時 or 5", ""),
        ("Łódź, Ærø", "Lodz, Aero"),
        ("☕ Coffee!", "Coffee!"),
    ],
)
def test_what_the_font_lacks_is_written_otherwise_or_no_part_of_it_is_drawn(text, shown):
    assert cards.drawable(text) == shown


def test_a_title_that_cannot_be_drawn_leaves_the_name_and_neither_leaves_the_foot_alone():
    assert cards.card("茶は?", "Tea", REASONS) == cards.card("", "Tea", REASONS)
    assert cards.card("茶は?", "茶", REASONS) == cards.card("", "", REASONS)


def test_a_tree_has_one_card_for_itself_and_one_for_each_outcome(tmp_path):
    assert dict(cards.images(guide_of(tmp_path, small()).tree)) == {
        "assets/cards/guide.png": cards.card(
            "Which pet?", "", "A few questions, then an answer with its reasons"
        ),
        "assets/cards/outcome/dog.png": cards.card("Which pet?", "A dog", REASONS),
        "assets/cards/outcome/cat.png": cards.card("Which pet?", "A cat", REASONS),
    }


def test_the_accent_is_that_of_the_light_pages():
    looks = (ROOT / "docs/assets/guide.css").read_text(encoding="utf-8")
    [accent] = re.findall(
        r"^\[data-md-color-scheme\] \{.*?--accent: #(\w+);", looks, re.DOTALL | re.MULTILINE
    )
    assert bytes(cards.ACCENT).hex() == accent
