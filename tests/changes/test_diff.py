"""What differs between two trees, as a reviewer reads it: a summary of at most five lines, then the details."""

import re
from dataclasses import replace
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trails import end, paths
from trees_in_memory import BICYCLE, SMALL, changed, ladder

from macros import guide as guides
from macros.cases import walks
from macros.changes.diff import diff
from macros.changes.text import as_text, differing_words, nothing_to_compare, safe
from macros.reading import source
from macros.tree import rules

FULL = BICYCLE.read_text(encoding="utf-8")


def tree(text):
    return rules.check(source.parse(text, "tree.yaml"))


def walked(cases, tree):
    """The same cases, walked through another tree."""
    return [walks.walked(tree, case.id, case.case.model_copy(update={"again": {}})) for case in cases]


def lines_about(text, *changes):
    """The lines about a tree's changes, without those that are empty."""
    found = diff(tree(text), tree(changed(text, *changes)))
    return [line for line in as_text(found, "main").splitlines() if line]


def summary(diff):
    """The lines above the sections."""
    lines = as_text(diff, "main").partition("\n###")[0].splitlines()
    return [line.removeprefix("- ") for line in lines[2:]]


def section(lines, heading):
    """The lines below a heading."""
    after = lines[lines.index(f"### {heading}") + 1 :]
    heads = [place for place, line in enumerate(after) if line.startswith("#")]
    return after[: heads[0]] if heads else after


def turned(tree, question, answer, to):
    """The tree with one answer that leads elsewhere."""
    asked = tree.questions[question]
    other = asked.answers[answer].model_copy(update={"next": to})
    asked = asked.model_copy(update={"answers": asked.answers | {answer: other}})
    return tree.model_copy(update={"questions": tree.questions | {question: asked}})


def test_an_answer_of_the_real_tree_that_leads_elsewhere_is_summed_up_in_five_lines(guide):
    """Each answer that leads to a question, turned to one of the outcomes."""
    old, titles = guide.tree, guide.tree.title_of
    trails = list(paths(old))
    turns = [
        (node, key, answer)
        for node, question in old.questions.items()
        for key, answer in question.answers.items()
        if answer.next in old.questions
    ]
    for (node, key, answer), to in zip(turns, cycle(old.outcomes), strict=False):
        new = turned(old, node, key, to)
        lines = summary(diff(old, new, guide.cases, walked(guide.cases, new)))
        assert len(lines) <= 5
        assert lines[0] == (
            f"One answer leads elsewhere: *{safe(titles(node))}* → *{safe(answer.label)}* "
            f"went to *{safe(titles(answer.next))}*, now to *{safe(titles(to))}*."
        )
        elsewhere = sum(end(old, trail) != to for trail in trails if (node, key) in trail)
        assert lines[1].startswith(f"{elsewhere} of {len(trails)} trails end elsewhere: ")


EVERYTHING = (
    ('no: {label: "No", next: distance}', 'no: {label: "No", next: city}'),
    ("ask: How far is", "ask: And how far is"),
    (", judgement: Nobody stole ours.", ", proof: 'test_a.py::test_b'"),
    ("picks: [cargo]", "picks: [cargo, city]"),
    ("title: Which bicycle?", "title: Which of them?"),
)


def test_a_summary_has_five_lines_at_most():
    bicycle = guides.load(BICYCLE)
    new = tree(changed(FULL, *EVERYTHING))
    found = diff(bicycle.tree, new, bicycle.cases, walked(bicycle.cases, new)[1:])
    assert summary(found) == [
        "One answer leads elsewhere: *Are there stairs on the way?* → *No* went to *How far is a usual ride?*, "
        "now to *A city bicycle*.",
        "6 of 21 trails end elsewhere: 2 at *A city bicycle* instead of *A cargo bicycle*, "
        "2 at *A city bicycle* instead of *Any of them with a motor*, "
        "2 at *A city bicycle* instead of *A touring bicycle*.",
        "Real projects: 1 gone.",
        "Questions, answers and outcomes: 1 question changed, 1 outcome changed, 1 outcome picks otherwise.",
        "Behind them: title, columns or order changed, 1 cell changed.",
    ]


