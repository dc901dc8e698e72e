"""Ways to use the guide, in a real Chromium: to every outcome, without scripts, with own answers, from the map, on paper."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect
from trails import (
    READY,
    address,
    choose,
    end,
    fragment,
    go,
    labels,
    longest,
    paths,
    ready_at,
    words,
)

from macros.tree import texts
from macros.tree.graph import Graph

PAPERS = {"A4": (596, 843), "Letter": (612, 792)}  # points
A4_INSIDE = 680  # pixels between the margins of 15 mm


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
        page.locator("summary", has_text="What the comparison says").click()
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
            assert page.locator(".trail").inner_text() == ("Begin at the first question" if place else "Back")
            assert (
                page.locator(
                    ".page button:visible, .given:visible, .notice p, .for-two:visible, .key:visible"
                ).count()
                == 0
            )
            choose(page, answer)
        page.wait_for_url(address(site, tree, end(tree, walk)), wait_until="commit")
        assert (
            page.locator(".page button:visible, .two:visible, .take:visible, .all-of-them:visible").count()
            == 0
        )
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
        ways = [
            tree.questions[question].answers[key]
            for question, key in sorted(graph.answers_to[node])
            if key != "unknown"
        ]
        assert sorted(words(page.locator("#why + ul li"))) == sorted(
            texts.plain(answer.because or answer.label) for answer in ways
        )
        turns = graph.turns(node, 2)
        assert words(page.locator("#why-not + dl dt")) == [ask_of(turn.question) for turn in turns]
        lines = []
        for turn in turns:
            for key in turn.away[:4]:
                to = tree.questions[turn.question].answers[key].next
                names = [tree.outcomes[outcome].name for outcome in graph.outcomes_behind(to)]
                more = f" or {len(names) - 2} more" if len(names) > 2 else ""
                lines += [
                    f"{label}: {', '.join(names[:2])}{more}" for label in labels(tree, [(turn.question, key)])
                ]
            if len(turn.away) > 4:
                lines.append(f"and {len(turn.away) - 4} more answer{'s' if len(turn.away) > 5 else ''}")
        assert words(page.locator("#why-not + dl dd")) == lines
        record = page.locator(".record").text_content()
        assert record.startswith(
            f"---\nstatus: proposed\ndate: ____\ndecision-makers: ____\n---\n\n# {tree.outcomes[node].name}\n"
        )
        assert "\n## Decision Drivers\n\n* ____\n\n" in record
        assert "\nWhat would turn it:\n\n* ____\n\n" in record
        assert record.rstrip().endswith("\nDecided with: ____")


# --- what the reader's answers add to an outcome ---


def test_an_outcome_says_which_answers_would_turn_it_and_what_that_costs(window, site, guide, walk):
    tree, here = guide.tree, end(guide.tree, walk)
    with window() as watched:
        page = watched.page
        go(page, address(site, tree, here, walk))
        page.locator("summary", has_text="What it costs to change your mind").click()
        chosen = words(page.locator(".turns dt .you"))
        assert chosen and {*chosen} <= {*labels(tree, walk)}
        costs = [cost for text in words(page.locator(".turns .cost")) for cost in text.split(", or ")]
        assert {*costs} <= {cost.name for cost in tree.costs.values()}
        said = page.locator("details.costs > .foot").inner_text()
        assert all(f"{cost.name}: {texts.plain(cost.means)} " in said for cost in tree.costs.values())
        first = page.locator(".turns a").first
        to = first.get_attribute("href")
        first.click()
        ready_at(page, to)


def test_a_link_within_an_outcome_opens_what_it_leads_to_and_leaves_the_trail_in_the_address(
    window, site, guide, walk
):
    tree = guide.tree
    here = address(site, tree, end(tree, walk), walk)
    with window() as watched:
        page = watched.page
        go(page, here)
        page.locator(".sure a").click()
        expect(page.locator("#what-a-change-costs")).to_be_in_viewport()
        expect(page.locator(".turns")).to_be_visible()
        assert page.url == here
        go(page, address(site, tree, walk[1][0], walk))
        page.get_by_role("link", name="All questions at a glance").click()
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
        page.locator(".map details > summary").click()
        line = page.locator(".caption")
        assert line.inner_text() == ""
        assert page.locator(".drawing .taken").count() == 0
        page.locator(f".drawing [data-node={question}]").hover()
        expect(line).to_have_text(f"{tree.questions[question].ask} {behind} outcomes behind it.")
        page.locator(f".drawing [data-node={outcome}]").focus()
        expect(line).to_have_text(tree.outcomes[outcome].name)


# --- on paper ---

SHOWN = [
    "h1",
    ".summary",
    ".sure",
    ".reasons",
    "#what-to-watch",
    ".near",
    ".projects-here",
    ".printed",
]
LEFT_OUT = [
    ".md-header",
    ".md-tabs",
    ".md-footer",
    ".md-content__button",
    ".trail",
    ".take",
    ".commands",
    "details.compared",
    "details.to-keep",
    ".mend",
    ".change",
    ".copy",
    ".headerlink",
    "button",
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


def test_an_outcome_on_paper_is_dark_on_white_and_has_its_address_and_the_day(window, site, guide, walk):
    tree = guide.tree
    with window(A4_INSIDE, color_scheme="dark") as watched:
        page = watched.page
        go(page, address(site, tree, end(tree, walk), walk))
        _, paper = page.locator("h1").evaluate_all(COLOURS)[0]
        assert paper < 80  # it comes from a dark screen
        page.emulate_media(media="print", color_scheme="dark")
        for part in SHOWN:
            expect(page.locator(part).first).to_be_visible()
        assert (
            page.locator(".printed")
            .inner_text()
            .startswith(f"{address(site, tree, end(tree, walk), walk)}, 2")
        )
        assert [part for part in LEFT_OUT if page.locator(f"{part}:visible").count()] == []
        inks = page.locator(".page :is(h1, h2, p, dt, dd, li, th, td, pre, a):visible").evaluate_all(COLOURS)
        assert len(inks) > 30
        assert max(ink for ink, _ in inks) < 160
        assert min(paper for _, paper in inks) == 255
        assert page.evaluate(WIDER) == []
        for paper, size in PAPERS.items():
            pages = page.pdf(format=paper, prefer_css_page_size=True)
            boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pages)
            assert {tuple(round(float(side)) for side in box) for box in boxes} == {size}


def test_an_outcome_fills_one_sheet_of_whatever_paper_the_reader_has(window, site, guide, subtests):
    tree, longest_ways = guide.tree, {}
    for trail in sorted(paths(tree), key=len):
        longest_ways[end(tree, trail)] = trail
    with window() as watched:
        for node, trail in longest_ways.items():
            with subtests.test(node):
                go(watched.page, address(site, tree, node, trail))
                for paper in PAPERS:
                    printed = watched.page.pdf(format=paper, prefer_css_page_size=True)
                    assert len(re.findall(rb"/Type /Page\b", printed)) == 1, paper


@pytest.mark.parametrize("place", ["decide/START/#why", "outcome/END/#record"])
def test_what_an_address_names_is_open_also_where_it_is_what_is_folded_away(window, site, guide, place):
    tree = guide.tree
    with window() as watched:
        page = watched.page
        page.goto(site + place.replace("START", tree.start).replace("END", next(iter(tree.outcomes))))
        page.locator("details[open] > summary :target").wait_for()


SAID = {  # a reason, the label of its answer, and what is shown of both
    ("who else would do it?", "No."): "Who else would do it? Which? No. Change",
    ("so it is…", "Ten!"): "So it is… Which? Ten! Change",
    ("it does", "Yes"): "It does. Which? Yes. Change",
}


def test_a_reason_and_an_answer_that_end_by_themselves_get_no_full_stop(window, site_of):
    answers = {
        f"a-{place}": {"label": label, "next": "end", "because": because, "leans": {"one": 1}}
        for place, (because, label) in enumerate(SAID)
    } | {"other": {"label": "Another", "next": "other"}}
    tree = {
        "title": "Which?",
        "start": "first",
        "alternatives": {"one": {"name": "One", "url": "https://example.org/"}},
        "questions": {"first": {"ask": "Which?", "answers": answers}},
        "outcomes": {
            node: {"name": node, "picks": ["one"], "summary": "No more."} for node in ("end", "other")
        },
    }
    with site_of(json.dumps(tree)) as site, window(address=site) as watched:
        page = watched.page
        shown = []
        for place in range(len(SAID)):
            page.goto("about:blank")
            page.goto(f"{site}outcome/end/#first=a-{place}")
            page.locator(READY).wait_for(state="attached")
            shown.append(page.locator(".reasons li").first.evaluate("it => it.textContent.split(':')[0]"))
        assert shown == list(SAID.values())
