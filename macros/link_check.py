"""Guide -> how its links to other hosts are: finds them, asks for their pages, and judges what came back."""

import datetime
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from macros.faults import Fault
from macros.guide import Guide
from macros.link_exceptions import read_exceptions
from macros.link_pace import Pace, host_of
from macros.link_round import Memory, Wanted, ask_all
from macros.link_verdict import faults_in, notes_on
from macros.link_visit import Answer, Visitor
from macros.links import Link, outside_links

MEMORY = ".links.jsonl"  # beside the tree; git ignores it
AGENT = "decision-guide (asks whether the pages that {who} links are there; one request a second)"


class Offline(Exception):
    """No host could be reached: that tells of this machine, not of the links."""


@dataclass(frozen=True, slots=True)
class Checked:
    """How the links are: what is wrong, what could be better, and the sum of it."""

    faults: list[Fault]
    notes: list[Fault]
    summary: str


def check(it: Guide, folder: Path, who: str, tell: Callable[[str], None]) -> Checked:
    """Ask for every page on another host that `it`, the guide of `folder`, links.

    `who` tells those hosts where the links stand; `tell` hears how it goes on, and nothing at its end. Raises Faults, Offline.
    """
    exceptions = read_exceptions(folder)
    links = outside_links(it, folder)
    wanted = _pages(links)
    memory = Memory(folder / MEMORY, time.time())
    known = memory.of(wanted)
    new = {page: fragments for page, fragments in wanted.items() if page not in known}
    visitor = partial(Visitor, AGENT.format(who=who), Pace())
    answers = dict(known)
    try:
        for number, answer in enumerate(ask_all(new, visitor), start=1):
            memory.keep(answer)
            answers[answer.page] = answer
            tell(f"{number} of {len(new)}  {answer.page}")
    finally:
        tell("")
    if _offline([answers[page] for page in new], known, visitor):
        raise Offline("No host can be reached. Is this machine on the internet?")
    return Checked(
        faults=faults_in(links, answers, exceptions, datetime.date.today()),
        notes=notes_on(links, answers),
        summary=_summary(links, len(exceptions.excuses)),
    )


def _summary(links: list[Link], excused: int) -> str:
    """One line for links that are as they should be."""
    pages = {link.page for link in links}
    hosts = {host_of(page) for page in pages}
    but = f", but for {excused} that may fail" if excused else ""
    return (
        f"{_count(links, 'link')} to {_count(pages, 'page')} of {_count(hosts, 'host')}: all are there{but}."
    )


def _count(things: Collection, name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def _pages(links: Iterable[Link]) -> Wanted:
    """The pages that links lead to, each once, and the places on them."""
    wanted: dict[str, set[str]] = {}
    for link in links:
        places = wanted.setdefault(link.page, set())
        if link.fragment:
            places.add(link.fragment)
    return wanted


def _offline(answers: list[Answer], known: Iterable[str], visitor: Callable[[], Visitor]) -> bool:
    """Whether it is this machine that reaches nothing, and not one or two hosts that are down."""
    if any(answer.reached for answer in answers):
        return False
    hosts = {host_of(answer.page) for answer in answers}
    if was_there := next(iter(known), None):
        with visitor() as visit:
            return bool(hosts) and not visit.ask(was_there).reached
    return len(hosts) > 1
