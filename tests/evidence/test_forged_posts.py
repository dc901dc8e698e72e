"""Forged form posts (CSRF)."""

import pytest
import requests


@pytest.mark.uses("django")
def test_generated_django_project_refuses_a_forged_post(project):
    project.write("shop/views.py", """
        from django.http import HttpResponse
        from django.middleware.csrf import get_token

        def transfer(request):
            return HttpResponse("money sent")

        def token(request):
            return HttpResponse(get_token(request))
    """)
    project.write("mysite/urls.py", """
        from django.urls import path
        from shop.views import token, transfer

        urlpatterns = [path("transfer", transfer), path("token", token)]
    """)
    with project.serving("manage.py runserver --noreload {port}") as url:
        ann = requests.Session()
        form = {"to": "bob", "csrfmiddlewaretoken": ann.get(f"{url}/token").text}
        assert ann.post(f"{url}/transfer", data=form).text == "money sent"
        forged = ann.post(f"{url}/transfer", data={"to": "mallory"})
    assert forged.status_code == 403
    assert "CSRF verification failed" in forged.text


@pytest.mark.uses("flask", "flask-wtf")
def test_flask_refuses_a_forged_post_to_get_json_and_accepts_others_until_csrfprotect(folder):
    folder.write("app.py", """
        from flask import Flask, request

        app = Flask(__name__)
        app.secret_key = "for the proof"

        @app.post("/transfer")
        def transfer():
            return "money sent"

        @app.post("/json")
        def by_json():
            return f"money sent to {request.get_json()['to']}"

        @app.post("/text")
        def by_text():
            return f"money sent to {request.get_data(as_text=True)}"
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.post(f"{url}/json", json={"to": "ann"}).text == "money sent to ann"
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None):
            forged = requests.post(f"{url}/json", data='{"to": "mallory"}', headers={"Content-Type": kind})
            assert forged.status_code == 415  # of what another site's page may send without being asked first
        assert requests.post(f"{url}/transfer", data={"to": "mallory"}).text == "money sent"
        assert requests.post(f"{url}/transfer").text == "money sent"
        assert requests.post(f"{url}/text", data="mallory").text == "money sent to mallory"

    folder.replace("app.py", "app.secret_key", """
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
CSRFProtect(app)
app.add_url_rule("/token", view_func=generate_csrf)
app.secret_key""")
    ann = requests.Session()
    with folder.serving("-m flask --app app run --port {port}") as url:
        form = {"to": "bob", "csrf_token": ann.get(f"{url}/token").text}
        assert ann.post(f"{url}/transfer", data=form).text == "money sent"
        for refused in (ann.post(f"{url}/transfer", data={"to": "mallory"}), ann.post(f"{url}/text", data="mallory")):
            assert refused.status_code == 400
            assert "The CSRF token is missing." in refused.text


@pytest.mark.uses("fastapi", "fastapi-csrf-protect", "python-multipart", "uvicorn")
def test_fastapi_refuses_a_forged_post_to_a_declared_json_object_and_accepts_others_until_fastapi_csrf_protect_guards_a_form(folder):
    folder.write("app.py", """
        from typing import Annotated

        from fastapi import Body, FastAPI, Form, Request

        app = FastAPI()

        @app.post("/form")
        def by_form(to: Annotated[str, Form()]):
            return "money sent"

        @app.post("/json")
        def by_json(to: Annotated[str, Body(embed=True)]):
            return "money sent"

        @app.post("/text")
        def by_text(to: Annotated[str, Body()]):
            return f"money sent to {to}"

        @app.post("/own-json")
        async def by_own_json(request: Request):
            return f"money sent to {(await request.json())['to']}"

        @app.post("/nothing")
        def by_nothing():
            return "money sent"
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.post(f"{url}/json", json={"to": "ann"}).json() == "money sent"
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None):
            forged = requests.post(f"{url}/json", data='{"to": "mallory"}', headers={"Content-Type": kind})
            assert forged.status_code == 422  # of what another site's page may send without being asked first
        assert requests.post(f"{url}/text", json="ann").json() == "money sent to ann"
        forged = requests.post(f"{url}/text", data="mallory", headers={"Content-Type": "text/plain"})
        assert forged.json() == "money sent to mallory"
        forged = requests.post(f"{url}/own-json", data='{"to": "mallory"}', headers={"Content-Type": "text/plain"})
        assert forged.json() == "money sent to mallory"
        assert requests.post(f"{url}/nothing").json() == "money sent"
        assert requests.post(f"{url}/form", data={"to": "mallory"}).json() == "money sent"

    folder.replace("app.py", "app = FastAPI()", """
from fastapi import Depends
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi_csrf_protect import CsrfProtect
from fastapi_csrf_protect.exceptions import CsrfProtectError

@CsrfProtect.load_config
def settings():
    return [("secret_key", "for the proof"), ("token_location", "body"), ("token_key", "token")]

Csrf = Annotated[CsrfProtect, Depends()]

async def guard(request: Request, csrf: Csrf):
    if request.method == "POST":
        await csrf.validate_csrf(request)

app = FastAPI(dependencies=[Depends(guard)])

@app.exception_handler(CsrfProtectError)
def refused(request: Request, error: CsrfProtectError):
    return JSONResponse(error.message, error.status_code)

@app.get("/form")
def form(csrf: Csrf):
    token, signed = csrf.generate_csrf_tokens()
    page = HTMLResponse(token)
    csrf.set_csrf_cookie(signed, page)
    return page""")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        browser = requests.Session()
        token = browser.get(f"{url}/form").text
        assert browser.post(f"{url}/form", data={"to": "ann", "token": token}).json() == "money sent"
        refused = browser.post(f"{url}/form", data={"to": "mallory", "token": "guessed"})
        assert (refused.status_code, refused.json()) == (401, "The CSRF signatures submitted do not match.")
        assert requests.post(f"{url}/form", data={"to": "mallory"}).status_code == 400
