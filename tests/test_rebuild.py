"""What the server need not make again, in the order of a build's steps."""

import json

import pytest

from macros.rebuild import INDEX, LastBuild

HOME, TEA = "", "outcome/tea/"
WHOLE = [
    {"location": HOME, "title": "Home"},
    {"location": TEA, "title": "Tea"},
    {"location": f"{TEA}#when", "title": "When"},
]


@pytest.fixture
def index(tmp_path):
    file = tmp_path / INDEX
    file.parent.mkdir()
    return file


def build(last, index, pages, found=WHOLE, around="theme", *, breaks=False):
    """The pages that are made again, where `found` is what the search finds on all; all of the index in the end."""
    last.begin(around)
    made = [address for address, origin in pages.items() if not last.html(address, origin)]
    for address in made:
        last.note(address, f"<p>{pages[address]}")
    seen = [entry for entry in found if entry["location"].partition("#")[0] in made]
    index.write_text(json.dumps({"docs": seen}), encoding="utf-8")
    if not breaks:
        last.end(index.parent.parent)
    return made, sorted(json.loads(index.read_text())["docs"], key=lambda entry: entry["location"])


def test_the_first_build_makes_every_page_and_the_second_none(index):
    last, pages = LastBuild(), {HOME: "home", TEA: "tea"}

    assert build(last, index, pages) == ([HOME, TEA], WHOLE)
    assert build(last, index, pages) == ([], WHOLE)
    assert build(last, index, pages) == ([], WHOLE)
    assert last.html(TEA, "tea") == "<p>tea"


def test_only_a_page_made_from_something_else_is_made_again_and_found_as_it_is_now(index):
    last = LastBuild()
    build(last, index, {HOME: "home", TEA: "tea"})
    now = [WHOLE[0], {"location": TEA, "title": "Green tea"}]

    assert build(last, index, {HOME: "home", TEA: "green"}, now) == ([TEA], now)
    assert build(last, index, {HOME: "home", TEA: "green"}) == ([], now)


def test_all_are_made_again_once_what_stands_around_them_changed(index):
    last, pages = LastBuild(), {HOME: "home", TEA: "tea"}
    build(last, index, pages)

    assert build(last, index, pages, around="another theme") == ([HOME, TEA], WHOLE)


def test_a_page_that_was_gone_is_made_again(index):
    last, pages = LastBuild(), {HOME: "home", TEA: "tea"}
    build(last, index, pages)

    assert build(last, index, {HOME: "home"}) == ([], WHOLE[:1])
    assert build(last, index, pages) == ([TEA], WHOLE)


def test_a_build_that_broke_off_counts_for_nothing(index):
    last, green = LastBuild(), {HOME: "home", TEA: "green"}
    build(last, index, {HOME: "home", TEA: "tea"})

    assert build(last, index, green, breaks=True)[0] == [TEA]
    assert build(last, index, green) == ([TEA], WHOLE)


def test_a_page_of_the_article_is_none_of_them(index):
    last = LastBuild()
    last.begin("theme")
    last.note("why/", "<p>why")
    index.write_text('{"docs": [{"location": "why/"}]}', encoding="utf-8")
    last.end(index.parent.parent)

    assert build(last, index, {"why/": "why"}, [])[0] == ["why/"]
