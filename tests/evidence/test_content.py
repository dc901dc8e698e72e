"""Pages that editors write, feeds and sitemaps."""

import re

import pytest
import requests


@pytest.mark.uses("django", "wagtail", "django-cms", "packaging")
def test_wagtail_gives_editors_pages_and_their_own_log_in_and_django_cms_pages_in_the_admin(generated, tmp_path):
    wagtail_gives_editors_pages_and_their_own_log_in(generated.copied_to(tmp_path / "wagtail"))
    django_cms_gives_editors_pages_in_the_admin(generated.copied_to(tmp_path / "django_cms"))


def wagtail_gives_editors_pages_and_their_own_log_in(project):
    project.replace("mysite/settings.py", "MIDDLEWARE", """\
INSTALLED_APPS += [
    'wagtail.contrib.forms', 'wagtail.contrib.redirects', 'wagtail.embeds', 'wagtail.sites', 'wagtail.users',
    'wagtail.snippets', 'wagtail.documents', 'wagtail.images', 'wagtail.search', 'wagtail.admin', 'wagtail',
    'modelcluster', 'taggit', 'django_tasks',
]
WAGTAIL_SITE_NAME = 'The shop'
WAGTAILADMIN_BASE_URL = 'http://127.0.0.1'
MIDDLEWARE""")
    project.write("shop/models.py", """
        from wagtail.admin.panels import FieldPanel
        from wagtail.fields import RichTextField
        from wagtail.models import Page

        class Article(Page):
            body = RichTextField()
            content_panels = Page.content_panels + [FieldPanel("body")]
    """)
    project.write("shop/templates/shop/article.html", """
        {% load wagtailcore_tags %}<h1>{{ page.title }}</h1>{{ page.body|richtext }}
    """)
    project.write("mysite/urls.py", """
        from django.urls import include, path

        urlpatterns = [path("cms/", include("wagtail.admin.urls")), path("", include("wagtail.urls"))]
    """)
    project.write("editor.py", """
        from django.contrib.auth.models import User
        from shop.models import Article
        from wagtail.models import Page

        User.objects.create_superuser("ann", password="for the proof")
        home = Page.objects.get(depth=2)
        hours = home.add_child(instance=Article(title="Opening hours", slug="hours", body="<p>From <b>nine</b></p>"))
        hours.add_child(instance=Article(title="Easter", slug="easter", body="<p>From ten</p>"))
        hours.add_child(instance=Article(title="Christmas", slug="christmas", body="<p>Closed</p>", live=False))
    """)
    project.run("manage.py", "makemigrations", "shop")
    project.run("manage.py", "migrate")
    project.run("manage.py", "shell", "-c", "import editor")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert "<h1>Opening hours</h1><p>From <b>nine</b></p>" in requests.get(f"{url}/hours/").text
        editor = requests.Session()
        assert "Sign in" in editor.get(f"{url}/cms/").text
        form = {"username": "ann", "password": "for the proof", "next": "/cms/pages/3/edit/"}
        form["csrfmiddlewaretoken"] = editor.cookies["csrftoken"]
        assert "Opening hours" in editor.post(f"{url}/cms/login/", form).text
        assert "<h1>Easter</h1><p>From ten</p>" in requests.get(f"{url}/hours/easter/").text
        assert requests.get(f"{url}/hours/christmas/").status_code == 404
        assert "Christmas" in editor.get(f"{url}/cms/pages/5/edit/").text


