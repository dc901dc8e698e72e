"""A web API in front of a program that is not a web program, and what it does with bad input."""

import json
from importlib.metadata import metadata

import pytest
import requests

GOOD = {"length": 5.1, "width": 2.3}
BAD = [{"length": "long", "width": 1}, {"length": 1}, [1, 2]]
UNUSED = {"length": 1, "width": "wide"}  # its width is never looked at


@pytest.mark.uses("flask", "gunicorn")
def test_seven_lines_of_flask_open_a_program_to_any_post_whose_header_calls_it_json(folder, measure):
    folder.copy("predict_flask.py", "app.py")
    assert folder.typed_lines() == 7
    measure("lines typed for a door", folder.typed_lines(), "lines", of="Flask")
    folder.copy("model.py")
    with folder.serving("-m gunicorn app:app --bind 127.0.0.1:{port}") as url:
        assert requests.post(f"{url}/predict", json=GOOD).json() == {"species": "virginica"}
        assert post_text(url, json.dumps(GOOD)) == 200
        assert post_text(url, json.dumps(GOOD), kind="text/plain") == 415


@pytest.mark.uses("flask", "flask-openapi3", "pydantic", "gunicorn")
def test_seven_lines_of_flask_open_a_program_or_ten_with_flask_openapi3_which_checks_and_describes_its_input(folder, measure):
    folder.copy("predict_flask.py", "plain.py")
    plain = folder.typed_lines()
    folder.copy("predict_flask_openapi3.py", "checked.py")
    checked = folder.typed_lines() - plain
    assert (plain, checked) == (7, 10)
    measure("lines typed for a door", checked, "lines", of="flask-openapi3")
    folder.copy("model.py")
    with folder.serving("-m gunicorn plain:app --bind 127.0.0.1:{port}") as url:
        assert requests.post(f"{url}/predict", json=GOOD).json() == {"species": "virginica"}
    with folder.serving("-m gunicorn checked:app --bind 127.0.0.1:{port}") as url:
        assert requests.post(f"{url}/predict", json=GOOD).json() == {"species": "virginica"}
        answers = [requests.post(f"{url}/predict", json=bad) for bad in BAD]
        assert [answer.status_code for answer in answers] == [422, 422, 422]
        assert [answer.json()[0]["loc"] for answer in answers] == [["length"], ["width"], []]
        assert post_text(url, "not JSON") == 422
        description = requests.get(f"{url}/openapi/openapi.json").json()
    assert list(description["paths"]) == ["/predict"]
    assert description["components"]["schemas"]["Petal"]["required"] == ["length", "width"]


@pytest.mark.uses("flask", "gunicorn")
def test_flask_answers_500_where_wrong_input_makes_the_function_fail_and_400_to_broken_json_and_with_debug_off_to_a_missing_form_or_query_field(folder):
    folder.copy("predict_flask.py", "app.py")
    folder.copy("model.py")
    folder.write("fields.py", """
        from app import app
        from flask import request

        @app.post("/form")
        def form():
            return request.form["name"] + "!" * int(request.form.get("times", 1))

        @app.get("/query")
        def query():
            return request.args["name"] + "!" * int(request.args.get("times", 1))

        @app.get("/number/<int:number>")
        def number(number):
            return str(number)
    """)
    with folder.serving("-m gunicorn fields:app --bind 127.0.0.1:{port}") as url:
        assert [requests.post(f"{url}/predict", json=bad).status_code for bad in BAD] == [500, 500, 500]
        assert requests.post(f"{url}/predict", json=UNUSED).json() == {"species": "setosa"}
        assert post_text(url, "not JSON") == 400
        assert fields(f"{url}/form", f"{url}/query") == {"good": [200, 200], "wrong": [500, 500], "missing": [400, 400]}
        assert [requests.get(f"{url}/number/{text}").status_code for text in ("1", "one")] == [200, 404]
    with folder.serving("-m flask --app fields run --debug --no-reload --port {port}") as url:
        assert post_text(url, "not JSON") == 400
        assert fields(f"{url}/form", f"{url}/query")["missing"] == [500, 500]


