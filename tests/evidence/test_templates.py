"""Pages: templates, parts of templates, lists, static files, languages, messages."""

import django
import pytest
import requests

ENGLISH = {"Accept-Language": "en-US,en;q=0.9,de;q=0.8"}
GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.8"}


@pytest.mark.uses("django", "flask", "fastapi", "jinja2", "uvicorn")
def test_all_three_render_the_same_two_template_files(project):
    project.write("shop/templates/base.html", """
        <title>{% block title %}Shop{% endblock %}</title>{% block body %}{% endblock %}
    """)
    project.write("shop/templates/books.html", """
        {% extends "base.html" %}
        {% block title %}Books{% endblock %}
        {% block body %}{% for book in books %}<li>{{ book.title|upper }}</li>{% endfor %}{% endblock %}
    """)
    project.write("mysite/urls.py", """
        from django.shortcuts import render
        from django.urls import path

        def books(request):
            return render(request, "books.html", {"books": [{"title": "Dune"}, {"title": "Emma"}]})

        urlpatterns = [path("", books)]
    """)
    project.write("app.py", """
        from flask import Flask, render_template

        app = Flask(__name__, template_folder="shop/templates")

        @app.get("/")
        def books():
            return render_template("books.html", books=[{"title": "Dune"}, {"title": "Emma"}])
    """)
    project.write("api.py", """
        from fastapi import FastAPI, Request
        from fastapi.templating import Jinja2Templates

        app = FastAPI()
        templates = Jinja2Templates("shop/templates")

        @app.get("/")
        def books(request: Request):
            return templates.TemplateResponse(request, "books.html", {"books": [{"title": "Dune"}, {"title": "Emma"}]})
    """)
    for command in ("manage.py runserver --noreload {port}", "-m flask --app app run --port {port}",
                    "-m uvicorn api:app --port {port}"):
        with project.serving(command) as url:
            assert requests.get(url).text.strip() == "<title>Books</title><li>DUNE</li><li>EMMA</li>"


@pytest.mark.uses("django", "flask", "fastapi", "jinja2")
def test_jinja_calls_any_function_and_django_one_without_arguments_or_registered_until_jinja_is_set(folder):
    folder.write("templates/page.html", "{{ price(3, tax=2) }}")
    folder.write("flask_app.py", """
        from flask import Flask, render_template

        app = Flask(__name__)
        with app.app_context():
            print(render_template("page.html", price=lambda net, tax: net + tax))
    """)
    assert folder.run("flask_app.py").stdout == "5\n"

    folder.write("fastapi_app.py", """
        from fastapi.templating import Jinja2Templates

        print(Jinja2Templates("templates").get_template("page.html").render(price=lambda net, tax: net + tax))
    """)
    assert folder.run("fastapi_app.py").stdout == "5\n"

    folder.write("django_app.py", """
        import sys

        import django
        from django.conf import settings
        from django.template.loader import render_to_string

        settings.configure(INSTALLED_APPS=["shop"], TEMPLATES=[{"BACKEND": sys.argv[1], "DIRS": ["templates"]}])
        django.setup()
        print(render_to_string(sys.argv[2], {"price": lambda net=4, tax=1: net + tax}))
    """)
    folder.write("shop/templatetags/prices.py", """
        from django import template

        register = template.Library()

        @register.filter
        @register.simple_tag
        def price(net, tax):
            return net + tax
    """)
    folder.write("templates/tag.html", "{% load prices %}{% price 3 tax=2 %}")
    own, jinja = "django.template.backends.django.DjangoTemplates", "django.template.backends.jinja2.Jinja2"
    refused = folder.run("django_app.py", own, "page.html", check=False)
    assert "TemplateSyntaxError" in refused.stderr
    assert "Could not parse the remainder: '(3, tax=2)' from 'price(3, tax=2)'" in refused.stderr
    folder.write("templates/filter.html", "{% load prices %}{{ 3|price:2 }}")
    folder.write("templates/bare.html", "{{ price }}")
    assert [folder.run("django_app.py", own, f"{page}.html").stdout for page in ("tag", "filter", "bare")] == ["5\n"] * 3
    assert folder.run("django_app.py", jinja, "page.html").stdout == "5\n"


