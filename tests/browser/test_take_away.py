"""The decision to take away, in a real Chromium: copied, downloaded, marked; read as a record in the form of MADR 4."""

import datetime
import json
import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import expect
from trails import (
    READY,
    Trail,
    address,
    asked_and_label,
    changed_at,
    choose,
    end,
    go,
    labels,
    paths,
    points_told,
    ready_at,
    sums_of,
    words,
)

from macros.pages import addresses
from macros.tree import texts
from macros.tree.literal import literal

TODAY = datetime.datetime(2027, 3, 4, 12)
HEADING = re.compile(r"^(#{1,3}) (.+)$", re.MULTILINE)
ARGUED = re.compile(r"\* (Good|Bad|Neutral), because of “(.+?)” \((.+?)\): (.+)")
SAID = re.compile(
    r"(.+?) \(((?:proof |[^()]+(?:\([^()]*\)[^()]*)*, https?://|opinion: ).+\))"
)  # a claim, and what backs it
TONES = {"good": "Good", "poor": "Bad"}
BACKED = re.compile(
    r"\((proof (passed \d{4}-\d\d-\d\d|not run yet)|.+, https?://\S+, read \d{4}-\d\d-\d\d|opinion: .+)\)"
)
COPIED, MARKED = "Copied.", "Marked. Copy it with the keyboard."


@pytest.fixture(scope="module")
def ways(guide) -> dict[str, Trail]:
    """A way to each outcome, the longest first ones."""
    found: dict[str, Trail] = {}
    for trail in sorted(paths(guide.tree), key=len, reverse=True):
        found.setdefault(end(guide.tree, trail), trail)
    return found


@pytest.fixture
def outcome(guide, ways) -> str:
    """The one at the end of a longest way."""
    return max(ways, key=lambda node: len(ways[node]))


def opened(watched, site, guide, ways, node) -> str:
    """Open an outcome with its trail on the day that is today here; its address."""
    watched.page.clock.set_fixed_time(TODAY)
    go(watched.page, here := address(site, guide.tree, node, ways[node]))
    return here


def unmarked(record: str) -> str:
    """The record without the backslashes that keep its texts from being Markdown."""
    return re.sub(r"\\([^\w\s]|_)", r"\1", record)


def madr(text: str) -> tuple[dict, list[str], dict[str, list[str]]]:
    """The front matter, the headings in order, and the lines below each that are not blank."""
    nothing, front, body = text.split("---\n", 2)
    assert nothing == ""
    start, *parts = HEADING.split(body)
    assert start.strip() == ""
    headings = [f"{level} {name}" for level, name in zip(parts[::3], parts[1::3], strict=True)]
    lines = [[line for line in below.splitlines() if line] for below in parts[2::3]]
    return yaml.safe_load(front), headings, dict(zip(headings, lines, strict=True))


def arguments(tree, outcome, alternative, options) -> list[tuple[str, ...]]:
    """Good, Bad or Neutral, the criterion, the rating and the claim: for each criterion of the outcome that tells
    the options apart by their ratings."""
    found = []
    for key in outcome.compare:
        cells = tree.criteria[key].cells
        cell = cells.get(alternative)
        ratings = {cells[option].rating for option in options if option in cells} - {None}
        if cell and cell.rating and len(ratings) > 1:
            rating = tree.ratings[cell.rating]
            word = TONES.get(rating.tone, "Neutral")
            found.append((word, tree.criteria[key].name, rating.name.lower(), texts.plain(cell.says)))
    return sorted(found)


def by_how_much(answer, picks) -> int:
    """By how much an answer leans more to what is picked than to anything else."""
    own, other = (
        max((weight for name, weight in answer.leans.items() if (name in picks) == wanted), default=0)
        for wanted in (True, False)
    )
    return own - other


def against(tree, node, pair) -> bool:
    return by_how_much(tree.questions[pair[0]].answers[pair[1]], tree.outcomes[node].picks) < 0


def argued_in(lines: list[str]) -> list[tuple[str, ...]]:
    """The same from the lines of the record, each of which says what backs it."""
    found = []
    for line in lines:
        *rated, said = ARGUED.fullmatch(line).groups()
        claim, _ = SAID.fullmatch(said).groups()
        assert BACKED.search(line), line
        found.append((*rated, claim))
    return sorted(found)


