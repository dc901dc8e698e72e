"""`mkdocs serve`: an edit of anything shows; what is wrong stands on the last good pages; nothing ends the server."""

import json
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from os import environ
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic

import pytest
from axe_playwright_python.sync_playwright import Axe
from projects import make_project

# What the server adds to each page.
RELOAD = re.compile(r"<script>\nvar livereload = .*?</script>", re.DOTALL)
DEADLINE = 60  # seconds for the server to say what it should
BANNER = '<div class="faults" role="alert">'
PHONE, WIDE = 390, 1280  # pixels

TREE = """\
title: Tea or coffee?
start: hour
alternatives:
  leaf: {name: Leaf, url: https://example.org/leaf}
questions:
  hour:
    ask: Is it late?
    answers:
      late: {label: "Yes", next: tea}
      early: {label: "No", next: coffee}
outcomes:
  tea: {name: Tea, summary: It lets you sleep., picks: [leaf]}
  coffee: {name: Coffee, summary: It wakes you.}
groups: {brewing: {name: Brewing}}
"""
CRITERIA = "minutes: {name: Minutes, cells: {leaf: {says: Five minutes., judgement: We made some.}}}\n"
CASE = """\
name: Night Nurse
url: https://example.org/night/nurse
what: A nurse on call.
needs: {sleep: Some.}
answers: {hour: late}
uses: leaf
proof: {path: list.md, line: one leaf, commit: "3333333333333333333333333333333333333333"}
"""
ARTICLE = "---\ntitle: Why\n---\n\nBecause of the hour.\n"
BLOCK = '\n\ndef block(text, base):\n    return Markup("{}")\n'


