"""A server for a browser, which may break off whatever it has asked for: a built site below a sub-path, as on GitHub Pages."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

SUB_PATH = "/some-repo/"


class BrowserServer(ThreadingHTTPServer):
    def handle_error(self, request, client_address) -> None:
        """A browser that leaves a page, or is closed, resets its connections: no fault of the server's."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Pages(SimpleHTTPRequestHandler):
    """Serves one folder below the sub-path; all else is 404.html."""

    protocol_version = "HTTP/1.1"  # keeps connections: many small files, two cores

    def translate_path(self, path: str) -> str:
        inside = path.startswith(SUB_PATH)
        return super().translate_path(path.removeprefix(SUB_PATH[:-1])) if inside else os.devnull + "/nothing"

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != HTTPStatus.NOT_FOUND:
            return super().send_error(code, message, explain)
        self.send_page((Path(self.directory) / "404.html").read_bytes(), code)
        return None

    def send_page(self, page: bytes, code: int = HTTPStatus.OK) -> None:
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)

    def log_message(self, *_) -> None:
        pass


@contextmanager
def served(folder: Path, pages: type[Pages] = Pages) -> Iterator[str]:
    """Serve a built site; its address."""
    with BrowserServer(("127.0.0.1", 0), partial(pages, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}"
        server.shutdown()
