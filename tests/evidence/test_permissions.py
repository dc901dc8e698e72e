"""Permissions: who may do what."""

import re
import sqlite3
from importlib.metadata import metadata

import pytest
import requests

from harness import Folder


@pytest.mark.uses("django")
def test_django_makes_four_permissions_a_model_and_a_group_hands_them_out(project):
    project.copy("book_models.py", "shop/models.py")
    project.write("shop/views.py", """
        from django.contrib.auth.decorators import permission_required
        from django.http import HttpResponse

        @permission_required("shop.change_book", raise_exception=True)
        def prices(request):
            return HttpResponse("set the prices here")
    """)
    project.replace("mysite/urls.py", "urlpatterns = [", """
from shop.views import prices
urlpatterns = [
    path("prices", prices),""")
    project.run("manage.py", "makemigrations")
    project.run("manage.py", "migrate")
    made = project.run("manage.py", "shell", "-c", """
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission, User
editors = Group.objects.create(name="editors")
editors.permissions.add(Permission.objects.get(codename="change_book"))
password = make_password("correct horse")
for name in ("ann", "bob"):
    User.objects.create(username=name, password=password, is_staff=True)
User.objects.get(username="ann").groups.add(editors)
print(*Permission.objects.filter(content_type__model="book").values_list("codename", flat=True))
""").stdout.splitlines()[-1]
    assert made.split() == ["add_book", "change_book", "delete_book", "view_book"]

    answers = {}
    with project.serving("manage.py runserver --noreload {port}") as url:
        for name in ("ann", "bob"):
            person = requests.Session()
            person.get(f"{url}/admin/login/")
            person.headers["X-CSRFToken"] = person.cookies["csrftoken"]
            person.post(f"{url}/admin/login/", data={"username": name, "password": "correct horse"})
            answers[name] = person.get(f"{url}/prices").status_code
        assert requests.get(f"{url}/prices").status_code == 403
    assert answers == {"ann": 200, "bob": 403}


@pytest.mark.uses("flask", "flask-appbuilder", "flask-sqlalchemy")
def test_flask_appbuilder_makes_six_permissions_a_view_and_a_role_hands_them_out(folder):
    folder.copy("book_appbuilder.py", "app.py")
    made = folder.run("-c", """
from app import app, appbuilder
with app.app_context():
    store = appbuilder.sm
    made = store.find_permissions_view_menu(store.find_view_menu("BookView"))
    print(*sorted(one.permission.name for one in made))
    editor = store.add_role("editor")
    store.add_permission_role(editor, store.find_permission_view_menu("can_add", "BookView"))
    for name, role in {"ann": editor, "bob": store.find_role("Public")}.items():
        store.add_user(name, name, name, f"{name}@shop.example", role, "correct horse")
""").stdout
    assert made.split() == ["can_add", "can_delete", "can_download", "can_edit", "can_list", "can_show"]

    answers = {}
    with folder.serving("-m flask --app app run --port {port}") as url:
        for name in ("ann", "bob"):
            person = requests.Session()
            token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', person.get(f"{url}/login/").text)[1]
            form = {"username": name, "password": "correct horse", "csrf_token": token}
            assert "/logout/" in person.post(f"{url}/login/", data=form).text
            pages = [f"{url}/bookview/add", f"{url}/bookview/list/"]
            answers[name] = [person.get(page, allow_redirects=False).status_code for page in pages]
        assert requests.get(f"{url}/bookview/add").url.startswith(f"{url}/login/")
    assert answers == {"ann": [200, 403], "bob": [403, 403]}