def would_turn(tree, trail) -> list[str]:
    """For each answer, the others that lead to something else for sure, those that lead alike together."""

    def ends(node):
        if node in tree.outcomes:
            return {node}
        return set().union(*(ends(answer.next) for answer in tree.questions[node].answers.values()))

    own, lines = {*tree.outcomes[end(tree, trail)].picks}, []
    for place, (question, chosen) in enumerate(trail):
        groups: dict[str, list[str]] = {}
        for answer in tree.questions[question].answers:
            node = changed_at(tree, trail, place, answer)[1]
            if answer != chosen and not any(own & {*tree.outcomes[last].picks} for last in ends(node)):
                groups.setdefault(node, []).extend(labels(tree, [(question, answer)]))
        for node, group in groups.items():
            after = set().union(*(tree.outcomes[last].picks for last in ends(node)))
            known = tree.moves.get(tree.outcomes[end(tree, trail)].picks[0], {}) if own else {}
            needed = {known[pick] for pick in after & known.keys()}
            costs = ", or ".join(cost.name for key, cost in tree.costs.items() if key in needed)
            told = f" ({costs})" if costs else ""
            lines.append(
                f"* {tree.questions[question].ask} {' / '.join(group)}: {'' if node in tree.outcomes else 'goes on to '}{tree.title_of(node)}{told}"
            )
    return lines or ["* No answer alone."]


# --- what stands in it ---


def test_the_record_of_each_outcome_is_a_madr_of_the_readers_own_answers(window, site, guide, ways, subtests):
    tree = guide.tree
    assert set(ways) == set(tree.outcomes)
    with window() as watched:
        for node, trail in ways.items():
            with subtests.test(node):
                chosen = tree.outcomes[node]
                here = opened(watched, site, guide, ways, node)
                text = unmarked(watched.page.locator(".record").text_content())
                front, headings, below = madr(text)
                assert front == {"status": "proposed", "date": TODAY.date(), "decision-makers": "____"}
                options = dict.fromkeys([*tree.shown, *chosen.picks, *chosen.near] if chosen.picks else [])
                others = [key for key in options if key not in chosen.picks]
                assert headings == [
                    f"# {chosen.name}",
                    "## Context and Problem Statement",
                    "## Decision Drivers",
                    "## Considered Options",
                    "## Decision Outcome",
                    "### Consequences",
                    "## Pros and Cons of the Options",
                    *(f"### {tree.alternatives[key].name}" for key in others),
                    "## More Information",
                ]
                assert below["## Context and Problem Statement"] == [f"We build ____. {tree.title}"]
                assert below["## Decision Drivers"] == [
                    f"* {asked_and_label(tree, pair)}{' (speaks against it)' if against(tree, node, pair) else ''}"
                    for pair in trail
                ]
                names = [tree.alternatives[key].name for key in options] or [chosen.name, "____"]
                assert below["## Considered Options"] == [f"* {name}" for name in names]
                because = f'Chosen option: "{chosen.name}", because of the drivers above. '
                sure = [watched.page.locator(".lean").inner_text()] if chosen.picks else []
                assert below["## Decision Outcome"] == [because + texts.plain(chosen.summary), *sure]
                *lines, blank = below["### Consequences"]
                assert blank == "* ____"
                watch = [
                    line.removeprefix("* To watch: ") for line in lines if line.startswith("* To watch: ")
                ]
                assert " ".join(watch) == texts.plain(chosen.watch)
                picked = [pair for key in chosen.picks for pair in arguments(tree, chosen, key, options)]
                assert argued_in(lines[: -len(watch)]) == sorted(picked)
                for key in others:
                    *lines, blank = below[f"### {tree.alternatives[key].name}"]
                    assert blank == "* ____"
                    assert argued_in(lines) == arguments(tree, chosen, key, options)
                turned = would_turn(tree, trail)
                assert below["## More Information"][: len(turned) + 1] == [
                    "What would turn it:",
                    *turned,
                ]
                assert below["## More Information"][-1] == f"Decided with: {here}"
                assert text.endswith(f"Decided with: {here}\n")


