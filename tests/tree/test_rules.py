"""What makes a tree sound: each tree in trees/broken has one fault, and its first line says which."""

import json
from itertools import pairwise

import pytest
from trees_in_memory import BICYCLE, HERE, PET, changed, faults_of, small, told

from macros import guide
from macros.tree import rules

BROKEN = sorted((HERE / "trees/broken").glob("*.yaml"))


def expected(file):
    return [file.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")]


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_a_broken_tree_is_reported_with_its_place_and_the_way_out(file):
    assert told(guide.load, file) == expected(file)


@pytest.mark.parametrize("rule", [*rules.RULES, *rules.RULES_OF_THE_WHOLE], ids=lambda rule: rule.__name__)
def test_every_rule_is_broken_by_a_tree_and_says_what_it_is(rule, monkeypatch):
    def seen(some, whole):
        monkeypatch.setattr(rules, "RULES", some)
        monkeypatch.setattr(rules, "RULES_OF_THE_WHOLE", whole)
        return {file.stem for file in BROKEN if told(guide.load, file) == expected(file)}

    rest = tuple(other for other in rules.RULES if other is not rule)
    before = () if rule in rules.RULES else rules.RULES_OF_THE_WHOLE[: rules.RULES_OF_THE_WHOLE.index(rule)]
    assert seen(rules.RULES, before if rule in rules.RULES else (*before, rule)) > seen(rest, before)
    assert rule.__doc__.rstrip().endswith(".")


@pytest.mark.parametrize("file", [BICYCLE, PET], ids=["bicycle", "pet"])
def test_a_tree_of_another_field_is_sound(file):
    assert told(guide.load, file) == []


def test_several_faults_are_reported_at_once():
    text = small(("label: Large", "label: small"), ("next: dog", "next: dgo"), ("It needs walks.", "<br>"))
    assert faults_of(text) == [
        "8:60  questions.home.answers.large.next: there is no question or outcome 'dgo'. Did you mean 'dog'?",
        "9:22  questions.home.answers.small.label: this label repeats that of 'large'. Reword one of them.",
        "11:31  outcomes.dog.summary: raw HTML ('<br>') is not allowed here. Use Markdown.",
    ]


def test_an_answer_that_leads_nowhere_does_not_make_others_unreached():
    assert faults_of(small(("next: cat", "next: cta"))) == [
        "9:35  questions.home.answers.small.next: there is no question or outcome 'cta'. Did you mean 'cat'?"
    ]


def test_a_cycle_hides_the_unreachable_nodes_behind_it():
    text = PET.read_text(encoding="utf-8")
    assert faults_of(text.replace("next: fish", "next: time")) == [
        "9:33  questions.time.answers.few.next: this goes round in circles: time → time. Let one of these lead elsewhere."
    ]


def test_a_long_loop_is_printed_in_the_order_of_the_clicks():
    links = {"home": ("one", "dog"), "one": ("two", "cat"), "two": ("home", "dog")}
    questions = "".join(
        f"  {node}: {{ask: {node}?, answers: {{a: {{label: A, next: {a}}}, b: {{label: B, next: {b}}}}}}}\n"
        for node, (a, b) in links.items()
    )
    text = f"title: T\nstart: home\nquestions:\n{questions}outcomes:\n"
    text += "  dog: {name: A dog, summary: Yes.}\n  cat: {name: A cat, summary: Yes.}\n"
    (fault,) = faults_of(text)
    loop = fault.partition("in circles: ")[2].partition(".")[0].split(" → ")
    assert loop[0] == loop[-1] and sorted(loop[1:]) == ["home", "one", "two"]
    assert all(links[here][0] == there for here, there in pairwise(loop))


@pytest.mark.parametrize("key", ["help", "because", "summary"])
@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<script>alert(1)</script>", "raw HTML ('<script>') is not allowed here"),
        ("<img src=x onerror=alert(1)>", "raw HTML ('<img src=x onerror=alert(1)>') is not allowed here"),
        ("[x](javascript:alert(1))", "the link 'javascript:alert(1)' leads nowhere"),
        ("![x](https://example.org/x.png)", "a picture is not allowed here"),
    ],
    ids=["script", "handler", "javascript", "picture"],
)
def test_no_markdown_brings_markup(key, text, what):
    places = {
        "help": "It needs room.",
        "because": "dogs need room",
        "summary": "It needs walks.",
    }
    faults = faults_of(small((f"{key}: {places[key]}", f'{key}: "{text}"')))
    assert any(f".{key}: {what}" in fault for fault in faults)


SIGNS = """std::vector<int> `<b>` _x_ *y* [z](javascript:a) ![p](q) {{ 7*7 }} & "it's" <!-- c --> 1. #"""


@pytest.mark.parametrize(
    "text", ["Which pet?", "How large is your home?", "Large", "A dog"], ids=["title", "ask", "label", "name"]
)
def test_a_plain_text_may_hold_any_sign(text):
    assert faults_of(small((text, json.dumps(SIGNS)))) == []


@pytest.mark.parametrize("name", ["title: Luggage", "name: Room on a train", "name: Easy", "name: Riding"])
def test_a_plain_text_of_a_table_may_hold_any_sign(name):
    text = BICYCLE.read_text(encoding="utf-8").replace(name, f"{name.partition(':')[0]}: {json.dumps(SIGNS)}")
    assert faults_of(text) == []


