"""The comparison: which rows a reader sees, by what they choose and by what stands in the address."""

import pytest
from playwright.sync_api import expect
from trails import READY, fragment, longest

from macros.pages.comparison import table
from macros.pages.standing import overview, standing

PHONE, WIDE = 390, 1280  # pixels
THUMB = 44
SHOWN = """() => [...document.querySelectorAll('.row')]
    .filter(row => row.querySelector('summary').checkVisibility()).map(row => row.querySelector('h3').id)"""
TOPS = """id => ['.heads', `.row:has([id='${id}']) > summary`, `[id='${id}']`]
    .map(selector => document.querySelector(selector).getBoundingClientRect()).map(box => [box.top, box.bottom])"""
TOP_OF = "(id => document.getElementById(id).getBoundingClientRect().top)"
OLD = {"evidence/#csrf": "csrf", "evidence/#csrf-flask": "csrf-flask", "side-by-side/#cost": "group-cost"}
OPEN = "document.querySelectorAll('.group[open]').length === document.querySelectorAll('.group').length"


def rows_that(guide, wanted):
    """The ids of the rows whose line is wanted, in their order."""
    return [line.row.id for section in overview(guide).sections for line in section.lines if wanted(line)]


def goto(page, address):
    page.goto(address)
    page.wait_for_function(OPEN)


def test_at_first_all_rows_that_differ_are_shown_in_open_groups(window, site, guide):
    differ = rows_that(guide, lambda line: line.standing.kind == "differs")
    with window() as watched:
        goto(watched.page, f"{site}compare/")
        assert watched.page.evaluate(SHOWN) == differ
        expect(watched.page.locator(".shown")).to_have_text(f"{len(differ)} of {len(guide.tree.criteria)}")


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("even", lambda line: line.standing.kind == "even"),
        ("unrated", lambda line: line.standing.kind == "unrated"),
        ("flask", lambda line: "flask" in line.standing.ahead),
        ("all", lambda _: True),
    ],
)
def test_a_choice_shows_its_rows_counts_them_and_stays_in_the_address(window, site, guide, value, wanted):
    rows = rows_that(guide, wanted)
    assert rows
    with window() as watched:
        page = watched.page
        goto(page, f"{site}compare/")
        chip = page.locator(f"label:has(> [value={value}][type=radio])")
        chip.click()
        assert page.evaluate(SHOWN) == rows
        assert chip.locator(".count").inner_text() == str(len(rows))
        assert page.url == f"{site}compare/?show={value}"
        page.reload()
        page.wait_for_function(OPEN)
        assert page.evaluate(SHOWN) == rows
        page.locator("label:has(> [value=differs])").click()
        assert page.url == f"{site}compare/"


def test_a_row_is_found_by_the_words_that_readers_search_for(window, site, guide):
    row, word = next(
        (key, word)
        for key, criterion in guide.tree.criteria.items()
        for word in criterion.search
        if word.lower() not in criterion.name.lower()
    )
    with window() as watched:
        page = watched.page
        goto(page, f"{site}compare/?show=all")
        page.locator(".find input").press_sequentially(word.upper())
        found = page.evaluate(SHOWN)
        assert row in found and len(found) < 20
        assert page.locator(".group").evaluate_all("all => all.filter(group => !group.hidden).length") <= len(
            found
        )
        page.reload()
        page.wait_for_function(OPEN)
        assert page.evaluate(SHOWN) == found


