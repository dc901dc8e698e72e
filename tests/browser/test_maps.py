"""All questions in a real Chromium: the trail on them, the drawing, and a tree that is too large to draw."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from trails import address, end, fragment, go, longest, words
from trees_in_memory import guide_of, irregular

WIDE, PHONE = 1280, 390  # pixels
INSIDE = """(box) => {
    const frame = box.closest('.drawing').getBoundingClientRect(), at = box.getBoundingClientRect()
    return at.left >= frame.left && at.right <= frame.right && at.top >= frame.top && at.bottom <= frame.bottom
}"""


@pytest.fixture(scope="module")
def trail(guide):
    return longest(guide.tree)


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_on_a_map_with_a_trail(window, site, trail, width, scheme):
    with window(width, color_scheme=scheme) as watched:
        go(watched.page, f"{site}map/{fragment(trail)}")
        found = Axe().run(watched.page).response["violations"]
        assert [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]] == []
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_map_marks_the_trail_and_its_boxes_carry_it_on(window, site, guide, trail):
    tree = guide.tree
    nodes = [*(question for question, _ in trail), end(tree, trail)]
    with window() as watched:
        page = watched.page
        go(page, f"{site}map/{fragment(trail)}")
        taken = page.locator(".drawing a.taken").evaluate_all(
            "all => all.map(box => [box.dataset.node, box.href.baseVal])"
        )
        assert dict(taken) == {node: address(site, tree, node, trail) for node in nodes}
        for kind in ("path", "g"):  # the line of an answer, and the box of its label
            ways = page.locator(f".drawing {kind}.taken").evaluate_all(
                "all => all.map(way => way.dataset.way)"
            )
            assert sorted(ways) == sorted("=".join(pair) for pair in trail)


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_the_drawing_fits_its_window_and_enlarged_shows_where_the_trail_ends_or_the_start(
    window, site, guide, trail, width
):
    shown = {fragment(trail): end(guide.tree, trail), fragment(trail[:2]): trail[2][0], "": guide.tree.start}
    for hash_, node in shown.items():
        with window(width) as watched:
            page = watched.page
            go(page, f"{site}map/{hash_}")
            page.locator("summary").click()
            boxes = page.locator(".drawing [data-node]")
            assert boxes.evaluate_all(f"all => all.every({INSIDE})"), hash_
            page.locator(".enlarge").check()
            assert not boxes.evaluate_all(f"all => all.every({INSIDE})")
            assert page.locator(f".drawing [data-node={node}]").evaluate(INSIDE), hash_
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_words_mark_the_trail_too(window, site, trail):
    with window() as watched:
        go(watched.page, f"{site}map/{fragment(trail)}")
        marked = watched.page.locator(".outline .taken").evaluate_all(
            "all => all.map(line => line.dataset.way)"
        )
        assert sorted(marked) == sorted("=".join(pair) for pair in trail)


def test_an_outcome_is_drawn_in_the_colour_of_what_it_picks(window, site, guide):
    picked = {
        node: guide.tree.shown.index(it.picks[0]) + 1
        for node, it in guide.tree.outcomes.items()
        if {*it.picks} & {*guide.tree.shown}
    }
    with window() as watched:
        page = watched.page
        go(page, f"{site}map/")
        page.locator("summary").click()
        drawn = {
            node: page.locator(f".drawing [data-node={node}] rect").evaluate(
                "box => getComputedStyle(box).fill"
            )
            for node in picked
        }
        for column in {*picked.values()}:
            assert len({drawn[node] for node, place in picked.items() if place == column}) == 1
        assert len({*drawn.values()}) == len({*picked.values()}) == 3


def test_a_tree_too_large_to_draw_stands_in_words(window, site_of, tmp_path):
    text = irregular(60)
    large = guide_of(tmp_path, text)
    with site_of(text) as site, window(PHONE, address=site) as watched:
        page = watched.page
        go(page, f"{site}map/#q0=a0")
        assert page.locator(".drawing").count() == 0
        assert words(page.locator(".map h2 a")) == [
            question.ask for question in large.tree.questions.values()
        ]
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
        found = Axe().run(page).response["violations"]
        assert [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]] == []
        page.locator("#q0 + ul a").first.click()
        page.locator(f"#{large.tree.questions['q0'].answers['a0'].next} a").click()
        page.locator("h1").wait_for()
        assert page.url.startswith(f"{site}decide/")
