"""What counts as luggage."""

LUGGAGE = (30, 70, 100)  # centimetres
FOLDED, WHOLE = (29, 58, 65), (60, 105, 180)


def fits(size):
    return all(one <= most for one, most in zip(sorted(size), LUGGAGE, strict=True))


def test_a_folded_bicycle_is_luggage():
    assert fits(FOLDED)
    assert not fits(WHOLE)


def test_no_cell_names_this():
    assert fits((1, 1, 1))
