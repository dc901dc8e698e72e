"""APIs and those who call them: pages of other sites, tokens, GraphQL, and callers who ask too often."""

import base64
import json
import pkgutil
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import metadata
from pathlib import Path

import limits.storage
import pytest
import requests

SHOP, STRANGER = {"Origin": "https://shop.example"}, {"Origin": "https://stranger.example"}


def answers_to_other_sites(url: str) -> list[str | None]:
    """Which site a browser may let read the answers of `url`: asked ahead for a PUT from the shop, by it, by a stranger."""
    ahead = SHOP | {"Access-Control-Request-Method": "PUT"}
    answers = [requests.options(url, headers=ahead), requests.get(url, headers=SHOP), requests.get(url, headers=STRANGER)]
    assert "PUT" in answers[0].headers.get("Access-Control-Allow-Methods", "PUT")
    return [answer.headers.get("Access-Control-Allow-Origin") for answer in answers]


@pytest.mark.uses("django", "django-cors-headers")
def test_django_lets_pages_of_another_site_in_once_django_cors_headers_names_it_but_for_writes_to_a_plain_view(project):
    project.write("mysite/urls.py", """
        from django.http import JsonResponse
        from django.urls import path

        from django.views.decorators.csrf import csrf_exempt

        def price(request):
            return JsonResponse({"price": 9})

        urlpatterns = [path("price", price), path("exempt", csrf_exempt(price))]
    """)
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert answers_to_other_sites(f"{url}/price") == [None, None, None]

    project.replace("mysite/settings.py", "    'shop',\n", "    'shop',\n    'corsheaders',\n")
    project.replace("mysite/settings.py", "MIDDLEWARE = [\n", """\
CORS_ALLOWED_ORIGINS = ['https://shop.example']
MIDDLEWARE = [
    'corsheaders.middleware.CorsMiddleware',
""")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert answers_to_other_sites(f"{url}/price") == ["https://shop.example", "https://shop.example", None]
        assert [requests.put(f"{url}/{view}", headers=SHOP).status_code for view in ("price", "exempt")] == [403, 200]


