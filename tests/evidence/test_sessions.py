"""Sessions: what the cookie holds, and what an old one is still worth."""

import json
from base64 import b64decode, b64encode

import pytest
import requests
from itsdangerous import base64_decode, base64_encode


@pytest.mark.uses("django")
def test_django_refuses_the_cookie_of_a_session_that_was_logged_out(project):
    project.run("manage.py", "migrate")
    project.run("manage.py", "shell", "-c", """
from django.contrib.auth.models import User
User.objects.create_superuser("ann", password="correct horse")
""")

    def copied_cookie(url):
        """What a copy of Ann's cookie is answered after she has logged out."""
        ann = requests.Session()
        ann.get(f"{url}/admin/login/")
        ann.headers["X-CSRFToken"] = ann.cookies["csrftoken"]
        ann.post(f"{url}/admin/login/", data={"username": "ann", "password": "correct horse"})
        stolen = {"sessionid": ann.cookies["sessionid"]}
        assert requests.get(f"{url}/admin/", cookies=stolen, allow_redirects=False).status_code == 200

        ann.headers["X-CSRFToken"] = ann.cookies["csrftoken"]
        assert ann.post(f"{url}/admin/logout/").status_code == 200
        assert ann.get(f"{url}/admin/", allow_redirects=False).status_code == 302
        return requests.get(f"{url}/admin/", cookies=stolen, allow_redirects=False)

    with project.serving("manage.py runserver --noreload {port}") as url:
        refused = copied_cookie(url)
    assert (refused.status_code, refused.headers["Location"]) == (302, "/admin/login/?next=/admin/")

    engine = "\nSESSION_ENGINE = 'django.contrib.sessions.backends.signed_cookies'\n"
    project.write("mysite/settings.py", project.read("mysite/settings.py") + engine)
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert copied_cookie(url).status_code == 200


def keep_sessions_on_the_server(folder) -> None:
    """Add Flask-Session: the cookie holds an id, and the server forgets what it stands for."""
    folder.replace("app.py", "from flask import Flask", "from cachelib.file import FileSystemCache\nfrom flask import Flask")
    folder.replace("app.py", 'app.secret_key = "for the proof"', """
app.secret_key = "for the proof"
app.config |= {"SESSION_TYPE": "cachelib", "SESSION_CACHELIB": FileSystemCache("sessions")}
from flask_session import Session
Session(app)""")


@pytest.mark.uses("flask", "flask-login", "flask-session", "cachelib")
def test_flask_login_accepts_a_logged_out_cookie_until_flask_session_keeps_the_session_and_log_out_regenerates_it(folder):
    folder.write("app.py", """
        from flask import Flask, session
        from flask_login import LoginManager, UserMixin, current_user, login_required, login_user, logout_user

        app = Flask(__name__)
        app.secret_key = "for the proof"
        manager = LoginManager(app)

        class User(UserMixin):
            id = "ann"

        @manager.user_loader
        def load(id):
            return User()

        @app.post("/login")
        def log_in():
            login_user(User(), remember=True)
            session["cart"] = "Dune"
            return "in"

        @app.post("/logout")
        def log_out():
            logout_user()
            return "out"

        @app.get("/me")
        @login_required
        def me():
            return current_user.id
    """)
    ann = requests.Session()
    with folder.serving("-m flask --app app run --port {port}") as url:
        ann.post(f"{url}/login")
        stolen = {"session": ann.cookies["session"]}
        ann.post(f"{url}/logout")
        assert ann.get(f"{url}/me").status_code == 401
        assert requests.get(f"{url}/me", cookies=stolen).text == "ann"

    keep_sessions_on_the_server(folder)
    with folder.serving("-m flask --app app run --port {port}") as url:
        ann.post(f"{url}/login")
        stolen = {"session": ann.cookies["session"]}
        remembered = {"remember_token": ann.cookies["remember_token"]}
        assert requests.get(f"{url}/me", cookies=stolen).text == "ann"
        ann.post(f"{url}/logout")
        assert requests.get(f"{url}/me", cookies=stolen).status_code == 401
        assert requests.get(f"{url}/me", cookies=remembered).text == "ann"
        ann.post(f"{url}/login")
        assert requests.get(f"{url}/me", cookies=stolen).text == "ann"

    folder.replace("app.py", "    logout_user()\n", "    logout_user()\n    app.session_interface.regenerate(session)\n")
    with folder.serving("-m flask --app app run --port {port}") as url:
        ann.post(f"{url}/login")
        stolen = {"session": ann.cookies["session"]}
        assert requests.get(f"{url}/me", cookies=stolen).text == "ann"
        ann.post(f"{url}/logout")
        ann.post(f"{url}/login")
        assert requests.get(f"{url}/me", cookies=stolen).status_code == 401


