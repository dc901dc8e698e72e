"""The macros that article pages call."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from markdown import markdown
from trees_in_memory import BICYCLE, Html, guide_of, small

from macros import define_env
from macros import guide as guides
from macros.article.macros import macros_for
from macros.cases.model import Advice, Unseen
from macros.evidence.record import Record, Run

BICYCLE_GUIDE = guides.load(BICYCLE)
UNSEEN = Unseen(
    day="2026-11-28",
    ended=[{"picks": ["city"], "near": ["folding"]}, {"picks": ["folding"], "near": ["city"]}],
)
ADVICE = [Advice(pick="city", second="touring", margin="clear")]
FIRST_WALKS = tuple(
    replace(walked, case=walked.case.model_copy(update={"unseen": UNSEEN, "advice": ADVICE, "uses": "city"}))
    for walked in BICYCLE_GUIDE.cases[:1]
)


def named(guide, url="introduction/"):
    return {macro.__name__: macro for macro in macros_for(guide, lambda: url)}


def rendered(html):
    """What MkDocs makes of a paragraph with a macro in it."""
    return Html(markdown(f"So {html} it is.", extensions=["md_in_html", "tables", "sane_lists"]))


def test_what_a_cell_says_stays_one_cell_of_a_table_of_the_article(tmp_path):
    cell = "{says: 'a | b `c|d` _e_f and #1 & \"g\" ~ h', judgement: So.}"
    rows = f"alternatives: {{rex: {{name: Rex, url: https://example.org/}}}}\ncriteria: {{size: {{name: S | T, cells: {{rex: {cell}}}}}}}\n"
    macro = named(guide_of(tmp_path, small(("questions:\n", f"{rows}questions:\n"))))
    table = f"x | y\n--|--\n{macro['criterion']('size')} | {macro['cell']('size', 'rex')}"
    html = Html(markdown(table, extensions=["md_in_html", "tables"]))
    assert [name for name, _ in html.tags].count("td") == 2
    assert html.words == 'x y S | T a | b c|d _e_f and #1 & "g" ~ h'


def test_mkdocs_macros_is_handed_every_macro_with_the_page_that_is_being_made():
    handed = {}
    env = SimpleNamespace(
        conf=SimpleNamespace(extra={"guide": BICYCLE_GUIDE}),
        page=SimpleNamespace(url="a/b/"),
        macro=lambda macro: handed.update({macro.__name__: macro}),
    )
    define_env(env)
    assert handed.keys() == named(BICYCLE_GUIDE).keys()
    assert 'href="../../decide/load/"' in handed["question"]("load")
    env.page = SimpleNamespace(url="")
    assert 'href="./decide/load/"' in handed["question"]("load")


def test_a_question_an_outcome_and_a_criterion_are_links():
    macro = named(BICYCLE_GUIDE)
    assert (
        macro["question"]("load")
        == '<a href="../decide/load/">Will it carry children, or a week&#39;s shopping?</a>'
    )
    assert macro["outcome"]("city") == '<a href="../outcome/city/">A city bicycle</a>'
    assert macro["criterion"]("kerbs") == '<a href="../compare/#kerbs">Kerbs</a>'


def test_start_is_a_link_to_the_first_question():
    html = Html(named(BICYCLE_GUIDE, "")["start"]("Begin"))
    assert (html.every("href"), html.words) == (["./decide/load/"], "Begin")


def test_a_cell_is_a_text_inside_a_sentence_with_its_links():
    assert named(BICYCLE_GUIDE)["cell"]("room", "folding") == "Folded it is <em>luggage</em>."
    assert 'href="../outcome/city/"' in named(BICYCLE_GUIDE)["cell"]("kerbs", "folding")


def test_a_comparison_shows_the_rows_of_criteria_and_groups():
    html = Html(named(BICYCLE_GUIDE)["comparison"]("room", "riding"))
    rows = [
        words for words in ("Room on a train", "Metres a turn", "Kerbs", "Thieves") if words in html.words
    ]
    assert rows == ["Room on a train", "Metres a turn", "Kerbs"]
    assert "../compare/#gears-city" in html.every("href")
    assert html.every("id") == [], "an article may show a row twice"
    assert html.words.endswith(
        "3 of 6 cells proved on City bicycle 1.10.0, 1.9.0; Folding bicycle 3.1; 2026-11-20"
    )


def test_figures_come_from_the_record():
    assert named(BICYCLE_GUIDE)["version"]("city") == "1.10.0"


def test_claims_are_told_in_words_with_what_backs_them(tmp_path):
    assert Html(named(BICYCLE_GUIDE)["claims"]()).words == (
        "8 claims, 3 of them tested on City bicycle 1.10.0 and 1.9.0 and Folding bicycle 3.1, last on 2026-11-20. "
        "2 claims cite a page, with the day on which it was read. 3 are opinions and say so."
    )


def test_a_situation_is_a_card_that_leads_to_the_outcome_of_its_answers():
    html = Html(named(BICYCLE_GUIDE, "")["situations"]())
    assert html.every("href") == [
        "./outcome/city/#load=yes&street=flat&kind=street&assumed",
        "./outcome/electric/#load=yes&street=hilly&assumed",
    ]
    assert html.words == (
        "Two children to school Every morning, in any weather. A city bicycle A village in the hills Any of them with a motor"
    )


def test_an_answer_is_a_link_to_what_it_leads_to():
    html = Html(named(BICYCLE_GUIDE)["answered"]("load", "yes", "We have children"))
    assert (html.every("href"), html.words) == (["../decide/street/#load=yes"], "We have children")


def test_a_verdict_says_what_speaks_for_and_against_the_pick_and_how_sure_it_is():
    html = Html(named(BICYCLE_GUIDE)["verdict"]("parcel-post"))
    assert html.words == (
        "A finished verdict, in small: Parcel Post, answered from its needs A folding bicycle "
        "Clear: the answers lean to nothing else. It really uses Cargo bicycle. "
        "Speaks for it only a folded bicycle always finds room Speaks against it No answer."
    )
    assert html.every("href") == [
        "../projects/#parcel-post",
        "../outcome/folding/#load=no&train=daily&stairs=yes",
    ]
    with pytest.raises(LookupError, match="lead to several outcomes"):
        named(BICYCLE_GUIDE)["verdict"]("bread-round")


def test_the_code_of_an_app_is_the_code_that_the_proofs_run():
    html = Html(named(BICYCLE_GUIDE)["code"]("gears.py"))
    assert html.words.startswith("gears.py")
    assert 'BICYCLES = {"city": (38, 14, 0.69)' in html.words


@pytest.mark.parametrize(
    ("macro", "arguments", "message"),
    [
        (
            *("comparison", ["room", "ridign"]),
            "there is no criterion or group 'ridign'. Did you mean 'riding'?",
        ),
        ("cell", ["rooms", "city"], "there is no criterion 'rooms'. Did you mean 'room'?"),
        ("cell", ["room", "cit"], "there is no column 'cit'. Did you mean 'city'?"),
        ("criterion", ["rooms"], "there is no criterion 'rooms'. Did you mean 'room'?"),
        ("question", ["trains"], "there is no question 'trains'. Did you mean 'train'?"),
        ("outcome", ["cities"], "there is no outcome 'cities'. Did you mean 'city'?"),
        ("code", ["gear.py"], "there is no program 'gear.py'. Did you mean 'gears.py'?"),
        ("version", ["unicycle"], "the proofs ran on no 'unicycle'."),
        (
            "agreed",
            ["smae"],
            "there is no verdict 'smae'. There are: same, also fine, came later, different.",
        ),
    ],
)
def test_a_name_that_is_not_there_is_an_error_with_the_nearest(macro, arguments, message):
    with pytest.raises(LookupError) as error:
        named(BICYCLE_GUIDE)[macro](*arguments)
    assert str(error.value) == message


@pytest.mark.parametrize("text", ["`__init__`", "`a_*b*_c`", "`[x](y)` and \\*stars\\*", "`{{ 7*7 }}`"])
def test_mkdocs_does_not_render_the_text_of_a_cell_once_more(tmp_path, text):
    (tmp_path / "tests").mkdir()
    (tmp_path / guides.EVIDENCE).symlink_to(BICYCLE_GUIDE.evidence)
    tree = BICYCLE.read_text(encoding="utf-8").replace(
        "It stands outside.", f'"{text}"'.replace("\\", "\\\\")
    )
    html = rendered(named(guide_of(tmp_path, tree))["cell"]("thieves", "city"))
    assert html.words == f"So {text.replace('`', '').replace(chr(92), '')} it is."
    assert {tag for tag, _ in html.tags} <= {"p", "code"}


def test_mkdocs_does_not_render_the_text_of_a_link_once_more(tmp_path):
    guide = guide_of(tmp_path, small(("ask: How large is your home?", "ask: Is __it__ *2* `x`?")))
    html = rendered(named(guide)["question"]("home"))
    assert html.words == "So Is __it__ *2* `x`? it is."
    assert [tag for tag, _ in html.tags] == ["p", "a"]


def test_what_the_proofs_measured_is_drawn_and_what_they_did_not_is_an_error():
    run = Run(
        result="passed", versions={}, python="3.13.0", date="2026-11-20", digest="",
        measured=({"what": "weight", "unit": "kg", "of": "city", "value": 16},),
    )  # fmt: skip
    macro = named(replace(BICYCLE_GUIDE, record=Record({"test_scales.py::test_weight": (run,)})))["measured"]
    assert Html(macro("weight")).words == "Weight, in kilograms Python 3.13.0 city 16"
    with pytest.raises(LookupError, match=r"^no proof measured 'the weather'\.$"):
        macro("the weather")


def test_the_most_questions_are_counted_on_the_tree(tmp_path):
    assert named(BICYCLE_GUIDE)["most_questions"]() == 6
    assert named(guide_of(tmp_path, small()))["most_questions"]() == 1


def test_the_real_projects_that_agree_are_counted():
    agreed = named(BICYCLE_GUIDE)["agreed"]
    assert [agreed(verdict) for verdict in ("same", "also fine", "different")] == [2, 1, 1]
    assert (agreed("same", "also fine"), agreed()) == (3, 4)


def test_a_verdict_that_no_real_project_has_is_counted_as_none(tmp_path):
    assert named(guide_of(tmp_path, small()))["agreed"]("same") == 0


def test_guesses_and_what_questions_separate_are_those_that_check_prints():
    macro = named(BICYCLE_GUIDE)
    words = " ".join(" ".join(Html(macro["guesses"]()).texts).split())
    for guess in (
        *("what the tree picks 2", "what most projects with the same outcome use 4"),
        *("what most others with the same outcome use 0", "always Something else, the commonest 2"),
        "what most of the three others with the likest answers use 0",
    ):
        assert guess in words
    assert "it took them 3 to 5 clicks, median 3." in words
    assert words.endswith(
        "3 of them were answered a second time, without sight of the first answers: 1 ended at the same outcome as before."
    )
    words = " ".join(" ".join(Html(macro["separations"]()).texts).split())
    assert "Does it go on a train? 3 5 0.25 0.46" in words


def test_releases_that_get_fixes_are_drawn_and_without_any_it_is_an_error(tmp_path):
    assert "City bicycle Model 8" in Html(named(BICYCLE_GUIDE)["support"]()).words
    with pytest.raises(LookupError, match=r"^no alternative has `supported`\.$"):
        named(guide_of(tmp_path, small()))["support"]()


@pytest.mark.parametrize("name", ["guesses", "separations"])
def test_figures_of_real_projects_need_one(tmp_path, name):
    with pytest.raises(LookupError, match=r"^there is no real project\.$"):
        named(guide_of(tmp_path, small()))[name]()


def test_unseen_projects_are_counted_by_reader():
    unseen = named(replace(BICYCLE_GUIDE, cases=FIRST_WALKS))["unseen"]
    assert (unseen("used"), unseen("used", "same"), unseen("used", "same", "also fine")) == (
        "1",
        "1, 0",
        "1",
    )
    assert unseen("advised", "same", "different") == "1, 0"
    with pytest.raises(LookupError, match=r"^there is no measure 'usd'\. Did you mean 'used'\?$"):
        unseen("usd", "same")
    with pytest.raises(
        LookupError, match=r"^there is no verdict 'came later'\. There are: same, also fine, different\.$"
    ):
        unseen("advised", "came later")
    with pytest.raises(LookupError, match=r"^no real project has first walks under `unseen`\.$"):
        named(BICYCLE_GUIDE)["unseen"]("used")


def test_the_moves_are_those_of_the_real_projects_that_changed_what_they_use():
    html = Html(named(BICYCLE_GUIDE)["moves"]())
    assert [text.strip() for text in html.texts if text.strip()] == [
        *("Project", "From", "To", "Why, as stated"),
        *("Parcel Post", "A", "handcart", "A cargo bicycle, 2021", "The cart was stolen", "."),
    ]
    assert html.every("href") == ["../projects/#parcel-post", "https://example.org/parcel/post/cart"]
    assert [tag for tag, _ in html.tags].count("tr") == 2


def test_the_moves_stay_a_table_between_the_paragraphs_of_an_article():
    text = f"Before.\n\n{named(BICYCLE_GUIDE)['moves']()}\n\nAfter."
    html = Html(markdown(text, extensions=["md_in_html", "tables", "sane_lists"]))
    assert [tag for tag, _ in html.tags if tag in ("p", "table", "td")] == ["p", "table", *["td"] * 4, "p"]
