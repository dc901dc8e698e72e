"""python first_request.py MODULE: import MODULE.app, answer in this process, tell the figures as JSON.

Waits on its input after the first answer, so that its memory can be looked at from outside; each time it is told a
number there, it measures requests a second of processor time over so many of them. With an empty MODULE it is Python
alone, for scale. An app for ASGI is called as its server would, in one event loop.
"""

import importlib
import io
import json
import sys
import time


def request(app) -> bytes:
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/", "SCRIPT_NAME": "", "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
    }
    answer = app(environ, lambda status, headers, error=None: None)
    body = b"".join(answer)
    answer.close()
    return body


async def request_asgi(app) -> bytes:
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": "/", "raw_path": b"/", "root_path": "", "query_string": b"",
        "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 50000), "headers": [(b"host", b"127.0.0.1")],
    }
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message.get("body", b""))

    await app(scope, receive, send)
    return b"".join(sent)


def answers(app, wanted: int) -> list[bytes]:
    """What `app` answers to so many requests, one after the other."""
    if not is_asgi(app):
        return [request(app) for _ in range(wanted)]
    import asyncio

    async def all_of_them():
        return [await request_asgi(app) for _ in range(wanted)]

    return asyncio.run(all_of_them())


def is_asgi(app) -> bool:
    import inspect  # all three have imported it by now

    return inspect.iscoroutinefunction(type(app).__call__)


def requests_per_second(app, wanted: int) -> float:
    begin = time.process_time()  # of the processor, so that a busy machine changes little
    answers(app, wanted)
    return wanted / (time.process_time() - begin)


def first_answer(module: str) -> dict:
    before, begin = len(sys.modules), time.perf_counter()
    app = importlib.import_module(module).app
    seconds = time.perf_counter() - begin
    answer = answers(app, 1)[0].decode()
    return {"import": round(1000 * seconds), "answer": answer, "modules": len(sys.modules) - before}


module = sys.argv[1]
print(json.dumps(first_answer(module) if module else {}), flush=True)
for wanted in sys.stdin:
    print(round(requests_per_second(sys.modules[module].app, int(wanted))), flush=True)