@pytest.mark.uses("flask", "flask-cors")
def test_flask_lets_pages_of_another_site_in_once_flask_cors_names_it(folder):
    folder.write("app.py", """
        from flask import Flask

        app = Flask(__name__)

        @app.get("/price")
        def price():
            return {"price": 9}
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert answers_to_other_sites(f"{url}/price") == [None, None, None]

    folder.replace("app.py", "from flask import Flask\n", "from flask import Flask\nfrom flask_cors import CORS\n")
    folder.replace("app.py", "Flask(__name__)\n", 'Flask(__name__)\nCORS(app, origins=["https://shop.example"])\n')
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert answers_to_other_sites(f"{url}/price") == ["https://shop.example", "https://shop.example", None]
    folder.replace("app.py", ', origins=["https://shop.example"]', "")
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert answers_to_other_sites(f"{url}/price") == ["https://shop.example", "https://shop.example", "https://stranger.example"]


@pytest.mark.uses("fastapi", "uvicorn")
def test_fastapi_lets_pages_of_another_site_in_once_its_own_middleware_names_it(folder):
    folder.write("app.py", """
        from fastapi import FastAPI

        app = FastAPI()

        @app.get("/price")
        def price():
            return {"price": 9}

        @app.get("/crash")
        def crash():
            return 1 / 0
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert answers_to_other_sites(f"{url}/price") == [None, None, None]

    folder.replace("app.py", "app = FastAPI()\n", """\
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"], allow_methods=["GET", "PUT"])
""")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert answers_to_other_sites(f"{url}/price") == ["https://shop.example", "https://shop.example", None]
        crashed = requests.get(f"{url}/crash", headers=SHOP)
    assert (crashed.status_code, crashed.headers.get("Access-Control-Allow-Origin")) == (500, None)
    folder.write("wrapped.py", """
        from app import app, CORSMiddleware

        app.user_middleware.clear()
        app = CORSMiddleware(app, allow_origins=["https://shop.example"])
    """)
    with folder.serving("-m uvicorn wrapped:app --port {port}") as url:
        crashed = requests.get(f"{url}/crash", headers=SHOP)
    assert (crashed.status_code, crashed.headers.get("Access-Control-Allow-Origin")) == (500, "https://shop.example")
    folder.replace("app.py", ', allow_methods=["GET", "PUT"]', "")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.options(f"{url}/price", headers=SHOP | {"Access-Control-Request-Method": "PUT"}).status_code == 400

    ahead = SHOP | {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    for allowed, status in ("", 400), (', allow_headers=["Authorization"]', 200):
        folder.replace("app.py", 'origins=["https://shop.example"]', f'origins=["https://shop.example"]{allowed}')
        with folder.serving("-m uvicorn app:app --port {port}") as url:
            assert requests.options(f"{url}/price", headers=ahead).status_code == status


def names_told(url: str, token: str) -> list:
    """What `/me` answers to nobody, to a forged token, and to `token`: two refusals and a name."""
    head, _, rest = token.partition(".")
    claims, _, signature = rest.partition(".")
    told = json.loads(base64.urlsafe_b64decode(claims + "=="))
    forged = base64.urlsafe_b64encode(json.dumps(told | {"forged": True}).encode()).decode().rstrip("=")
    bearers = [{"Authorization": f"Bearer {word}"} for word in (f"{head}.{forged}.{signature}", token)]
    answers = [requests.get(f"{url}/me", headers=headers) for headers in ({}, *bearers)]
    return [answer.json() if answer.ok else answer.status_code for answer in answers]


@pytest.mark.uses("django", "djangorestframework", "djangorestframework-simplejwt")
def test_simple_jwt_gives_djangos_users_tokens_for_their_passwords(project):
    project.replace("mysite/settings.py", "    'shop',\n", "    'shop',\n    'rest_framework',\n")
    project.replace("mysite/settings.py", "MIDDLEWARE", """\
REST_FRAMEWORK = {
    'DEFAULT_AUTHENTICATION_CLASSES': ['rest_framework_simplejwt.authentication.JWTAuthentication'],
    'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.IsAuthenticated'],
}
MIDDLEWARE""")
    project.write("mysite/urls.py", """
        from django.urls import path
        from rest_framework.decorators import api_view
        from rest_framework.response import Response
        from rest_framework_simplejwt.views import TokenObtainPairView, TokenRefreshView

        @api_view()
        def me(request):
            return Response(request.user.username)

        urlpatterns = [
            path("token", TokenObtainPairView.as_view()), path("renewed", TokenRefreshView.as_view()), path("me", me),
        ]
    """)
    project.run("manage.py", "migrate")
    ann = "from django.contrib.auth.models import User; User.objects.create_user('ann', password='right')"
    project.run("manage.py", "shell", "-c", ann)
    with project.serving("manage.py runserver --noreload {port}") as url:
        log_in = {"username": "ann", "password": "right"}
        assert requests.post(f"{url}/token", json=log_in | {"password": "wrong"}).status_code == 401
        tokens = requests.post(f"{url}/token", json=log_in).json()
        renewed = requests.post(f"{url}/renewed", json={"refresh": tokens["refresh"]}).json()
        assert names_told(url, tokens["access"]) == names_told(url, renewed["access"]) == [401, 401, "ann"]


@pytest.mark.uses("flask", "flask-appbuilder", "flask-jwt-extended")
def test_flask_appbuilder_gives_its_users_tokens_for_their_passwords_and_flask_jwt_extended_checks_them(folder):
    folder.copy("appbuilder_accounts.py", "app.py")
    folder.replace("app.py", "import Flask\n", "import Flask, jsonify\n")
    folder.replace("app.py", "flask_login import login_required", "flask_jwt_extended import current_user, jwt_required")
    folder.replace("app.py", "@login_required", "@jwt_required()")
    folder.replace("app.py", 'return "for members only"', "return jsonify(current_user.username)")
    folder.replace("app.py", '"for the proof"', '"for the proof, and long enough for a token"')
    folder.run("-c", """
from app import app, appbuilder
with app.app_context():
    people = appbuilder.sm
    people.add_user("ann", "Ann", "Lee", "ann@shop.example", people.find_role("Public"), "right")
""")
    with folder.serving("-m flask --app app run --port {port}") as url:
        log_in = {"username": "ann", "password": "right", "provider": "db", "refresh": True}
        door = f"{url}/api/v1/security"
        assert requests.post(f"{door}/login", json=log_in | {"password": "wrong"}).status_code == 401
        tokens = requests.post(f"{door}/login", json=log_in).json()
        refresh = {"Authorization": f"Bearer {tokens['refresh_token']}"}
        renewed = requests.post(f"{door}/refresh", headers=refresh).json()
        assert names_told(url, tokens["access_token"]) == names_told(url, renewed["access_token"]) == [401, 422, "ann"]


@pytest.mark.uses("fastapi", "fastapi-fullauth", "sqlmodel", "aiosqlite", "uvicorn", "greenlet")
def test_fastapi_fullauth_gives_its_users_tokens_for_their_passwords_and_renews_each_once(folder):
    folder.copy("fullauth_accounts.py", "app.py")
    assert "Development Status :: 4 - Beta" in metadata("fastapi-fullauth").get_all("Classifier")
    ann = {"email": "ann@shop.example", "password": "Correct-horse-1"}
    with folder.serving("-m uvicorn app:app --port {port}") as url:

        def post(path, data):
            answer = requests.post(f"{url}/api/v1/auth/{path}", json=data)
            return answer.status_code, answer.json()

        post("register", ann)
        assert post("login", ann | {"password": "wrong"})[0] == 401
        tokens = post("login", ann)[1]
        assert names_told(url, tokens["access_token"]) == [401, 401, "ann@shop.example"]
        assert post("refresh", {"refresh_token": tokens["access_token"]})[0] == 401
        status, renewed = post("refresh", {"refresh_token": tokens["refresh_token"]})
        assert (status, names_told(url, renewed["access_token"])) == (200, [401, 401, "ann@shop.example"])
        assert post("refresh", {"refresh_token": tokens["refresh_token"]})[0] == 401


ASK = {"query": "{ books { title } }"}
ASK_WRONGLY = {"query": "{ books { weight } }"}
ASK_FURTHER = {"query": "{ books { author { name } } }"}


def graphql_answers(url: str) -> tuple:
    """What GraphQL at `url` answers to a good query, to one for a field that is not there, and to one over a relation."""
    good, wrong, further = (requests.post(f"{url}/graphql", json=query).json() for query in (ASK, ASK_WRONGLY, ASK_FURTHER))
    return good["data"], wrong["errors"][0]["message"], further["errors"][0]["message"] if "errors" in further else further["data"]


TWO_ANSWERS = ({"books": [{"title": "Emma"}]}, "Cannot query field 'weight' on type 'Book'.")
ALL_ANSWERS = (*TWO_ANSWERS, {"books": [{"author": {"name": "Jane"}}]})


@pytest.mark.uses("django", "strawberry-graphql", "strawberry-graphql-django")
def test_strawberry_answers_graphql_from_a_django_model_whose_fields_and_relations_it_reads(project):
    project.write("shop/models.py", """
        from django.db import models

        class Author(models.Model):
            name = models.CharField(max_length=80)

        class Book(models.Model):
            title = models.CharField(max_length=80)
            author = models.ForeignKey(Author, models.CASCADE)
    """)
    project.write("mysite/urls.py", """
        import strawberry
        import strawberry_django
        from django.urls import path
        from django.views.decorators.csrf import csrf_exempt
        from strawberry.django.views import GraphQLView

        from shop import models

        @strawberry_django.type(models.Author)
        class Author:
            name: strawberry.auto

        @strawberry_django.type(models.Book)
        class Book:
            title: strawberry.auto
            author: Author

        @strawberry.type
        class Query:
            books: list[Book] = strawberry_django.field()

        view = GraphQLView.as_view(schema=strawberry.Schema(Query))
        urlpatterns = [path("graphql", csrf_exempt(view)), path("checked/graphql", view)]
    """)
    project.run("manage.py", "makemigrations", "shop")
    project.run("manage.py", "migrate")
    emma = "from shop.models import *; Book.objects.create(title='Emma', author=Author.objects.create(name='Jane'))"
    project.run("manage.py", "shell", "-c", emma)
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert graphql_answers(url) == ALL_ANSWERS
        assert requests.post(f"{url}/checked/graphql", json=ASK).status_code == 403


@pytest.mark.uses("flask", "flask-sqlalchemy", "strawberry-graphql", "strawberry-sqlalchemy-mapper", "asgiref")
def test_strawberry_answers_graphql_in_flask_from_an_sqlalchemy_model_and_relations_in_an_async_view_with_a_loader(folder):
    folder.write("models.py", """
        from flask_sqlalchemy import SQLAlchemy

        db = SQLAlchemy()

        class Author(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            name = db.Column(db.String(80))

        class Book(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            title = db.Column(db.String(80))
            author_id = db.Column(db.ForeignKey("author.id"))
            author = db.relationship(Author)
    """)
    folder.write("app.py", """
        import models
        import strawberry
        from flask import Flask
        from models import db
        from sqlalchemy.orm import joinedload
        from strawberry.flask.views import AsyncGraphQLView, GraphQLView
        from strawberry_sqlalchemy_mapper import StrawberrySQLAlchemyLoader, StrawberrySQLAlchemyMapper

        app = Flask(__name__)
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
        db.init_app(app)

        with app.app_context():
            db.create_all()
            db.session.add(models.Book(title="Emma", author=models.Author(name="Jane")))
            db.session.commit()

        mapper = StrawberrySQLAlchemyMapper()

        @mapper.type(models.Author)
        class Author:
            pass

        @mapper.type(models.Book)
        class Book:
            pass

        mapper.finalize()

        @strawberry.type
        class Query:
            @strawberry.field
            def books(self) -> list[Book]:
                return db.session.scalars(db.select(models.Book))

        @strawberry.type
        class QueryOfLoaded:
            @strawberry.field
            def books(self) -> list[Book]:
                return db.session.scalars(db.select(models.Book).options(joinedload(models.Book.author)))

        class AsyncView(AsyncGraphQLView):
            pass

        class AsyncViewWithLoader(AsyncGraphQLView):
            async def get_context(self, request, response):
                return {"sqlalchemy_loader": StrawberrySQLAlchemyLoader(db.session)}

        for kind in (GraphQLView, AsyncView, AsyncViewWithLoader):
            name = kind.__name__
            app.add_url_rule(f"/{name}/graphql", view_func=kind.as_view(name, schema=strawberry.Schema(Query)))
        for kind in (GraphQLView, AsyncView):
            name = f"{kind.__name__}OfLoaded"
            app.add_url_rule(f"/{name}/graphql", view_func=kind.as_view(name, schema=strawberry.Schema(QueryOfLoaded)))
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        for view in ("GraphQLView", "GraphQLViewOfLoaded"):
            *answers, refused = graphql_answers(f"{url}/{view}")
            assert (*answers,) == TWO_ANSWERS and "no current event loop" in refused
        assert graphql_answers(f"{url}/AsyncViewOfLoaded") == ALL_ANSWERS
        assert graphql_answers(f"{url}/AsyncView") == (*TWO_ANSWERS, "'sqlalchemy_loader'")
        assert graphql_answers(f"{url}/AsyncViewWithLoader") == ALL_ANSWERS


@pytest.mark.uses("fastapi", "sqlalchemy", "strawberry-graphql", "strawberry-sqlalchemy-mapper", "uvicorn")
def test_strawberry_answers_graphql_in_fastapi_from_an_sqlalchemy_model_and_relations_with_a_loader(folder):
    folder.write("models.py", """
        from sqlalchemy import ForeignKey
        from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

        class Base(DeclarativeBase):
            pass

        class Author(Base):
            __tablename__ = "author"
            id: Mapped[int] = mapped_column(primary_key=True)
            name: Mapped[str]

        class Book(Base):
            __tablename__ = "book"
            id: Mapped[int] = mapped_column(primary_key=True)
            title: Mapped[str]
            author_id: Mapped[int] = mapped_column(ForeignKey("author.id"))
            author: Mapped[Author] = relationship()
    """)
    folder.write("app.py", """
        import models
        import strawberry
        from fastapi import FastAPI
        from sqlalchemy import create_engine, select
        from sqlalchemy.orm import Session, joinedload
        from strawberry.fastapi import GraphQLRouter
        from strawberry_sqlalchemy_mapper import StrawberrySQLAlchemyLoader, StrawberrySQLAlchemyMapper

        engine = create_engine("sqlite:///books.sqlite3")
        models.Base.metadata.create_all(engine)
        with Session(engine) as session:
            session.add(models.Book(title="Emma", author=models.Author(name="Jane")))
            session.commit()

        mapper = StrawberrySQLAlchemyMapper()

        @mapper.type(models.Author)
        class Author:
            pass

        @mapper.type(models.Book)
        class Book:
            pass

        mapper.finalize()

        @strawberry.type
        class Query:
            @strawberry.field
            def books(self) -> list[Book]:
                with Session(engine) as session:
                    return session.scalars(select(models.Book)).all()

        @strawberry.type
        class QueryOfLoaded:
            @strawberry.field
            def books(self) -> list[Book]:
                with Session(engine) as session:
                    return session.scalars(select(models.Book).options(joinedload(models.Book.author))).all()

        async def with_loader():
            with Session(engine) as session:
                yield {"sqlalchemy_loader": StrawberrySQLAlchemyLoader(session)}

        app, schema = FastAPI(), strawberry.Schema(Query)
        app.include_router(GraphQLRouter(strawberry.Schema(QueryOfLoaded)), prefix="/loaded/graphql")
        app.include_router(GraphQLRouter(schema), prefix="/without/graphql")
        app.include_router(GraphQLRouter(schema, context_getter=with_loader), prefix="/with/graphql")
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert graphql_answers(f"{url}/loaded") == ALL_ANSWERS
        assert graphql_answers(f"{url}/without") == (*TWO_ANSWERS, "'sqlalchemy_loader'")
        assert graphql_answers(f"{url}/with") == ALL_ANSWERS


def doubled_by_a_generated_client(folder, url: str, description: str) -> str:
    """What a client says is the double of 4, once openapi-python-client made it of the description of an API at `url`."""
    folder.run("-m", "openapi_python_client", "generate", "--url", url + description)
    folder.write("ask.py", """
        import sys
        from importlib import import_module
        from pkgutil import walk_packages

        sys.path.insert(0, "doubles-client")
        from doubles_client import Client, api

        names = [module.name for module in walk_packages(api.__path__, "doubles_client.api.") if not module.ispkg]
        function, *_ = [import_module(name).sync for name in names]
        answer = function(4, client=Client(base_url=sys.argv[1]))
        print(type(answer).__name__, answer.doubled)
    """)
    return folder.run("ask.py", url).stdout.strip()


@pytest.mark.uses("django", "django-ninja", "openapi-python-client")
def test_a_typed_client_is_generated_of_what_django_ninja_tells_of_itself(project):
    project.write("mysite/urls.py", """
        from django.urls import path
        from ninja import NinjaAPI, Schema

        api = NinjaAPI(title="Doubles")

        class Double(Schema):
            doubled: int

        @api.get("/double/{number}", response=Double)
        def double(request, number: int):
            return {"doubled": 2 * number}

        urlpatterns = [path("", api.urls)]
    """)
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert doubled_by_a_generated_client(project, url, "/openapi.json") == "Double 8"


@pytest.mark.uses("flask", "flask-smorest", "openapi-python-client")
def test_a_typed_client_is_generated_of_what_flask_smorest_tells_of_a_flask_api_unless_a_view_takes_files_and_form_fields(folder):
    folder.write("app.py", """
        from flask import Flask
        from flask_smorest import Api, Blueprint
        from flask_smorest.fields import Upload
        from marshmallow import Schema, fields

        app = Flask(__name__)
        app.config |= {
            "API_TITLE": "Doubles", "API_VERSION": "1", "OPENAPI_VERSION": "3.1.0", "OPENAPI_URL_PREFIX": "/",
        }
        doubles = Blueprint("doubles", __name__)

        class Double(Schema):
            doubled = fields.Integer(required=True)

        @doubles.get("/double/<int:number>")
        @doubles.response(200, Double)
        def double(number):
            return {"doubled": 2 * number}

        class Picture(Schema):
            picture = Upload()

        class Words(Schema):
            title = fields.String()

        @doubles.post("/pictures")
        @doubles.arguments(Picture, location="files")
        @doubles.response(200, Double)
        def keep(files):
            return {"doubled": 8}

        Api(app).register_blueprint(doubles)
    """)
    command = "-m flask --app app run --port {port}"
    with folder.serving(command) as url:
        assert doubled_by_a_generated_client(folder, url, "/openapi.json") == "Double 8"
    folder.replace("app.py", 'location="files")', 'location="files")\n@doubles.arguments(Words, location="form")')
    with folder.serving(command) as url:
        refused = folder.run("-m", "openapi_python_client", "generate", "--overwrite", "--url", f"{url}/openapi.json", check=False)
    assert "client was not created" in refused.stderr + refused.stdout


@pytest.mark.uses("fastapi", "openapi-python-client", "python-multipart", "uvicorn")
def test_a_typed_client_is_generated_of_what_fastapi_tells_of_itself_but_takes_an_upload_for_a_text_and_lacks_an_answer_with_a_decimal(folder):
    folder.write("app.py", """
        from decimal import Decimal

        from fastapi import FastAPI, UploadFile
        from pydantic import BaseModel

        app = FastAPI(title="Doubles")

        class Double(BaseModel):
            doubled: int

        @app.get("/double/{number}")
        def double(number: int) -> Double:
            return Double(doubled=2 * number)

        class Price(BaseModel):
            price: Decimal

        @app.put("/price")
        def price(price: Price) -> Price:
            return price

        @app.post("/pictures")
        def keep(picture: UploadFile) -> Double:
            return Double(doubled=2 * picture.size)
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert doubled_by_a_generated_client(folder, url, "/openapi.json") == "Double 8"
        with Path(__file__).open("rb") as picture:
            assert requests.post(f"{url}/pictures", files={"picture": picture}).ok
    [body] = folder.path.glob("*/*/models/body_keep*.py")
    assert "    picture: str\n" in body.read_text()
    [price] = folder.path.glob("*/*/api/*/price*.py")
    assert "-> HTTPValidationError | None:" in price.read_text()
    folder.replace("app.py", '"Doubles")', '"Doubles", separate_input_output_schemas=False)')
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        folder.run("-m", "openapi_python_client", "generate", "--overwrite", "--url", f"{url}/openapi.json")
    [price] = folder.path.glob("*/*/api/*/price*.py")
    assert "-> HTTPValidationError | Price | None:" in price.read_text()


def ask_four_times(*urls: str) -> list[int]:
    return [requests.get(f"{url}/price").status_code for url in (*urls, *urls, *urls, *urls)][:4]


@pytest.mark.uses("django", "djangorestframework")
def test_drf_refuses_the_fourth_request_a_minute_but_not_from_made_up_addresses_or_two_at_once_and_counts_in_a_table_if_the_cache_is_one(project):
    project.replace("mysite/settings.py", "MIDDLEWARE", """\
REST_FRAMEWORK = {
    'DEFAULT_THROTTLE_CLASSES': ['rest_framework.throttling.AnonRateThrottle'],
    'DEFAULT_THROTTLE_RATES': {'anon': '3/minute'},
}
MIDDLEWARE""")
    project.write("mysite/urls.py", """
        from django.urls import path
        from rest_framework.decorators import api_view
        from rest_framework.response import Response

        @api_view()
        def price(request):
            return Response(9)

        urlpatterns = [path("price", price)]
    """)
    command = "manage.py runserver --noreload {port}"
    with project.serving(command) as one, project.serving(command) as other:
        assert ask_four_times(one) == [200, 200, 200, 429]
        assert ask_four_times(other) == [200, 200, 200, 429]

    def ask_from_made_up_addresses(url: str) -> list[int]:
        return [requests.get(f"{url}/price", headers={"X-Forwarded-For": f"10.0.0.{last}"}).status_code for last in range(4)]

    with project.serving(command) as url:
        assert ask_from_made_up_addresses(url) == [200, 200, 200, 200]
    project.replace("mysite/settings.py", "REST_FRAMEWORK = {", "REST_FRAMEWORK = {\n    'NUM_PROXIES': 0,")
    with project.serving(command) as url:
        assert ask_from_made_up_addresses(url) == [200, 200, 200, 429]

    project.replace("mysite/settings.py", "DATABASES", """\
CACHES = {'default': {'BACKEND': 'django.core.cache.backends.db.DatabaseCache', 'LOCATION': 'cache'}}
DATABASES""")
    project.run("manage.py", "createcachetable")
    with project.serving(command) as one, project.serving(command) as other:
        assert ask_four_times(one, other) == [200, 200, 200, 429]

    project.write("shop/slow_cache.py", """
        from threading import Barrier
        from django.core.cache.backends.db import DatabaseCache

        both_have_read = Barrier(2, timeout=30)

        class SlowCache(DatabaseCache):
            def get(self, key, *arguments, **named):
                found = super().get(key, *arguments, **named)
                if "throttle" in key:
                    both_have_read.wait()
                return found
    """)
    project.replace("mysite/settings.py", "django.core.cache.backends.db.DatabaseCache", "shop.slow_cache.SlowCache")
    project.replace("mysite/settings.py", "3/minute", "1/minute")
    project.run("manage.py", "shell", "-c", "from django.core.cache import cache; cache.clear()")
    with project.serving(command) as url, ThreadPoolExecutor() as both:
        assert [answer.status_code for answer in both.map(requests.get, [f"{url}/price"] * 2)] == [200, 200]
        assert [answer.status_code for answer in both.map(requests.get, [f"{url}/price"] * 2)] == [429, 429]


@pytest.mark.uses("flask", "flask-limiter")
def test_flask_limiter_refuses_the_fourth_request_a_minute_in_each_process_but_not_by_a_decorator_above_the_routes_and_has_three_stores(folder):
    folder.write("app.py", """
        from flask import Flask
        from flask_limiter import Limiter
        from flask_limiter.util import get_remote_address

        app = Flask(__name__)
        Limiter(get_remote_address, app=app, default_limits=["3/minute"], strategy="moving-window", storage_uri="memory://")

        @app.get("/price")
        def price():
            return "9"
    """)
    command = "-m flask --app app run --port {port}"
    with folder.serving(command) as one, folder.serving(command) as other:
        assert ask_four_times(one) == [200, 200, 200, 429]
        assert ask_four_times(other) == [200, 200, 200, 429]
    folder.replace("app.py", '@app.get("/price")', """
@app.get("/below/price")
@limiter.limit("3/minute")
def below():
    return "9"

@limiter.limit("3/minute")
@app.get("/price")""")
    folder.replace("app.py", 'default_limits=["3/minute"], ', "")
    folder.replace("app.py", "Limiter(get", "limiter = Limiter(get")
    with folder.serving(command) as url:
        assert ask_four_times(f"{url}/below") == [200, 200, 200, 429]
        assert ask_four_times(url) == [200, 200, 200, 200]
    stores = {name.partition("_")[0] for _, name, _ in pkgutil.iter_modules(limits.storage.__path__)}
    assert stores == {"base", "memory", "memcached", "mongodb", "redis"}
    assert {"redis", "memcached", "mongodb"} <= {*metadata("flask-limiter").get_all("Provides-Extra")}


@pytest.mark.uses("fastapi", "slowapi", "limits", "uvicorn")
def test_slowapis_decorator_below_the_routes_refuses_the_fourth_request_a_minute_in_each_process_and_its_middleware_skips_routers(folder):
    folder.write("app.py", """
        from fastapi import APIRouter, FastAPI, Request
        from slowapi import Limiter, _rate_limit_exceeded_handler
        from slowapi.errors import RateLimitExceeded
        from slowapi.util import get_remote_address

        app, router = FastAPI(), APIRouter(prefix="/routed")
        limiter = Limiter(get_remote_address, strategy="moving-window", storage_uri="memory://")
        app.state.limiter = limiter
        app.add_exception_handler(RateLimitExceeded, _rate_limit_exceeded_handler)

        @app.get("/price")
        @limiter.limit("3/minute")
        def price(request: Request):
            return 9

        @router.get("/price")
        @limiter.limit("3/minute")
        async def routed_price(request: Request):
            return 9

        app.include_router(router)

        @limiter.limit("3/minute")
        @app.get("/above/price")
        def price_above(request: Request):
            return 9
    """)
    command = "-m uvicorn app:app --port {port}"
    with folder.serving(command) as one, folder.serving(command) as other:
        for url in (one, f"{one}/routed", other, f"{other}/routed"):
            assert ask_four_times(url) == [200, 200, 200, 429]
        assert ask_four_times(f"{one}/above") == [200, 200, 200, 200]
    folder.replace("app.py", "import RateLimitExceeded", "import RateLimitExceeded\nfrom slowapi.middleware import SlowAPIMiddleware")
    folder.replace("app.py", "app.add_exception_handler(RateLimitExceeded, _rate_limit_exceeded_handler)", "app.add_middleware(SlowAPIMiddleware)")
    folder.replace("app.py", "Limiter(get", 'Limiter(default_limits=["3/minute"], key_func=get')
    for _ in range(3):
        folder.replace("app.py", '@limiter.limit("3/minute")\n', "")
    with folder.serving(command) as url:
        assert ask_four_times(url) == [200, 200, 200, 429]
        assert ask_four_times(f"{url}/routed") == [200, 200, 200, 200]
    assert "redis" in {name for _, name, _ in pkgutil.iter_modules(limits.storage.__path__)}
    assert "redis" in metadata("limits").get_all("Provides-Extra")
