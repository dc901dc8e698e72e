"""Signing in with the account that one has at work (OpenID Connect). The company's side is a stand-in."""

import sqlite3

import django
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
        if django.VERSION < (6, 1):  # a newer one generates this
            console = "\nEMAIL_BACKEND = 'django.core.mail.backends.console.EmailBackend'\n"
            project.write("mysite/settings.py", project.read("mysite/settings.py") + console)
        assert "\nTo: ann@shop.example\n" not in allauth_signs_in(project)
    project.replace("company.py", '"email_verified": True', '"email_verified": False')
    with project.serving("-m flask --app company run --port {port}") as unsure:
        project.replace("mysite/settings.py", company, unsure)
        assert "\nTo: ann@shop.example\n" in allauth_signs_in(project)


def allauth_signs_in(project) -> str:
    """What the server says while Ann is signed in for the first time."""
    (project.path / "db.sqlite3").unlink(missing_ok=True)
    project.run("manage.py", "migrate")
    ann = requests.Session()
    with project.serving("manage.py runserver --noreload {port}") as url:
        ann.get(f"{url}/accounts/oidc/company/login/")
        ann.post(f"{url}/accounts/oidc/company/login/", data={"csrfmiddlewaretoken": ann.cookies["csrftoken"]})
        assert "ann@shop.example" in ann.get(f"{url}/accounts/email/").text
    with sqlite3.connect(project.path / "db.sqlite3") as database:
        assert database.execute("SELECT email FROM auth_user").fetchall() == [("ann@shop.example",)]
    return project.read(f"server-{url.rpartition(':')[2]}.log")


@pytest.mark.uses("flask", "flask-appbuilder", "authlib", "requests")
def test_flask_appbuilder_signs_people_in_with_their_account_at_work_given_its_address_and_at_a_service_it_does_not_know_a_function(folder):
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
        assert accounts(folder) == [("ann@shop.example",)]

        folder.replace("app.py", '"name": "okta"', '"name": "ours"')
        bob = requests.Session()
        with folder.serving("-m flask --app app run --port {port}") as url:
            bob.get(f"{url}/login/ours")
            assert bob.get(f"{url}/me").url == f"{url}/login/?next=%2Fme"

        folder.replace("app.py", '@app.get("/me")', """
@appbuilder.sm.oauth_user_info_getter
def who(manager, provider, response):
    person = manager.oauth_remotes[provider].get("userinfo").json()
    return {"username": person["email"], "email": person["email"]}

@app.get("/me")""")
        (folder.path / "people.sqlite3").unlink()
        with folder.serving("-m flask --app app run --port {port}") as url:
            bob.get(f"{url}/login/ours")
            assert bob.get(f"{url}/me").text == "for members only"
        assert accounts(folder) == [("ann@shop.example",)]


def accounts(folder) -> list:
    with sqlite3.connect(folder.path / "people.sqlite3") as database:
        return database.execute("SELECT email FROM ab_user").fetchall()


@pytest.mark.uses("fastapi", "fastapi-users", "httpx-oauth", "sqlmodel", "uvicorn", "aiosqlite", "greenlet")
def test_fastapi_users_with_httpx_oauth_signs_people_in_with_their_account_at_work_and_makes_one_but_no_page(folder):
    folder.copy("company.py")
    folder.copy("fastapi_users_accounts.py", "app.py")
    folder.replace("app.py", "class Store(BaseUserDatabase):", """
User.oauth_accounts = []  # whose tokens are renewed: none, for we keep none

class AtWork(SQLModel, table=True):
    account_id: str = Field(primary_key=True)
    user: UUID = Field(foreign_key="user.id")

class Store(BaseUserDatabase):
    async def get_by_oauth_account(self, name, account_id):
        return (await self.session.exec(select(User).join(AtWork).where(AtWork.account_id == account_id))).first()

    async def add_oauth_account(self, user, values):
        self.session.add(AtWork(account_id=values["account_id"], user=user.id))
        return await self.update(user, {})
""")
    with folder.serving("-m flask --app company run --port {port}") as company:
        folder.replace("app.py", '@app.get("/me")', f"""
from httpx_oauth.clients.openid import OpenID
work = OpenID("our-id", "ours", "{company}/.well-known/openid-configuration")
backend.transport.cookie_secure = False
app.include_router(users.get_oauth_router(work, backend, SECRET, csrf_token_cookie_secure=False), prefix="/company")
@app.get("/me")""")
        with folder.serving("-m uvicorn app:app --port {port}") as url:
            for ann in (requests.Session(), requests.Session()):
                assert ann.get(f"{url}/me").status_code == 401
                sent = ann.get(f"{url}/company/authorize")
                assert [*sent.json()] == ["authorization_url"]
                back = ann.get(sent.json()["authorization_url"])
                assert (back.status_code, back.content) == (204, b"")
                assert ann.get(f"{url}/me").json() == "for members only"
    with sqlite3.connect(folder.path / "people.sqlite3") as database:
        assert database.execute("SELECT email FROM user").fetchall() == [("ann@shop.example",)]
