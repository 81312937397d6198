"""What a donor sees of their own: the gifts, the receipts, and what is taken regularly."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.numbers import format_decimal
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from broadsheet.funding.donors.links import end_url
from broadsheet.funding.models import Donor, Gift, GiftState, RegularGift, RegularState
from broadsheet.funding.receipts.wording import WentBack, day, every_words, went_back, what_for
from broadsheet.lib.money import Money
from broadsheet.newsroom.languages import locale_of
from broadsheet.newsroom.models import NewsroomSettings

MOST = 500


@dataclass(frozen=True)
class Regular:
    """A regular gift; `wanted` and `is_ending` are asked for, and not confirmed yet."""

    id: int
    charged: str
    amount: str
    typed_amount: str
    cover: str
    every: str
    what_for: str
    since: str
    ended_on: str
    wanted: str
    is_ending: bool
    is_overdue: bool
    is_changeable: bool
    end_url: str


@dataclass(frozen=True)
class Given:
    """One gift, and what became of it; `receipt_id` is None while there is no receipt."""

    on: str
    charged: str
    amount: str
    cover: str
    what_for: str
    every: str
    state: str
    went_back: Sequence[WentBack]
    receipt_number: str
    receipt_id: int | None


@dataclass(frozen=True)
class Theirs:
    """All of a donor's, as their page shows it."""

    shown_address: str
    regulars: Sequence[Regular]
    gifts: Sequence[Given]
    has_name: bool
    still_gives: bool


def theirs(donor: Donor, *, newsroom: NewsroomSettings, still_gives: bool) -> Theirs:
    """A donor's own, what goes on and what is newest first. Three queries."""
    gifts = list(_gifts(donor)[:MOST])
    regulars = list(_regulars(donor)[:MOST])
    return Theirs(
        shown_address=veiled(donor.address),
        regulars=[regular_of(one, newsroom=newsroom) for one in regulars],
        gifts=[_given(one, newsroom=newsroom) for one in gifts],
        has_name=any(map(_is_told, gifts)) or any(map(_is_told, regulars)),
        still_gives=still_gives,
    )


def begun_regulars(donor: Donor) -> QuerySet[RegularGift]:
    """A donor's regular gifts: what was never paid for is nobody's, and cannot be ended."""
    return RegularGift.objects.filter(donor=donor).exclude(state=RegularState.PENDING, reference="")


def regular_of(row: RegularGift, *, newsroom: NewsroomSettings) -> Regular:
    """A regular gift, written out. No query where its campaign is loaded."""
    write = newsroom.write_amount
    has_ended = row.state == RegularState.ENDED
    return Regular(
        id=row.pk,
        charged=write(row.charged),
        amount=write(row.amount),
        typed_amount=typed(row.amount, newsroom=newsroom),
        cover=write(row.cover) if row.cover_minor else "",
        every=every_words(row.every),
        what_for=what_for(row, newsroom=newsroom),
        since=day(row.created_at, newsroom=newsroom),
        ended_on=day(row.ended_at, newsroom=newsroom) if has_ended and row.ended_at else "",
        wanted=write(_wanted(row)) if row.wanted_minor and not row.is_ending else "",
        is_ending=row.is_ending,
        is_overdue=row.state == RegularState.OVERDUE,
        is_changeable=not has_ended and not row.is_ending,
        end_url=end_url(row),
    )


def known_of(donor: Donor) -> dict[str, Any]:
    """All that is kept of a donor, for their download. Seven queries, however much it is."""
    gifts = _gifts(donor).prefetch_related("changes")
    regulars = RegularGift.objects.filter(donor=donor).select_related("campaign")
    return {
        "email": donor.address,
        "since": donor.created_at,
        "regular_gifts": [_known_regular(one) for one in regulars.order_by("pk")],
        "gifts": [_known_gift(one) for one in gifts.order_by("pk")],
    }


def veiled(address: str) -> str:
    """Enough of an address to know one's own by: "n…@lantern.example"."""
    name, _at, place = address.rpartition("@")
    return f"{name[:1]}…@{place}" if place else ""


