"""Twenty visitors at once, each asking for a page that waits for a slow service; one worker process."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

SYNC_WORKER = "-m gunicorn {} --workers 1 --bind 127.0.0.1:{{port}}"
TWENTY_THREADS = SYNC_WORKER + " --threads 20"
ASGI_SERVER = "-m uvicorn {} --port {{port}}"


def most_in_flight(url: str, visitors: int = 20) -> int:
    """Let so many visitors ask for `url` at once; return the most requests that the app counted at once."""
    with ThreadPoolExecutor(visitors) as pool:
        replies = list(pool.map(requests.get, [url] * visitors))
    assert [reply.status_code for reply in replies] == [200] * visitors
    return max(int(reply.text) for reply in replies)


@pytest.mark.uses("django", "uvicorn", "gunicorn")
def test_one_django_worker_holds_twenty_waiting_requests_under_asgi_and_one_under_wsgi(folder, measure):
    folder.copy("waiting_django.py", "app.py")
    with folder.serving(SYNC_WORKER.format("app:app")) as url:
        assert most_in_flight(url, visitors=5) == 1
    with folder.serving(ASGI_SERVER.format("app:asgi")) as url:
        held, seconds = [], []
        for _ in range(5):
            start = time.perf_counter()
            held.append(most_in_flight(url))
            seconds.append(round(time.perf_counter() - start, 2))
    assert min(held) > 10
    measure("held at once by one worker", held, "requests", of="Django, ASGI server")
    measure("twenty requests that wait 0.2 s", seconds, "s", of="Django, ASGI server")


@pytest.mark.uses("flask", "gunicorn")
def test_one_flask_worker_takes_waiting_requests_one_by_one_and_twenty_threads_hold_them_all(folder, measure):
    folder.copy("waiting_flask.py", "app.py")
    with folder.serving(SYNC_WORKER.format("app:app")) as url:
        seconds = []
        for _ in range(3):
            start = time.perf_counter()
            assert most_in_flight(url) == 1
            seconds.append(round(time.perf_counter() - start, 2))
    measure("twenty requests that wait 0.2 s", seconds, "s", of="Flask, sync worker")

    with folder.serving(TWENTY_THREADS.format("app:app")) as url:
        held = [most_in_flight(url) for _ in range(5)]
    assert min(held) > 10
    measure("held at once by one worker", held, "requests", of="Flask, 20 threads")


@pytest.mark.uses("flask", "asgiref", "a2wsgi", "uvicorn")
def test_flask_under_asgi_still_takes_requests_one_by_one_unless_the_adapter_has_threads(folder):
    folder.copy("waiting_flask.py", "app.py")
    folder.write("asgi.py", """
        from a2wsgi import WSGIMiddleware
        from asgiref.wsgi import WsgiToAsgi
        from app import app

        documented = WsgiToAsgi(app)
        threaded = WSGIMiddleware(app, workers=20)
    """)
    with folder.serving(ASGI_SERVER.format("asgi:documented")) as url:
        assert most_in_flight(url, visitors=5) == 1
    with folder.serving(ASGI_SERVER.format("asgi:threaded")) as url:
        assert most_in_flight(url) > 10


@pytest.mark.uses("django", "uvicorn")
def test_a_generated_django_project_runs_under_an_asgi_server_as_it_is(project):
    with project.serving("-m uvicorn mysite.asgi:application --port {port}") as url:
        page = requests.get(f"{url}/admin/login/")
    assert page.status_code == 200
    assert "Django administration" in page.text
