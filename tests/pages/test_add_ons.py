"""The page of add-ons: what each gives, its last release, and what was run."""

from trees_in_memory import BICYCLE, Html, changed

from macros import guide as guides
from macros.pages.add_ons import per_alternative, used_add_ons
from macros.pages.pages import pages
from macros.reading import source
from macros.tree import rules

TEXT = BICYCLE.read_text(encoding="utf-8")


def body(guide):
    (page,) = (page for page in pages(guide) if page.path == "add-ons.md")
    return page.body


def test_each_add_on_stands_with_what_names_it_and_in_the_order_of_their_names():
    used = used_add_ons(guides.load(BICYCLE).tree)
    assert [(one.id, one.criteria, one.outcomes) for one in used] == [
        ("balloon-tyres", ("kerbs",), ("folding",)),
        ("wheel-bag", (), ("city",)),
    ]


def test_an_add_on_of_several_alternatives_counts_for_each():
    assert per_alternative(used_add_ons(guides.load(BICYCLE).tree)) == {"city": 2, "folding": 1}


def test_an_add_on_without_a_release_for_two_years_before_it_was_looked_up_is_called_so():
    for month, still in (("2024-12", False), ("2024-11", True)):
        text = changed(TEXT, ("released: 2026-02", f"released: {month}"))
        assert used_add_ons(rules.check(source.parse(text, "tree.yaml")))[0].is_still == still


def test_the_page_says_what_was_looked_up_and_links_what_names_it():
    shown = Html(body(guides.load(BICYCLE)))
    assert "Balloon tyres for City bicycle and Folding bicycle" in shown.words
    assert "Kerbs; A folding bicycle" in shown.words
    assert "2023-09: none for two years" in shown.words
    assert "2026-02 – 20 to 28 inches" in shown.words
    assert {"../compare/#kerbs", "../outcome/folding/"} <= set(shown.every("href"))
