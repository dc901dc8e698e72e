"""Type hints that ship with the packages, and tests without a server."""

import sqlite3
from contextlib import closing
from importlib.metadata import files, requires
from pathlib import Path

import pytest


@pytest.mark.uses("django", "django-stubs", "flask", "werkzeug", "fastapi", "starlette", "pydantic", "mypy")
def test_flask_and_fastapi_ship_their_type_hints_and_django_has_them_in_django_stubs(folder):
    packages = ("django", "flask", "werkzeug", "fastapi", "starlette", "pydantic")
    typed = {name for name in packages if any(file.name == "py.typed" for file in files(name))}
    assert typed == {"flask", "werkzeug", "fastapi", "starlette", "pydantic"}
    assert any(file.name == "py.typed" for file in files("django-stubs"))
    folder.write("views.py", """
        import fastapi
        import flask
        from django.http import HttpRequest

        def of_django(request: HttpRequest) -> str:
            return request.methods

        def of_flask() -> str:
            return flask.request.methods

        def of_fastapi(request: fastapi.Request) -> str:
            return request.methods
    """)
    found = folder.run("-m", "mypy", "--cache-dir", "cache", "views.py", check=False).stdout
    assert 'views.py:6: error: "HttpRequest" has no attribute "methods"' in found
    assert 'views.py:9: error: "Request" has no attribute "methods"' in found
    assert 'views.py:12: error: "Request[State]" has no attribute "methods"' in found


@pytest.mark.uses(
    "djangorestframework", "django-ninja", "drf-spectacular", "wagtail", "django-allauth", "channels",
    "flask-sqlalchemy", "flask-security",
    "flask-login", "flask-wtf", "flask-admin", "flask-migrate", "flask-babel",
    "sqlmodel", "fastapi-users", "starlette-admin", "fastapi-pagination", "fastapi-babel", "fastapi-storages",
)
def test_add_ons_that_ship_type_hints_and_add_ons_that_do_not():
    typed = {
        "django-ninja", "drf-spectacular", "flask-sqlalchemy", "flask-security",
        "sqlmodel", "fastapi-users", "starlette-admin", "fastapi-pagination",
    }
    untyped = {
        "djangorestframework", "wagtail", "django-allauth", "channels",
        "flask-login", "flask-wtf", "flask-admin", "flask-migrate", "flask-babel",
        "fastapi-babel", "fastapi-storages",
    }
    assert {name for name in typed | untyped if any(file.name == "py.typed" for file in files(name))} == typed


@pytest.mark.uses("django", "flask", "fastapi", "httpx", "httpx2")
def test_all_three_call_a_view_in_a_test_without_a_server_and_fastapi_needs_httpx2_for_it(project):
    project.write("mysite/urls.py", """
        from django.http import JsonResponse
        from django.urls import path

        urlpatterns = [path("", lambda request: JsonResponse({"answer": 42}))]
    """)
    project.write("shop/tests.py", """
        from django.test import SimpleTestCase

        class AnswerTest(SimpleTestCase):
            def test_answer(self):
                self.assertEqual(self.client.get("/").json(), {"answer": 42})
    """)
    assert "Ran 1 test" in project.run("manage.py", "test").stderr

    project.write("app.py", """
        from flask import Flask

        app = Flask(__name__)

        @app.get("/")
        def answer():
            return {"answer": 42}
    """)
    project.run("-c", "from app import app; assert app.test_client().get('/').json == {'answer': 42}")

    project.replace("app.py", "from flask import Flask", "from fastapi import FastAPI")
    project.replace("app.py", "Flask(__name__)", "FastAPI()")
    project.write("ask.py", """
        from fastapi.testclient import TestClient
        from app import app

        assert TestClient(app).get("/").json() == {"answer": 42}
    """)
    project.run("ask.py")
    older = project.run("-c", "import sys; sys.modules['httpx2'] = None; import ask")
    assert "`httpx` with `starlette.testclient` is deprecated; install `httpx2` instead" in older.stderr
    without = "import sys; sys.modules['httpx'] = sys.modules['httpx2'] = None; import ask"
    assert "requires the httpx2 package" in project.run("-c", without, check=False).stderr
    assert {"httpx", "httpx2"}.isdisjoint(need.split(">")[0] for need in requires("starlette") if "extra" not in need)


