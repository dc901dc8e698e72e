"""The screens on which staff work with the data: Django's admin, Flask-Admin and starlette-admin."""

import re
import sqlite3

import pytest
import requests

from harness import APPS, Folder

LARGE = {"title": "Emma", "price": "12345.67"}  # a digit more than the column has


def log_in(url: str, name: str) -> requests.Session:
    """A browser in which `name` is logged in to Django's admin; it sends the CSRF token along."""
    browser = requests.Session()
    browser.get(f"{url}/admin/login/")
    browser.headers["X-CSRFToken"] = browser.cookies["csrftoken"]
    browser.post(f"{url}/admin/login/", data={"username": name, "password": "correct horse"})
    browser.headers["X-CSRFToken"] = browser.cookies["csrftoken"]
    return browser


@pytest.mark.uses("django")
def test_django_admin_lists_adds_checks_changes_and_deletes(project, measure):
    project.copy("book_models.py", "shop/models.py")
    project.copy("book_admin.py", "shop/admin.py")
    project.run("manage.py", "makemigrations")
    project.run("manage.py", "migrate")
    project.run("manage.py", "shell", "-c", """
from django.contrib.auth.models import User
User.objects.create_superuser("ann", password="correct horse")
""")
    assert project.typed_lines() == 6
    measure("lines typed for an admin of one table", project.typed_lines(), "lines", of="Django")

    with project.serving("manage.py runserver --noreload {port}") as url:
        ann, books = log_in(url, "ann"), f"{url}/admin/shop/book/"
        ann.post(f"{books}add/", data={"title": "Walden", "price": "9.90"})
        assert "Walden" not in requests.get(books).text
        assert "Enter a number." in ann.post(f"{books}add/", data={"title": "Emma", "price": "cheap"}).text
        assert "no more than 6 digits in total" in ann.post(f"{books}add/", data=LARGE).text
        ann.post(f"{books}1/change/", data={"title": "Walden Two", "price": "9.90"})
        listed = ann.get(books).text
        assert "1 book" in listed and "Walden Two" in listed
        ann.post(f"{books}1/delete/", data={"post": "yes"})
        assert "0 books" in ann.get(books).text


@pytest.mark.uses("flask", "flask-admin", "flask-appbuilder", "flask-sqlalchemy")
def test_flask_admin_and_with_log_in_flask_appbuilder_list_add_check_change_and_delete(folder, measure):
    program = (APPS / "book_flask_admin.py").read_text().splitlines(keepends=True)
    folder.write("app.py", "".join(line for line in program if "Babel" not in line))
    assert folder.typed_lines() == 16
    measure("lines typed for an admin of one table", 16, "lines", of="Flask-Admin")
    folder.write("without_babel.py", """
        import sys

        sys.modules["flask_babel"] = None  # as where Flask-Babel is not installed; where it is, Flask-Admin wants it set up
        from app import app

        app.run(port=int(sys.argv[1]))
    """)
    with folder.serving("without_babel.py {port}") as url:
        books = f"{url}/admin/book/"
        requests.post(f"{books}new/", data={"title": "Walden", "price": "9.90"})
        refused = requests.post(f"{books}new/", data={"title": "Emma", "price": "cheap"}).text
        assert "Not a valid decimal value." in refused
        requests.post(f"{books}edit/?id=1", data={"title": "Walden Two", "price": "9.90"})
        listed = requests.get(books).text
        assert "Walden Two" in listed and "Emma" not in listed
        requests.post(f"{books}delete/", data={"id": "1"})
        assert "Walden" not in requests.get(books).text
        requests.post(f"{books}new/", data=LARGE)
        assert "12345.67" in requests.get(books).text

    built = Folder(folder.path / "built")
    built.copy("book_appbuilder.py", "app.py")
    assert built.typed_lines() == 21
    measure("lines typed for an admin of one table", 21, "lines", of="Flask-AppBuilder")
    with people_in_appbuilder(built) as url:
        ann, books = log_in_to_appbuilder(url, "ann"), f"{url}/bookview"
        stranger = requests.get(f"{books}/list/", allow_redirects=False)
        assert stranger.headers["Location"].startswith("/login/?next=")
        ann.post(f"{books}/add", data={"title": "Walden", "price": "9.90"} | token_of(ann, f"{books}/add"))
        refused = ann.post(f"{books}/add", data={"title": "Emma", "price": "cheap"} | token_of(ann, f"{books}/add")).text
        assert "Not a valid decimal value." in refused
        ann.post(f"{books}/edit/1", data={"title": "Walden Two", "price": "9.90"} | token_of(ann, f"{books}/edit/1"))
        listed = ann.get(f"{books}/list/").text
        assert "Walden Two" in listed and "Emma" not in listed
        ann.post(f"{books}/delete/1", data=token_of(ann, f"{books}/list/"))
        assert "Walden" not in ann.get(f"{books}/list/").text
        ann.post(f"{books}/add", data=LARGE | token_of(ann, f"{books}/add"))
        assert "12345.67" in ann.get(f"{books}/list/").text


