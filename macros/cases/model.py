"""A case as a frozen type: a real project, its answers, and what it uses. The descriptions are what contributors read."""

from typing import Annotated, Literal
from urllib.parse import quote

from pydantic import Field, StringConstraints

from macros.tree.criteria import Part
from macros.tree.scalars import Day, Line, Markdown, Url, Year, says

LineNumber = Annotated[
    str,
    StringConstraints(pattern=r"^[1-9][0-9]*$"),
    says("'{value}' is not the number of a line. Count from 1."),
    Field(examples=["12"]),
]
Commit = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{40}$"),
    says("'{value}' is not a commit. Write out all its 40 letters and digits."),
    Field(examples=["0123456789abcdef0123456789abcdef01234567"]),
]


class Seen(Part):
    """The line of a project's own files that shows what it uses."""

    path: Line = Field(description="The file, from the root of its repository.")
    line: Line = Field(description="The line itself.")
    number: LineNumber | None = Field(None, description="Its number, from 1, where that is known.")
    commit: Commit = Field(description="The commit it was read at: 40 letters and digits.")


class Move(Part):
    """A change from one thing to another."""

    before: Markdown = Field(description="What it used before. Markdown.")
    after: Markdown = Field(description="What it uses since, with the year. Markdown.")
    why: Markdown = Field(description="Why, as its makers state it, with a link. Markdown.")


class Advice(Part):
    """What an adviser, who saw the needs alone, would take for such a project today."""

    pick: str = Field(description="The id of the alternative that the adviser would take.")
    second: str = Field(description="The id of the next best.")
    margin: Literal["clear", "leaning", "toss-up"] = Field(
        description="How sure the adviser was: clear, leaning or toss-up."
    )


class Ended(Part):
    """Where one reader's first walk ended, as the tree was then."""

    picks: tuple[str, ...] = Field(description="The ids of the alternatives that the outcomes picked.")
    near: tuple[str, ...] = Field((), description="The ids of those that were near.")


class Unseen(Part):
    """The first walks of a case, through a tree that was written before anybody walked the case through it.

    They are kept as they fell, while the tree and the answers may change.
    """

    day: Day = Field(description="The day of the walks.")
    ended: tuple[Ended, ...] = Field(description="Where they ended, one a reader.")


class Case(Part):
    """A real project walked through the tree, and what it really uses."""

    name: Line = Field(description="Its name, as its makers write it.")
    url: Url = Field(description="Its repository.")
    what: Line = Field(description="What it is, in one sentence.")
    needs: dict[Line, Line] = Field(
        description="What it needs, each need with a word for it, without naming what it uses."
    )
    answers: dict[str, str] = Field(
        description="Its answers, given from the needs alone: question: answer. `unknown`, where a question has no "
        "such answer, follows every answer."
    )
    again: dict[str, str] = Field(
        {}, description="The answers of a second person, who did not see the first."
    )
    began: Year | None = Field(None, description="The year in which the project began.")
    uses: str = Field(description="The id of the alternative that it really uses.")
    since: Line | None = Field(None, description="Since when, where it used something else before.")
    advice: tuple[Advice, ...] = Field((), description="What advisers would take, who saw the needs alone.")
    unseen: Unseen | None = Field(
        None, description="Where the first walks ended; left out if the tree was mended on this case."
    )
    proof: Seen = Field(description="Where that was seen.")
    moved: Move | None = Field(None, description="What it used before, and why it changed.")
    differs: Markdown | None = Field(
        None, description="Where the tree says something else: why, in a sentence. Markdown."
    )
    note: Markdown | None = Field(None, description="What else a reader should know. Markdown.")

    @property
    def seen(self) -> str:
        """The address of the line that was seen."""
        line = f"#L{self.proof.number}" if self.proof.number else ""
        return f"{self.url.rstrip('/')}/blob/{self.proof.commit}/{quote(self.proof.path)}{line}"
