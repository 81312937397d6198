"""Feeds: full text for the paper, each topic, each author; and what was corrected."""

import json
import os
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from wagtail.models import Page

from broadsheet.conftest import WriteStory
from broadsheet.newsroom.models import (
    Article,
    Author,
    Correction,
    CreditedImage,
    NewsroomSettings,
    Topic,
)
from broadsheet.newsroom.tests.feed_rules import (
    ATOM,
    CONTENT,
    DC,
    LANG,
    MEDIA,
    wrong_with_atom,
    wrong_with_rss,
)
from broadsheet.newsroom.tests.hung_pictures import developed
from broadsheet.newsroom.tests.strange_files import encoded

MATERIAL = Path(os.environ.get("BROADSHEET_MATERIAL", "../shared/material"))
needs_material = pytest.mark.skipif(
    not MATERIAL.exists(), reason="material: ../shared/material is not here"
)

FEEDS = ("/feed/", "/topics/harbour/feed/", "/authors/ines-calloway/feed/", "/corrections/feed/")


@pytest.mark.parametrize("path", FEEDS)
def test_every_feed_is_valid_in_both_formats(
    visitor: Client, write_story: WriteStory, path: str
) -> None:
    for number in range(3):
        story = write_story(f"Ampersands & <angles> {number}", standfirst="1 < 2 & 3")
        _correct(story)
    newsroom = NewsroomSettings.load()
    newsroom.name, newsroom.strapline = "The <Lantern> & Co", "News & <views>"
    newsroom.save()

    rss, atom = visitor.get(path), visitor.get(f"{path}atom/")

    assert rss.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert atom.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert wrong_with_rss(rss.content) == []
    assert wrong_with_atom(atom.content) == []
    assert len(_items(rss.content)) == len(_entries(atom.content)) == 3


@pytest.mark.parametrize("path", FEEDS)
def test_an_empty_feed_is_a_valid_feed(
    visitor: Client, harbour: Topic, ines: Author, path: str
) -> None:
    rss, atom = visitor.get(path), visitor.get(f"{path}atom/")

    assert wrong_with_rss(rss.content) == []
    assert wrong_with_atom(atom.content) == []
    assert _items(rss.content) == _entries(atom.content) == []


@pytest.mark.parametrize("path", ["/topics/none/feed/", "/authors/none/feed/atom/"])
def test_nobodys_feed_is_not_found(visitor: Client, newsroom: object, path: str) -> None:
    assert visitor.get(path).status_code == 404


@needs_material
def test_no_string_breaks_a_feed(visitor: Client, write_story: WriteStory) -> None:
    strings = json.loads((MATERIAL / "text/blns.json").read_text(encoding="utf-8"))
    stories = [write_story(f"Story {number}") for number in range(20)]
    newsroom = NewsroomSettings.load()

    for start in range(0, len(strings), len(stories)):
        for story, string in zip(stories, strings[start:], strict=False):
            kept = string.replace("\x00", "")  # no database holds it
            body = json.dumps([{"type": "heading", "value": kept, "id": "1"}])
            Article.objects.filter(pk=story.pk).update(standfirst=kept, body=body)
            Page.objects.filter(pk=story.pk).update(title=f"A {kept}"[:250])
        newsroom.name = f"A {kept}"[:100]
        newsroom.save()
        assert wrong_with_rss(visitor.get("/feed/").content) == [], strings[start]
        assert wrong_with_atom(visitor.get("/feed/atom/").content) == [], strings[start]


def test_the_text_is_whole_and_under_the_canonical_address(
    visitor: Client, write_story: WriteStory
) -> None:
    write_story("Ampersands & <angles>", standfirst="1 < 2")

    item = _items(visitor.get("/feed/").content)[0]
    entry = _entries(visitor.get("/feed/atom/").content)[0]

    assert item.findtext("title") == entry.findtext(f"{ATOM}title") == "Ampersands & <angles>"
    assert item.findtext("link") == f"{settings.SITE_ADDRESS}/stories/ampersands-angles/"
    assert "The gate has a worn hinge." in (item.findtext(CONTENT) or "")
    assert "The gate has a worn hinge." in (entry.findtext(f"{ATOM}content") or "")
    assert item.findtext("description") == "1 &lt; 2"  # it is read as HTML
    assert entry.findtext(f"{ATOM}summary") == "1 < 2"  # it is read as text


def test_a_story_keeps_its_guid_when_its_slug_changes(visitor: Client, story: Article) -> None:
    before = _items(visitor.get("/feed/").content)[0].findtext("guid")

    story.slug = "another-gate"
    story.save_revision().publish()

    item = _items(visitor.get("/feed/").content)[0]
    assert item.findtext("guid") == before
    assert "another-gate" in (item.findtext("link") or "")


