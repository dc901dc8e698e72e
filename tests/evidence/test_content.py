"""Pages that editors write, feeds and sitemaps."""

import pytest
import requests


@pytest.mark.uses("django", "wagtail")
def test_wagtail_gives_a_django_project_editors_pages_and_their_own_log_in(project):
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
        home.add_child(instance=Article(title="Opening hours", slug="hours", body="<p>From <b>nine</b></p>"))
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


@pytest.mark.uses("flask")
def test_flask_serves_a_page_an_editor_wrote_once_store_form_and_page_are_written(folder):
    folder.write("app.py", """
        import sqlite3
        from flask import Flask, abort, redirect, render_template_string, request

        app = Flask(__name__)

        def pages():
            db = sqlite3.connect("pages.db")
            db.execute("create table if not exists pages (slug text primary key, title text, content text)")
            return db

        @app.get("/pages/<slug>")
        def page(slug):
            found = pages().execute("select title, content from pages where slug = ?", [slug]).fetchone()
            title, content = found or abort(404)
            return render_template_string("<h1>{{ title }}</h1>{{ content }}", title=title, content=content)

        @app.post("/editor")
        def add():
            with pages() as db:
                db.execute("insert into pages values (:slug, :title, :content)", request.form)
            return redirect(f"/pages/{request.form['slug']}")
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(f"{url}/pages/hours").status_code == 404
        made = requests.post(f"{url}/editor", {"slug": "hours", "title": "Hours", "content": "From nine"})
    assert made.text == "<h1>Hours</h1>From nine"


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


@pytest.mark.uses("flask", "flask-sqlalchemy")
def test_in_flask_sitemap_and_feed_are_templates_one_writes(folder, measure):
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
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(f"{url}/sitemap.xml").status_code == 404
    before = folder.typed_lines()
    folder.write("templates/sitemap.xml", """
        <?xml version="1.0" encoding="UTF-8"?>
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        {% for book in books %}
        <url><loc>{{ request.url_root }}books/{{ book.id }}/</loc></url>
        {% endfor %}
        </urlset>
    """)
    folder.write("templates/feed.xml", """
        <?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0"><channel>
        <title>New books</title><link>{{ request.url_root }}books/</link>
        <description>What came in</description>
        {% for book in books %}
        <item><title>{{ book.title }}</title><link>{{ request.url_root }}books/{{ book.id }}/</link></item>
        {% endfor %}
        </channel></rss>
    """)
    folder.write("shop.py", """
        from flask import Response, render_template
        from app import app, Book, db

        def answer(template, kind):
            books = db.session.scalars(db.select(Book))
            text = render_template(template, books=books)
            return Response(text, content_type=f"application/{kind}; charset=utf-8")

        @app.get("/sitemap.xml")
        def sitemap():
            return answer("sitemap.xml", "xml")

        @app.get("/feed")
        def feed():
            return answer("feed.xml", "rss+xml")
    """)
    measure("lines typed for a sitemap and a feed", folder.typed_lines() - before, "lines", of="Flask")
    with folder.serving("-m flask --app shop run --port {port}") as url:
        assert f"<loc>{url}/books/1/</loc>" in requests.get(f"{url}/sitemap.xml").text
        feed = requests.get(f"{url}/feed")
    assert feed.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert f"<title>Emma</title><link>{url}/books/1/</link>" in feed.text
