"""A story as machines read it: JSON-LD after schema.org and Google's "Article" guide."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client

from broadsheet.conftest import WriteStory
from broadsheet.conversation.models import Comment, CommentState
from broadsheet.conversation.writing.comments import publish_comment
from broadsheet.newsroom.models import (
    Article,
    Author,
    Byline,
    Correction,
    CreditedImage,
    NewsroomSettings,
    Source,
    Topic,
)
from broadsheet.newsroom.pictures import render_sizes
from broadsheet.readers.models import Reader

pytestmark = pytest.mark.one_database

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 \"'"


@pytest.fixture
def full_story(
    write_story: WriteStory, picture: CreditedImage, ines: Author, now: datetime
) -> Article:
    Author.objects.filter(pk=ines.pk).update(role="Editor")
    story = write_story("The gate is worn", standfirst="It has been for years.", hero=picture)
    story.also_in.add(Topic.objects.create(name="Town Hall", slug="town-hall"))
    story.sources.add(Source(outlet="Orme & Dale", title="Report", url="https://orme.example/r"))
    story.corrections.add(Correction(was_wrong="Six.", is_right="Seven.", corrected_at=now))
    story.save()
    published = {"first_published_at": now - timedelta(days=1), "last_published_at": now}
    Article.objects.filter(pk=story.pk).update(**published)
    return story


def structured(visitor: Client, slug: str = "the-gate-is-worn", query: str = "") -> dict[str, Any]:
    """What the page says of its story; the page's only script element that holds data."""
    [found] = SCRIPT.findall(visitor.get(f"/stories/{slug}/{query}").text)
    data: dict[str, Any] = json.loads(found)
    return data


def absolute(path: str) -> str:
    return settings.SITE_ADDRESS + path


def is_zoned(written: str) -> bool:
    return datetime.fromisoformat(written).tzinfo is not None


def parts_of(value: object) -> list[object]:
    """A value and everything in it."""
    inner: list[object] = []
    if isinstance(value, dict):
        inner = list(value.values())
    elif isinstance(value, list):
        inner = value
    return [value, *(part for one in inner for part in parts_of(one))]


def test_a_story_carries_every_field_that_google_recommends(
    visitor: Client, full_story: Article, picture: CreditedImage
) -> None:
    render_sizes(picture)

    data = structured(visitor)

    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "The gate is worn"
    assert data["url"] == data["mainEntityOfPage"] == absolute("/stories/the-gate-is-worn/")
    assert data["description"] == "It has been for years."
    assert data["articleSection"] == ["Harbour", "Town Hall"]
    assert data["inLanguage"] == "en"
    assert data["isAccessibleForFree"] is True
    assert data["wordCount"] == 6
    assert data["timeRequired"] == "PT1M"


def test_its_times_name_their_zone(visitor: Client, full_story: Article, now: datetime) -> None:
    data = structured(visitor)

    assert is_zoned(data["datePublished"])
    assert is_zoned(data["dateModified"])
    assert datetime.fromisoformat(data["datePublished"]) == now - timedelta(days=1)
    assert datetime.fromisoformat(data["dateModified"]) == now


def test_a_story_never_changed_was_modified_when_it_was_published(
    visitor: Client, story: Article
) -> None:
    data = structured(visitor)

    assert data["dateModified"] == data["datePublished"]


def test_its_authors_are_people_with_pages_in_the_order_they_sign(
    visitor: Client, full_story: Article
) -> None:
    wen = Author.objects.create(name="Wen Okafor", slug="wen-okafor")
    Byline.objects.create(article=full_story, author=wen, sort_order=5)

    first, second = structured(visitor)["author"]

    assert first == {
        "@type": "Person",
        "name": "Inès Calloway",
        "url": absolute("/authors/ines-calloway/"),
        "jobTitle": "Editor",
    }
    assert second["name"] == "Wen Okafor"
    assert "jobTitle" not in second  # she has none


def test_its_publisher_is_the_newsroom(
    visitor: Client, full_story: Article, picture: CreditedImage
) -> None:
    newsroom = NewsroomSettings.load()
    newsroom.name, newsroom.logo = "The Tidewell Lantern", picture
    newsroom.save()

    publisher = structured(visitor)["publisher"]

    assert publisher["@type"] == "NewsMediaOrganization"
    assert publisher["name"] == "The Tidewell Lantern"
    assert publisher["url"] == absolute("/")
    assert publisher["correctionsPolicy"] == absolute("/corrections/")
    assert publisher["logo"]["@type"] == "ImageObject"
    assert publisher["logo"]["url"].startswith(absolute("/media/"))


