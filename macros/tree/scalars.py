"""The kinds of text in the YAML. Each brings what to say of one that does not fit, and an example of one that does."""

import datetime
import re
import unicodedata
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError, WrapValidator
from pydantic_core import PydanticCustomError

# What takes no place on a page, beside the signs of Unicode's category Cf.
UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def visible(text: str) -> str:
    """What is seen of a text, each space alike."""
    seen = "".join(sign for sign in UNSEEN.sub("", text) if unicodedata.category(sign) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", seen).split())


def says(message: str) -> WrapValidator:
    """Say `message` of a value that does not fit, which `{value}` stands for; not of an empty text, nor of a list."""

    def validate(value: object, fit: Callable[[object], object]) -> object:
        try:
            return fit(value)
        except ValidationError as error:
            if error.errors()[0]["type"] in ("string_type", "string_too_short"):
                raise
            raise PydanticCustomError("does_not_fit", message, {"value": value}) from None

    return WrapValidator(validate)


def _only_a_day(value: object) -> object:
    """Refuse all that is not written as in 2026-11-20: pydantic would take 86400 for a date too."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise ValueError(value)
    return value


def _seen(value: object) -> object:
    """Nothing in place of a text of which nothing is seen."""
    return value if not isinstance(value, str) or value.isascii() or visible(value) else ""


LINE_BREAKS = "\r\n\x85\u2028\u2029"  # all that YAML takes for one
MARKDOWN = object()  # marks what is Markdown among the types of texts; all others are plain
Markdown = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), BeforeValidator(_seen), MARKDOWN
]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, pattern=f"^[^{LINE_BREAKS}]*$"),
    says("this must be one line."),
    BeforeValidator(_seen),
]
Url = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[^\s/]+\S*$"),
    says("'{value}' is not an address. Begin it with https:// and write it in full."),
    Field(examples=["https://example.org/"]),
]
Day = Annotated[
    datetime.date,
    BeforeValidator(_only_a_day),
    says("'{value}' is not a date. Write it as in 2026-11-20."),
    Field(examples=["2026-11-20"]),
]
Month = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$"),
    says("'{value}' is not a month. Write it as in 2026-11."),
    Field(examples=["2026-11"]),
]
Year = Annotated[
    int,
    Field(ge=1900, le=2999, examples=[2018]),
    says("'{value}' is not a year. Write it as in 2018."),
]
Weight = Annotated[
    int,
    Field(ge=1, le=5, examples=[3]),
    says("'{value}' is not a weight. Write a whole number from 1 to 5."),
]
Tone = Literal["good", "fair", "poor", "none"]
