"""Search: Haystack, Whoosh, Elasticsearch, full text in PostgreSQL."""

import pytest
import requests


@pytest.mark.uses("django", "django-haystack", "whoosh")
def test_haystack_keeps_a_search_index_of_a_django_model_and_finds_in_it(project):
    project.write("shop/models.py", """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=100)
            story = models.TextField()
    """)
    project.write("shop/search_indexes.py", """
        from haystack import indexes
        from shop.models import Book

        class BookIndex(indexes.SearchIndex, indexes.Indexable):
            text = indexes.CharField(document=True, model_attr="story")
            title = indexes.CharField(model_attr="title")

            def get_model(self):
                return Book
    """)
    project.replace("mysite/settings.py", "MIDDLEWARE", """\
INSTALLED_APPS += ['haystack']
HAYSTACK_CONNECTIONS = {
    'default': {'ENGINE': 'haystack.backends.whoosh_backend.WhooshEngine', 'PATH': BASE_DIR / 'index'},
}
MIDDLEWARE""")
    project.write("mysite/urls.py", """
        from django.http import HttpResponse
        from django.urls import path
        from haystack.query import SearchQuerySet

        def search(request):
            found = SearchQuerySet().auto_query(request.GET["q"])
            return HttpResponse(", ".join(book.title for book in found))

        urlpatterns = [path("search", search)]
    """)
    project.write("stock.py", """
        from shop.models import Book

        Book.objects.create(title="Emma", story="A matchmaker learns to see.")
        Book.objects.create(title="Moby Dick", story="Whales and those who hunted them.")
    """)
    project.run("manage.py", "makemigrations", "shop")
    project.run("manage.py", "migrate")
    project.run("manage.py", "shell", "-c", "import stock")
    assert "Indexing 2 books" in project.run("manage.py", "rebuild_index", "--noinput").stdout
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(f"{url}/search", {"q": "hunting"}).text == "Moby Dick"


@pytest.mark.uses("flask", "whoosh")
def test_flask_finds_in_a_whoosh_index_that_one_fills_oneself(folder):
    folder.write("app.py", """
        from flask import Flask, request
        from whoosh.analysis import StemmingAnalyzer
        from whoosh.fields import STORED, TEXT, Schema
        from whoosh.filedb.filestore import RamStorage
        from whoosh.qparser import QueryParser

        app = Flask(__name__)
        index = RamStorage().create_index(Schema(title=STORED, story=TEXT(StemmingAnalyzer())))
        writer = index.writer()
        writer.add_document(title="Emma", story="A matchmaker learns to see.")
        writer.add_document(title="Moby Dick", story="Whales and those who hunted them.")
        writer.commit()

        @app.get("/search")
        def search():
            query = QueryParser("story", index.schema).parse(request.args["q"])
            with index.searcher() as searcher:
                return ", ".join(book["title"] for book in searcher.search(query))
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(f"{url}/search", {"q": "hunting"}).text == "Moby Dick"


def haystack_takes_solr_and_whoosh_but_refuses_todays_elasticsearch_client(folder) -> None:
    folder.write("backends.py", """
        import sys
        from importlib import import_module
        from django.conf import settings

        simple = {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}
        settings.configure(HAYSTACK_CONNECTIONS={"default": simple})
        import_module(f"haystack.backends.{sys.argv[1]}_backend")
    """)
    folder.run("backends.py", "solr")
    folder.run("backends.py", "whoosh")
    for name, wanted in {"elasticsearch5": "<6.0.0", "elasticsearch7": "<8.0.0"}.items():
        refused = folder.run("backends.py", name, check=False).stderr
        assert "MissingDependency" in refused
        assert wanted in refused
    assert "No module named 'haystack.backends.elasticsearch8_backend'" in folder.run(
        "backends.py", "elasticsearch8", check=False
    ).stderr


@pytest.mark.uses("flask", "elasticsearch")
def test_flask_talks_to_elasticsearch_through_its_own_client(folder):
    folder.write("search_server.py", """
        from flask import Flask, request

        app = Flask(__name__)

        @app.after_request
        def name_the_product(response):
            response.headers["X-Elastic-Product"] = "Elasticsearch"
            return response

        @app.post("/books/_search")
        def answer():
            word = request.get_json(force=True)["query"]["match"]["story"]
            found = [{"_source": {"title": "Moby Dick"}}] if word == "whales" else []
            return {"hits": {"hits": found}}
    """)
    with folder.serving("-m flask --app search_server run --port {port}") as engine:
        folder.write("app.py", f"""
            from elasticsearch import Elasticsearch
            from flask import Flask, request

            app = Flask(__name__)
            engine = Elasticsearch("{engine}")

            @app.get("/search")
            def search():
                found = engine.search(index="books", query={{"match": {{"story": request.args["q"]}}}})
                return ", ".join(hit["_source"]["title"] for hit in found["hits"]["hits"])
        """)
        with folder.serving("-m flask --app app run --port {port}") as url:
            assert requests.get(f"{url}/search", {"q": "whales"}).text == "Moby Dick"
            assert requests.get(f"{url}/search", {"q": "trains"}).text == ""


@pytest.mark.uses("sqlalchemy")
def test_sqlalchemy_writes_postgresqls_full_text_query(folder):
    folder.write("query.py", """
        from sqlalchemy import column, select, table
        from sqlalchemy.dialects import postgresql

        book = table("book", column("title"), column("story"))
        query = select(book.c.title).where(book.c.story.match("whales"))
        print(query.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}))
    """)
    condition = folder.run("query.py").stdout.partition("WHERE")[2].strip()
    assert condition == "book.story @@ plainto_tsquery('whales')"


@pytest.mark.uses("django", "modelsearch", "django-haystack", "elasticsearch", "pysolr", "whoosh")
def test_modelsearch_has_backends_for_todays_search_servers_where_haystack_has_none_for_elasticsearch(project):
    haystack_takes_solr_and_whoosh_but_refuses_todays_elasticsearch_client(project)
    project.replace("mysite/settings.py", "    'shop',", "    'shop', 'modelsearch',")
    project.replace("mysite/settings.py", "INSTALLED_APPS = [", """
MODELSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
INSTALLED_APPS = [""")
    project.write("shop/models.py", """
        from django.db import models
        from modelsearch import index
        from modelsearch.queryset import SearchableQuerySetMixin

        class Books(SearchableQuerySetMixin, models.QuerySet):
            pass

        class Book(index.Indexed, models.Model):
            title = models.CharField(max_length=80)
            search_fields = [index.SearchField("title")]
            objects = Books.as_manager()
    """)
    project.run("manage.py", "makemigrations", "shop")
    project.run("manage.py", "migrate")
    found = project.run("manage.py", "shell", "-c", """
from shop.models import Book
for title in ("The hunting of the snark", "Emma"):
    Book.objects.create(title=title)
print([book.title for book in Book.objects.search("snark")])
from pathlib import Path
import modelsearch.backends
print(*sorted(file.stem for file in Path(modelsearch.backends.__path__[0]).glob("*search*.py")))
""").stdout.splitlines()
    assert found[-2] == "['The hunting of the snark']"
    assert {"elasticsearch8", "elasticsearch9", "opensearch3"} <= set(found[-1].split())
