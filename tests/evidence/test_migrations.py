"""Changing tables that already hold rows."""

import pytest


@pytest.mark.uses("django")
def test_django_adds_a_column_to_a_table_with_a_row_and_takes_it_back(project):
    project.write("shop/models.py", """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=80)
    """)
    project.run("manage.py", "makemigrations", "shop")
    project.run("manage.py", "migrate", "shop")
    project.run("manage.py", "shell", "-c", "from shop.models import Book; Book.objects.create(title='Dune')")

    title = "title = models.CharField(max_length=80)"
    project.replace("shop/models.py", title, f"{title}\n    stock = models.IntegerField(default=7)")
    assert "+ Add field stock to book" in project.run("manage.py", "makemigrations", "shop").stdout
    project.run("manage.py", "migrate", "shop")
    see = "import sqlite3; print(sqlite3.connect('db.sqlite3').execute('SELECT * FROM shop_book').fetchall())"
    assert project.run("-c", see).stdout == "[(1, 'Dune', 7)]\n"

    project.run("manage.py", "migrate", "shop", "0001")
    assert project.run("-c", see).stdout == "[(1, 'Dune')]\n"


@pytest.mark.uses("flask", "flask-sqlalchemy", "flask-migrate")
def test_flask_sqlalchemy_leaves_an_old_table_as_it_was_until_flask_migrate(folder):
    folder.write("app.py", """
        from flask import Flask
        from flask_migrate import Migrate
        from flask_sqlalchemy import SQLAlchemy

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///shop.sqlite3"
        db = SQLAlchemy(app)
        Migrate(app, db)

        class Book(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            title = db.Column(db.String(80))
    """)
    enter = "from app import *; from flask_migrate import *; app.app_context().push(); "
    folder.run("-c", enter + "init(); migrate(); upgrade()")
    folder.run("-c", enter + "db.session.add(Book(title='Dune')); db.session.commit()")

    title = "title = db.Column(db.String(80))"
    folder.replace("app.py", title, f"{title}\n    stock = db.Column(db.Integer, server_default='7')\n    sold = db.Column(db.Integer, default=7)")
    read = "print([(book.title, book.stock, book.sold) for book in db.session.query(Book)])"
    failed = folder.run("-c", enter + "db.create_all(); " + read, check=False)
    assert "no such column: book.stock" in failed.stderr

    assert "Detected added column 'book.stock'" in folder.run("-c", enter + "migrate()").stderr
    assert folder.run("-c", enter + "upgrade(); " + read).stdout == "[('Dune', 7, None)]\n"
    back = folder.run("-c", enter + "downgrade(); " + read, check=False)
    assert "no such column: book.stock" in back.stderr


def alembic_beside_sqlmodel(folder, field: str) -> None:
    """A table `book` with a row, made by Alembic once it is told of the database, of the models and of SQLModel."""
    folder.write("app.py", f"""
        from alembic.config import main as alembic
        from fastapi import FastAPI
        from sqlmodel import Field, Session, SQLModel, create_engine, select

        app = FastAPI()
        engine = create_engine("sqlite:///shop.sqlite3")

        class Book(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            {field}: str | None

        @app.get("/books")
        def books():
            with Session(engine) as session:
                return [book.model_dump(exclude={{"id"}}) for book in session.exec(select(Book))]
    """)
    folder.run("-m", "alembic", "init", "migrations")
    folder.replace("alembic.ini", "driver://user:pass@localhost/dbname", "sqlite:///shop.sqlite3")
    folder.replace("migrations/env.py", "target_metadata = None", "from app import SQLModel\ntarget_metadata = SQLModel.metadata")
    folder.replace("migrations/script.py.mako", "import sqlalchemy as sa", "import sqlalchemy as sa\nimport sqlmodel")
    folder.run("-c", f"""
from app import *
alembic(["revision", "--autogenerate", "-m", "books"])
alembic(["upgrade", "head"])
with Session(engine) as session:
    session.add(Book({field}="Dune"))
    session.commit()
""")


