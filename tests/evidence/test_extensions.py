"""Add-ons and releases: what installed packages say of themselves, and what old add-ons meet today."""

import sys
from importlib.metadata import metadata, requires

import django
import pytest
import requests
from packaging.requirements import Requirement


@pytest.mark.uses("django")
def test_django_lacks_a_name_that_abandoned_add_ons_import(folder):
    old = "from django.utils.translation import ugettext_lazy"
    assert "ImportError: cannot import name 'ugettext_lazy'" in folder.run("-c", old, check=False).stderr
    folder.run("-c", old.replace("ugettext_lazy", "gettext_lazy"))


@pytest.mark.uses("flask")
def test_flask_lacks_a_name_that_abandoned_add_ons_import(folder):
    old = "from flask.json import JSONEncoder"
    assert "ImportError: cannot import name 'JSONEncoder'" in folder.run("-c", old, check=False).stderr
    folder.run("-c", "from flask.json.provider import DefaultJSONProvider")


@pytest.mark.uses("fastapi", "pydantic")
def test_pydantic_lacks_a_name_that_abandoned_add_ons_read(folder):
    folder.write("old.py", """
        from pydantic import BaseModel

        class Book(BaseModel):
            title: str

        print([field.name for field in Book.__fields__.values()])
    """)
    assert "AttributeError: 'FieldInfo' object has no attribute 'name'" in folder.run("old.py", check=False).stderr
    folder.replace("old.py", "[field.name for field in Book.__fields__.values()]", "list(Book.model_fields)")
    assert folder.run("old.py").stdout == "['title']\n"


@pytest.mark.uses("django", "django-registration")
def test_django_registration_signs_people_up_with_todays_django_without_a_warning(project):
    assert frameworks("django-registration")[-1] == "Framework :: Django :: 5.2"
    project.replace("mysite/urls.py", "from django.urls import path", "from django.urls import include, path")
    project.replace("mysite/urls.py", "urlpatterns = [", """
urlpatterns = [
    path("accounts/", include("django_registration.backends.one_step.urls")),""")
    project.replace("mysite/settings.py", "INSTALLED_APPS = [", "INSTALLED_APPS = ['django_registration',")
    project.write("shop/templates/django_registration/registration_form.html", "{% csrf_token %}{{ form }}")
    project.write("shop/templates/django_registration/registration_complete.html", "Welcome, {{ user }}")
    project.run("-W", "error", "manage.py", "migrate")
    visitor = requests.Session()
    with project.serving("-W error manage.py runserver --noreload {port}") as url:
        form = {"username": "ann", "email": "ann@shop.example", "password1": "ann's horse", "password2": "ann's horse"}
        assert visitor.post(f"{url}/accounts/register/", data=form).status_code == 403
        visitor.get(f"{url}/accounts/register/")
        visitor.headers["X-CSRFToken"] = visitor.cookies["csrftoken"]
        assert visitor.post(f"{url}/accounts/register/", data=form).text == "Welcome, ann"


@pytest.mark.uses("flask", "flask-login", "flask-sqlalchemy", "sqlalchemy", "werkzeug")
def test_flask_login_and_flask_sqlalchemy_log_people_in_with_todays_flask_and_warn_when_told_to_remember_them(folder):
    folder.write("app.py", """
        from flask import Flask
        from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
        from flask_sqlalchemy import SQLAlchemy

        app = Flask(__name__)
        app.config.update(SECRET_KEY="for the proof", SQLALCHEMY_DATABASE_URI="sqlite:///users.db")
        db = SQLAlchemy(app)
        logins = LoginManager(app)

        class User(db.Model, UserMixin):
            id = db.Column(db.Integer, primary_key=True)
            name = db.Column(db.String(50))

        with app.app_context():
            db.create_all()
            db.session.add(User(name="Ann"))
            db.session.commit()

        @logins.user_loader
        def load(key):
            return db.session.get(User, int(key))

        @app.post("/login")
        def login():
            login_user(db.session.execute(db.select(User)).scalar_one())
            return "welcome"

        @app.get("/me")
        @login_required
        def me():
            return current_user.name
    """)
    with folder.serving("-W error -m flask --app app run --port {port}") as url:
        visitor = requests.Session()
        assert visitor.get(f"{url}/me").status_code == 401
        assert visitor.post(f"{url}/login").text == "welcome"
        assert visitor.get(f"{url}/me").text == "Ann"

    folder.replace("app.py", "scalar_one())", "scalar_one(), remember=True)")
    folder.replace("app.py", 'db.session.add(User(name="Ann"))', "")
    with folder.serving("-W error -m flask --app app run --port {port}") as url:
        remembered = requests.post(f"{url}/login").status_code
        assert remembered == (500 if sys.version_info >= (3, 12) else 200)  # utcnow() is deprecated since Python 3.12


@pytest.mark.uses("fastapi", "starlette", "starlette-csrf", "starsessions", "uvicorn")
def test_starlette_csrf_and_starsessions_check_a_header_and_keep_sessions_with_todays_fastapi_without_a_warning(folder):
    folder.write("app.py", """
        from fastapi import FastAPI, HTTPException, Request
        from starlette_csrf import CSRFMiddleware
        from starsessions import InMemoryStore, SessionAutoloadMiddleware, SessionMiddleware

        app = FastAPI()
        app.add_middleware(SessionAutoloadMiddleware)
        app.add_middleware(SessionMiddleware, store=InMemoryStore(), cookie_https_only=False)
        app.add_middleware(CSRFMiddleware, secret="for the proof")

        @app.post("/login")
        def login(request: Request):
            request.session["name"] = "Ann"
            return "welcome"

        @app.get("/me")
        def me(request: Request):
            if "name" not in request.session:
                raise HTTPException(401)
            return request.session["name"]
    """)
    with folder.serving("-W error -m uvicorn app:app --port {port}") as url:
        visitor = requests.Session()
        assert visitor.get(f"{url}/me").status_code == 401
        assert visitor.post(f"{url}/login", data=dict(visitor.cookies)).status_code == 403  # no field of a form will do
        visitor.headers["X-CSRFToken"] = visitor.cookies["csrftoken"]
        assert visitor.post(f"{url}/login").json() == "welcome"
        assert visitor.get(f"{url}/me").json() == "Ann"


