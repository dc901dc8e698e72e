"""From the development server to a real one: WSGI, ASGI, Windows, static files."""

import pytest
import requests

WSGI_SERVERS = ("waitress --listen 127.0.0.1:{port}", "gunicorn --worker-class gevent --bind 127.0.0.1:{port}")


@pytest.mark.uses("flask", "gunicorn")
def test_a_flask_file_runs_under_the_development_server_and_gunicorn_unchanged(folder):
    folder.copy("hello_flask.py", "app.py")
    before = folder.read("app.py")
    for server in ("flask run --port {port}", "gunicorn app:app --workers 2 --bind 127.0.0.1:{port}"):
        with folder.serving(f"-m {server}") as url:
            assert requests.get(url).text == "Hello, world!"
    assert folder.read("app.py") == before


@pytest.mark.uses("fastapi", "fastapi-cli", "uvicorn", "gunicorn")
def test_a_fastapi_file_runs_under_the_development_server_uvicorn_and_gunicorn_unchanged(folder):
    folder.copy("hello_fastapi.py", "app.py")
    before = folder.read("app.py")
    for server in (
        "fastapi dev app.py --no-reload --port {port}",
        "uvicorn app:app --workers 2 --port {port}",
        "gunicorn app:app --worker-class asgi --workers 2 --bind 127.0.0.1:{port}",
    ):
        with folder.serving(f"-m {server}") as url:
            assert requests.get(url).json() == "Hello, world!"
    assert folder.read("app.py") == before
    with folder.serving("-m gunicorn app:app --bind 127.0.0.1:{port}") as url:
        assert requests.get(url).status_code == 500


@pytest.mark.uses("flask", "waitress", "gunicorn", "gevent")
def test_waitress_and_gunicorn_with_gevent_run_a_flask_file_as_it_is(folder):
    folder.copy("hello_flask.py", "app.py")
    for server in WSGI_SERVERS:
        with folder.serving(f"-m {server} app:app") as url:
            assert requests.get(url).text == "Hello, world!"


@pytest.mark.uses("django", "waitress", "gunicorn", "gevent")
def test_waitress_and_gunicorn_with_gevent_run_the_wsgi_entry_that_django_generates(project):
    project.write("mysite/urls.py", """
        from django.http import HttpResponse
        from django.urls import path

        urlpatterns = [path("", lambda request: HttpResponse(type(request).__name__))]
    """)
    for server in WSGI_SERVERS:
        with project.serving(f"-m {server} mysite.wsgi:application") as url:
            assert requests.get(url).text == "WSGIRequest"


@pytest.mark.uses("django", "gunicorn")
def test_a_generated_django_project_runs_under_runserver_and_gunicorn_unchanged(project):
    project.write("mysite/urls.py", """
        from django.http import HttpResponse
        from django.urls import path

        urlpatterns = [path("", lambda request: HttpResponse("Hello, world!"))]
    """)
    assert "WSGI_APPLICATION = 'mysite.wsgi.application'" in project.read("mysite/settings.py")
    gunicorn = "-m gunicorn mysite.wsgi --workers 2 --bind 127.0.0.1:{port}"
    for server in ("manage.py runserver --noreload {port}", gunicorn):
        with project.serving(server) as url:
            assert requests.get(url).text == "Hello, world!"
            assert "you have <code>DEBUG = True</code>" in requests.get(f"{url}/no-such-page").text


@pytest.mark.uses("django", "uvicorn", "gunicorn")
def test_django_generates_an_asgi_entry_that_uvicorn_serves(project):
    project.write("mysite/urls.py", """
        from django.http import HttpResponse
        from django.urls import path

        async def hello(request):
            return HttpResponse(type(request).__name__)

        urlpatterns = [path("", hello)]
    """)
    with project.serving("-m uvicorn mysite.asgi:application --port {port}") as url:
        assert requests.get(url).text == "ASGIRequest"
    with project.serving("-m gunicorn mysite.wsgi --bind 127.0.0.1:{port}") as url:
        assert requests.get(url).text == "WSGIRequest"
    call = "import asyncio; from mysite.asgi import application; asyncio.run(application({'type': 'websocket'}, None, None))"
    assert "Django can only handle ASGI/HTTP connections, not websocket." in project.run("-c", call, check=False).stderr


@pytest.mark.uses("flask", "uvicorn", "a2wsgi")
def test_flask_speaks_no_asgi_so_a_package_wraps_it_or_uvicorn_does_by_deprecated_code(folder):
    folder.copy("hello_flask.py", "app.py")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.get(url).status_code == 500
    folder.write("alone.py", """
        import sys
        sys.modules["a2wsgi"] = None
        import uvicorn

        uvicorn.main()
    """)
    with folder.serving("-W always alone.py app:app --interface wsgi --port {port}") as url:
        assert requests.get(url).text == "Hello, world!"
    log = folder.read(f"server-{url.rpartition(':')[2]}.log")
    assert "Uvicorn's native WSGI implementation is deprecated, you should switch to a2wsgi" in log
    folder.write("asgi.py", """
        from a2wsgi import WSGIMiddleware
        from app import app

        application = WSGIMiddleware(app)
    """)
    with folder.serving("-m uvicorn asgi:application --port {port}") as url:
        assert requests.get(url).text == "Hello, world!"


