"""What a framework costs before the program does anything: packages, disk, start, memory, requests."""

import json
import statistics
import subprocess
import sys
from importlib.metadata import distribution

import psutil
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def closure(*wanted: str) -> set[str]:
    """The distributions that `pip install *wanted` brings, those included; all are installed here."""
    found, waiting = {}, [Requirement(want) for want in wanted]
    while waiting:
        current = waiting.pop()
        extras = current.extras or {""}
        if not extras <= found.setdefault(canonicalize_name(current.name), set()):
            found[canonicalize_name(current.name)] |= extras
            needed = map(Requirement, distribution(current.name).requires or [])
            waiting += [
                need for need in needed
                if not need.marker or any(need.marker.evaluate({"extra": extra}) for extra in extras)
            ]
    return {*found}


@pytest.mark.uses("flask", "django", "fastapi")
def test_flask_installs_seven_packages_django_three_and_fastapi_eleven(measure):
    flask = {"flask", "werkzeug", "jinja2", "markupsafe", "itsdangerous", "click", "blinker"}
    assert closure("flask") == flask
    assert closure("django") == {"django", "asgiref", "sqlparse"}
    assert {"fastapi", "starlette", "pydantic", "pydantic-core"} < closure("fastapi")
    assert len(closure("fastapi")) == 11
    for of in ("Flask", "Django", "FastAPI"):
        measure("packages installed", len(closure(of)), "packages", of=of)


@pytest.mark.uses("django", "flask", "flask-sqlalchemy", "flask-migrate", "flask-login", "flask-wtf", "flask-admin")
def test_database_log_in_forms_and_admin_take_three_packages_of_django_and_seventeen_of_flask(measure):
    site = {
        "Django": ["django"],
        "Flask": ["flask", "flask-sqlalchemy", "flask-migrate", "flask-login", "flask-wtf", "flask-admin"],
    }
    needed = {of: len(closure(*packages)) for of, packages in site.items()}
    for of, packages in needed.items():
        measure("packages installed for database, log-in, forms and admin", packages, "packages", of=of)
    assert needed == {"Django": 3, "Flask": 17}


@pytest.mark.uses("flask", "django", "fastapi")
def test_flask_takes_less_than_five_megabytes_of_disk_fastapi_less_than_twenty_and_django_more(measure):
    megabytes = {}
    for of in ("Flask", "Django", "FastAPI"):
        files = [file for name in closure(of) for file in distribution(name).files]
        sizes = [file.locate().stat().st_size for file in files if "__pycache__" not in file.parts]
        megabytes[of] = round(sum(sizes) / 1e6, 1)
        measure("disk", megabytes[of], "MB", of=of)
    assert megabytes["Flask"] < 5 < megabytes["FastAPI"] < 20 < megabytes["Django"]


@pytest.mark.uses("flask", "django")
def test_flask_imports_fewer_modules_than_django_in_one_file_or_as_generated(project, measure):
    modules = {}
    for of, program in hello_programs(project, "hello_flask.py", "hello_django.py").items():
        runs = [first_request(project, "first_request.py", program)[0] for _ in range(5)]
        assert {run["answer"] for run in runs} == {"Hello, world!"}
        modules[of] = runs[0]["modules"]
        measure("modules imported for a hello", modules[of], "modules", of=of)
        measure("import of a hello", [run["import"] for run in runs], "ms", of=of)
    assert modules["Flask"] < modules["Django in one file"] < modules["Django as generated"]


@pytest.mark.uses(
    "flask", "django", "psutil", "flask-sqlalchemy", "flask-migrate", "flask-login", "flask-wtf", "flask-admin"
)
def test_a_bare_flask_takes_less_memory_than_a_generated_django_project_and_one_with_its_parts_more(project, measure):
    programs = {"Python alone": ""} | hello_programs(project, "hello_flask.py", "hello_django.py")
    project.copy("hello_flask_site.py")
    programs["Flask with database, log-in, forms, admin"] = "hello_flask_site"
    memory = {}
    for of, program in programs.items():
        memory[of] = [first_request(project, "first_request.py", program)[1] for _ in range(3)]
        measure("memory after one request", memory[of], "MB", of=of)
    assert max(memory["Python alone"]) < min(memory["Flask"])
    assert max(memory["Flask"]) < min(memory["Django as generated"])
    assert max(memory["Django as generated"]) < min(memory["Flask with database, log-in, forms, admin"])


@pytest.mark.uses("flask", "django")
def test_flask_answers_more_hellos_than_a_generated_django_project_but_not_clearly_more_than_django_in_one_file(
    project, measure
):
    rounds = {}
    for of, program in hello_programs(project, "hello_flask.py", "hello_django.py").items():
        rounds[of] = first_request(project, "first_request.py", program, then="go on\n")[2]
        measure("requests a second in one process", rounds[of], "requests/s", of=of)
    middleware = project.run("-c", "from mysite import settings; print(len(settings.MIDDLEWARE))").stdout
    assert middleware == "7\n"
    assert statistics.median(rounds["Flask"]) > 1.2 * statistics.median(rounds["Django as generated"])
    assert statistics.median(rounds["Flask"]) < 1.4 * statistics.median(rounds["Django in one file"])


def hello_programs(project, flask_file: str, django_file: str) -> dict[str, str]:
    """Three programs that say hello, in one folder: what each is, and its module."""
    for file in (flask_file, django_file, "first_request.py"):
        project.copy(file)
    project.write("generated.py", "from mysite.wsgi import application as app\n")
    project.write("mysite/urls.py", """
        from django.http import HttpResponse
        from django.urls import path

        urlpatterns = [path("", lambda request: HttpResponse("Hello, world!"))]
    """)
    project.replace("mysite/settings.py", "ALLOWED_HOSTS = []", "ALLOWED_HOSTS = ['127.0.0.1']")
    project.replace("mysite/settings.py", "DEBUG = True", "DEBUG = False")
    return {
        "Flask": flask_file.removesuffix(".py"),
        "Django in one file": django_file.removesuffix(".py"),
        "Django as generated": "generated",
    }


def first_request(folder, probe: str, program: str, then: str = "") -> tuple[dict, float, list]:
    """What the probe told after its first request, its memory in MB then, and what it told after `then`."""
    with subprocess.Popen(
        [sys.executable, probe, program], cwd=folder.path, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:
        told = json.loads(process.stdout.readline())
        megabytes = round(psutil.Process(process.pid).memory_info().rss / 1e6, 1)
        rest = process.communicate(then, timeout=120)[0]
    return told, megabytes, json.loads(rest or "[]")
