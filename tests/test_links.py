"""Links to other hosts are found where they stand, and what came back for them is told in plain words."""

from pathlib import Path

import pytest
from trees_in_memory import HERE, small

from macros import guide, source
from macros.hypertext import anchors
from macros.links import Link, in_markdown, in_yaml, outside_links

ROOT = HERE.parent


def found(links):
    return [(f"{link.mark.line}:{link.mark.column}", link.where, link.url) for link in links]


def in_text(text):
    return found(in_yaml(source.parse(text, "tree.yaml"), text))


# --- in YAML ---


def test_an_address_and_the_links_of_a_text_are_found_at_their_places():
    text = (
        "alternatives:\n"
        '  dog: {name: A dog, url: "https://a.example/dog"}\n'
        "  cat:\n"
        "    url: https://a.example/cat # its own site\n"
        "summary: |\n"
        "  It needs [walks](https://b.example/walks),\n"
        "  and [a sofa](https://b.example/walks/sofa#red), see <https://b.example/x_(y)>.\n"
    )
    assert in_text(text) == [
        ("2:28", "alternatives.dog.url", "https://a.example/dog"),
        ("4:10", "alternatives.cat.url", "https://a.example/cat"),
        ("6:20", "summary", "https://b.example/walks"),
        ("7:16", "summary", "https://b.example/walks/sofa#red"),
        ("7:56", "summary", "https://b.example/x_(y)"),
    ]


def test_an_address_that_begins_like_another_is_not_taken_for_it():
    text = "help: '[long](https://a.example/x/y) [dotted](https://a.example/x.html) [short](https://a.example/x)'\n"
    assert [place for place, _, url in in_text(text) if url == "https://a.example/x"] == ["1:81"]


def test_what_a_quote_writes_otherwise_is_told_where_the_text_begins():
    assert in_text('help: "[x](https://a.example/\\x61)"\n') == [("1:7", "help", "https://a.example/a")]


@pytest.mark.parametrize(
    "text",
    [
        "help: '`https://a.example/`'\n",
        "help: It begins with https:// or so.\n",
        "help: '[here](/compare/) [me](mailto:me@a.example)'\n",
        "# see https://a.example/\nhelp: x\n",
        "proof: {line: 'see <https://a.example/>'}\n",
    ],
    ids=["code", "no-address", "this-site", "a-comment", "a-line-of-a-project"],
)
def test_what_leads_to_no_other_host_is_no_link(text):
    assert in_text(text) == []


def test_what_an_alias_repeats_is_found_where_it_is_written():
    text = "a: &x {url: https://a.example/}\nb: *x\nc: &y https://b.example/\nd: *y\n"
    assert [place for place, _, _ in in_text(text)] == ["1:13", "3:7", "4:4"]


# --- in Markdown ---


def test_every_link_of_a_page_is_found_each_time_that_it_stands_there():
    text = (
        "---\ntitle: A page\n---\n\n"
        "[One](https://a.example/) and [again](https://a.example/), <https://b.example/>.\n\n"
        "| a | b |\n|---|---|\n| [in a table][ref] | {{ criterion('x') }} |\n\n"
        "A bare https://c.example/page, and ![a picture](https://d.example/p.png).\n\n"
        "[ref]: https://e.example/?a=1&b=2\n"
    )
    assert found(in_markdown(text, "a.md")) == [
        ("5:7", "", "https://a.example/"),
        ("5:39", "", "https://a.example/"),
        ("5:61", "", "https://b.example/"),
        ("13:8", "", "https://e.example/?a=1&b=2"),
        ("11:8", "", "https://c.example/page"),
        ("11:49", "", "https://d.example/p.png"),
    ]


def test_code_holds_no_links():
    text = (
        "```yaml\nurl: https://a.example/\n```\n\n`https://b.example/` and ``x ` https://b.example/``\n\n"
        "~~~\n[c](https://c.example/)\n~~~\n\n[c](https://c.example/) [a](docs/other.md)\n"
    )
    assert found(in_markdown(text, "a.md")) == [("11:5", "", "https://c.example/")]


# --- in a guide ---


def test_the_links_of_a_whole_guide_are_found_in_all_its_files(tmp_path):
    (tmp_path / "docs/deep").mkdir(parents=True)
    (tmp_path / "decision_tree.yaml").write_text(small(("It needs room.", '"[R](https://a.example/)"')))
    (tmp_path / "docs/deep/page.md").write_text("[x](https://b.example/)")
    (tmp_path / "README.md").write_text("\ufeff[x](https://c.example/)", encoding="utf-8")
    it = guide.load(tmp_path / "decision_tree.yaml")
    assert [f"{link.file} {link.mark.line}:{link.mark.column}" for link in outside_links(it, tmp_path)] == [
        "decision_tree.yaml 6:16",
        "docs/deep/page.md 1:5",
        "README.md 1:5",
    ]


def test_the_links_of_this_guide_stand_where_they_are_told(guide):
    links = outside_links(guide, ROOT)
    lines = {
        name: (ROOT / name).read_text(encoding="utf-8").split("\n") for name in {link.file for link in links}
    }
    for link in links:
        there = lines[link.file][link.mark.line - 1][link.mark.column - 1 :]
        expected = link.url if link.where != "proof.path" else guide_path(guide, link)
        assert there.startswith(expected), link
    named = {Path(name).parts[0] for name in lines}
    assert named == {"decision_tree.yaml", "docs"}
    assert len({link.url for link in links if link.where == "proof.path"}) == len(guide.cases)


def guide_path(guide, link):
    (walked,) = (it for it in guide.cases if link.file == f"docs/cases/{it.id}.yaml")
    return walked.case.proof.path


# --- their parts ---


@pytest.mark.parametrize(
    ("url", "page", "fragment"),
    [
        ("https://a.example/x#caf%C3%A9", "https://a.example/x", "café"),
        ("https://a.example/x?y=1", "https://a.example/x?y=1", ""),
        ("https://a.example/x#L12", "https://a.example/x", ""),
        ("https://a.example/x#L12-L20", "https://a.example/x", ""),
        ("https://a.example/x#Lines", "https://a.example/x", "Lines"),
        ("https://a.example/x#here:~:text=words", "https://a.example/x", "here"),
        ("https://a.example/#/route/of/a/script", "https://a.example/", ""),
        ("https://a.example/#top", "https://a.example/", ""),
    ],
)
def test_a_link_is_a_page_and_a_place_that_its_html_names(url, page, fragment):
    link = Link("a.md", None, "", url)
    assert (link.page, link.fragment) == (page, fragment)


def test_the_places_of_a_page_are_its_ids_and_named_links():
    html = '<meta name="no"><h2 ID="one">x</h2><a name=\'two\'>y</a><!-- <p id="gone"> --><p id=\'a&amp;b\'>'
    assert anchors(html) == {"one", "two", "a&b"}


@pytest.mark.parametrize("html", ["", "<![x[ ]><p id='x'>", "<p id='x", "</", "<p id>", "\0<"])
def test_a_page_that_is_no_sound_html_stops_nothing(html):
    assert anchors(html) in (None, set(), {"x"})
