"""Tree -> the images that chats and feeds show for a link to a page."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps
from PIL.ImageFont import FreeTypeFont

from macros.pages import addresses
from macros.tree.model import Tree
from macros.tree.names import LETTERS

# A PNG, because Pillow reads no SVG: docs/assets/icon.svg, its corners filled, as a home screen shows it too.
ICON = Path(__file__).parents[2] / "docs/assets/apple-touch-icon.png"
ACCENT = (0x0B, 0x5D, 0x7A)  # that of docs/assets/guide.css in the light scheme
WHITE, QUIET = 255, 204  # how far from the accent to white; quiet text still has 5:1
STEP = 51  # between the six shades that are kept of these, for a small file
SIZE = (1200, 630)  # pixels, as those who show cards ask for
EDGE, MARK, SMALL = 88, 64, 36  # pixels
WIDTH = SIZE[0] - 2 * EDGE
BESIDE = EDGE + MARK + 20
# The sizes of the large text, and how many lines of each there is room for.
SIZES = {108: 2, 94: 2, 82: 3, 70: 3, 58: 4}
LEADING = 0.2  # between two lines, as a part of the size

KEPT = "’‘“”"  # what the font has beyond ASCII, but for signs that no name has
CAPITALS = {letter.upper(): plain.title() for letter, plain in LETTERS.items() if len(letter.upper()) == 1}
INSTEAD = str.maketrans({"–": "-", "—": "-", "→": "->", "×": "x", "€": "EUR"} | CAPITALS | LETTERS)


def images(tree: Tree) -> Iterator[tuple[str, bytes]]:
    """Each card: its path below docs/, and its PNG."""
    yield addresses.card(), card(tree.title, "", "A few questions, then an answer with its reasons")
    for key, outcome in tree.outcomes.items():
        foot = "The reasons, and what would change the answer"
        yield addresses.card(key), card(tree.title, outcome.name, foot)


@lru_cache(maxsize=1000)
def card(title: str, name: str, foot: str) -> bytes:
    """A PNG of the guide's title, the name of its page and a quiet foot. Without a name, the title is large."""
    over, large = (drawable(title), drawable(name)) if drawable(name) else ("", drawable(title))
    canvas, small = Image.new("L", SIZE), _font(SMALL)
    mark = ImageOps.autocontrast(Image.open(ICON).convert("L")).resize((MARK, MARK))
    canvas.paste(mark, (EDGE - MARK // 10, EDGE))  # the icon has an edge of its own
    draw = ImageDraw.Draw(canvas)
    draw.text((BESIDE, EDGE + MARK / 2), _cut(over, small, SIZE[0] - EDGE - BESIDE), WHITE, small, "lm")
    font, lines = _fitted(large)
    draw.text((EDGE, SIZE[1] / 2), "\n".join(lines), WHITE, font, "lm", spacing=LEADING * font.size)
    draw.text((EDGE, SIZE[1] - EDGE), _cut(drawable(foot), small, WIDTH), QUIET, small, "ls")
    shades = canvas.point(lambda level: round(level / STEP))
    shades.putpalette([round(part + (255 - part) * n * STEP / 255) for n in range(6) for part in ACCENT])
    png = BytesIO()
    shades.save(png, "PNG")
    return png.getvalue()


def drawable(text: str) -> str:
    """The text with characters that the font lacks replaced by simpler ones; signs without one are left out.

    Nothing where a letter or digit has none, as in names of other scripts: what is left would be maimed. The text beside
    the card, and its `alt`, have them all.
    """
    simpler = unicodedata.normalize("NFKD", text.translate(INSTEAD))
    drawn = "".join(sign for sign in simpler if sign.isascii() or sign in KEPT)
    whole = sum(map(str.isalnum, drawn)) == sum(map(str.isalnum, simpler))
    return " ".join(drawn.split()) if whole else ""


def _fitted(text: str) -> tuple[FreeTypeFont, list[str]]:
    """The largest font in which the text fits, and its lines; what the smallest has no room for is cut."""
    for size, limit in SIZES.items():
        font = _font(size)
        lines = _wrapped(text, font)
        if len(lines) <= limit and all(font.getlength(line) <= WIDTH for line in lines):
            return font, lines
    lines = [*lines[: limit - 1], " ".join(lines[limit - 1 :])]
    return font, [_cut(line, font, WIDTH) for line in lines]


def _wrapped(text: str, font: FreeTypeFont) -> list[str]:
    """The words of the text in lines, each as full as it can be."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else ""
        if longer and font.getlength(longer) <= WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(text: str, font: FreeTypeFont, width: float) -> str:
    """The text, or as much of its beginning as there is room for in `width` pixels."""
    if font.getlength(text) <= width:
        return text
    too_many = bisect_right(range(len(text)), width, key=lambda count: font.getlength(f"{text[:count]}…"))
    return f"{text[: too_many - 1].rstrip()}…"


def _font(size: int) -> FreeTypeFont:
    """The font inside Pillow, so that every machine draws the same."""
    return ImageFont.load_default(size)
