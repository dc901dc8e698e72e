"""Add-ons and releases: what installed packages say of themselves, and what old add-ons meet today."""

from importlib.metadata import metadata

import django
import pytest
import requests


@pytest.mark.uses("django")
def test_django_lacks_the_name_that_the_abandoned_django_visits_imports(folder):
    old = "from django.utils.translation import ugettext_lazy"
    assert "ImportError: cannot import name 'ugettext_lazy'" in folder.run("-c", old, check=False).stderr
    folder.run("-c", old.replace("ugettext_lazy", "gettext_lazy"))


@pytest.mark.uses("flask")
def test_flask_lacks_the_name_that_the_abandoned_flask_mongoengine_imports(folder):
    old = "from flask.json import JSONEncoder"
    assert "ImportError: cannot import name 'JSONEncoder'" in folder.run("-c", old, check=False).stderr
    folder.run("-c", "from flask.json.provider import DefaultJSONProvider")


@pytest.mark.uses("flask", "flask-login", "flask-sqlalchemy", "sqlalchemy", "werkzeug")
def test_flask_login_and_flask_sqlalchemy_work_with_todays_flask_without_a_warning(folder):
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


def frameworks(distribution: str) -> list[str]:
    return [kind for kind in metadata(distribution).get_all("Classifier") if kind.startswith("Framework ::")]


@pytest.mark.uses("wagtail", "djangorestframework", "django-allauth")
@pytest.mark.uses("django-haystack", "django-registration")
def test_django_add_ons_name_the_django_versions_they_support_and_some_stop_at_5_2():
    for name in ("wagtail", "djangorestframework", "django-allauth"):
        assert "Framework :: Django :: 6.1" in frameworks(name)
    for name in ("django-haystack", "django-registration"):
        assert frameworks(name)[-1] == "Framework :: Django :: 5.2"


@pytest.mark.uses("flask-login", "flask-sqlalchemy", "flask-wtf", "flask-admin", "flask-security")
def test_flask_extensions_name_no_flask_version_they_support():
    extensions = ["flask-login", "flask-sqlalchemy", "flask-wtf", "flask-admin", "flask-security"]
    assert [kind for name in extensions for kind in frameworks(name) if kind != "Framework :: Flask"] == []
    assert frameworks("flask-login") == ["Framework :: Flask"]


@pytest.mark.uses("django", "flask")
def test_django_wants_python_3_12_since_6_0_and_3_10_before_and_flask_3_9():
    wanted = ">=3.12" if django.VERSION >= (6, 0) else ">=3.10"
    assert metadata("django")["Requires-Python"] == wanted
    assert metadata("flask")["Requires-Python"] == ">=3.9"


@pytest.mark.uses("django")
def test_django_warns_of_what_a_named_later_release_removes(folder):
    if django.VERSION >= (6, 1):
        old_habit = "from django.utils.crypto import salted_hmac; salted_hmac('a', 'b', secret='c')"
        warning = "RemovedInDjango2028Warning"
    else:
        old_habit = "from django.utils.html import format_html; format_html('<b>')"
        warning = "RemovedInDjango60Warning"
    assert warning in folder.run("-W", "always", "-c", old_habit).stderr


@pytest.mark.uses("flask")
def test_flask_warns_of_what_a_named_later_release_removes(folder):
    warned = folder.run("-W", "always", "-c", "import flask; flask.__version__").stderr
    assert "DeprecationWarning: The '__version__' attribute is deprecated" in warned
    assert "will be removed in Flask 3.2" in warned
