"""The cast: a pledge, and facts as a provider would tell them."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db.models import Sum

from broadsheet.funding.ledger.chain import check_chain
from broadsheet.funding.models import BANK, Campaign, Entry, Gift, Posting, ReversalState
from broadsheet.funding.providers.contract import (
    Booked,
    DisputeFacts,
    PaymentFacts,
    PaymentState,
    RefundFacts,
)
from broadsheet.funding.settling.manual import HandedOver, enter_gift
from broadsheet.lib.money import Money
from broadsheet.readers.models import User

# Not "rehearsal", whose money a real ledger refuses.
PROVIDER = "stripe"


def dollars(amount: int) -> Money:
    return Money(amount * 100, "USD")


def pledged(
    campaign: Campaign | None, amount: Money, *, cover_minor: int = 0, **values: Any
) -> Gift:
    now = campaign.starts_at if campaign else datetime.now().astimezone()
    columns = {"provider": PROVIDER, "created_at": now, "checkout": f"cs_{uuid4().hex}"} | values
    return Gift.objects.create(
        campaign=campaign,
        amount_minor=amount.amount_minor,
        cover_minor=cover_minor,
        currency=amount.currency,
        **columns,
    )


def handed_over(campaign: Campaign, amount: Money, *, by: User, now: datetime) -> Gift:
    """A gift that came to the bank, entered by the staff."""
    given = HandedOver(
        amount=amount, way=BANK, campaign=campaign, arrived_on=now.date(), why="Statement 4"
    )
    return enter_gift(given, by=by, now=now)


def paid(gift: Gift, **values: Any) -> PaymentFacts:
    facts: dict[str, Any] = {
        "provider": gift.provider,
        "state": PaymentState.PAID,
        "paid": gift.charged,
        "payment": f"pi_{gift.token.hex}",
        "checkout": gift.checkout,
        "gift_token": str(gift.token),
        "booked": booked(gift.charged, fee_minor=59),
    }
    return PaymentFacts(**facts | values)


def booked(gross: Money, *, fee_minor: int = 0, rate: str = "") -> Booked:
    fee = Money(fee_minor, gross.currency)
    return Booked(reference=f"txn_{uuid4().hex}", gross=gross, fee=fee, rate=rate)


def refund(
    amount: Money, *, state: ReversalState = ReversalState.MADE, **values: Any
) -> RefundFacts:
    facts: dict[str, Any] = {
        "reference": f"re_{uuid4().hex}",
        "token": "",
        "amount": amount,
        "state": state,
        "at": datetime.now().astimezone(),
        "booked": booked(Money(-amount.amount_minor, amount.currency)),
    }
    return RefundFacts(**facts | values)


def dispute(
    amount: Money, *, state: ReversalState = ReversalState.OPEN, **values: Any
) -> DisputeFacts:
    facts: dict[str, Any] = {
        "reference": f"dp_{uuid4().hex}",
        "amount": amount,
        "state": state,
        "at": datetime.now().astimezone(),
        "taken": booked(Money(-amount.amount_minor, amount.currency), fee_minor=1500),
    }
    return DisputeFacts(**facts | values)


def raised(campaign: Campaign | None) -> int:
    """What the ledger says, in the smallest unit."""
    rows = Posting.objects.filter(account="gifts", campaign=campaign)
    return -(rows.aggregate(total=Sum("amount_minor"))["total"] or 0)


def balance(account: str, currency: str = "USD") -> int:
    rows = Posting.objects.filter(account=account, currency=currency)
    return rows.aggregate(total=Sum("amount_minor"))["total"] or 0


def require_sound_ledger() -> None:
    """Every entry balances in every currency, and the chain is whole."""
    from broadsheet.funding.ledger.book import public_entry

    unbalanced = Posting.objects.values("entry", "currency").annotate(total=Sum("amount_minor"))
    assert not unbalanced.exclude(total=0).exists()
    entries = Entry.objects.order_by("number").select_related("campaign")
    check_chain(
        (
            public_entry(
                entry,
                list(entry.postings.all()),
                slug=entry.campaign.slug if entry.campaign else "",
            ),
            entry.previous,
            entry.digest,
        )
        for entry in entries.prefetch_related("postings")
    )
