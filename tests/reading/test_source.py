"""YAML text -> data that is all text, and the place of each part."""

import json
import sys

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from trees_in_memory import BICYCLE, told

from macros.reading import source
from macros.reading.faults import Faults, Mark

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


def test_every_part_has_the_place_where_it_begins():
    read = parsed("a:\n  - b: x\n    c: [y, z]\n")
    assert read.values == {
        (): Mark(1, 1),
        ("a",): Mark(2, 3),
        ("a", 0): Mark(2, 5),
        ("a", 0, "b"): Mark(2, 8),
        ("a", 0, "c"): Mark(3, 8),
        ("a", 0, "c", 0): Mark(3, 9),
        ("a", 0, "c", 1): Mark(3, 12),
    }
    assert read.keys == {("a",): Mark(1, 1), ("a", 0, "b"): Mark(2, 5), ("a", 0, "c"): Mark(3, 5)}
    assert read.line(("a", 0, "c")) == 3


@pytest.mark.parametrize("loader", [source.LOADER, yaml.BaseLoader], ids=["fast", "plain"])
def test_every_part_ends_on_its_own_last_line(monkeypatch, loader):
    monkeypatch.setattr(source, "LOADER", loader)
    read = parsed(
        "a: &a\n  b: one\n    two\n\n  # of c\nc: [x,\n  y]\nd: |\n  x\n  y\n# of e\n"
        "e:\nf: {g: h,\n  i: 'j\n  k'\n  }\nl: *a\nm:\n- n: >-\n    o\n"
    )
    assert {path: read.last_line(path) for path in read.values if len(path) < 2} == {
        **{(): 20, ("a",): 3, ("c",): 7, ("d",): 10, ("e",): 12, ("f",): 16, ("l",): 17, ("m",): 20}
    }
    assert {path[1:]: line for path, line in read.ends.items() if path[0:1] == ("f",) and len(path) == 2} == {
        ("g",): 13,
        ("i",): 15,
    }


def test_a_fault_of_what_is_not_there_stands_at_the_nearest_part_above():
    read = parsed("a:\n  b: x\n")
    assert str(read.fault(("a", "c", "d"), "gone.")) == "2:3  a.c.d: gone."
    assert str(read.fault(("a", "b"), "bad.")) == "2:6  a.b: bad."
    assert str(read.fault(("a", "b"), "bad.", at_key=True)) == "2:3  a.b: bad."


def test_a_text_that_is_repeated_once_may_be_repeated():
    read = parsed("a: &a {x: [one, two]}\nb: *a\nc: &c text\nd: *c\n")
    assert read.data["b"] == {"x": ["one", "two"]}
    assert read.data["d"] == "text"
    assert read.values[("b",)] == Mark(2, 4)


def test_all_faults_are_told_at_once():
    assert told(parsed, "a: x\na: y\nb: *c\n") == [
        "2:1  the key 'a' is given twice (first on line 1). Keep one.",
        "3:4  '*c' repeats something that is not marked '&c' above.",
    ]


def test_of_a_second_document_only_its_beginning_is_told():
    assert told(parsed, "a: x\n---\na: y\na: z\n---\nb: x\n") == [
        "2:1  a second document begins here. Keep one, without '---'."
    ]


def test_aliases_that_would_fill_the_memory_are_told_at_once():
    bomb = "l0: &l0 [x, x]\n" + "".join(f"l{n}: &l{n} [*l{n - 1}, *l{n - 1}]\n" for n in range(1, 200))
    (fault,) = told(parsed, bomb)
    assert fault.endswith("the aliases above repeat one another too often. Write the texts out.")


def test_a_small_file_may_grow_to_ten_thousand_parts():
    """The mapping: 1. Key a and its list: 11. Key b and its list: 102. Key c and its list: 9,799. Key d and its: 87."""
    lists = {"a: &a": ["x"] * 9, "b: &b": ["*a"] * 10, "c:": ["*b"] * 97, "d:": ["x"] * 85}

    def text():
        return "".join(f"{key} [{', '.join(items)}]\n" for key, items in lists.items())

    assert len(text()) < 1000, "a larger file may grow more"
    assert len(parsed(text()).data["d"]) == 85
    lists["d:"].append("x")
    (fault,) = told(parsed, text())
    assert fault == "4:260  d: the aliases above repeat one another too often. Write the texts out."


