"""Whatever stands in the files: a sound guide, or faults that a person can find. Never another error, never a hang.

Trees, cases, add-ons, pages, proofs and records that are sound are spoiled in one to three ways. `make test` spoils the
same 150 in each run; `make fuzz` spoils 10,000 others (FUZZ says how many) and prints what it saw.
"""

import faulthandler
import json
import os
import re
import shutil
import signal
import textwrap
import time
from collections import Counter
from contextlib import contextmanager

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from projects import ROOT
from trees_in_memory import BICYCLE, PET, changed

from macros import guide
from macros.article.check import load
from macros.evidence.proof import proofs_in
from macros.export import files
from macros.pages.pages import pages
from macros.reading import source
from macros.reading.faults import Faults
from macros.tree.read import ADD_ONS, CRITERIA

MANY = int(os.environ.get("FUZZ", "0"))
BOUND = 10  # seconds of the processor for one file, so that a busy machine fails none; most take a hundredth of one
HANGS = 120  # seconds of the clock
LONGEST = 1_000  # characters of a message

REAL = ROOT / guide.FILE
PROJECTS = {"pet": PET.parent, "bicycle": BICYCLE.parent, "real": ROOT}
CASES = {"pet": "", "bicycle": "night-nurse.yaml", "real": "bookmarks.yaml"}
ARTICLE, PROOF, RECORD = "docs/why.md", f"{guide.EVIDENCE}/test_size.py", f"{guide.EVIDENCE}/record.json"
PAGE = """\
---
title: Why so
hide: [toc]
---

# Why so

{{ start("Begin") }} with {{ question('load') }}, or {{ cell("room", 'folding') }}; {{ verdict("night-nurse") }}

| {{ criterion('kerbs') }} | {% if guide.cases %}{{ agreed() }}{% endif %} |
|---|---|
"""
TARGETS = (
    [("pet", guide.FILE)] * 8
    + [("bicycle", guide.FILE)] * 5
    + [("bicycle", f"{guide.CASES}/{CASES['bicycle']}")] * 5
    + [("bicycle", ADD_ONS.as_posix()), ("bicycle", ARTICLE), ("bicycle", PROOF), ("bicycle", RECORD)] * 2
    + [("real", guide.FILE), ("real", f"{CRITERIA}/start.yaml"), ("real", f"{guide.CASES}/{CASES['real']}")]
)
OF_OUR_OWN = {ARTICLE: PAGE}  # what the projects do not have
SPLIT = "add-ons:"  # what the bicycle's tree holds of its add-ons stands in a file of its own here


def sound_text(name, file):
    """What stands in a file of a project before it is spoiled."""
    if file in OF_OUR_OWN:
        return OF_OUR_OWN[file]
    if name == "bicycle" and file in (guide.FILE, ADD_ONS.as_posix()):
        whole = BICYCLE.read_text(encoding="utf-8")
        add_ons = re.search(rf"(?m)^{SPLIT}.*\n((?:  .*\n)+)", whole)
        return whole.replace(add_ons[0], "") if file == guide.FILE else textwrap.dedent(add_ons[1])
    return (PROJECTS[name] / file).read_text(encoding="utf-8")


SOUND = {(name, file): sound_text(name, file) for name, file in dict.fromkeys(TARGETS)}
DATA = {target: source.parse(text, "x") for target, text in SOUND.items() if target[1].endswith(".yaml")}

SIGNS = [
    *"\t\r\n \x00\x07\x1b\x7f\x85\xa0\u2028\ufeff\ufffe\U0010ffff:-?,[]{}#&*!|>'\"%@`~=<\\",
    *(
        "\n---\n",
        "\n...\n",
        "%YAML 1.2\n",
        "<<: ",
        "*a",
        "&a ",
        "!!python/object:os.system ",
        "!!int ",
        ": ",
        "- ",
        " #",
    ),
    *(
        '"\\ud800"',
        '"\\0"',
        '"\\x85"',
        "<script>",
        "![x](y)",
        "[x](javascript:y)",
        "</b>",
        "{{ 7*7 }}",
        "{% raw %}",
        "~~~",
    ),
    *("\u202e", "é", "𝕏", "<<<<<<< HEAD\n", "|2-\n", ">+\n", "? ", "\n\n\n", "\r\n", "'''", '"""'),
]
REPEATED = [
    "[",
    "{",
    "{a: ",
    "- ",
    "> ",
    "*",
    "_",
    "`",
    "(",
    "[x](",
    "![",
    "<a ",
    "&amp;",
    "\\",
    "#",
    "1. ",
    "\n",
    "\t",
    "a",
]
REPEATED += [
    "**a",
    "*a_",
    "[a]",
    "  - x\n",
    "é",
    "'",
    '"',
    "|",
    "<!--",
    "a: ",
    "http://",
    "~",
    "![[",
    "? ",
    "<",
    "](",
]
JUNK = [
    "",
    "x",
    [],
    {},
    ["x"],
    {"x": "y"},
    [[]],
    {"": ""},
    "9" * 5_000,
    "-1",
    "2026-02-30",
    "9999-12-31",
    "\n",
    "a\nb",
    "\x07",
]
ENCODINGS = [
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "latin-1",
    "cp1252",
    "shift_jis",
    "utf-7",
    "cp037",
]


