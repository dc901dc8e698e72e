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
    folder.replace("app.py", title, f"{title}\n    stock = db.Column(db.Integer, server_default='7')")
    read = "print([(book.title, book.stock) for book in db.session.query(Book)])"
    failed = folder.run("-c", enter + "db.create_all(); " + read, check=False)
    assert "no such column: book.stock" in failed.stderr

    assert "Detected added column 'book.stock'" in folder.run("-c", enter + "migrate()").stderr
    assert folder.run("-c", enter + "upgrade(); " + read).stdout == "[('Dune', 7)]\n"
    back = folder.run("-c", enter + "downgrade(); " + read, check=False)
    assert "no such column: book.stock" in back.stderr


@pytest.mark.uses("django")
def test_django_asks_whether_a_field_was_renamed_and_then_keeps_its_data(project):
    project.write("shop/models.py", """
        from django.db import models

        class Book(models.Model):
            name = models.CharField(max_length=80)
    """)
    project.run("manage.py", "makemigrations", "shop")
    project.run("manage.py", "migrate", "shop")
    project.run("manage.py", "shell", "-c", "from shop.models import Book; Book.objects.create(name='Dune')")

    project.replace("shop/models.py", "    name =", "    title =")
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


@pytest.mark.uses("flask", "flask-sqlalchemy", "flask-migrate")
def test_flask_migrate_takes_a_renamed_field_for_a_removed_and_a_new_one_and_loses_its_data(folder):
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
    assert folder.run("-c", enter + "upgrade(); print(db.session.query(Book).one().title)").stdout == "None\n"
