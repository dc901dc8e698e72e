from answer_words import awaited_words, words
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.http import StreamingHttpResponse
from django.urls import path

settings.configure(ROOT_URLCONF=__name__, SECRET_KEY="for the proof", ALLOWED_HOSTS=["127.0.0.1"])


def answer(request, wanted, patience):
    events = (f"data: {word}\n\n" for word in words(wanted, patience))
    return StreamingHttpResponse(events, content_type="text/event-stream")


async def awaited(request, wanted, patience):
    events = (f"data: {word}\n\n" async for word in awaited_words(wanted, patience))
    return StreamingHttpResponse(events, content_type="text/event-stream")


urlpatterns = [path("answer/<int:wanted>/<int:patience>", answer), path("awaited/<int:wanted>/<int:patience>", awaited)]
app = get_wsgi_application()
asgi = get_asgi_application()