# --- ways to spoil ---


def bytes_(draw, text, _):
    """Flip, insert or delete some bytes."""
    content = bytearray(text, "utf-8", "surrogatepass")
    for _ in range(draw(st.integers(1, 8))):
        place = draw(st.integers(0, len(content)))
        match draw(st.sampled_from(["flip", "insert", "delete"])):
            case "flip" if place < len(content):
                content[place] ^= 1 << draw(st.integers(0, 7))
            case "insert":
                content[place:place] = draw(st.binary(min_size=1, max_size=4))
            case _:
                del content[place : place + draw(st.integers(1, 40))]
    return bytes(content)


def signs(draw, text, _):
    """Insert signs that mean something to YAML, Markdown, HTML, Jinja or git."""
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(st.sampled_from(SIGNS)) + text[place:]
    return text


def tokens(draw, text, _):
    """Delete, double, swap or replace words and signs."""
    parts = re.findall(r"\w+|\s+|.", text, re.DOTALL) or [""]
    anywhere = st.integers(0, len(parts) - 1)
    for _ in range(draw(st.integers(1, 4))):
        here, there = draw(anywhere), draw(anywhere)
        match draw(st.sampled_from(["delete", "double", "swap", "replace"])):
            case "delete":
                parts[here] = ""
            case "double":
                parts[here] *= 2
            case "swap":
                parts[here], parts[there] = parts[there], parts[here]
            case _:
                parts[here] = parts[there]
    return "".join(parts)


def lines(draw, text, _):
    """Delete, double, swap, indent or join lines."""
    parts = text.split("\n")
    anywhere = st.integers(0, len(parts) - 1)
    for _ in range(draw(st.integers(1, 3))):
        here, there = draw(anywhere), draw(anywhere)
        match draw(st.sampled_from(["delete", "double", "swap", "indent", "outdent", "tab"])):
            case "delete":
                parts[here] = ""
            case "double":
                parts[here] = f"{parts[here]}\n{parts[here]}"
            case "swap":
                parts[here], parts[there] = parts[there], parts[here]
            case "indent":
                parts[here] = " " * draw(st.integers(1, 4)) + parts[here]
            case "outdent":
                parts[here] = parts[here].removeprefix(" " * draw(st.integers(1, 4)))
            case _:
                parts[here] = parts[here].replace("  ", "\t", 1)
    return "\n".join(parts)


def structure(draw, _, target):
    """Put junk, or another part, or nothing where a part was; write it as JSON, or as YAML with aliases."""
    data = json.loads(json.dumps(DATA[target].data))
    routes = [route for route in DATA[target].places if route]
    for _ in range(draw(st.integers(1, 3))):
        part, key = _reach(data, draw(st.sampled_from(routes)))
        other, other_key = _reach(data, draw(st.sampled_from(routes)))
        if part is None or other is None:
            continue
        match draw(st.sampled_from(["junk", "delete", "copy", "rename", "nest"])):
            case "junk":
                part[key] = draw(st.sampled_from(JUNK))
            case "delete":
                del part[key]
            case "copy":
                part[key] = json.loads(json.dumps(other[other_key]))
            case "rename" if isinstance(part, dict):
                part[draw(st.sampled_from(["x", "No", "", "a b", str(key) + "s", str(key)[:-1]]))] = part.pop(
                    key
                )
            case _:
                for _ in range(draw(st.sampled_from([1, 2, 50, 300]))):
                    part[key] = draw(st.sampled_from([[part[key]], {"x": part[key]}]))
    if draw(st.booleans()):
        try:
            return yaml.dump(data, allow_unicode=True, default_style=draw(st.sampled_from([None, '"', "'"])))
        except RecursionError:
            pass
    return json.dumps(data, ensure_ascii=False, indent=draw(st.sampled_from([None, 1])))


def _reach(data, route):
    """The part that holds what `route` leads to, and its key there; None if that is gone."""
    for key in route[:-1]:
        try:
            data = data[key]
        except (LookupError, TypeError):
            return None, None
    there = isinstance(data, dict) and route[-1] in data
    there = there or (isinstance(data, list) and isinstance(route[-1], int) and route[-1] < len(data))
    return (data, route[-1]) if there else (None, None)


