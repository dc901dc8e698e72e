"""Guessing passwords: how often one may try."""

import re
from importlib.metadata import metadata

import pytest
import requests

from harness import Folder

WRONG = {"login": "ann", "username": "ann", "email": "ann@shop.example", "password": "guessed"}


def guess(page: str, token: str, times: int, **form) -> list[requests.Response]:
    """What is answered to a wrong password, again and again; `token` is the name of the form's field against forgery."""
    browser = requests.Session()
    value = re.search(rf'name="{token}"[^>]* value="([^"]+)"', browser.get(page).text)[1]
    return [browser.post(page, data=WRONG | form | {token: value}) for _ in range(times)]


@pytest.mark.uses("django", "django-axes")
def test_django_lets_anyone_guess_on_until_django_axes_stops_an_address_at_the_third_try_the_admin_too(project):
    project.replace("mysite/urls.py", "from django.urls import path", "from django.urls import include, path")
    project.replace("mysite/urls.py", "urlpatterns = [", 'urlpatterns = [\n    path("", include("django.contrib.auth.urls")),')
    project.write("shop/templates/registration/login.html", "<form method=post>{% csrf_token %}{{ form }}</form>")
    project.run("manage.py", "migrate")
    project.run("manage.py", "shell", "-c", """
from django.contrib.auth.models import User
User.objects.create_superuser("ann", password="correct horse")
""")
    with project.serving("manage.py runserver --noreload {port}") as url:
        for page in ("login", "admin/login"):
            plain = guess(f"{url}/{page}/", "csrfmiddlewaretoken", 20)
            assert {(answer.status_code, "correct username and password" in answer.text) for answer in plain} == {(200, True)}
            [right] = guess(f"{url}/{page}/", "csrfmiddlewaretoken", 1, password="correct horse")
            assert right.history  # sent on: she is in

    project.replace("mysite/settings.py", "    'shop',\n", "    'shop',\n    'axes',\n")
    project.replace("mysite/settings.py", "\n]\n\nROOT_URLCONF", """
    'axes.middleware.AxesMiddleware',
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]

ROOT_URLCONF""")
    project.run("manage.py", "migrate")
    with project.serving("manage.py runserver --noreload {port}") as url:
        stopped = guess(f"{url}/login/", "csrfmiddlewaretoken", 3)
    assert [answer.status_code for answer in stopped] == [200, 200, 429]
    with project.serving("manage.py runserver --noreload {port}") as url:  # the count is in the database
        [right] = guess(f"{url}/login/", "csrfmiddlewaretoken", 1, password="correct horse")
        [other] = guess(f"{url}/admin/login/", "csrfmiddlewaretoken", 1, username="bob")
    assert (right.status_code, other.status_code) == (429, 429)
    project.run("manage.py", "axes_reset")
    with project.serving("manage.py runserver --noreload {port}") as url:
        stopped = guess(f"{url}/admin/login/", "csrfmiddlewaretoken", 3)
    assert [answer.status_code for answer in stopped] == [200, 200, 429]


