"""What differs between two trees, told to a reviewer: a summary of at most five lines, then the details."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trails import end, paths
from trees_in_memory import BICYCLE, SMALL, changed

from macros import guide as guides
from macros import rules, source
from macros.cases import Walked, verdict, walk
from macros.diff import diff
from macros.diff_text import as_text, nothing_to_compare, summary
from macros.diff_words import safe

FULL = BICYCLE.read_text(encoding="utf-8")


def tree(text):
    return rules.check(source.parse(text, "tree.yaml"))


def walked(cases, tree):
    """The same cases, walked through another tree."""
    walks = [(it, walk(tree, it.case.answers)) for it in cases]
    return [
        Walked(it.id, it.case, way, verdict(tree, it.case.uses, way.ends), None, None) for it, way in walks
    ]


def told(text, *changes):
    """The lines about a tree's changes, without those that are empty."""
    it = diff(tree(text), tree(changed(text, *changes)))
    return [line for line in as_text(it, "main").splitlines() if line]


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
    """Each answer that leads to a question, turned to each outcome; the trails are counted by listing them."""
    old, titles = guide.tree, guide.tree.title_of
    trails = list(paths(old))
    turns = [
        (node, key, answer)
        for node, question in old.questions.items()
        for key, answer in question.answers.items()
        if answer.next in old.questions
    ]
    for node, key, answer in turns:
        passing = [end(old, trail) for trail in trails if (node, key) in trail]
        for to in list(old.outcomes)[:3]:
            new = turned(old, node, key, to)
            lines = list(summary(diff(old, new, guide.cases, walked(guide.cases, new))))
            assert len(lines) <= 5
            assert lines[0] == (
                f"One answer leads elsewhere: *{safe(titles(node))}* → *{safe(answer.label)}* "
                f"went to *{safe(titles(answer.next))}*, now to *{safe(titles(to))}*."
            )
            elsewhere = sum(last != to for last in passing)
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
    it = diff(bicycle.tree, new, bicycle.cases, walked(bicycle.cases, new)[1:])
    assert list(summary(it)) == [
        "One answer leads elsewhere: *Are there stairs on the way?* → *No* went to *How far is a usual ride?*, "
        "now to *A city bicycle*.",
        "6 of 21 trails end elsewhere: 2 at *A city bicycle* instead of *A cargo bicycle*, "
        "2 at *A city bicycle* instead of *Any of them with a motor*, "
        "2 at *A city bicycle* instead of *A touring bicycle*.",
        "Real projects: 1 gone.",
        "Questions, answers and outcomes: 1 question changed, 1 outcome changed, 1 outcome picks otherwise.",
        "Behind them: title, columns or order changed, 1 cell changed.",
    ]


def test_what_follows_the_summary_is_told_in_sections():
    lines = told(FULL, *EVERYTHING)
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


def test_trees_that_are_the_same_are_told_in_one_line():
    assert as_text(diff(tree(FULL), tree(FULL)), "main") == (
        "Nothing differs from main: the same tree, and the real projects stand as they stood.\n"
    )


def test_a_new_question_is_told_with_what_follows_its_answers():
    walks = "  walks: {ask: Walks?, answers: {yes: {label: Yes, next: dog}, no: {label: No, next: cat}}}\noutcomes:"
    lines = told(SMALL, ("next: dog", "next: walks"), ("outcomes:", walks))
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


def test_an_answer_that_went_is_told_with_the_trails_that_gave_it():
    lines = told(FULL, ("      unknown: {label: I don't know yet, next: train}\n", ""))
    assert lines[1] == "- 9 of 21 trails can no longer be given: an answer is gone."
    assert section(lines, "Questions, answers and outcomes") == [
        "- Removed: answer *Will it carry children, or a week's shopping?* → *I don't know yet*, "
        "to *Does it go on a train?*"
    ]
    assert section(lines, "Trails") == [
        "- 9 trails: *Will it carry children, or a week's shopping?* → *I don't know yet* "
        "cannot be answered any more"
    ]


def test_a_cell_that_is_backed_otherwise_is_told_and_a_lost_proof_is_counted():
    lines = told(FULL, ('proof: "test_size.py::test_a_folded_bicycle_is_luggage"', "judgement: We think so."))
    assert lines[1:3] == [
        "- All 21 trails end where they ended.",
        "- Behind them: 1 cell changed, 1 cell without a proof now.",
    ]
    assert section(lines, "Cells") == [
        "- *Room on a train* of *Folding bicycle* was backed by a proof, now by a judgement",
        "- *Room on a train* of *Folding bicycle*, proof: gone: “test_size.py::test_a_folded_bicycle_is_luggage”",
        "- *Room on a train* of *Folding bicycle*, judgement: new: “We think so.”",
    ]


def test_names_stand_for_ids_and_of_a_long_text_only_what_changed():
    lines = told(
        FULL,
        ("It is there, it runs, nobody steals it.", "It is there, it rolls, nobody steals it."),
        ("city: {rating: easy,", "city: {rating: hard,"),
        ("leans: {touring: 2}", "leans: {folding: 2}"),
        ("near: {folding: If a train comes into it.}", "near: {}"),
    )
    assert section(lines, "Questions, answers and outcomes") == [
        "- *How far is a usual ride?* → *Further*, leans to *Touring bicycle*: gone: “2”",
        "- *How far is a usual ride?* → *Further*, leans to *Folding bicycle*: new: “2”",
        "- *A city bicycle*, summary: “It is there, it runs, nobody steals it.” → “It is there, it rolls, nobody steals it.”",
    ]
    assert section(lines, "Cells") == ["- *Kerbs* of *City bicycle*, rating: “Easy” → “Hard”"]
    assert section(lines, "What outcomes pick") == [
        "- *A city bicycle*, also fine *Folding bicycle*: gone: “If a train comes into it.”"
    ]
    long = "one two three four five six seven eight nine ten eleven"
    lines = told(SMALL.replace("It needs room.", long), (long, long.replace("six", "6")))
    assert section(lines, "Questions, answers and outcomes") == [
        "- *How large is your home?*, help: “… two three four five six seven eight nine ten …” → "
        "“… two three four five 6 seven eight nine ten …”"
    ]


def test_answers_in_another_order_differ():
    large, small = (line + "\n" for line in SMALL.splitlines() if "label" in line)
    lines = told(SMALL, (large + small, small + large))
    assert section(lines, "Questions, answers and outcomes") == [
        "- *How large is your home?*, order of answers: “large, small” → “small, large”"
    ]


def test_a_base_that_was_not_there_or_faulty_is_told_plainly():
    assert nothing_to_compare("abc") == "Nothing to compare with: there was no tree at abc.\n"
    assert nothing_to_compare("abc", "tree.yaml: 1 problem\n  1:1  <b>\n").splitlines() == [
        "Nothing to compare with: by today's rules, the tree or a real project at abc was faulty.",
        "",
        "- tree.yaml: 1 problem",
        "- 1:1 \\<b\\>",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\n\n# b", "a # b"),
        ("*a* `b` | <i> [x](y)", r"\*a\* \`b\` \| \<i\> \[x\](y)"),
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
    rest = re.sub(r"\\[^\w\s]|\\_", "", safe(text))
    assert re.findall(r"[\\`*\[\]<>|~$\n]|@(?!\u2060)|&\w+;", rest) == []
    assert re.sub(r"\\(.)|\u2060", r"\1", safe(text)) == " ".join(text.split())
