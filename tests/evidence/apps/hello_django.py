from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(SECRET_KEY="for the proof", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"])


def hello(request):
    return HttpResponse("Hello, world!")


urlpatterns = [path("", hello)]
app = get_wsgi_application()
