"""Pages of a site, in its own dress, on which visitors list, add, change and delete records."""

import re

import pytest
import requests

WALDEN, BAD = {"title": "Walden", "pages": "352"}, {"title": "Emma", "pages": "many"}


@pytest.mark.uses("django")
def test_djangos_generic_views_list_add_change_and_delete_in_templates_of_yours_and_ask_before_they_delete(project):
    project.write("shop/models.py", """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=80)
            pages = models.IntegerField()
    """)
    project.write("mysite/urls.py", """
        from django.urls import path
        from django.views.generic import CreateView, DeleteView, ListView, UpdateView
        from shop.models import Book

        change = {"model": Book, "fields": ["title", "pages"], "success_url": "/books/"}
        urlpatterns = [
            path("books/", ListView.as_view(model=Book)),
            path("books/add", CreateView.as_view(**change)),
            path("books/edit/<int:pk>", UpdateView.as_view(**change)),
            path("books/delete/<int:pk>", DeleteView.as_view(model=Book, success_url="/books/")),
        ]
    """)
    project.write("shop/templates/site.html", "<h1>Corner Shop</h1>{% block main %}{% endblock %}")
    for name, main in {
        "list": "{% for book in object_list %}<li>{{ book.title }}</li>{% endfor %}",
        "form": "<form method=post>{% csrf_token %}{{ form }}<button>Save</button></form>",
        "confirm_delete": "<form method=post>{% csrf_token %}Delete {{ object.title }}?<button>Yes</button></form>",
    }.items():
        page = '{% extends "site.html" %}{% block main %}' + main + "{% endblock %}"
        project.write(f"shop/templates/shop/book_{name}.html", page)
    project.run("manage.py", "makemigrations", "shop")
    project.run("manage.py", "migrate")
    with project.serving("manage.py runserver --noreload {port}") as url:
        books, visitor = f"{url}/books/", requests.Session()
        visitor.get(f"{books}add")
        visitor.headers["X-CSRFToken"] = visitor.cookies["csrftoken"]
        bad = visitor.post(f"{books}add", data=BAD).text
        assert re.search(r'<li>Enter a whole number.</li></ul>\s*<input [^>]*name="pages" value="many"', bad)
        good = visitor.post(f"{books}add", data=WALDEN, allow_redirects=False)
        assert (good.status_code, good.headers["Location"]) == (302, "/books/")
        visitor.post(f"{books}edit/1", data=WALDEN | {"title": "Walden Two"})
        for page in ("", "add", "edit/1", "delete/1"):
            assert visitor.get(books + page).text.startswith("<h1>Corner Shop</h1>")
        assert "Delete Walden Two?" in visitor.get(f"{books}delete/1").text
        assert re.findall("<li>(.*?)</li>", visitor.get(books).text) == ["Walden Two"]
        visitor.post(f"{books}delete/1")
        assert re.findall("<li>(.*?)</li>", visitor.get(books).text) == []


