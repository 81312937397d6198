"""Erasing a name, and the address too: what goes, what the books keep, and what is told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.delivery.keys import GIFTS, campaign_key
from broadsheet.delivery.models import Touched
from broadsheet.funding.donors.erasing import StillGives, erase_donor
from broadsheet.funding.donors.links import yours_url
from broadsheet.funding.donors.tests.cast import Till, bring, monthly, path
from broadsheet.funding.models import (
    Campaign,
    Donor,
    Entry,
    Gift,
    GiftState,
    MessageState,
    Receipt,
    RegularGift,
    RegularState,
)
from broadsheet.funding.receipts.numbers import issue_receipts
from broadsheet.funding.receipts.tests.given import BEN, NADIA, SettleGift, settled
from broadsheet.funding.settling.regulars import ask_to_end
from broadsheet.funding.settling.settlement import source_of
from broadsheet.funding.settling.taking_in import take_in
from broadsheet.funding.settling.tests.cast import dollars, paid, pledged, raised
from broadsheet.notices.models import Notice, Sending
from broadsheet.notices.tests.post_office import PostOffice

NAME, MESSAGE = "Zoë Ångström", "For the clerks"


@pytest.fixture
def nadia(campaign: Campaign, settle_gift: SettleGift) -> Donor:
    now = timezone.now()
    settle_gift(
        name=NAME, message=MESSAGE, message_state=MessageState.SHOWN, shows_amount=True, now=now
    )
    settle_gift(email=BEN, name="Ben", now=now)
    issue_receipts(now=now)
    return Donor.objects.get(address=NADIA)


def everything_stored() -> str:
    """Every value of every row of gifts, receipts and notices."""
    tables = (Donor, Gift, RegularGift, Receipt, Notice, Sending)
    return str([list(table.objects.values()) for table in tables])


def test_the_name_goes_everywhere_and_the_books_stay(
    visitor: Client, nadia: Donor, campaign: Campaign
) -> None:
    before = raised(campaign), list(Entry.objects.values("digest"))
    newest = Touched.objects.count()
    url = path(yours_url(nadia))

    answer = visitor.post(url, {"act": "erase-name"})

    page = visitor.get(answer.headers["Location"]).text
    gift = Gift.objects.get(donor=nadia)
    assert answer.status_code == 303
    assert NAME not in everything_stored()
    assert MESSAGE not in everything_stored()
    assert (gift.amount_minor, gift.name_shown, gift.shows_amount) == (2500, "anonymous", False)
    assert str(gift.receipt)[-7:] == "-000001"
    assert (raised(campaign), list(Entry.objects.values("digest"))) == before
    touched = {row.key for row in Touched.objects.order_by("pk")[newest:]}
    assert {GIFTS, campaign_key(campaign.pk)} <= touched
    assert "Your name and your words are erased" in page
    assert "Erase my name<" not in page
    assert [change.what for change in gift.changes.all()] == ["the donor's name was erased"]
    assert Gift.objects.get(donor__address=BEN).name == "Ben"


def test_later_payments_of_a_regular_gift_have_no_name_either(
    visitor: Client, campaign: Campaign
) -> None:
    regular = monthly(campaign, now=timezone.now(), name=NAME, name_shown="shown")
    visitor.post(path(yours_url(regular.donor)), {"act": "erase-name"})

    facts = paid(pledged(campaign, dollars(20), cover_minor=90))
    take_in(
        type(facts)(**{**facts.__dict__, "gift_token": "", "checkout": "", "regular": "sub_1"}),
        now=timezone.now(),
    )
    issue_receipts(now=timezone.now())

    assert regular.gifts.filter(state=GiftState.SETTLED).count() == 2
    assert NAME not in everything_stored()


def test_the_address_goes_too_with_all_that_waits_for_it(
    visitor: Client, nadia: Donor, post_office: PostOffice
) -> None:
    url = path(yours_url(nadia))

    answer = visitor.post(url, {"act": "erase-all"})

    assert "It is erased" in answer.text
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert NADIA not in everything_stored()
    assert Donor.objects.get(pk=nadia.pk).address_key is None
    assert [one["To"] for one in bring(post_office)] == [BEN]
    for gone in (visitor.get(url), visitor.post(url), visitor.get(f"{url}your-gifts.json")):
        assert gone.status_code == 410
        assert "opens nothing any more" in gone.text


def test_who_gives_again_is_somebody_new(nadia: Donor, campaign: Campaign, visitor: Client) -> None:
    old = path(yours_url(nadia))
    erase_donor(nadia, now=timezone.now())

    again = settled(campaign, dollars(7), now=timezone.now())

    assert again.donor is not None
    assert again.donor.pk != nadia.pk
    assert visitor.get(old).status_code == 410
    assert "<b>$25</b>" not in visitor.get(path(yours_url(again.donor))).text


def test_while_a_regular_gift_goes_on_the_address_stays(
    visitor: Client, campaign: Campaign, till: Till
) -> None:
    regular = monthly(campaign, now=timezone.now(), name=NAME)
    donor = regular.donor
    assert donor is not None
    url = path(yours_url(donor))

    page = visitor.get(url).text
    refused = visitor.post(url, {"act": "erase-all"})
    still = NADIA in everything_stored() and NAME in everything_stored()
    ask_to_end(regular, now=timezone.now())
    erased = visitor.post(url, {"act": "erase-all"})

    assert 'value="erase-all"' not in page
    assert refused.status_code == 409
    assert "Please end it first" in refused.text
    assert still
    assert erased.status_code == 200
    assert NADIA not in everything_stored()


@pytest.mark.parametrize(
    "regular", [{"state": RegularState.OVERDUE}, {"is_ending": True, "reference": ""}]
)
def test_what_may_still_be_taken_goes_on(campaign: Campaign, regular: dict[str, object]) -> None:
    donor = monthly(campaign, now=timezone.now(), **regular).donor
    assert donor is not None

    with pytest.raises(StillGives):
        erase_donor(donor, now=timezone.now())


def test_a_payment_on_its_way_goes_on_too(nadia: Donor, campaign: Campaign) -> None:
    pledged(campaign, dollars(5), donor=nadia, state=GiftState.PROCESSING)

    with pytest.raises(StillGives):
        erase_donor(nadia, now=timezone.now())


def test_a_gift_that_settles_after_all_has_a_receipt_without_a_name(
    nadia: Donor, campaign: Campaign
) -> None:
    gift = pledged(campaign, dollars(5), donor=nadia, name=NAME)
    erase_donor(nadia, now=timezone.now())

    take_in(paid(gift), now=timezone.now())
    issue_receipts(now=timezone.now() + timedelta(seconds=2))

    assert Entry.objects.filter(source=source_of(gift)).exists()
    assert Receipt.objects.get(gift=gift).posted_at is None
    assert NAME not in everything_stored()