@pytest.mark.uses("django", "django-template-partials")
def test_django_renders_a_part_of_a_template_since_6_0_and_before_with_template_partials(project):
    project.write("shop/templates/books.html", """
        {% partialdef row %}<li>{{ sign }}{{ book }}</li>{% endpartialdef %}
        {% with sign="+" %}<ul>{% for book in books %}{% partial row %}{% endfor %}</ul>{% endwith %}
    """)
    project.write("mysite/urls.py", """
        from django.shortcuts import render
        from django.urls import path

        def books(request):
            return render(request, "books.html", {"books": ["Dune", "Emma"]})

        def one(request):
            return render(request, "books.html#row", {"book": "Dune"})

        urlpatterns = [path("books", books), path("one", one)]
    """)
    if django.VERSION < (6, 0):
        with project.serving("manage.py runserver --noreload {port}") as url:
            assert "Invalid block tag on line 1: &#x27;partialdef&#x27;" in requests.get(f"{url}/books").text
        project.replace("mysite/settings.py", "    'shop',", "    'shop', 'template_partials',")
        library = "{% load partials %}\n"
        project.write("shop/templates/books.html", library + project.read("shop/templates/books.html"))
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(f"{url}/books").text.strip() == "<ul><li>+Dune</li><li>+Emma</li></ul>"
        assert requests.get(f"{url}/one").text == "<li>Dune</li>"


