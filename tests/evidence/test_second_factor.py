"""Signing in with more than a password: a code from an authenticator app, or a passkey."""

import base64
import hashlib
import hmac
import json
import re
import struct
import time
from importlib.metadata import metadata

import pytest
import requests
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)

TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


def code(secret: str, later: int = 0) -> str:
    """What an authenticator app shows for a secret in base 32, now or some half minutes later (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30 + later), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


@pytest.mark.uses("django", "django-allauth", "fido2", "qrcode")
def test_allauth_asks_for_the_code_of_an_authenticator_app_and_in_the_admin_once_its_log_in_is_guarded(project):
    project.replace("mysite/urls.py", "from django.urls import path", "from django.urls import include, path")
    project.replace("mysite/urls.py", "urlpatterns = [", 'urlpatterns = [\n    path("accounts/", include("allauth.urls")),')
    project.replace("mysite/settings.py", "INSTALLED_APPS = [", """
MFA_TOTP_TOLERANCE = 1  # so that no code runs out on a slow machine
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
        shown = code(secret)
        post(other, f"{pages}/2fa/authenticate/", code=shown)
        assert other.get(f"{url}/admin/", allow_redirects=False).status_code == 200
        with project.serving("manage.py runserver --noreload {port}") as another:
            for server, status in ((url, 302), (another, 200)):  # which codes have served is in the memory of one
                again = requests.Session()
                post(again, f"{server}/accounts/login/", login="ann", password="correct horse")
                post(again, f"{server}/accounts/2fa/authenticate/", code=shown)
                assert again.get(f"{server}/admin/", allow_redirects=False).status_code == status

        third = requests.Session()
        post(third, f"{url}/admin/login/", username="ann", password="correct horse")
        assert third.get(f"{url}/admin/", allow_redirects=False).status_code == 200

    project.replace("mysite/urls.py", "urlpatterns = [", """
from allauth.account.decorators import secure_admin_login
admin.site.login = secure_admin_login(admin.site.login)
urlpatterns = [""")
    with project.serving("manage.py runserver --noreload {port}") as url:
        sent = requests.get(f"{url}/admin/login/", allow_redirects=False).headers["Location"]
        assert sent.startswith("/accounts/login/")
        fourth = requests.Session()
        fourth.get(f"{url}/accounts/login/")
        form = {"username": "ann", "password": "correct horse", "csrfmiddlewaretoken": fourth.cookies["csrftoken"]}
        assert fourth.post(f"{url}/admin/login/", form).url.startswith(f"{url}/accounts/login/")
        assert fourth.get(f"{url}/admin/", allow_redirects=False).status_code == 302


@pytest.mark.uses("flask", "flask-security", "flask-sqlalchemy", "argon2-cffi", "qrcode")
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

        shown = code(secret)
        for other in (requests.Session(), requests.Session()):
            asked = post(other, "login", email="ann@shop.example", password="correct horse").text
            form = {"csrf_token": TOKEN.search(asked)[1]}
            copy = requests.get(f"{url}/me", cookies=other.cookies.get_dict())
            assert copy.url == f"{url}/login?next=/me"
            assert "Invalid code" in other.post(f"{url}/tf-validate", data=form | {"code": "000000"}).text
            other.post(f"{url}/tf-validate", data=form | {"code": shown})
            assert other.get(f"{url}/me").text == "for members only"


