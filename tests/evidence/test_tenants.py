"""Several customers in one program, whose data must not mix."""

import pytest

from harness import Folder


@pytest.mark.uses("django", "django-scopes")
def test_django_scopes_lists_one_customers_rows_or_refuses_but_not_in_raw_from_other_models_or_by_aiterator(project):
    project.write("shop/models.py", """
        from django.db import models
        from django_scopes import ScopedManager

        class Customer(models.Model):
            name = models.CharField(max_length=80)

        class Book(models.Model):
            customer = models.ForeignKey(Customer, models.CASCADE)
            title = models.CharField(max_length=80)
            objects = ScopedManager(customer="customer")

        class Loan(models.Model):
            book = models.ForeignKey(Book, models.CASCADE)
    """)
    project.write("try_it.py", """
        from django.core.management import call_command
        from django_scopes import ScopeError, scope
        from asgiref.sync import async_to_sync
        from shop.models import Book, Customer, Loan

        call_command("makemigrations", "shop", verbosity=0)
        call_command("migrate", "shop", verbosity=0)
        for name, title in {"ann": "Dune", "bob": "Emma"}.items():
            customer = Customer.objects.create(name=name)
            with scope(customer=customer):
                Book.objects.create(customer=customer, title=title)
                print([book.title for book in Book.objects.all()])
        with scope(customer=customer):
            print([book.title for book in Book.objects.raw("SELECT * FROM shop_book")])
            print(*Customer.objects.values_list("book__title"))
        book = Book(pk=2)
        Loan.objects.create(book=book)
        with scope(customer=Customer.objects.get(name="ann")):
            print(Loan.objects.get().book.title)
        print(*Customer.objects.values_list("book__title"))
        for ask in (Book.objects.all, Book.objects.count):
            try:
                print(ask())
            except ScopeError as error:
                print(error)
        print(Book.objects.exists())

        @async_to_sync
        async def listed():
            return [book.title async for book in Book.objects.aiterator()]

        print(listed())
    """)
    assert project.run("manage.py", "shell", "-c", "import try_it").stdout.splitlines()[-10:] == [
        "['Dune']", "['Emma']", "['Dune', 'Emma']", "('Dune',) ('Emma',)", "Emma", "('Dune',) ('Emma',)",
        *["A scope on dimension(s) customer needs to be active for this query."] * 2, "True", "['Dune', 'Emma']",
    ]


@pytest.mark.uses("flask", "flask-sqlalchemy", "sqlalchemy")
def test_in_flask_one_hook_of_sqlalchemys_keeps_customers_apart_once_it_is_written(folder):
    folder.write("app.py", """
        from flask import Flask, g
        from flask_sqlalchemy import SQLAlchemy
        from sqlalchemy import event
        from sqlalchemy.orm import aliased, with_loader_criteria

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
        db = SQLAlchemy(app)

        class Book(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            customer = db.Column(db.String(80))
            title = db.Column(db.String(80))

        def books():
            return [book.title for book in db.session.scalars(db.select(Book))]

        with app.app_context():
            db.create_all()
            db.session.add_all([Book(customer="ann", title="Dune"), Book(customer="bob", title="Emma")])
            db.session.commit()
            print(books())

            @event.listens_for(db.session, "do_orm_execute")
            def only_theirs(query):
                mine = g.customer
                query.statement = query.statement.options(
                    with_loader_criteria(Book, lambda book: book.customer == mine))

            for g.customer in ("ann", "bob"):
                print(books(), db.session.scalar(db.select(db.func.count(Book.id))))
            others = (Book.__table__.c.title, aliased(Book).title)
            print(*(db.session.scalars(db.select(title)).all() for title in others))
            print([book.title for book in db.session.scalars(db.select(Book).from_statement(db.text("SELECT * FROM book")))])
            del g.customer
            books()
    """)
    ran = folder.run("app.py", check=False)
    assert ran.stdout == "['Dune', 'Emma']\n['Dune'] 1\n['Emma'] 1\n['Dune', 'Emma'] ['Dune', 'Emma']\n['Dune', 'Emma']\n"
    assert "AttributeError: customer" in ran.stderr


