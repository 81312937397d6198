"""The feed of the latest stories, with their full text."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from broadsheet.delivery.keys import SITE, STORIES
from broadsheet.delivery.pages import name_keys, public_page
from broadsheet.lib.text import without_controls
from broadsheet.newsroom.body import full_text
from broadsheet.newsroom.cards import article_url, authors_of, public_articles, with_bylines
from broadsheet.newsroom.models import Article, NewsroomSettings

FEED_STORIES = 20


class FullTextRss(Rss201rev2Feed):
    """RSS 2.0 with each story's text in `content:encoded`. Source: RSS 1.0 content module."""

    content_type = "application/rss+xml; charset=utf-8"

    def root_attributes(self) -> dict[str, str]:
        modules = {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}
        return super().root_attributes() | modules

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


class LatestFeed(Feed):
    """The latest stories of the whole paper."""

    feed_type = FullTextRss

    def get_object(self, request: HttpRequest) -> NewsroomSettings:
        newsroom = NewsroomSettings.load()
        self.language = newsroom.language
        return newsroom

    def title(self, newsroom: NewsroomSettings) -> str:
        return without_controls(newsroom.name)

    def description(self, newsroom: NewsroomSettings) -> str:
        return without_controls(newsroom.strapline or newsroom.name)

    def link(self) -> str:
        return settings.SITE_ADDRESS + reverse("front")

    def feed_url(self) -> str:
        return settings.SITE_ADDRESS + reverse("feed")

    def items(self) -> Iterable[Article]:
        return with_bylines(public_articles())[:FEED_STORIES]

    def item_title(self, item: Article) -> str:
        return without_controls(item.title)

    def item_description(self, item: Article) -> str:
        return without_controls(item.standfirst)

    def item_link(self, item: Article) -> str:
        return settings.SITE_ADDRESS + article_url(item)

    def item_author_name(self, item: Article) -> str:
        return without_controls(", ".join(author.name for author in authors_of(item)))

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.first_published_at

    def item_categories(self, item: Article) -> tuple[str, ...]:
        return (without_controls(item.topic.name),)

    def item_extra_kwargs(self, item: Article) -> dict[str, str]:
        return {"content": without_controls(full_text(item))}


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """The feed as a public page, with its keys."""
    return name_keys(LatestFeed()(request), [SITE, STORIES])
