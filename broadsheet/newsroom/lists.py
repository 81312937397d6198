"""The lists of topics and of authors: kept with every story that is saved, and read in order."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import PageViewRestriction

from broadsheet.newsroom.models import Article, Author, Byline, Listed, Topic

BATCH = 500

_Place = tuple[int | None, int | None]  # the topic, or else the author
_Entry = tuple[bool, datetime | None]  # whether it is the kicker, and since when it is public


def list_story(article: Article) -> None:
    """Bring a story's places in the lists to what is saved of it, in the same transaction.

    Four queries where nothing has changed.
    """
    list_stories([article.pk])


def list_stories(article_ids: Sequence[int]) -> None:
    """Bring the places of many stories to what is saved of them."""
    for start in range(0, len(article_ids), BATCH):
        _list(article_ids[start : start + BATCH])


def miswritten() -> list[int]:
    """The stories whose places differ from what is saved of them."""
    ids = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    found: list[int] = []
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        wanted, kept = _wanted(some), _kept(some)
        found += [pk for pk in some if wanted.get(pk, {}) != kept.get(pk, {})]
    return found


def in_list(subject: Topic | Author) -> QuerySet[Listed]:
    """The public stories of a topic or of an author, newest first."""
    mine = {"topic": subject} if isinstance(subject, Topic) else {"author": subject}
    return public_places(Listed.objects.filter(**mine)).order_by("-published_at", "-article_id")


def public_places(places: QuerySet[Listed]) -> QuerySet[Listed]:
    """Those of stories that every reader may see, as `cards.public` says it of the stories."""
    beginning = Substr(OuterRef("article__path"), 1, Length("page__path"))
    private = Exists(PageViewRestriction.objects.filter(page__path=beginning))
    return places.filter(~private, article__live=True)


def _list(article_ids: Sequence[int]) -> None:
    wanted, kept = _wanted(article_ids), _kept(article_ids)
    differing = [pk for pk in article_ids if wanted.get(pk, {}) != kept.get(pk, {})]
    if not differing:
        return
    Listed.objects.filter(article__in=differing).delete()
    Listed.objects.bulk_create(
        Listed(article_id=pk, topic_id=t, author_id=a, is_kicker=is_kicker, published_at=at)
        for pk in differing
        for (t, a), (is_kicker, at) in wanted.get(pk, {}).items()
    )


def _wanted(article_ids: Sequence[int]) -> dict[int, dict[_Place, _Entry]]:
    seen = Q(live=True) | Q(first_published_at__isnull=False)  # readers, now or before
    own = Article.objects.filter(seen, pk__in=article_ids).order_by()
    rows = list(own.values_list("pk", "topic_id", "first_published_at"))
    published = {pk: at for pk, _, at in rows}
    places: dict[int, dict[_Place, _Entry]] = {pk: {} for pk in published}
    also = Article.also_in.through.objects.filter(article__in=places)
    for pk, topic_id in also.values_list("article_id", "topic_id"):
        places[pk][topic_id, None] = (False, published[pk])
    for pk, topic_id, at in rows:
        places[pk][topic_id, None] = (True, at)
    signed = Byline.objects.filter(article__in=places).order_by()
    for pk, author_id in signed.values_list("article_id", "author_id"):
        places[pk][None, author_id] = (False, published[pk])
    return places


def _kept(article_ids: Sequence[int]) -> dict[int, dict[_Place, _Entry]]:
    found: dict[int, dict[_Place, _Entry]] = {}
    rows = Listed.objects.filter(article__in=article_ids).order_by()
    named = rows.values_list("article_id", "topic_id", "author_id", "is_kicker", "published_at")
    for pk, topic_id, author_id, is_kicker, at in named:
        found.setdefault(pk, {})[topic_id, author_id] = (is_kicker, at)
    return found
