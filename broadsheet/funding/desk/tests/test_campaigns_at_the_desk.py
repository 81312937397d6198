"""Campaigns at the desk: opened, changed and ended, with amounts as people type them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from broadsheet.conftest import Visitor
from broadsheet.delivery.keys import SITE, touch
from broadsheet.delivery.models import Touched
from broadsheet.funding.campaigns import change_campaign
from broadsheet.funding.desk.tests.conftest import DESK, Give
from broadsheet.funding.models import Campaign
from broadsheet.newsroom.models import Article, NewsroomSettings

# What it says stands in pages and letters, whatever database answered.
pytestmark = pytest.mark.one_database

LIST = f"{DESK}campaigns/"
NEW = {
    "title": "A boat for the reporters",
    "slug": "",
    "story": "Ours leaks.",
    "currency": "eur",
    "goal": "12,000",
    "ticks": "0\n12000\n6,000.50",
    "starts_at": "2026-11-01 08:00",
    "ends_at": "",
    "article": "",
}


def as_sent(campaign: Campaign, **more: Any) -> dict[str, Any]:
    return NEW | {"title": campaign.title, "currency": "USD", "slug": campaign.slug} | more


def test_a_campaign_is_opened_by_whoever_may_with_amounts_as_they_are_typed(
    editors_desk: Visitor, story: Article
) -> None:
    answer = editors_desk.post(f"{LIST}new/", NEW | {"article": story.pk})

    made = Campaign.objects.get()
    assert answer.status_code == 303
    assert (made.slug, made.currency, made.goal_minor) == (
        "a-boat-for-the-reporters",
        "EUR",
        1200000,
    )
    assert made.ticks_minor == [0, 600050, 1200000]
    assert (made.article, made.ends_at) == (story, None)
    page = editors_desk.get(f"{LIST}{made.pk}/").text
    assert 'value="12,000"' in page
    assert "6,000.50\n" in page
    assert f"Of the story “{story.title}”" in editors_desk.get(LIST).text


def test_amounts_are_read_in_the_newsrooms_language(editors_desk: Visitor, db: None) -> None:
    NewsroomSettings.objects.update(language="de")
    touch(SITE)

    editors_desk.post(f"{LIST}new/", NEW | {"goal": "2.500,50", "ticks": "0\n2.500,50"})

    assert Campaign.objects.get().goal_minor == 250050
    assert 'value="2.500,50"' in editors_desk.get(f"{LIST}{Campaign.objects.get().pk}/").text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"goal": "much"}, "“much” is no amount"),
        ({"goal": "0"}, "more than nothing"),
        ({"goal": "10.001"}, "more decimals"),
        ({"ticks": "0\nten"}, "“ten” is no amount"),
        ({"currency": "XQZ"}, "There is no currency XQZ"),
        ({"title": "…"}, "Nothing can be made from this title"),
        ({"slug": "records"}, "already exists"),
        ({"ends_at": "2026-10-01 08:00"}, "It must end after its start."),
        ({"article": "999999"}, "Select a valid choice"),
        ({"article": "the gate"}, "Select a valid choice"),
        ({"article": "9" * 40}, "Select a valid choice"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(
    editors_desk: Visitor, campaign: Campaign, sent: dict[str, str], words: str
) -> None:
    answer = editors_desk.post(f"{LIST}new/", NEW | sent)

    assert answer.status_code == 422
    assert words in answer.text
    assert list(Campaign.objects.all()) == [campaign]


def test_name_and_currency_are_fixed_once_the_ledger_names_it(
    editors_desk: Visitor, campaign: Campaign, give: Give
) -> None:
    path = f"{LIST}{campaign.pk}/"
    editors_desk.post(path, as_sent(campaign, slug="archive"))
    campaign.refresh_from_db()
    assert campaign.slug == "archive"
    give()
    Touched.objects.all().delete()

    answer = editors_desk.post(path, as_sent(campaign, slug="other", currency="EUR", goal="6,000"))

    campaign.refresh_from_db()
    assert answer.status_code == 303
    assert (campaign.slug, campaign.currency, campaign.goal_minor) == ("archive", "USD", 600000)
    touched = set(Touched.objects.values_list("key", flat=True))
    assert touched == {"campaigns", f"campaign:{campaign.pk}"}
    campaign.currency = "EUR"
    with pytest.raises(ValidationError, match="stand in the ledger"):
        change_campaign(campaign)


def test_the_list_says_which_runs_and_which_is_past_its_goal(
    editors_desk: Visitor, campaign: Campaign, give: Give
) -> None:
    give(500001)
    later = {"starts_at": "2999-01-01 08:00", "title": "Later"}
    editors_desk.post(f"{LIST}new/", NEW | later)

    page = editors_desk.get(LIST).text

    assert "5,000.01 $ of 5,000 $" in page
    for words in ("Past the goal", "Runs", "Planned", "End it now"):
        assert page.count(words) == 1


def test_a_campaign_ends_now_and_once(
    editors_desk: Visitor, campaign: Campaign, visitor: Visitor
) -> None:
    Touched.objects.all().delete()
    path = f"{LIST}{campaign.pk}/end/"

    assert visitor.post(path).status_code == 302
    assert not Campaign.objects.exclude(ends_at=None).exists()
    editors_desk.post(path)
    ended_at = Campaign.objects.get().ends_at
    again = editors_desk.post(path, follow=True).text

    assert ended_at is not None
    assert ended_at > campaign.starts_at + timedelta(days=9)
    assert Campaign.objects.get().ends_at == ended_at
    assert "This campaign does not run." in again
    assert Touched.objects.filter(key="campaigns").count() == 1