def test_words_that_no_row_of_the_choice_has_are_looked_for_in_all_rows_and_this_is_said(window, site, guide):
    row = rows_that(guide, lambda line: line.standing.kind == "unrated")[0]
    every = len(guide.tree.criteria)
    with window() as watched:
        page = watched.page
        goto(page, f"{site}compare/")
        field, told = page.locator(".find input"), page.locator(".shown")
        chosen = page.locator(".choices input:checked")
        field.fill(guide.tree.criteria[row].name)
        assert page.evaluate(SHOWN) == [row]
        expect(chosen).to_have_value("all")
        expect(told).to_have_text(f"None under “What differs”, so all are searched: 1 of {every}")
        page.reload()
        page.wait_for_function(OPEN)
        assert page.evaluate(SHOWN) == [row]
        field.fill("")
        expect(chosen).to_have_value("differs")
        field.fill("no such wordsy")
        assert page.evaluate(SHOWN) == []
        expect(chosen).to_have_value("differs")
        expect(told).to_have_text(
            f"0 of {every}: none has all that is typed. Leave a word out, or try another."
        )


@pytest.mark.parametrize(
    ("typed", "row", "found"),
    [
        ("oracle", "geography", True),  # a claim
        ("alchemy", "geography", False),
        ("GeoAlchemy2", "geography", True),  # an add-on
        ("forms made", "model-forms", True),
        ("form", "model-forms", True),
        ("orm", "model-forms", False),
        ("security forged", "csrf", True),  # a group, and a name
        ("security forging", "csrf", False),
        ("also searched", "csrf", False),
    ],
)
def test_each_word_typed_begins_a_word_of_a_row_of_its_group_or_of_what_is_claimed(
    window, site, typed, row, found
):
    with window() as watched:
        page = watched.page
        goto(page, f"{site}compare/?show=all")
        page.locator(".find input").fill(typed)
        assert (row in page.evaluate(SHOWN)) == found


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_while_words_are_typed_the_bar_stays_and_the_rows_follow_it(window, site, guide, width):
    at = ".find input", "it => it.getBoundingClientRect().top"
    with window(width) as watched:
        page = watched.page
        goto(page, f"{site}compare/")
        page.locator(".chooser").evaluate("it => it.scrollIntoView()")
        before = page.locator(at[0]).evaluate(at[1])
        for typed in ("f", "form", "forms xyz"):
            page.locator(at[0]).fill(typed)
            assert page.locator(at[0]).evaluate(at[1]) == before
            assert page.locator(".says:visible").count() == 0
        page.locator(at[0]).fill("")
        assert page.locator(".says:visible").count() == len(
            {guide.tree.criteria[row].group for row in page.evaluate(SHOWN)}
        )


def test_who_is_ahead_is_told_among_the_columns_that_are_ticked(window, site, guide):
    two = table(
        guide,
        [line.row.id for section in overview(guide).sections for line in section.lines],
        ["django", "flask"],
    )
    ahead = [row.id for row in two.rows if standing(guide.tree, row).ahead == ("flask",)]
    rated = rows_that(guide, lambda line: line.standing.kind != "unrated")
    with window() as watched:
        page = watched.page
        goto(page, f"{site}compare/?show=flask")
        page.locator(".columns input[value=fastapi]").uncheck()
        assert page.evaluate(SHOWN) == [row for row in ahead if row in rated]
        assert page.url == f"{site}compare/?show=flask&columns=django,flask"
        page.locator(".columns input[value=fastapi]").check()
        assert page.evaluate(SHOWN) == rows_that(guide, lambda line: "flask" in line.standing.ahead)


