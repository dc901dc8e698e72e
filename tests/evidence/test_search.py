"""Search: Haystack, Whoosh, Elasticsearch, full text in PostgreSQL."""

import pytest
import requests


@pytest.mark.uses("django", "django-haystack", "whoosh")
def test_haystack_finds_in_an_index_of_a_django_model_that_follows_saves_with_a_setting_but_no_bulk_update_or_rollback(project):
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
    project.write("try_it.py", """
        from django.db import transaction
        from haystack.query import SearchQuerySet
        from shop.models import Book

        def count(*words):
            return [SearchQuerySet().auto_query(word).count() for word in words]

        saved = Book.objects.create(title="Walden", story="Of ponds.")
        print(count("ponds"))
        saved.save()
        Book.objects.filter(title="Emma").update(story="All of trains.")
        transaction.set_autocommit(False)
        saved.delete()
        transaction.rollback()
        print(count("trains", "matchmaker", "ponds"), Book.objects.filter(title="Walden").exists())
    """)
    assert project.run("manage.py", "shell", "-c", "import try_it").stdout.endswith("[0]\n[0, 1, 0] True\n")
    project.replace("mysite/settings.py", "MIDDLEWARE", "HAYSTACK_SIGNAL_PROCESSOR = 'haystack.signals.RealtimeSignalProcessor'\nMIDDLEWARE")
    project.write("try_it.py", project.read("try_it.py").replace("ponds", "lakes"))
    assert project.run("manage.py", "shell", "-c", "import try_it").stdout.endswith("[1]\n[0, 1, 0] True\n")


