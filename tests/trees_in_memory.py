"""What the tests of the compiler share: small trees as texts, and what becomes of them."""

import json
from html.parser import HTMLParser
from pathlib import Path
from random import Random

from hypothesis import settings

from macros import guide
from macros.reading import source
from macros.reading.faults import Faults
from macros.tree import rules

# Generated trees are the same in each run, and a busy machine fails none of them.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

HERE = Path(__file__).parent
BICYCLE = HERE / "trees/bicycle/decision_tree.yaml"
PET = HERE / "trees/pet/decision_tree.yaml"
PROOFS = BICYCLE.parent / guide.EVIDENCE

SMALL = """\
title: Which pet?
start: home
questions:
  home:
    ask: How large is your home?
    help: It needs room.
    answers:
      large: {label: Large, because: dogs need room, next: dog}
      small: {label: Small, next: cat}
outcomes:
  dog: {name: A dog, summary: It needs walks.}
  cat: {name: A cat, summary: It needs a sofa.}
"""


def small(*changes):
    """SMALL with (old, new) changes."""
    return changed(SMALL, *changes)


def changed(text, *changes):
    """A text with (old, new) changes; each `old` stands in it once."""
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def told(work, *arguments):
    """The lines of the faults that `work` raises; none if it raises none."""
    try:
        work(*arguments)
    except Faults as faults:
        return [str(fault) for fault in faults.faults]
    return []


def faults_of(text):
    """What is wrong with the tree in `text`."""
    return told(lambda: rules.check(source.parse(text, "tree.yaml")))


def guide_of(folder, text):
    """The guide that a file with `text` in `folder` gives."""
    file = folder / "decision_tree.yaml"
    file.write_text(text, encoding="utf-8")
    return guide.load(file)


def ladder(rungs):
    """Two questions a rung; both answers of each lead to different questions of the next rung."""
    questions = {
        f"{side}{rung}": {
            "ask": f"{side}{rung}?",
            "answers": {to: {"label": to, "next": f"{to}{rung + 1}"} for to in ("left", "right")},
        }
        for rung in range(1, rungs)
        for side in ("left", "right")
    }
    first = {to: {"label": to, "next": f"{to}1"} for to in ("left", "right")}
    questions = {"start": {"ask": "start?", "answers": first}} | questions
    outcomes = {f"{side}{rungs}": {"name": f"The {side}", "summary": "An end."} for side in ("left", "right")}
    return json.dumps({"title": "Which way?", "start": "start", "questions": questions, "outcomes": outcomes})


def irregular(size, seed=0):
    """As many questions as asked for, of two to four answers each; some outcomes, and some questions, are shared."""
    chance = Random(seed)
    leads = [[] for _ in range(size)]
    roomy = []  # questions that more questions fit behind
    for number in range(size):
        if number:
            place = chance.randrange(len(roomy))
            leads[roomy[place]].append(f"q{number}")
            if len(leads[roomy[place]]) == 3:
                roomy[place] = roomy[-1]
                roomy.pop()
        roomy.append(number)
    for number, nodes in enumerate(leads):
        for place in range(max(2 - len(nodes), chance.randrange(5 - len(nodes)))):
            shared = [f"q{chance.randrange(number + 1, number + 30)}", f"common{chance.randrange(5)}"]
            to = chance.choice([*shared, *(f"o{number}-{place}",) * 3])
            own = to in nodes or (to[0] == "q" and int(to[1:]) >= size)
            nodes.append(f"o{number}-{place}" if own else to)
    questions = {
        f"q{number}": question(f"What about {number}, when it comes to it?", nodes)
        for number, nodes in enumerate(leads)
    }
    ends = dict.fromkeys(node for nodes in leads for node in nodes if node[0] != "q")
    outcomes = {node: {"name": f"The outcome {node}", "summary": "A good end."} for node in ends}
    return json.dumps(
        {"title": "Which of many?", "start": "q0", "questions": questions, "outcomes": outcomes}
    )


def wide(size):
    """A question that has as many answers as asked for, the last to a question, behind one that leads past it."""
    nodes = [*(f"o{number}" for number in range(size - 1)), f"q{size - 1}"]
    questions = {
        "first": question("Is there more?", ["many", "o0"]),
        "many": question("Which of them?", nodes),
        nodes[-1]: question("And what then?", ["o1", "end"]),
    }
    outcomes = {node: {"name": f"Outcome {node}", "summary": "A good end."} for node in [*nodes[:-1], "end"]}
    return json.dumps(
        {"title": "Which of many?", "start": "first", "questions": questions, "outcomes": outcomes}
    )


def question(ask, nodes):
    """A question with an answer to each of some nodes."""
    answers = {f"a{place}": {"label": f"Rather {place}", "next": node} for place, node in enumerate(nodes)}
    return {"ask": ask, "answers": answers}


class Html(HTMLParser):
    """The tags of a piece of HTML as (name, attributes), and its text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.texts = [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def words(self):
        return " ".join("".join(self.texts).split())

    def every(self, attribute):
        return [attributes[attribute] for _, attributes in self.tags if attribute in attributes]
