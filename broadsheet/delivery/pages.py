"""Public pages: the same bytes for every reader, named by the keys they were made from.

`public_page` is the only way an anonymous page leaves the house. It takes from the request
all that could make two readers' pages differ, and refuses to send what is personal.
"""

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from hashlib import blake2b
from typing import Any, TypeVar, overload

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from broadsheet.delivery.params import Params, canonical, no_params

KEYS_HEADER = "Surrogate-Key"
PERSONAL_HEADERS = ("HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE", "HTTP_AUTHORIZATION")
# A browser asks each time; a cache in front may answer for a second, and while we cannot.
CACHE_CONTROL = "public, max-age=0, must-revalidate, s-maxage=1, stale-if-error=86400"
# Where the front door, which stands before Django, is told what a page was made from.
SLIP = "broadsheet.slip"
# The query as it was asked, with what the page does not read.
WHOLE_QUERY = "broadsheet.query"

View = Callable[..., HttpResponse]
Sent = TypeVar("Sent", bound=HttpResponseBase)
Decorator = Callable[[Callable[..., Sent]], Callable[..., Sent]]

_UNTIL = "_true_until"  # of a response


class PersonalPage(RuntimeError):
    """A page that claims to be public sets a cookie or varies by one."""


@dataclass
class Slip:
    """What the front door wants to know of a page; empty where it must not be stored."""

    keys: tuple[str, ...] = ()
    until: float = math.inf  # seconds since the epoch


@dataclass(frozen=True)
class Declared:
    """What a public page says of itself before it is asked for.

    `params` tell what of a query it reads. One that `is_stored` has a bounded number of
    addresses. One that `counts_reads` is asked once by each reader's browser, with `?read`.
    """

    params: Params = no_params
    is_stored: bool = True
    counts_reads: bool = False


@overload
def public_page(view: Callable[..., Sent]) -> Callable[..., Sent]: ...


@overload
def public_page(
    *, params: Params = no_params, is_stored: bool = True, counts_reads: bool = False
) -> Decorator[Any]: ...


def public_page(
    view: Callable[..., Any] | None = None,
    *,
    params: Params = no_params,
    is_stored: bool = True,
    counts_reads: bool = False,
) -> Any:
    """Make `view` a public page: safe methods only, no cookies in or out, ETag, revalidation.

    Of the query it sees what `params` read, alone. A view that streams what is too long to hold
    names its own ETag.

    :raises PersonalPage: when the response sets a cookie or varies on one.
    """
    declared = Declared(params, is_stored=is_stored, counts_reads=counts_reads)
    return _public(view, declared) if view else lambda view: _public(view, declared)


def declared(view: Any) -> Declared | None:
    """What a view declares, None for one that is no public page."""
    found = getattr(view, "declared", None)
    return found if isinstance(found, Declared) else None


def shows(page: Callable[..., Any]) -> Callable[[View], View]:
    """Mark a view that answers GET with a public page, and takes a form as well."""

    def mark(view: View) -> View:
        view.declared = declared(page)  # type: ignore[attr-defined]
        return view

    return mark


def whole_query(request: HttpRequest) -> str:
    """The query as it was asked, also of a public page, which sees what it reads alone."""
    return str(request.META.get(WHOLE_QUERY, request.META.get("QUERY_STRING", "")))


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


def name_keys(
    response: HttpResponse, keys: Iterable[str], *, until: datetime | None = None
) -> HttpResponse:
    """Write down what `response` was made from, for the page store and for caches in front.

    `until` is when the clock alone makes it untrue.
    """
    response.headers[KEYS_HEADER] = " ".join(dict.fromkeys(keys))
    setattr(response, _UNTIL, until.timestamp() if until else math.inf)
    return response


def _public(view: Callable[..., Any], declared: Declared) -> Any:
    @csrf_exempt  # it changes nothing, and refuses all that could
    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _strip(request, declared.params)
        response: HttpResponseBase = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        _refuse_personal(response)
        _fill_slip(request, response)
        return _with_validators(request, response)

    wrapped.declared = declared  # type: ignore[attr-defined]
    return wrapped


def _strip(request: HttpRequest, params: Params) -> None:
    for header in PERSONAL_HEADERS:
        request.META.pop(header, None)
    asked = request.META.get("QUERY_STRING", "")
    request.META.setdefault(WHOLE_QUERY, asked)
    request.META["QUERY_STRING"] = canonical(asked, params)
    for cached in ("headers", "GET"):  # views of META
        request.__dict__.pop(cached, None)
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


def _fill_slip(request: HttpRequest, response: HttpResponseBase) -> None:
    slip = request.META.get(SLIP)
    if isinstance(slip, Slip) and isinstance(response, HttpResponse):  # not one that streams
        slip.keys = tuple(response.headers[KEYS_HEADER].split())
        slip.until = getattr(response, _UNTIL, math.inf)


def _with_validators(request: HttpRequest, response: Any) -> Any:
    response.headers.setdefault("Cache-Control", CACHE_CONTROL)
    if isinstance(response, HttpResponse):
        digest = blake2b(response.content, digest_size=12).hexdigest()
        response.headers["ETag"] = quote_etag(digest)
    if SLIP not in request.META and "HTTP_X_FORWARDED_FOR" in request.META:
        # The front door says it of what it stores: see `front/sending.py`.
        response.headers["X-Accel-Expires"] = f"@{int(time.time())}"
    etag = response.headers["ETag"]
    return get_conditional_response(request, etag=etag, response=response) or response
