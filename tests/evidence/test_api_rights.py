"""Who may call an API: by role, and by record."""

from importlib.metadata import metadata

import pytest

from harness import Folder


@pytest.mark.uses("django", "djangorestframework")
def test_drf_lets_all_in_until_told_to_ask_djangos_groups_for_each_change_and_a_view_sets_query_narrows_the_records(project):
    project.replace("mysite/settings.py", "    'shop',\n", "    'shop',\n    'rest_framework',\n")
    project.write("shop/models.py", """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=80)
            owner = models.CharField(max_length=80)
    """)
    project.write("mysite/urls.py", """
        from rest_framework.permissions import DjangoModelPermissions
        from rest_framework.routers import SimpleRouter
        from rest_framework.serializers import ModelSerializer
        from rest_framework.viewsets import ModelViewSet
        from shop.models import Book

        class BookSerializer(ModelSerializer):
            class Meta:
                model = Book
                fields = ["title"]

        class Books(ModelViewSet):
            queryset = Book.objects.order_by("id")
            serializer_class = BookSerializer

        class TheirBooks(Books):
            permission_classes = [DjangoModelPermissions]

            def get_queryset(self):
                return Book.objects.filter(owner=self.request.user.username)

        router = SimpleRouter()
        router.register("open", Books, "open")
        router.register("theirs", TheirBooks, "theirs")
        urlpatterns = router.urls
    """)
    project.write("try_it.py", """
        from django.contrib.auth.models import Group, Permission, User
        from django.core.management import call_command
        from django.test import Client
        from shop.models import Book

        call_command("makemigrations", "shop", verbosity=0)
        call_command("migrate", verbosity=0)
        Book.objects.bulk_create(Book(title="Dune", owner=owner) for owner in ("ann", "bob"))
        editors = Group.objects.create(name="editors")
        editors.permissions.set(Permission.objects.filter(codename__in=["add_book", "change_book"]))
        host = {"HTTP_HOST": "localhost"}
        callers = {name: Client(**host) for name in ("a stranger", "ann", "bob")}
        for name in ("ann", "bob"):
            callers[name].force_login(User.objects.create(username=name))
        User.objects.get(username="ann").groups.add(editors)

        for name, caller in callers.items():
            for path in ("open", "theirs"):
                print(
                    *(caller.get(f"/{path}/{record}").status_code for record in ("", "1/", "2/")),
                    caller.post(f"/{path}/", {"title": "Emma"}).status_code,
                    *(caller.patch(f"/{path}/{record}/", {"title": "Emma"}, "application/json").status_code for record in (1, 2)),
                    caller.delete(f"/{path}/1/").status_code if path == "theirs" else "",
                )
        print(*(len(callers[name].get("/theirs/").json()) for name in ("ann", "bob")))
    """)
    told = project.run("manage.py", "shell", "-c", "import try_it").stdout.splitlines()[-7:]
    stranger, ann, bob = told[1:6:2]
    assert {line.strip() for line in told[0:6:2]} == {"200 200 200 201 200 200"}
    assert stranger == "403 403 403 403 403 403 403"
    assert ann == "200 200 404 201 200 404 403"
    assert bob == "200 404 200 403 403 403 403"
    assert told[6] == "1 1"


