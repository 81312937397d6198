"""Private pages: those of signing in. Kept by nobody, and under the newsroom's own name."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse

from broadsheet.newsroom.models import NewsroomSettings

View = Callable[..., HttpResponse]


def private_page(view: View) -> View:
    """Forbid to keep the page, and tell its template whose site it is."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
            around = {"newsroom": NewsroomSettings.load()}
            response.context_data = around | (response.context_data or {})
        return response

    return wrapped
