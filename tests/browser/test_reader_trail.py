"""The reader's own trail, in a real Chromium: walked, changed, gone back on, shared, damaged."""

import pytest
from playwright.sync_api import expect
from trails import (
    address,
    asked_and_label,
    changed_at,
    choose,
    end,
    fragment,
    go,
    labels,
    longest,
    notices,
    paths,
    points_told,
    ready_at,
    route_of,
    trail_of,
    words,
)

MARKER = "zq7marker"
DAMAGED = "Part of the address could not be understood, and was left out."
ASSUMED = "These answers are assumed. Check them below: each can be changed."


def links(site, tree, trail, waiting=()):
    """The line on top of a trail: each answer, with a link to its question that keeps all that can come up."""
    addresses = [f"{site}decide/{question}/{fragment([*trail, *waiting])}" for question, _ in trail]
    return [list(pair) for pair in zip(labels(tree, trail), addresses, strict=True)]


@pytest.fixture(scope="module")
def walk(guide):
    """A longest way through the tree."""
    return longest(guide.tree)


# --- assumed ---


def test_answers_of_a_situation_are_said_to_be_assumed_until_they_are_looked_at_again(window, site, guide):
    tree, situation = guide.tree, next(iter(guide.tree.situations.values()))
    trail, node = guide.graph.follow(situation.answers)
    with window() as watched:
        page = watched.page
        go(page, f"{address(site, tree, node, trail)}&assumed")
        assert notices(page) == [ASSUMED]
        assert page.url == address(site, tree, node, trail)
        assert trail_of(page) == links(site, tree, trail)
        page.reload()
        ready_at(page, address(site, tree, node, trail))
        assert notices(page) == []


# --- walked ---


def so_far_of(tree, trail):
    """What the line of progress says of the sums, most first."""
    told = points_told(tree, trail)
    return f" · so far {told}" if told else ""


def test_each_page_lists_the_answers_so_far_and_the_outcome_counts_them(window, site, guide, walk):
    tree, most_left = guide.tree, guide.graph.most_left
    with window() as watched:
        page = watched.page
        page.goto(site)
        page.locator(".start a").click()
        assert page.locator(".trail").inner_text() == "Back"
        for place, (question, answer) in enumerate(walk):
            ready_at(page, address(site, tree, question, walk[:place]))
            assert trail_of(page) == links(site, tree, walk[:place])
            left = most_left[question] - 1
            more = f"at most {left} more" if left else "the last one"
            so_far = so_far_of(tree, walk[:place])
            assert page.locator(".progress").inner_text() == f"Question {place + 1} · {more}{so_far}"
            choose(page, answer)
        ready_at(page, address(site, tree, end(tree, walk), walk))
        assert trail_of(page) == links(site, tree, walk)
        assert page.locator(".progress").inner_text() == f"Recommendation after {len(walk)} questions"
        changes = page.locator(".reasons .change").evaluate_all("all => all.map(link => link.href)")
        assert {*changes} == {address(site, tree, question, walk) for question, _ in walk}
        assert notices(page) == []


def test_a_question_lists_the_answers_given_with_a_way_to_change_each(window, site, guide, walk):
    tree, given, here = guide.tree, walk[:2], walk[2][0]
    with window() as watched:
        page = watched.page
        go(page, address(site, tree, here, given))
        page.locator(".given summary").click()
        terms = page.locator(".given dt").all_inner_texts()
        assert terms == [tree.questions[question].ask for question, _ in given]
        changes = page.locator(".given .change").evaluate_all("all => all.map(link => link.href)")
        assert changes == [address(site, tree, question, given) for question, _ in given]
        page.get_by_role("link", name="Start again").click()
        ready_at(page, f"{site}decide/{tree.start}/")
        assert trail_of(page) == []


