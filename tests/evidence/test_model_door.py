"""A web API in front of a program that is not a web program, and what it does with bad input."""

import json

import pytest
import requests

GOOD = {"length": 5.1, "width": 2.3}
BAD = [{"length": "long", "width": 1}, {"length": 1}, [1, 2]]


@pytest.mark.uses("flask", "gunicorn")
def test_seven_lines_of_flask_open_a_program_and_answer_bad_values_with_500(folder, measure):
    folder.copy("predict_flask.py", "app.py")
    assert folder.typed_lines() == 7
    measure("lines typed for a door", folder.typed_lines(), "lines", of="Flask")
    folder.copy("model.py")
    with folder.serving("-m gunicorn app:app --bind 127.0.0.1:{port}") as url:
        assert requests.post(f"{url}/predict", json=GOOD).json() == {"species": "virginica"}
        assert [requests.post(f"{url}/predict", json=bad).status_code for bad in BAD] == [500, 500, 500]
        assert post_text(url, "not JSON") == 400
        assert post_text(url, json.dumps(GOOD)) == 200
        assert post_text(url, json.dumps(GOOD), kind="text/plain") == 415


@pytest.mark.uses("django", "gunicorn")
def test_twelve_lines_of_django_open_a_program_and_answer_bad_values_with_500(folder, measure):
    folder.copy("predict_django.py", "app.py")
    assert folder.typed_lines() == 12
    measure("lines typed for a door", folder.typed_lines(), "lines", of="Django in one file")
    folder.copy("model.py")
    with folder.serving("-m gunicorn app:app --bind 127.0.0.1:{port}") as url:
        assert requests.post(f"{url}/predict", json=GOOD).json() == {"species": "virginica"}
        assert [requests.post(f"{url}/predict", json=bad).status_code for bad in BAD] == [500, 500, 500]
        assert post_text(url, "not JSON") == 500


@pytest.mark.uses("fastapi", "pydantic", "uvicorn")
def test_ten_lines_of_fastapi_open_a_program_check_its_input_and_document_it(folder, measure):
    folder.copy("predict_fastapi.py", "app.py")
    assert folder.typed_lines() == 10
    measure("lines typed for a door", folder.typed_lines(), "lines", of="FastAPI")
    folder.copy("model.py")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.post(f"{url}/predict", json=GOOD).json() == {"species": "virginica"}
        answers = [requests.post(f"{url}/predict", json=bad) for bad in BAD]
        assert [answer.status_code for answer in answers] == [422, 422, 422]
        named = [answer.json()["detail"][0]["loc"] for answer in answers[:2]]
        assert named == [["body", "length"], ["body", "width"]]
        assert post_text(url, "not JSON") == 422
        for lax in ('{"length": "5.1", "width": 2.3}', '{"length": 1e999, "width": 2.3}'):
            assert post_text(url, lax) == 200
        assert post_text(url, '{"length": 1e999}') == 500  # the answer would repeat it, and JSON has no infinity
        assert post_text(url, json.dumps(GOOD), kind="text/plain") == 422
        petal = requests.get(f"{url}/openapi.json").json()["components"]["schemas"]["Petal"]
    assert petal["required"] == ["length", "width"]


def post_text(url: str, text: str, kind: str = "application/json") -> int:
    return requests.post(f"{url}/predict", data=text, headers={"Content-Type": kind}).status_code


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
