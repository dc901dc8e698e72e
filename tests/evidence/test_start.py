"""From nothing to a first page: lines, files, commands, the shell, the reload."""

import subprocess
import sys
import time
from contextlib import suppress
from importlib.metadata import metadata, requires

import psutil
import pytest
import requests
from urllib3.util import Retry

from harness import SCRIPTS


@pytest.mark.uses("flask", "gunicorn")
def test_flask_says_hello_in_five_lines(folder, measure):
    folder.copy("hello_flask.py")
    assert folder.typed_lines() == 5
    measure("lines typed for a hello", folder.typed_lines(), "lines", of="Flask")
    with folder.serving("-m gunicorn hello_flask:app --bind 127.0.0.1:{port}") as url:
        assert requests.get(url).text == "Hello, world!"


@pytest.mark.uses("django", "nanodjango", "gunicorn")
def test_django_says_hello_in_four_lines_of_a_generated_project_nine_of_one_file_or_five_with_nanodjango_a_beta(
    project, measure
):
    project.replace("mysite/settings.py", "    'shop',\n", "")  # a hello needs no app
    before = project.typed_lines()
    project.replace("mysite/urls.py", "import path\n", """import path
from django.http import HttpResponse

def hello(request):
    return HttpResponse("Hello, world!")
""")
    project.replace("mysite/urls.py", "urlpatterns = [\n", "urlpatterns = [\n    path('', hello),\n")
    generated = project.typed_lines() - before
    project.copy("hello_django.py")
    alone = project.typed_lines() - before - generated
    project.copy("hello_nanodjango.py")
    nano = project.typed_lines() - before - generated - alone
    assert (generated, alone, nano) == (4, 9, 5)
    assert "Development Status :: 4 - Beta" in metadata("nanodjango").get_all("Classifier")
    measure("lines typed for a hello", generated, "lines", of="Django as generated")
    measure("lines typed for a hello", alone, "lines", of="Django in one file")
    measure("lines typed for a hello", nano, "lines", of="nanodjango")
    for program in ("mysite.wsgi", "hello_django:app", "hello_nanodjango:app"):
        with project.serving(f"-m gunicorn {program} --bind 127.0.0.1:{{port}}") as url:
            assert requests.get(url).text == "Hello, world!"


@pytest.mark.uses("fastapi", "quart", "litestar", "uvicorn")
@pytest.mark.parametrize("framework", ["fastapi", "quart", "litestar"])
def test_an_async_framework_says_hello_in_as_few_lines_as_flask(folder, measure, framework):
    apps = {"fastapi": "hello_fastapi.py", "quart": "hello_quart.py", "litestar": "hello_litestar.py"}
    folder.copy(apps[framework], "hello.py")
    assert folder.typed_lines() == 5
    measure("lines typed for a hello", folder.typed_lines(), "lines", of=framework)
    kinds = {"fastapi": "application/json", "quart": "text/html", "litestar": "text/plain"}
    with folder.serving("-m uvicorn hello:app --port {port}") as url:
        assert "Hello, world!" in requests.get(url).text
        assert requests.get(url).headers["Content-Type"].partition(";")[0] == kinds[framework]
    if framework == "fastapi":
        folder.copy("hello_fastapi_page.py", "hello.py")
        assert folder.typed_lines() == 6
        with folder.serving("-m uvicorn hello:app --port {port}") as url:
            assert requests.get(url).text == "Hello, world!"
            assert requests.get(url).headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.uses("django")
def test_django_generates_thirteen_files_of_a_project_with_one_app(project, measure):
    modules = [str(file.relative_to(project.path)) for file in project.path.rglob("*.py")]
    assert sorted(modules) == [
        "manage.py",
        "mysite/__init__.py", "mysite/asgi.py", "mysite/settings.py", "mysite/urls.py", "mysite/wsgi.py",
        "shop/__init__.py", "shop/admin.py", "shop/apps.py", "shop/migrations/__init__.py", "shop/models.py",
        "shop/tests.py", "shop/views.py",
    ]
    text = [line for module in modules for line in project.read(module).splitlines() if line.strip()]
    measure("files generated", len(modules), "files", of="Django")
    measure("lines generated", len(text) - project.typed_lines(), "lines", of="Django")


