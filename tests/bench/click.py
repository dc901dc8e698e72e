"""python -m bench.click SITE: how long a click on an answer takes -> clicks.json and the page's tables.

From the click to the next page painted, on a slow network and a slow processor, both throttled by the browser; the median
of many clicks. SITE is the folder of a built site.
"""

import gzip
import json
import os
import shutil
import sys
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from statistics import median, quantiles
from threading import Thread
from time import monotonic

from bench.devtools import Chromium
from bench.tables import CLICKS, write_page
from browser_server import BrowserServer

COUNT = 48  # clicks measured in each mode
READING = 3  # seconds between a page and the click on it
SLOW_4G = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 180_000,
    "uploadThroughput": 84_375,
}  # DevTools': bytes/s
SLOWER = 4
SUB_PATH = "/some-repo/"
TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}

# The click is noted when the input came, the paint when it was on the screen; both in the clock that pages share.
NOTE_CLICKS = (
    "addEventListener('click', it => localStorage.clicked = performance.timeOrigin + it.timeStamp, true)"
)
PAINTED = """(() => {
    const [paint] = performance.getEntriesByName('first-contentful-paint'), [navigation] = performance.getEntriesByType('navigation')
    return paint && [performance.timeOrigin + paint.startTime - localStorage.clicked, navigation.deliveryType]
})()"""
NO_RULES = "Object.defineProperty(HTMLScriptElement.prototype, 'type', {set(it) { this.setAttribute('type', it.replace('speculationrules', 'off')) }})"
MODES = {
    "fetched ahead": [],
    "plain": [("Page.addScriptToEvaluateOnNewDocument", {"source": NO_RULES})],
}


class Pages(BaseHTTPRequestHandler):
    """Serves a folder as GitHub Pages does: compressed, and to be kept for ten minutes."""

    protocol_version = "HTTP/1.1"
    folder: Path

    def do_GET(self) -> None:
        file = self.folder / self.path.removeprefix(SUB_PATH).partition("?")[0]
        file = file / "index.html" if file.is_dir() else file
        content = gzip.compress(file.read_bytes(), 6) if file.is_file() else b""
        self.send_response(200 if content else 404)
        self.send_header("Content-Type", TYPES.get(file.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Encoding", "gzip" if content else "identity")
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_) -> None:
        pass


def clicks(browser: Chromium, home: str, count: int):
    """Walk from home to an outcome and again, each time by other answers: what each click took, in ms. Each walk is a
    first visit: nothing is left of the last one's pages.
    """
    done = walk = 0
    browser.open(home)
    while done < count:
        browser.ask("Network.clearBrowserCache", {}, browser.page)
        browser.ask("Page.navigate", {"url": home}, browser.page)
        walk += 1
        browser.wait(READING)
        link = ".start a"
        while done < count and browser.evaluate(f"!!document.querySelector({link!r})"):
            to = browser.evaluate(f"[...document.querySelectorAll({link!r})].map(it => it.href)")
            place = walk % len(to)
            browser.evaluate(f"document.querySelectorAll({link!r})[{place}].click()")
            until = monotonic() + 30
            while browser.evaluate("location.href") != to[place] or not (
                painted := browser.evaluate(PAINTED)
            ):
                assert monotonic() < until, to[place]
                browser.wait(0.05)
            if link != ".start a":
                yield painted
                done += 1
            link = ".answers a"
            browser.wait(READING)


def main(folder: str) -> None:
    Pages.folder = Path(folder)
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    modes = {}
    with BrowserServer(("127.0.0.1", 8000), Pages) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        for mode, special in MODES.items():
            setup = [
                ("Network.enable", {}),
                ("Network.emulateNetworkConditions", SLOW_4G),
                ("Emulation.setCPUThrottlingRate", {"rate": SLOWER}),
                ("Page.enable", {}),
                ("Page.addScriptToEvaluateOnNewDocument", {"source": NOTE_CLICKS}),
                *special,
            ]
            browser = Chromium(path, setup)
            try:
                product = browser.ask("Browser.getVersion")["product"]
                found = list(clicks(browser, f"http://127.0.0.1:8000{SUB_PATH}", COUNT))
            finally:
                browser.close()
            times = [time for time, _ in found]
            fetched = sum("prefetch" in kind for _, kind in found)
            low, _, high = quantiles(times)
            print(
                f"{mode}: median {median(times):.0f} ms, quartiles {low:.0f} and {high:.0f}, {len(times)} clicks, {fetched} fetched ahead",
                flush=True,
            )
            modes[mode] = {
                "median": round(median(times)),
                "low": round(low),
                "high": round(high),
                "clicks": len(times),
            }
        server.shutdown()
    noted = {"date": date.today().isoformat(), "browser": product, "modes": modes}
    CLICKS.write_text(json.dumps(noted, indent=1) + "\n", encoding="utf-8")
    write_page()


if __name__ == "__main__":
    main(*sys.argv[1:])
