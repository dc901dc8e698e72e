"""A YAML syntax error -> a fault that says where it really is, and how to mend it, to people who know little YAML."""

import re

import yaml

from macros.reading.composer import Composer
from macros.reading.faults import Fault, Mark

MERGE = re.compile(r"(<{7}|={7}|>{7})( .*)?")  # what git writes into a file that two people edited
GLUED = re.compile(r"( *)[\w-]+:(?=[^\s/])")  # key:value
MERGE_CONFLICT = (
    "this is a merge conflict that git left. Keep one of the two versions, and delete git's marks."
)
NO_COLON = (
    "a colon and a space are missing, as in `key: value`. "
    "If this line continues a text above, indent it as far as that."
)
CLOSES = {"[": "]", "{": "}"}
BEGINS_NO_TEXT = "`@%*&!|>?,-]}"


def syntax_fault(text: str, error: yaml.MarkedYAMLError, composer: Composer) -> Fault:
    """Explain `error`, before which `composer` has read all that could be read."""
    lines = text.split("\n")
    mark, message = _Diagnosis(lines, error, composer).find()
    if mark.line > len(lines):  # libyaml looks past the end
        mark = Mark(len(lines), len(lines[-1]) + 1)
    return Fault(composer.file, mark, "", message)


class _Diagnosis:
    """Where a syntax error really is, and what it is. Each cause is a method that returns None if it is another."""

    def __init__(self, lines: list[str], error: yaml.MarkedYAMLError, composer: Composer):
        self.lines, self.composer = lines, composer
        self.problem, self.context = error.problem or "", error.context or ""
        self.here = _mark(error.problem_mark or error.context_mark)
        self.began = _mark(error.context_mark) if error.context_mark else self.here
        line = "".join(lines[self.here.line - 1 : self.here.line])
        self.before, self.sign = line[: self.here.column - 1], line[self.here.column - 1 :][:1]

    def find(self) -> tuple[Mark, str]:
        """The first cause that fits: they are sorted from the surest to the vaguest."""
        causes = (
            self._merge,
            self._quote,
            self._tab,
            self._behind,
            self._flow,
            self._colon,
            self._first,
            self._indent,
        )
        return next((found for cause in causes if (found := cause())), None) or (
            self.here,
            f"this is not YAML: {self.problem}. Is a quote, a colon or an indent missing here or just above?",
        )

    def _merge(self) -> tuple[Mark, str] | None:
        for number, line in enumerate(self.lines, start=1):
            if MERGE.fullmatch(line.rstrip("\r")):
                return Mark(number, 1), MERGE_CONFLICT
        return None

    def _quote(self) -> tuple[Mark, str] | None:
        if "quoted scalar" in self.context and "end of stream" in self.problem:
            return self.began, "the quote opened here is never closed."
        last = self.composer.last
        if isinstance(last, yaml.ScalarEvent) and last.style in ("'", '"'):
            start, end = _mark(last.start_mark), _mark(last.end_mark)
            if start.line < end.line == self.here.line:
                return start, f"the quote opened here is closed only on line {end.line}. Is a quote missing?"
            if self._is_behind(end):
                return self.here, (
                    "the quoted text ends before this. "
                    "Put the whole text in quotes, and use the other kind of quotes inside it."
                )
        return None

    def _tab(self) -> tuple[Mark, str] | None:
        if "\t" in self.before + self.sign:
            return self.here, "there is a tab here. Use spaces."
        return None

    def _behind(self) -> tuple[Mark, str] | None:
        last = self.composer.last
        if isinstance(last, yaml.MappingEndEvent | yaml.SequenceEndEvent) and self._is_behind(
            _mark(last.end_mark)
        ):
            return (
                self.here,
                "unexpected text after the bracket. If all of this is one text, put it in quotes.",
            )
        if isinstance(last, yaml.AliasEvent) and self._is_behind(_mark(last.end_mark)):
            return _mark(last.start_mark), _cannot_begin("*")
        return None

    def _is_behind(self, end: Mark) -> bool:
        return end.line == self.here.line and not self.before[end.column - 1 :].strip()

    def _flow(self) -> tuple[Mark, str] | None:
        opens = "".join(self.lines[self.began.line - 1 : self.began.line])[self.began.column - 1 :][:1]
        if "parsing a flow" not in self.context or opens not in CLOSES:
            return None
        if self.began.line == self.here.line:
            return self.here, f"a comma or '{CLOSES[opens]}' is missing before this."
        return self.began, (
            f"the '{opens}' opened here is not closed, or a comma is missing before line {self.here.line}."
        )

    def _colon(self) -> tuple[Mark, str] | None:
        if "mapping values are not allowed" in self.problem:
            above = next((n for n in range(self.here.line - 1, 0, -1) if self.lines[n - 1].strip()), 1)
            glued = GLUED.match(self.lines[above - 1])
            if glued and len(glued[1]) == len(self.before) - len(self.before.lstrip(" ")):
                return Mark(above, glued.end(1) + 1), NO_COLON  # YAML takes it for a text that goes on here
            return self.here, (
                "a colon is not allowed here. If it belongs to a text, put the text in quotes; if not, check the indentation."
            )
        if "simple key" in self.context:
            return self.began, NO_COLON
        return None

    def _first(self) -> tuple[Mark, str] | None:
        """A character that no text without quotes can begin with."""
        if any(
            word in self.context
            for word in ("scanning an alias", "scanning an anchor", "block scalar", "a tag")
        ):
            sign = "".join(self.lines[self.began.line - 1 : self.began.line])[self.began.column - 1 :][:1]
            return (self.began, _cannot_begin(sign)) if sign else None
        if (
            self.sign
            and self.sign in BEGINS_NO_TEXT
            and self.before.rstrip().endswith((":", "-", ",", "[", "{"))
        ):
            return self.here, _cannot_begin(self.sign)
        return None

    def _indent(self) -> tuple[Mark, str] | None:
        if self.before.strip() or "parsing a block" not in self.context:
            return None
        if "'-'" in self.problem or "collection" in self.context or "sequence" in self.context:
            began = self.began.line
            return (
                self.here,
                f"a list begins on line {began}, but this line is not an item of it. Use either a list or keys.",
            )
        near = {}
        for keys in self.composer.keys_before():
            key, mark = next((found for found in keys if self._begins_a_line(found[1])), (None, None))
            if mark:
                near[mark.column - 1] = f"'{key}', line {mark.line}"
        if not near:
            return None
        others = " or ".join(f"{spaces} ({key})" for spaces, key in sorted(near.items()))
        return self.here, (
            f"this is indented by {len(self.before)} spaces, but the keys before it by {others}. "
            "Align it with the keys it belongs to."
        )

    def _begins_a_line(self, mark: Mark) -> bool:
        return not self.lines[mark.line - 1][: mark.column - 1].strip()


def _cannot_begin(sign: str) -> str:
    return f"a text cannot begin with '{sign}'. Put the text in quotes."


def _mark(mark) -> Mark:
    return Mark(mark.line + 1, mark.column + 1)
