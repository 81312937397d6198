"""What an open story's page asks for every few seconds."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.conversation.models import Comment, CommentState
from broadsheet.conversation.writing.comments import publish_comment
from broadsheet.funding.campaigns import open_campaign
from broadsheet.funding.models import BANK, Campaign
from broadsheet.funding.settling.manual import HandedOver, enter_gift
from broadsheet.lib.money import Money
from broadsheet.newsroom.models import Article, NewsroomSettings
from broadsheet.readers.models import Reader


@pytest.fixture
def campaign(newsroom: object) -> Campaign:
    NewsroomSettings.objects.update(currency_sign="after")
    return open_campaign(
        title="The records fund",
        slug="records",
        story="Requests cost money.",
        goal=Money(500_000, "USD"),
        ticks_minor=[0, 250_000, 500_000],
        starts_at=timezone.now() - timedelta(days=2),
    )


def give(campaign: Campaign, dollars: int) -> None:
    day = timezone.now().date()
    amount = Money(dollars * 100, "USD")
    given = HandedOver(amount=amount, way=BANK, campaign=campaign, arrived_on=day, why="")
    enter_gift(given, by=None, now=timezone.now())


def figures(visitor: Client, story: Article) -> dict[str, Any]:
    found: dict[str, Any] = visitor.get(f"/stories/{story.slug}/live.json").json()
    return found


def test_it_tells_of_published_comments_the_newest_first(
    visitor: Client, story: Article, ann: Reader, now: datetime
) -> None:
    assert figures(visitor, story) == {"comments": 0, "newest": [], "meter": None}
    rows = [
        publish_comment(
            story, reader=ann, name="Ann", text=f"Word {n}.", now=now + timedelta(seconds=n)
        )
        for n in range(12)
    ]
    Comment.objects.filter(pk=rows[11].pk).update(state=CommentState.HELD)

    found = figures(visitor, story)

    assert found["newest"] == [row.pk for row in rows[10:0:-1]]
    assert found["comments"] == 12  # counted by the moderator's act, which this test left out


def test_it_tells_what_the_scale_needs_to_move(
    visitor: Client, story: Article, campaign: Campaign
) -> None:
    give(campaign, 895)

    found = figures(visitor, story)["meter"]

    assert found == {
        "campaign": "records",
        "raised": "895 $",
        "raised_minor": 89_500,
        "label": "895 $: how it is made up",
        "words": "895 $ raised of 5,000 $",
        "now": "895",
        "percent": "17.9",
    }
    page = visitor.get(f"/stories/{story.slug}/").text
    for words in ('data-meter="records"', 'aria-valuenow="895"', 'width="17.9%"'):
        assert words in page


def test_it_is_a_public_page_that_names_what_it_was_made_from(
    visitor: Client, story: Article, campaign: Campaign, django_assert_max_num_queries: Any
) -> None:
    path = f"/stories/{story.slug}/live.json"
    first = visitor.get(path)

    with django_assert_max_num_queries(7):
        again = visitor.get(path, HTTP_IF_NONE_MATCH=first.headers["ETag"])

    assert again.status_code == 304
    assert len(first.content) < 400
    assert set(first.headers["Surrogate-Key"].split()) == {
        "site",
        f"article:{story.pk}",
        f"thread:{story.pk}",
        "campaigns",
        f"campaign:{campaign.pk}",
    }


def test_of_what_readers_may_not_see_it_tells_nothing(visitor: Client, story: Article) -> None:
    story.unpublish()

    assert visitor.get(f"/stories/{story.slug}/live.json").status_code == 404


def test_a_story_says_where_it_asks_and_how_it_announces(visitor: Client, story: Article) -> None:
    page = visitor.get(f"/stories/{story.slug}/").text

    assert f'data-live="/stories/{story.slug}/live.json"' in page
    for words in ('data-one="# new comment"', 'data-other="# new comments"'):
        assert words in page
