"""A front end that Vite has bundled, in a page of the server's."""

import json

import pytest
import requests

MANIFEST = {"main.js": {"file": "assets/main-4c1e.js", "src": "main.js", "isEntry": True,
                        "css": ["assets/main-9f2b.css"]}}


@pytest.mark.uses("django", "django-vite")
def test_django_vite_links_what_vite_bundled_and_its_server_while_developing(project):
    project.write("assets/manifest.json", json.dumps(MANIFEST))
    project.replace("mysite/settings.py", "    'shop',", "    'shop', 'django_vite',")
    project.replace("mysite/settings.py", "MIDDLEWARE", """
DJANGO_VITE = {"default": {"dev_mode": False, "manifest_path": BASE_DIR / "assets/manifest.json"}}
MIDDLEWARE""")
    project.write("shop/templates/page.html", "{% load django_vite %}{% vite_asset 'main.js' %}")
    project.write("mysite/urls.py", """
        from django.urls import path
        from django.views.generic import TemplateView

        urlpatterns = [path("", TemplateView.as_view(template_name="page.html"))]
    """)
    with project.serving("manage.py runserver --noreload {port}") as url:
        bundled = requests.get(url).text
    assert 'src="/static/assets/main-4c1e.js"' in bundled
    assert 'href="/static/assets/main-9f2b.css"' in bundled

    project.replace("mysite/settings.py", '"dev_mode": False', '"dev_mode": True')
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert 'src="http://localhost:5173/static/main.js"' in requests.get(url).text


@pytest.mark.uses("flask", "flask-vite")
def test_flask_vite_links_what_vite_bundled_and_its_server_while_developing(folder):
    folder.write("vite/dist/assets/main-4c1e.js", "shown()")
    folder.write("vite/dist/assets/main-9f2b.css", "h1 { color: red }")
    folder.write("app.py", """
        from flask import Flask, render_template_string
        from flask_vite import Vite

        app = Flask(__name__)
        Vite(app)

        @app.get("/")
        def page():
            return render_template_string("{{ vite_tags() }}")
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        bundled = requests.get(url).text
        assert requests.get(f"{url}/_vite/main-4c1e.js").text == "shown()"
    assert 'src="/_vite/main-4c1e.js"' in bundled
    assert 'href="/_vite/main-9f2b.css"' in bundled
    with folder.serving("-m flask --app app run --debug --no-reload --port {port}") as url:
        assert 'src="http://localhost:3000/main.js"' in requests.get(url).text


@pytest.mark.uses("fastapi", "uvicorn")
def test_fastapi_serves_what_vite_bundled_and_its_page_at_each_address_of_the_front_end(folder):
    folder.write("dist/index.html", '<script type="module" src="/assets/main-4c1e.js"></script>')
    folder.write("dist/assets/main-4c1e.js", "shown()")
    folder.write("app.py", """
        from fastapi import FastAPI

        app = FastAPI()
        app.frontend("/", directory="dist")

        @app.get("/api/books")
        def books():
            return ["Dune"]
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        for address in ("/", "/books/7"):
            shown = requests.get(url + address, headers={"Accept": "text/html"})
            assert (shown.status_code, shown.text.strip()) == (200, folder.read("dist/index.html").strip())
        assert requests.get(f"{url}/assets/main-4c1e.js").text == "shown()"
        assert requests.get(f"{url}/assets/main-0000.js").status_code == 404
        assert requests.get(f"{url}/api/books").json() == ["Dune"]
