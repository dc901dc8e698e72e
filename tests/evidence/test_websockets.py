"""WebSockets."""

from contextlib import ExitStack, contextmanager, suppress
from importlib.metadata import requires

import pytest
import requests
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect


@pytest.mark.uses("django", "channels", "daphne", "websockets")
def test_django_refuses_a_websocket_until_channels_is_added(project):
    with project.serving("-m daphne -p {port} mysite.asgi:application") as url:
        with pytest.raises(InvalidStatus) as refused:
            connect(f"{url.replace('http', 'ws')}/echo")
        log = next(project.path.glob("server-*.log")).read_text()
    assert refused.value.response.status_code == 500
    assert "Django can only handle ASGI/HTTP connections, not websocket." in log

    project.write("shop/consumers.py", """
        from channels.generic.websocket import WebsocketConsumer

        class Echo(WebsocketConsumer):
            def receive(self, text_data):
                self.send(f"echo {text_data}")
    """)
    project.write("mysite/asgi.py", """
        import os
        from channels.routing import ProtocolTypeRouter, URLRouter
        from django.core.asgi import get_asgi_application
        from django.urls import path

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
        pages = get_asgi_application()
        from shop.consumers import Echo

        sockets = URLRouter([path("echo", Echo.as_asgi())])
        application = ProtocolTypeRouter({"http": pages, "websocket": sockets})
    """)
    with project.serving("-m daphne -p {port} mysite.asgi:application") as url:
        with connect(f"{url.replace('http', 'ws')}/echo") as socket:
            socket.send("hello")
            assert socket.recv(10) == "echo hello"


@pytest.mark.uses("django", "channels", "daphne", "websockets")
def test_channels_given_a_layer_sends_a_message_to_all_who_keep_up_in_a_room_of_one_process(project):
    project.write("mysite/asgi.py", """
        import os
        from channels.routing import ProtocolTypeRouter, URLRouter
        from django.core.asgi import get_asgi_application
        from django.urls import path

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
        pages = get_asgi_application()
        from shop.consumers import Hall, Room

        sockets = URLRouter([path("room", Room.as_asgi()), path("hall", Hall.as_asgi())])
        application = ProtocolTypeRouter({"http": pages, "websocket": sockets})
    """)
    project.write("shop/consumers.py", """
        from channels.generic.websocket import AsyncWebsocketConsumer

        class Room(AsyncWebsocketConsumer):
            groups = ["room"]

            async def receive(self, text_data):
                for _ in range(500 if text_data == "again and again" else 1):
                    await self.channel_layer.group_send(self.groups[0], {"type": "say", "text": text_data})

            async def say(self, event):
                await self.send(event["text"])

        class Hall(Room):
            groups = ["hall"]
    """)
    command = "-m daphne -p {port} mysite.asgi:application"
    with project.serving(command) as url:
        with pytest.raises(InvalidStatus), connect(f"{url.replace('http', 'ws')}/room"):
            pass
    layers = 'CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}'
    project.replace("mysite/settings.py", "DATABASES", f"{layers}\nDATABASES")
    with project.serving(command) as one, project.serving(command) as other:
        room, hall, elsewhere = (url.replace("http", "ws") for url in (f"{one}/room", f"{one}/hall", f"{other}/room"))
        with connect(room) as ann, connect(room) as bob, connect(hall) as cid, connect(elsewhere) as dan:
            ann.send("good morning")
            assert [ann.recv(10), bob.recv(10)] == ["good morning", "good morning"]
            for stranger in (cid, dan):
                stranger.send("good night")
                assert stranger.recv(10) == "good night"  # and heard nothing of the room before
            ann.send("again and again")
            heard = []
            with suppress(TimeoutError):
                while True:
                    heard.append(bob.recv(2))
            assert {*heard} == {"again and again"} and 100 <= len(heard) < 500  # no more than the layer lets wait


