"""The gifts at the desk, for those who may see donors: the list, and one of them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from broadsheet.funding.desk.amounts import written
from broadsheet.funding.desk.asked import MARK_LABELS, ROWS_A_PAGE, AskedGifts
from broadsheet.funding.desk.frame import desk_page
from broadsheet.funding.desk.gate import may_see_donors, only
from broadsheet.funding.desk.gift_rows import gift_rows, with_surroundings
from broadsheet.funding.desk.one_gift import one_gift
from broadsheet.funding.models import Campaign, Every, GiftState


@require_safe
@only(may_see_donors)
def gifts(request: HttpRequest) -> HttpResponse:
    """The gifts that the address asks for, in a fixed number of queries."""
    asked = AskedGifts.from_query(request.GET)
    start = (asked.page - 1) * ROWS_A_PAGE
    found = list(with_surroundings(asked.gifts())[start : start + ROWS_A_PAGE + 1])
    context = {
        "asked": asked,
        "rows": gift_rows(found[:ROWS_A_PAGE], sees_donors=True),
        "previous_query": asked.on_page(asked.page - 1).query,
        "next_query": asked.on_page(asked.page + 1).query if len(found) > ROWS_A_PAGE else "",
        **_choices(),
    }
    return desk_page(request, "gifts", context, title=_("Gifts"))


@require_safe
@only(may_see_donors)
def gift(request: HttpRequest, gift_id: int) -> HttpResponse:
    """All that is known of one gift."""
    found = one_gift(gift_id)
    if found is None:
        raise Http404("No such gift.")
    amount = written(found.gift.amount_minor, found.gift.currency)
    title = _("A gift of %(amount)s") % {"amount": amount}
    return desk_page(request, "gift", {"one": found}, title=title, above="funding_gifts")


def _choices() -> dict[str, Any]:
    return {
        "states": GiftState.choices,
        "rhythms": Every.choices,
        "marks": [(mark.value, words) for mark, words in MARK_LABELS.items()],
        "campaigns": list(Campaign.objects.order_by("title", "pk").values_list("pk", "title")),
    }