def browser_in_starlette_admin(url: str, name: str | None = None) -> requests.Session:
    """A browser that sends starlette-admin's CSRF token along; `name` logs in."""
    browser = requests.Session()
    browser.get(f"{url}/admin/")
    browser.headers["X-CSRFToken"] = browser.cookies["starlette_admin_csrftoken"]
    if name:
        browser.post(f"{url}/admin/login", data={"username": name, "password": f"{name}'s"})
    return browser


@pytest.mark.uses("fastapi", "starlette-admin", "sqlmodel", "piccolo-admin", "uvicorn", "greenlet")
def test_starlette_admin_and_with_log_in_piccolo_admin_list_add_check_change_and_delete(folder, measure):
    folder.copy("book_starlette_admin.py", "app.py")
    assert folder.typed_lines() == 14
    measure("lines typed for an admin of one table", 14, "lines", of="starlette-admin")

    with folder.serving("-m uvicorn app:app --port {port}") as url:
        anybody, books = browser_in_starlette_admin(url), f"{url}/admin/book"
        anybody.post(f"{books}/create", data={"title": "Walden", "price": "9.90"})
        refused = anybody.post(f"{books}/create", data={"title": "Emma", "price": "cheap"})
        assert (refused.status_code, 'id="price-error">This field is required.' in refused.text) == (422, True)
        assert anybody.post(f"{books}/create", data=LARGE).status_code == 422
        anybody.post(f"{books}/edit?pk=1", data={"title": "Walden Two", "price": "9.90"})
        listed = anybody.get(f"{books}/list").text
        assert "Walden Two" in listed and "Emma" not in listed
        anybody.post(f"{url}/admin/_api/book/action?name=delete&pks=1")
        assert "Walden" not in anybody.get(f"{books}/list").text

    built = Folder(folder.path / "built")
    people = people_in_a_generated_piccolo_admin(built)
    assert built.typed_lines() == 6
    measure("lines typed for an admin of one table", 6, "lines", of="Piccolo Admin")
    with people as url:
        ann, books = log_in_to_piccolo_admin(url), f"{url}/admin/api/tables/book/"
        assert requests.get(books).status_code == 401
        ann.post(books, json={"title": "Walden", "price": "9.90"})
        refused = ann.post(books, json={"title": "Emma", "price": "cheap"})
        assert "Input should be a valid decimal" in refused.text
        assert ann.post(books, json=LARGE).status_code == 422
        ann.patch(f"{books}1/", json={"title": "Walden Two"})
        assert [book["title"] for book in ann.get(books).json()["rows"]] == ["Walden Two"]
        ann.delete(f"{books}1/")
        assert ann.get(books).json()["rows"] == []


def people_in_a_generated_piccolo_admin(folder):
    """A project that Piccolo generates for FastAPI, with a table and Ann in it; a context that yields the address."""
    folder.path.mkdir()
    folder.run("-c", """
import io, sys
sys.stdin = io.StringIO("1\\n0\\n")  # what it asks: FastAPI, and Uvicorn
from piccolo.apps.asgi.commands.new import new
new()
""")
    settings = folder.read("piccolo_conf.py")
    postgresql = settings[settings.index("DB ="):settings.index("\n\nAPP_REGISTRY")]
    folder.replace("piccolo_conf.py", postgresql, 'DB = SQLiteEngine(path="piccolo.sqlite3")')
    engine = "from piccolo.engine.{0} import {1}Engine"
    folder.replace("piccolo_conf.py", engine.format("postgres", "Postgres"), engine.format("sqlite", "SQLite"))
    imports = "from piccolo.columns import Varchar, Boolean"
    folder.replace("home/tables.py", imports, imports + ", Numeric")
    folder.replace("home/tables.py", "class Task(Table):", """
class Book(Table):
    title = Varchar(length=80)
    price = Numeric(digits=(6, 2))

class Task(Table):""")
    person = ("--username=ann", "--email=ann@example.org", "--password=correct horse")
    rights = ("--is_admin=t", "--is_superuser=t", "--is_active=t")
    for command in (("migrations", "new", "home", "--auto"), ("migrations", "forward", "all"), ("user", "create", *person, *rights)):
        folder.run("-m", "piccolo.main", *command)
    return folder.serving("-m uvicorn app:app --port {port}")


