"""Guests: a signed cookie, set only when somebody writes or votes, never for reading."""

import uuid

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from broadsheet.lib.prepared import Prepared
from broadsheet.readers.models import Reader

COOKIE = "reader"
SALT = "broadsheet.readers.guests"
ONE_YEAR_SECONDS = 31_536_000


def guest_of(request: HttpRequest) -> Reader | None:
    """The guest whose signed cookie came with the request, if it is genuine. One query.

    Once a guest has become a member, the cookie opens nothing any more.
    """
    signed = request.COOKIES.get(COOKIE)
    if signed is None:
        return None
    try:
        reader_id = uuid.UUID(signing.loads(signed, salt=SALT, max_age=ONE_YEAR_SECONDS))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return _GUEST.first(reader_id=reader_id)


def _guest(*, reader_id: uuid.UUID) -> QuerySet[Reader]:
    return Reader.objects.filter(pk=reader_id, user=None)


_GUEST = Prepared(_guest, reader_id=uuid.UUID(int=1))


def remember(response: HttpResponse, reader: Reader) -> HttpResponse:
    """Let the browser keep who wrote, so that a vote counts once and a writer is known again.

    Members are known by their sessions.
    """
    if reader.user_id is None:
        response.set_cookie(
            COOKIE,
            signing.dumps(str(reader.pk), salt=SALT),
            max_age=ONE_YEAR_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def forget_guest(response: HttpResponse) -> HttpResponse:
    """Let the browser forget its guest, who is a member now or has erased everything."""
    response.delete_cookie(COOKIE, samesite="Lax")
    return response
