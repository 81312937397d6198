"""The rule itself: what a picture needs to stand on a public page.

It needs alternative text, a credit and a licence that has not ended. "Another" licence and a
maker's permission need a note as well, for they say nothing without one. A logo needs a licence
alone: it is announced by the newsroom's name, and no credit is printed beside it.
"""

from datetime import date
from enum import StrEnum
from typing import Protocol

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NEEDING_A_NOTE = frozenset({"other", "permission"})


class Credited(Protocol):
    """What the rule looks at."""

    title: str
    alt: str
    credit: str
    licence: str
    licence_note: str
    licence_ends_on: date | None


class Place(StrEnum):
    """Where a picture stands."""

    HERO = "hero"
    TEXT = "text"
    GALLERY = "gallery"
    PORTRAIT = "portrait"
    SHARE = "share"
    LOGO = "logo"


class Lack(StrEnum):
    """What a picture has not."""

    ALT = "alt"
    CREDIT = "credit"
    LICENCE = "licence"
    NOTE = "licence_note"
    TIME = "licence_ends_on"


_PLACES: dict[Place, Promise] = {
    Place.HERO: _("at the top"),
    Place.TEXT: _("in the text"),
    Place.GALLERY: _("in a gallery"),
    Place.PORTRAIT: _("portrait"),
    Place.SHARE: _("for sharing"),
    Place.LOGO: _("logo"),
}
_SENTENCES: dict[Lack, Promise] = {
    Lack.ALT: _("The picture “%(title)s” (%(place)s) has no alternative text."),
    Lack.CREDIT: _("The picture “%(title)s” (%(place)s) has no credit."),
    Lack.LICENCE: _("The picture “%(title)s” (%(place)s) has no licence."),
    Lack.NOTE: _(
        "The licence of the picture “%(title)s” (%(place)s) needs a note: which one, or who "
        "permitted it."
    ),
    Lack.TIME: _(
        "The licence of the picture “%(title)s” (%(place)s) ends on %(day)s, too early for this."
    ),
}


def lacks(picture: Credited, *, place: Place, today: date) -> list[Lack]:
    """What keeps a picture off a page that is public on `today`; nothing, if it may stand there."""
    missing = []
    if place != Place.LOGO:
        missing += [Lack.ALT] if not picture.alt.strip() else []
        missing += [Lack.CREDIT] if not picture.credit.strip() else []
    if not picture.licence:
        missing.append(Lack.LICENCE)
    elif picture.licence in NEEDING_A_NOTE and not picture.licence_note.strip():
        missing.append(Lack.NOTE)
    if has_ended(picture, today=today):
        missing.append(Lack.TIME)
    return missing


def has_ended(picture: Credited, *, today: date) -> bool:
    """Whether a picture's licence is over; its last day is still a day of it."""
    return picture.licence_ends_on is not None and picture.licence_ends_on < today


def say(lack: Lack, picture: Credited, *, place: Place) -> str:
    """One lack as a sentence that names the picture and its place."""
    ends_on = picture.licence_ends_on
    day = date_format(ends_on, "DATE_FORMAT") if ends_on else ""
    return str(_SENTENCES[lack]) % {"title": picture.title, "place": _PLACES[place], "day": day}


def missing_rights(picture: Credited, *, place: Place, today: date) -> list[str]:
    """What keeps a picture off a page that is public on `today`, in sentences."""
    return [say(lack, picture, place=place) for lack in lacks(picture, place=place, today=today)]
