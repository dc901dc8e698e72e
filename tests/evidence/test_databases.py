"""Which databases, and none at all."""

import pytest
import requests


@pytest.mark.uses("django", "sqlalchemy")
def test_django_ships_four_sql_backends_and_sqlalchemy_the_same_and_sql_server_and_only_sqlite_needs_no_driver(folder):
    folder.write("names.py", """
        import sys
        from pkgutil import iter_modules

        sys.modules |= dict.fromkeys(["psycopg", "psycopg2", "MySQLdb", "oracledb", "cx_Oracle", "pyodbc"])

        from django.core.exceptions import ImproperlyConfigured
        from django.db import backends
        from django.db.utils import load_backend
        from sqlalchemy import create_engine, dialects

        def try_each(load, names, address):
            for name in names:
                try:
                    load(address.format(name))
                    print(name)
                except (ImproperlyConfigured, ModuleNotFoundError) as error:
                    assert any(driver in str(error) for driver in ("psycopg", "MySQLdb", "oracledb", "pyodbc"))

        in_django = sorted(module.name for module in iter_modules(backends.__path__) if module.ispkg)
        print(*in_django)
        try_each(load_backend, in_django[2:], "django.db.backends.{}")
        print(*sorted(dialects.__all__))
        try_each(create_engine, dialects.__all__, "{}://")
    """)
    in_django, loaded_by_django, in_sqlalchemy, loaded_by_sqlalchemy = folder.run("names.py").stdout.splitlines()
    assert in_django == "base dummy mysql oracle postgresql sqlite3"  # base and dummy are no databases
    assert in_sqlalchemy == "mssql mysql oracle postgresql sqlite"
    assert (loaded_by_django, loaded_by_sqlalchemy) == ("sqlite3", "sqlite")


def forged(browser: requests.Session, cookie: str) -> requests.Session:
    """A browser that sends the same cookie, but with the last nine letters of its signature backwards."""
    forger = requests.Session()
    forger.cookies[cookie] = browser.cookies[cookie][:-9] + browser.cookies[cookie][:-10:-1]
    return forger