@pytest.mark.uses("django", "nanodjango", "gunicorn")
def test_twelve_lines_of_django_open_a_program_or_nine_with_nanodjango_a_beta_which_checks_and_describes_its_input(
    folder, measure
):
    folder.copy("predict_django.py", "plain.py")
    plain = folder.typed_lines()
    folder.copy("predict_nanodjango.py", "nano.py")
    nano = folder.typed_lines() - plain
    assert (plain, nano) == (12, 9)
    assert "Development Status :: 4 - Beta" in metadata("nanodjango").get_all("Classifier")
    measure("lines typed for a door", plain, "lines", of="Django in one file")
    measure("lines typed for a door", nano, "lines", of="nanodjango")
    folder.copy("model.py")
    with folder.serving("-m gunicorn plain:app --bind 127.0.0.1:{port}") as url:
        assert requests.post(f"{url}/predict", json=GOOD).json() == {"species": "virginica"}
    with folder.serving("-m gunicorn nano:app --bind 127.0.0.1:{port}") as url:
        assert requests.post(f"{url}/predict", json=GOOD).json() == {"species": "virginica"}
        answers = [requests.post(f"{url}/predict", json=bad) for bad in BAD]
        assert [answer.status_code for answer in answers] == [422, 422, 422]
        named = [answer.json()["detail"][0]["loc"] for answer in answers[:2]]
        assert named == [["body", "petal", "length"], ["body", "petal", "width"]]
        assert post_text(url, "not JSON") == 400
        description = requests.get(f"{url}/openapi.json").json()
        assert requests.get(f"{url}/docs").status_code == 200
    assert list(description["paths"]) == ["/predict"]
    assert description["components"]["schemas"]["Petal"]["required"] == ["length", "width"]


@pytest.mark.uses("django", "gunicorn")
def test_django_answers_500_where_wrong_input_or_a_missing_field_makes_the_function_fail_and_takes_all_else(folder):
    folder.copy("predict_django.py", "app.py")
    folder.copy("model.py")
    folder.write("fields.py", """
        from app import app, urlpatterns
        from django.http import HttpResponse
        from django.urls import path

        def form(request):
            return HttpResponse(request.POST["name"] + "!" * int(request.POST.get("times", 1)))

        def query(request):
            return HttpResponse(request.GET["name"] + "!" * int(request.GET.get("times", 1)))

        def number(request, number):
            return HttpResponse(number)

        urlpatterns += [path("form", form), path("query", query), path("number/<int:number>", number)]
    """)
    with folder.serving("-m gunicorn fields:app --bind 127.0.0.1:{port}") as url:
        assert [requests.post(f"{url}/predict", json=bad).status_code for bad in BAD] == [500, 500, 500]
        assert requests.post(f"{url}/predict", json=UNUSED).json() == {"species": "setosa"}
        assert post_text(url, "not JSON") == 500
        assert fields(f"{url}/form", f"{url}/query") == {"good": [200, 200], "wrong": [500, 500], "missing": [500, 500]}
        assert [requests.get(f"{url}/number/{text}").status_code for text in ("1", "one")] == [200, 404]


@pytest.mark.uses("fastapi", "pydantic", "uvicorn")
def test_ten_lines_of_fastapi_open_a_program_to_json_of_its_types_if_its_header_calls_it_so_and_describe_it(folder, measure):
    folder.copy("predict_fastapi.py", "app.py")
    assert folder.typed_lines() == 10
    measure("lines typed for a door", folder.typed_lines(), "lines", of="FastAPI")
    folder.copy("model.py")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.post(f"{url}/predict", json=GOOD).json() == {"species": "virginica"}
        assert [requests.post(f"{url}/predict", json=bad).status_code for bad in BAD] == [422, 422, 422]
        assert post_text(url, json.dumps(GOOD)) == 200
        assert post_text(url, json.dumps(GOOD), kind="text/plain") == 422
        petal = requests.get(f"{url}/openapi.json").json()["components"]["schemas"]["Petal"]
    assert petal["required"] == ["length", "width"]


