"""To find something: by the search, and in the comparison."""

from selenium.webdriver.common.keys import Keys
from trails import fragment

ROWS = """return [...document.querySelectorAll('.row')]
    .filter(row => row.querySelector('summary').checkVisibility()).map(row => row.querySelector('h3').id)"""
OPEN = "return [...document.querySelectorAll('.group')].every(group => group.open)"
IN_SIGHT = """const box = document.getElementById(arguments[0])?.getBoundingClientRect();
    return Boolean(box) && box.bottom > 0 && box.top < innerHeight"""
CSRF = ["csrf"]


def rows_with(reader, style):
    """The ids of the rows that bear a class, in their order."""
    return reader.all(f".row.{style}", "it.querySelector('h3').id")


def test_the_search_finds_a_word_and_opens_the_hit(reader, site):
    reader.open(site)
    reader.click(".md-search__input")
    reader.type(".md-search__input", "CSRF")
    reader.click(".md-search-result__more summary")
    reader.click('.md-search-result__item:first-child a[href*="/compare/"][href$="#csrf"]')
    reader.until(lambda: reader.run("return location.pathname").endswith("/compare/"))
    reader.until(lambda: reader.run(IN_SIGHT, "csrf"))
    assert reader.run("return document.getElementById('csrf').closest('.row').open") is True


def test_words_and_a_chip_filter_the_comparison_and_stand_in_its_address(reader, site):
    reader.open(f"{site}compare/")
    reader.until(lambda: reader.run(OPEN))
    assert reader.run(ROWS) == rows_with(reader, "differs")
    even = rows_with(reader, "even")
    reader.click("label:has(> [value=even][type=radio])")
    assert reader.run(ROWS) == even
    assert reader.run("return location.href") == f"{site}compare/?show=even"
    reader.click("label:has(> [value=all][type=radio])")
    reader.type(".find input", "no such word")
    reader.sees(lambda: reader.run(ROWS), [])
    reader.driver.refresh()
    reader.until(lambda: reader.run(OPEN))
    assert reader.run(ROWS) == []
    reader.type(".find input", Keys.CONTROL + "a")
    reader.type(".find input", "SECURITY forged form")
    reader.sees(lambda: reader.run(ROWS), CSRF)
    assert reader.run("return location.href") == f"{site}compare/?show=all&find=SECURITY+forged+form"
    assert reader.seen(".shown") == [f"1 of {len(reader.all('.row'))}"]


def test_an_open_row_stands_in_the_address_and_is_open_after_a_reload(reader, site):
    reader.open(f"{site}compare/?show=all")
    reader.until(lambda: reader.run(OPEN))
    reader.click(".row:has(#csrf) > summary")
    # As the browser knows it, which learns it from the page a moment later.
    reader.sees(lambda: reader.driver.current_url, f"{site}compare/?show=all#csrf")
    reader.driver.refresh()
    reader.sees(lambda: reader.run("return location.href"), f"{site}compare/?show=all#csrf")
    reader.until(lambda: reader.run(IN_SIGHT, "csrf"))
    assert reader.all(".row[open]", "it.querySelector('h3').id") == CSRF
    reader.click(".row:has(#csrf) > summary")
    reader.sees(lambda: reader.run("return location.href"), f"{site}compare/?show=all")


def test_an_outcome_shows_the_rows_that_its_answers_touched(reader, site, tree, walk):
    reader.go(f"{site}compare/?show=mine{fragment(walk)}")
    mine = rows_with(reader, "mine")
    assert mine and reader.run(ROWS) == mine


def test_a_column_that_is_not_ticked_is_shown_nowhere(reader, site):
    reader.open(f"{site}compare/?show=all&columns=django,flask")
    reader.until(lambda: reader.run(OPEN))
    assert reader.seen(".heads .cell") == ["Django", "Flask"]
    reader.click(".columns label:has([value=fastapi])")
    assert reader.seen(".heads .cell") == ["Django", "Flask", "FastAPI"]
    assert reader.run("return location.href") == f"{site}compare/?show=all"
