"""The files of a new project, and a folder that takes all of them or none."""

import pytest

from macros.starter.project import files_of_a_new_project, write

FILES = {"a.txt": b"A", "b/c.txt": b"C"}


def in_folder(folder) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def test_a_link_to_an_empty_folder_stays_and_the_project_stands_behind_it(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there")
    write({"a.txt": b"a"}, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there/a.txt").read_bytes() == b"a"


def test_what_stands_only_here_is_left_out_of_each_file(tmp_path):
    (tmp_path / "Makefile").write_text(
        "a: b\n\n# >>> only here: our own\nc: d\n# <<< only here\n\ne: f\n# >>> only here\ng: h\n"
    )
    (tmp_path / "mkdocs.yml").write_text("- a\n  # >>> only here\n  - b\n  # <<< only here\n- c\n")
    files = files_of_a_new_project(tmp_path)
    assert files.pop("decision_tree.yaml").startswith(b"# yaml-language-server")
    assert files == {"Makefile": b"a: b\n\ne: f\n", "mkdocs.yml": b"- a\n- c\n"}


def test_a_project_written_by_a_new_project_has_the_same_files(tmp_path):
    files = files_of_a_new_project()
    write(files, tmp_path / "first")
    assert files_of_a_new_project(tmp_path / "first") == files


@pytest.mark.parametrize("folder", ["new", "new/and/deep", "empty"])
def test_a_folder_that_is_new_or_empty_gets_every_file(tmp_path, folder):
    (tmp_path / "empty").mkdir()
    write(FILES, tmp_path / folder)
    assert in_folder(tmp_path / folder) == FILES


def test_a_folder_that_holds_something_is_refused_and_left_as_it_is(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "notes.txt").write_bytes(b"N")
    for taken in (folder, folder / "notes.txt"):
        with pytest.raises(FileExistsError) as refused:
            write(FILES, taken)
        assert str(refused.value) == f"{taken} holds something. Name a folder that is empty or not there yet."
    assert in_folder(tmp_path) == {"mine/notes.txt": b"N"}


def test_nothing_is_left_of_a_project_that_cannot_be_written_to_its_end(tmp_path):
    with pytest.raises(OSError, match=r"a\.txt"):
        write(FILES | {"a.txt/b": b"B"}, tmp_path / "mine")
    assert list(tmp_path.iterdir()) == []
