"""The later payments of a regular gift: each becomes a gift of its own when it is paid."""

from datetime import datetime

from broadsheet.funding.models import Gift, RegularGift
from broadsheet.funding.providers.contract import PaymentFacts, PaymentState


def renewal_of(facts: PaymentFacts, *, regular: RegularGift | None, now: datetime) -> Gift | None:
    """A new gift like the regular one; None for a payment of nobody, or one not made yet.

    The row of the regular gift is locked, so that two events of one payment make one gift.
    """
    if regular is None or facts.state is not PaymentState.PAID:
        return None
    again = Gift.objects.filter(provider=facts.provider, payment=facts.payment).first()
    if again is not None:  # another event was faster
        return Gift.objects.select_for_update(no_key=True).get(pk=again.pk)
    amount_minor, cover_minor = _parts(regular, facts)
    return Gift.objects.create(
        campaign=regular.campaign,
        donor=regular.donor,
        regular=regular,
        provider=facts.provider,
        payment=facts.payment,
        amount_minor=amount_minor,
        cover_minor=cover_minor,
        currency=regular.currency,
        name=regular.name,
        name_shown=regular.name_shown,
        shows_amount=regular.shows_amount,
        created_at=facts.paid_at or now,
    )


def _parts(regular: RegularGift, facts: PaymentFacts) -> tuple[int, int]:
    """The gift and what covers its fee, as they were agreed when this payment was asked for.

    A payment may be under way while the amount is changed: then the earlier one was agreed. If
    it is neither, the amounts differ, and settling says so.
    """
    agreed = [
        (regular.amount_minor, regular.cover_minor),
        (regular.wanted_minor or 0, regular.wanted_cover_minor or 0),
        *regular.gifts.order_by("-pk").values_list("amount_minor", "cover_minor")[:2],
    ]
    for amount_minor, cover_minor in agreed:
        if amount_minor + cover_minor == facts.paid.amount_minor:
            return amount_minor, cover_minor
    return agreed[0]
