"""The model -> JSON Schemas by which an editor completes and checks the YAML while it is typed."""

import json
from pathlib import Path

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from macros.cases.model import Case
from macros.tree.criteria import AddOn, Criterion
from macros.tree.model import Tree
from macros.tree.names import SLUG

CRITERIA = Path("docs/criteria.schema.json")
FILES = {
    Path("docs/decision_tree.schema.json"): Tree,
    CRITERIA: dict[str, Criterion],
    Path("docs/add-ons.schema.json"): dict[str, AddOn],
    Path("docs/case.schema.json"): Case,
}
# The compiler reads every scalar as text; an editor does not. One that is empty, null to an editor, is a fault to both.
TEXT = ["string", "number", "boolean"]


def schemas() -> dict[Path, str]:
    """The text of each schema, by its file from the root of the repository."""
    found = {file: TypeAdapter(kind).json_schema(schema_generator=_AsTyped) for file, kind in FILES.items()}
    del found[CRITERIA]["$defs"]["Criterion"]["properties"]["group"]  # which is the name of the file
    dialect = {"$schema": GenerateJsonSchema.schema_dialect}
    return {file: json.dumps(dialect | schema, indent=2) + "\n" for file, schema in found.items()}


class _AsTyped(GenerateJsonSchema):
    """A part as it is typed: a key is left out rather than null, and texts are not stripped yet."""

    def field_title_should_be_set(self, _) -> bool:
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> dict:
        return self.generate_inner(schema["schema"])

    def nullable_schema(self, schema: core_schema.NullableSchema) -> dict:
        return self.generate_inner(schema["schema"])

    def str_schema(self, schema: core_schema.StringSchema) -> dict:
        pattern = schema.get("pattern", "")
        if pattern.startswith("^http"):
            return {"type": "string", "pattern": pattern}
        if schema.get("strip_whitespace"):
            pattern = rf"^\s*(?=\S){pattern[1:-1]}\s*$" if pattern else r"\S"
        return {"type": TEXT} | ({"pattern": pattern} if pattern else {})

    def int_schema(self, schema: core_schema.IntSchema) -> dict:
        """Written with quotes it is a number all the same."""
        quoted = "|".join(map(str, range(schema["ge"], schema["le"] + 1)))
        return super().int_schema(schema) | {"type": ["integer", "string"], "pattern": f"^({quoted})$"}

    def date_schema(self, schema: core_schema.DateSchema) -> dict:
        return super().date_schema(schema) | {"pattern": r"^\d{4}-\d\d-\d\d$"}

    def dict_schema(self, schema: core_schema.DictSchema) -> dict:
        """Keys of no type of their own are ids."""
        keys = self.generate_inner(schema["keys_schema"]).get("pattern", f"^{SLUG.pattern}$")
        return {
            "type": "object",
            "propertyNames": {"pattern": keys},
            "additionalProperties": self.generate_inner(schema["values_schema"]),
        }
