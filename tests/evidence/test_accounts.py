"""Accounts: users, their passwords, and the pages on which they sign up, log in and log out."""

import re
import sqlite3
from email import message_from_string, policy
from importlib.metadata import metadata
from importlib.util import find_spec
from pathlib import Path

import django
import pytest
import requests
from pwdlib.hashers.bcrypt import BcryptHasher
from werkzeug.security import generate_password_hash

from harness import Folder

TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
DJANGOS_PAGES = [
    "login", "logout", "password_change", "password_change_done",
    "password_reset", "password_reset_done", "password_reset_confirm", "password_reset_complete",
]
LIST_DJANGOS_PAGES = """
from django.contrib.auth import urls
print(*(pattern.name for pattern in urls.urlpatterns))
"""


@pytest.mark.uses("django")
def test_djangos_pages_for_log_in_and_passwords_wear_the_admins_dress_until_you_write_templates(project, measure, tmp_path_factory):
    project.replace("mysite/urls.py", "from django.urls import path", """
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import include, path

@login_required
def me(request):
    return HttpResponse("for members only")
""")
    project.replace("mysite/urls.py", "urlpatterns = [", """
urlpatterns = [
    path("accounts/", include("django.contrib.auth.urls")),
    path("me", me),""")
    project.run("manage.py", "migrate")
    with project.serving("manage.py runserver --noreload {port}") as url:
        bare = requests.get(f"{url}/accounts/login/")
        assert (bare.status_code, "TemplateDoesNotExist" in bare.text) == (500, True)
        assert "Django administration" in requests.get(f"{url}/accounts/password_reset/").text
    without_admin = project.copied_to(tmp_path_factory.mktemp("without_admin"))
    without_admin.replace("mysite/urls.py", "path('admin/', admin.site.urls),", "")
    with without_admin.serving("manage.py runserver --noreload {port}") as url:
        broken = requests.get(f"{url}/accounts/password_reset/")
        assert (broken.status_code, "&#x27;admin&#x27; is not a registered namespace" in broken.text) == (500, True)

    project.write("shop/templates/registration/login.html", """
        <form method="post">{% csrf_token %}{{ form }}<button>Log in</button></form>
    """)
    assert project.typed_lines() == 10
    measure("lines typed for log-in and a page for members", 10, "lines", of="Django")
    listed = project.run("manage.py", "shell", "-c", f"""
from django.contrib.auth.models import User
User.objects.create_user("ann", password="correct horse")
{LIST_DJANGOS_PAGES}""").stdout.splitlines()[-1]
    assert listed.split() == DJANGOS_PAGES
    project.write("shop/templates/registration/password_reset_form.html", "in our own dress")

    ann = requests.Session()
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert ann.get(f"{url}/me").url == f"{url}/accounts/login/?next=/me"
        ann.headers["X-CSRFToken"] = ann.cookies["csrftoken"]
        form = {"username": "ann", "password": "correct horse"}
        assert ann.post(f"{url}/accounts/login/?next=/me", data=form).text == "for members only"

        assert "Django administration" in ann.get(f"{url}/accounts/password_change/").text
        ann.headers["X-CSRFToken"] = ann.cookies["csrftoken"]
        form = {"old_password": "correct horse", "new_password1": "12345678", "new_password2": "12345678"}
        assert "This password is too common." in ann.post(f"{url}/accounts/password_change/", data=form).text
        form |= {"new_password1": "battery staple", "new_password2": "battery staple"}
        assert ann.post(f"{url}/accounts/password_change/", data=form).url.endswith("password_change/done/")

        ann.headers["X-CSRFToken"] = ann.cookies["csrftoken"]
        assert "Django administration" in ann.post(f"{url}/accounts/logout/").text
        assert ann.get(f"{url}/me").url == f"{url}/accounts/login/?next=/me"
        assert ann.get(f"{url}/accounts/password_reset/").text == "in our own dress"

        ann.headers["X-CSRFToken"] = ann.cookies["csrftoken"]
        form = {"username": "ann", "password": "battery staple"}
        assert ann.post(f"{url}/accounts/login/", data=form).url == f"{url}/accounts/profile/"
        assert ann.get(f"{url}/accounts/profile/").status_code == 404


