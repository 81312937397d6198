"""What tests and benchmarks write in bulk is counted as if readers had written it."""

from datetime import UTC, datetime

from broadsheet.conversation.models import Comment, Discussion, Judgement
from broadsheet.conversation.reading.counting import check, recount
from broadsheet.newsroom.lists import miswritten
from broadsheet.newsroom.models import Article, FrontPage
from tests.many_comments import load_many_comments
from tests.many_stories import load_many_stories

COUNTED = ("pk", "place", "last_place", "reply_count", "best_score", "is_shown")


def test_comments_in_bulk_are_counted_as_by_the_public_way(newsroom: FrontPage) -> None:
    now = datetime(2026, 12, 1, tzinfo=UTC)
    load_many_stories(20, now=now)

    written = load_many_comments(10, now=now)

    loaded = _counted()
    for story in Article.objects.all():
        recount(story)
    assert written == 200
    assert check() == []
    assert miswritten() == []
    assert _counted() == loaded
    assert Judgement.objects.filter(from_state="").count() == Comment.objects.count()
    assert Discussion.objects.count() == Article.objects.count()


def _counted() -> list[tuple[object, ...]]:
    return list(Comment.objects.order_by("pk").values_list(*COUNTED))
