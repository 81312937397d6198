"""Compression of what is text; pictures are as small as they get."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT_TYPES = ("text/", "application/rss+xml", "application/json", "application/javascript")


class CompressText(GZipMiddleware):
    """Middleware: Django's gzip, with its padding against BREACH, for text alone."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith(TEXT_TYPES):
            return response
        return super().process_response(request, response)
