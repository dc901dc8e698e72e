"""Where the files that the pages are made from can be seen, edited and spoken of: addresses of the code host."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

BRANCH = "main"


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository by its address. A place in it is a file, and may end with #L and a line: a.yaml#L4-L9"""

    url: str

    def view(self, place: str) -> str:
        """Where a place can be seen, its lines marked."""
        return f"{self.url}/blob/{BRANCH}/{place}"

    def edit(self, place: str) -> str:
        """Where a place can be edited, from its first line."""
        file, mark, lines = place.partition("#")
        return f"{self.url}/edit/{BRANCH}/{file}{mark}{lines.partition('-')[0]}"

    def issue(self, form: str, fields: Mapping[str, str]) -> str:
        """Where an issue can be written, with some fields of the form filled in; those without a text are left out."""
        filled = {"template": f"{form}.yml"} | {field: text for field, text in fields.items() if text}
        return f"{self.url}/issues/new?" + "&".join(
            f"{field}={quote(text, safe='')}" for field, text in filled.items()
        )


def repository_in(environment: Mapping[str, str]) -> Repository | None:
    """The repository that REPO_URL names; None where it names none: no page links it then."""
    url = environment.get("REPO_URL", "").rstrip("/")
    return Repository(url) if url else None