@pytest.mark.uses("flask", "asgiref", "uvicorn", "quart", "hypercorn", "websockets")
def test_flask_refuses_a_websocket_over_wsgi_and_asgi_and_quart_takes_it(folder):
    folder.write("app.py", """
        from asgiref.wsgi import WsgiToAsgi
        from flask import Flask

        app = Flask(__name__)

        @app.get("/echo")
        def echo():
            return "a page"

        asgi = WsgiToAsgi(app)
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        with pytest.raises(InvalidStatus) as refused:
            connect(f"{url.replace('http', 'ws')}/echo")
        assert requests.get(f"{url}/echo").text == "a page"
    assert refused.value.response.status_code == 400

    with folder.serving("-m uvicorn app:asgi --port {port}") as url:
        with pytest.raises(InvalidStatus) as refused:
            connect(f"{url.replace('http', 'ws')}/echo")
    assert refused.value.response.status_code == 500

    folder.write("app.py", """
        from quart import Quart, websocket

        app = Quart(__name__)

        @app.websocket("/echo")
        async def echo():
            await websocket.send("echo " + await websocket.receive())
    """)
    with folder.serving("-m hypercorn app:app --bind 127.0.0.1:{port}") as url:
        with connect(f"{url.replace('http', 'ws')}/echo") as socket:
            socket.send("hello")
            assert socket.recv(10) == "echo hello"


@pytest.mark.uses("flask", "flask-sock", "gunicorn", "gevent", "websockets")
def test_flask_refuses_a_websocket_until_flask_sock_holds_each_in_a_thread_or_thirty_under_gevent_and_none_in_a_plain_worker(folder):
    folder.write("app.py", """
        from flask import Flask
        from flask_sock import Sock

        app = Flask(__name__)
        sock = Sock(app)

        @sock.route("/echo")
        def echo(socket):
            while True:
                socket.send("echo " + socket.receive())

        @app.get("/")
        def page():
            return "a page"
    """)
    with folder.serving("-m gunicorn app:app --timeout 1 --threads 2 --bind 127.0.0.1:{port}") as url:
        echo = f"{url.replace('http', 'ws')}/echo"
        with connect(echo) as socket:
            with pytest.raises(TimeoutError):
                socket.recv(3)
            socket.send("hello")
            assert socket.recv(10) == "echo hello"
            assert requests.get(url, timeout=10).text == "a page"
            with connect(echo) as other:
                other.send("hello too")
                assert other.recv(10) == "echo hello too"
                with pytest.raises(requests.ReadTimeout):  # both threads are held
                    requests.get(url, timeout=1)
        assert requests.get(url, timeout=10).text == "a page"
        with pytest.raises(InvalidStatus) as refused:
            connect(url.replace("http", "ws"))  # a view of Flask's own
    assert refused.value.response.status_code == 400

    with folder.serving("-m gunicorn app:app --timeout 1 --bind 127.0.0.1:{port}") as url:
        with connect(f"{url.replace('http', 'ws')}/echo") as socket:
            socket.send("hello")
            assert socket.recv(10) == "echo hello"
            with pytest.raises(ConnectionClosed):
                socket.recv(20)

    gevent = "-m gunicorn app:app --timeout 1 --worker-class gevent --bind 127.0.0.1:{port}"
    with folder.serving(gevent) as url, ExitStack() as stack:
        echo = f"{url.replace('http', 'ws')}/echo"
        sockets = [stack.enter_context(connect(echo)) for _ in range(30)]
        for socket in sockets:
            socket.send("hello")
        assert {socket.recv(10) for socket in sockets} == {"echo hello"}
        assert requests.get(url, timeout=10).text == "a page"


@pytest.mark.uses("fastapi", "uvicorn", "hypercorn", "websockets")
def test_fastapi_takes_a_websocket_if_the_server_does(folder):
    folder.write("app.py", """
        from fastapi import FastAPI, WebSocket

        app = FastAPI()

        @app.websocket("/echo")
        async def echo(socket: WebSocket):
            await socket.accept()
            await socket.send_text("echo " + await socket.receive_text())
    """)
    folder.write("without_extras.py", """
        import sys

        sys.modules["websockets"] = sys.modules["wsproto"] = None
        import uvicorn

        uvicorn.main()
    """)
    for server in ("-m uvicorn app:app --port {port}", "-m hypercorn app:app --bind 127.0.0.1:{port}"):
        with folder.serving(server) as url:
            with connect(f"{url.replace('http', 'ws')}/echo") as socket:
                socket.send("hello")
                assert socket.recv(10) == "echo hello"
    with folder.serving("without_extras.py app:app --port {port}") as url:
        with pytest.raises(InvalidStatus) as refused:
            connect(f"{url.replace('http', 'ws')}/echo")
        log = folder.read(f"server-{url.rpartition(':')[2]}.log")
    assert refused.value.response.status_code == 404
    assert "No supported WebSocket library detected." in log
    needs_wsproto = [any(need.startswith("wsproto") for need in requires(server)) for server in ("hypercorn", "uvicorn")]
    assert needs_wsproto == [True, False]


@contextmanager
def visitors_of(process: str, other_process: str):
    """Two visitors in a room of Socket.IO's, after they heard what one said; one in another room, and one in another process."""
    path = "/socket.io/?EIO=4&transport=websocket&room="
    rooms = [url.replace("http", "ws") + path for url in (process, other_process)]
    with ExitStack() as stack:
        visitors = ann, bob, _, _ = [
            stack.enter_context(connect(room, close_timeout=0.5))
            for room in (f"{rooms[0]}room", f"{rooms[0]}room", f"{rooms[0]}hall", f"{rooms[1]}room")
        ]
        for visitor in visitors:
            assert visitor.recv(10).startswith("0{")  # Engine.IO opens, then Socket.IO
            visitor.send("40")
            assert visitor.recv(10).startswith("40{")
        ann.send('42["say","good morning"]')
        assert [ann.recv(10), bob.recv(10)] == ['42["say","good morning"]'] * 2
        yield visitors


@pytest.mark.uses("flask", "flask-socketio", "websockets")
def test_flask_socketio_sends_one_message_to_everyone_in_a_room_in_a_protocol_of_its_own(folder):
    folder.write("app.py", """
        from flask import Flask, request
        from flask_socketio import SocketIO, join_room

        app = Flask(__name__)
        io = SocketIO(app)

        @io.on("connect")
        def connect():
            join_room(request.args["room"])

        @io.on("say")
        def say(text):
            io.emit("say", text, to=request.args["room"])
    """)
    command = "-m flask --app app run --port {port}"
    with folder.serving(command) as one, folder.serving(command) as other:
        with visitors_of(one, other) as (ann, bob, cid, dan):
            ann.send("good morning")  # without the frame of Socket.IO: nobody hears of it
            bob.send('42["say","good night"]')
            assert bob.recv(10) == '42["say","good night"]'
            for stranger in (cid, dan):
                stranger.send('42["say","hello"]')
                assert stranger.recv(10) == '42["say","hello"]'  # and heard nothing of the others before


@pytest.mark.uses("fastapi", "uvicorn", "python-socketio", "websockets")
def test_python_socketio_has_rooms_beside_fastapi_in_a_protocol_of_its_own_or_one_keeps_a_list_of_sockets(folder):
    folder.write("app.py", """
        import socketio
        from fastapi import FastAPI, WebSocket

        app = FastAPI()
        io = socketio.AsyncServer(async_mode="asgi")
        app.mount("/socket.io", socketio.ASGIApp(io, socketio_path=""))
        sockets = []

        @io.event
        async def connect(visitor, environ):
            room = environ["QUERY_STRING"].rpartition("room=")[2]
            await io.save_session(visitor, room)
            await io.enter_room(visitor, room)

        @io.event
        async def say(visitor, text):
            await io.emit("say", text, to=await io.get_session(visitor))

        @app.websocket("/room")
        async def room(socket: WebSocket):
            await socket.accept()
            sockets.append(socket)
            await socket.send_text("welcome")
            async for text in socket.iter_text():
                for each in sockets:
                    await each.send_text(text)
    """)
    command = "-m uvicorn app:app --port {port}"
    with folder.serving(command) as one, folder.serving(command) as other:
        with visitors_of(one, other) as (ann, bob, cid, dan):
            ann.send("good morning")  # without the frame of Socket.IO: nobody hears of it
            bob.send('42["say","good night"]')
            assert bob.recv(10) == '42["say","good night"]'
            for stranger in (cid, dan):
                stranger.send('42["say","hello"]')
                assert stranger.recv(10) == '42["say","hello"]'  # and heard nothing of the others before
        room, elsewhere = (f"{url.replace('http', 'ws')}/room" for url in (one, other))
        with connect(room) as ann, connect(room) as bob, connect(elsewhere) as dan:
            assert [ann.recv(10), bob.recv(10), dan.recv(10)] == ["welcome"] * 3
            ann.send("good night")
            assert [ann.recv(10), bob.recv(10)] == ["good night", "good night"]
            dan.send("hello")
            assert dan.recv(10) == "hello"  # and heard nothing of the others before
