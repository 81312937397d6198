"""A new link for donors who have lost theirs. Nobody learns here who has given."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from broadsheet.funding.donors.telling import send_link
from broadsheet.funding.models import Donor, Gift, GiftState
from broadsheet.guard.buckets import Limit, TooMany, take
from broadsheet.notices.addresses import address_key

FROM_ONE_PLACE = Limit("donor-links-from-one-place", capacity=10, seconds_per_token=120)
TO_ONE_ADDRESS = Limit("donor-links-to-one-address", capacity=2, seconds_per_token=6 * 3600)
# Of what a link's holder asks of the provider.
CHANGES = Limit("donor-changes", capacity=10, seconds_per_token=120)


def ask_for_link(address: str, *, sender: str, now: datetime) -> None:
    """Send the link to whoever gave with this address; to anybody else nothing happens.

    `sender` is the keyed hash of where the request comes from. An address that was asked for
    too often gets no letter, and nobody is told so.

    :raises TooMany: when too many were asked for from there.
    """
    key = address_key(address)
    with transaction.atomic():
        take({f"{FROM_ONE_PLACE.name}:{sender}": FROM_ONE_PLACE}, now=now)
    try:
        with transaction.atomic():
            take({f"{TO_ONE_ADDRESS.name}:{key}": TO_ONE_ADDRESS}, now=now)
            donor = _who_gave(key)
            if donor is not None:
                send_link(donor, now=now)
    except TooMany:
        pass  # an answer that differs would say that somebody was here before


def take_for_change(donor_id: int, *, now: datetime) -> None:
    """Count one more change that is asked of the provider.

    :raises TooMany: when there were many just now.
    """
    with transaction.atomic():
        take({f"{CHANGES.name}:{donor_id}": CHANGES}, now=now)


def _who_gave(key: str) -> Donor | None:
    """The donor whose money has come or is on its way.

    Anybody can type anybody's address into the form, and then have us write to it.
    """
    has_given = Gift.objects.filter(
        donor=OuterRef("pk"), state__in=(GiftState.SETTLED, GiftState.PROCESSING)
    )
    return Donor.objects.filter(Exists(has_given), address_key=key).first()
