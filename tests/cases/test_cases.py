"""Real projects -> their walks through the tree; and what is wrong with the file of one, line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees_in_memory import BICYCLE, PET, changed, guide_of, told

from macros import guide
from macros.cases.model import Case
from macros.cases.read import read_cases
from macros.cases.rules import RULES, what_differs_says_why
from macros.cases.walks import UNKNOWN, Walk, ended_at, verdict, walk
from macros.reading import source
from macros.reading.faults import Faults
from macros.tree.criteria import Alternative

GUIDE = guide.load(BICYCLE)
TREE = GUIDE.tree
FOLDER = BICYCLE.parent / guide.CASES
COMMIT = "3333333333333333333333333333333333333333"

# Leads to a city bicycle, beside which a folding one is also fine. Line 1 is the first below.
NURSE = f"""\
name: Night Nurse
url: https://example.org/night/nurse
what: A nurse on call.
needs:
  way: Six flat streets.
answers:
  load: no
  train: never
  distance: short
  street: flat
  kind: street
uses: folding
proof:
  path: list.md
  line: one folding bicycle
  commit: {COMMIT}
"""
AGAIN = (
    "uses: folding",
    "again:\n  load: no\n  train: never\n  distance: short\n  street: flat\n  kind: street\nuses: folding",
)


def read(folder, **texts):
    """The cases of files with these texts, by their names."""
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return read_cases(folder, "docs/cases", TREE)


def faults_of(folder, *changes):
    """What is wrong with NURSE once it is changed."""
    return told(lambda: read(folder, nurse=changed(NURSE, *changes)))


# --- walking ---


def test_a_walk_follows_the_answers_to_an_outcome():
    answers = {"load": "no", "train": "daily", "stairs": "no", "distance": "long"}
    walked = walk(TREE, answers)
    assert walked.asked == ("load", "train", "stairs", "distance")
    assert walked.trail == tuple(answers.items())
    assert (walked.ends, walked.unanswered) == (("touring",), ())


def test_a_trail_is_in_the_order_of_the_questions_whatever_the_order_of_the_answers():
    answers = {"stairs": "yes", "train": "daily", "load": "no"}
    assert walk(TREE, answers).trail == (("load", "no"), ("train", "daily"), ("stairs", "yes"))


def test_a_trail_in_an_address_names_each_question_and_its_answer():
    assert walk(TREE, {"load": "no", "train": "daily", "stairs": "yes"}).fragment == (
        "load=no&train=daily&stairs=yes"
    )
    assert walk(TREE, {}).fragment == ""


def test_unknown_is_an_answer_where_the_question_has_one_of_that_name():
    walked = walk(TREE, {"load": UNKNOWN, "train": "never", "distance": "long"})
    assert walked.trail == (("load", UNKNOWN), ("train", "never"), ("distance", "long"))
    assert walked.ends == ("touring",)


def test_unknown_follows_every_answer_where_the_question_has_none_of_that_name():
    walked = walk(TREE, {"load": "yes", "street": UNKNOWN, "kind": "shed"})
    assert walked.asked == ("load", "street", "kind")
    assert walked.trail == (("load", "yes"), ("kind", "shed"))
    assert walked.ends == ("electric", "cargo")
    assert walked.fragment == "load=yes&kind=shed"


def test_a_question_reached_on_several_paths_is_asked_once():
    walked = walk(
        TREE, dict.fromkeys(["train", "stairs", "distance", "street", "kind"], UNKNOWN) | {"load": "no"}
    )
    assert walked.asked == ("load", "train", "stairs", "distance", "street", "kind")
    assert sorted(walked.ends) == ["cargo", "city", "electric", "folding", "touring"]


def test_a_walk_stops_at_a_question_without_an_answer():
    walked = walk(TREE, {"load": "no", "train": UNKNOWN, "stairs": "no"})
    assert (walked.asked, walked.ends) == (("load", "train", "stairs", "distance"), ())
    assert walked.unanswered == ("distance",)
    assert walk(TREE, {"load": "perhaps"}).unanswered == ("load",)


def test_answers_to_questions_that_do_not_come_up_change_nothing():
    answers = {"load": "no", "train": "daily", "stairs": "yes"}
    assert walk(TREE, answers | {"kind": "shed", "weather": "fair"}) == walk(TREE, answers)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            node: st.sampled_from([*question.answers, UNKNOWN, "perhaps"])
            for node, question in TREE.questions.items()
        },
    )
)
def test_a_walk_is_every_path_that_the_answers_allow(answers):
    def paths(node):
        """Every path from `node`, as the nodes on it."""
        if node in TREE.outcomes:
            return [(node,)]
        options = TREE.questions[node].answers
        given = answers.get(node)
        to = [options[given].next] if given in options else []
        if not to and given == UNKNOWN:
            to = [answer.next for answer in options.values()]
        return [(node, *rest) for there in to for rest in paths(there)] or [(node,)]

    walked = walk(TREE, answers)
    on_a_path = {node for path in paths(TREE.start) for node in path}
    last = {path[-1] for path in paths(TREE.start)}
    assert sorted(walked.asked) == sorted(on_a_path & TREE.questions.keys())
    assert sorted(walked.ends) == sorted(on_a_path & TREE.outcomes.keys())
    assert sorted(walked.unanswered) == sorted(last & TREE.questions.keys())
    assert walked.trail == tuple(
        (node, answers[node]) for node in walked.asked if answers.get(node) in TREE.questions[node].answers
    )


# --- verdicts ---


@pytest.mark.parametrize(
    ("uses", "ends", "expected"),
    [
        ("city", ("city",), "same"),
        ("cargo", ("electric",), "same"),  # the second of two picks
        ("folding", ("city",), "also fine"),
        ("cargo", ("city",), "different"),
        ("folding", ("folding", "city"), "also fine"),
        ("folding", ("city", "folding"), "also fine"),
        ("city", ("city", "electric"), "same"),
        ("folding", ("folding", "city", "touring"), "different"),
    ],
)
def test_a_verdict_is_that_of_the_worst_outcome(uses, ends, expected):
    case = GUIDE.cases[0].case.model_copy(update={"uses": uses})
    assert verdict(TREE, case, [ended_at(TREE, end, walk(TREE, {})) for end in ends]) == expected


@pytest.mark.parametrize(
    ("street", "expected"),
    [("steep", "different"), ("flat", "also fine")],
)
def test_what_an_answer_of_the_walk_rules_out_is_not_near(street, expected):
    ruling_out = TREE.outcomes["city"].model_copy(update={"unless": {"folding": {"street": ("steep",)}}})
    tree = TREE.model_copy(update={"outcomes": {**TREE.outcomes, "city": ruling_out}})
    case = GUIDE.cases[0].case.model_copy(update={"uses": "folding"})
    there = Walk(asked=("street",), trail=(("street", street),), ends=("city",), unanswered=())
    assert verdict(tree, case, [ended_at(tree, "city", there)]) == expected


# --- files that are read ---


def test_the_cases_of_a_folder_are_walked_in_the_order_of_their_names():
    read = read_cases(FOLDER, "docs/cases", TREE)
    assert read == GUIDE.cases
    assert [(walked.id, walked.walk.ends, walked.verdict) for walked in read] == [
        ("bread-round", ("electric", "city"), "same"),
        ("lighthouse", ("touring",), "same"),
        ("night-nurse", ("city",), "also fine"),
        ("parcel-post", ("folding",), "different"),
    ]
    assert [walked.again and (walked.again.ends, walked.again_verdict) for walked in read] == [
        (("electric",), "same"),
        (("touring",), "same"),
        None,
        (("cargo",), "same"),
    ]


def test_a_folder_that_is_not_there_has_no_cases(tmp_path):
    assert guide.load(PET).cases == ()
    assert read_cases(tmp_path / "cases", "docs/cases", TREE) == ()


def test_a_file_that_is_no_yaml_is_no_case(tmp_path):
    (tmp_path / "notes.txt").write_text("Ask them.")
    assert [walked.id for walked in read(tmp_path, nurse=NURSE)] == ["nurse"]


def test_the_line_that_was_seen_has_an_address_even_without_its_number():
    seen = {walked.id: walked.case.seen for walked in GUIDE.cases}
    assert seen["parcel-post"] == f"https://example.org/parcel/post/blob/{'4' * 40}/fleet.txt#L12"
    assert (
        seen["bread-round"] == f"https://example.org/bread/round/blob/{'1' * 40}/yard/keys%20%26%20locks.txt"
    )


def test_a_slash_at_the_end_of_an_address_is_not_doubled():
    (lighthouse,) = [walked.case for walked in GUIDE.cases if walked.id == "lighthouse"]
    assert lighthouse.url.endswith("/house/")
    assert lighthouse.seen == f"https://example.org/light/house/blob/{'2' * 40}/inventory.csv#L7"


def test_what_a_case_leaves_out_is_empty(tmp_path):
    (nurse,) = read(tmp_path, nurse=NURSE)
    case = nurse.case
    assert (case.again, case.since, case.moved, case.differs, case.note) == ({}, None, None, None, None)
    assert (nurse.again, nurse.again_verdict, case.proof.number) == (None, None, None)


def test_the_line_that_was_seen_may_hold_any_character(tmp_path):
    line = "<artifactId>bicycle</artifactId> ![x](y) [z](z)"
    (nurse,) = read(tmp_path, nurse=changed(NURSE, ("line: one folding bicycle", f"line: '{line}'")))
    assert nurse.case.proof.line == line


def test_every_key_of_a_case_says_what_it_is():
    assert [name for name, key in Case.model_fields.items() if not key.description] == []


# --- files with a fault ---

BROKEN = {
    "misspelt-question": (
        ("  kind: street", "  knid: street"),
        "11:3  answers.knid: the tree has no question 'knid'. Did you mean 'kind'?",
    ),
    "question-like-no-other": (
        ("  kind: street", "  weather: fair"),
        "11:3  answers.weather: the tree has no question 'weather'.",
    ),
    "wrong-answer": (
        ("  street: flat", "  street: falt"),
        "10:11  answers.street: this question has no answer 'falt'. It has: flat, hilly.",
    ),
    "missing-answer": (
        ("  kind: street\n", ""),
        "7:3  answers: 'kind' is asked, but has no answer here. Add one of its answers: shed, street, unknown.",
    ),
    "missing-answer-to-a-question-with-an-answer-unknown": (
        ("  load: no\n", ""),
        "7:3  answers: 'load' is asked, but has no answer here. Add one of its answers: yes, no, unknown.",
    ),
    "no-answers": (
        (NURSE[NURSE.index("answers:") : NURSE.index("uses:")], "answers: {}\n"),
        "6:10  answers: 'load' is asked, but has no answer here. Add one of its answers: yes, no, unknown.",
    ),
    "answer-that-does-not-come-up": (
        ("  kind: street\n", "  kind: street\n  stairs: yes\n"),
        "12:3  answers.stairs: with these answers, this is never asked. Delete it.",
    ),
    "alternative-misspelt": (
        ("uses: folding", "uses: foldign"),
        "12:7  uses: there is no alternative 'foldign'. Did you mean 'folding'?",
    ),
    "alternative-like-no-other": (
        ("uses: folding", "uses: unicycle"),
        "12:7  uses: there is no alternative 'unicycle'. Add it to the `alternatives` of the tree.",
    ),
    "need-that-names-an-alternative": (
        ("way: Six flat streets.", "way: Six streets for a FOLDING bicycle."),
        "5:8  needs.way: this names Folding bicycle. Say what is needed, not what is used.",
    ),
    "differs-and-does-not-say-why": (
        ("uses: folding", "uses: touring"),
        "7:3  answers: these lead to 'city', but it uses 'touring'. Say why in a sentence under `differs`.",
    ),
    "differs-at-one-of-two-ends-and-does-not-say-why": (
        ("  kind: street", "  kind: unknown"),
        "7:3  answers: these lead to 'cargo' or 'city', but it uses 'folding'. "
        "Say why in a sentence under `differs`.",
    ),
    "says-why-and-does-not-differ": (
        ("uses: folding", "differs: It was a gift.\nuses: city"),
        "12:1  differs: the tree agrees with what it uses (same). Delete this.",
    ),
    "says-why-and-is-also-fine": (
        ("uses: folding", "differs: It was a gift.\nuses: folding"),
        "12:1  differs: the tree agrees with what it uses (also fine). Delete this.",
    ),
    "key-missing": (("what: A nurse on call.\n", ""), "1:1  'what' is missing. Add it."),
    "key-missing-in-a-proof": (("  path: list.md\n", ""), "13:1  proof: 'path' is missing. Add it."),
    "key-misspelt": (
        ("uses: folding", "notes: She rings.\nuses: folding"),
        "12:1  notes: there is no key 'notes' here. Did you mean 'note'?",
    ),
    "key-unknown": (
        ("  path: list.md", "  path: list.md\n  page: 4"),
        "15:3  proof.page: there is no key 'page' here. It may have: path, line, number, commit.",
    ),
    "commit-cut-short": (
        (COMMIT, "3333333"),
        "16:11  proof.commit: '3333333' is not a commit. Write out all its 40 letters and digits.",
    ),
    "commit-that-is-a-branch": (
        (COMMIT, "main"),
        "16:11  proof.commit: 'main' is not a commit. Write out all its 40 letters and digits.",
    ),
    "line-number-zero": (
        ("  path: list.md", "  path: list.md\n  number: 0"),
        "15:11  proof.number: '0' is not the number of a line. Count from 1.",
    ),
    "line-number-with-an-l": (
        ("  path: list.md", "  path: list.md\n  number: L3"),
        "15:11  proof.number: 'L3' is not the number of a line. Count from 1.",
    ),
    "address-cut-short": (
        ("https://example.org", "example.org"),
        "2:6  url: 'example.org/night/nurse' is not an address. Begin it with https:// and write it in full.",
    ),
    "text-empty": (
        ("what: A nurse on call.", "what:"),
        "3:6  what: this is empty. Write a text, or leave the key out.",
    ),
    "text-for-a-mapping": (
        ("needs:\n  way: Six flat streets.", "needs: Six flat streets."),
        "4:8  needs: there must be keys with values here (`key: value`), indented below.",
    ),
    "picture": (
        ("uses: folding", 'note: "![x](https://example.org/x.png)"\nuses: folding'),
        "12:7  note: a picture is not allowed here: pages ask no other host for anything.",
    ),
    "link-that-leads-nowhere": (
        ("uses: folding", "moved: {before: x, after: y, why: '[z](javascript:z)'}\nuses: folding"),
        "12:35  moved.why: the link 'javascript:z' leads nowhere. "
        "Begin it with https://, or with / for a page of this site.",
    ),
}


@pytest.mark.parametrize(("change", "fault"), BROKEN.values(), ids=BROKEN)
def test_a_fault_of_a_case_has_its_place_and_the_way_out(tmp_path, change, fault):
    assert faults_of(tmp_path, change) == [fault]


def test_the_case_that_is_broken_above_is_sound(tmp_path):
    (nurse,) = read(tmp_path, nurse=changed(NURSE, AGAIN))
    assert (nurse.walk.ends, nurse.verdict) == (("city",), "also fine")
    assert nurse.again == nurse.walk


@pytest.mark.parametrize("rule", [*RULES, what_differs_says_why], ids=lambda rule: rule.__name__)
def test_every_rule_of_a_case_finds_its_breach_and_describes_itself(rule):
    places = {"answers_fit_the_tree": "wrong-answer", "what_it_names_is_there": "alternative-misspelt"}
    places |= {"needs_do_not_name_alternatives": "need-that-names-an-alternative"}
    change, fault = BROKEN[places.get(rule.__name__, "differs-and-does-not-say-why")]
    broken, sound = (Case(**source.parse(text, "x").data) for text in (changed(NURSE, change), NURSE))
    assert [finding.message for finding in rule(broken, TREE)] == [fault.partition(": ")[2]]
    assert list(rule(sound, TREE)) == []
    assert rule.__doc__.rstrip().endswith(".")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            ("kind: street\nuses", "knid: street\nuses"),
            "17:3  again.knid: the tree has no question 'knid'. Did you mean 'kind'?",
        ),
        (
            ("kind: street\nuses", "kind: sreet\nuses"),
            "17:9  again.kind: this question has no answer 'sreet'. It has: shed, street.",
        ),
        (
            ("  kind: street\nuses", "uses"),
            "13:3  again: 'kind' is asked, but has no answer here. Add one of its answers: shed, street, unknown.",
        ),
        (
            ("kind: street\nuses", "kind: street\n  stairs: no\nuses"),
            "18:3  again.stairs: with these answers, this is never asked. Delete it.",
        ),
    ],
    ids=["misspelt-question", "wrong-answer", "missing-answer", "does-not-come-up"],
)
def test_the_answers_of_a_second_person_are_checked_too(tmp_path, change, fault):
    assert faults_of(tmp_path, AGAIN, change) == [fault]


def test_second_answers_that_end_elsewhere_need_no_reason(tmp_path):
    (nurse,) = read(
        tmp_path, nurse=changed(NURSE, ("uses: folding", "again: {load: yes, street: hilly}\nuses: folding"))
    )
    assert (nurse.verdict, nurse.again_verdict) == ("also fine", "different")


def test_a_misspelt_question_hides_only_the_faults_that_follow_from_it(tmp_path):
    """That is: that it is not answered, and that others do not come up."""
    assert faults_of(tmp_path, ("load: no", "laod: no"), ("train: never", "train: nver")) == [
        "7:3  answers.laod: the tree has no question 'laod'. Did you mean 'load'?",
        "8:10  answers.train: this question has no answer 'nver'. It has: daily, never.",
    ]


def test_a_word_that_holds_the_name_of_an_alternative_does_not_name_it(tmp_path):
    assert faults_of(tmp_path, ("Six flat streets", "A superfolding bicycle, and city bicycles")) == []


def test_a_name_that_ends_with_punctuation_is_found(tmp_path):
    named = {"c": Alternative(name="C++", url="https://example.org/c")}
    tree = TREE.model_copy(update={"alternatives": TREE.alternatives | named})
    (tmp_path / "nurse.yaml").write_text(changed(NURSE, ("Six flat streets.", "She knows C++ well.")))
    assert told(read_cases, tmp_path, "docs/cases", tree) == [
        "5:8  needs.way: this names C++. Say what is needed, not what is used."
    ]


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n"], ids=["bare", "blank", "comment"])
def test_an_empty_file_is_a_fault(tmp_path, text):
    assert told(lambda: read(tmp_path, nurse=text)) == ["1:1  the file is empty."]


@pytest.mark.parametrize(
    ("name", "hint"),
    [("Night_Nurse", " How about 'night-nurse'?"), ("night nurse", " How about 'night-nurse'?"), ("___", "")],
)
def test_the_name_of_a_file_must_be_an_id(tmp_path, name, hint):
    assert told(lambda: read(tmp_path, **{name: NURSE})) == [
        f"1:1  file name: an id has only lower-case letters, digits and single hyphens.{hint}"
    ]


def test_the_name_of_a_file_is_none_that_the_page_of_real_projects_has(tmp_path):
    assert told(lambda: read(tmp_path, field=NURSE)) == [
        "1:1  file name: 'field' is taken: the pages have it for a part of their own. Take another name."
    ]


def test_faults_of_shape_and_of_rules_come_together(tmp_path):
    assert faults_of(
        tmp_path,
        ("what: A nurse on call.\n", ""),
        ("street: flat", "street: falt"),
        ("uses: folding", "uses: foldign"),
        ("  path: list.md", "  path: list.md\n  number: 0"),
        (COMMIT, "main"),
    ) == [
        "1:1  'what' is missing. Add it.",
        "9:11  answers.street: this question has no answer 'falt'. It has: flat, hilly.",
        "11:7  uses: there is no alternative 'foldign'. Did you mean 'folding'?",
        "14:11  proof.number: '0' is not the number of a line. Count from 1.",
        "16:11  proof.commit: 'main' is not a commit. Write out all its 40 letters and digits.",
    ]


def test_a_missing_key_is_one_fault_without_consequences(tmp_path):
    proof = NURSE[NURSE.index("proof:") :]
    answers = NURSE[NURSE.index("answers:") : NURSE.index("uses:")]
    assert faults_of(tmp_path, (proof, ""), (answers, ""), ("uses: folding\n", "")) == [
        "1:1  'answers' is missing. Add it.",
        "1:1  'proof' is missing. Add it.",
        "1:1  'uses' is missing. Add it.",
    ]


def test_an_emptied_copy_of_a_case_says_line_by_line_what_to_write(tmp_path):
    copy = """\
