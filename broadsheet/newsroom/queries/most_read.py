"""The stories that are read most, as the round has ranked them."""

from django.db.models import OuterRef, Subquery

from broadsheet.newsroom.cards import Card, card, public_articles
from broadsheet.newsroom.models import MostRead, NewsroomSettings
from broadsheet.newsroom.reads.ranking import LEAST_STORIES


def most_read(*, newsroom: NewsroomSettings) -> list[Card]:
    """The ranking without what was taken down since; empty where too few are left. One query."""
    ranked = MostRead.objects.filter(article=OuterRef("pk"))
    stories = public_articles().filter(pk__in=MostRead.objects.values("article"))
    in_order = stories.annotate(place=Subquery(ranked.values("place")[:1])).order_by("place", "pk")
    listed = [card(story, newsroom=newsroom, pictures={}) for story in in_order.defer("body")]
    return listed if len(listed) >= LEAST_STORIES else []
