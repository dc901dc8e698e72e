"""Mail, sent to a real SMTP server on this machine; and mail about errors."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import django
import fastapi
import fastapi_mail
import flask
import flask_mailman
import pytest
import requests
import starlette


class TakeLetters(StreamRequestHandler):
    """One SMTP conversation; what is sent is kept in `server.letters`."""

    def handle(self):
        self.say("220 ready")
        while verb := self.rfile.readline()[:4].strip().upper():
            if verb == b"DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.letters.append(message_from_bytes(b"".join(lines), policy=default))
            self.say("221 bye" if verb == b"QUIT" else "250 fine")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def post_office():
    """An SMTP server: `port`, and the `letters` it has taken."""
    with ThreadingTCPServer(("127.0.0.1", 0), TakeLetters) as server:
        server.letters, server.port = [], server.server_address[1]
        Thread(target=server.serve_forever).start()
        yield server
        server.shutdown()


def django_sends_through(project, port: int) -> None:
    """Set the SMTP server of a Django project, the way its version wants it."""
    if django.VERSION >= (6, 1):
        project.replace("mysite/settings.py", "console.EmailBackend',", f"""smtp.EmailBackend',
        'OPTIONS': {{'host': '127.0.0.1', 'port': {port}}},""")
    else:
        project.replace("mysite/settings.py", "DATABASES", f"""\
EMAIL_HOST = '127.0.0.1'
EMAIL_PORT = {port}
DATABASES""")


@pytest.mark.uses("django")
def test_a_generated_django_project_sends_mail_given_the_address_of_the_server(project, post_office):
    django_sends_through(project, post_office.port)
    project.run("manage.py", "sendtestemail", "ann@example.com")
    project.write("greet.py", """
        import django
        from django.core.mail import send_mail

        django.setup()
        send_mail("Welcome", "Good to see you.", "shop@example.com", ["bob@example.com"])
    """)
    project.run("manage.py", "shell", "-c", "import greet")
    test, greeting = post_office.letters
    assert test["To"] == "ann@example.com"
    assert (greeting["Subject"], greeting["To"]) == ("Welcome", "bob@example.com")
    assert greeting.get_content().strip() == "Good to see you."


def speaks_smtp(package) -> bool:
    """Whether some module of the package names SMTP, by which mail is sent."""
    return any("smtp" in file.read_text().lower() for file in Path(package.__file__).parent.rglob("*.py"))


@pytest.mark.uses("flask", "flask-mailman")
def test_flask_has_nothing_that_sends_mail_and_flask_mailman_does(folder, post_office):
    assert not speaks_smtp(flask) and speaks_smtp(flask_mailman)
    folder.write("app.py", f"""
        from flask import Flask
        from flask_mailman import Mail, EmailMessage

        app = Flask(__name__)
        app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT={post_office.port})
        Mail(app)

        @app.post("/greet")
        def greet():
            EmailMessage("Welcome", "Good to see you.", "shop@example.com", ["bob@example.com"]).send()
            return "sent"
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.post(f"{url}/greet").text == "sent"
    [greeting] = post_office.letters
    assert (greeting["Subject"], greeting["To"]) == ("Welcome", "bob@example.com")
    assert greeting.get_content().strip() == "Good to see you."


def fastapi_with_mail(folder, port: int, **settings) -> None:
    """Type an app that greets Bob by mail, through fastapi-mail."""
    extra = "".join(f", {name}={value}" for name, value in settings.items())
    folder.write("app.py", f"""
        from fastapi import FastAPI
        from fastapi_mail import ConnectionConfig, FastMail, MessageSchema

        app = FastAPI()
        account = {{"MAIL_USERNAME": "", "MAIL_PASSWORD": "", "USE_CREDENTIALS": False}}
        plain = {{"MAIL_STARTTLS": False, "MAIL_SSL_TLS": False}}
        office = {{"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": {port}, "MAIL_FROM": "shop@example.com"}}
        mail = FastMail(ConnectionConfig(**account, **plain, **office{extra}))

        @app.post("/greet")
        async def greet():
            to = ["bob@example.com"]
            greeting = MessageSchema(subject="Welcome", recipients=to, body="Good to see you.", subtype="plain")
            await mail.send_message(greeting)
            return "sent"
    """)


