"""Guide -> the Jinja templates rendered, for pages and macros alike, and what templates can call."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from macros.cases.agreement import side_name
from macros.cases.walks import UNKNOWN
from macros.evidence.figure import figures
from macros.evidence.record import Record
from macros.github import Repository
from macros.guide import Guide
from macros.pages import addresses
from macros.tree import texts
from macros.tree.literal import literal
from macros.tree.margins import CLEAR, SHOWN, spread
from macros.tree.model import Tree

TEMPLATES = Path(__file__).parent / "templates"
TURNS = 2  # questions that an outcome page lists because another answer there leads elsewhere
PROJECTS = 3  # real projects that an outcome page shows
COLOURS = 4  # that the style sheet has for the columns
KEYS = 9  # answers of a question that have a key: each is one digit
ANSWERS = 4  # answers listed for each such question


class Compiled(BytecodeCache):
    """Keeps compiled templates in memory: each renderer, and each build while the site is served, would compile anew."""

    def __init__(self):
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._kept.get(bucket.key + bucket.checksum):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


COMPILED = Compiled()


class Renderer:
    """Renders templates for one guide; with a repository, pages link what they are made from."""

    def __init__(self, guide: Guide, repository: Repository | None = None):
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
            "addresses": addresses,
            "address_of": partial(addresses.node, guide.tree),
            "own": partial(own_class, guide.tree),
            "TURNS": TURNS,
            "ANSWERS": ANSWERS,
            "KEYS": KEYS,
            "CLEAR": CLEAR,
            "SHOWN": SHOWN,
            "PROJECTS": PROJECTS,
            "UNKNOWN": UNKNOWN,
        }
        self._jinja.filters |= {
            "inline": texts.inline,
            "block": texts.block,
            "plain": texts.plain,
            "literal": literal,
            "code": texts.code,
            "counted": counted,
            "number": "{:g}".format,
            "figures": partial(figures, owners=owners(guide.tree)),
            "versions": partial(_versions, guide.record),
            "sentence": partial(_sentence, guide.tree),
            "spread": spread,
            "side": partial(side_name, guide.tree),
        }

    def __call__(self, template: str, base: str, **context) -> Markup:
        """Return the HTML (or Markdown) of a template. `base` leads from the page to the site's root: ../../"""
        return Markup(self._jinja.get_template(template).render(base=base, **context))


def own_class(tree: Tree, alternative: str | None) -> str:
    """The class that gives an alternative its colour and mark: of-1 for the first column, of-0 for what is no column."""
    place = tree.shown.index(alternative) + 1 if alternative in tree.shown else 0
    return f"of-{place if place <= COLOURS else 0}"


def owners(tree: Tree) -> dict[str, str]:
    """The names and ids of alternatives and add-ons, and the alternative that each belongs to; the columns first.

    An add-on of several alternatives belongs to none of them.
    """
    alternatives = {
        name: key
        for key in dict.fromkeys([*tree.shown, *tree.alternatives])
        for name in (tree.alternatives[key].name, key)
    }
    add_ons = {
        name: add_on.columns[0]
        for key, add_on in tree.add_ons.items()
        if len(add_on.columns) == 1
        for name in (add_on.name, key)
    }
    return alternatives | {name: key for name, key in add_ons.items() if name not in alternatives}


def counted(number: int, noun: str) -> str:
    """A number of things in words: 1 answer, 2 answers"""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _versions(record: Record, proofs: Iterable[str]) -> str:
    """What proofs ran on: one 6.1.3, 5.2.19; other 3.1.3"""
    found = record.all_versions(proofs)
    return "; ".join(f"{package} {', '.join(versions)}" for package, versions in found.items())


def _sentence(tree: Tree, proof: str) -> str:
    """The name of a proof in words, with the names of alternatives: test_admin.py::test_it_works -> It works"""
    names = {key: alternative.name for key, alternative in tree.alternatives.items()}
    words = [names.get(word, word) for word in addresses.proof_anchor(proof).split("-")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])
