"""Ids -> the addresses of pages, and of what stands on them, from the root of the site, such as decide/staff/.

Nothing else in the compiler or in the reader's script spells them. Templates call these as `addresses`.
"""

import re
from collections.abc import Iterable, Iterator
from zlib import adler32

from macros.evidence.proof import slug_of, without_parameters
from macros.guide import Guide
from macros.tree.model import Tree
from macros.tree.names import cell_anchor, group_anchor

HOME = ""
MAP = "map/"
COMPARISON = "compare/"
EVIDENCE = "evidence/"  # the pages of the proofs; what stood on it before is in the comparison
PROJECTS = "projects/"
ADD_ONS = "add-ons/"
WALK, TREE, SCHEMA, LLMS = "walk.json", "tree.json", "tree.schema.json", "llms.txt"  # for programs


def question(key: str) -> str:
    return f"decide/{key}/"


def outcome(key: str) -> str:
    return f"outcome/{key}/"


def node(tree: Tree, key: str) -> str:
    """The page of a question or an outcome."""
    return question(key) if key in tree.questions else outcome(key)


def with_answers(tree: Tree, key: str, steps: Iterable[tuple[str, str]], assumed: bool = False) -> str:
    """The page of a question or an outcome, as it is for the answers `steps`, which nobody gave if they are `assumed`."""
    answers = "&".join(f"{asked}={answer}" for asked, answer in steps)
    return f"{node(tree, key)}#{answers}{'&assumed' if assumed else ''}"


def criterion(key: str) -> str:
    """A row of the comparison, with what backs it."""
    return f"{COMPARISON}#{key}"


def cell(row: str, column: str) -> str:
    return f"{COMPARISON}#{cell_anchor(row, column)}"


def group(key: str) -> str:
    return f"{COMPARISON}#{group_anchor(key)}"


def add_on(key: str) -> str:
    return f"{ADD_ONS}#{key}"


def case(key: str) -> str:
    return f"{PROJECTS}#{key}"


def proof_file(slug: str) -> str:
    return f"{EVIDENCE}{slug}/"


def proof(name: str) -> str:
    """The code and the runs of a proof, which is named by its pytest id."""
    return f"{proof_file(slug_of(name))}#{proof_anchor(name)}"


def proof_anchor(name: str) -> str:
    """test_admin.py::test_it_works[x] -> it-works"""
    return without_parameters(name).partition("::test_")[2].replace("_", "-")


def card(key: str | None = None) -> str:
    """The image that is shown for a link to an outcome, or to any other page."""
    return f"assets/cards/outcome/{key}.png" if key else "assets/cards/guide.png"


def patterns() -> dict[str, str]:
    """The addresses that the reader's script fills in, with {id} for the id."""
    return {"question": question("{id}"), "outcome": outcome("{id}"), "case": case("{id}")}


def made(guide: Guide) -> Iterator[str]:
    """The addresses of all that is made from a guide, but for the home page, which a project may have written."""
    tree = guide.tree
    yield MAP
    if tree.criteria:
        yield from (COMPARISON, EVIDENCE)
    if tree.add_ons:
        yield ADD_ONS
    if guide.cases:
        yield PROJECTS
    yield from {proof_file(slug_of(proof)): None for _, proof in tree.proofs}
    yield from (node(tree, key) for key in (*tree.questions, *tree.outcomes))
    yield from (WALK, TREE, SCHEMA, LLMS)
    yield from (card(key) for key in (None, *tree.outcomes))


def of_file(path: str) -> str:
    """The address of a file below docs/: a.md -> a/, b/README.md -> b/, c.png -> c.png"""
    page = path.removesuffix(".md")
    return path if page == path else re.sub(r"(^|/)(index|README)/$", r"\1", f"{page}/")


def dated(path: str, text: str) -> str:
    """A file with a name of its own for each text: walk.json?v=11e60398. A browser may still have the last; the reader's
    script tells by the checksum, Adler-32, whether it was handed the one that it asked for.
    """
    return f"{path}?v={adler32(text.encode()):x}"


def file_of(address: str) -> str:
    """The file below docs/ that becomes the page: decide/staff/ -> decide/staff.md"""
    return f"{address.removesuffix('/') or 'index'}.md"


def to_root(address: str) -> str:
    """The way from a page to the root of the site: decide/staff/ -> ../../"""
    return "../" * address.count("/") or "./"
