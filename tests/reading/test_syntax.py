"""What is no YAML is reported at the place to mend, in words that need no knowledge of YAML; by both parsers alike."""

import pytest
import yaml
from trees_in_memory import told

from macros.reading import source

NO_COLON = "a colon and a space are missing, as in `key: value`. If this line continues a text above, indent it as far as that."
COLON = "a colon is not allowed here. If it belongs to a text, put the text in quotes; if not, check the indentation."
BROKEN = {
    "a quote that is never closed": ('a: "b\nc: d\n', "1:4  the quote opened here is never closed."),
    "a quote that the next one closes": (
        'a: "b\nc: "d"\n',
        "1:4  the quote opened here is closed only on line 2. Is a quote missing?",
    ),
    "a quote closed within the text": (
        "a: 'I don't know'\n",
        "1:11  the quoted text ends before this. "
        "Put the whole text in quotes, and use the other kind of quotes inside it.",
    ),
    "a tab": ("a:\n\tb: c\n", "2:1  there is a tab here. Use spaces."),
    "a mark of git": (
        "a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n",
        "2:1  this is a merge conflict that git left. Keep one of the two versions, and delete git's marks.",
    ),
    "a mark of git with Windows line ends": (
        "a: b\r\n=======\r\nc: d\r\n",
        "2:1  this is a merge conflict that git left. Keep one of the two versions, and delete git's marks.",
    ),
    "an open list": (
        "a: [b\nc: d\n",
        "1:4  the '[' opened here is not closed, or a comma is missing before line 2.",
    ),
    "an open list at the end": (
        "a: [b\n",
        "1:4  the '[' opened here is not closed, or a comma is missing before line 2.",
    ),
    "a comma missing": ("a: {b: c d: e}\n", "1:11  a comma or '}' is missing before this."),
    "a text behind a list": (
        "a: [b] c\n",
        "1:8  unexpected text after the bracket. If all of this is one text, put it in quotes.",
    ),
    "a text that begins with an alias": (
        "a: *b c\n",
        "1:4  a text cannot begin with '*'. Put the text in quotes.",
    ),
    "a text that begins with a mark": (
        "a: &*b\n",
        "1:4  a text cannot begin with '&'. Put the text in quotes.",
    ),
    "a text that begins with a bar": (
        "a: | b\n",
        "1:4  a text cannot begin with '|'. Put the text in quotes.",
    ),
    "a text that begins with a hyphen": (
        "a: - b\n",
        "1:4  a text cannot begin with '-'. Put the text in quotes.",
    ),
    "a text that begins with an at-sign": (
        "a: @b\n",
        "1:4  a text cannot begin with '@'. Put the text in quotes.",
    ),
    "a text of a list that begins with code": (
        "a:\n- `b`\n",
        "2:3  a text cannot begin with '`'. Put the text in quotes.",
    ),
    "a colon missing": ("a: b\nc\nd: e\n", f"2:1  {NO_COLON}"),
    "a space missing behind a colon": ("a: b\nc:d\ne: f\n", f"2:1  {NO_COLON}"),
    "a space missing behind the first colon": ("a:b\n\nc: d\n", f"1:1  {NO_COLON}"),
    "an address that begins a text": ("a:\n  http://b\n  c: d\n", f"3:4  {COLON}"),
    "a text that goes on further in": ("a:\n  b:c\n    d: e\n", f"3:6  {COLON}"),
    "a colon in a text": (
        "a: b: c\n",
        f"1:5  {COLON}",
    ),
    "an indent that is none of those before": (
        "a:\n    b: {c: d}\n  e: f\n",
        "3:3  this is indented by 2 spaces, but the keys before it by 0 ('a', line 1) or 4 ('b', line 2). "
        "Align it with the keys it belongs to.",
    ),
    "a key below a list": (
        "a:\n  - b\n  c: d\n",
        "3:3  a list begins on line 2, but this line is not an item of it. Use either a list or keys.",
    ),
}


@pytest.mark.parametrize("loader", [source.LOADER, yaml.BaseLoader], ids=["fast", "plain"])
@pytest.mark.parametrize(("text", "fault"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_yaml_is_reported_at_the_place_to_mend(monkeypatch, loader, text, fault):
    monkeypatch.setattr(source, "LOADER", loader)
    assert told(source.parse, text, "tree.yaml") == [fault]


def test_what_fits_nothing_else_is_reported_as_the_parser_says_it():
    assert told(source.parse, "a: b\n...\nc: d\n", "tree.yaml") == [
        "3:1  this is not YAML: did not find expected <document start>. "
        "Is a quote, a colon or an indent missing here or just above?"
    ]


@pytest.mark.parametrize(("text", "place"), [("[", "1:2"), ("a: {", "1:5"), ("a: b\nc: [", "2:5")])
def test_what_ends_too_early_is_reported_at_its_end(text, place):
    assert told(source.parse, text, "tree.yaml") == [
        f"{place}  this is not YAML: did not find expected node content. "
        "Is a quote, a colon or an indent missing here or just above?"
    ]


def test_a_syntax_error_replaces_the_faults_of_its_line_and_no_others():
    """`*b` would be told as an alias of nothing."""
    assert told(source.parse, "a: b\na: c\nd: *b c\n", "tree.yaml") == [
        "2:1  the key 'a' is given twice (first on line 1). Keep one.",
        "3:4  a text cannot begin with '*'. Put the text in quotes.",
    ]
