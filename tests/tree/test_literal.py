"""A text becomes Markdown that shows it as it is; what the browser makes of the same is compared in browser/test_take_away.py."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.tree.literal import literal


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a _x_ b", r"a \_x\_ b"),
        ("snake_case_name", "snake_case_name"),
        ("__init__.py", r"\_\_init\_\_.py"),
        ("std::vector<int>", r"std::vector\<int>"),
        ("1 < 2 > 0, >= 3.12", "1 < 2 > 0, >= 3.12"),
        ("1. first", r"1\. first"),
        ("2026) x", r"2026\) x"),
        ("# C #", r"\# C \#"),
        ("C#", "C#"),
        ("- a", r"\- a"),
        ("---", r"\---"),
        ("a - b", "a - b"),
        ("~~a~~ $x$ *b* `c`", r"\~\~a\~\~ \$x\$ \*b\* \`c\`"),
        ("![x](y) [^1]", r"!\[x\](y) \[^1\]"),
        ("&amp; & AT&T;", r"\&amp; & AT\&T;"),
        ("C:\\new", r"C:\\new"),
        ("كم؟ _نعم_", r"كم؟ \_نعم\_"),
        ("", ""),
    ],
)
def test_only_what_would_be_markup_has_a_backslash(text, shown):
    assert literal(text) == shown


@given(st.text(st.sampled_from("ab1é *_`|<>[]()!#@&;~$\\:-+=.")))
def test_no_sign_is_lost_and_none_is_markup(text):
    shown = literal(text)
    assert re.sub(r"\\([^\w\s]|_)", r"\1", shown) == text
    rest = re.sub(r"\\([^\w\s]|_)", " ", shown)
    assert re.findall(r"[\\`*\[\]~$]|<[A-Za-z/!?]|&\w+;", rest) == []
    assert not re.match(r"[#>+=-]|\d{1,9}[.)]", shown)
