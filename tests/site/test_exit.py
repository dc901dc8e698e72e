"""The exit is open: Zensical builds the export into the same site as MkDocs. zensical.yml says how one leaves, and what
is lost.
"""

import os
import shutil
import subprocess
import sys

import pytest
from projects import ROOT
from test_site import Page, Site, broken_links, read_site, text

OWN_SKIP = "__skip"  # Zensical's target of its link over the navigation


@pytest.fixture(scope="module")
def by_mkdocs(built, site_url) -> Site:
    """The site as it is published."""
    return read_site(built, site_url)


@pytest.fixture(scope="module")
def by_zensical(project_copy, site_url, repo_url, tmp_path_factory) -> Site:
    """The site as it would be after leaving, made by the two commands of zensical.yml."""
    project = shutil.copytree(project_copy, tmp_path_factory.mktemp("exit") / "project")
    shutil.copy(ROOT / "tests/site/zensical.yml", project)
    for command in (["macros", "export", "pages"], ["zensical", "build", "--strict", "-f", "zensical.yml"]):
        subprocess.run(
            [sys.executable, "-m", *command],
            cwd=project,
            env=os.environ | {"SITE_URL": site_url, "REPO_URL": repo_url},
            check=True,
            timeout=300,
        )
    return read_site(project / "site", site_url)


def pairs(before: Site, after: Site) -> list[tuple[Page, Page]]:
    """Each page as it is before and after leaving."""
    return [(page, after.pages[path]) for path, page in before.pages.items()]


def article(page: Page) -> str:
    [element] = page.all("article")
    return text(element)


def links(site: Site, page: Page) -> list[str]:
    """Where the links of the article lead, in their order."""
    [element] = page.all("article")
    return [site.target(page, link.get("href")) for link in element.iter("a") if link.get("id") != OWN_SKIP]


def head(page: Page) -> dict[str, str]:
    """The title, and what programs are told of the page."""
    told = {meta.get("property") or meta.get("name"): meta.get("content") for meta in page.all("meta")}
    told["title"] = text(page.one("title"))
    told["canonical"] = next(
        (it.get("href") for it in page.all("link") if it.get("rel") == "canonical"), None
    )
    return {key: value for key, value in told.items() if key not in (None, "generator")}


def sidebars(page: Page) -> list[bool]:
    """Whether the navigation and the table of contents are hidden."""
    return ["hidden" in bar.attrib for bar in page.classed("md-sidebar")]


def test_the_same_pages_come_out(by_mkdocs, by_zensical):
    assert by_zensical.pages.keys() == by_mkdocs.pages.keys()


def test_each_page_says_the_same(by_mkdocs, by_zensical):
    for before, after in pairs(by_mkdocs, by_zensical):
        assert article(after) == article(before), after.route
        assert head(after) == head(before), after.route
        assert sidebars(after) == sidebars(before), after.route


def test_each_link_of_an_article_and_its_edit_link_lead_to_the_same_place(by_mkdocs, by_zensical):
    for before, after in pairs(by_mkdocs, by_zensical):
        assert links(by_zensical, after) == links(by_mkdocs, before), after.route


def test_no_link_is_dead_below_the_sub_path(by_zensical):
    assert broken_links(by_zensical) == []


def test_the_files_for_programs_and_the_images_are_the_same(by_mkdocs, by_zensical):
    files = [file for file in by_mkdocs.folder.rglob("*") if file.suffix in (".json", ".txt", ".png")]
    names = [file.relative_to(by_mkdocs.folder).as_posix() for file in files]
    own = {"assets/search.json", "search/search_index.json"}
    assert {"walk.json", "tree.json", "tree.schema.json", "llms.txt", "assets/cards/guide.png"} <= {*names}
    for name in {*names} - own:
        before, after = by_mkdocs.folder / name, by_zensical.folder / name
        assert after.is_file() and after.read_bytes() == before.read_bytes(), name
