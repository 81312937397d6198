"""Taking in what a provider says is true of one thing, in one transaction.

Facts may come in any order, any number of times and late: whatever is new in them is written,
and nothing is taken back that has been written. So an event is only a hint to look.
"""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from broadsheet.delivery.keys import GIFTS, campaign_key, touch
from broadsheet.funding.models import Gift, GiftState, RegularGift, UnmatchedLine
from broadsheet.funding.providers.contract import (
    Facts,
    PaymentFacts,
    PaymentState,
    PayoutFacts,
    RegularFacts,
)
from broadsheet.funding.settling.payouts import take_in_payout
from broadsheet.funding.settling.regulars import regular_of, take_in_regular
from broadsheet.funding.settling.renewals import renewal_of
from broadsheet.funding.settling.reversals import take_in_dispute, take_in_refund
from broadsheet.funding.settling.settlement import book_late, settle
from broadsheet.lib.events import require_transaction
from broadsheet.lib.prepared_whole import PreparedWhole

logger = logging.getLogger(__name__)

_STATES = {
    PaymentState.OPEN: GiftState.PENDING,
    PaymentState.PROCESSING: GiftState.PROCESSING,
    PaymentState.FAILED: GiftState.FAILED,
    PaymentState.EXPIRED: GiftState.EXPIRED,
}
# A gift goes forward only; one that failed or was left may still be paid.
_RANKS = {
    GiftState.PENDING: 0,
    GiftState.PROCESSING: 1,
    GiftState.FAILED: 2,
    GiftState.EXPIRED: 2,
    GiftState.SETTLED: 3,
}


@transaction.atomic
def take_in(facts: Facts, *, now: datetime) -> None:
    """Write down what is new in the facts."""
    match facts:
        case PaymentFacts():
            take_in_payment(facts, now=now)
        case RegularFacts():
            take_in_regular(facts, now=now)
        case PayoutFacts():
            take_in_payout(facts, now=now)


def take_in_payment(facts: PaymentFacts, *, now: datetime) -> Gift | None:
    """The gift of a payment, brought up to date; None for a payment that is not ours.

    Locks the gift's row, within the caller's transaction. What does not match it (another amount,
    nobody's payment) becomes an unmatched line and counts for nothing.
    """
    require_transaction("take in a payment")
    gift = _gift_of(facts, now=now)
    if gift is None:
        _note_unmatched(facts, kind="payment_of_nobody", now=now)
        return None
    before = (gift.state, gift.payment, gift.checkout)
    _note_references(gift, facts)
    if facts.state is PaymentState.PAID:
        if not _settle_once(gift, facts, now=now):
            return gift
    else:
        _go_forward(gift, _STATES[facts.state])
    if (gift.state, gift.payment, gift.checkout) != before:
        gift.save()
    if gift.state == GiftState.SETTLED:
        _take_in_what_went_back(gift, facts, now=now)
    return gift


def _gift_of(facts: PaymentFacts, *, now: datetime) -> Gift | None:
    """By the provider's payment, else by our token, else as a renewal; its row is locked."""
    found = None
    if facts.payment:
        found = _BY_PAYMENT.first(provider=facts.provider, payment=facts.payment)
    token = _uuid(facts.gift_token)
    if found is None and token is not None:
        found = _BY_TOKEN.first(provider=facts.provider, token=token)
        if found is not None and found.payment and facts.payment not in ("", found.payment):
            return None  # another payment on the same row: a person must look
    if found is None and facts.regular:
        found = renewal_of(facts, regular=regular_of(facts), now=now)
    return found


def _locked(provider: str) -> QuerySet[Gift]:
    gifts = Gift.objects.select_for_update(of=("self",), no_key=True).select_related("campaign")
    return gifts.filter(provider=provider).order_by()


# Every event asks for one of them.
_BY_PAYMENT = PreparedWhole(
    lambda provider, payment: _locked(provider).filter(payment=payment),
    provider="\x01",
    payment="\x02",
)
_BY_TOKEN = PreparedWhole(
    lambda provider, token: _locked(provider).filter(token=token),
    provider="\x01",
    token=UUID(int=1),
)


def _uuid(token: str) -> UUID | None:
    try:
        return UUID(token)
    except ValueError:
        return None


def _note_references(gift: Gift, facts: PaymentFacts) -> None:
    gift.payment = gift.payment or facts.payment
    gift.checkout = gift.checkout or facts.checkout
    if gift.regular_id and facts.regular:
        RegularGift.objects.filter(pk=gift.regular_id, reference="").update(reference=facts.regular)


def _settle_once(gift: Gift, facts: PaymentFacts, *, now: datetime) -> bool:
    """Settle a gift, or complete its bookings; False where the amounts do not agree."""
    if facts.paid != gift.charged:
        if gift.state != GiftState.SETTLED:  # of one that has settled the ledger has the money
            _note_unmatched(facts, kind="amount_differs", now=now)
        logger.error("A payment of gift %s is not what was pledged.", gift.pk)
        return False
    if gift.state == GiftState.SETTLED:
        book_late(gift, facts.booked, now=now)
        return True
    settle(gift, facts, now=now)
    touch_gift(gift)
    return True


def _go_forward(gift: Gift, state: GiftState) -> None:
    if _RANKS[state] > _RANKS[GiftState(gift.state)]:
        gift.state = state
        if state in (GiftState.FAILED, GiftState.EXPIRED):
            gift.look_at = None
        touch(GIFTS)  # what is on its way is not counted yet


def _take_in_what_went_back(gift: Gift, facts: PaymentFacts, *, now: datetime) -> None:
    changed = [take_in_refund(gift, refund, now=now) for refund in facts.refunds]
    changed += [take_in_dispute(gift, dispute, now=now) for dispute in facts.disputes]
    if any(changed):
        touch_gift(gift)


def touch_gift(gift: Gift) -> None:
    """Let the pages know that what is counted, or waits, has changed."""
    keys = [GIFTS] + ([campaign_key(gift.campaign_id)] if gift.campaign_id else [])
    touch(*keys)


def _note_unmatched(facts: PaymentFacts, *, kind: str, now: datetime) -> None:
    """Money that came and that we cannot place is shown to the staff; what has not come is not.

    Once it is booked, since it goes by its booking, in a payout as well: else it were two lines.
    """
    if facts.state is not PaymentState.PAID or facts.booked is None:
        return
    net, fee = facts.booked.gross, facts.booked.fee
    UnmatchedLine.objects.bulk_create(
        [
            UnmatchedLine(
                provider=facts.provider,
                reference=facts.booked.reference,
                kind=kind,
                words=facts.payment,
                currency=net.currency,
                amount_minor=net.amount_minor - fee.amount_minor,
                seen_at=now,
            )
        ],
        ignore_conflicts=True,
    )
