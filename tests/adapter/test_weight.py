"""macros/adapter/weight.py; what it saves on a whole site stands in tests/browser/test_weights.py."""

import re

import pytest
from jinja2 import Environment
from mkdocs.exceptions import Abort

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
