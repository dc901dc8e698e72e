"""Where things go, and how a program grows."""

import pytest
import requests

from harness import SCRIPTS


@pytest.mark.uses("django")
def test_django_finds_models_admin_commands_and_templates_by_their_place(project):
    project.write("shop/models.py", """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=99)
    """)
    project.write("shop/admin.py", """
        from django.apps import apps
        from django.contrib import admin

        admin.site.register(apps.get_model("shop", "Book"))
    """)
    project.write("shop/templates/shop/book.html", "A book.")
    project.write("shop/management/commands/look.py", """
        from django.apps import apps
        from django.contrib import admin
        from django.core.management.base import BaseCommand
        from django.template.loader import render_to_string

        class Command(BaseCommand):
            def handle(self, **options):
                book = apps.get_model("shop", "Book")
                print(admin.site.is_registered(book), render_to_string("shop/book.html"))
    """)
    assert "+ Create model Book" in project.run("manage.py", "makemigrations", "shop").stdout
    assert project.run("manage.py", "look").stdout == "True A book.\n"

    project.replace("mysite/settings.py", "    'shop',\n", "")
    assert "Unknown command: 'look'" in project.run("manage.py", "look", check=False).stderr


@pytest.mark.uses("flask", "flask-imp", "flask-sqlalchemy")
def test_flask_finds_templates_and_static_files_and_flask_imp_five_other_parts_by_their_place(folder):
    folder.write("templates/page.html", "a page")
    folder.write("static/page.css", "red")
    folder.write("plain.py", """
        from flask import Flask, render_template

        app = Flask(__name__)
        app.get("/")(lambda: render_template("page.html"))
    """)
    with folder.serving("-m flask --app plain run --port {port}") as url:
        assert [requests.get(f"{url}/{page}").text for page in ("", "static/page.css")] == ["a page", "red"]

    folder.run(SCRIPTS / "flask-imp", "init", "--name", "mysite", "--full")
    folder.write("mysite/resources/routes/books.py", """
        from flask import render_template_string

        def include(app):
            @app.get("/books")
            def books():
                return render_template_string("{{ 'a book'|loud }}")
    """)
    folder.write("mysite/resources/filters/loud.py", """
        def include(app):
            app.template_filter("loud")(lambda text: text.upper())
    """)
    folder.write("mysite/resources/cli/look.py", """
        def include(app):
            @app.cli.command("look")
            def look():
                from mysite.extensions import db
                print(*sorted(mapper.class_.__name__ for mapper in db.Model.registry.mappers))
    """)
    folder.write("mysite/models/book.py", """
        from mysite.extensions import db

        class Book(db.Model):
            id = db.Column(db.Integer, primary_key=True)
    """)
    folder.write("mysite/blueprints/shop/__init__.py", """
        from flask_imp import ImpBlueprint
        from flask_imp.config import ImpBlueprintConfig

        bp = ImpBlueprint(__name__, ImpBlueprintConfig(enabled=True, url_prefix="/shop"))
        bp.import_resources()
    """)
    folder.write("mysite/blueprints/shop/resources/index.py", """
        def include(bp):
            bp.get("/")(lambda: "the shop")
    """)
    with folder.serving("-m flask --app mysite run --port {port}") as url:
        assert requests.get(f"{url}/books").text == "A BOOK"
        assert requests.get(f"{url}/shop/").text == "the shop"
    assert folder.run("-m", "flask", "--app", "mysite", "look").stdout == "Book ExampleUserTable\n"