def people_in_piccolo_admin(folder):
    """Piccolo Admin with Ann in it; a context that yields the address."""
    folder.write("piccolo_conf.py", """
        from piccolo.engine.sqlite import SQLiteEngine

        DB = SQLiteEngine(path="piccolo.sqlite3")
    """)
    folder.write("shop.py", """
        from fastapi import FastAPI
        from piccolo.apps.user.tables import BaseUser
        from piccolo.columns import Numeric, Varchar
        from piccolo.table import Table, create_db_tables_sync
        from piccolo_admin import create_admin
        from piccolo_api.session_auth.tables import SessionsBase

        class Book(Table):
            title = Varchar(length=80)
            price = Numeric(digits=(6, 2))

        create_db_tables_sync(Book, BaseUser, SessionsBase, if_not_exists=True)
        app = FastAPI()
        app.mount("/admin/", create_admin([Book]))
    """)
    folder.run("-c", "from shop import BaseUser; BaseUser.create_user_sync('ann', 'correct horse', active=True, admin=True)")
    return folder.serving("-m uvicorn shop:app --port {port}")


def log_in_to_piccolo_admin(url: str) -> requests.Session:
    """A browser in which Ann is logged in; it sends the CSRF token along."""
    browser = requests.Session()
    browser.get(f"{url}/admin/")
    browser.headers["X-CSRFToken"] = browser.cookies["csrftoken"]
    browser.post(f"{url}/admin/public/login/", json={"username": "ann", "password": "correct horse"})
    return browser


@pytest.mark.uses("django")
def test_django_admin_sends_a_stranger_to_the_log_in_page(project):
    project.copy("book_models.py", "shop/models.py")
    project.copy("book_admin.py", "shop/admin.py")
    project.run("manage.py", "makemigrations")
    project.run("manage.py", "migrate")
    stranger = requests.Session()
    with project.serving("manage.py runserver --noreload {port}") as url:
        stranger.get(f"{url}/admin/login/")
        stranger.headers["X-CSRFToken"] = stranger.cookies["csrftoken"]
        for page in ("/admin/", "/admin/shop/book/", "/admin/shop/book/add/"):
            sent_away = stranger.get(f"{url}{page}", allow_redirects=False)
            assert sent_away.headers["Location"] == f"/admin/login/?next={page}"
        stranger.post(f"{url}/admin/shop/book/add/", data={"title": "Walden", "price": "9.90"})
    with sqlite3.connect(project.path / "db.sqlite3") as database:
        assert database.execute("SELECT title FROM shop_book").fetchall() == []


@pytest.mark.uses("flask", "flask-admin", "flask-appbuilder", "flask-sqlalchemy")
def test_a_stranger_may_write_in_flask_admin_until_a_rule_is_typed_and_must_log_in_to_flask_appbuilder(folder):
    folder.copy("book_flask_admin.py", "app.py")
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(f"{url}/admin/").status_code == 200
        requests.post(f"{url}/admin/book/new/", data={"title": "Walden", "price": "9.90"})

    folder.replace("app.py", "admin = Admin(app)", """
class Guarded(ModelView):
    def is_accessible(self):
        from flask import request
        return bool(request.authorization) and request.authorization.password == "right"

admin = Admin(app)""")
    folder.replace("app.py", "ModelView(Book", "Guarded(Book")
    with folder.serving("-m flask --app app run --port {port}") as url:
        refused = requests.post(f"{url}/admin/book/new/", data={"title": "Emma", "price": "9.90"})
        assert refused.status_code == 403
        requests.post(f"{url}/admin/book/new/", data={"title": "Dune", "price": "9.90"}, auth=("ann", "right"))
    with sqlite3.connect(folder.path / "books.sqlite3") as database:
        assert database.execute("SELECT title FROM book").fetchall() == [("Walden",), ("Dune",)]

    with people_in_appbuilder(folder) as url:
        stranger = requests.get(f"{url}/bookview/list/", allow_redirects=False)
        assert log_in_to_appbuilder(url, "ann").get(f"{url}/bookview/list/", allow_redirects=False).status_code == 200
    assert (stranger.status_code, stranger.headers["Location"][:13]) == (302, "/login/?next=")


def ask_starlette_admins_people_to_log_in(folder) -> None:
    """Add the log-in that starlette-admin wants to be told: whose password is right, and who is here."""
    folder.replace("app.py", "admin = Admin(engine, ", """
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette_admin.auth import AdminUser, AuthProvider, LoginFailed

class People(AuthProvider):
    async def login(self, username, password, remember_me, request):
        if password != f"{username}'s":
            raise LoginFailed("no")
        request.session["name"] = username

    async def authenticate(self, request):
        if "name" in request.session:
            return AdminUser(request.session["name"])

    async def logout(self, request):
        request.session.clear()

sessions = Middleware(SessionMiddleware, secret_key="for the proof")
admin = Admin(engine, auth_provider=People(), middlewares=[sessions], """)