@pytest.mark.uses("flask", "flask-login", "flask-sqlalchemy", "flask-appbuilder", "werkzeug", "flask-security")
def test_flask_login_leaves_every_page_to_you_and_takes_more_lines_than_flask_security_or_flask_appbuilder(folder, measure):
    folder.write("app.py", """
        from flask import Flask, abort, redirect, request
        from flask_login import LoginManager, UserMixin, login_required, login_user, logout_user
        from flask_sqlalchemy import SQLAlchemy
        from werkzeug.security import check_password_hash

        app = Flask(__name__)
        app.secret_key = "for the proof"
        app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{app.root_path}/people.sqlite3"
        db = SQLAlchemy(app)
        manager = LoginManager(app)
        manager.login_view = "log_in"

        class User(UserMixin, db.Model):
            id = db.Column(db.Integer, primary_key=True)
            name = db.Column(db.String(50), unique=True)
            password = db.Column(db.String(200))

        with app.app_context():
            db.create_all()

        @manager.user_loader
        def load(id):
            return db.session.get(User, int(id))

        @app.route("/login", methods=["GET", "POST"])
        def log_in():
            if request.method == "GET":
                return "<form method=post><input name=name><input name=password type=password><button>Log in"
            user = db.session.scalar(db.select(User).filter_by(name=request.form["name"]))
            if not user or not check_password_hash(user.password, request.form["password"]):
                abort(401)
            login_user(user)
            return redirect("/me")

        @app.post("/logout")
        def log_out():
            logout_user()
            return redirect("/me")

        @app.get("/me")
        @login_required
        def me():
            return "for members only"
    """)
    with_flask_security = Folder(folder.path / "shorter")
    with_flask_security.copy("flask_security_accounts.py")
    built = Folder(folder.path / "shortest")
    built.copy("appbuilder_accounts.py", "app.py")
    assert folder.typed_lines() == 36 > lines_with_flask_security(with_flask_security) == 28 > built.typed_lines() == 14
    measure("lines typed for log-in and a page for members", 36, "lines", of="Flask-Login")
    measure("lines typed for log-in and a page for members", 14, "lines", of="Flask-AppBuilder")

    def routes(place, app):
        return {line.split()[0] for line in place.run("-m", "flask", "--app", app, "routes").stdout.splitlines()[2:]}

    assert routes(folder, "app") == {"log_in", "log_out", "me", "static"}
    assert {"security.register", "security.change_password"} < routes(with_flask_security, "flask_security_accounts")
    folder.run("-c", """
from app import User, app, db
from werkzeug.security import generate_password_hash
with app.app_context():
    db.session.add(User(name="ann", password=generate_password_hash("correct horse")))
    db.session.commit()
""")
    ann = requests.Session()
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert ann.get(f"{url}/me").url == f"{url}/login?next=%2Fme"
        form = {"name": "ann", "password": "correct horse"}
        assert ann.post(f"{url}/login", data=form | {"password": "wrong"}).status_code == 401
        assert ann.post(f"{url}/login", data=form).text == "for members only"
        ann.post(f"{url}/logout")
        assert ann.get(f"{url}/me").url == f"{url}/login?next=%2Fme"

    built.run("-c", """
from app import app, appbuilder
with app.app_context():
    people = appbuilder.sm
    people.add_user("ann", "Ann", "Lee", "ann@shop.example", people.find_role("Public"), "correct horse")
""")
    with built.serving("-m flask --app app run --port {port}") as url:
        for password, right in {"wrong": False, "correct horse": True}.items():
            page = ann.get(f"{url}/me")
            assert page.url == f"{url}/login/?next=%2Fme"
            form = {"username": "ann", "password": password, "csrf_token": TOKEN.search(page.text)[1]}
            assert (ann.post(page.url, data=form).text == "for members only") is right
        ann.get(f"{url}/logout/")
        assert ann.get(f"{url}/me").url == f"{url}/login/?next=%2Fme"


@pytest.mark.uses("flask", "flask-security", "flask-sqlalchemy", "argon2-cffi")
def test_flask_security_has_pages_for_sign_up_log_in_log_out_and_password_change(folder, measure):
    folder.copy("flask_security_accounts.py", "app.py")
    assert lines_with_flask_security(folder) == 28
    measure("lines typed for log-in and a page for members", 28, "lines", of="Flask-Security")
    ann = requests.Session()
    with folder.serving("-m flask --app app run --port {port}") as url:
        token = {"csrf_token": TOKEN.search(ann.get(f"{url}/register").text)[1]}
        form = {"email": "ann@shop.example", "password": "short", "password_confirm": "short"}
        refused = ann.post(f"{url}/register", data=form | token).text
        assert "Password must be at least 8 characters" in refused
        form |= {"password": "correct horse", "password_confirm": "correct horse"}
        assert "The CSRF token is missing." in requests.post(f"{url}/register", data=form).text
        ann.post(f"{url}/register", data=form | token)
        assert ann.get(f"{url}/me").text == "for members only"

        token = {"csrf_token": TOKEN.search(ann.get(f"{url}/change").text)[1]}
        form = {"password": "correct horse"}
        new = {"new_password": "battery staple", "new_password_confirm": "battery staple"}
        assert ann.post(f"{url}/change", data=form | new | token).url == f"{url}/"
        ann.post(f"{url}/logout")
        assert ann.get(f"{url}/me").url == f"{url}/login?next=/me"

        token = {"csrf_token": TOKEN.search(ann.get(f"{url}/login").text)[1]}
        form = {"email": "ann@shop.example", "password": "battery staple"}
        assert ann.post(f"{url}/reset", data=form | token).status_code == 500  # for nothing sends its mail yet
        ann.post(f"{url}/login", data=form | token)
        assert ann.get(f"{url}/me").text == "for members only"
    with sqlite3.connect(folder.path / "people.sqlite3") as database:
        assert [email for email, in database.execute("SELECT email FROM user")] == ["ann@shop.example"]

    with_them = folder.run("-m", "flask", "routes").stdout
    settings = re.sub(r"    SECURITY_\w+ABLE=True,\n", "", folder.read("app.py"))
    folder.write("app.py", settings)
    without = folder.run("-m", "flask", "routes").stdout
    for page, switched in {"login": False, "register": True, "change": True, "reset": True}.items():
        assert f" /{page} " in with_them
        assert (f" /{page} " not in without) is switched


