"""Two graphs -> what becomes of each trail of the old one in the new one.

A trail is what one reader of the old tree answered, from its start to an outcome. It is walked again from the start of
the new tree, with the same answers to the same questions (those with the same ids), in the same order. An answer to a
question that is not asked any more is passed over.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from macros.tree.graph import Graph

LIMIT = 100_000  # trails of the old tree; where there are more, none is listed
Trail = tuple[tuple[str, str], ...]  # (question, answer), in the order of the clicks


@dataclass(frozen=True, slots=True)
class Ends:
    """The trail ended at the outcome `before`, and ends at `now`."""

    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The new tree asks a question that the trail does not answer from there on."""

    question: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The new tree asks a question of the trail, and the answer is gone from it."""

    question: str
    answer: str


Fate = Ends | Asked | Gone


@dataclass(frozen=True, slots=True)
class Trails:
    """What becomes of the trails; if there are more than LIMIT, only how many there are."""

    total: int
    fates: tuple[tuple[Fate, int], ...]  # the most frequent first
    # After each answer to the question that is asked: how many end as before ("same"), how many end "elsewhere", and how
    # many are asked something else again, or have lost an answer ("open").
    after: dict[Asked, dict[str, Counter[str]]]
    examples: tuple[tuple[Trail, Fate], ...]  # how trails begin that do not end as before, the shortest first


def is_same(fate: Fate) -> bool:
    """Whether the trail ends at the outcome where it ended."""
    return isinstance(fate, Ends) and fate.before == fate.now


def retrace(old: Graph, new: Graph) -> Trails:
    """Walk every trail of the old tree in the new one."""
    if old.path_count > LIMIT:
        return Trails(old.path_count, (), {}, ())
    answers = {question: dict(pairs) for question, pairs in new.answers.items()}
    fates: dict[Trail, Fate] = {}
    after: dict[Asked, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for trail, outcome in _trails(old):
        fate, rest = _walk(answers, new.start, trail, outcome)
        fates[trail] = fate
        if isinstance(fate, Asked):
            for answer, node in answers[fate.question].items():
                then, _ = _walk(answers, node, rest, outcome)
                ends = "same" if is_same(then) else "elsewhere" if isinstance(then, Ends) else "open"
                after[fate][answer][ends] += 1
    counts = sorted(Counter(fates.values()).items(), key=lambda item: (-item[1], repr(item[0])))
    return Trails(old.path_count, tuple(counts), after, tuple(_examples(fates)))


def _trails(graph: Graph) -> Iterator[tuple[Trail, str]]:
    """Every trail with its outcome, in the order of the answers."""
    waiting: list[tuple[Trail, str]] = [((), graph.start)]
    while waiting:
        trail, node = waiting.pop()
        if node not in graph.answers:
            yield trail, node
        waiting += [((*trail, (node, answer)), to) for answer, to in reversed(graph.answers.get(node, ()))]


def _walk(answers: dict[str, dict[str, str]], node: str, trail: Trail, outcome: str) -> tuple[Fate, Trail]:
    """Give the answers of a trail from `node` of the new tree on; return its fate, and its answers that are left."""
    while node in answers:
        asked = [question for question, _ in trail]
        if node not in asked:
            return Asked(node), trail
        place = asked.index(node)
        answer, trail = trail[place][1], trail[place + 1 :]
        if answer not in answers[node]:
            return Gone(node, answer), trail
        node = answers[node][answer]
    return Ends(outcome, node), ()


def _examples(fates: dict[Trail, Fate]) -> list[tuple[Trail, Fate]]:
    """The trails that do not end as before, each only as far as needed: all that begin like this have the same fate."""
    begun: dict[Trail, set[Fate]] = defaultdict(set)
    for trail, fate in fates.items():
        for length in range(len(trail) + 1):
            begun[trail[:length]].add(fate)
    certain = [(begin, *found) for begin, found in begun.items() if len(found) == 1]
    shortest = [(begin, fate) for begin, fate in certain if not begin or len(begun[begin[:-1]]) > 1]
    return sorted((item for item in shortest if not is_same(item[1])), key=lambda item: len(item[0]))
