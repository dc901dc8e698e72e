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
