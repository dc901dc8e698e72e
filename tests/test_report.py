"""What `check` prints of a sound tree."""

import pytest
from trees_in_memory import BICYCLE, PET, SMALL, guide_of

from macros import guide
from macros.report import report

BICYCLE_AND_ITS_CASES = """\
decision_tree.yaml: sound
  6 questions with 13 answers, 5 outcomes
  21 paths; 2 to 6 clicks to an outcome
  4 criteria with 8 cells: 3 proofs, 2 sources, 3 judgements
  4 real projects: 2 same, 1 also fine, 1 different; 3 to 5 clicks, median 3
  answered a second time: 3 same, 0 also fine, 0 different; 1 of 3 end at the same outcome

  they use / the tree picks  City bicycle  Folding bicycle  Something else
  City bicycle                          1                0               0
  Folding bicycle                       1                0               0
  Something else                        0                1               1

  right side by                                         of 4
  the tree as it is written                                2
  each outcome named by the cases that end there           4
  each outcome named by the other cases that end there     0
  what most of the three nearest other cases use           0
  always Something else                                    2

  question  asked  outcomes  bits  by chance
  load          4         5  1.00       1.06
  train         3         5  0.25       0.46
  stairs        1         5  0.00       0.00
  distance      2         4  1.00       1.00
  street        1         3  0.00       0.00
  kind          2         2  0.00       0.00

  verdict    case         uses     outcome         answers
  same       bread-round  city     electric, city  yes street
  same       lighthouse   touring  touring         unknown never long
  also fine  night-nurse  folding  city            no never short flat street
  different  parcel-post  cargo    folding         no daily yes"""

NURSE = """\
name: Nurse
url: https://example.org/nurse
what: A nurse.
needs: {room: None.}
answers: {home: small}
uses: cat
proof: {path: list, line: cat, commit: 3333333333333333333333333333333333333333}
"""


def test_the_report_of_a_tree_with_cases():
    assert report(guide.load(BICYCLE)) == BICYCLE_AND_ITS_CASES


def test_the_report_of_a_tree_without_cases():
    assert report(guide.load(PET)) == (
        "decision_tree.yaml: sound\n"
        "  2 questions with 4 answers, 2 outcomes\n"
        "  3 paths; 1 to 2 clicks to an outcome\n"
        "  0 criteria with 0 cells: 0 proofs, 0 sources, 0 judgements"
    )


@pytest.fixture
def alone(tmp_path):
    """A tree of pets with one case, that is asked one of the two questions."""
    (tmp_path / guide.CASES).mkdir(parents=True)
    (tmp_path / guide.CASES / "nurse.yaml").write_text(NURSE)
    question = "  walks: {ask: Walks?, answers: {yes: {label: Yes, next: dog}, no: {label: No, next: cat}}}\noutcomes:"
    text = SMALL.replace("next: dog", "next: walks").replace("outcomes:", question)
    pets = "{cat: {name: Cat, url: 'https://example.org/cat'}}"
    text = text.replace("start: home", f"alternatives: {pets}\nstart: home")
    return guide_of(tmp_path, text.replace("A cat,", "A cat, picks: [cat],"))


def test_one_case_without_second_answers_is_in_the_singular(alone):
    lines = report(alone).splitlines()
    assert lines[4:7] == [
        "  1 real project: 1 same, 0 also fine, 0 different; 1 to 1 clicks, median 1",
        "",
        "  they use / the tree picks  Cat  Something else",
    ]


def test_a_question_that_no_case_was_asked_has_no_bits(alone):
    lines = report(alone).splitlines()
    place = lines.index("  question  asked  outcomes  bits  by chance")
    assert lines[place + 1 : place + 3] == [
        "  home          1         2  0.00       0.00",
        "  walks         0         2     -          -",
    ]


def test_one_of_each_is_in_the_singular(tmp_path):
    pets = "alternatives: {cat: {name: Cat, url: 'https://example.org/cat'}}"
    cells = "{cat: {says: It sleeps., judgement: We looked.}}"
    text = SMALL.replace(
        "start: home", f"{pets}\ncriteria: {{sofa: {{name: Sofa, cells: {cells}}}}}\nstart: home"
    )
    assert report(guide_of(tmp_path, text)).splitlines()[1:] == [
        "  1 question with 2 answers, 2 outcomes",
        "  2 paths; 1 to 1 clicks to an outcome",
        "  1 criterion with 1 cell: 0 proofs, 0 sources, 1 judgement",
    ]


def test_no_line_ends_with_a_blank():
    assert [line for line in report(guide.load(BICYCLE)).split("\n") if line != line.rstrip()] == []
