"""A Chromium that is told what to do over a pipe. Playwright cannot be used: it forbids pages to be prepared ahead."""

import json
import os
import subprocess
import tempfile
from select import select
from time import monotonic

END = b"\0"


class Chromium:
    """A running browser with one page, which gets `setup` before it begins to load."""

    def __init__(self, path: str, setup: list[tuple[str, dict]]):
        self._setup, self._last = setup, 0
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        to_read, self._out = os.pipe()
        self._in, to_write = os.pipe()
        # It reads from 3 and writes to 4.
        plumbing = f'exec "$0" "$@" 3<&{to_read} 4>&{to_write}'
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
        command = [
            "bash",
            "-c",
            plumbing,
            path,
            *flags,
            "--remote-debugging-pipe",
            f"--user-data-dir={self._folder.name}",
        ]
        self._process = subprocess.Popen(command, pass_fds=(to_read, to_write), stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self._rest = b""
        self.page = ""

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._folder.cleanup()

    def open(self, url: str) -> None:
        """A new page; what it becomes by a click is the same one still."""
        target = self.ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        self.page = self.ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        for method, parameters in self._setup:
            self.ask(method, parameters, self.page)
        self.ask("Page.bringToFront", {}, self.page)
        self.ask("Page.navigate", {"url": url}, self.page)

    def ask(self, method: str, parameters: dict | None = None, session: str = "") -> dict:
        """Send a command and return its result."""
        number = self._send(method, parameters or {}, session)
        while (message := self._receive()).get("id") != number:
            pass  # an event: nobody waits for one
        return message.get("result", {})

    def wait(self, seconds: float) -> None:
        """Let time pass, and events too: the browser would wait for a full pipe."""
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0:
            if END in self._rest or select([self._in], [], [], left)[0]:
                self._receive()

    def evaluate(self, expression: str):
        """The value of an expression in the page that is shown."""
        parameters = {"expression": expression, "returnByValue": True, "awaitPromise": True}
        return self.ask("Runtime.evaluate", parameters, self.page).get("result", {}).get("value")

    def _send(self, method: str, parameters: dict, session: str) -> int:
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + END)
        return self._last

    def _receive(self) -> dict:
        while END not in self._rest:
            self._rest += os.read(self._in, 1 << 16)
        message, _, self._rest = self._rest.partition(END)
        return json.loads(message)
