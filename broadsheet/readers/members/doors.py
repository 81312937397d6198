"""Letting somebody in: django-allauth signs in, so that devices are listed and sessions end.

Its flows by code are not used: see docs/decisions/0017-members.md.
"""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url, perform_login
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from broadsheet.readers.models import User


def let_in(request: HttpRequest, member: User) -> HttpResponse:
    """Sign a member in by the code that was right, and lead on to where they came from.

    An account that is closed is led to the page that says so.
    """
    record_authentication(request, member, method="code")
    return perform_login(request, member, email_verification="none")


def next_of(request: HttpRequest) -> str:
    """Where somebody came from: an address of this site, or ""."""
    return str(get_next_redirect_url(request) or "")


def with_next(address: str, request: HttpRequest) -> str:
    """`address`, from which one will be led on to where this request leads."""
    came_from = next_of(request)
    return f"{address}?{urlencode({'next': came_from})}" if came_from else address
