"""What is done with a gift: giving it back, undoing a mistake, showing its message or not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from broadsheet.funding.desk.amounts import written
from broadsheet.funding.desk.asked import MANUAL
from broadsheet.funding.desk.fields import WHY_MAX_LENGTH
from broadsheet.funding.desk.frame import back_to, desk_page
from broadsheet.funding.desk.gate import may_manage, may_see_donors, only, user_of
from broadsheet.funding.desk.gift_forms import RefundForm, WhyForm
from broadsheet.funding.models import Gift, GiftState
from broadsheet.funding.providers.contract import ProviderError, Refused
from broadsheet.funding.settling.messages import show_message, take_off_message
from broadsheet.funding.settling.refunding import (
    NotRefundable,
    ask_for_refund,
    refundable_minor,
)
from broadsheet.lib.money import Money
from broadsheet.lib.text import tidy_line


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_manage, may_see_donors)
def refund(request: HttpRequest, gift_id: int) -> HttpResponse:
    """How much goes back and why; then the same once more to confirm; then it is done."""
    gift = get_object_or_404(Gift.objects.select_related("donor"), pk=gift_id)
    left = refundable_minor(gift)
    if gift.state != GiftState.SETTLED or left <= 0:
        messages.warning(request, _("Nothing of this gift can be given back."))
        return back_to("funding_gift", gift.pk)
    form = RefundForm(request.POST or None, gift=gift, left_minor=left)
    is_filled = request.method == "POST" and form.is_valid()
    if is_filled and "confirmed" in request.POST:
        _give_back(request, gift, form.amount_back(), why=form.cleaned_data["why"], left=left)
        return back_to("funding_gift", gift.pk)
    context = {"form": form, "gift": gift, "is_manual": gift.provider in MANUAL}
    if is_filled and "change" not in request.POST:
        back = form.amount_back()
        context |= {
            "back": written(back.amount_minor, back.currency),
            "stays": written(left - back.amount_minor, back.currency),
            "is_whole": back.amount_minor == left,
        }
        return _page(request, "refund_confirm", context, title=_("Give back?"))
    status = 422 if form.errors else 200
    return _page(request, "refund", context, title=_("Give back"), status=status)


@require_POST
@only(may_manage, may_see_donors)
def mistake(request: HttpRequest, gift_id: int) -> HttpResponse:
    """Undo a gift that was entered by mistake: its counter-entry takes all that is left of it."""
    gift = get_object_or_404(Gift, pk=gift_id, provider__in=MANUAL)
    form = WhyForm(request.POST)
    left = refundable_minor(gift)
    if not form.is_valid():
        messages.warning(request, " ".join(form.said()))
    elif left <= 0:
        messages.warning(request, _("Nothing of this gift is left: it is undone already."))
    else:
        why = _mistake_words(form.cleaned_data["why"])
        _give_back(request, gift, Money(left, gift.currency), why=why, left=left)
    return back_to("funding_gift", gift.pk)


@require_POST
@only(may_manage, may_see_donors)
def message(request: HttpRequest, gift_id: int) -> HttpResponse:
    """Show a gift's message on the wall of thanks, or keep it from there."""
    gift = get_object_or_404(Gift, pk=gift_id)
    user, now = user_of(request), timezone.now()
    if request.POST.get("to") == "shown":
        done, words = show_message(gift, by=user, now=now), _("The message is shown.")
    else:
        why = tidy_line(request.POST.get("why", ""))[:WHY_MAX_LENGTH]
        done = take_off_message(gift, by=user, why=why, now=now)
        words = _("The message is not shown.")
    if done:
        messages.success(request, words)
    else:
        messages.warning(request, _("Nothing has changed: somebody was quicker."))
    return back_to("funding_gift", gift.pk)


def _give_back(request: HttpRequest, gift: Gift, amount: Money, *, why: str, left: int) -> None:
    user, now = user_of(request), timezone.now()
    try:
        ask_for_refund(gift, amount=amount, by=user, why=why, now=now, seen_left_minor=left)
    except NotRefundable:
        messages.error(request, _("So much is not left of it. Nothing was given back."))
    except Refused as error:
        said = {"words": str(error)}
        messages.error(request, _("The provider refuses the refund: %(words)s") % said)
    except ProviderError as error:
        words = _("The provider did not answer; it is asked again by itself. (%(words)s)")
        messages.warning(request, words % {"words": str(error)})
    else:
        back = {"amount": written(amount.amount_minor, amount.currency)}
        messages.success(request, _("%(amount)s goes back; the ledger says so.") % back)


def _mistake_words(why: str) -> str:
    return f"mistake: {why}"[:WHY_MAX_LENGTH]


def _page(
    request: HttpRequest, name: str, context: dict[str, object], *, title: str, status: int = 200
) -> HttpResponse:
    return desk_page(request, name, context, title=title, status=status, above="funding_gifts")
