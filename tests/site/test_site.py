"""The built site as it lies on the server: links, heads, edit links, search, other people's trees."""

from projects import ROOT
import gzip
import json
import re
import shutil
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

from macros.tree.model import Tree

DESCRIPTION = 160  # characters that search engines show
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

    path: str
    root: Element
    faults: tuple

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.root.iter() if element.tag in tags]

    def classed(self, name: str) -> list[Element]:
        return [element for element in self.root.iter() if name in element.get("class", "").split()]

    def one(self, tag: str, **attributes: str) -> Element:
        """The only such element; a page with none or two is at fault."""
        found = [it for it in self.all(tag) if all(it.get(key) == value for key, value in attributes.items())]
        assert len(found) == 1, f"{self.path}: {len(found)} {tag} {attributes}"
        return found[0]

    @cached_property
    def ids(self) -> Counter:
        return Counter(it.get("id") for it in self.root.iter() if it.get("id"))

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
        return {path: page for path, page in self.pages.items() if path.startswith(folders)}

    def target(self, page: Page, link: str) -> str:
        """Where a link of a page leads, as an address below the site; an absolute one if that is outside."""
        return urljoin(self.url + page.path, link).removeprefix(self.url)

    def fault(self, page: Page, link: str) -> str:
        """What is wrong with an internal link, or nothing."""
        target, anchor = urldefrag(self.target(page, link))
        if "://" in target:
            return "leads out of the sub-path"
        if target in self.pages:
            there = not anchor or anchor in self.pages[target].ids or self.is_trail(target, anchor)
            return "" if there else f"no id '{anchor}' there"
        return "" if target and (self.folder / target).is_file() else "nothing there"

    def is_trail(self, target: str, anchor: str) -> bool:
        """Whether an anchor carries answers to questions of this site: staff=roles&store=sql"""
        questions = [pair.partition("=")[0] for pair in anchor.split("&") if pair.partition("=")[2]]
        whole = len(questions) == anchor.count("&") + 1 and target.startswith("outcome/")
        return whole and all(f"decide/{question}/" in self.pages for question in questions)

    def is_foreign(self, page: Page, link: str) -> bool:
        """Whether a link leads to another host (or is no address of a page at all, such as data:)."""
        return urljoin(self.url + page.path, link).split("/")[:3] != self.url.split("/")[:3]


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
        path = file.relative_to(folder).as_posix().removesuffix("index.html")
        pages[path] = Page(path, root, tuple(parser.errors))
    return Site(folder, url, pages)


@pytest.fixture(scope="module")
def it(built, site_url) -> Site:
    """The built site of this project."""
    return read_site(built, site_url)


