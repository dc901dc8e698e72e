"""What GitHub shows on the lines of a pull request: a line of output for each."""

from collections.abc import Mapping

from macros.faults import Mark


def on_github(environment: Mapping[str, str]) -> bool:
    """Whether a workflow reads the output."""
    return environment.get("GITHUB_ACTIONS") == "true"


def annotation(kind: str, file: str, mark: Mark, message: str) -> str:
    """The line of output; `kind` is error, warning or notice, `file` a path from the root of the repository."""
    return f"::{kind} file={_property(file)},line={mark.line},col={mark.column}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