def test_what_follows_the_summary_is_listed_in_sections():
    lines = lines_about(FULL, *EVERYTHING)
    assert [line for line in lines if line.startswith("#")] == [
        "## What differs from main",
        "### Questions, answers and outcomes",
        "### Answers that lead elsewhere",
        "### Trails",
        "### Trails, for example",
        "### Cells",
        "### What outcomes pick",
        "### All else",
    ]
    assert section(lines, "Trails, for example")[0] == (
        "- *No* → *Every day* → *No* → *Further*: at *A city bicycle* instead of *A touring bicycle*"
    )
    assert section(lines, "What outcomes pick") == [
        "- *A cargo bicycle*, picks: “Cargo bicycle” → “Cargo bicycle, City bicycle”"
    ]
    assert section(lines, "All else") == ["- the tree, title: “Which bicycle?” → “Which of them?”"]


KERBS = FULL[FULL.index("  kerbs:\n") : FULL.index("  thieves:\n")]
BELLS = """\
  bells:
    name: Bells
    group: riding
    cells:
      city: {says: It rings., judgement: We heard it.}
      folding: {says: It rings., judgement: We heard it.}
"""
INDOORS = "      folding: {rating: easy, says: It sleeps indoors., judgement: Nobody stole ours.}\n"
REBUILT = changed(
    FULL,
    (
        "  touring: {name: T",
        "  tandem: {name: Tandem, url: 'https://example.org/tandem'}\n  touring: {name: T",
    ),
    ("\n  hard: {", "\n  odd: {name: Odd, tone: none}\n  hard: {"),
    ("  keeping: {name: Keeping}", "  keeping: {name: Keeping it}"),
    (KERBS, BELLS),
    ("compare: [room, kerbs]", "compare: [room]"),
    ("compare: [gears, kerbs, room]", "compare: [gears, room]"),
    ('theft", read: 2026-11-19', 'theft", read: 2026-11-21'),
    (INDOORS, f"{INDOORS}      cargo: {{says: It is heavy., judgement: We lifted it.}}\n"),
    (
        "      shed: {label: In a shed, leans: {cargo: 1}, next: cargo}",
        "      hall: {label: In the hall, next: cargo}",
    ),
)
TO_REBUILT = """\
## What differs from main

- 5 of 21 trails can no longer be given: an answer is gone.
- Questions, answers and outcomes: 1 answer added, 1 answer removed, 1 question changed, 1 outcome changed.
- Behind them: 1 alternative added, 1 rating added, 1 criterion added, 1 cell added, 1 criterion removed, 1 group changed, 1 cell changed.

### Questions, answers and outcomes

- Added: answer *Where does it stand at night?* → *In the hall*, to *A cargo bicycle*
- Removed: answer *Where does it stand at night?* → *In a shed*, to *A cargo bicycle*
- *Are there stairs on the way?*, compare: “room, kerbs” → “room”
- *A city bicycle*, compare: “gears, kerbs, room” → “gears, room”

### Trails

- 5 trails: *Where does it stand at night?* → *In a shed* cannot be answered any more

### Trails, for example

- *Yes, most days* → *Yes* → *In a shed*: *Where does it stand at night?* → *In a shed* cannot be answered any more
- *No* → *Seldom or never* → *Up to ten kilometres* → *Yes* → *In a shed*: *Where does it stand at night?* → *In a shed* cannot be answered any more
- *I don't know yet* → *Seldom or never* → *Up to ten kilometres* → *Yes* → *In a shed*: *Where does it stand at night?* → *In a shed* cannot be answered any more
- *No* → *Every day* → *No* → *Up to ten kilometres* → *Yes* → *In a shed*: *Where does it stand at night?* → *In a shed* cannot be answered any more
- *I don't know yet* → *Every day* → *No* → *Up to ten kilometres* → *Yes* → *In a shed*: *Where does it stand at night?* → *In a shed* cannot be answered any more

### Cells

- Added: *Thieves* of *Cargo bicycle*, backed by a judgement
- *Thieves* of *City bicycle*, source: “Theft, https://example.org/theft, 2026-11-19” → “Theft, https://example.org/theft, 2026-11-21”

### Criteria

- Added: criterion *Bells*
- Removed: criterion *Kerbs*
- *Keeping it*, name: “Keeping” → “Keeping it”

### All else

- Added: alternative *Tandem*
- Added: rating *Odd*
"""