@pytest.mark.uses("fastapi", "fastapi-fullauth", "pycasbin", "sqlmodel", "uvicorn", "aiosqlite", "greenlet")
def test_fastapi_fullauth_keeps_roles_and_permissions_in_tables_casbin_in_a_file_and_a_dependency_asks_either(folder):
    folder.copy("fullauth_accounts.py", "full.py")
    folder.replace("full.py", "import CurrentUser", "import CurrentUser, require_permission")
    folder.replace("full.py", "import MFAMixin, RefreshTokenMixin, UserMixin", """\
import MFAMixin, RefreshTokenMixin, UserMixin
from fastapi_fullauth.models.sqlmodel import PermissionMixin, RoleMixin, RolePermissionMixin, UserRoleMixin""")
    folder.replace("full.py", "from fastapi import FastAPI", "from fastapi import Depends, FastAPI")
    folder.replace("full.py", "class User(UserMixin, table=True):", """
class UserRole(UserRoleMixin, table=True):
    pass

class Role(RoleMixin, table=True):
    pass

class Permission(PermissionMixin, table=True):
    pass

class RolePermission(RolePermissionMixin, table=True):
    pass

class User(UserMixin, table=True):
    roles: list[Role] = Relationship(link_model=UserRole)""")
    folder.replace("full.py", "mfa_model=MFA", """mfa_model=MFA,
    role_model=Role, user_role_model=UserRole, permission_model=Permission, role_permission_model=RolePermission""")
    folder.replace("full.py", '@app.get("/me")', """
@app.get("/prices", dependencies=[Depends(require_permission("book:change"))])
def prices():
    return "set the prices here"

@app.get("/me")""")
    assert "Development Status :: 4 - Beta" in metadata("fastapi-fullauth").get_all("Classifier")
    with folder.serving("-m uvicorn full:app --port {port}") as url:
        tokens, ids = {}, {}
        for name in ("boss", "ann", "bob"):
            form = {"email": f"{name}@shop.example", "password": "Correct-horse-1"}
            requests.post(f"{url}/api/v1/auth/register", json=form)
            with sqlite3.connect(folder.path / "people.sqlite3") as database:
                database.execute("UPDATE fullauth_users SET is_superuser = 1 WHERE email = 'boss@shop.example'")
            token = requests.post(f"{url}/api/v1/auth/login", json=form).json()["access_token"]
            tokens[name] = {"Authorization": f"Bearer {token}"}
            ids[name] = requests.get(f"{url}/api/v1/auth/me", headers=tokens[name]).json()["id"]

        def hand_out(who, what, **values):
            return requests.post(f"{url}/api/v1/auth/admin/{what}", json=values, headers=tokens[who]).status_code

        a_role, a_permission = {"user_id": ids["ann"], "role": "editors"}, {"role": "editors", "permission": "book:change"}
        assert hand_out("ann", "assign-role", **a_role) == hand_out("ann", "assign-permission", **a_permission) == 403
        assert hand_out("boss", "assign-role", **a_role) == hand_out("boss", "assign-permission", **a_permission) == 200
        answers = {name: requests.get(f"{url}/prices", headers=tokens[name]).status_code for name in ("ann", "bob")}
        assert requests.get(f"{url}/prices").status_code == 401
    assert answers == {"ann": 200, "bob": 403}
    with sqlite3.connect(folder.path / "people.sqlite3") as database:
        assert database.execute("SELECT name FROM fullauth_permissions").fetchall() == [("book:change",)]
    casbin_keeps_them_in_a_file(Folder(folder.path / "other"))


def casbin_keeps_them_in_a_file(folder):
    folder.write("model.conf", """
        [request_definition]
        r = who, what, how
        [policy_definition]
        p = who, what, how
        [role_definition]
        g = _, _
        [policy_effect]
        e = some(where (p.eft == allow))
        [matchers]
        m = g(r.who, p.who) && r.what == p.what && r.how == p.how
    """)
    folder.write("policy.csv", """
        p, editors, book, change
        g, ann, editors
    """)
    folder.write("app.py", """
        from typing import Annotated

        from casbin import Enforcer
        from fastapi import Depends, FastAPI, Header, HTTPException

        app = FastAPI()
        people = Enforcer("model.conf", "policy.csv")

        def may(how, what):
            def ask(who: Annotated[str, Header()] = "nobody"):
                if not people.enforce(who, what, how):
                    raise HTTPException(403)
            return Depends(ask)

        @app.get("/prices", dependencies=[may("change", "book")])
        def prices():
            return "set the prices here"
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        answers = {name: requests.get(f"{url}/prices", headers={"Who": name}).status_code for name in ("ann", "bob")}
        assert requests.get(f"{url}/prices").status_code == 403
    assert answers == {"ann": 200, "bob": 403}
