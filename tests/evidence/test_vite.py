"""A front end that Vite has bundled, in a page of the server's."""

import json
import re

import pytest
import requests

MANIFEST = {"main.js": {"file": "assets/main-4c1e.js", "src": "main.js", "isEntry": True,
                        "css": ["assets/main-9f2b.css"], "imports": ["_shared.js"]},
            "_shared.js": {"file": "assets/shared-7d3a.js", "css": ["assets/shared-5e8c.css"]}}


def linked(page: str) -> list[str]:
    """The addresses that the tags of a page link."""
    return re.findall(r'<(?:script|link) [^>]*(?:src|href)="([^"]+)"', page)


@pytest.mark.uses("django", "django-vite")
def test_django_vite_links_a_script_with_its_styles_and_chunks_and_has_tags_for_react_and_hot_reload(project):
    deeper = {"_deep.js": {"file": "assets/deep-1a6d.js", "css": ["assets/deep-8e3b.css"]}}
    shared = {"_shared.js": MANIFEST["_shared.js"] | {"imports": ["_deep.js"]}}
    project.write("assets/manifest.json", json.dumps(MANIFEST | shared | deeper))
    project.replace("mysite/settings.py", "    'shop',", "    'shop', 'django_vite',")
    project.replace("mysite/settings.py", "MIDDLEWARE", """
DJANGO_VITE = {"default": {"dev_mode": False, "manifest_path": BASE_DIR / "assets/manifest.json"}}
MIDDLEWARE""")
    project.write("shop/templates/page.html", "{% load django_vite %}{% vite_asset 'main.js' %}")
    project.write("shop/templates/hot.html", "{% load django_vite %}{% vite_hmr_client %}\n{% vite_react_refresh %}")
    project.write("mysite/urls.py", """
        from django.urls import path
        from django.views.generic import TemplateView

        urlpatterns = [path(f"{name}.html", TemplateView.as_view(template_name=f"{name}.html"))
                       for name in ("page", "hot")]
    """)
    with project.serving("manage.py runserver --noreload {port}") as url:
        bundled = requests.get(f"{url}/page.html").text
        assert requests.get(f"{url}/hot.html").text == "\n"
    styles, script, chunk = ("deep-8e3b.css", "shared-5e8c.css", "main-9f2b.css"), "main-4c1e.js", "shared-7d3a.js"
    assert linked(bundled) == [f"/static/assets/{file}" for file in (*styles, script, chunk)]
    assert re.search(r'<link [^>]*shared-7d3a.js"[^>]* rel="modulepreload"', bundled)

    project.replace("mysite/settings.py", '"dev_mode": False', '"dev_mode": True')
    vite = "http://localhost:5173/static"
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert linked(requests.get(f"{url}/page.html").text) == [f"{vite}/main.js"]
        reload, react = requests.get(f"{url}/hot.html").text.split("\n", 1)
    assert linked(reload) == [f"{vite}/@vite/client"]
    assert f"'{vite}/@react-refresh'" in react


