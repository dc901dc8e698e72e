"""The verdict for a real project, in small."""

from trees_in_memory import BICYCLE

from macros import guide
from macros.pages.verdict import verdict

GUIDE = guide.load(BICYCLE)


def verdict_of(case):
    [walked] = [walked for walked in GUIDE.cases if walked.id == case]
    return verdict(GUIDE.tree, walked)


def labels(answers):
    return [answer.label for answer in answers]


def test_answers_speak_for_what_they_lean_to_and_against_the_rest():
    found = verdict_of("lighthouse")
    assert (found.outcome, found.points, found.rival, found.sure) == ("touring", 1, "city", "Close")
    assert (labels(found.speaks_for), labels(found.speaks_against)) == (["Further"], ["Seldom or never"])
    assert (found.watch, found.commands) == ("", "")


def test_without_a_rival_all_points_count():
    found = verdict_of("parcel-post")
    assert (found.points, found.rival, found.sure) == (3, None, "Clear")


def test_the_first_point_to_watch_and_the_first_commands_are_shown():
    found = verdict_of("night-nurse")
    assert (found.watch, found.commands) == ("Lights.", "```sh\nring --bell\n```")


def test_of_a_list_only_the_first_point_is_shown():
    outcome = GUIDE.tree.outcomes["city"].model_copy(update={"watch": "- Lights,\n  all\n- Locks"})
    tree = GUIDE.tree.model_copy(update={"outcomes": GUIDE.tree.outcomes | {"city": outcome}})
    [walked] = [walked for walked in GUIDE.cases if walked.id == "night-nurse"]
    assert verdict(tree, walked).watch == "Lights,\n  all"


def test_there_is_no_verdict_where_the_way_forks():
    assert verdict_of("bread-round") is None
