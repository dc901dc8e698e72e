"""What a framework costs before the program does anything: packages, disk, start, memory, requests."""

import json
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from importlib.metadata import distribution

import psutil
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

SITE = {  # with database, migrations, log-in, forms and admin; each needs a server beside them
    "Django": ["django"],
    "Flask": ["flask", "flask-sqlalchemy", "flask-migrate", "flask-login", "flask-wtf", "flask-admin"],
    "FastAPI": [
        "fastapi", "sqlmodel", "alembic", "pwdlib[argon2]", "fastapi-csrf-protect", "starlette-admin",
        "greenlet",  # Starlette-Admin's views of SQLAlchemy import it, and nothing here brings it
    ],
}


def closure(*wanted: str, **environment: str) -> set[str]:
    """The distributions that `pip install *wanted` brings, those included; all are installed here.

    `environment`: where it is another, such as python_version="3.15".
    """
    found, waiting = {}, [Requirement(want) for want in wanted]
    while waiting:
        current = waiting.pop()
        extras = current.extras or {""}
        if not extras <= found.setdefault(canonicalize_name(current.name), set()):
            found[canonicalize_name(current.name)] |= extras
            needed = map(Requirement, distribution(current.name).requires or [])
            waiting += [
                need for need in needed
                if not need.marker or any(need.marker.evaluate({"extra": extra} | environment) for extra in extras)
            ]
    return {*found}


def more_on_windows(*wanted: str) -> set[str]:
    """What `pip install *wanted` brings on Windows only."""
    needed = [Requirement(need) for name in closure(*wanted) for need in distribution(name).requires or []]
    windows = {"extra": "", "sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"}
    on_windows = [need.name for need in needed if need.marker and need.marker.evaluate(windows)]
    return {*map(canonicalize_name, on_windows)} - closure(*wanted)


@pytest.mark.uses("flask", "django", "fastapi")
def test_flask_installs_seven_packages_django_three_and_fastapi_eleven_and_more_with_its_extra(measure):
    flask = {"flask", "werkzeug", "jinja2", "markupsafe", "itsdangerous", "click", "blinker"}
    assert closure("flask") == flask
    assert closure("django") == {"django", "asgiref", "sqlparse"}
    assert [sorted(more_on_windows(of)) for of in ("flask", "django", "fastapi")] == [[], ["tzdata"], []]
    assert closure("fastapi") == {
        "fastapi", "starlette", "anyio", "idna", "pydantic", "pydantic-core", "annotated-types", "annotated-doc",
        "typing-extensions", "typing-inspection", "opentelemetry-api",
    }
    standard = {need.name for need in map(Requirement, distribution("fastapi").requires or [])
                if need.marker and need.marker.evaluate({"extra": "standard"})}
    assert "uvicorn" in standard and len(standard - closure("fastapi")) > 10
    for of in ("Flask", "Django", "FastAPI"):
        measure("packages installed", len(closure(of)), "packages", of=of)


@pytest.mark.uses("starlette", "aiohttp", "streamlit", "dash", "pelican")
def test_starlette_installs_four_packages_aiohttp_nine_or_ten_pelican_nineteen_and_the_chart_tools_about_thirty_or_one_less_on_python_3_15():
    assert closure("starlette") == {"starlette", "anyio", "idna", "typing-extensions"}
    assert len(closure("aiohttp") - {"typing-extensions"}) == 9
    assert ("typing-extensions" in closure("aiohttp")) == (sys.version_info < (3, 13))
    assert len(closure("pelican[markdown]")) == 19  # python-dateutil 4, which others here refuse, has tzdata in place of six
    assert {"pandas", "numpy", "pyarrow", "uvicorn"} < closure("streamlit")
    assert {"flask", "plotly"} < closure("dash")
    assert (len(closure("streamlit")), len(closure("dash"))) == (34, 29)
    needed = {of: (closure(of), closure(of, python_version="3.15")) for of in ("starlette", "pelican[markdown]", "dash", "streamlit")}
    assert {of: before - since for of, (before, since) in needed.items()} == {
        "starlette": {"typing-extensions"}, "pelican[markdown]": {"typing-extensions"}, "dash": {"lazy-importer"}, "streamlit": set(),
    }


