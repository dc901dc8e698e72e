"""Beside the three: the hello of each, as its documentation has it, and the one thing for which one would not take it."""

import pytest
import requests


@pytest.mark.uses("starlette", "fastapi", "uvicorn")
def test_starlette_says_hello_and_leaves_the_check_of_input_and_the_description_to_you(folder):
    folder.write("app.py", """
        from starlette.applications import Starlette
        from starlette.responses import JSONResponse
        from starlette.routing import Route

        async def hello(request):
            return JSONResponse("Hello, world!")

        async def double(request):
            return JSONResponse(2 * int(request.query_params["n"]))

        async def twice(request):
            return JSONResponse(2 * (await request.json())["n"])

        app = Starlette(routes=[Route("/", hello), Route("/double", double), Route("/twice", twice, methods=["POST"])])
    """)
    folder.write("checked.py", """
        from typing import Annotated
        from fastapi import Body, FastAPI

        app = FastAPI()

        @app.get("/double")
        def double(n: int):
            return 2 * n

        @app.post("/twice")
        def twice(n: Annotated[int, Body(embed=True)]):
            return 2 * n
    """)
    answers = {}
    for program in ("app", "checked"):
        with folder.serving(f"-m uvicorn {program}:app --port {{port}}") as url:
            if program == "app":
                assert requests.get(url).json() == "Hello, world!"
                assert requests.post(f"{url}/twice", json={"n": "many"}).json() == "manymany"
            assert requests.get(f"{url}/double?n=4").json() == requests.post(f"{url}/twice", json={"n": 4}).json() == 8
            answers[program] = [requests.get(f"{url}/{page}").status_code for page in ("double?n=many", "openapi.json")]
            answers[program] += [requests.post(f"{url}/twice", sent).status_code for sent in ("not JSON", '{"n": "many"}')]
    assert answers == {"app": [500, 404, 500, 200], "checked": [422, 200, 422, 422]}


@pytest.mark.uses("litestar", "uvicorn")
def test_litestar_says_hello_and_asks_you_for_the_users_of_its_log_in(folder):
    folder.copy("hello_litestar.py", "app.py")
    with folder.serving("-m litestar run --port {port}") as url:
        assert requests.get(url).text == "Hello, world!"
        assert requests.get(f"{url}/schema/openapi.json").status_code == 200
    folder.write("look.py", """
        import pkgutil
        import litestar
        from litestar.cli import litestar_group
        from litestar.middleware.session.server_side import ServerSideSessionConfig
        from litestar.security.session_auth import SessionAuth

        print(*sorted(litestar_group.commands))
        print(*[module.name for module in pkgutil.walk_packages(litestar.__path__, "litestar.")])
        SessionAuth(session_backend_config=ServerSideSessionConfig())
    """)
    look = folder.run("look.py", check=False)
    commands, modules = look.stdout.splitlines()
    assert commands == "info routes run schema sessions version"
    assert ".session_auth" in modules and ".admin" not in modules and ".accounts" not in modules
    assert "missing 1 required positional argument: 'retrieve_user_handler'" in look.stderr


@pytest.mark.uses("quart", "flask", "flask-login")
def test_quart_says_hello_and_flask_login_does_not_find_its_request(folder):
    folder.copy("hello_quart.py", "app.py")
    with folder.serving("-m quart run --port {port}") as url:
        assert requests.get(url).text == "Hello, world!"

    folder.write("members.py", """
        from flask import Flask
        from flask_login import LoginManager, UserMixin, login_user

        app = Flask(__name__)
        app.secret_key = "for the proof"

        class User(UserMixin):
            id = "ann"

        @LoginManager(app).user_loader
        def load(key):
            return User()

        @app.post("/login")
        async def login():
            login_user(User())
            return "welcome"
    """)
    folder.write("members_quart.py", folder.read("members.py").replace("flask import Flask", "quart import Quart as Flask"))
    with folder.serving("-m flask --app members run --port {port}") as url:
        assert requests.post(f"{url}/login").text == "welcome"
    with folder.serving("-m quart --app members_quart run --port {port}") as url:
        assert requests.post(f"{url}/login").status_code == 500
        assert "RuntimeError: Working outside of request context." in folder.read(f"server-{url.rpartition(':')[2]}.log")


