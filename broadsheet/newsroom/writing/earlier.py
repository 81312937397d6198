"""Earlier stories, found by some of their words while an editor types."""

from functools import reduce

from django.db.models import Case, IntegerField, Q, Value, When
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from broadsheet.lib.text import without_controls
from broadsheet.newsroom.cards import article_url, public_articles, written
from broadsheet.newsroom.models import Article, NewsroomSettings, StoryArchive

MOST_FOUND = 12
_MOST_WORDS = 8


@require_safe
def earlier_stories(request: HttpRequest) -> JsonResponse:
    """Public stories as the editor lists them; one of the desk's addresses, closed to others."""
    newsroom = NewsroomSettings.load()
    archive_id = StoryArchive.objects.values_list("pk", flat=True).first()
    found = found_stories(without_controls(request.GET.get("q", "")))
    listed = [
        {
            "id": story.pk,
            "parentId": archive_id,
            "url": article_url(story),
            "headline": story.title,
            "published": _published(story, newsroom=newsroom),
        }
        for story in found
    ]
    return JsonResponse({"stories": listed})


def found_stories(words: str) -> list[Article]:
    """The newest public stories with all of `words`, or their parts, in headline or standfirst.

    Those with all of them in the headline come first; without a word, the latest. One query.
    """
    asked = words.split()[:_MOST_WORDS]
    stories = public_articles().defer("body").select_related(None)
    if not asked:
        return list(stories[:MOST_FOUND])
    in_headline = When(_all(asked, ["title"]), then=Value(0))
    rank = Case(in_headline, default=Value(1), output_field=IntegerField())
    found = stories.filter(_all(asked, ["title", "standfirst"])).annotate(rank=rank)
    return list(found.order_by("rank", "-first_published_at", "-pk")[:MOST_FOUND])


def _all(words: list[str], columns: list[str]) -> Q:
    return reduce(lambda q, word: q & _anywhere(word, columns), words, Q())


def _anywhere(word: str, columns: list[str]) -> Q:
    # SQLite compares letters beyond ASCII case by case: ask for each way to write the word.
    ways = {word, word.lower(), word.upper(), word.capitalize()}
    clauses = (Q(**{f"{column}__icontains": way}) for column in columns for way in ways)
    return reduce(lambda one, other: one | other, clauses)


def _published(story: Article, *, newsroom: NewsroomSettings) -> str:
    at = written(story.first_published_at, newsroom=newsroom)
    return at.short if at else ""
