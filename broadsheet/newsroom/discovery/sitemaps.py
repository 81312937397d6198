"""What search engines read: the sitemap in parts, the news sitemap.

Source: sitemaps.org/protocol.html; the news sitemap schema 0.9 of Google. No story's text is
loaded: a part is one query over five columns.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from broadsheet.delivery.keys import SITE, STORIES, article_key
from broadsheet.delivery.pages import name_keys, public_page
from broadsheet.lib.xml_tree import CONTENT_TYPE, add, document, root
from broadsheet.newsroom.cards import public
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.models import Article, Author, InfoPage, Topic

PART_STORIES = 5_000
MOST_PARTS = 1_000  # of a year
NEWS_STORIES = 1_000
NEWS_AGE = timedelta(days=2)

_NAMES = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}
_NEWS_NAMES = _NAMES | {"xmlns_news": "http://www.google.com/schemas/sitemap-news/0.9"}
# What the news sitemap names with their script; any other language is its first two letters.
_CHINESE = {"zh-cn", "zh-tw"}


@dataclass(frozen=True)
class Part:
    """A part of the sitemap: some stories of one year."""

    year: int
    number: int
    changed_at: datetime | None

    @property
    def url(self) -> str:
        return _absolute(reverse("sitemap-stories", args=[self.year, self.number]))


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index of all parts. One query."""
    tree = root("sitemapindex", **_NAMES)
    add(add(tree, "sitemap"), "loc", _absolute(reverse("sitemap-pages")))
    for part in _parts():
        entry = add(tree, "sitemap")
        add(entry, "loc", part.url)
        _add_lastmod(entry, part.changed_at)
    return _response(tree)


@public_page
def pages(request: HttpRequest) -> HttpResponse:
    """Every public page that is no story. Three queries."""
    tree = root("urlset", **_NAMES)
    for name in ("front", "latest", "corrections", "support"):
        _add_url(tree, reverse(name))
    for topic in Topic.objects.order_by("pk"):
        _add_url(tree, topic.get_absolute_url())
    for author in Author.objects.order_by("pk"):
        _add_url(tree, author.get_absolute_url())
    plain = public(InfoPage.objects.all()).order_by("pk")
    listed = list(plain.values_list("pk", "slug", "last_published_at"))
    for _pk, slug, changed_at in listed:
        _add_url(tree, reverse("info", args=[slug]), changed_at=changed_at)
    return _response(tree, *(article_key(pk) for pk, *_ in listed))


@public_page
def stories(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One part: stories of a year, oldest first, so that full parts stay as they are. One query.

    :raises Http404: for a part without a story.
    """
    tree = root("urlset", **_NAMES)
    rows = _slugs(year, number) if 1 <= number <= MOST_PARTS else []
    if not rows:
        raise Http404("No such part of the sitemap.")
    for slug, changed_at in rows:
        _add_url(tree, reverse("article", args=[slug]), changed_at=changed_at)
    return _response(tree)


@public_page
def news(request: HttpRequest) -> HttpResponse:
    """The stories of the last two days, newest first. One query."""
    newsroom = this_newsroom()
    tree = root("urlset", **_NEWS_NAMES)
    recent = list(_recent(now=timezone.now()))
    for story in recent:
        url = _add_url(tree, reverse("article", args=[story.slug]))
        about = add(url, "news:news")
        publication = add(about, "news:publication")
        add(publication, "news:name", newsroom.name)
        add(publication, "news:language", _language(story.language or newsroom.language))
        add(about, "news:publication_date", _written(story.first_published_at))
        add(about, "news:title", story.title)
    oldest = recent[-1].first_published_at if recent else None
    return _response(tree, until=oldest + NEWS_AGE if oldest else None)


def _parts() -> Iterator[Part]:
    """The parts that hold a story, oldest first."""
    years = (
        public(Article.objects.exclude(first_published_at=None))
        .annotate(year=ExtractYear("first_published_at", tzinfo=UTC))
        .order_by("year")
        .values("year")
        .annotate(stories=Count("pk"), changed_at=Max("last_published_at"))
    )
    for row in years:
        for number in range(1, -(-row["stories"] // PART_STORIES) + 1):
            yield Part(row["year"], number, row["changed_at"])


def _slugs(year: int, number: int) -> list[tuple[str, datetime | None]]:
    start = (number - 1) * PART_STORIES
    listed = _stories_of(year).order_by("first_published_at", "pk")[start : start + PART_STORIES]
    return list(listed.values_list("slug", "last_published_at"))


def _stories_of(year: int) -> QuerySet[Article]:
    # Beyond what a date can be, no story is either.
    if not 1 <= year <= 9998:
        return Article.objects.none()
    start, end = (datetime(y, 1, 1, tzinfo=UTC) for y in (year, year + 1))
    written = Article.objects.filter(first_published_at__gte=start, first_published_at__lt=end)
    return public(written)


def _recent(*, now: datetime) -> QuerySet[Article]:
    fresh = Article.objects.filter(first_published_at__gt=now - NEWS_AGE)
    newest = public(fresh).order_by("-first_published_at", "-pk")[:NEWS_STORIES]
    return newest.only("slug", "title", "language", "first_published_at")


def _add_url(tree: Element, path: str, *, changed_at: datetime | None = None) -> Element:
    url = add(tree, "url")
    add(url, "loc", _absolute(path))
    _add_lastmod(url, changed_at)
    return url


def _add_lastmod(entry: Element, changed_at: datetime | None) -> None:
    if changed_at is not None:
        add(entry, "lastmod", _written(changed_at))


def _written(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""


def _language(tag: str) -> str:
    lowered = tag.lower()
    return lowered if lowered in _CHINESE else lowered.split("-")[0]


def _absolute(path: str) -> str:
    return f"{settings.SITE_ADDRESS}{path}"


def _response(tree: Element, *keys: str, until: datetime | None = None) -> HttpResponse:
    response = HttpResponse(document(tree), content_type=CONTENT_TYPE)
    return name_keys(response, [SITE, STORIES, *keys], until=until)