def frameworks(distribution: str, start: str = "Framework ::") -> list[str]:
    return [kind for kind in metadata(distribution).get_all("Classifier") if kind.startswith(start)]


@pytest.mark.uses("wagtail", "djangorestframework", "django-allauth")
@pytest.mark.uses("django-haystack", "django-registration")
def test_django_add_ons_name_the_django_versions_they_support_and_some_stop_at_5_2():
    for name in ("wagtail", "djangorestframework", "django-allauth"):
        assert frameworks(name, "Framework :: Django")[-1] == "Framework :: Django :: 6.1"
    for name in ("django-haystack", "django-registration"):
        assert frameworks(name)[-1] == "Framework :: Django :: 5.2"


@pytest.mark.uses("flask-login", "flask-sqlalchemy", "flask-wtf", "flask-security", "flask-smorest", "flask-appbuilder")
def test_flask_extensions_say_at_most_how_old_a_flask_they_need_and_that_4_is_none():
    extensions = ["flask-login", "flask-sqlalchemy", "flask-wtf", "flask-security", "flask-smorest", "flask-appbuilder"]
    kinds = {kind for name in extensions for kind in frameworks(name)}
    assert kinds == {"Framework :: Flask"}
    needed = [Requirement(need) for name in extensions for need in requires(name) if "extra" not in need]
    limits = [str(need.specifier) for need in needed if need.name.lower() == "flask"]
    assert limits == [">=1.0.4", ">=2.2.5", "", ">=3.1.1", "<4,>=3.0.2", "<4,>=2"]


@pytest.mark.uses("starlette-admin", "fastapi-users", "fastapi-filter", "fastapi-mail", "fastapi-pagination", "slowapi")
def test_fastapi_add_ons_say_how_old_a_fastapi_they_need_and_name_none_they_were_tried_with():
    add_ons = ["starlette-admin", "fastapi-users", "fastapi-filter", "fastapi-mail", "fastapi-pagination", "slowapi"]
    assert {kind for name in add_ons for kind in frameworks(name)} == {"Framework :: AsyncIO", "Framework :: FastAPI"}
    needed = [Requirement(need) for name in add_ons for need in requires(name) if "extra" not in need]
    limits = [str(need) for need in needed if need.name in ("fastapi", "starlette")]
    assert limits == [
        "starlette>=0.40.0", "fastapi>=0.65.2", "fastapi<1.0,>=0.115.0", "starlette<2.0.0,>=1.0.0", "fastapi>=0.140.13",
    ]


@pytest.mark.uses("django", "flask", "fastapi")
def test_django_wants_python_3_12_since_6_0_and_3_10_before_flask_3_9_and_fastapi_3_11():
    wanted = ">=3.12" if django.VERSION >= (6, 0) else ">=3.10"
    assert metadata("django")["Requires-Python"] == wanted
    assert metadata("flask")["Requires-Python"] == ">=3.9"
    assert metadata("fastapi")["Requires-Python"] == ">=3.11"


@pytest.mark.uses("django")
def test_django_warns_of_what_a_named_later_release_removes(folder):
    if django.VERSION >= (6, 1):
        old_habit = "from django.utils.crypto import salted_hmac; salted_hmac('a', 'b', secret='c')"
        warning = "RemovedInDjango2028Warning"
    else:
        old_habit = "from django.utils.html import format_html; format_html('<b>')"
        warning = "RemovedInDjango60Warning"
    folder.write("app.py", old_habit)
    assert warning in folder.run("-W", "always", "-c", "import app").stderr
    assert folder.run("-c", "import app").stderr == ""


@pytest.mark.uses("flask")
def test_flask_warns_of_what_a_named_later_release_removes(folder):
    folder.write("app.py", "import flask; flask.__version__")
    warned = folder.run("-W", "always", "-c", "import app").stderr
    assert "DeprecationWarning: The '__version__' attribute is deprecated" in warned
    assert "will be removed in Flask 3.2" in warned
    assert folder.run("-c", "import app").stderr == ""
    assert "will be removed in Flask 3.2" in folder.run("app.py").stderr


@pytest.mark.uses("fastapi", "flask")
def test_fastapi_warns_mostly_without_being_asked_but_names_no_release_that_removes_the_feature(folder):
    folder.write("app.py", """
        import flask
        from fastapi import FastAPI, Query

        flask.__version__
        app = FastAPI(root_path="/shop")
        Query(regex="a+")
        app.on_event("startup")
    """)
    shown = folder.run("-c", "import app").stderr
    assert "FastAPIDeprecationWarning: The `root_path` parameter is deprecated. Configure the server's" in shown
    assert "FastAPIDeprecationWarning: `regex` has been deprecated, please use `pattern` instead" in shown
    assert "on_event" not in shown and "Flask" not in shown
    asked = folder.run("-W", "always", "-c", "import app").stderr
    assert "on_event is deprecated, use lifespan event handlers instead." in asked
    assert asked.count("will be removed in") == asked.count("will be removed in Flask 3.2") == 1
