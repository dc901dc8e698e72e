"""Plotly Dash on Flask, on FastAPI, beside Django."""

import pytest
import requests

CLICK = {
    "output": "answer.children",
    "outputs": {"id": "answer", "property": "children"},
    "inputs": [{"id": "choice", "property": "value", "value": 2}],
    "changedPropIds": ["choice.value"],
}
ANSWER = {"answer": {"children": "you chose 2"}}


def click(url: str) -> requests.Response:
    return requests.post(f"{url}/dash/_dash-update-component", json=CLICK)


@pytest.mark.uses("dash", "flask", "gunicorn")
def test_dash_makes_itself_a_flask_server_or_joins_yours(folder):
    folder.copy("dash_board.py")
    folder.write("app.py", """
        from dash_board import board
        from flask import Flask

        assert type(board().server) is Flask
        app = Flask(__name__)
        assert board(server=app, url_base_pathname="/dash/").server is app

        @app.get("/")
        def home():
            return "a page of the host"
    """)
    with folder.serving("-m gunicorn app:app --bind 127.0.0.1:{port}") as url:
        assert requests.get(url).text == "a page of the host"
        assert "_dash-config" in requests.get(f"{url}/dash/").text
        assert click(url).json()["response"] == ANSWER


@pytest.mark.uses("dash", "fastapi", "uvicorn")
def test_dash_joins_fastapi_too(folder):
    folder.copy("dash_board.py")
    folder.write("app.py", """
        from dash_board import board
        from fastapi import FastAPI

        app = FastAPI()
        assert board(server=app, url_base_pathname="/dash/").server is app

        @app.get("/")
        def home():
            return "a page of the host"
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.get(url).json() == "a page of the host"
        assert click(url).json()["response"] == ANSWER


@pytest.mark.uses("dash", "flask", "flask-wtf", "gunicorn")
def test_csrfprotect_on_the_host_breaks_dash_until_its_view_is_exempt(folder):
    folder.copy("dash_board.py")
    folder.write("app.py", """
        from dash_board import board
        from flask import Flask
        from flask_wtf import CSRFProtect

        app = Flask(__name__)
        app.secret_key = "for the proof"
        csrf = CSRFProtect(app)
        board(server=app, url_base_pathname="/dash/")
    """)
    with folder.serving("-m gunicorn app:app --bind 127.0.0.1:{port}") as url:
        refused = click(url)
    assert refused.status_code == 400
    assert "The CSRF token is missing." in refused.text

    exempt = 'csrf.exempt(app.view_functions["/dash/_dash-update-component"])\n'
    folder.write("app.py", folder.read("app.py") + exempt)
    with folder.serving("-m gunicorn app:app --bind 127.0.0.1:{port}") as url:
        assert click(url).json()["response"] == ANSWER


@pytest.mark.uses("dash", "django", "werkzeug", "gunicorn")
def test_dash_does_not_join_django_but_stands_beside_it_unguarded(project):
    project.copy("dash_board.py")
    project.write("mysite/urls.py", """
        from django.contrib.auth.decorators import login_required
        from django.http import HttpResponse
        from django.urls import path

        urlpatterns = [path("", login_required(lambda request: HttpResponse("for members")))]
    """)
    join = "from dash_board import board; from mysite.wsgi import application; board(server=application)"
    assert "ValueError: Invalid backend argument" in project.run("-c", join, check=False).stderr

    project.write("both.py", """
        from dash_board import board
        from mysite.wsgi import application
        from werkzeug.middleware.dispatcher import DispatcherMiddleware

        dash = board(routes_pathname_prefix="/", requests_pathname_prefix="/dash/")
        app = DispatcherMiddleware(application, {"/dash": dash.server})
    """)
    with project.serving("-m gunicorn both:app --bind 127.0.0.1:{port}") as url:
        assert requests.get(url, allow_redirects=False).headers["Location"] == "/accounts/login/?next=/"
        assert "_dash-config" in requests.get(f"{url}/dash/").text
        assert click(url).json()["response"] == ANSWER
