"""The funding at a glance: what was raised, what this month brought, who takes gifts, and news."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Q, Sum, When
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from broadsheet.funding.desk.amounts import written
from broadsheet.funding.desk.asked import MESSAGE_WAITS, with_marks
from broadsheet.funding.desk.campaign_pages import CampaignRow, campaign_rows
from broadsheet.funding.desk.frame import desk_page
from broadsheet.funding.desk.gate import may_enter, may_manage, may_see_donors, only
from broadsheet.funding.desk.gift_rows import gift_rows, with_surroundings
from broadsheet.funding.desk.over_time import over_time
from broadsheet.funding.desk.taking import who_takes_gifts
from broadsheet.funding.ledger.book import FEES, GIFTS
from broadsheet.funding.meter.queries import with_raised
from broadsheet.funding.models import (
    DISPUTE_KINDS,
    REFUND_KINDS,
    Campaign,
    EntryKind,
    Gift,
    GiftState,
    Posting,
    ProviderEvent,
    UnmatchedLine,
)

NEWEST = 8


@dataclass(frozen=True)
class Month:
    """What this month brought in one currency; `on_the_way` is what is not paid out to us yet."""

    currency: str
    settled: str
    gifts: int
    on_the_way: str
    refunded: str
    disputed: str
    fees: str


@dataclass(frozen=True)
class Waiting:
    """How many things wait for a person."""

    messages: int
    lines: int
    events: int


@require_safe
@only(may_enter)
def overview(request: HttpRequest) -> HttpResponse:
    """The page that the menu leads to; names stand on it only for those who may see donors."""
    now = timezone.now()
    newest = with_surroundings(with_marks(Gift.objects.exclude(state=GiftState.PENDING)))
    sees_donors = may_see_donors(request.user)
    context = {
        "campaigns": _campaigns(now=now),
        "months": months(now=now),
        "over_time": over_time(request.GET, now=now),
        "rows": gift_rows(newest.order_by("-id")[:NEWEST], sees_donors=sees_donors),
        "taking": who_takes_gifts(),
        "waiting": _waiting() if may_manage(request.user) else None,
    }
    return desk_page(request, "overview", context, title=_("Funding"))


def months(*, now: datetime) -> list[Month]:
    """This month by the ledger, a row for each currency. Two queries."""
    first = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    sums = _sums(first)
    processing = Gift.objects.filter(state=GiftState.PROCESSING).order_by()
    on_the_way = dict(processing.values_list("currency").annotate(Sum("amount_minor")))
    codes = sorted({code for _column, code in sums} | on_the_way.keys())
    return [_month(code, sums=sums, on_the_way=on_the_way.get(code, 0)) for code in codes]


def _campaigns(*, now: datetime) -> Sequence[CampaignRow]:
    """Those that run, then those planned; where there are none, the last one that has ended."""
    is_planned = Case(When(starts_at__gt=now, then=1), default=0)
    rows = with_raised(Campaign.objects.select_related("article"))
    rows = rows.order_by(is_planned, "-starts_at", "-id")
    not_over = list(rows.filter(Q(ends_at=None) | Q(ends_at__gt=now)))
    return campaign_rows(not_over or list(rows[:1]), now=now)


def _sums(first: datetime) -> dict[tuple[str, str], tuple[int, int]]:
    """By what it was and currency: the sum as the accounts have it, and how many entries."""
    rows = Posting.objects.filter(entry__written_at__gte=first, account__in=(GIFTS, FEES))
    grouped = rows.order_by().values_list("account", "kind", "currency")
    sums: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for account, kind, currency, minor, entries in grouped.annotate(
        Sum("amount_minor"), Count("entry", distinct=True)
    ):
        for column in _columns(account, kind):
            before = sums[column, currency]
            sums[column, currency] = (before[0] + minor, before[1] + entries)
    return sums


def _columns(account: str, kind: str) -> Iterator[str]:
    if account == FEES:
        yield "fees"
    elif kind == EntryKind.GIFT:
        yield "settled"
    elif kind in REFUND_KINDS:
        yield "refunded"
    elif kind in DISPUTE_KINDS:
        yield "disputed"


def _month(code: str, *, sums: dict[tuple[str, str], tuple[int, int]], on_the_way: int) -> Month:
    settled, gifts = sums.get(("settled", code), (0, 0))
    return Month(
        currency=code,
        settled=written(-settled, code),
        gifts=gifts,
        on_the_way=written(on_the_way, code),
        refunded=written(sums.get(("refunded", code), (0, 0))[0], code),
        disputed=written(sums.get(("disputed", code), (0, 0))[0], code),
        fees=written(sums.get(("fees", code), (0, 0))[0], code),
    )


def _waiting() -> Waiting:
    return Waiting(
        messages=Gift.objects.filter(MESSAGE_WAITS).count(),
        lines=UnmatchedLine.objects.filter(placed_at=None).count(),
        events=ProviderEvent.objects.filter(done_at=None).count(),
    )
