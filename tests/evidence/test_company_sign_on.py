"""Signing in with the account that one has at work (OpenID Connect). The company's side is a stand-in."""

import sqlite3

import pytest
import requests


@pytest.mark.uses("django", "django-allauth", "requests", "pyjwt")
def test_allauth_signs_people_in_with_their_account_at_work_given_its_address(project):
    project.copy("company.py")
    with project.serving("-m flask --app company run --port {port}") as company:
        project.replace("mysite/urls.py", "from django.urls import path", "from django.urls import include, path")
        project.replace("mysite/urls.py", "urlpatterns = [", 'urlpatterns = [\n    path("accounts/", include("allauth.urls")),')
        project.replace("mysite/settings.py", "INSTALLED_APPS = [", f"""
SOCIALACCOUNT_PROVIDERS = {{"openid_connect": {{"APPS": [{{
    "provider_id": "company", "name": "Work", "client_id": "our-id", "secret": "ours",
    "settings": {{"server_url": "{company}"}},
}}]}}}}
INSTALLED_APPS = ["allauth", "allauth.account", "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",""")
        middleware = "allauth.account.middleware.AccountMiddleware"
        project.replace("mysite/settings.py", "MIDDLEWARE = [", f'MIDDLEWARE = ["{middleware}",')
        project.run("manage.py", "migrate")
        ann = requests.Session()
        with project.serving("manage.py runserver --noreload {port}") as url:
            ann.get(f"{url}/accounts/oidc/company/login/")
            ann.post(f"{url}/accounts/oidc/company/login/", data={"csrfmiddlewaretoken": ann.cookies["csrftoken"]})
            assert "ann@shop.example" in ann.get(f"{url}/accounts/email/").text
    with sqlite3.connect(project.path / "db.sqlite3") as database:
        assert database.execute("SELECT email FROM auth_user").fetchall() == [("ann@shop.example",)]


@pytest.mark.uses("flask", "flask-appbuilder", "authlib", "requests")
def test_flask_appbuilder_signs_people_in_with_their_account_at_work_given_its_address_if_it_knows_the_service(folder):
    folder.copy("company.py")
    folder.copy("appbuilder_accounts.py", "app.py")
    with folder.serving("-m flask --app company run --port {port}") as company:
        folder.replace("app.py", "db = get_sqla_class", f"""
from flask_appbuilder.const import AUTH_OAUTH
app.config |= {{"AUTH_TYPE": AUTH_OAUTH, "AUTH_USER_REGISTRATION": True, "OAUTH_PROVIDERS": [{{
    "name": "okta", "icon": "fa-key", "token_key": "access_token", "remote_app": {{
        "client_id": "our-id", "client_secret": "ours", "client_kwargs": {{"scope": "openid email"}},
        "api_base_url": "{company}/", "server_metadata_url": "{company}/.well-known/openid-configuration",
    }},
}}]}}
db = get_sqla_class""")
        folder.replace("app.py", "AuthDBView", "AuthOAuthView")
        ann = requests.Session()
        with folder.serving("-m flask --app app run --port {port}") as url:
            assert ann.get(f"{url}/me").url == f"{url}/login/?next=%2Fme"
            ann.get(f"{url}/login/okta")
            assert ann.get(f"{url}/me").text == "for members only"

        folder.replace("app.py", '"name": "okta"', '"name": "ours"')
        bob = requests.Session()
        with folder.serving("-m flask --app app run --port {port}") as url:
            bob.get(f"{url}/login/ours")
            assert bob.get(f"{url}/me").url == f"{url}/login/?next=%2Fme"
    with sqlite3.connect(folder.path / "people.sqlite3") as database:
        assert database.execute("SELECT email FROM ab_user").fetchall() == [("ann@shop.example",)]


@pytest.mark.uses("fastapi", "authlib", "httpx", "itsdangerous", "uvicorn")
def test_authlib_signs_people_in_to_fastapi_with_their_account_at_work_in_two_views_one_writes(folder):
    folder.copy("company.py")
    with folder.serving("-m flask --app company run --port {port}") as company:
        folder.write("app.py", f"""
            from authlib.integrations.starlette_client import OAuth
            from fastapi import FastAPI, Request
            from fastapi.responses import RedirectResponse
            from starlette.middleware.sessions import SessionMiddleware

            app = FastAPI()
            app.add_middleware(SessionMiddleware, secret_key="for the proof")
            work = OAuth().register(
                "work", client_id="our-id", client_secret="ours", client_kwargs={{"scope": "openid email"}},
                server_metadata_url="{company}/.well-known/openid-configuration",
            )

            @app.get("/login")
            async def log_in(request: Request):
                return await work.authorize_redirect(request, request.url_for("signed_in"))

            @app.get("/signed-in")
            async def signed_in(request: Request):
                request.session["email"] = (await work.authorize_access_token(request))["userinfo"]["email"]
                return RedirectResponse("/me")

            @app.get("/me")
            def me(request: Request):
                return request.session.get("email", "nobody")
        """)
        ann = requests.Session()
        with folder.serving("-m uvicorn app:app --port {port}") as url:
            assert ann.get(f"{url}/me").json() == "nobody"
            assert ann.get(f"{url}/login").json() == "ann@shop.example"
