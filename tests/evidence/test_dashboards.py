"""Plotly Dash on Flask, on FastAPI, in Django and beside it; who gets in, and what checks its clicks meet."""

import re

import pytest
import requests
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

CLICK = {
    "output": "answer.children",
    "outputs": {"id": "answer", "property": "children"},
    "inputs": [{"id": "choice", "property": "value", "value": 2}],
    "changedPropIds": ["choice.value"],
}
ANSWER = {"answer": {"children": "you chose 2"}}


def click(url: str, board: str = "/dash") -> requests.Response:
    return requests.post(f"{url}{board}/_dash-update-component", json=CLICK)


@pytest.mark.uses("dash", "flask", "gunicorn")
def test_dash_makes_itself_a_flask_server_or_joins_yours(folder):
    folder.copy("dash_board.py")
    folder.write("app.py", """
        from dash import dcc
        from dash_board import board
        from flask import Flask

        assert type(board().server) is Flask
        app = Flask(__name__)
        dash = board(server=app, url_base_pathname="/dash/")
        assert dash.server is app
        dash.layout.children.append(dcc.Graph(figure={"data": [{"type": "bar", "y": [1, 2, 3]}]}))

        @app.get("/")
        def home():
            return "a page of the host"
    """)
    with folder.serving("-m gunicorn app:app --bind 127.0.0.1:{port}") as url:
        assert requests.get(url).text == "a page of the host"
        page = requests.get(f"{url}/dash/").text
        assert "_dash-config" in page and "unpkg.com" not in page
        parts = requests.get(f"{url}/dash/_dash-layout").json()["props"]["children"]
        assert [part["type"] for part in parts] == ["Dropdown", "P", "Graph"]
        assert click(url).json()["response"] == ANSWER
        assert requests.get(f"{url}/nowhere").status_code == 404


@pytest.mark.uses("dash", "fastapi", "uvicorn")
def test_dash_joins_fastapi_too_and_answers_addresses_that_the_app_lacks(folder):
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
    without = "import sys; sys.modules['uvicorn'] = None; import app"
    assert "Please install it with `dash[fastapi]`" in folder.run("-c", without, check=False).stderr
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.get(url).json() == "a page of the host"
        assert click(url).json()["response"] == ANSWER
        assert "_dash-config" in requests.get(f"{url}/nowhere").text


@pytest.mark.uses("dash", "flask", "flask-wtf", "gunicorn")
def test_csrfprotect_on_the_host_breaks_dash_until_its_view_is_exempt_or_a_cookie_holds_the_token(folder):
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

    guarded = folder.read("app.py")
    exempt = 'csrf.exempt(app.view_functions["/dash/_dash-update-component"])\n'
    folder.write("app.py", guarded + exempt)
    with folder.serving("-m gunicorn app:app --bind 127.0.0.1:{port}") as url:
        assert click(url).json()["response"] == ANSWER

    folder.write("app.py", guarded + """
from flask_wtf.csrf import generate_csrf

@app.after_request
def give_the_token(response):
    response.set_cookie("_csrf_token", generate_csrf())
    return response
""")
    with folder.serving("-m gunicorn app:app --bind 127.0.0.1:{port}") as url:
        assert click(url).status_code == 400
        visitor = requests.Session()
        page = visitor.get(f"{url}/dash/")
        assert '"csrf_token_name":"_csrf_token","csrf_header_name":"X-CSRFToken"' in page.text
        visitor.headers["X-CSRFToken"] = page.cookies["_csrf_token"]
        assert visitor.post(f"{url}/dash/_dash-update-component", json=CLICK).json()["response"] == ANSWER


