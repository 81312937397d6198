"""Stories as lists show them: prepared values, so that templates ask the database nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet
from django.db.models.functions import Length, Substr
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from broadsheet.newsroom.languages import foreign
from broadsheet.newsroom.models import Article, Author, Byline, NewsroomSettings, Topic
from broadsheet.newsroom.moments import Moment, moment
from broadsheet.newsroom.pictures import Picture, pictures_of

SomePage = TypeVar("SomePage", bound=Page)

# Databases differ in where they sort a byline whose place was never said.
AS_SIGNED = (F("sort_order").asc(nulls_first=True), "pk")


@dataclass(frozen=True)
class Card:
    """One story in a list."""

    id: int
    headline: str
    url: str
    standfirst: str
    topic: Topic
    authors: Sequence[Author]
    published: Moment | None
    picture: Picture | None
    language: str = ""  # where it is another than the newsroom's


def article_url(article: Article) -> str:
    """The path of a story, from its slug alone: no query for its place in the tree."""
    return reverse("article", args=[article.slug])


def public_articles() -> QuerySet[Article]:
    """Stories that every reader may see, newest first."""
    listed = public(Article.objects.all()).select_related("topic", "hero")
    return listed.order_by("-first_published_at", "-pk")


def whole(ids: QuerySet[Any, Any] | Iterable[int]) -> QuerySet[Article]:
    """The stories of these ids as lists show them, in no order; `ids` are those of public ones."""
    return Article.objects.filter(pk__in=ids).select_related("topic", "hero").order_by()


def public(pages: QuerySet[SomePage]) -> QuerySet[SomePage]:
    """Those that are live and private neither themselves nor by a page above them.

    Wagtail's own `.public()` says the same with a query of its own each time.
    """
    beginning = Substr(OuterRef("path"), 1, Length("page__path"))
    return pages.filter(
        ~Exists(PageViewRestriction.objects.filter(page__path=beginning)), live=True
    )


def with_bylines(articles: QuerySet[Article]) -> QuerySet[Article]:
    """The same stories with their authors in the order they sign, in one query for all."""
    bylines = Byline.objects.select_related("author").order_by(*AS_SIGNED)
    return articles.prefetch_related(Prefetch("bylines", queryset=bylines))


def cards(articles: Iterable[Article], *, newsroom: NewsroomSettings) -> list[Card]:
    """Prepare stories for a list. One query for their pictures."""
    listed = list(articles)
    pictures = pictures_of(article.hero for article in listed)
    return [card(article, newsroom=newsroom, pictures=pictures) for article in listed]


def card(
    article: Article,
    *,
    newsroom: NewsroomSettings,
    pictures: Mapping[int, Picture],
    authors: Sequence[Author] = (),
) -> Card:
    """Prepare one story, with its picture if it is among `pictures`."""
    return Card(
        id=article.pk,
        headline=article.title,
        url=article_url(article),
        standfirst=article.standfirst,
        topic=article.topic,
        authors=authors,
        published=written(article.first_published_at, newsroom=newsroom),
        picture=pictures.get(article.hero_id or 0),
        language=foreign(article.language, page=newsroom.language),
    )


def authors_of(article: Article) -> tuple[Author, ...]:
    """Who signs a story, in order."""
    return tuple(byline.author for byline in article.bylines.all())


def signed_by(article: Article) -> tuple[Author, ...]:
    """Who signs one story of a list, in order. One query."""
    bylines = article.bylines.select_related("author").order_by(*AS_SIGNED)
    return tuple(byline.author for byline in bylines)


def written(at: datetime | None, *, newsroom: NewsroomSettings) -> Moment | None:
    """A time in the newsroom's own zone and language; None stays None."""
    if at is None:
        return None
    return moment(at, zone=newsroom.time_zone, language=newsroom.language)


def pictures_in(listed: Iterable[Card]) -> list[Picture]:
    """The pictures that a list of stories shows."""
    return [card.picture for card in listed if card.picture is not None]