@pytest.mark.uses("fastapi", "fastapi-mail", "httpx")
def test_fastapi_has_nothing_that_sends_mail_and_fastapi_mail_does(folder, post_office):
    assert not speaks_smtp(fastapi) and not speaks_smtp(starlette) and speaks_smtp(fastapi_mail)
    fastapi_with_mail(folder, post_office.port)
    post = "from app import app; from fastapi.testclient import TestClient; print(TestClient(app).post('/greet').json())"
    assert folder.run("-c", post).stdout == "sent\n"
    [greeting] = post_office.letters
    assert (greeting["Subject"], greeting["To"]) == ("Welcome", "bob <bob@example.com>")
    [text] = greeting.iter_parts()
    assert text.get_content().strip() == "Good to see you."


@pytest.mark.uses("django")
def test_a_new_django_project_prints_its_mail_since_6_1_and_looked_for_a_server_before(project):
    done = project.run("manage.py", "sendtestemail", "ann@example.com", check=False)
    if django.VERSION >= (6, 1):
        assert "To: ann@example.com" in done.stdout
    else:
        assert done.stdout == ""
        project.replace("mysite/settings.py", "DATABASES", """\
EMAIL_BACKEND = 'django.core.mail.backends.console.EmailBackend'
DATABASES""")
        assert "To: ann@example.com" in project.run("manage.py", "sendtestemail", "ann@example.com").stdout


@pytest.mark.uses("flask", "flask-mailman")
def test_flask_mailman_prints_mail_when_told_to(folder, post_office):
    folder.write("app.py", f"""
        from flask import Flask
        from flask_mailman import Mail, EmailMessage

        app = Flask(__name__)
        app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT={post_office.port})
        Mail(app)

        with app.app_context():
            EmailMessage("Welcome", "Hello", "shop@example.com", ["bob@example.com"]).send()
    """)
    assert folder.run("app.py").stdout == ""
    assert len(post_office.letters) == 1

    folder.replace("app.py", "Mail(app)", 'app.config["MAIL_BACKEND"] = "console"\nMail(app)')
    assert "To: bob@example.com" in folder.run("app.py").stdout
    assert len(post_office.letters) == 1


@pytest.mark.uses("fastapi", "fastapi-mail", "httpx")
def test_fastapi_mail_sends_nothing_when_told_to_and_a_function_at_its_signal_prints_it(folder, post_office):
    post = "import app; from fastapi.testclient import TestClient; TestClient(app.app).post('/greet')"
    fastapi_with_mail(folder, post_office.port)
    assert folder.run("-c", post).stdout == ""
    assert len(post_office.letters) == 1

    fastapi_with_mail(folder, post_office.port, SUPPRESS_SEND=True)
    assert folder.run("-c", post).stdout == ""
    folder.replace("app.py", "app = FastAPI()\n", """\
app = FastAPI()

@email_dispatched.connect
def show(letter):
    text = next(part for part in letter.walk() if not part.is_multipart())
    print(letter["Subject"], letter["To"], text.get_payload(decode=True).decode(), sep="|")

""")
    folder.replace("app.py", "\napp =", "from fastapi_mail.fastmail import email_dispatched\n\napp =")
    assert folder.run("-c", post).stdout == "Welcome|bob <bob@example.com>|Good to see you.\n"
    assert len(post_office.letters) == 1


@pytest.mark.uses("django")
def test_django_keeps_mail_in_a_list_while_tests_run_unless_code_makes_a_backend_itself(project, post_office):
    django_sends_through(project, post_office.port)
    project.write("shop/tests.py", """
        from django.core import mail
        from django.test import SimpleTestCase

        class Greeting(SimpleTestCase):
            def test_is_sent(self):
                mail.send_mail("Welcome", "Hello", "shop@example.com", ["bob@example.com"])
                self.assertEqual([letter.subject for letter in mail.outbox], ["Welcome"])
    """)
    assert "Ran 1 test" in project.run("manage.py", "test").stderr
    assert post_office.letters == []

    alias = "alias='own', " if django.VERSION >= (6, 1) else ""
    own = f"smtp.EmailBackend({alias}host='127.0.0.1', port={post_office.port})"
    project.replace("shop/tests.py", '["bob@example.com"]', f'["bob@example.com"], connection={own}')
    project.replace("shop/tests.py", "import mail\n", "import mail\nfrom django.core.mail.backends import smtp\n")
    project.replace("shop/tests.py", '["Welcome"])', "[])")
    assert "Ran 1 test" in project.run("manage.py", "test").stderr
    assert len(post_office.letters) == 1


