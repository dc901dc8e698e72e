"""macros/adapter/serving.py; how it does in `mkdocs serve` stands in test_serve.py."""

import shutil

import pytest
from jinja2 import TemplateSyntaxError

from macros.adapter.serving import LastGood, faults_of
from macros.reading.faults import Fault, Faults, Mark

FAULT = Fault("a.yaml", Mark(3, 7), "questions.x", "there is no '<y>'.")
BANNER = (
    '<div class="faults" role="alert">\n<p>These pages are the last good ones.</p>\n<ul>\n'
    "<li><code>a.yaml:3:7</code> questions.x: there is no &#39;&lt;y&gt;&#39;.</li>\n</ul>\n</div>"
)


def stopped(cause=None):
    """An end of the program, raised from its cause."""
    try:
        raise SystemExit(1) from cause
    except SystemExit as caught:
        return caught


def test_the_files_come_back_with_the_faults_on_every_page(tmp_path):
    files = {"index.html": b'<body class="x"><p>Hello.', "a/b.html": b"<BODY>", "a/c.js": b"'<body>'"}
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    last_good = LastGood(tmp_path)
    (tmp_path / "index.html").write_text("half a pa")
    (tmp_path / "a/b.html").unlink()
    for _ in range(2):  # and once only, however often a build fails
        last_good.put_back([FAULT])
        assert (tmp_path / "index.html").read_text() == f'<body class="x">{BANNER}<p>Hello.'
        assert (tmp_path / "a/b.html").read_text() == f"<BODY>{BANNER}"
        assert (tmp_path / "a/c.js").read_bytes() == files["a/c.js"]


def test_a_folder_that_is_gone_comes_back_and_a_word_in_a_page_is_no_second_body(tmp_path):
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/c.html").write_text("<body><pre><body></pre>")
    last_good = LastGood(tmp_path)
    shutil.rmtree(tmp_path / "a")
    last_good.put_back([FAULT])
    assert (tmp_path / "a/b/c.html").read_text() == f"<body>{BANNER}<pre><body></pre>"


def test_what_a_later_build_made_is_what_comes_back(tmp_path):
    (tmp_path / "index.html").write_text("<body>Old.")
    last_good = LastGood(tmp_path)
    (tmp_path / "index.html").write_text("<body>New.")
    last_good.keep()
    last_good.put_back([FAULT])
    assert (tmp_path / "index.html").read_text() == f"<body>{BANNER}New."


def test_the_faults_behind_a_stop_are_told(tmp_path):
    assert faults_of(stopped(Faults([FAULT])), tmp_path).faults == (FAULT,)


def test_the_faults_are_told_by_a_compiler_that_was_edited_since(tmp_path):
    class FaultsOfAnotherCompiler(Exception):
        faults = (FAULT,)

    assert faults_of(stopped(FaultsOfAnotherCompiler()), tmp_path).faults == (FAULT,)


def test_a_stop_without_a_cause_sends_to_the_terminal(tmp_path):
    [fault] = faults_of(stopped(), tmp_path).faults
    assert fault == Fault("mkdocs.yml", Mark(1, 1), "", "the build stopped. The terminal tells why.")


@pytest.mark.parametrize(
    ("program", "place", "message"),
    [
        pytest.param("\n1 / 0\n", Mark(2, 1), "ZeroDivisionError: division by zero", id="crash"),
        pytest.param("\nx = (1\n", Mark(2, 5), "SyntaxError: '(' was never closed", id="syntax"),
    ],
)
def test_an_error_of_the_compiler_is_told_with_its_place_in_the_project(tmp_path, program, place, message):
    file = tmp_path / "macros/a.py"

    def build():
        exec(compile(program, file, "exec"), {})

    with pytest.raises((ZeroDivisionError, SyntaxError)) as error:
        build()
    assert faults_of(error.value, tmp_path).faults == (Fault("macros/a.py", place, "", message),)


def test_an_error_that_knows_its_line_and_no_column_stands_at_the_first(tmp_path):
    """As those of templates do."""
    error = TemplateSyntaxError("unexpected end", 7, "page.html", str(tmp_path / "theme/page.html"))
    assert faults_of(error, tmp_path).faults == (
        Fault("theme/page.html", Mark(7, 1), "", f"TemplateSyntaxError: {error}"),
    )


def test_the_environment_is_not_taken_for_the_project(tmp_path):
    with pytest.raises(ZeroDivisionError) as error:
        exec(compile("1 / 0", tmp_path / ".venv/lib/a.py", "exec"), {})
    [fault] = faults_of(error.value, tmp_path).faults
    assert fault == Fault("mkdocs.yml", Mark(1, 1), "", "ZeroDivisionError: division by zero")