@pytest.mark.uses("django", "flask", "flask-sqlalchemy", "flask-migrate", "flask-login", "flask-wtf", "flask-admin")
@pytest.mark.uses("fastapi", "sqlmodel", "alembic", "pwdlib", "fastapi-csrf-protect", "starlette-admin")
def test_database_log_in_forms_and_admin_take_three_packages_of_django_seventeen_of_flask_and_twenty_nine_of_fastapi(measure):
    needed = {of: len(closure(*packages)) for of, packages in SITE.items()}
    for of, packages in needed.items():
        measure("packages installed for database, log-in, forms and admin", packages, "packages", of=of)
    assert needed == {"Django": 3, "Flask": 17, "FastAPI": 29}
    assert {of: more_on_windows(*packages) for of, packages in SITE.items()} == {"Django": {"tzdata"}, "Flask": set(), "FastAPI": set()}
    assert {"itsdangerous", "jinja2", "python-multipart"} < closure(*SITE["FastAPI"])  # sessions, pages, forms


@pytest.mark.uses("django", "django-ninja", "djangorestframework", "drf-spectacular")
@pytest.mark.uses("flask", "flask-sqlalchemy", "flask-smorest", "flask-migrate", "flask-appbuilder", "fastapi", "sqlalchemy", "alembic")
def test_an_api_with_openapi_on_a_database_takes_nine_packages_of_django_fifteen_of_flask_and_twelve_of_fastapi(measure):
    needed = {
        "Django": closure("django", "django-ninja"),
        "Flask": closure("flask", "flask-sqlalchemy", "flask-smorest"),
        "FastAPI": closure("fastapi", "sqlalchemy"),
    }
    for of, packages in needed.items():
        measure("packages installed for an API with OpenAPI on a database", len(packages), "packages", of=of)
    assert {of: len(packages) for of, packages in needed.items()} == {"Django": 9, "Flask": 15, "FastAPI": 12}
    with_drf = closure("django", "djangorestframework", "drf-spectacular")
    assert len(with_drf - {"typing-extensions"}) == 13
    assert ("typing-extensions" in with_drf) == (sys.version_info < (3, 13))

    assert len(closure("flask", "flask-sqlalchemy", "flask-smorest", "flask-migrate")) == 15 + 3
    assert len(closure("fastapi", "sqlalchemy", "alembic")) == 12 + 3
    assert len(closure("flask-appbuilder")) == 42 and {"flask-login", "apispec", "sqlalchemy"} < closure("flask-appbuilder")
    assert [more_on_windows(*wanted) for wanted in (["django", "django-ninja"], ["django", "djangorestframework", "drf-spectacular"])] == [{"tzdata"}] * 2
    for wanted in (["flask", "flask-sqlalchemy", "flask-smorest", "flask-migrate"], ["flask-appbuilder"], ["fastapi", "sqlalchemy", "alembic"]):
        assert not more_on_windows(*wanted)
    for part in ("contrib/admin/__init__.py", "contrib/auth/__init__.py", "forms/__init__.py", "db/migrations/__init__.py"):
        assert distribution("django").locate_file(f"django/{part}").exists()
    assert not {"uvicorn", "hypercorn", "alembic"} & needed["FastAPI"]
    assert distribution("flask-appbuilder").locate_file("flask_appbuilder/security/views.py").exists()


@pytest.mark.uses("django", "flask", "flask-sqlalchemy", "flask-migrate", "flask-login", "flask-wtf", "flask-admin")
@pytest.mark.uses("fastapi", "sqlmodel", "alembic", "pwdlib", "fastapi-csrf-protect", "starlette-admin")
def test_bare_flask_and_fastapi_take_less_disk_than_django_and_with_database_log_in_forms_and_admin_more(measure):
    bare = {of: megabytes(of) for of in SITE}
    site = {of: megabytes(*packages) for of, packages in SITE.items()}
    for of in SITE:
        measure("disk", bare[of], "MB", of=of)
    for of in SITE:
        measure("disk for database, log-in, forms and admin", site[of], "MB", of=of)
    assert bare["Flask"] < 5 < bare["FastAPI"] < 20 < bare["Django"] == site["Django"] < 30
    assert 30 < min(site["Flask"], site["FastAPI"]) < max(site["Flask"], site["FastAPI"]) < 50


def megabytes(*wanted: str) -> float:
    """The size of the files that `pip install *wanted` puts there, without what Python compiles at the first import."""
    files = [file for name in closure(*wanted) for file in distribution(name).files]
    sizes = [file.locate().stat().st_size for file in files if "__pycache__" not in file.parts]
    return round(sum(sizes) / 1e6, 1)