def lines_with_flask_security(folder) -> int:
    return folder.typed_lines() - 1  # the one on deliverability is needed only where there is no network


@pytest.mark.uses("fastapi", "piccolo-api", "piccolo", "fastapi-users", "sqlmodel", "aiosqlite", "uvicorn", "greenlet")
def test_piccolo_api_brings_pages_for_sign_up_log_in_log_out_and_change_and_fastapi_users_routes_but_no_page(folder):
    pages = with_piccolo_api(Folder(folder.path / "pages"))
    signs_up_logs_in_and_out_and_changes_a_password_on_pages(pages)
    pages.replace("app.py", 'redirect_to="/login/", user_defaults={"active": True}', 'redirect_to="/login/"')
    with pages.serving("-m uvicorn app:app --port {port}") as url:
        form = {"password": "correct horse", "confirm_password": "correct horse", "format": "html"}
        for name, status in {"bob": 200, "ann": 500}.items():  # Ann is there since before
            named = form | {"username": name, "email": f"{name}@other.example"}
            assert requests.post(f"{url}/register/", data=named).status_code == status
        entered = requests.post(f"{url}/login/", data=form | {"username": "bob"})
        assert [answer.headers["Location"] for answer in entered.history] == ["/me", "/login/"]  # he is not active
    folder.copy("fastapi_users_accounts.py", "app.py")
    ann, form = requests.Session(), {"email": "ann@shop.example", "password": "1"}
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert ann.post(f"{url}/register", json=form | {"email": "ann"}).status_code == 422
        assert ann.post(f"{url}/register", json=form | {"is_superuser": True}).json()["is_superuser"] is False
        assert ann.post(f"{url}/register", json=form).json() == {"detail": "REGISTER_USER_ALREADY_EXISTS"}

        assert ann.get(f"{url}/me").status_code == 401
        form = {"username": "ann@shop.example", "password": "1"}
        ann.cookies.update(ann.post(f"{url}/login", data=form).cookies.get_dict())  # so that HTTP will do, too
        assert ann.get(f"{url}/me").json() == "for members only"
        assert ann.patch(f"{url}/users/me", json={"password": "battery staple"}).status_code == 200
        assert ann.post(f"{url}/logout").status_code == 204
        assert ann.post(f"{url}/login", data=form).json() == {"detail": "LOGIN_BAD_CREDENTIALS"}
        assert ann.post(f"{url}/login", data=form | {"password": "battery staple"}).status_code == 204

        routes = requests.get(f"{url}/openapi.json").json()["paths"]
        assert {*routes} == {
            "/register", "/login", "/logout", "/forgot-password", "/reset-password", "/users/me", "/users/{id}", "/me",
        }
        for page in ("register", "login", "logout", "forgot-password", "reset-password"):
            assert requests.get(f"{url}/{page}").status_code == 405

    folder.replace("app.py", "    reset_password_token_secret", """
    async def validate_password(self, password, user):
        from fastapi_users import InvalidPasswordException
        if len(password) < 8:
            raise InvalidPasswordException("at least 8 characters")

    reset_password_token_secret""")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        form = {"email": "bob@shop.example", "password": "1"}
        refused = requests.post(f"{url}/register", json=form)
        assert (refused.status_code, refused.json()["detail"]["reason"]) == (400, "at least 8 characters")
        assert requests.post(f"{url}/register", json=form | {"password": "correct horse"}).status_code == 201


def with_piccolo_api(folder) -> Folder:
    folder.copy("piccolo_accounts.py", "app.py")
    folder.write("piccolo_conf.py", """
        from piccolo.engine.sqlite import SQLiteEngine

        DB = SQLiteEngine(path="people.sqlite3")
    """)
    return folder


def signs_up_logs_in_and_out_and_changes_a_password_on_pages(folder):
    ann = requests.Session()
    with folder.serving("-m uvicorn app:app --port {port}") as url:

        def send(page, **form):
            assert '<form method="POST"' in ann.get(f"{url}/{page}/").text
            return ann.post(f"{url}/{page}/", data=form | {"format": "html"})  # as the page's own form does

        assert ann.get(f"{url}/me").url == f"{url}/login/"
        form = {"username": "ann", "email": "ann@shop.example", "password": "short", "confirm_password": "short"}
        assert "Password must be at least 6 characters long." in send("register", **form).text
        form |= {"password": "correct horse", "confirm_password": "correct horse"}
        assert send("register", **form).url == f"{url}/login/"
        assert "The username or password is incorrect." in send("login", username="ann", password="wrong").text
        assert send("login", username="ann", password="correct horse").json() == "for members only"

        new = {"new_password": "battery staple", "confirm_new_password": "battery staple"}
        send("change", current_password="correct horse", **new)
        assert ann.get(f"{url}/me").url == f"{url}/login/"
        assert "The username or password is incorrect." in send("login", username="ann", password="correct horse").text
        assert send("login", username="ann", password="battery staple").json() == "for members only"
        send("logout")
        assert ann.get(f"{url}/me").url == f"{url}/login/"


