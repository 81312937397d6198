"""Loading how often the sample's stories were read, so that its front page can list them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from broadsheet.newsroom.models import Article, ReadsOfHour
from broadsheet.newsroom.reads.ranking import rank

# Of the readers of one hour so many still come in the next.
STAYS = 0.93
HOURS = 72


def load_reads(first_hours: Mapping[str, int], *, now: datetime) -> None:
    """Load reads that grow fewer by the hour since a story was published, and rank the stories."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    stories = Article.objects.filter(slug__in=first_hours).order_by("pk")
    ReadsOfHour.objects.bulk_create(
        row for story in stories for row in _hours(story, first_hours[story.slug], until=hour)
    )
    rank(now=now)


def _hours(story: Article, first: int, *, until: datetime) -> list[ReadsOfHour]:
    published = story.first_published_at or until
    age = int((until - published) / timedelta(hours=1))
    return [
        ReadsOfHour(article=story, hour=until - timedelta(hours=ago), count=count)
        for ago in range(min(age, HOURS))
        if (count := round(first * STAYS ** (age - ago - 1)))
    ]
