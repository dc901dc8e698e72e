"""The maps of a large tree in a real Chromium: the overview, a region, the trail across them, and a phone's first screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from trails import address, fragment, go, longest, ready_at
from trees_in_memory import guide_of, irregular, wide

WIDE, PHONE = 1280, 390  # pixels
INSIDE = """(box) => {
    const frame = box.closest('.drawing').getBoundingClientRect(), it = box.getBoundingClientRect()
    return it.left >= frame.left && it.right <= frame.right && it.top >= frame.top && it.bottom <= frame.bottom
}"""


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    return guide_of(tmp_path_factory.mktemp("large"), irregular(300))


@pytest.fixture(scope="module")
def maps(site_of):
    """The site of a tree of 300 questions; it builds strictly."""
    with site_of(irregular(300)) as site:
        yield site


@pytest.fixture(scope="module")
def across(large):
    """A trail across several maps to an outcome, always by the answer that leaves most to ask."""
    tree, trail, node = large.tree, [], large.tree.start
    while node in tree.questions:
        answers = tree.questions[node].answers
        key = max(answers, key=lambda key: large.graph.most_left[answers[key].next])
        trail.append((node, key))
        node = answers[key].next
    return trail


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_axe_finds_nothing_on_the_maps_of_a_large_tree(window, maps, across, width, scheme, subtests):
    with window(width, address=maps, color_scheme=scheme) as watched:
        for path in ("map/", "map/q72/", f"map/q7/{fragment(across)}"):
            with subtests.test(path[:10]):
                go(watched.page, maps + path)
                found = Axe().run(watched.page).response["violations"]
                assert [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]] == []
                assert watched.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_reader_goes_from_the_overview_through_the_maps_to_a_question(window, maps, large):
    with window(address=maps) as watched:
        page = watched.page
        page.goto(f"{maps}map/")
        page.locator(".drawing [data-node=q3]").click()
        page.wait_for_url(f"{maps}map/q3/")
        page.locator(".drawing .question.away[data-node=q7]").click()
        page.wait_for_url(f"{maps}map/q7/#q7")
        page.locator(".drawing [data-node=q9]").click()
        page.wait_for_url(f"{maps}decide/q9/")
        page.get_by_role("link", name="See it on the map").click()
        page.wait_for_url(f"{maps}map/{large.regions.region['q9']}/")
        page.get_by_role("link", name="All 18 maps").click()
        page.wait_for_url(f"{maps}map/")


def test_each_map_marks_the_part_of_the_trail_that_lies_on_it(window, maps, large, across):
    nodes = [
        *(question for question, _ in across),
        large.tree.questions[across[-1][0]].answers[across[-1][1]].next,
    ]
    regions = [large.regions.region[node] for node in nodes]
    with window(address=maps) as watched:
        page = watched.page
        for entry in dict.fromkeys(regions):
            go(page, f"{maps}map/{entry}/{fragment(across)}")
            here = [place for place, region in enumerate(regions) if region == entry]
            out = [place for place in (one + 1 for one in here) if place < len(nodes) and place not in here]
            taken = page.locator(".drawing [data-node].taken").evaluate_all(
                "all => all.map(it => [it.dataset.node, new URL(it.href.baseVal, location).href])"
            )
            expected = {nodes[place]: address(maps, large.tree, nodes[place], across) for place in here}
            expected |= {nodes[place]: f"{maps}map/{regions[place]}/{fragment(across)}" for place in out}
            assert dict(taken) == expected
            ways = page.locator(".drawing path.taken").evaluate_all("all => all.map(it => it.dataset.way)")
            assert sorted(ways) == sorted("=".join(across[place]) for place in here if place < len(across))


def test_the_overview_marks_the_maps_that_the_trail_begins_and_takes_it_there(window, maps, large, across):
    begun = [question for question, _ in across if question in large.regions.inside]
    with window(address=maps) as watched:
        page = watched.page
        go(page, f"{maps}map/{fragment(across)}")
        taken = page.locator(".drawing .taken").evaluate_all("all => all.map(it => it.dataset.node)")
        assert sorted(taken) == sorted(begun)
        assert len(begun) > 3
        page.locator(f".drawing [data-node={begun[-1]}]").click()
        ready_at(page, f"{maps}map/{begun[-1]}/{fragment(across)}")


def test_a_map_opens_where_the_trail_ends_and_the_page_stays_at_its_top(
    window, site, guide, maps, large, across
):
    small, node = longest(guide.tree), None
    shown = {
        f"{site}map/{fragment(small)}": guide.tree.questions[small[-1][0]].answers[small[-1][1]].next,
        f"{site}map/": guide.tree.start,
        f"{maps}map/q7/{fragment(across)}": "q22",  # the way out
        f"{maps}map/q72/": "q72",
        f"{maps}map/": "q0",
    }
    for width in (PHONE, WIDE):
        for page_address, node in shown.items():
            with window(width, address=page_address.partition("map/")[0]) as watched:
                page = watched.page
                go(page, page_address)
                assert page.locator(f".drawing [data-node={node}]").evaluate(INSIDE), (page_address, width)
                assert page.evaluate("[scrollX, scrollY]") == [0, 0]


def test_the_list_of_hundreds_of_answers_is_a_click_away_and_the_trail_stays(window, site_of):
    with site_of(wide(500)) as site, window(PHONE, address=site) as watched:
        page = watched.page
        go(page, f"{site}map/first/#first=a0")
        page.get_by_role("link", name="500 answers, listed below").click()
        expect(page.locator("h3#many")).to_be_in_viewport()
        assert page.url == f"{site}map/first/#first=a0"
        assert page.locator("h3#many + ul > li").count() == 500
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
        page.set_viewport_size({"width": WIDE, "height": 844})
        lefts = page.locator("h3#many + ul > li").evaluate_all("all => all.map(it => it.offsetLeft)")
        assert len(set(lefts)) == 3
