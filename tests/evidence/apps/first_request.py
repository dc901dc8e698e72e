"""python first_request.py MODULE: import MODULE.app, answer in this process, tell the figures as JSON.

Waits on its input after the first answer, so that its memory can be looked at from outside; told to go on, it
counts requests a second. With an empty MODULE it is Python alone, for scale.
"""

import importlib
import io
import json
import sys
import time

ROUNDS, REQUESTS = 5, 1000


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


def requests_per_second(app) -> float:
    begin = time.perf_counter()
    for _ in range(REQUESTS):
        request(app)
    return REQUESTS / (time.perf_counter() - begin)


def first_answer(module: str) -> dict:
    before, begin = len(sys.modules), time.perf_counter()
    app = importlib.import_module(module).app
    seconds = time.perf_counter() - begin
    answer = request(app).decode()
    return {"import": round(1000 * seconds), "answer": answer, "modules": len(sys.modules) - before}


module = sys.argv[1]
print(json.dumps(first_answer(module) if module else {}), flush=True)
if sys.stdin.readline() == "go on\n":
    print(json.dumps([round(requests_per_second(sys.modules[module].app)) for _ in range(ROUNDS)]))
