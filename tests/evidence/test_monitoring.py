"""What a team sees of its site: failures and debug pages."""

import re

import pytest
import requests


@pytest.mark.uses("django", "sentry-sdk")
def test_sentry_hears_of_a_failing_django_page_after_one_line_of_set_up_unless_a_middleware_takes_it(project):
    project.write("mysite/urls.py", """
        from django.urls import path

        def price(request, book):
            return 1 / 0

        urlpatterns = [path("price/<int:book>", price)]
    """)
    project.copy("sentry_to_a_file.py")
    project.replace("mysite/settings.py", "DATABASES", "import sentry_to_a_file  # noqa\nDATABASES")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(f"{url}/price/7").status_code == 500
    assert project.read("events.txt") == "/price/{book} ZeroDivisionError django\n"
    project.write("shop/sorry.py", """
        from django.http import HttpResponse
        from django.utils.deprecation import MiddlewareMixin

        class Sorry(MiddlewareMixin):
            def process_exception(self, request, error):
                return HttpResponse("sorry", status=500)
    """)
    project.replace("mysite/settings.py", "MIDDLEWARE = [\n", "MIDDLEWARE = [\n    'shop.sorry.Sorry',\n")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(f"{url}/price/7").text == "sorry"
    assert project.read("events.txt") == "/price/{book} ZeroDivisionError django\n"


@pytest.mark.uses("flask", "sentry-sdk")
def test_sentry_hears_of_a_failing_flask_page_after_one_line_of_set_up_unless_a_handler_takes_it(folder):
    folder.write("app.py", """
        import sentry_to_a_file
        from flask import Flask

        app = Flask(__name__)

        @app.get("/price/<int:book>")
        def price(book):
            return 1 / 0
    """)
    folder.copy("sentry_to_a_file.py")
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(f"{url}/price/7").status_code == 500
    assert folder.read("events.txt") == "price ZeroDivisionError flask\n"
    for error in "Exception", "ZeroDivisionError":
        line = f"app.register_error_handler({error}, lambda error: ('sorry', 500))\n"
        folder.replace("app.py", "@app.get", f"{line}\n@app.get")
        with folder.serving("-m flask --app app run --port {port}") as url:
            assert requests.get(f"{url}/price/7").text == "sorry"
        assert folder.read("events.txt") == "price ZeroDivisionError flask\n"
        folder.replace("app.py", line, "")


@pytest.mark.uses("fastapi", "uvicorn", "sentry-sdk")
def test_sentry_hears_of_a_failing_fastapi_page_after_one_line_of_set_up_unless_a_handler_of_that_error_takes_it(folder):
    folder.write("app.py", """
        import sentry_to_a_file
        from fastapi import FastAPI

        app = FastAPI()

        @app.get("/price/{book}")
        def price(book: int):
            return 1 / 0
    """)
    folder.copy("sentry_to_a_file.py")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.get(f"{url}/price/7").status_code == 500
    assert folder.read("events.txt") == "/price/{book} ZeroDivisionError starlette\n"
    for error, times in ("Exception", 2), ("ZeroDivisionError", 2):
        line = f"app.add_exception_handler({error}, lambda request, error: PlainTextResponse('sorry', 500))\n"
        folder.replace("app.py", "\n@app.get", f"from fastapi.responses import PlainTextResponse\n{line}\n@app.get")
        with folder.serving("-m uvicorn app:app --port {port}") as url:
            assert requests.get(f"{url}/price/7").text == "sorry"
        assert folder.read("events.txt") == "/price/{book} ZeroDivisionError starlette\n" * times
        folder.replace("app.py", line, "")


@pytest.mark.uses("django", "opentelemetry-sdk", "opentelemetry-instrumentation-django")
def test_opentelemetry_gets_a_span_of_a_django_request_once_the_instrumentor_is_called(project):
    project.copy("spans_in_memory.py")
    project.write("mysite/urls.py", """
        from django.http import HttpResponse
        from django.urls import path

        urlpatterns = [path("price/<int:book>", lambda request, book: HttpResponse("7", status=201))]
    """)
    project.write("ask.py", """
        from django.core.wsgi import get_wsgi_application
        from django.test import Client
        from spans_in_memory import show_spans

        app = get_wsgi_application()
        assert Client(headers={"Host": "localhost"}).post("/price/7").status_code == 201
        show_spans()
    """)
    ask = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'mysite.settings'; import ask"
    assert project.run("-c", ask).stdout == ""
    instrumentor = "from opentelemetry.instrumentation.django import DjangoInstrumentor"
    project.replace("mysite/settings.py", "DATABASES", f"{instrumentor}\nDjangoInstrumentor().instrument()\nDATABASES")
    assert project.run("-c", ask).stdout == "SERVER POST price/<int:book> POST 201\n"


@pytest.mark.uses("flask", "opentelemetry-sdk", "opentelemetry-instrumentation-flask")
def test_opentelemetry_gets_a_span_of_a_flask_request_once_the_instrumentor_is_called(folder):
    folder.copy("spans_in_memory.py")
    folder.write("app.py", """
        from flask import Flask
        from spans_in_memory import show_spans

        app = Flask(__name__)

        @app.post("/price/<int:book>")
        def price(book):
            return "7", 201

        assert app.test_client().post("/price/7").status_code == 201
        show_spans()
    """)
    assert folder.run("app.py").stdout == ""
    folder.replace("app.py", "app = Flask(__name__)\n", "app = Flask(__name__)\nFlaskInstrumentor().instrument_app(app)\n")
    folder.replace("app.py", "\napp =", "from opentelemetry.instrumentation.flask import FlaskInstrumentor\n\napp =")
    assert folder.run("app.py").stdout == "SERVER POST /price/<int:book> POST 201\n"