@pytest.mark.uses("flask", "flask-mailman")
def test_flask_mailman_keeps_mail_in_a_list_with_testing_on_before_it_starts_and_no_backend_set(folder, post_office):
    folder.write("test_greeting.py", f"""
        from flask import Flask
        from flask_mailman import Mail, EmailMessage

        app = Flask(__name__)
        app.config.update(TESTING=True, MAIL_SERVER="127.0.0.1", MAIL_PORT={post_office.port})
        mail = Mail(app)

        def test_greeting_is_sent():
            with app.app_context():
                EmailMessage("Welcome", "Hello", "shop@example.com", ["bob@example.com"]).send()
                assert [letter.subject for letter in mail.outbox] == ["Welcome"]
    """)
    assert "1 passed" in folder.run("-m", "pytest", "-p", "no:cacheprovider").stdout
    assert post_office.letters == []
    folder.replace("test_greeting.py", "TESTING=True, ", 'TESTING=True, MAIL_BACKEND="smtp", ')
    assert "1 failed" in folder.run("-m", "pytest", "-p", "no:cacheprovider", check=False).stdout
    assert len(post_office.letters) == 1
    folder.replace("test_greeting.py", 'TESTING=True, MAIL_BACKEND="smtp", ', "")
    folder.replace("test_greeting.py", "mail = Mail(app)", "mail = Mail(app)\napp.testing = True")
    assert "1 failed" in folder.run("-m", "pytest", "-p", "no:cacheprovider", check=False).stdout
    assert len(post_office.letters) == 2


@pytest.mark.uses("fastapi", "fastapi-mail", "httpx")
def test_fastapi_mail_keeps_mail_in_a_list_while_tests_run_and_sends_it_too_unless_told_not_to(folder, post_office):
    folder.write("test_greeting.py", """
        from app import app, mail
        from fastapi.testclient import TestClient

        def test_greeting_is_sent():
            with mail.record_messages() as outbox:
                TestClient(app).post("/greet")
                assert [letter["Subject"] for letter in outbox] == ["Welcome"]
    """)
    for settings, sent in ({"SUPPRESS_SEND": True}, 0), ({}, 1):
        fastapi_with_mail(folder, post_office.port, **settings)
        assert "1 passed" in folder.run("-m", "pytest", "-p", "no:cacheprovider").stdout
        assert len(post_office.letters) == sent


@pytest.mark.uses("django")
def test_django_mails_the_admins_when_a_page_fails_once_their_addresses_are_set(project, post_office):
    admins = ["ann@example.com"] if django.VERSION >= (6, 0) else [("Ann", "ann@example.com")]
    django_sends_through(project, post_office.port)
    project.replace("mysite/settings.py", "DEBUG = True", "DEBUG = False")
    project.replace("mysite/settings.py", "ALLOWED_HOSTS = []", "ALLOWED_HOSTS = ['127.0.0.1']")
    project.write("mysite/urls.py", """
        from django.urls import path

        def price(request):
            return 1 / 0

        urlpatterns = [path("price", price)]
    """)
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(f"{url}/price").status_code == 500
    assert post_office.letters == []

    project.replace("mysite/settings.py", "DATABASES", f"ADMINS = {admins}\nDATABASES")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(f"{url}/price").status_code == 500
    [letter] = post_office.letters
    assert letter["To"] == "ann@example.com"
    assert "ERROR (EXTERNAL IP): Internal Server Error: /price" in letter["Subject"]
    assert "ZeroDivisionError at /price" in letter.get_content()
    assert "return 1 / 0" in letter.get_content()


