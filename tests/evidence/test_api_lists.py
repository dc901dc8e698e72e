"""Lists of an API that whoever calls it filters, sorts and pages."""

import pytest

BOOKS = {"Dune": 9.5, "Emma": 7.0, "Faust": 12.0, "Walden": 8.0, "Ulysses": 11.0}
SECOND_PAGE = "[4, 'Dune', 'Walden']"  # of those dearer than 7.5, the dearest first, two a page
WITH_AN_U = "[3, 'Faust', 'Ulysses', 'Dune']"
ALL = "[5, 'Dune', 'Emma', 'Faust', 'Walden', 'Ulysses']"


@pytest.mark.uses("django", "djangorestframework", "django-filter")
def test_drf_pages_and_sorts_a_list_and_django_filter_filters_it_once_settings_and_a_view_set_say_so_and_other_names_are_ignored(project):
    project.replace("mysite/settings.py", "    'shop',\n", "    'shop',\n    'rest_framework',\n    'django_filters',\n")
    project.copy("crud_drf/models.py", "shop/models.py")
    project.copy("crud_drf/api.py", "shop/api.py")
    project.copy("crud_drf/urls.py", "mysite/urls.py")
    project.write("try_it.py", f"""
        from django.core.management import call_command
        from django.test import Client
        from shop.models import Book

        call_command("makemigrations", "shop", verbosity=0)
        call_command("migrate", "shop", verbosity=0)
        if not Book.objects.exists():
            Book.objects.bulk_create(Book(title=title, price=price) for title, price in {BOOKS}.items())
        for query in ("price__gte=7.5&ordering=-price&limit=2&offset=2", "title__icontains=u&ordering=-price",
                      "price__lt=1&weight=3&ordering=title", "price__gte=cheap", "offset=90"):
            answer = Client().get(f"/books?{{query}}", headers={{"host": "localhost"}})
            told = answer.json()
            if "results" in told:
                told = [told["count"], *(book["title"] for book in told["results"])]
            print(told if answer.status_code == 200 else answer.status_code)
    """)
    ask = ("manage.py", "shell", "-c", "import try_it")
    assert {line.count("price") for line in project.run(*ask).stdout.splitlines()[-5:]} == {5}  # all books, each time

    project.replace("mysite/settings.py", "MIDDLEWARE = [", """
REST_FRAMEWORK = {
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend", "rest_framework.filters.OrderingFilter"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "PAGE_SIZE": 20,
}
MIDDLEWARE = [""")
    project.replace("shop/api.py", "    serializer_class = BookSerializer", """
    serializer_class = BookSerializer
    filterset_fields = {"price": ["gte"], "title": ["icontains"]}
    ordering_fields = ["price"]""")
    assert project.run(*ask).stdout.splitlines()[-5:] == [SECOND_PAGE, WITH_AN_U, ALL, "400", "[5]"]


@pytest.mark.uses("flask", "flask-appbuilder")
def test_flask_appbuilders_api_filters_also_by_columns_not_shown_sorts_and_pages_in_rison_and_filters_of_two_threads_can_mix(folder):
    folder.copy("crud_appbuilder.py", "app.py")
    folder.write("try_it.py", f"""
        from app import Book, app, appbuilder, db

        with app.app_context():
            store = appbuilder.sm
            store.add_user("ann", "Ann", "Lee", "ann@shop.example", store.find_role("Admin"), "right")
            db.session.add_all([Book(title=title, price=price) for title, price in {BOOKS}.items()])
            db.session.commit()

        def told(query, headers):
            answer = app.test_client().get("/api/v1/books/", query_string={{"q": query}}, headers=headers)
            books = answer.json.get("result", [])
            return [answer.json["count"], *(book["title"] for book in books)] if answer.status_code == 200 else answer.status_code

        log_in = {{"username": "ann", "password": "right", "provider": "db"}}
        token = app.test_client().post("/api/v1/security/login", json=log_in).json["access_token"]
        ann = {{"Authorization": f"Bearer {{token}}"}}
    """)
    folder.write("one_by_one.py", """
        from try_it import ann, told

        print(told("", {}))
        for query in (
            "(filters:!((col:price,opr:gt,value:7.5)),order_column:price,order_direction:desc,page:1,page_size:2)",
            "(filters:!((col:title,opr:ct,value:u)),order_column:price,order_direction:desc)",
            "(filters:!((col:price,opr:gt,value:cheap)))",
            "(filters:!((col:weight,opr:gt,value:1)))",
            "(order_column:weight,order_direction:desc)",
            "(page:9)",
            '{"filters": [{"col": "price", "opr": "gt", "value": 11}]}',
        ):
            print(told(query, ann))
    """)
    assert folder.run("one_by_one.py").stdout.splitlines()[-8:] == [
        "401", SECOND_PAGE, WITH_AN_U, ALL, "400", "400", "[5]", "[1, 'Faust']",
    ]

    folder.write("by_a_hidden_price.py", """
        from try_it import ann, app, told

        print(told("(filters:!((col:price,opr:gt,value:11)))", ann), told("(order_column:price,order_direction:desc)", ann))
        print(app.test_client().get("/api/v1/books/", headers=ann).json["result"][0])
    """)
    name = '    resource_name = "books"'
    for columns, answers in (("list_columns", "[1, 'Faust'] 400"), ("search_columns = list_columns", "400 400")):
        (folder.path / "books.sqlite3").unlink()
        folder.replace("app.py", name, f'    {columns} = ["title"]\n{name}')
        assert folder.run("by_a_hidden_price.py").stdout.splitlines()[-2:] == [answers, "{'title': 'Dune'}"]
        folder.replace("app.py", f'    {columns} = ["title"]\n', "")

    (folder.path / "books.sqlite3").unlink()
    folder.replace("app.py", '    resource_name = "books"', """
    resource_name = "books"
    search_filters = {"title": [SlowlyBegins]}""")
    folder.replace("app.py", "class BookApi(", """
class SlowlyBegins(FilterStartsWith):
    arg_name = "slow"

    def __init__(self, *arguments):
        super().__init__(*arguments)
        begun.set()
        go_on.wait(60)


class BookApi(""")
    folder.replace("app.py", "from flask import Flask", """
import threading

from flask import Flask
from flask_appbuilder.models.sqla.filters import FilterStartsWith

begun, go_on = threading.Event(), threading.Event()
""")
    folder.write("two_at_once.py", """
        from concurrent.futures import ThreadPoolExecutor

        from app import begun, go_on
        from try_it import ann, told

        dune = "(filters:!((col:title,opr:slow,value:D)))"
        with ThreadPoolExecutor() as threads:
            slow = threads.submit(told, dune, ann)
            begun.wait(60)
            print(told("(filters:!((col:price,opr:gt,value:11)))", ann))
            go_on.set()
            print(slow.result())
        print(told(dune, ann))
    """)
    assert folder.run("two_at_once.py").stdout.splitlines()[-3:] == ["[1, 'Faust']", "[0]", "[1, 'Dune']"]


