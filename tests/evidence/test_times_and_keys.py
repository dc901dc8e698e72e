"""Times with a time zone on SQLite, and keys of several columns."""

import pytest


@pytest.mark.uses("django")
def test_django_gives_the_moment_of_a_time_back_as_utc_on_sqlite_and_its_templates_and_forms_use_the_active_zone(project):
    project.write("shop/models.py", """
        from django.db import models

        class Talk(models.Model):
            at = models.DateTimeField()
    """)
    project.write("try_it.py", """
        from datetime import datetime
        from zoneinfo import ZoneInfo

        from django.conf import global_settings, settings
        from django.core.management import call_command
        from django.forms import modelform_factory
        from django.template import Context, Template
        from django.utils import timezone
        from shop.models import Talk

        call_command("makemigrations", "shop", verbosity=0)
        call_command("migrate", "shop", verbosity=0)
        Talk.objects.create(at=datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Vienna")))
        print(settings.DATABASES["default"]["ENGINE"], settings.USE_TZ, global_settings.USE_TZ)
        print(Talk.objects.get().at.isoformat())
        for zone in ("Europe/Vienna", "Asia/Tokyo"):
            with timezone.override(zone):
                form = modelform_factory(Talk, fields=["at"])({"at": "2026-07-01 12:00"})
                shown = Template("{{ talk.at|date:'H:i O' }}").render(Context({"talk": Talk.objects.get()}))
                print(shown, form.save().at.isoformat())
                Talk.objects.latest("pk").delete()
    """)
    shown = project.run("manage.py", "shell", "-c", "import try_it").stdout.splitlines()
    assert shown[-4:] == [
        "django.db.backends.sqlite3 True True",
        "2026-07-01T10:00:00+00:00",
        "12:00 +0200 2026-07-01T12:00:00+02:00",
        "19:00 +0900 2026-07-01T12:00:00+09:00",
    ]


@pytest.mark.uses("flask", "flask-sqlalchemy", "advanced-alchemy", "flask-babel")
def test_sqlalchemy_drops_the_zone_on_sqlite_and_advanced_alchemy_gives_the_moment_back_as_utc_and_flask_babel_shows_it_in_a_zone(folder):
    folder.write("app.py", """
        import warnings
        from datetime import datetime
        from zoneinfo import ZoneInfo

        from advanced_alchemy.types import DateTimeUTC
        from flask import Flask, render_template_string
        from flask_babel import Babel
        from flask_sqlalchemy import SQLAlchemy

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///shop.sqlite3"
        app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Vienna"
        db = SQLAlchemy(app)
        Babel(app)

        class Talk(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            plain = db.Column(db.DateTime(timezone=True))
            at = db.Column(DateTimeUTC)

        with app.app_context():
            db.create_all()
            noon = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Vienna"))
            with warnings.catch_warnings(action="error"):
                db.session.add(Talk(plain=noon, at=noon))
                db.session.commit()
                print(db.session.get(Talk, 1).plain.isoformat())
            print(db.session.get(Talk, 1).at.isoformat())

        @app.get("/")
        def show():
            return render_template_string("{{ talk.at|datetimeformat('HH:mm Z') }}", talk=db.session.get(Talk, 1))

        print(app.test_client().get("/").text)
    """)
    assert folder.run("app.py").stdout.splitlines() == [
        "2026-07-01T12:00:00", "2026-07-01T10:00:00+00:00", "12:00 +0200",
    ]


@pytest.mark.uses("fastapi", "sqlmodel", "httpx2")
def test_sqlmodel_gives_the_moment_of_a_time_back_as_utc_on_sqlite_and_fastapi_answers_it_with_z(folder):
    folder.write("app.py", """
        from datetime import datetime
        from zoneinfo import ZoneInfo

        from fastapi import FastAPI
        from fastapi.testclient import TestClient
        from sqlmodel import Field, Session, SQLModel, create_engine

        class Talk(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            at: datetime

        engine = create_engine("sqlite:///shop.sqlite3")
        SQLModel.metadata.create_all(engine)
        vienna = ZoneInfo("Europe/Vienna")
        with Session(engine) as session:
            session.add(Talk(at=datetime(2026, 7, 1, 12, tzinfo=vienna)))
            session.commit()

        app = FastAPI()

        @app.get("/")
        def tell() -> Talk:
            with Session(engine) as session:
                return session.get(Talk, 1)

        with Session(engine) as session:
            talk = session.get(Talk, 1)
            print(talk.at.isoformat(), talk.at.astimezone(vienna).isoformat())
        print(TestClient(app).get("/").json()["at"])
    """)
    assert folder.run("app.py").stdout.splitlines() == [
        "2026-07-01T10:00:00+00:00 2026-07-01T12:00:00+02:00", "2026-07-01T10:00:00Z",
    ]