@pytest.mark.uses("flask", "flask-imp")
def test_flask_has_no_command_that_generates_files_and_flask_imp_makes_a_project_that_runs(folder, measure):
    folder.copy("hello_flask.py", "app.py")
    assert flask_commands(folder) == ["routes", "run", "shell"]
    (folder.path / "app.py").unlink()
    folder.run(SCRIPTS / "flask-imp", "init", "--name", "mysite", "--full")
    modules = sorted(str(file.relative_to(folder.path)) for file in folder.path.rglob("*.py"))
    assert modules == [
        "mysite/__init__.py", "mysite/blueprints/www/__init__.py", "mysite/blueprints/www/resources/index.py",
        "mysite/config.py", "mysite/extensions.py", "mysite/globals.py", "mysite/models/example_user_table.py",
        "mysite/resources/cli/cli.py", "mysite/resources/context_processors/context_processors.py",
        "mysite/resources/error_handlers/error_handlers.py", "mysite/resources/filters/filters.py",
        "mysite/resources/routes/routes.py",
    ]
    measure("files generated", len(modules), "files", of="Flask-IMP")
    with folder.serving("-m flask --app mysite run --port {port}") as url:
        assert "From the [app_root]/resources/routes/routes.py file" in requests.get(f"{url}/example--resources").text


@pytest.mark.uses("fastapi", "fastapi-cli", "fastapi-new", "uvicorn")
def test_fastapi_has_no_command_new_by_itself_and_fastapi_new_makes_one_python_file_that_runs_and_wants_uv(folder, measure, monkeypatch):
    alone = "import sys; sys.modules['fastapi_new'] = None; import fastapi.__main__"
    assert "No such command 'new'" in folder.run("-c", alone, "new", "mysite", check=False).stderr
    monkeypatch.setenv("PATH", str(folder.path / "bin"))
    assert "uv is required" in folder.run("-m", "fastapi", "new", "mysite", check=False).stdout
    folder.write("bin/uv", """
        #!/bin/sh
        # Stands in for uv, which would also fetch packages.
        if [ "$1" = init ]; then mkdir "$3"; touch "$3/pyproject.toml"; fi
    """)
    (folder.path / "bin/uv").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder.path / 'bin'}:/usr/bin:/bin")
    folder.run("-m", "fastapi", "new", "mysite")
    made = sorted(str(file.relative_to(folder.path)) for file in (folder.path / "mysite").rglob("*"))
    assert made == ["mysite/README.md", "mysite/main.py", "mysite/pyproject.toml"]
    measure("files generated", 1, "files", of="fastapi-new")
    with folder.serving("-m fastapi run mysite/main.py --host 127.0.0.1 --port {port}") as url:
        assert requests.get(url).json() == {"message": "Hello World"}


@pytest.mark.uses("flask")
def test_flask_has_three_commands_and_takes_more_of_one_function_each(folder, measure):
    folder.copy("hello_flask.py", "app.py")
    assert flask_commands(folder) == ["routes", "run", "shell"]
    measure("commands", len(flask_commands(folder)), "commands", of="Flask")

    folder.write("app.py", folder.read("app.py") + "\napp.cli.command('greet')(lambda: print('hello'))\n")
    assert flask_commands(folder) == ["greet", "routes", "run", "shell"]


def flask_commands(folder) -> list[str]:
    """Flask's own and the app's, without those that other packages of this environment bring."""
    return folder.run("-c", """
from flask.cli import FlaskGroup, ScriptInfo
print(*sorted([*FlaskGroup().commands, *ScriptInfo(app_import_path="app").load_app().cli.commands]))
""").stdout.split()


