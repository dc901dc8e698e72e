"""What is drawn, without its colours: in the reader's few forced ones, in grey, on paper. No shape is told by colour alone."""

import json
import re
from itertools import combinations

import pytest
from trails import READY, address, end, fragment, longest

KEY = "/some-repo/.__palette"
DRAWN = 3  # the contrast of what is drawn; WCAG 1.4.11
TEXT = 4.5  # and of texts; WCAG 1.4.3
LOOKS = {
    "white": ("light", 0),
    "black": ("dark", 1),
    "black, light chosen": ("dark", 0),
    "white, dark chosen": ("light", 1),
}

CONTRAST = """
window.light = colour => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255)
    const [r, g, b] = parts.map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
window.contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a)
    return (high + 0.05) / (low + 0.05)
}
window.paper = () => {
    const probe = document.body.appendChild(document.createElement('i'))
    probe.style.color = 'Canvas'
    return getComputedStyle(probe).color
}
"""
# The shapes whose fill and line both hardly stand out of the paper; those that are not there to be seen are left out.
FAINT = """([least, paper]) => [...document.querySelectorAll('main svg:not(.headerlink svg, .md-icon svg) :is(rect, line, path, polyline)')].filter(shape => {
    if (!shape.checkVisibility() || !shape.closest('.page, .figure, .plot') || shape.closest('.answer:not(.taken)') || shape.matches('.grid, .year')) return false
    const {fill, stroke, opacity} = getComputedStyle(shape)
    const seen = [shape.matches('rect') ? fill : 'none', stroke].filter(colour => colour !== 'none')
    return opacity < 1 || !seen.some(colour => contrast(colour, paper ?? window.paper()) >= least)
}).map(shape => shape.outerHTML.slice(0, 90))"""
PAIRS_OF_THE_MAP = """() => [...document.querySelectorAll('.drawing a text')].map(text =>
    contrast(getComputedStyle(text).fill, getComputedStyle(text.previousElementSibling).fill))"""
LINED = """selector => [...document.querySelectorAll(selector)].map(it => getComputedStyle(it)).map(it => [it.outlineStyle, parseFloat(it.outlineWidth) >= 2])"""


def drawings(site, tree):
    """Each page with something that is drawn."""
    trail = longest(tree)
    return {
        "picture and figures": f"{site}compare/?show=all",
        "time line": f"{site}by-team/",
        "curves": f"{site}numbers/",
        "histogram": address(site, tree, end(tree, trail), trail),
        "map": f"{site}map/{fragment(trail)}",
    }


@pytest.mark.parametrize("look", LOOKS)
def test_every_bar_line_and_box_stands_out_in_forced_colours_whatever_scheme_is_chosen(
    window, site, guide, look, subtests
):
    colours, index = LOOKS[look]
    with window(forced_colors="active", color_scheme=colours) as watched:
        page = watched.page
        page.add_init_script(CONTRAST)
        page.add_init_script(f"localStorage.setItem({json.dumps(KEY)}, '{{\"index\": {index}}}')")
        for name, route in drawings(site, guide.tree).items():
            with subtests.test(name):
                page.goto(route, wait_until="networkidle")
                page.evaluate("document.querySelectorAll('.page details').forEach(it => { it.open = true })")
                assert page.locator("main svg :is(rect, polyline)").count() >= 5
                assert page.evaluate(FAINT, [DRAWN, None]) == []
        assert min(page.evaluate(PAIRS_OF_THE_MAP)) >= TEXT


def dots(page):
    """The mark of each tone, as pixels of the same size."""
    found = {}
    for tone in ("good", "fair", "poor"):
        mark = page.locator(f".legend .rating.{tone}").first
        mark.scroll_into_view_if_needed()
        page.evaluate("scrollTo(0, Math.round(scrollY))")
        box = mark.bounding_box()
        letters = float(mark.evaluate("it => parseFloat(getComputedStyle(it).fontSize)"))
        found[tone] = page.screenshot(
            clip={
                "x": round(box["x"]),
                "y": round(box["y"]),
                "width": round(letters),
                "height": round(box["height"]),
            }
        )
    return found


@pytest.mark.parametrize(
    "options",
    [
        {"forced_colors": "active", "color_scheme": "light"},
        {"forced_colors": "active", "color_scheme": "dark"},
        {"color_scheme": "light"},
        {"color_scheme": "dark"},
    ],
)
def test_filled_half_and_empty_dots_stay_three_shapes(window, site, options):
    with window(**options) as watched:
        page = watched.page
        page.goto(f"{site}compare/")
        page.add_style_tag(content=".rating { color: #777 !important }")  # all of one grey
        found = dots(page)
        assert all(found[one] != found[other] for one, other in combinations(found, 2))