@pytest.mark.uses("django")
def test_django_saves_and_finds_rows_by_a_key_of_several_columns_but_its_check_refuses_a_foreign_key_and_its_admin_the_model(project):
    project.write("shop/models.py", """
        from django.db import models

        class Line(models.Model):
            pk = models.CompositePrimaryKey("invoice", "place")
            invoice = models.IntegerField()
            place = models.IntegerField()
            what = models.CharField(max_length=80)

        class Note(models.Model):
            invoice = models.IntegerField()
            place = models.IntegerField()
            keys = ("invoice", "place")
            line = models.ForeignObject(Line, models.CASCADE, from_fields=keys, to_fields=keys, related_name="notes")
    """)
    project.write("try_it.py", """
        from django.core.management import call_command
        from shop.models import Line, Note

        call_command("makemigrations", "shop", verbosity=0)
        call_command("migrate", "shop", verbosity=0)
        Line.objects.create(invoice=1, place=2, what="Dune")
        Line.objects.create(invoice=1, place=3, what="Emma")
        line = Line.objects.get(pk=(1, 2))
        line.what = "Dune Messiah"
        line.save()
        Note.objects.create(line=line)
        print(*Line.objects.values_list("pk", "what"))
        print(Note.objects.filter(line__what="Dune Messiah").get().line.pk, Line.objects.get(pk=(1, 2)).notes.count())
    """)
    shown = project.run("manage.py", "shell", "-c", "import try_it").stdout.splitlines()
    assert shown[-2:] == ["((1, 2), 'Dune Messiah') ((1, 3), 'Emma')", "(1, 2) 1"]
    made = project.run("manage.py", "sqlmigrate", "shop", "0001").stdout
    assert 'PRIMARY KEY ("invoice", "place")' in made and "REFERENCES" not in made

    admin = "from django.contrib import admin; from shop.models import Line; admin.site.register(Line)"
    refused = project.run("manage.py", "shell", "-c", admin, check=False).stderr
    assert "ImproperlyConfigured: The model Line has a composite primary key" in refused
    project.replace("shop/models.py", "ForeignObject(Line, models.CASCADE, from_fields=keys, to_fields=keys", "ForeignKey(Line, models.CASCADE")
    checked = project.run("manage.py", "check", check=False).stderr
    assert "(fields.E347) Field defines a relation involving model 'Line' which has a CompositePrimaryKey" in checked