@pytest.mark.uses("dash", "fastapi", "starlette-csrf", "uvicorn")
def test_starlette_csrf_on_the_host_breaks_dash_until_it_is_exempt_or_the_cookie_has_the_name_that_dash_sends_back(folder):
    folder.copy("dash_board.py")
    folder.write("app.py", """
        from dash_board import board
        from fastapi import FastAPI
        from starlette_csrf import CSRFMiddleware

        app = FastAPI()
        app.add_middleware(CSRFMiddleware, secret="for the proof")
        board(server=app, url_base_pathname="/dash/")
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        refused = click(url)
        assert (refused.status_code, refused.text) == (403, "CSRF token verification failed")
        page = requests.get(f"{url}/dash/")
        assert "csrftoken" in page.cookies
        assert '"csrf_token_name":"_csrf_token","csrf_header_name":"X-CSRFToken"' in page.text

    guarded = folder.read("app.py")
    exempt = "exempt_urls=[re.compile('/dash/_dash-update-component')]"
    folder.write("app.py", "import re\n" + guarded.replace('secret="for the proof"', f'secret="for the proof", {exempt}'))
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert click(url).json()["response"] == ANSWER

    folder.write("app.py", guarded.replace('secret="for the proof"', 'secret="for the proof", cookie_name="_csrf_token"'))
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert click(url).status_code == 403
        visitor = requests.Session()
        visitor.headers["X-CSRFToken"] = visitor.get(f"{url}/dash/").cookies["_csrf_token"]
        assert visitor.post(f"{url}/dash/_dash-update-component", json=CLICK).json()["response"] == ANSWER


@pytest.mark.uses("dash", "flask", "flask-login", "gunicorn")
def test_one_before_request_of_flask_login_guards_dash_and_its_clicks(folder):
    folder.copy("dash_board.py")
    folder.write("app.py", """
        from dash_board import board
        from flask import Flask
        from flask_login import LoginManager, UserMixin, login_required, login_user

        app = Flask(__name__)
        app.secret_key = "for the proof"
        board(server=app, url_base_pathname="/dash/")

        class User(UserMixin):
            id = "ann"

        @LoginManager(app).user_loader
        def load(key):
            return User()

        @app.post("/login")
        def login():
            login_user(User())
            return "welcome"
    """)
    with folder.serving("-m gunicorn app:app --bind 127.0.0.1:{port}") as url:
        assert requests.get(f"{url}/dash/").status_code == click(url).status_code == 200

    guard = """
@app.before_request
def members_only():
    if request.path.startswith("/dash/"):
        return login_required(lambda: None)()
"""
    folder.replace("app.py", "import Flask\n", "import Flask, request\n")
    folder.write("app.py", folder.read("app.py") + guard)
    with folder.serving("-m gunicorn app:app --bind 127.0.0.1:{port}") as url:
        assert requests.get(f"{url}/dash/").status_code == click(url).status_code == 401
        member = requests.Session()
        assert member.post(f"{url}/login").text == "welcome"
        assert "_dash-config" in member.get(f"{url}/dash/").text
        assert member.post(f"{url}/dash/_dash-update-component", json=CLICK).json()["response"] == ANSWER


@pytest.mark.uses("dash", "fastapi", "itsdangerous", "uvicorn", "websockets")
def test_one_dependency_of_the_fastapi_app_guards_dash_its_clicks_and_its_socket_but_not_its_assets(folder):
    folder.copy("dash_board.py")
    folder.write("assets/board.css", "red")
    folder.write("app.py", """
        from dash_board import board
        from fastapi import Depends, FastAPI, HTTPException, Request
        from fastapi.requests import HTTPConnection
        from starlette.middleware.sessions import SessionMiddleware

        def members_only(connection: HTTPConnection):
            logs_in = connection.scope.get("method") == "POST" and connection.scope["path"] == "/login"
            if not logs_in and "name" not in connection.session:
                raise HTTPException(401)

        app = FastAPI()
        app.add_middleware(SessionMiddleware, secret_key="for the proof")
        board(server=app, url_base_pathname="/dash/")

        @app.post("/login")
        def login(request: Request):
            request.session["name"] = "ann"
            return "welcome"
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert [requests.get(f"{url}{page}").status_code for page in PAGES] == [200] * 4
        assert click(url).status_code == 200
        assert socket_opens(url, requests.Session())

    folder.replace("app.py", "app = FastAPI()", "app = FastAPI(dependencies=[Depends(members_only)])")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert [requests.get(f"{url}{page}").status_code for page in PAGES] == [401] * 4
        assert requests.get(f"{url}/dash/assets/board.css").text == "red"
        assert click(url).status_code == 401
        assert not socket_opens(url, requests.Session())
        member = requests.Session()
        assert member.post(f"{url}/login").json() == "welcome"
        assert "_dash-config" in member.get(f"{url}/dash/").text
        assert member.post(f"{url}/dash/_dash-update-component", json=CLICK).json()["response"] == ANSWER
        assert socket_opens(url, member)


PAGES = ["/dash/", "/dash/_dash-layout", "/nowhere", "/login"]  # Dash answers the last two too


def socket_opens(url: str, visitor: requests.Session) -> bool:
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    try:
        socket = f"{url.replace('http', 'ws')}/dash/_dash-ws-callback"
        with connect(socket, origin=url, additional_headers={"Cookie": cookies}):
            return True
    except InvalidStatus:
        return False


IN_DJANGO = "/dash/app/board"
GUNICORN = "-m gunicorn mysite.wsgi --bind 127.0.0.1:{port}"
KEY_FOR_DASH = """
from django.conf import settings
from django_plotly_dash.dash_wrapper import PseudoFlask
PseudoFlask.secret_key = settings.SECRET_KEY
"""


def with_a_board(project):
    """The project with the board of apps/dash_board.py in it, through django-plotly-dash."""
    project.copy("dash_board.py")
    project.write("shop/board.py", """
        import dash_board
        from django_plotly_dash import DjangoDash

        dash_board.Dash = DjangoDash
        dash_board.board()
    """)
    project.write("shop/templates/page.html", "{% load plotly_dash %}a page of the host {% plotly_app name='board' %}")
    project.replace("mysite/urls.py", "from django.urls import path", """
from django.urls import include, path
from django.views.generic import TemplateView
from shop import board
""")
    project.replace("mysite/urls.py", "urlpatterns = [", """urlpatterns = [
    path("", TemplateView.as_view(template_name="page.html")),
    path("dash/", include("django_plotly_dash.urls")),
""")
    project.replace("mysite/settings.py", "INSTALLED_APPS = [", "INSTALLED_APPS = ['django_plotly_dash',")
    project.run("manage.py", "migrate")


@pytest.mark.uses("dash", "django", "django-plotly-dash", "gunicorn")
def test_django_plotly_dash_puts_dash_into_a_template_with_scripts_from_unpkg_and_exempts_its_clicks_but_needs_a_key_since_dash_4_4(project):
    with_a_board(project)
    assert "django.middleware.csrf.CsrfViewMiddleware" in project.read("mysite/settings.py")
    with project.serving(GUNICORN) as url:
        page = requests.get(url).text
        assert "a page of the host" in page
        assert f'<iframe src="{IN_DJANGO}/"' in page
        assert requests.get(f"{url}{IN_DJANGO}/").headers["X-Frame-Options"] == "DENY"
        assert click(url, IN_DJANGO).json()["response"] == ANSWER  # without a token of Django's
        broken = requests.get(f"{url}{IN_DJANGO}/")
    assert broken.status_code == 500
    assert "KeyError" in broken.text and "SECRET_KEY" in broken.text

    project.write("shop/board.py", project.read("shop/board.py") + KEY_FOR_DASH)
    project.write("mysite/settings.py", project.read("mysite/settings.py") + "\nX_FRAME_OPTIONS = 'SAMEORIGIN'\n")
    with project.serving(GUNICORN) as url:
        framed = requests.get(f"{url}{IN_DJANGO}/")
        assert "_dash-config" in framed.text
        scripts = re.findall(r'<script src="([^"]+)"', framed.text)
        assert scripts and all(script.startswith("https://unpkg.com/") for script in scripts)
        assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert click(url, IN_DJANGO).json()["response"] == ANSWER


@pytest.mark.uses("dash", "django", "django-plotly-dash", "werkzeug", "gunicorn")
def test_dash_beside_django_answers_anyone_and_django_plotly_dash_behind_the_log_in_by_a_setting_and_a_key(project):
    project.copy("dash_board.py")
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
        assert requests.get(f"{url}/admin/", allow_redirects=False).status_code == 302
        assert "_dash-config" in requests.get(f"{url}/dash/").text
        assert click(url).json()["response"] == ANSWER

    with_a_board(project)
    guard = "\nPLOTLY_DASH = {'view_decorator': 'django_plotly_dash.access.login_required'}\nLOGIN_URL = '/admin/login/'\n"
    project.write("mysite/settings.py", project.read("mysite/settings.py") + guard)
    project.run("manage.py", "shell", "-c", "from django.contrib.auth.models import User; "
                "User.objects.create_superuser('ann', password='correct horse')")
    with project.serving(GUNICORN) as url:
        turned_away = requests.get(f"{url}{IN_DJANGO}/", allow_redirects=False)
        assert turned_away.headers["Location"] == f"/admin/login/?next={IN_DJANGO}/"
        assert "Log in" in click(url, IN_DJANGO).text
        member = requests.Session()
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', member.get(f"{url}/admin/login/").text)[1]
        ann = {"username": "ann", "password": "correct horse", "csrfmiddlewaretoken": token}
        member.post(f"{url}/admin/login/", data=ann, allow_redirects=False)
        assert member.get(f"{url}{IN_DJANGO}/").status_code == 500
    project.write("shop/board.py", project.read("shop/board.py") + KEY_FOR_DASH)
    with project.serving(GUNICORN) as url:
        assert requests.get(f"{url}{IN_DJANGO}/", allow_redirects=False).status_code == 302
        assert "_dash-config" in member.get(f"{url}{IN_DJANGO}/").text
        assert member.post(f"{url}{IN_DJANGO}/_dash-update-component", json=CLICK).json()["response"] == ANSWER
