"""Links to what a page is made from, and to the issue forms: there with a repository, none without, each with a name."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from trees_in_memory import BICYCLE, HERE, Html, guide_of, small

from macros import guide as guides
from macros.github import Repository, annotation, in_workflow, repository_in
from macros.pages.pages import pages

CODE = Repository("https://code.test/owner/guide")
FORMS = HERE.parent / ".github/ISSUE_TEMPLATE"
LINK = re.compile(r"<a ([^>]*)>(.*?)</a>", re.DOTALL)


def texts(guide):
    """What readers see of a guide, by its path, with links into the repository."""
    return {page.path: page.text for page in pages(guide, CODE) if page.path.endswith(".md")}


def quiet_lines(text):
    """The links of each quiet line of a page, as (words, href)."""
    lines = re.findall(r"<p class=\"foot mend\".*?</p>", text)
    return [
        [(Html(words).words, Html(f"<a {tag}>").every("href")[0]) for tag, words in LINK.findall(line)]
        for line in lines
    ]


@pytest.fixture(scope="module")
def bicycle():
    return guides.load(BICYCLE)


@pytest.fixture(scope="module")
def made(bicycle):
    return texts(bicycle)


def test_the_repository_comes_from_the_environment_and_may_not_be_there():
    assert repository_in({"REPO_URL": "https://code.test/owner/guide/"}) == CODE
    assert repository_in({}) is repository_in({"REPO_URL": ""}) is None


def test_an_editor_opens_at_the_first_line_and_a_view_marks_all():
    assert CODE.view("a.yaml#L4-L9") == f"{CODE.url}/blob/main/a.yaml#L4-L9"
    assert CODE.edit("a.yaml#L4-L9") == f"{CODE.url}/edit/main/a.yaml#L4"
    assert CODE.edit("a/b-L.yaml") == f"{CODE.url}/edit/main/a/b-L.yaml"


def test_no_text_breaks_out_of_the_address_of_an_issue():
    link = CODE.issue("wrong-answer", {"title": "A & b=c #1 / ü?", "page": "/decide/a/", "versions": ""})
    assert link == (
        f"{CODE.url}/issues/new?template=wrong-answer.yml"
        "&title=A%20%26%20b%3Dc%20%231%20%2F%20%C3%BC%3F&page=%2Fdecide%2Fa%2F"
    )


def test_a_question_and_an_outcome_link_their_own_lines(bicycle, made):
    """From its key to the last line before the next one's: what lies between is indented deeper, or empty, or a comment."""
    lines = BICYCLE.read_text(encoding="utf-8").splitlines()
    for folder, nodes in {"decide": bicycle.tree.questions, "outcome": bicycle.tree.outcomes}.items():
        for node in nodes:
            [[(_, tell), (_, view), (_, edit)]] = quiet_lines(made[f"{folder}/{node}.md"])
            file, first, _, last = re.fullmatch(r"(.*)#L(\d+)(-L(\d+))?", view).groups()
            assert file == f"{CODE.url}/blob/main/decision_tree.yaml"
            assert edit == f"{CODE.url}/edit/main/decision_tree.yaml#L{first}"
            own = lines[int(first) - 1 : int(last or first)]
            beyond = [line for line in lines[int(last or first) :] if line.strip(" ")]
            assert own[0].startswith(f"  {node}:")
            assert own[-1].strip()
            assert [line for line in own[1:] if re.match(r" {0,2}\S", line)] == []
            assert not beyond or re.match(r"( {2})?\w", beyond[0])
            assert parse_qs(urlsplit(tell).query)["page"] == [f"/{folder}/{node}/"]


def test_the_links_of_a_question_are_these(bicycle, made):
    [line] = quiet_lines(made["decide/train.md"])
    ask = bicycle.tree.questions["train"].ask
    assert [words for words, _ in line] == [
        f"Tell us what is wrong: {ask}",
        f"See these lines: {ask}",
        f"Edit: {ask}",
    ]
    assert parse_qs(urlsplit(line[0][1]).query) == {
        "template": ["wrong-answer.yml"],
        "title": [f"Wrong answer: {ask}"],
        "page": ["/decide/train/"],
        "versions": ["folding 3.1"],
    }


def test_the_trail_is_added_to_reports_about_questions_and_outcomes_alone(made):
    for path, text in made.items():
        assert text.count(" data-issue") == path.startswith(("decide/", "outcome/")), path