@pytest.mark.uses("fastapi", "starlette-admin", "piccolo-admin", "sqlmodel", "uvicorn", "greenlet")
def test_a_stranger_may_write_in_starlette_admin_until_it_is_told_who_may_log_in_and_must_log_in_to_piccolo_admin(folder):
    folder.copy("book_starlette_admin.py", "app.py")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        stranger = browser_in_starlette_admin(url)
        stranger.post(f"{url}/admin/book/create", data={"title": "Walden", "price": "9.90"})

    ask_starlette_admins_people_to_log_in(folder)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        stranger, ann = browser_in_starlette_admin(url), browser_in_starlette_admin(url, "ann")
        for page in ("/admin/", "/admin/book/list", "/admin/book/create"):
            sent_away = stranger.get(f"{url}{page}", allow_redirects=False).headers["Location"]
            assert sent_away.startswith(f"{url}/admin/login?next=")
        stranger.post(f"{url}/admin/book/create", data={"title": "Emma", "price": "9.90"})
        ann.post(f"{url}/admin/book/create", data={"title": "Dune", "price": "9.90"})
    with sqlite3.connect(folder.path / "books.sqlite3") as database:
        assert database.execute("SELECT title FROM book").fetchall() == [("Walden",), ("Dune",)]

    with people_in_piccolo_admin(folder) as url:
        stranger, ann, books = requests.Session(), log_in_to_piccolo_admin(url), f"{url}/admin/api/tables/book/"
        stranger.get(f"{url}/admin/")
        token = {"X-CSRFToken": stranger.cookies["csrftoken"]}
        assert stranger.post(books, json={"title": "Emma", "price": "9.90"}, headers=token).status_code == 401
        assert ann.post(books, json={"title": "Dune", "price": "9.90"}).status_code == 201
        assert [book["title"] for book in ann.get(books).json()["rows"]] == ["Dune"]


@pytest.mark.uses("django")
def test_django_admin_lets_each_person_do_what_their_permissions_say(project):
    project.copy("book_models.py", "shop/models.py")
    project.copy("book_admin.py", "shop/admin.py")
    project.run("manage.py", "makemigrations")
    project.run("manage.py", "migrate")
    project.run("manage.py", "shell", "-c", """
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission, User
password = make_password("correct horse")
for name, permissions in {"nobody": [], "viewer": ["view_book"], "adder": ["view_book", "add_book"]}.items():
    person = User.objects.create(username=name, password=password, is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=permissions))
""")
    walden = {"title": "Walden", "price": "9.90"}
    with project.serving("manage.py runserver --noreload {port}") as url:
        books = f"{url}/admin/shop/book/"
        nobody, viewer, adder = log_in(url, "nobody"), log_in(url, "viewer"), log_in(url, "adder")
        assert nobody.get(books).status_code == 403
        assert viewer.get(books).status_code == 200
        assert viewer.post(f"{books}add/", data=walden).status_code == 403
        assert adder.post(f"{books}add/", data=walden, allow_redirects=False).status_code == 302
        assert viewer.get(f"{books}1/change/").status_code == 200
        assert viewer.post(f"{books}1/change/", data=walden).status_code == 403
        assert adder.post(f"{books}1/delete/", data={"post": "yes"}).status_code == 403


@pytest.mark.uses("flask", "flask-admin", "flask-appbuilder", "flask-sqlalchemy")
def test_switches_hold_for_everybody_in_flask_admin_and_roles_decide_in_flask_appbuilder(folder):
    folder.copy("book_flask_admin.py", "app.py")
    folder.replace("app.py", "admin = Admin(app)", """
class ViewOnly(ModelView):
    can_create = False

admin = Admin(app)""")
    folder.replace("app.py", "ModelView(Book", "ViewOnly(Book")
    with folder.serving("-m flask --app app run --port {port}") as url:
        for person in ("ann", "bob"):
            book = {"title": f"by {person}", "price": "1"}
            requests.post(f"{url}/admin/book/new/", data=book, auth=(person, f"{person}'s"))

    folder.replace("app.py", "    can_create = False", """
    @property
    def can_create(self):
        from flask import request
        return bool(request.authorization) and request.authorization.password == "ann's\"""")
    with folder.serving("-m flask --app app run --port {port}") as url:
        for person in ("ann", "bob"):
            book = {"title": f"by {person}", "price": "1"}
            requests.post(f"{url}/admin/book/new/", data=book, auth=(person, f"{person}'s"))
    with sqlite3.connect(folder.path / "books.sqlite3") as database:
        assert database.execute("SELECT title FROM book").fetchall() == [("by ann",)]

    walden = {"title": "Walden", "price": "9.90"}
    with people_in_appbuilder(folder) as url:
        books, ann, bob = f"{url}/bookview", log_in_to_appbuilder(url, "ann"), log_in_to_appbuilder(url, "bob")
        assert bob.post(f"{books}/add", data=walden | token_of(ann, f"{books}/add")).status_code == 403
        assert "Walden" not in ann.get(f"{books}/list/").text
        ann.post(f"{books}/add", data=walden | token_of(ann, f"{books}/add"))
        assert "Walden" in bob.get(f"{books}/list/").text
        assert bob.post(f"{books}/edit/1", data=walden | {"title": "Emma"}).status_code == 403
        assert bob.post(f"{books}/delete/1").status_code == 403
        assert "Walden" in ann.get(f"{books}/list/").text


