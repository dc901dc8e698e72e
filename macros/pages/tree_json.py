"""The whole decision as other programs read it: frozen types, and the JSON Schema that follows from them."""

import datetime
from typing import Annotated, Literal

from pydantic import Field
from pydantic.json_schema import GenerateJsonSchema

from macros.tree.criteria import AddOn, Alternative, Cited, Group, Looked, Part, Rating
from macros.tree.model import Cost, Outcome, Question
from macros.tree.scalars import Line, Markdown, Url

NOTE = (
    "Every key is always there; null, [] or {} stands where there is nothing. "
    "Markdown: at, because, despite, differs, help, judgement, near, says, start (of an outcome), summary, watch, why. "
    "All other texts are plain. Addresses, and links in Markdown that begin with /, count from the folder of this file."
)

Address = Annotated[str, Field(description="The address of its page, from the folder of this file.")]


class ProofRun(Part):
    """One run of a proof."""

    result: str = Field(description="What it showed, such as passed.")
    date: datetime.date = Field(description="The day of the run.")
    python: str = Field(description="The version of Python.")
    versions: dict[str, str] = Field(description="The versions of the packages that it names.")


class Proof(Part):
    """A test that runs."""

    kind: Literal["proof"] = "proof"
    id: Line = Field(description="Its pytest id, below tests/evidence.")
    address: Address
    runs: tuple[ProofRun, ...] = Field(description="Its last runs, one an environment and parameter.")


class Source(Cited):
    """A cited page."""

    kind: Literal["source"] = "source"


class Judgement(Part):
    """An opinion that says it is one."""

    kind: Literal["judgement"] = "judgement"
    judgement: Markdown = Field(description="The opinion, and why. Markdown.")


class BackedCell(Part):
    """What is claimed of one column under one criterion, and what backs it."""

    rating: str | None = Field(description="The id of a rating; null where a figure speaks for itself.")
    add_ons: tuple[str, ...] = Field(alias="with", description="The ids of the add-ons that do it.")
    says: Markdown = Field(description="The claim in a sentence or two. Markdown.")
    looked: Looked | None = Field(description="The search that found no add-on.")
    evidence: Proof | Source | Judgement = Field(description="What backs the claim, told apart by `kind`.")


class BackedCriterion(Part):
    """A thing to compare by."""

    name: Line = Field(description="What a reader would call it.")
    search: tuple[Line, ...] = Field(description="Other words by which readers search for it.")
    group: str | None = Field(description="The id of the group it stands in.")
    address: Address
    cells: dict[str, BackedCell] = Field(
        description="One cell for each column, by the id of its alternative."
    )


class PlacedQuestion(Question):
    """A page that asks one thing, and where it stands. A click is an answer chosen."""

    address: Address
    fewest_asked: int = Field(description="The fewest clicks from the start to this question.")
    most_asked: int = Field(description="The most clicks from the start to this question.")
    most_left: int = Field(description="The most clicks from this question to an outcome.")


class PlacedOutcome(Outcome):
    """A page at the end: what is recommended, and why."""

    address: Address
    proof: Proof | None = Field(description="A test that runs the first commands.")


class WalkedCase(Part):
    """A real project walked through the questions by its needs, and what it really uses."""

    name: Line = Field(description="Its name, as its makers write it.")
    url: Url = Field(description="Its repository.")
    what: Line = Field(description="What it is.")
    address: Address
    answers: dict[str, str] = Field(
        description="The answer to each question that came up, by ids. `unknown`, where a question has no such answer, "
        "follows every answer."
    )
    outcomes: tuple[str, ...] = Field(
        description="The ids of the outcomes that the answers lead to; several after an `unknown`."
    )
    uses: str = Field(description="The id of the alternative that it really uses.")
    seen: Url = Field(description="The line of its own files that shows it.")
    verdict: Literal["same", "also fine", "came later", "different"] = Field(
        description="Whether the outcomes pick what it uses, name it as near, pick what came later than the project, or "
        "none of these."
    )
    differs: Markdown | None = Field(description="Why the verdict is `different`. Markdown.")


class Decision(Part):
    """A decision tree with all that backs it, compiled from the YAML that the site is made from."""

    schema_file: Literal["tree.schema.json"] = Field("tree.schema.json", alias="$schema")
    format: Literal[1] = Field(1, description="Rises when a key goes or changes its meaning.")
    note: str = Field(NOTE, description="How to read this file.")
    title: Line = Field(description="The decision, as a question.")
    start: str = Field(description="The id of the first question.")
    alternatives: dict[str, Alternative] = Field(description="Everything an outcome may pick.")
    columns: tuple[str, ...] = Field(description="The ids of the alternatives that are compared.")
    add_ons: dict[str, AddOn] = Field(
        alias="add-ons", description="The packages that cells and outcomes name."
    )
    ratings: dict[str, Rating] = Field(description="The scale of the cells, best first.")
    groups: dict[str, Group] = Field(description="Groups of criteria.")
    costs: dict[str, Cost] = Field(description="Classes of what a change costs, the cheapest first.")
    moves: dict[str, dict[str, str]] = Field(description="What it costs to change from one to another.")
    versions: dict[str, tuple[str, ...]] = Field(
        description="The versions of each package that the proofs ran on, newest first."
    )
    questions: dict[str, PlacedQuestion] = Field(description="The questions, by their ids.")
    outcomes: dict[str, PlacedOutcome] = Field(description="The outcomes, by their ids.")
    criteria: dict[str, BackedCriterion] = Field(description="What is compared, by its id.")
    cases: dict[str, WalkedCase] = Field(description="The real projects, by their ids.")


class _AsWritten(GenerateJsonSchema):
    """A Decision is written with all its keys. A title such as "Most Left" says no more than its key."""

    def field_title_should_be_set(self, schema) -> bool:
        return False

    def field_is_required(self, *_, **__) -> bool:
        return True

    def default_schema(self, schema) -> dict:
        return self.generate_inner(schema["schema"])


def schema() -> dict:
    """Return the JSON Schema of a Decision as it is written."""
    types = Decision.model_json_schema(mode="serialization", schema_generator=_AsWritten)
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": Decision.model_fields["schema_file"].default,
    } | types
