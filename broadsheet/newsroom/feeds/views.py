"""The newsroom's feeds, each a public page with its keys."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from broadsheet.delivery.keys import (
    CORRECTIONS,
    SITE,
    STORIES,
    author_key,
    signed_key,
    topic_key,
)
from broadsheet.delivery.pages import public_page
from broadsheet.newsroom.feeds.formats import Format, feed_response, own_address
from broadsheet.newsroom.feeds.stories import corrections_channel, stories_channel
from broadsheet.newsroom.models import Author, Topic


@public_page
def stories(request: HttpRequest, form: Format) -> HttpResponse:
    """The latest stories of the whole paper."""
    channel = stories_channel(None, self_url=own_address(request))
    return feed_response(channel, form, keys=[SITE, STORIES])


@public_page
def topic(request: HttpRequest, slug: str, form: Format) -> HttpResponse:
    """The latest stories of a topic."""
    found = get_object_or_404(Topic, slug=slug)
    channel = stories_channel(found, self_url=own_address(request))
    return feed_response(channel, form, keys=[SITE, topic_key(found.pk)])


@public_page
def author(request: HttpRequest, slug: str, form: Format) -> HttpResponse:
    """An author's latest stories."""
    found = get_object_or_404(Author, slug=slug)
    channel = stories_channel(found, self_url=own_address(request))
    return feed_response(channel, form, keys=[SITE, author_key(found.pk), signed_key(found.pk)])


@public_page
def corrections(request: HttpRequest, form: Format) -> HttpResponse:
    """What was corrected last."""
    channel = corrections_channel(self_url=own_address(request))
    return feed_response(channel, form, keys=[SITE, CORRECTIONS])