@pytest.mark.uses("flask", "canonicalwebteam-flask-vite")
def test_canonicals_flask_vite_links_a_script_with_its_styles_and_chunks_and_brings_hot_reload_and_reacts_while_developing(folder):
    folder.write("static/dist/.vite/manifest.json", json.dumps(MANIFEST))
    for file in ("main-4c1e.js", "shared-7d3a.js", "main-9f2b.css", "shared-5e8c.css"):
        folder.write(f"static/dist/assets/{file}", "")
    folder.write("app.py", """
        from canonicalwebteam.flask_vite import FlaskVite
        from flask import Flask, render_template_string

        app = Flask(__name__)
        FlaskVite(app)

        @app.get("/")
        def page():
            return render_template_string("<head></head>{{ vite_import('main.js') }}")
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        bundled = requests.get(url).text
        files = ("main-4c1e.js", "shared-7d3a.js", "main-9f2b.css", "shared-5e8c.css")
        assert sorted(linked(bundled)) == sorted(f"/static/dist/assets/{file}" for file in files)
        assert requests.get(f"{url}/static/dist/assets/main-4c1e.js").status_code == 200
    assert re.search(r'<link [^>]*rel="modulepreload"[^>]*shared-7d3a.js"', bundled)

    folder.replace("app.py", "FlaskVite(app)", "app.config['VITE_MODE'] = 'development'\nFlaskVite(app)")
    vite = "http://localhost:5173"
    with folder.serving("-m flask --app app run --port {port}") as url:
        shown = requests.get(url).text
        assert linked(shown) == [f"{vite}/main.js"]
        assert f"{vite}/@vite/client" in shown and "@react-refresh" not in shown
    folder.replace("app.py", "FlaskVite(app)", "app.config['VITE_REACT'] = True\nFlaskVite(app)")
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert f"{vite}/@react-refresh" in requests.get(url).text


@pytest.mark.uses("fastapi", "fastapi-vite-assets", "jinja2", "uvicorn")
def test_fastapi_vite_assets_links_a_script_with_its_own_styles_and_hot_reload_until_env_says_otherwise(folder):
    folder.write("dist/.vite/manifest.json", json.dumps(MANIFEST))
    folder.write("dist/assets/main-4c1e.js", "shown()")
    folder.write("templates/page.html", "{{ vite_hmr_client() }} {{ vite_asset('main.js') }}")
    folder.write("app.py", """
        from fastapi import FastAPI, Request
        from fastapi.templating import Jinja2Templates
        from fastapi_vite_assets import setup_vite

        app = FastAPI()
        templates = Jinja2Templates("templates")
        setup_vite(app, templates)

        @app.get("/page")
        def page(request: Request):
            return templates.TemplateResponse(request, "page.html")

        @app.get("/tags")
        def tags():
            return sorted(name for name in templates.env.globals if "vite" in name or "react" in name)
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        vite = "http://localhost:5173"
        shown = requests.get(f"{url}/page").text
        assert linked(shown) == [f"{vite}/@vite/client", f"{vite}/main.js"]
        assert requests.get(f"{url}/tags").json() == ["vite_asset", "vite_hmr_client"]
    folder.replace("app.py", "setup_vite(app", "import os; os.environ['ENV'] = 'production'\nsetup_vite(app")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert linked(requests.get(f"{url}/page").text) == ["/static/assets/main-4c1e.js", "/static/assets/main-9f2b.css"]
        assert requests.get(f"{url}/static/assets/main-4c1e.js").text == "shown()"


def built(folder):
    """What Vite built: a page, which is shown at each address of the front end, its script, and a file of `public/`."""
    folder.write("dist/index.html", '<script type="module" src="/assets/main-4c1e.js"></script>')
    folder.write("dist/assets/main-4c1e.js", "shown()")
    folder.write("dist/robots.txt", "Disallow:")


def shows_the_page(url, folder, *addresses):
    for address in addresses:
        shown = requests.get(url + address, headers={"Accept": "text/html"})
        assert (shown.status_code, shown.text.strip()) == (200, folder.read("dist/index.html").strip())


@pytest.mark.uses("django", "whitenoise")
def test_whitenoise_serves_what_vite_built_and_a_last_address_one_writes_gives_its_page(project):
    built(project)
    project.replace("mysite/settings.py", "MIDDLEWARE = [", """
WHITENOISE_ROOT = BASE_DIR / "dist"
MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware",""")
    project.replace("mysite/settings.py", "'DIRS': []", "'DIRS': [BASE_DIR / 'dist']")
    project.write("mysite/urls.py", """
        from django.http import JsonResponse
        from django.urls import path, re_path
        from django.views.generic import TemplateView

        urlpatterns = [
            path("api/books", lambda request: JsonResponse(["Dune"], safe=False)),
            re_path("", TemplateView.as_view(template_name="index.html")),
        ]
    """)
    with project.serving("manage.py runserver --noreload {port}") as url:
        shows_the_page(url, project, "/", "/books/7", "/assets/main-0000.js")
        assert requests.get(f"{url}/assets/main-4c1e.js").text == "shown()"
        assert requests.get(f"{url}/robots.txt").text == "Disallow:"
        assert requests.get(f"{url}/api/books").json() == ["Dune"]


@pytest.mark.uses("flask")
def test_flask_serves_what_vite_built_and_a_last_address_one_writes_gives_its_page(folder):
    built(folder)
    folder.write("app.py", """
        from pathlib import Path

        from flask import Flask, send_from_directory

        app = Flask(__name__, static_folder="dist/assets", static_url_path="/assets")

        @app.get("/api/books")
        def books():
            return ["Dune"]

        @app.get("/")
        @app.get("/<path:address>")
        def front_end(address=""):
            return send_from_directory("dist", address if Path("dist", address).is_file() else "index.html")
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        shows_the_page(url, folder, "/", "/books/7")
        assert requests.get(f"{url}/assets/main-4c1e.js").text == "shown()"
        assert requests.get(f"{url}/robots.txt").text == "Disallow:"
        assert requests.get(f"{url}/assets/main-0000.js").status_code == 404
        assert requests.get(f"{url}/api/books").json() == ["Dune"]


@pytest.mark.uses("fastapi", "uvicorn")
def test_fastapi_serves_what_vite_built_and_its_page_at_addresses_that_no_route_takes(folder):
    built(folder)
    folder.write("app.py", """
        from fastapi import FastAPI

        app = FastAPI()
        app.frontend("/", directory="dist")

        @app.get("/api/books")
        def books():
            return ["Dune"]
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        shows_the_page(url, folder, "/", "/books/7")
        assert requests.get(f"{url}/books/7", headers={"Accept": "*/*"}).status_code == 404
        assert "Swagger UI" in requests.get(f"{url}/docs", headers={"Accept": "text/html"}).text
        assert requests.get(f"{url}/assets/main-4c1e.js").text == "shown()"
        assert requests.get(f"{url}/robots.txt").text == "Disallow:"
        assert requests.get(f"{url}/assets/main-0000.js").status_code == 404
        assert requests.get(f"{url}/api/books").json() == ["Dune"]
