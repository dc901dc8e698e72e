"""macros/adapter/scripts.py; that pages run such scripts stands in tests/browser."""

import re
from types import SimpleNamespace

import pytest
from mkdocs.structure.files import File, Files
from projects import ROOT

from macros.adapter import scripts

LEAF = "// Said once.\nexport const one = 1;\nexport async function two() {}\nconst own = 3;\n"
MIDDLE = 'import { one } from "./leaf.js";\n\nexport function three() {\n  return one;\n}\n'
ENTRY = (
    'import { two } from "./leaf.js";\nimport { three } from "./middle.js";\nimport "./alone.js";\n\n'
    'three(two, import("./part.js"));\n'
)
PART = 'import { three } from "./middle.js";\n\nexport const four = import("./further.js");\n'
TEXTS = {
    "leaf": LEAF,
    "middle": MIDDLE,
    "alone": "go();\n",
    "entry": ENTRY,
    "part": PART,
    "further": 'import { one } from "./leaf.js";\nexport const five = one;\n',
}


def test_a_script_has_in_front_what_it_imports_each_once_and_after_what_that_needs():
    assert scripts.whole(TEXTS, "v1")["entry"] == (
        "const $leaf = (() => {\n// Said once.\nconst one = 1;\nasync function two() {}\nconst own = 3;\nreturn { one, two };\n})();\n"
        "const $middle = (() => {\nconst { one } = $leaf;\n\nfunction three() {\n  return one;\n}\nreturn { three };\n})();\n"
        "const $alone = (() => {\ngo();\nreturn {  };\n})();\n"
        "const { two } = $leaf;\nconst { three } = $middle;\n\n"
        'three(two, import("./part.js?v=v1"));\n'
        "export { $leaf, $middle, $alone };\n"
    )


def test_a_part_and_a_part_of_it_take_what_they_import_from_the_script_that_they_are_parts_of():
    whole = scripts.whole(TEXTS, "v1")
    assert whole["part"] == (
        'import { $leaf, $middle } from "./entry.js?v=v1";\nconst { three } = $middle;\n\n'
        'export const four = import("./further.js?v=v1");\n'
    )
    assert whole["further"] == (
        'import { $leaf } from "./entry.js?v=v1";\nconst { one } = $leaf;\nexport const five = one;\n'
    )


def test_a_script_that_imports_nothing_stays_as_it_is():
    whole = scripts.whole(TEXTS, "v1")
    assert (whole["leaf"], whole["alone"]) == (LEAF, TEXTS["alone"])


def built(texts):
    """What the hook makes of scripts: the version, and the files."""
    plugins = SimpleNamespace(_current_plugin=None)
    config = SimpleNamespace(site_dir="site", use_directory_urls=True, plugins=plugins, extra={})
    files = Files([File.generated(config, f"assets/{name}.js", content=text) for name, text in texts.items()])
    scripts.on_files(files, config)
    return config.extra["scripts"], {file.src_uri: file.content_string for file in files}


@pytest.mark.parametrize("edited", TEXTS)
def test_an_edit_of_any_script_gives_all_a_new_name_and_none_leaves_the_names(edited):
    before, files = built(TEXTS)
    assert built(TEXTS)[0] == before
    assert re.fullmatch("[0-9a-f]{8}", before) and f'"./part.js?v={before}"' in files["assets/entry.js"]
    assert built(TEXTS | {edited: TEXTS[edited] + "more();\n"})[0] != before


def test_a_page_loads_its_scripts_by_their_version_and_its_words_stay():
    config = SimpleNamespace(extra={"scripts": "v1"})
    page = (
        '<script src="../assets/guide.js"></script><code>docs/assets/guide.js</code><img src="assets/a.png">'
    )
    for named in (scripts.on_post_page(page, config=config), scripts.on_post_template(page, config=config)):
        assert named == page.replace('guide.js"', 'guide.js?v=v1"')


def test_our_own_scripts_import_and_export_in_the_ways_that_are_read():
    texts = {file.stem: file.read_text(encoding="utf-8") for file in (ROOT / "docs/assets").glob("*.js")}
    for name, text in scripts.whole(texts, "v1").items():
        assert len(scripts.IMPORT.findall(texts[name])) == len(re.findall("^import", texts[name], re.M)), name
        assert len(scripts.EXPORT.findall(texts[name])) == len(re.findall("^export", texts[name], re.M)), name
        assert not re.search(r'"\./[\w-]+\.js"', text), name
