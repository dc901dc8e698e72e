"""A Chromium that is told what to do over a pipe. Playwright cannot be used: it forbids pages to be prepared ahead."""

import json
import os
import subprocess
import tempfile
from select import select
from time import monotonic

END = b"\0"


class Chromium:
    """A running browser. Every page in it, those prepared ahead too, gets `setup` before it begins to load."""

    def __init__(self, path: str, setup: list[tuple[str, dict]]):
        self._setup, self._last, self._events = setup, 0, []
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
        self._sessions: dict[str, str] = {}  # of a target

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._folder.cleanup()

    def open(self, url: str) -> None:
        """A new tab; what it becomes by a click is its page still."""
        target = self.ask("Target.createTarget", {"url": "about:blank", "forTab": True})["targetId"]
        tab = self.ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        self.ask(
            "Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": True}, tab
        )
        self.ask("Page.bringToFront", {}, self.page)
        self.ask("Page.navigate", {"url": url}, self.page)

    def ask(self, method: str, parameters: dict | None = None, session: str = "") -> dict:
        """Send a command and return its result; meanwhile pages may come and go."""
        number = self._send(method, parameters or {}, session)
        while True:
            message = self._receive()
            if message.get("id") == number:
                return message.get("result", {})
            self._hear(message)
            gone = message.get("method") == "Target.detachedFromTarget" and message["params"]["sessionId"]
            if gone and gone == session:
                return {}

    def wait(self, seconds: float) -> None:
        """Let time pass; what is prepared ahead waits for `setup`."""
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0:
            if END in self._rest or select([self._in], [], [], left)[0]:
                self._hear(self._receive())

    def evaluate(self, expression: str):
        """The value of an expression in the page that is shown."""
        parameters = {"expression": expression, "returnByValue": True, "awaitPromise": True}
        return self.ask("Runtime.evaluate", parameters, self.page).get("result", {}).get("value")

    def _hear(self, message: dict) -> None:
        match message.get("method"):
            case "Target.attachedToTarget":
                session, info = message["params"]["sessionId"], message["params"]["targetInfo"]
                self._sessions[info["targetId"]] = session
                if info.get("subtype") != "prerender":
                    self.page = session
                for method, parameters in self._setup:
                    self._send(method, parameters, session)
                self._send("Runtime.runIfWaitingForDebugger", {}, session)
            case "Target.targetInfoChanged":
                info = message["params"]["targetInfo"]
                if info["type"] == "page" and not info.get("subtype") and info["targetId"] in self._sessions:
                    self.page = self._sessions[info["targetId"]]

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