def aliases(draw, text, target):
    """Mark some values and repeat them elsewhere, also inside themselves; or let them explode."""
    if draw(st.booleans()):
        width, depth = draw(st.integers(1, 9)), draw(st.integers(1, 60))
        steps = (f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * width)}]\n" for n in range(1, depth))
        return "l0: &l0 [x, x]\n" + "".join(steps) + text
    marks = sorted(place.value for place in DATA[target].places.values())[1:]
    rows = text.split("\n")
    for sign in ["&a "] * draw(st.integers(1, 2)) + ["*a "] * draw(st.integers(0, 3)):
        mark = draw(st.sampled_from(marks))
        if mark.line <= len(rows):
            row = rows[mark.line - 1]
            rest = "" if sign == "*a " and draw(st.booleans()) else row[mark.column - 1 :]
            rows[mark.line - 1] = row[: mark.column - 1] + sign + rest
    return "\n".join(rows)


def huge(draw, text, target):
    """Something over and over, somewhere, or as a text."""
    much = draw(st.sampled_from(REPEATED)) * draw(st.sampled_from([30, 300, 3_000, 30_000]))
    if draw(st.booleans()):
        place = draw(st.integers(0, len(text)))
        return text[:place] + much + text[place:]
    data = json.loads(json.dumps(DATA[target].data))
    part, key = _reach(data, draw(st.sampled_from([route for route in DATA[target].places if route])))
    part[key] = much
    return json.dumps(data, ensure_ascii=False)


def encodings(draw, text, _):
    """Written by an editor that does not write UTF-8."""
    if isinstance(text, bytes):
        return text
    return f"# Größe, café\n{text}".encode(draw(st.sampled_from(ENCODINGS)), "replace")


def cut(draw, text, _):
    """The end, or the beginning, is gone."""
    place = draw(st.integers(0, len(text)))
    return text[:place] if draw(st.booleans()) else text[place:]


def no_file(draw, *_):
    """Nothing, a folder, or no file at all."""
    return draw(st.sampled_from([b"", None, "folder"]))


WAYS = {
    way.__name__.strip("_"): way
    for way in (bytes_, signs, tokens, lines, structure, aliases, huge, encodings, cut, no_file)
}
FREELY = ["bytes", "signs", "tokens", "lines", "cut", "encodings"]  # can follow one another


@st.composite
def spoiled(draw):
    """A file of a project, the way in which it was spoiled first, and what stands in it now."""
    target = draw(st.sampled_from(TARGETS))
    ways = [name for name in WAYS if name != "no_file"] if target in DATA else FREELY
    first = draw(st.sampled_from(ways * 6 + ["no_file"]))
    content = WAYS[first](draw, SOUND[target], target)
    if first != "no_file":
        for name in draw(st.lists(st.sampled_from(FREELY), max_size=2)):
            if isinstance(content, str):
                content = WAYS[name](draw, content, target)
        if isinstance(content, str):
            content = content.encode("utf-8", "surrogatepass")
    return target, first, content


# --- what becomes of it ---


class TooLong(BaseException):
    """Nothing may catch it on its way."""


@contextmanager
def bounded():
    """Raise TooLong after BOUND; if code in C does not let it, print where it HANGS and end the whole run."""

    def stop(*_):
        raise TooLong

    before = signal.signal(signal.SIGPROF, stop)
    faulthandler.dump_traceback_later(HANGS, exit=True)
    signal.setitimer(signal.ITIMER_PROF, BOUND)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGPROF, before)


class Seen:
    """What `make fuzz` prints."""

    def __init__(self):
        self.kinds, self.slowest, self.began = Counter(), (0.0, "", ""), time.monotonic()

    def note(self, target, way, ending, seconds):
        self.kinds[way, ending] += 1
        self.slowest = max(self.slowest, (seconds, way, " ".join(target)))
        if MANY and self.kinds.total() % 500 == 0:
            self.print_total()

    def print_total(self):
        total = {
            ending: sum(n for (_, there), n in self.kinds.items() if there == ending)
            for ending in ("sound", "faulty")
        }
        seconds, way, where = self.slowest
        print(
            f"\n{self.kinds.total():6} files in {time.monotonic() - self.began:.0f} s: {total['sound']} sound, "
            f"{total['faulty']} faulty; slowest {seconds:.2f} s of the processor ({way}, {where})",
            flush=True,
        )

    def print_all(self):
        self.print_total()
        for way in WAYS:
            print(f"  {way:10} {self.kinds[way, 'sound']:6} sound {self.kinds[way, 'faulty']:6} faulty")


