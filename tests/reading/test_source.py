"""YAML text -> data that is all text, and the place of each part."""

import json
import sys

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from trees_in_memory import BICYCLE, told

from macros.reading import source
from macros.reading.composer import NO_MERGE
from macros.reading.faults import Faults, Finding, Mark

LETTERS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff")
)


def parsed(text):
    return source.parse(text, "tree.yaml")


def test_every_scalar_stays_the_text_it_is():
    text = "a: No\nb: 3.10\nc: 2026-11-20\nd: ~\ne: 0x10\nf: null\ng:\nh: [yes, 1e3]\n"
    assert parsed(text).data == {
        **{"a": "No", "b": "3.10", "c": "2026-11-20", "d": "~", "e": "0x10", "f": "null", "g": ""},
        "h": ["yes", "1e3"],
    }


def test_every_part_has_the_place_of_its_key_and_of_its_value():
    places = parsed("a:\n  - b: x\n    c: [y, z]\n").places
    assert {route: place.value for route, place in places.items()} == {
        (): Mark(1, 1),
        ("a",): Mark(2, 3),
        ("a", 0): Mark(2, 5),
        ("a", 0, "b"): Mark(2, 8),
        ("a", 0, "c"): Mark(3, 8),
        ("a", 0, "c", 0): Mark(3, 9),
        ("a", 0, "c", 1): Mark(3, 12),
    }
    keys = {route: place.key for route, place in places.items() if place.key != place.value}
    assert keys == {("a",): Mark(1, 1), ("a", 0, "b"): Mark(2, 5), ("a", 0, "c"): Mark(3, 5)}


@pytest.mark.parametrize("loader", [source.LOADER, yaml.BaseLoader], ids=["fast", "plain"])
def test_every_part_ends_on_its_own_last_line(monkeypatch, loader):
    monkeypatch.setattr(source, "LOADER", loader)
    places = parsed(
        "a:\n  b: one\n    two\n\n  # of c\nc: [x,\n  y]\nd: |\n  x\n  y\n# of e\n"
        "e:\nf: {g: h,\n  i: 'j\n  k'\n  }\nl: a\nm:\n- n: >-\n    o\n"
    ).places
    assert {route: place.last_line for route, place in places.items() if len(route) < 2} == {
        **{(): 20, ("a",): 3, ("c",): 7, ("d",): 10, ("e",): 12, ("f",): 16, ("l",): 17, ("m",): 20}
    }
    assert (places["f", "g"].last_line, places["f", "i"].last_line) == (13, 15)


def test_a_finding_is_placed_at_its_part_or_else_at_the_nearest_part_above():
    read = parsed("a:\n  b: x\n")
    findings = [
        Finding(("a", "c", "d"), "gone."),
        Finding(("a", "b"), "bad."),
        Finding(("a", "b"), "bad.", at_key=True),
        Finding(("e",), "gone.", at_key=True),
    ]
    assert list(map(str, read.faults(findings))) == [
        "2:3  a.c.d: gone.",
        "2:6  a.b: bad.",
        "2:3  a.b: bad.",
        "1:1  e: gone.",
    ]


def test_a_file_that_is_a_part_of_something_larger_has_its_route():
    read = source.parse("b: x\n", "b.yaml", ("a",))
    assert list(read.places) == [("a",), ("a", "b")]
    assert told(source.parse, "b: x\nb: y\n", "b.yaml", ("a",)) == [
        "2:1  a: the key 'b' is given twice (first on line 1). Keep one."
    ]


def test_anchors_aliases_and_merge_keys_are_reported_each_at_its_place():
    text = "Write the text out, or put it in quotes if it begins with"
    assert told(parsed, "a: &a {x: y}\nb: *a\nc:\n  <<: {x: y}\n*d : &e z\n") == [
        "1:4  a: anchors ('&a') are not part of the format. Delete this one, and where '*a' stands, write out what it stands for.",
        f"2:4  anchors and aliases ('*a') are not part of the format. {text} '*'.",
        f"4:3  c: {NO_MERGE}",
        f"5:1  anchors and aliases ('*d') are not part of the format. {text} '*'.",
        f"5:6  *d: anchors and aliases ('&e') are not part of the format. {text} '&'.",
    ]
    assert parsed("'<<': x\n").data == {"<<": "x"}