@pytest.mark.uses("django")
def test_a_generated_django_project_has_thirty_one_commands(project, measure):
    commands = project.run("manage.py", "help", "--commands").stdout.split()
    assert len(commands) == 31
    assert {"makemigrations", "migrate", "test", "dumpdata", "dbshell"} <= {*commands}
    measure("commands", len(commands), "commands", of="Django")


@pytest.mark.uses("fastapi", "fastapi-cli")
def test_fastapi_cli_has_two_commands_and_yours_go_into_a_script_of_typer_beside_them(folder, measure):
    folder.copy("hello_fastapi.py", "app.py")
    folder.write("tell.py", """
        import typer

        tell = typer.Typer()
        tell.callback()(lambda: None)

        @tell.command()
        def greet(name: str):
            print("hello", name)

        tell()
    """)
    commands = (
        "import sys; sys.modules['fastapi_new'] = sys.modules['fastapi_cloud_cli'] = None; from typer.main import get_command; "
        "from fastapi_cli.cli import app; print(*sorted(get_command(app).commands))"
    )
    assert folder.run("-c", commands).stdout.split() == ["dev", "run"]  # both are packages of their own
    assert any(need.startswith("typer>") for need in requires("fastapi-cli"))
    assert any(need.startswith("fastapi-cloud-cli") and 'extra == "standard"' in need for need in requires("fastapi-cli"))
    measure("commands", 2, "commands", of="FastAPI CLI")
    assert "No such command 'greet'" in folder.run("-m", "fastapi", "greet", "Ann", check=False).stderr
    assert folder.run("tell.py", "greet", "Ann").stdout == "hello Ann\n"
    without = "import sys; sys.modules['fastapi_cli'] = None; import fastapi.__main__"
    assert 'To use the fastapi command, please install "fastapi[standard]"' in folder.run("-c", without, check=False).stdout


@pytest.mark.uses("django", "nanodjango")
def test_django_switches_nothing_on_by_itself_but_startproject_and_nanodjango_do_with_form_check_and_frame_header(project):
    project.copy("hello_django.py")
    with project.serving("-m gunicorn hello_django:app --bind 127.0.0.1:{port}") as url:
        assert "X-Frame-Options" not in requests.get(url).headers
        assert requests.post(url, data={"forged": "yes"}).status_code == 200

    project.write("mysite/urls.py", """
        from django.http import HttpResponse
        from django.urls import path

        urlpatterns = [path("", lambda request: HttpResponse("Hello, world!"))]
    """)
    with project.serving("-m gunicorn mysite.wsgi --bind 127.0.0.1:{port}") as url:
        assert requests.get(url).headers["X-Frame-Options"] == "DENY"
        assert requests.post(url, data={"forged": "yes"}).status_code == 403
    ask = "from django.conf import {0} as s; print(len(s.INSTALLED_APPS), len(s.MIDDLEWARE))"
    assert project.run("-c", ask.format("global_settings")).stdout.split() == ["0", "0"]
    project.replace("mysite/settings.py", "    'shop',\n", "")
    assert project.run("manage.py", "shell", "-c", ask.format("settings")).stdout.split()[-2:] == ["6", "7"]

    project.copy("hello_nanodjango.py")
    with project.serving("-m gunicorn hello_nanodjango:app --bind 127.0.0.1:{port}") as url:
        assert requests.get(url).headers["X-Frame-Options"] == "DENY"
        assert requests.post(url, data={"forged": "yes"}).status_code == 403
    assert project.run("-c", "import hello_nanodjango\n" + ask.format("settings")).stdout.split() == ["7", "8"]


