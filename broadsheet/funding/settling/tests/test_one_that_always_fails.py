"""What cannot be taken in keeps nothing else from being taken in, and is never forgotten."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from broadsheet.funding.models import Campaign, Gift, GiftState, ProviderEvent
from broadsheet.funding.providers.contract import Hint, Provider, Subject, SubjectKind
from broadsheet.funding.providers.registry import stand_in
from broadsheet.funding.settling import incoming
from broadsheet.funding.settling.sweeping import sweep
from broadsheet.funding.settling.tests.answering import Answering
from broadsheet.funding.settling.tests.cast import PROVIDER, dollars, paid, pledged, raised

MINUTE = timedelta(minutes=1)


@pytest.fixture
def outside() -> Iterator[Answering]:
    answering = Answering()
    with stand_in(PROVIDER, cast(Provider, answering)):
        yield answering


def hint(event: str, reference: str) -> Hint:
    return Hint(event, "payment_intent.succeeded", Subject(SubjectKind.PAYMENT, reference))


def swept(outside: Answering, *, now: datetime) -> None:
    sweep(cast(Provider, outside), now=now)


def events() -> dict[str, bool]:
    """Each event that is kept, and whether it is done."""
    rows = ProviderEvent.objects.values_list("event", "done_at")
    return {event: done_at is not None for event, done_at in rows}


def test_an_event_that_nobody_foresaw_waits_and_holds_up_no_other(
    campaign: Campaign, outside: Answering, now: datetime
) -> None:
    gift = pledged(campaign, dollars(10))
    outside.hints = [hint("evt_1", "pi_odd"), hint("evt_2", "pi_good")]
    outside.answers = {"pi_odd": ZeroDivisionError("odd"), "pi_good": paid(gift)}

    swept(outside, now=now)

    assert raised(campaign) == 1000
    assert events() == {"evt_1": False, "evt_2": True}


def test_an_event_by_post_that_nobody_foresaw_waits(
    campaign: Campaign, outside: Answering, now: datetime
) -> None:
    outside.hints = [hint("evt_1", "pi_odd")]
    outside.answers = {"pi_odd": ZeroDivisionError("ada@lantern.example")}

    incoming.take_in_event(cast(Provider, outside), body=b"evt_1", headers={}, now=now)

    row = ProviderEvent.objects.get()
    assert row.done_at is None
    assert row.look_at
    assert row.error == "ZeroDivisionError"  # its own words may quote a donor


def test_a_gift_that_nobody_foresaw_holds_up_no_other(
    campaign: Campaign, outside: Answering, now: datetime
) -> None:
    odd = pledged(campaign, dollars(10), look_at=now - MINUTE)
    good = pledged(campaign, dollars(10), look_at=now)
    outside.answers = {odd.checkout: ZeroDivisionError(), good.checkout: paid(good)}

    swept(outside, now=now)

    assert raised(campaign) == 1000


def test_the_events_of_another_provider_are_not_asked_of_this_one(
    campaign: Campaign, outside: Answering, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    gift = pledged(campaign, dollars(10))
    outside.answers = {"pi_good": paid(gift)}
    common: dict[str, Any] = {"subject": "payment", "kind": "x", "received_at": now}
    ProviderEvent.objects.create(
        provider="rehearsal", event="evt_1", reference="pi_1", look_at=now - MINUTE, **common
    )
    ProviderEvent.objects.create(
        provider=PROVIDER, event="evt_2", reference="pi_good", look_at=now, **common
    )
    monkeypatch.setattr("broadsheet.funding.settling.sweeping.AT_ONCE", 1)

    swept(outside, now=now)

    assert raised(campaign) == 1000
    assert events() == {"evt_1": False, "evt_2": True}


def test_what_a_wrong_key_does_not_find_is_found_with_the_right_one(
    campaign: Campaign, outside: Answering, now: datetime
) -> None:
    gift = pledged(campaign, dollars(10), look_at=now)
    outside.hints = [hint("evt_1", "pi_good")]
    swept(outside, now=now)  # with the key of another account: there is no such thing
    gift.refresh_from_db()
    assert gift.state == GiftState.PENDING
    assert events() == {"evt_1": False}

    outside.answers = {"pi_good": paid(gift)}
    swept(outside, now=now + MINUTE)

    assert raised(campaign) == 1000


def test_what_is_not_found_for_days_is_given_up(
    campaign: Campaign, outside: Answering, now: datetime
) -> None:
    gift = pledged(campaign, dollars(10), look_at=now, created_at=now)
    outside.hints = [hint("evt_1", "pi_nothing")]
    swept(outside, now=now)

    swept(outside, now=now + timedelta(days=4))

    gift.refresh_from_db()
    assert gift.state == GiftState.EXPIRED
    assert events() == {"evt_1": True}


def test_a_clock_that_was_ahead_hides_no_event(
    campaign: Campaign, outside: Answering, now: datetime
) -> None:
    ProviderEvent.objects.create(
        provider=PROVIDER,
        event="evt_1",
        subject="payment",
        reference="pi_1",
        received_at=now + timedelta(days=30),
        done_at=now,
    )

    swept(outside, now=now)

    assert outside.listed_since is not None
    assert outside.listed_since < now


def test_a_payment_under_way_without_its_checkout_is_looked_at_itself(
    campaign: Campaign, outside: Answering, now: datetime
) -> None:
    """The process died before it noted the checkout, and it is too old to be begun again."""
    gift = pledged(
        campaign,
        dollars(10),
        checkout="",
        payment="pi_debit",
        state=GiftState.PROCESSING,
        look_at=now + timedelta(days=4),
    )
    outside.answers = {"pi_debit": paid(gift, payment="pi_debit", checkout="")}

    swept(outside, now=now + timedelta(days=4))

    assert raised(campaign) == 1000
    assert Gift.objects.get().state == GiftState.SETTLED
