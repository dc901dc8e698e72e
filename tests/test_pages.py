"""Tree -> the pages: which there are, that they hang together, and that no text breaks out of them."""

import re
from urllib.parse import urljoin

import pytest
import yaml
from trees_in_memory import BICYCLE, PET, SMALL, Html, guide_of, ladder, small

from macros import guide
from macros.pages import pages

SITE = "https://site.test/"


def made(it):
    """The pages of a guide by their addresses, each as (front matter, HTML)."""
    return {address(page.path): split(page.text) for page in pages(it)}


def address(path):
    return f"{SITE}{path.removesuffix('.md')}/"


def split(text):
    empty, front, html = text.split("---\n", 2)
    assert empty == ""
    return yaml.safe_load(front), Html(html)


@pytest.fixture(params=["bicycle", "pet", "ladder"])
def it(request, tmp_path):
    files = {"bicycle": BICYCLE, "pet": PET}
    return guide.load(files[request.param]) if request.param in files else guide_of(tmp_path, ladder(4))


def test_a_tree_becomes_these_pages():
    assert [page.path for page in pages(guide.load(BICYCLE))] == [
        *("map.md", "compare.md", "evidence.md", "evidence/gears.md", "evidence/size.md"),
        *(f"decide/{node}.md" for node in ("load", "train", "stairs", "distance", "street", "kind")),
        *(f"outcome/{node}.md" for node in ("city", "folding", "cargo", "touring", "electric")),
    ]


def test_a_tree_without_criteria_has_no_comparison():
    assert [page.path for page in pages(guide.load(PET))] == [
        *("map.md", "decide/time.md", "decide/fur.md", "outcome/dog.md", "outcome/fish.md")
    ]


def test_a_page_knows_the_line_of_the_tree_it_comes_from():
    assert {page.path: page.origin for page in pages(guide.load(PET))} == {
        "map.md": "decision_tree.yaml#L4",
        "decide/time.md": "decision_tree.yaml#L5",
        "decide/fur.md": "decision_tree.yaml#L10",
        "outcome/dog.md": "decision_tree.yaml#L16",
        "outcome/fish.md": "decision_tree.yaml#L17",
    }


def test_a_page_of_proofs_knows_their_file():
    files = {
        page.path: page.origin for page in pages(guide.load(BICYCLE)) if page.path.startswith("evidence/")
    }
    assert files == {
        f"evidence/{file.stem.removeprefix('test_')}.md": f"tests/evidence/{file.name}"
        for file in (BICYCLE.parent / "tests/evidence").glob("test_*.py")
    }


def test_every_link_leads_to_a_page_and_every_anchor_is_there(it):
    there = made(it)
    for here, (_, html) in there.items():
        for href in html.every("href"):
            page, _, anchor = urljoin(here, href).partition("#")
            if page.startswith(SITE):
                assert page in there, (here, href)
                assert not anchor or anchor in there[page][1].every("id"), (here, href)
            else:
                assert page.startswith("https://example.org/"), (here, href)


def test_no_id_stands_twice_on_a_page(it):
    for here, (_, html) in made(it).items():
        ids = html.every("id")
        assert len(ids) == len(set(ids)), here


def test_every_answer_is_a_link_to_what_it_leads_to(it):
    there = made(it)
    for node, question in it.tree.questions.items():
        here = f"{SITE}decide/{node}/"
        links = {urljoin(here, href) for href in there[here][1].every("href")}
        for answer in question.answers.values():
            assert links & {f"{SITE}decide/{answer.next}/", f"{SITE}outcome/{answer.next}/"}
            assert answer.label in there[here][1].words


def test_from_the_start_links_reach_every_question_and_outcome(it):
    there = made(it)
    seen, waiting = set(), [f"{SITE}decide/{it.tree.start}/"]
    while waiting:
        here = waiting.pop()
        seen.add(here)
        answers = {urljoin(here, href) for href in there[here][1].every("href") if "#" not in href}
        waiting += [
            page for page in answers & there.keys() - seen if "/outcome/" in page or "/decide/" in page
        ]
    nodes = [f"decide/{node}/" for node in it.tree.questions] + [
        f"outcome/{node}/" for node in it.tree.outcomes
    ]
    assert seen >= {SITE + node for node in nodes}


def test_no_page_asks_for_anything_from_another_host(it):
    for _, html in made(it).values():
        assert html.every("src") == html.every("action") == html.every("style") == []
        assert not {"script", "img", "iframe", "link", "object", "form"} & {tag for tag, _ in html.tags}


def test_the_front_matter_gives_title_and_description_and_keeps_macros_away(it):
    for here, (front, _) in made(it).items():
        assert front["render_macros"] is False, here
        assert front["hide"] == ["navigation", "toc"]
        assert (front["title"] and 10 <= len(front["description"]) <= 200) or it.tree.title == "Which way?"