@pytest.mark.uses("django")
def test_django_tests_run_on_a_fresh_database_and_what_a_module_writes_at_import_reaches_the_real_one(project):
    project.write("shop/models.py", """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=80)
    """)
    project.write("shop/tests.py", """
        from django.test import TestCase
        from shop.models import Book

        class BookTest(TestCase):
            def test_one(self):
                Book.objects.create(title="Dune")
                self.assertEqual(Book.objects.count(), 1)

            def test_two(self):
                Book.objects.create(title="Emma")
                self.assertEqual(Book.objects.count(), 1)
    """)
    project.write("fill.py", """
        from django.core.management import call_command
        from shop.models import Book

        call_command("makemigrations", "shop")
        call_command("migrate", "shop")
        Book.objects.create(title="Real")
    """)
    project.run("manage.py", "shell", "-c", "import fill")
    assert "Ran 2 tests" in project.run("manage.py", "test").stderr
    see = "from shop.models import Book; print([book.title for book in Book.objects.all()])"
    assert project.run("manage.py", "shell", "-c", see).stdout.endswith("['Real']\n")
    project.replace("shop/tests.py", "class BookTest", 'Book.objects.create(title="At import")\n\nclass BookTest')
    assert "Ran 2 tests" in project.run("manage.py", "test").stderr
    assert project.run("manage.py", "shell", "-c", see).stdout.endswith("['Real', 'At import']\n")


@pytest.mark.uses("flask", "flask-sqlalchemy", "pytest-sqla")
def test_flask_tests_write_to_the_apps_database_until_pytest_sqla_rolls_back_what_passes_its_session(folder):
    folder.write("shop.py", """
        from flask import Flask
        from flask_sqlalchemy import SQLAlchemy

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///shop.sqlite3"
        db = SQLAlchemy(app)

        class Book(db.Model):
            id = db.Column(db.Integer, primary_key=True)

        with app.app_context():
            db.create_all()

        @app.post("/books")
        def add():
            db.session.add(Book())
            db.session.commit()
            return str(db.session.query(Book).count())

        @app.post("/past")
        def add_past_the_session():
            with db.engine.begin() as connection:
                connection.execute(db.insert(Book))
            return "added"
    """)
    folder.write("test_shop.py", """
        import shop

        def test_one():
            assert shop.app.test_client().post("/books").text == "1"

        def test_two():
            assert shop.app.test_client().post("/books").text == "1"
    """)
    rolled_back_with(folder, metadata="shop:Book", database="instance/shop.sqlite3", conftest="""
        import pytest
        import shop
        from sqlalchemy.orm import scoped_session

        @pytest.fixture(autouse=True)
        def rolled_back(sqla_sessionmaker, monkeypatch):
            monkeypatch.setattr(shop.db, "session", scoped_session(sqla_sessionmaker))
    """)


@pytest.mark.uses("fastapi", "sqlmodel", "httpx2", "pytest-sqla")
def test_fastapi_tests_write_to_the_apps_database_until_pytest_sqla_rolls_back_what_passes_its_session(folder):
    folder.write("shop.py", """
        from typing import Annotated
        from fastapi import Depends, FastAPI
        from sqlmodel import Field, Session, SQLModel, create_engine, func, insert, select

        class Book(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)

        engine = create_engine("sqlite:///shop.sqlite3")
        SQLModel.metadata.create_all(engine)

        def get_session():
            with Session(engine) as session:
                yield session

        app = FastAPI()

        @app.post("/books")
        def add(session: Annotated[Session, Depends(get_session)]) -> int:
            session.add(Book())
            session.commit()
            return session.scalar(select(func.count(Book.id)))

        @app.post("/past")
        def add_past_the_session():
            with engine.begin() as connection:
                connection.execute(insert(Book))
    """)
    folder.write("test_shop.py", """
        import shop
        from fastapi.testclient import TestClient

        def test_one():
            assert TestClient(shop.app).post("/books").json() == 1

        def test_two():
            assert TestClient(shop.app).post("/books").json() == 1
    """)
    rolled_back_with(folder, metadata="shop:SQLModel", database="shop.sqlite3", conftest="""
        import pytest
        import shop

        @pytest.fixture(scope="session")
        def sqla_engine_options():
            return {"connect_args": {"check_same_thread": False}}  # a def of FastAPI runs in another thread

        @pytest.fixture(autouse=True)
        def rolled_back(sqla_session, monkeypatch):
            monkeypatch.setitem(shop.app.dependency_overrides, shop.get_session, lambda: sqla_session)
    """)


def rolled_back_with(folder, metadata: str, database: str, conftest: str) -> None:
    """The two tests there write to `database`; with what pytest-sqla needs in `conftest`, neither does."""
    folder.write("pytest.ini", f"[pytest]\nsqla_url = sqlite://\nsqla_metadata = {metadata}\n")
    tests = ("-m", "pytest", "-q", "--disable-plugin-autoload", "-p", "pytest_sqla.plugin")
    assert "1 failed, 1 passed" in folder.run(*tests, check=False).stdout
    assert books_in(folder.path / database) == 2
    folder.write("conftest.py", conftest)
    assert "2 passed" in folder.run(*tests).stdout
    assert books_in(folder.path / database) == 2
    folder.replace("test_shop.py", '"/books"', '"/past"')
    folder.run(*tests, check=False)
    assert books_in(folder.path / database) == 3


def books_in(file: Path) -> int:
    with closing(sqlite3.connect(file)) as database:
        return database.execute("SELECT count(*) FROM book").fetchone()[0]
