"""What a page says to the browser, and what it lets through: frames, markup, headers, hosts."""

import re

import django
import pytest
import requests

from harness import free_port


@pytest.mark.uses("django")
def test_generated_django_project_forbids_frames_through_a_middleware(project):
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(url).headers["X-Frame-Options"] == "DENY"

    project.replace("mysite/settings.py", "'django.middleware.clickjacking.XFrameOptionsMiddleware',", "")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert "X-Frame-Options" not in requests.get(url).headers


@pytest.mark.uses("django")
def test_django_escapes_markup_in_a_template_of_any_name(project):
    names = ["a.html", "a.svg", "a.txt", "a.jinja2", "a.html.j2"]
    for name in names:
        project.write(f"shop/templates/{name}", "<p>{{ comment }}</p>")
    project.write("shop/views.py", """
        from django.shortcuts import render

        def show(request, name):
            return render(request, name, {"comment": request.GET["comment"]})
    """)
    project.write("mysite/urls.py", """
        from django.urls import path
        from shop.views import show

        urlpatterns = [path("<name>", show)]
    """)
    with project.serving("manage.py runserver --noreload {port}") as url:
        shown = {name: requests.get(f"{url}/{name}", {"comment": "<script>"}).text for name in names}
    assert shown == dict.fromkeys(names, "<p>&lt;script&gt;</p>")