@pytest.mark.uses("fastapi", "fastapi-fullauth", "pyotp", "sqlmodel", "uvicorn", "aiosqlite", "greenlet")
def test_fastapi_fullauth_asks_for_the_code_of_an_authenticator_app_at_a_log_in_by_password_not_by_oauth_and_has_no_page(folder):
    folder.copy("fullauth_accounts.py", "app.py")
    sign_in_with_a_stand_in_for_github(folder)
    assert "Development Status :: 4 - Beta" in metadata("fastapi-fullauth").get_all("Classifier")
    ann = {"email": "ann@shop.example", "password": "Correct-horse-1"}
    with folder.serving("-m uvicorn app:app --port {port}") as url:

        def post(path, data, token=""):
            answer = requests.post(f"{url}/api/v1/auth/{path}", json=data, headers={"Authorization": f"Bearer {token}"})
            return answer.status_code, answer.json()

        def may_enter(token):
            return requests.get(f"{url}/me", headers={"Authorization": f"Bearer {token}"}).ok

        post("register", ann)
        entered = post("login", ann)[1]["access_token"]
        secret = post("mfa/enroll", {}, entered)[1]["secret"]
        shown = code(secret)
        spares = post("mfa/confirm", {"code": shown}, entered)[1]["recovery_codes"]
        status, told = post("login", ann)
        assert (status, {*told}) == (202, {"mfa_required", "mfa_token"})
        assert [may_enter(entered), may_enter(told["mfa_token"])] == [True, False]
        for wrong in ("000000", shown):
            assert post("mfa/verify", told | {"code": wrong})[0] == 401
        status, signed_in = post("mfa/verify", told | {"code": code(secret, later=1)})
        assert (status, may_enter(signed_in["access_token"])) == (200, True)
        for status in (200, 401):
            again = post("login", ann)[1]
            assert post("mfa/verify", again | {"code": spares[0]})[0] == status
        asked = requests.get(f"{url}/api/v1/auth/oauth/github/authorize?redirect_uri=https://shop.example/back").json()
        state = re.search(r"state=([^&]+)", asked["authorization_url"])[1]
        status, without_code = post("oauth/github/callback", {"code": "any", "state": state, "binding": asked["binding"]})
        assert (status, without_code["user"]["email"], may_enter(without_code["access_token"])) == (200, ann["email"], True)
        paths = requests.get(f"{url}/openapi.json").json()["paths"].values()
        kinds = {kind for path in paths for do in path.values() for kind in do["responses"].get("200", {}).get("content", {})}
    assert kinds == {"application/json"}


def sign_in_with_a_stand_in_for_github(folder) -> None:
    """Let people sign in to fastapi-fullauth with GitHub, too, which is not asked but believed to have said: Ann."""
    folder.replace("app.py", "MFAMixin, RefreshTokenMixin", "MFAMixin, OAuthAccountMixin, RefreshTokenMixin")
    folder.replace("app.py", "class User(UserMixin", """
from fastapi_fullauth.oauth import GitHubOAuthProvider
from fastapi_fullauth.types import OAuthUserInfo

class GitHub(GitHubOAuthProvider):
    async def exchange_code(self, code, redirect_uri, code_verifier=None):
        return {}

    async def get_user_info(self, tokens):
        return OAuthUserInfo(provider="github", provider_user_id="1", email="ann@shop.example", email_verified=True)

class Account(OAuthAccountMixin, table=True):
    pass

class User(UserMixin""")
    folder.replace("app.py", "mfa_model=MFA)", "mfa_model=MFA, oauth_account_model=Account)")
    folder.replace("app.py", "config=config)", 'config=config, providers=[GitHub("id", "secret", ["https://shop.example/back"])])')


class Authenticator:
    """A phone, say, that keeps one passkey for one site."""

    def __init__(self, site: str):
        self.site, self.key, self.user = site, ec.generate_private_key(ec.SECP256R1()), None

    def answer(self, kind: str, challenge: str, origin: str | None = None) -> tuple[bytes, CollectedClientData]:
        told = CollectedClientData.create(f"webauthn.{kind}", challenge, origin or f"https://{self.site}")
        flags, kept = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV, b""
        if kind == "create":
            flags |= AuthenticatorData.FLAG.AT
            kept = AttestedCredentialData.create(bytes(16), b"passkey", ES256.from_cryptography_key(self.key.public_key()))
        return AuthenticatorData.create(hashlib.sha256(self.site.encode()).digest(), flags, 0, kept), told

    def create(self, challenge: str, origin: str | None = None) -> dict:
        data, told = self.answer("create", challenge, origin)
        response = AuthenticatorAttestationResponse(
            client_data=told, attestation_object=AttestationObject.create("none", data, {}))
        return json.loads(json.dumps(dict(RegistrationResponse(raw_id=b"passkey", response=response))))

    def get(self, challenge: str, origin: str | None = None) -> dict:
        data, told = self.answer("get", challenge, origin)
        signature = self.key.sign(data + told.hash, ec.ECDSA(hashes.SHA256()))
        response = AuthenticatorAssertionResponse(
            client_data=told, authenticator_data=data, signature=signature, user_handle=self.user)
        return json.loads(json.dumps(dict(AuthenticationResponse(raw_id=b"passkey", response=response))))