class Served:
    """A running `mkdocs serve` of a project."""

    def __init__(self, project: Path, port: int):
        self.url = f"http://127.0.0.1:{port}/"
        self.project = project
        self._lines: Queue[str] = Queue()
        command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", f"127.0.0.1:{port}"]
        self._process = subprocess.Popen(
            command,
            cwd=project,
            env=environ | {"SITE_URL": self.url},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._process.stdout:
            self._lines.put(line)

    def wait_for(self, words: str) -> str:
        """What it says up to and with the next line that holds `words`."""
        said, end = "", monotonic() + DEADLINE
        while words not in said:
            try:
                said += self._lines.get(timeout=max(0, end - monotonic()))
            except Empty:
                pytest.fail(f"it did not say '{words}' but:\n{said}")
        return said

    def page(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=DEADLINE) as answer:
            return answer.read().decode()

    def wait_for_page(self, path: str, words: str, *, gone: bool = False) -> str:
        """The page, once it holds `words` (or no longer does); it can only change when a build ends."""
        while (words in (page := self.page(path))) == gone:
            self.wait_for("Reloading browsers")
        return page

    def read(self, file: str) -> str:
        return (self.project / file).read_text(encoding="utf-8")

    def edit(self, file: str, text: str) -> None:
        """Save a file at one stroke, as editors do."""
        draft = self.project / ".draft"
        draft.write_text(text, encoding="utf-8")
        draft.replace(self.project / file)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=DEADLINE)
        self._reader.join(timeout=DEADLINE)
        self._process.stdout.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    """A small project, being served; every test leaves it as it was."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    project = make_project(tmp_path_factory.mktemp("served") / "project", TREE)
    (project / "docs/criteria").mkdir()
    (project / "docs/criteria/brewing.yaml").write_text(CRITERIA, encoding="utf-8")
    (project / "docs/cases").mkdir()
    (project / "docs/cases/nurse.yaml").write_text(CASE, encoding="utf-8")
    (project / "docs/why.md").write_text(ARTICLE, encoding="utf-8")
    served = Served(project, port)
    try:
        served.wait_for("Serving on")
        yield served
    finally:
        served.stop()


@pytest.mark.parametrize(
    ("file", "page", "before", "after", "shown"),
    [
        pytest.param(
            "decision_tree.yaml", "decide/hour/", "it late?", "it past four?", "Is it past four?", id="tree"
        ),
        pytest.param(
            "docs/criteria/brewing.yaml", "compare/", "Five", "Four", "Four minutes.", id="criteria"
        ),
        pytest.param("docs/cases/nurse.yaml", "projects/", "Night", "Day", "Day Nurse", id="case"),
        pytest.param("docs/why.md", "why/", "the hour", "the minute", "Because of the minute.", id="article"),
        pytest.param(
            "macros/pages/templates/question.html.j2",
            "decide/hour/",
            "<ol",
            "<p>A new template.</p><ol",
            "A new template.",
            id="template",
        ),
        pytest.param(
            "macros/tree/texts.py",
            "outcome/coffee/",
            "\ndef code(",
            BLOCK.format("A new compiler.") + "\n\ndef code(",
            "A new compiler.",
            id="compiler",
        ),
        pytest.param(
            "theme/main.html",
            "why/",
            '<meta name="twitter:card"',
            '<meta name="a-new-theme"><meta name="twitter:card"',
            '<meta name="a-new-theme">',
            id="theme",
        ),
    ],
)
def test_an_edit_shows_and_so_does_its_undoing(served, file, page, before, after, shown):
    text = served.read(file)
    assert shown not in served.page(page)
    served.edit(file, text.replace(before, after))
    served.wait_for_page(page, shown)
    served.edit(file, text)
    served.wait_for_page(page, shown, gone=True)


def test_after_an_edit_all_pages_and_the_index_of_the_search_are_those_of_a_new_build(served, tmp_path):
    """What the compiler keeps from build to build makes none of them stale."""
    text = served.read("decision_tree.yaml")
    served.edit("decision_tree.yaml", text.replace("It wakes you.", "It keeps you awake."))
    served.wait_for_page("outcome/coffee/", "It keeps you awake.")
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", tmp_path]
    subprocess.run(build, cwd=served.project, env=environ | {"SITE_URL": served.url}, check=True)
    new = {page.relative_to(tmp_path).parent: page for page in tmp_path.rglob("index.html")}
    pages = {path: served.page(f"{path.as_posix()}/") for path in new}
    index = json.loads(served.page("search/search_index.json"))
    served.edit("decision_tree.yaml", text)
    served.wait_for_page("outcome/coffee/", "It keeps you awake.", gone=True)

    assert len(new) == 9
    for path, page in new.items():
        assert RELOAD.sub("", pages[path]) == page.read_text(encoding="utf-8"), path
    expected = json.loads((tmp_path / "search/search_index.json").read_text(encoding="utf-8"))
    assert sorted(index["docs"], key=str) == sorted(expected["docs"], key=str)


BROKEN = [
    pytest.param(
        "decision_tree.yaml",
        "next: tea",
        "next: tee",
        "9:34",
        "questions.hour.answers.late.next: there is no question or outcome &#39;tee&#39;. Did you mean &#39;tea&#39;?",
        id="tree",
    ),
    pytest.param(
        "decision_tree.yaml",
        "start: hour",
        'start: "hour',
        "2:8",
        "the quote opened here is",
        id="no-yaml",
    ),
    pytest.param(
        "docs/criteria/brewing.yaml",
        "leaf",
        "laef",
        "1:34",
        "there is no alternative &#39;laef&#39;",
        id="criteria",
    ),
    pytest.param(
        "docs/cases/nurse.yaml", "hour: late", "hour: lat", "5:17", "this question has no answer", id="case"
    ),
    pytest.param(
        "macros/pages/templates/question.html.j2",
        "<ol",
        "{% if %}<ol",
        "23:1",
        "TemplateSyntaxError: ",
        id="template",
    ),
    pytest.param(
        "macros/pages/templates/question.html.j2",
        "<ol",
        "{{ no_such_word }}<ol",
        "23:1",
        "UndefinedError: &#39;no_such_word&#39; is undefined",
        id="word-in-a-template",
    ),
    pytest.param(
        "macros/reading/faults.py", "class Faults(", "class Faults((", "", "SyntaxError: ", id="compiler"
    ),
    pytest.param(
        "macros/tree/graph.py", "from macros", "1 / 0\nfrom macros", "", "ZeroDivisionError: ", id="crash"
    ),
    pytest.param(
        "theme/main.html", "{% endblock %}", "{% endblok %}", "", "TemplateSyntaxError: ", id="theme"
    ),
    pytest.param(
        "docs/why.md",
        "title: Why",
        "title: Why\ntitle: How",
        "3:1",
        "the key &#39;title&#39; is given twice (first on line 2). Keep one.",
        id="front-matter",
    ),
    pytest.param(
        "docs/why.md",
        "Because",
        "{{ outcome('te') }}",
        "5:4",
        "outcome: there is no outcome &#39;te&#39;. Did you mean &#39;tea&#39;?",
        id="article",
    ),
    pytest.param(
        "mkdocs.yml",
        "docs_dir: docs",
        "docs_dir: dogs",
        "1:1",
        "the build stopped. The terminal tells why.",
        id="settings",
    ),
]


@pytest.mark.parametrize(("file", "before", "after", "place", "message"), BROKEN)
def test_what_is_broken_stands_on_the_last_good_pages_until_it_is_mended(
    served, file, before, after, place, message
):
    text = served.read(file)
    good = served.page("decide/hour/")
    served.edit(file, text.replace(before, after, 1))
    broken, home = served.wait_for_page("decide/hour/", BANNER), served.page("")
    served.edit(file, text)
    mended = served.wait_for_page("decide/hour/", BANNER, gone=True)

    assert "Is it late?" in good and "Is it late?" in broken and "Is it late?" in mended
    assert BANNER not in good
    assert f"<code>{file}:{place}" in broken
    assert message in broken
    assert BANNER in home


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_the_faults_can_be_read(served, browser, width, scheme):
    """Nothing is cut off at the side, and axe finds no fault in the banner."""
    text = served.read("decision_tree.yaml")
    served.edit("decision_tree.yaml", text.replace("next: tea", f"next: {'tea-' * 40}tea"))
    served.wait_for_page("decide/hour/", BANNER)
    with browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"{served.url}decide/hour/")
        banner = page.get_by_role("alert")
        words, box = banner.inner_text(), banner.bounding_box()
        across = page.evaluate("document.documentElement.scrollWidth")
        found = Axe().run(page, context=".faults").response["violations"]
    served.edit("decision_tree.yaml", text)
    served.wait_for_page("decide/hour/", BANNER, gone=True)

    assert "decision_tree.yaml:9:34 questions.hour.answers.late.next: there is no question" in words
    assert across == width
    assert (box["x"], box["width"]) == (0, width)
    assert [violation["id"] for violation in found] == []
