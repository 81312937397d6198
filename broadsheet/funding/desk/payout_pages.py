"""What came from a provider to the bank, and what matches nothing and waits for a person."""

from dataclasses import dataclass

from django import forms
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from broadsheet.funding.desk.amounts import written
from broadsheet.funding.desk.fields import Why
from broadsheet.funding.desk.frame import back_to, desk_page
from broadsheet.funding.desk.gate import may_manage, only, user_of
from broadsheet.funding.ledger.book import FEES, LOSSES
from broadsheet.funding.models import BANK, Payout, ProviderEvent, UnmatchedLine
from broadsheet.funding.settling.payouts import PLACES, AlreadyPlaced, place

MOST_LISTED = 100
MOST_PLACED = 20

PLACE_WORDS = {
    FEES: gettext_lazy("A fee of the provider"),
    LOSSES: gettext_lazy("A loss, or money found"),
    BANK: gettext_lazy("Money of the bank account"),
}


class PlaceForm(forms.Form):
    """What an unmatched line was, and how somebody knows."""

    account = forms.ChoiceField(choices=[(name, PLACE_WORDS[name]) for name in PLACES])
    why = Why()


@dataclass(frozen=True)
class LineRow:
    """A line of a provider's balance that matches nothing."""

    line: UnmatchedLine
    amount: str
    kind: str


@dataclass(frozen=True)
class PayoutRow:
    payout: Payout
    amount: str
    unplaced: int


@require_safe
@only(may_manage)
def payouts(request: HttpRequest) -> HttpResponse:
    """Lines to be placed, events that wait, and payouts."""
    lines = UnmatchedLine.objects.select_related("payout", "placed_by")
    waiting = ProviderEvent.objects.filter(done_at=None).order_by("received_at", "pk")
    context = {
        "lines": [_line(row) for row in lines.filter(placed_at=None).order_by("id")[:MOST_LISTED]],
        "placed": [
            _line(row)
            for row in lines.exclude(placed_at=None).order_by("-placed_at", "-id")[:MOST_PLACED]
        ],
        "places": [(name, PLACE_WORDS[name]) for name in PLACES],
        "events": list(waiting[:MOST_LISTED]),
        "payouts": _payouts(),
    }
    return desk_page(request, "payouts", context, title=_("Payouts and lines"))


@require_POST
@only(may_manage)
def place_line(request: HttpRequest, line_id: int) -> HttpResponse:
    """Say what an unmatched line was; the ledger has an entry of it from then on."""
    line = get_object_or_404(UnmatchedLine, pk=line_id)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        words = [str(error) for errors in form.errors.values() for error in errors]
        messages.warning(request, " ".join(words))
        return back_to("funding_payouts")
    try:
        place(line, **form.cleaned_data, by=user_of(request), now=timezone.now())
    except AlreadyPlaced:
        messages.warning(request, _("Somebody else has placed this line."))
    else:
        messages.success(request, _("Placed; the ledger has an entry of it."))
    return back_to("funding_payouts")


def _line(row: UnmatchedLine) -> LineRow:
    words = {
        "payment_of_nobody": _("A payment that belongs to no gift"),
        "amount_differs": _("A payment of another amount than its gift"),
    }
    amount = written(row.amount_minor, row.currency)
    return LineRow(row, amount=amount, kind=words.get(row.kind, row.kind))


def _payouts() -> list[PayoutRow]:
    unplaced = Count("unmatched", filter=Q(unmatched__placed_at=None))
    rows = Payout.objects.annotate(unplaced=unplaced).order_by("-arrives_on", "-id")
    return [
        PayoutRow(row, amount=written(row.amount_minor, row.currency), unplaced=row.unplaced)
        for row in rows[:MOST_LISTED]
    ]
