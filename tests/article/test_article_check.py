"""What is wrong in an article page, with its line and the nearest name."""

import shutil

import pytest
from trees_in_memory import BICYCLE

from macros import guide
from macros.article.check import faults_in, load
from macros.article.macros import macros_for
from macros.guide import CASES, EVIDENCE
from macros.reading import source
from macros.reading.faults import Faults

MACROS = {macro.__name__: macro for macro in macros_for(guide.load(BICYCLE), lambda: "")}


def found_in(text):
    return [f"{fault.file}:{fault}" for fault in faults_in(text, "docs/a.md", MACROS)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No front matter, and -- no macro.\n",
        "---\ntitle: Why\nhide: [toc]\n---\n\n{{ question('load') }} and {{ start(\"Begin\") }}\n",
        "{% for row in ['kerbs'] %}{{ criterion(row) }}{% endfor %} {{ context() }} {{ range(3) }}",
        "{% macro mine(x) %}{{ x }}{% endmacro %}{{ mine(1) }} {{ config.site_name }} {{ page.url.upper() }}",
        "{% raw %}{{ qestion('load') }}{% endraw %}",
        "---\nrender_macros: false\n---\n{{ qestion('load') }} {{",
    ],
    ids=["empty", "plain", "sound", "a-loop", "own-words", "raw", "not-rendered"],
)
def test_a_sound_page_has_no_fault(text):
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        pytest.param(
            "---\ntitle: Why\ntitle: How\n---\n",
            ["docs/a.md:3:1  the key 'title' is given twice (first on line 2). Keep one."],
            id="a-key-twice",
        ),
        pytest.param(
            "---\ntitle: Why\n\nText.\n",
            ["docs/a.md:1:1  the front matter that begins here has no end. Add a line of ---."],
            id="no-end",
        ),
        pytest.param(
            "---\nWhy\n---\n",
            ["docs/a.md:2:1  a front matter has keys and values, such as `title: A title`."],
            id="no-keys",
        ),
        pytest.param(
            "---\n\n---\n",
            ["docs/a.md:2:1  a front matter has keys and values, such as `title: A title`."],
            id="nothing",
        ),
        pytest.param(
            "---\ntitle: 2026\ndescription:\n---\n",
            [
                'docs/a.md:2:8  title: this is no text for MkDocs. Put it in quotes, as in `title: "2026"`.',
                "docs/a.md:3:13  description: this is empty. Write it, or delete the line.",
            ],
            id="no-text",
        ),
    ],
)
def test_a_front_matter_that_cannot_be_read_is_a_fault(text, faults):
    assert found_in(text) == faults


def test_a_front_matter_calls_no_macro_and_the_lines_below_it_keep_their_numbers():
    text = "---\ntitle: \"{% if %} and {{ tart('x') }}\"\n---\n{{ tart('x') }}\n"
    assert found_in(text) == ["docs/a.md:4:4  there is no macro 'tart'. Did you mean 'start'?"]


def test_a_front_matter_that_is_no_yaml_has_the_fault_of_its_yaml():
    with pytest.raises(Faults) as found:
        source.parse("\ntitle: [Why\nhide: x\n", "docs/a.md")
    assert faults_in("---\ntitle: [Why\nhide: x\n---\n", "docs/a.md", MACROS) == list(found.value.faults)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        pytest.param(
            "So\n\nsay {{ qestion('load') }}.",
            ["docs/a.md:3:8  there is no macro 'qestion'. Did you mean 'question'?"],
            id="macro",
        ),
        pytest.param(
            "---\ntitle: Why\n---\n\n{{ criterion('kerb') }} {{ outcome('ctiy') }}",
            [
                "docs/a.md:5:4  criterion: there is no criterion 'kerb'. Did you mean 'kerbs'?",
                "docs/a.md:5:28  outcome: there is no outcome 'ctiy'. Did you mean 'city'?",
            ],
            id="two-names",
        ),
        pytest.param(
            "{{ start() }}", ["docs/a.md:1:4  start: missing a required argument: 'text'."], id="too-few"
        ),
        pytest.param(
            "{{ claims('x') }}", ["docs/a.md:1:4  claims: too many positional arguments."], id="too-many"
        ),
        pytest.param(
            "{{ cell('room', 'city', x='y') }}",
            ["docs/a.md:1:4  cell: got an unexpected keyword argument 'x'."],
            id="no-such-argument",
        ),
        pytest.param(
            "One\n{{ start('x' }}",
            ["docs/a.md:2:1  a macro is called wrongly here: unexpected '}', expected ')'."],
            id="syntax",
        ),
        pytest.param(
            "One\n{{ 'x' | uper }}",
            ["docs/a.md:2:1  a macro is called wrongly here: No filter named 'uper'."],
            id="filter",
        ),
        pytest.param("{{ outcome(5) }}", ["docs/a.md:1:4  outcome: there is no outcome '5'."], id="number"),
        pytest.param("{{ 'x' | relative_url | upper }}", [], id="filter-of-mkdocs-macros"),
        pytest.param(
            "\x0b\f\n{{tart('x') }}",
            ["docs/a.md:2:3  there is no macro 'tart'. Did you mean 'start'?"],
            id="other-breaks",
        ),
        pytest.param(
            "One\rstill one\n{{\n  outcome\n  ('ctiy') }}",
            ["docs/a.md:3:3  outcome: there is no outcome 'ctiy'. Did you mean 'city'?"],
            id="over-lines",
        ),
        pytest.param(
            "{{ outcome('city') }}, outcomes, {{ outcome('ctiy') }}",
            ["docs/a.md:1:37  outcome: there is no outcome 'ctiy'. Did you mean 'city'?"],
            id="second-of-a-line",
        ),
    ],
)
def test_a_wrong_call_is_a_fault_with_its_line_and_the_nearest_name(text, faults):
    assert found_in(text) == faults


