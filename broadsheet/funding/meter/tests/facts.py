"""A campaign with every kind of gift in it, made of a provider's facts without any provider."""

from datetime import datetime

from broadsheet.funding.campaigns import open_campaign
from broadsheet.funding.models import Campaign, Gift, GiftState, ReversalState
from broadsheet.funding.providers.contract import (
    Booked,
    DisputeFacts,
    PaymentFacts,
    PaymentState,
    RefundFacts,
)
from broadsheet.funding.settling.taking_in import take_in
from broadsheet.lib.money import Money
from broadsheet.newsroom.models import Article

PROVIDER = "stripe"


def dollars(amount: int) -> Money:
    return Money(amount * 100, "USD")


def records_fund(
    now: datetime, *, slug: str = "records", article: Article | None = None
) -> Campaign:
    return open_campaign(
        title=f"The {slug} fund",
        slug=slug,
        story="Requests cost money.",
        goal=dollars(5000),
        ticks_minor=[0, 250_000, 500_000],
        starts_at=now,
        article=article,
    )


def pledged(campaign: Campaign, amount: Money, *, cover_minor: int = 0, **more: object) -> Gift:
    return Gift.objects.create(
        campaign=campaign,
        provider=PROVIDER,
        amount_minor=amount.amount_minor,
        cover_minor=cover_minor,
        currency=amount.currency,
        created_at=campaign.starts_at,
        **more,
    )


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
    take_in(
        PaymentFacts(
            provider=PROVIDER,
            state=PaymentState.PAID,
            paid=gift.charged,
            payment=f"pi_{gift.pk}",
            gift_token=str(gift.token),
            paid_at=campaign.starts_at,
            booked=_booked(f"txn_{gift.pk}", gift.charged, rate=rate, fee=30),
            refunds=(_refund(gift, refunded, rate=rate),) if refunded else (),
            disputes=(_dispute(gift, disputed, rate=rate),) if disputed else (),
        ),
        now=campaign.starts_at,
    )
    gift.refresh_from_db()
    return gift


def on_its_way(campaign: Campaign, amount: Money) -> Gift:
    return pledged(campaign, amount, state=GiftState.PROCESSING)


def _refund(gift: Gift, amount: Money, *, rate: str) -> RefundFacts:
    return RefundFacts(
        reference=f"re_{gift.pk}",
        token="",
        amount=amount,
        state=ReversalState.MADE,
        at=gift.created_at,
        booked=_booked(f"txn_re_{gift.pk}", amount, rate=rate, fee=0, sign=-1),
    )


def _dispute(gift: Gift, amount: Money, *, rate: str) -> DisputeFacts:
    return DisputeFacts(
        reference=f"dp_{gift.pk}",
        amount=amount,
        state=ReversalState.OPEN,
        at=gift.created_at,
        taken=_booked(f"txn_dp_{gift.pk}", amount, rate=rate, fee=1500, sign=-1),
    )


def _booked(reference: str, amount: Money, *, rate: str, fee: int, sign: int = 1) -> Booked:
    gross = round(amount.amount_minor * float(rate)) * sign
    return Booked(reference, gross=Money(gross, "USD"), fee=Money(fee, "USD"))
