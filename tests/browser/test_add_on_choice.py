"""The add-ons: those of one column alone, by style; on a phone each takes few lines."""

from playwright.sync_api import expect

PHONE = 390  # pixels
USUAL, MOST = 6, 9  # lines of text, the space around them included
SHOWN = "all => all.filter(row => row.offsetHeight).map(row => row.id)"


def test_those_of_each_column_are_shown_alone_by_the_keys_and_without_a_script(window, site, guide):
    tree = guide.tree
    with window(java_script_enabled=False) as watched:
        page = watched.page
        page.goto(f"{site}add-ons/")
        rows, choices = page.locator("tbody tr"), page.locator(".filter label")
        assert len(rows.evaluate_all(SHOWN)) == len(tree.add_ons)
        choices.first.locator("input").focus()
        for key, choice in zip(tree.shown, choices.all()[1:], strict=True):
            page.keyboard.press("ArrowRight")
            expect(choice.locator("input")).to_be_checked()
            wanted = {name for name, add_on in tree.add_ons.items() if key in add_on.columns}
            assert set(rows.evaluate_all(SHOWN)) == wanted
            assert choice.inner_text().split() == [tree.alternatives[key].name, str(len(wanted))]


def test_on_a_phone_an_add_on_takes_few_lines(window, site):
    with window(PHONE) as watched:
        watched.page.goto(f"{site}add-ons/")
        lines = watched.page.locator("tbody tr").evaluate_all(
            "all => all.map(row => row.offsetHeight / parseFloat(getComputedStyle(row).lineHeight))"
        )
        assert sorted(lines)[len(lines) // 2] < USUAL
        assert max(lines) < MOST
