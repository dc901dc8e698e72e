"""A walk through the tree: answered, changed, gone back on, reloaded, shared, answered by two."""

import pytest
from selenium.webdriver.common.keys import Keys
from trails import address, asked_and_label, changed_at, end, fragment, labels, paths

COPIED = "Link copied. Whoever opens it answers without seeing these answers, then sees both side by side."


@pytest.fixture(scope="module")
def way(tree):
    """way(outcome): a longest way to it."""
    found = {}
    for trail in sorted(paths(tree), key=len):
        found[end(tree, trail)] = trail
    return found.__getitem__


def test_a_walk_from_home_shows_each_question_its_trail_and_the_outcome(reader, site, tree, walk):
    reader.open(site)
    reader.click(".start a")
    for place, (question, answer) in enumerate(walk):
        reader.ready_at(address(site, tree, question, walk[:place]))
        assert reader.seen("h1") == [tree.questions[question].ask]
        assert reader.trail() == labels(tree, walk[:place])
        assert reader.all("[data-answer] .label") == [
            answer.label for answer in tree.questions[question].answers.values()
        ]
        reader.choose(answer)
    node = end(tree, walk)
    reader.ready_at(address(site, tree, node, walk))
    assert reader.seen("h1") == [tree.outcomes[node].name]
    assert reader.seen(".progress") == [f"Recommendation after {len(walk)} questions"]
    assert reader.trail() == labels(tree, walk)
    assert reader.seen(".notice p") == []
    changes = reader.all(".reasons .change", "it.href")
    assert {*changes} == {address(site, tree, question, walk) for question, _ in walk}


def test_a_key_chooses_an_answer_and_another_goes_back(reader, site, tree):
    start = tree.questions[tree.start]
    first = [(tree.start, next(iter(start.answers)))]
    reader.go(address(site, tree, tree.start))
    reader.type("body", "1")
    reader.ready_at(address(site, tree, end(tree, first), first))
    reader.type("body", Keys.BACKSPACE)
    reader.ready_at(address(site, tree, tree.start, first))


def test_an_answer_changed_at_the_outcome_keeps_the_others_that_still_come_up(reader, site, tree, walk):
    place, other = next(
        (place, key)
        for place, (question, chosen) in enumerate(walk)
        for key in tree.questions[question].answers
        if key != chosen and place > 1 and changed_at(tree, walk, place, key)[3]
    )
    question, chosen = walk[place]
    taken, node, waiting, dropped = changed_at(tree, walk, place, other)
    reader.go(address(site, tree, end(tree, walk), walk))
    reader.run("for (const closed of document.querySelectorAll('.reasons details')) closed.open = true")
    reader.click(f".reasons .change[href*='/{question}/']")
    reader.ready_at(address(site, tree, question, walk))
    assert reader.all("[aria-current=true] .label") == [
        f"{tree.questions[question].answers[chosen].label} your answer"
    ]
    reader.choose(other)
    reader.ready_at(address(site, tree, node, taken + waiting))
    assert reader.trail() == labels(tree, taken)
    told = " · ".join(asked_and_label(tree, pair) for pair in dropped)
    assert reader.seen(".notice p") == [f"No longer asked, so dropped: {told}"]


def test_our_back_and_the_browsers_and_a_reload_keep_the_trail(reader, site, tree, walk):
    stops = [address(site, tree, question, walk[:place]) for place, (question, _) in enumerate(walk[:4])]

    def shows(place, given):
        reader.ready_at(stops[place].partition("#")[0] + fragment(given))
        assert reader.trail() == labels(tree, given)

    reader.go(stops[0])
    for place, (_, answer) in enumerate(walk[:3], 1):
        reader.choose(answer)
        shows(place, walk[:place])
    for place in (2, 1, 0):
        reader.driver.back()
        shows(place, walk[:place])
    for place in (1, 2, 3):
        reader.driver.forward()
        shows(place, walk[:place])
    reader.driver.refresh()
    shows(3, walk[:3])
    reader.click(".back")
    shows(2, walk[:3])  # what comes after is kept
    assert reader.all(".trail [aria-current=step]") == labels(tree, walk[2:3])
    reader.driver.refresh()
    shows(2, walk[:3])
    reader.choose(walk[2][1])
    shows(3, walk[:3])


def test_a_shared_link_says_in_a_fresh_session_that_the_answers_came_with_it(reader, begin, site, tree, walk):
    node = end(tree, walk)
    shared = address(site, tree, node, walk)
    reader.go(address(site, tree, walk[-1][0], walk[:-1]))
    reader.choose(walk[-1][1])
    reader.ready_at(shared)
    assert reader.seen(".notice p") == []
    verdict = reader.seen("h1, .summary, .picks, .sure, .reasons, .near")
    assert verdict[0] == tree.outcomes[node].name
    with begin() as other:
        other.go(shared)
        (notice,) = other.seen(".notice p")
        assert notice.startswith(f"{len(walk)} answers came with this link. Not yours? Answer for yourself")
        assert other.seen("h1, .summary, .picks, .sure, .reasons, .near") == verdict
        assert other.trail() == labels(tree, walk)
        assert other.run("return Object.keys(sessionStorage)") == []
        other.driver.refresh()
        other.ready_at(shared)
        other.sees(lambda: other.seen(".notice p"), [])


def test_a_colleague_answers_by_a_link_without_the_first_answers_and_ends_at_both(
    reader, begin, site, tree, way
):
    mine, theirs = way("django-api"), way("fastapi-sql")
    aside = "_vs=" + ",".join(".".join(pair) for pair in mine)
    reader.go(address(site, tree, "django-api", mine))
    reader.click("[data-take=ask]")
    reader.sees(lambda: reader.seen(".take [role=status]"), [COPIED])
    reader.driver.get(f"{site}compare/")
    reader.paste(".find input")
    (invited,) = reader.all(".find input", "it.value")
    assert invited == f"{site}decide/{tree.start}/#{aside}"
    with begin() as other:
        other.go(invited)
        assert other.trail() == []
        for place, (question, answer) in enumerate(theirs):
            other.ready_at(f"{address(site, tree, question, theirs[:place])}{'&' if place else '#'}{aside}")
            (said,) = other.seen(".for-two")
            assert said.startswith("Answer for yourself")
            other.choose(answer)
        other.ready_at(f"{address(site, tree, 'fastapi-sql', theirs)}&{aside}")
        assert other.seen(".two > p") == [
            f"Who asked ends at: {tree.outcomes['django-api'].name}",
            "The link of this page carries both people's answers: send it back.",
        ]
        one, two = dict(theirs), dict(mine)
        differ = [question for question in one | two if one.get(question) != two.get(question)]
        assert other.all(".two > table tbody th") == [tree.questions[question].ask for question in differ]