@pytest.mark.uses("fastapi", "sqlmodel", "alembic")
def test_sqlmodel_leaves_an_old_table_as_it_was_until_alembic(folder):
    alembic_beside_sqlmodel(folder, "title")
    stock = "    stock: int = Field(default=0, sa_column_kwargs={'server_default': '7'})"
    folder.replace("app.py", "    title: str | None\n", f"    title: str | None\n{stock}\n")
    enter = "from app import *; "
    failed = folder.run("-c", enter + "SQLModel.metadata.create_all(engine); books()", check=False)
    assert "no such column: book.stock" in failed.stderr

    change = "alembic(['revision', '--autogenerate', '-m', 'stock']); alembic(['upgrade', 'head']); "
    changed = folder.run("-c", enter + change + "print(sorted(books()[0].items()))")
    assert "Detected added column 'book.stock'" in changed.stderr
    assert changed.stdout.endswith("[('stock', 7), ('title', 'Dune')]\n")
    back = folder.run("-c", enter + "alembic(['downgrade', '-1']); books()", check=False)
    assert "no such column: book.stock" in back.stderr


@pytest.mark.uses("django")
def test_django_asks_whether_a_field_was_renamed_and_then_keeps_its_data(project):
    project.write("shop/models.py", """
        from django.db import models

        class Book(models.Model):
            name = models.CharField(max_length=80, null=True)
    """)
    project.run("manage.py", "makemigrations", "shop")
    project.run("manage.py", "migrate", "shop")
    project.run("manage.py", "shell", "-c", "from shop.models import Book; Book.objects.create(name='Dune')")

    project.replace("shop/models.py", "    name =", "    title =")
    unasked = project.run("manage.py", "makemigrations", "shop", "--noinput", "--dry-run").stdout
    assert "+ Add field title to book" in unasked and "- Remove field name from book" in unasked
    project.write("answer_yes.py", """
        import io, runpy, sys

        sys.argv, sys.stdin = ["manage.py", "makemigrations", "shop"], io.StringIO("y\\n")
        runpy.run_path("manage.py", run_name="__main__")
    """)
    asked = project.run("answer_yes.py").stdout
    assert "Was book.name renamed to book.title (a CharField)? [y/N]" in asked
    assert "~ Rename field name on book to title" in asked
    project.run("manage.py", "migrate", "shop")
    see = "from shop.models import Book; print(Book.objects.get().title)"
    assert project.run("manage.py", "shell", "-c", see).stdout.endswith("Dune\n")


def with_the_migration_edited(folder, path):
    """A copy of `folder` whose newest migration, of the field `title`, renames the old column."""
    edited = folder.copied_to(path)
    [migration] = [file for file in (path / "migrations" / "versions").glob("*.py") if "'title'" in file.read_text()]
    migration.write_text(migration.read_text().partition("def upgrade()")[0] + """
def upgrade():
    op.alter_column("book", "name", new_column_name="title")
""")
    return edited


def asked_by_piccolo(folder) -> str:
    """What Piccolo says to a renamed field of a table `book` with a row, and is told yes."""
    folder.write("piccolo_conf.py", """
        from piccolo.conf.apps import AppRegistry
        from piccolo.engine.sqlite import SQLiteEngine

        DB = SQLiteEngine(path="piccolo.sqlite3")
        APP_REGISTRY = AppRegistry(apps=["shop.piccolo_app"])
    """)
    folder.write("shop/piccolo_app.py", """
        from pathlib import Path
        from piccolo.conf.apps import AppConfig, table_finder

        APP_CONFIG = AppConfig("shop", Path(__file__).with_name("migrations"), table_finder(["shop.tables"]))
    """)
    folder.write("shop/tables.py", """
        from piccolo.columns import Varchar
        from piccolo.table import Table

        class Book(Table):
            name = Varchar()
    """)
    folder.write("migrated.py", """
        import io, sys
        from piccolo.main import main

        for sys.argv in (["piccolo", "migrations", "new", "shop", "--auto"], ["piccolo", "migrations", "forwards", "shop"]):
            sys.stdin = io.StringIO("y\\n")
            main()
    """)
    (folder.path / "shop/migrations").mkdir()
    folder.run("migrated.py")
    folder.run("-c", "from shop.tables import Book; Book.insert(Book(name='Dune')).run_sync()")
    folder.replace("shop/tables.py", "    name =", "    title =")
    return " ".join(folder.run("migrated.py").stdout.split())