SIGNS = (
    "a _x_ b",
    "std::vector<int>",
    "snake_case",
    "1. # C #",
    "## x",
    "[a](b) `c` ~d~ $e$ &amp; &",
    "كم؟ _é_",
    "- - \\",
)


def test_answers_stand_in_the_record_as_they_are_whatever_signs_they_hold(window, site, guide, ways, outcome):
    """The script and the compiler write one Markdown."""
    tree, trail = guide.tree, ways[outcome]
    with window() as watched:
        page = watched.page
        walk = json.loads((page.request.get(f"{site}walk.json")).text())
        for (question, answer), sign in zip(trail, SIGNS, strict=False):
            walk["questions"][question]["ask"] = sign
            walk["questions"][question]["answers"][answer]["label"] = sign
        text = json.dumps(walk)

        def name_it(route):
            named = re.sub(r"walk\.json\?v=\w+", addresses.dated("walk.json", text), route.fetch().text())
            route.fulfill(body=named, content_type="text/html")

        page.route("**/walk.json*", lambda route: route.fulfill(body=text))
        page.route("**/outcome/**", name_it)
        go(page, address(site, tree, outcome, trail))
        lines = page.locator(".record").text_content().splitlines()
        told = [" (speaks against it)" if against(tree, outcome, pair) else "" for pair in trail]
        drivers = [f"* {literal(f'{sign} {sign}{more}')}" for sign, more in zip(SIGNS, told, strict=False)]
        assert len(drivers) > 3 and lines[lines.index(drivers[0]) :][: len(drivers)] == drivers
        here = "import('../../assets/dom.js').then(({ literal }) => texts.map(literal))"
        assert page.evaluate(f"(texts) => {here}", list(SIGNS)) == list(map(literal, SIGNS))


# --- how it is taken ---


def open_record(page):
    page.locator("summary", has_text="The record").click()


def test_the_record_and_the_link_are_copied_and_the_file_holds_the_same(window, site, guide, ways, outcome):
    with window(accept_downloads=True) as watched:
        page = watched.page
        watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
        here = opened(watched, site, guide, ways, outcome)
        record, said = page.locator(".record").text_content(), page.locator(".take [role=status]")
        assert said.inner_text() == ""
        open_record(page)
        page.get_by_role("button", name="Copy the record").click()
        expect(said).to_have_text(COPIED)
        assert page.evaluate("navigator.clipboard.readText()") == record
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Save record").click()
        assert waiting.value.suggested_filename == f"decision-{outcome}.md"
        assert Path(waiting.value.path()).read_text(encoding="utf-8") == record
        page.get_by_role("button", name="Copy link").click()
        page.wait_for_function(
            "text => navigator.clipboard.readText().then(copied => copied === text)", arg=here
        )
        code = page.locator(".highlight").first
        code.get_by_role("button", name="Copy").click()
        expect(code.locator("button")).to_have_text(COPIED)
        assert page.evaluate("navigator.clipboard.readText()") == code.locator("code").text_content()


def test_a_link_without_a_trail_is_copied_without_the_place_on_the_page(window, site, guide, outcome):
    with window() as watched:
        page = watched.page
        watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
        here = address(site, guide.tree, outcome)
        go(page, f"{here}#record")
        page.get_by_role("button", name="Copy link").click()
        expect(page.locator(".take [role=status]")).to_have_text("Link copied.")
        assert page.evaluate("navigator.clipboard.readText()") == here
        page.get_by_role("button", name="Ask a colleague").click()
        page.wait_for_function(
            "text => navigator.clipboard.readText().then(copied => copied === text)",
            arg=address(site, guide.tree, guide.tree.start),
        )


def test_the_summary_is_the_verdict_with_its_reasons_and_its_address_in_plain_lines(
    window, site, guide, ways, outcome
):
    chosen = guide.tree.outcomes[outcome]
    with window() as watched:
        page = watched.page
        watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
        here = opened(watched, site, guide, ways, outcome)
        page.get_by_role("button", name="Copy summary").click()
        expect(page.locator(".take [role=status]")).to_have_text("Summary copied.")
        name, summary, *lines, last = page.evaluate("navigator.clipboard.readText()").split("\n")
        assert (name, summary, last) == (chosen.name, texts.plain(chosen.summary), here)
        heads = words(page.locator(".reasons > h2:has(+ ul)"))
        points = words(page.locator(".reasons > ul b, #what-to-watch + ul li"))
        assert [line for line in lines if not line.startswith("- ")] == [
            page.locator(".lean").inner_text(),
            *heads,
            "What to watch",
        ]
        assert [line[2:] for line in lines if line.startswith("- ")] == points