def test_a_plain_text_ends_somewhere():
    assert faults_of(small(("label: Small", f"label: {3001 * 's'}"))) == [
        "9:22  questions.home.answers.small.label: this text has 3001 characters. Shorten it to 3000."
    ]


@pytest.mark.parametrize("sign", ["\\u200b", "\\u00ad", "\\ufe0f", "\\u00a0", "\\u3164", "\\u202e"])
def test_labels_that_read_alike_are_alike_whatever_they_hold_that_is_not_seen(sign):
    text = small(("label: Large", 'label: "Sm all"'), ("label: Small", f'label: "sm{sign} all"'))
    assert faults_of(text) == [
        "9:22  questions.home.answers.small.label: this label repeats that of 'large'. Reword one of them."
    ]
    assert faults_of(small(("label: Large", f'label: "{sign}"'))) == [
        "8:22  questions.home.answers.large.label: this is empty. Write a text, or leave the key out."
    ]


def test_an_accent_is_seen():
    assert faults_of(small(("label: Large", "label: Pêche"), ("label: Small", "label: Péché"))) == []


@pytest.mark.parametrize("cell", ["says: It", "judgement: We"])
def test_no_markdown_of_a_table_brings_markup(cell):
    text = BICYCLE.read_text(encoding="utf-8").replace(cell, f"{cell} <br>")
    faults = faults_of(text)
    assert faults and all("raw HTML ('<br>') is not allowed here" in fault for fault in faults)


def test_a_wrong_part_at_the_top_is_reported_and_nothing_that_refers_to_it():
    whole = BICYCLE.read_text(encoding="utf-8")
    assert faults_of(whole.replace("columns: [city, folding]", "columns: city, folding")) == [
        "10:10  columns: there must be a list here, such as [one, two]."
    ]
    assert faults_of(whole.replace("\ncriteria:", "\ncriterai:")) == [
        "25:1  criterai: there is no key 'criterai' here. Did you mean 'criteria'?"
    ]
    assert faults_of(whole.replace("\nquestions:", "\nquestion:")) == [
        "52:1  question: there is no key 'question' here. Did you mean 'questions'?",
    ]


WRONG_NAMES = {
    "columns: [city, folding]": ("columns: [city, fold]", "columns.1", 10, 17, "alternative 'fold'"),
    "    group: riding\n    cells:\n      city: {says": (
        "    group: ridin\n    cells:\n      city: {says",
        "criteria.gears.group",
        34,
        12,
        "group 'ridin'",
    ),
    "      city: {says": ("      cit: {says", "criteria.gears.cells.cit", 36, 7, "alternative 'cit'"),
    "city: {rating: easy,": (
        "city: {rating: eas,",
        "criteria.kerbs.cells.city.rating",
        43,
        22,
        "rating 'eas'",
    ),
    "leans: {touring: 2}": (
        "leans: {tour: 2}",
        "questions.distance.answers.long.leans.tour",
        77,
        77,
        "alternative 'tour'",
    ),
    "picks: [city, cargo]": (
        "picks: [city, carg]",
        "outcomes.electric.picks.1",
        106,
        60,
        "alternative 'carg'",
    ),
    "near: {folding:": ("near: {fold:", "outcomes.city.near.fold", 94, 12, "alternative 'fold'"),
}


@pytest.mark.parametrize(
    ("old", "wrong"), WRONG_NAMES.items(), ids=[where for _, where, *_ in WRONG_NAMES.values()]
)
def test_a_name_of_something_that_is_not_there_is_reported_where_it_stands(old, wrong):
    new, where, line, column, what = wrong
    text = changed(BICYCLE.read_text(encoding="utf-8"), (old, new))
    assert faults_of(text)[0].partition(". Did")[0] == f"{line}:{column}  {where}: there is no {what}"


def test_a_wrong_id_is_reported_where_it_stands():
    bicycle = BICYCLE.read_text(encoding="utf-8")
    slug = "an id has only lower-case letters, digits and single hyphens."
    assert faults_of(changed(bicycle, ("      never: {label", "      Never_ever: {label"))) == [
        f"65:7  questions.train.answers.Never_ever: {slug} How about 'never-ever'?"
    ]
    assert faults_of(small(("small: {label: Small", "'--': {label: Small"))) == [
        f"9:7  questions.home.answers.--: {slug}"
    ]


def test_what_nothing_leads_to_is_reported_where_it_stands():
    question = "  walks: {ask: Walks?, answers: {a: {label: A, next: dog}, b: {label: B, next: cat}}}\n"
    outcome = "  fish: {name: Fish, summary: They swim.}\n"
    text = small(("outcomes:\n", f"{question}outcomes:\n{outcome}"))
    told = "no answer leads here. Let one lead here, or delete this."
    assert faults_of(text) == [f"10:3  questions.walks: {told}", f"12:3  outcomes.fish: {told}"]


def test_what_an_outcome_compares_is_reported_where_it_stands():
    text = BICYCLE.read_text(encoding="utf-8")
    assert faults_of(changed(text, ("compare: [gears, kerbs, room]", "compare: [gears, gears, rooms]"))) == [
        "102:22  outcomes.city.compare.1: 'gears' is listed twice. Keep one.",
        "102:29  outcomes.city.compare.2: there is no criterion 'rooms'. Did you mean 'room'?",
    ]
