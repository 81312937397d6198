"""Regular gifts: every payment is a gift, the amount can be changed, and ending is one step."""

from datetime import timedelta

import pytest

from broadsheet.funding.events import RegularFell
from broadsheet.funding.models import Every, Gift, GiftState, RegularGift, RegularState
from broadsheet.funding.providers.contract import Unreachable
from broadsheet.funding.providers.rehearsal.faults import Fault
from broadsheet.funding.settling.regulars import Over, ask_for_amount, ask_to_end
from broadsheet.funding.settling.tests.cast import dollars, raised
from broadsheet.funding.settling.tests.stage import Stage
from broadsheet.lib import events


def begun(stage: Stage, *, cover_minor: int = 0) -> RegularGift:
    """A monthly gift of ten dollars whose first payment is made."""
    gift = stage.pledge(dollars(10), cover_minor=cover_minor, every=Every.MONTH)
    stage.outside.world.pay(gift.checkout)
    stage.deliver_new()
    return RegularGift.objects.get()


def renew(stage: Stage, *, succeeds: bool = True) -> None:
    regular = RegularGift.objects.get()
    stage.outside.world.renew(regular.reference, succeeds=succeeds)
    stage.deliver_new()


def test_each_payment_becomes_a_gift_like_the_first(stage: Stage) -> None:
    regular = begun(stage, cover_minor=60)
    for _ in range(2):
        renew(stage)

    regular.refresh_from_db()
    gifts = Gift.objects.order_by("pk")
    assert regular.state == RegularState.ACTIVE
    assert [gift.state for gift in gifts] == [GiftState.SETTLED] * 3
    assert {(gift.amount_minor, gift.cover_minor, gift.name) for gift in gifts} == {
        (1000, 60, "Ada")
    }
    assert len({gift.payment for gift in gifts}) == 3
    assert raised(stage.campaign) == 3000


def test_a_failed_payment_is_told_once_and_made_up_later(stage: Stage) -> None:
    begun(stage)
    told: list[RegularFell] = []
    before = dict(events._handlers)
    events.subscribe({**before, RegularFell: (told.append,)})
    try:
        renew(stage, succeeds=False)
        stage.sweep()
    finally:
        events.subscribe(before)

    assert RegularGift.objects.get().state == RegularState.OVERDUE
    assert [one.regular_id for one in told] == [RegularGift.objects.get().pk]
    assert told[0].pay_url

    renew(stage)  # the same invoice, again
    assert RegularGift.objects.get().state == RegularState.ACTIVE
    assert raised(stage.campaign) == 2000


def test_another_amount_holds_from_the_next_payment_on(stage: Stage) -> None:
    regular = begun(stage)

    ask_for_amount(regular, amount_minor=2500, cover_minor=100, now=stage.now)
    renew(stage)

    regular.refresh_from_db()
    assert (regular.amount_minor, regular.cover_minor, regular.wanted_minor) == (2500, 100, None)
    newest = Gift.objects.latest("pk")
    assert (newest.amount_minor, newest.cover_minor) == (2500, 100)
    assert raised(stage.campaign) == 1000 + 2500


def test_a_payment_of_the_earlier_amount_still_settles(stage: Stage) -> None:
    """It was asked for before the change, and arrives after it."""
    regular = begun(stage)
    stage.outside.world.renew(regular.reference)

    ask_for_amount(regular, amount_minor=2500, cover_minor=0, now=stage.now)
    stage.deliver_new()

    assert raised(stage.campaign) == 2000


def test_ending_twice_is_ending_once(stage: Stage) -> None:
    regular = begun(stage)

    for _ in range(2):
        ask_to_end(regular, now=stage.now)

    regular.refresh_from_db()
    assert regular.state == RegularState.ENDED
    assert regular.ended_at == stage.now
    with pytest.raises(Over):
        ask_for_amount(regular, amount_minor=500, cover_minor=0, now=stage.now)
    stage.deliver_new()
    stage.pass_by(timedelta(days=70))
    stage.deliver_new()
    assert Gift.objects.count() == 1


def test_what_was_asked_for_while_the_provider_was_away_is_done_by_a_sweep(stage: Stage) -> None:
    regular = begun(stage)
    stage.outside.faults.next(Fault.REFUSES_CONNECTION, times=20)
    with pytest.raises(Unreachable):
        ask_to_end(regular, now=stage.now)
    regular.refresh_from_db()
    assert regular.is_ending
    assert regular.state == RegularState.ACTIVE

    stage.outside.faults.clear()
    stage.sweep()

    regular.refresh_from_db()
    assert regular.state == RegularState.ENDED
    assert not regular.is_ending


def test_renewals_whose_events_are_all_lost_are_found_by_a_sweep(stage: Stage) -> None:
    regular = begun(stage)
    for _ in range(2):
        stage.outside.world.renew(regular.reference)

    stage.sweep()

    assert raised(stage.campaign) == 3000
    stage.require_truth()


def test_the_first_sweep_after_long_goes_back_to_the_first_gift(stage: Stage) -> None:
    """Nothing was delivered, and no worker ran for longer than events are usually asked for."""
    gift = stage.pledge(dollars(10), every=Every.MONTH)
    stage.outside.world.pay(gift.checkout)
    stage.outside.world.renew(stage.outside.world.store.find("subscription")[0]["id"])
    stage.pass_by(timedelta(days=6))

    stage.sweep()

    assert raised(stage.campaign) == 2000
    stage.require_truth()
