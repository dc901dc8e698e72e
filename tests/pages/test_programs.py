"""What programs read: walk.json, tree.json, its schema, llms.txt, and the structured data of an outcome."""

import json
from copy import deepcopy

import pytest
from jsonschema import Draft202012Validator
from trees_in_memory import BICYCLE, HERE, PET, SMALL, changed, guide_of, small

from macros import guide as guides
from macros.pages.comparison import table
from macros.pages.pages import pages
from macros.pages.programs import files, walk_json
from macros.pages.render import Renderer
from macros.pages.tree_json import NOTE, schema

TREES = {"ours": HERE.parent / guides.FILE, "bicycle": BICYCLE, "pet": PET}
HOSTILE = """A [dog] & `</script>` it's "one" < \\ # {{ 7*7 }}"""


def made(guide):
    """The files of a guide, by their paths."""
    return dict(files(guide, Renderer(guide)))


def quoted(text):
    """A text as YAML takes it for one."""
    return "'" + text.replace("'", "''") + "'"


def tree_of(guide):
    return json.loads(made(guide)["tree.json"])


def faults_in(data):
    """Where data does not fit the schema."""
    validator = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
    return ["/".join(map(str, error.absolute_path)) for error in validator.iter_errors(data)]


def structured(guide, node):
    """The structured data of an outcome's page."""
    outcome = guide.tree.outcomes[node]
    context = {"id": node, "outcome": outcome, "table": table(guide, outcome.compare)}
    script = str(Renderer(guide)("structured.html.j2", "../../", **context))
    head, end = '<script type="application/ld+json">', "</script>"
    assert (script.count("<"), script.startswith(head), script.endswith(end)) == (2, True, True)
    return json.loads(script.removeprefix(head).removesuffix(end))


@pytest.fixture(params=[*TREES, "small"])
def guide(request, tmp_path):
    return guides.load(TREES[request.param]) if request.param in TREES else guide_of(tmp_path, SMALL)


@pytest.fixture(scope="module")
def bicycle():
    return guides.load(BICYCLE)


# --- walk.json; how the script uses it stands in tests/browser ---


def test_the_walk_of_a_small_tree_is_this_file(tmp_path):
    text = small(
        ("title: Which", "title: “Which"), ("because: dogs need room", "because: '*dogs* need room'")
    )
    assert walk_json(guide_of(tmp_path, text)) == (
        '{"start":"home","addresses":{"question":"decide/{id}/","outcome":"outcome/{id}/","case":"projects/#{id}"},'
        '"alternatives":{},"own":{},"questions":{"home":{"ask":"How large is your home?",'
        '"outcomes":2,"answers":{"large":{"label":"Large","next":"dog","because":"dogs need room"},'
        '"small":{"label":"Small","next":"cat"}}}},"clear":3,'
        '"outcomes":{"dog":{"name":"A dog","picks":[],"near":{}},"cat":{"name":"A cat","picks":[],"near":{}}},'
        '"costs":[],"moves":{},"cases":{}}'
    )


def test_answers_say_where_they_lean_and_real_projects_how_they_answered(bicycle):
    data = json.loads(walk_json(bicycle))
    assert data["alternatives"] == {
        "city": "City bicycle",
        "folding": "Folding bicycle",
        "cargo": "Cargo bicycle",
        "touring": "Touring bicycle",
    }
    assert data["questions"]["train"] == {
        "ask": "Does it go on a train?",
        "outcomes": 5,
        "answers": {
            "daily": {
                "label": "Every day",
                "next": "stairs",
                "because": "only a folded bicycle always finds room",
                "leans": {"folding": 3},
            },
            "never": {"label": "Seldom or never", "next": "distance", "leans": {"city": 1}},
        },
    }
    assert data["own"] == {"city": "of-1", "folding": "of-2"}
    assert data["cases"]["bread-round"] == {"load": "yes", "kind": "street"}
    assert list(data["cases"]) == ["bread-round", "lighthouse", "night-nurse", "parcel-post"]


def test_the_walk_keeps_signs_as_they_are(tmp_path):
    assert "“Tea” — ☕" in walk_json(guide_of(tmp_path, changed(SMALL, ("name: A dog", "name: “Tea” — ☕"))))


# --- tree.json ---


def test_the_file_fits_the_schema_that_it_names(guide):
    there = made(guide)
    assert faults_in(json.loads(there["tree.json"])) == []
    assert json.loads(there[json.loads(there["tree.json"])["$schema"]]) == schema()


