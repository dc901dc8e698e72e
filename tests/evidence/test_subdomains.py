"""An own host name for each customer or part, in one program."""

import pytest


@pytest.mark.uses("django", "django-hosts")
def test_django_without_site_id_finds_the_record_of_a_host_and_django_hosts_picks_its_urls_and_links_to_it(project):
    settings = "MIDDLEWARE = [\n", "    'django.middleware.clickjacking.XFrameOptionsMiddleware',\n"
    project.replace("mysite/settings.py", "ALLOWED_HOSTS = []", "ALLOWED_HOSTS = ['.shop.example']")
    project.replace("mysite/settings.py", "    'shop',\n", "    'shop',\n    'django.contrib.sites',\n    'django_hosts',\n")
    project.replace("mysite/settings.py", settings[0], """
ROOT_HOSTCONF, DEFAULT_HOST, PARENT_HOST = "mysite.hosts", "main", "shop.example"
MIDDLEWARE = [
    "django_hosts.middleware.HostsRequestMiddleware",
""")
    project.replace("mysite/settings.py", settings[1], settings[1] + "    'django_hosts.middleware.HostsResponseMiddleware',\n")
    project.write("mysite/hosts.py", r"""
        from django_hosts import host, patterns

        def remember(request, customer):
            request.customer = customer

        host_patterns = patterns(
            "mysite",
            host("", "urls", name="main"),
            host("api", "api_urls", name="api"),
            host(r"(?P<customer>\w+)", "customer_urls", name="customer", callback=remember),
        )
    """)
    project.write("mysite/views.py", """
        from django.contrib.sites.shortcuts import get_current_site
        from django.http import HttpResponse
        from django.urls import path
        from django_hosts import reverse

        def main(request):
            return HttpResponse("https:" + reverse("home", host="customer", host_kwargs={"customer": "ann"}))

        def api(request):
            return HttpResponse("the API")

        def customer(request):
            return HttpResponse(f"{request.customer}, called {get_current_site(request).name}")
    """)
    for name, view in {"urls": "main", "api_urls": "api", "customer_urls": "customer"}.items():
        project.write(f"mysite/{name}.py", f"""
            from django.urls import path
            from mysite.views import {view}
            urlpatterns = [path("", {view}, name="home")]
        """)
    project.write("try_it.py", """
        from django.contrib.sites.models import Site
        from django.test import Client

        for name in ("ann", "bob"):
            Site.objects.create(domain=f"{name}.shop.example", name=name.title())
        for part in ("", "api.", "ann.", "bob."):
            print(Client().get("/", headers={"host": f"{part}shop.example"}).text)
        print(Client().get("/", headers={"host": "ann.eve.example"}).status_code)
    """)
    project.run("manage.py", "migrate")
    assert project.run("manage.py", "shell", "-c", "import try_it").stdout.splitlines()[-5:] == [
        "https://ann.shop.example/", "the API", "ann, called Ann", "bob, called Bob", "400",
    ]
    project.replace("mysite/settings.py", "MIDDLEWARE", "SITE_ID = 1\nMIDDLEWARE")
    project.replace("try_it.py", "Site.objects.create", "Site.objects.get_or_create")
    assert project.run("manage.py", "shell", "-c", "import try_it").stdout.splitlines()[-3:-1] == [
        "ann, called example.com", "bob, called example.com",
    ]