def test_each_criterion_of_the_comparison_links_its_lines(bicycle, made):
    found = quiet_lines(made["compare.md"])
    assert len(found) == len(bicycle.tree.criteria)
    by_name = {line[0][0]: line for line in found}
    for row, criterion in bicycle.tree.criteria.items():
        (_, tell), view, edit = by_name[f"Tell us what is wrong: {criterion.name}"]
        assert view == (f"See these lines: {criterion.name}", CODE.view(bicycle.place("criteria", row)))
        assert edit == (f"Edit: {criterion.name}", CODE.edit(bicycle.place("criteria", row)))
        asked = parse_qs(urlsplit(tell).query)
        assert (asked["page"], asked["template"]) == ([f"/compare/#{row}"], ["outdated-claim.yml"])
    gears = next(line for name, line in by_name.items() if bicycle.tree.criteria["gears"].name in name)
    assert parse_qs(urlsplit(gears[0][1]).query)["versions"] == ["city 1.10.0, 1.9.0; folding 3.1"]


def test_a_page_of_proofs_links_its_file_and_says_what_they_ran_on(made):
    [[(_, tell), view, edit]] = quiet_lines(made["evidence/size.md"])
    file = "tests/evidence/test_size.py"
    assert (view[1], edit[1]) == (f"{CODE.url}/blob/main/{file}", f"{CODE.url}/edit/main/{file}")
    assert view[0].startswith("See this file: ")
    asked = parse_qs(urlsplit(tell).query)
    assert (asked["page"], asked["versions"]) == (["/evidence/size/"], ["folding 3.1"])


def test_each_real_project_links_its_own_file(bicycle, made):
    found = {line[1][1]: line for line in quiet_lines(made["projects.md"])}
    for walked in bicycle.cases:
        (_, tell), (words, view), (_, edit) = found.pop(f"{CODE.url}/blob/main/docs/cases/{walked.id}.yaml")
        assert words == f"See this file: {walked.case.name}"
        assert edit == view.replace("/blob/", "/edit/")
        assert parse_qs(urlsplit(tell).query)["page"] == [f"/projects/#{walked.id}"]
    assert not found


def test_no_two_links_of_a_page_have_the_same_words(made):
    for path, text in made.items():
        named = [words for line in quiet_lines(text) for words, _ in line]
        assert len(set(named)) == len(named), path


def test_without_a_repository_there_is_no_such_link(bicycle, made):
    assert [page.path for page in pages(bicycle) if "Something wrong here?" in page.text] == []
    assert [path for path, text in made.items() if "Something wrong here?" in text]


def test_a_part_of_one_line_is_that_line(tmp_path):
    [[_, (_, view), _]] = quiet_lines(texts(guide_of(tmp_path, small()))["outcome/dog.md"])
    assert view == f"{CODE.url}/blob/main/decision_tree.yaml#L11"


def test_a_name_does_not_break_out_of_its_link(tmp_path):
    guide = guide_of(tmp_path, small(("name: A dog", "name: 'A \">&lt; & {{ 7*7 }} dog'")))
    [[tell, view, _]] = quiet_lines(texts(guide)["outcome/dog.md"])
    assert view[0] == 'See these lines: A ">&lt; & {{ 7*7 }} dog'
    assert parse_qs(urlsplit(tell[1]).query)["title"] == ['Wrong answer: A ">&lt; & {{ 7*7 }} dog']


def test_every_link_to_a_form_fills_in_fields_that_it_has(made):
    """The trail, which the script adds, among them."""
    asked = [parse_qs(urlsplit(href).query) for text in made.values() for (_, href), *_ in quiet_lines(text)]
    assert {query["template"][0] for query in asked} == {"outdated-claim.yml", "wrong-answer.yml"}
    for query in asked:
        form = yaml.safe_load((FORMS / query["template"][0]).read_text(encoding="utf-8"))
        fields = {field["id"] for field in form["body"]}
        assert query.keys() - {"template", "title"} <= fields
        assert "trail" in fields or query["template"] != ["wrong-answer.yml"]


def test_a_fault_is_written_as_github_reads_it():
    line = annotation("error", "docs/cases/x.yaml", 41, 15, "there is no 'x'.")
    assert line == "::error file=docs/cases/x.yaml,line=41,col=15::there is no 'x'."


def test_no_text_can_end_its_line_or_its_part():
    line = annotation("warning", "a,b:c%d\r\n.yaml", 1, 2, "50 %, a: b\r\n::error::no")
    assert line == ("::warning file=a%2Cb%3Ac%25d%0D%0A.yaml,line=1,col=2::50 %25, a: b%0D%0A::error::no")


def test_a_workflow_is_known_by_its_environment():
    assert in_workflow({"GITHUB_ACTIONS": "true"})
    assert not in_workflow({"GITHUB_ACTIONS": "false"})
    assert not in_workflow({})