def test_parts_that_came_went_and_changed_are_named_by_what_they_are():
    assert as_text(diff(tree(FULL), tree(REBUILT)), "main") == TO_REBUILT
    back = as_text(diff(tree(REBUILT), tree(FULL)), "main").splitlines()
    assert back[4] == (
        "- Behind them: 1 criterion added, 1 alternative removed, 1 rating removed, 1 criterion removed, "
        "1 cell removed, 1 group changed, 1 cell changed."
    )
    assert section(back, "Cells")[1] == "- Removed: *Thieves* of *Cargo bicycle*, backed by a judgement"
    assert section(back, "All else")[1:] == ["- Removed: alternative *Tandem*", "- Removed: rating *Odd*"]


def test_parts_of_a_kind_that_was_not_there_before_are_listed():
    rex = ("start: home", "start: home\nalternatives: {rex: {name: Rex, url: 'https://example.org/rex'}}")
    lines = lines_about(SMALL, rex, ("A dog, summary", "A dog, picks: [rex], summary"))
    assert lines[2:4] == [
        "- Questions, answers and outcomes: 1 outcome changed, 1 outcome picks otherwise.",
        "- Behind them: 1 alternative added.",
    ]
    assert section(lines, "What outcomes pick") == ["- *A dog*, picks: new: “Rex”"]
    assert section(lines, "All else") == ["- Added: alternative *Rex*"]


def test_of_too_many_trails_only_their_number_is_given():
    tall = tree(ladder(60))
    found = diff(tall, turned(tall, "left59", "left", "right60"))
    assert summary(found)[1:] == [f"The old tree has {2**60} trails: too many to compare one by one."]
    assert "### Trails" not in as_text(found, "main")


def test_of_many_trails_the_twenty_shortest_are_examples():
    tall = tree(ladder(7))
    lines = as_text(diff(tall, turned(tall, "left6", "left", "right7")), "main").splitlines()
    assert section(lines, "Trails")[1] == "- 32 trails: at *The right* instead of *The left*"
    examples = [line for line in section(lines, "Trails, for example") if line]
    assert len(examples) == 20
    assert examples[0] == f"- {'*left* → ' * 6}*left*: at *The right* instead of *The left*"


def test_no_text_becomes_markup_or_calls_anybody():
    """Each kind of text that is shown: of a question, an answer, an outcome, a change, and the name of the base."""
    nasty = tree(
        SMALL.replace("How large", "Hi @ask,").replace("Large", "'*a*'").replace("A dog", "'A [dog]'")
    )
    new = turned(nasty, "home", "large", "cat")
    assert as_text(diff(nasty, new), "@base").splitlines()[:3] == [
        "## What differs from @\u2060base",
        "",
        "- One answer leads elsewhere: *Hi @\u2060ask, is your home?* → *\\*a\\** went to *A \\[dog\\]*, now to *A cat*.",
    ]
    reworded = diff(nasty, nasty.model_copy(update={"title": "[x](y) @you"}))
    assert as_text(reworded, "main").splitlines()[-1] == (
        "- the tree, title: “Which pet?” → “\\[x\\](y) @\u2060you”"
    )


# --- real projects ---


