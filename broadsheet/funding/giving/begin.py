"""Beginning a gift: counted, written down, and then on to the provider's page."""

import logging
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.funding.giving.limits import take_for_another_try, take_for_gift
from broadsheet.funding.models import Every, Gift, GiftState, MessageState
from broadsheet.funding.providers.contract import Provider, ProviderError
from broadsheet.funding.rulebook import rules
from broadsheet.funding.settling.pledging import KEYS_ARE_KEPT, Pledge, begin_checkout, pledge
from broadsheet.guard.proof import BadProof, accept
from broadsheet.newsroom.models import NewsroomSettings

logger = logging.getLogger(__name__)


@transaction.atomic
def begin_gift(wish: Pledge, *, provider: Provider, sender: str, proof: str, now: datetime) -> Gift:
    """Write a gift down, within the limits; `sender` is the keyed hash of the donor's address.

    :raises TooMany: when the donor has to wait; then nothing is written, and the proof is unspent.
    """
    take_for_gift(
        sender=sender,
        email=wish.email,
        campaign=wish.campaign,
        is_proven=_is_proven(proof, now=now),
        now=now,
    )
    gift = pledge(wish, provider_name=provider.name, now=now)
    if gift.message and not rules().messages_wait:
        gift.message_state = MessageState.SHOWN
        gift.save(update_fields=["message_state"])
    return gift


def checkout_url(gift: Gift, *, newsroom: NewsroomSettings, now: datetime) -> str:
    """Where the donor pays; the gift's own page where the provider does not answer.

    Outside any transaction: it waits for the provider.
    """
    title = checkout_title(gift, newsroom=newsroom)
    try:
        url = begin_checkout(gift, title=title, language=newsroom.language, now=now)
    except ProviderError as error:
        logger.warning("No checkout for gift %s: %s", gift.pk, error)
        url = ""
    return url or thanks_url(gift)


def try_again(gift: Gift, *, newsroom: NewsroomSettings, now: datetime) -> str:
    """Ask for the checkout of a gift once more; returns where to go on.

    :raises TooMany: when it was asked for several times just now.
    """
    if not can_be_begun(gift, now=now):
        return thanks_url(gift)
    with transaction.atomic():
        take_for_another_try(gift.pk, now=now)
    return checkout_url(gift, newsroom=newsroom, now=now)


def can_be_begun(gift: Gift, *, now: datetime) -> bool:
    """Whether its checkout can still be asked for: the provider keeps our key for a day."""
    return gift.state == GiftState.PENDING and now - gift.created_at < KEYS_ARE_KEPT


def checkout_title(gift: Gift, *, newsroom: NewsroomSettings) -> str:
    """What the provider's page says is being paid; a covered fee is named with its sum."""
    every = Every(gift.regular.every) if gift.regular else Every.ONCE
    what = _GIFTS[every]() % {"paper": newsroom.name}
    title = f"{what}: {gift.campaign}" if gift.campaign else what
    if not gift.cover_minor:
        return title
    return _("%(title)s (%(amount)s, and %(cover)s for the fee)") % {
        "title": title,
        "amount": newsroom.write_amount(gift.amount),
        "cover": newsroom.write_amount(gift.cover),
    }


def thanks_url(gift: Gift) -> str:
    return reverse("thanks", args=[gift.token])


_GIFTS = {
    Every.ONCE: lambda: _("Gift to %(paper)s"),
    Every.MONTH: lambda: _("Monthly gift to %(paper)s"),
    Every.YEAR: lambda: _("Yearly gift to %(paper)s"),
}


def _is_proven(proof: str, *, now: datetime) -> bool:
    """Whether a browser has worked for it; a bad proof is as good as none."""
    if not proof:
        return False
    try:
        accept(proof, now=now)
    except BadProof:
        return False
    return True