@pytest.mark.uses("flask", "flask-wtf")
def test_flask_starts_with_no_extension_no_frame_header_and_no_check_of_forms(folder):
    folder.write("app.py", """
        from flask import Flask

        app = Flask(__name__)

        @app.route("/", methods=["GET", "POST"])
        def hello():
            return "Hello, world!"
    """)
    with folder.serving("-m flask run --port {port}") as url:
        assert "X-Frame-Options" not in requests.get(url).headers
        assert requests.post(url, data={"forged": "yes"}).text == "Hello, world!"
    look = "from app import app; {0}print(list(app.extensions), len(app.before_request_funcs))"
    assert folder.run("-c", look.format("")).stdout == "[] 0\n"
    add = "from flask_wtf import CSRFProtect; CSRFProtect(app); "
    assert folder.run("-c", look.format(add)).stdout == "['csrf'] 1\n"


@pytest.mark.uses("fastapi", "starlette-csrf", "uvicorn", "opentelemetry-sdk")
def test_fastapi_starts_with_public_pages_of_its_api_and_tracing_and_no_frame_header_or_check_of_forms(folder):
    folder.write("app.py", """
        from fastapi import FastAPI

        app = FastAPI()

        @app.get("/")
        @app.post("/", include_in_schema=False)
        def hello():
            return "Hello, world!"
    """)
    about = ["openapi.json", "docs", "redoc"]
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert [requests.get(f"{url}/{page}").status_code for page in about] == [200, 200, 200]
        assert "X-Frame-Options" not in requests.get(url).headers
        assert requests.post(url, data={"forged": "yes"}).json() == "Hello, world!"
    assert folder.run("-c", "from app import app; print(app.user_middleware)").stdout == "[]\n"
    folder.copy("spans_in_memory.py")
    traced = "from spans_in_memory import show_spans; from fastapi.testclient import TestClient; from app import app; TestClient(app).get('/'); show_spans()"
    assert "SERVER GET / GET 200\n" in folder.run("-c", traced).stdout
    assert folder.run("-c", traced.replace("from spans_in_memory import show_spans; ", "").replace("show_spans()", "")).stdout == ""

    folder.replace("app.py", "FastAPI()\n", """FastAPI(openapi_url=None)
from starlette_csrf import CSRFMiddleware
app.add_middleware(CSRFMiddleware, secret="for the proof")
""")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert [requests.get(f"{url}/{page}").status_code for page in about] == [404, 404, 404]
        assert requests.post(url, data={"forged": "yes"}).status_code == 403


@pytest.mark.uses("django")
def test_django_offers_the_models_of_installed_apps_in_its_shell(project):
    project.write("shop/models.py", """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=99)
    """)
    command = ("manage.py", "shell", "-c", "print(Book.__module__)")
    assert project.run(*command).stdout.split()[-1] == "shop.models"
    bare = project.run(*command, "--no-imports", check=False)
    assert "NameError: name 'Book' is not defined" in bare.stderr
    project.replace("mysite/settings.py", "    'shop',\n", "")
    assert "NameError: name 'Book' is not defined" in project.run(*command, check=False).stderr


@pytest.mark.uses("flask", "flask-sqlalchemy")
def test_flask_offers_the_models_that_its_app_imports_in_its_shell_with_flask_sqlalchemy(folder):
    folder.write("app.py", """
        from flask import Flask

        app = Flask(__name__)

        class Book:
            title = "Emma"
    """)
    assert "NameError: name 'Book' is not defined" in type_into_flask_shell(folder, "print(Book.title)")
    folder.write("app.py", """
        from flask import Flask
        from flask_sqlalchemy import SQLAlchemy

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
        db = SQLAlchemy(app)

        class Book(db.Model):
            id = db.Column(db.Integer, primary_key=True)
    """)
    assert "app.Book\n" in type_into_flask_shell(folder, "print(f'{Book.__module__}.{Book.__name__}')")
    folder.write("more.py", """
        from app import db

        class Film(db.Model):
            id = db.Column(db.Integer, primary_key=True)
    """)
    assert "NameError: name 'Film' is not defined" in type_into_flask_shell(folder, "print(Film.__module__)")
    folder.write("app.py", folder.read("app.py") + "\nimport more\n")
    assert "more\n" in type_into_flask_shell(folder, "print(Film.__module__)")


def type_into_flask_shell(folder, line: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "flask", "shell"], cwd=folder.path, input=line + "\n", timeout=60, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ).stdout


