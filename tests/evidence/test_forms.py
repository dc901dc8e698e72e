"""Forms that people fill in."""

import re

import pytest
import requests

GOOD, BAD = {"count": "21", "day": "2026-12-24"}, {"count": "many", "day": "soon"}
LOW = GOOD | {"count": "0"}


def messages(page: str) -> dict[str, list[str]]:
    """The messages that stand right before each input of a page, behind the one before it."""
    pieces = re.split(r'<input [^>]*name="(count|day|csrf\w+)"[^>]*>', page)
    assert "<li>" not in pieces[-1]
    return {name: re.findall("<li>(.*?)</li>", text) for text, name in zip(pieces[:-1:2], pieces[1::2], strict=True)}


@pytest.mark.uses("django")
def test_django_form_comes_back_with_what_was_typed_and_a_message_at_each_field(project):
    project.write("mysite/urls.py", """
        from django import forms
        from django.http import HttpResponse
        from django.template import engines
        from django.urls import path

        class OrderForm(forms.Form):
            count = forms.IntegerField(min_value=1)
            day = forms.DateField()

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
            browser.post(url, data=typed | {"csrfmiddlewaretoken": token}).text for typed in (GOOD, BAD, LOW)
        )
    assert good == "42"
    wrong = {"count": ["Enter a whole number."], "day": ["Enter a valid date."]}
    assert messages(bad) == {"csrfmiddlewaretoken": []} | wrong
    for name in wrong:
        assert re.search(f'<input [^>]*name="{name}" value="{BAD[name]}"[^>]* aria-describedby="id_{name}_error"', bad)
        assert f'id="id_{name}_error"><li>{wrong[name][0]}</li>' in bad
    too_low = "Ensure this value is greater than or equal to 1."
    assert messages(low) == {"csrfmiddlewaretoken": [], "count": [too_low], "day": []}


@pytest.mark.uses("flask", "flask-wtf")
def test_flask_reads_a_bad_number_as_none_and_flask_wtf_gives_the_form_back(folder):
    folder.write("app.py", """
        from flask import Flask, request

        app = Flask(__name__)

        @app.post("/")
        def order():
            return str(request.form.get("count", type=int))
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.post(url, data={"count": "21"}).text == "21"
        assert requests.post(url, data={"count": "many"}).text == "None"

    folder.write("app.py", """
        from flask import Flask, render_template
        from flask_wtf import FlaskForm
        from wtforms import DateField, IntegerField
        from wtforms.validators import NumberRange

        app = Flask(__name__)
        app.secret_key = "for the proof"

        class OrderForm(FlaskForm):
            count = IntegerField(validators=[NumberRange(min=1)])
            day = DateField()

        @app.route("/", methods=["GET", "POST"])
        def order():
            form = OrderForm()
            if form.validate_on_submit():
                return str(form.count.data * 2)
            return render_template("order.html", form=form)
    """)
    folder.write("templates/order.html", """
        <form method=post>{{ form.csrf_token }}
          {% for field in (form.count, form.day) %}
            <ul>{% for message in field.errors %}<li>{{ message }}</li>{% endfor %}</ul>{{ field }}
          {% endfor %}
        </form>
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        browser = requests.Session()
        token = re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', browser.get(url).text)[1]
        good, bad, low = (browser.post(url, data=typed | {"csrf_token": token}).text for typed in (GOOD, BAD, LOW))
    assert good == "42"
    wrong = {"count": ["Not a valid integer value.", "Number must be at least 1."], "day": ["Not a valid date value."]}
    assert messages(bad) == {"csrf_token": []} | wrong
    for name in wrong:
        assert re.search(f'<input [^>]*name="{name}"[^>]* value="{BAD[name]}"', bad)
    assert messages(low) == {"csrf_token": [], "count": ["Number must be at least 1."], "day": []}


@pytest.mark.uses("fastapi", "wtforms", "python-multipart", "uvicorn")
def test_fastapi_refuses_a_bad_field_as_json_and_wtforms_gives_the_form_back(folder):
    folder.write("app.py", """
        from typing import Annotated

        from fastapi import FastAPI, Form, Request
        from fastapi.responses import HTMLResponse
        from wtforms import DateField, IntegerField
        from wtforms import Form as WTForm
        from wtforms.validators import NumberRange

        app = FastAPI()

        @app.post("/plain")
        def plain(count: Annotated[int, Form(ge=1)]):
            return count * 2

        class OrderForm(WTForm):
            count = IntegerField(validators=[NumberRange(min=1)])
            day = DateField()

        @app.post("/", response_class=HTMLResponse)
        async def order(request: Request):
            form = OrderForm(await request.form())
            if form.validate():
                return str(form.count.data * 2)
            lists = {field: "".join(f"<li>{message}</li>" for message in field.errors) for field in form}
            return "".join(f"<ul>{messages}</ul>{field}" for field, messages in lists.items())
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.post(f"{url}/plain", data={"count": "21"}).text == "42"
        refused = requests.post(f"{url}/plain", data={"count": "many"})
        good, bad, low = (requests.post(url, data=typed).text for typed in (GOOD, BAD, LOW))
    assert (refused.status_code, refused.headers["Content-Type"]) == (422, "application/json")
    assert refused.json()["detail"][0]["loc"] == ["body", "count"]
    assert good == "42"
    wrong = {"count": ["Not a valid integer value.", "Number must be at least 1."], "day": ["Not a valid date value."]}
    assert messages(bad) == wrong
    for name in wrong:
        assert re.search(f'<input [^>]*name="{name}"[^>]* value="{BAD[name]}"', bad)
    assert messages(low) == {"count": ["Number must be at least 1."], "day": []}