@pytest.mark.uses("fastapi", "starlette-admin", "sqlmodel", "uvicorn", "greenlet")
def test_starlette_admin_lets_each_person_do_what_the_rules_one_types_say(folder):
    folder.copy("book_starlette_admin.py", "app.py")
    ask_starlette_admins_people_to_log_in(folder)
    walden = {"title": "Walden", "price": "9.90"}
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert browser_in_starlette_admin(url, "nobody").post(f"{url}/admin/book/create", data=walden).status_code == 200

    folder.replace("app.py", "admin = Admin(engine", """
class Guarded(ModelView):
    def is_accessible(self, request):
        return request.state.admin_user.username in ("viewer", "adder")

    def can_create(self, request):
        return request.state.admin_user.username == "adder"

    def can_edit(self, request):
        return False

    can_delete = can_edit

admin = Admin(engine""")
    folder.replace("app.py", "ModelView(Book", "Guarded(Book")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        books = f"{url}/admin/book"
        nobody, viewer, adder = (browser_in_starlette_admin(url, name) for name in ("nobody", "viewer", "adder"))
        assert nobody.get(f"{books}/list").status_code == 403
        assert viewer.get(f"{books}/list").status_code == 200
        assert viewer.post(f"{books}/create", data=walden).status_code == 403
        assert adder.post(f"{books}/create", data=walden, allow_redirects=False).status_code == 303
        assert adder.post(f"{books}/edit?pk=1", data=walden).status_code == 403
        refused = adder.post(f"{url}/admin/_api/book/action?name=delete&pks=1")
        assert (refused.status_code, refused.json()) == (400, {"msg": "Forbidden"})
        assert "Walden" in viewer.get(f"{books}/list").text
        assert imported_by(viewer, url) == 200
        assert "Emma" in viewer.get(f"{books}/list").text
        assert imported_by(viewer, url, '[{"id": 1, "title": "Walden Two", "price": "9.90"}]', update_existing="1") == 200
        assert "Walden Two" in viewer.get(f"{books}/list").text

    folder.replace("app.py", "    can_delete = can_edit", "    can_delete = can_import = can_edit")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert imported_by(browser_in_starlette_admin(url, "viewer"), url) == 403


def imported_by(browser: requests.Session, url: str, books='[{"title": "Emma", "price": "9.90"}]', **options) -> int:
    """Import books into starlette-admin as its page does; the status of the answer."""
    file = {"file": ("books.json", books)}
    return browser.post(f"{url}/admin/_api/book/import", data={"format": "json"} | options, files=file).status_code


@pytest.mark.uses("django", "django-simple-history")
def test_django_admin_keeps_a_history_of_who_changed_what_and_django_simple_history_the_old_values(project):
    project.copy("book_models.py", "shop/models.py")
    project.copy("book_admin.py", "shop/admin.py")
    project.run("manage.py", "makemigrations")
    project.run("manage.py", "migrate")
    project.run("manage.py", "shell", "-c", """
from django.contrib.auth.models import User
User.objects.create_superuser("ann", password="correct horse")
""")
    with project.serving("manage.py runserver --noreload {port}") as url:
        ann, books = log_in(url, "ann"), f"{url}/admin/shop/book/"
        ann.post(f"{books}add/", data={"title": "Walden", "price": "9.90"})
        ann.post(f"{books}1/change/", data={"title": "Walden", "price": "4.50"})
        history = ann.get(f"{books}1/history/").text
    assert "Changed Price." in history
    with sqlite3.connect(project.path / "db.sqlite3") as database:
        entries = database.execute("""
            SELECT username, object_repr, change_message, action_time IS NOT NULL FROM django_admin_log
            JOIN auth_user ON auth_user.id = user_id ORDER BY action_time
        """).fetchall()
    assert entries == [
        ("ann", "Book object (1)", '[{"added": {}}]', 1),
        ("ann", "Book object (1)", '[{"changed": {"fields": ["Price"]}}]', 1),
    ]

    project.replace("mysite/settings.py", "    'shop',\n", "    'shop',\n    'simple_history',\n")
    middleware = "simple_history.middleware.HistoryRequestMiddleware"
    project.replace("mysite/settings.py", "\n]\n\nROOT_URLCONF", f"\n    '{middleware}',\n]\n\nROOT_URLCONF")
    project.replace("shop/models.py", "from django.db", "from simple_history.models import HistoricalRecords\nfrom django.db")
    project.replace("shop/models.py", "    price =", "    history = HistoricalRecords()\n    price =")
    project.write("shop/admin.py", """
        from django.contrib import admin
        from simple_history.admin import SimpleHistoryAdmin
        from .models import Book

        admin.site.register(Book, SimpleHistoryAdmin)
    """)
    project.run("manage.py", "makemigrations")
    project.run("manage.py", "migrate")
    with project.serving("manage.py runserver --noreload {port}") as url:
        ann, book = log_in(url, "ann"), f"{url}/admin/shop/book/1/"
        for price in ("5.50", "6.50"):
            ann.post(f"{book}change/", data={"title": "Walden", "price": price})
        assert re.search("Price.*5.50.*6.50", ann.get(f"{book}history/").text, re.DOTALL)
    project.run("manage.py", "shell", "-c", "from shop.models import Book; Book.objects.update(price=7)")
    with sqlite3.connect(project.path / "db.sqlite3") as database:
        versions = database.execute("""
            SELECT username, price FROM shop_historicalbook
            LEFT JOIN auth_user ON auth_user.id = history_user_id ORDER BY history_date
        """).fetchall()
        assert database.execute("SELECT price FROM shop_book").fetchall() == [(7,)]
    assert versions == [("ann", 5.5), ("ann", 6.5)]