@pytest.mark.uses("flask", "flask-sqlalchemy", "flask-whooshee", "whoosh")
def test_whooshee_keeps_a_search_index_of_a_flask_sqlalchemy_model_finds_in_it_and_misses_a_bulk_update_and_a_rollback(folder):
    folder.write("app.py", """
        from flask import Flask, request
        from flask_sqlalchemy import SQLAlchemy
        from flask_whooshee import Whooshee

        app = Flask(__name__)
        app.config |= {"SQLALCHEMY_DATABASE_URI": "sqlite:///books.sqlite3", "WHOOSHEE_DIR": "index"}
        db = SQLAlchemy(app)
        whooshee = Whooshee(app)

        @whooshee.register_model("title", "story")
        class Book(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            title = db.Column(db.String(100))
            story = db.Column(db.Text)

        with app.app_context():
            db.create_all()

        @app.get("/search")
        def search():
            found = Book.query.whooshee_search(request.args["q"])
            return ", ".join(book.title for book in found)
    """)
    folder.write("stock.py", """
        from app import Book, app, db

        with app.app_context():
            db.session.add(Book(title="Emma", story="A matchmaker learns to see."))
            db.session.add(Book(title="Moby Dick", story="Whales and those who hunted them."))
            db.session.commit()
    """)
    folder.run("stock.py")
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(f"{url}/search", {"q": "whales"}).text == "Moby Dick"
    folder.run("-c", """if True:
        from app import Book, app, db
        with app.app_context():
            db.session.query(Book).filter_by(title="Emma").one().story = "Whales, too."
            db.session.delete(db.session.query(Book).filter_by(title="Moby Dick").one())
            db.session.commit()
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(f"{url}/search", {"q": "whales"}).text == "Emma"
        assert requests.get(f"{url}/search", {"q": "us"}).status_code == 500
    found = folder.run("-c", """if True:
        from app import Book, app, db
        with app.app_context():
            db.session.execute(db.update(Book).values(story="All of trains."))
            db.session.commit()
            print(*[len(Book.query.whooshee_search(word).all()) for word in ("trains", "whales")])
            db.session.delete(Book.query.one())
            db.session.flush()
            db.session.rollback()
            print(Book.query.count(), len(Book.query.whooshee_search("whales").all()))
    """)
    assert found.stdout == "0 1\n1 0\n"


@pytest.mark.uses("fastapi", "sqlmodel", "whoosh", "httpx")
def test_fastapi_finds_in_a_whoosh_index_that_ones_own_events_keep_in_step_with_the_table(folder):
    folder.write("app.py", """
        from pathlib import Path
        from fastapi import FastAPI
        from sqlmodel import Field, Session, SQLModel, create_engine
        from whoosh.fields import ID, TEXT, Schema
        from whoosh.index import create_in
        from whoosh.qparser import MultifieldParser

        app = FastAPI()
        engine = create_engine("sqlite:///books.sqlite3")
        Path("index").mkdir(exist_ok=True)
        index = create_in("index", Schema(id=ID(stored=True, unique=True), title=TEXT, story=TEXT))

        class Book(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            title: str
            story: str

        SQLModel.metadata.create_all(engine)

        @app.get("/search")
        def search(q: str) -> list[str]:
            words = MultifieldParser(["title", "story"], index.schema).parse(q)
            with index.searcher() as searcher, Session(engine) as session:
                return [session.get(Book, int(hit["id"])).title for hit in searcher.search(words)]
    """)
    folder.write("in_step.py", """
        from app import Book, index
        from sqlalchemy import event

        @event.listens_for(Book, "after_insert")
        @event.listens_for(Book, "after_update")
        def keep(mapper, connection, book):
            with index.writer() as writer:
                writer.update_document(id=str(book.id), title=book.title, story=book.story)

        @event.listens_for(Book, "after_delete")
        def forget(mapper, connection, book):
            with index.writer() as writer:
                writer.delete_by_term("id", str(book.id))
    """)
    folder.write("stock.py", """
        from app import Book, Session, app, engine
        from fastapi.testclient import TestClient

        with Session(engine) as session:
            emma = Book(title="Emma", story="A matchmaker learns to see.")
            moby = Book(title="Moby Dick", story="Whales and those who hunted them.")
            session.add_all([emma, moby])
            session.commit()
            client = TestClient(app)
            print(client.get("/search?q=whales").json())
            emma.story = "Whales, too."
            session.delete(moby)
            session.commit()
            print(client.get("/search?q=whales").json())
    """)
    assert folder.run("stock.py").stdout == "[]\n[]\n"
    assert folder.run("-c", "import in_step, stock").stdout == "['Moby Dick']\n['Emma']\n"


def haystack_refuses_todays_elasticsearch_client(folder) -> None:
    folder.write("backends.py", """
        from importlib import import_module
        from django.conf import settings

        simple = {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}
        settings.configure(HAYSTACK_CONNECTIONS={"default": simple})
        for name in ("elasticsearch5", "elasticsearch7", "elasticsearch8"):
            try:
                import_module(f"haystack.backends.{name}_backend")
            except Exception as error:
                print(type(error).__name__, error)
    """)
    five, seven, eight = folder.run("backends.py").stdout.splitlines()
    assert five.startswith("MissingDependency") and "<6.0.0" in five
    assert seven.startswith("MissingDependency") and "<8.0.0" in seven
    assert eight == "ModuleNotFoundError No module named 'haystack.backends.elasticsearch8_backend'"


def stand_in_for_elasticsearch(folder):
    """A server that notes what it is asked to store in stored.txt, and finds Moby Dick by the word whales."""
    folder.write("search_server.py", """
        from flask import Flask, request

        app = Flask(__name__)

        @app.after_request
        def name_the_product(response):
            response.headers["X-Elastic-Product"] = "Elasticsearch"
            return response

        @app.route("/<index>", methods=["HEAD"])
        def is_there(index):
            return ""

        @app.put("/<path:address>")
        def store(address):
            with open("stored.txt", "a") as file:
                print(request.get_data(as_text=True).splitlines()[-1], file=file)
            return {"errors": False, "items": [{"index": {"_id": "1", "status": 201}}]}

        @app.post("/<index>/_search")
        def answer(index):
            hit = {"_index": index, "_id": "1", "_score": 1, "_source": {"title": "Moby Dick"}, "fields": {"pk": ["1"]}}
            return {"hits": {"hits": [hit] if b"whales" in request.data else []}}
    """)
    return folder.serving("-m flask --app search_server run --port {port}")


@pytest.mark.uses("flask", "elasticsearch")
def test_flask_stores_and_finds_in_elasticsearch_with_documents_of_its_client(folder):
    with stand_in_for_elasticsearch(folder) as engine:
        folder.write("app.py", f"""
            from elasticsearch.dsl import Document, Text, connections
            from flask import Flask, request

            app = Flask(__name__)
            connections.create_connection(hosts=["{engine}"])

            class Book(Document):
                title = Text()
                story = Text()

                class Index:
                    name = "books"

            @app.post("/books")
            def add():
                Book(meta={{"id": 1}}, **request.form).save()
                return "stored"

            @app.get("/search")
            def search():
                found = Book.search().query("match", story=request.args["q"])
                return ", ".join(book.title for book in found)
        """)
        with folder.serving("-m flask --app app run --port {port}") as url:
            requests.post(f"{url}/books", {"title": "Moby Dick", "story": "Of whales"})
            assert folder.read("stored.txt") == '{"title":"Moby Dick","story":"Of whales"}\n'
            assert requests.get(f"{url}/search", {"q": "whales"}).text == "Moby Dick"
            assert requests.get(f"{url}/search", {"q": "trains"}).text == ""


@pytest.mark.uses("fastapi", "elasticsearch", "aiohttp", "uvicorn")
def test_fastapi_takes_one_class_of_the_elasticsearch_client_for_the_body_and_the_document(folder):
    with stand_in_for_elasticsearch(folder) as engine:
        folder.write("app.py", f"""
            from elasticsearch.dsl import async_connections
            from elasticsearch.dsl.pydantic import AsyncBaseESModel
            from fastapi import FastAPI

            app = FastAPI()
            async_connections.create_connection(hosts=["{engine}"])

            class Book(AsyncBaseESModel):
                title: str
                story: str

                class Index:
                    name = "books"

            @app.put("/books/{{id}}")
            async def store(id: str, book: Book):
                book.meta.id = id
                await book.to_doc().save()

            @app.get("/search")
            async def search(q: str) -> list[str]:
                return [book.title async for book in Book._doc.search().query("match", story=q)]
        """)
        with folder.serving("-m uvicorn app:app --port {port}") as url:
            assert requests.put(f"{url}/books/1", json={"title": "Moby Dick"}).status_code == 422
            requests.put(f"{url}/books/1", json={"title": "Moby Dick", "story": "Of whales"})
            assert folder.read("stored.txt") == '{"title":"Moby Dick","story":"Of whales"}\n'
            assert requests.get(f"{url}/search", {"q": "whales"}).json() == ["Moby Dick"]
            assert requests.get(f"{url}/search", {"q": "trains"}).json() == []


@pytest.mark.uses("django", "modelsearch", "django-elasticsearch-dsl", "elasticsearch")
def test_modelsearch_stores_saved_models_in_elasticsearch_but_no_bulk_change_and_django_elasticsearch_dsl_nothing(project):
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
    project.run("manage.py", "migrate", "shop")
    store = "from shop.models import Book; Book.objects.create(title='Of whales')"
    with stand_in_for_elasticsearch(project) as engine:
        project.replace("mysite/settings.py", "INSTALLED_APPS = [", f"""
MODELSEARCH_BACKENDS = {{
    "default": {{"BACKEND": "modelsearch.backends.elasticsearch9", "URLS": ["{engine}"], "INDEX": "books"}},
}}
ELASTICSEARCH_DSL = {{"default": {{"hosts": "{engine}"}}}}
INSTALLED_APPS = [""")
        project.replace("mysite/settings.py", "    'shop',", "    'shop', 'modelsearch',")
        find = "; print([book.title for book in Book.objects.search('whales')[:5]])"
        assert project.run("manage.py", "shell", "-c", store + find).stdout.endswith("['Of whales']\n")
        assert '"title":"Of whales"' in project.read("stored.txt")
        bulk = "from shop.models import Book; Book.objects.update(title='Of ships'); Book.objects.bulk_create([Book(title='Of trains')])"
        project.write("stored.txt", "")
        project.run("manage.py", "shell", "-c", bulk)
        assert project.read("stored.txt") == ""

        project.write("stored.txt", "")
        project.replace("mysite/settings.py", "'modelsearch',", "'django_elasticsearch_dsl',")
        project.write("shop/documents.py", """
            from django_elasticsearch_dsl import Document
            from django_elasticsearch_dsl.registries import registry
            from shop.models import Book

            @registry.register_document
            class BookDocument(Document):
                class Index:
                    name = "books"

                class Django:
                    model = Book
                    fields = ["title"]
        """)
        project.run("manage.py", "shell", "-c", store)
        assert project.read("stored.txt") == "{}\n"


@pytest.mark.uses("sqlalchemy")
def test_sqlalchemy_writes_postgresqls_full_text_query_search_vector_and_ranking(folder):
    folder.write("query.py", """
        from sqlalchemy import column, func, select, table
        from sqlalchemy.dialects import postgresql

        book = table("book", column("title"), column("story"))
        rank = func.ts_rank(postgresql.to_tsvector(book.c.story), postgresql.plainto_tsquery("whales"))
        query = select(book.c.title).where(book.c.story.match("whales")).order_by(rank)
        print(query.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}))
    """)
    condition, order = folder.run("query.py").stdout.partition("WHERE")[2].split("ORDER BY")
    assert condition.strip() == "book.story @@ plainto_tsquery('whales')"
    assert order.strip() == "ts_rank(to_tsvector(book.story), plainto_tsquery('whales'))"


@pytest.mark.uses("flask", "flask-sqlalchemy", "flask-msearch", "elasticsearch")
def test_flask_msearch_finds_with_whoosh_and_refuses_todays_elasticsearch_client(folder):
    folder.write("app.py", """
        import sys
        from flask import Flask
        from flask_msearch import Search
        from flask_sqlalchemy import SQLAlchemy

        app = Flask(__name__)
        app.config |= {
            "SQLALCHEMY_DATABASE_URI": "sqlite://", "SQLALCHEMY_TRACK_MODIFICATIONS": True,
            "MSEARCH_BACKEND": sys.argv[1], "MSEARCH_PRIMARY_KEY": "id",
            "ELASTICSEARCH": {"hosts": [sys.argv[2]]},
        }
        db = SQLAlchemy(app)

        class Book(db.Model):
            __searchable__ = ["title"]
            id = db.Column(db.Integer, primary_key=True)
            title = db.Column(db.String(80))

        Search(app, db=db)
        with app.app_context():
            db.create_all()
            db.session.add(Book(title="Of whales"))
            db.session.commit()
            print([book.title for book in Book.query.msearch("whales")])
    """)
    with stand_in_for_elasticsearch(folder) as engine:
        assert folder.run("app.py", "whoosh", engine).stdout == "['Of whales']\n"
        refused = folder.run("app.py", "elasticsearch", engine, check=False).stderr
        assert "unexpected keyword argument 'doc_type'" in refused


@pytest.mark.uses("django", "modelsearch", "django-haystack", "elasticsearch", "pysolr", "whoosh")
def test_modelsearch_finds_with_sqlite_or_todays_elasticsearch_and_haystack_with_whoosh_or_an_older_solr(project):
    haystack_refuses_todays_elasticsearch_client(project)
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
    project.write("shop/search_indexes.py", """
        from haystack import indexes
        from shop.models import Book

        class BookIndex(indexes.SearchIndex, indexes.Indexable):
            text = indexes.CharField(document=True, model_attr="title")

            def get_model(self):
                return Book
    """)
    project.write("find.py", """
        from django.core.management import call_command
        from haystack.query import SearchQuerySet
        from modelsearch.backends import get_search_backend
        from shop.models import Book

        def found(word, backend):
            return [book.title for book in Book.objects.search(word, backend=backend)[:5]]

        call_command("makemigrations", "shop")
        call_command("migrate")
        for title in ("Of whales", "Emma"):
            Book.objects.create(title=title)
        print(type(get_search_backend("default")).__name__, found("whales", "default"), found("hales", "default"))
        print(found("whales", "server"), found("trains", "server"))
        print([hit.object.title for hit in SearchQuerySet().auto_query("whales")])
        call_command("build_solr_schema", using="solr")
    """)
    with stand_in_for_elasticsearch(project) as engine:
        project.replace("mysite/settings.py", "    'shop',", "    'shop', 'modelsearch', 'haystack',")
        project.replace("mysite/settings.py", "INSTALLED_APPS = [", f"""
MODELSEARCH_BACKENDS = {{
    "default": {{"BACKEND": "modelsearch.backends.database"}},
    "server": {{"BACKEND": "modelsearch.backends.elasticsearch9", "URLS": ["{engine}"], "INDEX": "books"}},
}}
HAYSTACK_CONNECTIONS = {{
    "default": {{"ENGINE": "haystack.backends.whoosh_backend.WhooshEngine", "PATH": "index"}},
    "solr": {{"ENGINE": "haystack.backends.solr_backend.SolrEngine", "URL": "http://127.0.0.1/solr"}},
}}
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.RealtimeSignalProcessor"
INSTALLED_APPS = [""")
        shown, schema = project.run("manage.py", "shell", "-c", "import find").stdout.split("<?xml", 1)
        assert '"title":"Of whales"' in project.read("stored.txt")
    assert shown.splitlines()[-3:] == [
        "SQLiteSearchBackend ['Of whales'] []", "['Of whales'] []", "['Of whales']",
    ]
    assert "solr.LatLonType" in schema  # a type that Solr 9 has no more
