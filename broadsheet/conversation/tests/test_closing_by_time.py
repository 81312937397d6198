"""Conversations that close by time change their pages when the moment comes, and once."""

from datetime import datetime, timedelta

import pytest

from broadsheet.conftest import WriteStory
from broadsheet.conversation.models import ConversationRules
from broadsheet.conversation.order.access import openness
from broadsheet.conversation.order.closing import notice_closed
from broadsheet.conversation.order.rulebook import change_rules, change_story_rules
from broadsheet.delivery.models import Touched
from broadsheet.newsroom.models import Article

DAY = timedelta(days=1)


def published(story: Article, at: datetime) -> None:
    Article.objects.filter(pk=story.pk).update(first_published_at=at)
    Touched.objects.all().delete()


@pytest.mark.parametrize("site_days, story_days", [(3, None), (30, 3), (None, 3)])
def test_a_page_is_made_anew_once_when_its_time_ends(
    story: Article, now: datetime, site_days: int | None, story_days: int | None
) -> None:
    change_rules(ConversationRules(closes_after_days=site_days))
    change_story_rules(story, access="", closes_after_days=story_days)
    published(story, now - 3 * DAY)

    assert notice_closed(now=now - timedelta(seconds=1)) == 0
    assert notice_closed(now=now) == 1
    Touched.objects.update(touched_at=now)  # the tests' own clock
    assert notice_closed(now=now + timedelta(minutes=1)) == 0
    assert set(Touched.objects.values_list("key", flat=True)) == {f"thread:{story.pk}"}


def test_a_worker_that_slept_finds_what_it_missed(story: Article, now: datetime) -> None:
    change_rules(ConversationRules(closes_after_days=3))
    published(story, now - 3 * DAY - timedelta(hours=20))

    assert notice_closed(now=now) == 1


def test_a_story_never_closes_where_it_says_so(story: Article, now: datetime) -> None:
    rules = ConversationRules(closes_after_days=3)
    change_rules(rules)
    published(story, now - 3 * DAY)
    change_story_rules(story, access="", closes_after_days=0)
    story.refresh_from_db()

    found = openness(story, discussion=story.discussion, rules=rules, now=now + 300 * DAY)

    assert not found.is_closed
    assert notice_closed(now=now) == 0


def test_stories_that_never_close_are_left_alone(
    write_story: WriteStory, now: datetime, django_assert_num_queries: object
) -> None:
    change_story_rules(write_story(), access="", closes_after_days=None)
    published(Article.objects.get(), now - 3 * DAY)

    assert notice_closed(now=now) == 0
