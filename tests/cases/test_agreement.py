"""How well a tree agrees with its cases: every figure here is worked out by hand."""

from collections import Counter
from dataclasses import replace
from itertools import permutations
from math import isclose, log2
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees_in_memory import changed

from macros.cases import agreement as module
from macros.cases import walks
from macros.cases.agreement import Separation, agreement, by_sides, nearest, separations, side, side_name
from macros.cases.model import Case
from macros.cases.walks import walk
from macros.reading import source
from macros.tree import rules
from macros.tree.graph import Graph

DRINKS = """\
title: Which drink?
start: late
alternatives:
  tea: {name: Tea, url: "https://example.org/tea"}
  coffee: {name: Coffee, url: "https://example.org/coffee"}
  water: {name: Water, url: "https://example.org/water"}
columns: [tea, coffee]
questions:
  late:
    ask: Is it late?
    answers:
      yes: {label: "Yes", next: thirsty}
      no: {label: "No", next: coffee}
  thirsty:
    ask: Are you thirsty?
    answers:
      yes: {label: "Yes", next: water}
      no: {label: "No", next: tea}
outcomes:
  tea: {name: A tea, picks: [tea], summary: It is warm.}
  coffee: {name: A coffee, picks: [coffee], near: {water: When you have had one.}, summary: It wakes you.}
  water: {name: A water, picks: [water], summary: It is there.}
"""
TO_TEA, TO_WATER, TO_COFFEE = (
    {"late": "yes", "thirsty": "no"},
    {"late": "yes", "thirsty": "yes"},
    {"late": "no"},
)

FIVE = {
    "ann": ("tea", TO_TEA),
    "bob": ("tea", TO_WATER),
    "cat": ("water", TO_TEA),
    "dan": ("water", TO_COFFEE),
    "eve": ("water", TO_COFFEE),
}


def tree_of(*changes):
    return rules.check(source.parse(changed(DRINKS, *changes), "drinks.yaml"))


TREE = tree_of()


def walked(people, tree=TREE):
    """Cases by what they use, their answers, and, if there are any, second answers."""
    return [_walked(tree, name, *person) for name, person in people.items()]


def _walked(tree, name, uses, answers, again=None):
    case = Case(
        name=name, url="https://example.org/x", what="Someone.", needs={}, answers=answers, again=again or {}, uses=uses,
        proof={"path": "cup", "line": "x", "commit": "0" * 40},
    )  # fmt: skip
    return walks.walked(tree, name, case)


def found(people, tree=TREE):
    return agreement(tree, walked(people, tree))


def separations_of(people):
    return separations(TREE, Graph.of(TREE), walked(people))


def separated(pairs):
    """What the question `late` separates for cases given as (its answer, what they use)."""
    people = {str(n): (uses, TO_COFFEE if late == "no" else TO_TEA) for n, (late, uses) in enumerate(pairs)}
    return separations_of(people)[0]


# --- counts ---


def test_every_verdict_is_counted_also_one_that_no_case_has():
    assert found(FIVE).verdicts == {"same": 1, "also fine": 2, "came later": 0, "different": 2}
    assert found(FIVE).cases == 5
    assert found({"ann": ("tea", TO_TEA)}).verdicts == {
        "same": 1,
        "also fine": 0,
        "came later": 0,
        "different": 0,
    }


def test_the_matrix_counts_what_is_used_beside_what_the_tree_picks():
    result = found(FIVE)
    assert result.sides == ("tea", "coffee", None)
    assert result.matrix == {("tea", "tea"): 1, ("tea", None): 1, (None, "tea"): 1, (None, "coffee"): 2}
    assert result.matrix["coffee", "coffee"] == 0  # a cell that nothing falls into can be asked for
    assert result.right == 1
    assert result.users == {"tea": 2, "coffee": 0, None: 3}


def test_the_cases_stand_by_what_they_use_and_what_the_tree_picks():
    names = {pair: [one.id for one in there] for pair, there in by_sides(TREE, walked(FIVE)).items()}
    assert names == {
        ("tea", "tea"): ["ann"],
        ("tea", None): ["bob"],
        (None, "tea"): ["cat"],
        (None, "coffee"): ["dan", "eve"],
    }


def test_all_alternatives_that_are_no_columns_are_one_side():
    tree = tree_of(("columns: [tea, coffee]", "columns: [coffee]"))
    result = found({"ann": ("tea", TO_WATER)}, tree)
    assert (result.sides, result.matrix, result.right, result.verdicts["different"]) == (
        ("coffee", None),
        {(None, None): 1},
        1,
        1,
    )


def test_a_tree_whose_columns_are_all_alternatives_has_no_side_for_something_else():
    for columns in ("", "columns: [tea, coffee, water]\n"):
        assert found(FIVE, tree_of(("columns: [tea, coffee]\n", columns))).sides == ("tea", "coffee", "water")


