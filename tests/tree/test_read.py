"""The criteria of a tree may stand in its own file, or in docs/criteria, one file for each group."""

import json

from trees_in_memory import BICYCLE, SMALL, changed, told

from macros import guide
from macros.reading import source
from macros.reading.faults import Mark
from macros.tree import rules
from macros.tree.read import ADD_ONS, CRITERIA, read_tree

BICYCLES = source.read(BICYCLE).data


def project(folder, tree, **files):
    """A project with a tree and files of criteria, by their groups; the tree's file."""
    (folder / CRITERIA).mkdir(parents=True)
    for group, text in files.items():
        (folder / CRITERIA / f"{group}.yaml").write_text(text, encoding="utf-8")
    (folder / guide.FILE).write_text(tree, encoding="utf-8")
    return folder / guide.FILE


def test_a_tree_is_the_same_wherever_its_criteria_stand(tmp_path):
    files = {group: {} for group in BICYCLES["groups"]}
    for row, criterion in BICYCLES["criteria"].items():
        files[criterion["group"]][row] = {key: value for key, value in criterion.items() if key != "group"}
    tree = {key: value for key, value in BICYCLES.items() if key != "criteria"}
    file = project(tmp_path, json.dumps(tree), **{group: json.dumps(rows) for group, rows in files.items()})
    assert len(files) > 1
    assert rules.check(read_tree(file)) == rules.check(source.read(BICYCLE))


def test_a_tree_is_the_same_wherever_its_add_ons_stand(tmp_path):
    file = project(tmp_path, json.dumps({key: value for key, value in BICYCLES.items() if key != "add-ons"}))
    (tmp_path / ADD_ONS).write_text(json.dumps(BICYCLES["add-ons"]), encoding="utf-8")
    assert rules.check(read_tree(file)) == rules.check(source.read(BICYCLE))


def test_an_add_on_that_the_tree_gives_too_is_reported_in_its_file(tmp_path):
    tyres = next(line for line in BICYCLE.read_text().splitlines() if line.startswith("  balloon-tyres"))
    file = project(tmp_path, BICYCLE.read_text(encoding="utf-8"))
    (tmp_path / ADD_ONS).write_text(tyres.strip() + "\nlock:\n", encoding="utf-8")
    assert told(read_tree, file) == [
        "1:1  add-ons.balloon-tyres: decision_tree.yaml gives 'balloon-tyres' too, on line 18. Keep one."
    ]


def test_criteria_come_in_the_order_of_the_groups_after_those_of_the_tree_itself(tmp_path):
    tree = (
        SMALL + "groups: {room: {name: Room}, air: {name: Air}}\ncriteria:\n  own: {name: Own, cells: {}}\n"
    )
    row = "{name: Row, cells: {}}"
    read = read_tree(
        project(tmp_path, tree, air=f"one: {row}\n", room=f"# Room\n\ntwo: {row}\nthree: {row}\n")
    )
    criteria = rules.check(read).criteria
    assert {key: criterion.group for key, criterion in criteria.items()} == {
        "own": None,
        "two": "room",
        "three": "room",
        "one": "air",
    }
    assert list(criteria) == ["own", "two", "three", "one"]
    assert read.places["criteria", "two"] == ("docs/criteria/room.yaml", Mark(3, 1), Mark(3, 6), 3)
    assert read.places["criteria", "own"] == (guide.FILE, Mark(15, 3), Mark(15, 8), 15)


def test_a_criterion_can_be_seen_in_the_file_that_gives_it(tmp_path):
    room = "size:\n  name: Size\n  cells: {}\n"
    loaded = guide.load(project(tmp_path, SMALL + "groups: {room: {name: Room}}\n", room=room))
    assert loaded.place("criteria", "size") == "docs/criteria/room.yaml#L1-L3"
    assert loaded.place("criteria") == "docs/criteria/room.yaml#L1-L3"
    assert loaded.place("outcomes", "dog") == "decision_tree.yaml#L11"


def test_a_wrong_shape_of_the_tree_is_reported_and_nothing_of_the_files_that_follows_from_it(tmp_path):
    mapping = "there must be keys with values here (`key: value`), indented below."
    file = project(
        tmp_path, changed(SMALL, ("title:", "groups: room\ntitle:")), room="size: {name: Size, cells: {}}\n"
    )
    assert told(guide.load, file) == [f"1:9  groups: {mapping}"]
    file.write_text("- title\n")
    assert told(guide.load, file) == [f"1:1  {mapping}"]


def test_a_criterion_that_is_no_mapping_is_reported_in_its_file(tmp_path):
    file = project(tmp_path, SMALL + "groups: {room: {name: Room}}\n", room="size: large\n")
    assert told(guide.load, file) == [
        "1:7  criteria.size: there must be keys with values here (`key: value`), indented below."
    ]
