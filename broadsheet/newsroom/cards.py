"""Stories as lists show them: prepared values, so that templates ask the database nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from broadsheet.newsroom.models import Article, Author, Byline, NewsroomSettings, Topic
from broadsheet.newsroom.moments import Moment, moment
from broadsheet.newsroom.pictures import Picture, pictures_of


@dataclass(frozen=True)
class Card:
    """One story in a list."""

    id: int
    headline: str
    url: str
    standfirst: str
    topic: Topic
    authors: Sequence[Author] = field(default_factory=tuple)
    published: Moment | None = None
    picture: Picture | None = None


def article_url(article: Article) -> str:
    """The path of a story, from its slug alone: no query for its place in the tree."""
    return reverse("article", args=[article.slug])


def public_articles() -> QuerySet[Article]:
    """Stories that every reader may see, newest first. One query more, for the restrictions."""
    return (
        Article.objects.live()
        .public()
        .select_related("topic", "hero")
        .order_by("-first_published_at", "-pk")
    )


def with_bylines(articles: QuerySet[Article]) -> QuerySet[Article]:
    """The same stories with their authors in the order they sign, in one query for all."""
    bylines = Byline.objects.select_related("author").order_by("sort_order", "pk")
    return articles.prefetch_related(Prefetch("bylines", queryset=bylines))


def cards(articles: Iterable[Article], *, newsroom: NewsroomSettings) -> list[Card]:
    """Prepare stories, loaded by `with_bylines(public_articles())`, for a list. One query."""
    listed = list(articles)
    pictures = pictures_of(article.hero for article in listed)
    return [
        Card(
            id=article.pk,
            headline=article.title,
            url=article_url(article),
            standfirst=article.standfirst,
            topic=article.topic,
            authors=authors_of(article),
            published=written(article.first_published_at, newsroom=newsroom),
            picture=pictures.get(article.hero_id),
        )
        for article in listed
    ]


def authors_of(article: Article) -> tuple[Author, ...]:
    """Who signs a story, in order."""
    return tuple(byline.author for byline in article.bylines.all())


def written(at: datetime | None, *, newsroom: NewsroomSettings) -> Moment | None:
    """A time in the newsroom's own zone and language; None stays None."""
    if at is None:
        return None
    return moment(at, zone=newsroom.time_zone, language=newsroom.language)


def picture_ids(listed: Iterable[Card]) -> list[int]:
    """The pictures that a list of stories shows."""
    return [card.picture.id for card in listed if card.picture is not None]
