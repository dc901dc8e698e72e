"""The Jinja templates, and what they can call. Pages and macros are rendered here alike."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from macros.cases.agreement import side_name
from macros.evidence.figure import figures
from macros.evidence.proof import slug_of, without_parameters
from macros.evidence.record import Record
from macros.github import Repository
from macros.guide import Guide
from macros.tree import texts

TEMPLATES = Path(__file__).parent / "templates"
TURNS = 12  # questions that an outcome page tells could have turned it
ANSWERS = (
    9  # of each of them that it lists; with all, five hundred answers would be listed on five hundred pages
)


class Compiled(BytecodeCache):
    """Templates compiled once, and again when their text changes."""

    def __init__(self):
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._kept.get(bucket.key + bucket.checksum):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


COMPILED = Compiled()


class Renderer:
    """Renders templates for one guide. `base` is the way from the page to the site's root, such as "../../"."""

    def __init__(self, guide: Guide, repository: Repository | None = None):
        self._tree = guide.tree
        self._jinja = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            bytecode_cache=COMPILED,
        )
        self._jinja.globals |= {
            "guide": guide,
            "tree": guide.tree,
            "graph": guide.graph,
            "repository": repository,
            "TURNS": TURNS,
            "ANSWERS": ANSWERS,
        }
        self._jinja.filters |= {
            "inline": texts.inline,
            "block": texts.block,
            "plain": texts.plain,
            "code": texts.code,
            "figures": figures,
            "versions": partial(_versions, guide.record),
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


def _versions(record: Record, proofs: Iterable[str]) -> str:
    """What proofs ran on: one 6.1.3, 5.2.19; other 3.1.3"""
    found = record.all_versions(proofs)
    return "; ".join(f"{package} {', '.join(versions)}" for package, versions in found.items())


def _anchor(proof: str) -> str:
    """test_admin.py::test_it_works -> it-works"""
    return without_parameters(proof).partition("::test_")[2].replace("_", "-")


def page_of_proof(proof: str, base: str) -> str:
    """The address of the proof's code and runs; `base` is the way to the site's root."""
    return f"{base}evidence/{slug_of(proof)}/#{_anchor(proof)}"
