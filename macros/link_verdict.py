"""What is wrong with links, by what came back for their pages, and the way out."""

import datetime
from collections.abc import Iterable, Mapping
from http import HTTPStatus

from macros.faults import Fault
from macros.link_exceptions import FILE, Exceptions
from macros.link_pace import AGAIN, TRIES
from macros.link_visit import Answer
from macros.links import Link

BY_EYE = f"Open it in a browser: if it is there, list it in {FILE.as_posix()}."


def faults_in(
    links: Iterable[Link], answers: Mapping[str, Answer], exceptions: Exceptions, today: datetime.date
) -> list[Fault]:
    """The links that fail without an excuse, and the exceptions that nothing needs."""
    told = {link: complaint(link, answers[link.page]) for link in links}
    faults = [
        Fault(link.file, link.mark, link.where, message)
        for link, message in told.items()
        if message and link.url not in exceptions.excuses
    ]
    failed = {link.url for link, message in told.items() if message}
    return faults + exceptions.needless({link.url for link in told}, failed, today)


def notes_on(links: Iterable[Link], answers: Mapping[str, Answer]) -> list[Fault]:
    """The links that are fine, but whose pages have moved for good."""
    return sorted(
        {
            Fault(link.file, link.mark, link.where, f"{link.url} has moved for good. Link to {_at(link, to)}")
            for link in links
            if (to := answers[link.page].moved) and not complaint(link, answers[link.page])
        }
    )


def complaint(link: Link, answer: Answer) -> str:
    """What is wrong with a link, and the way out; nothing if it is fine."""
    if not answer.status:
        return f"{link.url} cannot be read: {answer.trouble}. {BY_EYE}"
    if not 200 <= answer.status < 300:
        return f"{link.url} {_refusal(answer.status)}"
    for fragment, hint in answer.missing:
        if fragment == link.fragment:
            return f"{link.page} has no place '#{fragment}'.{hint} Link to one that it has, or to the page alone."
    return ""


def _refusal(status: int) -> str:
    said = f"{status} {HTTPStatus(status).phrase}" if status in set(HTTPStatus) else str(status)
    if status in (404, 410):
        return f"is gone: {said}. Link to where it went, or to another page."
    if status in AGAIN:
        return f"answered {said} {TRIES} times. Ask again tomorrow; if it stays so, link to another page."
    return f"is refused: {said}. {BY_EYE}"


def _at(link: Link, page: str) -> str:
    """The place on `page` that `link` leads to on the page as it was."""
    return page if "#" in page else page + link.url.removeprefix(link.page)
