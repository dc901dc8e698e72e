"""Async code: the same view at an async server, the ORM with await, responses in pieces."""

from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import requires

import pytest
import requests


def most_at_once(folder, command: str, visitors: int = 20) -> int:
    """Let so many visitors ask the server at once; return the most requests that the app counted at once."""
    with folder.serving(command) as url, ThreadPoolExecutor(visitors) as pool:
        return max(int(reply.text) for reply in pool.map(requests.get, [url] * visitors))


@pytest.mark.uses("flask", "quart", "hypercorn")
def test_quart_runs_a_flask_view_that_only_waits_on_asgi_after_two_words_change(folder):
    folder.copy("waiting_flask_async.py", "app.py")
    folder.replace("app.py", "from flask import Flask", "from quart import Quart")
    folder.replace("app.py", "Flask(__name__)", "Quart(__name__)")
    assert most_at_once(folder, "-m hypercorn app:app --workers 1 --bind 127.0.0.1:{port}") > 10

    folder.write("templates/page.html", "Hello {{ name }}")
    folder.write("app.py", """
        from flask import Flask, render_template, request

        app = Flask(__name__)

        @app.post("/json")
        async def greet():
            return "Hello " + request.get_json()["name"]

        @app.post("/page")
        async def page():
            return render_template("page.html", name="Ann")
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert [requests.post(f"{url}/{view}", json={"name": "Ann"}).text for view in ("json", "page")] == ["Hello Ann"] * 2
    folder.replace("app.py", "from flask import Flask", "from quart import Quart")
    folder.replace("app.py", "Flask(__name__)", "Quart(__name__)")
    with folder.serving("-m hypercorn app:app --bind 127.0.0.1:{port}") as url:
        assert [requests.post(f"{url}/{view}", json={"name": "Ann"}).status_code for view in ("json", "page")] == [500, 500]


@pytest.mark.uses("flask", "asgiref", "gunicorn", "quart", "hypercorn")
def test_an_async_flask_view_holds_a_thread_or_worker_until_quart_where_its_form_needs_new_awaits(folder):
    folder.copy("waiting_flask_async.py", "app.py")
    gunicorn = "-m gunicorn app:app --workers 1 --bind 127.0.0.1:{port} --threads "
    assert [most_at_once(folder, gunicorn + threads, visitors=9) for threads in ("1", "3")] == [1, 3]
    folder.replace("app.py", "from flask import Flask", "from quart import Quart")
    folder.replace("app.py", "Flask(__name__)", "Quart(__name__)")
    assert most_at_once(folder, "-m hypercorn app:app --workers 1 --bind 127.0.0.1:{port}") > 10

    folder.write("app.py", """
        from flask import Flask, request

        app = Flask(__name__)

        @app.get("/plain")
        def plain():
            return "a plain view"

        @app.post("/greet")
        async def greet():
            form = request.form
            return "Hello " + form["name"]
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(f"{url}/plain").text == "a plain view"
        assert requests.post(f"{url}/greet", data={"name": "Ann"}).text == "Hello Ann"

    folder.replace("app.py", "from flask import Flask", "from quart import Quart")
    folder.replace("app.py", "Flask(__name__)", "Quart(__name__)")
    with folder.serving("-m hypercorn app:app --bind 127.0.0.1:{port}") as url:
        assert requests.post(f"{url}/greet", data={"name": "Ann"}).status_code == 500
        log = folder.read(f"server-{url.rpartition(':')[2]}.log")
    assert "'coroutine' object is not subscriptable" in log

    folder.replace("app.py", "form = request.form", "form = await request.form")
    with folder.serving("-m hypercorn app:app --bind 127.0.0.1:{port}") as url:
        assert requests.post(f"{url}/greet", data={"name": "Ann"}).text == "Hello Ann"


@pytest.mark.uses("fastapi", "httpx")
def test_fastapi_takes_plain_views_beside_async_ones_runs_forty_plain_ones_at_once_and_one_async_one_that_blocks(folder):
    """Eighty visitors; a view waits until forty, or all eighty, have come in; the last one blocks."""
    folder.write("app.py", """
        import asyncio
        import threading
        import time
        import httpx
        from fastapi import FastAPI

        app = FastAPI()
        forty, in_flight = threading.Barrier(40), []

        @app.get("/plain")
        def plain():
            in_flight.append("a request")
            seen = len(in_flight)
            forty.wait(20)
            in_flight.pop()
            return seen

        @app.get("/async")
        async def awaiting():
            in_flight.append("a request")
            await eighty.wait()
            return len(in_flight)

        @app.get("/blocking")
        async def blocking():
            in_flight.append("a request")
            seen = len(in_flight)
            time.sleep(0.01)
            in_flight.pop()
            return seen

        async def main():
            global eighty
            eighty = asyncio.Barrier(80)
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as visitor:
                for page in ("/plain", "/async", "/blocking"):
                    in_flight.clear()
                    replies = await asyncio.gather(*(visitor.get(page) for _ in range(80)))
                    print(max(reply.json() for reply in replies))

        asyncio.run(main())
    """)
    assert folder.run("app.py").stdout.split() == ["40", "80", "1"]


@pytest.mark.uses("django")
def test_djangos_orm_creates_gets_and_iterates_with_an_await_in_a_thread_and_by_default_refuses_plain_queries_and_ever_async_transactions(
    project, monkeypatch
):
    project.write("shop/models.py", """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=100)
    """)
    project.write("books.py", """
        import asyncio, os, threading, django
        os.environ["DJANGO_SETTINGS_MODULE"] = "mysite.settings"
        django.setup()
        from asgiref.sync import sync_to_async
        from django.core.exceptions import SynchronousOnlyOperation
        from django.db import connection, transaction
        from shop.models import Book

        async def main():
            asked = []

            def note(execute, sql, *query):
                asked.append((sql.split()[0], threading.current_thread() is threading.main_thread()))
                return execute(sql, *query)

            await sync_to_async(lambda: connection.execute_wrappers.append(note))()
            await Book.objects.acreate(title="Emma")
            print((await Book.objects.aget(title="Emma")).title)
            print([book.title async for book in Book.objects.all()])
            print("asked in the thread of the loop:", asked)
            for plain in (Book.objects.count, Book.objects.get, lambda: list(Book.objects.all()), Book(title="Dune").save):
                try:
                    plain()
                except SynchronousOnlyOperation:
                    print("the plain call is refused")
            try:
                async with transaction.atomic():
                    await Book.objects.acreate(title="Emma")
            except TypeError as error:
                print("no transaction" if "asynchronous context manager" in str(error) else error)

        asyncio.run(main())
    """)
    project.run("manage.py", "makemigrations", "shop")
    project.run("manage.py", "migrate")
    assert project.run("books.py").stdout.splitlines() == [
        "Emma", "['Emma']", "asked in the thread of the loop: [('INSERT', False), ('SELECT', False), ('SELECT', False)]",
        *["the plain call is refused"] * 4, "no transaction",
    ]
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    project.run("manage.py", "flush", "--no-input")
    assert project.run("books.py").stdout.splitlines()[3:] == ["no transaction"]


@pytest.mark.uses("django", "uvicorn")
def test_django_takes_async_views_beside_plain_ones_if_exempt_from_atomic_requests_and_an_a_before_queries_with_transactions_and_cursors_in_plain_functions(project):
    project.write("shop/models.py", """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=100)
    """)
    project.write("mysite/urls.py", """
        from asgiref.sync import sync_to_async
        from django.contrib.auth.models import Permission
        from django.db import connection, transaction
        from django.http import JsonResponse
        from django.urls import path
        from shop.models import Book

        def plain(request):
            return JsonResponse({"books": Book.objects.count()})

        async def unchanged(request):
            return plain(request)

        async def awaited(request):
            return JsonResponse({"books": await Book.objects.acount()})

        @transaction.non_atomic_requests
        async def exempt(request):
            return await awaited(request)

        @transaction.atomic
        def add(titles):
            for title in titles:
                Book.objects.create(title=title)

        async def fill(request):
            await sync_to_async(add)(["Emma", "Dune"])
            try:
                await sync_to_async(add)(["Ulysses", None])
            except Exception as error:
                return JsonResponse({"refused": type(error).__name__})

        async def fill_unchanged(request):
            async with transaction.atomic():
                await Book.objects.acreate(title="Emma")

        def ask_raw():
            with connection.cursor() as cursor:
                return cursor.execute("select 42").fetchone()[0]

        async def raw(request):
            return JsonResponse({"raw": ask_raw()})

        async def raw_below(request):
            return JsonResponse({"raw": await sync_to_async(ask_raw)()})

        async def lazy(request):
            permission = await Permission.objects.aget(codename="add_book")
            return JsonResponse({"of": permission.content_type.model})

        async def lazy_below(request):
            permission = await Permission.objects.aget(codename="add_book")
            return JsonResponse({"of": await sync_to_async(lambda: permission.content_type.model)()})

        views = (plain, unchanged, awaited, exempt, fill, fill_unchanged, raw, raw_below, lazy, lazy_below)
        urlpatterns = [path(view.__name__, view) for view in views]
    """)
    project.run("manage.py", "makemigrations", "shop")
    project.run("manage.py", "migrate")
    with project.serving("-m uvicorn mysite.asgi:application --port {port}") as url:
        assert requests.get(f"{url}/fill").json() == {"refused": "IntegrityError"}
        assert requests.get(f"{url}/fill_unchanged").status_code == 500
        assert [requests.get(f"{url}/{page}").json() for page in ("plain", "awaited")] == [{"books": 2}] * 2
        assert [requests.get(f"{url}/{page}").status_code for page in ("unchanged", "raw", "lazy")] == [500] * 3
        assert [requests.get(f"{url}/{page}").json() for page in ("raw_below", "lazy_below")] == [{"raw": 42}, {"of": "book"}]

    project.replace("mysite/settings.py", "'ENGINE'", "'ATOMIC_REQUESTS': True, 'ENGINE'")
    with project.serving("-m uvicorn mysite.asgi:application --port {port}") as url:
        assert [requests.get(f"{url}/{page}").status_code for page in ("plain", "awaited", "exempt")] == [200, 500, 200]


@pytest.mark.uses("flask", "asgiref", "flask-sqlalchemy-lite", "flask-sqlalchemy", "sqlalchemy", "aiosqlite")
def test_flask_awaits_queries_with_flask_sqlalchemy_lite_and_not_with_flask_sqlalchemy(folder):
    folder.write("app.py", """
        from flask import Flask
        from flask_sqlalchemy_lite import SQLAlchemy
        from sqlalchemy import text

        app = Flask(__name__)
        app.config["SQLALCHEMY_ASYNC_ENGINES"] = {"default": "sqlite+aiosqlite:///books.db"}
        db = SQLAlchemy(app)

        @app.post("/<title>")
        async def add(title):
            async with db.async_session.begin():
                await db.async_session.execute(text("create table if not exists book (title)"))
                await db.async_session.execute(text("insert into book values (:title)"), {"title": title})
                assert title != "a bad one"
            return "added"

        @app.get("/titles")
        async def titles():
            return list(await db.async_session.scalars(text("select title from book")))
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert [requests.post(f"{url}/{title}").ok for title in ("Emma", "a bad one", "Persuasion")] == [True, False, True]
        assert requests.get(f"{url}/titles").json() == ["Emma", "Persuasion"]

    folder.write("app.py", """
        from flask import Flask
        from flask_sqlalchemy import SQLAlchemy
        from sqlalchemy import text

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///books.db"
        db = SQLAlchemy(app)

        @app.get("/")
        async def awaited():
            return str(await db.session.scalar(text("select 42")))
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(url).status_code == 500
    log = "".join(file.read_text() for file in folder.path.glob("server-*.log"))
    assert "can't be used in 'await' expression" in log


@pytest.mark.uses("fastapi", "httpx", "sqlmodel", "sqlalchemy", "aiosqlite", "greenlet")
def test_fastapi_awaits_queries_and_transactions_with_sqlmodel_if_its_extra_is_installed(folder):
    folder.write("app.py", """
        from contextlib import asynccontextmanager
        from typing import Annotated
        from fastapi import Depends, FastAPI
        from fastapi.testclient import TestClient
        from sqlalchemy.ext.asyncio import create_async_engine
        from sqlmodel import Field, SQLModel, select
        from sqlmodel.ext.asyncio.session import AsyncSession

        class Book(SQLModel, table=True):
            id: int | None = Field(None, primary_key=True)
            title: str

        engine = create_async_engine("sqlite+aiosqlite:///books.db")

        @asynccontextmanager
        async def tables(app):
            async with engine.begin() as connection:
                await connection.run_sync(SQLModel.metadata.create_all)
            yield

        async def session():
            async with AsyncSession(engine) as session:
                yield session

        Session = Annotated[AsyncSession, Depends(session)]
        app = FastAPI(lifespan=tables)

        @app.post("/books")
        async def add(book: Book, session: Session):
            async with session.begin():
                session.add(book)
                await session.flush()
                assert book.title != "a bad one"

        @app.get("/books")
        async def titles(session: Session) -> list[str]:
            return (await session.exec(select(Book.title))).all()

        with TestClient(app, raise_server_exceptions=False) as client:
            for title in ("Emma", "a bad one", "Persuasion"):
                client.post("/books", json={"title": title})
            print(client.get("/books").json())
    """)
    assert folder.run("app.py").stdout == "['Emma', 'Persuasion']\n"
    folder.replace("app.py", "from contextlib", "import sys\nsys.modules['greenlet'] = None\nfrom contextlib")
    assert "greenlet" in folder.run("app.py", check=False).stderr.splitlines()[-1]
    assert any(need.startswith("SQLAlchemy[asyncio]") and "extra ==" in need for need in requires("sqlmodel"))


@pytest.mark.uses("django", "uvicorn")
def test_django_sends_the_first_piece_before_the_last_is_made_from_a_generator_under_wsgi_and_an_async_one_under_asgi(project):
    project.write("shop/views.py", """
        import asyncio
        from threading import Event
        from django.http import HttpResponse, StreamingHttpResponse

        seen = Event()

        def report(request, patience):
            seen.clear()
            def pieces():
                yield "first"
                yield " last" if seen.wait(patience) else " too late"
            return StreamingHttpResponse(pieces())

        async def awaited(request, patience):
            seen.clear()
            async def pieces():
                yield "first"
                yield " last" if await asyncio.to_thread(seen.wait, patience) else " too late"
            return StreamingHttpResponse(pieces())

        def first_piece_arrived(request):
            seen.set()
            return HttpResponse("good")
    """)
    project.write("mysite/urls.py", """
        from django.urls import path
        from shop.views import awaited, first_piece_arrived, report

        urlpatterns = [
            path("report/<int:patience>", report), path("awaited/<int:patience>", awaited), path("seen", first_piece_arrived),
        ]
    """)

    def read(url: str) -> bytes:
        response = requests.get(url, stream=True)
        assert response.raw.read(5) == b"first"
        requests.get(url.rpartition("/")[0].rpartition("/")[0] + "/seen")
        return response.raw.read()

    with project.serving("manage.py runserver --noreload {port}") as url:
        assert read(f"{url}/report/10") == b" last"
        assert read(f"{url}/awaited/1") == b" too late"  # all of it is made before any is sent
    with project.serving("-m uvicorn mysite.asgi:application --port {port}") as url:
        assert read(f"{url}/awaited/10") == b" last"
        assert read(f"{url}/report/1") == b" too late"


@pytest.mark.uses("flask")
def test_flask_sends_the_first_piece_of_a_response_before_the_last_one_is_made_and_keeps_the_request_with_stream_with_context(folder):
    folder.write("app.py", """
        from threading import Event
        from flask import Flask, request, stream_with_context

        app = Flask(__name__)
        seen = Event()

        @app.get("/report")
        def report():
            def pieces():
                yield "first"
                yield " last" if seen.wait(10) else " too late"
            return pieces()

        def names():
            yield "for "
            yield request.args["name"]

        app.get("/without", endpoint="without")(lambda: names())
        app.get("/kept", endpoint="kept")(lambda: stream_with_context(names()))

        @app.get("/seen")
        def first_piece_arrived():
            seen.set()
            return "good"
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        response = requests.get(f"{url}/report", stream=True)
        assert response.raw.read(5) == b"first"
        requests.get(f"{url}/seen")
        assert response.raw.read() == b" last"
        assert requests.get(f"{url}/kept?name=Ann").text == "for Ann"
        with pytest.raises(requests.RequestException):
            requests.get(f"{url}/without?name=Ann")
        log = folder.read(f"server-{url.rpartition(':')[2]}.log")
    assert "RuntimeError: Working outside of request context." in log


@pytest.mark.uses("fastapi", "uvicorn")
def test_fastapi_sends_the_first_piece_of_a_response_before_the_last_one_is_made(folder):
    folder.write("app.py", """
        from threading import Event
        from fastapi import FastAPI
        from fastapi.responses import StreamingResponse

        app = FastAPI()
        seen = Event()

        @app.get("/report", response_class=StreamingResponse)
        def report():
            yield "first"
            yield " last" if seen.wait(10) else " too late"

        @app.get("/seen")
        def first_piece_arrived():
            seen.set()
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        response = requests.get(f"{url}/report", stream=True)
        assert response.raw.read(5) == b"first"
        requests.get(f"{url}/seen")
        assert response.raw.read() == b" last"
