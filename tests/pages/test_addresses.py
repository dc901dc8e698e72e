"""Where pages stand: spelt in one module of the compiler, and handed to all others."""

import re

from projects import ROOT
from trees_in_memory import BICYCLE

from macros import guide
from macros.pages import addresses
from macros.pages.cards import images
from macros.pages.pages import pages

MODULE = ROOT / "macros/pages/addresses.py"
FILES = [
    *(ROOT / "macros").rglob("*.py"),
    *(ROOT / "macros").rglob("*.j2"),
    *(ROOT / "docs/assets").glob("*.js"),
]
# The folder of the proofs and that of the package are no addresses.
SPELT = re.compile(
    r"(?<!tests/)(?<!macros/)\b(decide|outcome|map|compare|evidence|projects)/|[\"']decide[\"']"
)


def test_an_address_is_spelt_in_one_module_only():
    spelt = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in FILES
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if SPELT.search(line) and file != MODULE
    ]
    assert spelt == []
    assert SPELT.search(MODULE.read_text(encoding="utf-8"))


def test_each_page_and_each_part_of_one_has_its_address():
    tree = guide.load(BICYCLE).tree
    assert [addresses.node(tree, key) for key in ("train", "city")] == ["decide/train/", "outcome/city/"]
    assert addresses.criterion("kerbs") == "compare/#kerbs"
    assert addresses.cell("kerbs", "city") == "compare/#kerbs-city"
    assert addresses.case("parcel-post") == "projects/#parcel-post"
    assert addresses.proof("test_size.py::test_it_folds[city]") == "evidence/size/#it-folds"
    assert addresses.patterns()["case"].replace("{id}", "parcel-post") == addresses.case("parcel-post")
    assert [addresses.card(), addresses.card("city")] == [
        "assets/cards/guide.png",
        "assets/cards/outcome/city.png",
    ]


def test_a_page_knows_its_file_and_the_way_to_the_root():
    found = {to: (addresses.file_of(to), addresses.to_root(to)) for to in ("", "map/", "decide/train/")}
    assert found == {
        "": ("index.md", "./"),
        "map/": ("map.md", "../"),
        "decide/train/": ("decide/train.md", "../../"),
    }


def test_all_that_is_made_from_a_guide_is_known_by_its_address_before_it_is_made():
    bicycle = guide.load(BICYCLE)
    paths = [*(page.path for page in pages(bicycle)), *(path for path, _ in images(bicycle.tree))]
    assert sorted(addresses.made(bicycle)) == sorted(map(addresses.of_file, paths))


def test_a_file_knows_its_address():
    found = {
        path: addresses.of_file(path) for path in ("index.md", "README.md", "a.md", "b/index.md", "c/d.png")
    }
    assert list(found.values()) == ["", "", "a/", "b/", "c/d.png"]


def test_a_file_has_a_name_of_its_own_for_each_text():
    assert (
        addresses.dated("walk.json", "Wikipedia") == "walk.json?v=11e60398"
    )  # Adler-32 as its article has it
    names = {addresses.dated("walk.json", text) for text in ("", "{}", "{ }", "é", "e")}
    assert len(names) == 5
