"""What is compared, and by what, as frozen types. The descriptions are what contributors read."""

from functools import cache
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from macros.tree.scalars import MARKDOWN, Day, Line, Markdown, Month, Tone, Url, Year


class Part(BaseModel):
    """What all parts of a tree share: no unknown keys, no change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @property
    def by_key(self) -> dict[str, object]:
        """Its values by their keys in YAML, such as `with`, which Python keeps for itself."""
        return {type(self).model_fields[name].alias or name: value for name, value in self}


@cache
def markdown_keys(kind: type[Part]) -> frozenset[str]:
    """The keys of a part whose texts are Markdown."""
    return frozenset(
        field.alias or name
        for name, field in kind.model_fields.items()
        if MARKDOWN in field.metadata or MARKDOWN in _within(field.annotation)
    )


def _within(annotation: object) -> list[object]:
    """What a type is made of."""
    return [part for inner in get_args(annotation) for part in (inner, *_within(inner))]


class Cited(Part):
    """A page that says it, and the date it was read."""

    title: Line = Field(description="The title of the page.")
    url: Url = Field(description="Its address.")
    read: Day = Field(description="The day it was read, such as 2026-11-20.")


class Release(Part):
    """One release of an alternative, and how long it gets fixes."""

    name: Line = Field(description="Its name or number, such as 5.2 LTS.")
    began: Month = Field(alias="from", description="The month in which it came out, such as 2026-11.")
    until: Month | None = Field(
        None, description="The last month with security fixes; left out if they end with the next release."
    )


class Support(Cited):
    """The releases of an alternative that get fixes, and the page that says so."""

    releases: tuple[Release, ...] = Field(description="Those that get fixes, the oldest first.")


class Alternative(Part):
    """A thing that can be chosen."""

    name: Line = Field(description="Its name, as its makers write it.")
    url: Url = Field(description="Its own site.")
    since: Year | None = Field(None, description="The year of its first release, such as 2018.")
    supported: Support | None = Field(None, description="Until when its releases get fixes.")


class Rating(Part):
    """One step of the scale of the tables."""

    name: Line = Field(description="The word that stands in the table.")
    tone: Tone = Field(description="How it is coloured: good, fair, poor, or none for no colour.")
    means: Line | None = Field(
        None, description="What it says of a cell, in a sentence: it stands in the legend."
    )
    needs: Literal["add-ons", "looked"] | None = Field(
        None,
        description="What must back it: add-ons that the cell names in `with`, or a dated look around in `looked`.",
    )


class AddOn(Part):
    """A package that adds to an alternative; its id is its name on the package index."""

    name: Line = Field(description="Its name, as its makers write it.")
    url: Url = Field(description="Its own site.")
    columns: tuple[str, ...] = Field(alias="for", description="The alternatives that it adds to.")
    released: Month = Field(description="The month of its last release, such as 2026-11.")
    names: Line | None = Field(None, description="The versions of these that it names as supported.")
    read: Day = Field(description="The day on which all this was looked up.")


class Group(Part):
    """Criteria that belong together."""

    name: Line = Field(description="The heading above them.")
    says: Markdown | None = Field(None, description="What to take from them. Markdown.")


class Looked(Part):
    """What was looked at in search of an add-on, and why it is none."""

    read: Day = Field(description="The day of the search.")
    at: Markdown = Field(description="What was looked at, and why it does not do. Markdown.")


class Cell(Part):
    """What we claim of one column under one criterion, and what backs it."""

    rating: str | None = Field(
        None, description="The id of a rating; left out where a figure speaks for itself."
    )
    add_ons: tuple[str, ...] = Field((), alias="with", description="The ids of the add-ons that do it.")
    says: Markdown = Field(description="The claim in a sentence or two. Markdown.")
    looked: Looked | None = Field(None, description="The search that found no add-on.")
    proof: Line | None = Field(
        None, description="The pytest id of a test that runs it, below tests/evidence."
    )
    source: Cited | None = Field(None, description="The page that says it.")
    judgement: Markdown | None = Field(None, description="Our opinion, and why. Markdown.")

    @property
    def evidence(self) -> Literal["proof", "source", "judgement"]:
        """What kind of evidence backs the cell: a rule sees to it that there is exactly one."""
        return "proof" if self.proof else "source" if self.source else "judgement"


class Criterion(Part):
    """A thing to compare by: a row."""

    name: Line = Field(description="What a reader would call it, in two to six words.")
    search: tuple[Line, ...] = Field((), description="Other words by which readers search for it.")
    group: str | None = Field(None, description="The id of the group it stands in.")
    cells: dict[str, Cell] = Field(description="One cell for each column, by the id of its alternative.")
