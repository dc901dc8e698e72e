"""Data: models, transactions, forms from models, data files, plain SQL, other people's tables."""

import json

import pytest
import requests


@pytest.mark.uses("django")
def test_django_stores_and_joins_models_without_an_add_on(project):
    project.write("shop/models.py", """
        from django.db import models

        class Author(models.Model):
            name = models.CharField(max_length=80)

        class Book(models.Model):
            title = models.CharField(max_length=80)
            author = models.ForeignKey(Author, models.CASCADE)
    """)
    project.write("try_it.py", """
        from django.core.management import call_command
        from shop.models import Author, Book

        call_command("makemigrations", "shop")
        call_command("migrate", "shop")
        herbert = Author.objects.create(name="Herbert")
        Book.objects.create(title="Dune", author=herbert)
        Book.objects.create(title="Emma", author=Author.objects.create(name="Austen"))
        print(list(Book.objects.filter(author__name="Herbert").values_list("title", "author__name")))
    """)
    assert project.run("manage.py", "shell", "-c", "import try_it").stdout.endswith("[('Dune', 'Herbert')]\n")


@pytest.mark.uses("flask", "flask-sqlalchemy")
def test_flask_brings_no_database_layer_and_flask_sqlalchemy_adds_one(folder):
    folder.write("app.py", """
        from flask import Flask

        app = Flask(__name__)
    """)
    loaded = folder.run("-c", "import sys, app; print(*sys.modules)").stdout.split()
    assert "flask.app" in loaded
    assert not {"sqlite3", "sqlalchemy", "flask_sqlalchemy", "django"} & set(loaded)

    folder.write("app.py", """
        from flask import Flask
        from flask_sqlalchemy import SQLAlchemy

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///shop.sqlite3"
        db = SQLAlchemy(app)

        class Author(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            name = db.Column(db.String(80))

        class Book(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            title = db.Column(db.String(80))
            author_id = db.Column(db.ForeignKey(Author.id))
            author = db.relationship(Author)
    """)
    folder.write("try_it.py", """
        from app import Author, Book, app, db

        with app.app_context():
            db.create_all()
            db.session.add(Book(title="Dune", author=Author(name="Herbert")))
            db.session.add(Book(title="Emma", author=Author(name="Austen")))
            db.session.commit()
            query = db.select(Book).join(Author).where(Author.name == "Herbert")
            print([(book.title, book.author.name) for book in db.session.scalars(query)])
    """)
    assert folder.run("try_it.py").stdout == "[('Dune', 'Herbert')]\n"


@pytest.mark.uses("fastapi", "sqlmodel")
def test_fastapi_brings_no_database_layer_and_sqlmodel_adds_one(folder):
    folder.write("app.py", """
        from fastapi import FastAPI

        app = FastAPI()
    """)
    loaded = folder.run("-c", "import sys, app; print(*sys.modules)").stdout.split()
    assert "fastapi.applications" in loaded
    assert not {"sqlite3", "sqlalchemy", "sqlmodel", "django"} & set(loaded)

    folder.write("models.py", """
        from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select

        class Author(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            name: str

        class Book(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            title: str
            author_id: int = Field(foreign_key="author.id")
            author: Author = Relationship()

        engine = create_engine("sqlite:///shop.sqlite3")
        SQLModel.metadata.create_all(engine)
        with Session(engine) as session:
            session.add(Book(title="Dune", author=Author(name="Herbert")))
            session.add(Book(title="Emma", author=Author(name="Austen")))
            session.commit()
            query = select(Book).join(Author).where(Author.name == "Herbert")
            print([(book.title, book.author.name) for book in session.exec(query)])
    """)
    assert folder.run("models.py").stdout == "[('Dune', 'Herbert')]\n"


@pytest.mark.uses("django")
def test_django_undoes_what_a_failed_sync_view_saved_only_with_atomic_requests_and_not_if_the_template_fails_later(project):
    project.write("shop/models.py", """
        from django.db import models

        class Payment(models.Model):
            amount = models.IntegerField()
    """)
    project.write("mysite/urls.py", """
        from django.http import HttpResponse
        from django.template.response import TemplateResponse
        from django.urls import path
        from shop.models import Payment

        def pay(request):
            Payment.objects.create(amount=5)
            raise RuntimeError("the second half fails")

        def pay_and_show(request):
            Payment.objects.create(amount=5)
            return TemplateResponse(request, "missing.html")

        def count(request):
            return HttpResponse(Payment.objects.count())

        async def answer(request):
            return HttpResponse("answered")

        urlpatterns = [path("pay", pay), path("show", pay_and_show), path("count", count), path("async", answer)]
    """)
    project.run("manage.py", "makemigrations", "shop")
    project.run("manage.py", "migrate", "shop")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(f"{url}/pay").status_code == 500
        assert requests.get(f"{url}/count").text == "1"
        assert requests.get(f"{url}/async").text == "answered"

    project.replace("mysite/settings.py", "'NAME': BASE_DIR", "'ATOMIC_REQUESTS': True, 'NAME': BASE_DIR")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(f"{url}/pay").status_code == 500
        assert requests.get(f"{url}/count").text == "1"
        assert requests.get(f"{url}/show").status_code == 500
        assert requests.get(f"{url}/count").text == "2"
        assert "You cannot use ATOMIC_REQUESTS with async views." in requests.get(f"{url}/async").text