@pytest.mark.uses("fastapi", "fastapi-fullauth", "fastapi-users", "piccolo-api", "piccolo", "sqlmodel", "uvicorn", "aiosqlite", "greenlet")
def test_fastapi_fullauth_logs_people_in_in_fewer_lines_than_piccolo_api_with_pages_and_than_fastapi_users(folder, measure):
    users = Folder(folder.path / "users")
    users.copy("fastapi_users_accounts.py")
    store = re.search(r"class Store.*?(?=class Manager)", users.read("fastapi_users_accounts.py"), re.DOTALL)[0]
    assert sum(bool(line.strip()) for line in store.splitlines()) == 14
    pages = with_piccolo_api(Folder(folder.path / "pages"))
    signs_up_logs_in_and_out_and_changes_a_password_on_pages(pages)
    folder.copy("fullauth_accounts.py", "app.py")
    without = folder.read("app.py").replace("class MFA(MFAMixin, table=True):\n    pass\n", "")
    without = without.replace("MFAMixin, ", "").replace(', MFA_ISSUER="shop"', "").replace(", mfa_model=MFA", "")
    folder.write("app.py", without)
    assert "MFA" not in without and "Development Status :: 4 - Beta" in metadata("fastapi-fullauth").get_all("Classifier")
    assert folder.typed_lines() == 26 < pages.typed_lines() == 30 < users.typed_lines() == 57
    for name, lines in {"fastapi-fullauth": 26, "Piccolo API": 30, "FastAPI Users": 57}.items():
        measure("lines typed for log-in and a page for members", lines, "lines", of=name)
    ann = {"email": "ann@shop.example", "password": "Correct-horse-1"}
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        api = f"{url}/api/v1/auth"
        requests.post(f"{api}/register", json=ann)
        assert requests.get(f"{url}/me").status_code == 401
        assert requests.post(f"{api}/login", json=ann | {"password": "wrong"}).status_code == 401
        token = {"Authorization": f"Bearer {requests.post(f'{api}/login', json=ann).json()['access_token']}"}
        assert requests.get(f"{url}/me", headers=token).json() == "ann@shop.example"
        assert requests.post(f"{api}/logout", headers=token).status_code == 204
        assert requests.get(f"{url}/me", headers=token).status_code == 401
        for page in ("register", "login", "logout"):
            assert requests.get(f"{api}/{page}").status_code == 405


def mail_into_a_folder(project) -> None:
    backend = "django.core.mail.backends.filebased.EmailBackend"
    if django.VERSION >= (6, 1):
        lines = f"MAILERS = {{'default': {{'BACKEND': '{backend}', 'OPTIONS': {{'file_path': 'mails'}}}}}}"
    else:
        lines = f"EMAIL_BACKEND = '{backend}'\nEMAIL_FILE_PATH = 'mails'"
    project.write("mysite/settings.py", project.read("mysite/settings.py") + lines)


@pytest.mark.uses("django")
def test_django_resets_a_forgotten_password_by_mail(project):
    project.replace("mysite/urls.py", "from django.urls import path", "from django.urls import include, path")
    project.replace("mysite/urls.py", "urlpatterns = [", """
urlpatterns = [
    path("accounts/", include("django.contrib.auth.urls")),""")
    mail_into_a_folder(project)
    project.run("manage.py", "migrate")
    project.run("manage.py", "shell", "-c", """
from django.contrib.auth.models import User
User.objects.create_superuser("ann", "ann@shop.example", "forgotten")
""")
    ann = requests.Session()
    with project.serving("manage.py runserver --noreload {port}") as url:
        ann.get(f"{url}/accounts/password_reset/")
        ann.headers["X-CSRFToken"] = ann.cookies["csrftoken"]
        ann.post(f"{url}/accounts/password_reset/", data={"email": "ann@shop.example"})
        mail, = (project.path / "mails").iterdir()
        text = message_from_string(mail.read_text(), policy=policy.default).get_content()
        link = re.search(rf"{url}/accounts/reset/\S+", text)[0]

        form = ann.get(link)
        assert "Enter new password" in form.text
        new = {"new_password1": "battery staple", "new_password2": "battery staple"}
        ann.post(form.url, data=new)
        assert "The password reset link was invalid" in requests.get(link).text
        known, unknown = (
            ann.post(f"{url}/accounts/password_reset/", data={"email": email}, headers={"X-CSRFToken": ann.cookies["csrftoken"]})
            for email in ("ann@shop.example", "bob@shop.example")
        )
        assert (known.url, known.status_code, known.text) == (unknown.url, 200, unknown.text)

        login = f"{url}/admin/login/?next=/admin/"
        assert ann.post(login, data={"username": "ann", "password": "forgotten"}).url == login
        assert ann.post(login, data={"username": "ann", "password": "battery staple"}).url == f"{url}/admin/"


