"""The Jinja templates, and what they can call. Pages and macros are rendered here alike."""

from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from macros import texts
from macros.agreement import side_name
from macros.evidence import slug_of, whole
from macros.figures import figures
from macros.guide import Guide

TEMPLATES = Path(__file__).parent / "templates"


class Renderer:
    """Renders templates for one guide. `base` is the way from the page to the site's root, such as "../../"."""

    def __init__(self, guide: Guide):
        self._tree = guide.tree
        self._jinja = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        self._jinja.globals |= {"guide": guide, "tree": guide.tree, "graph": guide.graph}
        self._jinja.filters |= {
            "inline": texts.inline,
            "block": texts.block,
            "plain": texts.plain,
            "code": texts.code,
            "figures": figures,
            "anchor": _anchor,
            "page_of_proof": page_of_proof,
            "sentence": self._sentence,
            "side": partial(side_name, guide.tree),
        }

    def __call__(self, template: str, base: str, **context) -> Markup:
        """Return the HTML (or Markdown) of a template."""
        return Markup(self._jinja.get_template(template).render(base=base, **context))

    def _sentence(self, proof: str) -> str:
        """test_admin.py::test_it_works -> It works"""
        names = {key: alternative.name for key, alternative in self._tree.alternatives.items()}
        words = [names.get(word, word) for word in _anchor(proof).split("-")]
        return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def _anchor(proof: str) -> str:
    """test_admin.py::test_it_works -> it-works"""
    return whole(proof).partition("::test_")[2].replace("_", "-")


def page_of_proof(proof: str, base: str) -> str:
    """The address of the proof's code and runs; `base` is the way to the site's root."""
    return f"{base}evidence/{slug_of(proof)}/#{_anchor(proof)}"