@pytest.mark.uses("fastapi", "fastapi-cli", "fastapi-filebased-routing", "uvicorn")
def test_the_fastapi_command_finds_the_app_by_its_place_and_fastapi_filebased_routing_the_routes(folder):
    folder.write("app/__init__.py", "")
    folder.write("app/main.py", """
        from fastapi import FastAPI

        app = FastAPI()
    """)
    folder.write("app/pages/books/[number]/route.py", """
        def get(number: int):
            return f"book {number}"
    """)
    folder.write("app/pages/books/route.py", """
        def get():
            return "all books"

        def post():
            return "a new book"
    """)
    folder.write("app/pages/books/other.py", """
        from fastapi import APIRouter

        router = APIRouter()
        router.get("/other")(lambda: "not found by its place")
    """)
    serve = "-m fastapi run --host 127.0.0.1 --port {port}"
    with folder.serving(serve) as url:
        assert requests.get(f"{url}/docs").status_code == 200
        assert requests.get(f"{url}/books").status_code == 404

    folder.write("app/main.py", """
        from fastapi import FastAPI
        from fastapi_filebased_routing import create_router_from_path

        app = FastAPI()
        app.include_router(create_router_from_path("app/pages"))
    """)
    with folder.serving(serve) as url:
        assert [requests.get(f"{url}/{page}").json() for page in ("books", "books/7")] == ["all books", "book 7"]
        assert requests.post(f"{url}/books").json() == "a new book"
        assert requests.get(f"{url}/books/seven").status_code == 422
        assert requests.get(f"{url}/other").status_code == 404


@pytest.mark.uses("flask")
def test_flask_grows_with_blueprints_and_an_app_factory(folder):
    for part in ("blog", "shop"):
        folder.write(f"{part}.py", f"""
            from flask import Blueprint, current_app

            {part} = Blueprint("{part}", __name__, url_prefix="/{part}")

            @{part}.get("/")
            def index():
                return "{part} of " + current_app.config["OWNER"]
        """)
    folder.write("site_factory.py", """
        from blog import blog
        from flask import Flask
        from shop import shop

        def create_app(owner):
            app = Flask(__name__)
            app.config["OWNER"] = owner
            app.register_blueprint(blog)
            app.register_blueprint(shop)
            return app
    """)
    folder.write("two.py", """
        from site_factory import create_app

        for app in [create_app("Ann"), create_app("Bob")]:
            print(app.test_client().get("/blog/").text)
    """)
    assert folder.run("two.py").stdout == "blog of Ann\nblog of Bob\n"
    with folder.serving("-m flask --app site_factory:create_app('Cid') run --port {port}") as url:
        assert requests.get(f"{url}/shop/").text == "shop of Cid"
        assert requests.get(f"{url}/blog/").text == "blog of Cid"


@pytest.mark.uses("fastapi", "httpx", "uvicorn")
def test_fastapi_grows_with_routers_and_an_app_factory(folder):
    for part in ("blog", "shop"):
        folder.write(f"{part}.py", f"""
            from fastapi import APIRouter, Request

            {part} = APIRouter(prefix="/{part}")

            @{part}.get("/")
            def index(request: Request):
                return "{part} of " + request.app.state.owner
        """)
    folder.write("site_factory.py", """
        from blog import blog
        from fastapi import FastAPI
        from shop import shop

        def create_app(owner="Cid"):
            app = FastAPI()
            app.state.owner = owner
            app.include_router(blog)
            app.include_router(shop)
            return app
    """)
    folder.write("two.py", """
        from fastapi.testclient import TestClient
        from site_factory import create_app

        for app in [create_app("Ann"), create_app("Bob")]:
            print(TestClient(app).get("/blog/").json())
    """)
    assert folder.run("two.py").stdout == "blog of Ann\nblog of Bob\n"
    with folder.serving("-m uvicorn --factory site_factory:create_app --port {port}") as url:
        assert requests.get(f"{url}/shop/").json() == "shop of Cid"
        assert requests.get(f"{url}/blog/").json() == "blog of Cid"


@pytest.mark.uses("django")
def test_django_grows_with_apps_and_has_one_configuration_a_process(project):
    project.run("manage.py", "startapp", "blog")
    for part in ("blog", "shop"):
        project.write(f"{part}/urls.py", f"""
            from django.http import HttpResponse
            from django.urls import path

            urlpatterns = [path("", lambda request: HttpResponse("{part}"))]
        """)
    project.write("mysite/urls.py", """
        from django.urls import include, path

        urlpatterns = [path("blog/", include("blog.urls")), path("shop/", include("shop.urls"))]
    """)
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert [requests.get(f"{url}/{part}/").text for part in ("blog", "shop")] == ["blog", "shop"]

    twice = "from django.conf import settings; settings.configure(); settings.configure()"
    assert "RuntimeError: Settings already configured." in project.run("-c", twice, check=False).stderr
