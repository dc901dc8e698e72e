"""Forged form posts (CSRF)."""

import pytest
import requests


@pytest.mark.uses("django")
def test_generated_django_project_refuses_a_forged_post(project):
    project.write("shop/views.py", """
        from django.http import HttpResponse

        def transfer(request):
            return HttpResponse("money sent")
    """)
    project.write("mysite/urls.py", """
        from django.urls import path
        from shop.views import transfer

        urlpatterns = [path("transfer", transfer)]
    """)
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(f"{url}/transfer").text == "money sent"
        forged = requests.post(f"{url}/transfer", data={"to": "mallory"})
    assert forged.status_code == 403
    assert "CSRF verification failed" in forged.text


@pytest.mark.uses("flask", "flask-wtf")
def test_flask_accepts_a_forged_post_until_csrfprotect(folder):
    folder.write("app.py", """
        from flask import Flask

        app = Flask(__name__)
        app.secret_key = "for the proof"

        @app.post("/transfer")
        def transfer():
            return "money sent"
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.post(f"{url}/transfer", data={"to": "mallory"}).text == "money sent"

    folder.replace("app.py", "app.secret_key", """
from flask_wtf import CSRFProtect
CSRFProtect(app)
app.secret_key""")
    with folder.serving("-m flask --app app run --port {port}") as url:
        refused = requests.post(f"{url}/transfer", data={"to": "mallory"})
    assert refused.status_code == 400
    assert "The CSRF token is missing." in refused.text


@pytest.mark.uses("django")
def test_one_file_django_accepts_a_forged_post_until_it_lists_the_middleware(folder):
    folder.write("app.py", """
        import sys
        from django.conf import settings
        from django.core.management import execute_from_command_line
        from django.http import HttpResponse
        from django.urls import path

        settings.configure(SECRET_KEY="for the proof", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"])

        def transfer(request):
            return HttpResponse("money sent")

        urlpatterns = [path("transfer", transfer)]
        execute_from_command_line(sys.argv)
    """)
    with folder.serving("app.py runserver --noreload {port}") as url:
        accepted = requests.post(f"{url}/transfer", data={"to": "mallory"})
    assert (accepted.status_code, accepted.text) == (200, "money sent")
    assert "X-Frame-Options" not in accepted.headers

    middleware = "MIDDLEWARE=['django.middleware.csrf.CsrfViewMiddleware']"
    folder.replace("app.py", "settings.configure(", f"settings.configure({middleware}, ")
    with folder.serving("app.py runserver --noreload {port}") as url:
        assert requests.post(f"{url}/transfer", data={"to": "mallory"}).status_code == 403
