"""Work done after the reply, or at fixed times: by a worker of Celery's, or by one that needs no broker."""

import os
import subprocess
import sys
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from signal import SIGKILL
from threading import Timer

import django
import pytest
import requests


@contextmanager
def running(folder, command: str):
    """Run `python <command>` beside the proof, and whatever it starts; yields the process, for a minute."""
    process = subprocess.Popen(
        [sys.executable, *command.split()],
        cwd=folder.path,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        start_new_session=True,
    )
    end = Timer(60, os.killpg, (process.pid, SIGKILL))
    end.start()
    try:
        yield process
    finally:
        end.cancel()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, SIGKILL)
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
        from mysite import celery_app

        def report(request):
            users, worker = celery_app.send_task("shop.tasks.count_users").get(timeout=30)
            return JsonResponse({"users": users, "another process": worker != os.getpid()})

        urlpatterns = [path("report", report)]
    """)
    project.run("manage.py", "migrate")
    with running(project, "-m celery -A mysite worker"):
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
    with running(folder, "-m celery -A app.tasks worker"):
        with folder.serving("-m flask --app app run --port {port}") as url:
            assert requests.get(f"{url}/report").json() == {"app": "app", "another process": True}


@pytest.mark.uses("fastapi", "uvicorn", "celery")
def test_a_celery_worker_does_the_work_of_a_fastapi_app_in_a_process_of_its_own(folder):
    folder.copy("celeryconfig.py")
    folder.write("app.py", """
        import os
        from celery import Celery
        from fastapi import FastAPI

        app = FastAPI(title="Books")
        tasks = Celery("app")
        tasks.config_from_object("celeryconfig")

        @tasks.task
        def name_the_app():
            return [app.title, os.getpid()]

        @app.get("/report")
        def report():
            name, worker = name_the_app.delay().get(timeout=30)
            return {"app": name, "another process": worker != os.getpid()}
    """)
    with running(folder, "-m celery -A app.tasks worker"):
        with folder.serving("-m uvicorn app:app --port {port}") as url:
            assert requests.get(f"{url}/report").json() == {"app": "Books", "another process": True}


@pytest.mark.uses("django", "django-tasks", "django-tasks-db", "huey")
def test_djangos_own_tasks_run_inside_the_request_a_signal_after_every_reply_and_django_tasks_db_or_huey_keeps_tasks_for_a_worker(project):
    own = django.VERSION >= (6, 0)
    project.write("shop/tasks.py", f"""
        import os
        from {"django.tasks" if own else "django_tasks"} import task

        @task
        def where():
            return os.getpid()
    """)
    project.write("mysite/urls.py", """
        import os
        from queue import Queue
        from threading import Event
        from django.core.signals import request_finished
        from django.http import JsonResponse
        from django.urls import path
        from shop.tasks import where

        replied, done = Event(), Queue()

        def work(**_):
            done.put([replied.wait(10), os.getpid()])

        def after(request):
            request_finished.connect(work)
            return JsonResponse({"here": os.getpid()})

        def after_report(request):
            replied.set()
            return JsonResponse(done.get(timeout=10), safe=False)

        def ask(request):
            result = where.enqueue()
            return JsonResponse({"id": result.id, "done": result.is_finished, "here": os.getpid()})

        def report(request, name):
            result = where.get_result(name)
            return JsonResponse({"done": result.status, "where": result.return_value})

        urlpatterns = [
            path("ask", ask), path("report/<name>", report), path("after", after), path("after/report", after_report),
        ]
    """)
    if not own:
        assert find_spec("django.tasks") is None
        project.replace("mysite/settings.py", "    'shop',\n", "    'shop',\n    'django_tasks',\n")
    with project.serving("manage.py runserver --noreload {port}") as url:
        assert requests.get(f"{url}/ask").json()["done"] is True
        here = requests.get(f"{url}/after").json()["here"]
        for _ in range(2):  # the second report is of the work after the first
            assert requests.get(f"{url}/after/report").json() == [True, here]
    assert not any("work" in name for name in project.run("manage.py", "help", "--commands").stdout.split())

    project.replace("mysite/settings.py", "    'shop',\n", "    'shop',\n    'django_tasks_db',\n")
    project.replace("mysite/settings.py", "DATABASES", """\
TASKS = {'default': {'BACKEND': 'django_tasks_db.DatabaseBackend'}}
DATABASES""")
    project.run("manage.py", "migrate")
    with project.serving("manage.py runserver --noreload {port}") as url:
        asked = requests.get(f"{url}/ask").json()
        assert asked["done"] is False
        project.run("manage.py", "db_worker", "--batch", "--no-startup-delay", "--no-reload")
        report = requests.get(f"{url}/report/{asked['id']}").json()
    assert report["done"] == "SUCCESSFUL"
    assert report["where"] != asked["here"]

    project.replace("mysite/settings.py", "    'django_tasks_db',\n", "    'huey.contrib.djhuey',\n")
    project.replace("mysite/settings.py", "TASKS = {'default': {'BACKEND': 'django_tasks_db.DatabaseBackend'}}", """\