@pytest.fixture(scope="module")
def bicycle():
    """The bicycle's tree; one where three answers lead elsewhere; its four real projects walked through both."""
    guide = guides.load(BICYCLE)
    new = turned(turned(guide.tree, "distance", "short", "folding"), "street", "hilly", "touring")
    new = turned(new, "stairs", "yes", "electric")
    return guide.tree, new, walked(guide.cases, guide.tree), walked(guide.cases, new)


def renamed(walked, name):
    return replace(walked, case=walked.case.model_copy(update={"name": name}))


def test_real_projects_have_their_new_names_and_both_verdicts(bicycle):
    old, new, (bread, _, nurse, post), (now_bread, now_light, now_nurse, now_post) = bicycle
    now = [now_bread, now_light, renamed(now_nurse, "Day Nurse"), now_post]
    found = diff(old, new, [bread, nurse, post], now)
    assert summary(found)[2] == (
        "Real projects: The Bread Round: same → different, Day Nurse: also fine → same, "
        "Parcel Post: different → same. 1 new."
    )
    assert section(as_text(found, "main").splitlines(), "Real projects")[1:] == [
        "- The Bread Round: same → different",
        "- Lighthouse Watch, new: same, at *A touring bicycle*",
        "- Day Nurse: also fine → same",
        "- Parcel Post: different → same",
    ]


def test_real_projects_that_stand_worst_now_come_first_and_those_that_went_last(bicycle):
    old, new, (bread, _, nurse, post), now = bicycle
    found = diff(new, old, now, [bread, nurse, post])
    assert section(as_text(found, "main").splitlines(), "Real projects")[1:] == [
        "- Parcel Post: same → different",
        "- Night Nurse: same → also fine",
        "- The Bread Round: different → same",
        "- Lighthouse Watch, gone: same, at *A touring bicycle*",
    ]


def test_a_real_project_that_ends_elsewhere_and_stands_as_it_stood_is_listed(bicycle):
    old, _, (_, _, _, post), _ = bicycle
    new = turned(old, "stairs", "yes", "touring")
    found = diff(old, new, [post], walked([post], new))
    assert summary(found)[2] == (
        "Real projects: Parcel Post: different, at *A touring bicycle* instead of *A folding bicycle*."
    )


def test_of_many_answers_that_lead_elsewhere_three_are_named(bicycle):
    old, new, _, _ = bicycle
    found = diff(old, turned(new, "distance", "long", "electric"))
    (first, *_) = summary(found)
    assert first.startswith("4 answers lead elsewhere: *Are there stairs on the way?* → *Yes* went to ")
    assert first.endswith("; and 1 more.")
    assert first.count(" went to ") == 3


def test_a_start_that_is_another_is_named():
    old = tree(FULL)
    found = diff(old, old.model_copy(update={"start": "train"}))
    (first, *_) = summary(found)
    assert first == (
        "One answer leads elsewhere: the start went to *Will it carry children, or a week's shopping?*, "
        "now to *Does it go on a train?*."
    )


def test_of_trees_that_are_the_same_one_line_says_so():
    assert as_text(diff(tree(FULL), tree(FULL)), "main") == (
        "Nothing differs from main: the same tree, and the real projects stand as they stood.\n"
    )


def test_a_new_question_is_listed_with_what_follows_its_answers():
    walks = "  walks: {ask: Walks?, answers: {yes: {label: Yes, next: dog}, no: {label: No, next: cat}}}\noutcomes:"
    lines = lines_about(SMALL, ("next: dog", "next: walks"), ("outcomes:", walks))
    assert lines[1:4] == [
        "- One answer leads elsewhere: *How large is your home?* → *Large* went to *A dog*, now to *Walks?*.",
        "- 1 of 2 trails is asked something else on the way: *Walks?*.",
        "- Questions, answers and outcomes: 1 question added.",
    ]
    assert section(lines, "Questions, answers and outcomes") == [
        "- Added: question *Walks?*: *Yes* to *A dog*; *No* to *A cat*"
    ]
    assert section(lines, "Trails") == [
        "- 1 trail: now asked *Walks?*",
        "  - after *Yes*: 1 as before",
        "  - after *No*: 1 elsewhere",
    ]


