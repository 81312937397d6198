"""Regular gifts at the desk: the list, one of them, and ending it on its donor's wish."""

from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from broadsheet.funding.desk.amounts import written
from broadsheet.funding.desk.asked import ROWS_A_PAGE, with_marks
from broadsheet.funding.desk.frame import back_to, desk_page
from broadsheet.funding.desk.gate import may_manage, may_see_donors, only, user_of
from broadsheet.funding.desk.gift_forms import WhyForm
from broadsheet.funding.desk.gift_rows import gift_rows, who_gave, with_surroundings
from broadsheet.funding.desk.regular_rows import AskedRegulars, regular_rows
from broadsheet.funding.models import GiftChange, GiftState, RegularGift, RegularState
from broadsheet.funding.providers.contract import ProviderError
from broadsheet.funding.settling.regulars import ask_to_end

MOST_GIFTS = 100


@require_safe
@only(may_see_donors)
def regulars(request: HttpRequest) -> HttpResponse:
    """The promises to give again and again, by their state."""
    asked = AskedRegulars.from_query(request.GET)
    start = (asked.page - 1) * ROWS_A_PAGE
    paid = Count("gifts", filter=Q(gifts__state=GiftState.SETTLED))
    rows = asked.regulars().select_related("donor", "campaign").annotate(paid=paid)
    found = list(rows[start : start + ROWS_A_PAGE + 1])
    context = {
        "asked": asked,
        "shelves": asked.shelves(),
        "rows": regular_rows(found[:ROWS_A_PAGE]),
        "previous_query": asked.on_page(asked.page - 1).query,
        "next_query": asked.on_page(asked.page + 1).query if len(found) > ROWS_A_PAGE else "",
    }
    return desk_page(request, "regulars", context, title=_("Regular gifts"))


@require_safe
@only(may_see_donors)
def regular(request: HttpRequest, regular_id: int) -> HttpResponse:
    """One regular gift, and the gifts that it has brought."""
    rows = RegularGift.objects.select_related("donor", "campaign")
    found = get_object_or_404(rows, pk=regular_id)
    gifts = with_marks(with_surroundings(found.gifts.order_by("-id")))
    context = {
        "regular": found,
        "who": who_gave(found),
        "amount": written(found.amount_minor, found.currency),
        "cover": written(found.cover_minor, found.currency) if found.cover_minor else "",
        "wanted": written(found.wanted_minor, found.currency) if found.wanted_minor else "",
        "goes_on": found.state in (RegularState.ACTIVE, RegularState.OVERDUE),
        "rows": gift_rows(gifts[:MOST_GIFTS], sees_donors=True),
        "changes": list(found.changes.select_related("by").order_by("-id")),
    }
    title = _("A regular gift")
    return desk_page(request, "regular", context, title=title, above="funding_regulars")


@require_POST
@only(may_manage, may_see_donors)
def end(request: HttpRequest, regular_id: int) -> HttpResponse:
    """End a regular gift, since its donor wants it."""
    found = get_object_or_404(RegularGift, pk=regular_id)
    form = WhyForm(request.POST)
    if not form.is_valid():
        messages.warning(request, " ".join(form.said()))
    elif found.state == RegularState.ENDED:
        messages.warning(request, _("This regular gift has ended already."))
    else:
        _end(request, found, why=form.cleaned_data["why"])
    return back_to("funding_regular", found.pk)


def _end(request: HttpRequest, regular: RegularGift, *, why: str) -> None:
    now = timezone.now()
    with transaction.atomic():
        GiftChange.objects.create(
            regular=regular, at=now, by=user_of(request), what="ended by the newsroom", why=why
        )
    try:
        ask_to_end(regular, now=now)
    except ProviderError as error:
        words = _("The provider did not end it yet; it is asked again by itself. (%(words)s)")
        messages.warning(request, words % {"words": str(error)})
    else:
        messages.success(request, _("Ended: nothing more is taken from the donor."))
