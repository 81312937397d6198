"""What a picture in use must keep: its words, its credit, its licence, and itself."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from broadsheet.newsroom.models import CreditedImage
from broadsheet.newsroom.rights.ending import today_in_newsroom
from broadsheet.newsroom.rights.rule import Lack, Place, lacks
from broadsheet.newsroom.rights.uses import Use, uses_of


class PictureInUse(ValidationError):
    """A picture that readers see cannot be changed or deleted like this; says where it stands."""


def require_kept(image: CreditedImage, *, stored: CreditedImage | None, now: datetime) -> None:
    """Refuse a change that takes from a picture in use what its places need.

    What it lacked before does not count: an old picture can be mended bit by bit.

    :raises PictureInUse: with a message at each field that would be lost.
    """
    if stored is None:
        return
    today = today_in_newsroom(now)
    if not _lost(image, stored, place=Place.HERO, today=today):
        return  # nothing would be lost at the strictest of places
    uses = uses_of([image.pk])[image.pk]
    lost: dict[Lack, list[Use]] = {}
    for use in uses:
        for lack in _lost(image, stored, place=use.place, today=today):
            lost.setdefault(lack, []).append(use)
    if lost:
        raise PictureInUse({lack.value: _kept_for(places) for lack, places in lost.items()})


def require_unused(image: CreditedImage) -> None:
    """:raises PictureInUse: for a picture that readers see, which is not deleted."""
    uses = uses_of([image.pk])[image.pk]
    if uses:
        words = _("The picture “%(title)s” is in use and was not deleted: %(places)s.")
        raise PictureInUse(words % {"title": image.title, "places": _names(uses)})


def _lost(image: CreditedImage, stored: CreditedImage, *, place: Place, today: date) -> list[Lack]:
    before = lacks(stored, place=place, today=today)
    after = lacks(image, place=place, today=today)
    return [lack for lack in after if lack not in before]


def _kept_for(uses: Iterable[Use]) -> str:
    return _("The picture is in use, so it must keep this: %(places)s.") % {"places": _names(uses)}


def _names(uses: Iterable[Use]) -> str:
    return ", ".join(dict.fromkeys(f"“{use.name}”" for use in uses))