@pytest.mark.uses("django", "django-allauth", "fido2")
def test_allauth_signs_people_in_with_a_passkey_once_two_settings_say_so_or_three_over_plain_http(project):
    project.replace("mysite/urls.py", "from django.urls import path", "from django.urls import include, path")
    project.replace("mysite/urls.py", "urlpatterns = [", 'urlpatterns = [\n    path("accounts/", include("allauth.urls")),')
    project.replace("mysite/settings.py", "INSTALLED_APPS = [", """
INSTALLED_APPS = ["allauth", "allauth.account", "allauth.mfa", "django.contrib.humanize",""")
    middleware = "allauth.account.middleware.AccountMiddleware"
    project.replace("mysite/settings.py", "MIDDLEWARE = [", f'MIDDLEWARE = ["{middleware}",')
    project.run("manage.py", "migrate")
    project.run("manage.py", "shell", "-c", """
from django.contrib.auth.models import User
User.objects.create_superuser("ann", password="correct horse")
""")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert "passkey" not in requests.get(f"{url}/accounts/login/").text
        assert requests.get(f"{url}/accounts/2fa/webauthn/login/").status_code == 404

    settings = 'MFA_SUPPORTED_TYPES = ["webauthn"]\nMFA_PASSKEY_LOGIN_ENABLED = True\n'
    project.write("mysite/settings.py", project.read("mysite/settings.py") + settings)
    ann, phone, other = requests.Session(), Authenticator("127.0.0.1"), Authenticator("127.0.0.1")
    with project.serving("manage.py runserver --noreload {port}") as url:
        pages = f"{url}/accounts"

        def post(browser, page, **form):
            return browser.post(f"{pages}/{page}", data=form | {"csrfmiddlewaretoken": browser.cookies["csrftoken"]})

        def add(origin):
            page = ann.get(f"{pages}/2fa/webauthn/add/").text
            asked = json.loads(re.search(r'<script id="js_data"[^>]*>(.*?)</script>', page)[1])["creation_options"]["publicKey"]
            phone.user = other.user = base64.urlsafe_b64decode(asked["user"]["id"] + "==")
            kept = json.dumps(phone.create(asked["challenge"], origin))
            return post(ann, "2fa/webauthn/add/", credential=kept, passwordless="on")

        assert 'id="passkey_login"' in ann.get(f"{pages}/login/").text
        post(ann, "login/", login="ann", password="correct horse")
        post(ann, "reauthenticate/", password="correct horse")
        safe = url.replace("http", "https")
        assert add(url).url == f"{pages}/2fa/webauthn/add/"  # refused, and asked again
        assert add(safe).url == f"{pages}/2fa/"

        def signed_in(key, origin):
            browser = requests.Session()
            browser.get(f"{pages}/login/")
            options = browser.get(f"{pages}/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"}).json()
            answer = key.get(options["request_options"]["publicKey"]["challenge"], origin)
            post(browser, "2fa/webauthn/login/", credential=json.dumps(answer))
            return browser.get(f"{url}/admin/", allow_redirects=False).status_code == 200

        assert [signed_in(other, safe), signed_in(phone, url), signed_in(phone, safe)] == [False, False, True]

    insecure = "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True\n"
    project.write("mysite/settings.py", project.read("mysite/settings.py") + insecure)
    with project.serving("manage.py runserver --noreload {port}") as url:
        pages = f"{url}/accounts"
        assert [signed_in(other, url), signed_in(phone, url)] == [False, True]