@pytest.fixture(scope="module", params=["bicycle", "pet"])
def foreign(request, tmp_path_factory, project_of, build_cleanly, site_url) -> tuple[Site, Tree]:
    """A site built from a tree of another field, with that tree."""
    from macros import guide

    theirs = ROOT / "tests/trees" / request.param
    project = project_of(tmp_path_factory.mktemp(request.param), TREE)
    shutil.copytree(theirs, project, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    folder = build_cleanly(project, project / "built")
    return read_site(folder, site_url), guide.load(theirs / guide.FILE).tree


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
                    faults.append(f"{page.path or 'home'}: {link}: {fault}")
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


def test_every_internal_link_and_anchor_leads_somewhere_below_the_sub_path(it):
    assert broken_links(it) == []


def test_every_real_project_links_the_outcome_it_ends_at_with_its_trail(it, guide):
    page = it.pages["projects/"]
    links = {it.target(page, link.get("href")) for link in page.all("a") if link.get("href")}
    trails = {f"outcome/{end}/#{case.walk.fragment}" for case in guide.cases for end in case.walk.ends}
    assert {link for link in links if link.startswith("outcome/") and "=" in link} == trails
    assert {case.id for case in guide.cases} <= page.ids.keys()


def test_the_page_for_lost_readers_works_from_any_depth(it, site_url):
    lost = it.pages[NOT_FOUND]
    links = [
        link for element in lost.root.iter() for link in [element.get("href") or element.get("src")] if link
    ]
    internal = [link for link in links if not link.startswith(("#", "https://"))]
    assert internal
    assert [link for link in internal if not link.startswith("/some-repo/")] == []


def test_every_question_and_outcome_is_reached_from_the_start_by_answers_alone(it, guide):
    nodes = addresses(guide.tree)
    assert reached_by_answers(it, nodes[guide.tree.start]) == set(nodes.values())


def test_the_button_on_the_home_page_opens_the_first_question(it, guide):
    [box] = it.pages[""].classed("start")
    assert [it.target(it.pages[""], link.get("href")) for link in box.iter("a")] == [
        f"decide/{guide.tree.start}/"
    ]


def test_a_question_page_has_exactly_its_answers_as_links(it, guide):
    nodes = addresses(guide.tree)
    for node, question in guide.tree.questions.items():
        page = it.pages[nodes[node]]
        shown = [
            (
                text(next(part for part in link.iter("span") if part.get("class") == "label")),
                it.target(page, link.get("href")),
            )
            for link in page.answers
        ]
        assert shown == [(answer.label, nodes[answer.next]) for answer in question.answers.values()]


def test_nothing_stands_between_a_reader_and_the_next_page(it):
    """No page sends its reader on by itself; what needs the script is hidden until the script shows it."""
    for page in it.pages.values():
        assert [meta for meta in page.all("meta") if meta.get("http-equiv", "").lower() == "refresh"] == [], (
            page.path
        )
    for page in it.under("decide/", "outcome/").values():
        [article] = page.all("article")
        hidden = [part for part in article.iter() if "hidden" in part.attrib or part.tag == "dialog"]
        inside = {within for part in hidden for within in part.iter()}
        needs_the_script = [part for part in article.iter() if part.tag in ("form", "input", "button")]
        assert [part.tag for part in needs_the_script if part not in inside] == []
        assert {script.get("type") for script in article.iter("script")} <= {"module", DATA}


def test_the_map_links_every_question_and_outcome_and_names_every_answer(it, guide):
    page = it.pages["map/"]
    [drawing] = page.classed("drawing")
    links = [it.target(page, link.get("href")) for link in drawing.iter("a")]
    assert Counter(links) == Counter(addresses(guide.tree).values())
    labels = Counter(
        answer.label for question in guide.tree.questions.values() for answer in question.answers.values()
    )
    drawn = Counter(text(box).replace(" ", "") for box in drawing.iter("g") if box.get("class") == "answer")
    assert drawn == Counter(
        {label.replace(" ", ""): count for label, count in labels.items()}
    )  # over several lines
    words = next(text(article) for article in page.all("article"))
    assert [label for label in labels if label not in words] == []


def test_the_comparison_and_the_evidence_hold_every_cell(it, guide):
    for row, column, _ in guide.tree.cells:
        assert f"{row}-{column}" in it.pages["evidence/"].ids
    rows = [row.get("id") for row in it.pages["compare/"].all("tr") if row.get("id")]
    assert sorted(rows) == sorted(guide.tree.criteria)


def test_edit_links_lead_to_the_line_of_the_yaml_that_makes_the_page(it, guide, repo_url):
    lines = (ROOT / "decision_tree.yaml").read_text(encoding="utf-8").splitlines()
    for node, path in addresses(guide.tree).items():
        page = it.pages[path]
        file, line = urldefrag(page.one("a", rel="edit").get("href"))
        assert file == f"{repo_url}/edit/main/decision_tree.yaml"
        number = int(line.removeprefix("L"))
        section = [name for name in lines[:number] if name and name[0].isalpha()][-1]
        kind = "questions:" if node in guide.tree.questions else "outcomes:"
        assert (section, lines[number - 1].split(":")[0]) == (kind, f"  {node}"), path


def test_what_a_page_is_made_from_can_be_seen_and_edited_at_its_foot(it, guide, repo_url):
    for node, path in addresses(guide.tree).items():
        kind = "questions" if node in guide.tree.questions else "outcomes"
        [line] = it.pages[path].classed("mend")
        tell, view, edit = [link.get("href") for link in line.iter("a")]
        assert view == f"{repo_url}/blob/main/{guide.place(kind, node)}"
        assert edit == it.pages[path].one("a", rel="edit").get("href")
        assert tell.startswith(f"{repo_url}/issues/new?template=wrong-answer.yml&title=")


def test_every_page_has_the_files_it_is_made_from(it, repo_url):
    """Each link into the repository names a file that is there, and lines that the file has."""
    seen = set()
    for page in it.pages.values():
        for link in page.all("a"):
            found = re.fullmatch(
                rf"{re.escape(repo_url)}/(?:blob|edit)/main/([^#]+)(?:#L(\d+)(?:-L(\d+))?)?",
                link.get("href", ""),
            )
            if found and found[0] not in seen:
                seen.add(found[0])
                lines = (ROOT / found[1]).read_text(encoding="utf-8").splitlines()
                assert int(found[2] or 1) <= int(found[3] or found[2] or 1) <= len(lines), found[0]
    assert len(seen) > 2 * len(it.under("decide/", "outcome/"))


def test_edit_links_of_the_article_lead_to_its_files(it, repo_url):
    article = {path.stem: path for path in (ROOT / "docs").glob("*.md")}
    assert {"index", "introduction", "conclusion", "since-2021"} <= set(article)
    for name in article:
        page = it.pages["" if name == "index" else f"{name}/"]
        assert page.one("a", rel="edit").get("href") == f"{repo_url}/edit/main/docs/{name}.md"


# --- heads, headings, search ---


def test_canonical_links_are_the_addresses_of_the_site(it, site_url):
    for path, page in it.pages.items():
        links = [link.get("href") for link in page.all("link") if link.get("rel") == "canonical"]
        assert links == ([] if path == NOT_FOUND else [site_url + path])


def test_the_sitemap_lists_exactly_the_pages(it, site_url):
    content = (it.folder / "sitemap.xml").read_bytes()
    listed = [
        element.text for element in ElementTree.fromstring(content).iter() if element.tag.endswith("}loc")
    ]
    assert sorted(listed) == sorted(site_url + path for path in it.pages if path != NOT_FOUND)
    assert gzip.decompress((it.folder / "sitemap.xml.gz").read_bytes()) == content


def test_every_page_is_html_without_a_fault(it):
    assert {path: page.faults[:3] for path, page in it.pages.items() if page.faults} == {}


def test_no_page_gives_an_id_twice(it):
    twice = {path: [name for name, count in page.ids.items() if count > 1] for path, page in it.pages.items()}
    assert {path: names for path, names in twice.items() if names} == {}


def test_every_page_says_its_language_title_and_description(it):
    for path, page in it.pages.items():
        assert page.one("html").get("lang") == "en"
        assert text(page.one("title")), path
        description = page.one("meta", name="description").get("content")
        assert 0 < len(description) <= DESCRIPTION, path


def test_no_two_pages_have_the_same_title(it):
    titles = Counter(text(page.one("title")) for page in it.pages.values())
    assert [title for title, count in titles.items() if count > 1] == []


def test_every_page_has_one_first_heading_and_no_gap_below_it(it):
    for path, page in it.pages.items():
        levels = [int(heading.tag[1]) for heading in page.all(*HEADINGS)]
        assert (levels[:1], levels.count(1)) == ([1], 1), f"{path}: {levels}"
        assert all(level <= before + 1 for before, level in pairwise(levels)), f"{path}: {levels}"


def test_search_knows_outcomes_criteria_and_sections_of_the_article_and_no_questions(it, guide):
    index = json.loads((it.folder / "search/search_index.json").read_text(encoding="utf-8"))
    found = {entry["location"] for entry in index["docs"]}
    assert {f"outcome/{node}/" for node in guide.tree.outcomes} <= found
    for path in sorted(f"{file.stem}/" for file in (ROOT / "docs").glob("*.md") if file.stem != "index"):
        [article] = it.pages[path].all("article")
        sections = [heading.get("id") for heading in article.iter("h2")]
        assert {path, *(f"{path}#{section}" for section in sections)} <= found
    assert {f"evidence/#{row}" for row in guide.tree.criteria} <= found
    assert [place for place in found if re.match(r"decide/|evidence/[^#]", place)] == []


# --- what programs read ---


def addresses_in(part: dict | list) -> Iterator[str]:
    """Every address in a part of tree.json."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        if key == "address":
            yield value
        elif isinstance(value, dict | list):
            yield from addresses_in(value)


def test_the_files_for_programs_lie_at_the_root_as_they_were_made(it, guide):
    from macros.pages.programs import files
    from macros.pages.render import Renderer

    made = dict(files(guide, Renderer(guide)))
    assert {name: (it.folder / name).read_bytes().decode() for name in made} == made
    assert sorted(made) == ["llms.txt", "tree.json", "tree.schema.json", "walk.json"]


def test_every_address_for_programs_leads_somewhere(it):
    told = json.loads((it.folder / "tree.json").read_text(encoding="utf-8"))
    listed = re.findall(
        r"^- \[.+\]\((.+?)\)", (it.folder / "llms.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    home = it.pages[""]
    assert [
        (link, it.fault(home, link)) for link in [*addresses_in(told), *listed] if it.fault(home, link)
    ] == []
    assert set(listed) >= set(it.under("decide/", "outcome/"))


def test_every_outcome_page_holds_its_structured_data_once(it):
    for path, page in it.pages.items():
        found = [json.loads(script.text) for script in page.all("script") if script.get("type") == DATA]
        headings = [text(page.one("h1"))] if path.startswith("outcome/") else []
        assert [data["headline"] for data in found] == headings, path


# --- what chats and feeds show for a link ---


def said(page: Page, name: str) -> str:
    """What a page says of itself to those that show a link to it."""
    return page.one("meta", property=name).get("content")


def size(file: Path) -> tuple[int, int]:
    with Image.open(file) as image:
        assert image.format == "PNG"
        return image.size


def test_every_page_names_a_card_that_is_there_and_an_outcome_its_own(it, site_url, guide):
    own = {f"outcome/{node}/": f"assets/cards/outcome/{node}.png" for node in guide.tree.outcomes}
    for path, page in it.pages.items():
        card = own.get(path, "assets/cards/guide.png")
        assert said(page, "og:image") == site_url + card
        stated = (int(said(page, "og:image:width")), int(said(page, "og:image:height")))
        assert size(it.folder / card) == stated == (1200, 630)
        assert page.one("meta", name="twitter:card").get("content") == "summary_large_image"


def test_a_card_has_its_words_as_text_too(it, guide):
    for node, outcome in guide.tree.outcomes.items():
        alt = said(it.pages[f"outcome/{node}/"], "og:image:alt")
        assert alt == f"{guide.tree.title} {outcome.name}"
    assert said(it.pages["map/"], "og:image:alt") == guide.tree.title


def test_a_shared_link_says_what_the_page_itself_says(it, site_url):
    for path, page in it.pages.items():
        assert said(page, "og:description") == page.one("meta", name="description").get("content")
        name, title = said(page, "og:site_name"), said(page, "og:title")
        assert text(page.one("title")) in (name, f"{title} - {name}")
        addresses = [meta.get("content") for meta in page.all("meta") if meta.get("property") == "og:url"]
        assert addresses == ([] if path == NOT_FOUND else [site_url + path])
        assert said(page, "og:type") == ("website" if path in ("", NOT_FOUND) else "article")


def test_every_page_has_an_icon_for_a_home_screen(it):
    for page in it.pages.values():
        icon = it.target(page, page.one("link", rel="apple-touch-icon").get("href"))
        assert size(it.folder / icon) == (180, 180)


def test_no_text_breaks_out_of_the_head(project_of, build_cleanly, tmp_path, site_url):
    bad = '`"><script>alert(1)</script>`'  # elsewhere the compiler lets no tag through
    tree = TREE.replace("title: Tea or coffee?", f"title: '{bad}'").replace("name: Tea", f"name: '{bad}'")
    project = project_of(tmp_path / "project", tree.replace("It lets you sleep.", f"'{bad}'"))
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


def test_no_page_asks_another_host_for_anything(it):
    asked = [(page.path, link) for page in it.pages.values() for link in fetched(page)]
    assert len(asked) > 3 * len(it.pages)  # styles, icon and script of each page: the net is not empty
    foreign = [(path, link) for path, link in asked if it.is_foreign(it.pages[path], link)]
    assert [found for found in foreign if not found[1].startswith("data:")] == []


def test_no_style_asks_another_host_for_anything(it):
    [file] = it.folder.rglob("*.css")
    assert re.fullmatch(r"guide\.[0-9a-f]{8}\.css", file.name)
    asked = ["".join(found) for found in STYLE_URL.findall(file.read_text(encoding="utf-8"))]
    assert [link for link in asked if re.match(r"(?!data:)[a-z]+:|//", link)] == []


def test_no_script_is_told_of_another_host(it):
    """The theme's own script asks other hosts only where a page has a Mermaid drawing or a link to a repository."""
    for path, page in it.pages.items():
        for script in page.all("script"):
            if script.get("type") != DATA:
                assert "://" not in (script.text or ""), path
        assert page.classed("mermaid") == []
        assert [part for part in page.root.iter() if part.get("data-md-component") == "source"] == []
    for file in (ROOT / "docs").rglob("*.js"):
        assert "://" not in file.read_text(encoding="utf-8"), file.name


# --- builds ---


def test_built_again_elsewhere_the_site_has_the_same_bytes(built, whole_project, build_cleanly, tmp_path):
    again = build_cleanly(whole_project, tmp_path / "site", PYTHONHASHSEED="7")
    names = sorted(file.relative_to(built) for file in built.rglob("*") if file.is_file())
    assert names == sorted(file.relative_to(again) for file in again.rglob("*") if file.is_file())
    assert [str(name) for name in names if not cmp(built / name, again / name, shallow=False)] == []


def test_the_files_of_real_projects_are_no_part_of_the_site(it, foreign):
    for folder in (it.folder, foreign[0].folder):
        assert [file.name for file in folder.rglob("*.yaml")] == []
        assert not (folder / "cases").exists()


def test_another_tree_makes_a_whole_site_with_every_question_and_outcome(foreign):
    site, tree = foreign
    nodes = addresses(tree)
    assert set(site.under("decide/", "outcome/")) == set(nodes.values())
    assert reached_by_answers(site, nodes[tree.start]) == set(nodes.values())
    for node, path in nodes.items():
        assert text(site.pages[path].one("h1")) == tree.title_of(node)


def test_the_links_of_another_tree_lead_somewhere(foreign):
    site, _ = foreign
    assert broken_links(site) == []


def test_the_pages_of_another_tree_are_sound_and_know_nothing_of_ours(foreign):
    site, tree = foreign
    for path, page in site.pages.items():
        assert not page.faults, path
        assert [name for name, count in page.ids.items() if count > 1] == [], path
    for path in addresses(tree).values():
        [article] = site.pages[path].all("article")
        assert re.findall(r"flask|django", text(article), re.IGNORECASE) == []


def test_a_text_is_shown_as_it_is_written_whatever_signs_it_holds(
    project_of, build_cleanly, tmp_path, site_url
):
    ask = 'Is "a" < b & {{ 7*7 }} {% x %}?'
    tree = TREE.replace("ask: Is it late?", f"ask: '{ask}'").replace("name: Tea", f"name: '{ask}'")
    project = project_of(tmp_path / "project", tree)
    site = read_site(build_cleanly(project, tmp_path / "site"), site_url)
    for path in ("decide/hour/", "outcome/tea/"):
        page = site.pages[path]
        assert text(page.one("h1")) == ask
        assert text(page.one("title")).startswith(f"{ask} - ")
        assert said(page, "og:title") == ask
        assert page.faults == ()
    assert site.pages["decide/hour/"].one("meta", name="description").get("content") == ask


def test_a_faulty_tree_stops_the_build_and_its_fault_is_told_with_its_line(project_of, build, tmp_path):
    project = project_of(tmp_path / "project", TREE.replace("next: tea", "next: tee"))
    done = build(project, tmp_path / "site")
    assert done.returncode != 0
    assert (
        "decision_tree.yaml: 1 problem\n  7:34  questions.hour.answers.late.next: "
        in done.stdout + done.stderr
    )
    assert not (tmp_path / "site/index.html").exists()
