"""Public pages: the same bytes for every reader, named by the keys they were made from.

`public_page` is the only way an anonymous page leaves the house. It takes from the request
all that could make two readers' pages differ, and refuses to send what is personal.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from hashlib import blake2b
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

KEYS_HEADER = "Surrogate-Key"
PERSONAL_HEADERS = ("HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE", "HTTP_AUTHORIZATION")

View = Callable[..., HttpResponse]
Sent = TypeVar("Sent", bound=HttpResponseBase)


class PersonalPage(RuntimeError):
    """A page that claims to be public sets a cookie or varies by one."""


def public_page(view: Callable[..., Sent]) -> Callable[..., Sent]:
    """Make `view` a public page: safe methods only, no cookies in or out, ETag, revalidation.

    A view that streams what is too long to hold names its own ETag.

    :raises PersonalPage: when the response sets a cookie or varies on one.
    """

    @csrf_exempt  # it changes nothing, and refuses all that could
    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> Sent:
        _strip(request)
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        _refuse_personal(response)
        return _with_validators(request, response)

    return wrapped


def personal_page(view: View) -> View:
    """Make `view` a page that is one reader's own: kept by nobody, and found by no search."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex"
        del response.headers[KEYS_HEADER]
        return response

    return wrapped


def name_keys(response: HttpResponse, keys: Iterable[str]) -> HttpResponse:
    """Write down what `response` was made from, for the page store and for caches in front."""
    response.headers[KEYS_HEADER] = " ".join(dict.fromkeys(keys))
    return response


def _strip(request: HttpRequest) -> None:
    for header in PERSONAL_HEADERS:
        request.META.pop(header, None)
    request.__dict__.pop("headers", None)  # a cached view of META
    request.COOKIES = {}
    request.user = AnonymousUser()
    # Whatever reads the session of a public page is a mistake; without one it fails loudly.
    request.__dict__.pop("session", None)


def _refuse_personal(response: HttpResponseBase) -> None:
    varies = response.headers.get("Vary", "").lower()
    if response.cookies or "cookie" in varies or "accept-language" in varies:
        raise PersonalPage("A public page may neither set a cookie nor vary on a reader.")
    if KEYS_HEADER not in response.headers:
        raise PersonalPage("A public page must name the keys it was made from.")


def _with_validators(request: HttpRequest, response: Sent) -> Sent:
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    if isinstance(response, HttpResponse):
        digest = blake2b(response.content, digest_size=12).hexdigest()
        response.headers["ETag"] = quote_etag(digest)
    etag = response.headers["ETag"]
    # The stubs know of no streamed response here; Django takes any.
    same: Any = get_conditional_response(request, etag=etag, response=response)  # type: ignore[arg-type]
    return same or response
