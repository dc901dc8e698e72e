"""A server for a browser, which may break off whatever it has asked for."""

import sys
from http.server import ThreadingHTTPServer


class BrowserServer(ThreadingHTTPServer):
    def handle_error(self, request, client_address) -> None:
        """A browser that leaves a page, or is closed, resets its connections: no fault of the server's."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)
