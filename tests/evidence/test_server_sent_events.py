"""Server-sent events: an answer that comes word by word, and how many of them one worker process holds open."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from test_waiting_requests import GREEN_THREADS, SYNC_WORKER, TWENTY_THREADS


def open_at_once(url: str, readers: int, patience: int) -> int:
    """Let so many readers ask for an answer at once; return the most that the app saw open together."""
    def read(_) -> int:
        with requests.get(f"{url}/{readers}/{patience}", stream=True) as answer:
            assert answer.headers["Content-Type"].partition(";")[0] == "text/event-stream"
            first, last = (line for line in answer.iter_lines(decode_unicode=True) if line)
        assert first == "data: Open:"
        return int(last.removeprefix("data: "))

    with ThreadPoolExecutor(readers) as pool:
        return max(pool.map(read, range(readers)))


def held_by_the_same_servers(folder, measure, framework: str) -> dict[str, int]:
    """How many answers each of three servers holds open with one worker, sixty readers at the most."""
    held = {}
    for name, command, readers, patience in (
        ("sync worker", SYNC_WORKER, 3, 1), ("20 threads", TWENTY_THREADS, 60, 2), ("gevent", GREEN_THREADS, 60, 20),
    ):
        with folder.serving(command) as url:
            held[name] = open_at_once(f"{url}/answer", readers, patience)
        measure("answers held open, of sixty", held[name], "answers", of=f"{framework}, {name}")
    return held


@pytest.mark.uses("django", "uvicorn", "gunicorn", "gevent")
def test_one_django_worker_holds_open_each_answer_under_asgi_or_gevent_and_one_for_each_thread_otherwise(folder, measure):
    folder.copy("answer_words.py")
    folder.copy("answer_django.py", "app.py")
    assert held_by_the_same_servers(folder, measure, "Django") == {"sync worker": 1, "20 threads": 20, "gevent": 60}
    with folder.serving("-m uvicorn app:asgi --port {port}") as url:
        with requests.get(f"{url}/awaited/2/60", stream=True) as early:
            lines = early.iter_lines(decode_unicode=True)
            assert next(lines) == "data: Open:"  # while the rest waits for another reader
            assert open_at_once(f"{url}/awaited", 2, 60) > 1
        held = open_at_once(f"{url}/awaited", 60, 20)
        with requests.get(f"{url}/answer/99/3", stream=True, timeout=1) as plain:
            with pytest.raises(requests.ConnectionError, match="timed out"):  # all of it is made before any is sent
                next(plain.iter_lines())
    measure("answers held open, of sixty", held, "answers", of="Django, ASGI server")
    assert held == 60


@pytest.mark.uses("flask", "gunicorn", "gevent")
def test_one_flask_worker_holds_open_each_answer_under_gevent_and_one_for_each_thread_otherwise(folder, measure):
    folder.copy("answer_words.py")
    folder.copy("answer_flask.py", "app.py")
    assert held_by_the_same_servers(folder, measure, "Flask") == {"sync worker": 1, "20 threads": 20, "gevent": 60}


@pytest.mark.uses("fastapi", "uvicorn")
def test_one_fastapi_worker_holds_open_each_answer_and_frames_its_events(folder, measure):
    folder.copy("answer_words.py")
    folder.copy("answer_fastapi.py", "app.py")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        held = open_at_once(f"{url}/awaited", 60, 20)
    measure("answers held open, of sixty", held, "answers", of="FastAPI, ASGI server")
    assert held == 60
