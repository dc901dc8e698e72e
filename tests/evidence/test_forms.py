"""Forms that people fill in."""

import re

import pytest
import requests


@pytest.mark.uses("django")
def test_django_form_comes_back_with_what_was_typed_and_a_message(project):
    project.write("mysite/urls.py", """
        from django import forms
        from django.http import HttpResponse
        from django.template import engines
        from django.urls import path

        class OrderForm(forms.Form):
            count = forms.IntegerField(min_value=1)

        PAGE = "<form method=post>{% csrf_token %}{{ form }}</form>"

        def order(request):
            form = OrderForm(request.POST or None)
            if form.is_valid():
                return HttpResponse(form.cleaned_data["count"] * 2)
            return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))

        urlpatterns = [path("", order)]
    """)
    with project.serving("manage.py runserver --noreload {port}") as url:
        browser = requests.Session()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(url).text)[1]
        good, bad, low = (
            browser.post(url, data={"count": count, "csrfmiddlewaretoken": token}).text
            for count in ("21", "many", "0")
        )
    assert good == "42"
    assert "Enter a whole number." in bad
    assert re.search(r'<input [^>]*name="count"[^>]* value="many"', bad)
    assert "Ensure this value is greater than or equal to 1." in low


@pytest.mark.uses("flask", "flask-wtf")
def test_flask_has_no_forms_and_flask_wtf_adds_them(folder):
    folder.write("app.py", """
        from flask import Flask, request

        app = Flask(__name__)

        @app.post("/")
        def order():
            return str(int(request.form["count"]) * 2)
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.post(url, data={"count": "21"}).text == "42"
        assert requests.post(url, data={"count": "many"}).status_code == 500

    folder.write("app.py", """
        from flask import Flask, render_template_string
        from flask_wtf import FlaskForm
        from wtforms import IntegerField
        from wtforms.validators import NumberRange

        app = Flask(__name__)
        app.secret_key = "for the proof"

        class OrderForm(FlaskForm):
            count = IntegerField(validators=[NumberRange(min=1)])

        PAGE = "<form method=post>{{ form.csrf_token }}{{ form.count }}{{ form.count.errors }}</form>"

        @app.route("/", methods=["GET", "POST"])
        def order():
            form = OrderForm()
            if form.validate_on_submit():
                return str(form.count.data * 2)
            return render_template_string(PAGE, form=form)
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        browser = requests.Session()
        token = re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', browser.get(url).text)[1]
        good, bad, low = (
            browser.post(url, data={"count": count, "csrf_token": token}).text
            for count in ("21", "many", "0")
        )
    assert good == "42"
    assert "Not a valid integer value." in bad
    assert re.search(r'<input [^>]*name="count"[^>]* value="many"', bad)
    assert "Number must be at least 1." in low


@pytest.mark.uses("fastapi", "wtforms", "python-multipart", "uvicorn")
def test_fastapi_refuses_a_bad_field_as_json_and_wtforms_gives_the_form_back(folder):
    folder.write("app.py", """
        from typing import Annotated

        from fastapi import FastAPI, Form, Request
        from fastapi.responses import HTMLResponse
        from wtforms import Form as WTForm
        from wtforms import IntegerField
        from wtforms.validators import NumberRange

        app = FastAPI()

        @app.post("/plain")
        def plain(count: Annotated[int, Form(ge=1)]):
            return count * 2

        class OrderForm(WTForm):
            count = IntegerField(validators=[NumberRange(min=1)])

        @app.post("/", response_class=HTMLResponse)
        async def order(request: Request):
            form = OrderForm(await request.form())
            if form.validate():
                return str(form.count.data * 2)
            return f"<form method=post>{form.count}{form.count.errors}</form>"
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.post(f"{url}/plain", data={"count": "21"}).text == "42"
        refused = requests.post(f"{url}/plain", data={"count": "many"})
        good, bad, low = (requests.post(url, data={"count": count}).text for count in ("21", "many", "0"))
    assert (refused.status_code, refused.headers["Content-Type"]) == (422, "application/json")
    assert refused.json()["detail"][0]["loc"] == ["body", "count"]
    assert good == "42"
    assert "Not a valid integer value." in bad
    assert re.search(r'<input [^>]*name="count"[^>]* value="many"', bad)
    assert "Number must be at least 1." in low
