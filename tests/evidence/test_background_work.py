"""Work done after the reply: Celery's worker and scheduler, Django's own tasks."""

import os
import pkgutil
import subprocess
import sys
from contextlib import contextmanager

import django
import flask
import pytest
import requests


@contextmanager
def running(folder, command: str):
    """Run `python <command>` beside the proof; yields its output, line by line."""
    process = subprocess.Popen(
        [sys.executable, *command.split()], cwd=folder.path, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        yield process.stdout
    finally:
        process.kill()
        process.communicate()


@pytest.mark.uses("django", "celery")
def test_a_celery_worker_does_the_work_of_a_django_project_in_a_process_of_its_own(project):
    project.copy("celeryconfig.py")
    project.write("mysite/celery.py", """
        import os
        from celery import Celery

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
        app = Celery("mysite")
        app.config_from_object("celeryconfig")
        app.autodiscover_tasks()
    """)
    project.write("mysite/__init__.py", "from .celery import app as celery_app\n")
    project.write("shop/tasks.py", """
        import os
        from celery import shared_task

        @shared_task
        def count_users():
            from django.contrib.auth.models import User
            return [User.objects.count(), os.getpid()]
    """)
    project.write("mysite/urls.py", """
        import os
        from django.http import JsonResponse
        from django.urls import path
        from shop.tasks import count_users

        def report(request):
            users, worker = count_users.delay().get(timeout=30)
            return JsonResponse({"users": users, "another process": worker != os.getpid()})

        urlpatterns = [path("report", report)]
    """)
    project.run("manage.py", "migrate")
    with running(project, "-m celery -A mysite worker --pool solo"):
        with project.serving("manage.py runserver --noreload {port}") as url:
            assert requests.get(f"{url}/report").json() == {"users": 0, "another process": True}


@pytest.mark.uses("flask", "celery")
def test_a_celery_worker_does_the_work_of_a_flask_app_in_a_process_of_its_own(folder):
    folder.copy("celeryconfig.py")
    folder.write("app.py", """
        import os
        from celery import Celery, Task
        from flask import Flask, current_app

        app = Flask(__name__)

        class InTheApp(Task):
            def __call__(self, *args):
                with app.app_context():
                    return self.run(*args)

        tasks = Celery("app", task_cls=InTheApp)
        tasks.config_from_object("celeryconfig")

        @tasks.task
        def name_the_app():
            return [current_app.name, os.getpid()]

        @app.get("/report")
        def report():
            name, worker = name_the_app.delay().get(timeout=30)
            return {"app": name, "another process": worker != os.getpid()}
    """)
    with running(folder, "-m celery -A app.tasks worker --pool solo"):
        with folder.serving("-m flask --app app run --port {port}") as url:
            assert requests.get(f"{url}/report").json() == {"app": "app", "another process": True}


@pytest.mark.uses("django")
def test_djangos_own_tasks_came_with_6_0_and_run_inside_the_request(project):
    project.write("shop/tasks.py", """
        import os
        from django.tasks import task

        @task
        def where():
            return os.getpid()
    """)
    project.write("mysite/urls.py", """
        import os
        from django.http import JsonResponse
        from django.urls import path
        from shop.tasks import where

        def report(request):
            result = where.enqueue()
            here = result.return_value == os.getpid()
            return JsonResponse({"done": result.status, "same process": here})

        urlpatterns = [path("report", report)]
    """)
    if django.VERSION < (6, 0):
        assert "No module named 'django.tasks'" in project.run("manage.py", "check", check=False).stderr
        return
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(f"{url}/report").json() == {"done": "SUCCESSFUL", "same process": True}

    import django.tasks.backends as backends

    assert [name for _, name, _ in pkgutil.iter_modules(backends.__path__)] == ["base", "dummy", "immediate"]


@pytest.mark.uses("django")
def test_no_command_of_a_django_project_starts_a_worker_or_a_scheduler(project):
    commands = project.run("manage.py", "help", "--commands").stdout.split()
    assert {"migrate", "runserver", "shell"} <= set(commands)
    sought = ("work", "task", "sched", "beat")
    assert [name for name in commands if any(word in name for word in sought)] == []


@pytest.mark.uses("flask")
def test_flask_has_no_tasks_and_no_command_that_starts_a_worker_or_a_scheduler(folder):
    modules = [name for _, name, _ in pkgutil.walk_packages(flask.__path__)]
    assert "sessions" in modules
    assert [name for name in modules if "task" in name or "work" in name] == []
    own = folder.run("-c", "from flask.cli import FlaskGroup; print(*sorted(FlaskGroup().commands))").stdout
    assert own.split() == ["routes", "run", "shell"]


@pytest.mark.uses("celery")
def test_celerys_scheduler_sends_a_task_every_second_whatever_the_framework(folder):
    folder.copy("celeryconfig.py")
    folder.write("clock.py", """
        from celery import Celery

        app = Celery("clock")
        app.config_from_object("celeryconfig")
        app.conf.beat_schedule = {"every second": {"task": "tick", "schedule": 1.0}}
    """)
    with running(folder, "-m celery -A clock beat --loglevel info") as lines:
        for _ in range(2):
            assert next(line for line in lines if "Sending due task every second (tick)" in line)
    assert [file.suffix for file in (folder.path / "queue").iterdir()][:1] == [".msg"]
