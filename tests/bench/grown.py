"""Trees of any size, always the same for the same size; texts as long as those of a real one."""

import json
from random import Random

# The words make no sense; their number, length and markup are those of decision_tree.yaml.
PROSE = (
    "people who look things up correct an order or publish notices need screens for that and somebody has to "
    "build them each request waits while the answer comes from a slower place so the server holds what it can "
    "and drops the rest when it cannot a form asks for five fields two of them rarely filled in by anybody"
)
WORDS = PROSE.split()
FANCY = ("**not at all**", "`pip install it`", "[its own page](https://example.org/page)", "*perhaps*")
QUESTIONS_TO_AN_OUTCOME = 4
QUESTIONS_TO_A_CRITERION = 5
ROWS = 4  # criteria on a page
ALTERNATIVES = ("one", "other", "third")


def grown(count: int) -> str:
    """The YAML of a tree of `count` questions: two thirds of the answers lead to a question of their own, one third to
    one that others lead to as well, and those of the lowest questions to outcomes.
    """
    random = Random(count)
    outcomes = [f"outcome-{n}" for n in range(max(2, count // QUESTIONS_TO_AN_OUTCOME))]
    criteria = [f"criterion-{n}" for n in range(max(ROWS, count // QUESTIONS_TO_A_CRITERION))]

    def text(least: int, most: int) -> str:
        words = random.choices(WORDS, k=random.randint(least, most))
        return " ".join(words).capitalize()

    def markdown(least: int, most: int) -> str:
        return f"{text(least, most)} {random.choice(FANCY)} {text(3, 9).lower()}."

    def rows() -> list[str]:
        first = random.randrange(len(criteria) - ROWS + 1)
        return criteria[first : first + ROWS]

    def target(number: int, place: int) -> str:
        child = 2 * number + 1 + place
        if place == 2:  # shared: what the question beside this one leads to
            child += 2
        return f"question-{child}" if child < count else outcomes[(3 * number + place) % len(outcomes)]

    def answer(number: int, place: int) -> dict:
        label = f"{text(2, 8)} {place}"
        leans = {random.choice(ALTERNATIVES): random.randint(1, 5)}
        return {"label": label, "because": text(6, 16).lower(), "leans": leans, "next": target(number, place)}

    def cell() -> dict:
        backed = (
            {"judgement": markdown(6, 14)}
            if random.random() < 0.5
            else {"source": {"title": text(2, 5), "url": "https://example.org/page", "read": "2026-11-20"}}
        )
        return {"rating": random.choice(["good", "poor"]), "says": markdown(8, 24)} | backed

    tree = {
        "title": "Which one?",
        "start": "question-0",
        "alternatives": {
            key: {"name": key.capitalize(), "url": "https://example.org/"} for key in ALTERNATIVES
        },
        "columns": ["one", "other"],
        "ratings": {"good": {"name": "Good", "tone": "good"}, "poor": {"name": "Poor", "tone": "poor"}},
        "criteria": {
            key: {"name": text(2, 5), "cells": {column: cell() for column in ("one", "other")}}
            for key in criteria
        },
        "questions": {
            f"question-{n}": {
                "ask": f"{text(5, 11)}?",
                "help": f"{markdown(30, 60)}\n\n{markdown(10, 30)}",
                "compare": rows(),
                "answers": {f"answer-{place}": answer(n, place) for place in range(3)},
            }
            for n in range(count)
        },
        "outcomes": {
            key: {
                "name": text(2, 6),
                "picks": [random.choice(ALTERNATIVES)],
                "summary": markdown(20, 40),
                "watch": markdown(30, 60),
                "compare": rows(),
            }
            for key in outcomes
        },
    }
    return yaml_of(tree)


def fan(answers: int) -> str:
    """The YAML of a tree whose first question has many answers, each to an outcome of its own."""
    ends = {f"outcome-{n}": {"name": f"The end {n}", "summary": "It ends here."} for n in range(answers)}
    ways = {f"answer-{n}": {"label": f"The way {n}", "next": f"outcome-{n}"} for n in range(answers)}
    question = {"ask": "Which way?", "answers": ways}
    return yaml_of({"title": "Which?", "start": "way", "questions": {"way": question}, "outcomes": ends})


def yaml_of(tree: dict) -> str:
    """Block style, as a person writes it; the texts in quotes, of which JSON's are YAML's too."""
    return "\n".join(_lines(tree, 0)) + "\n"


def _lines(part: dict, depth: int):
    for key, value in part.items():
        if isinstance(value, dict):
            yield f"{'  ' * depth}{key}:"
            yield from _lines(value, depth + 1)
        else:
            yield f"{'  ' * depth}{key}: {json.dumps(value)}"
