"""What a reader's browser is sent, in bytes: all that a real Chromium asks for, compressed as GitHub Pages does (gzip 6)."""

import gzip
from pathlib import Path

import pytest
from projects import ROOT
from trails import READY, address, end, fragment, go, longest

WIDE, PHONE = 1280, 390  # pixels
FIRST, FURTHER = 50_000, 6_000  # bytes for a first visit to a question, and for each question after it
FIRST_OF_ALL = 45_000  # for a first visit to any page, without its own HTML
LEAST = 20_000  # less than this, and something is not counted
STYLED = 22_500  # the one thing that the first paint waits for, beside the page
SCRIPTS, STYLES = 12_000, 10_000  # of our own: what one page runs, and all sheets together
PICTURES = (".png",)  # are compressed already
# The addresses of what was sent whole; what a browser takes from its cache, or is told to be as before, has no weight.
SENT = """performance.getEntriesByType("resource").filter(it => it.transferSize >= it.encodedBodySize && it.transferSize).map(it => it.name)"""
OF_SEARCH = ("assets/search.json", "bundle", "workers/search", "search/search_index.json")


def weight(built: Path, route: str) -> int:
    """The bytes of what stands at an address below the site, as they are sent."""
    file = built / route.partition("?")[0]
    file = file / "index.html" if file.is_dir() else file if file.is_file() else built / "404.html"
    content = file.read_bytes()
    return len(content if file.suffix in PICTURES else gzip.compress(content, 6, mtime=0))


def asked_by(watched, site: str, route: str) -> set[str]:
    """What a page asks for, but for the pages that are prepared ahead: they weigh as much as when they are asked for."""
    before = len(watched.asked)
    watched.page.goto(site + route, wait_until="networkidle")
    asked = {url.removeprefix(site).partition("#")[0] for url in watched.asked[before:]}
    return {url for url in asked if url == route or not url.startswith(("decide/", "outcome/"))}


def test_a_first_visit_weighs_little_on_every_kind_of_page(window, site, built, kinds, subtests):
    for kind, route in kinds.items():
        with subtests.test(kind), window() as watched:
            asked = asked_by(watched, site, route)
            assert route in asked and "assets/theme.js" in {url.partition("?")[0] for url in asked}
            assert [url for url in asked if any(name in url for name in OF_SEARCH)] == []
            total = sum(weight(built, url) for url in asked)
            assert LEAST < total < weight(built, route) + FIRST_OF_ALL
            assert weight_of_scripts(built, asked) < SCRIPTS
            if kind == "question":
                assert total < FIRST


def weight_of_scripts(built: Path, asked: set[str]) -> int:
    scripts = [url for url in asked if url.startswith("assets/") and url.partition("?")[0].endswith(".js")]
    return sum(weight(built, url) for url in scripts)


def test_the_scripts_of_no_outcome_weigh_more_however_many_columns_its_table_has(
    window, site, built, guide, subtests
):
    for outcome in guide.tree.outcomes:
        with subtests.test(outcome), window() as watched:
            asked = asked_by(watched, site, f"outcome/{outcome}/")
            assert 0 < weight_of_scripts(built, asked) < SCRIPTS


def test_our_own_style_sheets_weigh_little_beside_the_themes():
    sheets = b"".join(file.read_bytes() for file in sorted((ROOT / "docs/assets").glob("*.css")))
    assert len(gzip.compress(sheets, 6, mtime=0)) < STYLES


def test_the_first_paint_waits_for_one_style_sheet_and_no_script(window, site, built, kinds, subtests):
    with window() as watched:
        page = watched.page
        for kind, route in kinds.items():
            with subtests.test(kind):
                page.goto(site + route)
                [sheet] = page.locator("link[rel=stylesheet]").evaluate_all(
                    "all => all.map(link => link.href)"
                )
                assert weight(built, sheet.removeprefix(site)) < STYLED
                scripts = page.locator("script[src]").evaluate_all("all => all.map(script => script.type)")
                assert set(scripts) == {"module"}


def test_each_further_question_is_one_small_page(window, site, built, guide):
    tree = guide.tree
    trail = longest(tree)
    with window() as watched:
        asked_by(watched, site, f"decide/{tree.start}/")
        known = {url.partition("#")[0] for url in watched.asked}
        for place, (question, _) in enumerate(trail[1:], 1):
            before = len(watched.asked)
            go(watched.page, address(site, tree, question, trail[:place]))
            watched.page.wait_for_load_state("networkidle")
            new = {url.partition("#")[0] for url in watched.asked[before:]} - known
            assert [url for url in new if not url.startswith((f"{site}decide/", f"{site}outcome/"))] == []
    assert max(weight(built, f"decide/{question}/") for question in tree.questions) < FURTHER


def test_nothing_is_sent_that_no_page_asks_for(built):
    files = [file.relative_to(built).as_posix() for file in built.rglob("*") if file.is_file()]
    assert [file for file in files if file.endswith((".map", ".woff2", ".min.css")) or "/lunr/" in file] == []


# --- search, when it is used ---


def begin_by_mouse(page):
    page.locator(".md-search__input").click()


def begin_by_touch(page):
    page.set_viewport_size({"width": PHONE, "height": 844})
    page.locator("label.md-header__button[for=__search]").click()
    page.locator(".md-search__input").click()


def begin_by_tab(page):
    while not page.evaluate("document.activeElement.matches('.md-search__input')"):
        page.keyboard.press("Tab")


