"""Finding stories by words. Whatever is typed has an answer; nothing of it reaches SQL as text."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from broadsheet.newsroom.cards import public, public_articles
from broadsheet.newsroom.models import Article, SearchWord
from broadsheet.newsroom.search.words import is_unspaced, words_in

LONGEST_QUERY = 200  # characters; the rest of a longer one is not read
MOST_WORDS = 8
SHORTEST_BEGINNING = 3
PAGE_STORIES = 20
MOST_PAGES = 500
MOST_NAMED = 500  # ids in a query; beyond, all stories are read
NEVER = datetime.min.replace(tzinfo=UTC)

_LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True)
class Found:
    """A page of what was found, best first; `words` are those that were looked for, folded."""

    words: tuple[str, ...]
    count: int
    stories: list[Article]
    has_more: bool


def find_stories(query: str, *, page: int = 1) -> Found:
    """The public stories that hold every word; the last may be a word's beginning.

    By the sum of their words' weights, then the newest. Issues three queries at most.
    """
    words = asked_words(query)
    if not words:
        return Found(words, count=0, stories=[], has_more=False)
    ranked = _ranked(words)
    start = (min(page, MOST_PAGES) - 1) * PAGE_STORIES
    ids = ranked[start : start + PAGE_STORIES]
    by_id = public_articles().in_bulk(ids)
    return Found(
        words,
        count=len(ranked),
        stories=[by_id[pk] for pk in ids if pk in by_id],
        has_more=len(ranked) > start + PAGE_STORIES,
    )


def asked_words(query: str) -> tuple[str, ...]:
    """The words to look for: folded, each once, at most eight."""
    words = words_in(query[:LONGEST_QUERY])
    return tuple(dict.fromkeys(words))[:MOST_WORDS]


def can_be_beginning(word: str) -> bool:
    """Whether the last word may be a longer word's beginning."""
    return len(word) >= SHORTEST_BEGINNING or (is_unspaced(word) and len(word) == 1)


def _ranked(words: tuple[str, ...]) -> list[int]:
    """The ids of all public stories that hold the words, best first.

    Two queries, put together here: joined in one, every word's row would look for its page.
    """
    scores = dict(_scores(words))
    if not scores:
        return []
    stories = public(Article.objects.all())
    if len(scores) <= MOST_NAMED:
        stories = stories.filter(pk__in=scores)
    dated = [(scores[pk], at or NEVER, pk) for pk, at in _dates(stories) if pk in scores]
    return [pk for _, _, pk in sorted(dated, reverse=True)]


def _dates(stories: QuerySet[Article]) -> QuerySet[Article, tuple[int, datetime | None]]:
    return stories.order_by().values_list("pk", "first_published_at")


def _scores(words: tuple[str, ...]) -> QuerySet[SearchWord, tuple[int, int]]:
    """Each story that holds every word, with the sum of their weights in it."""
    conditions = [Q(word=word) for word in words]
    if can_be_beginning(words[-1]):
        conditions[-1] = _begins_with(words[-1])
    any_word = Q(word__in=words[:-1]) | conditions[-1]
    scored = SearchWord.objects.filter(any_word).values("article_id").annotate(score=Sum("weight"))
    if len(words) > 1:
        for number, condition in enumerate(conditions):
            scored = scored.alias(**{f"found_{number}": Count("pk", filter=condition)})
            scored = scored.filter(**{f"found_{number}__gt": 0})
    return scored.order_by().values_list("article_id", "score")


def _begins_with(word: str) -> Q:
    """Words of a beginning, so that an index serves: SQLite has none for LIKE, and PostgreSQL
    none for ranges unless it sorts by bytes.
    """
    if connection.vendor == "sqlite":
        return Q(word__gte=word, word__lt=word + _LAST_CHARACTER)
    return Q(word__startswith=word)
