"""The links in donors' letters: signed, good for ever, and each for one thing.

Whoever holds such a link has the letter, which is all that a mail address can prove. No link
holds the address itself: it stands in browsers' histories and in servers' logs.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from broadsheet.funding.models import Donor, RegularGift

_SALT = "broadsheet.funding.donors."


class BadLink(Exception):
    """Nobody of this site has made this link, or not for this."""


class LinkGone(BadLink):
    """It was good once: the donor's address has been erased since."""


def yours_url(donor: Donor) -> str:
    """Where a donor sees and changes all that is theirs."""
    return _url("yours", sealed(donor))


def end_url(regular: RegularGift) -> str:
    """Where one regular gift is ended, with one button."""
    return _url("end_regular", signing.dumps(regular.pk, salt=_SALT + "end"))


def sealed(donor: Donor) -> str:
    """What stands for a donor in the addresses of their pages."""
    return signing.dumps(donor.pk, salt=_SALT + "yours")


def donor_behind(token: str) -> Donor:
    """The donor that a token stands for.

    :raises BadLink: for a forged one.
    :raises LinkGone: when nothing of an address is kept any more.
    """
    donor = Donor.objects.filter(pk=_read("yours", token)).first()
    if donor is None or not donor.address:
        raise LinkGone
    return donor


def regular_behind(token: str) -> RegularGift:
    """The regular gift that a token ends.

    :raises BadLink: for a forged one.
    """
    regulars = RegularGift.objects.select_related("campaign", "donor")
    regular = regulars.filter(pk=_read("end", token)).first()
    if regular is None:
        raise LinkGone
    return regular


def _read(purpose: str, token: str) -> Any:
    try:
        return signing.loads(token, salt=_SALT + purpose)
    except signing.BadSignature as error:
        raise BadLink from error


def _url(name: str, token: str) -> str:
    return str(settings.SITE_ADDRESS) + reverse(name, args=[token])
