"""Graph -> its regions: parts of bounded size, each below one entry, that one sheet each can show.

Each node has one home among those that lead to it, which makes the graph a tree. That tree is cut from its ends on, the
heaviest branch first: the fewest parts there can be (Kundu and Misra, "A linear tree partitioning algorithm", 1977).
"""

from dataclasses import dataclass
from functools import cached_property

from macros.graph import Graph

MOST = 120  # boxes of a sheet: questions, answers, outcomes and ways out
WIDE = 20  # answers; a question with more has a list of them, not boxes


@dataclass(frozen=True)
class Regions:
    """What was divided, the region of each node, and from which region each is first entered: regions by their entries."""

    graph: Graph
    region: dict[str, str]
    above: dict[str, str]  # all but the first region

    @cached_property
    def inside(self) -> dict[str, list[str]]:
        """The nodes of each region, in the order of the tree."""
        found: dict[str, list[str]] = {node: [] for node in self.graph.next if self.region[node] == node}
        for node in self.graph.next:
            found[self.region[node]].append(node)
        return found

    @cached_property
    def entered(self) -> dict[str, dict[str, list[str]]]:
        """For each region, those of its nodes that other regions lead to, and from which of them."""
        found: dict[str, dict[str, list[str]]] = {entry: {} for entry in self.inside}
        for node, ways in self.graph.ways_in.items():
            regions = dict.fromkeys(self.region[question] for question, _ in ways)
            if others := [entry for entry in regions if entry != self.region[node]]:
                found[self.region[node]][node] = others
        return found

    @cached_property
    def tree(self) -> Graph:
        """Which region is first entered from which; no answer is called as its ways are."""
        below: dict[str, list[tuple[str, str]]] = {entry: [] for entry in self.inside}
        for entry, above in self.above.items():
            below[above].append((f"map_{entry}", entry))
        leading = {entry: tuple(pairs) for entry, pairs in below.items() if pairs}
        return Graph(self.graph.start, leading, tuple(entry for entry in below if entry not in leading))

    @cached_property
    def parts(self) -> "Regions":
        """The regions of the regions: what an overview shows on one sheet each."""
        return divide(self.tree)

    def from_here_on(self, entry: str) -> list[str]:
        """The maps of which this one shows an overview. Those from the start on stand on a page of their own."""
        return self.parts.inside.get(entry, []) if entry != self.graph.start else []

    def named(self, entry: str) -> set[str]:
        """The nodes that the map of a region names: its own, the next ones, the maps around it and from there on."""
        inside, on = self.inside[entry], self.from_here_on(entry)
        return {
            *inside,
            *(to for node in inside for to in self.graph.next[node]),
            *(other for others in self.entered[entry].values() for other in others),
            *on,
            *(other for map_on in on for other in self.tree.next[map_on]),
        }

    @cached_property
    def behind(self) -> dict[str, int]:
        """How many regions are first entered through each."""
        count: dict[str, int] = {}
        for entry in self.tree.outcomes_first:
            count[entry] = sum(1 + count[other] for other in self.tree.next[entry])
        return count


def divide(graph: Graph) -> Regions:
    """Divide a sound graph into regions; one that a sheet can show stays whole. Linear in the answers."""
    boxes = len(graph.next) + sum(map(len, graph.answers.values()))
    wide = any(is_wide(graph, node) for node in graph.answers)
    homes = _homes(graph)
    entries = _entries(graph, homes) if boxes > MOST or wide else {graph.start}
    region: dict[str, str] = {}
    for node in reversed(graph.outcomes_first):
        region[node] = node if node in entries else region[homes[node]]
    above = {node: region[homes[node]] for node in graph.answers if node in entries and node in homes}
    return Regions(graph, region, above)


def is_wide(graph: Graph, node: str) -> bool:
    """Whether a question has too many answers for boxes."""
    return len(graph.answers.get(node, ())) > WIDE


def _homes(graph: Graph) -> dict[str, str]:
    """For each node but the start, the question it is drawn behind: if it can be, one that draws its answers; the latest
    asked of these, so that lines are short; the first in the tree of these.
    """
    homes: dict[str, str] = {}
    for node, ways in graph.ways_in.items():
        if ways:
            homes[node] = max(
                (question for question, _ in ways),
                key=lambda question: (not is_wide(graph, question), graph.most_asked[question]),
            )
    return homes


def _entries(graph: Graph, homes: dict[str, str]) -> set[str]:
    """The questions to cut off from their homes, and the start."""
    entries, boxes = {graph.start}, dict.fromkeys(graph.outcomes, 1)
    for node in graph.outcomes_first:
        if node in graph.answers:
            at_home = [to for to in graph.next[node] if homes[to] == node]
            branches = [to for to in at_home if to in graph.answers]
            if is_wide(graph, node):
                boxes[node] = 2  # it and its list
                entries.update(branches)
                continue
            boxes[node] = (
                1 + len(graph.answers[node]) + len(graph.next[node]) + sum(boxes[to] - 1 for to in at_home)
            )
            for branch in sorted(branches, key=boxes.__getitem__, reverse=True):
                if boxes[node] > MOST:
                    entries.add(branch)
                    boxes[node] -= boxes[branch] - 1  # a way out stands in its place
    return entries
