"""What templates can call."""

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup
from trees_in_memory import BICYCLE

from macros import guide
from macros.pages.render import Renderer

PROOF = "test_size.py::test_a_folding_bicycle_is_luggage[city]"


def rendered(template, **context):
    """A template of our own, rendered as those of the package are."""
    render = Renderer(guide.load(BICYCLE))
    return render._jinja.from_string(template).render(base="../", **context)


def test_a_proof_becomes_a_sentence_with_the_names_of_alternatives():
    assert rendered("{{ proof|sentence }}", proof=PROOF) == "A Folding bicycle bicycle is luggage"
    assert rendered("{{ proof|sentence }}", proof="test_a.py::test_city") == "City bicycle"


def test_things_are_counted_in_words():
    assert rendered("{{ 1|counted('answer') }}, {{ 2|counted('answer') }}") == "1 answer, 2 answers"
    assert rendered("{{ 0|counted('answer') }}") == "0 answers"


def test_what_proofs_ran_on_stands_by_packages():
    proofs = ["test_size.py::test_a_folded_bicycle_is_luggage", "test_gears.py::test_metres_a_turn[city]"]
    assert rendered("{{ proofs|versions }}", proofs=proofs) == "city 1.10.0, 1.9.0; folding 3.1"
    assert rendered("{{ proofs|versions }}", proofs=[]) == ""


def test_a_side_has_its_name():
    assert rendered("{{ 'city'|side }}, {{ none|side }}") == "City bicycle, Something else"


def test_texts_are_escaped_and_what_is_not_there_is_an_error():
    assert rendered("{{ text }}", text="<b>") == "&lt;b&gt;"
    assert rendered("{{ text }}", text=Markup("<b>")) == "<b>"
    with pytest.raises(UndefinedError, match="'text' is undefined"):
        rendered("{{ text }}")
