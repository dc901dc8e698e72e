import asyncio
import time

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(ROOT_URLCONF=__name__, SECRET_KEY="for the proof", ALLOWED_HOSTS=["127.0.0.1"])
in_flight = []


async def ask_a_slow_service(request):
    in_flight.append("a request")
    seen = len(in_flight)
    await asyncio.sleep(0.2)
    in_flight.pop()
    return HttpResponse(str(seen))


def ask_in_a_thread(request):
    in_flight.append("a request")
    seen = len(in_flight)
    time.sleep(0.2)
    in_flight.pop()
    return HttpResponse(str(seen))


async def ask_and_hold_up_everybody(request):
    return ask_in_a_thread(request)


urlpatterns = [
    path("", ask_a_slow_service), path("plain", ask_in_a_thread), path("blocking", ask_and_hold_up_everybody),
]
app = get_asgi_application()
