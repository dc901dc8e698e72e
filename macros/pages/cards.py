"""Tree -> the images that chats and feeds show for a link to a page, and the icon for a home screen."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont

from macros.tree.model import Tree

SIZE = (1200, 630)  # what all that show cards agree on
ICON = 180
ACCENT = (0x0B, 0x5D, 0x7A)  # that of docs/assets/guide.css in the light scheme
LOUD, QUIET = 255, 204  # how far from the accent to white; quiet text still has 5:1
SHADES = (0, 96, QUIET, LOUD)  # two bits a pixel, and a small file

EDGE = 88  # around all that is drawn
WIDTH = SIZE[0] - 2 * EDGE
MARK = 64
BESIDE = MARK + 20
SMALL = 36
SIZES = (108, 94, 82, 70, 58)  # of the large text; the first that it fits in
ROOM = 300  # for the large text
LEADING = 1.16  # from line to line, as a part of the size
CAPITAL = 0.72  # the height of a capital, as a part of the size

# Stands in for a sign that the font lacks.
INSTEAD = str.maketrans(
    {"–": "-", "—": "-", "‑": "-", "−": "-", "→": "->", "×": "x", "€": "EUR", "ß": "ss"}
    | {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
)
DISPENSABLE = ("M", "C", "So")  # marks on letters, invisible signs, pictures
LOST = "\0"

NEAREST = [min(range(len(SHADES)), key=lambda n: abs(SHADES[n] - level)) for level in range(256)]
PALETTE = [round(part + (255 - part) * shade / 255) for shade in SHADES for part in ACCENT]

Point = tuple[float, float]

# The way that parts, as in docs/assets/icon.svg: a trunk, a branch and its head, on 32 × 32.
TRUNK = ((16, 27), (16, 17))
BRANCH = ((16, 17), (16, 12), (8, 13), (8, 6))
HEAD = ((4.5, 9.5), (8, 5.5), (11.5, 9.5))
STROKE = 2.6
DETAIL = 4  # drawn this much larger, then made smaller: soft edges


def images(tree: Tree) -> Iterator[tuple[str, bytes]]:
    """Every image that comes from the tree, with its path below docs/."""
    yield "assets/apple-touch-icon.png", icon(ICON)
    yield "assets/cards/guide.png", card(tree.title, "", "A few questions, then an answer with its reasons")
    for node, outcome in tree.outcomes.items():
        foot = "The reasons, and what would change the answer"
        yield f"assets/cards/outcome/{node}.png", card(tree.title, outcome.name, foot)


@lru_cache(maxsize=1000)
def card(title: str, name: str, foot: str) -> bytes:
    """A PNG of the guide's title, the name of its page and a quiet foot. Without a name, the title is large."""
    title, name = map(drawable, (title, name))
    over, large = (title, name) if name else ("", title)
    canvas = Image.new("L", SIZE)
    canvas.paste(_mark(MARK), (EDGE - MARK // 10, EDGE))  # its ink begins where the texts do
    draw = ImageDraw.Draw(canvas)
    small = _font(SMALL)
    over = _cut(over, small, WIDTH - BESIDE)
    draw.text((EDGE + BESIDE, EDGE + (MARK + CAPITAL * SMALL) // 2), over, LOUD, small, "ls")
    draw.text((EDGE, SIZE[1] - EDGE), _cut(drawable(foot), small, WIDTH), QUIET, small, "ls")
    font, lines = _fitted(large)
    step = LEADING * font.size
    first = (SIZE[1] + CAPITAL * font.size - (len(lines) - 1) * step) / 2
    for number, line in enumerate(lines):
        draw.text((EDGE - _white_before(line[0], font), round(first + number * step)), line, LOUD, font, "ls")
    return _png(canvas)


@cache
def icon(size: int) -> bytes:
    """A square PNG of docs/assets/icon.svg; the home screen rounds its corners itself."""
    return _png(_mark(size))


def drawable(text: str) -> str:
    """The text in signs that the font has; nothing, rather than a text that says something else."""
    signs = "".join(map(_signs, text))
    return "" if LOST in signs else " ".join(signs.split())


@cache
def _signs(sign: str) -> str:
    """What is drawn for one sign."""
    if sign.isspace() or _has_glyph(sign):
        return sign
    simpler = unicodedata.normalize("NFKD", sign.translate(INSTEAD))
    if simpler != sign:
        return "".join(map(_signs, simpler))
    return "" if unicodedata.category(sign).startswith(DISPENSABLE) else LOST


def _has_glyph(sign: str) -> bool:
    return bytes(_font(SMALL).getmask(sign)) != bytes(_font(SMALL).getmask(LOST))


@cache
def _font(size: int) -> FreeTypeFont:
    """The one inside Pillow, so that every machine draws the same."""
    return ImageFont.load_default(size)


def _fitted(text: str) -> tuple[FreeTypeFont, list[str]]:
    """The lines of a text and the largest font that they fit in; what the smallest has no room for is cut."""
    for size in SIZES:
        font, most = _font(size), int(ROOM / (LEADING * size))
        lines = _wrapped(text, font, WIDTH)
        if len(lines) <= most and all(font.getlength(line) <= WIDTH for line in lines):
            return font, _balanced(text, font, len(lines))
    kept = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return font, [_cut(line, font, WIDTH) for line in kept if line]


def _wrapped(text: str, font: FreeTypeFont, width: float) -> list[str]:
    """The lines of a text, each as full as it can be; a word stays whole."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else ""
        if longer and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _balanced(text: str, font: FreeTypeFont, count: int) -> list[str]:
    """As many lines, of lengths as even as can be."""
    width = bisect_left(range(WIDTH), -count, key=lambda width: -len(_wrapped(text, font, width)))
    return _wrapped(text, font, width)


def _white_before(sign: str, font: FreeTypeFont) -> int:
    """How far from its place the ink of a sign begins: without it, large lines would seem set in."""
    return font.getbbox(sign)[0] + font.getmask(sign).getbbox()[0]


def _cut(text: str, font: FreeTypeFont, width: float) -> str:
    """The text, or as much of its beginning as there is room for."""
    if font.getlength(text) <= width:
        return text
    count = bisect_left(range(len(text)), width, key=lambda count: font.getlength(f"{text[:count]}…"))
    return f"{text[: count - 1].rstrip()}…"


@cache
def _mark(size: int) -> Image.Image:
    """The motif, white on the accent."""
    unit = size * DETAIL / 32
    large = Image.new("L", (size * DETAIL, size * DETAIL))
    draw = ImageDraw.Draw(large)
    branch = [_bezier(*BRANCH, step / 24) for step in range(25)]
    mirrored = [[(32 - x, y) for x, y in line] for line in (branch, HEAD)]
    for line in (TRUNK, branch, HEAD, *mirrored):
        points = [(x * unit, y * unit) for x, y in line]
        draw.line(points, LOUD, round(STROKE * unit))
        for point in points:  # round ends, round corners
            draw.circle(point, STROKE * unit / 2, LOUD)
    return large.reduce(DETAIL)


def _bezier(start: Point, first: Point, second: Point, end: Point, at: float) -> Point:
    """The point of a cubic curve at a part of its way."""
    left = 1 - at
    return tuple(
        left**3 * a + 3 * left**2 * at * b + 3 * left * at**2 * c + at**3 * d
        for a, b, c, d in zip(start, first, second, end, strict=True)
    )


def _png(canvas: Image.Image) -> bytes:
    """The canvas in few shades, black as the accent and white as white."""
    shades = canvas.point(NEAREST)
    shades.putpalette(PALETTE)
    png = BytesIO()
    shades.save(png, "PNG", bits=2, compress_level=6)  # 9 takes four times as long for a tenth less
    return png.getvalue()