def test_a_trail_that_begins_on_the_way_does_not_claim_the_number_of_its_question(window, site, guide, walk):
    tree, part = guide.tree, walk[1:]
    with window() as watched:
        page = watched.page
        go(page, address(site, tree, part[1][0], part[:1]))
        assert trail_of(page) == links(site, tree, part[:1])
        few, most = (counts[part[1][0]] + 1 for counts in (guide.graph.fewest_asked, guide.graph.most_asked))
        between = "or" if most == few + 1 else "to"
        number = f"{few} {between} {most}" if most > few else f"{few}"
        assert page.locator(".progress span").first.inner_text() == f"Question {number}"
        go(page, address(site, tree, end(tree, part), part))
        assert page.locator(".progress span").first.inner_text() == "Recommendation"


# --- changed ---


def changes_of(tree, trail):
    """All changes of one answer: the place, the other answer, and what becomes of the trail."""
    for place, (question, chosen) in enumerate(trail):
        for answer in tree.questions[question].answers:
            if answer != chosen:
                yield place, answer, *changed_at(tree, trail, place, answer)


def a_change(tree, fits):
    """A trail and a change of one of its answers that fits."""
    return next(
        (trail, *change) for trail in paths(tree) for change in changes_of(tree, trail) if fits(tree, *change)
    )


def keeps_all(tree, place, _, taken, node, waiting, dropped):
    return node in tree.outcomes and not dropped and len(taken) > place + 2


def drops_some_on_the_way_to_an_outcome(tree, place, _, taken, node, waiting, dropped):
    return node in tree.outcomes and dropped and len(taken) > place + 1


def stops_at_a_new_question_and_drops_all_that_followed(tree, place, _, taken, node, waiting, dropped):
    return node in tree.questions and dropped and not waiting and place > 0


def stops_at_a_new_question_and_keeps_what_can_still_come_up(tree, place, _, taken, node, waiting, dropped):
    return node in tree.questions and waiting and dropped


CHANGES = [
    keeps_all,
    drops_some_on_the_way_to_an_outcome,
    stops_at_a_new_question_and_drops_all_that_followed,
    stops_at_a_new_question_and_keeps_what_can_still_come_up,
]


def test_a_changed_answer_keeps_what_still_comes_up_and_names_what_does_not(window, site, guide, subtests):
    tree = guide.tree
    with window() as watched:
        for fits in CHANGES:
            with subtests.test(fits.__name__):
                change_one(watched.page, site, tree, *a_change(tree, fits))


def change_one(page, site, tree, trail, place, answer, taken, node, waiting, dropped):
    """Change the answer at one place from the outcome, and see what is kept, said, and left in the address."""
    question, chosen = trail[place]
    go(page, address(site, tree, end(tree, trail), trail))
    for closed in page.locator(".reasons summary").all():
        closed.click()
    page.locator(f".reasons .change[href*='/{question}/']").click()
    ready_at(page, address(site, tree, question, trail))
    assert page.locator(".trail li.kept").all_inner_texts() == labels(tree, trail[place:])
    (name,) = labels(tree, [trail[place]])
    assert page.locator(".trail [aria-current=step]").all_inner_texts() == [name]
    assert words(page.locator(".answers [aria-current=true] .label")) == [f"{name} your answer"]
    assert page.locator(f"[data-answer={chosen}] > [aria-current=true]").count() == 1
    choose(page, answer)
    ready_at(page, address(site, tree, node, taken + waiting))
    assert trail_of(page) == links(site, tree, taken, waiting)
    names = " · ".join(asked_and_label(tree, pair) for pair in dropped)
    lines = [f"No longer asked, so dropped: {names}"] if dropped else []
    assert notices(page) == lines
    page.reload(wait_until="commit")
    ready_at(page, address(site, tree, node, taken + waiting))
    assert notices(page) == []


def test_the_same_answer_again_returns_to_where_the_trail_ends(window, site, guide, walk):
    tree = guide.tree
    with window() as watched:
        page = watched.page
        for trail, ends in ((walk, end(tree, walk)), (walk[:3], walk[3][0])):
            go(page, address(site, tree, walk[0][0], trail))
            choose(page, walk[0][1])
            ready_at(page, address(site, tree, ends, trail))
            assert notices(page) == []


