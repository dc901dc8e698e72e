"""How often a host is asked: once a second at most, and again after a while where that may help."""

import threading
import time
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter
from urllib3 import Retry
from urllib3.exceptions import InvalidHeader

PAUSE = 1.0  # seconds from one request to the next to the same host
TRIES = 4
LONGEST_PAUSE = 120  # seconds that a host may ask us to stay away; longer, and the page is told
AGAIN = frozenset({429, 500, 502, 503, 504})  # what may pass by itself


def host_of(url: str) -> str:
    return urlsplit(url).netloc.lower()


class Pace:
    """Lets a host be asked once in PAUSE seconds, whoever asks."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ):
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}

    def wait(self, host: str, pause: float = 0) -> None:
        """Wait until `host` may be asked, and for `pause` seconds at least."""
        with self._lock:
            now = self._clock()
            turn = max(now + pause, self._next.get(host, now))
            self._next[host] = turn + PAUSE
        if turn > now:
            self._sleep(turn - now)


class Paced(HTTPAdapter):
    """Each request waits for its turn: the first, one after a redirect, and one more try."""

    def __init__(self, pace: Pace):
        super().__init__()
        self._pace = pace

    def send(self, request, *arguments, **options):
        turn = partial(self._pace.wait, host_of(request.url))
        self.max_retries = _Patience(turn)
        turn()
        return super().send(request, *arguments, **options)


class _Patience(Retry):
    """What may be tried again, and after how long, is urllib3's knowledge; the waiting is ours."""

    def __init__(self, turn: Callable[[float], None], **state):
        rules = {
            "total": TRIES - 1,
            "status_forcelist": AGAIN,
            "backoff_factor": 1,
            "raise_on_status": False,
            "retry_after_max": LONGEST_PAUSE,
        }
        super().__init__(**(rules | state))
        self._turn = turn

    def new(self, **state):
        return super().new(turn=self._turn, **state)

    def sleep(self, response=None):
        try:
            asked = self.get_retry_after(response) if response is not None else None
        except InvalidHeader:
            asked = None
        self._turn(asked or self.get_backoff_time())
