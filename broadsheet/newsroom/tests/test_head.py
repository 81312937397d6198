"""What a page's `<head>` tells search engines, chats and other sites."""

import html
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from broadsheet.conftest import WriteStory
from broadsheet.newsroom.models import (
    Article,
    Author,
    CreditedImage,
    InfoPage,
    NewsroomSettings,
    Topic,
)
from broadsheet.newsroom.pictures import render_sizes
from broadsheet.newsroom.queries import LIST_STORIES

pytestmark = pytest.mark.one_database

ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
HOSTILE = '"><script>alert(1)</script>'


class Told:
    """The head of a page, read back: `<meta>` by name or property, `<link>` by its relation."""

    def __init__(self, page: str) -> None:
        self.text = page.partition("</head>")[0]
        self.meta: dict[str, list[str]] = {}
        self.links: dict[str, list[dict[str, str]]] = {}
        for kind, inside in re.findall(r"<(meta|link) ([^>]*)>", self.text):
            found = {name: html.unescape(value) for name, value in ATTRIBUTE.findall(inside)}
            if kind == "link":
                self.links.setdefault(found["rel"], []).append(found)
            elif name := found.get("name") or found.get("property"):
                self.meta.setdefault(name, []).append(found["content"])

    def one(self, name: str) -> str:
        [value] = self.meta[name]
        return value

    @property
    def canonical(self) -> str:
        [link] = self.links["canonical"]
        return link["href"].removeprefix(settings.SITE_ADDRESS)


def told(visitor: Client, path: str) -> Told:
    return Told(visitor.get(path).text)


def test_a_story_says_what_it_is_for_those_who_share_it(
    visitor: Client, write_story: WriteStory, picture: CreditedImage
) -> None:
    render_sizes(picture)
    write_story("The gate is worn", standfirst="It has been for years.", hero=picture)

    head = told(visitor, "/stories/the-gate-is-worn/")

    assert head.one("description") == head.one("og:description") == "It has been for years."
    assert head.one("og:type") == "article"
    assert head.one("og:title") == "The gate is worn"
    assert head.one("og:url") == settings.SITE_ADDRESS + "/stories/the-gate-is-worn/"
    assert head.one("og:image").startswith(settings.SITE_ADDRESS + "/media/")
    assert (head.one("og:image:width"), head.one("og:image:height")) == ("1200", "675")
    assert head.one("og:image:alt") == "A storm gate"
    assert head.one("twitter:card") == "summary_large_image"
    assert head.one("article:section") == "Harbour"
    assert head.one("article:author") == settings.SITE_ADDRESS + "/authors/ines-calloway/"
    assert head.one("article:published_time").endswith("+00:00")


@pytest.mark.parametrize("path", ["/", "/stories/gate/"])
def test_the_first_picture_is_fetched_early_and_only_once(
    visitor: Client, write_story: WriteStory, picture: CreditedImage, path: str
) -> None:
    render_sizes(picture)
    write_story("The gate is worn", slug="gate", hero=picture)

    page = visitor.get(path).text

    [early] = [link for link in Told(page).links["preload"] if link["as"] == "image"]
    [shown] = [dict(ATTRIBUTE.findall(found)) for found in re.findall("<img [^>]+high[^>]+>", page)]
    assert early["imagesrcset"] == shown["srcset"]
    assert early["imagesizes"] == shown["sizes"]


def test_a_story_without_picture_and_standfirst_says_less(visitor: Client, story: Article) -> None:
    head = told(visitor, f"/stories/{story.slug}/")

    assert head.one("twitter:card") == "summary"
    assert not {"description", "og:description", "og:image"} & head.meta.keys()
    assert "article:modified_time" not in head.meta
    assert all(value for values in head.meta.values() for value in values)


def test_a_story_published_again_says_when(visitor: Client, story: Article) -> None:
    Article.objects.update(first_published_at=story.last_published_at - timedelta(hours=2))

    assert told(visitor, f"/stories/{story.slug}/").one("article:modified_time")