@pytest.mark.uses("flask", "flask-sqlalchemy", "flask-migrate", "piccolo", "aiosqlite")
def test_flask_migrate_takes_a_renamed_field_for_a_removed_and_a_new_one_and_piccolo_asks(folder, tmp_path_factory):
    folder.write("app.py", """
        from flask import Flask
        from flask_migrate import Migrate
        from flask_sqlalchemy import SQLAlchemy

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///shop.sqlite3"
        db = SQLAlchemy(app)
        Migrate(app, db)

        class Book(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            name = db.Column(db.String(80))
    """)
    enter = "from app import *; from flask_migrate import *; app.app_context().push(); "
    folder.run("-c", enter + "init(); migrate(); upgrade()")
    folder.run("-c", enter + "db.session.add(Book(name='Dune')); db.session.commit()")

    folder.replace("app.py", "    name =", "    title =")
    found = folder.run("-c", enter + "migrate()").stderr
    assert "Detected added column 'book.title'" in found
    assert "Detected removed column 'book.name'" in found
    edited = with_the_migration_edited(folder, tmp_path_factory.mktemp("edited"))
    upgrade = enter + "upgrade(); print(db.session.query(Book).one().title)"
    assert folder.run("-c", upgrade).stdout == "None\n"
    assert edited.run("-c", upgrade).stdout == "Dune\n"

    assert "Did you rename the `name` column to `title`" in asked_by_piccolo(folder)
    folder.write("in_flask.py", """
        from flask import Flask
        from shop.tables import Book

        app = Flask(__name__)

        @app.get("/books")
        def books():
            return Book.select(Book.title).run_sync()

        print(app.test_client().get("/books").json)
    """)
    assert folder.run("in_flask.py").stdout == "[{'title': 'Dune'}]\n"


@pytest.mark.uses("fastapi", "sqlmodel", "alembic", "piccolo", "aiosqlite", "httpx")
def test_alembic_takes_a_renamed_field_of_sqlmodels_for_a_removed_and_a_new_one_and_piccolo_asks(
    folder, tmp_path_factory
):
    alembic_beside_sqlmodel(folder, "name")
    folder.replace("app.py", "    name:", "    title:")
    found = folder.run("-m", "alembic", "revision", "--autogenerate").stderr
    assert "Detected added column 'book.title'" in found
    assert "Detected removed column 'book.name'" in found
    edited = with_the_migration_edited(folder, tmp_path_factory.mktemp("edited"))
    upgrade = "from app import *; alembic(['upgrade', 'head']); print(books())"
    assert folder.run("-c", upgrade).stdout == "[{'title': None}]\n"
    assert edited.run("-c", upgrade).stdout == "[{'title': 'Dune'}]\n"

    assert "Did you rename the `name` column to `title`" in asked_by_piccolo(folder)
    folder.write("in_fastapi.py", """
        from fastapi import FastAPI
        from fastapi.testclient import TestClient
        from shop.tables import Book

        app = FastAPI()

        @app.get("/books")
        async def books():
            return await Book.select(Book.title)

        print(TestClient(app).get("/books").json())
    """)
    assert folder.run("in_fastapi.py").stdout == "[{'title': 'Dune'}]\n"