def test_an_answer_that_went_is_named_with_the_trails_that_gave_it():
    lines = lines_about(FULL, ("      unknown: {label: I don't know yet, next: train}\n", ""))
    assert lines[1] == "- 9 of 21 trails can no longer be given: an answer is gone."
    assert section(lines, "Questions, answers and outcomes") == [
        "- Removed: answer *Will it carry children, or a week's shopping?* → *I don't know yet*, "
        "to *Does it go on a train?*"
    ]
    assert section(lines, "Trails") == [
        "- 9 trails: *Will it carry children, or a week's shopping?* → *I don't know yet* "
        "cannot be answered any more"
    ]


def test_a_cell_that_is_backed_otherwise_is_listed_and_a_lost_proof_counted():
    lines = lines_about(
        FULL, ('proof: "test_size.py::test_a_folded_bicycle_is_luggage"', "judgement: We think so.")
    )
    assert lines[1:3] == [
        "- All 21 trails end where they ended.",
        "- Behind them: 1 cell changed, 1 cell without a proof now.",
    ]
    assert section(lines, "Cells") == [
        "- *Room on a train* of *Folding bicycle* was backed by a proof, now by a judgement",
        "- *Room on a train* of *Folding bicycle*, proof: gone: “test_size.py::test_a_folded_bicycle_is_luggage”",
        "- *Room on a train* of *Folding bicycle*, judgement: new: “We think so.”",
    ]


def test_a_lean_to_an_alternative_that_is_gone_has_its_name():
    cargo = '  cargo: {name: Cargo bicycle, url: "https://example.org/cargo"}\n'
    less = changed(
        FULL,
        (cargo, ""),
        ("leans: {cargo: 3}, ", ""),
        ("leans: {cargo: 1}, ", ""),
        ("picks: [cargo]", "picks: [city]"),
        ("picks: [city, cargo]", "picks: [city]"),
    )
    gone, new = (diff(tree(one), tree(other)) for one, other in ((FULL, less), (less, FULL)))
    load = "- *Will it carry children, or a week's shopping?* → *Yes, most days*, leans to *Cargo bicycle*"
    assert f"{load}: gone: “3”" in as_text(gone, "main").splitlines()
    assert f"{load}: new: “3”" in as_text(new, "main").splitlines()


def test_two_cells_that_lost_their_proofs_are_counted():
    proofs = [f'proof: "test_gears.py::test_metres_a_turn[{bicycle}]"' for bicycle in ("city", "folding")]
    lines = lines_about(FULL, *((proof, "judgement: We think so.") for proof in proofs))
    assert lines[2] == "- Behind them: 2 cells changed, 2 cells without a proof now."


def test_an_outcome_counts_once_whatever_differs_in_it_and_its_proof_is_no_cells():
    proved = changed(FULL, ("    watch: Lights.", "    proof: test_a.py::test_b\n    watch: Lights."))
    other = changed(
        FULL,
        ("title: Which bicycle?", "title: Which of them?"),
        ("picks: [city]\n", "picks: [folding]\n"),
        ("    near: {folding: If a train comes into it.}\n", ""),
    )
    assert summary(diff(tree(proved), tree(other)))[1:] == [
        "Questions, answers and outcomes: 1 outcome changed, 1 outcome picks otherwise.",
        "Behind them: title, columns or order changed.",
    ]


