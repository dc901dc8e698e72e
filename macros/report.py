"""Guide -> what `check` prints: its figures, one a line, and how it does on real projects."""

from collections import Counter
from collections.abc import Iterable, Sequence

from macros.cases.agreement import Agreement, agreement, side_name
from macros.cases.walks import VERDICTS
from macros.guide import Guide
from macros.tree.model import Tree


def report(it: Guide) -> str:
    """The figures of a guide."""
    tree, graph = it.tree, it.graph
    kinds = Counter(cell.evidence for _, _, cell in tree.cells)
    answers = sum(len(question.answers) for question in tree.questions.values())
    backed = ", ".join(_count(kinds[kind], kind) for kind in ("proof", "source", "judgement"))
    few, most = graph.fewest_left[tree.start], graph.most_left[tree.start]
    lines = [
        f"{it.source.file}: sound",
        f"  {_count(len(tree.questions), 'question')} with {answers} answers, {_count(len(tree.outcomes), 'outcome')}",
        f"  {_count(graph.path_count, 'path')}; {few} to {most} clicks to an outcome",
        f"  {_count(len(tree.criteria), 'criterion', 'criteria')} with {_count(len(tree.cells), 'cell')}: {backed}",
    ]
    if it.cases:
        lines += _on_cases(it, agreement(tree, graph, it.cases))
    return "\n".join(lines)


def _on_cases(it: Guide, found: Agreement) -> Iterable[str]:
    few, middle, most = found.clicks
    yield f"  {_count(found.cases, 'real project')}: {_verdicts(found.verdicts)}; {few} to {most} clicks, median {middle:g}"
    if found.rated_twice:
        yield (
            f"  answered a second time: {_verdicts(found.again_verdicts)}; "
            f"{found.rated_alike} of {found.rated_twice} end at the same outcome"
        )
    yield from ("", *_matrix(it.tree, found), "", *_guesses(it.tree, found), "")
    yield from (*_questions(found), "", *_walks(it))


def _verdicts(counts: dict[str, int]) -> str:
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS)


def _matrix(tree: Tree, found: Agreement) -> list[str]:
    names = [side_name(tree, side) for side in found.sides]
    rows = [
        [name, *(str(found.matrix[uses, said]) for said in found.sides)]
        for name, uses in zip(names, found.sides, strict=True)
    ]
    return _table(["they use / the tree picks", *names], rows)


def _guesses(tree: Tree, found: Agreement) -> list[str]:
    name, count = found.commonest
    rows = [
        ["the tree as it is written", str(found.right)],
        ["each outcome named by the cases that end there", str(found.named_by_cases)],
        ["each outcome named by the other cases that end there", str(found.named_by_others)],
        ["what most of the three nearest other cases use", str(found.nearest_others)],
        [f"always {side_name(tree, name)}", str(count)],
    ]
    return _table(["right side by", f"of {found.cases}"], rows)


def _questions(found: Agreement) -> list[str]:
    rows = [
        [it.question, str(it.asked), str(it.outcomes)]
        + ([f"{it.gain:.2f}", f"{it.chance:.2f}"] if it.asked else ["-", "-"])
        for it in found.questions
    ]
    return _table(["question", "asked", "outcomes", "bits", "by chance"], rows)


def _walks(it: Guide) -> list[str]:
    ordered = sorted(it.cases, key=lambda walked: VERDICTS.index(walked.verdict))
    rows = [
        [walked.verdict, walked.id, walked.case.uses, ", ".join(walked.walk.ends), _trail(walked.walk.trail)]
        for walked in ordered
    ]
    return _table(["verdict", "case", "uses", "outcome", "answers"], rows, numbers=False)


def _trail(trail: Iterable[tuple[str, str]]) -> str:
    return " ".join(answer for _, answer in trail)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: bool = True) -> list[str]:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = []
    for row in (head, *rows):
        cells = [
            text.rjust(width) if numbers and place else text.ljust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(f"  {'  '.join(cells)}".rstrip())
    return lines


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
