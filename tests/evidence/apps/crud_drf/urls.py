from rest_framework.routers import SimpleRouter

from shop.api import BookViewSet

router = SimpleRouter(trailing_slash=False)
router.register("books", BookViewSet)
urlpatterns = router.urls
