from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls


def _nothing(request: HttpRequest, comment_id: int) -> HttpResponse:
    return HttpResponse(status=204)


urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("comments/<int:comment_id>/votes/", _nothing, name="vote"),
    path("", include(wagtail_urls)),
]