@pytest.mark.uses("flask", "backlash")
def test_flask_mails_nobody_when_a_page_fails_until_backlash_or_a_handler_of_its_log_does_that_with_debug_off(folder, post_office):
    folder.write("app.py", """
        from flask import Flask

        app = Flask(__name__)

        @app.get("/price")
        def price():
            return 1 / 0
    """)
    plain = folder.read("app.py")
    failed(folder)
    assert post_office.letters == []

    folder.replace("app.py", "from flask", """\
from backlash import TraceErrorsMiddleware
from backlash.tracing.reporters.mail import EmailReporter
from flask""")
    folder.replace("app.py", "app = Flask(__name__)\n", f"""\
app = Flask(__name__)
office = EmailReporter(
    smtp_server="127.0.0.1", smtp_port={post_office.port},
    from_address="shop@example.com", error_email="ann@example.com",
)
app.wsgi_app = TraceErrorsMiddleware(app.wsgi_app, [office], [])
""")
    failed(folder)
    assert post_office.letters == []

    folder.replace("app.py", "office =", 'app.config["PROPAGATE_EXCEPTIONS"] = True\noffice =')
    failed(folder)
    [letter] = post_office.letters
    assert (letter["To"], letter["Subject"]) == ("ann@example.com", "ZeroDivisionError: division by zero")
    traceback = letter.get_body(["plain"]).get_content()
    assert traceback.startswith("TRACEBACK:")
    assert "return 1 / 0" in traceback

    folder.write("app.py", plain)
    folder.replace("app.py", "from flask", "from logging.handlers import SMTPHandler\n\nfrom flask")
    folder.replace("app.py", "app = Flask(__name__)\n", f"""\
app = Flask(__name__)
office = ("127.0.0.1", {post_office.port})
app.logger.addHandler(SMTPHandler(office, "shop@example.com", ["ann@example.com"], "A page failed"))
""")
    failed(folder)
    [_, letter] = post_office.letters
    assert (letter["To"], letter["Subject"]) == ("ann@example.com", "A page failed")
    assert "return 1 / 0" in letter.get_content()

    failed(folder, "--debug --no-reload")
    with_handler = folder.read("app.py")
    folder.replace("app.py", "\n@app.get", "\napp.register_error_handler(Exception, lambda error: ('sorry', 500))\n\n@app.get")
    failed(folder)
    folder.write("app.py", with_handler)
    folder.replace("app.py", "office =", 'app.config["PROPAGATE_EXCEPTIONS"] = True\noffice =')
    failed(folder)
    assert len(post_office.letters) == 2


def failed(folder, options: str = ""):
    """Ask for the page that fails."""
    with folder.serving(f"-m flask --app app run {options} --port {{port}}") as url:
        assert requests.get(f"{url}/price").status_code == 500


@pytest.mark.uses("fastapi", "uvicorn", "notifiers")
def test_fastapi_mails_nobody_when_a_page_fails_until_a_handler_of_the_servers_log_does(folder, post_office):
    folder.write("app.py", """
        from fastapi import FastAPI

        app = FastAPI()

        @app.get("/price")
        def price():
            return 1 / 0
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.get(f"{url}/price").status_code == 500
    assert post_office.letters == []

    for handler, imports in [
        (
            f'SMTPHandler(("127.0.0.1", {post_office.port}), "shop@example.com", ["ann@example.com"], "A page failed")',
            "from logging.handlers import SMTPHandler",
        ),
        (
            f"""NotificationHandler("email", {{
    "from": "shop@example.com", "to": "ann@example.com", "subject": "A page failed",
    "host": "127.0.0.1", "port": {post_office.port}}})""",
            "from notifiers.logging import NotificationHandler",
        ),
    ]:
        post_office.letters.clear()
        folder.write("app.py", f"""
from logging import getLogger
{imports}
from fastapi import FastAPI

app = FastAPI()
mailer = {handler}
mailer.setLevel("ERROR")
getLogger("uvicorn.error").addHandler(mailer)

@app.get("/price")
def price():
    return 1 / 0
""")
        with folder.serving("-m uvicorn app:app --port {port}") as url:
            assert requests.get(f"{url}/price").status_code == 500
        [letter] = post_office.letters
        assert (letter["To"], letter["Subject"]) == ("ann@example.com", "A page failed")
        text = letter.get_body(("plain", "html")).get_content()
        assert "return 1 / 0" in text
        assert "ZeroDivisionError: division by zero" in text
