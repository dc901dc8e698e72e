"""Code that runs once when a server starts, and once when it stops."""

import pytest
import requests
from flask import Flask


@pytest.mark.uses("django", "django-asgi-lifespan", "uvicorn")
def test_django_has_a_hook_for_the_start_and_django_asgi_lifespan_one_for_the_stop_of_an_asgi_server(project):
    project.write("shop/apps.py", """
        from pathlib import Path
        from django.apps import AppConfig

        def note(event):
            with Path("events.txt").open("a") as file:
                print(event, file=file)

        class ShopConfig(AppConfig):
            name = "shop"

            def ready(self):
                note("ready")
    """)
    project.run("manage.py", "check")
    assert project.read("events.txt") == "ready\n"  # a command, and no server
    with project.serving("-m uvicorn mysite.asgi:application --port {port}"):
        assert project.read("events.txt") == "ready\n" * 2
    assert project.read("events.txt") == "ready\n" * 2
    assert "not lifespan." in project.run(
        "-m", "uvicorn", "mysite.asgi:application", "--lifespan", "on", "--port", "0", check=False
    ).stderr

    project.replace("mysite/asgi.py", "from django.core.asgi", "from django_asgi_lifespan.asgi")
    project.replace("shop/apps.py", 'note("ready")', """\
from django_asgi_lifespan.signals import asgi_shutdown, asgi_startup

        asgi_startup.connect(self.start)
        asgi_shutdown.connect(self.stop)

    async def start(self, **_):
        note("start")

    async def stop(self, **_):
        note("stop")
""")
    (project.path / "events.txt").unlink()
    project.run("manage.py", "check")
    with project.serving("-m uvicorn mysite.asgi:application --port {port}"):
        assert project.read("events.txt") == "start\n"
    assert project.read("events.txt") == "start\nstop\n"


@pytest.mark.uses("flask", "gunicorn")
def test_flask_has_no_hook_for_start_and_stop_and_gunicorn_has_both_which_commands_leave_alone(folder):
    hooks = [name for name in dir(Flask) if name.startswith(("before", "after", "teardown"))]
    assert sorted(hooks) == [
        "after_request", "before_request", "teardown_appcontext", "teardown_request",
    ]
    folder.write("app.py", """
        import atexit
        from pathlib import Path
        from flask import Flask

        def note(event):
            with Path("events.txt").open("a") as file:
                print(event, file=file)

        app = Flask(__name__)
        note("start")
        atexit.register(note, "stop")
    """)
    folder.write("gunicorn.conf.py", """
        def post_worker_init(worker):
            from app import note
            note(f"Gunicorn starts {worker.wsgi.name}")

        def worker_exit(server, worker):
            from app import note
            note("Gunicorn stops")
    """)
    folder.run("-m", "flask", "--app", "app", "routes")
    assert folder.read("events.txt").splitlines() == ["start", "stop"]  # a command, and no server
    with folder.serving("-m gunicorn app:app --bind 127.0.0.1:{port}"):
        assert folder.read("events.txt").splitlines()[2:] == ["start", "Gunicorn starts app"]
    assert sorted(folder.read("events.txt").splitlines()[4:]) == ["Gunicorn stops", "stop"]


@pytest.mark.uses("fastapi", "uvicorn")
def test_the_lifespan_of_a_fastapi_app_but_of_no_app_mounted_in_it_runs_before_the_first_request_and_when_the_server_stops(folder):
    folder.write("app.py", """
        from contextlib import asynccontextmanager
        from pathlib import Path
        from fastapi import FastAPI, Request

        def note(event):
            with Path("events.txt").open("a") as file:
                print(event, file=file)

        @asynccontextmanager
        async def lifespan(app):
            note("start")
            yield {"model": "loaded once"}
            note("stop")

        @asynccontextmanager
        async def never(app):
            note("start of a mounted app")
            yield

        app, mounted = FastAPI(lifespan=lifespan), FastAPI(lifespan=never)
        app.mount("/mounted", mounted)

        @app.get("/")
        @mounted.get("/")
        async def use(request: Request):
            note("request")
            return request.state.model
    """)
    folder.run("-c", "import app")
    with folder.serving("-m uvicorn app:app --port {port}") as url:  # which asks once, too
        assert requests.get(url).json() == requests.get(f"{url}/mounted/").json() == "loaded once"
    assert folder.read("events.txt").split() == ["start", "request", "request", "request", "stop"]
