"""A YAML syntax error -> a fault that says where it really is, and how to mend it, to people who know little YAML."""

import re
from collections.abc import Iterator
from itertools import chain

import yaml

from macros.reading.composer import Composer
from macros.reading.faults import Fault, Mark

Causes = Iterator[tuple[Mark, str]]  # where it is, and what to say
CONFLICT = re.compile(r"(<{7}|={7}|>{7})( .*)?\r?")  # what git writes into a file that two people edited
GLUED = re.compile(r"( *)[\w-]+:(?=[^\s/])")  # key:value
NO_COLON = (
    "a colon and a space are missing, as in `key: value`. "
    "If this line continues a text above, indent it as far as that."
)
CLOSES = {"[": "]", "{": "}"}
BEGINS_NO_TEXT = {*"`@%*&!|>?,-]}"}


def syntax_fault(text: str, error: yaml.MarkedYAMLError, composer: Composer) -> Fault:
    """Explain `error`, before which `composer` has read all that could be read."""
    lines = text.split("\n")
    mark, message = _Diagnosis(lines, error, composer).find()
    if mark.line > len(lines):  # libyaml looks past the end
        mark = Mark(len(lines), len(lines[-1]) + 1)
    return Fault(composer.file, mark, "", message)


class _Diagnosis:
    """Where a syntax error really is, and what it is. Each method yields a cause, or nothing if it is another."""

    def __init__(self, lines: list[str], error: yaml.MarkedYAMLError, composer: Composer):
        self.lines, self.composer = lines, composer
        self.problem, self.context = error.problem or "", error.context or ""
        self.here = _mark(error.problem_mark or error.context_mark)
        self.began = _mark(error.context_mark) if error.context_mark else self.here
        self.before = self._line(self.here)[: self.here.column - 1]
        self.character = self._character_at(self.here)

    def find(self) -> tuple[Mark, str]:
        """The first cause that fits: they are sorted from the surest to the vaguest."""
        causes = (self._merge, self._quote, self._tab, self._bracket, self._flow, self._colon)
        causes += (self._first_character, self._indent, self._unknown)
        return next(chain.from_iterable(cause() for cause in causes))

    def _merge(self) -> Causes:
        for number, line in enumerate(self.lines, start=1):
            if CONFLICT.fullmatch(line):
                yield (
                    Mark(number, 1),
                    "this is a merge conflict that git left. Keep one of the two versions, and delete git's marks.",
                )

    def _quote(self) -> Causes:
        if "quoted scalar" in self.context and "end of stream" in self.problem:
            yield self.began, "the quote opened here is never closed."
        last = self.composer.last
        if isinstance(last, yaml.ScalarEvent) and last.style in ("'", '"'):
            start, end = _mark(last.start_mark), _mark(last.end_mark)
            if start.line < end.line == self.here.line:
                yield start, f"the quote opened here is closed only on line {end.line}. Is a quote missing?"
            if self._is_right_after(end):
                yield (
                    self.here,
                    "the quoted text ends before this. "
                    "Put the whole text in quotes, and use the other kind of quotes inside it.",
                )

    def _tab(self) -> Causes:
        if "\t" in self.before + self.character:
            yield self.here, "there is a tab here. Use spaces."

    def _bracket(self) -> Causes:
        last = self.composer.last
        if last is None or not self._is_right_after(_mark(last.end_mark)):
            return
        if isinstance(last, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            yield (
                self.here,
                "unexpected text after the bracket. If all of this is one text, put it in quotes.",
            )
        if isinstance(last, yaml.AliasEvent):
            yield _mark(last.start_mark), _cannot_begin("*")

    def _flow(self) -> Causes:
        opens, line = self._character_at(self.began), self.here.line
        if "parsing a flow" in self.context and opens in CLOSES:
            if self.began.line == line:
                yield self.here, f"a comma or '{CLOSES[opens]}' is missing before this."
            yield (
                self.began,
                f"the '{opens}' opened here is not closed, or a comma is missing before line {line}.",
            )

    def _colon(self) -> Causes:
        if "mapping values are not allowed" in self.problem:
            above = next((n for n in range(self.here.line - 1, 0, -1) if self.lines[n - 1].strip()), 1)
            glued = GLUED.match(self.lines[above - 1])
            if glued and len(glued[1]) == len(self.before) - len(self.before.lstrip(" ")):
                yield Mark(above, glued.end(1) + 1), NO_COLON  # YAML takes it for a text that goes on here
            yield (
                self.here,
                "a colon is not allowed here. If it belongs to a text, put the text in quotes; "
                "if not, check the indentation.",
            )
        if "simple key" in self.context:
            yield self.began, NO_COLON

    def _first_character(self) -> Causes:
        """A character that no text without quotes can begin with."""
        scanned = ("scanning an alias", "scanning an anchor", "block scalar", "a tag")
        if any(words in self.context for words in scanned):
            if first := self._character_at(self.began):
                yield self.began, _cannot_begin(first)
        elif self.character in BEGINS_NO_TEXT and self.before.rstrip().endswith((":", "-", ",", "[", "{")):
            yield self.here, _cannot_begin(self.character)

    def _indent(self) -> Causes:
        if self.before.strip() or "parsing a block" not in self.context:
            return
        if "'-'" in self.problem or "collection" in self.context or "sequence" in self.context:
            yield (
                self.here,
                f"a list begins on line {self.began.line}, but this line is not an item of it. "
                "Use either a list or keys.",
            )
            return
        near = {}
        for routes in self.composer.keys_before():
            keys = ((str(route[-1]), self.composer.places[route].key) for route in routes)
            key, mark = next(((key, mark) for key, mark in keys if self._begins_a_line(mark)), ("", None))
            if mark:
                near[mark.column - 1] = f"'{key}', line {mark.line}"
        if near:
            others = " or ".join(f"{spaces} ({key})" for spaces, key in sorted(near.items()))
            yield (
                self.here,
                f"this is indented by {len(self.before)} spaces, but the keys before it by {others}. "
                "Align it with the keys it belongs to.",
            )

    def _unknown(self) -> Causes:
        hint = "Is a quote, a colon or an indent missing here or just above?"
        yield self.here, f"this is not YAML: {self.problem}. {hint}"

    def _line(self, mark: Mark) -> str:
        return "".join(self.lines[mark.line - 1 : mark.line])  # libyaml looks past the end

    def _character_at(self, mark: Mark) -> str:
        return self._line(mark)[mark.column - 1 :][:1]

    def _is_right_after(self, end: Mark) -> bool:
        return end.line == self.here.line and not self.before[end.column - 1 :].strip()

    def _begins_a_line(self, mark: Mark) -> bool:
        return not self._line(mark)[: mark.column - 1].strip()


def _cannot_begin(character: str) -> str:
    return f"a text cannot begin with '{character}'. Put the text in quotes."


def _mark(mark: yaml.Mark) -> Mark:
    return Mark(mark.line + 1, mark.column + 1)
