"""Who began a gift and never paid it is forgotten after a month; who gave is not."""

from datetime import datetime, timedelta

from broadsheet.funding.donors.addresses import donor_of
from broadsheet.funding.donors.forgetting import forget_unpaid
from broadsheet.funding.models import Donor, Every, Gift, GiftState, RegularGift

MONTH = timedelta(days=31)


def test_the_address_and_the_name_go_and_the_row_stays(newsroom: object, now: datetime) -> None:
    left = gift(now - MONTH, "ada@lantern.example", state=GiftState.EXPIRED)

    assert forget_unpaid(now=now) == 1
    assert forget_unpaid(now=now) == 0

    left.refresh_from_db()
    assert (left.donor, left.name, left.message) == (None, "", "")
    assert not Donor.objects.exists()


def test_who_gave_or_may_still_pay_is_known(newsroom: object, now: datetime) -> None:
    gift(now - MONTH, "ada@lantern.example", state=GiftState.FAILED)
    gave = gift(
        now - MONTH,
        "ada@lantern.example",
        state=GiftState.SETTLED,
        settled_at=now,
        counted_minor=1000,
        counted_currency="USD",
    )
    gift(now - MONTH, "bo@lantern.example", state=GiftState.PROCESSING)
    gift(now - timedelta(days=2), "cy@lantern.example", state=GiftState.EXPIRED)

    assert forget_unpaid(now=now) == 1

    gave.refresh_from_db()
    assert gave.name == "Ada"
    assert Donor.objects.count() == 3


def test_a_promise_that_never_began_is_forgotten_too(newsroom: object, now: datetime) -> None:
    donor = donor_of("ada@lantern.example", now=now)
    regular = RegularGift.objects.create(
        every=Every.MONTH,
        donor=donor,
        name="Ada",
        provider="stripe",
        amount_minor=1000,
        currency="USD",
        created_at=now - MONTH,
    )
    gift(now - MONTH, "ada@lantern.example", state=GiftState.EXPIRED, regular=regular)

    forget_unpaid(now=now)

    regular.refresh_from_db()
    assert (regular.donor, regular.name) == (None, "")
    assert not Donor.objects.exists()


def gift(created_at: datetime, address: str, **values: object) -> Gift:
    return Gift.objects.create(
        donor=donor_of(address, now=created_at),
        name="Ada",
        message="For the gate.",
        provider="stripe",
        amount_minor=1000,
        currency="USD",
        created_at=created_at,
        **values,
    )