@pytest.mark.parametrize(
    "behind",
    ["?utm_source=news&utm_medium=mail", "?fbclid=IwAR0", "?gclid=1&columns=none&ref=x", "index.html?x"],
)
def test_what_counts_clicks_in_a_link_is_neither_copied_nor_recorded_nor_printed(
    window, site, guide, ways, outcome, behind
):
    with window() as watched:
        page = watched.page
        watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
        here = address(site, guide.tree, outcome, ways[outcome])
        go(page, here.replace("#", f"{behind}#"))
        assert page.locator(".record").text_content().endswith(f"Decided with: {here}\n")
        assert page.locator(".printed").text_content().startswith(f"{here}, ")
        page.get_by_role("button", name="Copy link").click()
        expect(page.locator(".take [role=status]")).to_have_text("Link copied.")
        assert page.evaluate("navigator.clipboard.readText()") == here


def test_where_the_clipboard_is_refused_what_was_to_be_copied_is_marked(window, site, guide, ways, outcome):
    with window() as watched:
        page = watched.page
        watched.context.grant_permissions(["geolocation"])  # and no other
        here = opened(watched, site, guide, ways, outcome)
        said, marked = page.locator(".take [role=status]"), "getSelection().toString().trimEnd()"
        open_record(page)
        page.get_by_role("button", name="Copy the record").click()
        expect(said).to_have_text(MARKED)
        assert page.evaluate(marked) == page.locator(".record").inner_text().rstrip()
        page.get_by_role("button", name="Copy link").click()
        page.wait_for_function(f"address => {marked} === address", arg=here)
        expect(said).to_have_text(here)


def test_print_opens_the_browsers_own_dialog(window, site, guide, ways, outcome):
    with window() as watched:
        page = watched.page
        page.add_init_script("window.print = () => { document.title = 'printed' }")
        opened(watched, site, guide, ways, outcome)
        page.get_by_role("button", name="Print").click()
        expect(page).to_have_title("printed")


# --- what the answers add to the reasons ---


def test_each_answer_speaks_for_it_or_against_it_or_neither_way(window, site, guide, ways, subtests):
    tree = guide.tree
    with window() as watched:
        page = watched.page
        for node, trail in ways.items():
            with subtests.test(node):
                opened(watched, site, guide, ways, node)
                picks = tree.outcomes[node].picks
                told = {"why": [], "why-not": [], None: []}
                for question, key in trail:
                    answer = tree.questions[question].answers[key]
                    ahead = by_how_much(answer, picks)
                    said = f"{texts.plain(answer.because)}." if answer.because else answer.label
                    if ahead < 0:
                        told["why-not"].append(answer.label)
                    else:
                        told["why" if ahead else None].append(said[0].upper() + said[1:])
                if not told["why"]:
                    told["why"], told[None] = told[None], []
                elif not told["why-not"]:
                    assert page.locator("#why-not + p").inner_text() == "None of these answers."
                for heading, lines in told.items():
                    place = f"#{heading} + ul" if heading else "details ul"
                    assert words(page.locator(f".reasons {place} b")) == lines
                assert page.locator(".reasons .change").count() == len(trail)


def test_an_outcome_says_how_clear_it_is_by_the_sums(window, site, guide, ways, outcome):
    tree, trail = guide.tree, ways[outcome]
    sums = sums_of(tree, trail).most_common()
    with window() as watched:
        opened(watched, site, guide, ways, outcome)
        line = watched.page.locator(".sure").inner_text()
        assert re.fullmatch(
            rf"(Clear|Close|Open): these answers give {points_told(tree, trail)}\. What would change it", line
        )
        watched.page.locator("summary", has_text="Every alternative").click()
        expect(watched.page.locator(".ranking dt").first).to_be_visible()
        ranked = words(watched.page.locator(".ranking dt"))
        assert [row for row in ranked if not row.endswith(" 0 points")] == [
            f"{tree.alternatives[key].name} {points} point{'' if points == 1 else 's'}"
            for key, points in sums
        ]