def test_a_trail_shows_the_rows_that_its_questions_and_its_outcome_compare(window, site, guide):
    trail = longest(guide.tree)
    last, answer = trail[-1]
    nodes = {*(question for question, _ in trail), guide.tree.questions[last].answers[answer].next}
    touched = rows_that(guide, lambda line: nodes & set(line.nodes))
    with window() as watched:
        page = watched.page
        page.goto(f"{site}compare/?show=mine{fragment(trail)}")
        page.locator(READY).wait_for(state="attached")
        assert page.evaluate(SHOWN) == touched
        expect(page.locator(".choices")).to_be_in_viewport()
        expect(page.locator(".row:not([hidden]) > summary").first).to_be_in_viewport()
        page.goto(f"{site}compare/?show=mine")
        page.wait_for_function(OPEN)
        assert page.evaluate(SHOWN) == rows_that(guide, lambda line: line.standing.kind == "differs")
        assert not page.locator(".choices .mine").is_visible()


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("kind", ["differs", "even"])
def test_an_address_opens_its_row_below_the_head_whatever_was_chosen(window, site, guide, width, kind):
    row = rows_that(guide, lambda line: line.standing.kind == kind)[-1]
    with window(width) as watched:
        page = watched.page
        for place in (row, f"{row}-{guide.tree.shown[-1]}"):
            goto(page, "about:blank")
            goto(page, f"{site}compare/#{place}")
            page.wait_for_function(f"document.getElementById('{place}').closest('.row').open && scrollY")
            head, summary, target = page.evaluate(TOPS, place)
            assert target[1] < page.viewport_size["height"]
            assert head[1] <= summary[0] + 1, "the name of the criterion is to be seen"
            assert summary[1] <= target[0] + 1 or place == row
            assert page.url == f"{site}compare/#{place}"


@pytest.mark.parametrize(
    ("words", "row", "stays"),
    [("forged", "csrf", True), ("forged", "clickjacking", False), ("forged", None, False)],
)
def test_an_address_opened_fresh_shows_the_rows_that_it_asks_for_and_the_open_one_among_them(
    window, site, words, row, stays
):
    with window() as watched:
        page = watched.page
        goto(page, f"{site}compare/?show=all&find={words}{f'#{row}' if row else ''}")
        assert "csrf" in page.evaluate(SHOWN) and len(page.evaluate(SHOWN)) < 5
        assert page.locator(".row[open] h3").evaluate_all("all => all.map(it => it.id)") == [row] * stays
        assert page.url == f"{site}compare/?show=all&find={words}{f'#{row}' if stays else ''}"
        expect(page.locator(".row:has(> #csrf) > summary")).to_be_in_viewport()
        if not stays:
            expect(page.locator(".find")).to_be_in_viewport()


def test_a_row_that_is_filtered_out_leaves_the_address(window, site):
    with window() as watched:
        page = watched.page
        goto(page, f"{site}compare/#csrf")
        page.locator(".find input").fill("forged")
        page.wait_for_url(f"{site}compare/?find=forged#csrf")
        page.locator(".find input").fill("clickjacking")
        page.wait_for_url(f"{site}compare/?find=clickjacking")


def test_a_row_opened_beside_one_that_the_usual_choice_hides_keeps_both_in_sight(window, site, guide):
    even = rows_that(guide, lambda line: line.standing.kind == "even")[0]
    differs = rows_that(guide, lambda line: line.standing.kind == "differs")[0]
    with window() as watched:
        page = watched.page
        goto(page, f"{site}compare/#{even}")
        page.locator(f".row:has(> #{differs}) > summary").click()
        page.wait_for_url(f"{site}compare/?show=all#{differs}")
        page.reload()
        page.wait_for_function(OPEN)
        assert even in page.evaluate(SHOWN)


def test_an_open_row_stands_in_the_address_until_it_is_closed(window, site):
    with window() as watched:
        page = watched.page
        goto(page, f"{site}compare/?show=all")
        summary = page.locator(".row:has(> #csrf) > summary")
        summary.click()
        page.wait_for_url(f"{site}compare/?show=all#csrf")
        summary.click()
        page.wait_for_url(f"{site}compare/?show=all")


@pytest.mark.parametrize(("old", "place"), OLD.items())
def test_an_old_address_arrives_and_lets_its_reader_go_back(window, site, old, place):
    with window() as watched:
        page = watched.page
        page.goto(f"{site}conclusion/")
        page.goto(site + old)
        page.wait_for_url(f"{site}compare/#{place}")
        page.wait_for_function(f"{TOP_OF}('{place}') > 0 && {TOP_OF}('{place}') < innerHeight")
        page.go_back()
        page.wait_for_url(f"{site}conclusion/")


