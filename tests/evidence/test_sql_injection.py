"""SQL injection: the name `x' OR '1'='1` is nobody's; a query that finds people by it has been taken over."""

import pytest
import requests

NOBODY = "x' OR '1'='1"


@pytest.mark.uses("django")
def test_django_is_open_to_injection_only_where_sql_is_glued_together(project):
    project.write("shop/models.py", """
        from django.db import models

        class Person(models.Model):
            name = models.CharField(max_length=50)
    """)
    project.write("shop/views.py", """
        from django.db import connection
        from django.http import JsonResponse
        from shop.models import Person

        def orm(request, name):
            return JsonResponse({"found": Person.objects.filter(name=name).count()})

        def bound(request, name):
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM shop_person WHERE name = %s", [name])
                return JsonResponse({"found": len(cursor.fetchall())})

        def raw(request, name):
            people = Person.objects.raw("SELECT * FROM shop_person WHERE name = %s", [name])
            return JsonResponse({"found": len(people)})

        def glued(request, name):
            people = Person.objects.raw(f"SELECT * FROM shop_person WHERE name = '{name}'")
            return JsonResponse({"found": len(people)})
    """)
    project.write("mysite/urls.py", """
        from django.urls import path
        from shop import views

        urlpatterns = [path(f"{way}/<name>", getattr(views, way)) for way in ("orm", "bound", "raw", "glued")]
    """)
    project.run("manage.py", "makemigrations")
    project.run("manage.py", "migrate")
    project.run("manage.py", "shell", "-c", """
from shop.models import Person
for name in ("ann", "bob", "cy"):
    Person.objects.create(name=name)
""")
    with project.serving("manage.py runserver --noreload {port}") as url:
        for way, taken_over in {"orm": 0, "bound": 0, "raw": 0, "glued": 3}.items():
            assert requests.get(f"{url}/{way}/ann").json() == {"found": 1}
            assert requests.get(f"{url}/{way}/{NOBODY}").json() == {"found": taken_over}


@pytest.mark.uses("flask", "flask-sqlalchemy", "sqlalchemy")
def test_flask_is_open_to_injection_only_where_sql_is_glued_together(folder):
    folder.write("app.py", """
        import sqlite3
        from flask import Flask
        from flask_sqlalchemy import SQLAlchemy
        from sqlalchemy import text

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{app.root_path}/people.sqlite3"
        db = SQLAlchemy(app)

        class Person(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            name = db.Column(db.String(50))

        with app.app_context():
            db.create_all()
            db.session.add_all(Person(name=name) for name in ("ann", "bob", "cy"))
            db.session.commit()

        def found(rows):
            return {"found": len(rows.fetchall())}

        @app.get("/orm/<name>")
        def orm(name):
            return found(db.session.execute(db.select(Person).filter_by(name=name)))

        @app.get("/bound/<name>")
        def bound(name):
            return found(db.session.execute(text("SELECT * FROM person WHERE name = :name"), {"name": name}))

        @app.get("/glued/<name>")
        def glued(name):
            return found(db.session.execute(text(f"SELECT * FROM person WHERE name = '{name}'")))

        @app.get("/sqlite3-bound/<name>")
        def sqlite3_bound(name):
            with sqlite3.connect(f"{app.root_path}/people.sqlite3") as plain:
                return found(plain.execute("SELECT * FROM person WHERE name = ?", [name]))

        @app.get("/sqlite3-glued/<name>")
        def sqlite3_glued(name):
            with sqlite3.connect(f"{app.root_path}/people.sqlite3") as plain:
                return found(plain.execute(f"SELECT * FROM person WHERE name = '{name}'"))
    """)
    ways = {"orm": 0, "bound": 0, "glued": 3, "sqlite3-bound": 0, "sqlite3-glued": 3}
    with folder.serving("-m flask --app app run --port {port}") as url:
        for way, taken_over in ways.items():
            assert requests.get(f"{url}/{way}/ann").json() == {"found": 1}
            assert requests.get(f"{url}/{way}/{NOBODY}").json() == {"found": taken_over}


@pytest.mark.uses("fastapi", "sqlmodel", "sqlalchemy", "uvicorn")
def test_fastapi_is_open_to_injection_only_where_sql_is_glued_together(folder):
    folder.write("app.py", """
        import sqlite3
        from fastapi import FastAPI
        from sqlalchemy import text
        from sqlmodel import Field, Session, SQLModel, create_engine, select

        app = FastAPI()
        engine = create_engine("sqlite:///people.sqlite3")

        class Person(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            name: str

        SQLModel.metadata.create_all(engine)
        with Session(engine) as session:
            session.add_all([Person(name=name) for name in ("ann", "bob", "cy")])
            session.commit()

        def found(statement, **values):
            with Session(engine) as session:
                return {"found": len(session.execute(statement, values).all())}

        @app.get("/orm/{name}")
        def orm(name: str):
            return found(select(Person).where(Person.name == name))

        @app.get("/bound/{name}")
        def bound(name: str):
            return found(text("SELECT * FROM person WHERE name = :name"), name=name)

        @app.get("/glued/{name}")
        def glued(name: str):
            return found(text(f"SELECT * FROM person WHERE name = '{name}'"))

        @app.get("/sqlite3-bound/{name}")
        def sqlite3_bound(name: str):
            with sqlite3.connect("people.sqlite3") as plain:
                return {"found": len(plain.execute("SELECT * FROM person WHERE name = ?", [name]).fetchall())}

        @app.get("/sqlite3-glued/{name}")
        def sqlite3_glued(name: str):
            with sqlite3.connect("people.sqlite3") as plain:
                return {"found": len(plain.execute(f"SELECT * FROM person WHERE name = '{name}'").fetchall())}
    """)
    ways = {"orm": 0, "bound": 0, "glued": 3, "sqlite3-bound": 0, "sqlite3-glued": 3}
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        for way, taken_over in ways.items():
            assert requests.get(f"{url}/{way}/ann").json() == {"found": 1}
            assert requests.get(f"{url}/{way}/{NOBODY}").json() == {"found": taken_over}
