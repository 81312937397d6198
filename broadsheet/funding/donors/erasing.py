"""Erasing a donor: first the name wherever it stands, then the address too.

The books keep amounts, days and numbers, as the law asks of them; whose they were they forget.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from broadsheet.delivery.keys import GIFTS, campaign_key, touch
from broadsheet.funding.models import (
    Donor,
    Gift,
    GiftChange,
    GiftState,
    MessageState,
    NameShown,
    Receipt,
    RegularGift,
    RegularState,
)
from broadsheet.notices.outbox import forget

ERASED = "the donor's name was erased"


class StillGives(Exception):
    """A regular gift goes on, or a payment is on its way: without an address nobody could tell."""


@transaction.atomic
def erase_name(donor: Donor, *, now: datetime) -> None:
    """Take a donor's name and words from gifts, regular gifts, receipts and the wall of thanks.

    What they give from now on by a regular gift has no name either.
    """
    gifts = Gift.objects.filter(donor=donor)
    named = gifts.exclude(name="", message="", name_shown=NameShown.ANONYMOUS, shows_amount=False)
    GiftChange.objects.bulk_create(
        GiftChange(gift_id=gift_id, at=now, what=ERASED)
        for gift_id in named.values_list("pk", flat=True)
    )
    nameless = {"name": "", "name_shown": NameShown.ANONYMOUS, "shows_amount": False}
    gifts.update(message="", message_state=MessageState.TAKEN_OFF, **nameless)
    RegularGift.objects.filter(donor=donor).update(**nameless)
    Receipt.objects.filter(gift__donor=donor).update(name="")
    campaigns = gifts.filter(campaign__isnull=False).order_by().values_list("campaign", flat=True)
    touch(GIFTS, *(campaign_key(pk) for pk in sorted(set(campaigns))))


@transaction.atomic
def erase_donor(donor: Donor, *, now: datetime) -> None:
    """Erase the name, and the e-mail address with all that waits to be told to it.

    The signed links of the donor open nothing from then on.

    :raises StillGives: while a regular gift runs, or a payment is on its way.
    """
    donor = Donor.objects.select_for_update(no_key=True).get(pk=donor.pk)
    if still_gives(donor):
        raise StillGives
    erase_name(donor, now=now)
    if donor.address:
        forget(donor.address)
    donor.address, donor.address_key = "", None
    donor.save(update_fields=["address", "address_key"])


def still_gives(donor: Donor) -> bool:
    """Whether money of theirs may come yet. Two queries."""
    runs = Q(state__in=(RegularState.ACTIVE, RegularState.OVERDUE)) | Q(is_ending=True)
    going_on = RegularGift.objects.filter(runs, donor=donor).exclude(state=RegularState.ENDED)
    under_way = Gift.objects.filter(donor=donor, state=GiftState.PROCESSING)
    return going_on.exists() or under_way.exists()