def test_of_the_real_projects_that_end_here_the_three_likest_are_shown(window, site, guide):
    tree = guide.tree
    own = max(guide.cases, key=lambda case: len(case.walk.trail) if len(case.walk.ends) == 1 else 0)
    (node,) = own.walk.ends
    with window() as watched:
        page = watched.page
        go(page, address(site, tree, node, own.walk.trail))
        alike = [case.id for case in guide.cases if set(case.walk.trail) == set(own.walk.trail)]
        shown = page.locator(".projects-here li:visible").evaluate_all(
            "all => all.map(it => it.dataset.case)"
        )
        assert len(shown) <= 3
        assert {*shown[: len(alike)]} <= {*alike}


# --- two people, one link ---


def test_a_colleague_answers_without_seeing_the_first_answers_and_ends_at_both(window, site, guide, ways):
    tree = guide.tree
    mine, theirs = ways["django-api"], ways["fastapi-sql"]
    with window() as watched:
        page = watched.page
        watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
        go(page, address(site, tree, "django-api", mine))
        page.get_by_role("button", name="Ask a colleague").click()
        expect(page.locator(".take [role=status]")).to_have_text(
            "Link copied. Whoever opens it answers without seeing these answers, then sees both side by side."
        )
        invited = page.evaluate("navigator.clipboard.readText()")
        aside = "_vs=" + ",".join(".".join(pair) for pair in mine)
        assert invited == f"{site}decide/{tree.start}/#{aside}"
        go(page, invited)
        expect(page.locator(".for-two")).to_be_visible()
        for question, answer in theirs:
            page.wait_for_url(f"{site}decide/{question}/**")
            expect(page.locator(".for-two")).to_be_visible()
            choose(page, answer)
        ready_at(page, address(site, tree, "fastapi-sql", theirs) + f"&{aside}")
        expect(page.locator(".two p").first).to_have_text(
            f"Who asked ends at: {tree.outcomes['django-api'].name}"
        )
        one, other = dict(theirs), dict(mine)
        differ = [question for question in one | other if one.get(question) != other.get(question)]
        rows = page.locator(".two > table tbody tr")
        assert words(rows.locator("th")) == [tree.questions[question].ask for question in differ]
        record = unmarked(page.locator(".record").text_content())
        both = [question for question in differ if question in one and question in other]
        for question in both:
            ask, answers = tree.questions[question].ask, tree.questions[question].answers
            line = f"* {ask} {answers[one[question]].label} (who answered); {answers[other[question]].label} (who asked)"
            assert line in record.splitlines()


@pytest.mark.parametrize("cut", [".", ",", "xyz."])
def test_a_colleagues_answers_that_were_cut_say_how_far_they_got(window, site, guide, ways, cut):
    tree, mine, theirs = guide.tree, ways["django-api"], ways["fastapi-sql"]
    last, _ = theirs[3]
    aside = ",".join(".".join(pair) for pair in theirs[:3])
    with window() as watched:
        page = watched.page
        go(page, f"{address(site, tree, 'django-api', mine)}&_vs={aside},{last}{cut}")
        expect(page.locator(".notice .unread")).to_have_count(1)
        expect(page.locator(".two p").first).to_have_text(
            f"Who asked got as far as: {tree.questions[last].ask}"
        )
        [onward] = page.locator(".two p a").evaluate_all("all => all.map(link => link.href)")
        assert onward == address(site, tree, last, theirs[:3])
        ready_at(page, f"{address(site, tree, 'django-api', mine)}&_vs={aside}")  # and the address is mended


def test_a_link_from_elsewhere_says_that_the_answers_came_with_it(window, site, guide, ways, outcome):
    tree = guide.tree
    with window() as watched:
        page = watched.page
        go(page, address(site, tree, outcome, ways[outcome]))
        notice = page.locator(".notice")
        expect(notice).to_contain_text(f"{len(ways[outcome])} answers came with this link. Not yours?")
        page.reload()
        page.locator(READY).wait_for(state="attached")
        expect(notice).to_have_text("")
