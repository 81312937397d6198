"""Gifts as the desk's lists show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from broadsheet.funding.desk.amounts import written
from broadsheet.funding.models import BANK, CASH, Gift, RegularGift
from broadsheet.funding.models.gifts import Giving


@dataclass(frozen=True)
class GiftRow:
    """One gift of a list; `who` is "" for whoever may not see donors."""

    pk: int
    amount: str
    counted: str
    who: str
    campaign: str
    rhythm: str
    way: str
    state: str
    state_words: str
    marks: list[str]
    at: datetime


def with_surroundings(gifts: QuerySet[Gift]) -> QuerySet[Gift]:
    """Read along what a row says of the things around a gift."""
    return gifts.select_related("campaign", "donor", "regular")


def gift_rows(gifts: Iterable[Gift], *, sees_donors: bool) -> list[GiftRow]:
    """Gifts that were read `with_surroundings`; marked where they were read `with_marks`."""
    return [_row(gift, sees_donors=sees_donors) for gift in gifts]


def who_gave(giving: Giving) -> str:
    """By what the staff knows a donor: the name, else the address."""
    return giving.name or (giving.donor.address if giving.donor else "") or _("Nobody known")


def way_words(provider: str) -> str:
    return {BANK: _("Bank transfer"), CASH: _("Cash")}.get(provider, provider.capitalize())


def rhythm_words(regular: RegularGift | None) -> str:
    return str(regular.get_every_display()) if regular else _("Once")


def _row(gift: Gift, *, sees_donors: bool) -> GiftRow:
    is_other_currency = gift.counted_currency not in ("", gift.currency)
    return GiftRow(
        pk=gift.pk,
        amount=written(gift.amount_minor, gift.currency),
        counted=written(gift.counted_minor or 0, gift.counted_currency)
        if is_other_currency
        else "",
        who=who_gave(gift) if sees_donors else "",
        campaign=gift.campaign.title if gift.campaign else "",
        rhythm=rhythm_words(gift.regular),
        way=way_words(gift.provider),
        state=gift.state,
        state_words=str(gift.get_state_display()),
        marks=_marks(gift),
        at=gift.settled_at or gift.created_at,
    )


def _marks(gift: Gift) -> list[str]:
    said = [
        (getattr(gift, "is_refunded", False), _("Given back")),
        (getattr(gift, "is_disputed", False), _("Disputed")),
    ]
    return [words for is_so, words in said if is_so]
