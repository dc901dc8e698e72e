"""A front end in JavaScript, or an app, that logs in by JSON and keeps a session."""

from importlib.metadata import metadata

import pytest
import requests

from harness import Folder

JSON = {"Accept": "application/json"}


@pytest.mark.uses("django", "django-allauth")
def test_django_takes_a_log_in_as_a_form_allauth_as_json_and_refuses_one_without_a_csrf_token(project):
    project.replace("mysite/urls.py", "from django.urls import path", "from django.urls import include, path")
    project.replace("mysite/urls.py", "urlpatterns = [", """
urlpatterns = [
    path("_allauth/", include("allauth.headless.urls")),
    path("own/", include("django.contrib.auth.urls")),""")
    project.write("shop/templates/registration/login.html", "<form method=post>{% csrf_token %}{{ form }}</form>")
    project.replace("mysite/settings.py", "INSTALLED_APPS = [", """
INSTALLED_APPS = ["allauth", "allauth.account", "allauth.headless",""")
    middleware = "allauth.account.middleware.AccountMiddleware"
    project.replace("mysite/settings.py", "MIDDLEWARE = [", f'MIDDLEWARE = ["{middleware}",')
    project.run("manage.py", "migrate")
    project.run("manage.py", "shell", "-c", """
from django.contrib.auth.models import User
User.objects.create_user("ann", password="correct horse")
""")
    ann, login = requests.Session(), {"username": "ann", "password": "correct horse"}
    with project.serving("manage.py runserver --noreload {port}") as url:
        bob, own = requests.Session(), f"{url}/own/login/"
        bob.get(own)
        bob.headers["X-CSRFToken"] = bob.cookies["csrftoken"]
        for wrong in ({"json": login}, {"data": login | {"password": "wrong"}}):
            answer = bob.post(own, **wrong)
            assert (answer.status_code, "<form" in answer.text, "sessionid" in bob.cookies) == (200, True, False)
        assert bob.post(own, data=login, allow_redirects=False).headers["Location"] == "/accounts/profile/"
        assert "sessionid" in bob.cookies

        api = f"{url}/_allauth/browser/v1"
        assert ann.get(f"{api}/auth/session").status_code == 401
        ann.get(f"{api}/config")
        assert ann.post(f"{api}/auth/login", json=login).status_code == 403
        token = {"X-CSRFToken": ann.cookies["csrftoken"]}
        entered = ann.post(f"{api}/auth/login", json=login, headers=token).json()
        assert entered["data"]["user"]["username"] == "ann"
        assert ann.get(f"{api}/auth/session").status_code == 200
        ann.delete(f"{api}/auth/session", headers={"X-CSRFToken": ann.cookies["csrftoken"]})
        assert ann.get(f"{api}/auth/session").status_code == 401


@pytest.mark.uses("flask", "flask-security", "flask-sqlalchemy", "argon2-cffi")
def test_flask_security_takes_log_in_and_log_out_as_json_and_refuses_a_log_in_without_a_csrf_token(folder):
    folder.copy("flask_security_accounts.py", "app.py")
    folder.run("-c", """
from app import app, db
from flask_security import hash_password
with app.app_context():
    people = app.extensions["security"].datastore
    people.create_user(email="ann@shop.example", password=hash_password("correct horse"))
    db.session.commit()
""")
    ann, login = requests.Session(), {"email": "ann@shop.example", "password": "correct horse"}
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert ann.get(f"{url}/me", headers=JSON).status_code == 401
        assert ann.post(f"{url}/login", json=login, headers=JSON).status_code == 400
        token = ann.get(f"{url}/login", headers=JSON).json()["response"]["csrf_token"]
        assert ann.post(f"{url}/login", json=login | {"csrf_token": token}, headers=JSON).status_code == 200
        assert ann.get(f"{url}/me", headers=JSON).text == "for members only"
        ann.post(f"{url}/logout", json={}, headers=JSON)
        assert ann.get(f"{url}/me", headers=JSON).status_code == 401


@pytest.mark.uses("fastapi", "fastapi-users", "fastapi-fullauth", "starlette-csrf", "sqlmodel", "uvicorn", "aiosqlite", "greenlet")
def test_fastapi_users_takes_a_log_in_as_a_form_fullauth_as_json_without_a_csrf_token_until_a_middleware_asks_for_it(folder):
    fullauth_takes_a_log_in_as_json(Folder(folder.path / "full"))
    folder.copy("fastapi_users_accounts.py", "app.py")
    login = {"username": "ann@shop.example", "password": "correct horse"}
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        requests.post(f"{url}/register", json={"email": login["username"], "password": login["password"]})
        assert requests.post(f"{url}/login", json=login).status_code == 422
        entered = requests.post(f"{url}/login", data=login)
        assert (entered.status_code, entered.text) == (204, "")
        assert entered.headers["Set-Cookie"].endswith("; HttpOnly; Path=/; SameSite=lax; Secure")
        ann = entered.cookies.get_dict()
        assert requests.get(f"{url}/me").status_code == 401
        assert requests.get(f"{url}/me", cookies=ann).json() == "for members only"
        left = requests.post(f"{url}/logout", cookies=ann)
        assert left.headers["Set-Cookie"].startswith('fastapiusersauth=""; HttpOnly; Max-Age=0; ')

    folder.replace("app.py", "app = FastAPI(lifespan=lifespan)", """
from starlette_csrf import CSRFMiddleware
app = FastAPI(lifespan=lifespan)
app.add_middleware(CSRFMiddleware, secret=SECRET)""")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.post(f"{url}/login", data=login).status_code == 403
        ann = requests.get(f"{url}/me").cookies.get_dict()
        token = {"x-csrftoken": ann["csrftoken"]}
        assert requests.post(f"{url}/login", data=login, cookies=ann, headers=token).status_code == 204


def fullauth_takes_a_log_in_as_json(folder):
    assert "Development Status :: 4 - Beta" in metadata("fastapi-fullauth").get_all("Classifier")
    folder.copy("fullauth_accounts.py", "app.py")
    folder.replace("app.py", "FullAuth(adapter=store, config=config)", """
from fastapi_fullauth.backends import CookieBackend
FullAuth(adapter=store, config=config, backends=[CookieBackend(config)])""")
    login = {"email": "ann@shop.example", "password": "Correct-horse-1"}
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        api = f"{url}/api/v1/auth"
        requests.post(f"{api}/register", json=login)
        assert requests.post(f"{api}/login", data=login).status_code == 422
        entered = requests.post(f"{api}/login", json=login)
        assert "HttpOnly; Max-Age=1800; Path=/; SameSite=lax; Secure" in entered.headers["Set-Cookie"]
        ann = entered.cookies.get_dict()
        assert requests.get(f"{url}/me").status_code == 401
        assert requests.get(f"{url}/me", cookies=ann).json() == login["email"]
        assert requests.post(f"{api}/logout", cookies=ann).status_code == 204
        assert requests.get(f"{url}/me", cookies=ann).status_code == 401

    folder.replace("app.py", "FullAuth(adapter=store", """
from fastapi_fullauth.middleware import CSRFMiddleware
app.add_middleware(CSRFMiddleware, secret=config.SECRET_KEY)
FullAuth(adapter=store""")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        api = f"{url}/api/v1/auth"
        assert requests.post(f"{api}/login", json=login).status_code == 403
        ann = requests.get(f"{url}/me").cookies.get_dict()
        token = {"X-CSRF-Token": ann["fullauth_csrf"]}
        assert requests.post(f"{api}/login", json=login, cookies=ann, headers=token).status_code == 200