@pytest.mark.uses("flask", "django", "flask-sqlalchemy", "flask-migrate", "flask-login", "flask-wtf", "flask-admin")
@pytest.mark.uses("fastapi", "sqlmodel", "pwdlib", "fastapi-csrf-protect", "starlette-admin")
def test_bare_flask_and_fastapi_import_fewer_modules_than_a_generated_django_project_and_with_its_parts_more(
    project, measure
):
    modules = {}
    for of, program in (hello_programs(project) | site_programs(project, "Flask", "FastAPI")).items():
        runs = [first_request(project, program)[0] for _ in range(5)]
        assert {run["answer"] for run in runs} == {"Hello, world!"}
        modules[of] = runs[0]["modules"]
        measure("modules imported for a hello", modules[of], "modules", of=of)
        measure("import of a hello", [run["import"] for run in runs], "ms", of=of)
    assert modules["Flask"] < modules["FastAPI"] < modules["Django in one file"] < modules["Django as generated"]
    for of in ("Flask", "FastAPI"):
        assert modules["Django as generated"] < modules[f"{of} with database, log-in, forms, admin"]


@pytest.mark.uses("flask", "django", "psutil")
@pytest.mark.uses("flask-sqlalchemy", "flask-migrate", "flask-login", "flask-wtf", "flask-admin")
@pytest.mark.uses("fastapi", "sqlmodel", "pwdlib", "fastapi-csrf-protect", "starlette-admin")
def test_bare_flask_takes_less_memory_than_a_generated_django_project_fastapi_about_as_much_and_both_with_its_parts_more(
    project, measure
):
    programs = {"Python alone": ""} | hello_programs(project) | site_programs(project, "Flask", "FastAPI")
    memory = {}
    for of, program in programs.items():
        memory[of] = [first_request(project, program)[1] for _ in range(3)]
        measure("memory after one request", memory[of], "MB", of=of)
    assert max(memory["Python alone"]) < min(memory["Flask"])
    generated = memory["Django as generated"]
    assert max(memory["Flask"]) < min(memory["FastAPI"] + generated)
    assert max(generated) < 1.2 * min(memory["FastAPI"]) and max(memory["FastAPI"]) < 1.2 * min(generated)
    for of in ("Flask", "FastAPI"):
        assert max(generated) < min(memory[f"{of} with database, log-in, forms, admin"])


@pytest.mark.uses("flask", "django", "flask-sqlalchemy", "flask-migrate", "flask-login", "flask-wtf", "flask-admin")
@pytest.mark.uses("fastapi", "sqlmodel", "pwdlib", "fastapi-csrf-protect", "starlette-admin")
def test_bare_hellos_are_close_but_for_fastapis_def_and_with_a_sites_parts_flask_is_near_a_generated_django_and_fastapi_below_it(
    project, measure
):
    programs = hello_programs(project)
    programs["FastAPI, async def"] = programs.pop("FastAPI")
    project.write("hello_def.py", project.read("hello_fastapi_page.py").replace("async def", "def"))
    programs["FastAPI, def"] = "hello_def"
    programs |= site_programs(project, "Flask", "FastAPI")
    answers, rounds = requests_per_second(project, programs, 1000)
    assert {*answers.values()} == {"Hello, world!"}
    for of in programs:
        measure("requests a second in one process", rounds[of], "requests/s", of=of)
    middleware = project.run("-c", "from mysite import settings; print(len(settings.MIDDLEWARE))").stdout
    assert middleware == "7\n"
    best = {of: max(figures) for of, figures in rounds.items()}
    bare = [best[of] for of in ("Flask", "Django in one file", "FastAPI, async def")]
    assert max(bare) < 2 * min(bare) and 1.5 * best["FastAPI, def"] < min(bare)
    generated = best["Django as generated"]
    assert generated < min(bare)
    flask, fastapi = (best[f"{of} with database, log-in, forms, admin"] for of in ("Flask", "FastAPI"))
    assert generated / 2 < flask < 2 * generated and generated / 3 < fastapi < generated


