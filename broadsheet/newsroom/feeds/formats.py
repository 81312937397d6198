"""Sending a channel as RSS or as Atom."""

from collections.abc import Iterable
from enum import Enum
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

from broadsheet.delivery.pages import name_keys
from broadsheet.newsroom.feeds import atom, rss
from broadsheet.newsroom.feeds.channel import NEVER, Channel


class Format(Enum):
    """A feed's format, by its content type."""

    RSS = rss.CONTENT_TYPE
    ATOM = atom.CONTENT_TYPE


def feed_response(channel: Channel, form: Format, *, keys: Iterable[str]) -> HttpResponse:
    """The channel as a response, in one of the two formats.

    Its date is only for people and programs to show. Whether it is sent again is decided by its
    ETag alone: a story that is taken away makes no date newer.
    """
    written = rss.rss(channel) if form is Format.RSS else atom.atom(channel)
    response = HttpResponse(written, content_type=f"{form.value}; charset=utf-8")
    if channel.updated_at != NEVER:
        response.headers["Last-Modified"] = http_date(channel.updated_at.timestamp())
    return name_keys(response, [*keys, *channel.keys], until=channel.until)


def own_address(request: HttpRequest) -> str:
    """The absolute address that a feed was asked under, without its query."""
    return f"{settings.SITE_ADDRESS}{quote(request.path)}"
