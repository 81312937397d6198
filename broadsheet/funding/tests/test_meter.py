from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from broadsheet.delivery.models import Touched
from broadsheet.funding.campaigns import open_campaign
from broadsheet.funding.meter.queries import running_meter
from broadsheet.funding.meter.scale import read_meter
from broadsheet.funding.models import BANK, Campaign, Gift, GiftState
from broadsheet.funding.settling.manual import HandedOver, enter_gift
from broadsheet.funding.settling.refunding import ask_for_refund
from broadsheet.funding.settling.tests.cast import dollars
from broadsheet.funding.tests.campaigns import records_fund
from broadsheet.lib.money import Money, SignPlace, write_amount
from broadsheet.newsroom.models import NewsroomSettings
from broadsheet.readers.models import User


@pytest.fixture
def campaign(newsroom: object, now: datetime) -> Campaign:
    NewsroomSettings.objects.update(currency_sign="after")
    return records_fund(now=now, slug="records")


def give(campaign: Campaign, amount: Money) -> Gift:
    given = HandedOver(
        amount=amount, way=BANK, campaign=campaign, arrived_on=campaign.starts_at.date(), why=""
    )
    return enter_gift(given, by=None, now=campaign.starts_at)


def test_the_scale_stands_on_every_page_with_its_ticks(visitor: Client, campaign: Campaign) -> None:
    give(campaign, dollars(800))
    give(campaign, dollars(95))

    page = visitor.get("/").text

    for words in ("0 $", "2,500 $", "5,000 $", "895 $"):
        assert words in page
    assert 'role="meter" aria-label="The records fund"' in page
    assert 'aria-valuemin="0" aria-valuemax="5000" aria-valuenow="895"' in page
    assert 'aria-valuetext="895 $ raised of 5,000 $"' in page


def test_only_what_has_settled_and_not_gone_back_counts(
    campaign: Campaign, editor: User, now: datetime
) -> None:
    gift = give(campaign, dollars(100))
    back = give(campaign, dollars(25))
    Gift.objects.create(
        campaign=campaign, provider=BANK, amount_minor=5000, currency="USD", created_at=now
    )
    ask_for_refund(back, amount=dollars(25), by=editor, why="Their wish.", now=now)
    assert gift.state == GiftState.SETTLED

    meter = running_meter(newsroom=NewsroomSettings.load(), now=now)

    assert meter is not None
    assert meter.raised == "100 $"


def test_a_gift_in_another_currency_counts_at_its_own_rate(
    campaign: Campaign, now: datetime
) -> None:
    give(campaign, dollars(100))
    gift = give(campaign, Money(100_000, "JPY"))

    meter = running_meter(newsroom=NewsroomSettings.load(), now=now)

    assert meter is not None
    assert gift.rate_source.startswith("ECB 20")
    assert 9_000 < gift.counted_minor < 200_000  # type: ignore[operator]
    assert meter.raised == write_amount(
        Money(10_000 + (gift.counted_minor or 0), "USD"), sign_place=SignPlace.AFTER, locale="en"
    )


def test_a_gift_touches_its_campaign(campaign: Campaign) -> None:
    Touched.objects.all().delete()

    give(campaign, dollars(100))

    assert set(Touched.objects.values_list("key", flat=True)) == {
        f"campaign:{campaign.pk}",
        "gifts",
    }


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
            slug="another",
            title="t",
            story="s",
            goal=dollars(1),
            ticks_minor=ticks,
            starts_at=now,
        )
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("slug", ["how", "yours", "thanks", "embed", "events", "form"])
def test_a_campaign_cannot_take_the_address_of_another_page(
    newsroom: object, now: datetime, slug: str
) -> None:
    with pytest.raises(ValidationError, match="address"):
        open_campaign(
            title="The records fund",
            slug=slug,
            story="",
            goal=dollars(5000),
            ticks_minor=[0],
            starts_at=now,
        )