def test_a_search_finds_outcomes_and_evidence_and_not_the_questions_and_proofs_before_them():
    fronts = {here.removeprefix(SITE): front for here, (front, _) in made(guide.load(BICYCLE)).items()}
    hidden = {here for here, front in fronts.items() if front.get("search") == {"exclude": True}}
    assert hidden == {here for here in fronts if re.match(r"decide/|evidence/.", here)}


def test_a_question_says_how_far_it_is_to_the_end():
    there = made(guide.load(BICYCLE))
    assert "Question 1 · at most 5 more" in there[f"{SITE}decide/load/"][1].words
    assert "Question 2 to 5 · at most 1 more" in there[f"{SITE}decide/street/"][1].words
    assert "Question 3 to 6 · the last one" in there[f"{SITE}decide/kind/"][1].words


def test_an_answer_says_what_is_still_possible_behind_it():
    words = made(guide.load(BICYCLE))[f"{SITE}decide/street/"][1].words
    assert "Yes 2 outcomes still possible 1" in words
    assert "No Ends at: Any of them with a motor 2" in words


def test_an_outcome_says_why_and_what_would_change_it():
    words = made(guide.load(BICYCLE))[f"{SITE}outcome/folding/"][1].words
    assert "Are there stairs on the way? Yes, because somebody must carry it" in words
    assert "No: How far is a usual ride?" in words


def test_a_question_shows_the_few_rows_that_matter_there_with_what_backs_them():
    html = made(guide.load(BICYCLE))[f"{SITE}decide/train/"][1]
    assert "Room on a train" in html.words and "Kerbs" not in html.words
    assert {"../../evidence/#room-city", "../../evidence/#room-folding"} <= set(html.every("href"))


def test_the_evidence_tells_of_each_cell_what_backs_it():
    words = made(guide.load(BICYCLE))[f"{SITE}evidence/"][1].words
    assert "Proved: A folded bicycle is luggage" in words
    assert "Cited: Luggage, read 2026-11-20" in words
    assert "Judged: We rode both for a year." in words


def test_a_page_of_proofs_shows_their_code_their_apps_and_their_runs():
    html = made(guide.load(BICYCLE))[f"{SITE}evidence/gears/"][1]
    assert "metres-a-turn" in html.every("id")
    assert "Passed on 2026-11-20: Python 3.13.0, city 1.10.0" in html.words
    assert "assert ran.stdout ==" in html.words and "BICYCLES = {" in html.words


HOSTILE = {
    "jinja": "{{ 7*7 }}",
    "jinja-raw": "{% raw %}{{ 7*7 }}{% endraw %}",
    "html-in-code": "`<script>alert(1)</script>`",
    "html-as-entities": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "handler-without-an-end": "<svg/onload=alert(1)//@ >",
    "tag-without-an-end": "<script src=x",
    "quotes": "\"' onmouseover=`alert(1)` x='\"",
    "attribute": '`">` <',
    "front-matter": "a: [b, {c}] # d --- ... ",
    "markdown": "*a* `b` # c",
    "template": "${x} {# y #} <%= z %>",
}
PLACES = ["ask: How large is your home?", "label: Large", "because: dogs need room", "help: It needs room."]
PLACES += ["name: A dog", "summary: It needs walks.", "title: Which pet?"]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.partition(":")[0])
@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_no_text_breaks_out_of_its_page(tmp_path, place, hostile):
    key = place.partition(":")[0]
    calm, wild = (
        made(guide_of(tmp_path, small((place, f"{key}: '{text}'"))))
        for text in ("Calm.", hostile.replace("'", "''"))
    )
    assert wild.keys() == calm.keys()
    for here, (front, html) in wild.items():
        assert front.keys() == calm[here][0].keys() and front["render_macros"] is False
        assert {tag for tag, _ in html.tags} - {tag for tag, _ in calm[here][1].tags} <= {
            "code",
            "em",
            "h1",
            "tspan",
        }
        assert {name for _, names in html.tags for name in names} == {
            name for _, names in calm[here][1].tags for name in names
        }


def test_a_text_of_several_lines_cannot_end_the_front_matter(tmp_path):
    text = small(
        (
            "help: It needs room.",
            "help: |\n      One.\n      ---\n\n      {{ 7*7 }}\n      ...\n      title: Two",
        )
    )
    front, html = made(guide_of(tmp_path, text))[f"{SITE}decide/home/"]
    assert front["title"] == "How large is your home?"
    assert front["description"].startswith("One.")
    assert "{{ 7*7 }}" in html.words


def test_the_same_tree_gives_the_same_bytes(it):
    assert list(pages(it)) == list(pages(it))


def test_one_text_changes_its_own_pages_only(tmp_path):
    before = {page.path: page.text for page in pages(guide_of(tmp_path, SMALL))}
    after = {
        page.path: page.text for page in pages(guide_of(tmp_path, small(("It needs walks.", "It barks."))))
    }
    assert [path for path, text in after.items() if text != before[path]] == ["outcome/dog.md"]
