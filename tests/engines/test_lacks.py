"""What an engine lacks is left out quietly: the page does without, and nothing is reported."""

from trails import address

HAS = """return {
    "pages fetched ahead": Boolean(HTMLScriptElement.supports?.('speculationrules')),
    "a clipboard to write to": Boolean(navigator.clipboard?.writeText),
    "texts off the screen left unlaid": CSS.supports('content-visibility', 'auto'),
    "headings of even lines": CSS.supports('text-wrap', 'balance'),
    "styles by what is inside": CSS.supports('selector(:has(a))'),
}"""
ALL = {
    "a clipboard to write to",
    "texts off the screen left unlaid",
    "headings of even lines",
    "styles by what is inside",
}


def test_an_engine_lacks_only_pages_fetched_ahead(reader, site):
    reader.open(site)
    has = reader.run(HAS)
    assert {name for name, there in has.items() if there} == ALL


def test_where_pages_are_not_fetched_ahead_a_click_asks_for_the_next(reader, pages, site, tree):
    reader.open(site)
    reader.until(lambda: reader.all("script[type=speculationrules]"))
    start = f"decide/{tree.start}/"
    assert start not in pages.asked
    reader.click(".start a")
    reader.ready_at(address(site, tree, tree.start))
    assert pages.asked.count(start) == 1


def test_where_the_clipboard_is_closed_the_link_stands_there_marked(reader, site, tree, walk):
    here = address(site, tree, walk[0][0])
    outcome = next(iter(tree.outcomes))
    reader.go(address(site, tree, outcome))
    reader.run("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    reader.click("[data-take=ask]")
    reader.sees(lambda: reader.seen(".take [role=status]"), [here])
    assert reader.run("return String(getSelection())") == here
    reader.click("[data-take=link]")
    reader.sees(lambda: reader.seen(".take [role=status]"), [address(site, tree, outcome)])


def test_the_colours_chosen_stay_on_the_next_page_and_after_a_reload(reader, site):
    scheme = "return document.body.dataset.mdColorScheme"
    reader.open(site)
    light = reader.run(scheme)
    reader.click(".md-header__option label:not([hidden])")
    reader.until(lambda: reader.run(scheme) != light)
    dark = reader.run(scheme)
    reader.open(f"{site}compare/")
    reader.sees(lambda: reader.run(scheme), dark)
    reader.driver.refresh()
    reader.sees(lambda: reader.run(scheme), dark)
    reader.run("localStorage.clear()")