@pytest.fixture(scope="module")
def seen():
    seen = Seen()
    yield seen
    if MANY:
        seen.print_all()


@pytest.fixture(scope="module")
def projects(tmp_path_factory):
    """A copy of each project: its tree and criteria, one case, and proofs that are empty, so that reading them takes no time."""
    folders = {}
    for name, project in PROJECTS.items():
        folders[name] = folder = tmp_path_factory.mktemp(name)
        for target, text in SOUND.items():
            if target[0] == name:
                (folder / target[1]).parent.mkdir(parents=True, exist_ok=True)
                (folder / target[1]).write_text(text, encoding="utf-8")
        if (project / CRITERIA).is_dir():
            shutil.copytree(project / CRITERIA, folder / CRITERIA, dirs_exist_ok=True)
        if (project / ADD_ONS).is_file():
            shutil.copy(project / ADD_ONS, folder / ADD_ONS)
        proofs = folder / guide.EVIDENCE
        proofs.mkdir(parents=True, exist_ok=True)
        for proof, uses in proofs_in(project / guide.EVIDENCE).items():
            file, _, test = proof.partition("::")
            if (name, f"{guide.EVIDENCE}/{file}") in SOUND:
                continue
            with (proofs / file).open("a", encoding="utf-8") as written:
                named = ", ".join(f'"{name}"' for name in sorted(uses))
                written.write(f"@pytest.mark.uses({named})\ndef {test}():\n    pass\n")
        assert list(files(load(folder / guide.FILE), folder))  # is sound
    return folders


def put(file, content):
    """Make `file` hold `content`; None is no file, "folder" is one."""
    if file.is_dir():
        file.rmdir()
    file.unlink(missing_ok=True)
    if content == "folder":
        file.mkdir()
    elif content is not None:
        file.write_bytes(content)


def check_faults(faults, project, name, content):
    """Every fault has a place in the file that was spoiled, or in one that depends on it, and is one printable line."""
    spoiled = content.decode("utf-8-sig", "replace") if isinstance(content, bytes) else ""
    texts = {name: spoiled}
    for file in {fault.file for fault in faults} - {name}:
        texts[file] = SOUND.get((project, file)) or (PROJECTS[project] / file).read_text(encoding="utf-8")
    for fault in faults:
        # Python ends a line at a lone carriage return too; git and editors of the other files do not.
        rows = re.split("\r\n?|\n" if fault.file.endswith(".py") else "\n", texts[fault.file])
        assert 1 <= fault.mark.line <= len(rows)
        assert 1 <= fault.mark.column <= len(rows[fault.mark.line - 1]) + 1
        assert (
            fault.message.endswith((".", "?")) and fault.message.isprintable() and fault.where.isprintable()
        )
        assert 10 < len(fault.message) < LONGEST and len(fault.where) < LONGEST


@settings(
    max_examples=MANY or 150,
    derandomize=not MANY,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)
@given(file_now=spoiled())
def test_whatever_stands_in_a_file_is_read_or_reported(projects, seen, file_now):
    (project, name), way, content = file_now
    file = projects[project] / name
    put(file, content)
    began, faults = time.process_time(), ()
    try:
        with bounded():
            sound = load(projects[project] / guide.FILE)
            if project == "pet":  # whose pages take the least time
                assert list(pages(sound, None))
            if name == ARTICLE:
                assert list(files(sound, projects[project]))
    except Faults as told:
        faults = told.faults or [None]
    finally:
        now = None if not file.exists() else "folder" if file.is_dir() else file.read_bytes()
        put(file, SOUND[project, name].encode())
    assert now == content, "reading leaves a file as it is"
    check_faults(faults, project, name, content)
    seen.note((project, name), way, "faulty" if faults else "sound", time.process_time() - began)


def test_what_hangs_is_stopped(monkeypatch):
    """Otherwise the test above would prove no bound."""

    def hang():
        while True:
            pass

    monkeypatch.setattr("test_fuzz.BOUND", 0.05)
    with pytest.raises(TooLong), bounded():
        hang()


def test_a_tree_that_is_sound_may_make_the_case_beside_it_faulty(projects):
    """Found by `make fuzz`: the answer that the case gives is gone. It is told in the case."""
    target = ("bicycle", guide.FILE)
    text = changed(SOUND[target], ('      no: {label: "No", next: train}\n', ""))
    file = projects["bicycle"] / guide.FILE
    put(file, text.encode())
    with pytest.raises(Faults) as told:
        guide.load(file)
    put(file, SOUND[target].encode())
    check_faults(told.value.faults, *target, text.encode())
    assert [(fault.file, fault.where) for fault in told.value.faults] == [
        ("docs/cases/night-nurse.yaml", "answers.load")
    ]