@pytest.mark.uses("flask", "flask-security", "flask-mailman", "argon2-cffi", "flask-sqlalchemy")
def test_flask_security_resets_a_forgotten_password_by_mail_with_flask_mailman(folder):
    folder.copy("flask_security_accounts.py", "app.py")
    folder.replace("app.py", "db = SQLAlchemy(app)", """
from flask_mailman import Mail
app.config.update(MAIL_BACKEND="file", MAIL_FILE_PATH=f"{app.root_path}/mails")
Mail(app)
db = SQLAlchemy(app)""")
    folder.run("-c", """
from app import app, db
from flask_security import hash_password
with app.app_context():
    people = app.extensions["security"].datastore
    people.create_user(email="ann@shop.example", password=hash_password("forgotten"))
    db.session.commit()
""")
    ann = requests.Session()
    with folder.serving("-m flask --app app run --port {port}") as url:
        token = {"csrf_token": TOKEN.search(ann.get(f"{url}/reset").text)[1]}
        ann.post(f"{url}/reset", data={"email": "ann@shop.example"} | token)
        mail, = (folder.path / "mails").iterdir()
        parts = message_from_string(mail.read_text(), policy=policy.default)
        link = re.search(rf"{url}/reset/\S+", parts.get_body(["plain"]).get_content())[0]
        new = {"password": "battery staple", "password_confirm": "battery staple"}
        ann.post(link, data=new | token)

        again = {"password": "third password", "password_confirm": "third password"}
        assert "Invalid reset password token" in ann.post(link, data=again | token).text
        unknown = ann.post(f"{url}/reset", data={"email": "bob@shop.example"} | token).text
        assert "Specified user does not exist" in unknown

        form = {"email": "ann@shop.example", "password": "forgotten"}
        ann.post(f"{url}/login", data=form | token)
        assert ann.get(f"{url}/me").url == f"{url}/login?next=/me"
        ann.post(f"{url}/login", data=form | token | {"password": "battery staple"})
        assert ann.get(f"{url}/me").text == "for members only"

    folder.replace("app.py", "    SECURITY_REGISTERABLE=True,", """
    SECURITY_RETURN_GENERIC_RESPONSES=True,
    SECURITY_REGISTERABLE=True,""")
    with folder.serving("-m flask --app app run --port {port}") as url:
        bob = requests.Session()
        token = {"csrf_token": TOKEN.search(bob.get(f"{url}/reset").text)[1]}
        for email in ("ann@shop.example", "bob@shop.example"):
            answer = bob.post(f"{url}/reset", data={"email": email} | token).text
            assert f"Instructions to reset your password have been sent to {email}." in answer


@pytest.mark.uses("fastapi", "fastapi-users", "fastapi-mail", "sqlmodel", "uvicorn", "aiosqlite", "greenlet")
def test_fastapi_users_resets_a_forgotten_password_by_a_mail_one_writes_with_fastapi_mail(folder):
    folder.copy("fastapi_users_accounts.py", "app.py")
    folder.replace("app.py", "    reset_password_token_secret", """
    async def on_after_forgot_password(self, user, token, request=None):
        text = f"https://shop.example/new-password?token={token}"
        await mail.send_message(MessageSchema(subject="Your password", recipients=[user.email], body=text, subtype="plain"))

    reset_password_token_secret""")
    folder.replace("app.py", "engine = create", """
from pathlib import Path
from fastapi_mail import ConnectionConfig, FastMail, MessageSchema
from fastapi_mail.fastmail import email_dispatched
mail = FastMail(ConnectionConfig(
    MAIL_SERVER="mail.shop.example", MAIL_PORT=25, MAIL_FROM="us@shop.example", MAIL_USERNAME="", MAIL_PASSWORD="",
    MAIL_STARTTLS=False, MAIL_SSL_TLS=False, SUPPRESS_SEND=1))
email_dispatched.connect(lambda letter: Path("mails", letter["To"]).write_bytes(bytes(letter)), weak=False)
engine = create""")
    (folder.path / "mails").mkdir()
    with folder.serving("-m uvicorn app:app --port {port}") as url:

        def reset(token, password):
            return requests.post(f"{url}/reset-password", json={"token": token, "password": password})

        def log_in(password):
            return requests.post(f"{url}/login", data={"username": "ann@shop.example", "password": password}).status_code

        requests.post(f"{url}/register", json={"email": "ann@shop.example", "password": "forgotten"})
        known, unknown = (
            requests.post(f"{url}/forgot-password", json={"email": email})
            for email in ("ann@shop.example", "bob@shop.example")
        )
        assert (known.status_code, known.text) == (unknown.status_code, unknown.text) == (202, "null")
        mail, = (folder.path / "mails").iterdir()
        text = message_from_string(mail.read_text(), policy=policy.default).get_body(["plain"]).get_content()
        token = re.search(r"token=(\S+)", text)[1]

        assert reset(token, "battery staple").status_code == 200
        assert reset(token, "third password").json() == {"detail": "RESET_PASSWORD_BAD_TOKEN"}
        assert [log_in(word) for word in ("forgotten", "battery staple", "third password")] == [400, 204, 400]


