"""The code host: the addresses of files and issue forms, and messages that it shows on the lines of a pull request."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

BRANCH = "main"


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository by its address. A `place` in it is a file, perhaps with its lines: a.yaml#L4-L9"""

    url: str

    def view(self, place: str) -> str:
        """The address that shows a place, its lines marked."""
        return f"{self.url}/blob/{BRANCH}/{place}"

    def edit(self, place: str) -> str:
        """The address that opens a place for editing, at its first line."""
        file, mark, lines = place.partition("#")
        return f"{self.url}/edit/{BRANCH}/{file}{mark}{lines.partition('-')[0]}"

    def issue(self, form: str, fields: Mapping[str, str]) -> str:
        """The address of an issue form with fields filled in; a field whose text is empty is left out."""
        filled = {"template": f"{form}.yml"} | {field: text for field, text in fields.items() if text}
        return f"{self.url}/issues/new?" + "&".join(
            f"{field}={quote(text, safe='')}" for field, text in filled.items()
        )


def repository_in(environment: Mapping[str, str]) -> Repository | None:
    """The repository that REPO_URL names; None without one: then no page links it."""
    url = environment.get("REPO_URL", "").rstrip("/")
    return Repository(url) if url else None


def in_workflow(environment: Mapping[str, str]) -> bool:
    """Whether this runs in a workflow of GitHub."""
    return environment.get("GITHUB_ACTIONS") == "true"


def annotation(kind: str, file: str, line: int, column: int, message: str) -> str:
    """A line of output that GitHub shows as a message on a line of the pull request.

    `kind` is error, warning or notice; `file` is a path from the root of the repository.
    """
    return f"::{kind} file={_property(file)},line={line},col={column}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