def test_the_schema_names_its_dialect_and_itself():
    assert list(schema().items())[:2] == [
        ("$schema", "https://json-schema.org/draft/2020-12/schema"),
        ("$id", "tree.schema.json"),
    ]


def test_the_schema_is_one_of_its_dialect_and_knows_no_key_that_may_be_left_out():
    Draft202012Validator.check_schema(schema())
    for part in [schema(), *schema()["$defs"].values()]:
        assert (part["required"], part["additionalProperties"]) == ([*part["properties"]], False)
    assert "default" not in json.dumps(schema())


DAMAGES = {
    "format": ((), "format", 2),
    "unknown-key": ((), "more", 1),
    "question": (("questions", "load"), "most_left", "six"),
    "leaning": (("questions", "load", "answers", "yes", "leans"), "cargo", 6),
    "text-for-nothing": (("outcomes", "folding"), "watch", ""),
    "day": (("criteria", "thieves", "cells", "city", "evidence"), "read", "2026-13-01"),
    "day-of-a-run": (("criteria", "room", "cells", "folding", "evidence", "runs", 0), "date", "lately"),
    "kind": (("criteria", "room", "cells", "folding", "evidence"), "kind", "source"),
    "verdict": (("cases", "parcel-post"), "verdict", "alike"),
}