@pytest.mark.uses("fastapi", "opentelemetry-sdk", "httpx2")
def test_opentelemetry_gets_spans_of_a_fastapi_request_without_an_instrumentor(folder):
    folder.copy("spans_in_memory.py")
    folder.write("app.py", """
        from fastapi import FastAPI
        from fastapi.testclient import TestClient
        from spans_in_memory import show_spans, spans

        app = FastAPI()

        @app.post("/price/{book}", status_code=201)
        def price(book: int):
            return 7

        assert TestClient(app).post("/price/7").status_code == 201
        show_spans()
        finished = spans.get_finished_spans()
        names = {span.context.span_id: span.name for span in finished}
        for span in finished:
            if span.parent:
                print("within", names[span.parent.span_id])
    """)
    assert folder.run("app.py").stdout == """\
INTERNAL fastapi.dependencies None None
INTERNAL fastapi.endpoint None None
INTERNAL fastapi.serialization None None
SERVER POST /price/{book} POST 201
within POST /price/{book}
within POST /price/{book}
within POST /price/{book}
"""
    folder.replace("app.py", "FastAPI()", 'FastAPI(telemetry={"tracing": False})')
    assert folder.run("app.py").stdout == ""


@pytest.mark.uses("django")
def test_djangos_debug_page_shows_variables_even_passwords_and_stars_out_settings_by_name(project):
    project.write("mysite/urls.py", """
        from django.urls import path

        def price(request):
            basket, password = ["Emma", "Persuasion"], "tok-123"
            return 1 / len(basket[2:])

        urlpatterns = [path("price", price)]
    """)
    project.replace("mysite/settings.py", "DATABASES", "SHOP_PASSWORD = 'open sesame'\nMAP_KEY = 'open barley'\nDATABASES")
    with project.serving("manage.py runserver --noreload {port}") as url:
        page = requests.get(f"{url}/price").text
    assert "ZeroDivisionError at /price" in page
    assert "[&#x27;Emma&#x27;, &#x27;Persuasion&#x27;]" in page
    assert re.search(r"<td>password</td>\s*<td class=\"code\"><pre>&#x27;tok-123&#x27;</pre>", page)
    assert "ROOT_URLCONF" in page
    assert re.search(r"<td>SHOP_PASSWORD</td>\s*<td class=\"code\"><pre>&#x27;\*+&#x27;</pre>", page)
    assert re.search(r"<td>MAP_KEY</td>\s*<td class=\"code\"><pre>&#x27;\*+&#x27;</pre>", page)
    assert "open sesame" not in page.partition("SHOP_PASSWORD")[2]

    project.replace("mysite/settings.py", "DEBUG = True", "DEBUG = False")
    project.replace("mysite/settings.py", "ALLOWED_HOSTS = []", "ALLOWED_HOSTS = ['127.0.0.1']")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert "Persuasion" not in requests.get(f"{url}/price").text


@pytest.mark.uses("flask", "werkzeug")
def test_flasks_debug_page_runs_python_for_whoever_knows_the_pin(folder):
    folder.write("app.py", """
        from flask import Flask

        app = Flask(__name__)

        @app.get("/price")
        def price():
            basket = ["Emma", "Persuasion"]
            return 1 / len(basket[2:])
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert "basket" not in requests.get(f"{url}/price").text

    with folder.serving("-m flask --app app run --debug --no-reload --port {port}") as url:
        page = requests.get(f"{url}/price").text
        secret = re.search(r'SECRET = "(\w+)"', page)[1]
        frame = re.findall(r'id="frame-(\d+)"', page)[-1]
        ask = {"__debugger__": "yes", "s": secret, "frm": frame, "cmd": "basket[0] * 2"}
        assert "EmmaEmma" not in requests.get(f"{url}/", ask).text

        visitor = requests.Session()
        visitor.get(f"{url}/", params={"__debugger__": "yes", "s": secret, "cmd": "printpin"})
        pin = re.search(r"Debugger pin code: (\S+)", folder.read(f"server-{url.rpartition(':')[2]}.log"))[1]
        unlock = {"__debugger__": "yes", "s": secret, "cmd": "pinauth", "pin": pin}
        assert visitor.get(f"{url}/", params=unlock).json()["auth"] is True
        assert "EmmaEmma" in visitor.get(f"{url}/", params=ask).text
        assert "EmmaEmma" not in visitor.get(f"{url}/", params=ask, headers={"Host": "shop.example"}).text


@pytest.mark.uses("fastapi", "httpx")
def test_fastapis_debug_page_shows_lines_of_code_and_no_variables_and_only_when_asked_for(folder):
    folder.write("app.py", """
        from fastapi import FastAPI
        from fastapi.testclient import TestClient

        app = FastAPI()

        @app.get("/price")
        def price():
            basket, password = ["Emma", "Persuasion"], "tok-" + "1" * 3
            return 1 / len(basket[2:])

        browser = TestClient(app, raise_server_exceptions=False, headers={"Accept": "text/html"})
        print(browser.get("/price").text)
    """)
    assert folder.run("app.py").stdout == "Internal Server Error\n"
    folder.replace("app.py", "app = FastAPI()", "app = FastAPI(debug=True)")
    page = folder.run("app.py").stdout
    assert "<title>Starlette Debugger</title>" in page
    assert "ZeroDivisionError" in page
    assert "len(basket[2:])" in page
    assert "tok-111" not in page