def test_aliases_in_keys_of_a_mapping_that_is_merged_are_told():
    assert told(parsed, "a: &a {x: y}\n? *a\n: z\n") == ["2:3  a key must be plain text."]


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
    assert read.values[("b", "c")] == Mark(3, 6)


def test_a_file_that_is_not_utf_8_is_told_with_the_place(tmp_path):
    file = tmp_path / "tree.yaml"
    file.write_bytes("title: ä\nname: Café".encode()[:-2] + b"\xe9\n")
    assert told(source.read, file) == ["2:10  this is not UTF-8 text. Save the file as UTF-8."]


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert told(source.read, tmp_path / "tree.yaml") == ["1:1  there is no such file."]


def test_what_cannot_be_read_is_told_by_the_name_of_the_file(tmp_path):
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


def test_a_folder_is_told(tmp_path):
    assert told(source.read, tmp_path) == ["1:1  this is a folder, not a file."]


def test_a_file_goes_by_its_name_or_by_the_name_it_is_given(tmp_path):
    file = tmp_path / "tree.yaml"
    file.write_text("a: x\n")
    assert (source.read(file).file, source.read(file, "cases/tree.yaml").file) == (
        "tree.yaml",
        "cases/tree.yaml",
    )


def test_a_file_that_the_system_does_not_open_is_told(tmp_path):
    assert told(source.read, tmp_path / ("x" * 300)) == ["1:1  this cannot be read: File name too long."]


@pytest.mark.parametrize("sign", ["\r", "\x85", "\u2028", "\u2029"])
def test_a_line_break_that_editors_do_not_count_cannot_stand_anywhere(sign):
    """The lines that faults name would not be those that people see."""
    fault = f"1:5  the control character U+{ord(sign):04X} cannot stand here. Delete it."
    assert told(parsed, f"a: x{sign}b: *c\n") == [fault]


def test_a_tag_and_a_mark_that_nothing_repeats_are_texts_without_quotes():
    """YAML would take them for its own, and the page would lose the first word."""
    assert told(parsed, "a: !Important things\nb: [&Co others]\nc: &used x\nd: *used\n") == [
        "1:4  a: a text cannot begin with '!'. Put the text in quotes.",
        "2:5  b.0: nothing repeats what '&Co' marks. If it belongs to a text, put the text in quotes.",
    ]


def test_a_block_of_text_that_is_not_indented_is_told_and_its_lines_are_not_read_as_keys():
    for sign in ("|", ">"):
        assert told(parsed, f"a: {sign}\nb: c\nb: *c\n") == [
            f"1:4  no text stands below this '{sign}'. Indent the text further than its key."
        ]


def test_a_key_with_a_space_from_a_web_page_and_one_without_its_space_are_told():
    assert told(parsed, "a:\n  \u00a0b: c\nd: {e:1, f: 2}\n") == [
        "2:3  a: a space of another kind belongs to this key. Replace it by a usual one.",
        "3:5  d: a space is missing behind the colon in 'e:1', or quotes around all of it.",
    ]
    assert parsed('" a": b\n"c:d": e\n').data == {" a": "b", "c:d": "e"}


@pytest.mark.parametrize(("escape", "code"), [("0", "0000"), ("a", "0007"), ("x7F", "007F"), ("x80", "0080")])
def test_a_control_character_cannot_come_in_by_an_escape(escape, code):
    """It would break the front matter of a page, and what that forbids."""
    fault = f"1:4  the control character U+{code} cannot stand here. Delete it."
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
def test_any_text_is_read_or_told(text):
    lines = told(parsed, text)
    assert all(int(line.partition(":")[0]) <= text.count("\n") + 1 for line in lines)
    assert lines or parsed(text).data is not None