def test_an_answer_changed_before_the_tree_is_here_changes_the_same_trail(window, site, guide, walk):
    tree = guide.tree
    place, other = next(
        (place, key)
        for place, (question, chosen) in enumerate(walk)
        for key, answer in tree.questions[question].answers.items()
        if key != chosen and answer.next == tree.questions[question].answers[chosen].next
    )
    question = walk[place][0]
    after = tree.questions[question].answers[other].next
    changed = [*walk[:place], (question, other), *walk[place + 1 :]]
    with window() as watched:
        page = watched.page
        page.route("**/walk.json?v=*", lambda route: None, times=1)  # it never comes
        page.goto(address(site, tree, question, walk))
        page.locator(f".answers a[href*='{question}=']").first.wait_for()
        choose(page, other)
        ready_at(page, address(site, tree, after, changed))
        assert trail_of(page) == links(site, tree, changed)
        assert notices(page) == []


# --- back, reload, elsewhere ---


def test_back_and_forward_and_reload_show_the_trail_of_each_page(window, site, guide, walk):
    tree = guide.tree
    stops = [address(site, tree, question, walk[:place]) for place, (question, _) in enumerate(walk[:4])]

    def shows(place):
        ready_at(page, stops[place])
        assert trail_of(page) == links(site, tree, walk[:place])

    with window() as watched:
        page = watched.page
        go(page, stops[0])
        for place, (_, answer) in enumerate(walk[:3], 1):
            choose(page, answer)
            shows(place)
        for place in (2, 1, 0):
            page.go_back(wait_until="commit")
            shows(place)
        for place in (1, 2, 3):
            page.go_forward(wait_until="commit")
            shows(place)
        page.reload(wait_until="commit")
        shows(3)


def test_the_address_opened_elsewhere_shows_the_same_trail_and_nothing_is_stored(window, site, guide, walk):
    tree = guide.tree
    shared = address(site, tree, end(tree, walk), walk)
    seen = []
    for _ in range(2):
        with window() as watched:
            page = watched.page
            go(page, shared)
            seen.append((page.url, page.locator(".page").inner_text()))
            assert (
                page.locator(".notice").inner_text().startswith(f"{len(walk)} answers came with this link.")
            )
            assert trail_of(page) == links(site, tree, walk)
            assert watched.context.cookies() == []
            stored = page.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage))")
            assert [key for key in stored if not key.endswith("__palette")] == []
            watched.asked = [url for url in watched.asked if "=" not in url.split("#")[0]]
    assert seen[0] == seen[1]


def test_a_fragment_changed_by_hand_is_read_at_once(window, site, guide, walk):
    tree = guide.tree
    with window() as watched:
        page = watched.page
        go(page, address(site, tree, walk[1][0], walk[:1]))
        page.evaluate("hash => { location.hash = hash }", fragment(walk[:2]))
        expect(page.locator(".trail li")).to_have_text(labels(tree, walk[:2]))
        ready_at(page, address(site, tree, walk[1][0], walk[:2]))


# --- damaged ---

WITHOUT_NOTICE = {"a bare mark": "#", "the top of the page": "#top"}
WITH_NOTICE = {
    "a word": f"#{MARKER}",
    "a script": f"#<script>{MARKER}()</script>",
    "a broken percent": f"#%{MARKER}%E0%A4%A",
    "cut before its first sign": "#QUESTION",
    "a colleague's answers that are none": f"#_vs={MARKER}.x",
    "an unknown question": f"#{MARKER}=x",
    "an unknown answer": f"#QUESTION={MARKER}",
    "markup for an answer": f"#QUESTION=<b>{MARKER}</b>",
    "percent-encoded markup": f"#%3Cscript%3E{MARKER}()%3C/script%3E=%3Cb%3E",
    "javascript: as an answer": f"#QUESTION=javascript:{MARKER}()",
    "__proto__": f"#__proto__={MARKER}",
    "an inherited name": f"#constructor={MARKER}&toString=no",
    "an inherited answer": "#QUESTION=toString&hasOwnProperty=__proto__",
    "only signs": "#&&==&=",
    "very long": f"#{MARKER}=" + "x" * 20_000,
    "emoji": f"#🦔={MARKER}&QUESTION=🦔",
    "two signs": f"#QUESTION=ANSWER={MARKER}",
    "quotes": f"#\"'`={MARKER}'\"",
    "a backslash and brackets": f"#a\\]=[{MARKER}",
    "an entity": f"#&lt;{MARKER}&gt;=&quot;",
    "nothing, encoded": f"#%00={MARKER}%00",
    "letters that look alike": f"#{MARKER}=\u043d\u043e&\u0441onstructor=\uff4eo",
    "broken percents": f"#%=%E0%A4%A{MARKER}",
}