@pytest.mark.uses("flask", "flask-admin", "flask-login", "flask-sqlalchemy", "sqlalchemy-continuum")
def test_flask_admin_keeps_no_history_until_sqlalchemy_continuum_keeps_every_version_and_who_made_it(folder):
    folder.copy("book_flask_admin.py", "app.py")
    assert changed_in_the_admin(folder).status_code == 404
    with sqlite3.connect(folder.path / "books.sqlite3") as database:
        tables = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        assert tables == [("book",)]
        assert database.execute("SELECT * FROM book").fetchall() == [(1, "Emma", 9.9)]

    (folder.path / "books.sqlite3").unlink()
    folder.replace("app.py", "from flask import Flask", """
from flask import Flask
from flask_login import LoginManager, UserMixin, login_user
from sqlalchemy.orm import configure_mappers
from sqlalchemy_continuum import make_versioned, version_class
from sqlalchemy_continuum.plugins import FlaskPlugin

make_versioned(plugins=[FlaskPlugin()])
""")
    folder.replace("app.py", "class Book(db.Model):", """
class User(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80))

people = LoginManager(app)
people.user_loader(lambda id: db.session.get(User, int(id)))

@app.get("/log-in/<name>")
def log_in(name):
    login_user(db.session.scalars(db.select(User).filter_by(name=name)).one())
    return name

class Book(db.Model):
    __versioned__ = {}""")
    folder.replace("app.py", "admin = Admin(app)", "configure_mappers()\nadmin = Admin(app)")
    folder.replace("app.py", "admin = Admin(app)", """
class VersionView(ModelView):
    can_create = can_edit = can_delete = False

admin = Admin(app)""")
    folder.replace("app.py", "admin.add_view(", "admin.add_view(VersionView(version_class(Book), db.session))\nadmin.add_view(")
    folder.replace("app.py", "    db.create_all()", """
    db.create_all()
    db.session.add_all([User(name="ann"), User(name="bob")])
    db.session.commit()""")
    history = changed_in_the_admin(folder, by=("ann", "bob")).text
    assert "Walden" in history and "Emma" in history
    with sqlite3.connect(folder.path / "books.sqlite3") as database:
        versions = database.execute("""
            SELECT title, name, issued_at IS NOT NULL FROM book_version
            JOIN "transaction" ON "transaction".id = transaction_id JOIN user ON user.id = user_id
            ORDER BY transaction_id
        """).fetchall()
    assert versions == [("Walden", "ann", 1), ("Emma", "bob", 1)]
    folder.run("-c", """
from app import app, db, Book
with app.app_context():
    db.session.execute(db.update(Book).values(title="Dune"))
    db.session.commit()
""")
    with sqlite3.connect(folder.path / "books.sqlite3") as database:
        assert database.execute("SELECT title FROM book").fetchall() == [("Dune",)]
        assert database.execute("SELECT title FROM book_version").fetchall() == [("Walden",), ("Emma",)]


def changed_in_the_admin(folder, by: tuple[str, ...] = ()) -> requests.Response:
    """Add a book, rename it, each `by` its person if told, and forge a version; what the page of versions answers then."""
    with folder.serving("-m flask --app app run --port {port}") as url:
        first, second = requests.Session(), requests.Session()
        for browser, name in zip((first, second), by, strict=False):
            browser.get(f"{url}/log-in/{name}")
        first.post(f"{url}/admin/book/new/", data={"title": "Walden", "price": "9.90"})
        second.post(f"{url}/admin/book/edit/?id=1", data={"title": "Emma", "price": "9.90"})
        forged = {"title": "Forged", "price": "9.90", "operation_type": 1, "transaction": 2}
        second.post(f"{url}/admin/bookversion/edit/?id=1,2", data=forged)
        return requests.get(f"{url}/admin/bookversion/")