@pytest.mark.uses("flask", "flask-sqlalchemy", "flask-admin")
def test_flask_sqlalchemy_joins_by_a_key_of_several_columns_and_flask_admin_edits_such_rows_and_adds_them_once_told_of_the_key(folder):
    folder.write("app.py", """
        import sys

        sys.modules["flask_babel"] = None  # as where Flask-Babel is not installed; where it is, Flask-Admin wants it set up
        from flask import Flask
        from flask_admin import Admin
        from flask_admin.contrib.sqla import ModelView
        from flask_sqlalchemy import SQLAlchemy

        app = Flask(__name__)
        app.secret_key = "for the proof"
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///shop.sqlite3"
        db = SQLAlchemy(app)

        class Line(db.Model):
            invoice = db.Column(db.String(9), primary_key=True)
            place = db.Column(db.Integer, primary_key=True)
            what = db.Column(db.String(80))

        class Note(db.Model):
            __table_args__ = (db.ForeignKeyConstraint(["invoice", "place"], ["line.invoice", "line.place"]),)
            id = db.Column(db.Integer, primary_key=True)
            invoice = db.Column(db.String(9))
            place = db.Column(db.Integer)
            line = db.relationship(Line)

        class ToldView(ModelView):
            form_columns = ["invoice", "place", "what"]

        admin = Admin(app)
        admin.add_view(ModelView(Line, db))
        admin.add_view(ToldView(Line, db, endpoint="told"))
        with app.app_context():
            db.create_all()

        def rows():
            return [(line.invoice, line.place, line.what) for line in db.session.scalars(db.select(Line))]

        if __name__ == "__main__":
            with app.app_context():
                db.session.add(Note(line=Line(invoice="A,1", place=2, what="Dune")))
                db.session.commit()
                print(db.session.scalars(db.select(Line.what).join(Note)).all(), db.session.get(Note, 1).line.what)
                print("REFERENCES line (invoice, place)" in str(db.schema.CreateTable(Note.__table__)))
                browser = app.test_client()
                lines = "/admin/line"
                print("Dune" in browser.get(f"{lines}/").text, "edit/?id=A.,1,2" in browser.get(f"{lines}/").text)
                browser.post(f"{lines}/edit/?id=A.,1,2", data={"what": "Emma"})
                browser.post(f"{lines}/new/", data={"invoice": "B", "place": "3", "what": "Walden"})
                print(rows())
                browser.post("/admin/told/new/", data={"invoice": "B", "place": "3", "what": "Walden"})
                print(rows())
    """)
    assert folder.run("app.py").stdout.splitlines() == [
        "['Dune'] Dune", "True", "True True", "[('A,1', 2, 'Emma')]", "[('A,1', 2, 'Emma'), ('B', 3, 'Walden')]",
    ]


@pytest.mark.uses("fastapi", "sqlmodel", "starlette-admin", "greenlet", "httpx2")
def test_sqlmodel_joins_by_a_key_of_several_columns_and_starlette_admin_adds_and_edits_such_rows_text_if_its_type_is_string(folder):
    folder.write("app.py", """
        from fastapi import FastAPI
        from fastapi.testclient import TestClient
        from sqlalchemy import ForeignKeyConstraint, String
        from sqlalchemy.schema import CreateTable
        from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select
        from starlette_admin.contrib.sqlmodel import Admin, ModelView

        class Line(SQLModel, table=True):
            invoice: str = Field(primary_key=True, sa_type=String)
            place: int = Field(primary_key=True)
            what: str

        class Note(SQLModel, table=True):
            __table_args__ = (ForeignKeyConstraint(["invoice", "place"], ["line.invoice", "line.place"]),)
            id: int | None = Field(default=None, primary_key=True)
            invoice: str | None = None
            place: int | None = None
            line: Line | None = Relationship()

        class Plain(SQLModel, table=True):
            invoice: str = Field(primary_key=True)
            place: int = Field(primary_key=True)
            what: str

        engine = create_engine("sqlite:///shop.sqlite3")
        SQLModel.metadata.create_all(engine)
        app = FastAPI()
        admin = Admin(engine, secret_key="for the proof")
        admin.add_view(ModelView(Line))
        admin.add_view(ModelView(Plain))
        admin.mount_to(app)

        with Session(engine) as session:
            row = {"invoice": "A,1", "place": 2, "what": "Dune"}
            session.add_all([Note(line=Line(**row)), Plain(**row)])
            session.commit()
            print(session.exec(select(Line.what).join(Note)).all(), session.get(Note, 1).line.what)
        print("REFERENCES line (invoice, place)" in str(CreateTable(Note.__table__)))

        with TestClient(app, raise_server_exceptions=False) as browser:
            browser.get("/admin/")
            browser.headers["X-CSRFToken"] = browser.cookies["starlette_admin_csrftoken"]
            listed = browser.get("/admin/line/list").text
            print("Dune" in listed, "edit?pk=A.%2C1%2C2" in listed)
            new = row | {"what": "Emma"}
            print([browser.post(f"/admin/{table}/edit?pk=A.,1,2", data=new).status_code for table in ("line", "plain")])
            browser.post("/admin/line/create", data={"invoice": "B", "place": "3", "what": "Walden"})
        with Session(engine) as session:
            print([(line.invoice, line.place, line.what) for line in session.exec(select(Line))])
    """)
    assert folder.run("app.py").stdout.splitlines() == [
        "['Dune'] Dune", "True", "True True", "[200, 500]", "[('A,1', 2, 'Emma'), ('B', 3, 'Walden')]",
    ]