def test_a_row_is_one_line_high_and_on_a_phone_fits_a_thumb(window, site):
    heights = "[...document.querySelectorAll('.row:not([hidden]) > summary')].map(row => row.offsetHeight)"
    for width, least, most in ((WIDE, 32, 33), (PHONE, THUMB, 64)):
        with window(width) as watched:
            goto(watched.page, f"{site}compare/?show=all")
            found = watched.page.evaluate(heights)
            assert min(found) >= least and max(found) <= most, sorted(found)[-5:]
            assert sorted(found)[len(found) // 2] == least


def test_columns_share_the_width_and_the_claims_of_an_open_row_stand_under_them(window, site, guide):
    boxes = """all => all.filter(it => it.offsetWidth)
        .map(it => [Math.round(it.getBoundingClientRect().left), it.offsetWidth])"""
    with window() as watched:
        page = watched.page
        goto(page, f"{site}compare/#csrf")
        name = page.locator(".row:has(> #csrf) > summary > .name").evaluate("it => it.offsetWidth")
        for count in (3, 2):
            heads = page.locator(".heads .cell").evaluate_all(boxes)
            claims = page.locator(".row[open] .entries > div").evaluate_all(boxes)
            assert len(heads) == count
            for (left, width), (under, as_wide) in zip(heads, claims, strict=True):
                assert abs(left - under) <= 1 and abs(width - as_wide) <= 1
            widths = [width for _, width in heads]
            assert max(widths) - min(widths) <= 1
            if count == 2:
                assert min(widths) > WIDE / 5
            page.locator(".columns input").last.uncheck()
        assert page.locator(".row:has(> #csrf) > summary > .name").evaluate("it => it.offsetWidth") == name
    with window(PHONE) as watched:
        goto(watched.page, f"{site}compare/#csrf")
        lefts = {left for left, _ in watched.page.locator(".row[open] .entries > div").evaluate_all(boxes)}
        assert len(lefts) == 1


def test_on_paper_stand_the_open_rows_alone(window, site):
    with window() as watched:
        page = watched.page
        goto(page, f"{site}compare/#csrf")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")  # which unfolds all else that is folded
        page.emulate_media(media="print")
        assert page.evaluate(SHOWN) == ["csrf"]
        assert (
            page.locator(".group").evaluate_all("all => all.filter(group => group.checkVisibility()).length")
            == 1
        )


def test_printing_leaves_the_open_row_in_the_address(window, site):
    with window() as watched:
        page = watched.page
        goto(page, f"{site}compare/?show=all#csrf")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.wait_for_function("!document.querySelector('.row:not([open])')")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.wait_for_function("document.querySelectorAll('.row[open]').length === 1")
        assert page.url == f"{site}compare/?show=all#csrf"


def test_without_the_script_groups_are_closed_with_counts_and_choices_work_by_style(window, site, guide):
    with window(java_script_enabled=False) as watched:
        page = watched.page
        page.goto(f"{site}compare/")
        assert page.evaluate(SHOWN) == []
        group = page.locator(".group", has=page.locator("#group-security"))
        assert group.locator("summary .said").inner_text().startswith("6 Django, 2 Django and Flask, ")
        group.locator("summary").first.click()
        inside = [
            line.row.id
            for section in overview(guide).sections
            if section.block.id == "security"
            for line in section.lines
        ]
        differ = rows_that(guide, lambda line: line.standing.kind == "differs" and line.row.id in inside)
        assert page.evaluate(SHOWN) == differ
        page.locator("label:has(> [value=all])").click()
        assert page.evaluate(SHOWN) == inside
        page.goto("about:blank")
        page.goto(f"{site}compare/#csrf-flask")
        expect(page.locator("[id='csrf-flask']")).to_be_in_viewport()