@pytest.mark.uses("django")
def test_django_without_a_database_serves_pages_forms_and_cookie_sessions_but_no_log_in(project):
    project.write("mysite/urls.py", """
        from django import forms
        from django.contrib import admin, messages
        from django.core.cache import cache
        from django.http import HttpResponse
        from django.urls import path

        class NumberForm(forms.Form):
            number = forms.IntegerField()

        def check(request):
            return HttpResponse(NumberForm({"number": "x"}).errors["number"][0])

        def visit(request):
            request.session["visits"] = request.session.get("visits", 0) + 1
            messages.info(request, "counted")
            cache.set("seen", True)
            return HttpResponse(request.session["visits"])

        urlpatterns = [
            path("check", check),
            path("visit", visit),
            path("admin/", admin.site.urls),
        ]
    """)
    project.replace("mysite/settings.py", "\nDATABASES = {", "\nDATABASES = {}\nUNUSED = {")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(f"{url}/check").text == "Enter a whole number."
        assert requests.get(f"{url}/visit").status_code == 500

    project.replace("mysite/settings.py", "UNUSED", """
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
UNUSED""")
    with project.serving("manage.py runserver --noreload {port}") as url:
        browser = requests.Session()
        assert [browser.get(f"{url}/visit").text for _ in range(2)] == ["1", "2"]
        assert forged(browser, "sessionid").get(f"{url}/visit").text == "1"
        assert browser.get(f"{url}/admin/").url == f"{url}/admin/login/?next=/admin/"
        form = {"username": "ann", "password": "x", "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
        assert browser.post(f"{url}/admin/login/", form).status_code == 500
    log_in = """if True:
        from django.contrib.auth import authenticate
        authenticate(username="ann", password="x")
    """
    refused = project.run("manage.py", "shell", "-c", log_in, check=False)
    assert "ImproperlyConfigured: settings.DATABASES is improperly configured." in refused.stderr


@pytest.mark.uses("django", "djangorestframework", "django-ninja")
def test_django_without_a_database_serves_json_alone_and_with_ninja_and_rest_framework_without_authentication(project):
    project.replace("mysite/settings.py", "\nDATABASES = {", "\nDATABASES = {}\nUNUSED = {")
    project.replace("mysite/settings.py", "INSTALLED_APPS = [", "INSTALLED_APPS = [\n    'rest_framework',")
    project.write("mysite/urls.py", """
        from django.http import JsonResponse
        from django.urls import path
        from ninja import NinjaAPI
        from rest_framework.decorators import api_view, authentication_classes
        from rest_framework.response import Response

        api = NinjaAPI()

        @api.get("/answer")
        def answer(request) -> dict:
            return {"answer": 42}

        @api_view(["GET"])
        def answer_of_rest_framework(request):
            return Response({"answer": 42})

        @api_view(["GET"])
        @authentication_classes([])
        def answer_to_strangers(request):
            return Response({"answer": 42})

        urlpatterns = [
            path("plain", lambda request: JsonResponse({"answer": 42})),
            path("ninja/", api.urls),
            path("rest-framework", answer_of_rest_framework),
            path("strangers", answer_to_strangers),
        ]
    """)
    cookies, basic = {"sessionid": "of another site on this address"}, ("ann", "right")
    with project.serving("manage.py runserver --noreload {port}") as url:
        for path in ("plain", "ninja/answer", "strangers"):
            assert requests.get(f"{url}/{path}", cookies=cookies, auth=basic).json() == {"answer": 42}
        assert requests.get(f"{url}/rest-framework").json() == {"answer": 42}
        assert requests.get(f"{url}/rest-framework", cookies=cookies).status_code == 500

    engine = "\nSESSION_ENGINE = 'django.contrib.sessions.backends.signed_cookies'\n"
    project.write("mysite/settings.py", project.read("mysite/settings.py") + engine)
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(f"{url}/rest-framework", cookies=cookies).json() == {"answer": 42}
        assert requests.get(f"{url}/rest-framework", auth=basic).status_code == 500


@pytest.mark.uses("flask")
def test_flask_without_a_database_serves_json_and_cookie_sessions(folder):
    folder.write("app.py", """
        from flask import Flask, session

        app = Flask(__name__)
        app.secret_key = "for the proof"

        @app.get("/visit")
        def visit():
            session["visits"] = session.get("visits", 0) + 1
            return str(session["visits"])

        @app.get("/answer")
        def answer():
            return {"answer": 42}
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(f"{url}/answer").json() == {"answer": 42}
        browser = requests.Session()
        assert [browser.get(f"{url}/visit").text for _ in range(2)] == ["1", "2"]
        assert forged(browser, "session").get(f"{url}/visit").text == "1"


@pytest.mark.uses("fastapi", "uvicorn", "itsdangerous")
def test_fastapi_without_a_database_serves_json_and_with_itsdangerous_cookie_sessions(folder):
    folder.write("app.py", """
        from fastapi import FastAPI, Request
        from starlette.middleware.sessions import SessionMiddleware

        app = FastAPI()
        app.add_middleware(SessionMiddleware, secret_key="for the proof")

        @app.get("/visit")
        def visit(request: Request) -> int:
            request.session["visits"] = request.session.get("visits", 0) + 1
            return request.session["visits"]

        @app.get("/answer")
        def answer():
            return {"answer": 42}
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.get(f"{url}/answer").json() == {"answer": 42}
        browser = requests.Session()
        assert [browser.get(f"{url}/visit").json() for _ in range(2)] == [1, 2]
        assert forged(browser, "session").get(f"{url}/visit").json() == 1
    without = "import sys; sys.modules['itsdangerous'] = None; import fastapi; print('FastAPI is there'); import app"
    failed = folder.run("-c", without, check=False)
    assert failed.stdout == "FastAPI is there\n"
    assert "ModuleNotFoundError: import of itsdangerous halted" in failed.stderr


@pytest.mark.uses("django", "django-mongodb-backend")
def test_django_models_become_mongodb_queries_with_the_official_backend(folder):
    folder.write("try_it.py", """
        from importlib.metadata import metadata

        import django
        from django.conf import settings

        settings.configure(
            DATABASES={"default": {"ENGINE": "django_mongodb_backend", "NAME": "shop"}},
            DEFAULT_AUTO_FIELD="django_mongodb_backend.fields.ObjectIdAutoField",
        )
        django.setup()
        from django.db import NotSupportedError, models

        class Book(models.Model):
            title = models.CharField(max_length=80)

            class Meta:
                app_label = "shop"

        def compile(books):
            compiler = books.query.get_compiler("default")
            compiler.pre_sql_setup()
            return compiler.collection_name, compiler.build_query().get_pipeline()

        print(metadata("django-mongodb-backend")["Author"])
        print(*compile(Book.objects.filter(title="Dune")))
        try:
            compile(Book.objects.filter(title=models.expressions.RawSQL("1", [])))
        except NotSupportedError as error:
            print(error)
    """)
    author, pipeline, raw = folder.run("try_it.py").stdout.splitlines()
    assert author == "The MongoDB Python Team"
    assert pipeline == "shop_book [{'$match': {'title': 'Dune'}}]"
    assert raw == "RawSQL is not supported on MongoDB."


@pytest.mark.uses("flask", "mongoengine", "pymongo")
def test_mongoengine_checks_saved_documents_but_no_bulk_insert_and_writes_the_queries_of_a_flask_view(folder):
    folder.copy("mongodb_stand_in.py")
    folder.write("app.py", """
        from flask import Flask
        from mongodb_stand_in import stand_in
        from mongoengine import Document, IntField, StringField, ValidationError, connect

        app = Flask(__name__)

        class Book(Document):
            title = StringField(max_length=5)
            price = IntField()

        @app.get("/")
        def books():
            return [book.title for book in Book.objects(title="Dune", price__gt=3)]

        @app.get("/by-pymongo")
        def books_by_pymongo():
            return [book["title"] for book in client.shop.book.find({"price": {"$lt": 9}})]

        @app.post("/<title>")
        def add(title):
            try:
                return Book(title=title).save().title
            except ValidationError as error:
                return error.to_dict()

        with stand_in({"title": "Dune"}) as (url, version, asked):
            client = connect("shop", host=url, server_api=version)
            browser = app.test_client()
            print(browser.get("/").json, browser.get("/by-pymongo").json)
            print([find["filter"] for find in asked["find"]] == [{"title": "Dune", "price": {"$gt": 3}}, {"price": {"$lt": 9}}])
            print(browser.post("/too long").json, asked["insert"])
            print(browser.post("/Emma").text, len(asked["insert"]))
            Book.objects.insert([Book(title="too long")])
            print(asked["insert"][1]["documents"][0]["title"])
    """)
    assert folder.run("app.py").stdout.splitlines() == [
        "['Dune'] ['Dune']",
        "True",
        "{'title': 'String value is too long'} []",
        "Emma 1",
        "too long",
    ]


@pytest.mark.uses("fastapi", "beanie", "pymongo", "httpx")
def test_beanie_documents_become_mongodb_queries_in_a_fastapi_function(folder):
    folder.copy("mongodb_stand_in.py")
    folder.write("app.py", """
        from contextlib import asynccontextmanager

        from beanie import Document, init_beanie
        from fastapi import FastAPI
        from fastapi.testclient import TestClient
        from mongodb_stand_in import stand_in
        from pydantic import Field
        from pymongo import AsyncMongoClient

        class Book(Document):
            title: str = Field(max_length=5)
            price: int

        @asynccontextmanager
        async def connect(app):
            async with AsyncMongoClient(url, server_api=version) as client:
                await init_beanie(client.shop, document_models=[Book])
                yield

        app = FastAPI(lifespan=connect)

        @app.get("/")
        async def books() -> list[Book]:
            return await Book.find(Book.title == "Dune", Book.price > 3).to_list()

        @app.post("/")
        async def add(book: Book) -> Book:
            return await book.insert()

        with stand_in({"title": "Dune", "price": 9}) as (url, version, asked), TestClient(app) as client:
            print(client.get("/").json()[0]["title"], asked["find"][0]["filter"]["$and"])
            print(client.post("/", json={"title": "too long", "price": 1}).json()["detail"][0]["msg"], asked["insert"])
            print(client.post("/", json={"title": "Emma", "price": 7}).json()["title"], len(asked["insert"]))
    """)
    assert folder.run("app.py").stdout.splitlines() == [
        "Dune [{'title': 'Dune'}, {'price': {'$gt': 3}}]",
        "String should have at most 5 characters []",
        "Emma 1",
    ]


@pytest.mark.uses("django", "django-mongodb-backend")
def test_django_keeps_its_users_in_mongodb_once_its_apps_name_a_key_of_mongodbs(project):
    project.copy("mongodb_stand_in.py")
    project.replace("mysite/settings.py", "\nDATABASES = {", """
import os
DATABASES = {"default": {"ENGINE": "django_mongodb_backend", "HOST": os.environ.get("MONGODB"), "NAME": "shop"}}
DEFAULT_AUTO_FIELD = "django_mongodb_backend.fields.ObjectIdAutoField"
UNUSED = {""")
    project.write("add_ann.py", """
        import os

        import django
        from mongodb_stand_in import stand_in

        os.environ["DJANGO_SETTINGS_MODULE"] = "mysite.settings"
        with stand_in(None) as (os.environ["MONGODB"], version, asked):
            django.setup()
            from django.contrib.auth.models import User
            from django.core.management import call_command

            print(type(User._meta.pk).__name__)
            ann = User.objects.create_user("ann", password="right")
            [user] = asked["insert"][0]["documents"]
            print(user["username"], user["password"].startswith("pbkdf2_sha256$"))
            list(User.objects.filter(pk=ann.pk))
            print(asked["aggregate"][0]["pipeline"] == [{"$match": {"_id": user["_id"]}}])
            call_command("makemigrations", dry_run=True)
    """)
    stock = project.run("add_ann.py", check=False)
    assert stock.stdout == "AutoField\nann True\n"
    assert "TypeError: Field 'id' expected a number but got ObjectId" in stock.stderr

    project.write("mysite/apps.py", """
        from django.contrib.admin.apps import AdminConfig
        from django.contrib.auth.apps import AuthConfig
        from django.contrib.contenttypes.apps import ContentTypesConfig

        class MongoAdminConfig(AdminConfig):
            default_auto_field = "django_mongodb_backend.fields.ObjectIdAutoField"

        class MongoAuthConfig(AuthConfig):
            default_auto_field = "django_mongodb_backend.fields.ObjectIdAutoField"

        class MongoContentTypesConfig(ContentTypesConfig):
            default_auto_field = "django_mongodb_backend.fields.ObjectIdAutoField"
    """)
    for app, config in {"admin": "Admin", "auth": "Auth", "contenttypes": "ContentTypes"}.items():
        project.replace("mysite/settings.py", f"'django.contrib.{app}'", f"'mysite.apps.Mongo{config}Config'")
    added = project.run("add_ann.py").stdout
    assert added.startswith("ObjectIdAutoField\nann True\nTrue\nMigrations for 'admin':\n")
    assert all(f"~ Alter field id on {model}\n" in added for model in ("logentry", "user", "contenttype"))


@pytest.mark.uses("flask", "flask-security", "mongoengine", "argon2-cffi")
def test_flask_security_keeps_users_in_mongodb_through_mongoengine(folder):
    folder.copy("mongodb_stand_in.py")
    folder.write("app.py", """
        from flask import Flask
        from flask_security import MongoEngineUserDatastore, RoleMixin, Security, UserMixin
        from mongodb_stand_in import stand_in
        from mongoengine import BooleanField, Document, ListField, ReferenceField, StringField, connect

        class Role(Document, RoleMixin):
            name = StringField()

        class User(Document, UserMixin):
            email = StringField()
            password = StringField()
            active = BooleanField(default=True)
            fs_uniquifier = StringField()
            roles = ListField(ReferenceField(Role))

        app = Flask(__name__)
        app.config.update(
            SECRET_KEY="for the proof", SECURITY_PASSWORD_SALT="for the proof too",
            SECURITY_REGISTERABLE=True, SECURITY_SEND_REGISTER_EMAIL=False,
            SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
        )

        with stand_in(None) as (url, version, asked):
            Security(app, MongoEngineUserDatastore(connect("shop", host=url, server_api=version), User, Role))
            browser = app.test_client()
            token = browser.get("/register", json={}).json["response"]["csrf_token"]
            form = {"email": "ann@example.com", "password": "right horse", "password_confirm": "right horse", "csrf_token": token}
            print(browser.post("/register", json=form).status_code)
            [user] = asked["insert"][0]["documents"]
            print(user["email"], user["password"].startswith("$argon2"))
    """)
    assert folder.run("app.py").stdout.splitlines() == ["200", "ann@example.com True"]


@pytest.mark.uses("fastapi", "fastapi-users", "fastapi-users-db-beanie", "beanie", "httpx")
def test_fastapi_users_keeps_users_in_mongodb_through_beanie(folder):
    folder.copy("mongodb_stand_in.py")
    folder.write("app.py", """
        from contextlib import asynccontextmanager

        from beanie import Document, PydanticObjectId, init_beanie
        from fastapi import FastAPI
        from fastapi.testclient import TestClient
        from fastapi_users import BaseUserManager, FastAPIUsers, schemas
        from fastapi_users_db_beanie import BeanieBaseUser, BeanieUserDatabase, ObjectIDIDMixin
        from mongodb_stand_in import stand_in
        from pymongo import AsyncMongoClient

        class User(BeanieBaseUser, Document):
            pass

        class Users(ObjectIDIDMixin, BaseUserManager[User, PydanticObjectId]):
            pass

        async def users():
            yield Users(BeanieUserDatabase(User))

        @asynccontextmanager
        async def connect(app):
            async with AsyncMongoClient(url, server_api=version) as client:
                await init_beanie(client.shop, document_models=[User])
                yield

        app = FastAPI(lifespan=connect)
        members = FastAPIUsers[User, PydanticObjectId](users, [])
        app.include_router(members.get_register_router(schemas.BaseUser[PydanticObjectId], schemas.BaseUserCreate))

        with stand_in(None) as (url, version, asked), TestClient(app) as client:
            answer = client.post("/register", json={"email": "ann@example.com", "password": "right"})
            print(answer.status_code, answer.json()["email"])
            [user] = asked["insert"][0]["documents"]
            print(user["email"], user["hashed_password"].startswith("$argon2"))
    """)
    assert folder.run("app.py").stdout.splitlines() == ["201 ann@example.com", "ann@example.com True"]
