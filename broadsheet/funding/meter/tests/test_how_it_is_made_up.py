"""The total leads to a page that takes it apart."""

from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from broadsheet.funding.ledger.public import newest
from broadsheet.funding.meter.tests.facts import dollars, on_its_way, settled
from broadsheet.funding.models import BANK, Campaign, Donor, Gift
from broadsheet.funding.settling.manual import HandedOver, enter_gift
from broadsheet.funding.tests.campaigns import records_fund
from broadsheet.lib.money import Money
from broadsheet.newsroom.models import NewsroomSettings

PAGE = "/support/how/records/"


@pytest.fixture
def fund(newsroom: object, now: datetime) -> Campaign:
    NewsroomSettings.objects.update(currency_sign="after")
    return records_fund(now=now, slug="records")


def rows(text: str) -> list[list[str]]:
    """The cells of every table row of the page, as they read."""
    page = BeautifulSoup(text, "html.parser")
    return [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in page.select("table tr")
    ]


def test_each_part_stands_apart_and_they_add_up(
    visitor: Client, fund: Campaign, django_assert_max_num_queries: object
) -> None:
    settled(fund, dollars(100), cover_minor=320)
    settled(fund, dollars(50), refunded=dollars(20))
    settled(fund, dollars(10), disputed=dollars(10))
    settled(fund, Money(5000, "EUR"), rate="1.084")
    on_its_way(fund, dollars(25))
    on_its_way(fund, Money(1000, "EUR"))

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page = visitor.get(PAGE).text

    found = rows(page)
    for row in (
        ["Settled gifts", "4", "214.20 $"],
        ["Given back", "1", "-20 $"],
        ["Disputed by donors at their banks", "1", "-10 $"],
        ["The sum, which the meter shows", "", "184.20 $"],
        ["On its way: sent by donors, not confirmed by their banks", "10 € 25 $"],
        ["Added by donors to cover fees", "3.20 $"],
        ["Kept by payment providers as their fees", "16.20 $"],
        ["May 4, 2026", "Gift", "50 €", "1.084", "54.20 $", "the payment provider"],
    ):
        assert row in found
    assert 'aria-valuetext="184.20 $ raised of 5,000 $"' in page
    assert "4 gifts have settled." in page
    assert newest().digest in page
    assert "Corrected" not in page


def test_a_rate_of_the_central_bank_says_its_day(
    visitor: Client, fund: Campaign, now: datetime
) -> None:
    given = HandedOver(
        amount=Money(1000, "EUR"), way=BANK, campaign=fund, arrived_on=now.date(), why=""
    )
    enter_gift(given, by=None, now=now)

    [row] = [row for row in rows(visitor.get(PAGE).text) if row[0] == "May 4, 2026"]
    assert row[5].startswith("European Central Bank, ")


def test_the_total_leads_there_from_every_page(visitor: Client, fund: Campaign) -> None:
    settled(fund, dollars(12))

    page = visitor.get("/").text

    assert f'<a href="{PAGE}" aria-label="12 $: how it is made up">12 $</a>' in page


def test_one_that_is_over_keeps_its_page(visitor: Client, fund: Campaign, now: datetime) -> None:
    settled(fund, dollars(12))
    fund.ends_at = now + timedelta(days=1)
    fund.save()

    page = visitor.get(PAGE).text

    assert "12 $" in page
    assert "(ended)" in page
    assert "meter" not in visitor.get("/").text


def test_nobody_sees_one_that_has_not_begun(
    visitor: Client, newsroom: object, now: datetime
) -> None:
    records_fund(now=datetime(2100, 1, 1, tzinfo=now.tzinfo), slug="records")

    for path in (PAGE, "/support/embed/records/", "/support/embed/records.svg"):
        assert visitor.get(path).status_code == 404
    assert visitor.get("/support/how/never/").status_code == 404


def test_it_names_nobody(visitor: Client, fund: Campaign, now: datetime) -> None:
    donor = Donor.objects.create(address="marit@post.example", address_key="1", created_at=now)
    gift = settled(fund, dollars(12))
    Gift.objects.filter(pk=gift.pk).update(donor=donor, name="Marit Osgood", name_shown="shown")

    page = visitor.get(PAGE).text

    for secret in ("Marit", "post.example", f"pi_{gift.pk}", str(gift.token)):
        assert secret not in page


def test_what_to_copy_is_what_works(visitor: Client, newsroom: object, now: datetime) -> None:
    campaign = records_fund(now=now, slug="records")
    campaign.title = 'The "open" <records>'
    campaign.save()

    page = BeautifulSoup(visitor.get(PAGE).text, "html.parser")

    frame, picture = (
        BeautifulSoup(code.get_text(), "html.parser") for code in page.select("h3 + pre code")
    )
    assert frame.iframe
    assert picture.img
    assert "max-width:100%" in frame.iframe["style"]
    assert picture.img["style"] == "max-width:100%"
    assert frame.iframe["title"] == picture.img["alt"] == 'The "open" <records>'
    for address in (frame.iframe["src"], picture.img["src"]):
        assert visitor.get(str(address)).status_code == 200
