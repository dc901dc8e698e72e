"""Asking for many pages: the hosts at the same time, the pages of each one after the other; a day's memory of them."""

import json
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from macros.link_pace import host_of
from macros.link_visit import Answer, Visitor

DAY = 24 * 60 * 60  # seconds
MOST_AT_ONCE = 32  # hosts

Wanted = Mapping[str, Iterable[str]]  # a page, and the places that links lead to on it


def by_host(pages: Iterable[str]) -> list[list[str]]:
    """The pages of each host; the host with most of them first, as it takes longest."""
    hosts: dict[str, list[str]] = {}
    for page in pages:
        hosts.setdefault(host_of(page), []).append(page)
    return sorted(hosts.values(), key=len, reverse=True)


def ask_all(wanted: Wanted, visitor: Callable[[], Visitor]) -> Iterator[Answer]:
    """The answers, as they come. A host that cannot be reached is not asked for its other pages."""
    hosts: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
    answers: queue.SimpleQueue[Answer | BaseException] = queue.SimpleQueue()
    waiting = by_host(wanted)
    for pages in waiting:
        hosts.put(pages)

    def work() -> None:
        try:
            with visitor() as visit:
                while True:
                    for answer in _ask_host(hosts.get_nowait(), wanted, visit):
                        answers.put(answer)
        except queue.Empty:
            pass
        except BaseException as error:  # told by whoever waits for the answers, or that would be for ever
            answers.put(error)

    for _ in range(min(MOST_AT_ONCE, len(waiting))):
        threading.Thread(
            target=work, daemon=True
        ).start()  # daemons: whoever stops the program is not kept waiting
    for _ in wanted:
        answer = answers.get()
        if isinstance(answer, BaseException):
            raise answer
        yield answer


def _ask_host(pages: list[str], wanted: Wanted, visit: Visitor) -> Iterator[Answer]:
    for number, page in enumerate(pages, start=1):
        answer = visit.ask(page, wanted[page])
        yield answer
        if not answer.reached:
            yield from (replace(answer, page=other) for other in pages[number:])
            return


class Memory:
    """The good answers of the last day, in a file of one line each: a stopped run loses none of them."""

    def __init__(self, file: Path, now: float):
        self._file, self._now = file, now
        self._known: dict[str, Answer] = {}
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        kept = [line for line in lines if self._take(line)]
        file.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")

    def _take(self, line: str) -> bool:
        try:
            entry = json.loads(line)
            at, places = entry.pop("at"), tuple(entry.pop("fragments"))
            answer = Answer(**entry, fragments=places)
            if not 0 <= self._now - at < DAY:
                return False
        except (ValueError, TypeError, KeyError, AttributeError):  # half a line, or one of another release
            return False
        self._known[answer.page] = answer
        return True

    def of(self, wanted: Wanted) -> dict[str, Answer]:
        """The answers to what is wanted, as far as they are known."""
        return {
            page: self._known[page]
            for page, fragments in wanted.items()
            if page in self._known and set(fragments) <= set(self._known[page].fragments)
        }

    def keep(self, answer: Answer) -> None:
        """Note an answer, if it is a good one: the others are worth another try."""
        if answer.good:
            with self._file.open("a", encoding="utf-8") as file:
                entry = {name: getattr(answer, name) for name in ("page", "status", "moved", "fragments")}
                file.write(json.dumps({"at": self._now} | entry) + "\n")
