"""Exports in CSV, and who took which: written down before the first line leaves."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.widgets import AdminDateInput

from broadsheet.funding.desk.cells import csv_lines
from broadsheet.funding.desk.frame import desk_page
from broadsheet.funding.desk.gate import may_manage, may_see_donors, only, user_of
from broadsheet.funding.desk.sheets import SHEETS, Wanted
from broadsheet.funding.models import GiftChange

SHEET_WORDS = {
    "gifts": gettext_lazy("Gifts"),
    "ledger": gettext_lazy("Entries of the ledger, posting by posting"),
    "receipts": gettext_lazy("Receipts"),
}
EXPORTED = "exported"
LISTED = 30


class ExportForm(forms.Form):
    """Which sheet, of which days, and whether with what donors told us."""

    sheet = forms.ChoiceField(
        label=gettext_lazy("What"), choices=list(SHEET_WORDS.items()), widget=forms.RadioSelect
    )
    since = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=AdminDateInput(),
        help_text=gettext_lazy("Empty for all there is."),
    )
    until = forms.DateField(label=gettext_lazy("Until"), required=False, widget=AdminDateInput())
    with_donors = forms.BooleanField(
        label=gettext_lazy("With names, addresses and messages"),
        required=False,
        help_text=gettext_lazy("Keep such a file no longer than it is needed."),
    )

    def __init__(self, sent: Any = None, *, sees_donors: bool) -> None:
        super().__init__(sent, initial={"sheet": "gifts"})
        if not sees_donors:
            del self.fields["with_donors"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            raise ValidationError(_("The last day is before the first."))
        return cleaned

    def wanted(self) -> Wanted:
        filled = self.cleaned_data
        donors = bool(filled.get("with_donors")) and filled["sheet"] != "ledger"
        return Wanted(filled["since"], filled["until"], with_donors=donors)


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_manage)
def exports(request: HttpRequest) -> HttpResponseBase:
    """A form that answers with a file, and who has taken one before."""
    form = ExportForm(request.POST or None, sees_donors=may_see_donors(request.user))
    if request.method == "POST" and form.is_valid():
        return _file(request, form)
    taken = GiftChange.objects.filter(gift=None, regular=None, what__startswith=EXPORTED)
    context = {"form": form, "taken": list(taken.select_related("by").order_by("-id")[:LISTED])}
    status = 422 if form.errors else 200
    return desk_page(request, "exports", context, title=_("Exports"), status=status)


def _file(request: HttpRequest, form: ExportForm) -> StreamingHttpResponse:
    sheet, wanted = form.cleaned_data["sheet"], form.wanted()
    _write_down(request, sheet, wanted)
    lines = csv_lines(SHEETS[sheet](wanted))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"{sheet}-{timezone.localdate().isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@transaction.atomic
def _write_down(request: HttpRequest, sheet: str, wanted: Wanted) -> None:
    days = " – ".join(str(day or "…") for day in (wanted.since, wanted.until))
    what = f"{EXPORTED} {sheet}{' with donors' if wanted.with_donors else ''}, {days}"
    GiftChange.objects.create(at=timezone.now(), by=user_of(request), what=what)
