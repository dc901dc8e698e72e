"""A text -> Markdown that shows it as it is, where it is put into a file that is read as Markdown. `literal` of dom.js does the same."""

import re

# A backslash before each sign that Markdown would take for its own: anywhere, or at the beginning of a line or the end of a heading.
SIGNS = re.compile(
    r"[\\`*\[\]~$]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # inside a word it is only itself
    r"|<(?=[A-Za-z/!?])|&(?=#?\w+;)"
    r"|^[#>+=-]|(?<=\s)#(?=#*$)"
)
NUMBER = re.compile(r"^(\d{1,9})(?=[.)])")  # would begin a list


def literal(text: str) -> str:
    """The text, of one line, with a backslash before each sign that would be markup."""
    return NUMBER.sub(r"\1\\", SIGNS.sub(r"\\\g<0>", text))
