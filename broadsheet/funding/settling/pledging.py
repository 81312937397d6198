"""A pledge: our row first, then the provider's checkout with a key that is derived from it.

Whatever dies in between, the row stands, and asking again with the same key finds the same
checkout.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from broadsheet.funding.donors.addresses import donor_of
from broadsheet.funding.models import (
    Campaign,
    Every,
    Gift,
    GiftState,
    NameShown,
    RegularGift,
)
from broadsheet.funding.providers.contract import Checkout, Order, ProviderError
from broadsheet.funding.providers.registry import provider
from broadsheet.lib.money import Money

# The first look at a gift of which nothing was heard; see sweeping.
FIRST_LOOK = timedelta(minutes=2)
# Stripe forgets keys after 24 hours; after this we look for the checkout instead.
KEYS_ARE_KEPT = timedelta(hours=23)


@dataclass(frozen=True)
class Pledge:
    """What a donor wants to give, as the form has checked it."""

    amount: Money
    cover_minor: int
    every: Every
    campaign: Campaign | None
    email: str
    name: str
    name_shown: NameShown
    shows_amount: bool
    message: str


def pledge(wish: Pledge, *, provider_name: str, now: datetime) -> Gift:
    """Write the gift down, and the promise where it is a regular one. Within a transaction.

    What an anonymous donor may have typed as a name is not kept.
    """
    is_anonymous = wish.name_shown == NameShown.ANONYMOUS
    common = {
        "campaign": wish.campaign,
        "donor": donor_of(wish.email, now=now) if wish.email else None,
        "provider": provider_name,
        "amount_minor": wish.amount.amount_minor,
        "cover_minor": wish.cover_minor,
        "currency": wish.amount.currency,
        "name": "" if is_anonymous else wish.name,
        "name_shown": wish.name_shown,
        "shows_amount": wish.shows_amount,
        "created_at": now,
    }
    regular = None
    if wish.every != Every.ONCE:
        regular = RegularGift.objects.create(every=wish.every, **common)
    return Gift.objects.create(
        regular=regular, message=wish.message, look_at=now + FIRST_LOOK, **common
    )


def begin_checkout(gift: Gift, *, title: str, language: str, now: datetime) -> str:
    """Begin the checkout of a pledge, or find the one begun before; returns its address.

    Outside any transaction: it waits for the provider.

    :raises ProviderError: when there is none; the pledge stands, and asking again is safe.
    """
    if gift.checkout_url:
        return gift.checkout_url
    checkout = find_or_begin(order_of(gift, title=title, language=language), gift, now=now)
    with transaction.atomic():
        Gift.objects.filter(pk=gift.pk, checkout="").update(checkout=checkout.reference)
        Gift.objects.filter(pk=gift.pk).update(checkout_url=checkout.url)
    gift.checkout, gift.checkout_url = checkout.reference, checkout.url
    return checkout.url


def find_or_begin(order: Order, gift: Gift, *, now: datetime) -> Checkout:
    """:raises ProviderError: when there is none, and none can be begun any more."""
    its_provider = provider(gift.provider)
    if now - gift.created_at < KEYS_ARE_KEPT:
        return its_provider.begin_checkout(order)
    found = its_provider.find_checkout(order)
    if found is None:
        raise ProviderError("It was never begun, and is too old to be.")
    return found


def order_of(gift: Gift, *, title: str, language: str) -> Order:
    regular = gift.regular
    thanks = f"{settings.SITE_ADDRESS}{reverse('thanks', args=[gift.token])}"
    return Order(
        key=f"gift-{gift.token}",
        gift_token=str(gift.token),
        regular_token=str(regular.token) if regular else "",
        charged=gift.charged,
        every=Every(regular.every) if regular else Every.ONCE,
        title=title,
        email=gift.donor.address if gift.donor else "",
        language=language,
        done_url=thanks,
        cancelled_url=thanks,
        created_at=gift.created_at,
    )


def is_payable(gift: Gift) -> bool:
    """Whether its donor can still go and pay."""
    return gift.state == GiftState.PENDING and bool(gift.checkout_url)