def test_an_editors_words_for_search_engines_go_before_the_storys_own(
    visitor: Client, write_story: WriteStory
) -> None:
    write_story(
        "Worn", standfirst="Short.", seo_title="The storm gate", search_description="At length."
    )

    head = told(visitor, "/stories/worn/")

    assert "<title>The storm gate ·" in head.text
    assert head.one("description") == "At length."


@pytest.mark.parametrize("query", ["", "?sort=oldest", "?sort=most-voted", "?show=inline", "?x=1"])
def test_every_view_of_a_story_has_the_storys_own_address(
    visitor: Client, story: Article, query: str
) -> None:
    assert told(visitor, f"/stories/{story.slug}/{query}").canonical == f"/stories/{story.slug}/"


@pytest.mark.parametrize("path", ["/stories/", "/topics/harbour/", "/authors/ines-calloway/"])
def test_a_further_page_of_a_list_has_an_address_of_its_own(
    visitor: Client, write_story: WriteStory, path: str
) -> None:
    for number in range(LIST_STORIES + 1):
        write_story(f"No. {number}")

    assert told(visitor, path).canonical == path
    assert told(visitor, f"{path}?page=1").canonical == path
    assert told(visitor, f"{path}?page=2&utm_source=x").canonical == f"{path}?page=2"


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/", "/"),
        ("/?utm_source=x", "/"),
        ("/support/", "/support/"),
        ("/corrections/", "/corrections/"),
        ("/search/?q=gate", "/search/"),
        ("/topics/storm/", "/topics/storm/"),
    ],
)
def test_every_kind_of_page_names_its_address(
    visitor: Client, story: Article, path: str, canonical: str
) -> None:
    Topic.objects.create(name="The storm", slug="storm", is_running=True)

    head = told(visitor, path)

    assert head.canonical == canonical
    assert head.one("og:url") == settings.SITE_ADDRESS + canonical


def test_topics_authors_and_the_front_page_describe_themselves(
    visitor: Client, story: Article, harbour: Topic, ines: Author
) -> None:
    Topic.objects.update(description="Boats and ferries.")
    Author.objects.update(bio="Six years an editor.\n\nAnswers letters." + " On." * 200)
    newsroom = NewsroomSettings.load()
    newsroom.strapline = "Reported here"
    newsroom.save()

    assert told(visitor, "/topics/harbour/").one("description") == "Boats and ferries."
    about_ines = told(visitor, "/authors/ines-calloway/").one("description")
    assert about_ines.startswith("Six years an editor.")
    assert len(about_ines) <= 300
    assert told(visitor, "/").one("description") == "Reported here"


@pytest.mark.parametrize(
    "path",
    [
        "/search/?q=gate",
        "/nothing/",
        "/stories/the-gate-is-worn/comments/?parent=1",
        "/stories/the-gate-is-worn/subscriptions/noted/",
    ],
)
def test_what_is_no_page_of_its_own_is_not_to_be_indexed(
    visitor: Client, story: Article, path: str
) -> None:
    head = told(visitor, path)

    assert any("noindex" in value for value in head.meta["robots"])


@pytest.mark.parametrize("path", ["/", "/stories/the-gate-is-worn/", "/topics/harbour/"])
def test_what_readers_look_for_may_be_indexed(visitor: Client, story: Article, path: str) -> None:
    head = told(visitor, path)

    assert head.one("robots") == "max-image-preview:large"


def test_no_words_break_out_of_an_attribute(
    visitor: Client, write_story: WriteStory, newsroom: InfoPage
) -> None:
    write_story(HOSTILE, slug="s", standfirst=HOSTILE, search_description=HOSTILE)

    page = visitor.get("/stories/s/").text

    assert "<script>alert" not in page
    assert Told(page).one("description") == HOSTILE