@pytest.mark.parametrize(("place", "key", "value"), DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_does_not_fit(bicycle, place, key, value):
    data = tree_of(bicycle)
    part = data
    for step in place:
        part = part[step]
    part[key] = value
    (fault,) = faults_in(data)
    assert "/".join(map(str, [*place, key])).startswith(fault)


@pytest.mark.parametrize("key", ["$schema", "questions", "cases"])
def test_a_file_with_a_key_less_does_not_fit(bicycle, key):
    data = deepcopy(tree_of(bicycle))
    del data[key]
    assert faults_in(data) == [""]


def test_a_small_tree_is_this_file(tmp_path):
    where = {"compare": [], "address": "decide/home/", "fewest_asked": 0, "most_asked": 0, "most_left": 1}
    large = {"label": "Large", "hint": None, "because": "dogs need room", "leans": {}, "next": "dog"}
    little = {"label": "Small", "hint": None, "because": None, "leans": {}, "next": "cat"}
    nothing = {
        "picks": [],
        "with": [],
        "near": {},
        "unless": {},
        "despite": None,
        "start": None,
        "proof": None,
        "watch": None,
        "compare": [],
    }
    empty = (
        *("alternatives", "add-ons", "ratings", "groups", "costs", "moves"),
        *("versions", "criteria", "cases"),
    )
    assert tree_of(guide_of(tmp_path, SMALL)) == {key: {} for key in empty} | {
        "$schema": "tree.schema.json",
        "format": 1,
        "note": NOTE,
        "title": "Which pet?",
        "start": "home",
        "columns": [],
        "questions": {
            "home": {
                "ask": "How large is your home?",
                "help": "It needs room.",
                "why": None,
                "answers": {"large": large, "small": little},
                **where,
            }
        },
        "outcomes": {
            "dog": {"name": "A dog", "summary": "It needs walks.", "address": "outcome/dog/", **nothing},
            "cat": {"name": "A cat", "summary": "It needs a sofa.", "address": "outcome/cat/", **nothing},
        },
    }


def test_a_claim_stands_with_what_backs_it(bicycle):
    room = tree_of(bicycle)["criteria"]["room"]
    assert (room["name"], room["group"], room["address"]) == (
        "Room on a train",
        "keeping",
        "compare/#room",
    )
    run = {"result": "passed", "date": "2026-11-17", "python": "3.13.0", "versions": {"folding": "3.1"}}
    assert room["cells"] == {
        "city": {
            "rating": "hard",
            "with": [],
            "says": "It needs a ticket of its own.",
            "looked": {
                "read": "2026-11-19",
                "at": "Racks, and a *bag* for each wheel: neither is luggage.",
            },
            "evidence": {
                "title": "Luggage",
                "url": "https://example.org/luggage",
                "read": "2026-11-20",
                "kind": "source",
            },
        },
        "folding": {
            "rating": "easy",
            "with": [],
            "says": "Folded it is *luggage*.",
            "looked": None,
            "evidence": {
                "kind": "proof",
                "id": "test_size.py::test_a_folded_bicycle_is_luggage",
                "address": "evidence/size/#a-folded-bicycle-is-luggage",
                "runs": [run],
            },
        },
    }
    assert tree_of(bicycle)["criteria"]["kerbs"]["cells"]["city"]["evidence"] == {
        "kind": "judgement",
        "judgement": "We rode both for a year.",
    }


def test_a_proof_that_is_named_with_its_parameter_has_the_runs_of_that_alone(bicycle):
    cells = tree_of(bicycle)["criteria"]["gears"]["cells"]
    dates = {column: [run["date"] for run in cell["evidence"]["runs"]] for column, cell in cells.items()}
    assert dates == {"city": ["2026-11-18", "2026-11-20"], "folding": ["2026-11-19"]}


def test_a_proof_that_is_named_without_its_parameters_has_the_runs_of_all(bicycle, tmp_path):
    named = BICYCLE.read_text(encoding="utf-8").replace("metres_a_turn[folding]", "metres_a_turn")
    (tmp_path / "tests").symlink_to(BICYCLE.parent / "tests")
    proof = tree_of(guide_of(tmp_path, named))["criteria"]["gears"]["cells"]["folding"]["evidence"]
    assert [run["date"] for run in proof["runs"]] == ["2026-11-18", "2026-11-20", "2026-11-19"]


def test_an_outcome_has_the_runs_of_its_first_commands():
    guide = guides.load(TREES["ours"])
    outcomes = tree_of(guide)["outcomes"]
    for node, outcome in guide.tree.outcomes.items():
        if outcome.proof:
            assert outcomes[node]["proof"]["id"] == outcome.proof
            assert len(outcomes[node]["proof"]["runs"]) == len(guide.record.runs[outcome.proof])


def test_versions_are_those_that_the_proofs_ran_on(bicycle):
    assert tree_of(bicycle)["versions"] == {"city": ["1.10.0", "1.9.0"], "folding": ["3.1"]}


def test_a_question_knows_how_far_it_is_from_the_start_and_to_the_end(bicycle):
    keys = ("fewest_asked", "most_asked", "most_left")
    questions = tree_of(bicycle)["questions"].items()
    assert {node: tuple(question[key] for key in keys) for node, question in questions} == {
        "load": (0, 0, 6),
        "train": (1, 1, 5),
        "stairs": (2, 2, 4),
        "distance": (2, 3, 3),
        "street": (1, 4, 2),
        "kind": (2, 5, 1),
    }


def test_a_real_project_stands_with_its_answers_its_ends_and_what_it_uses(bicycle):
    cases = tree_of(bicycle)["cases"]
    assert cases["parcel-post"] == {
        "name": "Parcel Post",
        "url": "https://example.org/parcel/post",
        "what": "A post that goes by train, then up the stairs.",
        "address": "projects/#parcel-post",
        "answers": {"load": "no", "train": "daily", "stairs": "yes"},
        "outcomes": ["folding"],
        "uses": "cargo",
        "seen": f"https://example.org/parcel/post/blob/{'4' * 40}/fleet.txt#L12",
        "verdict": "different",
        "differs": "The bag became [a crate](/outcome/cargo/), and *nobody* moved out.",
    }
    assert (cases["bread-round"]["answers"]["street"], cases["bread-round"]["outcomes"]) == (
        "unknown",
        ["electric", "city"],
    )


def addresses(part):
    """Every address in a part of tree.json."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        if key == "address":
            yield value
        elif isinstance(value, dict | list):
            yield from addresses(value)


def test_every_address_is_that_of_a_page_and_of_something_on_it(guide):
    there = {page.path.removesuffix(".md") + "/": page.text for page in pages(guide)}
    found = list(addresses(tree_of(guide)))
    assert len(found) >= len(guide.tree.questions) + len(guide.tree.outcomes) + len(guide.tree.criteria)
    for address in found:
        page, _, anchor = address.partition("#")
        assert page in there
        assert not anchor or f'id="{anchor}"' in there[page], address


def test_the_note_names_every_key_that_holds_markdown():
    parts = [schema(), *schema()["$defs"].values()]
    keys = {
        key
        for part in parts
        for key, value in part["properties"].items()
        if value.get("description", "").endswith("Markdown.")
    }
    named = NOTE.partition("Markdown: ")[2].partition(".")[0].replace(" (of an outcome)", "")
    assert named.split(", ") == sorted(keys)


def test_signs_stay_as_they_are_but_for_line_breaks_that_nobody_sees(tmp_path):
    guide = guide_of(tmp_path, small(("It needs a sofa.", '"Größe → “x” \\u2028 \\x85 y"')))
    assert '"summary": "Größe → “x” \\u2028 \\u0085 y"' in made(guide)["tree.json"]
    assert [sign for sign in "\x85\u2028\u2029" if sign in "".join(made(guide).values())] == []


def test_the_same_tree_gives_the_same_files(guide):
    assert made(guide) == made(guide)


# --- llms.txt ---


def test_the_text_for_language_models_leads_to_every_part_of_a_small_tree(tmp_path):
    assert made(guide_of(tmp_path, SMALL))["llms.txt"] == (
        "# Which pet?\n\n"
        "> A decision tree: each of its 2 outcomes is a recommendation with its reasons.\n\n"
        "Links count from the folder of this file.\n\n"
        "## Start\n\n"
        "- [How large is your home?](decide/home/): the first question\n\n"
        "## Questions\n\n"
        "- [How large is your home?](decide/home/)\n\n"
        "## Outcomes\n\n"
        "- [A dog](outcome/dog/): It needs walks.\n"
        "- [A cat](outcome/cat/): It needs a sofa.\n\n"
        "## For programs\n\n"
        "- [tree.json](tree.json): all of this in one file, with what backs each claim\n"
        "- [tree.schema.json](tree.schema.json): the JSON Schema of that file\n"
    )


def test_it_leads_to_the_comparison_the_evidence_and_the_real_projects_if_there_are_any(bicycle):
    text = made(bicycle)["llms.txt"]
    assert text.partition("## What was compared")[2].partition("## For programs")[0] == (
        "\n\n"
        "- [Compare](compare/): all criteria, and what backs each claim\n\n"
        "## Real projects\n\n"
        "- [Real projects](projects/): 4 projects walked through the questions, and what they really use\n\n"
    )
    assert "backed by a proof that runs" in text.splitlines()[2]


def test_a_text_keeps_its_signs_and_ends_neither_its_link_nor_its_line(tmp_path):
    text = small(
        ("title: Which pet?", f"title: {quoted(HOSTILE)}"),
        ("name: A dog", f"name: {quoted(HOSTILE)}"),
        ("summary: It needs walks.", 'summary: "A & B\\n\\n# Not a heading\\n\\n- no entry"'),
    )
    calm = made(guide_of(tmp_path, SMALL))["llms.txt"].splitlines()
    wild = made(guide_of(tmp_path, text))["llms.txt"].splitlines()
    changed = [line for line, before in zip(wild, calm, strict=True) if line != before]
    name = """A \\[dog\\] & \\`\\</script>\\` it's "one" < \\\\ # {{ 7\\*7 }}"""
    assert changed == [
        f"# {name}",
        f"- [{name}](outcome/dog/): A & B Not a heading no entry",
    ]


# --- the structured data of an outcome ---


def test_an_outcome_tells_what_it_picks_and_what_its_table_cites_once(bicycle):
    assert structured(bicycle, "city") == {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "headline": "A city bicycle",
        "description": "It is there, it runs, nobody steals it.",
        "about": [{"@type": "Thing", "name": "City bicycle", "url": "https://example.org/city"}],
        "citation": [{"@type": "WebPage", "name": "Luggage", "url": "https://example.org/luggage"}],
        "isPartOf": {"@type": "WebSite", "name": "Which bicycle?", "url": "../../"},
    }
    assert [pick["name"] for pick in structured(bicycle, "electric")["about"]] == [
        "City bicycle",
        "Cargo bicycle",
    ]


def test_no_source_is_cited_twice_in_an_outcome(guide):
    for node in guide.tree.outcomes:
        cited = [source["url"] for source in structured(guide, node).get("citation", ())]
        assert len(cited) == len(set(cited))


def test_an_outcome_that_picks_and_cites_nothing_says_nothing_of_it(tmp_path):
    assert [*structured(guide_of(tmp_path, SMALL), "dog")] == [
        *("@context", "@type", "headline", "description", "isPartOf")
    ]


def test_no_text_leaves_the_structured_data(tmp_path):
    guide = guide_of(
        tmp_path,
        small(
            ("name: A dog", f"name: {quoted(HOSTILE)}"), ("title: Which pet?", f"title: {quoted(HOSTILE)}")
        ),
    )
    data = structured(guide, "dog")
    assert (data["headline"], data["isPartOf"]["name"]) == (HOSTILE, HOSTILE)
