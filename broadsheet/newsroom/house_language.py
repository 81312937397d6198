"""The newsroom's own language: whatever a reader is sent is said in it.

It is a setting of the newsroom. Neither a cookie nor what a browser asks for changes it, so that a
page stays the same for every reader.
"""

from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from broadsheet.newsroom.languages import speaking
from broadsheet.newsroom.masthead import last_known, masthead
from broadsheet.newsroom.models import NewsroomSettings

_newsroom: ContextVar[NewsroomSettings | None] = ContextVar("newsroom", default=None)


class SpeakTheNewsroomsLanguage:
    """Middleware: everything but the desk, whose users choose for themselves, and plain files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.silent = (settings.DESK_PATH, settings.MEDIA_URL, settings.STATIC_URL)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        newsroom = None if request.path.startswith(self.silent) else _newsroom_if_any()
        before = _newsroom.set(newsroom)
        try:
            with speaking(newsroom.language if newsroom else settings.LANGUAGE_CODE):
                return self.get_response(request)
        finally:
            _newsroom.reset(before)


def this_newsroom() -> NewsroomSettings:
    """The newsroom's settings, as the request found them."""
    return _newsroom.get() or masthead().newsroom


def _newsroom_if_any() -> NewsroomSettings | None:
    """Without a database those last known, if any: a page that says what is wrong needs none."""
    try:
        return masthead().newsroom
    except DatabaseError:
        known = last_known()
        return known.newsroom if known else None
