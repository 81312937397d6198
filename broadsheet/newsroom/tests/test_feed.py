from xml.etree import ElementTree

from django.conf import settings
from django.test import Client

from broadsheet.conftest import WriteStory

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def test_the_feed_carries_full_text_under_the_canonical_address(
    visitor: Client, write_story: WriteStory
) -> None:
    write_story("Ampersands & <angles>")

    response = visitor.get("/feed/")
    item = ElementTree.fromstring(response.content).find("channel/item")

    assert response.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert item is not None
    assert item.findtext("title") == "Ampersands & <angles>"
    assert item.findtext("link") == f"{settings.SITE_ADDRESS}/stories/ampersands-angles/"
    assert "The gate has a worn hinge." in (item.findtext(CONTENT) or "")


def test_an_empty_feed_is_a_feed(visitor: Client, newsroom: object) -> None:
    channel = ElementTree.fromstring(visitor.get("/feed/").content).find("channel")

    assert channel is not None
    assert channel.findtext("title") == "Broadsheet"
