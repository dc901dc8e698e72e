"""What templates can call, and that each is compiled once."""

import pytest
from jinja2 import Environment, UndefinedError
from jinja2.bccache import Bucket
from markupsafe import Markup
from trees_in_memory import BICYCLE

from macros import guide
from macros.pages.render import Compiled, Renderer, page_of_proof

PROOF = "test_size.py::test_a_folding_bicycle_is_luggage[city]"


def rendered(template, **context):
    """A template of our own, rendered as those of the package are."""
    render = Renderer(guide.load(BICYCLE))
    return render._jinja.from_string(template).render(base="../", **context)


def test_a_proof_becomes_a_sentence_with_the_names_of_alternatives():
    assert rendered("{{ proof|sentence }}", proof=PROOF) == "A Folding bicycle bicycle is luggage"
    assert rendered("{{ proof|sentence }}", proof="test_a.py::test_city") == "City bicycle"


def test_a_proof_has_an_address_and_an_anchor_without_its_parameters():
    assert page_of_proof(PROOF, "../") == "../evidence/size/#a-folding-bicycle-is-luggage"
    assert rendered("{{ proof|anchor }}", proof=PROOF) == "a-folding-bicycle-is-luggage"


def test_what_proofs_ran_on_is_told_by_packages():
    proofs = ["test_size.py::test_a_folded_bicycle_is_luggage", "test_gears.py::test_metres_a_turn[city]"]
    assert rendered("{{ proofs|versions }}", proofs=proofs) == "city 1.10.0, 1.9.0; folding 3.1"
    assert rendered("{{ proofs|versions }}", proofs=[]) == ""


def test_a_side_has_its_name():
    assert rendered("{{ 'city'|side }}, {{ none|side }}") == "City bicycle, Something else"


def test_texts_are_escaped_and_what_is_not_there_is_told():
    assert rendered("{{ text }}", text="<b>") == "&lt;b&gt;"
    assert rendered("{{ text }}", text=Markup("<b>")) == "<b>"
    with pytest.raises(UndefinedError, match="'text' is undefined"):
        rendered("{{ text }}")


def test_a_template_is_compiled_once_and_again_when_its_text_changes():
    compiled, jinja = Compiled(), Environment()

    def bucket(text):
        return compiled.get_bucket(jinja, "page", "page.html", text)

    first = bucket("{{ 1 }}")
    assert isinstance(first, Bucket) and first.code is None
    first.code = compile("x = 1", "page", "exec")
    compiled.set_bucket(first)
    assert bucket("{{ 1 }}").code == first.code
    assert bucket("{{ 2 }}").code is None