@pytest.mark.uses("flask", "jinja2")
def test_flask_escapes_markup_only_where_the_template_is_named_like_html_xml_or_svg(folder):
    names = ["a.html", "a.htm", "a.xml", "a.xhtml", "a.svg", "a.txt", "a.jinja2", "a.html.j2"]
    for name in names:
        folder.write(f"templates/{name}", "<p>{{ comment }}</p>")
    folder.write("app.py", """
        from flask import Flask, render_template, request

        app = Flask(__name__)

        @app.get("/<name>")
        def show(name):
            return render_template(name, comment=request.args["comment"])
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        shown = {name: requests.get(f"{url}/{name}", {"comment": "<script>"}).text for name in names}
    assert {name for name, text in shown.items() if text == "<p>&lt;script&gt;</p>"} == set(names[:5])
    assert {name for name, text in shown.items() if text == "<p><script></p>"} == set(names[5:])


@pytest.mark.uses("fastapi", "jinja2", "uvicorn")
def test_fastapi_escapes_markup_only_where_the_template_is_named_like_html_or_xml(folder):
    names = ["a.html", "a.htm", "a.xml", "a.xhtml", "a.svg", "a.txt", "a.jinja2", "a.html.j2"]
    for name in names:
        folder.write(f"templates/{name}", "<p>{{ comment }}</p>")
    folder.write("app.py", """
        from fastapi import FastAPI, Request
        from fastapi.templating import Jinja2Templates

        app = FastAPI()
        templates = Jinja2Templates("templates")

        @app.get("/{name}")
        def show(request: Request, name: str, comment: str):
            return templates.TemplateResponse(request, name, {"comment": comment})
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        shown = {name: requests.get(f"{url}/{name}", {"comment": "<script>"}).text for name in names}
    assert {name for name, text in shown.items() if text == "<p>&lt;script&gt;</p>"} == set(names[:3])
    assert {name for name, text in shown.items() if text == "<p><script></p>"} == set(names[3:])


@pytest.mark.uses("django")
def test_django_lets_markup_through_that_a_view_glues_together(project):
    project.write("shop/views.py", """
        from django.http import HttpResponse
        from django.utils.html import format_html

        def glued(request):
            return HttpResponse(f"<p>{request.GET['comment']}</p>")

        def formatted(request):
            return HttpResponse(format_html("<p>{}</p>", request.GET["comment"]))
    """)
    project.write("mysite/urls.py", """
        from django.urls import path
        from shop.views import formatted, glued

        urlpatterns = [path("glued", glued), path("formatted", formatted)]
    """)
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(f"{url}/glued", {"comment": "<script>"}).text == "<p><script></p>"
        assert requests.get(f"{url}/formatted", {"comment": "<script>"}).text == "<p>&lt;script&gt;</p>"


@pytest.mark.uses("flask", "markupsafe")
def test_flask_lets_markup_through_that_a_view_glues_together(folder):
    folder.write("app.py", """
        from flask import Flask, request
        from markupsafe import Markup

        app = Flask(__name__)

        @app.get("/glued")
        def glued():
            return f"<p>{request.args['comment']}</p>"

        @app.get("/formatted")
        def formatted():
            return Markup("<p>{}</p>").format(request.args["comment"])
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(f"{url}/glued", {"comment": "<script>"}).text == "<p><script></p>"
        assert requests.get(f"{url}/formatted", {"comment": "<script>"}).text == "<p>&lt;script&gt;</p>"


@pytest.mark.uses("fastapi", "markupsafe", "uvicorn")
def test_fastapi_sends_markup_as_json_and_lets_it_through_in_an_html_response(folder):
    folder.write("app.py", """
        from html import escape

        from fastapi import FastAPI
        from fastapi.responses import HTMLResponse
        from markupsafe import Markup

        app = FastAPI()

        @app.get("/plain")
        def plain(comment: str):
            return f"<p>{comment}</p>"

        @app.get("/glued", response_class=HTMLResponse)
        def glued(comment: str):
            return f"<p>{comment}</p>"

        @app.get("/formatted", response_class=HTMLResponse)
        def formatted(comment: str):
            return Markup("<p>{}</p>").format(comment)

        @app.get("/escaped", response_class=HTMLResponse)
        def escaped(comment: str):
            return f"<p>{escape(comment)}</p>"
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        ways = ("plain", "glued", "formatted", "escaped")
        plain, glued, *safe = (requests.get(f"{url}/{way}", {"comment": "<script>"}) for way in ways)
    assert (plain.headers["Content-Type"], plain.text) == ("application/json", '"<p><script></p>"')
    assert (glued.headers["Content-Type"], glued.text) == ("text/html; charset=utf-8", "<p><script></p>")
    assert [answer.text for answer in safe] == ["<p>&lt;script&gt;</p>"] * 2


@pytest.mark.uses("django")
def test_generated_django_project_sends_three_more_security_headers(project):
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    with project.serving("manage.py runserver --noreload {port}") as url:
        sent = requests.get(url).headers
    assert {name: sent[name] for name in wanted} == wanted

    project.replace("mysite/settings.py", "'django.middleware.security.SecurityMiddleware',", "")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert not wanted.keys() & requests.get(url).headers.keys()


@pytest.mark.uses("django")
def test_django_lists_the_unsafe_settings_before_deployment_until_they_are_set(project):
    settings = project.read("mysite/settings.py")

    def unsafe() -> list[str]:
        checked = project.run("manage.py", "check", "--deploy", check=False)
        assert ("identified no issues" in checked.stdout) == (checked.stderr == "")
        return re.findall(r"^\?: \((?:security\.)?([\w.]+)\)", checked.stderr, re.MULTILINE)

    mailer = ["mail.E001"] if django.VERSION >= (6, 1) else []
    assert unsafe() == [*mailer, "W004", "W008", "W009", "W012", "W016", "W018", "W020"]

    settings += """
DEBUG = False
SECRET_KEY = "".join(map(chr, range(48, 112)))
ALLOWED_HOSTS = ["shop.example"]
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = 31536000
"""
    project.write("mysite/settings.py", settings)
    assert unsafe() == [*mailer, "W005", "W021"]

    settings += "SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True\n"
    project.write("mysite/settings.py", settings)
    assert unsafe() == mailer

    settings += 'MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}}\n'
    project.write("mysite/settings.py", settings)
    assert unsafe() == []


@pytest.mark.uses("flask", "ruff")
def test_flask_has_no_command_that_checks_a_deployment_and_ruff_lists_debug_mode_and_a_key_of_text_but_not_of_bytes(folder):
    folder.write("app.py", """
        from flask import Flask

        app = Flask(__name__)
        app.config["SECRET_KEY"] = "dev"

        if __name__ == "__main__":
            app.run(debug=True)
    """)
    own = folder.run("-c", "from flask.cli import FlaskGroup; print(*sorted(FlaskGroup().commands))").stdout
    assert own.split() == ["routes", "run", "shell"]
    refused = folder.run("-m", "flask", "--app", "app", "check", "--deploy", check=False)
    assert refused.returncode == 2
    assert "No such command 'check'." in refused.stderr

    check = ("-m", "ruff", "check", "--isolated", "--no-cache", "--select=S", "--output-format=concise", "app.py")
    listed = folder.run(*check, check=False).stdout
    assert re.findall(r"app.py:(\d+):\d+: (S\d+)", listed) == [("4", "S105"), ("7", "S201")]
    folder.replace("app.py", "debug=True", "")
    for key in ("app.config.from_prefixed_env()", 'app.secret_key = b"dev"', 'app.secret_key = getenv("KEY", "dev")'):
        folder.write("app.py", f"from os import getenv\nfrom flask import Flask\napp = Flask(__name__)\n{key}\napp.run()\n")
        assert folder.run(*check).stdout == "All checks passed!\n"


@pytest.mark.uses("fastapi", "fastapi-safeguard")
def test_fastapi_safeguard_lists_debug_mode_a_lone_star_in_cors_and_routes_of_the_app_without_a_log_in_that_it_knows(folder):
    folder.write("app.py", """
        from fastapi import Depends, FastAPI, HTTPException
        from fastapi.middleware.cors import CORSMiddleware
        from fastapi.security import HTTPBearer
        from fastapi_safeguard import open_route

        app = FastAPI(debug=True)
        app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)

        @app.get("/")
        def home() -> str:
            return "hello"

        @app.get("/known", dependencies=[Depends(HTTPBearer())])
        def known() -> str:
            return "for members only"

        def members_only():
            raise HTTPException(401)

        @app.get("/guarded", dependencies=[Depends(members_only)])
        def guarded() -> str:
            return "for members only"
    """)
    checked = folder.run("-m", "fastapi_safeguard", "check", "app:app", check=False)
    assert checked.returncode == 1
    assert [line for line in checked.stdout.splitlines() if line.startswith("  + ")] == [
        "  + Application running in debug mode",
        "  + CORS misconfiguration: allow_origins='*', credentials allowed with wildcard origins",
        "  + GET / has no accepted security dependency",
        "  + GET /guarded has no accepted security dependency",
    ]
    folder.replace("app.py", "debug=True", "")
    folder.replace("app.py", '["*"]', '["*", "https://shop.example"]')
    for path in ('"/")', '"/guarded"'):
        folder.replace("app.py", f"@app.get({path}", f"@open_route\n@app.get({path}")
    assert folder.run("-m", "fastapi_safeguard", "check", "app:app").returncode == 0
    folder.write("app.py", folder.read("app.py") + """
from fastapi import APIRouter, WebSocket
router = APIRouter()
router.get("/secret")(lambda: "seen by anybody")
app.include_router(router)
mounted = FastAPI()
mounted.get("/secret")(lambda: "seen by anybody")
app.mount("/mounted", mounted)
@app.websocket("/socket")
async def socket(socket: WebSocket):
    await socket.accept()
    await socket.send_text("seen by anybody")
""")
    assert folder.run("-m", "fastapi_safeguard", "check", "app:app").returncode == 0
    folder.write("anybody.py", """
        from app import app
        from fastapi.testclient import TestClient

        visitor = TestClient(app)
        with visitor.websocket_connect("/socket") as socket:
            print(visitor.get("/secret").json(), visitor.get("/mounted/secret").json(), socket.receive_text(), sep=", ")
    """)
    assert folder.run("anybody.py").stdout == ", ".join(["seen by anybody"] * 3) + "\n"


@pytest.mark.uses("django", "django-csp")
def test_django_sends_a_content_policy_once_switched_on_and_before_6_0_with_django_csp(project):
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert "Content-Security-Policy" not in requests.get(f"{url}/admin/login/").headers

    middleware = "django.middleware.csp.ContentSecurityPolicyMiddleware"
    if django.VERSION < (6, 0):
        missing = project.run("-c", "import django.middleware.csp", check=False).stderr
        assert "No module named 'django.middleware.csp'" in missing
        middleware = "csp.middleware.CSPMiddleware"
    project.replace("mysite/settings.py", "MIDDLEWARE = [", f"""
SECURE_CSP = {{"default-src": ["'self'"]}}
CONTENT_SECURITY_POLICY = {{"DIRECTIVES": SECURE_CSP}}  # the name that django-csp reads
MIDDLEWARE = [
    "{middleware}",""")
    with project.serving("manage.py runserver --noreload {port}") as url:
        sent = requests.get(f"{url}/admin/login/").headers
    assert sent["Content-Security-Policy"] == "default-src 'self'"


@pytest.mark.uses("django")
def test_django_answers_400_for_a_page_to_a_host_that_is_not_allowed(project):
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(url).status_code == 200
        asked = [requests.get(url + page, headers={"Host": "mallory.example"}) for page in ("", "/nowhere", "/static/admin/css/base.css")]
        assert [answer.status_code for answer in asked] == [400, 400, 200]

    project.replace("mysite/settings.py", "DEBUG = True", "DEBUG = False")
    refused = project.run("manage.py", "runserver", "--noreload", str(free_port()), check=False)
    assert "You must set settings.ALLOWED_HOSTS if DEBUG is False." in refused.stderr

    project.replace("mysite/settings.py", "ALLOWED_HOSTS = []", 'ALLOWED_HOSTS = ["shop.example"]')
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(f"{url}/admin/login/", headers={"Host": "shop.example"}).status_code == 200
        assert requests.get(f"{url}/admin/login/", headers={"Host": "mallory.example"}).status_code == 400


@pytest.mark.uses("flask", "werkzeug")
def test_flask_answers_any_host_until_trusted_hosts_is_set_and_its_name_goes_into_links_unless_server_name_is(folder):
    folder.write("app.py", """
        from flask import Flask, url_for

        app = Flask(__name__)

        @app.get("/")
        def home():
            return url_for("home", _external=True)
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(url, headers={"Host": "mallory.example"}).text == "http://mallory.example/"

    own = "from app import app; app.config['SERVER_NAME'] = 'shop.example'; "
    own += "print(app.test_client().get('/', headers={'Host': 'mallory.example'}).text)"
    assert folder.run("-c", own).stdout == "http://shop.example/\n"

    folder.replace("app.py", "app = Flask(__name__)", """
app = Flask(__name__)
app.config["TRUSTED_HOSTS"] = ["shop.example"]""")
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(url, headers={"Host": "shop.example"}).text == "http://shop.example/"
        assert requests.get(url, headers={"Host": "mallory.example"}).status_code == 400


@pytest.mark.uses("fastapi", "uvicorn")
def test_fastapi_answers_any_host_until_trusted_host_middleware_is_set(folder):
    folder.write("app.py", """
        from fastapi import FastAPI, Request

        app = FastAPI()

        @app.get("/")
        def home(request: Request):
            return str(request.url_for("home"))
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.get(url, headers={"Host": "mallory.example"}).json() == "http://mallory.example/"

    folder.replace("app.py", "app = FastAPI()", """
from fastapi.middleware.trustedhost import TrustedHostMiddleware
app = FastAPI()
app.add_middleware(TrustedHostMiddleware, allowed_hosts=["shop.example"])""")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.get(url, headers={"Host": "shop.example"}).json() == "http://shop.example/"
        assert requests.get(url, headers={"Host": "mallory.example"}).status_code == 400


@pytest.mark.uses("flask", "werkzeug", "flask-talisman")
def test_flask_sends_no_security_header_until_flask_talisman_sends_six(folder):
    folder.write("app.py", """
        from flask import Flask

        app = Flask(__name__)

        @app.get("/")
        def home():
            return "hello"
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        sent = requests.get(url).headers
    assert set(sent) == {"Content-Type", "Content-Length", "Server", "Date", "Connection"}

    folder.replace("app.py", "app = Flask(__name__)", """
from flask_talisman import Talisman
app = Flask(__name__)
Talisman(app)""")
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(url, allow_redirects=False).headers["Location"] == f"{url}/".replace("http", "https")
        sent = requests.get(url, headers={"X-Forwarded-Proto": "https"}).headers
    with folder.serving("-m flask --app app run --debug --no-reload --port {port}") as url:
        assert requests.get(url, allow_redirects=False).text == "hello"
    assert sent["X-Frame-Options"] == "SAMEORIGIN"
    assert sent["Content-Security-Policy"] == "default-src 'self'; object-src 'none'"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sent["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert sent["Permissions-Policy"] == "browsing-topics=()"
    assert sent["Strict-Transport-Security"] == "max-age=31556926; includeSubDomains"


@pytest.mark.uses("fastapi", "secure", "uvicorn")
def test_fastapi_sends_no_security_header_until_secure_sends_eight_but_with_a_500_and_one_stops_the_docs_page(folder):
    folder.write("app.py", """
        from fastapi import FastAPI

        app = FastAPI()
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        sent = requests.get(f"{url}/docs").headers
    assert {name.lower() for name in sent} == {"date", "server", "content-type", "content-length"}

    folder.replace("app.py", "app = FastAPI()", """
from secure.middleware import SecureASGIMiddleware
app = FastAPI()
app.add_middleware(SecureASGIMiddleware)
app.get("/fails")(lambda: 1 / 0)""")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        docs = requests.get(f"{url}/docs")
        failed = requests.get(f"{url}/fails")
    assert failed.status_code == 500
    assert {name.lower() for name in failed.headers} == {"date", "server", "content-type", "content-length"}
    sent = docs.headers
    assert sent["X-Frame-Options"] == "SAMEORIGIN"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sent["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert sent["Cross-Origin-Opener-Policy"] == sent["Cross-Origin-Resource-Policy"] == "same-origin"
    assert sent["Permissions-Policy"] == "geolocation=(), microphone=(), camera=()"
    assert sent["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    policy = sent["Content-Security-Policy"].split("; ")
    assert "default-src 'self'" in policy
    assert "script-src 'self'" in policy
    assert '<script src="https://cdn.jsdelivr.net/npm/swagger-ui-dist' in docs.text
