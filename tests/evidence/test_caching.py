"""Pages kept for a while instead of made again."""

import pytest
import requests


def name_kept_for(name: str, page: str) -> str:
    """What `page`, which is kept and reads the name from the session, shows to the browser of `name`."""
    browser = requests.Session()
    browser.get(f"{page.rpartition('/')[0]}/enter/{name}")
    return browser.get(page).text


def forgotten_among(count: int, page: str) -> bool:
    """Whether the first of so many pages, asked for again at once and at the end, is kept at first and made again then."""
    browser = requests.Session()
    first, second, *_, last = [browser.get(page.format(number)).text for number in [0, 0, *range(1, count), 0]]
    return first == second != last


@pytest.mark.uses("django")
def test_django_keeps_a_page_for_a_while_or_until_there_are_many_and_ships_a_backend_for_redis_and_memcached(project):
    project.write("mysite/urls.py", """
        import time

        from django.http import HttpResponse
        from django.urls import path
        from django.views.decorators.cache import cache_page
        from django.views.decorators.vary import vary_on_cookie

        made = []

        def page(request):
            made.append(1)
            return HttpResponse(len(made))

        def later(request, seconds):
            now = time.time()
            time.time = lambda: now + seconds
            return HttpResponse("later")

        def enter(request, name):
            request.session["name"] = name
            return HttpResponse("in")

        def who(request):
            return HttpResponse(request.session["name"])

        urlpatterns = [
            path("plain", page), path("kept", cache_page(60)(page)), path("later/<int:seconds>", later),
            path("enter/<name>", enter), path("who", cache_page(60)(who)),
            path("each", cache_page(60)(vary_on_cookie(who))),
        ]
    """)
    engine = "\nSESSION_ENGINE = 'django.contrib.sessions.backends.signed_cookies'\n"
    project.write("mysite/settings.py", project.read("mysite/settings.py") + engine)
    with project.serving("manage.py runserver --noreload {port}") as url:
        pages = ["plain", "plain", "kept", "kept", "later/30", "kept", "later/31", "kept", "kept?page=2", "kept?page=2"]
        shown = [requests.get(f"{url}/{page}").text for page in pages]
        assert [name_kept_for(name, f"{url}/who") for name in ("ann", "bob")] == ["ann", "ann"]
        assert [name_kept_for(name, f"{url}/each") for name in ("ann", "bob")] == ["ann", "bob"]
        with project.serving("manage.py runserver --noreload {port}") as other_process:
            assert requests.get(f"{other_process}/kept").text == "1"
        assert forgotten_among(300, f"{url}/kept?page={{}}")
    assert shown == ["1", "2", "3", "3", "later", "3", "later", "4", "5", "5"]
    shipped = project.run("-c", """
import sys
from pkgutil import iter_modules
sys.modules |= dict.fromkeys(["redis", "pymemcache"])
from django.core.cache import backends
from django.core.cache.backends.memcached import PyMemcacheCache
from django.core.cache.backends.redis import RedisCache
print(*sorted(module.name for module in iter_modules(backends.__path__)))
for connect in (lambda: RedisCache("redis://", {}).get("page"), lambda: PyMemcacheCache("", {}).get("page")):
    try:
        connect()
    except ModuleNotFoundError as error:
        print(error.name)
""").stdout
    assert shipped == "base db dummy filebased locmem memcached redis\nredis\npymemcache.serde\n"