@pytest.mark.uses("flask", "flask-security", "flask-sqlalchemy", "webauthn", "nh3", "argon2-cffi")
def test_flask_security_signs_people_in_with_a_passkey_once_a_setting_and_a_table_say_so(folder):
    folder.copy("flask_security_accounts.py", "app.py")
    folder.write("app.py", folder.read("app.py").replace("fsqla_v2", "fsqla_v3"))  # the models that know passkeys
    folder.replace("app.py", "    SECURITY_REGISTERABLE=True,", "    SECURITY_WEBAUTHN=True,\n    SECURITY_REGISTERABLE=True,")
    folder.replace("app.py", "Security(app, SQLAlchemyUserDatastore(db, User, Role))", """
class WebAuthn(db.Model, fsqla_v3.FsWebAuthnMixin):
    pass

Security(app, SQLAlchemyUserDatastore(db, User, Role, WebAuthn))""")
    folder.run("-c", """
from app import app, db
from flask_security import hash_password
with app.app_context():
    people = app.extensions["security"].datastore
    people.create_user(email="ann@shop.example", password=hash_password("correct horse"))
    db.session.commit()
""")
    json_please, phone, other = {"Accept": "application/json"}, Authenticator("127.0.0.1"), Authenticator("127.0.0.1")
    with folder.serving("-m flask --app app run --port {port}") as url:

        def post(browser, page, **form):
            token = browser.get(f"{url}/login", headers=json_please).json()["response"].get("csrf_token")
            return browser.post(f"{url}/{page}", json=form | {"csrf_token": token}, headers=json_please)

        def asked(browser, page, **form):
            reply = post(browser, page, **form).json()["response"]
            return reply["wan_state"], reply["credential_options"]["challenge"]

        ann = requests.Session()
        post(ann, "login", email="ann@shop.example", password="correct horse")
        state, challenge = asked(ann, "wan-register", name="phone", usage="first")
        kept = post(ann, f"wan-register/{state}", credential=json.dumps(phone.create(challenge, url)))
        assert kept.status_code == 200

        for key, status in ((other, 401), (phone, 200)):
            browser = requests.Session()
            state, challenge = asked(browser, "wan-signin")
            post(browser, f"wan-signin/{state}", credential=json.dumps(key.get(challenge, url)))
            assert browser.get(f"{url}/me", headers=json_please).status_code == status


@pytest.mark.uses("fastapi", "fastapi-fullauth", "webauthn", "sqlmodel", "uvicorn", "aiosqlite", "greenlet")
def test_fastapi_fullauth_signs_people_in_with_a_passkey_once_two_settings_and_a_table_say_so_and_has_no_page(folder):
    folder.copy("fullauth_accounts.py", "app.py")
    folder.replace("app.py", "import MFAMixin,", "import MFAMixin, PasskeyMixin,")
    folder.replace("app.py", "class User(", "class Passkey(PasskeyMixin, table=True):\n    pass\n\nclass User(")
    folder.replace("app.py", "mfa_model=MFA", "mfa_model=MFA, passkey_model=Passkey")
    assert "Development Status :: 4 - Beta" in metadata("fastapi-fullauth").get_all("Classifier")
    ann = {"email": "ann@shop.example", "password": "Correct-horse-1"}
    phone, other = Authenticator("shop.example"), Authenticator("shop.example")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.post(f"{url}/api/v1/auth/passkeys/authenticate/begin").status_code == 404

    folder.replace("app.py", 'MFA_ISSUER="shop"', 'PASSKEY_RP_ID="shop.example", PASSKEY_ORIGINS=["https://shop.example"]')
    with folder.serving("-m uvicorn app:app --port {port}") as url:

        def post(path, data, token=""):
            answer = requests.post(f"{url}/api/v1/auth/{path}", json=data, headers={"Authorization": f"Bearer {token}"})
            return answer.status_code, answer.json()

        def log_in(key, origin=None):
            asked = post("passkeys/authenticate/begin", {})[1]
            answer = key.get(asked["challenge"], origin)
            return post("passkeys/authenticate/complete", {"challenge_key": asked["challenge_key"], "credential": answer})

        post("register", ann)
        entered = post("login", ann)[1]["access_token"]
        asked = post("passkeys/register/begin", {}, entered)[1]
        phone.user = other.user = base64.urlsafe_b64decode(asked["user"]["id"] + "==")
        kept = {"challenge_key": asked["challenge_key"], "credential": phone.create(asked["challenge"])}
        assert post("passkeys/register/complete", kept, entered)[0] == 201
        assert [log_in(other)[0], log_in(phone, "https://shop.evil")[0]] == [401, 401]
        status, signed_in = log_in(phone)
        me = requests.get(f"{url}/me", headers={"Authorization": f"Bearer {signed_in['access_token']}"})
        assert (status, me.json()) == (200, "ann@shop.example")
        with folder.serving("-m uvicorn app:app --port {port}") as another:  # the challenge is in the memory of one
            asked = post("passkeys/authenticate/begin", {})[1]
            answer = {"challenge_key": asked["challenge_key"], "credential": phone.get(asked["challenge"])}
            statuses = [
                requests.post(f"{server}/api/v1/auth/passkeys/authenticate/complete", json=answer).status_code
                for server in (another, url)
            ]
        assert statuses == [401, 200]
        paths = requests.get(f"{url}/openapi.json").json()["paths"].values()
        kinds = {kind for path in paths for do in path.values() for kind in do["responses"].get("200", {}).get("content", {})}
    assert kinds == {"application/json"}
