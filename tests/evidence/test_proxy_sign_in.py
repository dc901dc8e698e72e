"""Signing in by a proxy in front of the app, which tells in a header who it is (Authelia, oauth2-proxy and such)."""

import sqlite3

import django
import pytest
import requests

ANN = {"Remote-User": "ann"}


@pytest.mark.uses("django", "uvicorn")
def test_django_trusts_a_header_once_a_middleware_names_it_makes_the_account_and_logs_out_without_it_on_asgi_from_6_1_on(project):
    project.write("shop/proxy.py", """
        from django.contrib.auth.middleware import RemoteUserMiddleware

        class ByHeader(RemoteUserMiddleware):
            header = "HTTP_REMOTE_USER"
    """)
    project.write("mysite/urls.py", """
        from django.http import HttpResponse
        from django.urls import path

        def me(request):
            return HttpResponse(request.user.get_username() or "nobody")

        urlpatterns = [path("me", me)]
    """)
    project.run("manage.py", "migrate")
    backend = "\nAUTHENTICATION_BACKENDS = ['django.contrib.auth.backends.RemoteUserBackend']\n"
    project.write("mysite/settings.py", project.read("mysite/settings.py") + backend)
    after = "'django.contrib.auth.middleware.AuthenticationMiddleware',"
    project.replace("mysite/settings.py", after, f"{after}\n    'django.contrib.auth.middleware.RemoteUserMiddleware',")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(f"{url}/me", headers=ANN).text == "nobody"

    project.replace("mysite/settings.py", "django.contrib.auth.middleware.RemoteUserMiddleware", "shop.proxy.ByHeader")
    ann = requests.Session()
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert ann.get(f"{url}/me").text == "nobody"
        assert ann.get(f"{url}/me", headers=ANN).text == "ann"
        assert "sessionid" in ann.cookies
        assert ann.get(f"{url}/me").text == "nobody"
    with project.serving("-m uvicorn mysite.asgi:application --port {port}") as url:
        told = [ann.get(f"{url}/me", headers=headers).text for headers in (ANN, {})]
        assert told == ["ann" if django.VERSION >= (6, 1) else "nobody", "nobody"]
    with sqlite3.connect(project.path / "db.sqlite3") as database:
        assert database.execute("SELECT username FROM auth_user").fetchall() == [("ann",)]


@pytest.mark.uses("flask", "flask-appbuilder")
def test_flask_appbuilder_trusts_a_header_once_a_setting_names_it_makes_the_account_and_stays_in_without_it(folder):
    folder.copy("appbuilder_accounts.py", "app.py")
    folder.replace("app.py", "db = get_sqla_class", """
from flask_appbuilder.const import AUTH_REMOTE_USER
app.config |= {"AUTH_TYPE": AUTH_REMOTE_USER, "AUTH_USER_REGISTRATION": True}
db = get_sqla_class""")
    folder.replace("app.py", "AuthDBView", "AuthRemoteUserView")

    def status(browser, url, **headers):
        browser.get(f"{url}/login/", headers=headers)
        return browser.get(f"{url}/me", allow_redirects=False).status_code

    with folder.serving("-m flask --app app run --port {port}") as url:
        assert status(requests.Session(), url, **ANN) == 302

    folder.replace("app.py", "AUTH_REMOTE_USER,", 'AUTH_REMOTE_USER, "AUTH_REMOTE_USER_ENV_VAR": "HTTP_REMOTE_USER",')
    ann = requests.Session()
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert status(ann, url) == 302
        assert status(ann, url, **ANN) == 200
        assert ann.get(f"{url}/me").text == "for members only"
    with sqlite3.connect(folder.path / "people.sqlite3") as database:
        assert database.execute("SELECT username FROM ab_user").fetchall() == [("ann",)]


@pytest.mark.uses("fastapi", "uvicorn")
def test_fastapi_reads_the_header_in_a_dependency_which_gives_a_name_and_no_account(folder):
    folder.write("app.py", """
        from typing import Annotated

        from fastapi import Depends, FastAPI, Request
        from fastapi.security import APIKeyHeader

        app = FastAPI()

        @app.get("/anyone")
        def anyone(request: Request):
            return "user" in request.scope

        @app.get("/me")
        def me(user: Annotated[str, Depends(APIKeyHeader(name="Remote-User"))]):
            return [type(user).__name__, user]
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.get(f"{url}/anyone", headers=ANN).json() is False
        assert requests.get(f"{url}/me").status_code == 401
        assert requests.get(f"{url}/me", headers=ANN).json() == ["str", "ann"]
