"""A shaped part and rules -> the part, if it is sound, or every fault in it."""

from collections.abc import Callable, Iterable

from macros.reading.faults import Faults, Findings
from macros.reading.shape import Kind, Shaped
from macros.reading.source import Source


def sound(source: Source, shaped: Shaped[Kind], *stages: Iterable[Callable[[Kind], Findings]]) -> Kind:
    """Return the part that `source` holds. Raises Faults with all that is wrong with it.

    Each stage is some rules, asked only if the stages before it found nothing. What a rule finds in a stand-in is no
    fault.
    """
    findings = list(shaped.findings)
    for rules in stages if shaped.part else ():
        found = [finding for rule in rules for finding in rule(shaped.part)]
        findings += [finding for finding in found if not shaped.is_mended(finding.route)]
        if findings:
            break
    if findings:
        raise Faults(source.faults(findings))
    return shaped.part
