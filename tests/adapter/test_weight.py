"""macros/adapter/weight.py; what it saves on a whole site stands in tests/browser/test_weights.py."""

import re
from types import SimpleNamespace

import pytest
from jinja2 import Environment
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files

from macros.adapter import weight


def test_the_file_of_the_theme_that_matches_is_found():
    paths = ["assets/javascripts/bundle.1a.min.js.map", "assets/javascripts/bundle.1a.min.js"]
    assert weight.the_only(paths, weight.BUNDLE) == paths[1]


@pytest.mark.parametrize(
    ("paths", "has"), [([], "none"), (["a/main.1.css", "a/main.2.css"], "a/main.1.css, a/main.2.css")]
)
def test_a_theme_with_other_files_stops_the_build_with_the_way_out(paths, has):
    message = (
        f"macros/adapter/weight.py: the theme should have one file a/main.*.css; it has {has}. Mend the pattern, or the "
        "environment if two themes are in it; or take weight.py out of `hooks` in mkdocs.yml: the pages say the same "
        "without it, and are heavier."
    )
    with pytest.raises(Abort, match=f"^{re.escape(message)}$"):
        weight.the_only(paths, "a/main.*.css")


def sheet(text):
    """What pages are told to load as the one style sheet, with this in ours."""
    plugins = SimpleNamespace(_current_plugin=None)
    config = SimpleNamespace(
        site_dir="site", use_directory_urls=True, plugins=plugins, extra={}, extra_css=["assets/looks.css"]
    )
    theme = ["stylesheets/main.1.css", "stylesheets/palette.1.css", "javascripts/bundle.1.js"]
    paths = [f"assets/{name}" for name in (*theme, "javascripts/workers/search.1.js", "looks.css")]
    weight.on_files(Files([File.generated(config, path, content=text) for path in paths]), config)
    [name] = config.extra_css
    return name


def test_a_page_of_yesterday_asks_for_the_style_sheet_by_the_name_that_it_has_today():
    yesterday, today = sheet("p {}").partition("?v="), sheet("p { margin: 0 }").partition("?v=")
    assert yesterday[0] == today[0]
    assert yesterday[2] != today[2]


def test_templates_of_the_theme_lose_their_blank_lines_and_the_spaces_before_lines():
    jinja = Environment()
    weight.on_env(jinja)
    assert jinja.from_string("{% if 1 %}\n    <p>\n\t  a  b\n{% endif %}\n").render() == "<p>\na  b\n"


def test_scripts_lose_the_comments_that_stand_on_lines_of_their_own():
    script = '// Said once.\n\n/** What it does,\n * and how. */\nconst at = "http://x"; // stays\n  /* gone */\ngo(at);\n'
    assert weight.COMMENT.sub("", script) == '\nconst at = "http://x"; // stays\ngo(at);\n'


def test_scripts_lose_blank_lines_the_spaces_before_lines_and_the_remarks_that_can_be_no_part_of_a_text():
    script = '  go(at); // now\n\n\n\tconst way = "a // b";\n  go(way); // to "there"\n'
    assert weight.bare(script) == 'go(at);\nconst way = "a // b";\ngo(way); // to "there"\n'
