"""The newsroom's tables, by what they hold: pages, people and topics, images, settings."""

from broadsheet.newsroom.models.images import CreditedImage, CreditedRendition
from broadsheet.newsroom.models.pages import (
    Article,
    Byline,
    FrontPage,
    InfoPage,
    Source,
    StoryArchive,
)
from broadsheet.newsroom.models.people import Author, Topic
from broadsheet.newsroom.models.settings import NewsroomSettings

__all__ = [
    "Article",
    "Author",
    "Byline",
    "CreditedImage",
    "CreditedRendition",
    "FrontPage",
    "InfoPage",
    "NewsroomSettings",
    "Source",
    "StoryArchive",
    "Topic",
]