def typed(money: Money, *, newsroom: NewsroomSettings) -> str:
    """An amount as somebody here would type it, without the sign: "12.50", "25"."""
    digits = "0." + "0" * money.exponent if money.amount % 1 else "0"
    return format_decimal(money.amount, format=digits, locale=locale_of(newsroom.language))


def _gifts(donor: Donor) -> QuerySet[Gift]:
    rows = Gift.objects.filter(donor=donor).select_related(
        "campaign", "regular", "receipt", "receipt__series"
    )
    return rows.prefetch_related("reversals").order_by("-created_at", "-pk")


def _regulars(donor: Donor) -> QuerySet[RegularGift]:
    rows = begun_regulars(donor).select_related("campaign")
    return rows.order_by(F("ended_at").desc(nulls_first=True), "-created_at", "-pk")


def _is_told(row: Gift | RegularGift) -> bool:
    return bool(row.name or row.shows_amount or getattr(row, "message", ""))


def _wanted(row: RegularGift) -> Money:
    return Money((row.wanted_minor or 0) + (row.wanted_cover_minor or 0), row.currency)


def _given(gift: Gift, *, newsroom: NewsroomSettings) -> Given:
    write = newsroom.write_amount
    receipt = getattr(gift, "receipt", None)
    return Given(
        on=day(gift.settled_at or gift.created_at, newsroom=newsroom),
        charged=write(gift.charged),
        amount=write(gift.amount),
        cover=write(gift.cover) if gift.cover_minor else "",
        what_for=what_for(gift, newsroom=newsroom),
        every=every_words(gift.regular.every) if gift.regular else "",
        state=_state_words(gift),
        went_back=went_back(gift, newsroom=newsroom),
        receipt_number=str(receipt) if receipt else "",
        receipt_id=receipt.pk if receipt else None,
    )


def _state_words(gift: Gift) -> str:
    """How a gift stands, for its donor; "" for one that is paid, which needs no words."""
    words = {
        GiftState.PENDING: _("not paid yet"),
        GiftState.PROCESSING: _("on its way from your bank"),
        GiftState.FAILED: _("failed; nothing was taken"),
        GiftState.EXPIRED: _("not finished; nothing was taken"),
    }
    return words.get(GiftState(gift.state), "")


def _known_regular(row: RegularGift) -> dict[str, Any]:
    return _known(row) | {"every": row.every, "state": row.state, "ended": row.ended_at}


def _known_gift(gift: Gift) -> dict[str, Any]:
    receipt = getattr(gift, "receipt", None)
    return _known(gift) | {
        "state": gift.state,
        "settled": gift.settled_at,
        "message": gift.message,
        "message_state": gift.message_state,
        "regular_gift": gift.regular_id,
        "payment": gift.payment,
        "receipt": str(receipt) if receipt else "",
        "name_on_receipt": receipt.name if receipt else "",
        "given_back": _known_reversals(gift),
        "history": [
            {"at": change.at, "what": change.what, "why": change.why}
            for change in sorted(gift.changes.all(), key=lambda one: one.pk)
        ],
    }


def _known(row: Gift | RegularGift) -> dict[str, Any]:
    return {
        "number": row.pk,
        "given_for": row.campaign.title if row.campaign else "",
        "provider": row.provider,
        "amount_in_smallest_units": row.amount_minor,
        "covered_fee_in_smallest_units": row.cover_minor,
        "currency": row.currency,
        "name": row.name,
        "name_shown": row.name_shown,
        "amount_shown": row.shows_amount,
        "begun": row.created_at,
    }


def _known_reversals(gift: Gift) -> list[dict[str, Any]]:
    rows: Iterable[Any] = sorted(gift.reversals.all(), key=lambda one: one.pk)
    return [_known_reversal(row.kind, row.state, row.amount_minor, row.created_at) for row in rows]


def _known_reversal(kind: str, state: str, amount_minor: int, at: datetime) -> dict[str, Any]:
    return {"kind": kind, "state": state, "amount_in_smallest_units": amount_minor, "at": at}
