"""The newsroom's tables, by what they hold: pages, stories, people and topics, images, settings."""

from broadsheet.newsroom.models.documents import StoryDocument
from broadsheet.newsroom.models.findings import SearchWord, StuckPage
from broadsheet.newsroom.models.front import FrontPage, FrontSecond, FrontSection
from broadsheet.newsroom.models.images import CreditedImage, CreditedRendition, Licence
from broadsheet.newsroom.models.lists import Listed
from broadsheet.newsroom.models.pages import InfoPage, StoryArchive
from broadsheet.newsroom.models.people import Author, Topic
from broadsheet.newsroom.models.reads import EarlierReads, MostRead, ReadsOfHour
from broadsheet.newsroom.models.settings import NavigationLink, NewsroomSettings
from broadsheet.newsroom.models.stories import Article, Byline, Correction, Source

__all__ = [
    "Article",
    "Author",
    "Byline",
    "Correction",
    "CreditedImage",
    "CreditedRendition",
    "EarlierReads",
    "FrontPage",
    "FrontSecond",
    "FrontSection",
    "InfoPage",
    "Licence",
    "Listed",
    "MostRead",
    "NavigationLink",
    "NewsroomSettings",
    "ReadsOfHour",
    "SearchWord",
    "Source",
    "StoryArchive",
    "StoryDocument",
    "StuckPage",
    "Topic",
]