def test_an_outcome_that_picks_nothing_picks_something_else():
    changes = (("columns: [tea, coffee]\n", ""), ("picks: [water], ", ""))
    result = found({"ann": ("tea", TO_WATER), "bob": ("tea", TO_TEA)}, tree_of(*changes))
    assert result.verdicts == {"same": 1, "also fine": 0, "came later": 0, "different": 1}
    assert result.matrix == {("tea", None): 1, ("tea", "tea"): 1}
    assert result.sides == ("tea", "coffee", "water", None), "each case stands in a column of the matrix"
    assert result.right == 1


def test_of_several_picks_the_one_that_is_used_counts_and_else_the_first():
    tree = tree_of(("picks: [tea]", "picks: [coffee, tea]"))
    result = found({"ann": ("tea", TO_TEA), "bob": ("water", TO_TEA)}, tree)
    assert result.matrix == {("tea", "tea"): 1, (None, "coffee"): 1}


def test_a_side_is_a_column_and_has_a_name():
    assert [side(TREE, alternative) for alternative in TREE.alternatives] == ["tea", "coffee", None]
    assert [side_name(TREE, key) for key in ("tea", "coffee", None)] == ["Tea", "Coffee", "Something else"]


def test_clicks_are_the_fewest_the_median_and_the_most():
    assert found(FIVE).clicks == (1, 2, 2)
    assert found({"ann": ("tea", TO_TEA), "dan": ("water", TO_COFFEE)}).clicks == (1, 1.5, 2)


def test_second_answers_are_counted_where_there_are_some():
    people = {
        "ann": ("tea", TO_TEA, TO_TEA),
        "bob": ("tea", TO_TEA, TO_WATER),
        "cat": ("water", TO_TEA, TO_COFFEE),
        "dan": ("water", TO_COFFEE),
    }
    result = found(people)
    assert (result.rated_twice, result.rated_alike) == (3, 1)
    assert result.again_verdicts == {"same": 1, "also fine": 1, "came later": 0, "different": 1}
    assert (found(FIVE).rated_twice, found(FIVE).rated_alike) == (0, 0)
    assert found(FIVE).again_verdicts == {"same": 0, "also fine": 0, "came later": 0, "different": 0}


# --- beside a guess ---


def test_the_commonest_side_is_that_of_water_which_is_no_column():
    """Three use water, two tea."""
    assert found(FIVE).commonest == (None, 3)


def test_an_outcome_named_by_its_own_cases_is_right_for_most_of_them():
    """Tea: Ann's tea and Cat's water, a tie, which goes to the first: 1. Water: Bob's tea: 1. Coffee: two waters: 2."""
    assert found(FIVE).named_by_cases == 4


def test_an_outcome_named_by_the_other_cases_is_right_for_fewer():
    """Ann's other is Cat, who uses water; Cat's is Ann, who uses tea; Bob has none, so all others, most of whom use
    water; Dan and Eve have one another. So 2."""
    assert found(FIVE).named_by_others == 2


def test_an_outcome_where_no_other_case_ends_is_named_by_all_others():
    assert found({"ann": ("tea", TO_TEA), "bob": ("tea", TO_WATER)}).named_by_others == 2


def test_the_same_walk_is_nearer_than_one_that_goes_further():
    early = walk(TREE, {"late": "yes"})
    further, same = walked({"far": ("tea", TO_TEA)})[0], walked({"near": ("tea", TO_TEA)})[0]
    same = replace(same, walk=early)
    assert nearest(early, [further, same], 1) == [same]


def test_the_three_nearest_others_are_asked():
    """The likeness of yes-no and yes-yes is one of three answers; all else is 1 or 0; a tie goes to the first.

    Ann: Cat (water), Bob (tea), Dan (water). Bob: Ann (tea), Cat and Dan (water). Cat: Ann and Bob (tea).
    Dan: Eve (water), Ann and Bob (tea), and so Eve. Each is wrong.
    """
    assert found(FIVE).nearest_others == 0
    assert found(FIVE | {"fay": ("water", TO_COFFEE), "gus": ("water", TO_COFFEE)}).nearest_others == 4


def test_a_case_alone_has_no_others_and_no_guess_is_right():
    for uses, answers in (("tea", TO_TEA), ("water", TO_COFFEE)):  # one of a column, one of none
        result = found({"ann": (uses, answers)})
        assert (result.named_by_others, result.nearest_others) == (0, 0)
        assert (result.named_by_cases, result.commonest[1]) == (1, 1)


