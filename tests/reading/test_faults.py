"""A fault is one printable line, however strange the file; faults are sorted, each given once."""

from macros.reading.faults import Fault, Faults, Mark, did_you_mean


def fault(file, line, column, where="", message="wrong."):
    return Fault(file, Mark(line, column), where, message)


def test_faults_are_sorted_by_place_without_repetition():
    faults = [
        fault("b", 1, 1),
        fault("a", 10, 1, "x.y"),
        fault("a", 9, 12),
        fault("a", 9, 2),
        fault("a", 9, 2),
    ]
    assert str(Faults(faults)) == (
        "a: 3 problems\n  9:2  wrong.\n  9:12  wrong.\n  10:1  x.y: wrong.\nb: 1 problem\n  1:1  wrong."
    )


def test_the_nearest_word_is_suggested_and_none_that_is_far():
    assert did_you_mean("acounts", ["amounts", "accounts", "store"]) == " Did you mean 'accounts'?"
    assert did_you_mean("ACCOUNTS", ["amounts", "accounts"]) == " Did you mean 'accounts'?"
    assert did_you_mean("elephant", ["dog", "cat"]) == ""
    assert did_you_mean("elephant", []) == ""


def test_what_a_file_brings_into_a_fault_does_not_break_its_line():
    shown = fault("a", 1, 1, "questions.f\tish", "there is no 'f\nish'. Did you mean '\u202ehsif\x1b[31m'?")
    assert str(shown) == "1:1  questions.f�ish: there is no 'f�ish'. Did you mean '�hsif�[31m'?"


def test_what_a_file_brings_into_a_fault_does_not_hide_its_beginning_and_its_end():
    shown = fault("a", 1, 1, "x" * 10_000, f"'{'y' * 10_000}' is not a date. Write it as in 2026-11-20.")
    assert shown.where == f"{'x' * 100} … {'x' * 100}"
    assert len(shown.message) == 803
    assert shown.message.startswith("'yyy") and shown.message.endswith(
        "yyy' is not a date. Write it as in 2026-11-20."
    )


def test_a_text_of_just_the_limit_is_not_shortened():
    shown = fault("a", 1, 1, "x" * 200, "y" * 800)
    assert (shown.where, shown.message) == ("x" * 200, "y" * 800)
    shown = fault("a", 1, 1, "x" * 201, "y" * 801)
    assert (shown.where, shown.message) == (f"{'x' * 100} … {'x' * 100}", f"{'y' * 400} … {'y' * 400}")
