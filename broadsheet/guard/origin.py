"""The origin check: public forms carry no token, so pages stay the same for every reader.

A browser says where a request comes from in headers that a page cannot forge.
Source: W3C Fetch Metadata Request Headers; RFC 6454, section 7.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

View = Callable[..., HttpResponse]


def same_origin_only(view: View) -> View:
    """Refuse posts that other sites make readers' browsers send; replaces Django's token."""

    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in SAFE_METHODS and not is_same_origin(request):
            return render(request, "site/refused.html", _refusal(), status=403)
        return view(request, *args, **kwargs)

    return wrapped


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a request was made by this site's own page, or by no page at all.

    Sec-Fetch-Site decides where the browser sends it, else Origin. A request with neither
    comes from a program; it passes only if it carries no cookie that it could misuse.
    """
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin in settings.SITE_ORIGINS
    return not any(name in request.COOKIES for name in settings.IDENTITY_COOKIES)


def _refusal() -> dict[str, str]:
    return {
        "heading": _("This form was sent from another site"),
        "reason": _(
            "To protect readers, forms are taken from this site's own pages only. "
            "Please open the page here and send it again."
        ),
    }