@pytest.mark.parametrize(
    "begin",
    [begin_by_mouse, begin_by_touch, begin_by_tab]
    + [pytest.param(lambda page, key=key: page.keyboard.press(key), id=key) for key in "/sf"],
)
def test_search_comes_when_it_is_used_and_finds_what_was_typed_meanwhile(window, site, guide, begin):
    node, outcome = list(guide.tree.outcomes.items())[-1]
    with window() as watched:
        page = watched.page
        page.goto(f"{site}conclusion/", wait_until="networkidle")
        assert [url for url in watched.asked if any(name in url for name in OF_SEARCH)] == []
        begin(page)
        page.keyboard.type(outcome.name)
        assert page.locator(".md-search__input").input_value() == outcome.name
        page.locator(f'.md-search-result__link[href*="/outcome/{node}/"]').first.wait_for()
        sent = page.evaluate(SENT)
        assert {name: sum(name in url for url in sent) for name in OF_SEARCH} == dict.fromkeys(OF_SEARCH, 1)
        page.keyboard.press("Escape")
        page.locator("#__search:not(:checked)").wait_for(state="attached")


# --- what the theme's script did ---


def scheme(page) -> str:
    return page.locator("body").get_attribute("data-md-color-scheme")


def toggle(page) -> str:
    """Press the one button for the colours, and tell which there are then."""
    [button] = [label for label in page.locator(".md-header__option label").all() if label.is_visible()]
    button.click()
    return scheme(page)


def test_colours_follow_the_system_until_the_reader_chooses(window, site):
    with window(color_scheme="dark") as watched:
        page = watched.page
        page.goto(site)
        assert scheme(page) == "slate"
        page.emulate_media(color_scheme="light")
        page.locator("body[data-md-color-scheme=default]").wait_for()
        assert toggle(page) == "slate"
        page.goto(f"{site}compare/")
        assert scheme(page) == "slate"
        page.emulate_media(color_scheme="dark")
        assert toggle(page) == "default"
        page.reload()
        assert scheme(page) == "default"


def test_colours_are_chosen_once_also_after_the_theme_has_come(window, site):
    with window(color_scheme="light") as watched:
        page = watched.page
        page.goto(site)
        page.keyboard.press("/")
        page.locator(".md-search-result__meta", has_text="Type to start").wait_for(state="attached")
        page.keyboard.press("Escape")
        assert [toggle(page), toggle(page), toggle(page)] == ["slate", "default", "slate"]
        page.reload()
        assert scheme(page) == "slate"


def test_a_choice_of_colours_shows_on_pages_that_are_open_already(window, site):
    with window(color_scheme="light") as watched:
        page, other = watched.page, watched.context.new_page()
        page.goto(site)
        other.goto(f"{site}map/")
        toggle(page)
        other.locator("body[data-md-color-scheme=slate]").wait_for()


def test_the_table_of_contents_tells_where_a_reader_is(window, site):
    with window() as watched:
        page = watched.page
        page.goto(f"{site}introduction/")
        links = page.locator(".md-sidebar--secondary .md-nav__link")
        marked = page.locator(".md-sidebar--secondary .md-nav__link--active")
        assert marked.count() == 0
        last = links.last
        last.click()
        marked.wait_for()
        assert page.locator(".md-header__title--active").count() == 1
        page.evaluate("scrollTo(0, 0)")
        marked.wait_for(state="detached")
        page.locator(".md-header__title--active").wait_for(state="detached")


def test_the_keys_of_the_theme_lead_to_the_pages_beside(window, site):
    with window() as watched:
        page = watched.page
        page.goto(f"{site}introduction/")
        page.keyboard.press("n")
        page.wait_for_url(f"{site}what-django-is/")
        page.keyboard.press("p")
        page.wait_for_url(f"{site}introduction/")


def test_the_drawer_opens_and_closes_on_a_telephone(window, site):
    with window(PHONE) as watched:
        page = watched.page
        page.goto(f"{site}introduction/")
        link = page.locator(".md-sidebar--primary a", has_text="Compare")
        page.locator("label.md-header__button[for=__drawer]").click()
        link.wait_for()
        page.locator("label.md-overlay").click(position={"x": 380, "y": 400})
        page.locator("#__drawer:not(:checked)").wait_for(state="attached")


# --- nothing moves ---

SHIFTS = """window.shifts = []
new PerformanceObserver(list => shifts.push(...list.getEntries().map(shift => shift.sources.map(source => source.node?.className))))
    .observe({type: "layout-shift", buffered: true})"""
PAINTED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def after_painting(page):
    def send(route):
        page.evaluate(PAINTED)
        route.continue_()

    return send


def shifts(window, route, width):
    """The classes of what moved while a page was loaded, whose tree came only after it was painted without it."""
    with window(width) as watched:
        page = watched.page
        page.add_init_script(SHIFTS)
        page.route("**/walk.json?v=*", after_painting(page))
        page.goto(route)
        if page.locator("[data-node]:not(g), .page.map").count():
            page.locator(READY).wait_for(state="attached")
        page.evaluate(PAINTED)
        return page.evaluate("shifts")


def test_nothing_moves_while_a_page_is_loaded_on_a_phone(window, site, kinds, subtests):
    for kind, route in kinds.items():
        with subtests.test(kind):
            assert shifts(window, site + route, PHONE) == []


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_nothing_moves_when_the_script_adds_the_trail(window, site, guide, width, subtests):
    tree, trail = guide.tree, longest(guide.tree)
    for node in (trail[2][0], end(tree, trail)):
        with subtests.test(node):
            assert shifts(window, address(site, tree, node, trail), width) == []
    with subtests.test("map"):
        assert shifts(window, f"{site}map/{fragment(trail)}", width) == []
    with subtests.test("assumed"):
        assert shifts(window, f"{address(site, tree, end(tree, trail), trail)}&assumed", width) == []
