"""The schemas by which an editor checks the YAML: they are current, take all that is sound, and refuse what is not."""

import json
import re
import subprocess
import sys

import pytest
import yaml
from jsonschema import Draft202012Validator
from test_contributing import CASE, TREE
from trees_in_memory import BICYCLE, HERE, PET, changed, small

from macros import guide
from macros.__main__ import main
from macros.cases.model import Case
from macros.format.schema import FILES, schemas
from macros.reading.shape import fields
from macros.tree.criteria import AddOn, Criterion
from macros.tree.model import Tree
from macros.tree.read import ADD_ONS, CRITERIA

ROOT = HERE.parent
MODELINE = "# yaml-language-server: $schema="
TREE_SCHEMA, CRITERIA_SCHEMA, ADD_ONS_SCHEMA, CASE_SCHEMA = FILES
TREES = {"ours": ROOT / guide.FILE, "bicycle": BICYCLE, "pet": PET}
CRITERIA_FILES = {file.stem: file for file in sorted((ROOT / CRITERIA).iterdir())}
CASES = {
    file.stem: file for root in (ROOT, BICYCLE.parent) for file in sorted((root / guide.CASES).glob("*.yaml"))
}


class Yaml12(yaml.SafeLoader):
    """A parser as editors have it: yes, no and dates are texts."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 (as its base has it)


for tag, pattern in {
    "bool": "true|false",
    "null": "null|~|",
    "int": r"[-+]?\d+",
    "float": r"[-+]?\d+\.\d*",
}.items():
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^({pattern})$"), None)
PARSERS = {"yaml-1.1": yaml.SafeLoader, "yaml-1.2": Yaml12}


@pytest.fixture(params=PARSERS.values(), ids=PARSERS)
def typed(request):
    """typed(text): the YAML as an editor with one of the parsers holds it: JSON, so dates are texts, and keys too."""
    return lambda text: json.loads(json.dumps(yaml.load(text, request.param), default=str))


def faults(schema, data):
    """Where the data does not fit, and by which word of the schema."""
    found = Draft202012Validator(json.loads(schemas()[schema])).iter_errors(data)
    return sorted(("/".join(map(str, error.absolute_path)), error.validator) for error in found)


def test_the_parsers_differ_in_what_they_take_for_a_text(typed, request):
    data = typed("[No, 3.10, 2026-11-20, true, ~, 2]")
    assert data in ([False, 3.1, "2026-11-20", True, None, 2], ["No", 3.1, "2026-11-20", True, None, 2])
    assert (data[0] == "No") == ("1.2" in request.node.name)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_schema_in_docs_is_current(file):
    assert (ROOT / file).read_text(encoding="utf-8") == schemas()[file], "run `make schema`"
    Draft202012Validator.check_schema(json.loads(schemas()[file]))


def test_the_command_writes_them_all(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(sys, "argv", ["macros", "schema"])
    assert main() == 0
    assert {file: file.read_text(encoding="utf-8") for file in FILES} == schemas()


def test_the_first_line_of_our_files_names_their_schema():
    ours = {ROOT / guide.FILE: TREE_SCHEMA} | dict.fromkeys(CRITERIA_FILES.values(), CRITERIA_SCHEMA)
    ours[ROOT / ADD_ONS] = ADD_ONS_SCHEMA
    ours |= dict.fromkeys((ROOT / guide.CASES).glob("*.yaml"), CASE_SCHEMA)
    assert len(ours) > 30
    for file, schema in ours.items():
        first, _, _ = file.read_text(encoding="utf-8").partition("\n")
        assert first.startswith(MODELINE)
        assert (file.parent / first.removeprefix(MODELINE)).resolve() == ROOT / schema


@pytest.mark.parametrize("file", TREES.values(), ids=TREES)
def test_every_tree_fits(typed, file):
    assert faults(TREE_SCHEMA, typed(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("file", CRITERIA_FILES.values(), ids=CRITERIA_FILES)
def test_every_file_of_criteria_fits(typed, file):
    assert faults(CRITERIA_SCHEMA, typed(file.read_text(encoding="utf-8"))) == []


def test_the_file_of_add_ons_fits(typed):
    assert faults(ADD_ONS_SCHEMA, typed((ROOT / ADD_ONS).read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("file", CASES.values(), ids=CASES)
def test_every_real_project_fits(typed, file):
    assert faults(CASE_SCHEMA, typed(file.read_text(encoding="utf-8"))) == []


def test_the_samples_of_contributing_fit(typed):
    assert (faults(TREE_SCHEMA, typed(TREE)), faults(CASE_SCHEMA, typed(CASE))) == ([], [])


def test_another_program_with_a_parser_of_its_own_finds_them_valid():
    files_of = {
        TREE_SCHEMA: TREES,
        CRITERIA_SCHEMA: CRITERIA_FILES,
        ADD_ONS_SCHEMA: {"add-ons": ROOT / ADD_ONS},
        CASE_SCHEMA: CASES,
    }
    for schema, files in files_of.items():
        command = [sys.executable, "-m", "check_jsonschema", "--schemafile", ROOT / schema, *files.values()]
        check = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert check.returncode == 0, check.stdout + check.stderr


SOUND = {
    "a-word-that-is-a-boolean": ("label: Small", "label: No"),
    "a-number": ("label: Small", "label: 3.10"),
    "a-date": ("label: Small", "label: 2026-11-20"),
    "an-answer-called-no": ("small: {", "no: {"),
    "a-text-over-several-lines": ("help: It needs room.", "help: |\n      It needs\n\n      room.\n"),
    "one-line-folded": ("ask: How large is your home?", "ask: >\n      How large\n      is your home?"),
    "weights": ("next: dog}", "next: dog, leans: {a: 1, b: '5'}}"),
}


@pytest.mark.parametrize("change", SOUND.values(), ids=SOUND)
def test_what_the_compiler_takes_for_a_text_is_one_to_the_editor_too(typed, change):
    assert faults(TREE_SCHEMA, typed(small(change))) == []


DAMAGES = {
    "unknown-key": ("help:", "hlep:", "questions/home", "additionalProperties"),
    "unknown-key-at-the-top": ("start: home", "start: home\nstrat: home", "", "additionalProperties"),
    "missing-key": ("label: Small, ", "", "questions/home/answers/small", "required"),
    "missing-at-the-top": ("title: Which pet?\n", "", "", "required"),
    "empty": ("start: home", "start:", "start", "type"),
    "blank": ("title: Which pet?", "title: ' '", "title", "pattern"),
    "two-lines-for-one": ("label: Small", 'label: "Sm\\nall"', "questions/home/answers/small/label", "pattern"),
    "list-for-a-text": ("It needs walks.", "[walks]", "outcomes/dog/summary", "type"),
    "id-is-no-slug": ("home:\n    ask", "My home:\n    ask", "questions", "pattern"),
    "weight": ("next: dog}", "next: dog, leans: {a: 6}}", "questions/home/answers/large/leans/a", "maximum"),
    "quoted-weight": ("next: dog}", "next: dog, leans: {a: '6'}}", "questions/home/answers/large/leans/a", "pattern"),
    "tone": ("start: home", "start: home\nratings: {a: {name: A, tone: god}}", "ratings/a/tone", "enum"),
    "address": ("start: home", "start: home\nalternatives: {a: {name: A, url: a.b}}", "alternatives/a/url", "pattern"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "word"), DAMAGES.values(), ids=DAMAGES)
def test_a_mistake_in_a_tree_is_refused_where_it_stands(typed, old, new, place, word):
    assert faults(TREE_SCHEMA, typed(small((old, new)))) == [(place, word)]


CASE_DAMAGES = {
    "unknown-key": ("uses: racing", "uses: racing\nuse: racing", "", "additionalProperties"),
    "missing-key": ("uses: racing", "", "", "required"),
    "commit": ("0123456789abcdef0123456789abcdef01234567", "0123abc", "proof/commit", "pattern"),
}


@pytest.mark.parametrize(("old", "new", "place", "word"), CASE_DAMAGES.values(), ids=CASE_DAMAGES)
def test_a_mistake_in_a_real_project_is_refused_where_it_stands(typed, old, new, place, word):
    bare = "\n".join(line.partition("  #")[0] for line in CASE.splitlines())
    assert faults(CASE_SCHEMA, typed(bare)) == []
    assert faults(CASE_SCHEMA, typed(changed(bare, (old, new)))) == [(place, word)]


CRITERIA_DAMAGES = {
    "unknown-key": ("name: Size", "name: Size, nmae: Size", "size", "additionalProperties"),
    "group": ("name: Size", "name: Size, group: home", "size", "additionalProperties"),
    "missing-key": ("name: Size, ", "", "size", "required"),
    "id-is-no-slug": ("size:", "My size:", "", "pattern"),
    "no-mapping": ("{says: It is.}", "It is.", "size/cells/dog", "type"),
}


@pytest.mark.parametrize(("old", "new", "place", "word"), CRITERIA_DAMAGES.values(), ids=CRITERIA_DAMAGES)
def test_a_mistake_in_a_file_of_criteria_is_refused_where_it_stands(typed, old, new, place, word):
    text = "size: {name: Size, cells: {dog: {says: It is.}}}\n"
    assert faults(CRITERIA_SCHEMA, typed(text)) == []
    assert faults(CRITERIA_SCHEMA, typed(changed(text, (old, new)))) == [(place, word)]


def test_the_editor_shows_an_example_of_what_has_a_form_of_its_own():
    parts = json.loads(schemas()[CASE_SCHEMA])
    assert parts["properties"]["url"]["examples"] == ["https://example.org/"]
    assert parts["$defs"]["Seen"]["properties"]["number"]["examples"] == ["12"]


def test_a_day_is_refused_that_is_none(typed):
    text = changed(TREE, ("read: 2026-11-20", "read: in 2026"))
    assert faults(TREE_SCHEMA, typed(text)) == [("criteria/rack/cells/racing/source/read", "pattern")]


def test_every_key_says_what_it_is_and_may_be_left_out_only_if_the_model_says_so():
    kinds = {TREE_SCHEMA: Tree, CRITERIA_SCHEMA: Criterion, ADD_ONS_SCHEMA: AddOn, CASE_SCHEMA: Case}
    for file, kind in kinds.items():
        schema = json.loads(schemas()[file])
        whole = schema["$defs"][kind.__name__] if kind in (Criterion, AddOn) else schema
        for part in [whole, *schema["$defs"].values()]:
            assert part["additionalProperties"] is False
            assert [key for key, entry in part["properties"].items() if not entry["description"]] == []
        assert whole["required"] == [name for name, key in fields(kind).items() if key.is_required()]
        assert "null" not in schemas()[file] and "default" not in schemas()[file]