@pytest.mark.uses("flask", "flask-sqlalchemy", "fastapi", "sqlmodel", "sqlalchemy", "aiosqlite", "django")
def test_with_a_query_flask_answers_more_one_after_the_other_than_fastapi_and_so_does_django_with_its_connection_kept(
    project, measure
):
    project.write("shop/models.py", """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=80)
    """)
    project.write("fill.py", """
        from django.core.management import call_command
        from shop.models import Book

        call_command("makemigrations", "shop")
        call_command("migrate", "shop")
        Book.objects.bulk_create(Book(title=f"Book {number:03}") for number in range(100))
    """)
    project.run("manage.py", "shell", "-c", "import fill")
    serve(project, """
        from django.http import JsonResponse
        from django.urls import path
        from shop.models import Book

        def titles(request):
            return JsonResponse({"titles": [book.title for book in Book.objects.order_by("title")[:20]]})

        urlpatterns = [path("", titles)]
    """)
    kept = 'from mysite.settings import *\n\nDATABASES["default"]["CONN_MAX_AGE"] = None\n'
    project.write("mysite/kept.py", kept)
    chosen = 'import os\n\nos.environ["DJANGO_SETTINGS_MODULE"] = "mysite.kept"\nfrom mysite.wsgi import application as app\n'
    project.write("generated_kept.py", chosen)
    programs = {
        "Flask": "titles_flask", "Django as generated": "generated", "Django, connection kept": "generated_kept",
        "FastAPI, def": "titles_fastapi", "FastAPI, async def": "titles_fastapi_async",
    }
    project.copy("first_request.py")
    for program in programs.values():
        if program.startswith("titles"):
            project.copy(f"{program}.py")
    answers, rounds = requests_per_second(project, programs, 200)
    for of in programs:
        assert json.loads(answers[of]) == {"titles": [f"Book {number:03}" for number in range(20)]}
        measure("requests a second with a query", rounds[of], "requests/s", of=of)
    best = {of: max(figures) for of, figures in rounds.items()}
    assert best["Flask"] > max(best["FastAPI, def"], best["FastAPI, async def"])
    assert best["Flask"] / 2 < best["Django as generated"] < 2 * best["Flask"]
    assert best["Django, connection kept"] > max(best[of] for of in programs if of.startswith(("Django as", "FastAPI")))


def hello_programs(project) -> dict[str, str]:
    """Four programs that say hello, in one folder: what each is, and its module."""
    for file in ("hello_flask.py", "hello_fastapi_page.py", "hello_django.py", "first_request.py"):
        project.copy(file)
    serve(project, """
        from django.contrib import admin
        from django.http import HttpResponse
        from django.urls import path

        urlpatterns = [path("admin/", admin.site.urls), path("", lambda request: HttpResponse("Hello, world!"))]
    """)
    return {
        "Flask": "hello_flask",
        "FastAPI": "hello_fastapi_page",
        "Django in one file": "hello_django",
        "Django as generated": "generated",
    }


def site_programs(project, *frameworks: str) -> dict[str, str]:
    """More of them, with the parts that a generated Django project has in it."""
    for of in frameworks:
        project.copy(f"hello_{of.lower()}_site.py")
    return {f"{of} with database, log-in, forms, admin": f"hello_{of.lower()}_site" for of in frameworks}


def serve(project, urls: str) -> None:
    """Make of the generated project a module `generated` that answers `urls`, as it would on a server."""
    project.write("generated.py", "from mysite.wsgi import application as app\n")
    project.write("mysite/urls.py", urls)
    project.replace("mysite/settings.py", "ALLOWED_HOSTS = []", "ALLOWED_HOSTS = ['127.0.0.1']")
    project.replace("mysite/settings.py", "DEBUG = True", "DEBUG = False")


def first_request(folder, program: str) -> tuple[dict, float]:
    """What the probe told after its first request, and its memory in MB then."""
    with probing(folder, program) as (told, process):
        return told, round(psutil.Process(process.pid).memory_info().rss / 1e6, 1)


def requests_per_second(folder, programs: dict[str, str], wanted: int) -> tuple[dict, dict[str, list[int]]]:
    """What each program answers first, and five figures for each: all take turns, so that a busy machine slows all alike."""
    with ExitStack() as stack:
        probes = {of: stack.enter_context(probing(folder, program)) for of, program in programs.items()}
        figures = {of: [] for of in programs}
        for _ in range(5):
            for of, (_told, process) in probes.items():
                print(wanted, file=process.stdin, flush=True)
                figures[of].append(int(process.stdout.readline()))
    return {of: told["answer"] for of, (told, _process) in probes.items()}, figures


@contextmanager
def probing(folder, program: str):
    """What the probe told after its first request, and the probe, which waits for numbers."""
    with subprocess.Popen(
        [sys.executable, "first_request.py", program], cwd=folder.path, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:
        yield json.loads(process.stdout.readline()), process
        process.stdin.close()
