"""One file as functions behind API Gateway, and behind a plain server: the same file."""

import json

import pytest
import requests

ANSWER = [200, {"number": 7, "q": "hi", "sent": {"a": 1}}]


@pytest.mark.uses("flask", "apig-wsgi", "serverless-wsgi", "mangum", "asgiref", "gunicorn")
def test_one_flask_file_answers_api_gateway_and_gunicorn_alike(folder):
    folder.copy("items_flask.py", "items.py")
    answers = answers_everywhere(folder, "functions.py", "event_v1.json", "event_v2.json")
    assert len(answers) == 7
    assert all(answer == ANSWER for answer in answers.values()), answers


@pytest.mark.uses("django", "apig-wsgi", "serverless-wsgi", "mangum", "asgiref", "gunicorn")
def test_a_django_file_and_a_generated_project_answer_api_gateway_and_gunicorn_alike(project):
    project.copy("items_django.py", "items.py")
    answers = answers_everywhere(project, "functions.py", "event_v1.json", "event_v2.json")
    assert len(answers) == 7
    assert all(answer == ANSWER for answer in answers.values()), answers

    project.write("shop/views.py", """
        import json
        from django.http import JsonResponse
        from django.views.decorators.csrf import csrf_exempt

        @csrf_exempt
        def items(request, number):
            return JsonResponse({"number": number, "q": request.GET["q"], "sent": json.loads(request.body)})
    """)
    project.write("mysite/urls.py", """
        from django.urls import path
        from shop.views import items

        urlpatterns = [path("items/<int:number>", items)]
    """)
    project.write("function.py", """
        import json
        import serverless_wsgi
        from apig_wsgi import make_lambda_handler
        from mangum import Mangum
        from mysite.asgi import application as asgi
        from mysite.wsgi import application as wsgi

        handlers = [
            make_lambda_handler(wsgi),
            lambda event, context: serverless_wsgi.handle_request(wsgi, event, context),
            Mangum(asgi, lifespan="off"),
        ]
        for handle in handlers:
            for file in ("event_v1.json", "event_v2.json"):
                with open(file) as event:
                    answer = handle(json.load(event), None)
                print(json.dumps([answer["statusCode"], answer["body"]]))
    """)

    def answers_of_functions():
        return [json.loads(line) for line in project.run("function.py").stdout.splitlines()]

    assert [status for status, body in answers_of_functions()] == [400] * 6
    project.replace("mysite/settings.py", "ALLOWED_HOSTS = []", "ALLOWED_HOSTS = ['api.example.com']")
    assert [[status, json.loads(body)] for status, body in answers_of_functions()] == [ANSWER] * 6
    with project.serving("-m gunicorn mysite.wsgi --bind 127.0.0.1:{port}") as url:
        reply = requests.post(f"{url}/items/7?q=hi", json={"a": 1}, headers={"Host": "api.example.com"})
    assert [reply.status_code, reply.json()] == ANSWER


@pytest.mark.uses("fastapi", "mangum", "uvicorn")
def test_one_fastapi_file_answers_api_gateway_and_uvicorn_alike(folder):
    folder.copy("items_fastapi.py", "items.py")
    folder.write("function.py", """
        import json
        from mangum import Mangum
        from items import app

        handler = Mangum(app)
        for file in ("event_v1.json", "event_v2.json"):
            with open(file) as event:
                answer = handler(json.load(event), None)
            print(json.dumps([answer["statusCode"], json.loads(answer["body"])]))
    """)
    folder.copy("event_v1.json")
    folder.copy("event_v2.json")
    program = folder.read("items.py")
    answers = [json.loads(line) for line in folder.run("function.py").stdout.splitlines()]
    assert answers == [ANSWER, ANSWER]
    with folder.serving("-m uvicorn items:app --port {port}") as url:
        reply = requests.post(f"{url}/items/7", params={"q": "hi"}, json={"a": 1})
    assert [reply.status_code, reply.json()] == ANSWER
    assert folder.read("items.py") == program


@pytest.mark.uses("fastapi", "mangum", "uvicorn")
def test_mangum_holds_the_answer_until_a_background_task_of_fastapis_is_done_and_uvicorn_does_not(folder):
    folder.copy("event_v2.json")
    folder.write("app.py", """
        from queue import Queue
        from threading import Event
        from fastapi import BackgroundTasks, FastAPI

        app = FastAPI()
        answered, done = Event(), Queue()

        @app.post("/items/7")
        def ask(tasks: BackgroundTasks, patience: float = 0.2):
            tasks.add_task(lambda: done.put("after" if answered.wait(patience) else "before"))
            return "working"

        @app.get("/done")
        def report():
            answered.set()
            return done.get(timeout=20)
    """)
    folder.write("function.py", """
        import json
        from mangum import Mangum
        from app import app, done

        with open("event_v2.json") as event:
            print(Mangum(app)(json.load(event), None)["body"], done.get_nowait())
    """)
    assert folder.run("function.py").stdout == '"working" before\n'
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.post(f"{url}/items/7?patience=20").json() == "working"
        assert requests.get(f"{url}/done").json() == "after"


def answers_everywhere(folder, functions: str, *events: str) -> dict:
    """What items.py answers to two versions of the event through three adapters, and to gunicorn."""
    for file in (functions, *events):
        folder.copy(file)
    program = folder.read("items.py")
    answers = json.loads(folder.run(functions).stdout)
    with folder.serving("-m gunicorn items:app --bind 127.0.0.1:{port}") as url:
        reply = requests.post(f"{url}/items/7", params={"q": "hi"}, json={"a": 1})
    assert folder.read("items.py") == program
    return answers | {"gunicorn": [reply.status_code, reply.json()]}
