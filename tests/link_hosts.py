"""What the tests of links share: hosts on this machine that answer as they are told, and time that only they pass."""

import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

Reply = tuple[int, dict[str, str], str]


def page(text: str = "", kind: str = "text/html; charset=utf-8") -> Reply:
    return 200, {"Content-Type": kind}, text


def refusal(status: int, **headers: str) -> Reply:
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, ""


def redirect(status: int, to: str) -> Reply:
    return status, {"Location": to}, ""


class Clock:
    """Time that passes while somebody sleeps, and only then."""

    def __init__(self):
        self.now = 0.0
        self._lock = Lock()

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.now += seconds


class Host:
    """A host: what it answers to each path, one reply after the other, and what it was asked, and when.

    A reply may be a function: called, it gives the reply; None drops the connection.
    """

    def __init__(self, clock: Clock):
        self.replies: dict[str, list[Reply | Callable[[], Reply | None] | None]] = {}
        self.asked: list[tuple[str, float]] = []
        self.heads: list[dict[str, str]] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                host.asked.append((self.path, clock.now))
                host.heads.append(dict(self.headers))
                reply = host.next_reply(self.path)
                if reply is None:
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                status, headers, text = reply
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text.encode("utf-8", "surrogateescape"))  # "\udce9" is the byte E9

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.name = f"127.0.0.1:{self._server.server_port}"

    def next_reply(self, path: str) -> Reply | None:
        """The next reply of a path; the last one again and again."""
        waiting = self.replies.get(path, [refusal(404)])
        reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return reply() if callable(reply) else reply

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://{self.name}{path}"

    def says(self, path: str, *replies) -> str:
        """Let a path answer with these, one after the other; return its address."""
        self.replies[path] = list(replies)
        return self.url(path)

    def start(self) -> "Host":
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Take no connection any more; once stopped, it stays so."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
