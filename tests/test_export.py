"""macros/export.py: what another generator is given. That one builds it stands in site/test_exit.py."""

import pytest
import yaml
from trees_in_memory import SMALL, small

from macros import guide
from macros.export import files
from macros.github import Repository
from macros.reading.faults import Faults

REPOSITORY = Repository("https://code.test/owner/guide")


@pytest.fixture
def exported(tmp_path):
    """exported(tree, {file: text}, …): the files that a project becomes, as texts; images as bytes."""

    def export(tree, written=None, repository=None):
        (tmp_path / guide.FILE).write_text(tree, encoding="utf-8")
        for name, text in (written or {}).items():
            (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "docs" / name).write_text(text, encoding="utf-8")
        made = dict(files(guide.load(tmp_path / guide.FILE), tmp_path, repository))
        return {path: it if path.endswith(".png") else it.decode() for path, it in made.items()}

    return export


def front(text):
    """The front matter of a page."""
    return yaml.safe_load(text.split("---\n")[1])


def body(text):
    return text.split("---\n", 2)[2].strip()


def test_everything_that_the_site_is_made_from_is_there_and_no_source(exported):
    made = exported(SMALL, {"why.md": "Because.", "assets/a.css": "b{}", "parts/notes.yaml": "a: b"})
    assert sorted(made) == [
        "assets/a.css",
        "assets/cards/guide.png",
        "assets/cards/outcome/cat.png",
        "assets/cards/outcome/dog.png",
        "decide/home.md",
        "index.md",
        "llms.txt",
        "map.md",
        "outcome/cat.md",
        "outcome/dog.md",
        "tree.json",
        "tree.schema.json",
        "walk.json",
        "why.md",
    ]
    assert made["assets/a.css"] == "b{}"


def test_a_home_page_is_made_where_there_is_none_and_a_written_one_stays(exported):
    assert '<p class="promise">One plain question.' in exported(SMALL)["index.md"]
    assert body(exported(SMALL, {"index.md": "# Mine"})["index.md"]) == "# Mine"


def test_a_home_page_that_is_called_readme_stays_alone(exported):
    assert "index.md" not in exported(SMALL, {"README.md": "# Mine"})


def test_the_macros_of_the_article_are_worked_out_once(exported):
    made = exported(SMALL, {"a.md": '---\ntitle: T\nwho: "{{ 1 }}"\n---\n{{ who }} {{ outcome("cat") }}'})
    assert body(made["a.md"]) == '{{ 1 }} <a href="outcome/cat/">A cat</a>'
    assert front(made["a.md"]) == {"title": "T", "who": "{{ 1 }}", "render_macros": False}


def test_a_page_that_wants_no_macros_keeps_its_braces(exported):
    made = exported(SMALL, {"a.md": "---\nrender_macros: false\n---\n{{ no }}"})
    assert body(made["a.md"]) == "{{ no }}"


def test_a_link_in_html_is_as_seen_from_the_file(exported):
    page = '<a href="../map/">a</a> <img src="../../b.png"> <a href="#c">c</a> [d](../d.md)'
    made = exported(SMALL, {"a.md": page, "index.md": page})
    assert body(made["a.md"]) == '<a href="map/">a</a> <img src="../b.png"> <a href="#c">c</a> [d](../d.md)'
    assert body(made["index.md"]) == page
    assert 'href="../outcome/dog/"' in made["decide/home.md"]
    assert '"url": "../../"' in made["outcome/dog.md"]  # data for programs, which no generator touches


def test_titles_and_descriptions_are_escaped(exported):
    made = exported(
        small(("ask: How large is your home?", "ask: Is 1 < 2?")), {"a.md": "---\ntitle: A & B\n---\n"}
    )
    assert front(made["decide/home.md"])["title"] == "Is 1 &lt; 2?"
    assert front(made["a.md"])["title"] == "A &amp; B"


def test_with_a_repository_each_page_says_where_it_is_edited(exported):
    made = exported(SMALL, {"a.md": "A."}, REPOSITORY)
    edit = "https://code.test/owner/guide/edit/main/"
    assert front(made["a.md"])["edit_url"] == f"{edit}docs/a.md"
    assert front(made["decide/home.md"])["edit_url"] == f"{edit}decision_tree.yaml#L4"


def test_macros_that_fail_are_told_with_their_lines_all_at_once(exported):
    with pytest.raises(Faults) as found:
        exported(
            SMALL, {"a.md": "---\ntitle: A\n---\n\n{{ name }}", "b.md": "{{ outcome('c' ~ 'at' ~ 's') }}"}
        )
    assert [str(fault) for fault in found.value.faults] == [
        "5:1  a macro fails here: 'name' is undefined.",
        "1:1  a macro fails here: there is no outcome 'cats'. Did you mean 'cat'?",
    ]