LOOKS = "[document.documentElement.outerHTML, document.body.innerText]"


def open_damaged(page, url):
    """Open an address as from outside, also where only its fragment is another."""
    page.goto("about:blank")
    go(page, url)


def test_a_damaged_fragment_breaks_no_question_and_shows_nowhere(window, site, guide, walk, subtests):
    tree, (here, answer) = guide.tree, walk[1]
    own = [
        address(site, tree, other.next, [(here, key)]) for key, other in tree.questions[here].answers.items()
    ]
    with window() as watched:
        page = watched.page
        for damage, torn in (WITHOUT_NOTICE | WITH_NOTICE).items():
            with subtests.test(damage):
                torn = torn.replace("QUESTION", here).replace("ANSWER", answer)
                open_damaged(page, address(site, tree, here) + torn)
                assert notices(page) == ([DAMAGED] if damage in WITH_NOTICE else [])
                assert MARKER not in "".join(page.evaluate(LOOKS))
                assert page.locator(".trail li").count() == 0
                answers = page.locator("[data-answer] > a")
                assert answers.evaluate_all("all => all.map(link => link.href)") == own
                assert watched.errors == []


def test_all_damages_at_once_break_no_outcome_and_no_map(window, site, guide, walk):
    outcome = site + route_of(guide.tree, end(guide.tree, walk))
    torn = "#" + "&".join(damage.removeprefix("#") for damage in (WITHOUT_NOTICE | WITH_NOTICE).values())
    with window() as watched:
        page = watched.page
        for here in (outcome, f"{site}map/"):
            open_damaged(page, here + torn)
            assert notices(page) == [DAMAGED]
            assert MARKER not in "".join(page.evaluate(LOOKS))
            assert page.locator(".trail li, .drawing .taken").count() == 0
            record = page.locator(".record")
            assert here != outcome or record.text_content().rstrip().endswith(f"\nDecided with: {outcome}")


def test_what_is_sound_in_a_damaged_fragment_is_kept_and_the_address_mended(window, site, guide, walk):
    tree, given, here = guide.tree, walk[:2], walk[2][0]
    (first, one), (second, two) = given
    another = next(key for key in tree.questions[first].answers if key != one)
    torn = f"#{MARKER}=x&&{first}={another}&{second}={two}&{MARKER}&{first}={one}&__proto__=x"
    with window() as watched:
        page = watched.page
        for route in (route_of(tree, here), "map/"):
            go(page, site + route + torn)
            ready_at(page, site + route + fragment(given))
            assert notices(page) == [DAMAGED]
            assert MARKER not in "".join(page.evaluate(LOOKS))
        go(page, f"{site}{route_of(tree, here)}{torn}")
        assert trail_of(page) == links(site, tree, given)


def test_answers_that_lead_elsewhere_say_where_and_are_not_taken_for_the_readers(window, site, guide, walk):
    tree = guide.tree
    outcome = end(tree, walk)
    other = next(node for node in tree.outcomes if node != outcome)
    aside = next(node for node in tree.questions if node not in dict(walk) and node != tree.start)
    with window() as watched:
        page = watched.page
        for node in (other, aside):
            go(page, address(site, tree, node, walk))
            name = tree.outcomes[outcome].name
            assert notices(page) == [f"The answers in the address do not lead here. They lead to: {name}"]
            assert trail_of(page) == []
            links_on = page.locator(".notice a").evaluate_all("all => all.map(link => link.href)")
            assert links_on == [address(site, tree, outcome, walk)]
        key, answer = next(iter(tree.questions[aside].answers.items()))
        choose(page, key)
        ready_at(page, address(site, tree, answer.next, [(aside, key)]))
