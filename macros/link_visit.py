"""Asking for a page: what came back, and which places it has.

It asks with GET alone. Some hosts answer HEAD otherwise than GET, or not at all; where only the head is wanted, the rest
is not fetched; and which places a page has, its text alone tells.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import requests
from urllib3.exceptions import (
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
)

from macros.faults import did_you_mean
from macros.hypertext import anchors
from macros.link_pace import Pace, Paced, host_of

TIMEOUT = (10, 30)  # seconds to connect, and to wait for anything
HOPS = 10  # redirects to follow
LARGEST = 10_000_000  # bytes of a page that are read for its places
NO_ADDRESS = "it leads to something that is no address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back for a page."""

    page: str
    status: int = 0  # none came
    trouble: str = ""  # why none came
    reached: bool = True  # whether its host could be reached at all
    moved: str = ""  # where its permanent redirects lead
    fragments: tuple[str, ...] = ()  # that were wanted
    missing: tuple[tuple[str, str], ...] = ()  # those that are not there, and the hint for each

    @property
    def good(self) -> bool:
        return 200 <= self.status < 300 and not self.missing


class Visitor(requests.Session):
    """Asks for pages, one after the other."""

    def __init__(self, agent: str, pace: Pace):
        super().__init__()
        self.headers.update({"User-Agent": agent, "Accept": "text/html, */*;q=0.8"})
        self.max_redirects = HOPS
        self.auth = lambda request: request  # else the passwords in a .netrc would be sent
        for scheme in ("https://", "http://"):
            self.mount(scheme, Paced(pace))

    def rebuild_auth(self, prepared_request, response):
        """Where a redirect leads, no password is sent either."""

    def ask(self, page: str, fragments: Iterable[str] = ()) -> Answer:
        """Ask for `page`, and look for the places `fragments` on it."""
        wanted = tuple(sorted(fragments))
        try:
            with self.get(page, stream=True, timeout=TIMEOUT) as response:
                return Answer(
                    page=page,
                    status=response.status_code,
                    moved=_moved(response),
                    fragments=wanted,
                    missing=tuple(_missing(response, wanted)) if wanted and response.ok else (),
                )
        except requests.RequestException as error:
            own_host = error.request is not None and host_of(error.request.url) == host_of(page)
            trouble, reached = _trouble(error)
            return Answer(page=page, trouble=trouble, reached=reached or not own_host, fragments=wanted)
        except LocationParseError:  # requests lets it through where only the connection finds it out
            return Answer(page=page, trouble=NO_ADDRESS, fragments=wanted)


def _moved(response: requests.Response) -> str:
    """Where the permanent redirects lead that come before any other; nothing if there are none."""
    moved = ""
    for before, after in pairwise([*response.history, response]):
        if not before.is_permanent_redirect:
            break
        moved = after.url
    return moved


def _missing(response: requests.Response, fragments: Iterable[str]) -> Iterable[tuple[str, str]]:
    if "html" not in response.headers.get("Content-Type", ""):
        return  # what a place in it means, its reader's program knows
    content = b""
    for part in response.iter_content(100_000):
        content += part
        if len(content) > LARGEST:
            return
    there = anchors(content.decode("utf-8", "replace"))
    for fragment in fragments:
        # A code host puts a word before the ids that an author wrote.
        if there is not None and not there & {fragment, f"user-content-{fragment}"}:
            yield fragment, did_you_mean(fragment, there)


def _trouble(error: requests.RequestException) -> tuple[str, bool]:
    """Why no answer came, in words, and whether the host could be reached."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    match error:
        case requests.exceptions.SSLError():
            return "no safe connection can be made to its host", True
        case requests.exceptions.ProxyError():
            return "the proxy of this machine does not let it through", False
        case requests.exceptions.ConnectTimeout():
            return "its host does not answer", False
        case requests.exceptions.TooManyRedirects():
            return f"it redirects more than {HOPS} times", True
        case requests.exceptions.InvalidURL() | requests.exceptions.InvalidSchema():
            return NO_ADDRESS, True
    match reason:
        case NameResolutionError():
            return "the name of its host is not known", False
        case NewConnectionError():
            return "its host takes no connection", False
        case ReadTimeoutError():
            return "no answer came in time", True
    return "the connection broke off", True