from huey import SqliteHuey
HUEY = SqliteHuey(filename=BASE_DIR / 'tasks.sqlite3')""")
    project.write("shop/tasks.py", """
        import os
        from django.contrib.auth.models import User
        from huey.contrib.djhuey import db_task

        @db_task()
        def count_users():
            return [User.objects.count(), os.getpid()]
    """)
    project.write("mysite/urls.py", """
        from django.http import JsonResponse
        from django.urls import path
        from huey.contrib.djhuey import result
        from shop.tasks import count_users

        def ask(request):
            return JsonResponse({"id": count_users().id})

        def report(request, name):
            return JsonResponse(result(name, blocking=True, timeout=30), safe=False)

        urlpatterns = [path("ask", ask), path("report/<name>", report)]
    """)
    project.run("manage.py", "shell", "-c", "from django.contrib.auth.models import User; User.objects.create_user('ann')")
    with project.serving("manage.py runserver --noreload {port}") as url:
        asked = requests.get(f"{url}/ask").json()
    server, worker = project.serving("manage.py runserver --noreload {port}"), running(project, "manage.py run_huey")
    with server as url, worker as process:
        assert requests.get(f"{url}/report/{asked['id']}").json() == [1, process.pid]


@pytest.mark.uses("flask", "huey")
def test_flask_runs_a_function_after_the_reply_in_the_same_process_and_huey_keeps_tasks_in_an_sqlite_file_for_a_worker(folder):
    folder.write("close.py", """
        import os
        from queue import Queue
        from threading import Event
        from flask import Flask, make_response

        app = Flask(__name__)
        replied, done = Event(), Queue()

        @app.get("/ask")
        def ask():
            reply = make_response(str(os.getpid()))
            reply.call_on_close(lambda: done.put([replied.wait(10), os.getpid()]))
            return reply

        @app.get("/report")
        def report():
            replied.set()
            return done.get(timeout=10)
    """)
    with folder.serving("-m flask --app close run --port {port}") as url:
        here = requests.get(f"{url}/ask").json()
        assert requests.get(f"{url}/report").json() == [True, here]

    folder.write("app.py", """
        import os
        from flask import Flask, current_app
        from huey import SqliteHuey

        app = Flask(__name__)
        huey = SqliteHuey(filename="tasks.sqlite3")

        @huey.task()
        def where():
            with app.app_context():
                return [current_app.name, os.getpid()]

        @app.get("/ask")
        def ask():
            return {"id": where().id}

        @app.get("/report/<name>")
        def report(name):
            return huey.result(name, blocking=True, timeout=30)
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        asked = requests.get(f"{url}/ask").json()
    consumer = "-m huey.bin.huey_consumer app.huey"
    with folder.serving("-m flask --app app run --port {port}") as url, running(folder, consumer) as worker:
        assert requests.get(f"{url}/report/{asked['id']}").json() == ["app", worker.pid]