@pytest.mark.uses("flask", "flask-security", "flask-limiter", "argon2-cffi", "flask-sqlalchemy", "flask-appbuilder")
def test_flask_security_and_flask_appbuilder_let_anyone_guess_on_until_flask_limiter_stops_an_address_but_not_at_flask_appbuilders_api(folder):
    folder.copy("flask_security_accounts.py", "app.py")
    folder.run("-c", """
from app import app, db
from flask_security import hash_password
with app.app_context():
    people = app.extensions["security"].datastore
    people.create_user(email="ann@shop.example", password=hash_password("correct horse"))
    db.session.commit()
""")
    with folder.serving("-m flask --app app run --port {port}") as url:
        plain = guess(f"{url}/login", "csrf_token", 20)
        [right] = guess(f"{url}/login", "csrf_token", 1, password="correct horse")
    assert ({(answer.status_code, bool(answer.history)) for answer in plain}, bool(right.history)) == ({(200, False)}, True)

    folder.replace("app.py", "with app.app_context():", """
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
Limiter(get_remote_address, app=app).limit("5 per minute", methods=["POST"])(app.blueprints["security"])

with app.app_context():""")
    with folder.serving("-m flask --app app run --port {port}") as url:
        stopped = guess(f"{url}/login", "csrf_token", 6)
    assert [answer.status_code for answer in stopped] == [200] * 5 + [429]
    from_two_addresses = folder.run("-c", f"""
from app import app
app.config["WTF_CSRF_ENABLED"] = False
for address in ["10.0.0.1"] * 6 + ["10.0.0.2"]:
    print(app.test_client().post("/login", data={WRONG}, environ_base={{"REMOTE_ADDR": address}}).status_code)
""").stdout
    assert from_two_addresses.split() == ["200"] * 5 + ["429", "200"]

    built = Folder(folder.path / "built")
    built.copy("appbuilder_accounts.py", "app.py")
    built.run("-c", """
from app import app, appbuilder
with app.app_context():
    appbuilder.sm.add_user("ann", "Ann", "Lee", "ann@shop.example", appbuilder.sm.find_role("Admin"), "correct horse")
""")
    api = {"username": "ann", "password": "guessed", "provider": "db"}
    with built.serving("-m flask --app app run --port {port}") as url:
        plain = guess(f"{url}/login/", "csrf_token", 20)
        [right] = guess(f"{url}/login/", "csrf_token", 1, password="correct horse")
    assert [(answer.status_code, "Invalid login" in answer.text) for answer in plain] == [(200, True)] * 20
    assert (right.status_code, "Invalid login" in right.text) == (200, False)

    built.replace("app.py", "db =", "app.config.update(AUTH_RATE_LIMITED=True, RATELIMIT_ENABLED=True)\ndb =")
    with built.serving("-m flask --app app run --port {port}") as url:
        stopped = guess(f"{url}/login/", "csrf_token", 11)
        at_its_api = [requests.post(f"{url}/api/v1/security/login", json=api).status_code for _ in range(11)]
        right = requests.post(f"{url}/api/v1/security/login", json=api | {"password": "correct horse"})
    assert [answer.status_code for answer in stopped] == [200] * 10 + [429]
    assert (at_its_api, "access_token" in right.json()) == ([401] * 11, True)


@pytest.mark.uses("fastapi", "fastapi-users", "fastapi-fullauth", "sqlmodel", "uvicorn", "aiosqlite", "greenlet")
def test_fastapi_users_lets_anyone_guess_on_and_fastapi_fullauth_stops_the_sixth_try_and_locks_the_account(folder):
    folder.copy("fastapi_users_accounts.py", "app.py")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        requests.post(f"{url}/register", json={"email": "ann@shop.example", "password": "correct horse"})
        form = WRONG | {"username": "ann@shop.example"}
        plain = [requests.post(f"{url}/login", data=form) for _ in range(20)]
        right = requests.post(f"{url}/login", data=form | {"password": "correct horse"})
    assert ({answer.status_code for answer in plain}, right.status_code) == ({400}, 204)

    folder = Folder(folder.path / "full")
    folder.copy("fullauth_accounts.py", "app.py")
    assert "Development Status :: 4 - Beta" in metadata("fastapi-fullauth").get_all("Classifier")
    ann = {"email": "ann@shop.example", "password": "Correct-horse-1"}

    def log_in(password):
        return requests.post(f"{url}/api/v1/auth/login", json=ann | {"password": password}).status_code

    with folder.serving("-m uvicorn app:app --port {port}") as url:
        requests.post(f"{url}/api/v1/auth/register", json=ann)
        assert [log_in("guessed") for _ in range(6)] == [401] * 5 + [429]
    folder.replace("app.py", 'for a token"', 'for a token", AUTH_RATE_LIMIT_ENABLED=False')
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert [log_in("guessed") for _ in range(4)] + [log_in(ann["password"])] == [401] * 4 + [200]
        assert [log_in("guessed") for _ in range(5)] + [log_in(ann["password"])] == [401] * 6