@pytest.mark.uses("fastapi", "sqlalchemy", "fastapi-tenancy", "aiosqlite", "httpx2")
def test_in_fastapi_one_hook_of_sqlalchemys_keeps_customers_apart_and_fastapi_tenancy_by_databases_but_for_doubled_hyphens(tmp_path):
    hooked, split = Folder(tmp_path / "hooked"), Folder(tmp_path / "split")
    hooked.write("app.py", """
        from typing import Annotated

        from fastapi import Depends, FastAPI, Header
        from fastapi.testclient import TestClient
        from sqlalchemy import create_engine, event, func, select, text
        from sqlalchemy.orm import DeclarativeBase, Mapped, Session, aliased, mapped_column, with_loader_criteria

        engine = create_engine("sqlite:///shop.db")

        class Base(DeclarativeBase):
            pass

        class Book(Base):
            __tablename__ = "book"
            id: Mapped[int] = mapped_column(primary_key=True)
            customer: Mapped[str]
            title: Mapped[str]

        def open_session(customer: Annotated[str, Header()]):
            with Session(engine) as session:
                @event.listens_for(session, "do_orm_execute")
                def only_theirs(query):
                    query.statement = query.statement.options(
                        with_loader_criteria(Book, lambda book: book.customer == customer))

                yield session

        app = FastAPI()
        Database = Annotated[Session, Depends(open_session)]

        @app.get("/books")
        def books(database: Database):
            return [book.title for book in database.scalars(select(Book))]

        @app.get("/count")
        def count(database: Database):
            return database.scalar(select(func.count(Book.id)))

        @app.get("/table")
        def table(database: Database):
            return [*database.scalars(select(Book.__table__.c.title))]

        @app.get("/alias")
        def alias(database: Database):
            return [*database.scalars(select(aliased(Book).title))]

        @app.get("/text")
        def plain(database: Database):
            return [book.title for book in database.scalars(select(Book).from_statement(text("SELECT * FROM book")))]

        Base.metadata.create_all(engine)
        with Session(engine) as session:
            session.add_all([Book(customer="ann", title="Dune"), Book(customer="bob", title="Emma")])
            session.commit()
            print([book.title for book in session.scalars(select(Book))])
        client = TestClient(app)
        for name in ("ann", "bob"):
            print(*(client.get(path, headers={"Customer": name}).json() for path in ("/books", "/count")))
        print(*(client.get(path, headers={"Customer": "ann"}).json() for path in ("/table", "/alias", "/text")))
        print(client.get("/books").status_code)
    """)
    assert hooked.run("app.py").stdout.splitlines() == [
        "['Dune', 'Emma']", "['Dune'] 1", "['Emma'] 1", " ".join(["['Dune', 'Emma']"] * 3), "422",
    ]

    split.write("app.py", """
        from contextlib import asynccontextmanager
        from typing import Annotated

        from fastapi import Depends, FastAPI
        from fastapi.testclient import TestClient
        from fastapi_tenancy import TenancyConfig, TenancyManager
        from fastapi_tenancy.dependencies import make_tenant_db_dependency
        from fastapi_tenancy.middleware.tenancy import TenancyMiddleware
        from fastapi_tenancy.storage.memory import InMemoryTenantStore
        from sqlalchemy import select
        from sqlalchemy.ext.asyncio import AsyncSession
        from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

        class Base(DeclarativeBase):
            pass

        class Book(Base):
            __tablename__ = "book"
            id: Mapped[int] = mapped_column(primary_key=True)
            title: Mapped[str]

        manager = TenancyManager(TenancyConfig(
            database_url="sqlite+aiosqlite:///shop.db", isolation_strategy="database",
            database_url_template="sqlite+aiosqlite:///{database_name}.db", resolution_strategy="header",
        ), InMemoryTenantStore())

        @asynccontextmanager
        async def register(app):
            async with manager.create_lifespan()(app):
                for name in ("ann", "bob", "a-b", "a--b"):
                    await manager.register_tenant(identifier=name, name=name, app_metadata=Base.metadata)
                yield

        app = FastAPI(lifespan=register)
        app.add_middleware(TenancyMiddleware, manager=manager)
        Database = Annotated[AsyncSession, Depends(make_tenant_db_dependency(manager))]

        @app.post("/books/{title}")
        async def add(title: str, database: Database):
            database.add(Book(title=title))
            await database.commit()

        @app.get("/books")
        async def books(database: Database):
            return [book.title for book in await database.scalars(select(Book))]

        with TestClient(app) as client:
            for name, title in {"ann": "Dune", "bob": "Emma"}.items():
                client.post(f"/books/{title}", headers={"X-Tenant-ID": name})
            for headers in ({"X-Tenant-ID": "ann"}, {"X-Tenant-ID": "bob"}, {"X-Tenant-ID": "eve"}, {}):
                answer = client.get("/books", headers=headers)
                print(answer.json() if answer.is_success else answer.status_code)
            client.post("/books/Walden", headers={"X-Tenant-ID": "a-b"})
            print(client.get("/books", headers={"X-Tenant-ID": "a--b"}).json())
    """)
    assert split.run("app.py").stdout.splitlines() == ["['Dune']", "['Emma']", "400", "400", "['Walden']"]
    assert (split.path / "ann.db").exists() and (split.path / "bob.db").exists()