@pytest.mark.uses("flask", "flask-appbuilder", "flask-wtf")
def test_flask_appbuilders_model_view_lists_adds_changes_and_deletes_in_a_layout_of_yours_and_its_script_asks(folder):
    folder.write("templates/site.html", """
        {% extends "appbuilder/baselayout.html" %}
        {% block navbar %}<h1>Corner Shop</h1>{% endblock %}
        {% block footer %}{% endblock %}
    """)
    folder.write("app.py", """
        from flask import Flask
        from flask_appbuilder import AppBuilder, Model, ModelView
        from flask_appbuilder.models.sqla.interface import SQLAInterface
        from flask_appbuilder.utils.legacy import get_sqla_class
        from flask_wtf import CSRFProtect
        from sqlalchemy import Column, Integer, String

        app = Flask(__name__)
        app.config.update(
            SECRET_KEY="for the proof", SQLALCHEMY_DATABASE_URI=f"sqlite:///{app.root_path}/books.sqlite3",
            AUTH_ROLE_PUBLIC="Visitor",
            FAB_ROLES={"Visitor": [["BookView", f"can_{do}"] for do in ("list", "add", "edit", "delete")]},
        )
        CSRFProtect(app)
        db = get_sqla_class()(app)

        class Book(Model):
            __tablename__ = "book"
            id = Column(Integer, primary_key=True)
            title = Column(String(80), nullable=False)
            pages = Column(Integer, nullable=False)

        class BookView(ModelView):
            datamodel = SQLAInterface(Book)
            route_base = "/books"
            list_columns = ["title", "pages"]

        with app.app_context():
            db.create_all()
            AppBuilder(app, db.session, base_template="site.html").add_view(BookView, "Books")
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        books, visitor = f"{url}/books", requests.Session()
        visitor.get(f"{books}/list/")
        form = visitor.get(f"{books}/add").text
        visitor.headers["X-CSRFToken"] = re.search('name="csrf_token" type="hidden" value="(.*?)"', form)[1]
        bad = visitor.post(f"{books}/add", data=BAD).text
        beside = r'name="pages"[^>]* value="many">\s*<span [^>]*></span>\s*<div [^>]*>\s*Not a valid integer value.'
        assert re.search(beside, bad)
        good = visitor.post(f"{books}/add", data=WALDEN, allow_redirects=False)
        assert (good.status_code, good.headers["Location"]) == (302, f"{books}/list/")
        visitor.post(f"{books}/edit/1", data=WALDEN | {"title": "Walden Two"})
        for page in ("list/", "add", "edit/1"):
            assert "<h1>Corner Shop</h1>" in visitor.get(f"{books}/{page}").text
        assert visitor.get(f"{books}/show/1", allow_redirects=False).headers["Location"].startswith("/login/")
        visitor.get(f"{books}/delete/1")
        listed = visitor.get(f"{books}/list/").text
        assert "Walden Two" in listed and "Are you sure you want to delete this item?" in listed
        visitor.post(f"{books}/delete/1")
        assert "Walden" not in visitor.get(f"{books}/list/").text


@pytest.mark.uses("fastapi", "starlette-admin", "sqlmodel", "uvicorn", "greenlet")
def test_starlette_admin_lists_adds_changes_and_deletes_for_visitors_in_a_layout_of_yours_and_its_script_asks(folder):
    folder.write("templates/layout.html", """
        {% extends "base.html" %}
        {% block body %}<h1>Corner Shop</h1>{% block content %}{% endblock %}{% endblock %}
    """)
    folder.copy("book_starlette_admin.py", "app.py")
    folder.replace("app.py", "price: Decimal = Field(max_digits=6, decimal_places=2)", "pages: int")
    folder.replace("app.py", "Admin(engine", 'Admin(engine, base_url="/shop"')
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        books, visitor = f"{url}/shop/book", requests.Session()
        visitor.get(f"{books}/list")
        visitor.headers["X-CSRFToken"] = visitor.cookies["starlette_admin_csrftoken"]
        bad = visitor.post(f"{books}/create", data=BAD).text
        assert re.search(r'<input id="pages"[^>]*>\s*</div>\s*<div [^>]*id="pages-error">This field is required.', bad)
        good = visitor.post(f"{books}/create", data=WALDEN, allow_redirects=False)
        assert (good.status_code, good.headers["Location"]) == (303, f"{books}/list")
        visitor.post(f"{books}/edit?pk=1", data=WALDEN | {"title": "Walden Two"})
        for page in ("list", "create", "edit?pk=1"):
            assert "<h1>Corner Shop</h1>" in visitor.get(f"{books}/{page}").text
        delete = f"{url}/shop/_api/book/action?name=delete&pks=1"
        assert visitor.get(delete).status_code == 405
        listed = visitor.get(f"{books}/list").text
        assert "Walden Two" in listed and "Are you sure you want to delete this item?" in listed
        visitor.post(delete)
        assert "Walden" not in visitor.get(f"{books}/list").text
