"""macros/adapter/hooks.py; what it does to a whole site stands in tests/site/."""

import os
import re
import sys
from types import SimpleNamespace

import pytest
from jinja2 import Environment
from mkdocs.exceptions import Abort

from macros.adapter import hooks
from macros.pages.render import COMPILED
from macros.reading.faults import Fault, Faults, Mark


def test_a_title_and_a_description_reach_the_head_of_the_page_as_text():
    page = SimpleNamespace(
        meta={"title": 'Is `<script>` "ok"?', "description": "<b> & more", "hide": ["toc"]}
    )
    hooks.on_page_markdown("", page=page)
    assert page.meta == {
        "title": "Is `&lt;script&gt;` &#34;ok&#34;?",
        "description": "&lt;b&gt; &amp; more",
        "hide": ["toc"],
    }


def test_an_anchor_that_stands_twice_on_a_page_is_told(caplog):
    page = SimpleNamespace(file=SimpleNamespace(src_uri="a.md"))
    hooks.on_post_page(
        '<h2 id="solo">Solo</h2> <p> id="said" id="said"</p> <li class="x" id="solo">', page=page
    )
    assert caplog.messages == ["a.md: the anchor 'solo' stands twice on the page. Rename the heading."]


def test_what_is_wrong_with_a_file_or_the_disk_stops_a_build_in_plain_words():
    faults = Faults([Fault("a.yaml", Mark(1, 2), "", "wrong.")])
    for error, told in ((faults, "a.yaml: 1 problem\n  1:2  wrong."), (OSError("no room"), "no room")):
        with pytest.raises(Abort, match=f"^{re.escape(told)}$") as stop:
            hooks.on_build_error(error)
        assert stop.value.__cause__ is error
    assert hooks.on_build_error(ValueError("ours")) is None


@pytest.fixture
def served(tmp_path, monkeypatch):
    """What `mkdocs serve` would hold, and a list of what its next builds raise."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("<body>Good.")
    config = SimpleNamespace(config_file_path=str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
    server, raised = SimpleNamespace(), []

    def build():
        (tmp_path / "site/index.html").write_text("<body>Half")
        if raised:
            raise raised.pop()
        (tmp_path / "site/index.html").write_text("<body>Better.")

    hooks.on_serve(server, config, build)
    return server, raised, tmp_path / "site/index.html"


def test_while_serving_a_build_that_fails_leaves_the_last_good_pages(served, caplog):
    server, raised, page = served
    assert sys.dont_write_bytecode is True
    raised.append(Faults([Fault("a.yaml", Mark(1, 2), "", "wrong.")]))
    server.builder()
    assert page.read_text().startswith("<body><div") and page.read_text().endswith("Good.")
    assert "a.yaml:1:2" in page.read_text()
    (record,) = caplog.records
    assert record.getMessage() == "a.yaml: 1 problem\n  1:2  wrong.\nStill serving the last good pages."
    assert (record.levelname, record.exc_info is not None) == ("ERROR", True)
    server.builder()
    assert page.read_text() == "<body>Better."
    raised.append(Abort("no room"))
    server.builder()
    assert page.read_text().endswith("Better.")
    assert caplog.records[-1].exc_info in (None, False)


def test_a_page_that_is_html_already_is_left_as_it_is_and_its_places_are_known():
    page = SimpleNamespace(markdown='<p id="a">*x*</p><b class="y" id="b-1">')
    hooks.HtmlPage.render(page, None, None)
    assert page.content == page.markdown
    assert list(page.toc) == []
    assert page.present_anchor_ids == {"a", "b-1"}


def test_an_edited_compiler_is_unloaded_and_one_that_is_the_same_is_kept(tmp_path, monkeypatch):
    (tmp_path / "a.py").write_text("")
    monkeypatch.setattr(hooks, "_compiler", {})
    modules = {"macros": 1, "macros.a": 2, "macrosom": 3, "other": 4}
    monkeypatch.setattr(sys, "modules", dict(modules))
    hooks._unload_if_edited(tmp_path)
    assert sys.modules == {"macrosom": 3, "other": 4}
    monkeypatch.setattr(sys, "modules", dict(modules))
    hooks._unload_if_edited(tmp_path)
    assert sys.modules == modules
    os.utime(tmp_path / "a.py", (1, 1))
    hooks._unload_if_edited(tmp_path)
    assert sys.modules == {"macrosom": 3, "other": 4}


def test_the_templates_of_the_theme_are_compiled_once_too():
    jinja = Environment()
    hooks.on_env(jinja, config=None, files=None)
    assert jinja.bytecode_cache is COMPILED