@pytest.mark.uses("flask", "flask-appbuilder")
def test_flask_lets_all_in_and_flask_appbuilders_api_those_whose_role_holds_the_methods_permission_and_base_filters_narrow_the_records(folder):
    folder.copy("crud_appbuilder.py", "app.py")
    folder.replace("app.py", "    price = Column(Float, nullable=False)", "    owner = Column(String(80), nullable=False)")
    folder.replace("app.py", '    validators_columns = {"title": Length(1), "price": Range(min=0)}', """
    add_columns = edit_columns = ["title"]
    base_filters = [["owner", FilterEqualFunction, lambda: g.user.username]]

    def pre_add(self, book):
        book.owner = g.user.username""")
    folder.replace("app.py", "from flask import Flask", """
from flask import Flask, g
from flask_appbuilder.models.sqla.filters import FilterEqualFunction""")
    folder.write("try_it.py", """
        from app import Book, app, appbuilder, db

        with app.app_context():
            store = appbuilder.sm
            made = store.find_permissions_view_menu(store.find_view_menu("BookApi"))
            print(*sorted(one.permission.name for one in made))
            db.session.add_all([Book(title="Dune", owner=owner) for owner in ("ann", "bob")])
            rights = {"editor": ["can_get", "can_post", "can_put"], "reader": ["can_get"], "guest": []}
            for name, (role, permissions) in zip(("ann", "bob", "eve"), rights.items()):
                role = store.add_role(role)
                for permission in permissions:
                    store.add_permission_role(role, store.find_permission_view_menu(permission, "BookApi"))
                store.add_user(name, name, name, f"{name}@shop.example", role, "right")

        def told(headers):
            def ask(method, record="", book=None):
                return app.test_client().open(f"/api/v1/books/{record}", method=method, json=book, headers=headers).status_code

            emma = {"title": "Emma"}
            return (*(ask("GET", record) for record in ("", 1, 2)), ask("POST", "", emma),
                    *(ask("PUT", record, emma) for record in (1, 2)), ask("DELETE", 1))

        @app.post("/plain")
        def plain():
            return "added"

        print(app.test_client().post("/plain").status_code)
        print(*told({}))
        for name in ("ann", "bob", "eve"):
            log_in = {"username": name, "password": "right", "provider": "db"}
            token = app.test_client().post("/api/v1/security/login", json=log_in).json["access_token"]
            headers = {"Authorization": f"Bearer {token}"}
            print(*told(headers), app.test_client().get("/api/v1/books/", headers=headers).json.get("count"))
    """)
    made, plain, stranger, ann, bob, eve = folder.run("try_it.py").stdout.splitlines()[-6:]
    assert made == "can_delete can_get can_info can_post can_put"
    assert (plain, stranger) == ("200", "401 401 401 401 401 401 401")
    assert ann == "200 200 404 201 200 404 403 2"
    assert bob == "200 404 200 403 403 403 403 1"
    assert eve == "403 403 403 403 403 403 403 None"