@pytest.mark.uses("flask", "flask-caching")
def test_flask_caching_keeps_a_page_for_a_while_or_until_there_are_many_and_has_a_backend_for_redis_and_memcached(folder):
    folder.write("app.py", """
        import time

        shift = 0
        now = time.time
        time.time = lambda: now() + shift

        from flask import Flask, session
        from flask_caching import Cache

        app = Flask(__name__)
        app.secret_key = "for the proof"
        cache = Cache(app, config={"CACHE_TYPE": "SimpleCache"})
        made = []

        @app.get("/plain", endpoint="plain")
        @app.get("/kept", endpoint="kept")
        @app.post("/kept", endpoint="kept")
        @app.get("/kept/<int:number>", endpoint="each-kept")
        def page(number=1):
            made.append(1)
            return str(len(made))

        app.view_functions["kept"] = app.view_functions["each-kept"] = cache.cached(timeout=60)(page)

        @app.get("/later/<int:seconds>")
        def later(seconds):
            global shift
            shift += seconds
            return "later"

        @app.get("/enter/<name>")
        def enter(name):
            session["name"] = name
            return "in"

        @app.get("/who")
        @cache.cached(timeout=60)
        def who():
            return session["name"]
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        pages = ["plain", "plain", "kept", "kept", "later/30", "kept", "later/31", "kept", "kept?page=2"]
        shown = [requests.get(f"{url}/{page}").text for page in pages]
        assert [name_kept_for(name, f"{url}/who") for name in ("ann", "bob")] == ["ann", "ann"]
        with folder.serving("-m flask --app app run --port {port}") as other_process:
            assert requests.get(f"{other_process}/kept").text == "1"
        assert requests.post(f"{url}/kept").text == "4"
        assert forgotten_among(600, f"{url}/kept/{{}}")
    assert shown == ["1", "2", "3", "3", "later", "3", "later", "4", "4"]
    shipped, redis, memcached = folder.run("-c", """
import sys
from pkgutil import iter_modules
sys.modules |= dict.fromkeys(["redis", "pylibmc", "memcache", "libmc"])
from flask import Flask
from flask_caching import Cache, backends
print(*sorted(module.name for module in iter_modules(backends.__path__)))
for kind in ("RedisCache", "MemcachedCache"):
    try:
        Cache(Flask("shop"), config={"CACHE_TYPE": kind})
    except RuntimeError as error:
        print(error)
""").stdout.splitlines()
    assert {"filesystemcache", "memcache", "rediscache", "simplecache"} <= {*shipped.split()}
    assert (redis, memcached) == ("no redis module found", "no memcache module found")


@pytest.mark.uses("fastapi", "cashews", "sqlalchemy", "httpx")
def test_cashews_keeps_the_page_of_an_async_fastapi_function_for_a_while_or_until_there_are_many_and_has_a_backend_for_redis(folder):
    folder.write("app.py", """
        import subprocess
        import sys
        import time
        from pkgutil import iter_modules

        sys.modules["redis"] = None

        from cashews import backends, cache
        from cashews.exceptions import BackendNotAvailableError
        from fastapi import Depends, FastAPI, Request
        from fastapi.responses import HTMLResponse
        from fastapi.testclient import TestClient
        from sqlalchemy.orm import Session

        app = FastAPI()
        cache.setup("mem://")
        made, opened = [], []

        def plain():
            made.append(1)
            return HTMLResponse(str(len(made)))

        async def page(number: int = 1):
            return plain()

        async def page_of_request(request: Request):
            return plain()

        def open_session():
            opened.append(Session())
            return opened[-1]

        async def page_of_session(session: Session = Depends(open_session)):
            return plain()

        app.get("/plain")(plain)
        app.get("/kept")(cache(ttl="60s")(page))
        app.get("/request")(cache(ttl="60s")(page_of_request))
        app.get("/session")(cache(ttl="60s")(page_of_session))
        app.get("/request-with-key")(cache(ttl="60s", key="request")(page_of_request))
        app.get("/session-with-key")(cache(ttl="60s", key="session")(page_of_session))
        app.get("/not-async")(cache(ttl="60s")(plain))

        @app.get("/later/{seconds}")
        def later(seconds: int):
            now = time.time()
            time.time = lambda: now + seconds
            return HTMLResponse("later")

        visits = ["plain", "plain", "kept", "kept", "later/30", "kept", "later/31", "kept", "kept?number=2", "kept?number=2", "kept?x=3"]
        in_another_process = "from app import *; print(TestClient(app).get('kept').text)"
        if __name__ == "__main__":
            with TestClient(app, raise_server_exceptions=False) as client:
                print(*[client.get(page).text for page in visits])
                print(subprocess.run([sys.executable, "-c", in_another_process], capture_output=True, text=True).stdout.strip())
                for page in ("request", "session"):
                    print(*[len({client.get(page + key).text for _ in range(99)}) > 1 for key in ("", "-with-key")])
                print(client.get("not-async").status_code)
                numbers = [0, 0, *range(2, 1200), 0]
                first, second, *_, last = [client.get(f"kept?number={number}").text for number in numbers]
                print(first == second != last)
            print(*sorted(module.name for module in iter_modules(backends.__path__)))
            try:
                cache.setup("redis://127.0.0.1")
            except BackendNotAvailableError as error:
                print(error)
    """)
    pages, other_process, of_request, of_session, not_async, forgotten, shipped, redis = folder.run("app.py").stdout.splitlines()
    assert (pages, other_process) == ("1 2 3 3 later 3 later 4 5 5 4", "1")
    assert of_request == of_session == "True False"  # without a key some are made again, by where the argument lies in memory
    assert (not_async, forgotten) == ("500", "True")
    assert {"memory", "diskcache", "redis"} <= {*shipped.split()}
    assert redis == "Redis backend requires `redis` to be installed."
