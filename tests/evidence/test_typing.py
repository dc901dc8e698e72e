"""Type hints that ship with the packages, and tests without a server."""

from importlib.metadata import files

import pytest


@pytest.mark.uses("django", "django-stubs", "flask", "werkzeug", "mypy")
def test_flask_ships_its_type_hints_and_django_has_them_in_django_stubs(folder):
    packages = ("django", "flask", "werkzeug")
    typed = {name for name in packages if any(file.name == "py.typed" for file in files(name))}
    assert typed == {"flask", "werkzeug"}
    assert any(file.name == "py.typed" for file in files("django-stubs"))
    folder.write("views.py", """
        import flask
        from django.http import HttpRequest

        def of_django(request: HttpRequest) -> str:
            return request.methods

        def of_flask() -> str:
            return flask.request.methods
    """)
    found = folder.run("-m", "mypy", "--cache-dir", "cache", "views.py", check=False).stdout
    assert 'views.py:5: error: "HttpRequest" has no attribute "methods"' in found
    assert 'views.py:8: error: "Request" has no attribute "methods"' in found


@pytest.mark.uses(
    "djangorestframework", "django-ninja", "drf-spectacular", "wagtail", "django-allauth", "channels",
    "flask-sqlalchemy", "flask-security",
    "flask-login", "flask-wtf", "flask-admin", "flask-migrate", "flask-babel",
)
def test_add_ons_that_ship_type_hints_and_add_ons_that_do_not():
    typed = {"django-ninja", "drf-spectacular", "flask-sqlalchemy", "flask-security"}
    untyped = {
        "djangorestframework", "wagtail", "django-allauth", "channels",
        "flask-login", "flask-wtf", "flask-admin", "flask-migrate", "flask-babel",
    }
    assert {name for name in typed | untyped if any(file.name == "py.typed" for file in files(name))} == typed


@pytest.mark.uses("django", "flask")
def test_both_call_a_view_in_a_test_without_a_server(project):
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


@pytest.mark.uses("django")
def test_django_tests_run_on_a_fresh_database_and_leave_the_real_one_alone(project):
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


@pytest.mark.uses("flask", "flask-sqlalchemy")
def test_flask_tests_use_the_real_database_unless_the_app_is_made_with_another(folder):
    folder.write("shop.py", """
        from flask import Flask
        from flask_sqlalchemy import SQLAlchemy

        db = SQLAlchemy()

        class Book(db.Model):
            id = db.Column(db.Integer, primary_key=True)

        def create_app(uri="sqlite:///shop.sqlite3"):
            app = Flask(__name__)
            app.config["SQLALCHEMY_DATABASE_URI"] = uri
            db.init_app(app)
            with app.app_context():
                db.create_all()

            @app.post("/books")
            def add():
                db.session.add(Book())
                db.session.commit()
                return str(db.session.query(Book).count())

            return app
    """)
    folder.write("test_shop.py", """
        import shop

        def add_a_book(app):
            return app.test_client().post("/books").text

        print(*[add_a_book(shop.create_app(*uri)) for uri in ((), ["sqlite://"], ["sqlite://"])])
    """)
    assert folder.run("test_shop.py").stdout == "1 1 1\n"
    assert folder.run("test_shop.py").stdout == "2 1 1\n"
