"""macros/annotations.py"""

from macros.annotations import annotation, on_github
from macros.faults import Mark


def test_a_fault_is_told_as_github_reads_it():
    told = annotation("error", "docs/cases/x.yaml", Mark(41, 15), "there is no 'x'.")
    assert told == "::error file=docs/cases/x.yaml,line=41,col=15::there is no 'x'."


def test_no_text_can_end_its_line_or_its_part():
    told = annotation("warning", "a,b:c%d\r\n.yaml", Mark(1, 2), "50 %, a: b\r\n::error::no")
    assert told == ("::warning file=a%2Cb%3Ac%25d%0D%0A.yaml,line=1,col=2::50 %25, a: b%0D%0A::error::no")


def test_a_workflow_is_known_by_its_environment():
    assert on_github({"GITHUB_ACTIONS": "true"})
    assert not on_github({"GITHUB_ACTIONS": "false"})
    assert not on_github({})