def test_the_nearest_have_the_most_answers_in_common_and_among_equals_the_first():
    people = walked(FIVE)
    assert [walked.id for walked in nearest(walk(TREE, TO_WATER), people, 5)] == [
        "bob",
        "ann",
        "cat",
        "dan",
        "eve",
    ]
    assert [walked.id for walked in nearest(walk(TREE, TO_COFFEE), people)] == ["dan", "eve", "ann"]


def test_cases_that_know_no_answer_have_none_in_common():
    people = walked({"ann": ("tea", dict.fromkeys(["late", "thirsty"], "unknown")), "bob": ("tea", TO_TEA)})
    assert people[0].walk.trail == ()
    assert [walked.id for walked in nearest(people[0].walk, people)] == ["ann", "bob"]
    assert found(dict.fromkeys("ab", ("tea", people[0].case.answers))).nearest_others == 2


# --- what a question separates ---


def test_a_question_that_splits_four_and_four_cleanly_gains_one_bit():
    result = separated([("yes", "tea")] * 4 + [("no", "coffee")] * 4)
    assert (result.asked, result.gain) == (8, 1)


def test_a_question_whose_answers_hold_the_same_mixture_gains_nothing():
    result = separated([("yes", "tea"), ("yes", "coffee"), ("no", "tea"), ("no", "coffee")] * 2)
    assert (result.asked, result.gain) == (8, 0)


def test_a_question_to_cases_of_one_side_gains_nothing_also_by_chance():
    assert separated([("yes", "tea"), ("no", "tea")] * 3) == Separation("late", 6, 3, 0, 0)


def test_a_split_of_three_to_one_gains_0_311_bits():
    """One of four uses coffee, which is 0.811 bits. Of two who said yes one does, 1 bit; of two who said no none: half
    a bit is left."""
    result = separated([("yes", "tea"), ("yes", "coffee"), ("no", "tea"), ("no", "tea")])
    assert isclose(result.gain, (0.75 * log2(4 / 3) + 0.25 * 2) - 0.5)
    assert round(result.gain, 3) == 0.311


def test_each_question_counts_who_was_asked_and_the_outcomes_behind_it():
    late, thirsty = separations_of(FIVE)
    assert (late.question, late.asked, late.outcomes) == ("late", 5, 3)
    assert (thirsty.question, thirsty.asked, thirsty.outcomes) == ("thirsty", 3, 2)


def test_a_question_that_nobody_was_asked_or_nobody_could_answer_gains_nothing():
    assert separations_of({"dan": ("water", TO_COFFEE)})[1] == Separation("thirsty", 0, 2, 0, 0)
    unknown = {"late": "yes", "thirsty": "unknown"}
    assert separations_of({"ann": ("tea", unknown)})[1] == Separation("thirsty", 0, 2, 0, 0)


def test_chance_is_the_same_each_time_and_near_the_mean_of_all_orders():
    pairs = [("yes", "tea")] * 3 + [("no", "coffee")] * 3
    result = separated(pairs)
    answers, used = zip(*pairs, strict=True)
    # Of the 20 ways to deal three teas to six, two are clean (1 bit) and 18 leave 2 to 1 on both sides.
    by_hand = 0.1 * 1 + 0.9 * (1 - (1 / 3 * log2(3) + 2 / 3 * log2(3 / 2)))
    assert isclose(mean(module._gain(answers, order) for order in permutations(used)), by_hand)
    assert result.gain == 1
    assert result.chance == separated(pairs).chance == pytest.approx(by_hand, abs=0.1)
    assert 0 < result.chance < 0.3


@given(
    st.lists(
        st.tuples(st.sampled_from(["yes", "no"]), st.sampled_from(["tea", "coffee", "water"])),
        min_size=1,
        max_size=12,
    )
)
def test_a_gain_is_between_nothing_and_the_entropy_of_the_sides(pairs):
    shares = [count / len(pairs) for count in Counter(uses for _, uses in pairs).values()]
    entropy = sum(share * log2(1 / share) for share in shares)
    result = separated(pairs)
    assert 0 <= result.gain <= entropy + 1e-9
    assert 0 <= result.chance <= entropy + 1e-9


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["tea", "coffee", "water"]), st.sampled_from([TO_TEA, TO_WATER, TO_COFFEE])
        ),
        min_size=1,
        max_size=9,
    )
)
def test_the_counts_add_up_for_any_cases(people):
    result = found({str(n): person for n, person in enumerate(people)})
    assert result.cases == sum(result.matrix.values()) == len(people)
    assert {name for pair in result.matrix for name in pair} <= set(result.sides)
    assert result.right == sum(
        side(TREE, uses) == side(TREE, walk(TREE, answers).ends[0]) for uses, answers in people
    )
    assert result.right <= result.named_by_cases, "no naming of outcomes is right more often"
    assert result.named_by_others <= result.named_by_cases
    assert result.commonest[1] <= result.named_by_cases