name:
url:
what:
needs:
answers:
uses:
proof:
  path:
  line:
  commit:
"""
    empty = "this is empty. Write a text, or leave the key out."
    assert told(lambda: read(tmp_path, copied=copy)) == [
        f"1:6  name: {empty}",
        "2:5  url: '' is not an address. Begin it with https:// and write it in full.",
        f"3:6  what: {empty}",
        "4:7  needs: there must be keys with values here (`key: value`), indented below.",
        "5:9  answers: there must be keys with values here (`key: value`), indented below.",
        "6:6  uses: there is no alternative ''. Add it to the `alternatives` of the tree.",
        f"8:8  proof.path: {empty}",
        f"9:8  proof.line: {empty}",
        "10:10  proof.commit: '' is not a commit. Write out all its 40 letters and digits.",
    ]


def test_the_faults_of_all_files_come_at_once_by_file_and_line(tmp_path):
    with pytest.raises(Faults) as caught:
        read(
            tmp_path,
            **{"c-nurse": changed(NURSE, ("uses: folding", "uses: foldign"), ("load: no", "load: on"))},
            **{"a-nurse": "", "b-nurse": NURSE},
        )
    assert str(caught.value) == (
        "docs/cases/a-nurse.yaml: 1 problem\n"
        "  1:1  the file is empty.\n"
        "docs/cases/c-nurse.yaml: 2 problems\n"
        "  7:9  answers.load: this question has no answer 'on'. It has: yes, no, unknown.\n"
        "  12:7  uses: there is no alternative 'foldign'. Did you mean 'folding'?"
    )


def test_faults_of_cases_come_with_those_of_missing_proofs(tmp_path):
    cases = tmp_path / guide.CASES
    cases.mkdir(parents=True)
    (cases / "nurse.yaml").write_text(changed(NURSE, ("kind: street", "kind: sreet")))
    text = changed(
        BICYCLE.read_text(encoding="utf-8"),
        ('proof: "test_gears.py::test_metres_a_turn[city]"', "judgement: We counted."),
        ('proof: "test_gears.py::test_metres_a_turn[folding]"', "judgement: We counted."),
    )
    assert told(guide_of, tmp_path, text) == [
        "31:69  criteria.room.cells.folding.proof: there is no proof "
        "'test_size.py::test_a_folded_bicycle_is_luggage' in tests/evidence.",
        "11:9  answers.kind: this question has no answer 'sreet'. It has: shed, street.",
    ]