@pytest.mark.uses("fastapi", "fastapi-fullauth", "sqlmodel", "aiosqlite", "greenlet", "httpx2")
def test_fastapi_lets_all_in_until_a_check_guards_a_route_and_fastapi_fullauth_checks_permissions_that_roles_hold_and_a_query_narrows_the_records(tmp_path):
    scoped, kept = Folder(tmp_path / "scoped"), Folder(tmp_path / "kept")
    scoped.write("app.py", """
        from typing import Annotated

        from fastapi import FastAPI, Header, HTTPException, Security
        from fastapi.security import SecurityScopes
        from fastapi.testclient import TestClient

        app = FastAPI()

        def check(wanted: SecurityScopes, may: Annotated[str, Header()] = ""):
            if not {*wanted.scopes} <= {*may.split()}:
                raise HTTPException(403)

        def trust(wanted: SecurityScopes):
            pass

        @app.post("/open")
        @app.post("/checked", dependencies=[Security(check, scopes=["book:add"])])
        @app.post("/trusted", dependencies=[Security(trust, scopes=["book:add"])])
        def add():
            return "added"

        for may in ("book:add", "book:read"):
            print(*(TestClient(app).post(path, headers={"May": may}).status_code for path in ("/open", "/checked", "/trusted")))
    """)
    assert scoped.run("app.py").stdout == "200 200 200\n200 403 200\n"

    assert "Development Status :: 4 - Beta" in metadata("fastapi-fullauth").get_all("Classifier")
    kept.copy("fullauth_accounts.py", "app.py")
    kept.replace("app.py", "import CurrentUser", "import CurrentUser, require_permission")
    kept.replace("app.py", "import MFAMixin, RefreshTokenMixin, UserMixin", """import (
    MFAMixin, PermissionMixin, RefreshTokenMixin, RoleMixin, RolePermissionMixin, UserMixin, UserRoleMixin,
)""")
    kept.replace("app.py", "class User(UserMixin, table=True):", """
class UserRole(UserRoleMixin, table=True):
    pass

class RolePermission(RolePermissionMixin, table=True):
    pass

class Permission(PermissionMixin, table=True):
    pass

class Role(RoleMixin, table=True):
    permissions: list[Permission] = Relationship(link_model=RolePermission)

class Book(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str
    owner: str

class User(UserMixin, table=True):
    roles: list[Role] = Relationship(link_model=UserRole)""")
    kept.replace("app.py", "mfa_model=MFA)", """mfa_model=MFA,
    role_model=Role, user_role_model=UserRole, permission_model=Permission, role_permission_model=RolePermission)""")
    kept.replace("app.py", "from fastapi import FastAPI", "from fastapi import Depends, FastAPI, HTTPException")
    kept.replace("app.py", "import Relationship, SQLModel", "import Field, Relationship, SQLModel, select")
    kept.replace("app.py", '@app.get("/me")', """
def may(what):
    return [Depends(require_permission(f"book:{what}"))]

def theirs(user: CurrentUser):
    return select(Book).where(Book.owner == user.email)

@app.get("/books", dependencies=may("read"))
async def books(theirs=Depends(theirs)):
    async with sessions() as session:
        return [*await session.scalars(theirs)]

@app.post("/books", dependencies=may("add"))
async def add(title: str, user: CurrentUser):
    async with sessions() as session:
        session.add(Book(title=title, owner=user.email))
        await session.commit()

@app.put("/books/{number}", dependencies=may("change"))
async def change(number: int, title: str, theirs=Depends(theirs)):
    async with sessions() as session:
        book = await session.scalar(theirs.where(Book.id == number))
        if not book:
            raise HTTPException(404)
        book.title = title
        await session.commit()

@app.get("/me")""")
    kept.write("try_it.py", """
        from app import Book, app, sessions, store
        from fastapi.testclient import TestClient

        def told(headers):
            yield client.get("/books", headers=headers).status_code
            yield client.post("/books?title=Emma", headers=headers).status_code
            for number in (1, 2):
                yield client.put(f"/books/{number}?title=Emma", headers=headers).status_code
            books = client.get("/books", headers=headers).json()
            yield len(books) if isinstance(books, list) else "-"

        async def give():
            async with sessions() as session:
                session.add_all([Book(title="Dune", owner=f"{name}@shop.example") for name in ("ann", "bob")])
                await session.commit()
            rights = {"editor": ["read", "add", "change"], "reader": ["read"]}
            for name, (role, permissions) in zip(("ann", "bob"), rights.items()):
                user = await store.get_user_by_email(f"{name}@shop.example")
                await store.assign_role(user.id, role)
                for permission in permissions:
                    await store.assign_permission_to_role(role, f"book:{permission}")

        with TestClient(app) as client:
            callers = {"a stranger": {}}
            for name in ("ann", "bob", "eve"):
                person = {"email": f"{name}@shop.example", "password": "Correct-horse-1"}
                client.post("/api/v1/auth/register", json=person)
                token = client.post("/api/v1/auth/login", json=person).json()["access_token"]
                callers[name] = {"Authorization": f"Bearer {token}"}
            client.portal.call(give)
            for headers in callers.values():
                print(*told(headers))
    """)
    stranger, ann, bob, eve = kept.run("try_it.py").stdout.splitlines()
    assert stranger == "401 401 401 401 -"
    assert ann == "200 200 200 404 2"
    assert bob == "200 403 403 403 1"
    assert eve == "403 403 403 403 -"