@pytest.mark.uses("django", "django-allauth", "django-registration")
def test_django_has_no_sign_up_page_until_allauth_or_django_registration_brings_one(project, generated, tmp_path):
    project.replace("mysite/urls.py", "from django.urls import path", "from django.urls import include, path")
    project.replace("mysite/urls.py", "urlpatterns = [", """
urlpatterns = [
    path("accounts/", include("django.contrib.auth.urls")),""")
    listed = project.run("manage.py", "shell", "-c", LIST_DJANGOS_PAGES).stdout.splitlines()[-1]
    assert listed.split() == DJANGOS_PAGES  # none of them signs anyone up
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(f"{url}/accounts/signup/").status_code == 404

    project.replace("mysite/urls.py", "django.contrib.auth.urls", "allauth.urls")
    project.replace("mysite/settings.py", "INSTALLED_APPS = [", """
INSTALLED_APPS = ['allauth', 'allauth.account',""")
    middleware = "allauth.account.middleware.AccountMiddleware"
    project.replace("mysite/settings.py", "MIDDLEWARE = [", f"MIDDLEWARE = ['{middleware}',")
    mail_into_a_folder(project)
    project.run("manage.py", "migrate")
    ann = requests.Session()
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert "<form" in ann.get(f"{url}/accounts/signup/").text
        ann.headers["X-CSRFToken"] = ann.cookies["csrftoken"]
        form = {"username": "ann", "password1": "12345678", "password2": "12345678"}
        assert "This password is too common." in ann.post(f"{url}/accounts/signup/", data=form).text
        form |= {"password1": "correct horse", "password2": "correct horse"}
        form |= {"email": "ann@shop.example"}
        welcomed = ann.post(f"{url}/accounts/signup/", data=form, allow_redirects=False)
    assert welcomed.status_code == 302
    mail, = (project.path / "mails").iterdir()
    assert "\nTo: ann@shop.example\n" in mail.read_text()
    with sqlite3.connect(project.path / "db.sqlite3") as database:
        assert database.execute("SELECT username FROM auth_user").fetchall() == [("ann",)]
    signs_up_with_django_registration_once_there_are_templates(generated.copied_to(tmp_path / "other"))


def signs_up_with_django_registration_once_there_are_templates(project):
    project.replace("mysite/urls.py", "from django.urls import path", "from django.urls import include, path")
    project.replace("mysite/urls.py", "urlpatterns = [", """
urlpatterns = [
    path("accounts/", include("django_registration.backends.one_step.urls")),""")
    project.replace("mysite/settings.py", "INSTALLED_APPS = [", "INSTALLED_APPS = ['django_registration',")
    project.run("manage.py", "migrate")
    with project.serving("manage.py runserver --noreload {port}") as url:
        bare = requests.get(f"{url}/accounts/register/")
    assert bare.status_code == 500
    assert "TemplateDoesNotExist at /accounts/register/" in bare.text

    project.write("shop/templates/django_registration/registration_form.html", "{% csrf_token %}{{ form }}")
    project.write("shop/templates/django_registration/registration_complete.html", "Welcome, {{ user }}")
    ann = requests.Session()
    with project.serving("manage.py runserver --noreload {port}") as url:
        ann.get(f"{url}/accounts/register/")
        ann.headers["X-CSRFToken"] = ann.cookies["csrftoken"]
        form = {"username": "ann", "email": "ann@shop.example"}
        form |= {"password1": "correct horse", "password2": "correct horse"}
        assert ann.post(f"{url}/accounts/register/", data=form).text == "Welcome, ann"


@pytest.mark.uses("django", "argon2-cffi")
def test_django_stores_pbkdf2_or_argon2_once_set_and_renews_an_old_hash_at_log_in_if_its_kind_is_listed(project, measure):
    project.run("manage.py", "migrate")
    project.run("manage.py", "shell", "-c", """
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
User.objects.create_user("new", password="correct horse")
old = PBKDF2PasswordHasher().encode("correct horse", "salt", 1000)
User.objects.create(username="ann", password=old, is_staff=True)
""")
    stored = "SELECT username, password FROM auth_user"
    with sqlite3.connect(project.path / "db.sqlite3") as database:
        before = {name: password.split("$") for name, password in database.execute(stored)}
    assert before["ann"][:3] == ["pbkdf2_sha256", "1000", "salt"]
    assert before["new"][0] == "pbkdf2_sha256"
    rounds = int(before["new"][1])
    assert rounds >= 1_000_000
    measure("rounds of PBKDF2 for a new password", rounds, "rounds", of="Django")

    def after_log_in():
        ann = requests.Session()
        with project.serving("manage.py runserver --noreload {port}") as url:
            ann.get(f"{url}/admin/login/")
            ann.headers["X-CSRFToken"] = ann.cookies["csrftoken"]
            form = {"username": "ann", "password": "correct horse"}
            let_in = ann.post(f"{url}/admin/login/", data=form, allow_redirects=False).status_code == 302
        with sqlite3.connect(project.path / "db.sqlite3") as database:
            stored_now = {name: password.split("$") for name, password in database.execute(stored)}["ann"]
        return [let_in, *stored_now[:2]]

    assert after_log_in() == [True, "pbkdf2_sha256", str(rounds)]
    settings = project.read("mysite/settings.py")
    hashers = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("Argon2", "PBKDF2")]
    project.write("mysite/settings.py", settings + f"PASSWORD_HASHERS = {hashers[:1]}\n")
    assert after_log_in() == [False, "pbkdf2_sha256", str(rounds)]
    project.write("mysite/settings.py", settings + f"PASSWORD_HASHERS = {hashers}\n")
    assert after_log_in() == [True, "argon2", "argon2id"]


