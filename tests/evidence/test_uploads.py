"""Files that people send: taken in, bounded, checked, and stored elsewhere."""

import io
import re

import pytest
import requests
from PIL import Image

TEXT, BITMAP = b"no picture", b"P1 9 9 no picture"  # Pillow opens the second: it begins as a bitmap does


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (2, 3)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.uses("django", "pillow")
def test_django_takes_a_picture_into_a_model_field_and_refuses_what_pillow_cannot_open(project):
    project.replace("mysite/settings.py", "MIDDLEWARE", "MEDIA_ROOT = BASE_DIR / 'media'\nMIDDLEWARE")
    project.write("shop/models.py", """
        from django.db import models

        class Cover(models.Model):
            picture = models.ImageField(upload_to="covers")
    """)
    project.write("mysite/urls.py", """
        from django.forms import modelform_factory
        from django.http import HttpResponse
        from django.urls import path
        from django.views.decorators.csrf import csrf_exempt
        from shop.models import Cover

        @csrf_exempt
        def add(request):
            form = modelform_factory(Cover, fields=["picture"])(request.POST, request.FILES)
            return HttpResponse(form.save().picture.name if form.is_valid() else form.errors["picture"])

        urlpatterns = [path("", add)]
    """)
    project.run("manage.py", "makemigrations", "shop")
    project.run("manage.py", "migrate", "shop")
    with project.serving("manage.py runserver --noreload {port}") as url:
        first, second = (
            requests.post(url, files={"picture": ("../dune.png", picture())}).text for _ in range(2)
        )
        text, bitmap = (requests.post(url, files={"picture": ("dune.png", sent)}).text for sent in (TEXT, BITMAP))
    assert first == "covers/dune.png"
    assert re.fullmatch(r"covers/dune_\w{7}\.png", second)
    assert (project.path / "media" / second).read_bytes() == picture()
    assert "Upload a valid image." in text
    assert re.fullmatch(r"covers/dune_\w{7}\.png", bitmap)


