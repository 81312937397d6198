"""What the links in donors' letters stand for; they are good for ever."""

from broadsheet.funding.models import Donor, RegularGift
from broadsheet.newsroom.by_letter.links import LinkGone, Seal, mailed_url

_SALT = "broadsheet.funding.donors."

YOURS = Seal(_SALT + "yours")
END = Seal(_SALT + "end")


def yours_url(donor: Donor) -> str:
    """Where a donor sees and changes all that is theirs."""
    return mailed_url("yours", sealed(donor))


def end_url(regular: RegularGift) -> str:
    """Where one regular gift is ended, with one button."""
    return mailed_url("end_regular", END.token(regular.pk))


def sealed(donor: Donor) -> str:
    """What stands for a donor in the addresses of their pages."""
    return YOURS.token(donor.pk)


def donor_behind(token: str) -> Donor:
    """The donor that a token stands for.

    :raises BadLink: for a forged one.
    :raises LinkGone: when nothing of an address is kept any more.
    """
    donor = Donor.objects.filter(pk=YOURS.value(token)).first()
    if donor is None or not donor.address:
        raise LinkGone
    return donor


def regular_behind(token: str) -> RegularGift:
    """The regular gift that a token ends.

    :raises BadLink: for a forged one.
    :raises LinkGone: when there is no such gift any more.
    """
    regulars = RegularGift.objects.select_related("campaign", "donor")
    regular = regulars.filter(pk=END.value(token)).first()
    if regular is None:
        raise LinkGone
    return regular
