"""Markdown -> HTML that brings no markup of its own."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from trees_in_memory import Html

from macros.tree import texts

TAGS = {"p", "a", "em", "strong", "code", "pre", "span", "div", "ul", "ol", "li", "blockquote", "hr", "br"}
TAGS |= {f"h{level}" for level in range(1, 7)}
PIECES = ["<", ">", "</", "script", "<script>", "<!--", "-->", "<b ", 'onclick="x"', "javascript:"]
PIECES += [
    "[x](",
    ")",
    "](",
    "]",
    "\n",
    "\n\n",
    "```",
    "`",
    "*",
    "_",
    "# ",
    "> ",
    "- ",
    "    ",
    "&lt;",
    "&#106;",
]
PIECES += [
    "a",
    "@b.c",
    "//",
    "https://",
    "!",
    "\\",
    '"',
    "'",
    "{{ 7*7 }}",
    "[1]: ",
    "[x][1]",
    '{.python title="',
]
PIECES += ["}", "\x02", "\x03", "<?", "<![CDATA[", '<a href="/', "/c"]


def test_markdown_becomes_html():
    text = "Two *words*, `a < b`.\n\n- one\n- two\n"
    assert texts.block(text, "../") == (
        "<p>Two <em>words</em>, <code>a &lt; b</code>.</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>"
    )


def test_no_program_ends_the_block_that_it_stands_in():
    page = Html(texts.code("a = 1\n`````\n<b>\n", "python", "a.py"))
    assert page.words == "a.pya = 1 ````` <b>"
    assert "b" not in dict(page.tags)


def test_a_link_into_the_site_begins_at_its_root_wherever_the_page_is():
    assert texts.block("[a](/compare/#x)", "../../") == '<p><a href="../../compare/#x">a</a></p>'
    assert texts.block('[a]( /compare/ "b")', "./") == '<p><a href="./compare/" title="b">a</a></p>'


def test_a_text_that_shows_a_link_in_html_keeps_its_address():
    shown = '<a href="/compare/">'
    assert Html(texts.block(f"`{shown}`", "../../")).words == shown
    assert Html(texts.block(shown, "../../")).words == shown


@pytest.mark.parametrize(
    "target", ["https://example.org/a", "http://example.org", "mailto:me@example.org", "#here"]
)
def test_a_link_to_a_page_stays(target):
    assert texts.refused(f"[a]({target})") == ()
    assert texts.block(f"[a]({target})", "../") == f'<p><a href="{target}">a</a></p>'


def test_an_address_of_mail_in_angle_brackets_is_a_link():
    assert texts.refused("<me@example.org>") == ()
    (tag, attributes) = Html(texts.block("<me@example.org>", "../")).tags[1]
    assert (tag, attributes) == ("a", {"href": "mailto:me@example.org"})


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[a](javascript:alert(1))", "javascript:alert(1)"),
        ("[a](JaVaScRiPt:alert(1))", "JaVaScRiPt:alert(1)"),
        ("[a](java&#115;cript:alert(1))", "java&#115;cript:alert(1)"),
        ("[a][1]\n\n[1]: javascript:alert(1)", "javascript:alert(1)"),
        ("[a](data:text/html,x)", "data:text/html,x"),
        ("[a](//example.org)", "//example.org"),
        ("[a](other.md)", "other.md"),
    ],
)
def test_a_link_that_is_no_page_is_refused_and_dead(text, target):
    way_out = "Begin it with https://, or with / for a page of this site."
    assert texts.refused(text) == (f"the link '{target}' leads nowhere. {way_out}",)
    assert texts.block(text, "../") == "<p><a>a</a></p>"


@pytest.mark.parametrize(
    "html",
    [
        "<script>",
        "</div>",
        "<br/>",
        "<img src=x onerror=alert(1)>",
        "<!-- x -->",
        "<?php x ?>",
        "<![CDATA[x]]>",
    ],
)
def test_raw_html_is_refused_and_shown_as_the_text_it_is(html):
    assert texts.refused(html) == (f"raw HTML ('{html}') is not allowed here. Use Markdown.",)
    page = Html(texts.block(html, ""))
    assert ({tag for tag, _ in page.tags}, page.words) == ({"p"}, html)


def test_raw_html_is_refused_anywhere_and_a_closing_tag_not_a_second_time():
    html = "a <b>c</b>\n\n<div class=x>\n\n*d*\n\n</div>\n\n<br> </p>"
    assert texts.refused(html) == tuple(
        f"raw HTML ('{tag}') is not allowed here. Use Markdown."
        for tag in ("<b>", "<div class=x>", "<br>", "</p>")
    )
    assert {tag for tag, _ in Html(texts.block(html, "")).tags} <= {"p", "em"}


def test_code_may_show_html_and_is_not_refused():
    text = "`<script>`\n\n```html\n<b>\n```\n\n    <i>\n"
    assert texts.refused(text) == ()
    page = Html(texts.block(text, ""))
    assert not {"script", "b", "i"} & {tag for tag, _ in page.tags}
    assert page.words.split() == ["<script>", "<b>", "<i>"]


def test_a_picture_is_refused():
    picture = "a picture is not allowed here: pages ask no other host for anything."
    assert texts.refused("![a](https://example.org/a.png)") == (picture,)
    assert texts.block("![a](https://example.org/a.png)", "") == "<p><span></span></p>"


def test_a_text_does_not_answer_for_the_one_before_it():
    assert (len(texts.refused("<br>")), texts.refused("plain"), len(texts.refused("<br>"))) == (1, (), 1)


def test_a_text_in_a_line_has_no_paragraph_around_it():
    assert texts.inline("One *word*", "") == "One <em>word</em>"
    assert texts.inline("One\n\ntwo", "") == "<p>One</p>\n<p>two</p>"


def test_plain_is_the_words_alone():
    assert (
        texts.plain("See [the\nmap](/map/), *or* `<b>` &amp; go.\n\n- one") == "See the map, or <b> & go. one"
    )


def test_a_program_is_a_block_with_its_name():
    page = Html(texts.code('print("```")\n', "python", "a.py"))
    assert page.texts[0] == "a.py"
    assert page.words == 'a.pyprint("```")'


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example('``` python title="<script>"\nx\n```')
def test_whatever_is_written_no_live_markup_comes_of_it(text):
    page = Html(texts.block(text, "../"))
    assert {tag for tag, _ in page.tags} <= TAGS
    assert {name for _, attributes in page.tags for name in attributes} <= {"href", "title", "class"}
    assert all(href.startswith((*texts.SAFE[:4], "../")) for href in page.every("href"))


def test_a_text_that_would_keep_the_compiler_busy_is_refused_unread():
    """Twice as many brackets take Markdown four times as long: hours for a megabyte."""
    assert texts.refused("[" * 1_000_000) == ("this text has 1000000 characters. Shorten it to 3000.",)
    assert texts.refused("ab " * 1_000) == ()


def test_lists_nested_too_deeply_are_refused_and_the_next_text_is_read_as_ever():
    before = texts.block("1. *one*", "")
    texts._convert.cache_clear()
    deep = "1. " * 999
    assert texts.refused(deep) == ("lists or quotes are nested too deeply here. Use fewer levels.",)
    assert texts.block(deep, "") == deep
    assert texts.block("1. *one*", "") == before == "<ol>\n<li><em>one</em></li>\n</ol>"
    assert texts.refused("<b>") == ("raw HTML ('<b>') is not allowed here. Use Markdown.",)
