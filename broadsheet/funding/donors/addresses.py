"""Donors by their e-mail address: one row for however it is written."""

from datetime import datetime

from broadsheet.funding.models import Donor
from broadsheet.notices.addresses import address_key


def donor_of(address: str, *, now: datetime) -> Donor:
    """The donor of an address, made when new."""
    key = address_key(address)
    donor, _ = Donor.objects.get_or_create(
        address_key=key, defaults={"address": address.strip(), "created_at": now}
    )
    return donor