def test_names_stand_for_ids_and_of_a_long_text_only_what_changed():
    lines = lines_about(
        FULL,
        ("It is there, it runs, nobody steals it.", "It is there, it rolls, nobody steals it."),
        ("folding: {rating: fitted,", "folding: {rating: easy,"),
        ("leans: {touring: 2}", "leans: {folding: 2}"),
        ("near: {folding: If a train comes into it.}", "near: {}"),
    )
    assert section(lines, "Questions, answers and outcomes") == [
        "- *How far is a usual ride?* → *Further*, leans to *Touring bicycle*: gone: “2”",
        "- *How far is a usual ride?* → *Further*, leans to *Folding bicycle*: new: “2”",
        "- *A city bicycle*, summary: “It is there, it runs, nobody steals it.” → “It is there, it rolls, nobody steals it.”",
    ]
    assert section(lines, "Cells") == ["- *Kerbs* of *Folding bicycle*, rating: “Fitted” → “Easy”"]
    assert section(lines, "What outcomes pick") == [
        "- *A city bicycle*, also fine *Folding bicycle*: gone: “If a train comes into it.”"
    ]
    long = "one two three four five six seven eight nine ten eleven"
    lines = lines_about(SMALL.replace("It needs room.", long), (long, long.replace("six", "6")))
    assert section(lines, "Questions, answers and outcomes") == [
        "- *How large is your home?*, help: “… two three four five six seven eight nine ten …” → "
        "“… two three four five 6 seven eight nine ten …”"
    ]


def test_of_a_text_that_differs_in_two_places_what_is_between_them_is_left_out():
    numbers = [str(number) for number in range(30)]
    other = ["x" if number in ("5", "20") else number for number in numbers]
    assert differing_words(" ".join(numbers), " ".join(other)) == (
        "… 1 2 3 4 5 6 7 8 9 … 16 17 18 19 20 21 22 23 24 …",
        "… 1 2 3 4 x 6 7 8 9 … 16 17 18 19 x 21 22 23 24 …",
    )


def test_a_text_whose_words_are_the_same_differs_in_its_lines():
    lines = lines_about(SMALL, ("help: It needs room.", "help: |-\n      It needs\n\n      room."))
    assert section(lines, "Questions, answers and outcomes") == [
        "- *How large is your home?*, help: other spaces or line breaks"
    ]


def test_answers_in_another_order_differ():
    large, small = (line + "\n" for line in SMALL.splitlines() if "label" in line)
    lines = lines_about(SMALL, (large + small, small + large))
    assert section(lines, "Questions, answers and outcomes") == [
        "- *How large is your home?*, order of answers: “large, small” → “small, large”"
    ]


def test_of_a_base_that_was_not_there_or_faulty_one_sentence_says_so():
    assert nothing_to_compare("abc") == "Nothing to compare with: there was no tree at abc.\n"
    assert nothing_to_compare("abc", "tree.yaml: 1 problem\n  1:1  <b>\n").splitlines() == [
        "Nothing to compare with: by today's rules, the tree or a real project at abc was faulty.",
        "",
        "- tree.yaml: 1 problem",
        "- 1:1 \\<b>",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\n\n# b", "a # b"),
        ("*a* `b` | <i> [x](y)", r"\*a\* \`b\` | \<i> \[x\](y)"),
        ("@octocat", "@\u2060octocat"),
        ("test_a::_b_ &amp; & c", r"test_a::\_b\_ \&amp; & c"),
        ("a\u202eb\x00", "a(U+202E)b(U+0000)"),
    ],
)
def test_a_text_of_the_tree_stays_a_text(text, shown):
    assert safe(text) == shown


@given(st.text(st.sampled_from("ab1 *_`|<>[]()!#@&;~$\\\n:-")))
def test_no_text_of_the_tree_becomes_markup(text):
    """Each sign of Markdown has a backslash of its own before it."""
    rest = re.sub(r"\\[^\w\s]|\\_", " ", safe(text))
    assert re.findall(r"[\\`*\[\]~$\n]|<[a-z/!]|@(?!\u2060)|&\w+;", rest) == []
    assert re.sub(r"\\(.)|\u2060", r"\1", safe(text)) == " ".join(text.split())
