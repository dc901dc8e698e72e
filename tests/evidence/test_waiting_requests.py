"""Twenty visitors at once, each asking for a page that waits 0.2 s for a slow service; one worker process."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

SYNC_WORKER = "-m gunicorn app:app --workers 1 --bind 127.0.0.1:{port}"
TWENTY_THREADS = SYNC_WORKER + " --threads 20"
GREEN_THREADS = SYNC_WORKER + " --worker-class gevent"
ASGI_WORKER = SYNC_WORKER + " --worker-class asgi"
ASGI_SERVER = "-m uvicorn {} --port {{port}}"
SAME_SERVERS = {"sync worker": SYNC_WORKER, "20 threads": TWENTY_THREADS, "gevent": GREEN_THREADS}


def most_in_flight(url: str, visitors: int = 20) -> int:
    """Let so many visitors ask for `url` at once; return the most requests that the app counted at once."""
    with ThreadPoolExecutor(visitors) as pool:
        replies = list(pool.map(requests.get, [url] * visitors))
    assert [reply.status_code for reply in replies] == [200] * visitors
    return max(int(reply.text) for reply in replies)


def ask_three_times(folder, command: str, measure, of: str, page: str = "") -> int:
    """Note how long twenty visitors wait for all their answers, three times; return the most requests held at once."""
    with folder.serving(command) as url:
        held, seconds = [], []
        for _ in range(3):
            start = time.perf_counter()
            held.append(most_in_flight(url + page))
            seconds.append(round(time.perf_counter() - start, 2))
    measure("twenty requests that wait 0.2 s", seconds, "s", of=of)
    measure("held at once by one worker", held, "requests", of=of)
    return min(held)


@pytest.mark.uses("django", "uvicorn", "gunicorn", "gevent")
def test_one_django_worker_holds_waiting_requests_under_asgi_with_threads_or_gevent_and_one_without_or_if_an_async_view_blocks(
    folder, measure
):
    folder.copy("waiting_django.py", "app.py")
    held = {name: ask_three_times(folder, how, measure, f"Django, {name}") for name, how in SAME_SERVERS.items()}
    assert held["sync worker"] == 1
    assert held["20 threads"] > 10 and held["gevent"] > 10
    folder.copy("waiting_django_async.py", "app.py")
    assert ask_three_times(folder, ASGI_SERVER.format("app:app"), measure, "Django, ASGI server") > 10
    with folder.serving(ASGI_SERVER.format("app:app")) as url:
        assert most_in_flight(f"{url}/plain") > 10
        assert most_in_flight(f"{url}/blocking", visitors=5) == 1


@pytest.mark.uses("flask", "gunicorn", "gevent", "asgiref", "a2wsgi", "uvicorn")
def test_one_flask_worker_holds_waiting_requests_with_threads_or_gevent_or_wrapped_in_threads_and_one_without(folder, measure):
    folder.copy("waiting_flask.py", "app.py")
    held = {name: ask_three_times(folder, how, measure, f"Flask, {name}") for name, how in SAME_SERVERS.items()}
    assert held["sync worker"] == 1
    assert held["20 threads"] > 10 and held["gevent"] > 10
    folder.write("asgi.py", """
        from a2wsgi import WSGIMiddleware
        from asgiref.wsgi import WsgiToAsgi
        from app import app

        documented = WsgiToAsgi(app)
        threaded = WSGIMiddleware(app, workers=20)
    """)
    with folder.serving(ASGI_SERVER.format("asgi:documented")) as url:
        assert most_in_flight(url, visitors=5) == 1
    assert ask_three_times(folder, ASGI_SERVER.format("asgi:threaded"), measure, "Flask, ASGI server") > 10


@pytest.mark.uses("fastapi", "uvicorn", "gunicorn")
def test_one_fastapi_worker_holds_waiting_requests_in_async_or_plain_views_and_one_if_an_async_view_blocks(folder, measure):
    folder.copy("waiting_fastapi.py", "app.py")
    uvicorn = ASGI_SERVER.format("app:app")
    assert ask_three_times(folder, uvicorn, measure, "FastAPI, ASGI server") > 10
    assert ask_three_times(folder, uvicorn, measure, "FastAPI, ASGI server, plain view", "/plain") > 10
    assert ask_three_times(folder, ASGI_WORKER, measure, "FastAPI, Gunicorn's ASGI worker") > 10
    with folder.serving(uvicorn) as url:
        assert most_in_flight(f"{url}/blocking", visitors=5) == 1


@pytest.mark.uses("flask", "asgiref", "gunicorn", "gevent")
def test_an_async_view_of_flask_with_its_extra_waits_for_ten_services_at_once_holds_its_thread_and_fails_beside_others_under_gevent(
    folder
):
    folder.copy("waiting_flask_async.py", "app.py")
    for threads in (1, 3):
        with folder.serving(f"{SYNC_WORKER} --threads {threads}") as url:
            assert most_in_flight(url, visitors=9) == threads
    with folder.serving(GREEN_THREADS) as url, ThreadPoolExecutor(9) as pool:
        assert requests.get(url).text == "1"
        assert {reply.status_code for reply in pool.map(requests.get, [url] * 9)} == {200, 500}
        log = folder.read(f"server-{url.rpartition(':')[2]}.log")
    assert "You cannot use AsyncToSync in the same thread as an async event loop" in log

    folder.write("app.py", """
        import asyncio
        from flask import Flask

        app = Flask(__name__)

        @app.get("/")
        async def ask_ten_services():
            ten = asyncio.Barrier(10)
            return sorted(await asyncio.gather(*(ten.wait() for _ in range(10))))
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(url).json() == list(range(10))

    folder.replace("app.py", "import asyncio\n", "import asyncio\nimport sys\nsys.modules['asgiref.sync'] = None\n")
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(url).status_code == 500
    log = "".join(file.read_text() for file in folder.path.glob("server-*.log"))
    assert "Install Flask with the 'async' extra in order to use async views." in log
