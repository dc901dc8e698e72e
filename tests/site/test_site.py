"""The built site as it lies on the server: links, heads, edit links, search, other people's trees."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from filecmp import cmp
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from urllib.parse import urldefrag, urljoin
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import html5lib
import pytest
from PIL import Image
from projects import ROOT, make_project

from macros import guide as guides
from macros.tree.model import Tree

DESCRIPTION = range(20, 161)  # characters that search engines show
NOT_FOUND = "404.html"
DATA = "application/ld+json"  # a script of this type holds data and never runs
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
XLINK = "{http://www.w3.org/1999/xlink}href"
FETCHED = ("src", "srcset", "poster", "data", "action", "formaction", "background", XLINK, "imagesrcset")
STYLE_URL = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")

TREE = """\
title: Tea or coffee?
start: hour
questions:
  hour:
    ask: Is it late?
    answers:
      late: {label: "Yes", next: tea}
      early: {label: "No", next: coffee}
outcomes:
  tea: {name: Tea, summary: It lets you sleep.}
  coffee: {name: Coffee, summary: It wakes you.}
"""


# --- a built site, read as a browser reads it ---


@dataclass(frozen=True)
class Page:
    """One page: its address below the site, and its document."""

    route: str
    root: Element
    faults: tuple

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.root.iter() if element.tag in tags]

    def classed(self, name: str) -> list[Element]:
        return [element for element in self.root.iter() if name in element.get("class", "").split()]

    def one(self, tag: str, **attributes: str) -> Element:
        """The only such element; a page with none or two is at fault."""
        found = [element for element in self.all(tag) if attributes.items() <= element.attrib.items()]
        assert len(found) == 1, f"{self.route}: {len(found)} {tag} {attributes}"
        return found[0]

    @cached_property
    def ids(self) -> Counter:
        return Counter(element.get("id") for element in self.root.iter() if element.get("id"))

    @property
    def answers(self) -> list[Element]:
        return [link for box in self.classed("answers") for link in box.iter("a")]


@dataclass(frozen=True)
class Site:
    """All pages of a built site by their address below it, such as "decide/staff/"."""

    folder: Path
    url: str
    pages: dict[str, Page]

    def under(self, *folders: str) -> dict[str, Page]:
        return {route: page for route, page in self.pages.items() if route.startswith(folders)}

    def target(self, page: Page, link: str) -> str:
        """Where a link of a page leads, as an address below the site; an absolute one if that is outside."""
        return urljoin(self.url + page.route, link).removeprefix(self.url)

    def fault(self, page: Page, link: str) -> str:
        """What is wrong with an internal link, or nothing."""
        target, anchor = urldefrag(self.target(page, link))
        if "://" in target:
            return "leads out of the sub-path"
        if target in self.pages:
            there = not anchor or anchor in self.pages[target].ids or self.is_trail(target, anchor)
            return "" if there else f"no id '{anchor}' there"
        file = target.partition("?")[0]  # behind it stands a version
        return "" if file and (self.folder / file).is_file() else "nothing there"

    def is_trail(self, target: str, anchor: str) -> bool:
        """Whether an anchor carries answers to questions of this site: staff=roles&store=sql"""
        pairs = anchor.removesuffix("&assumed").split("&")
        questions = [pair.partition("=")[0] for pair in pairs if pair.partition("=")[2]]
        whole = len(questions) == len(pairs) and target.startswith(("decide/", "outcome/"))
        return whole and all(f"decide/{question}/" in self.pages for question in questions)

    def is_foreign(self, page: Page, link: str) -> bool:
        """Whether a link leads to another host (or is no address of a page at all, such as data:)."""
        return urljoin(self.url + page.route, link).split("/")[:3] != self.url.split("/")[:3]


def text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def read_site(folder: Path, url: str) -> Site:
    pages = {}
    for file in sorted(folder.rglob("*.html")):
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        root = parser.parse(file.read_bytes())
        for element in root.iter():
            if isinstance(element.tag, str):  # a comment's is not
                element.tag = element.tag.rpartition("}")[2]  # an SVG's link is a link
        route = file.relative_to(folder).as_posix().removesuffix("index.html")
        pages[route] = Page(route, root, tuple(parser.errors))
    return Site(folder, url, pages)


@pytest.fixture(scope="module")
def site(built, site_url) -> Site:
    """The built site of this project."""
    return read_site(built, site_url)


@pytest.fixture(scope="module", params=["bicycle", "pet"])
def foreign(request, built_example, site_url) -> tuple[Site, Tree]:
    """A site built from a tree of another field, with that tree."""
    tree = guides.load(ROOT / "tests/trees" / request.param / guides.FILE).tree
    return read_site(built_example(request.param), site_url), tree


def addresses(tree: Tree) -> dict[str, str]:
    """The address of each question and outcome."""
    return {node: f"decide/{node}/" for node in tree.questions} | {
        node: f"outcome/{node}/" for node in tree.outcomes
    }


def broken_links(site: Site) -> list[str]:
    faults = []
    for page in site.pages.values():
        for element in page.root.iter():
            for attribute in ("href", "src"):
                link = element.get(attribute)
                if link is None or site.is_foreign(page, link):
                    continue
                if fault := site.fault(page, link):
                    faults.append(f"{page.route or 'home'}: {link}: {fault}")
    return faults


def reached_by_answers(site: Site, start: str) -> set[str]:
    """The addresses that are reached from `start` by the links in .answers alone."""
    seen, waiting = {start}, [start]
    while waiting:
        page = site.pages[waiting.pop()]
        for to in {site.target(page, link.get("href")) for link in page.answers} - seen:
            seen.add(to)
            waiting.append(to)
    return seen


# --- links ---


def test_every_internal_link_and_anchor_leads_somewhere_below_the_sub_path(site):
    assert broken_links(site) == []


def test_every_real_project_links_the_outcome_it_ends_at_with_its_trail(site, guide):
    page = site.pages["projects/"]
    links = {site.target(page, link.get("href")) for link in page.all("a") if link.get("href")}
    trails = {f"outcome/{end}/#{case.walk.fragment}" for case in guide.cases for end in case.walk.ends}
    assert {link for link in links if link.startswith("outcome/") and "=" in link} == trails
    assert {case.id for case in guide.cases} <= page.ids.keys()


def test_the_page_for_lost_readers_works_from_any_depth(site, site_url):
    lost = site.pages[NOT_FOUND]
    links = [
        link for element in lost.root.iter() for link in [element.get("href") or element.get("src")] if link
    ]
    internal = [link for link in links if not link.startswith(("#", "https://"))]
    assert internal
    assert [link for link in internal if not link.startswith("/some-repo/")] == []


def test_every_question_and_outcome_is_reached_from_the_start_by_answers_alone(site, guide):
    nodes = addresses(guide.tree)
    assert reached_by_answers(site, nodes[guide.tree.start]) == set(nodes.values())


def test_a_question_page_has_exactly_its_answers_as_links(site, guide):
    nodes = addresses(guide.tree)
    for node, question in guide.tree.questions.items():
        page = site.pages[nodes[node]]
        shown = [
            (
                text(next(part for part in link.iter("span") if part.get("class") == "label")),
                site.target(page, link.get("href")),
            )
            for link in page.answers
        ]
        assert shown == [(answer.label, nodes[answer.next]) for answer in question.answers.values()]


def test_nothing_stands_between_a_reader_and_the_next_page(site):
    """No page sends its reader on by itself; what needs the script is hidden until the script shows it."""
    for page in site.pages.values():
        assert [meta for meta in page.all("meta") if meta.get("http-equiv", "").lower() == "refresh"] == [], (
            page.route
        )
    for page in site.under("decide/", "outcome/").values():
        [article] = page.all("article")
        hidden = [part for part in article.iter() if "hidden" in part.attrib or part.tag == "dialog"]
        inside = {within for part in hidden for within in part.iter()}
        of_style = {
            box for box in article.iter("input") if box.get("type") == "checkbox"
        }  # which columns to see, and whether all lines of the commands
        needs_the_script = [part for part in article.iter() if part.tag in ("form", "input", "button")]
        needs_the_script = [part for part in needs_the_script if part not in of_style]
        assert [part.tag for part in needs_the_script if part not in inside] == []
        assert {script.get("type") for script in article.iter("script")} <= {"module", DATA}


def test_all_questions_stand_in_words_and_are_drawn_with_every_answer(site, guide):
    page = site.pages["map/"]
    [outline] = page.classed("outline")
    nodes = addresses(guide.tree)
    said = [
        (text(line.find("span")), site.target(page, line.find("a").get("href")))
        for line in outline.iter("li")
    ]
    assert said == [
        (answer.label, nodes[answer.next] if answer.next in guide.tree.outcomes else f"map/#{answer.next}")
        for question in guide.tree.questions.values()
        for answer in question.answers.values()
    ]
    [drawing] = page.classed("drawing")
    links = [site.target(page, link.get("href")) for link in drawing.iter("a")]
    assert Counter(links) == Counter(nodes.values())
    labels = Counter(
        answer.label for question in guide.tree.questions.values() for answer in question.answers.values()
    )
    drawn = Counter(text(box).replace(" ", "") for box in drawing.iter("g") if box.get("class") == "answer")
    assert drawn == Counter(
        {label.replace(" ", ""): count for label, count in labels.items()}
    )  # over several lines


def test_the_comparison_holds_every_cell(site, guide):
    for row, column, _ in guide.tree.cells:
        assert f"{row}-{column}" in site.pages["compare/"].ids
    rows = [heading.get("id") for heading in site.pages["compare/"].all("h3")]
    assert sorted(rows) == sorted(guide.tree.criteria)
    ratings = [text(mark) for mark in site.pages["compare/"].classed("rating")]
    names = {rating.name for rating in guide.tree.ratings.values()}
    assert [words for words in ratings if words not in names] == []  # never a colour alone


def test_edit_links_lead_to_the_line_of_the_yaml_that_makes_the_page(site, guide, repo_url):
    lines = (ROOT / "decision_tree.yaml").read_text(encoding="utf-8").splitlines()
    for node, route in addresses(guide.tree).items():
        page = site.pages[route]
        [foot] = page.classed("mend")
        file, line = urldefrag([link.get("href") for link in foot.iter("a")][-1])
        assert file == f"{repo_url}/edit/main/decision_tree.yaml"
        number = int(line.removeprefix("L"))
        section = [name for name in lines[:number] if name and name[0].isalpha()][-1]
        kind = "questions:" if node in guide.tree.questions else "outcomes:"
        assert (section, lines[number - 1].split(":")[0]) == (kind, f"  {node}"), route


def test_what_a_page_is_made_from_can_be_seen_and_edited_at_its_foot(site, guide, repo_url):
    for node, route in addresses(guide.tree).items():
        kind = "questions" if node in guide.tree.questions else "outcomes"
        assert site.pages[route].classed("edit") == []
        [line] = site.pages[route].classed("mend")
        tell, view, edit = [link.get("href") for link in line.iter("a")]
        assert view == f"{repo_url}/blob/main/{guide.place(kind, node)}"
        assert edit == f"{repo_url}/edit/main/{guide.place(kind, node).partition('-')[0]}"
        assert tell.startswith(f"{repo_url}/issues/new?template=wrong-answer.yml&title=")


def test_every_page_has_the_files_it_is_made_from(site, repo_url):
    """Each link into the repository names a file that is there, and lines that the file has."""
    seen = set()
    for page in site.pages.values():
        for link in page.all("a"):
            found = re.fullmatch(
                rf"{re.escape(repo_url)}/(?:blob|edit)/main/([^#]+)(?:#L(\d+)(?:-L(\d+))?)?",
                link.get("href", ""),
            )
            if found and found[0] not in seen:
                seen.add(found[0])
                lines = (ROOT / found[1]).read_text(encoding="utf-8").splitlines()
                assert int(found[2] or 1) <= int(found[3] or found[2] or 1) <= len(lines), found[0]
    assert len(seen) > 2 * len(site.under("decide/", "outcome/"))


def test_edit_links_of_the_article_lead_to_its_files(site, repo_url):
    article = {file.stem: file for file in (ROOT / "docs").glob("*.md")}
    assert {"index", "introduction", "conclusion", "since-2021"} <= set(article)
    for name in article:
        page = site.pages["" if name == "index" else f"{name}/"]
        assert page.one("a", rel="edit").get("href") == f"{repo_url}/edit/main/docs/{name}.md"


def test_every_page_but_those_on_the_way_leads_to_the_first_question_from_its_head(site, guide):
    for route, page in site.pages.items():
        begins = [site.target(page, link.get("href")) for link in page.classed("begin")]
        on_the_way = route.startswith(("decide/", "outcome/"))
        assert begins == ([] if on_the_way else [f"decide/{guide.tree.start}/"]), route


def test_the_tabs_are_few_and_what_makers_need_stands_at_the_foot_of_every_page(site):
    for page in site.pages.values():
        [tabs], [foot] = page.classed("md-tabs"), page.classed("foot-links")
        assert [text(link) for link in tabs.iter("a")] == ["Decide", "Compare", "Real projects", "Article"]
        assert [text(link) for link in foot.iter("a")][:2] == ["All questions", "Add-ons"]


def test_only_pages_that_are_read_in_order_lead_to_their_neighbours(site):
    linked = {route for route, page in site.pages.items() if page.classed("md-footer__link")}
    assert linked == {
        *(f"{name}/" for name in ("introduction", "what-django-is", "what-flask-is", "what-fastapi-is")),
        *(f"{name}/" for name in ("by-project", "by-team", "changing-your-mind")),
        *("neither/", "conclusion/"),
    }


def test_the_home_page_bears_the_name_of_the_site_alone(site, guide):
    assert text(site.pages[""].one("title")) == guide.tree.title


def test_each_situation_leads_from_home_to_the_outcome_of_its_answers_which_are_assumed(site, guide):
    home, nodes = site.pages[""], addresses(guide.tree)
    [cards] = home.classed("situations")
    links = [link for link in cards.iter("a") if link.get("class") != "headerlink"]
    assert [(text(link), site.target(home, link.get("href"))) for link in links] == [
        (situation.name, f"{nodes[guide.graph.follow(situation.answers)[1]]}#{answers}&assumed")
        for situation in guide.tree.situations.values()
        for answers in ["&".join("=".join(step) for step in situation.answers.items())]
    ]


# --- heads, headings, search ---


def test_canonical_links_are_the_addresses_of_the_site(site, site_url):
    for route, page in site.pages.items():
        links = [link.get("href") for link in page.all("link") if link.get("rel") == "canonical"]
        assert links == ([] if route == NOT_FOUND else [site_url + route])


def test_the_sitemap_lists_exactly_the_pages(site, site_url):
    content = (site.folder / "sitemap.xml").read_bytes()
    listed = [
        element.text for element in ElementTree.fromstring(content).iter() if element.tag.endswith("}loc")
    ]
    assert sorted(listed) == sorted(site_url + route for route in site.pages if route != NOT_FOUND)
    assert gzip.decompress((site.folder / "sitemap.xml.gz").read_bytes()) == content


def test_every_page_is_html_without_a_fault(site):
    assert {route: page.faults[:3] for route, page in site.pages.items() if page.faults} == {}


def test_no_page_gives_an_id_twice(site):
    twice = {
        route: [name for name, count in page.ids.items() if count > 1] for route, page in site.pages.items()
    }
    assert {route: names for route, names in twice.items() if names} == {}


def test_every_page_says_its_language_width_title_and_description(site):
    for route, page in site.pages.items():
        assert page.one("html").get("lang") == "en"
        assert text(page.one("title")), route
        description = page.one("meta", name="description").get("content")
        assert len(description) in DESCRIPTION, route
        assert page.one("meta", name="viewport").get("content").startswith("width=device-width")


def test_no_two_pages_have_the_same_title(site):
    titles = Counter(text(page.one("title")) for page in site.pages.values())
    assert [title for title, count in titles.items() if count > 1] == []


def test_every_page_has_one_first_heading_and_no_gap_below_it(site):
    for route, page in site.pages.items():
        levels = [int(heading.tag[1]) for heading in page.all(*HEADINGS)]
        assert (levels[:1], levels.count(1)) == ([1], 1), f"{route}: {levels}"
        assert all(level <= before + 1 for before, level in pairwise(levels)), f"{route}: {levels}"


def test_search_knows_outcomes_criteria_and_sections_of_the_article_and_no_questions(site, guide):
    index = json.loads((site.folder / "search/search_index.json").read_text(encoding="utf-8"))
    found = {entry["location"] for entry in index["docs"]}
    assert {f"outcome/{node}/" for node in guide.tree.outcomes} <= found
    article = {file.stem for file in (ROOT / "docs").glob("*.md")} - {
        "index",
        "side-by-side",
    }  # which has moved
    for route in sorted(f"{name}/" for name in article):
        [article] = site.pages[route].all("article")
        sections = [heading.get("id") for heading in article.iter("h2")]
        assert {route, *(f"{route}#{section}" for section in sections)} <= found
    assert {f"compare/#{row}" for row in guide.tree.criteria} <= found
    assert {f"compare/#group-{group}" for group in guide.tree.groups} <= found
    assert [place for place in found if re.match(r"decide/|evidence/|side-by-side/|outcome/.*#", place)] == []


def test_no_term_runs_into_what_is_said_of_it_in_what_search_shows(site):
    together = [
        (route, text(term))
        for route, page in site.pages.items()
        for part in page.root.iter()
        for term, said in pairwise(part)
        if (term.tag, said.tag) == ("dt", "dd") and not term.tail
    ]
    assert together == []


# --- what programs read ---


def addresses_in(part: dict | list) -> Iterator[str]:
    """Every address in a part of tree.json."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        if key == "address":
            yield value
        elif isinstance(value, dict | list):
            yield from addresses_in(value)