@pytest.mark.uses("flask", "flask-sqlalchemy")
def test_flask_sqlalchemy_keeps_only_what_was_committed_of_a_failed_request_or_first_nested_on_sqlite(folder):
    folder.write("app.py", """
        from flask import Flask
        from flask_sqlalchemy import SQLAlchemy

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///shop.sqlite3"
        db = SQLAlchemy(app)

        class Payment(db.Model):
            id = db.Column(db.Integer, primary_key=True)

        with app.app_context():
            db.create_all()

        @app.get("/pay")
        def pay():
            db.session.add(Payment())
            db.session.flush()
            raise RuntimeError("the second half fails")

        @app.get("/pay-early")
        def pay_early():
            db.session.add(Payment())
            db.session.commit()
            raise RuntimeError("the second half fails")

        @app.get("/pay-nested")
        def pay_nested():
            db.session.query(Payment).count()
            with db.session.begin_nested():
                db.session.add(Payment())
            raise RuntimeError("the second half fails")

        @app.get("/pay-nested-later")
        def pay_nested_later():
            db.session.add(Payment())
            db.session.flush()
            with db.session.begin_nested():
                db.session.add(Payment())
            raise RuntimeError("the second half fails")

        @app.get("/count")
        def count():
            return str(db.session.query(Payment).count())
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(f"{url}/pay").status_code == 500
        assert requests.get(f"{url}/count").text == "0"
        assert requests.get(f"{url}/pay-early").status_code == 500
        assert requests.get(f"{url}/count").text == "1"
        assert requests.get(f"{url}/pay-nested-later").status_code == 500
        assert requests.get(f"{url}/count").text == "1"
        assert requests.get(f"{url}/pay-nested").status_code == 500
        assert requests.get(f"{url}/count").text == "2"


@pytest.mark.uses("fastapi", "sqlmodel", "sqlalchemy", "uvicorn")
def test_in_fastapi_the_dependency_that_one_writes_says_how_much_of_a_failed_request_sqlmodel_keeps(folder):
    folder.write("app.py", """
        from typing import Annotated

        from fastapi import Depends, FastAPI
        from sqlalchemy import event
        from sqlmodel import Field, Session, SQLModel, create_engine, func, select

        app = FastAPI()
        engine = create_engine("sqlite:///shop.sqlite3")

        class Payment(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)

        SQLModel.metadata.create_all(engine)

        def open_session():
            with Session(engine) as session:
                yield session

        def open_transaction():
            with Session(engine) as session, session.begin():
                yield session

        @event.listens_for(engine, "commit")
        def refuse(connection):
            if connection.info.pop("refused", False):
                raise RuntimeError("the commit fails")

        Database = Annotated[Session, Depends(open_session)]
        LateTransaction = Annotated[Session, Depends(open_transaction)]
        Transaction = Annotated[Session, Depends(open_transaction, scope="function")]

        @app.get("/pay")
        def pay(session: Database):
            session.add(Payment())
            session.flush()
            raise RuntimeError("the second half fails")

        @app.get("/pay-early")
        def pay_early(session: Database):
            session.add(Payment())
            session.commit()
            raise RuntimeError("the second half fails")

        @app.get("/pay-nested")
        def pay_nested(session: Database):
            session.exec(select(func.count(Payment.id))).one()
            with session.begin_nested():
                session.add(Payment())
            raise RuntimeError("the second half fails")

        @app.get("/pay-whole")
        def pay_whole(session: Transaction, fails: bool):
            session.add(Payment())
            session.flush()
            if fails:
                raise RuntimeError("the second half fails")

        @app.get("/commit-fails")
        def commit_fails(session: Transaction):
            session.connection().info["refused"] = True
            session.add(Payment())

        @app.get("/commit-fails-late")
        def commit_fails_late(session: LateTransaction):
            session.connection().info["refused"] = True
            session.add(Payment())

        @app.get("/count")
        def count(session: Database):
            return session.exec(select(func.count(Payment.id))).one()
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        kept = {}
        for path in ("pay", "pay-early", "pay-nested", "pay-whole?fails=yes", "pay-whole?fails=no", "commit-fails", "commit-fails-late"):
            before = requests.get(f"{url}/count").json()
            failed = requests.get(f"{url}/{path}").status_code == 500
            kept[path] = (failed, requests.get(f"{url}/count").json() - before)
    assert kept == {
        "pay": (True, 0), "pay-early": (True, 1), "pay-nested": (True, 1), "pay-whole?fails=yes": (True, 0), "pay-whole?fails=no": (False, 1),
        "commit-fails": (True, 0), "commit-fails-late": (False, 0),
    }


@pytest.mark.uses("django", "django-concurrency")
def test_django_saves_every_loaded_field_unless_update_fields_names_some_and_django_concurrency_refuses_a_stale_save_of_the_version(project):
    project.write("shop/models.py", """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=80)
            price = models.IntegerField()
    """)
    project.write("try_it.py", """
        from django.core.management import call_command
        from shop.models import Book

        call_command("makemigrations", "shop")
        call_command("migrate", "shop")
        Book.objects.create(title="Dume", price=9)
        books = Book.objects.all()
        for loaded, named in ((books, None), (books, ["price"]), (books.only("price"), None)):
            ann, bob = books.get(), loaded.get()
            ann.title, bob.price = "Dune", bob.price + 1
            ann.save()
            bob.save(update_fields=named)
            print(*books.values_list("title", "price").get())
            books.update(title="Dume")
    """)
    assert project.run("manage.py", "shell", "-c", "import try_it").stdout.endswith("Dume 10\nDune 11\nDune 12\n")

    project.replace("mysite/settings.py", "    'shop',\n", "    'shop',\n    'concurrency',\n")
    project.replace("shop/models.py", "from django.db", "from concurrency.fields import IntegerVersionField\nfrom django.db")
    project.replace("shop/models.py", "    price =", "    version = IntegerVersionField()\n    price =")
    project.write("try_it.py", """
        from concurrency.exceptions import RecordModifiedError
        from django.core.management import call_command
        from shop.models import Book

        call_command("makemigrations", "shop")
        call_command("migrate", "shop")
        for named in (None, ["price", "version"], ["price"]):
            ann, bob = Book.objects.get(), Book.objects.get()
            ann.price, bob.price = 12, 13
            ann.save(update_fields=named)
            try:
                bob.save(update_fields=named)
                print("saved", Book.objects.get().price)
            except RecordModifiedError:
                print("refused", Book.objects.get().price)
        bob = Book.objects.get()
        Book.objects.update(price=20)
        bob.save()
        print(Book.objects.get().price)
    """)
    assert project.run("manage.py", "shell", "-c", "import try_it").stdout.endswith("refused 12\nrefused 12\nsaved 13\n13\n")


@pytest.mark.uses("flask", "flask-sqlalchemy", "sqlalchemy")
def test_flask_sqlalchemy_saves_only_what_changed_and_with_a_version_column_refuses_a_stale_save(folder):
    folder.write("app.py", """
        from flask import Flask
        from flask_sqlalchemy import SQLAlchemy
        from sqlalchemy.orm.exc import StaleDataError

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///shop.sqlite3"
        db = SQLAlchemy(app)

        class Book(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            title = db.Column(db.String(80))
            price = db.Column(db.Integer)

        class Counted(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            title = db.Column(db.String(80))
            price = db.Column(db.Integer)
            version = db.Column(db.Integer, nullable=False)
            __mapper_args__ = {"version_id_col": version}

        with app.app_context():
            db.create_all()
            db.session.add_all([Book(title="Dume", price=9), Counted(title="Dume", price=9)])
            db.session.commit()
        for model in (Book, Counted):
            with app.app_context():
                bob = db.session.get(model, 1)
                bob.price += 1
                with app.app_context():
                    db.session.get(model, 1).title = "Dune"
                    db.session.commit()
                try:
                    db.session.commit()
                except StaleDataError:
                    print("refused")
            with app.app_context():
                book = db.session.get(model, 1)
                print(book.title, book.price)
        with app.app_context():
            book = db.session.get(Counted, 1)
            book.price += 1
            with app.app_context():
                db.session.execute(db.update(Counted).values(price=20))
                db.session.commit()
            db.session.commit()
            print(book.price)
    """)
    assert folder.run("app.py").stdout == "Dune 10\nrefused\nDune 9\n10\n"


@pytest.mark.uses("fastapi", "sqlmodel", "sqlalchemy")
def test_sqlmodel_saves_only_what_changed_and_with_a_version_column_refuses_a_stale_save(folder):
    folder.write("models.py", """
        from sqlalchemy import Column, Integer, update
        from sqlalchemy.orm.exc import StaleDataError
        from sqlmodel import Field, Session, SQLModel, create_engine

        class Book(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            title: str
            price: int

        counter = Column(Integer, nullable=False)

        class Counted(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            title: str
            price: int
            version: int | None = Field(default=None, sa_column=counter)
            __mapper_args__ = {"version_id_col": counter}

        engine = create_engine("sqlite:///shop.sqlite3")
        SQLModel.metadata.create_all(engine)
        with Session(engine) as session:
            session.add_all([Book(title="Dume", price=9), Counted(title="Dume", price=9)])
            session.commit()
        for model in (Book, Counted):
            with Session(engine) as ann, Session(engine) as bob:
                bob.get(model, 1).price += 1
                ann.get(model, 1).title = "Dune"
                ann.commit()
                try:
                    bob.commit()
                except StaleDataError:
                    print("refused")
            with Session(engine) as session:
                book = session.get(model, 1)
                print(book.title, book.price)
        with Session(engine) as ann, Session(engine) as bob:
            book = bob.get(Counted, 1)
            book.price += 1
            ann.exec(update(Counted).values(price=20))
            ann.commit()
            bob.commit()
            print(book.price)
    """)
    assert folder.run("models.py").stdout == "Dune 10\nrefused\nDune 9\n10\n"


@pytest.mark.uses("django")
def test_django_makes_a_form_from_a_model_and_checks_its_rules(project):
    project.write("shop/models.py", """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=20, unique=True)
            price = models.PositiveIntegerField()
            shelf = models.IntegerField(default=1)

            class Meta:
                constraints = [models.UniqueConstraint(fields=["price", "shelf"], name="one_price_a_shelf")]
    """)
    project.write("try_it.py", """
        from django.core.management import call_command
        from django.forms import modelform_factory
        from shop.models import Book

        call_command("makemigrations", "shop")
        call_command("migrate", "shop")
        BookForm = modelform_factory(Book, fields=["title", "price"])
        BookForm({"title": "Dune", "price": "9"}).save()
        print(BookForm({"title": "Dune", "price": "-1"}).errors.as_json())
        print(BookForm({"title": "x" * 21, "price": "9"}).errors["title"][0])
        WholeForm = modelform_factory(Book, fields=["title", "price", "shelf"])
        print(BookForm({"title": "Emma", "price": "9"}).is_valid())
        print(WholeForm({"title": "Emma", "price": "9", "shelf": "1"}).errors.as_json())
    """)
    shown = project.run("manage.py", "shell", "-c", "import try_it").stdout
    assert "Book with this Title already exists." in shown
    assert "Ensure this value is greater than or equal to 0." in shown
    assert "Ensure this value has at most 20 characters (it has 21)." in shown
    assert "\nTrue\n" in shown and "Book with this Price and Shelf already exists." in shown


@pytest.mark.uses("flask", "flask-sqlalchemy", "flask-wtf", "wtforms-alchemy")
def test_flask_wtf_form_knows_nothing_of_the_model_until_wtforms_alchemy_reads_it(folder):
    folder.write("app.py", """
        from flask import Flask
        from flask_sqlalchemy import SQLAlchemy
        from flask_wtf import FlaskForm
        from werkzeug.datastructures import MultiDict
        from wtforms import StringField
        from wtforms_alchemy import UnknownTypeException, model_form_factory

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///shop.sqlite3"
        app.secret_key = "for the proof"
        db = SQLAlchemy(app)

        class Book(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            title = db.Column(db.String(20), unique=True, nullable=False)
            sequel_of = db.Column(db.ForeignKey("book.id"))

        class Place(db.Model):
            __table_args__ = (db.UniqueConstraint("shelf", "place"),)
            id = db.Column(db.Integer, primary_key=True)
            shelf = db.Column(db.String(20), nullable=False)
            place = db.Column(db.String(20), nullable=False)

        class Ticket(db.Model):
            number = db.Column(db.Uuid, primary_key=True)
            seat = db.Column(db.Uuid)

        try:
            class TicketForm(model_form_factory(FlaskForm)):
                class Meta:
                    model = Ticket
        except UnknownTypeException as error:
            print(error)

        class PlainForm(FlaskForm):
            title = StringField()

        class BookForm(model_form_factory(FlaskForm)):
            class Meta:
                model = Book

        class PlaceForm(model_form_factory(FlaskForm)):
            class Meta:
                model = Place
                csrf = False

        class WholeForm(model_form_factory(FlaskForm)):
            class Meta:
                model = Book
                include_foreign_keys = True

        def errors(form, title):
            with app.test_request_context(method="POST"):
                filled = form(MultiDict({"title": title}))
                filled.validate()
                return filled.errors.get("title")

        with app.app_context():
            db.create_all()
            db.session.add_all([Book(title="Emma"), Place(shelf="A", place="1")])
            db.session.commit()
        with app.test_request_context(method="POST"):
            print(PlaceForm(MultiDict({"shelf": "A", "place": "1"})).validate())
        print(errors(PlainForm, "x" * 21), errors(PlainForm, "Emma"))
        print(errors(BookForm, "x" * 21), errors(BookForm, "Emma"), errors(BookForm, "Persuasion"))
        with app.test_request_context():
            print(*BookForm()._fields)
            print(*WholeForm()._fields)
    """)
    assert folder.run("app.py").stdout.splitlines() == [
        "Unknown type 'Uuid()' for column 'seat'",
        "True",
        "None None",
        "['Field cannot be longer than 20 characters.'] ['Already exists.'] None",
        "title csrf_token",
        "title sequel_of csrf_token",
    ]


@pytest.mark.uses("fastapi", "sqlalchemy", "wtforms-alchemy", "python-multipart", "httpx")
def test_wtforms_alchemy_makes_a_form_of_the_model_and_a_fastapi_function_fills_and_checks_it(folder):
    folder.write("app.py", """
        from uuid import UUID

        from fastapi import FastAPI, Request
        from fastapi.responses import HTMLResponse
        from fastapi.testclient import TestClient
        from sqlalchemy import ForeignKey, String, UniqueConstraint, create_engine
        from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
        from wtforms_alchemy import ModelForm, UnknownTypeException

        app = FastAPI()
        engine = create_engine("sqlite:///shop.sqlite3")

        class Base(DeclarativeBase):
            pass

        class Book(Base):
            __tablename__ = "book"
            id: Mapped[int] = mapped_column(primary_key=True)
            title: Mapped[str] = mapped_column(String(20), unique=True)
            sequel_of: Mapped[int | None] = mapped_column(ForeignKey("book.id"))

        class Place(Base):
            __tablename__ = "place"
            __table_args__ = (UniqueConstraint("shelf", "place"),)
            id: Mapped[int] = mapped_column(primary_key=True)
            shelf: Mapped[str]
            place: Mapped[str]

        class Ticket(Base):
            __tablename__ = "ticket"
            number: Mapped[UUID] = mapped_column(primary_key=True)
            seat: Mapped[UUID]

        try:
            class TicketForm(ModelForm):
                class Meta:
                    model = Ticket
        except UnknownTypeException as error:
            print(error)
        Base.metadata.create_all(engine)

        @app.post("/places")
        async def place(request: Request):
            with Session(engine) as session:
                class PlaceForm(ModelForm):
                    class Meta:
                        model = Place

                    @classmethod
                    def get_session(cls):
                        return session

                session.add(Place(shelf="A", place="1"))
                session.commit()
                return PlaceForm(await request.form()).validate()

        @app.post("/")
        async def add(request: Request):
            with Session(engine) as session:
                class BookForm(ModelForm):
                    class Meta:
                        model = Book

                    @classmethod
                    def get_session(cls):
                        return session

                form = BookForm(await request.form())
                if not form.validate():
                    return form.errors
                book = Book()
                form.populate_obj(book)
                session.add(book)
                session.commit()
                return HTMLResponse("".join(field() for field in form))

        class WholeForm(ModelForm):
            class Meta:
                model = Book
                include_foreign_keys = True

        client = TestClient(app)
        for title in ("Emma", "x" * 21, "Emma", "Persuasion"):
            print(client.post("/", data={"title": title}).text)
        print(*WholeForm()._fields)
        print(client.post("/places", data={"shelf": "A", "place": "1"}).json())
    """)
    assert folder.run("app.py").stdout.splitlines() == [
        "Unknown type 'Uuid()' for column 'seat'",
        '<input id="title" name="title" required type="text" value="Emma">',
        '{"title":["Field cannot be longer than 20 characters."]}',
        '{"title":["Already exists."]}',
        '<input id="title" name="title" required type="text" value="Persuasion">',
        "title sequel_of",
        "True",
    ]


@pytest.mark.uses("django")
def test_django_writes_data_to_a_file_times_to_the_millisecond_and_reads_it_back_into_another_database(project):
    project.write("shop/models.py", """
        import datetime

        from django.db import models

        class Note(models.Model):
            of = models.ForeignKey("contenttypes.ContentType", models.CASCADE)

        class Shown(models.Manager):
            def get_queryset(self):
                return super().get_queryset().exclude(title="")

        class Book(models.Model):
            title = models.CharField(max_length=80)
            cover = models.BinaryField(default=b"\\xff")
            opens = models.TimeField(default=datetime.time(9, 30, 0, 123456))
            objects = Shown()
    """)
    project.write("fill.py", """
        from django.contrib.contenttypes.models import ContentType
        from django.core.management import call_command
        from shop.models import Book, Note

        call_command("makemigrations", "shop")
        call_command("migrate", "shop")
        Book.objects.create(title="Dune")
        Book.objects.create(title="")
        call_command("migrate", "contenttypes")
        book = ContentType.objects.get_for_model(Book)
        Note.objects.create(of=book)
        print(book.pk)
    """)
    number = project.run("manage.py", "shell", "-c", "import fill").stdout.split()[-1]
    assert f'"of": {number}' in project.run("manage.py", "dumpdata", "shop.note").stdout
    assert '"of": ["shop", "book"]' in project.run("manage.py", "dumpdata", "shop.note", "--natural-foreign").stdout
    assert '"title": ""' in project.run("manage.py", "dumpdata", "shop", "--all").stdout
    project.run("manage.py", "dumpdata", "shop", "--natural-foreign", "--output", "books.json")
    _, book = sorted(json.loads(project.read("books.json")), key=lambda row: row["model"], reverse=True)
    assert book["fields"] == {"title": "Dune", "cover": "/w==", "opens": "09:30:00.123"}

    project.replace("mysite/settings.py", "db.sqlite3", "other.sqlite3")
    project.run("manage.py", "migrate")
    assert "Installed 2 object(s)" in project.run("manage.py", "loaddata", "books.json").stdout
    see = "from shop.models import *; book = Book.objects.get(); print(Note.objects.get().of.model, book.title, bytes(book.cover))"
    assert project.run("manage.py", "shell", "-c", see).stdout.endswith("book Dune b'\\xff'\n")


@pytest.mark.uses("flask", "flask-sqlalchemy", "marshmallow-sqlalchemy")
def test_marshmallow_sqlalchemy_writes_a_table_to_a_file_and_reads_it_back_by_a_schema_of_ones_own(folder):
    folder.write("app.py", """
        import sys
        from pathlib import Path

        from flask import Flask
        from flask_sqlalchemy import SQLAlchemy
        from marshmallow import fields
        from marshmallow_sqlalchemy import SQLAlchemyAutoSchema, auto_field

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{sys.argv[1]}.sqlite3"
        db = SQLAlchemy(app)
        file = Path("books.json")

        class Book(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            title = db.Column(db.String(80))
            sequel_of = db.Column(db.ForeignKey("book.id"))

        class Price(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            price = db.Column(db.Numeric(8, 2))

        class Cover(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            cover = db.Column(db.LargeBinary)

        class CoverSchema(SQLAlchemyAutoSchema):
            class Meta:
                model = Cover

        class HexCoverSchema(CoverSchema):
            cover = fields.Function(lambda row: row.cover.hex(), bytes.fromhex)

        class PlainSchema(SQLAlchemyAutoSchema):
            class Meta:
                model = Book

        class PriceSchema(SQLAlchemyAutoSchema):
            class Meta:
                model = Price

        class TextPriceSchema(PriceSchema):
            price = auto_field(as_string=True)

        class BookSchema(SQLAlchemyAutoSchema):
            class Meta:
                model = Book
                include_fk = True
                load_instance = True
                sqla_session = db.session

        with app.app_context():
            db.create_all()
            if sys.argv[1] == "first":
                db.session.add_all([Book(title="Dune"), Book(title="Dune Messiah", sequel_of=1)])
                print(PlainSchema().dump(Book(id=2, title="Dune Messiah", sequel_of=1)))
                try:
                    PriceSchema().dumps(Price(id=1, price=9))
                except TypeError as error:
                    print(error)
                text = TextPriceSchema().dumps(Price(id=1, price=9))
                print(text, TextPriceSchema().loads(text)["price"] + 1)
                try:
                    CoverSchema().dumps(Cover(id=1, cover=b"\\xff"))
                except UnicodeDecodeError as error:
                    print(error)
                print(HexCoverSchema().loads(HexCoverSchema().dumps(Cover(id=1, cover=b"\\xff"))))
                file.write_text(BookSchema(many=True).dumps(db.session.scalars(db.select(Book))))
            else:
                db.session.add_all(BookSchema(many=True).loads(file.read_text()))
            db.session.commit()
            print([(book.title, book.sequel_of) for book in db.session.scalars(db.select(Book))])
    """)
    without_key, no_decimals, decimals, no_bytes, told, kept = folder.run("app.py", "first").stdout.splitlines()
    assert without_key == "{'id': 2, 'title': 'Dune Messiah'}"
    assert no_decimals.startswith("Object of type Decimal is not JSON serializable")
    assert decimals == '{"id": 1, "price": "9.00"} 10.00'
    assert no_bytes.startswith("'utf-8' codec can't decode byte 0xff")
    assert told == "{'id': 1, 'cover': b'\\xff'}"
    assert kept == "[('Dune', None), ('Dune Messiah', 1)]"
    assert json.loads(folder.read("books.json"))[1] == {"id": 2, "title": "Dune Messiah", "sequel_of": 1}
    assert folder.run("app.py", "other").stdout == kept + "\n"
    assert folder.run("-m", "flask", "dumpdata", check=False).returncode == 2


@pytest.mark.uses("fastapi", "fastapi-cli", "sqlmodel")
def test_sqlmodel_writes_a_table_to_a_file_and_reads_it_back_by_the_model_itself(folder):
    folder.write("app.py", """
        import json
        import sys
        from base64 import urlsafe_b64decode
        from datetime import date
        from decimal import Decimal
        from pathlib import Path

        from sqlmodel import Field, Session, SQLModel, create_engine, select

        engine = create_engine(f"sqlite:///{sys.argv[1]}.sqlite3")
        file = Path("books.json")

        class Book(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            title: str
            printed: date
            price: Decimal
            sequel_of: int | None = Field(default=None, foreign_key="book.id")

        class Cover(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            cover: bytes

        class ToldCover(SQLModel, table=True):
            model_config = {"ser_json_bytes": "base64"}
            id: int | None = Field(default=None, primary_key=True)
            cover: bytes

        try:
            Cover(cover=b"\\xff").model_dump(mode="json")
        except UnicodeDecodeError as error:
            print(error)
        row = json.loads(ToldCover(cover=b"\\xff").model_dump_json())
        print(ToldCover.model_validate(row | {"cover": urlsafe_b64decode(row["cover"])}).cover)
        SQLModel.metadata.create_all(engine)
        with Session(engine) as session:
            if sys.argv[1] == "first":
                session.add(Book(title="Dune", printed=date(1965, 8, 1), price=9))
                session.add(Book(title="Dune Messiah", printed=date(1969, 10, 1), price=9, sequel_of=1))
                rows = session.exec(select(Book))
                file.write_text(json.dumps([book.model_dump(mode="json") for book in rows]))
            else:
                session.add_all(Book.model_validate(row) for row in json.loads(file.read_text()))
            session.commit()
            for book in session.exec(select(Book)):
                print(book.title, book.printed.year, book.price + 1, book.sequel_of)
    """)
    kept = folder.run("app.py", "first").stdout
    no_bytes, told, _, second = kept.splitlines()
    assert no_bytes.startswith("'utf-8' codec can't decode byte 0xff") and told == "b'\\xff'"
    assert second.startswith("Dune Messiah 1969 10") and kept.endswith(" 1\n")
    assert json.loads(folder.read("books.json"))[0]["printed"] == "1965-08-01"
    assert folder.run("app.py", "other").stdout == kept
    assert folder.run("-m", "fastapi", "dumpdata", check=False).returncode == 2


@pytest.mark.uses("django", "flask", "flask-sqlalchemy", "fastapi", "sqlalchemy", "uvicorn")
def test_plain_sql_runs_in_all_three_and_django_and_flask_sqlalchemy_open_the_connection_themselves(project):
    project.write("mysite/urls.py", """
        from django.db import connection
        from django.http import HttpResponse
        from django.urls import path

        def answer(request):
            with connection.cursor() as cursor:
                cursor.execute("SELECT %s * 7", [6])
                return HttpResponse(cursor.fetchone()[0])

        urlpatterns = [path("", answer)]
    """)
    project.write("app.py", """
        from flask import Flask
        from flask_sqlalchemy import SQLAlchemy

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///db.sqlite3"
        db = SQLAlchemy(app)

        @app.get("/")
        def answer():
            return str(db.session.execute(db.text("SELECT :six * 7"), {"six": 6}).scalar())
    """)
    project.write("driver.py", """
        import sqlite3
        from contextlib import closing

        from flask import Flask

        app = Flask(__name__)

        @app.get("/")
        def answer():
            with closing(sqlite3.connect("db.sqlite3")) as connection:
                return str(connection.execute("SELECT ? * 7", [6]).fetchone()[0])
    """)
    project.write("in_fastapi.py", """
        import sqlite3
        from contextlib import closing
        from typing import Annotated

        from fastapi import Depends, FastAPI
        from sqlalchemy import create_engine, text
        from sqlalchemy.orm import Session

        app = FastAPI()
        engine = create_engine("sqlite:///db.sqlite3")

        def open_session():
            with Session(engine) as session:
                yield session

        @app.get("/")
        def answer(session: Annotated[Session, Depends(open_session)]) -> int:
            return session.execute(text("SELECT :six * 7"), {"six": 6}).scalar()

        @app.get("/driver")
        def answer_of_the_driver() -> int:
            with closing(sqlite3.connect("db.sqlite3")) as connection:
                return connection.execute("SELECT ? * 7", [6]).fetchone()[0]
    """)
    programs = {
        "manage.py runserver --noreload {port}": ["/"],
        "-m flask --app app run --port {port}": ["/"],
        "-m flask --app driver run --port {port}": ["/"],
        "-m uvicorn in_fastapi:app --port {port}": ["/", "/driver"],
    }
    for program, paths in programs.items():
        with project.serving(program) as url:
            assert {requests.get(url + path).text for path in paths} == {"42"}


@pytest.mark.uses("django")
def test_django_writes_models_for_tables_of_another_program_leaves_the_tables_alone_and_its_admin_refuses_a_composite_key(project):
    project.run("-c", """if True:
        import sqlite3
        sqlite3.connect("db.sqlite3").executescript('''
            CREATE TABLE customer (code TEXT NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL);
            CREATE TABLE invoice (number INTEGER NOT NULL PRIMARY KEY, total DECIMAL(8, 2) NOT NULL,
                                  customer TEXT NOT NULL REFERENCES customer (code));
            CREATE TABLE audit (what TEXT NOT NULL);
            CREATE TABLE line (invoice INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (invoice, place));
            INSERT INTO customer VALUES ('A1', 'Ann');
            INSERT INTO invoice VALUES (7, 12.5, 'A1');
            INSERT INTO audit VALUES ('paid');
        ''')
    """)
    models = project.run("manage.py", "inspectdb").stdout
    assert "customer = models.ForeignKey(Customer, models.DO_NOTHING, db_column='customer')" in models
    assert models.count("    managed = False\n") == 4

    (project.path / "shop" / "models.py").write_text(models)
    project.run("manage.py", "makemigrations", "shop")
    sql = project.run("manage.py", "sqlmigrate", "shop", "0001").stdout
    assert "-- Create model Invoice" in sql
    assert "CREATE" not in sql and "ALTER" not in sql
    project.write("try_it.py", """
        from shop.models import Audit, Invoice

        print(Invoice.objects.get(number=7).customer.name)
        print(Audit.objects.values_list("what").get())
        Audit.objects.get()
    """)
    tried = project.run("manage.py", "shell", "-c", "import try_it", check=False)
    assert tried.stdout.endswith("Ann\n('paid',)\n")
    assert "OperationalError: no such column: audit.id" in tried.stderr
    admin = "from django.contrib import admin; from shop.models import Line; admin.site.register(Line)"
    refused = project.run("manage.py", "shell", "-c", admin, check=False).stderr
    assert "ImproperlyConfigured: The model Line has a composite primary key" in refused
    project.run("-c", """if True:
        import sqlite3
        sqlite3.connect("db.sqlite3").execute(
            "CREATE TABLE note (number INTEGER NOT NULL PRIMARY KEY, invoice INTEGER NOT NULL, place INTEGER NOT NULL,"
            " FOREIGN KEY (invoice, place) REFERENCES line (invoice, place))"
        )
    """)
    (project.path / "shop" / "models.py").write_text(project.run("manage.py", "inspectdb").stdout)
    unmended = project.run("manage.py", "makemigrations", "shop", check=False).stderr
    assert "(fields.E347) Field defines a relation involving model 'Line' which has a CompositePrimaryKey" in unmended


@pytest.mark.uses("fastapi", "sqlmodel", "sqlacodegen", "flask", "flask-sqlalchemy", "httpx")
def test_sqlacodegen_writes_models_for_tables_of_another_program_for_sqlmodel_and_for_flask_sqlalchemy_some_to_be_mended(folder):
    folder.run("-c", """if True:
        import sqlite3
        sqlite3.connect("legacy.sqlite3").executescript('''
            CREATE TABLE customer (code TEXT NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL);
            CREATE TABLE invoice (number INTEGER NOT NULL PRIMARY KEY, total DECIMAL(8, 2) NOT NULL,
                                  customer TEXT NOT NULL REFERENCES customer (code));
            CREATE TABLE audit (what TEXT NOT NULL);
            INSERT INTO customer VALUES ('A1', 'Ann');
            INSERT INTO invoice VALUES (7, 12.5, 'A1');
            INSERT INTO audit VALUES ('paid');
        ''')
    """)
    write = ["-m", "sqlacodegen", "sqlite:///legacy.sqlite3", "--outfile"]
    folder.run(*write, "sqlmodels.py", "--generator", "sqlmodels")
    folder.run(*write, "declarative.py")
    folder.write("in_fastapi.py", """
        from fastapi import FastAPI
        from fastapi.testclient import TestClient
        from sqlmodel import Session, create_engine, select
        from sqlmodels import Invoice, t_audit

        app = FastAPI()
        engine = create_engine("sqlite:///legacy.sqlite3")

        @app.get("/")
        def tell():
            with Session(engine) as session:
                return [session.get(Invoice, 7).customer_.name, *session.scalars(select(t_audit.c.what))]

        print(TestClient(app).get("/").json())
    """)
    folder.write("in_flask.py", """
        from pathlib import Path

        from declarative import Base, Invoice, t_audit
        from flask import Flask
        from flask_sqlalchemy import SQLAlchemy

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{Path('legacy.sqlite3').resolve()}"
        db = SQLAlchemy(app, model_class=Base)

        @app.get("/")
        def tell():
            return [db.session.get(Invoice, 7).customer_.name, *db.session.scalars(db.select(t_audit.c.what))]

        print(app.test_client().get("/").json)
    """)
    assert folder.run("in_fastapi.py").stdout == folder.run("in_flask.py").stdout == "['Ann', 'paid']\n"

    add = "import sqlite3; sqlite3.connect('legacy.sqlite3').execute('CREATE TABLE odd (id INTEGER PRIMARY KEY, untyped, _flag TEXT)')"
    folder.run("-c", add)
    folder.run(*write, "sqlmodels.py", "--generator", "sqlmodels")
    folder.run(*write, "declarative.py")
    assert "Fields must not use names with leading underscores" in folder.run("in_fastapi.py", check=False).stderr
    assert "Could not locate SQLAlchemy Core type" in folder.run("in_flask.py", check=False).stderr
