"""Guide -> what `check` prints: statistics of the tree, and how well it agrees with real projects."""

from collections import Counter
from collections.abc import Iterable, Sequence

from macros.cases.agreement import Agreement, agreement, separations, side_name
from macros.cases.unseen import first_walks
from macros.cases.walks import LATER, VERDICTS
from macros.guide import Guide
from macros.tree.model import Tree


def report(guide: Guide) -> str:
    """The statistics of a guide, as lines of text."""
    tree, graph = guide.tree, guide.graph
    kinds = Counter(cell.evidence for _, _, cell in tree.cells)
    answers = sum(len(question.answers) for question in tree.questions.values())
    backed = ", ".join(counted(kinds[kind], kind) for kind in ("proof", "source", "judgement"))
    fewest, most = graph.fewest_left[tree.start], graph.most_left[tree.start]
    lines = [
        f"{guide.source.file}: sound",
        f"  {counted(len(tree.questions), 'question')} with {answers} answers, {counted(len(tree.outcomes), 'outcome')}",
        f"  {counted(graph.path_count, 'path')}; {fewest} to {most} clicks to an outcome",
        f"  {counted(len(tree.criteria), 'criterion', 'criteria')} with {counted(len(tree.cells), 'cell')}: {backed}",
    ]
    if guide.cases:
        lines += _on_cases(guide, agreement(tree, guide.cases))
    return "\n".join(lines)


def counted(number: int, noun: str, plural: str = "") -> str:
    """1 question, 2 questions; `plural` is that of the noun, if it is not with an s."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def _on_cases(guide: Guide, found: Agreement) -> Iterable[str]:
    fewest, middle, most = found.clicks
    yield f"  {counted(found.cases, 'real project')}: {_verdicts(found.verdicts)}; {fewest} to {most} clicks, median {middle:g}"
    if sum(found.advised.values()):
        yield f"  beside what advisers would take: {_verdicts(found.advised)}"
    if walks := first_walks(guide.tree, guide.cases):
        for place, reader in enumerate(walks.readers, 1):
            yield (
                f"  {walks.cases} unseen, first walk of reader {place}: {_verdicts(reader.used)}; "
                f"advised: {_verdicts(reader.advised)}; right side {reader.right}"
            )
    if found.rated_twice:
        yield (
            f"  answered a second time: {_verdicts(found.again_verdicts)}; "
            f"{found.rated_alike} of {found.rated_twice} end at the same outcome"
        )
    yield from ("", *_matrix(guide.tree, found), "", *_guesses(guide.tree, found), "")
    yield from (*_questions(guide), "", *_walks(guide))


def _verdicts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count or verdict != LATER)


def _matrix(tree: Tree, found: Agreement) -> list[str]:
    names = [side_name(tree, side) for side in found.sides]
    rows = [
        [name, *(str(found.matrix[used, picked]) for picked in found.sides)]
        for name, used in zip(names, found.sides, strict=True)
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


def _questions(guide: Guide) -> list[str]:
    rows = [
        [one.question, str(one.asked), str(one.outcomes)]
        + ([f"{one.gain:.2f}", f"{one.chance:.2f}"] if one.asked else ["-", "-"])
        for one in separations(guide.tree, guide.graph, guide.cases)
    ]
    return _table(["question", "asked", "outcomes", "bits", "by chance"], rows)


def _walks(guide: Guide) -> list[str]:
    rows = [
        [
            walked.verdict,
            walked.id,
            walked.case.uses,
            ", ".join(walked.walk.ends),
            " ".join(answer for _, answer in walked.walk.trail),
        ]
        for walked in sorted(guide.cases, key=lambda walked: VERDICTS.index(walked.verdict))
    ]
    return _table(["verdict", "case", "uses", "outcome", "answers"], rows, numbers=False)


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