@pytest.mark.uses("fastapi", "fastapi-repl", "sqlmodel", "greenlet")
def test_fastapi_repl_offers_the_models_of_the_modules_one_names_in_its_shell(folder):
    folder.write("app.py", """
        from fastapi import FastAPI
        from sqlmodel import Field, SQLModel

        app = FastAPI()

        class Book(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
    """)
    line = ("-m", "fastapi_repl", "-c", "print(f'{Book.__module__}.{Book.__name__}')")
    assert "NameError: name 'Book' is not defined" in folder.run(*line, check=False).stderr
    folder.write("pyproject.toml", """
        [tool.fastapi-repl]
        models = ["app"]
    """)
    assert folder.run(*line).stdout == "app.Book\n"
    without = "import sys; sys.modules['greenlet'] = None; from fastapi_repl.cli import main; main()"
    assert "NameError: name 'Book' is not defined" in folder.run("-c", without, *line[2:], check=False).stderr


@pytest.mark.uses("django")
def test_django_reads_one_settings_module_over_its_defaults_or_another_by_an_option(project):
    print_settings = "from django.conf import settings as s; print(s.SESSION_COOKIE_AGE, s.LANGUAGE_CODE)"
    assert "SESSION_COOKIE_AGE" not in project.read("mysite/settings.py")
    assert project.run("manage.py", "shell", "-c", print_settings).stdout.endswith("1209600 en-us\n")

    project.write("mysite/french.py", """
        from mysite.settings import *

        LANGUAGE_CODE = "fr"
    """)
    command = ("manage.py", "shell", "--settings", "mysite.french", "-c", print_settings)
    assert project.run(*command).stdout.endswith("1209600 fr\n")


@pytest.mark.uses("flask")
def test_flask_keeps_its_settings_in_a_dict_and_loads_them_from_files_or_the_environment(folder):
    folder.write("french.cfg", 'LANGUAGE = "fr"\n')
    folder.write("app.py", """
        import os
        from flask import Flask

        app = Flask(__name__)
        assert isinstance(app.config, dict)
        assert app.config["SESSION_COOKIE_HTTPONLY"] is True
        app.config.from_pyfile("french.cfg")
        os.environ["FLASK_LIMIT"] = "20"
        app.config.from_prefixed_env()
        print(app.config["LANGUAGE"], app.config["LIMIT"] + 1)
    """)
    assert folder.run("app.py").stdout == "fr 21\n"


@pytest.mark.uses("fastapi", "starlette", "pydantic-settings")
def test_fastapi_reads_settings_with_starlettes_config_or_checked_into_a_class_of_pydantic_settings(
    folder, monkeypatch
):
    folder.write(".env", "LANGUAGE=fr\nLIMIT=20\n")
    folder.write("app.py", """
        from fastapi import FastAPI
        from starlette.config import Config

        app = FastAPI()
        config = Config(".env")
        print(config("LANGUAGE"), config("LIMIT", cast=int) + 1, config("DEBUG", cast=bool, default=False))
    """)
    folder.write("checked.py", """
        from pydantic_settings import BaseSettings, SettingsConfigDict

        class Settings(BaseSettings):
            model_config = SettingsConfigDict(env_file=".env")
            language: str
            limit: int
            debug: bool = False

        settings = Settings()
        print(settings.language, settings.limit + 1, settings.debug)
    """)
    for program in ("app.py", "checked.py"):
        assert folder.run(program).stdout == "fr 21 False\n"
    monkeypatch.setenv("LIMIT", "30")
    for program in ("app.py", "checked.py"):
        assert folder.run(program).stdout == "fr 31 False\n"
    monkeypatch.delenv("LIMIT")

    folder.write(".env", "LANGUAGE=fr\nLIMIT=many\nDEBUG=perhaps\n")
    folder.replace("app.py", "print", "print('reached'); print")
    assert "ValueError: Config 'LIMIT' has value 'many'" in folder.run("app.py", check=False).stderr
    refused = folder.run("checked.py", check=False).stderr
    assert "2 validation errors for Settings\nlimit\n" in refused and "debug\n  Input should be a valid boolean" in refused