def test_its_picture_stands_in_three_shapes_under_absolute_addresses(
    visitor: Client, full_story: Article, picture: CreditedImage
) -> None:
    render_sizes(picture)

    images = structured(visitor)["image"]

    assert [image["width"] / image["height"] for image in images] == [16 / 9, 4 / 3, 1]
    for image in images:
        assert image["@type"] == "ImageObject"
        assert image["creditText"] == "Photo: Wen Okafor"
        assert image["url"].startswith(absolute("/media/"))
        assert image["width"] * image["height"] >= 50_000  # Google's least
        assert default_storage.exists(image["url"].removeprefix(absolute("/media/")))


def test_a_picture_whose_shapes_are_not_rendered_yet_stands_as_it_is(
    visitor: Client, full_story: Article
) -> None:
    [image] = structured(visitor)["image"]

    assert (image["width"], image["height"]) == (1600, 1300)


def test_its_corrections_and_sources_are_named(
    visitor: Client, full_story: Article, now: datetime
) -> None:
    data = structured(visitor)

    [correction] = data["correction"]
    assert correction["@type"] == "CorrectionComment"
    assert correction["text"] == "Six. Seven."
    assert datetime.fromisoformat(correction["datePublished"]) == now
    assert correction["url"].startswith(absolute("/stories/the-gate-is-worn/#"))
    [source] = data["citation"]
    assert source["@type"] == "CreativeWork"
    assert source["name"] == "Report"
    assert source["url"] == "https://orme.example/r"
    assert source["publisher"] == {"@type": "Organization", "name": "Orme & Dale"}


def test_its_comments_are_counted_and_the_first_shown(
    visitor: Client, story: Article, ann: Reader, now: datetime
) -> None:
    for number in range(7):
        publish_comment(story, reader=ann, name="Ann", text=f"No. {number}", parent=None, now=now)

    data = structured(visitor)

    assert data["commentCount"] == 7
    assert len(data["comment"]) == 5
    first = data["comment"][0]
    assert first["@type"] == "Comment"
    assert first["author"] == {"@type": "Person", "name": "Ann"}
    assert first["text"] == "No. 6"
    assert is_zoned(first["datePublished"])
    assert first["url"].startswith(absolute("/stories/the-gate-is-worn/"))


def test_a_comment_that_readers_no_longer_see_is_not_told(
    visitor: Client, story: Article, ann: Reader, now: datetime
) -> None:
    values = {"reader": ann, "name": "Ann", "parent": None, "now": now}
    publish_comment(story, text="It stays.", **values)
    publish_comment(story, text="It goes.", **values)
    Comment.objects.filter(text="It goes.").update(state=CommentState.HELD)

    told = json.dumps(structured(visitor)["comment"])

    assert "It stays." in told
    assert "It goes." not in told


@pytest.mark.parametrize("where", ["headline", "standfirst", "author", "comment", "correction"])
def test_no_words_end_the_element_they_stand_in(
    visitor: Client, write_story: WriteStory, ann: Reader, ines: Author, now: datetime, where: str
) -> None:
    words = {where: HOSTILE}
    Author.objects.filter(pk=ines.pk).update(name=words.get("author", "Inès"))
    story = write_story(
        words.get("headline", "Plain"), slug="s", standfirst=words.get("standfirst", "")
    )
    story.corrections.add(
        Correction(was_wrong=words.get("correction", "Six."), is_right="Seven.", corrected_at=now)
    )
    story.save()
    said = words.get("comment", "Well.")
    publish_comment(story, reader=ann, name="Ann", text=said, parent=None, now=now)

    page = visitor.get("/stories/s/").text

    assert "<script>alert" not in page
    data = json.dumps(structured(visitor, "s"), ensure_ascii=False)
    assert "</script><script>alert(1)" in data


def test_what_a_story_lacks_is_left_out_and_nothing_is_empty(
    visitor: Client, write_story: WriteStory
) -> None:
    bare = write_story("Bare", body=[])
    bare.bylines.all().delete()

    data = structured(visitor, "bare")

    assert not {"image", "author", "description", "correction", "citation"} & data.keys()
    assert not [part for part in parts_of(data) if part in (None, "", [], {})]


def test_a_story_in_another_language_says_which(visitor: Client, write_story: WriteStory) -> None:
    write_story("بوابة العاصفة", slug="gate", language="ar")

    assert structured(visitor, "gate")["inLanguage"] == "ar"


def test_whatever_way_the_comments_are_sorted_the_address_is_the_storys(
    visitor: Client, story: Article
) -> None:
    data = structured(visitor, query="?sort=oldest&utm=2")

    assert data["url"] == data["@id"] == absolute("/stories/the-gate-is-worn/")


def test_a_draft_is_told_to_nobody(visitor: Client, write_story: WriteStory) -> None:
    write_story("A draft", live=False)

    assert not SCRIPT.findall(visitor.get("/stories/a-draft/").text)