def django_cms_gives_editors_pages_in_the_admin(project):
    project.replace("mysite/settings.py", "MIDDLEWARE = [", """\
INSTALLED_APPS += ['django.contrib.sites', 'cms', 'menus', 'treebeard', 'sekizai']
SITE_ID = 1
LANGUAGES = [('en', 'English')]
CMS_CONFIRM_VERSION4 = True
CMS_TEMPLATES = [('page.html', 'Page')]
X_FRAME_OPTIONS = 'SAMEORIGIN'
MIDDLEWARE = [
    'django.middleware.locale.LocaleMiddleware',
""")
    project.replace("mysite/settings.py", "ROOT_URLCONF", """\
MIDDLEWARE += [f'cms.middleware.{name}' for name in (
    'user.CurrentUserMiddleware', 'page.CurrentPageMiddleware', 'toolbar.ToolbarMiddleware',
    'language.LanguageCookieMiddleware',
)]
LANGUAGE_CODE = 'en'
ROOT_URLCONF""")
    project.replace("mysite/settings.py", "LANGUAGE_CODE = 'en-us'", "")
    project.replace("mysite/settings.py", "'context_processors': [", """'context_processors': [
                'sekizai.context_processors.sekizai', 'cms.context_processors.cms_settings',""")
    project.write("shop/templates/page.html", """
        {% load cms_tags sekizai_tags %}{% render_block "css" %}{% cms_toolbar %}
        <h1>{% page_attribute "page_title" %}</h1>{% placeholder "content" %}{% render_block "js" %}
    """)
    project.write("mysite/urls.py", """
        from django.contrib import admin
        from django.urls import include, path

        urlpatterns = [path("admin/", admin.site.urls), path("", include("cms.urls"))]
    """)
    project.write("editor.py", """
        from cms.api import create_page
        from django.contrib.auth.models import User

        ann = User.objects.create_superuser("ann", password="for the proof")
        create_page("Opening hours", "page.html", "en", slug="hours", created_by=ann)
    """)
    without = "import sys; sys.modules['packaging'] = None; import cms.utils"  # which no package here asks for
    assert "ModuleNotFoundError: No module named 'packaging.version'" in project.run("-c", without, check=False).stderr
    project.run("manage.py", "migrate")
    project.run("manage.py", "shell", "-c", "import editor")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert "<h1>Opening hours</h1>" in requests.get(f"{url}/hours/").text
        editor = requests.Session()
        editor.get(f"{url}/admin/login/")
        form = {"username": "ann", "password": "for the proof", "next": "/admin/cms/pagecontent/add/"}
        form["csrfmiddlewaretoken"] = editor.cookies["csrftoken"]
        assert 'name="slug"' in editor.post(f"{url}/admin/login/", form).text
        assert "cms-toolbar" in editor.get(f"{url}/hours/").text


@pytest.mark.uses("django")
def test_a_django_admin_can_write_flat_pages_with_what_django_ships(project):
    project.replace("mysite/settings.py", "MIDDLEWARE", """\
INSTALLED_APPS += ['django.contrib.sites', 'django.contrib.flatpages']
SITE_ID = 1
MIDDLEWARE""")
    project.write("mysite/urls.py", """
        from django.contrib import admin
        from django.urls import include, path

        flat_pages = include("django.contrib.flatpages.urls")
        urlpatterns = [path("admin/", admin.site.urls), path("pages/", flat_pages)]
    """)
    template = "<h1>{{ flatpage.title }}</h1>{{ flatpage.content }}"
    project.write("shop/templates/flatpages/default.html", template)
    project.write("editor.py", """
        from django.contrib.auth.models import User

        User.objects.create_superuser("ann", password="for the proof")
    """)
    project.run("manage.py", "migrate")
    project.run("manage.py", "shell", "-c", "import editor")
    with project.serving("manage.py runserver --noreload {port}") as url:
        ann = requests.Session()

        def submit(path, **fields):
            ann.get(f"{url}{path}")
            return ann.post(f"{url}{path}", fields | {"csrfmiddlewaretoken": ann.cookies["csrftoken"]})

        submit("/admin/login/", username="ann", password="for the proof")
        assert requests.get(f"{url}/pages/hours/").status_code == 404
        submit("/admin/flatpages/flatpage/add/", url="/hours/", title="Hours", content="From nine", sites="1")
        assert requests.get(f"{url}/pages/hours/").text == "<h1>Hours</h1>From nine"


