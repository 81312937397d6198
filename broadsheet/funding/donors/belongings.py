"""What a member has given: a part of what is theirs, and nameless when they go.

The gifts are those made with the member's own address, which a mailed code has confirmed.
"""

from typing import Any

from django.utils import timezone

from broadsheet.funding.donors.erasing import StillGives, erase_donor, erase_name
from broadsheet.funding.donors.theirs import known_of
from broadsheet.funding.models import Donor
from broadsheet.notices.addresses import address_key
from broadsheet.readers.events import ReaderErased
from broadsheet.readers.models import Reader


def gifts_of_reader(reader: Reader) -> dict[str, Any]:
    """The gifts of a member, for the download of all that is theirs."""
    donor = _donor_of(reader)
    return known_of(donor) if donor else {}


def forget_donor(event: ReaderErased) -> None:
    """Take the name of an erased member from all they gave, and forget the address.

    While a regular gift goes on, the address stays: by it alone can they hear of it and end it.
    """
    donor = _donor_of(Reader.objects.select_related("user").get(pk=event.reader_id))
    if donor is None:
        return
    now = timezone.now()
    try:
        erase_donor(donor, now=now)
    except StillGives:
        erase_name(donor, now=now)


def _donor_of(reader: Reader) -> Donor | None:
    # Of the staff nobody has asked whether an address is theirs.
    if reader.user is None or not reader.user.is_member or not reader.user.email:
        return None
    return Donor.objects.filter(address_key=address_key(reader.user.email)).first()
