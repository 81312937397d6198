"""A campaign's gifts of every kind, made of a provider's facts without any provider."""

from broadsheet.funding.models import Campaign, Gift, GiftState
from broadsheet.funding.providers.contract import Booked
from broadsheet.funding.settling.taking_in import take_in
from broadsheet.funding.settling.tests.cast import booked, dispute, dollars, paid, pledged, refund
from broadsheet.lib.money import Money

__all__ = ["dollars", "on_its_way", "settled"]


def settled(
    campaign: Campaign,
    amount: Money,
    *,
    rate: str = "1",
    refunded: Money | None = None,
    disputed: Money | None = None,
    cover_minor: int = 0,
) -> Gift:
    """A gift that is paid, and what went back of it; the provider keeps 30 cents each."""
    gift = pledged(campaign, amount, cover_minor=cover_minor)
    refunds = [refund(back, booked=_booked(back, rate=rate, sign=-1)) for back in _some(refunded)]
    disputes = [
        dispute(back, taken=_booked(back, rate=rate, fee=1500, sign=-1)) for back in _some(disputed)
    ]
    facts = paid(
        gift,
        payment=f"pi_{gift.pk}",
        paid_at=campaign.starts_at,
        booked=_booked(gift.charged, rate=rate, fee=30),
        refunds=tuple(refunds),
        disputes=tuple(disputes),
    )
    take_in(facts, now=campaign.starts_at)
    gift.refresh_from_db()
    return gift


def on_its_way(campaign: Campaign, amount: Money) -> Gift:
    return pledged(campaign, amount, state=GiftState.PROCESSING)


def _some(amount: Money | None) -> list[Money]:
    return [] if amount is None else [amount]


def _booked(amount: Money, *, rate: str, fee: int = 0, sign: int = 1) -> Booked:
    gross = round(amount.amount_minor * float(rate)) * sign
    return booked(Money(gross, "USD"), fee_minor=fee)
