"""The rules of the funding at the desk: what is taken, from whom receipts come, what is shown."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from broadsheet.funding.desk.amounts import figure, figure_lines, typed, typed_lines
from broadsheet.funding.desk.frame import back_to, desk_page
from broadsheet.funding.desk.gate import may_manage, only, user_of
from broadsheet.funding.desk.taking import who_takes_gifts
from broadsheet.funding.models import FundingRules, GiftChange
from broadsheet.funding.models.rules import require_currencies
from broadsheet.funding.rulebook import change_rules, stored_rules
from broadsheet.readers.models import User

HUNDREDTHS = 100
CHANGED = "rules of the funding changed"


class RulesForm(forms.ModelForm):
    """The rules, with amounts and the fee as people write them."""

    currencies_typed = forms.CharField(
        label=gettext_lazy("Currencies"),
        max_length=200,
        help_text=gettext_lazy("Codes such as USD, EUR. The first is preselected."),
    )
    presets_typed = forms.CharField(
        label=gettext_lazy("Amounts to choose from"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line, in the first currency."),
    )
    fee_percent = forms.DecimalField(
        label=gettext_lazy("Fee, in percent"),
        min_value=0,
        max_value=20,
        max_digits=4,
        decimal_places=2,
        help_text=gettext_lazy("What the provider keeps, for donors who want to cover it."),
    )
    fee_fixed = forms.CharField(
        label=gettext_lazy("And a fixed fee, in the first currency"), max_length=40
    )

    field_order = (
        "is_open",
        "currencies_typed",
        "presets_typed",
        "takes_monthly",
        "takes_yearly",
        "fee_percent",
        "fee_fixed",
        "messages_wait",
        "has_wall",
        "entity",
        "entity_address",
        "tax_words",
        "transfer_words",
        "thanks",
    )

    class Meta:
        model = FundingRules
        fields = (
            "is_open",
            "takes_monthly",
            "takes_yearly",
            "messages_wait",
            "has_wall",
            "entity",
            "entity_address",
            "tax_words",
            "transfer_words",
            "thanks",
        )
        widgets = {
            name: forms.Textarea(attrs={"rows": 4})
            for name in ("entity_address", "tax_words", "transfer_words", "thanks")
        }

    def __init__(self, sent: Any = None, *, instance: FundingRules) -> None:
        first = instance.currencies[0]
        said = {
            "currencies_typed": ", ".join(instance.currencies),
            "presets_typed": figure_lines(instance.presets_minor, first),
            "fee_percent": Decimal(instance.fee_basis_points) / HUNDREDTHS,
            "fee_fixed": figure(instance.fee_fixed_minor, first),
        }
        super().__init__(sent, instance=instance, initial=said)

    def clean_currencies_typed(self) -> list[str]:
        codes = self.cleaned_data["currencies_typed"].upper().replace(",", " ").split()
        require_currencies(codes)
        return list(codes)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        codes = cleaned.get("currencies_typed")
        if not codes:
            return cleaned
        self.instance.currencies = codes
        self._read("presets_typed", "presets_minor", _presets, currency=codes[0])
        self._read("fee_fixed", "fee_fixed_minor", _fee, currency=codes[0])
        if "fee_percent" in cleaned:
            self.instance.fee_basis_points = int(cleaned["fee_percent"] * HUNDREDTHS)
        return cleaned

    def _read(self, field: str, column: str, reading: Any, *, currency: str) -> None:
        if field not in self.cleaned_data:
            return
        try:
            setattr(self.instance, column, reading(self.cleaned_data[field], currency=currency))
        except ValidationError as error:
            self.add_error(field, error)


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_manage)
def rules(request: HttpRequest) -> HttpResponse:
    """All rules on one page, and who takes gifts by them."""
    form = RulesForm(request.POST or None, instance=stored_rules())
    if request.method == "POST" and form.is_valid():
        _change(form.save(commit=False), by=user_of(request))
        messages.success(request, _("The rules are changed; they hold from now on."))
        return back_to("funding_rules")
    status = 422 if form.errors else 200
    context = {"form": form, "taking": who_takes_gifts()}
    return desk_page(request, "rules", context, title=_("Rules of the funding"), status=status)


@transaction.atomic
def _change(rules: FundingRules, *, by: User) -> None:
    change_rules(rules)
    GiftChange.objects.create(at=timezone.now(), by=by, what=CHANGED)


def _presets(text: str, *, currency: str) -> list[int]:
    amounts = typed_lines(text, currency=currency)
    if not amounts or amounts[0] == 0:
        raise ValidationError(_("An amount must be more than nothing."))
    return amounts


def _fee(text: str, *, currency: str) -> int:
    lines = typed_lines(text, currency=currency)
    return lines[0] if lines else typed(text, currency=currency)
