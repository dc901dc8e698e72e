"""Generated graphs, and a walk of every way through one."""

from hypothesis import strategies as st

from macros.tree.graph import Graph


@st.composite
def graphs(draw):
    """Small graphs without loops, all of them reached; answers may share what they lead to."""
    count, ends = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    nodes = [f"q{n}" for n in range(count)] + [f"o{n}" for n in range(ends)]
    answers = {}
    for place in range(count):
        to = draw(st.lists(st.sampled_from(nodes[place + 1 :]), min_size=1, max_size=4))
        answers[nodes[place]] = tuple((f"a{n}", node) for n, node in enumerate(to))
    there = {node for walk in walks("q0", answers) for node in walk}
    return Graph(
        "q0", {q: a for q, a in answers.items() if q in there}, tuple(n for n in nodes[count:] if n in there)
    )


def walks(node, answers):
    """Every way from `node` to an end, as the nodes on it."""
    if node not in answers:
        return [[node]]
    return [[node, *rest] for _, to in answers[node] for rest in walks(to, answers)]