@pytest.mark.uses("fastapi", "starlette-admin", "sqlalchemy-continuum", "sqlmodel", "uvicorn", "greenlet")
def test_starlette_admin_keeps_no_history_until_sqlalchemy_continuum_keeps_every_version(folder):
    folder.copy("book_starlette_admin.py", "app.py")
    assert changed_in_starlette_admin(folder).status_code == 404
    with sqlite3.connect(folder.path / "books.sqlite3") as database:
        tables = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        assert tables == [("book",)]
        assert database.execute("SELECT * FROM book").fetchall() == [(1, "Emma", 9.9)]

    (folder.path / "books.sqlite3").unlink()
    folder.replace("app.py", "engine = create_engine", """
from sqlalchemy.orm import configure_mappers
from sqlalchemy_continuum import make_versioned, version_class
from starlette_admin.contrib import sqla

make_versioned(user_cls=None)
engine = create_engine""")
    folder.replace("app.py", "table=True):", "table=True):\n    __versioned__ = {}")
    folder.replace("app.py", "SQLModel.metadata.create_all", """
class BookView(ModelView):
    fields = ["title", "price"]

class VersionView(sqla.ModelView):
    fields = ["id", "title", "price"]
    can_create = can_edit = can_delete = lambda self, request: False

configure_mappers()
SQLModel.metadata.create_all""")
    folder.replace("app.py", "admin.add_view(ModelView(Book))", """
admin.add_view(BookView(Book))
admin.add_view(VersionView(version_class(Book)))""")
    history = changed_in_starlette_admin(folder).text
    assert "Walden" in history and "Emma" in history
    with sqlite3.connect(folder.path / "books.sqlite3") as database:
        versions = database.execute("""
            SELECT title, issued_at IS NOT NULL FROM book_version
            JOIN "transaction" ON "transaction".id = transaction_id ORDER BY transaction_id
        """).fetchall()
        columns = {row[0] for row in database.execute("SELECT name FROM pragma_table_info('transaction')")}
    assert versions == [("Walden", 1), ("Emma", 1)]
    assert columns == {"id", "issued_at", "remote_addr"}  # nobody's name
    folder.run("-c", """
from app import Book, engine
from sqlmodel import Session, update
with Session(engine) as session:
    session.execute(update(Book).values(title="Dune"))
    session.commit()
""")
    with sqlite3.connect(folder.path / "books.sqlite3") as database:
        assert database.execute("SELECT title FROM book").fetchall() == [("Dune",)]
        assert database.execute("SELECT title FROM book_version").fetchall() == [("Walden",), ("Emma",)]


def changed_in_starlette_admin(folder) -> requests.Response:
    """Add a book, rename it and forge a version of it; what the page of its versions answers then."""
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        anybody = browser_in_starlette_admin(url)
        anybody.post(f"{url}/admin/book/create", data={"title": "Walden", "price": "9.90"})
        anybody.post(f"{url}/admin/book/edit?pk=1", data={"title": "Emma", "price": "9.90"})
        anybody.post(f"{url}/admin/book-version/edit?pk=1,2", data={"id": 1, "title": "Forged", "price": "9.90"})
        return anybody.get(f"{url}/admin/book-version/list")


@pytest.mark.uses("django")
def test_django_admin_refuses_a_forged_post(project):
    project.copy("book_models.py", "shop/models.py")
    project.copy("book_admin.py", "shop/admin.py")
    project.run("manage.py", "makemigrations")
    project.run("manage.py", "migrate")
    project.run("manage.py", "shell", "-c", """
from django.contrib.auth.models import User
User.objects.create_superuser("ann", password="correct horse")
""")
    walden = {"title": "Walden", "price": "9.90"}
    with project.serving("manage.py runserver --noreload {port}") as url:
        ann, books = log_in(url, "ann"), f"{url}/admin/shop/book"
        ann.post(f"{books}/add/", data=walden)
        del ann.headers["X-CSRFToken"]
        forged = {"add": walden, "1/change": {"title": "Emma", "price": "1"}, "1/delete": {"post": "yes"}}
        assert {ann.post(f"{books}/{page}/", data=form).status_code for page, form in forged.items()} == {403}
    with sqlite3.connect(project.path / "db.sqlite3") as database:
        assert database.execute("SELECT title FROM shop_book").fetchall() == [("Walden",)]