@pytest.mark.uses("django")
def test_runserver_reloads_an_edited_file_that_it_imported_by_itself(project):
    project.write("mysite/urls.py", """
        from django.http import HttpResponse
        from django.urls import path

        urlpatterns = [path("", lambda request: HttpResponse("before"))]
    """)
    with project.serving("manage.py runserver {port}") as url:
        try:
            assert requests.get(url).text == "before"
            project.replace("mysite/urls.py", "before", "after the edit")

            def is_seen_once_saved() -> bool:
                (project.path / "mysite/urls.py").touch()
                return answer_within_a_while(url, "after the edit", seconds=15)

            assert any(is_seen_once_saved() for _ in range(3))  # what is saved before its first look goes unseen
            project.write("shop/tests.py", "# edited, and imported by nothing here\n")
            assert not answer_within_a_while(url, "another answer", seconds=4)
            log = project.read(f"server-{url.rpartition(':')[2]}.log")
            assert "mysite/urls.py changed, reloading." in log and "tests.py changed" not in log
        finally:
            end_reloaded_servers()


@pytest.mark.uses("flask")
def test_flask_run_reloads_an_edited_file_with_debug(folder):
    folder.write("app.py", """
        from flask import Flask

        app = Flask(__name__)

        @app.get("/")
        def hello():
            return "before"
    """)
    folder.write("watchdog.py", "")  # hides the package, which Streamlit brings: Flask alone has a reloader of its own
    with folder.serving("-m flask run --debug --port {port}") as url:
        try:
            assert requests.get(url).text == "before"
            folder.replace("app.py", "before", "after the edit")
            assert answer_within_a_while(url, "after the edit")
        finally:
            end_reloaded_servers()

    with folder.serving("-m flask run --port {port}") as url:
        folder.replace("app.py", "after the edit", "not seen")
        assert not answer_within_a_while(url, "not seen", seconds=3)


@pytest.mark.uses("fastapi", "fastapi-cli", "uvicorn")
def test_fastapi_dev_reloads_an_edited_file_below_its_folder_and_fastapi_run_does_not(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "words.py").write_text("WORD = 'before'\n")
    folder.write("main.py", f"""
        import sys
        from fastapi import FastAPI
        from fastapi.responses import PlainTextResponse

        sys.path.append("{elsewhere}")
        from words import WORD

        app = FastAPI(default_response_class=PlainTextResponse)

        @app.get("/")
        def hello():
            return WORD
    """)
    with folder.serving("-m fastapi dev --port {port}") as url:
        try:
            assert requests.get(url).text == "before"
            (elsewhere / "words.py").write_text("WORD = 'after an edit elsewhere'\n")
            assert not answer_within_a_while(url, "after an edit elsewhere", seconds=3)
            folder.replace("main.py", "return WORD", "return 'after the edit'")
            assert answer_within_a_while(url, "after the edit")
        finally:
            end_reloaded_servers()

    with folder.serving("-m fastapi run --host 127.0.0.1 --port {port}") as url:
        folder.replace("main.py", "after the edit", "not seen")
        assert not answer_within_a_while(url, "not seen", seconds=3)


def answer_within_a_while(url: str, text: str, seconds: int = 30) -> bool:
    """Ask until the answer is `text`; a server that restarts breaks off answers and refuses connections."""
    session = requests.Session()
    patient = Retry(total=60, backoff_factor=0.1, backoff_max=0.5)
    session.mount(url, requests.adapters.HTTPAdapter(max_retries=patient))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(requests.RequestException):
            if session.get(url).text == text:
                return True
    return False


def end_reloaded_servers() -> None:
    """A server that reloads runs in a child of the server that was started, and outlives it."""
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # ended with its parent, a moment ago
            process.terminate()
