"""Entering a gift that came by bank transfer or in cash."""

from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from broadsheet.funding.desk.amounts import written
from broadsheet.funding.desk.frame import back_to, desk_page
from broadsheet.funding.desk.gate import may_manage, may_see_donors, only, user_of
from broadsheet.funding.desk.gift_forms import EnterGiftForm
from broadsheet.funding.ledger.book import lock
from broadsheet.funding.models import BANK, Gift, GiftState
from broadsheet.funding.rulebook import stored_rules
from broadsheet.funding.settling.manual import HandedOver, enter_gift
from broadsheet.funding.settling.rates import NoRate
from broadsheet.readers.models import User

ALIKE_WITHIN = timedelta(hours=24)


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_manage)
def enter(request: HttpRequest) -> HttpResponse:
    """A form for a gift that has arrived; once it is entered, it is settled."""
    form = EnterGiftForm(request.POST or None, initial=_initial())
    if request.method == "POST" and form.is_valid():
        gift = _enter(form, by=user_of(request), now=timezone.now())
        if gift is not None:
            amount = written(gift.amount_minor, gift.currency)
            messages.success(request, _("Entered: %(amount)s.") % {"amount": amount})
            if may_see_donors(request.user):
                return back_to("funding_gift", gift.pk)
            return back_to("funding_enter_gift")
    status = 422 if form.errors else 200
    context = {"form": form}
    return desk_page(request, "enter_gift", context, title=_("Enter a gift"), status=status)


@transaction.atomic
def _enter(form: EnterGiftForm, *, by: User, now: datetime) -> Gift | None:
    """Enter it once, however often its button is pressed; None with the reason in the form."""
    lock()  # whoever sends the same form at the same time waits here, and then finds this one
    given = form.handed_over()
    if not form.cleaned_data["again"] and _is_there(given, now=now):
        form.ask_again()
        return None
    try:
        return enter_gift(given, by=by, now=now)
    except NoRate as error:
        form.add_error("rate", str(error))
        return None


def _is_there(given: HandedOver, *, now: datetime) -> bool:
    alike = Gift.objects.filter(
        provider=given.way,
        amount_minor=given.amount.amount_minor,
        currency=given.amount.currency,
        campaign=given.campaign,
        name=given.name if given.name_shown != "anonymous" else "",
        state=GiftState.SETTLED,
        created_at__gt=now - ALIKE_WITHIN,
    )
    return alike.filter(reversals=None).exists()


def _initial() -> dict[str, object]:
    return {
        "way": BANK,
        "currency": stored_rules().currencies[0],
        "arrived_on": timezone.localdate(),
        "name_shown": "anonymous",
    }