@pytest.mark.uses("fastapi", "pydantic", "python-multipart", "uvicorn")
def test_fastapi_answers_422_for_a_wrong_or_missing_declared_field_or_500_where_json_cannot_repeat_it_and_leaves_what_is_read_from_the_request(folder):
    folder.copy("predict_fastapi.py", "app.py")
    folder.copy("model.py")
    folder.write("fields.py", """
        from typing import Annotated
        from app import app
        from fastapi import Body, Form, Request

        @app.post("/count")
        def count(number: Annotated[int, Body(embed=True)]):
            return number

        @app.post("/form")
        def form(name: Annotated[str, Form()], times: Annotated[int, Form()] = 1):
            return name + "!" * times

        @app.get("/query")
        def query(name: str, times: int = 1):
            return name + "!" * times

        @app.post("/own-form")
        async def own_form(request: Request):
            sent = await request.form()
            return sent["name"] + "!" * int(sent.get("times", 1))

        @app.post("/own-count")
        async def own_count(request: Request):
            return 2 * (await request.json())["number"]

        @app.get("/own-query")
        def own_query(request: Request):
            return request.query_params["name"] + "!" * int(request.query_params.get("times", 1))
    """)
    with folder.serving("-m uvicorn fields:app --port {port}") as url:
        answers = [requests.post(f"{url}/predict", json=bad) for bad in BAD]
        answers += [requests.post(f"{url}/form", data={"times": 2}), requests.get(f"{url}/query", {"times": 2})]
        assert [answer.status_code for answer in answers] == [422] * 5
        named = [answer.json()["detail"][0]["loc"] for answer in answers if answer is not answers[2]]
        assert named == [["body", "length"], ["body", "width"], ["body", "name"], ["query", "name"]]
        assert [post_text(url, broken) for broken in ("not JSON", b'{"length": "\xff", "width": 2.3}')] == [422, 400]
        for lax in ('{"length": "5.1", "width": 2.3}', '{"length": 1e999, "width": 2.3}'):
            assert post_text(url, lax) == 200
        assert post_text(url, '{"length": 1e999}') == 500  # the answer would repeat it, and JSON has no infinity
        assert post_text(url, r'{"length": "\ud800"}') == 500  # half a character
        counted = [post_text(url, f'{{"number": {number}}}', to="count") for number in ("7", "7.5", "1e999", "NaN")]
        assert counted == [200, 422, 500, 500]
        assert fields(f"{url}/form", f"{url}/query") == {"good": [200, 200], "wrong": [422, 422], "missing": [422, 422]}
        own = fields(f"{url}/own-form", f"{url}/own-query")
        assert own == {"good": [200, 200], "wrong": [500, 500], "missing": [500, 500]}
        assert requests.post(f"{url}/own-count", json={"number": "7"}).json() == "77"
        assert post_text(url, "not JSON", to="own-count") == 500


def fields(form: str, query: str) -> dict[str, list[int]]:
    """What is answered to a posted form and to a query whose fields are good, of a wrong type, missing."""
    sent = {"good": {"name": "Ann"}, "wrong": {"name": "Ann", "times": "two"}, "missing": {"times": "2"}}
    return {
        kind: [requests.post(form, data=data).status_code, requests.get(query, data).status_code]
        for kind, data in sent.items()
    }


def post_text(url: str, text: str | bytes, kind: str = "application/json", to: str = "predict") -> int:
    return requests.post(f"{url}/{to}", data=text, headers={"Content-Type": kind}).status_code


@pytest.mark.uses("django", "djangorestframework", "django-ninja")
def test_a_generated_django_project_refuses_other_programs_posts_until_csrf_exempt_as_rest_framework_and_ninja_are(project):
    project.copy("model.py")
    project.write("shop/views.py", """
        import json
        from django.http import JsonResponse
        from model import species

        def predict(request):
            petal = json.loads(request.body)
            return JsonResponse({"species": species(petal["length"], petal["width"])})
    """)
    project.write("mysite/urls.py", """
        from django.urls import path
        from ninja import NinjaAPI
        from rest_framework.decorators import api_view
        from rest_framework.response import Response
        from shop.views import predict

        api = NinjaAPI()

        @api.post("/answer")
        def answer(request):
            return 42

        @api_view(["POST"])
        def answer_of_rest_framework(request):
            return Response(42)

        urlpatterns = [
            path("predict", predict), path("ninja/", api.urls), path("rest-framework", answer_of_rest_framework),
        ]
    """)
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.post(f"{url}/predict", json=GOOD).status_code == 403
        for path in ("ninja/answer", "rest-framework"):
            assert requests.post(f"{url}/{path}", json=GOOD).json() == 42
    project.replace("mysite/urls.py", ", predict)", ", csrf_exempt(predict))")
    csrf = "from django.views.decorators.csrf import csrf_exempt\n"
    project.replace("mysite/urls.py", "from shop", f"{csrf}from shop")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.post(f"{url}/predict", json=GOOD).json() == {"species": "virginica"}