@pytest.mark.uses("fastapi", "fastapi-filter", "fastapi-pagination", "sqlalchemy", "httpx2")
def test_fastapi_filter_filters_by_the_fields_of_a_class_and_sorts_also_by_columns_not_shown_and_fastapi_pagination_pages(folder):
    folder.write("app.py", """
        from fastapi import FastAPI
        from fastapi_filter import FilterDepends
        from fastapi_filter.contrib.sqlalchemy import Filter
        from fastapi_pagination import Page, add_pagination
        from fastapi_pagination.ext.sqlalchemy import paginate
        from pydantic import BaseModel, field_validator
        from sqlalchemy import create_engine, select
        from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

        app = FastAPI()
        engine = create_engine("sqlite:///shop.sqlite3")

        class Base(DeclarativeBase):
            pass

        class Book(Base):
            __tablename__ = "book"
            id: Mapped[int] = mapped_column(primary_key=True)
            title: Mapped[str]
            price: Mapped[float]
            secret: Mapped[int]

        class BookOut(BaseModel, from_attributes=True):
            title: str
            price: float

        class BookFilter(Filter):
            price__gte: float | None = None
            title__ilike: str | None = None
            order_by: list[str] | None = None

            class Constants(Filter.Constants):
                model = Book

        @app.get("/books")
        def books(wanted: BookFilter = FilterDepends(BookFilter)) -> Page[BookOut]:
            with Session(engine) as session:
                return paginate(session, wanted.sort(wanted.filter(select(Book))))

        add_pagination(app)
    """)
    folder.write("try_it.py", f"""
        from app import Base, Book, Session, app, engine
        from fastapi.testclient import TestClient

        Base.metadata.drop_all(engine)
        Base.metadata.create_all(engine)
        with Session(engine) as session:
            session.add_all([Book(title=title, price=price, secret=ord(title[1])) for title, price in {BOOKS}.items()])
            session.commit()
        for query in ("price__gte=7.5&order_by=-price&size=2&page=2", "title__ilike=%25u%25&order_by=-price",
                      "price__lt=1&secret=97", "price__gte=cheap", "order_by=weight", "page=9", "order_by=secret"):
            answer = TestClient(app).get(f"/books?{{query}}")
            told = answer.json()
            print([told["total"], *(book["title"] for book in told["items"])] if answer.status_code == 200 else answer.status_code)
    """)
    by_a_secret = "[5, 'Faust', 'Walden', 'Ulysses', 'Emma', 'Dune']"
    told = [SECOND_PAGE, WITH_AN_U, ALL, "422", "422", "[5]"]
    assert folder.run("try_it.py").stdout.splitlines() == [*told, by_a_secret]
    folder.replace("app.py", "    class Constants(", """
    @field_validator("order_by")
    def shown(cls, names):
        if not {name.strip("+-") for name in names or []} <= {*BookOut.model_fields}:
            raise ValueError("not a column that is shown")
        return names

    class Constants(""")
    assert folder.run("try_it.py").stdout.splitlines() == [*told, "422"]