def test_the_files_for_programs_lie_at_the_root_as_they_were_made(site, guide):
    from macros.pages.programs import files
    from macros.pages.render import Renderer

    made = dict(files(guide, Renderer(guide)))
    assert {name: (site.folder / name).read_bytes().decode() for name in made} == made
    assert sorted(made) == ["llms.txt", "tree.json", "tree.schema.json", "walk.json"]


def test_every_address_for_programs_leads_somewhere(site):
    tree = json.loads((site.folder / "tree.json").read_text(encoding="utf-8"))
    listed = re.findall(
        r"^- \[.+\]\((.+?)\)", (site.folder / "llms.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    home = site.pages[""]
    assert [
        (link, site.fault(home, link)) for link in [*addresses_in(tree), *listed] if site.fault(home, link)
    ] == []
    assert set(listed) >= set(site.under("decide/", "outcome/"))


def test_every_outcome_page_holds_its_structured_data_once(site):
    for route, page in site.pages.items():
        found = [json.loads(script.text) for script in page.all("script") if script.get("type") == DATA]
        headings = [text(page.one("h1"))] if route.startswith("outcome/") else []
        assert [data["headline"] for data in found] == headings, route


# --- what chats and feeds show for a link ---


def said(page: Page, name: str) -> str:
    """What a page says of itself to those that show a link to it."""
    return page.one("meta", property=name).get("content")


def size(file: Path) -> tuple[int, int]:
    with Image.open(file) as image:
        assert image.format == "PNG"
        return image.size


def test_every_page_names_a_card_that_is_there_and_an_outcome_its_own(site, site_url, guide):
    own = {f"outcome/{node}/": f"assets/cards/outcome/{node}.png" for node in guide.tree.outcomes}
    for route, page in site.pages.items():
        card = own.get(route, "assets/cards/guide.png")
        assert said(page, "og:image") == site_url + card
        stated = (int(said(page, "og:image:width")), int(said(page, "og:image:height")))
        assert size(site.folder / card) == stated == (1200, 630)
        assert page.one("meta", name="twitter:card").get("content") == "summary_large_image"


def test_a_card_has_its_words_as_text_too(site, guide):
    for node, outcome in guide.tree.outcomes.items():
        alt = said(site.pages[f"outcome/{node}/"], "og:image:alt")
        assert alt == f"{guide.tree.title} {outcome.name}"
    assert said(site.pages["map/"], "og:image:alt") == guide.tree.title


def test_a_shared_link_says_what_the_page_itself_says(site, site_url):
    for route, page in site.pages.items():
        assert said(page, "og:description") == page.one("meta", name="description").get("content")
        name, title = said(page, "og:site_name"), said(page, "og:title")
        assert text(page.one("title")) in (name, f"{title} - {name}")
        addresses = [meta.get("content") for meta in page.all("meta") if meta.get("property") == "og:url"]
        assert addresses == ([] if route == NOT_FOUND else [site_url + route])
        assert said(page, "og:type") == ("website" if route in ("", NOT_FOUND) else "article")


def test_every_page_has_an_icon_for_a_home_screen(site):
    for page in site.pages.values():
        icon = site.target(page, page.one("link", rel="apple-touch-icon").get("href"))
        assert size(site.folder / icon) == (180, 180)


def test_no_text_breaks_out_of_the_head(build_cleanly, tmp_path, site_url):
    bad = '`"><script>alert(1)</script>`'  # elsewhere the compiler lets no tag through
    tree = TREE.replace("title: Tea or coffee?", f"title: '{bad}'").replace("name: Tea", f"name: '{bad}'")
    project = make_project(tmp_path / "project", tree.replace("It lets you sleep.", f"'{bad}'"))
    (project / "docs/more.md").write_text(f"# {bad}\n", encoding="utf-8")
    site = read_site(build_cleanly(project, tmp_path / "site"), site_url)
    outcome, more = site.pages["outcome/tea/"], site.pages["more/"]
    assert (outcome.faults, more.faults) == ((), ())
    assert (said(outcome, "og:title"), said(more, "og:title")) == (bad, bad.strip("`"))
    assert said(outcome, "og:image:alt") == f"{bad} {bad}"
    assert said(more, "og:image:alt") == bad
    assert said(outcome, "og:description") == bad.strip("`")
    scripts = [script.text for page in (outcome, more) for script in page.all("script")]
    assert "alert(1)" not in scripts


# --- no other host ---


def fetched(page: Page) -> Iterator[str]:
    """All addresses that a page makes a browser ask for, without a click."""
    for element in page.root.iter():
        yield from (element.get(name) for name in FETCHED if element.get(name))
        if element.tag == "link" and element.get("rel") != "canonical":
            yield element.get("href")
        for style in [element.get("style", ""), element.text or "" if element.tag == "style" else ""]:
            yield from ("".join(found) for found in STYLE_URL.findall(style))


def test_no_page_asks_another_host_for_anything(site):
    asked = [(page.route, link) for page in site.pages.values() for link in fetched(page)]
    assert len(asked) > 3 * len(site.pages)  # styles, icon and script of each page: the net is not empty
    foreign = [(route, link) for route, link in asked if site.is_foreign(site.pages[route], link)]
    assert [found for found in foreign if not found[1].startswith("data:")] == []


def test_no_style_asks_another_host_for_anything(site):
    [file] = site.folder.rglob("*.css")
    assert file.name == "guide.css"
    asked = ["".join(found) for found in STYLE_URL.findall(file.read_text(encoding="utf-8"))]
    assert [link for link in asked if re.match(r"(?!data:)[a-z]+:|//", link)] == []


# --- builds ---


def test_built_again_elsewhere_the_site_has_the_same_bytes(built, project_copy, build_cleanly, tmp_path):
    again = build_cleanly(project_copy, tmp_path / "site", PYTHONHASHSEED="7")
    names = sorted(file.relative_to(built) for file in built.rglob("*") if file.is_file())
    assert names == sorted(file.relative_to(again) for file in again.rglob("*") if file.is_file())
    assert [str(name) for name in names if not cmp(built / name, again / name, shallow=False)] == []


def test_the_files_of_real_projects_are_no_part_of_the_site(site, foreign):
    for folder in (site.folder, foreign[0].folder):
        assert [file.name for file in folder.rglob("*.yaml")] == []
        assert not (folder / "cases").exists()


def test_another_tree_makes_a_whole_site_with_every_question_and_outcome(foreign):
    site, tree = foreign
    nodes = addresses(tree)
    assert set(site.under("decide/", "outcome/")) == set(nodes.values())
    assert reached_by_answers(site, nodes[tree.start]) == set(nodes.values())
    for node, route in nodes.items():
        assert text(site.pages[route].one("h1")) == tree.title_of(node)


def test_the_links_of_another_tree_lead_somewhere(foreign):
    site, _ = foreign
    assert broken_links(site) == []


def test_the_pages_of_another_tree_are_sound_and_know_nothing_of_ours(foreign):
    site, tree = foreign
    for route, page in site.pages.items():
        assert not page.faults, route
        assert [name for name, count in page.ids.items() if count > 1] == [], route
    for route in addresses(tree).values():
        [article] = site.pages[route].all("article")
        assert re.findall(r"flask|django", text(article), re.IGNORECASE) == []


def test_a_text_is_shown_as_it_is_written_whatever_signs_it_holds(build_cleanly, tmp_path, site_url):
    ask = 'Is "a" < b & {{ 7*7 }} {% x %}?'
    tree = TREE.replace("ask: Is it late?", f"ask: '{ask}'").replace("name: Tea", f"name: '{ask}'")
    project = make_project(tmp_path / "project", tree)
    site = read_site(build_cleanly(project, tmp_path / "site"), site_url)
    for route in ("decide/hour/", "outcome/tea/"):
        page = site.pages[route]
        assert text(page.one("h1")) == ask
        assert text(page.one("title")).startswith(f"{ask} - ")
        assert said(page, "og:title") == ask
        assert page.faults == ()
    assert site.pages["decide/hour/"].one("meta", name="description").get("content") == ask


def test_a_build_that_is_begun_in_another_folder_is_the_same(build_cleanly, tmp_path):
    """As `mkdocs build -f project/mkdocs.yml`: parts of other files are found beside the settings."""
    project = make_project(tmp_path / "größe & co", TREE)
    (project / "PART.md").write_text("A part of another file.\n", encoding="utf-8")
    (project / "docs/index.md").write_text('# Home\n\n--8<-- "PART.md"\n', encoding="utf-8")
    here = build_cleanly(project, tmp_path / "here")
    (tmp_path / "linked").symlink_to(project)
    there = build_cleanly(tmp_path, tmp_path / "there", arguments=["-f", "linked/mkdocs.yml"])
    assert "A part of another file." in (there / "index.html").read_text(encoding="utf-8")
    pages = [file.relative_to(here) for file in here.rglob("*") if file.is_file()]
    assert [str(page) for page in pages if (here / page).read_bytes() != (there / page).read_bytes()] == []


AWKWARD = """\
title: Which ids?
start: content
alternatives: {city: {name: City, url: "https://example.org/city"}, other: {name: Other, url: "https://example.org/o"}}
ratings: {all: {name: All, tone: good}}
groups: {content: {name: Group}, start: {name: Start}}
criteria:
  rack: {name: Rack, group: start, cells: {city: &cell, other: &cell}}
  rack-at: {name: Rack at, group: start, cells: {city: &cell, other: &cell}}
  progress: {name: Progress, group: content, cells: {city: &cell, other: &cell}}
questions:
  content: {ask: Content?, compare: [rack], answers: {a: {label: A, next: readme}, b: {label: B, next: record}}}
  readme: {ask: Read me?, compare: [progress], answers: {a: {label: A, next: keys}, unknown: {label: B, next: record}}}
outcomes:
  record: {name: Record, picks: [city], summary: It is., compare: [rack-at]}
  keys: {name: Keys, picks: [other], summary: It is.}
""".replace("&cell", "{rating: all, says: So., judgement: We think so.}")


def test_ids_that_pages_use_for_other_things_make_a_whole_site(build_cleanly, tmp_path, site_url):
    """A home page that is called README.md stays too."""
    project = make_project(tmp_path / "project", AWKWARD)
    (project / "docs/index.md").rename(project / "docs/README.md")
    (project / "docs/content.md").write_text("# A page\n\n## Content\n", encoding="utf-8")
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(
        settings.replace("[index.md,", "[README.md, content.md,"), encoding="utf-8"
    )
    site = read_site(build_cleanly(project, tmp_path / "site"), site_url)
    assert broken_links(site) == []
    for route, page in site.pages.items():
        assert [name for name, count in page.ids.items() if count > 1] == [], route
    assert text(site.pages[""].one("h1")).startswith("Home")


def test_a_faulty_tree_stops_the_build_and_its_fault_is_printed_with_its_line(build, tmp_path):
    project = make_project(tmp_path / "project", TREE.replace("next: tea", "next: tee"))
    done = build(project, tmp_path / "site")
    assert done.returncode != 0
    assert (
        "decision_tree.yaml: 1 problem\n  7:34  questions.hour.answers.late.next: "
        in done.stdout + done.stderr
    )
    assert not (tmp_path / "site/index.html").exists()
