"""What the tests of the reader's trail share: paths through a tree, worked out apart from the script, and clicks along them."""

from collections import Counter
from collections.abc import Iterator

Trail = list[tuple[str, str]]  # (question, answer), as they were asked
READY = "html[data-trail=ready]"


def paths(tree, node: str | None = None) -> Iterator[Trail]:
    """All paths from a node, or the start, to an outcome."""
    node = node or tree.start
    if node in tree.outcomes:
        yield []
        return
    for key, answer in tree.questions[node].answers.items():
        for rest in paths(tree, answer.next):
            yield [(node, key), *rest]


def replay(tree, trail: Trail) -> tuple[Trail, str]:
    """The answers that come up, and the node they lead to."""
    answers, taken, node = dict(trail), [], trail[0][0]
    while node in answers:
        taken.append((node, answers[node]))
        node = tree.questions[node].answers[answers[node]].next
    return taken, node


def ahead(tree, node: str) -> set[str]:
    """The questions that can still come up from a node on."""
    if node in tree.outcomes:
        return set()
    return {node}.union(*(ahead(tree, answer.next) for answer in tree.questions[node].answers.values()))


def changed_at(tree, trail: Trail, place: int, answer: str) -> tuple[Trail, str, Trail, Trail]:
    """Another answer at one place.

    Returns the answers that come up, where they lead, those that can still come up, and those that cannot.
    """
    given = [*trail[:place], (trail[place][0], answer), *trail[place + 1 :]]
    taken, node = replay(tree, given)
    still = ahead(tree, node)
    left = [pair for pair in given if pair not in taken]
    waiting = [pair for pair in left if pair[0] in still]
    return taken, node, waiting, [pair for pair in left if pair not in waiting]


def end(tree, trail: Trail) -> str:
    """Where a trail leads."""
    return replay(tree, trail)[1]


def longest(tree) -> Trail:
    """A longest path from the start to an outcome."""
    return max(paths(tree), key=len)


def route_of(tree, node: str) -> str:
    """Where a node's page stands below the site."""
    return f"{'outcome' if node in tree.outcomes else 'decide'}/{node}/"


def fragment(trail: Trail) -> str:
    """A trail as an address carries it; nothing for none."""
    return "#" + "&".join(f"{question}={answer}" for question, answer in trail) if trail else ""


def address(site: str, tree, node: str, trail: Trail = ()) -> str:
    """Where a node's page stands, with a trail."""
    return site + route_of(tree, node) + fragment(trail)


def asked_and_label(tree, pair: tuple[str, str]) -> str:
    """A question and the answer to it: "Which pet? A dog"."""
    question = tree.questions[pair[0]]
    return f"{question.ask} {question.answers[pair[1]].label}"


def labels(tree, trail: Trail) -> list[str]:
    return [tree.questions[question].answers[answer].label for question, answer in trail]


def ready_at(page, address: str) -> None:
    """Wait until the page at an address, with its fragment, shows the trail."""
    page.wait_for_url(address, wait_until="commit")
    page.locator(READY).wait_for(state="attached")


def go(page, address: str) -> None:
    """Open an address, as from outside."""
    page.goto(address, wait_until="commit")
    page.locator(READY).wait_for(state="attached")


def choose(page, answer: str) -> None:
    """Click an answer by its id."""
    page.locator(f"[data-answer={answer}] > a").click()


def words(locator) -> list[str]:
    """The text of each element, in one line, with what only a screen reader says."""
    return [" ".join(text.split()) for text in locator.all_text_contents()]


def notices(page) -> list[str]:
    """The lines of the notice, in order."""
    return page.locator(".notice p").all_inner_texts()


def trail_of(page) -> list[tuple[str, str]]:
    """The line on top: the text and the address of each link."""
    return page.locator(".trail li a").evaluate_all("all => all.map(link => [link.textContent, link.href])")


def sums_of(tree, trail: Trail) -> Counter:
    """How far the answers lean to each alternative."""
    sums = Counter()
    for question, answer in trail:
        sums.update(tree.questions[question].answers[answer].leans)
    return sums


def points_told(tree, trail: Trail) -> str:
    """Those sums in words, most first: "One 3 points, Other 1"; "" if there are none."""
    told = [f"{tree.alternatives[key].name} {points}" for key, points in sums_of(tree, trail).most_common()]
    unit = " point" if told and told[0].endswith(" 1") else " points"
    return ", ".join([told[0] + unit, *told[1:]]) if told else ""