@pytest.fixture
def project(tmp_path):
    """A folder with the bicycle's tree, its proofs and its real projects."""
    shutil.copy(BICYCLE, tmp_path)
    for folder in (EVIDENCE, CASES):
        shutil.copytree(BICYCLE.parent / folder, tmp_path / folder)
    return tmp_path


def test_a_page_may_begin_with_a_mark_of_byte_order_and_hold_any_sign(project):
    (project / "docs/a.md").write_text("---\ntitle: [\n---\né\n", encoding="utf-8-sig")
    with pytest.raises(Faults) as found:
        load(project / BICYCLE.name)
    assert [(fault.file, fault.mark.line) for fault in found.value.faults] == [("docs/a.md", 3)]


def test_a_page_that_is_no_utf_8_is_a_fault_at_its_first_wrong_sign(project):
    (project / "docs/a.md").write_bytes("One\nCaf\u00e9".encode("latin-1"))
    (project / "docs/folder.md").mkdir()
    with pytest.raises(Faults) as found:
        load(project / BICYCLE.name)
    assert str(found.value) == (
        "docs/a.md: 1 problem\n  2:4  this is not UTF-8 text. Save the file as UTF-8."
    )


def test_a_page_of_windows_has_its_front_matter(project):
    (project / "docs/a.md").write_bytes(b"---\r\ntitle: Why\r\n---\r\nText.\r\n")
    assert load(project / BICYCLE.name).tree == guide.load(BICYCLE).tree


def test_all_pages_beside_the_tree_are_checked_and_called_by_their_paths(project):
    (project / "docs/deep").mkdir()
    (project / "docs/deep/a.md").write_text("{{ strat('x') }}\n", encoding="utf-8")
    (project / "docs/b.md").write_text("---\n", encoding="utf-8")
    with pytest.raises(Faults) as found:
        load(project / BICYCLE.name)
    assert str(found.value) == (
        "docs/b.md: 1 problem\n"
        "  1:1  the front matter that begins here has no end. Add a line of ---.\n"
        "docs/deep/a.md: 1 problem\n"
        "  1:4  there is no macro 'strat'. Did you mean 'start'?"
    )
    for page in ("docs/deep/a.md", "docs/b.md"):
        (project / page).write_text("Text.\n", encoding="utf-8")
    assert load(project / BICYCLE.name).tree == guide.load(BICYCLE).tree


@pytest.mark.parametrize(
    ("written", "address", "other"),
    [
        ("map.md", "map/", "what is made from the tree"),
        ("decide/load/README.md", "decide/load/", "what is made from the tree"),
        ("Outcome/city.md", "Outcome/city/", "what is made from the tree"),
        ("evidence/size.md", "evidence/size/", "what is made from the tree"),
        ("tree.json", "tree.json", "what is made from the tree"),
        ("assets/cards/guide.png", "assets/cards/guide.png", "what is made from the tree"),
        ("why.md", "why/", "docs/why/index.md"),
    ],
)
def test_a_file_at_the_address_of_another_is_a_fault(project, written, address, other):
    (project / "docs/why").mkdir()
    (project / "docs/why/index.md").write_text("Because.\n", encoding="utf-8")
    (project / "docs" / written).parent.mkdir(parents=True, exist_ok=True)
    (project / "docs" / written).write_text("Mine.\n", encoding="utf-8")
    with pytest.raises(Faults) as found:
        load(project / BICYCLE.name)
    told = f"the address of this file, /{address}, is that of {other} too. Rename the file."
    assert [(fault.file, str(fault)) for fault in found.value.faults] == [(f"docs/{written}", f"1:1  {told}")]


def test_a_page_may_stand_where_the_tree_makes_none(project):
    for page in ("index.md", "decide.md", "outcome/index.md", "evidence/other.md"):
        (project / "docs" / page).parent.mkdir(exist_ok=True)
        (project / "docs" / page).write_text("Mine.\n", encoding="utf-8")
    assert load(project / BICYCLE.name).tree == guide.load(BICYCLE).tree
