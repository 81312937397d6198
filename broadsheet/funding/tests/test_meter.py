from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from broadsheet.delivery.models import Touched
from broadsheet.funding.campaigns import note_gift, open_campaign
from broadsheet.funding.meter import read_meter
from broadsheet.funding.models import Campaign, GiftState
from broadsheet.funding.queries import running_meter
from broadsheet.lib.money import Money
from broadsheet.newsroom.models import NewsroomSettings


def dollars(amount: int) -> Money:
    return Money(amount * 100, "USD")


@pytest.fixture
def campaign(newsroom: object, now: datetime) -> Campaign:
    NewsroomSettings.objects.update(currency_sign="after")
    return open_campaign(
        title="The records fund",
        story="Requests cost money.",
        goal=dollars(5000),
        ticks_minor=[0, 250000, 500000],
        starts_at=now,
    )


def give(campaign: Campaign, amount: Money, state: GiftState = GiftState.SETTLED) -> None:
    note_gift(campaign, amount=amount, state=state, given_at=campaign.starts_at)


def test_the_scale_stands_on_every_page_with_its_ticks(visitor: Client, campaign: Campaign) -> None:
    give(campaign, dollars(800))
    give(campaign, dollars(95))

    page = visitor.get("/").text

    for words in ("0 $", "2,500 $", "5,000 $", "895 $"):
        assert words in page
    assert 'role="meter" aria-label="The records fund"' in page
    assert 'aria-valuemin="0" aria-valuemax="5000" aria-valuenow="895"' in page
    assert 'aria-valuetext="895 $ raised of 5,000 $"' in page


def test_only_what_has_settled_counts(campaign: Campaign, now: datetime) -> None:
    give(campaign, dollars(100))
    give(campaign, dollars(50), GiftState.PENDING)
    give(campaign, dollars(25), GiftState.REFUNDED)

    meter = running_meter(newsroom=NewsroomSettings.load(), now=now)

    assert meter is not None
    assert meter.raised == "100 $"


def test_a_gift_in_another_currency_does_not_count_as_if_it_were_this_one(
    campaign: Campaign, now: datetime
) -> None:
    give(campaign, dollars(100))
    give(campaign, Money(100_000, "JPY"))

    meter = running_meter(newsroom=NewsroomSettings.load(), now=now)

    assert meter is not None
    assert meter.raised == "100 $"


def test_a_gift_touches_its_campaign(campaign: Campaign) -> None:
    Touched.objects.all().delete()

    give(campaign, dollars(100))

    assert set(Touched.objects.values_list("key", flat=True)) == {f"campaign:{campaign.pk}"}


def test_where_the_sign_stands_is_a_setting(visitor: Client, campaign: Campaign) -> None:
    NewsroomSettings.objects.update(currency_sign="before")

    page = visitor.get("/").text

    assert "$2,500" in page
    assert "2,500 $" not in page


def test_without_a_campaign_nothing_is_left_hanging(visitor: Client, newsroom: object) -> None:
    page = visitor.get("/").text

    assert "meter" not in page


@pytest.mark.parametrize("days", [-1, 30])
def test_a_campaign_stands_only_while_it_runs(campaign: Campaign, now: datetime, days: int) -> None:
    campaign.ends_at = now + timedelta(days=20)
    campaign.save()

    newsroom = NewsroomSettings.load()
    assert running_meter(newsroom=newsroom, now=now + timedelta(days=days)) is None
    assert running_meter(newsroom=newsroom, now=now + timedelta(days=1)) is not None


def test_past_the_goal_the_bar_is_full_and_the_words_say_so(
    visitor: Client, campaign: Campaign
) -> None:
    give(campaign, dollars(6000))

    page = visitor.get("/").text

    assert "past the goal, thank you" in page
    assert 'aria-valuemax="5000" aria-valuenow="5000"' in page


def test_the_bar_never_reaches_what_is_not_raised() -> None:
    reading = read_meter(
        raised=Money(499_999, "USD"), goal=dollars(5000), ticks=[dollars(0), dollars(2500)]
    )

    assert reading.raised_percent == Decimal("99.9")
    assert reading.tick_percents == (Decimal("0.0"), Decimal("50.0"))
    assert not reading.is_past_goal


def test_a_debt_is_an_empty_bar() -> None:
    reading = read_meter(raised=dollars(-5), goal=dollars(100), ticks=[])

    assert reading.raised_percent == 0


@pytest.mark.parametrize("ticks", [[100, 0], [0, 0], [-1], ["0"], "0", [1.5], [True]])
def test_a_scale_of_nonsense_is_refused(newsroom: object, now: datetime, ticks: object) -> None:
    with pytest.raises(ValidationError):
        open_campaign(
            title="t",
            story="s",
            goal=dollars(1),
            ticks_minor=ticks,
            starts_at=now,
        )
    assert not Campaign.objects.exists()
