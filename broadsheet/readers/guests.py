"""Guests: a signed cookie, set only when somebody writes or votes, never for reading."""

import uuid

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from broadsheet.readers.models import Reader

COOKIE = "reader"
SALT = "broadsheet.readers.guests"
ONE_YEAR_SECONDS = 31_536_000


def reader_of(request: HttpRequest) -> Reader | None:
    """The reader whose signed cookie came with the request, if it is genuine. One query."""
    signed = request.COOKIES.get(COOKIE)
    if signed is None:
        return None
    try:
        reader_id = uuid.UUID(signing.loads(signed, salt=SALT, max_age=ONE_YEAR_SECONDS))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Reader.objects.filter(pk=reader_id).first()


def reader_or_new_guest(request: HttpRequest) -> Reader:
    """The request's reader, or a new guest; call it only for a write that has been accepted."""
    return reader_of(request) or Reader.objects.create()


def remember(response: HttpResponse, reader: Reader) -> HttpResponse:
    """Let the browser keep who wrote, so that a vote counts once and a writer is known again."""
    response.set_cookie(
        COOKIE,
        signing.dumps(str(reader.pk), salt=SALT),
        max_age=ONE_YEAR_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
