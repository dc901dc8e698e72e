import json

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import JsonResponse
from django.urls import path
from model import species

settings.configure(SECRET_KEY="for the proof", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"])


def predict(request):
    petal = json.loads(request.body)
    return JsonResponse({"species": species(petal["length"], petal["width"])})


urlpatterns = [path("predict", predict)]
app = get_wsgi_application()
