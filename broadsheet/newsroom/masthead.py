"""The masthead: what stands around every page, remembered until the site's key is touched."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists
from django.urls import reverse
from django.utils import timezone

from broadsheet.delivery.keys import SITE, State, state
from broadsheet.newsroom.body import rich_text_html
from broadsheet.newsroom.cards import article_url, public
from broadsheet.newsroom.models import Article, InfoPage, NavigationLink, NewsroomSettings, Topic


@dataclass(frozen=True)
class Link:
    """A link of the navigation; `topic_id` tells which is the current one."""

    label: str
    url: str
    topic_id: int | None = None


@dataclass(frozen=True)
class Logo:
    """The picture that stands for the newsroom's name; its words are the name."""

    src: str
    width: int
    height: int


@dataclass(frozen=True)
class Masthead:
    """What stands around every page."""

    newsroom: NewsroomSettings
    topics: list[Topic]
    navigation: list[Link]
    info_pages: list[Link]
    logo: Logo | None
    banner_url: str
    footer_html: str
    accent_sheet: str

    @property
    def banner(self) -> Link | None:
        """The breaking banner, while it is to be shown."""
        newsroom, end = self.newsroom, self.newsroom.banner_until
        if not newsroom.banner_text or (end is not None and end <= timezone.now()):
            return None
        return Link(newsroom.banner_text, self.banner_url)

    @property
    def until(self) -> datetime | None:
        """When the clock takes the banner off."""
        return self.newsroom.banner_until if self.banner else None


@dataclass(frozen=True)
class Remembered:
    """A masthead, and the state of the site's key that it was read after."""

    state: State
    masthead: Masthead


_remembered: Remembered | None = None


def masthead() -> Masthead:
    """The masthead as it stands now. One query; some more where the site has just changed.

    Not to be called within a transaction that changes the site and may be rolled back.
    """
    global _remembered
    now = state(SITE)
    if _remembered is None or _remembered.state != now:
        _remembered = Remembered(now, _read())
    return _remembered.masthead


def last_known() -> Masthead | None:
    """The masthead as this process has last seen it, without asking the database."""
    return _remembered.masthead if _remembered else None


def forget() -> None:
    """Read the masthead anew the next time, for tests, which turn the database back."""
    global _remembered
    _remembered = None


def _read() -> Masthead:
    newsroom = _newsroom()
    pages = public(InfoPage.objects.in_menu()).order_by("path")
    topics = list(Topic.objects.filter(in_navigation=True))
    chosen = newsroom.has_navigation  # annotated
    return Masthead(
        newsroom=newsroom,
        topics=topics,
        navigation=_chosen_links() if chosen else [_topic_link(topic) for topic in topics],
        info_pages=[_page_link(page) for page in pages],
        logo=_logo(newsroom),
        banner_url=_banner_url(newsroom),
        footer_html=rich_text_html(newsroom.footer_text),
        accent_sheet=_accent_sheet(newsroom.accent),
    )


def _newsroom() -> NewsroomSettings:
    rows = (
        NewsroomSettings.objects.select_related("logo", "banner_article")
        .annotate(has_navigation=Exists(NavigationLink.objects.all()))
        .order_by("pk")
    )
    if not (found := list(rows[:1])):
        NewsroomSettings.load()  # makes the one row
        found = list(rows[:1])
    return found[0]


def _chosen_links() -> list[Link]:
    """The links that editors chose; one to a page that is not public is left out."""
    chosen = NavigationLink.objects.select_related("topic", "page").order_by("sort_order", "pk")
    links = (_link(link) for link in chosen)
    return [link for link in links if link is not None]


def _link(chosen: NavigationLink) -> Link | None:
    if chosen.topic is not None:
        link = _topic_link(chosen.topic)
    elif chosen.page is not None:
        if not chosen.page.live:
            return None
        link = _page_link(chosen.page)
    else:
        link = Link(chosen.label, chosen.url)
    return Link(chosen.label or link.label, link.url, link.topic_id)


def _topic_link(topic: Topic) -> Link:
    return Link(topic.name, topic.get_absolute_url(), topic.pk)


def _page_link(page: InfoPage) -> Link:
    return Link(page.title, reverse("info", args=[page.slug]))


def _banner_url(newsroom: NewsroomSettings) -> str:
    """Where the banner leads: to its story, if readers may see it."""
    article = newsroom.banner_article
    if article is None or not public(Article.objects.filter(pk=article.pk)).exists():
        return ""
    return article_url(article)


def _accent_sheet(accent: str) -> str:
    """The path of the style sheet that sets the accent colour, where the newsroom chose one."""
    return reverse("colours", args=[accent.removeprefix("#").lower()]) if accent else ""


def _logo(newsroom: NewsroomSettings) -> Logo | None:
    image = newsroom.logo
    if image is None:
        return None
    return Logo(image.file.url, image.width, image.height)