def test_on_paper_dots_keep_their_filling_and_the_colours_of_a_dark_screen_are_dark(window, site, guide):
    with window(color_scheme="dark") as watched:
        page = watched.page
        page.add_init_script(CONTRAST)
        page.goto(f"{site}by-team/", wait_until="networkidle")
        page.emulate_media(media="print", color_scheme="dark")
        assert page.evaluate(FAINT, [DRAWN, "rgb(255, 255, 255)"]) == []
        page.goto(f"{site}compare/")
        exact = page.locator(".rating").first.evaluate(
            "it => getComputedStyle(it, '::before').printColorAdjust"
        )
        assert exact == "exact"  # a browser leaves backgrounds out else
        for place in range(5):
            colour = page.evaluate(
                "place => { const it = document.body.appendChild(document.createElement('i')); it.className = `of-${place}`; it.style.color = 'var(--own)'; return getComputedStyle(it).color }",
                place,
            )
            assert page.evaluate("colour => contrast(colour, 'rgb(255, 255, 255)')", colour) >= TEXT


@pytest.mark.parametrize(
    ("route", "selector"),
    [
        ("compare/?show=flask", ".choices label:has(:checked)"),
        ("compare/#csrf", ".row:has(> :target) > summary"),
        ("compare/#csrf-flask", ".entries dt:target"),
        ("add-ons/#ADD-ON", "tr:target"),
        ("projects/#CASE", ".walk:has(:target)"),
        ("map/TRAIL", ".outline .taken"),
    ],
)
def test_what_is_chosen_gone_to_or_taken_is_lined_in_forced_colours(window, site, guide, route, selector):
    trail = longest(guide.tree)
    with window(forced_colors="active") as watched:
        page = watched.page
        ids = {"TRAIL": fragment(trail), "ADD-ON": next(iter(guide.tree.add_ons)), "CASE": guide.cases[0].id}
        page.goto(site + re.sub("TRAIL|ADD-ON|CASE", lambda it: ids[it[0]], route), wait_until="networkidle")
        page.locator(selector).first.wait_for(state="attached")
        found = page.evaluate(LINED, selector)
        assert len(found) == (len(trail) if "TRAIL" in route else 1)
        assert all(it == ["solid", True] for it in found), found


def test_the_trail_on_the_map_is_told_by_its_width_in_forced_colours(window, site, guide):
    trail = longest(guide.tree)
    width = "all => all.map(it => parseFloat(getComputedStyle(it).strokeWidth))"
    with window(forced_colors="active") as watched:
        page = watched.page
        page.goto(f"{site}map/{fragment(trail)}")
        page.locator(READY).wait_for(state="attached")
        taken, other = (
            page.locator(f".drawing a{state} rect").evaluate_all(width)
            for state in (".taken", ":not(.taken)")
        )
        assert len(taken) == len(trail) + 1
        assert min(taken) > max(other)


def test_the_shares_of_a_group_are_told_by_filling_line_and_dash_in_forced_colours(window, site):
    look = "it => { const {fill, stroke, strokeDasharray} = getComputedStyle(it); return [fill, stroke, strokeDasharray].join() }"
    with window(forced_colors="active") as watched:
        page = watched.page
        page.goto(f"{site}compare/")
        looks = {
            page.locator(f".share.{kind} rect").first.evaluate(look)
            for kind in ("differs", "even", "unrated")
        }
        assert len(looks) == 3


# The signs of what can be unfolded, those in the drawer included, each with its contrast to the paper.
SIGNS = """() => [...document.querySelectorAll('main summary, .md-nav__icon')]
    .filter(it => it.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}) && getComputedStyle(it, '::after').content !== 'none')
    .map(it => [it.outerHTML.slice(0, 80), contrast(getComputedStyle(it, '::after').backgroundColor, paper())])"""


@pytest.mark.parametrize("look", LOOKS)
def test_the_sign_of_what_can_be_unfolded_stands_out_in_forced_colours(window, site, guide, look, subtests):
    tree, trail = guide.tree, longest(guide.tree)
    colours, index = LOOKS[look]
    with window(390, forced_colors="active", color_scheme=colours) as watched:
        page = watched.page
        page.add_init_script(CONTRAST)
        page.add_init_script(f"localStorage.setItem({json.dumps(KEY)}, '{{\"index\": {index}}}')")
        for route in (f"decide/{tree.start}/", f"outcome/{end(tree, trail)}/", "compare/", "projects/"):
            with subtests.test(route):
                page.goto(site + route, wait_until="networkidle")
                page.locator("label.md-header__button[for=__drawer]").click()
                found = page.evaluate(SIGNS)
                assert len(found) > 2
                assert [it for it in found if it[1] < DRAWN] == []