@pytest.mark.uses("flask", "flask-wtf", "flask-sqlalchemy", "fastapi-storages", "pillow")
def test_flask_takes_a_file_alone_and_flask_wtf_checks_its_name_only_and_fastapi_storages_whether_pillow_opens_it(folder):
    folder.write("app.py", """
        from pathlib import Path

        from fastapi_storages import FileSystemStorage
        from fastapi_storages.integrations.sqlalchemy import ImageType
        from flask import Flask, request
        from flask_sqlalchemy import SQLAlchemy
        from flask_wtf import FlaskForm
        from flask_wtf.file import FileAllowed, FileField
        from sqlalchemy.exc import StatementError
        from werkzeug.utils import secure_filename

        app = Flask(__name__)
        app.secret_key = "for the proof"
        app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///shop.sqlite3"
        db = SQLAlchemy(app)

        class Cover(db.Model):
            id = db.Column(db.Integer, primary_key=True)
            picture = db.Column(ImageType(storage=FileSystemStorage("media"), upload_to="covers"))

        with app.app_context():
            db.create_all()

        @app.post("/column")
        def column():
            file = request.files["picture"]
            file.file = file.stream
            cover = Cover(picture=file)
            db.session.add(cover)
            try:
                db.session.commit()
            except StatementError as refused:
                return str(refused.orig)
            return cover.picture.name

        @app.post("/plain")
        def plain():
            file = request.files["picture"]
            name = secure_filename(file.filename)
            file.save(Path(app.root_path, name))
            return name

        class CoverForm(FlaskForm):
            picture = FileField(validators=[FileAllowed(["png"], "Pictures only.")])

        @app.post("/form")
        def form():
            form = CoverForm(meta={"csrf": False})
            return "taken" if form.validate() else form.picture.errors[0]
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        kept = requests.post(f"{url}/plain", files={"picture": ("../dune.png", picture())}).text
        names = {"dune.png": picture(), "dune.txt": TEXT, "text.png": TEXT}
        checked = [requests.post(f"{url}/form", files={"picture": pair}).text for pair in names.items()]
        column = [requests.post(f"{url}/column", files={"picture": pair}).text for pair in names.items()]
        assert (folder.path / "media/covers/dune.png").read_bytes() == picture()
        again = requests.post(f"{url}/column", files={"picture": ("dune.png", BITMAP)}).text
    assert kept == "dune.png"
    assert (folder.path / kept).read_bytes() == picture()
    assert checked == ["taken", "Pictures only.", "taken"]
    assert column == ["covers/dune.png", "Invalid image file", "Invalid image file"]
    assert again == "covers/dune.png"
    assert (folder.path / "media/covers/dune.png").read_bytes() == BITMAP


@pytest.mark.uses("fastapi", "python-multipart", "fastapi-storages", "sqlmodel", "pillow", "uvicorn")
def test_fastapi_takes_a_file_with_python_multipart_and_fastapi_storages_refuses_what_pillow_cannot_open(folder):
    folder.write("app.py", """
        from fastapi import FastAPI, UploadFile
        from fastapi_storages import FileSystemStorage
        from fastapi_storages.integrations.sqlalchemy import ImageType
        from sqlalchemy.exc import StatementError
        from sqlmodel import Field, Session, SQLModel, create_engine

        class Cover(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            picture: str = Field(sa_type=ImageType(storage=FileSystemStorage("media"), upload_to="covers"))

        engine = create_engine("sqlite:///shop.sqlite3")
        SQLModel.metadata.create_all(engine)
        app = FastAPI()

        @app.post("/plain")
        def plain(picture: UploadFile):
            return [picture.filename, picture.size]

        @app.post("/")
        def add(picture: UploadFile):
            with Session(engine) as session:
                cover = Cover(picture=picture)
                session.add(cover)
                try:
                    session.commit()
                except StatementError as refused:
                    return str(refused.orig)
                return cover.picture.name
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        sent = {"picture": ("../dune.png", picture())}
        assert requests.post(f"{url}/plain", files=sent).json() == ["../dune.png", len(picture())]
        assert requests.post(f"{url}/plain", data={"picture": "no file"}).status_code == 422
        assert requests.post(url, files=sent).json() == "covers/dune.png"
        text, bitmap = (requests.post(url, files={"picture": (f"{name}.png", sent)}).json()
                        for name, sent in (("dune", TEXT), ("bitmap", BITMAP)))
        assert (folder.path / "media/covers/dune.png").read_bytes() == picture()
        bigger = picture() + b"<script>"
        names = [requests.post(url, files={"picture": (f"dune.{end}", bigger)}).json() for end in ("png", "html")]
    assert (text, bitmap) == ("Invalid image file", "covers/bitmap.png")
    assert names == ["covers/dune.png", "covers/dune.html"]
    assert (folder.path / "media/covers/dune.png").read_bytes() == bigger


def in_chunks(url: str, **sent) -> requests.Response:
    """Post without saying how long the body is."""
    form = requests.Request("POST", url, **sent).prepare()
    kind = {"Content-Type": form.headers["Content-Type"]}
    body = form.body.encode() if isinstance(form.body, str) else form.body
    return requests.post(url, data=iter([body[:500], body[500:]]), headers=kind)


def texts_taken(url: str, file: dict, length: int) -> list[tuple[int, str]]:
    """What comes of a text of that length: in a form alone, in one beside a file, in JSON."""
    text = {"text": "x" * length}
    sent = {"data": text}, {"data": text, "files": file}, {"json": text}
    answers = [requests.post(f"{url}/{'json' if 'json' in one else 'text'}", **one) for one in sent]
    return [(answer.status_code, answer.text) for answer in answers]


@pytest.mark.uses("django", "waitress", "flask", "fastapi", "python-multipart", "uvicorn")
def test_the_text_of_a_form_is_bounded_from_the_start_and_a_file_by_a_setting_in_flask_and_fastapi_and_by_waitress_for_django(project):
    project.write("mysite/urls.py", """
        import json

        from django.http import HttpResponse
        from django.urls import path
        from django.views.decorators.csrf import csrf_exempt

        def take(request):
            return HttpResponse(request.FILES["file"].size)

        def take_text(request):
            return HttpResponse(len(request.POST["text"]))

        def take_json(request):
            return HttpResponse(len(json.loads(request.body)["text"]))

        urlpatterns = [path("", csrf_exempt(take)), path("text", csrf_exempt(take_text)), path("json", csrf_exempt(take_json))]
    """)
    huge, large, small = ({"file": ("a.txt", b"x" * length)} for length in (3_000_000, 5000, 500))
    waitress = "-m waitress --listen 127.0.0.1:{port}"
    servers = ("manage.py runserver --noreload {port}", f"{waitress} mysite.wsgi:application")
    for server in servers:
        with project.serving(server) as url:
            assert texts_taken(url, small, 2_600_000) == [(200, "2600000")] * 3
            assert [status for status, _ in texts_taken(url, small, 2_700_000)] == [400] * 3
            assert requests.post(url, files=huge).text == "3000000"
    project.replace("mysite/settings.py", "MIDDLEWARE", """
DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
MIDDLEWARE""")
    for server in servers:
        with project.serving(server) as url:
            assert requests.post(url, files=large).text == "5000"
    with project.serving(f"{waitress} --max-request-body-size 1000 mysite.wsgi:application") as url:
        assert requests.post(url, files=large).status_code == 413
        assert in_chunks(url, files=large).status_code == 413
        assert requests.post(url, files=small).text == "500"

    project.write("app.py", """
        from flask import Flask, request

        app = Flask(__name__)
        app.config["MAX_CONTENT_LENGTH"] = 1000

        @app.post("/")
        def take():
            return str(len(request.files["file"].read()))

        @app.post("/text")
        def take_text():
            return str(len(request.form["text"]))

        @app.post("/json")
        def take_json():
            return str(len(request.json["text"]))

        @app.post("/unread")
        def answer():
            return "not read"
    """)
    with project.serving("-m flask --app app run --port {port}") as url:
        assert requests.post(url, files=large).status_code == 413
        assert in_chunks(url, files=large).status_code == 413
        assert requests.post(url, files=small).text == "500"
        assert requests.post(f"{url}/unread", files=large).text == "not read"
        text = {"text": "x" * 5000}
        assert requests.post(f"{url}/text", data=text).status_code == 413
        assert in_chunks(f"{url}/text", data=text).text == str(1000 - len("text="))
    project.replace("app.py", 'app.config["MAX_CONTENT_LENGTH"] = 1000', "")
    with project.serving("-m flask --app app run --port {port}") as url:
        assert requests.post(url, files=huge).text == "3000000"
        assert texts_taken(url, small, 500_000) == [(200, "500000")] * 3
        assert [status for status, _ in texts_taken(url, small, 500_001)] == [200, 413, 200]

    project.write("api.py", """
        from typing import Annotated

        from fastapi import Body, FastAPI, Form, UploadFile

        app = FastAPI(max_body_size=1000)

        @app.post("/")
        @app.post("/wide", max_body_size=10_000)
        def take(file: UploadFile):
            return file.size

        @app.post("/text")
        def take_text(text: Annotated[str, Form()]):
            return len(text)

        @app.post("/json")
        def take_json(text: Annotated[str, Body(embed=True)]):
            return len(text)

        @app.post("/unread")
        def answer():
            return "not read"
    """)
    with project.serving("-m uvicorn api:app --port {port}") as url:
        assert requests.post(url, files=large).status_code == 413
        assert in_chunks(url, files=large).status_code == 413
        assert requests.post(url, files=small).text == "500"
        assert requests.post(f"{url}/wide", files=large).text == "5000"
        assert requests.post(f"{url}/unread", files=large).status_code == 413
        assert in_chunks(f"{url}/unread", files=large).json() == "not read"
    project.replace("api.py", "max_body_size=1000", "")
    with project.serving("-m uvicorn api:app --port {port}") as url:
        assert requests.post(url, files=huge).text == "3000000"
        assert texts_taken(url, small, 1_000_000) == [(200, "1000000")] * 3
        assert [status for status, _ in texts_taken(url, small, 1_050_000)] == [400, 400, 200]


def stand_in_for_s3(folder):
    """A server that keeps what is put at an address and gives it back, as S3 does with an object."""
    folder.write("s3.py", """
        from flask import Flask, request

        app = Flask(__name__)
        objects = {}

        @app.route("/<bucket>/<path:key>", methods=["PUT", "GET", "HEAD"])
        def at(bucket, key):
            if request.method == "PUT":
                objects[bucket, key] = request.get_data()
                return "", 200, {"ETag": '"1"'}
            if (bucket, key) not in objects:
                return "", 404
            return objects[bucket, key], 200, {"ETag": '"1"', "Last-Modified": "Sat, 28 Nov 2026 10:00:00 GMT"}
    """)
    return folder.serving("-m flask --app s3 run --port {port}")


@pytest.mark.uses("django", "django-storages", "boto3")
def test_django_storages_puts_a_model_file_into_s3_by_settings_alone_over_one_of_the_same_name(project):
    project.write("shop/models.py", """
        from django.db import models

        class Cover(models.Model):
            picture = models.FileField(upload_to="covers")
    """)
    project.write("try_it.py", """
        from django.core.files.base import ContentFile
        from django.core.management import call_command
        from shop.models import Cover

        call_command("makemigrations", "shop", verbosity=0)
        call_command("migrate", "shop", verbosity=0)
        cover = Cover.objects.create(picture=ContentFile(b"a picture", name="dune.png"))
        print(Cover.objects.get().picture.read(), cover.picture.url)
        print(Cover.objects.create(picture=ContentFile(b"another picture", name="dune.png")).picture.url)
    """)
    with stand_in_for_s3(project) as s3:
        project.replace("mysite/settings.py", "MIDDLEWARE", f"""
STORAGES = {{
    "staticfiles": {{"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    "default": {{
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {{"bucket_name": "shop", "endpoint_url": "{s3}", "access_key": "a", "secret_key": "b",
                     "addressing_style": "path", "querystring_auth": False, "region_name": "us-east-1"}},
    }},
}}
MIDDLEWARE""")
        shown = project.run("manage.py", "shell", "-c", "import try_it").stdout.splitlines()[-2:]
        assert shown == [f"b'a picture' {s3}/shop/covers/dune.png", f"{s3}/shop/covers/dune.png"]
        assert b"another picture" in requests.get(f"{s3}/shop/covers/dune.png").content
    assert not (project.path / "covers").exists()


@pytest.mark.uses("flask", "flask-storage", "boto3")
def test_flask_storage_puts_an_upload_into_s3_by_settings_and_one_call_refuses_one_of_the_same_name_and_shows_it_to_anyone(folder):
    with stand_in_for_s3(folder) as s3:
        folder.write("app.py", f"""
            import flask_storage
            from flask import Flask, request

            app = Flask(__name__)
            app.config.update(
                FS_BACKEND="s3", FS_S3_ENDPOINT="{s3}", FS_S3_REGION="us-east-1", FS_S3_ACCESS_KEY="a", FS_S3_SECRET_KEY="b",
            )
            covers = flask_storage.Storage("covers", flask_storage.IMAGES)
            flask_storage.init_app(app, covers)

            @app.post("/")
            def add():
                return covers.read(covers.save(request.files["picture"]))
        """)
        with folder.serving("-m flask --app app run --port {port}") as url:
            assert requests.post(url, files={"picture": ("../dune.png", b"a picture")}).text == "a picture"
            assert requests.post(url, files={"picture": ("dune.png", b"another picture")}).status_code == 500
            assert requests.get(f"{url}/covers/dune.png").text == "a picture"
        assert b"a picture" in requests.get(f"{s3}/covers/dune.png").content


@pytest.mark.uses("fastapi", "fastapi-storages", "boto3", "sqlmodel", "python-multipart", "uvicorn")
def test_a_column_type_of_fastapi_storages_puts_a_model_file_into_s3_over_one_of_the_same_name_and_tells_its_address(folder):
    with stand_in_for_s3(folder) as s3:
        folder.write("app.py", f"""
            from fastapi import FastAPI, UploadFile
            from fastapi_storages import S3Storage
            from fastapi_storages.integrations.sqlalchemy import FileType
            from sqlmodel import Field, Session, SQLModel, create_engine

            class Shop(S3Storage):
                AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY = "a", "b"
                AWS_S3_BUCKET_NAME = "shop"
                AWS_S3_ENDPOINT_URL, AWS_S3_USE_SSL = "{s3.removeprefix("http://")}", False

            class Cover(SQLModel, table=True):
                id: int | None = Field(default=None, primary_key=True)
                picture: str = Field(sa_type=FileType(storage=Shop(), upload_to="covers"))

            engine = create_engine("sqlite:///shop.sqlite3")
            SQLModel.metadata.create_all(engine)
            app = FastAPI()

            @app.post("/")
            def add(picture: UploadFile):
                with Session(engine) as session:
                    cover = Cover(picture=picture)
                    session.add(cover)
                    session.commit()
                    return cover.picture.path
        """)
        with folder.serving("-m uvicorn app:app --port {port}") as url:
            address, again = (
                requests.post(url, files={"picture": ("dune.png", content)}).json() for content in (b"a picture", b"another picture")
            )
        assert address == again == f"{s3}/shop/covers/dune.png"
        assert b"another picture" in requests.get(address).content
