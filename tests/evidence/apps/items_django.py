import json

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import JsonResponse
from django.urls import path

settings.configure(
    SECRET_KEY="for the proof", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1", "api.example.com"]
)


def items(request, number):
    return JsonResponse({"number": number, "q": request.GET["q"], "sent": json.loads(request.body)})


urlpatterns = [path("items/<int:number>", items)]
app = get_wsgi_application()