@pytest.mark.uses("flask", "flask-appbuilder", "flask-wtf", "flask-admin", "flask-sqlalchemy")
def test_flask_appbuilder_refuses_forged_posts_but_deletes_and_flask_admin_none_until_its_secureform_or_csrfprotect_refuses_all(folder):
    csrf_protect = "from flask_wtf import CSRFProtect\nCSRFProtect(app)\n"
    for guard, kept in {"": False, csrf_protect: True}.items():
        server = people_in_appbuilder(folder)
        folder.replace("app.py", "db = SQLA(app)", f"{guard}db = SQLA(app)")
        with server as url:
            ann, books = log_in_to_appbuilder(url, "ann"), f"{url}/bookview"
            ann.post(f"{books}/add", data={"title": "Walden", "price": "9.90"})
            ann.post(f"{books}/add", data={"title": "Emma", "price": "9.90"} | token_of(ann, f"{books}/add"))
            ann.post(f"{books}/edit/1", data={"title": "Dune", "price": "9.90"})
            assert re.findall("Walden|Emma|Dune", ann.get(f"{books}/list/").text) == ["Emma"]
            ann.post(f"{books}/delete/1")
            assert ("Emma" in ann.get(f"{books}/list/").text) is kept
            ann.post(f"{books}/delete/1", data=token_of(ann, f"{books}/list/"))
            assert "Emma" not in ann.get(f"{books}/list/").text

    walden, emma, dune = ({"title": title, "price": "9.90"} for title in ("Walden", "Emma", "Dune"))
    forged = {"edit/?id=1": dune, "delete/": {"id": "1"}, "action/": {"action": "delete", "rowid": "2"}}

    def titles_after_each_forged_post(url: str) -> list:
        """Add two books, change one, delete it, and the other from the list, in a browser that no form was sent to."""
        kept = []
        for page, form in [("new/", walden), ("new/", emma), *forged.items()]:
            requests.post(f"{url}/admin/book/{page}", data=form)
            with sqlite3.connect(folder.path / "books.sqlite3") as database:
                kept.append([title for title, in database.execute("SELECT title FROM book ORDER BY id")])
        return kept

    (folder.path / "books.sqlite3").unlink()
    folder.copy("book_flask_admin.py", "app.py")
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert titles_after_each_forged_post(url) == [["Walden"], ["Walden", "Emma"], ["Dune", "Emma"], ["Emma"], []]

    secure_form = "from flask_admin.form import SecureForm\nModelView.form_base_class = SecureForm\n"
    for guard in (secure_form, csrf_protect):
        (folder.path / "books.sqlite3").unlink()
        folder.copy("book_flask_admin.py", "app.py")
        folder.replace("app.py", "admin = Admin(app)", f"{guard}admin = Admin(app)")
        with folder.serving("-m flask --app app run --port {port}") as url:
            ann, books = requests.Session(), f"{url}/admin/book"
            for title in ("Ulysses", "Dracula", "Emma", "Kim"):
                ann.post(f"{books}/new/", data={"title": title, "price": "9.90"} | token_of(ann, f"{books}/new/"))
            ann.post(f"{books}/delete/", data={"id": "4"} | token_of(ann, f"{books}/"))
            ann.post(f"{books}/action/", data={"action": "delete", "rowid": "3"} | token_of(ann, f"{books}/"))
            assert titles_after_each_forged_post(url) == [["Ulysses", "Dracula"]] * 5


@pytest.mark.uses("fastapi", "starlette-admin", "sqlmodel", "uvicorn", "greenlet")
def test_starlette_admin_refuses_a_forged_post(folder):
    folder.copy("book_starlette_admin.py", "app.py")
    ask_starlette_admins_people_to_log_in(folder)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        ann, books = browser_in_starlette_admin(url, "ann"), f"{url}/admin/book"
        form = ann.get(f"{books}/create").text
        token = re.search(r'name="csrftoken" value="([^"]+)"', form)[1]
        del ann.headers["X-CSRFToken"]
        ann.post(f"{books}/create", data={"title": "Emma", "price": "9.90", "csrftoken": token})
        walden = {"title": "Walden", "price": "9.90"}
        forged = {f"{books}/create": walden, f"{books}/edit?pk=1": walden}
        forged[f"{url}/admin/_api/book/action?name=delete&pks=1"] = {}
        for page, form in forged.items():
            refused = ann.post(page, data=form)
            assert (refused.status_code, refused.text) == (403, "CSRF token missing")
    with sqlite3.connect(folder.path / "books.sqlite3") as database:
        assert database.execute("SELECT title FROM book").fetchall() == [("Emma",)]


def people_in_appbuilder(folder):
    """Flask-AppBuilder with Ann, who may all, and Bob, who may list and show; a context that yields the address."""
    folder.copy("book_appbuilder.py", "app.py")
    folder.write("people.py", """
        from app import app, appbuilder

        with app.app_context():
            store = appbuilder.sm
            reader = store.add_role("Reader")
            for name in ("can_list", "can_show"):
                store.add_permission_role(reader, store.find_permission_view_menu(name, "BookView"))
            for name, role in {"ann": store.find_role("Admin"), "bob": reader}.items():
                store.add_user(name, name, name, f"{name}@example.org", role, "correct horse")
    """)
    (folder.path / "books.sqlite3").unlink(missing_ok=True)
    folder.run("people.py")
    return folder.serving("-m flask --app app run --port {port}")


def log_in_to_appbuilder(url: str, name: str) -> requests.Session:
    browser = requests.Session()
    form = {"username": name, "password": "correct horse"}
    browser.post(f"{url}/login/", data=form | token_of(browser, f"{url}/login/"))
    return browser


def token_of(browser: requests.Session, address: str) -> dict[str, str]:
    """What a page's form sends along against forged posts; nothing where there is none."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(address).text)
    return {"csrf_token": found[1]} if found else {}