@pytest.mark.uses("django", "django-allauth", "requests")
def test_allauth_sends_people_to_sign_in_with_github_once_it_is_configured(project, measure):
    project.replace("mysite/urls.py", "from django.urls import path", "from django.urls import include, path")
    project.replace("mysite/urls.py", "urlpatterns = [", """
urlpatterns = [
    path("accounts/", include("allauth.urls")),""")
    project.replace("mysite/settings.py", "INSTALLED_APPS = [", """
SOCIALACCOUNT_PROVIDERS = {"github": {"APPS": [{"client_id": "our-id", "secret": "our-secret"}]}}
INSTALLED_APPS = [
    'allauth', 'allauth.account', 'allauth.socialaccount', 'allauth.socialaccount.providers.github',""")
    middleware = "allauth.account.middleware.AccountMiddleware"
    project.replace("mysite/settings.py", "MIDDLEWARE = [", f"MIDDLEWARE = ['{middleware}',")
    project.run("manage.py", "migrate")
    ann = requests.Session()
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert "GitHub" in ann.get(f"{url}/accounts/login/").text
        ann.headers["X-CSRFToken"] = ann.cookies["csrftoken"]
        sent = ann.post(f"{url}/accounts/github/login/", allow_redirects=False).headers["Location"]
        assert ann.post(f"{url}/accounts/gitlab/login/").status_code == 404  # which the settings do not name
    assert sent.startswith("https://github.com/login/oauth/authorize?client_id=our-id&")
    providers = Path(find_spec("allauth.socialaccount.providers").origin).parent
    known = {file.parent.name for file in providers.glob("*/provider.py")} - {"base", "oauth", "oauth2"}
    assert len(known) > 100
    measure("places to sign in with that come ready", len(known), "places", of="django-allauth")


@pytest.mark.uses("flask", "flask-security", "argon2-cffi", "flask-sqlalchemy")
def test_werkzeug_makes_scrypt_and_flask_security_stores_argon2_and_renews_an_old_hash_at_log_in(folder):
    assert generate_password_hash("correct horse").startswith("scrypt:32768:8:1$")
    folder.copy("flask_security_accounts.py", "app.py")
    folder.write("old_hash.py", """
        from passlib.hash import pbkdf2_sha512
        from app import app, db, User
        from flask_security import hash_password
        from flask_security.utils import get_hmac

        with app.app_context():
            store = app.extensions["security"].datastore
            store.create_user(email="new@example.org", password=hash_password("correct horse"))
            old = pbkdf2_sha512.hash(get_hmac("correct horse"))
            store.create_user(email="ann@example.org", password=old)
            db.session.commit()
    """)
    folder.run("old_hash.py")
    stored = "SELECT email, password FROM user"
    with sqlite3.connect(folder.path / "people.sqlite3") as database:
        before = dict(database.execute(stored))
    assert before["new@example.org"].startswith("$argon2id$")
    assert before["ann@example.org"].startswith("$pbkdf2-sha512$")
    with folder.serving("-m flask --app app run --port {port}") as url:
        ann = requests.Session()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', ann.get(f"{url}/login").text)
        form = {"email": "ann@example.org", "password": "correct horse"} | ({"csrf_token": token[1]} if token else {})
        ann.post(f"{url}/login", data=form)
        assert ann.get(f"{url}/me").text == "for members only"
    with sqlite3.connect(folder.path / "people.sqlite3") as database:
        assert dict(database.execute(stored))["ann@example.org"].startswith("$argon2id$")


@pytest.mark.uses("fastapi", "fastapi-users", "pwdlib", "bcrypt", "sqlmodel", "uvicorn", "aiosqlite", "greenlet")
def test_fastapi_users_stores_argon2_and_renews_a_bcrypt_hash_at_log_in(folder):
    folder.copy("fastapi_users_accounts.py", "app.py")
    stored = "SELECT email, hashed_password FROM user"
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        for name in ("new", "ann"):
            requests.post(f"{url}/register", json={"email": f"{name}@shop.example", "password": "correct horse"})
        with sqlite3.connect(folder.path / "people.sqlite3") as database:
            old = BcryptHasher(rounds=4).hash("correct horse")
            database.execute("UPDATE user SET hashed_password = ? WHERE email = 'ann@shop.example'", [old])
            before = dict(database.execute(stored))
        assert before["new@shop.example"].startswith("$argon2id$")
        assert before["ann@shop.example"].startswith("$2b$04$")
        answers = [
            requests.post(f"{url}/login", data={"username": "ann@shop.example", "password": password}).status_code
            for password in ("wrong", "x" * 73, "correct horse", "correct horse", "x" * 73)
        ]
    assert answers == [400, 500, 204, 204, 400]
    with sqlite3.connect(folder.path / "people.sqlite3") as database:
        assert dict(database.execute(stored))["ann@shop.example"].startswith("$argon2id$")