@pytest.mark.parametrize("merged", ["*base", "[*base, *base]", "{x: y}"], ids=["one", "several", "its-own"])
def test_a_merge_key_is_one_fault_whatever_it_brings(merged):
    assert told(parsed, f"a:\n  <<: {merged}\n  x: y\n") == [f"2:3  a: {NO_MERGE}"]


def test_all_faults_are_reported_at_once():
    assert told(parsed, "a: x\na: y\nb: !c\n") == [
        "2:1  the key 'a' is given twice (first on line 1). Keep one.",
        "3:4  b: a text cannot begin with '!'. Put the text in quotes.",
    ]


def test_only_the_beginning_of_a_second_document_is_reported():
    assert told(parsed, "a: x\n---\na: y\na: z\n---\nb: x\n") == [
        "2:1  a second document begins here. Keep one, without '---'."
    ]


def test_a_key_that_is_no_text_is_reported():
    assert told(parsed, "? [a]\n: z\n") == ["1:3  a key must be plain text."]


def test_nesting_deeper_than_python_could_follow_is_a_fault():
    (fault,) = told(parsed, "[" * 10 * sys.getrecursionlimit())
    assert fault == "1:41  this is nested deeper than 40 levels."


@pytest.mark.parametrize(
    "text", ["", " \n", "# nothing\n", "\ufeff"], ids=["bare", "blank", "comment", "mark"]
)
def test_a_file_with_nothing_in_it_is_empty_and_does_not_hang(text, tmp_path):
    file = tmp_path / "tree.yaml"
    file.write_text(text, encoding="utf-8")
    assert told(source.read, file) == ["1:1  the file is empty."]


def test_a_mark_of_byte_order_and_windows_line_ends_change_nothing(tmp_path):
    file = tmp_path / "tree.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: x\r\nb:\r\n  c: y\r\n")
    read = source.read(file)
    assert read.data == {"a": "x", "b": {"c": "y"}}
    assert read.places["b", "c"].value == Mark(3, 6)


def test_a_file_that_is_not_utf_8_is_reported_with_the_place(tmp_path):
    file = tmp_path / "tree.yaml"
    file.write_bytes("title: ä\nname: Café".encode()[:-2] + b"\xe9\n")
    assert told(source.read, file) == ["2:10  this is not UTF-8 text. Save the file as UTF-8."]


def test_a_file_that_the_system_does_not_open_is_reported(tmp_path):
    (tmp_path / "folder.yaml").mkdir()
    reasons = {
        "none.yaml": "No such file or directory",
        "folder.yaml": "Is a directory",
        "x" * 300: "File name too long",
    }
    for name, reason in reasons.items():
        assert told(source.read, tmp_path / name) == [f"1:1  this cannot be read: {reason}."]


def test_what_cannot_be_read_is_reported_by_the_name_of_the_file(tmp_path):
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "latin.yaml").write_bytes(b"\xe9")
    (tmp_path / "empty.yaml").write_bytes(b"")
    (tmp_path / "tag.yaml").write_bytes(b"a: !b c\n")
    (tmp_path / "tab.yaml").write_bytes(b"a:\n\tb: c\n")
    (tmp_path / "bell.yaml").write_bytes(b"\x07")
    (tmp_path / "deep.yaml").write_bytes(b"[" * 99)
    for name in ("none", "folder", "deep", "latin", "empty", "tag", "tab", "bell", "x" * 300):
        for called in (None, "cases/a.yaml"):
            with pytest.raises(Faults) as found:
                source.read(tmp_path / f"{name}.yaml", called)
            assert {fault.file for fault in found.value.faults} == {called or f"{name}.yaml"}