@pytest.mark.uses("aiohttp")
def test_aiohttp_says_hello_and_answers_500_where_unchecked_input_makes_the_function_fail(folder):
    folder.write("app.py", """
        from aiohttp import web

        async def hello(request):
            return web.Response(text="Hello, world!")

        async def total(request):
            order = await request.json()
            return web.json_response(order["price"] * order["count"])

        def init(arguments):
            app = web.Application()
            app.add_routes([web.get("/", hello), web.post("/total", total)])
            return app
    """)
    with folder.serving("-m aiohttp.web -H 127.0.0.1 -P {port} app:init") as url:
        assert requests.get(url).text == "Hello, world!"
        assert requests.post(f"{url}/total", json={"price": 2.5, "count": 2}).json() == 5.0
        assert requests.post(f"{url}/total", json={"price": "2.5", "count": 2}).json() == "2.52.5"
        assert requests.post(f"{url}/total", json={"price": 2.5}).status_code == 500
        assert requests.post(f"{url}/total", "not JSON").status_code == 500
        assert requests.get(f"{url}/openapi.json").status_code == 404


@pytest.mark.uses("tornado", "flask")
def test_tornado_says_hello_and_runs_a_wsgi_program_one_request_at_a_time_unless_given_threads(folder):
    folder.write("hello.py", """
        import asyncio, sys
        import tornado

        class Hello(tornado.web.RequestHandler):
            def get(self):
                self.write("Hello, world!")

        async def main():
            tornado.web.Application([("/", Hello)]).listen(int(sys.argv[1]), "127.0.0.1")
            await asyncio.Event().wait()

        asyncio.run(main())
    """)
    with folder.serving("hello.py {port}") as url:
        assert requests.get(url).text == "Hello, world!"

    folder.write("both.py", """
        import asyncio, sys, threading
        from concurrent.futures import ThreadPoolExecutor
        from flask import Flask
        from tornado.httpclient import AsyncHTTPClient
        from tornado.httpserver import HTTPServer
        from tornado.testing import bind_unused_port
        from tornado.wsgi import WSGIContainer

        app = Flask(__name__)
        two = threading.Barrier(2, timeout=30)

        @app.get("/")
        def where():
            if threading.current_thread() is threading.main_thread():
                return "holds the loop"
            two.wait()
            return "two at once"

        async def main(**threads):
            socket, port = bind_unused_port()
            HTTPServer(WSGIContainer(app, **threads)).add_socket(socket)
            ask = [AsyncHTTPClient().fetch(f"http://127.0.0.1:{port}/") for _ in range(2)]
            print(*[answer.body.decode() for answer in await asyncio.gather(*ask)], sep=", ")

        asyncio.run(main(executor=ThreadPoolExecutor(2)) if "threads" in sys.argv else main())
    """)
    assert folder.run("both.py").stdout == "holds the loop, holds the loop\n"
    assert folder.run("both.py", "threads").stdout == "two at once, two at once\n"


@pytest.mark.uses("streamlit")
def test_streamlit_says_hello_and_runs_the_whole_script_again_at_each_input(folder):
    folder.write("app.py", """
        import streamlit as st

        with open("runs.txt", "a") as file:
            print("the whole script", file=file)
        st.write("Hello, world!")
        st.write(f"you chose {st.slider('How many?', 1, 3)}")
    """)
    folder.write("visit.py", """
        from streamlit.testing.v1 import AppTest

        visit = AppTest.from_file("app.py").run()
        print(*[part.value for part in visit.markdown], sep=", ")
        for choice in (2, 3):
            visit.slider[0].set_value(choice).run()
            print(visit.markdown[1].value)
    """)
    assert folder.run("visit.py").stdout == "Hello, world!, you chose 1\nyou chose 2\nyou chose 3\n"
    assert folder.read("runs.txt") == "the whole script\n" * 3


@pytest.mark.uses("pelican", "markdown")
def test_pelican_makes_a_page_of_a_text_and_its_site_takes_no_form(folder):
    folder.write("content/hello.md", """
        Title: Hello
        Date: 2026-11-22

        Hello, *world*!
    """)
    folder.run("-m", "pelican", "content")
    with folder.serving("-m pelican --listen -p {port}") as url:
        assert "<p>Hello, <em>world</em>!</p>" in requests.get(f"{url}/hello.html").text
        assert requests.post(f"{url}/hello.html", data={"name": "Ann"}).status_code == 501


@pytest.mark.uses
def test_python_serves_a_page_without_any_framework_and_takes_no_form(folder):
    folder.write("index.html", "<h1>Hello, world!</h1>\n")
    with folder.serving("-m http.server {port} --bind 127.0.0.1") as url:
        assert requests.get(url).text == "<h1>Hello, world!</h1>\n"
        assert requests.post(url, data={"name": "Ann"}).status_code == 501
