"""What the YAML parser stumbled over -> a fault that a person who knows little YAML can mend."""

import re

import yaml

from macros.reading.composer import Composer
from macros.reading.faults import Fault, Mark

MERGE = re.compile(r"(<{7}|={7}|>{7})( .*)?")  # what git writes into a file that two people edited
GLUED = re.compile(r"( *)[\w-]+:(?=[^\s/])")  # key:value
NO_COLON = (
    "a colon with a space behind it is missing, as in `key: value`. "
    "If this belongs to a text above, indent it as far."
)
CLOSES = {"[": "]", "{": "}"}
BEGINS_NO_TEXT = "`@%*&!|>?,-]}"


def syntax_fault(name: str, text: str, error: yaml.MarkedYAMLError, composer: Composer) -> Fault:
    """Tell `error`; `composer` has taken all that could be read before it."""
    lines = text.split("\n")
    mark, message = _Stumble(lines, error, composer).told()
    if mark.line > len(lines):  # libyaml looks behind the end
        mark = Mark(len(lines), len(lines[-1]) + 1)
    return Fault(name, mark, "", message)


class _Stumble:
    def __init__(self, lines: list[str], error: yaml.MarkedYAMLError, composer: Composer):
        self.lines, self.composer = lines, composer
        self.problem, self.context = error.problem or "", error.context or ""
        self.here = _mark(error.problem_mark or error.context_mark)
        self.began = _mark(error.context_mark) if error.context_mark else self.here
        line = "".join(lines[self.here.line - 1 : self.here.line])
        self.before, self.sign = line[: self.here.column - 1], line[self.here.column - 1 :][:1]

    def told(self) -> tuple[Mark, str]:
        """Where, and what. The first that fits; each knows more than those below it."""
        ways = (
            self._merge,
            self._quote,
            self._tab,
            self._behind,
            self._flow,
            self._colon,
            self._first,
            self._indent,
        )
        return next((told for way in ways if (told := way())), None) or (
            self.here,
            f"this is not YAML: {self.problem}. Is a quote, a colon or an indent missing here or just above?",
        )

    def _merge(self) -> tuple[Mark, str] | None:
        for number, line in enumerate(self.lines, start=1):
            if MERGE.fullmatch(line.rstrip("\r")):
                return Mark(
                    number, 1
                ), "git wrote this line where two edits met. Keep one of them, and delete this."
        return None

    def _quote(self) -> tuple[Mark, str] | None:
        if "quoted scalar" in self.context and "end of stream" in self.problem:
            return self.began, "the quote that begins here is never closed."
        last = self.composer.last
        if isinstance(last, yaml.ScalarEvent) and last.style in ("'", '"'):
            start, end = _mark(last.start_mark), _mark(last.end_mark)
            if start.line < end.line == self.here.line:
                return start, f"the quote that begins here is closed on line {end.line} only. Is one missing?"
            if self._is_behind(end):
                return self.here, (
                    "the quoted text has ended before this. "
                    "Put all of the text in quotes, and only quotes of the other kind inside."
                )
        return None

    def _tab(self) -> tuple[Mark, str] | None:
        if "\t" in self.before + self.sign:
            return self.here, "a tab stands here. YAML is indented with spaces only."
        return None

    def _behind(self) -> tuple[Mark, str] | None:
        last = self.composer.last
        if isinstance(last, yaml.MappingEndEvent | yaml.SequenceEndEvent) and self._is_behind(
            _mark(last.end_mark)
        ):
            return (
                self.here,
                "nothing can stand behind a closed bracket. If all of this is a text, put it in quotes.",
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
            f"the '{opens}' that begins here is not closed, or a comma is missing before line {self.here.line}."
        )

    def _colon(self) -> tuple[Mark, str] | None:
        if "mapping values are not allowed" in self.problem:
            above = next((n for n in range(self.here.line - 1, 0, -1) if self.lines[n - 1].strip()), 1)
            glued = GLUED.match(self.lines[above - 1])
            if glued and len(glued[1]) == len(self.before) - len(self.before.lstrip(" ")):
                return Mark(above, glued.end(1) + 1), NO_COLON  # read as a text that goes on here
            return self.here, (
                "a colon cannot stand here. If it belongs to a text, put the text in quotes; if not, look at the indent."
            )
        if "simple key" in self.context:
            return self.began, NO_COLON
        return None

    def _first(self) -> tuple[Mark, str] | None:
        """The first sign of a text without quotes."""
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
                f"a list begins on line {began}, and this is no entry of it. Keep to a list, or to keys.",
            )
        near = {}
        for keys in self.composer.keys_before():
            key, mark = next((it for it in keys if self._begins_a_line(it[1])), (None, None))
            if mark:
                near[mark.column - 1] = f"'{key}', line {mark.line}"
        if not near:
            return None
        others = " or ".join(f"{spaces} ({key})" for spaces, key in sorted(near.items()))
        return self.here, (
            f"this is indented by {len(self.before)} spaces, and the keys before it by {others}. "
            "Line it up with those it belongs to."
        )

    def _begins_a_line(self, mark: Mark) -> bool:
        return not self.lines[mark.line - 1][: mark.column - 1].strip()


def _cannot_begin(sign: str) -> str:
    return f"a text cannot begin with '{sign}'. Put the text in quotes."


def _mark(mark) -> Mark:
    return Mark(mark.line + 1, mark.column + 1)