def test_authors_topics_and_picture_are_named(
    visitor: Client, story: Article, picture: CreditedImage
) -> None:
    story.hero = picture
    story.save_revision().publish()

    item = _items(visitor.get("/feed/").content)[0]
    entry = _entries(visitor.get("/feed/atom/").content)[0]

    assert item.findtext(f"{DC}creator") == "Inès Calloway"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Inès Calloway"
    assert item.findtext("category") == "Harbour"
    media = item.find(f"{MEDIA}content")
    assert media is not None
    assert (media.get("url") or "").startswith(f"{settings.SITE_ADDRESS}/media/pictures/")
    assert media.findtext(f"{MEDIA}credit") == picture.credit
    keys = visitor.get("/feed/").headers["Surrogate-Key"].split()
    assert {"site", "stories", f"picture:{picture.pk}"} <= set(keys)


def test_a_story_in_another_language_says_so(visitor: Client, story: Article) -> None:
    story.language = "ar"
    story.save_revision().publish()

    item = _items(visitor.get("/feed/").content)[0]
    entry = _entries(visitor.get("/feed/atom/").content)[0]

    assert item.findtext(f"{DC}language") == item.get(LANG) == entry.get(LANG) == "ar"


def test_topics_and_authors_have_their_own_stories_alone(
    visitor: Client, write_story: WriteStory
) -> None:
    schools = Topic.objects.create(name="Schools", slug="schools")
    write_story("Of the harbour")
    write_story("Of the schools", topic=schools)

    titles = [i.findtext("title") for i in _items(visitor.get("/topics/schools/feed/").content)]

    assert titles == ["Of the schools"]


@pytest.mark.parametrize("path", ["/feed/", "/topics/harbour/feed/atom/", "/corrections/feed/"])
def test_what_is_not_public_is_in_no_feed(visitor: Client, story: Article, path: str) -> None:
    _correct(story)
    assert "worn" in visitor.get(path).text

    story.unpublish()

    assert "worn" not in visitor.get(path).text


def test_a_correction_says_what_was_wrong_and_what_is_right(
    visitor: Client, story: Article
) -> None:
    _correct(story, was_wrong="Two <hinges>.")

    item = _items(visitor.get("/corrections/feed/").content)[0]

    assert item.findtext("title") == story.title
    assert "Two &lt;hinges&gt;." in (item.findtext(CONTENT) or "")


def test_an_unchanged_feed_is_not_sent_again(visitor: Client, story: Article) -> None:
    first = visitor.get("/feed/")

    again = visitor.get("/feed/", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert "Last-Modified" in first.headers


def test_a_control_character_does_not_take_the_feed_down(
    visitor: Client, write_story: WriteStory
) -> None:
    write_story("A soft\x0bbreak", standfirst="\x01", body=[("text", "<p>One\x0btwo.</p>")])

    assert _items(visitor.get("/feed/").content)[0].findtext("title") == "A softbreak"


def test_the_feed_holds_no_marks_and_no_relative_links(
    visitor: Client, write_story: WriteStory
) -> None:
    write_story(body=[("text", '<p><span data-ask="1">A</span> <a href="/stories/">b</a></p>')])

    text = _items(visitor.get("/feed/").content)[0].findtext(CONTENT) or ""

    assert "data-ask" not in text
    assert f'href="{settings.SITE_ADDRESS}/stories/"' in text


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_needs_as_many_queries_for_many_stories(
    visitor: Client, write_story: WriteStory, picture: CreditedImage, path: str
) -> None:
    _correct(write_story("The first", hero=picture))
    visitor.get(path)
    with CaptureQueriesContext(connection) as few:
        visitor.get(path)
    for number in range(6):
        _correct(write_story(f"Story {number}", hero=picture))

    with CaptureQueriesContext(connection) as many:
        visitor.get(path)

    assert len(many) == len(few) < 15


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/topics/harbour/", "/topics/harbour/feed/"),
        ("/authors/ines-calloway/", "/authors/ines-calloway/feed/"),
    ],
)
def test_a_page_names_its_feeds(visitor: Client, story: Article, page: str, feed: str) -> None:
    text = visitor.get(page).text

    assert '<link rel="alternate" type="application/rss+xml" title="' in text
    assert f'href="{feed}"' in text
    assert 'type="application/atom+xml"' in text


@pytest.fixture
def picture(newsroom: object) -> CreditedImage:
    return CreditedImage.objects.create(
        title="Gate",
        file=developed(encoded(Image.new("RGB", (40, 30)), "JPEG")),
        alt="A gate.",
        credit="I. Calloway",
        licence="own",
    )


def _correct(story: Article, was_wrong: str = "One hinge.") -> None:
    Correction.objects.create(
        article=story,
        was_wrong=was_wrong,
        is_right="Three worn hinges.",
        corrected_at=timezone.now(),
    )


def _items(xml: bytes) -> list[Element]:
    return fromstring(xml).findall("channel/item")


def _entries(xml: bytes) -> list[Element]:
    return fromstring(xml).findall(f"{ATOM}entry")