@pytest.mark.uses("flask", "flask-admin", "flask-sqlalchemy")
def test_flask_serves_a_page_that_an_editor_wrote_in_flask_admin(folder):
    folder.write("app.py", """
        from flask import Flask, render_template_string, request
        from flask_admin import Admin
        from flask_admin.contrib.sqla import ModelView
        from flask_sqlalchemy import SQLAlchemy

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///pages.sqlite3"
        app.secret_key = "for the proof"
        db = SQLAlchemy(app)

        class Page(db.Model):
            slug = db.Column(db.String(80), primary_key=True)
            title = db.Column(db.String(80))
            content = db.Column(db.Text)

        class Pages(ModelView):
            form_columns = ["slug", "title", "content"]

            def is_accessible(self):
                return bool(request.authorization) and request.authorization.password == "for the proof"

        Admin(app).add_view(Pages(Page, db))
        with app.app_context():
            db.create_all()

        @app.get("/pages/<slug>")
        def page(slug):
            page = db.get_or_404(Page, slug)
            return render_template_string("<h1>{{ page.title }}</h1>{{ page.content|safe }}", page=page)
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        form = {"slug": "hours", "title": "Hours", "content": "From <b>nine</b>"}
        assert requests.post(f"{url}/admin/page/new/", form).status_code == 403
        assert requests.get(f"{url}/pages/hours").status_code == 404
        requests.post(f"{url}/admin/page/new/", form, auth=("ann", "for the proof"))
        assert requests.get(f"{url}/pages/hours").text == "<h1>Hours</h1>From <b>nine</b>"


@pytest.mark.uses("fastapi", "starlette-admin", "sqlmodel", "greenlet", "jinja2", "python-multipart", "itsdangerous", "uvicorn")
def test_fastapi_serves_a_page_that_an_editor_wrote_in_starlette_admin_behind_its_log_in_page(folder):
    folder.write("app.py", """
        from fastapi import Depends, FastAPI, HTTPException, Request
        from fastapi.templating import Jinja2Templates
        from sqlmodel import Field, Session, SQLModel, create_engine, select
        from starlette.middleware import Middleware
        from starlette.middleware.sessions import SessionMiddleware
        from starlette_admin.auth import AdminUser, AuthProvider, LoginFailed
        from starlette_admin.contrib.sqlmodel import Admin, ModelView

        app = FastAPI()
        engine = create_engine("sqlite:///pages.sqlite3")
        templates = Jinja2Templates("templates")

        class Page(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            slug: str = Field(unique=True)
            title: str
            content: str

        class LogIn(AuthProvider):
            async def login(self, username, password, remember_me, request):
                if (username, password) != ("ann", "for the proof"):
                    raise LoginFailed("Who are you?")
                request.session["user"] = username

            async def authenticate(self, request):
                return AdminUser("ann") if "user" in request.session else None

        sessions = Middleware(SessionMiddleware, secret_key="for the proof")
        admin = Admin(engine, auth_provider=LogIn(), middlewares=[sessions], secret_key="for the proof")
        admin.add_view(ModelView(Page))
        admin.mount_to(app)
        SQLModel.metadata.create_all(engine)

        def session():
            with Session(engine) as session:
                yield session

        @app.get("/pages/{slug}")
        def page(request: Request, slug: str, session: Session = Depends(session)):
            page = session.exec(select(Page).where(Page.slug == slug)).first()
            if not page:
                raise HTTPException(404)
            return templates.TemplateResponse(request, "page.html", {"page": page})
    """)
    folder.write("templates/page.html", "<h1>{{ page.title }}</h1>{{ page.content|safe }}")
    without = "import sys; sys.modules['greenlet'] = None; import app"
    assert "requires that the Python 'greenlet' library is installed" in folder.run("-c", without, check=False).stderr
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        editor = requests.Session()

        def submit(path, **fields):
            shown = editor.get(f"{url}{path}").text
            return editor.post(f"{url}{path}", fields | {"csrftoken": re.search('csrftoken" value="([^"]+)', shown)[1]})

        form = {"slug": "hours", "title": "Hours", "content": "From <b>nine</b>"}
        assert "/admin/login" in submit("/admin/page/create", **form).url
        assert requests.get(f"{url}/pages/hours").status_code == 404
        submit("/admin/login", username="ann", password="for the proof")
        submit("/admin/page/create", **form)
        assert requests.get(f"{url}/pages/hours").text == "<h1>Hours</h1>From <b>nine</b>"


@pytest.mark.uses("django")
def test_django_ships_sitemaps_and_feeds(project, measure):
    project.write("shop/models.py", """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=100)

            def get_absolute_url(self):
                return f"/books/{self.pk}/"

            def __str__(self):
                return self.title
    """)
    sitemaps = "INSTALLED_APPS += ['django.contrib.sitemaps']\n"
    project.replace("mysite/settings.py", "MIDDLEWARE", sitemaps + "MIDDLEWARE")
    project.run("manage.py", "makemigrations", "shop")
    project.run("manage.py", "migrate")
    project.run("manage.py", "shell", "-c", "from shop.models import Book; Book.objects.create(title='Emma')")
    before = project.typed_lines()
    project.write("shop/feeds.py", """
        from django.contrib.syndication.views import Feed
        from shop.models import Book

        class NewBooks(Feed):
            title, link, description = "New books", "/books/", "What came in"

            def items(self):
                return Book.objects.all()
    """)
    project.write("mysite/urls.py", """
        from django.contrib.sitemaps import GenericSitemap
        from django.contrib.sitemaps.views import sitemap
        from django.urls import path
        from shop.feeds import NewBooks
        from shop.models import Book

        maps = {"books": GenericSitemap({"queryset": Book.objects.all()})}
        urlpatterns = [path("sitemap.xml", sitemap, {"sitemaps": maps}), path("feed", NewBooks())]
    """)
    measure("lines typed for a sitemap and a feed", project.typed_lines() - before, "lines", of="Django")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert f"<loc>{url}/books/1/</loc>" in requests.get(f"{url}/sitemap.xml").text
        feed = requests.get(f"{url}/feed")
    assert feed.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert f"<title>Emma</title><link>{url}/books/1/</link>" in feed.text


@pytest.mark.uses("flask", "flask-sqlalchemy", "flask-sitemapper", "feedgenerator")
def test_flask_serves_sitemaps_and_feeds_with_flask_sitemapper_and_feedgenerator(folder, measure):
    folder.write("app.py", """
        from flask import Flask
        from flask_sqlalchemy import SQLAlchemy

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///books.db"
        db = SQLAlchemy(app)

        class Book(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            title = db.Column(db.String(100))

        with app.app_context():
            db.create_all()
            db.session.add(Book(title="Emma"))
            db.session.commit()

        @app.get("/books/<int:id>/")
        def book(id):
            return db.get_or_404(Book, id).title
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(f"{url}/sitemap.xml").status_code == 404
    before = folder.typed_lines()
    folder.write("shop.py", """
        from app import Book, app, db
        from feedgenerator import Rss201rev2Feed
        from flask import url_for
        from flask_sitemapper import Sitemapper

        sitemapper = Sitemapper(app, https=False)
        sitemapper.add_endpoint("book", url_variables=lambda: {"id": [book.id for book in books()]})

        def books():
            return db.session.scalars(db.select(Book)).all()

        @app.get("/sitemap.xml")
        def sitemap():
            return sitemapper.generate()

        @app.get("/feed")
        def feed():
            feed = Rss201rev2Feed("New books", url_for("feed", _external=True), "What came in")
            for book in books():
                feed.add_item(book.title, url_for("book", id=book.id, _external=True), "")
            return app.response_class(feed.writeString("utf-8"), content_type=feed.content_type)
    """)
    measure("lines typed for a sitemap and a feed", folder.typed_lines() - before, "lines", of="Flask")
    with folder.serving("-m flask --app shop run --port {port}") as url:
        assert f"<loc>{url}/books/1/</loc>" in requests.get(f"{url}/sitemap.xml").text
        feed = requests.get(f"{url}/feed")
    assert feed.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert f"<title>Emma</title><link>{url}/books/1/</link>" in feed.text


@pytest.mark.uses("fastapi", "sqlmodel", "asgi-sitemaps", "feedgenerator", "uvicorn")
def test_fastapi_serves_sitemaps_and_feeds_with_asgi_sitemaps_and_feedgenerator(folder, measure):
    folder.write("app.py", """
        from fastapi import FastAPI
        from sqlmodel import Field, Session, SQLModel, create_engine

        app = FastAPI()
        engine = create_engine("sqlite:///books.db")

        class Book(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            title: str

        SQLModel.metadata.create_all(engine)
        with Session(engine) as session:
            session.add(Book(title="Emma"))
            session.commit()

        @app.get("/books/{id}/")
        def book(id: int):
            with Session(engine) as session:
                return session.get(Book, id).title
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.get(f"{url}/sitemap.xml").status_code == 404
    before = folder.typed_lines()
    folder.write("shop.py", """
        from app import Book, app, engine
        from asgi_sitemaps import Sitemap, SitemapApp
        from fastapi import Request, Response
        from feedgenerator import Rss201rev2Feed
        from sqlmodel import Session, select

        def books():
            with Session(engine) as session:
                return session.exec(select(Book)).all()

        class Books(Sitemap):
            def items(self):
                return books()

            def location(self, book):
                return app.url_path_for("book", id=book.id)

        app.add_route("/sitemap.xml", SitemapApp(Books(), domain="books.example"))

        @app.get("/feed")
        def feed(request: Request):
            feed = Rss201rev2Feed("New books", str(request.url), "What came in")
            for book in books():
                feed.add_item(book.title, str(request.url_for("book", id=book.id)), "")
            return Response(feed.writeString("utf-8"), media_type=feed.content_type)
    """)
    measure("lines typed for a sitemap and a feed", folder.typed_lines() - before, "lines", of="FastAPI")
    with folder.serving("-m uvicorn shop:app --port {port}") as url:
        assert "<loc>http://books.example/books/1/</loc>" in requests.get(f"{url}/sitemap.xml").text
        feed = requests.get(f"{url}/feed")
    assert feed.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert f"<title>Emma</title><link>{url}/books/1/</link>" in feed.text
