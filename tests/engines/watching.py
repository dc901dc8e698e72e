"""A server of the built site that is told what goes wrong in its pages: no engine's driver tells all of it."""

from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from browser_server import SUB_PATH, Pages

TOLD = "/what-went-wrong"
# Before anything else of a page. It tells at once, and waits until it is heard: the page may be left.
LISTENER = f"""<script>(() => {{
  const tell = (text) => {{
    const request = new XMLHttpRequest();
    request.open("POST", "{TOLD}", false);
    request.send(`${{location.href}}: ${{text}}`);
  }};
  addEventListener("error", (event) => tell(event.message ?? `${{event.target.outerHTML}} did not load`), true);
  addEventListener("unhandledrejection", ({{ reason }}) => tell(`nobody caught ${{reason}}`));
  for (const kind of ["error", "warn"]) console[kind] = (...all) => tell(all.join(" "));
  new PerformanceObserver((list) => {{
    for (const {{ name }} of list.getEntries())
      if (![`${{location.origin}}/`, "data:", "blob:"].some((own) => name.startsWith(own))) tell(`asked for ${{name}}`);
  }}).observe({{ type: "resource", buffered: true }});
}})()</script>"""


class WatchedPages(Pages):
    """Serves the site with the listener in each page; `errors` are what it was told, and what was asked for in vain."""

    errors: list[str]
    asked: list[str]

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.asked.append(path.removeprefix(SUB_PATH))
        page = Path(self.translate_path(path + ("index.html" if path.endswith("/") else "")))
        if page.suffix == ".html" and page.is_file():
            self.send_page(page.read_bytes().replace(b"<head>", b"<head>" + LISTENER.encode(), 1))
        else:
            super().do_GET()

    def do_POST(self) -> None:
        self.errors.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_page(b"")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        self.errors.append(f"{code} {HTTPStatus(code).phrase}: {self.path}")
        super().send_error(code, message, explain)