@pytest.mark.uses("fastapi", "fastapi-users", "itsdangerous", "starsessions", "sqlmodel", "uvicorn", "aiosqlite", "greenlet")
def test_fastapi_accepts_a_logged_out_cookie_until_starsessions_or_fastapi_users_keeps_the_session(folder):
    folder.write("app.py", """
        from fastapi import FastAPI, HTTPException, Request
        from starlette.middleware.sessions import SessionMiddleware

        app = FastAPI()
        app.add_middleware(SessionMiddleware, secret_key="for the proof")

        @app.post("/login")
        def log_in(request: Request):
            request.session["name"] = "ann"

        @app.post("/logout")
        def log_out(request: Request):
            request.session.clear()

        @app.get("/me")
        def me(request: Request):
            if "name" not in request.session:
                raise HTTPException(401)
            return request.session["name"]
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert statuses_of_a_copied_cookie(url) == {"before": 200, "browser": 401, "copy": 200}

    folder.replace("app.py", "from starlette.middleware.sessions import SessionMiddleware", """
from starsessions import CookieStore, InMemoryStore, SessionAutoloadMiddleware, SessionMiddleware""")
    folder.replace("app.py", 'app.add_middleware(SessionMiddleware, secret_key="for the proof")', """
app.add_middleware(SessionAutoloadMiddleware)
app.add_middleware(SessionMiddleware, store=CookieStore("for the proof"), cookie_https_only=False)""")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert statuses_of_a_copied_cookie(url) == {"before": 200, "browser": 401, "copy": 200}
    folder.replace("app.py", 'CookieStore("for the proof")', "InMemoryStore()")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert statuses_of_a_copied_cookie(url) == {"before": 200, "browser": 401, "copy": 401}

    folder.copy("fastapi_users_accounts.py", "app.py")
    folder.replace("app.py", 'AuthenticationBackend("cookie", CookieTransport()', 'AuthenticationBackend("cookie", CookieTransport(cookie_secure=False)')
    folder.replace("app.py", "users = FastAPIUsers(manager, [backend])", """
from datetime import UTC, datetime
from fastapi_users.authentication.strategy.db import DatabaseStrategy

class Token(SQLModel, table=True):
    token: str = Field(primary_key=True)
    user_id: UUID
    created_at: datetime = Field(default_factory=lambda: datetime.now(UTC))

class Tokens(Store):
    async def get_by_token(self, token, max_age=None):
        return await self.session.get(Token, token)

    async def create(self, values):
        return await self.update(Token(), values)

    async def delete(self, token):
        await self.session.delete(token)
        await self.session.commit()

async def kept_strategy():
    async with AsyncSession(engine, expire_on_commit=False) as session:
        yield DatabaseStrategy(Tokens(session))

kept = AuthenticationBackend("kept", CookieTransport("kept", cookie_secure=False), kept_strategy)
users = FastAPIUsers(manager, [backend, kept])""")
    folder.replace("app.py", "app = FastAPI(lifespan=lifespan)", """
app = FastAPI(lifespan=lifespan)
app.include_router(users.get_auth_router(kept), prefix="/kept")""")
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        requests.post(f"{url}/register", json={"email": "ann@shop.example", "password": "correct horse"})
        assert statuses_of_a_copied_cookie(url) == {"before": 200, "browser": 401, "copy": 200}
        assert statuses_of_a_copied_cookie(url, "/kept") == {"before": 200, "browser": 401, "copy": 401}


def statuses_of_a_copied_cookie(url: str, under: str = "") -> dict[str, int]:
    """What `/me` answers to a copy of the cookie, to the browser that logged out, and to the copy after that."""
    ann = requests.Session()
    ann.post(f"{url}{under}/login", data={"username": "ann@shop.example", "password": "correct horse"})
    copy = ann.cookies.get_dict()
    before = requests.get(f"{url}/me", cookies=copy)
    ann.post(f"{url}{under}/logout")
    answers = {"before": before, "browser": ann.get(f"{url}/me"), "copy": requests.get(f"{url}/me", cookies=copy)}
    return {who: answer.status_code for who, answer in answers.items()}


@pytest.mark.uses("django")
def test_django_session_cookie_holds_only_an_id(project):
    project.write("shop/views.py", """
        from django.http import HttpResponse

        def fill(request):
            request.session["cart"] = ["a secret gift"]
            return HttpResponse("filled")

        def show(request):
            return HttpResponse(request.session["cart"])
    """)
    project.write("mysite/urls.py", """
        from django.urls import path
        from shop import views

        urlpatterns = [path("fill", views.fill), path("show", views.show)]
    """)
    project.run("manage.py", "migrate")
    ann, bob = requests.Session(), requests.Session()
    with project.serving("manage.py runserver --noreload {port}") as url:
        for person in (ann, bob):
            person.get(f"{url}/fill")
            assert person.get(f"{url}/show").text == "a secret gift"
    cookies = {ann.cookies["sessionid"], bob.cookies["sessionid"]}
    assert [len(cookie) for cookie in cookies] == [32, 32]
    kept = project.run("manage.py", "shell", "-c", """
import json
from django.contrib.sessions.models import Session
print(json.dumps({session.session_key: session.get_decoded() for session in Session.objects.all()}))
""").stdout
    assert json.loads(kept.splitlines()[-1]) == {key: {"cart": ["a secret gift"]} for key in cookies}


@pytest.mark.uses("flask", "itsdangerous")
def test_anyone_can_read_a_flask_session_cookie_but_not_change_it(folder):
    folder.write("app.py", """
        from flask import Flask, session

        app = Flask(__name__)
        app.secret_key = "for the proof"

        @app.get("/fill")
        def fill():
            session["cart"] = ["a secret gift"]
            return "filled"

        @app.get("/show")
        def show():
            return session.get("cart", "nothing")
    """)
    ann = requests.Session()
    with folder.serving("-m flask --app app run --port {port}") as url:
        ann.get(f"{url}/fill")
        cookie = ann.cookies["session"]
        data, signature = cookie.split(".", 1)
        assert json.loads(base64_decode(data)) == {"cart": ["a secret gift"]}
        forged = f"{base64_encode(json.dumps({'cart': ['gold']})).decode()}.{signature}"

        assert requests.get(f"{url}/show", cookies={"session": cookie}).json() == ["a secret gift"]
        assert requests.get(f"{url}/show", cookies={"session": forged}).text == "nothing"


@pytest.mark.uses("fastapi", "itsdangerous", "uvicorn")
def test_anyone_can_read_starlettes_session_cookie_but_not_change_it(folder):
    folder.write("app.py", """
        from fastapi import FastAPI, Request
        from starlette.middleware.sessions import SessionMiddleware

        app = FastAPI()
        app.add_middleware(SessionMiddleware, secret_key="for the proof")

        @app.get("/fill")
        def fill(request: Request):
            request.session["cart"] = ["a secret gift"]

        @app.get("/show")
        def show(request: Request):
            return request.session.get("cart", "nothing")
    """)
    ann = requests.Session()
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        ann.get(f"{url}/fill")
        cookie = ann.cookies["session"]
        data, signature = cookie.split(".", 1)
        assert json.loads(b64decode(data)) == {"cart": ["a secret gift"]}
        forged = f"{b64encode(json.dumps({'cart': ['gold']}).encode()).decode()}.{signature}"

        assert requests.get(f"{url}/show", cookies={"session": cookie}).json() == ["a secret gift"]
        assert requests.get(f"{url}/show", cookies={"session": forged}).json() == "nothing"


@pytest.mark.uses("django")
def test_django_session_cookie_is_samesite_lax_and_not_secure_by_default(project):
    project.write("mysite/urls.py", """
        from django.http import HttpResponse
        from django.urls import path

        def fill(request):
            request.session["cart"] = 1
            return HttpResponse("filled")

        urlpatterns = [path("fill", fill)]
    """)
    project.run("manage.py", "migrate")
    with project.serving("manage.py runserver --noreload {port}") as url:
        sent = requests.get(f"{url}/fill").headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax"} < set(sent.split("; "))
    assert "Secure" not in sent

    project.write("mysite/settings.py", project.read("mysite/settings.py") + "SESSION_COOKIE_SECURE = True\n")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert "Secure" in requests.get(f"{url}/fill").headers["Set-Cookie"].split("; ")


@pytest.mark.uses("flask")
def test_flask_session_cookie_names_no_samesite_until_configured(folder):
    folder.write("app.py", """
        from flask import Flask, session

        app = Flask(__name__)
        app.secret_key = "for the proof"

        @app.get("/fill")
        def fill():
            session["cart"] = 1
            return "filled"
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        sent = requests.get(f"{url}/fill").headers["Set-Cookie"]
    assert sent.split("; ")[1:] == ["HttpOnly", "Path=/"]

    folder.replace("app.py", "app = Flask(__name__)", """
app = Flask(__name__)
app.config |= {"SESSION_COOKIE_SAMESITE": "Lax", "SESSION_COOKIE_SECURE": True}""")
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert {"SameSite=Lax", "Secure"} < set(requests.get(f"{url}/fill").headers["Set-Cookie"].split("; "))


@pytest.mark.uses("fastapi", "itsdangerous", "uvicorn")
def test_starlettes_session_cookie_is_samesite_lax_and_not_secure_by_default(folder):
    folder.write("app.py", """
        from fastapi import FastAPI, Request
        from starlette.middleware.sessions import SessionMiddleware

        app = FastAPI()
        app.add_middleware(SessionMiddleware, secret_key="for the proof")

        @app.get("/fill")
        def fill(request: Request):
            request.session["cart"] = 1
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        sent = requests.get(f"{url}/fill").headers["Set-Cookie"]
    assert sent.split("; ")[1:] == ["path=/", "Max-Age=1209600", "httponly", "samesite=lax"]

    folder.replace("app.py", 'secret_key="for the proof"', 'secret_key="for the proof", https_only=True')
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.get(f"{url}/fill").headers["Set-Cookie"].endswith("; httponly; samesite=lax; secure")