@pytest.mark.uses("flask", "jinja2-fragments")
def test_flask_renders_a_block_of_a_page_with_jinja2_fragments_and_by_itself_a_macro_of_its_own_file(folder):
    row = "{% macro row(book) %}<li>{{ book }}</li>{% endmacro %}"
    folder.write("templates/row.html", row)
    folder.write("templates/macro.html", f"""
        <h1>{{{{ user.name }}}}</h1>{row}
        <ul>{{% for book in books %}}{{{{ row(book) }}}}{{% endfor %}}</ul>
    """)
    folder.write("templates/block.html", """
        <h1>{{ user.name }}</h1>
        <ul>{% for book in books %}{% block row scoped %}<li>{{ book }}</li>{% endblock %}{% endfor %}</ul>
    """)
    folder.write("templates/imports.html", '{% from "row.html" import row %}{% block first %}{{ row("Dune") }}{% endblock %}')
    folder.write("app.py", """
        from flask import Flask, get_template_attribute, render_template
        from jinja2_fragments.flask import render_block

        app = Flask(__name__)

        @app.get("/books/<kind>")
        def books(kind):
            return render_template(f"{kind}.html", books=["Dune", "Emma"], user={"name": "Ann"})

        @app.get("/one/<file>")
        def one(file):
            return get_template_attribute(f"{file}.html", "row")("Dune")

        @app.get("/block")
        def block():
            return render_block("block.html", "row", book="Dune")

        @app.get("/first")
        def first():
            return render_block("imports.html", "first")
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        for kind in ("macro", "block"):
            whole = requests.get(f"{url}/books/{kind}").text.split()
            assert "".join(whole) == "<h1>Ann</h1><ul><li>Dune</li><li>Emma</li></ul>"
        assert requests.get(f"{url}/block").text == "<li>Dune</li>"
        assert requests.get(f"{url}/books/imports").text == "<li>Dune</li>"
        assert requests.get(f"{url}/first").status_code == 500
        assert requests.get(f"{url}/one/row").text == "<li>Dune</li>"
        assert requests.get(f"{url}/one/macro").status_code == 500  # the page around it runs too, and lacks its user


@pytest.mark.uses("fastapi", "jinja2", "jinja2-fragments", "uvicorn")
def test_fastapi_renders_a_block_of_a_page_with_jinja2_fragments_and_by_jinja_a_macro_of_its_own_file(folder):
    folder.write("templates/row.html", "{% macro row(book) %}<li>{{ book }}</li>{% endmacro %}")
    folder.write("templates/block.html", """
        <h1>{{ user.name }}</h1>
        <ul>{% for book in books %}{% block row scoped %}<li>{{ book }}</li>{% endblock %}{% endfor %}</ul>
    """)
    folder.write("templates/imports.html", '{% from "row.html" import row %}{% block first %}{{ row("Dune") }}{% endblock %}')
    folder.write("app.py", """
        from fastapi import FastAPI, Request
        from fastapi.responses import HTMLResponse
        from jinja2_fragments.fastapi import Jinja2Blocks

        app = FastAPI()
        templates = Jinja2Blocks("templates")

        @app.get("/books/{kind}")
        def books(request: Request, kind: str):
            return templates.TemplateResponse(
                request, f"{kind}.html", {"books": ["Dune", "Emma"], "user": {"name": "Ann"}})

        @app.get("/first")
        def first(request: Request):
            return templates.TemplateResponse(request, "imports.html", block_name="first")

        @app.get("/block")
        def block(request: Request):
            return templates.TemplateResponse(request, "block.html", {"book": "Dune"}, block_name="row")

        @app.get("/macro", response_class=HTMLResponse)
        def macro():
            return templates.get_template("row.html").module.row("Dune")
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        whole = requests.get(f"{url}/books/block").text.split()
        assert "".join(whole) == "<h1>Ann</h1><ul><li>Dune</li><li>Emma</li></ul>"
        assert requests.get(f"{url}/block").text == "<li>Dune</li>"
        assert requests.get(f"{url}/books/imports").text == "<li>Dune</li>"
        assert requests.get(f"{url}/first").status_code == 500
        assert requests.get(f"{url}/macro").text == "<li>Dune</li>"


@pytest.mark.uses("django")
def test_django_lists_a_model_page_by_page_without_a_view_function(project):
    project.write("shop/models.py", """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=80)
    """)
    project.write("shop/templates/shop/book_list.html", """
        {% for book in page_obj %}{{ book.title }} {% endfor %}{{ page_obj.number }}/{{ paginator.num_pages }}
    """)
    project.write("mysite/urls.py", """
        from django.urls import path
        from django.views.generic import ListView
        from shop.models import Book

        urlpatterns = [path("", ListView.as_view(model=Book, paginate_by=2, ordering="title"))]
    """)
    project.write("fill.py", """
        from django.core.management import call_command
        from shop.models import Book

        call_command("makemigrations", "shop")
        call_command("migrate", "shop")
        Book.objects.bulk_create(Book(title=title) for title in "CAB")
    """)
    project.run("manage.py", "shell", "-c", "import fill")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(url).text.strip() == "A B 1/2"
        assert requests.get(f"{url}/?page=2").text.strip() == "C 2/2"
        assert requests.get(f"{url}/?page=3").status_code == 404


@pytest.mark.uses("flask", "flask-sqlalchemy")
def test_flask_sqlalchemy_pages_a_query_that_a_view_function_asks_for(folder):
    folder.write("templates/books.html", """
        {% for book in page %}{{ book.title }} {% endfor %}{{ page.page }}/{{ page.pages }}
    """)
    folder.write("app.py", """
        from flask import Flask, render_template
        from flask_sqlalchemy import SQLAlchemy

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///shop.sqlite3"
        db = SQLAlchemy(app)

        class Book(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            title = db.Column(db.String(80))

        with app.app_context():
            db.create_all()
            db.session.add_all([Book(title=title) for title in "CAB"])
            db.session.commit()

        @app.get("/")
        def books():
            page = db.paginate(db.select(Book).order_by(Book.title), per_page=2)
            return render_template("books.html", page=page)
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(url).text.strip() == "A B 1/2"
        assert requests.get(f"{url}/?page=2").text.strip() == "C 2/2"
        assert requests.get(f"{url}/?page=3").status_code == 404


@pytest.mark.uses("fastapi", "fastapi-pagination", "sqlmodel", "jinja2", "uvicorn")
def test_fastapi_pagination_pages_a_query_that_a_function_asks_for_and_calls_a_page_too_far_empty(folder):
    folder.write("templates/books.html", """
        {% for book in page.items %}{{ book.title }} {% endfor %}{{ page.page }}/{{ page.pages }}
    """)
    folder.write("app.py", """
        from typing import Annotated

        from fastapi import Depends, FastAPI, Request
        from fastapi.templating import Jinja2Templates
        from fastapi_pagination import Page, Params, set_page
        from fastapi_pagination.ext.sqlmodel import paginate
        from sqlmodel import Field, Session, SQLModel, create_engine, select

        app = FastAPI()
        templates = Jinja2Templates("templates")
        engine = create_engine("sqlite:///shop.sqlite3")

        class Book(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            title: str

        SQLModel.metadata.create_all(engine)
        with Session(engine) as session:
            session.add_all([Book(title=title) for title in "CAB"])
            session.commit()

        @app.get("/")
        def books(request: Request, params: Annotated[Params, Depends()]):
            set_page(Page[Book])
            with Session(engine) as session:
                page = paginate(session, select(Book).order_by(Book.title), params)
            return templates.TemplateResponse(request, "books.html", {"page": page})
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.get(f"{url}/?size=2").text.strip() == "A B 1/2"
        assert requests.get(f"{url}/?size=2&page=2").text.strip() == "C 2/2"
        too_far = requests.get(f"{url}/?size=2&page=3")
    assert (too_far.status_code, too_far.text.strip()) == (200, "3/2")


@pytest.mark.uses("django")
def test_django_gives_a_changed_static_file_a_new_address_after_collectstatic_and_a_restart(project):
    project.replace("mysite/settings.py", "MIDDLEWARE", """
STATIC_ROOT = BASE_DIR / "collected"
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
ALLOWED_HOSTS = ["127.0.0.1"]
DEBUG = False
MIDDLEWARE""")
    project.write("mysite/urls.py", """
        from django.http import HttpResponse
        from django.templatetags.static import static
        from django.urls import path

        urlpatterns = [path("", lambda request: HttpResponse(static("shop.css")))]
    """)
    addresses = []
    for colour in ("red", "blue"):
        project.write("shop/static/shop.css", f"h1 {{ color: {colour} }}")
        project.run("manage.py", "collectstatic", "--no-input")
        with project.serving("manage.py runserver --noreload {port}") as url:
            addresses.append(requests.get(url).text)
            name = addresses[-1].removeprefix("/static/")
            assert project.read(f"collected/{name}") == f"h1 {{ color: {colour} }}"
            assert requests.get(url + addresses[-1]).status_code == 404
            project.write("shop/static/shop.css", "h1 { color: green }")
            project.run("manage.py", "collectstatic", "--no-input")
            assert requests.get(url).text == addresses[-1]
    assert addresses[0] != addresses[1]
    assert all(len(address) == len("/static/shop.0123456789ab.css") for address in addresses)


@pytest.mark.uses("flask", "flask-static-digest")
def test_flask_gives_a_changed_static_file_a_new_address_with_flask_static_digest_only_and_after_a_restart(folder):
    folder.write("app.py", """
        from flask import Flask, render_template_string
        from flask_static_digest import FlaskStaticDigest

        app = Flask(__name__)
        FlaskStaticDigest(app)
        PAGE = "{{ url_for('static', filename='shop.css') }} {{ static_url_for('static', filename='shop.css') }}"

        @app.get("/")
        def addresses():
            return render_template_string(PAGE)
    """)
    plain, tagged = [], []
    for colour in ("red", "blue"):
        folder.write("static/shop.css", colour)
        folder.run("-m", "flask", "digest", "compile")
        with folder.serving("-m flask --app app run --port {port}") as url:
            for address, seen in zip(requests.get(url).text.split(), (plain, tagged), strict=True):
                assert requests.get(url + address).text == colour
                seen.append(address)
            folder.write("static/shop.css", "green")
            folder.run("-m", "flask", "digest", "compile")
            assert requests.get(url).text.split() == [plain[-1], tagged[-1]]
    assert plain == ["/static/shop.css", "/static/shop.css"]
    assert tagged[0] != tagged[1]
    assert all(len(address) == len(f"/static/shop-{'0' * 32}.css") for address in tagged)


@pytest.mark.uses("django", "babel")
def test_django_answers_in_the_language_of_the_browser_but_for_its_plain_404_page(project):
    common = "'django.middleware.common.CommonMiddleware',"
    both = f"'django.middleware.locale.LocaleMiddleware',\n    {common}"
    project.replace("mysite/settings.py", common, both)
    project.write("shop/locale/de/LC_MESSAGES/django.po", """
        msgid ""
        msgstr "Content-Type: text/plain; charset=UTF-8\\n"

        msgid "Good day"
        msgstr "Guten Tag"
    """)
    project.run("-m", "babel.messages.frontend", "compile", "-D", "django", "-d", "shop/locale")
    project.write("mysite/urls.py", """
        from django import forms
        from django.contrib.auth.views import LoginView
        from django.http import HttpResponse
        from django.urls import path
        from django.utils.translation import gettext

        class NameForm(forms.Form):
            name = forms.CharField()

        def page(request):
            return HttpResponse(gettext("Good day") + "! " + NameForm({}).errors["name"][0])

        urlpatterns = [path("", page), path("log-in", LoginView.as_view(template_name="form.html"))]
    """)
    project.write("shop/templates/form.html", "{{ form }}")
    project.replace("mysite/settings.py", "DEBUG = True", "DEBUG = False")
    project.replace("mysite/settings.py", "ALLOWED_HOSTS = []", "ALLOWED_HOSTS = ['127.0.0.1']")
    with project.serving("manage.py runserver --noreload {port}") as url:
        english, german = requests.get(url, headers=ENGLISH), requests.get(url, headers=GERMAN)
        assert ">Passwort:</label>" in requests.get(f"{url}/log-in", headers=GERMAN).text
        missing = requests.get(f"{url}/missing", headers=GERMAN)
    assert english.text == "Good day! This field is required."
    assert german.text == "Guten Tag! Dieses Feld ist zwingend erforderlich."
    assert (missing.status_code, "The requested resource was not found on this server." in missing.text) == (404, True)


@pytest.mark.uses("flask", "flask-babel", "flask-wtf")
def test_flask_babel_answers_in_the_language_that_a_function_picks_and_flask_itself_in_english(folder):
    folder.write("translations/de/LC_MESSAGES/messages.po", """
        msgid ""
        msgstr "Content-Type: text/plain; charset=UTF-8\\n"

        msgid "Good day"
        msgstr "Guten Tag"
    """)
    folder.run("-m", "babel.messages.frontend", "compile", "-d", "translations")
    folder.write("app.py", """
        from flask import Flask, request
        from flask_babel import Babel, gettext
        from flask_wtf import FlaskForm
        from wtforms import StringField
        from wtforms.validators import InputRequired

        app = Flask(__name__)
        app.secret_key = "for the proof"

        class NameForm(FlaskForm):
            name = StringField(validators=[InputRequired()])

        @app.get("/")
        def page():
            form = NameForm(meta={"csrf": False})
            form.validate()
            return gettext("Good day") + "! " + form.name.errors[0]

        Babel(app)
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(url, headers=GERMAN).text == "Good day! This field is required."

    folder.replace("app.py", "Babel(app)", """
def language():
    return request.accept_languages.best_match(["en", "de"])

Babel(app, locale_selector=language)""")
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(url, headers=ENGLISH).text == "Good day! This field is required."
        assert requests.get(url, headers=GERMAN).text == "Guten Tag! Dieses Feld wird benötigt."
        assert "The requested URL was not found" in requests.get(f"{url}/missing", headers=GERMAN).text


@pytest.mark.uses("fastapi", "fastapi-babel", "babel", "uvicorn")
def test_fastapi_babel_answers_in_the_language_of_the_browser_and_fastapi_itself_in_english(folder):
    folder.write("translations/de/LC_MESSAGES/messages.po", """
        msgid ""
        msgstr "Content-Type: text/plain; charset=UTF-8\\n"

        msgid "Good day"
        msgstr "Guten Tag"
    """)
    folder.run("-m", "babel.messages.frontend", "compile", "-d", "translations")
    folder.write("app.py", """
        from fastapi import FastAPI
        from fastapi_babel import BabelConfigs, BabelMiddleware, _

        app = FastAPI()
        configs = BabelConfigs(
            ROOT_DIR=__file__, BABEL_DEFAULT_LOCALE="en", BABEL_TRANSLATION_DIRECTORY="translations")
        app.add_middleware(BabelMiddleware, babel_configs=configs)

        @app.get("/")
        def page(name: str | None = None):
            return _("Good day")

        @app.get("/name")
        def named(name: str):
            return name
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert [requests.get(url, headers=browser).json() for browser in (ENGLISH, GERMAN)] == ["Guten Tag"] * 2
        english = folder.path / "translations/en"
        english.mkdir()
        for browser, greeting in (ENGLISH, "Good day"), (GERMAN, "Guten Tag"):
            assert requests.get(url, headers=browser).json() == greeting
            assert requests.get(f"{url}/name", headers=browser).json()["detail"][0]["msg"] == "Field required"
        austrian = {"Accept-Language": "de-AT,en;q=0.8"}
        assert requests.get(url, headers=austrian).json() == "Good day"


@pytest.mark.uses("django", "flask", "fastapi", "starlette-flash", "itsdangerous", "uvicorn")
def test_all_three_show_a_message_on_the_next_page_and_only_once(project):
    project.write("mysite/urls.py", """
        from django.contrib import messages
        from django.http import HttpResponse
        from django.shortcuts import redirect
        from django.urls import path

        def save(request):
            messages.success(request, "Saved.")
            return redirect("/shown")

        def shown(request):
            return HttpResponse(" ".join(str(message) for message in messages.get_messages(request)))

        urlpatterns = [path("save", save), path("shown", shown)]
    """)
    project.write("app.py", """
        from flask import Flask, flash, get_flashed_messages, redirect

        app = Flask(__name__)
        app.secret_key = "for the proof"

        @app.get("/save")
        def save():
            flash("Saved.")
            return redirect("/shown")

        @app.get("/shown")
        def shown():
            return " ".join(get_flashed_messages())
    """)
    project.write("api.py", """
        from fastapi import FastAPI, Request
        from fastapi.responses import HTMLResponse, RedirectResponse
        from starlette.middleware.sessions import SessionMiddleware
        from starlette_flash import flash

        app = FastAPI()
        app.add_middleware(SessionMiddleware, secret_key="for the proof")

        @app.get("/save")
        def save(request: Request):
            flash(request).success("Saved.")
            return RedirectResponse("/shown")

        @app.get("/shown", response_class=HTMLResponse)
        def shown(request: Request):
            return " ".join(message["message"] for message in flash(request))
    """)
    for command in ("manage.py runserver --noreload {port}", "-m flask --app app run --port {port}",
                    "-m uvicorn api:app --port {port}"):
        with project.serving(command) as url:
            browser = requests.Session()
            assert browser.get(f"{url}/save").text == "Saved."
            assert browser.get(f"{url}/shown").text == ""