@pytest.mark.uses("flask")
def test_a_route_or_blueprint_of_flask_gets_its_subdomain_as_a_parameter_once_server_name_and_subdomain_matching_are_set(folder):
    folder.write("app.py", """
        from flask import Blueprint, Flask, url_for

        app = Flask(__name__, subdomain_matching=True)
        app.config["SERVER_NAME"] = "shop.example"
        customers = Blueprint("customers", __name__, subdomain="<customer>")

        @app.get("/")
        def main():
            return url_for("customers.home", customer="ann")

        @app.get("/", subdomain="api")
        def api():
            return "the API"

        @app.get("/orders", subdomain="<customer>")
        def orders(customer):
            return f"orders of {customer}"

        @customers.get("/")
        def home(customer):
            return customer

        app.register_blueprint(customers)
    """)
    folder.write("try_it.py", """
        from app import app

        hosts = ("shop.example/", "api.shop.example/", "ann.shop.example/", "bob.shop.example/orders",
                 "ann.shop.example:5000/", "ann.eve.example/")
        for host in hosts:
            host, path = host.split("/")
            answer = app.test_client().get(f"/{path}", base_url=f"http://{host}")
            print(answer.text if answer.status_code == 200 else answer.status_code)
    """)
    assert folder.run("try_it.py").stdout.splitlines() == [
        "http://ann.shop.example/", "the API", "ann", "orders of bob", "<invalid>", "<invalid>",
    ]
    folder.write("fixed.py", """
        from flask import Flask

        app = Flask(__name__, subdomain_matching=True)
        app.config["SERVER_NAME"] = "shop.example"
        app.get("/", subdomain="api")(lambda: "the API")
        for host in ("api.shop.example", "api.shop.example:5000", "ann.eve.example"):
            print(app.test_client().get("/", base_url=f"http://{host}").status_code)
    """)
    assert folder.run("fixed.py").stdout.split() == ["200", "404", "404"]
    folder.replace("app.py", ", subdomain_matching=True", "")
    assert folder.run("try_it.py").stdout.splitlines()[:3] == ["http://ann.shop.example/"] * 3
    folder.replace("app.py", "Flask(__name__", "Flask(__name__, subdomain_matching=True")
    folder.replace("app.py", '"shop.example"', "None")
    assert "the API" not in folder.run("try_it.py", check=False).stdout


@pytest.mark.uses("fastapi", "starlette", "httpx2")
def test_in_fastapi_a_host_before_the_routes_leads_to_an_app_of_its_own_that_reads_the_name_and_other_hosts_and_docs_to_the_main_app(folder):
    folder.write("app.py", """
        from typing import Annotated

        from fastapi import FastAPI, Path, Request

        app, api, customers = FastAPI(), FastAPI(), FastAPI()
        app.host("api.shop.example", api)
        app.host("{customer}.shop.example", customers, name="customers")

        @app.get("/")
        def main(request: Request):
            return str(request.url_for("customers:home", customer="ann"))

        @api.get("/")
        def answer():
            return "the API"

        @customers.get("/")
        def home(customer: Annotated[str, Path()]):
            return customer

        @customers.get("/plain")
        def plain(customer: str):
            return customer
    """)
    folder.write("try_it.py", """
        from app import app
        from fastapi.testclient import TestClient

        hosts = ("shop.example/", "api.shop.example/", "ann.shop.example/", "bob.shop.example:5000/",
                 "ann.shop.example/plain", "ann.eve.example/")
        for host in hosts:
            host, path = host.split("/")
            answer = TestClient(app, base_url=f"http://{host}").get(f"/{path}")
            print(answer.json() if answer.status_code == 200 else answer.status_code)
    """)
    assert folder.run("try_it.py").stdout.splitlines() == [
        "http://ann.shop.example/", "the API", "ann", "bob", "422", "http://ann.shop.example/",
    ]

    folder.replace("app.py", "FastAPI(), FastAPI(), FastAPI()", 'FastAPI(), FastAPI(), FastAPI(title="for customers")')
    title = "print(TestClient(app, base_url='http://ann.shop.example').get('/openapi.json').json()['info']['title'])"
    look = f"from app import app; from fastapi.testclient import TestClient; {title}"
    assert folder.run("-c", look).stdout == "FastAPI\n"
    folder.replace("app.py", "customers = FastAPI()", "customers = FastAPI(openapi_url=None)")
    assert folder.run("-c", look).stdout == "for customers\n"

    hosts = [line for line in folder.read("app.py").splitlines() if line.startswith("app.host(")]
    for line in hosts:
        folder.replace("app.py", f"{line}\n", "")
    folder.write("app.py", folder.read("app.py") + "\n".join(hosts) + "\n")
    folder.replace("try_it.py", '"ann.eve.example/"', '"ann.shop.example/missing"')
    assert folder.run("try_it.py").stdout.splitlines() == [*["http://ann.shop.example/"] * 4, "422", "404"]
