"""A reader chooses the columns of the tables: by style alone, and kept in the address by a script."""

import pytest

TABLE = "What the comparison says"


def open_table(page, address):
    """Open a page and the table on it, which is closed."""
    page.goto(address)
    page.locator("summary", has_text=TABLE).click()


def seen(page):
    """The columns whose cells are to be seen in the first row."""
    row = page.locator(".comparison tbody tr").first
    return row.locator("td").evaluate_all(
        "all => all.filter(cell => cell.offsetHeight).map(cell => cell.dataset.column)"
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_a_column_that_is_not_ticked_is_left_out_and_the_address_keeps_it(window, site, width):
    with window(width) as watched:
        page = watched.page
        open_table(page, f"{site}decide/records/")
        assert seen(page) == ["Django", "Flask", "FastAPI"]
        page.locator(".columns input[value=flask]").first.uncheck()
        assert seen(page) == ["Django", "FastAPI"]
        assert page.url == f"{site}decide/records/?columns=django,fastapi"
        page.reload()
        page.locator("summary", has_text=TABLE).click()
        page.wait_for_function("!document.querySelector('.columns input[value=flask]').checked")
        assert seen(page) == ["Django", "FastAPI"]
        page.locator(".columns input[value=flask]").first.check()
        assert page.url == f"{site}decide/records/"


def test_without_the_script_columns_are_left_out_all_the_same(window, site):
    with window(java_script_enabled=False) as watched:
        page = watched.page
        open_table(page, f"{site}decide/records/")
        assert seen(page) == ["Django", "Flask", "FastAPI"]
        page.locator(".columns input[value=django]").first.uncheck()
        assert seen(page) == ["Flask", "FastAPI"]


def test_an_address_that_names_no_column_shows_all(window, site):
    with window() as watched:
        page = watched.page
        open_table(page, f"{site}decide/records/?columns=nothing")
        page.wait_for_load_state("networkidle")
        assert seen(page) == ["Django", "Flask", "FastAPI"]
