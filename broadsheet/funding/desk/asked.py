"""Which gifts are asked for: words, and what they are narrowed by; and the page of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from broadsheet.funding.desk.amounts import typed
from broadsheet.funding.models import (
    BANK,
    CASH,
    TAKEN_BACK,
    Every,
    Gift,
    GiftState,
    MessageState,
    Reversal,
    ReversalKind,
    ReversalState,
)
from broadsheet.lib.money import EXPONENTS
from broadsheet.lib.text import has_controls, whole_number

ROWS_A_PAGE = 50
WORDS_MAX_LENGTH = 200
MANUAL = (BANK, CASH)


class Mark(StrEnum):
    """What a gift may have, besides its state."""

    REFUNDED = "refunded"
    DISPUTED = "disputed"
    MANUAL = "manual"
    MESSAGE_WAITS = "message"


MARK_LABELS = {
    Mark.REFUNDED: _("Given back, in whole or part"),
    Mark.DISPUTED: _("Disputed"),
    Mark.MANUAL: _("Entered by the staff"),
    Mark.MESSAGE_WAITS: _("With a message that waits"),
}

MESSAGE_WAITS = Q(state=GiftState.SETTLED, message_state=MessageState.WAITING) & ~Q(message="")


@dataclass(frozen=True)
class AskedGifts:
    """The query of the list's address."""

    words: str = ""
    state: str = ""
    campaign: int | None = None
    every: str = ""
    mark: str = ""
    since: date | None = None
    until: date | None = None
    page: int = 1

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "AskedGifts":
        """Read an address; what cannot be read counts as absent."""
        words = query.get("words", "").strip()[:WORDS_MAX_LENGTH]
        return cls(
            words="" if has_controls(words) else words,
            state=_one_of(GiftState, query.get("state")),
            campaign=whole_number(query.get("campaign")),
            every=_one_of(Every, query.get("every")),
            mark=_one_of(Mark, query.get("mark")),
            since=day_of(query.get("since")),
            until=day_of(query.get("until")),
            page=whole_number(query.get("page")) or 1,
        )

    @property
    def query(self) -> str:
        """The query that `from_query` reads this from; "" for the list as it opens."""
        said = {
            "words": self.words,
            "state": self.state,
            "campaign": self.campaign,
            "every": self.every,
            "mark": self.mark,
            "since": self.since,
            "until": self.until,
            "page": self.page if self.page > 1 else None,
        }
        return urlencode({name: value for name, value in said.items() if value})

    @property
    def is_narrowed(self) -> bool:
        return bool(replace(self, page=1).query)

    def on_page(self, page: int) -> "AskedGifts":
        return replace(self, page=page)

    def gifts(self) -> QuerySet[Gift]:
        """What is asked for, the newest first, each marked `is_refunded` and `is_disputed`."""
        found = with_marks(Gift.objects.all()).filter(self._wanted())
        return found.order_by("-created_at", "-id")

    def _wanted(self) -> Q:
        wanted = _words(self.words) if self.words else Q()
        wanted &= Q(state=self.state) if self.state else Q()
        wanted &= Q(campaign=self.campaign) if self.campaign else Q()
        wanted &= _rhythm(self.every) & _marked(self.mark)
        return wanted & within("created_at", since=self.since, until=self.until)


def with_marks(gifts: QuerySet[Gift]) -> QuerySet[Gift]:
    gone = Reversal.objects.filter(gift=OuterRef("pk"))
    refunds = gone.filter(kind=ReversalKind.REFUND, state__in=(*TAKEN_BACK, ReversalState.ASKED))
    disputes = gone.filter(kind=ReversalKind.DISPUTE)
    return gifts.annotate(is_refunded=Exists(refunds), is_disputed=Exists(disputes))


def within(field: str, *, since: date | None, until: date | None) -> Q:
    """Moments from the beginning of one day to the end of another, as the desk's clock has it."""
    wanted = Q(**{f"{field}__gte": _midnight(since)}) if since else Q()
    if until and until < date.max:
        wanted &= Q(**{f"{field}__lt": _midnight(until + timedelta(days=1))})
    return wanted


def day_of(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if day.year > 1900 else None  # earlier ones overflow on the way to UTC


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _words(words: str) -> Q:
    """Gifts by name, mail, message, amount, receipt number, or a reference of the provider's."""
    wanted = (
        Q(name__icontains=words)
        | Q(donor__address__icontains=words)
        | Q(message__icontains=words)
        | Q(payment=words)
        | Q(checkout=words)
        | Q(regular__reference=words)
        | Q(pk__in=Reversal.objects.filter(reference=words).values("gift"))
    )
    return wanted | _receipt(words) | _amount(words)


def _receipt(words: str) -> Q:
    """By a number as receipts bear it, "2026-000012", or by its end alone."""
    year, dash, number = words.rpartition("-")
    if whole_number(number) is None or (dash and not (year.isdecimal() and len(year) == 4)):
        return Q(pk__in=[])
    wanted = Q(receipt__number=int(number))
    return wanted & Q(receipt__series__year=int(year)) if dash else wanted


def _amount(words: str) -> Q:
    """By an amount in whole units, in any currency: how small its smallest unit is differs."""
    found = Q(pk__in=[])
    for exponent, example in ((0, "JPY"), (2, "USD"), (3, "KWD")):
        try:
            found |= Q(amount_minor=typed(words, currency=example)) & _with_decimals(exponent)
        except ValidationError:
            continue
    return found


def _with_decimals(exponent: int) -> Q:
    if exponent == 2:
        return ~Q(currency__in=EXPONENTS.keys())
    return Q(currency__in=[code for code, own in EXPONENTS.items() if own == exponent])


def _rhythm(every: str) -> Q:
    if every == Every.ONCE:
        return Q(regular=None)
    return Q(regular__every=every) if every else Q()


def _marked(mark: str) -> Q:
    if not mark:
        return Q()
    return {
        Mark.REFUNDED: Q(is_refunded=True),
        Mark.DISPUTED: Q(is_disputed=True),
        Mark.MANUAL: Q(provider__in=MANUAL),
        Mark.MESSAGE_WAITS: MESSAGE_WAITS,
    }[Mark(mark)]


def _one_of(kinds: type, value: str | None) -> str:
    try:
        return str(kinds(value or ""))
    except ValueError:
        return ""