def test_a_file_goes_by_its_name_or_by_the_name_it_is_given(tmp_path):
    file = tmp_path / "tree.yaml"
    file.write_text("a: x\n")
    assert (source.read(file).file, source.read(file, "cases/tree.yaml").file) == (
        "tree.yaml",
        "cases/tree.yaml",
    )


@pytest.mark.parametrize("sign", ["\r", "\x85", "\u2028", "\u2029"])
def test_a_line_break_that_editors_do_not_count_cannot_stand_anywhere(sign):
    """The lines that faults name would not be those that people see."""
    fault = f"1:5  the control character U+{ord(sign):04X} is not allowed here. Delete it."
    assert told(parsed, f"a: x{sign}b: !c\n") == [fault]


def test_a_text_without_quotes_that_yaml_would_take_for_a_tag_is_reported():
    """The page would lose its first word."""
    assert told(parsed, "a: !Important things\n") == [
        "1:4  a: a text cannot begin with '!'. Put the text in quotes."
    ]


def test_lines_of_a_block_that_is_not_indented_are_not_read_as_keys():
    for sign in ("|", ">"):
        assert told(parsed, f"a: {sign}\nb: c\nb: !c\n") == [
            f"1:4  there is no text below this '{sign}'. Indent the text further than its key."
        ]


def test_a_key_with_a_space_from_a_web_page_and_one_without_its_space_are_reported():
    assert told(parsed, "a:\n  \u00a0b: c\nd: {e:1, f: 2}\n") == [
        "2:3  a: this key contains an unusual space, such as a non-breaking one. Type an ordinary one.",
        "3:5  d: put a space after the colon in 'e:1', or quotes around all of it.",
    ]
    assert parsed('" a": b\n"c:d": e\n').data == {" a": "b", "c:d": "e"}


@pytest.mark.parametrize(("escape", "code"), [("0", "0000"), ("a", "0007"), ("x7F", "007F"), ("x80", "0080")])
def test_a_control_character_cannot_come_in_by_an_escape(escape, code):
    """It would break the front matter of a page, and what that forbids."""
    fault = f"1:4  the control character U+{code} is not allowed here. Delete it."
    assert told(parsed, f'a: "\\{escape}"\n') == [fault]


def test_without_the_c_parser_the_same_is_read(monkeypatch):
    fast = source.read(BICYCLE)
    monkeypatch.setattr(source, "LOADER", yaml.BaseLoader)
    assert source.read(BICYCLE) == fast
    assert source.LOADER is not fast


@given(st.recursive(LETTERS, lambda parts: st.lists(parts) | st.dictionaries(LETTERS, parts), max_leaves=12))
def test_what_is_written_is_read(data):
    assert parsed(json.dumps(data, ensure_ascii=False)).data == data


@given(st.text(st.sampled_from("ab: -\n\t\"'[]{}&*#|>%@\\\x07ä,?!"), max_size=40))
@example('a: "b')
@example("a: 'b\n")
def test_any_text_is_read_or_reported(text):
    lines = told(parsed, text)
    assert all(int(line.partition(":")[0]) <= text.count("\n") + 1 for line in lines)
    assert lines or parsed(text).data is not None


def test_files_of_editors_and_disks_are_no_files_of_a_folder(tmp_path):
    for name in ("b.yaml", "a.yml", ".#b.yaml", "._b.yaml", "b.yaml~", "b.json"):
        (tmp_path / name).write_text("a: 1\n")
    assert [file.name for file in source.files_in(tmp_path)] == ["a.yml", "b.yaml"]


def test_a_file_that_would_be_found_by_another_ending_is_told(tmp_path):
    (tmp_path / "a.yml").write_text("a: 1\n")
    fault = "1:1  only files that end in .yaml are read. Rename this one to a.yaml."
    assert told(source.read_one, tmp_path / "a.yml", "docs/cases/a.yml") == [fault]
