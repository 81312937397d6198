"""One canonical host: a page's address never depends on how it was asked for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

SAFE_METHODS = ("GET", "HEAD")


class CanonicalHost:
    """Middleware: sends readers on other hosts to the configured one, and refuses their posts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get("HTTP_HOST", "").lower() in settings.SITE_HOSTS:
            return self.get_response(request)
        if request.method in SAFE_METHODS:
            address = settings.SITE_ADDRESS + request.get_full_path()
            return HttpResponsePermanentRedirect(address, preserve_request=True)
        return HttpResponse(
            f"This site answers at {settings.SITE_ADDRESS} only.\n",
            status=421,
            content_type="text/plain; charset=utf-8",
        )
