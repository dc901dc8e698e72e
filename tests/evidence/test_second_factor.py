"""Signing in with more than a password: a code from an authenticator app, or a passkey."""

import base64
import hmac
import re
import struct
import time

import pytest
import requests

TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


def code(secret: str, later: int = 0) -> str:
    """What an authenticator app shows for a secret in base 32, now or some half minutes later (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30 + later), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


@pytest.mark.uses("django", "django-allauth", "fido2")
def test_allauth_asks_for_the_code_of_an_authenticator_app_and_offers_passkeys(project):
    project.replace("mysite/urls.py", "from django.urls import path", "from django.urls import include, path")
    project.replace("mysite/urls.py", "urlpatterns = [", 'urlpatterns = [\n    path("accounts/", include("allauth.urls")),')
    project.replace("mysite/settings.py", "INSTALLED_APPS = [", """
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
INSTALLED_APPS = ["allauth", "allauth.account", "allauth.mfa", "django.contrib.humanize",""")
    middleware = "allauth.account.middleware.AccountMiddleware"
    project.replace("mysite/settings.py", "MIDDLEWARE = [", f'MIDDLEWARE = ["{middleware}",')
    project.run("manage.py", "migrate")
    project.run("manage.py", "shell", "-c", """
from django.contrib.auth.models import User
User.objects.create_superuser("ann", password="correct horse")
""")
    with project.serving("manage.py runserver --noreload {port}") as url:
        ann, pages = requests.Session(), f"{url}/accounts"

        def post(browser, page, **form):
            browser.get(page)
            return browser.post(page, data=form | {"csrfmiddlewaretoken": browser.cookies["csrftoken"]}, allow_redirects=False)

        post(ann, f"{pages}/login/", login="ann", password="correct horse")
        post(ann, f"{pages}/reauthenticate/", password="correct horse")
        setup = ann.get(f"{pages}/2fa/totp/activate/")
        secret = re.search(r'value="(\w{32})"', setup.text)[1]
        activated = ann.post(setup.url, data={"code": code(secret), "csrfmiddlewaretoken": ann.cookies["csrftoken"]})
        assert activated.status_code == 200 and "/2fa/" in activated.url

        other = requests.Session()
        sent = post(other, f"{pages}/login/", login="ann", password="correct horse")
        assert sent.headers["Location"] == "/accounts/2fa/authenticate/"
        assert other.get(f"{url}/admin/", allow_redirects=False).status_code == 302
        assert "Incorrect code." in post(other, f"{pages}/2fa/authenticate/", code="000000").text
        post(other, f"{pages}/2fa/authenticate/", code=code(secret, later=1))  # each code serves once
        assert other.get(f"{url}/admin/", allow_redirects=False).status_code == 200

        passkey = requests.get(f"{pages}/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"})
        assert passkey.json()["request_options"]["publicKey"]["challenge"]


@pytest.mark.uses("flask", "flask-security", "flask-sqlalchemy")
def test_flask_security_asks_for_the_code_of_an_authenticator_app(folder):
    folder.copy("flask_security_accounts.py", "app.py")
    folder.replace("app.py", "    SECURITY_REGISTERABLE=True,", """
    SECURITY_REGISTERABLE=True,
    SECURITY_TWO_FACTOR=True,
    SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
    SECURITY_TOTP_SECRETS={"1": "a secret of the server, for the proof"},
    SECURITY_TOTP_ISSUER="shop",""")
    folder.run("-c", """
from app import app, db
from flask_security import hash_password
with app.app_context():
    people = app.extensions["security"].datastore
    people.create_user(email="ann@shop.example", password=hash_password("correct horse"))
    db.session.commit()
""")
    with folder.serving("-m flask --app app run --port {port}") as url:

        def post(browser, page, **form):
            token = TOKEN.search(browser.get(f"{url}/{page}").text)[1]
            return browser.post(f"{url}/{page}", data=form | {"csrf_token": token})

        ann = requests.Session()
        post(ann, "login", email="ann@shop.example", password="correct horse")
        setup = post(ann, "tf-setup", setup="authenticator").text
        secret = re.search(r"((?:\w{4}-){7}\w{4})", setup)[1].replace("-", "")
        confirm = re.search(r'action="(/tf-setup/[^"]+)"', setup)[1]
        ann.post(f"{url}{confirm}", data={"code": code(secret), "csrf_token": TOKEN.search(setup)[1]})

        other = requests.Session()
        asked = post(other, "login", email="ann@shop.example", password="correct horse").text
        form = {"csrf_token": TOKEN.search(asked)[1]}
        copy = requests.get(f"{url}/me", cookies=other.cookies.get_dict())
        assert copy.url == f"{url}/login?next=/me"
        assert "Invalid code" in other.post(f"{url}/tf-validate", data=form | {"code": "000000"}).text
        other.post(f"{url}/tf-validate", data=form | {"code": code(secret, later=1)})  # each serves once
        assert other.get(f"{url}/me").text == "for members only"