@pytest.mark.uses("fastapi", "huey", "uvicorn")
def test_fastapi_runs_a_task_after_the_reply_in_the_same_process_unless_the_function_raises_and_huey_keeps_tasks_in_an_sqlite_file_for_a_worker(folder):
    folder.write("after.py", """
        import os
        from queue import Queue
        from threading import Event
        from fastapi import BackgroundTasks, FastAPI, HTTPException

        app = FastAPI()
        replied, done = Event(), Queue()

        def where():
            done.put([replied.wait(10), os.getpid()])

        @app.get("/ask")
        def ask(tasks: BackgroundTasks):
            tasks.add_task(where)
            return os.getpid()

        @app.get("/report")
        def report():
            replied.set()
            return done.get(timeout=10)

        @app.get("/refuse")
        def refuse(tasks: BackgroundTasks):
            tasks.add_task(done.put, "refused")
            raise HTTPException(403)

        @app.get("/left")
        def left():
            return done.qsize()
    """)
    with folder.serving("-m uvicorn after:app --port {port}") as url:
        assert requests.get(f"{url}/refuse").status_code == 403
        here = requests.get(f"{url}/ask").json()
        assert requests.get(f"{url}/report").json() == [True, here]
        assert requests.get(f"{url}/left").json() == 0

    folder.write("app.py", """
        import os
        from fastapi import FastAPI
        from huey import SqliteHuey

        app = FastAPI()
        huey = SqliteHuey(filename="tasks.sqlite3")

        @huey.task()
        def where():
            return os.getpid()

        @app.get("/ask")
        def ask():
            return {"id": where().id}

        @app.get("/report/{name}")
        def report(name: str):
            return huey.result(name, blocking=True, timeout=30)
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        asked = requests.get(f"{url}/ask").json()
    consumer = "-m huey.bin.huey_consumer app.huey"
    with folder.serving("-m uvicorn app:app --port {port}") as url, running(folder, consumer) as worker:
        assert requests.get(f"{url}/report/{asked['id']}").json() == worker.pid


def celery_keeps_time(folder) -> None:
    """Celery's `beat` sends a task twice, on time, and waits for no framework."""
    folder.copy("celeryconfig.py")
    folder.write("clock.py", """
        from celery import Celery

        app = Celery("clock")
        app.config_from_object("celeryconfig")
        app.conf.beat_schedule = {"every second": {"task": "tick", "schedule": 1.0}}
    """)
    with running(folder, "-m celery -A clock beat --loglevel info") as beat:
        for _ in range(2):
            assert next(line for line in beat.stdout if "Sending due task every second (tick)" in line)
    assert [file.suffix for file in (folder.path / "queue").iterdir()][:1] == [".msg"]


@pytest.mark.uses("django", "celery", "django-q2")
def test_celery_sends_tasks_on_time_and_django_q2_those_that_somebody_planned_in_the_admin(project):
    celery_keeps_time(project)
    project.replace("mysite/settings.py", "    'shop',\n", "    'shop',\n    'django_q',\n")
    project.replace("mysite/settings.py", "DATABASES", """\
Q_CLUSTER = {'orm': 'default', 'workers': 1, 'poll': 0.2, 'guard_cycle': 0.5, 'timeout': 20, 'retry': 30}
DATABASES""")
    project.write("shop/tasks.py", """
        from pathlib import Path

        def tick():
            Path("ticked").touch()
            return "ticked"
    """)
    project.run("manage.py", "migrate")
    project.run("manage.py", "shell", "-c", """
from django.contrib.auth.models import User
from django.test import Client
User.objects.create_superuser("ann", password="right")
ann = Client()
ann.login(username="ann", password="right")
tick = {"func": "shop.tasks.tick", "schedule_type": "I", "minutes": 1, "repeats": -1}
now = {"next_run_0": "2020-01-01", "next_run_1": "00:00:00"}
assert ann.post("/admin/django_q/schedule/add/", tick | now, headers={"host": "localhost"}).status_code == 302
""")
    with running(project, "manage.py qcluster") as cluster:
        assert next(line for line in cluster.stdout if "rocessed" in line and "tick" in line)
    assert (project.path / "ticked").exists()
    planned = project.run("manage.py", "shell", "-c", """
from django_q.models import Schedule, Success
print(Success.objects.get().result, Schedule.objects.get().func)
""")
    assert planned.stdout.splitlines()[-1] == "ticked shop.tasks.tick"


@pytest.mark.uses("flask", "celery", "apscheduler", "sqlalchemy")
def test_celery_sends_tasks_on_time_and_apscheduler_runs_those_in_a_table_beside_flask(folder):
    celery_keeps_time(folder)
    folder.write("app.py", """
        from datetime import datetime
        from queue import Queue
        from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
        from apscheduler.schedulers.background import BackgroundScheduler
        from flask import Flask, current_app

        app = Flask(__name__)
        clock = BackgroundScheduler()
        clock.add_jobstore(SQLAlchemyJobStore("sqlite:///jobs.sqlite3"))
        ticks = Queue()

        def tick():
            with app.app_context():
                ticks.put(current_app.name)

        @app.get("/plan")
        def plan():
            clock.start(paused=True)
            clock.add_job(tick, "interval", seconds=1, id="tick", next_run_time=datetime.now())
            return "planned"

        @app.get("/ticks")
        def report():
            clock.start()
            return [ticks.get(timeout=20), ticks.get(timeout=20)]
    """)
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(f"{url}/plan").text == "planned"
    with folder.serving("-m flask --app app run --port {port}") as url:
        assert requests.get(f"{url}/ticks").json() == ["app", "app"]


@pytest.mark.uses("fastapi", "uvicorn", "celery", "apscheduler", "sqlalchemy")
def test_celery_sends_tasks_on_time_and_apscheduler_runs_those_in_a_table_beside_fastapi(folder):
    celery_keeps_time(folder)
    folder.write("app.py", """
        from datetime import datetime
        from queue import Queue
        from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
        from apscheduler.schedulers.asyncio import AsyncIOScheduler
        from fastapi import FastAPI

        app = FastAPI(title="Books")
        clock = AsyncIOScheduler()
        clock.add_jobstore(SQLAlchemyJobStore("sqlite:///jobs.sqlite3"))
        ticks = Queue()

        def tick():
            ticks.put(app.title)

        @app.get("/plan")
        async def plan():
            clock.start(paused=True)
            clock.add_job(tick, "interval", seconds=1, id="tick", next_run_time=datetime.now())
            return "planned"

        @app.get("/start")
        async def start():
            clock.start()

        @app.get("/ticks")
        def report():
            return [ticks.get(timeout=20), ticks.get(timeout=20)]
    """)
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        assert requests.get(f"{url}/plan").json() == "planned"
    with folder.serving("-m uvicorn app:app --port {port}") as url:
        requests.get(f"{url}/start")
        assert requests.get(f"{url}/ticks").json() == ["Books", "Books"]
