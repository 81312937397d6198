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


def test_a_control_character_does_not_take_the_feed_down(
    visitor: Client, write_story: WriteStory
) -> None:
    write_story("A soft\x0bbreak", standfirst="\x01", body=[("text", "<p>One\x0btwo.</p>")])

    item = ElementTree.fromstring(visitor.get("/feed/").content).find("channel/item")

    assert item is not None
    assert item.findtext("title") == "A softbreak"


def test_the_feed_holds_no_marks_and_no_relative_links(
    visitor: Client, write_story: WriteStory
) -> None:
    write_story(body=[("text", '<p><span data-ask="1">A</span> <a href="/stories/">b</a></p>')])

    feed = visitor.get("/feed/").text

    assert "data-ask" not in feed
    assert f"{settings.SITE_ADDRESS}/stories/&quot;&gt;b" in feed or (
        f'href="{settings.SITE_ADDRESS}/stories/"' in feed
    )


def test_the_feed_needs_as_many_queries_for_many_stories(
    visitor: Client, write_story: WriteStory, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        write_story(f"Story {number}")

    with django_assert_max_num_queries(4):  # type: ignore[operator]
        visitor.get("/feed/")
