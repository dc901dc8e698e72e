"""A whole decision as frozen types: questions, answers, outcomes. The descriptions are what contributors read."""

from pydantic import Field

from macros.tree.criteria import AddOn, Alternative, Cell, Criterion, Group, Part, Rating
from macros.tree.scalars import Line, Markdown, Weight


class Cost(Part):
    """A class of what it costs to change one's mind."""

    name: Line = Field(description="What is to be done, in a few words.")
    means: Line = Field(
        description="What stays and what goes, in a sentence, and whether it grows with time."
    )


class Answer(Part):
    """What a reader clicks."""

    label: Line = Field(description="The answer in a few plain words.")
    hint: Line | None = Field(
        None, description="Examples of it; of an answer such as “I don't know yet”, what is then assumed."
    )
    because: Markdown | None = Field(None, description="One sentence that completes “because …”. Markdown.")
    leans: dict[str, Weight] = Field({}, description="Where this answer pushes, and how far: 1 to 5.")
    next: str = Field(description="The id of the question or outcome it leads to.")


class Question(Part):
    """A page that asks one thing."""

    ask: Line = Field(description="The question.")
    help: Markdown | None = Field(None, description="How to tell, in one sentence. Markdown.")
    why: Markdown | None = Field(None, description="Why we ask, and what else helps to tell. Markdown.")
    compare: tuple[str, ...] = Field((), description="The criteria that matter here.")
    answers: dict[str, Answer] = Field(description="Two or more answers, by their ids.")


class Outcome(Part):
    """A page at the end: what we recommend, and why."""

    name: Line = Field(description="The recommendation in a few words.")
    picks: tuple[str, ...] = Field((), description="The alternatives it picks.")
    add_ons: tuple[str, ...] = Field(
        (), alias="with", description="The ids of the add-ons that belong to the pick."
    )
    near: dict[str, Markdown] = Field({}, description="Alternatives that are also fine, and when. Markdown.")
    unless: dict[str, dict[str, tuple[str, ...]]] = Field(
        {},
        description="For an alternative in `near`, the answers that rule it out or have met its condition: a question, "
        "and some of its answers.",
    )
    despite: Markdown | None = Field(
        None,
        description="Why the pick is right all the same where the answers lean to something else. Markdown.",
    )
    summary: Markdown = Field(description="The recommendation in two or three sentences. Markdown.")
    start: Markdown | None = Field(None, description="The first commands. Markdown.")
    proof: Line | None = Field(None, description="The pytest id of a test that runs the first commands.")
    watch: Markdown | None = Field(None, description="What to look out for. Markdown.")
    compare: tuple[str, ...] = Field((), description="The criteria that matter here.")


class Situation(Part):
    """What many readers have in common: a way in, with the answers that they would give."""

    name: Line = Field(description="The situation in a few words.")
    hint: Line | None = Field(None, description="Who or what is meant, in a sentence.")
    answers: dict[str, str] = Field(
        description="An answer to each question on the way to an outcome: question: answer."
    )


class Tree(Part):
    """A whole decision."""

    title: Line = Field(description="The decision, as a question.")
    start: str = Field(description="The id of the first question.")
    alternatives: dict[str, Alternative] = Field({}, description="Everything an outcome may pick.")
    columns: tuple[str, ...] = Field(
        (), description="The alternatives that the tables show; all, if left out."
    )
    add_ons: dict[str, AddOn] = Field(
        {}, alias="add-ons", description="The packages that cells and outcomes name in `with`."
    )
    ratings: dict[str, Rating] = Field({}, description="The scale of the tables, best first.")
    groups: dict[str, Group] = Field({}, description="Groups of criteria, in the order they are shown.")
    criteria: dict[str, Criterion] = Field({}, description="What to compare by.")
    costs: dict[str, Cost] = Field({}, description="Classes of what a change costs, the cheapest first.")
    moves: dict[str, dict[str, str]] = Field(
        {}, description="For an alternative, those that one may change to, each with the id of a cost."
    )
    questions: dict[str, Question] = Field(description="The questions, by their ids.")
    outcomes: dict[str, Outcome] = Field(description="The outcomes, by their ids.")
    situations: dict[str, Situation] = Field(
        {}, description="Ways in for readers in a common situation, in the order they are shown."
    )
    unasked: Markdown | None = Field(
        None, description="What no question asks, and why: a line on each outcome. Markdown."
    )

    @property
    def shown(self) -> tuple[str, ...]:
        """The ids of the columns that the tables show."""
        return self.columns or tuple(self.alternatives)

    @property
    def cells(self) -> list[tuple[str, str, Cell]]:
        """Every cell, with the ids of its criterion and column."""
        return [
            (row, column, cell)
            for row, criterion in self.criteria.items()
            for column, cell in criterion.cells.items()
        ]

    @property
    def proofs(self) -> list[tuple[tuple[str, ...], str]]:
        """Every proof that is named, with the place that names it."""
        cells = [
            (("criteria", row, "cells", column, "proof"), cell.proof) for row, column, cell in self.cells
        ]
        outcomes = [(("outcomes", node, "proof"), outcome.proof) for node, outcome in self.outcomes.items()]
        return [(place, proof) for place, proof in cells + outcomes if proof]

    def title_of(self, node: str) -> str:
        """What the question or outcome `node` is called."""
        return self.questions[node].ask if node in self.questions else self.outcomes[node].name