@pytest.mark.uses("fastapi", "uvicorn", "hypercorn", "waitress", "gunicorn", "gevent", "a2wsgi")
def test_fastapi_speaks_asgi_alone_so_a_package_wraps_it_for_a_wsgi_server(folder):
    folder.write("app.py", """
        from contextlib import asynccontextmanager

        from fastapi import FastAPI

        @asynccontextmanager
        async def lifespan(app):
            app.state.pool = "open"
            yield

        app = FastAPI(lifespan=lifespan)
        app.get("/")(lambda: getattr(app.state, "pool", "never opened"))
    """)
    folder.write("wsgi.py", """
        from a2wsgi import ASGIMiddleware
        from app import app

        application = ASGIMiddleware(app)
    """)
    for server in ("uvicorn app:app --port {port}", "hypercorn app:app --bind 127.0.0.1:{port}"):
        with folder.serving(f"-m {server}") as url:
            assert requests.get(url).json() == "open"
    for server in WSGI_SERVERS:
        with folder.serving(f"-m {server} app:app") as url:
            assert requests.get(url).status_code == 500
        with folder.serving(f"-m {server} wsgi:application") as url:
            assert requests.get(url).json() == "never opened"


@pytest.mark.uses("flask", "gunicorn")
def test_flask_serves_its_static_files_behind_gunicorn(folder):
    folder.copy("hello_flask.py", "app.py")
    folder.write("static/style.css", "body { color: black }")
    with folder.serving("-m gunicorn app:app --bind 127.0.0.1:{port}") as url:
        assert requests.get(f"{url}/static/style.css").text == "body { color: black }"


@pytest.mark.uses("fastapi", "uvicorn")
def test_fastapi_serves_a_folder_of_static_files_once_it_is_mounted(folder):
    folder.copy("hello_fastapi.py", "app.py")
    folder.write("static/style.css", "body { color: black }")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.get(f"{url}/static/style.css").status_code == 404
    folder.replace("app.py", "app = FastAPI()\n", 'app = FastAPI()\napp.mount("/static", StaticFiles(directory="static"))\n')
    folder.replace("app.py", "\napp =", "from fastapi.staticfiles import StaticFiles\n\napp =")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.get(f"{url}/static/style.css").text == "body { color: black }"


@pytest.mark.uses("django", "gunicorn", "whitenoise")
def test_django_leaves_static_files_to_the_web_server_unless_whitenoise_serves_them(project):
    style, gunicorn = "/static/admin/css/base.css", "-m gunicorn mysite.wsgi --bind 127.0.0.1:{port}"
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(url + style).status_code == 200
    with project.serving(gunicorn) as url:
        assert requests.get(url + style).status_code == 404
    project.replace("mysite/settings.py", "DEBUG = True", "DEBUG = False")
    project.replace("mysite/settings.py", "ALLOWED_HOSTS = []", "ALLOWED_HOSTS = ['127.0.0.1']")
    with project.serving(gunicorn) as url:
        assert requests.get(url + style).status_code == 404

    middleware = "whitenoise.middleware.WhiteNoiseMiddleware"
    project.replace("mysite/settings.py", "MIDDLEWARE = [", f"MIDDLEWARE = ['{middleware}',")
    project.replace("mysite/settings.py", "STATIC_URL", "STATIC_ROOT = 'collected'\nSTATIC_URL")
    with project.serving(gunicorn) as url:
        assert requests.get(url + style).status_code == 404
    project.run("manage.py", "collectstatic", "--no-input")
    with project.serving("-m http.server --bind 127.0.0.1 --directory collected {port}") as url:
        assert requests.get(f"{url}/admin/css/base.css").status_code == 200
    with project.serving(gunicorn) as url:
        assert requests.get(url + style).status_code == 200


@pytest.mark.uses("flask", "waitress", "gunicorn", "uvicorn")
def test_waitress_serves_a_flask_file_where_gunicorn_lacks_what_windows_lacks(folder):
    folder.copy("hello_flask.py", "app.py")
    folder.copy("as_on_windows.py")
    assert "No module named 'fcntl'" in folder.run("as_on_windows.py", "gunicorn", check=False).stderr
    assert "uvicorn" in folder.run("as_on_windows.py", "uvicorn", "--version").stdout.lower()
    with folder.serving("as_on_windows.py waitress --listen 127.0.0.1:{port} app:app") as url:
        reply = requests.get(url)
    assert (reply.text, reply.headers["Server"]) == ("Hello, world!", "waitress")


@pytest.mark.uses("fastapi", "uvicorn", "gunicorn")
def test_uvicorn_serves_a_fastapi_file_where_gunicorn_lacks_what_windows_lacks(folder):
    folder.copy("hello_fastapi.py", "app.py")
    folder.copy("as_on_windows.py")
    assert "No module named 'fcntl'" in folder.run("as_on_windows.py", "gunicorn", check=False).stderr
    with folder.serving("as_on_windows.py uvicorn app:app --port {port}") as url:
        reply = requests.get(url)
    assert (reply.json(), reply.headers["Server"]) == ("Hello, world!", "uvicorn")


@pytest.mark.uses("django", "waitress", "gunicorn", "uvicorn")
def test_waitress_serves_a_generated_django_project_where_gunicorn_lacks_what_windows_lacks(project):
    project.write("mysite/urls.py", """
        from django.http import HttpResponse
        from django.urls import path

        urlpatterns = [path("", lambda request: HttpResponse("Hello, world!"))]
    """)
    project.copy("as_on_windows.py")
    assert "No module named 'fcntl'" in project.run("as_on_windows.py", "gunicorn", check=False).stderr
    assert "uvicorn" in project.run("as_on_windows.py", "uvicorn", "--version").stdout.lower()
    with project.serving("as_on_windows.py waitress --listen 127.0.0.1:{port} mysite.wsgi:application") as url:
        reply = requests.get(url)
    assert (reply.text, reply.headers["Server"]) == ("Hello, world!", "waitress")