@pytest.mark.uses("flask", "flask-dance")
def test_flask_dance_sends_people_to_sign_in_with_github_and_keeps_a_token_without_a_view_and_makes_no_account(folder, measure):
    folder.write("app.py", """
        from flask import Flask
        from flask_dance.contrib.github import make_github_blueprint

        app = Flask(__name__)
        app.secret_key = "for the proof"
        app.register_blueprint(make_github_blueprint(client_id="our-id", client_secret="our-secret"), url_prefix="/login")
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        sent = requests.get(f"{url}/login/github", allow_redirects=False).headers["Location"]
    assert sent.startswith("https://github.com/login/oauth/authorize?response_type=code&client_id=our-id&")

    folder.copy("company.py")  # stands in for GitHub
    with folder.serving("-m flask --app company run --port {port}") as company:
        folder.write("app.py", folder.read("app.py") + f"""
import os
from flask import session
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
app.blueprints["github"].authorization_url = "{company}/authorize"
app.blueprints["github"].token_url = "{company}/token"

@app.get("/")
def home():
    return [*session]
""")
        with folder.serving("-m flask --app app run --port {port}") as url:
            assert requests.Session().get(f"{url}/login/github").json() == ["github_oauth_token"]
    ready = Path(find_spec("flask_dance.contrib").origin).parent.glob("[a-z]*.py")
    known = [file.stem for file in ready if f"def make_{file.stem}_blueprint(" in file.read_text()]
    assert len(known) == 26
    measure("places to sign in with that come ready", len(known), "places", of="Flask-Dance")


@pytest.mark.uses("fastapi", "fastapi-sso", "fastapi-fullauth", "sqlmodel", "aiosqlite", "greenlet", "uvicorn", "httpx2")
def test_fastapi_sso_sends_people_to_github_from_two_views_one_writes_and_fastapi_fullauths_routes_tell_a_page_of_ones_own_where_to(tmp_path, measure):
    folder, told = Folder(tmp_path / "sso"), Folder(tmp_path / "fullauth")
    folder.write("app.py", """
        from fastapi import FastAPI, Request
        from fastapi_sso.sso.github import GithubSSO

        app = FastAPI()
        github = GithubSSO("our-id", "our-secret", "https://shop.example/signed-in")

        @app.get("/login")
        async def log_in():
            async with github:
                return await github.get_login_redirect()

        @app.get("/signed-in")
        async def signed_in(request: Request):
            async with github:
                return await github.verify_and_process(request)
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        sent = requests.get(f"{url}/login", allow_redirects=False).headers["Location"]
    assert sent.startswith("https://github.com/login/oauth/authorize?response_type=code&client_id=our-id&")
    folder.copy("company.py")  # stands in for GitHub
    with folder.serving("-m flask --app company run --port {port}") as company:
        folder.replace("app.py", 'github = GithubSSO("our-id", "our-secret", "https://shop.example/signed-in")', f"""
from fastapi_sso.sso.base import OpenID
from fastapi_sso.sso.generic import create_provider
places = {{"authorization_endpoint": "{company}/authorize", "token_endpoint": "{company}/token", "userinfo_endpoint": "{company}/userinfo"}}
Work = create_provider(discovery_document=places, response_convertor=lambda told, session: OpenID(email=told["email"]))
github = Work("our-id", "our-secret", "https://shop.example/signed-in", allow_insecure_http=True)""")
        ann = requests.Session()
        with folder.serving("-m uvicorn app:app --port {port}") as url:
            there = ann.get(f"{url}/login", allow_redirects=False).headers["Location"]
            back = ann.get(there, allow_redirects=False).headers["Location"].replace("https://shop.example", url)
            assert ann.get(back).json()["email"] == "ann@shop.example"  # which is all that one's view is given
    known = {file.stem for file in Path(find_spec("fastapi_sso.sso").origin).parent.glob("[a-z]*.py")} - {"base", "generic"}
    assert len(known) == 20
    measure("places to sign in with that come ready", len(known), "places", of="fastapi-sso")

    assert "Development Status :: 4 - Beta" in metadata("fastapi-fullauth").get_all("Classifier")
    told.copy("fullauth_accounts.py", "app.py")
    told.replace("app.py", "MFAMixin, RefreshTokenMixin", "MFAMixin, OAuthAccountMixin, RefreshTokenMixin")
    told.replace("app.py", "from fastapi_fullauth.models", """
from fastapi_fullauth.oauth import GitHubOAuthProvider
from fastapi_fullauth.models""")
    told.replace("app.py", "class User(UserMixin", """
class Account(OAuthAccountMixin, table=True):
    pass

class User(UserMixin""")
    told.replace("app.py", "mfa_model=MFA)", "mfa_model=MFA, oauth_account_model=Account)")
    told.replace("app.py", "FullAuth(adapter=store, config=config)", """
github = GitHubOAuthProvider("our-id", "our-secret", ["https://shop.example/signed-in"])
FullAuth(adapter=store, config=config, providers=[github])""")
    told.write("try_it.py", """
        from app import app
        from fastapi.testclient import TestClient

        def sent(provider, page="https://shop.example/signed-in"):
            return client.get(f"/api/v1/auth/oauth/{provider}/authorize?redirect_uri={page}")

        with TestClient(app) as client:
            print(sent("github").json()["authorization_url"])
            print(sent("gitlab").status_code, sent("github", "https://other.example").status_code)
            methods = client.get("/openapi.json").json()["paths"]["/api/v1/auth/oauth/{provider}/callback"]
            print(*methods, *methods["post"]["requestBody"]["content"])
    """)
    sent, refused, back = told.run("try_it.py").stdout.splitlines()[-3:]
    assert sent.startswith("https://github.com/login/oauth/authorize?client_id=our-id&")
    assert refused == "404 400"  # a provider, and a page, that one has not named
    assert back == "post application/json"  # so that the page to which GitHub sends people back is one's own
    known = {file.stem for file in Path(find_spec("fastapi_fullauth.oauth").origin).parent.glob("[a-z]*.py")} - {"base"}
    assert known == {"discord", "github", "gitlab", "google"}
    measure("places to sign in with that come ready", len(known), "places", of="fastapi-fullauth")
