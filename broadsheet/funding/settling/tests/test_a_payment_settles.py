"""A payment becomes a settled gift once, whatever comes how often and in which order."""

from dataclasses import replace
from datetime import datetime, timedelta

from broadsheet.delivery.models import Touched
from broadsheet.funding.models import Campaign, Entry, EntryKind, Gift, GiftState, UnmatchedLine
from broadsheet.funding.providers.contract import PaymentState
from broadsheet.funding.settling.taking_in import take_in, take_in_payment
from broadsheet.funding.settling.tests.cast import (
    PROVIDER,
    balance,
    booked,
    dollars,
    paid,
    pledged,
    raised,
    require_sound_ledger,
)
from broadsheet.lib.money import Money


def test_a_payment_counts_without_the_covered_fee(campaign: Campaign, now: datetime) -> None:
    gift = pledged(campaign, dollars(10), cover_minor=60)

    take_in(paid(gift), now=now)

    gift.refresh_from_db()
    assert gift.state == GiftState.SETTLED
    assert raised(campaign) == 1000
    assert balance("cover") == -60
    assert balance(PROVIDER) == 1060 - 59
    assert balance("fees") == 59
    require_sound_ledger()


def test_the_same_payment_twice_counts_once(campaign: Campaign, now: datetime) -> None:
    gift = pledged(campaign, dollars(10))

    for _ in range(3):
        take_in(paid(gift), now=now)

    assert raised(campaign) == 1000
    assert Entry.objects.count() == 1


def test_what_was_open_when_we_looked_does_not_undo_what_is_settled(
    campaign: Campaign, now: datetime
) -> None:
    gift = pledged(campaign, dollars(10))
    take_in(paid(gift), now=now)

    for state in (PaymentState.OPEN, PaymentState.PROCESSING, PaymentState.FAILED):
        take_in(paid(gift, state=state, paid=Money(0, "USD")), now=now)

    gift.refresh_from_db()
    assert gift.state == GiftState.SETTLED
    assert raised(campaign) == 1000


def test_a_gift_that_failed_or_was_left_may_still_be_paid(
    campaign: Campaign, now: datetime
) -> None:
    for state in (PaymentState.FAILED, PaymentState.EXPIRED):
        gift = pledged(campaign, dollars(10))
        take_in(paid(gift, state=state, paid=Money(0, "USD")), now=now)
        take_in(paid(gift, state=PaymentState.OPEN, paid=Money(0, "USD")), now=now)
        gift.refresh_from_db()
        assert gift.state == state.value  # not back to open

        take_in(paid(gift), now=now)

        gift.refresh_from_db()
        assert gift.state == GiftState.SETTLED
    assert raised(campaign) == 2000


def test_another_amount_or_currency_is_not_settled_and_is_shown(
    campaign: Campaign, now: datetime
) -> None:
    for wrong in (Money(999, "USD"), Money(1000, "EUR"), Money(1001, "USD")):
        gift = pledged(campaign, dollars(10))

        take_in(paid(gift, paid=wrong, booked=booked(wrong)), now=now)

        gift.refresh_from_db()
        assert gift.state != GiftState.SETTLED
    assert raised(campaign) == 0
    assert UnmatchedLine.objects.filter(kind="amount_differs").count() == 3


def test_a_payment_of_nobody_counts_for_nothing_and_is_shown_once(
    campaign: Campaign, now: datetime
) -> None:
    gift = pledged(campaign, dollars(10))
    strange = replace(paid(gift), gift_token="", payment="pi_strange")

    for _ in range(2):
        take_in(strange, now=now)
    # One that has not been paid is none of our business.
    open_one = replace(strange, payment="pi_open", state=PaymentState.OPEN, booked=None)
    take_in(open_one, now=now)

    assert raised(campaign) == 0
    line = UnmatchedLine.objects.get()
    assert (line.kind, line.amount_minor) == ("payment_of_nobody", 1000 - 59)


def test_a_second_payment_on_one_row_is_shown_to_a_person(
    campaign: Campaign, now: datetime
) -> None:
    gift = pledged(campaign, dollars(10))
    take_in(paid(gift), now=now)

    take_in(paid(gift, payment="pi_again"), now=now)

    assert raised(campaign) == 1000
    assert UnmatchedLine.objects.filter(kind="payment_of_nobody").exists()


def test_tokens_that_are_none_find_nobody(campaign: Campaign, now: datetime) -> None:
    gift = pledged(campaign, dollars(10))

    for token in ("", "garbage", "' OR 1=1 --", str(gift.pk)):
        facts = paid(gift, gift_token=token, payment=f"pi_{len(token)}")
        assert take_in_payment(facts, now=now) is None


def test_a_gift_in_another_currency_counts_at_the_providers_rate(
    campaign: Campaign, now: datetime
) -> None:
    gift = pledged(campaign, Money(10_000, "EUR"), cover_minor=300)
    received = booked(Money(11_175, "USD"), fee_minor=350, rate="1.085")

    take_in(paid(gift, booked=received), now=now)

    gift.refresh_from_db()
    assert (gift.counted_minor, gift.counted_currency) == (10_850, "USD")
    assert gift.rate_source == "provider"
    assert raised(campaign) == 10_850
    assert balance("cover", "EUR") == -300
    assert balance(PROVIDER, "USD") == 11_175 - 350
    require_sound_ledger()


def test_what_is_booked_later_corrects_the_balance_and_not_the_meter(
    campaign: Campaign, now: datetime
) -> None:
    gift = pledged(campaign, dollars(100))
    take_in(paid(gift, booked=None), now=now)
    gift.refresh_from_db()
    assert (balance(PROVIDER), gift.fee_minor) == (10_000, None)

    for _ in range(2):
        take_in(paid(gift, booked=booked(dollars(100), fee_minor=320)), now=now)

    gift.refresh_from_db()
    assert (balance(PROVIDER), balance("fees"), gift.fee_minor) == (9_680, 320, 320)
    assert raised(campaign) == 10_000
    assert Entry.objects.filter(kind=EntryKind.ADJUSTMENT).count() == 1
    require_sound_ledger()


def test_a_late_booking_in_another_currency_keeps_what_was_counted(
    campaign: Campaign, now: datetime
) -> None:
    gift = pledged(campaign, Money(10_000, "EUR"))
    take_in(paid(gift, booked=None), now=now)
    gift.refresh_from_db()
    counted = gift.counted_minor
    assert gift.rate_source.startswith("ECB ")

    take_in(paid(gift, booked=booked(Money(12_000, "USD"), fee_minor=400)), now=now)

    gift.refresh_from_db()
    assert raised(campaign) == counted == gift.counted_minor
    assert (balance(PROVIDER, "EUR"), balance(PROVIDER, "USD")) == (0, 11_600)
    require_sound_ledger()


def test_a_gift_to_no_campaign_counts_in_its_own_currency(newsroom: object, now: datetime) -> None:
    gift = pledged(None, Money(5_000, "JPY"))

    take_in(paid(gift, booked=booked(Money(5_000, "JPY"))), now=now)

    assert raised(None) == 5_000
    assert Gift.objects.get().counted_currency == "JPY"


def test_a_settled_gift_is_seen_by_the_pages(campaign: Campaign, now: datetime) -> None:
    gift = pledged(campaign, dollars(10))
    Touched.objects.all().delete()

    take_in(paid(gift), now=now + timedelta(seconds=5))

    keys = set(Touched.objects.values_list("key", flat=True))
    assert keys == {f"campaign:{campaign.pk}", "gifts"}
    gift.refresh_from_db()
    assert gift.settled_at == now + timedelta(seconds=5)
