"""Ways to use the guide, in a real Chromium: to every outcome, without scripts, with own answers, from the map, on paper."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect
from trails import (
    address,
    changed_at,
    choose,
    end,
    fragment,
    go,
    labels,
    longest,
    ready_at,
    words,
)

from macros.tree.graph import Graph

NAMES = 8  # of outcomes, under an answer
A4 = (595, 842)  # points
A4_INSIDE = 658  # pixels between the margins of 18 mm


@pytest.fixture(scope="module")
def walk(guide):
    """A longest way through the tree."""
    return longest(guide.tree)


# --- by clicks ---


def shortest_path(graph: Graph, outcome: str) -> list[tuple[str, int]]:
    """The questions on a shortest path to an outcome, each with the place of the answer to click."""
    paths = {graph.start: []}
    waiting = [graph.start]
    for node in waiting:  # grows as it is read
        for place, (_, to) in enumerate(graph.answers.get(node, ())):
            if to not in paths:
                paths[to] = [*paths[node], (node, place)]
                waiting.append(to)
    return paths[outcome]


def test_a_reader_clicks_from_home_to_every_outcome(window, site, guide):
    tree = guide.tree
    with window() as watched:
        page = watched.page
        for outcome in tree.outcomes:
            page.goto(site)
            page.locator(".start a").click()
            for question, place in shortest_path(guide.graph, outcome):
                assert page.url.partition("#")[0] == f"{site}decide/{question}/"
                assert page.locator("h1").inner_text() == tree.questions[question].ask
                page.locator(".answers a").nth(place).click()
            page.wait_for_url(f"{site}outcome/{outcome}/**")
            assert page.locator("h1").inner_text() == tree.outcomes[outcome].name
        assert f"{site}decide/{tree.start}/" in watched.asked


def test_a_mark_in_a_table_leads_to_the_claim_in_the_comparison(window, site, guide):
    node, question = next((key, it) for key, it in guide.tree.questions.items() if it.compare)
    row, column = question.compare[-1], guide.tree.shown[-1]
    with window() as watched:
        page = watched.page
        page.goto(f"{site}decide/{node}/")
        page.locator(f'a.mark[href$="#{row}-{column}"]').click()
        page.wait_for_url(f"{site}compare/#{row}-{column}")
        expect(page.locator(f"[id='{row}-{column}']")).to_be_in_viewport()


def test_search_finds_a_section_of_the_article(window, site):
    with window() as watched:
        page = watched.page
        page.goto(f"{site}introduction/")
        heading = page.locator("article h2[id]").first
        section, words = (
            heading.get_attribute("id"),
            heading.evaluate("heading => heading.firstChild.textContent"),
        )
        page.goto(site)
        page.locator(".md-search__input").click()
        page.keyboard.type(words)
        page.locator(f'.md-search-result__link[href*="/introduction/"][href$="#{section}"]').first.click()
        expect(page.locator(f"h2#{section}")).to_be_in_viewport()


# --- without scripts ---


def test_without_scripts_a_walk_by_clicks_shows_no_control_that_needs_one(window, site, guide, walk):
    tree = guide.tree
    with window(java_script_enabled=False) as watched:
        page = watched.page
        page.goto(site)
        page.locator(".start a").click()
        for place, (question, answer) in enumerate(walk):
            page.wait_for_url(address(site, tree, question), wait_until="commit")
            first = "Begin at the first question" if place else "This is the first question."
            assert page.locator(".trail").inner_text() == first
            assert page.locator(".page button:visible, .given:visible, .notice p").count() == 0
            choose(page, answer)
        page.wait_for_url(address(site, tree, end(tree, walk)), wait_until="commit")
        assert page.locator(".page button:visible, .likest:visible, .take:visible").count() == 0
        page.locator(".trail a").click()
        page.wait_for_url(address(site, tree, tree.start))


def test_without_scripts_an_outcome_says_what_leads_to_it_and_what_away(window, site, guide):
    tree, graph = guide.tree, guide.graph
    node = max(tree.outcomes, key=lambda outcome: len(graph.answers_to[outcome]))

    def ask_of(question):
        return tree.questions[question].ask

    with window(java_script_enabled=False) as watched:
        page = watched.page
        page.goto(address(site, tree, node))
        ways = graph.answers_to[node]
        assert words(page.locator(".reasons dt")) == [
            ask_of(question) for question in sorted({question for question, _ in ways})
        ]
        assert sorted(words(page.locator(".reasons dd b"))) == sorted(labels(tree, ways))
        turns = graph.turns(node, 12)
        assert words(page.locator(".changes dt")) == [ask_of(turn.question) for turn in turns]
        lines = []
        for turn in turns:
            lines.append("Here: " + " · ".join(labels(tree, [(turn.question, key) for key in turn.here])))
            for key in turn.away:
                to = tree.questions[turn.question].answers[key].next
                names = [tree.outcomes[outcome].name for outcome in graph.outcomes_behind(to)]
                more = f" or {len(names) - 3} more" if len(names) > 3 else ""
                lines += [
                    f"{label}: {', '.join(names[:3])}{more}" for label in labels(tree, [(turn.question, key)])
                ]
        assert words(page.locator(".changes dd")) == lines
        record = page.locator(".record").inner_text()
        assert record.startswith(
            f"---\nstatus: proposed\ndate: ____\ndecision-makers: ____\n---\n\n# {tree.outcomes[node].name}\n"
        )
        assert "\n## Decision Drivers\n\n* ____\n\n" in record
        assert "\nWhat would have changed it:\n\n* ____\n\n" in record
        assert record.rstrip().endswith("\nDecided with: ____")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_under_each_answer_the_outcomes_it_leaves_can_be_unfolded(window, site, guide, walk, scripts):
    tree, graph = guide.tree, guide.graph
    with window(java_script_enabled=scripts) as watched:
        page = watched.page
        for place in (0, len(walk) // 2, len(walk) - 1):
            question = walk[place][0]
            here = address(site, tree, question, walk[:place])
            page.goto(here)
            for key, answer in tree.questions[question].answers.items():
                item = page.locator(f".answers > li[data-answer={key}]")
                behind = graph.count_behind(answer.next)
                if behind == 1:
                    verb = "Ends at" if answer.next in tree.outcomes else "Leads to"
                    (name,) = graph.outcomes_behind(answer.next)
                    assert words(item.locator("> .leads")) == [f"{verb}: {tree.outcomes[name].name}"]
                    continue
                names = [tree.outcomes[outcome].name for outcome in graph.outcomes_behind(answer.next)]
                more = [f"and {behind - NAMES} more"] if behind > NAMES else []
                expect(item.locator("li").first).to_be_hidden()
                item.get_by_text(f"{behind} outcomes still possible", exact=True).click()
                expect(item.locator("li").first).to_be_visible()
                assert item.locator("li").all_inner_texts() == names[:NAMES] + more
            assert page.url == here


# --- what the reader's answers add to an outcome ---


def test_an_outcome_says_where_each_other_answer_would_have_led(window, site, guide, walk):
    tree, here = guide.tree, end(guide.tree, walk)
    expected, leads = [], []
    for place, (question, chosen) in enumerate(walk):
        groups: dict[str, list] = {}
        for answer in tree.questions[question].answers:
            if answer != chosen:
                taken, node, *_ = changed_at(tree, walk, place, answer)
                groups.setdefault(node, []).append((answer, taken))
        for node, group in groups.items():
            names = " · ".join(labels(tree, [(question, answer) for answer, _ in group]))
            behind = guide.graph.count_behind(node)
            asks = f" (asks on; {behind} outcomes possible)" if node in tree.questions else ""
            expected.append(f"{names}: {'the same' if node == here else tree.title_of(node)}{asks}")
            leads += [address(site, tree, node, group[0][1])] * (node != here)
    with window() as watched:
        page = watched.page
        go(page, address(site, tree, here, walk))
        asked = page.locator(".changes dt").all()
        assert [term.evaluate("term => term.firstChild.data") for term in asked] == [
            tree.questions[question].ask for question, _ in walk
        ]
        assert words(page.locator(".changes dt .you")) == labels(tree, walk)
        assert words(page.locator(".changes dd")) == expected
        assert page.locator(".changes a").evaluate_all("all => all.map(link => link.href)") == leads
        page.locator(".changes a").first.click()
        ready_at(page, leads[0])


def test_a_link_within_an_outcome_leaves_the_trail_in_the_address(window, site, guide, walk):
    tree = guide.tree
    here = address(site, tree, end(tree, walk), walk)
    with window() as watched:
        page = watched.page
        go(page, here)
        page.get_by_role("link", name="Take it with you").click()
        expect(page.locator("h2#record")).to_be_in_viewport()
        assert page.url == here
        page.get_by_role("link", name="See it on the map").click()
        ready_at(page, f"{site}map/{fragment(walk)}")


def issue_of(page):
    """The fields that the link to the issue form fills in."""
    link = page.locator("a[data-issue]").get_attribute("href")
    return {field: texts[0] for field, texts in parse_qs(urlsplit(link).query).items()}


def test_who_says_that_something_is_wrong_brings_their_trail(window, site, guide, walk):
    tree = guide.tree
    asked, node = walk[-1][0], end(tree, walk)
    with window() as watched:
        page = watched.page
        for here, before in ((asked, walk[:-1]), (node, walk)):
            go(page, address(site, tree, here, before))
            issue = issue_of(page)
            assert issue["trail"] == fragment(before)
            assert issue["title"] == f"Wrong answer: {tree.title_of(here)}"
        page.goto("about:blank")
        go(page, address(site, tree, node))
        assert issue_of(page) == {field: text for field, text in issue.items() if field != "trail"}
        page.goto("about:blank")
        go(page, address(site, tree, node, walk) + "&x=%22%3E%3Cb%3E&title=y")
        assert issue_of(page) == issue  # only what the tree knows gets in


# --- the map ---


def test_a_box_of_the_map_says_its_name_and_what_lies_behind_it(window, site, guide):
    tree, graph = guide.tree, guide.graph
    question, outcome = list(tree.questions)[-1], next(iter(tree.outcomes))
    behind = graph.count_behind(question)
    with window() as watched:
        page = watched.page
        go(page, f"{site}map/")
        line = page.locator(".caption")
        assert line.inner_text() == ""
        assert page.locator(".drawing .taken").count() == 0
        page.locator(f".drawing [data-node={question}]").hover()
        expect(line).to_have_text(f"{tree.questions[question].ask} {behind} outcomes behind it.")
        page.locator(f".drawing [data-node={outcome}]").focus()
        expect(line).to_have_text(tree.outcomes[outcome].name)


# --- on paper ---

SHOWN = ["h1", ".summary", ".reasons", ".changes", ".comparison", ".record", "#why", ".reasons .asked"]
LEFT_OUT = [
    ".md-header",
    ".md-tabs",
    ".md-footer",
    ".md-content__button",
    ".trail",
    ".tools",
    ".take",
    ".mend",
    ".change",
    ".copy",
    ".headerlink",
    "button",
    "dialog",
]
COLOURS = """all => all.map(part => {
    const light = (text) => Math.max(...text.match(/[\\d.]+/g).slice(0, 3).map(Number));
    const clear = (text) => text === "rgba(0, 0, 0, 0)";
    let under = part;
    while (under && clear(getComputedStyle(under).backgroundColor)) under = under.parentElement;
    return [light(getComputedStyle(part).color), under ? light(getComputedStyle(under).backgroundColor) : 255];
})"""
WIDER = """() => [...document.querySelectorAll(".page *")]
    .filter(part => part.getBoundingClientRect().right > innerWidth + 1 || part.scrollWidth > innerWidth)
    .map(part => `${part.tagName} ${part.className}`)"""


def test_an_outcome_on_paper_is_dark_on_white_and_as_wide_as_the_page(window, site, guide, walk):
    tree = guide.tree
    with window(A4_INSIDE, color_scheme="dark") as watched:
        page = watched.page
        go(page, address(site, tree, end(tree, walk), walk))
        _, paper = page.locator("h1").evaluate_all(COLOURS)[0]
        assert paper < 80  # it comes from a dark screen
        page.emulate_media(media="print", color_scheme="dark")
        for part in SHOWN:
            expect(page.locator(part).first).to_be_visible()
        assert [part for part in LEFT_OUT if page.locator(f"{part}:visible").count()] == []
        inks = page.locator(".page :is(h1, h2, p, dt, dd, li, th, td, pre, a):visible").evaluate_all(COLOURS)
        assert len(inks) > 30
        assert max(ink for ink, _ in inks) < 160
        assert min(paper for _, paper in inks) == 255
        assert page.evaluate(WIDER) == []
        record = page.locator(".record").evaluate("box => [box.scrollHeight, box.clientHeight]")
        assert record[0] <= record[1] + 1  # all of it, without a scroll bar
        pages = page.pdf(prefer_css_page_size=True)
        boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pages)
        assert {tuple(round(float(size)) for size in box) for box in boxes} == {A4}
