"""The decision to take away, in a real Chromium: copied, downloaded, marked; read as a record in the form of MADR 4."""

import datetime
import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import expect
from trails import Trail, address, asked_and_label, changed_at, end, go, labels, paths, words

from macros.tree import texts

TODAY = datetime.datetime(2027, 3, 4, 12)
HEADING = re.compile(r"^(#{1,3}) (.+)$", re.MULTILINE)
SAID = re.compile(
    r"(.+?) \(((?:proof |[^()]+(?:\([^()]*\)[^()]*)*, https?://|opinion: ).+\))"
)  # a claim, and what backs it
TONES = {"good": "Good", "poor": "Bad"}
BACKED = re.compile(
    r"\((proof test_\w+\.py::\S+(, \w+ \d{4}-\d\d-\d\d)?|.+, https?://\S+, read \d{4}-\d\d-\d\d|opinion: .+)\)"
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


def madr(text: str) -> tuple[dict, list[str], dict[str, list[str]]]:
    """The front matter, the headings in order, and the lines below each that are not blank."""
    nothing, front, body = text.split("---\n", 2)
    assert nothing == ""
    start, *parts = HEADING.split(body)
    assert start.strip() == ""
    headings = [f"{level} {name}" for level, name in zip(parts[::3], parts[1::3], strict=True)]
    lines = [[line for line in below.splitlines() if line] for below in parts[2::3]]
    return yaml.safe_load(front), headings, dict(zip(headings, lines, strict=True))


def arguments(tree, outcome, alternative) -> list[tuple[str, str]]:
    """Good, Bad or Neutral, and what is claimed of an alternative: for each criterion of the outcome."""
    found = []
    for key in outcome.compare:
        cell = tree.criteria[key].cells.get(alternative)
        if cell:
            tone = tree.ratings[cell.rating].tone if cell.rating else ""
            found.append((TONES.get(tone, "Neutral"), f"{tree.criteria[key].name}: {texts.plain(cell.says)}"))
    return sorted(found)


def argued_in(lines: list[str]) -> list[tuple[str, str]]:
    """The same from the lines of the record, each of which says what backs it."""
    found = []
    for line in lines:
        word, said = re.fullmatch(r"\* (Good|Bad|Neutral), because (.+)", line).groups()
        claim, backed = SAID.fullmatch(said).groups()
        assert BACKED.search(line), line
        assert backed.endswith(")")
        found.append((word, claim))
    return sorted(found)


def would_change(tree, trail) -> list[str]:
    """For each answer, the others that end elsewhere, those that end alike together."""
    lines = []
    for place, (question, chosen) in enumerate(trail):
        groups: dict[str, list[str]] = {}
        for answer in tree.questions[question].answers:
            if answer != chosen:
                node = changed_at(tree, trail, place, answer)[1]
                groups.setdefault(node, []).extend(labels(tree, [(question, answer)]))
        lines += [
            f"* {tree.questions[question].ask} {' / '.join(group)}: {tree.title_of(node)}"
            for node, group in groups.items()
            if node != end(tree, trail)
        ]
    return lines


def drivers(tree, trail) -> list[str]:
    lines = []
    for question, key in trail:
        why = tree.questions[question].answers[key].because
        lines.append(
            f"* {asked_and_label(tree, (question, key))}" + (f", because {texts.plain(why)}" if why else "")
        )
    return lines


# --- what stands in it ---


def test_the_record_of_each_outcome_is_a_madr_of_the_readers_own_answers(window, site, guide, ways, subtests):
    tree = guide.tree
    assert set(ways) == set(tree.outcomes)
    with window() as watched:
        for node, trail in ways.items():
            with subtests.test(node):
                chosen = tree.outcomes[node]
                here = opened(watched, site, guide, ways, node)
                text = watched.page.locator(".record").text_content()
                front, headings, below = madr(text)
                assert front == {"status": "proposed", "date": TODAY.date(), "decision-makers": "____"}
                others = [key for key in tree.shown if key not in chosen.picks]
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
                assert below["## Context and Problem Statement"] == [f"{tree.title} ____"]
                assert below["## Decision Drivers"] == drivers(tree, trail)
                options = dict.fromkeys([*tree.shown, *chosen.picks, *chosen.near])
                names = [f"* {tree.alternatives[key].name}" for key in options]
                assert below["## Considered Options"] == names
                because = f'Chosen option: "{chosen.name}", because of the drivers above. '
                assert below["## Decision Outcome"] == [because + texts.plain(chosen.summary)]
                *lines, blank = below["### Consequences"]
                assert blank == "* ____"
                picked = [pair for key in chosen.picks for pair in arguments(tree, chosen, key)]
                assert argued_in(lines) == sorted(picked)
                for key in others:
                    *lines, blank = below[f"### {tree.alternatives[key].name}"]
                    assert blank == "* ____"
                    assert argued_in(lines) == arguments(tree, chosen, key)
                turned = would_change(tree, trail)
                assert below["## More Information"][: len(turned) + 1] == [
                    "What would have changed it:",
                    *turned,
                ]
                assert below["## More Information"][-1] == f"Decided with: {here}"
                assert text.endswith(f"Decided with: {here}\n")


# --- how it is taken ---


def test_the_record_and_the_link_are_copied_and_the_file_holds_the_same(window, site, guide, ways, outcome):
    with window(accept_downloads=True) as watched:
        page = watched.page
        watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
        here = opened(watched, site, guide, ways, outcome)
        record, said = page.locator(".record").text_content(), page.locator(".take [role=status]")
        assert said.inner_text() == ""
        page.get_by_role("button", name="Copy the record").click()
        expect(said).to_have_text(COPIED)
        assert page.evaluate("navigator.clipboard.readText()") == record
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Download it").click()
        assert waiting.value.suggested_filename == f"decision-{outcome}.md"
        assert Path(waiting.value.path()).read_text(encoding="utf-8") == record
        page.get_by_role("button", name="Copy the link").click()
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
        page.get_by_role("button", name="Copy the link").click()
        expect(page.locator(".take [role=status]")).to_have_text(COPIED)
        assert page.evaluate("navigator.clipboard.readText()") == here


def test_where_the_clipboard_is_refused_the_record_is_marked_and_the_page_says_so(
    window, site, guide, ways, outcome
):
    with window() as watched:
        page = watched.page
        watched.context.grant_permissions(["geolocation"])  # and no other
        here = opened(watched, site, guide, ways, outcome)
        said, marked = page.locator(".take [role=status]"), "getSelection().toString().trimEnd()"
        page.get_by_role("button", name="Copy the record").click()
        expect(said).to_have_text(MARKED)
        assert page.evaluate(marked) == page.locator(".record").inner_text().rstrip()
        page.get_by_role("button", name="Copy the link").click()
        page.wait_for_function(f"address => {marked} === address", arg=here)
        expect(said).to_have_text(MARKED)


def test_print_opens_the_browsers_own_dialog(window, site, guide, ways, outcome):
    with window() as watched:
        page = watched.page
        page.add_init_script("window.print = () => { document.title = 'printed' }")
        opened(watched, site, guide, ways, outcome)
        page.get_by_role("button", name="Print").click()
        expect(page).to_have_title("printed")


# --- what the answers add to the reasons ---


def test_the_reasons_are_the_answers_with_what_each_leans_to(window, site, guide, ways, outcome):
    tree, trail = guide.tree, ways[outcome]
    with window() as watched:
        opened(watched, site, guide, ways, outcome)
        page = watched.page
        given = [tree.questions[question].answers[key] for question, key in trail]
        whys = [
            f"because {texts.plain(answer.because)}" if answer.because else answer.label for answer in given
        ]
        assert words(page.locator(".reasons li > b")) == whys
        leans = [
            "Leans to "
            + ", ".join(f"{tree.alternatives[key].name} +{weight}" for key, weight in answer.leans.items())
            for answer in given
            if answer.leans
        ]
        assert words(page.locator(".reasons .leans")) == leans
        sums: dict[str, int] = {}
        for answer in given:
            for key, weight in answer.leans.items():
                sums[key] = sums.get(key, 0) + weight
        most_first = sorted(sums, key=sums.get, reverse=True)
        assert words(page.locator(".tally dt")) == [tree.alternatives[key].name for key in most_first]
        assert words(page.locator(".tally dd")) == [str(sums[key]) for key in most_first]


def test_projects_with_answers_like_the_readers_are_named_with_what_they_share(window, site, guide):
    tree = guide.tree
    own = max(guide.cases, key=lambda case: len(case.walk.trail) if len(case.walk.ends) == 1 else 0)
    (node,) = own.walk.ends
    with window() as watched:
        page = watched.page
        go(page, address(site, tree, node, own.walk.trail))
        number = len(own.walk.trail)
        alike = [case.id for case in guide.cases if set(case.walk.trail) == set(own.walk.trail)]
        found = page.locator(".likest li a").evaluate_all("all => all.map(link => link.href)")
        assert found[: len(alike)] == [f"{site}projects/#{case}" for case in alike[: len(found)]]
        uses = tree.alternatives[next(case for case in guide.cases if case.id == alike[0]).case.uses].name
        line = words(page.locator(".likest li"))[0]
        assert line.endswith(f" uses {uses}: {number} of your {number} answers in common")
