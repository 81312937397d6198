"""Conversations that close by time; that their pages say so to the second is tested with all
that the clock changes, in site/tests/made_of.
"""

from datetime import datetime, timedelta

import pytest

from broadsheet.conversation.models import ConversationRules, Discussion
from broadsheet.conversation.order.access import openness
from broadsheet.newsroom.models import Article

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(("site_days", "story_days"), [(3, None), (30, 3), (None, 3)])
def test_a_conversation_closes_when_its_time_ends(
    now: datetime, site_days: int | None, story_days: int | None
) -> None:
    story = Article(first_published_at=now - 3 * DAY)
    rules = ConversationRules(closes_after_days=site_days)
    discussion = Discussion(closes_after_days=story_days)

    before = openness(story, discussion=discussion, rules=rules, now=now - SECOND)
    then = openness(story, discussion=discussion, rules=rules, now=now)

    assert (before.is_closed, before.closes_at) == (False, now)
    assert (then.is_closed, then.has_timed_out) == (True, True)


@pytest.mark.parametrize(("site_days", "story_days"), [(3, 0), (None, None)])
def test_a_conversation_without_a_time_never_closes(
    now: datetime, site_days: int | None, story_days: int | None
) -> None:
    story = Article(first_published_at=now - 300 * DAY)

    found = openness(
        story,
        discussion=Discussion(closes_after_days=story_days),
        rules=ConversationRules(closes_after_days=site_days),
        now=now,
    )

    assert not found.is_closed
