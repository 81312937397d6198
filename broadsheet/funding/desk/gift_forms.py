"""What the staff fills in about a gift: how much goes back and why, and a gift that arrived."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from broadsheet.funding.desk.amounts import figure, typed, written
from broadsheet.funding.desk.fields import CurrencyField, Why
from broadsheet.funding.models import (
    BANK,
    CASH,
    MESSAGE_MAX_LENGTH,
    NAME_MAX_LENGTH,
    Campaign,
    Gift,
    NameShown,
)
from broadsheet.funding.settling.manual import HandedOver
from broadsheet.lib.money import Money
from broadsheet.newsroom.typed import MailAddress, PlainLine

WAYS = [(BANK, _("Bank transfer")), (CASH, _("Cash"))]
SHOWN = [
    (NameShown.ANONYMOUS.value, _("Nobody: no name is kept")),
    (NameShown.HIDDEN.value, _("The newsroom alone")),
    (NameShown.SHOWN.value, _("Everybody, on the wall of thanks")),
]
OLDEST_DAYS = 3 * 365


class RefundForm(forms.Form):
    """How much of a gift goes back. `left` is what was left when the page was made."""

    amount = forms.CharField(label=_("How much goes back"), max_length=40)
    why = Why()
    left = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, sent: Any = None, *, gift: Gift, left_minor: int) -> None:
        self.gift, self.left_minor = gift, left_minor
        whole = {"amount": figure(left_minor, gift.currency), "left": left_minor}
        super().__init__(sent, initial=whole)
        said = {"left": written(left_minor, gift.currency)}
        self.fields["amount"].help_text = _("%(left)s is left of it.") % said

    def clean_amount(self) -> int:
        minor = typed(self.cleaned_data["amount"], currency=self.gift.currency)
        if minor > self.left_minor:
            raise ValidationError(_("So much is not left of it."))
        return minor

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "left" in cleaned and cleaned["left"] != self.left_minor:
            raise ValidationError(
                _("Something has gone back meanwhile. Look at the gift again before you go on.")
            )
        return cleaned

    def amount_back(self) -> Money:
        return Money(self.cleaned_data["amount"], self.gift.currency)


class WhyForm(forms.Form):
    """Why it is done."""

    why = Why()

    def said(self) -> list[str]:
        """What is wrong with it, for who sent it from a page without room for that."""
        return [str(error) for errors in self.errors.values() for error in errors]


class EnterGiftForm(forms.Form):
    """A gift that has arrived by bank transfer or in cash."""

    way = forms.ChoiceField(label=_("How it came"), choices=WAYS)
    amount = forms.CharField(label=_("Amount"), max_length=40)
    currency = CurrencyField()
    arrived_on = forms.DateField(label=_("Arrived on"), widget=AdminDateInput())
    campaign = forms.ModelChoiceField(
        Campaign.objects.order_by("-starts_at", "-pk"),
        label=_("For the campaign"),
        required=False,
        empty_label=_("None: for the newsroom in general"),
    )
    rate = forms.CharField(
        label=_("Rate"),
        required=False,
        max_length=24,
        help_text=_(
            "What one unit became in the campaign’s currency, such as 1.085. Empty for the central"
            " bank’s of that day."
        ),
    )
    why = Why(
        label=_("How you know of it"),
        help_text=_("Such as the bank statement’s line; kept for your colleagues."),
    )
    email = MailAddress(
        label=_("E-mail of the donor"), required=False, help_text=_("The receipt goes there.")
    )
    name = PlainLine(label=_("Name of the donor"), required=False, max_length=NAME_MAX_LENGTH)
    name_shown = forms.ChoiceField(
        label=_("Who may know the name"), choices=SHOWN, widget=forms.RadioSelect
    )
    shows_amount = forms.BooleanField(
        label=_("The amount may stand on the wall of thanks"), required=False
    )
    message = PlainLine(label=_("Message"), required=False, max_length=MESSAGE_MAX_LENGTH)
    # Shown only where the same gift seems to be there already.
    again = forms.BooleanField(
        label=_("Enter it although one like it is there"), required=False, widget=forms.HiddenInput
    )

    def clean_arrived_on(self) -> Any:
        day, today = self.cleaned_data["arrived_on"], timezone.localdate()
        if day > today:
            raise ValidationError(_("It cannot have arrived yet on that day."))
        if day < today - timedelta(days=OLDEST_DAYS):
            raise ValidationError(_("That is too long ago. Is the year right?"))
        return day

    def clean_rate(self) -> Decimal | None:
        text = self.cleaned_data["rate"].strip().replace(",", ".")
        if not text:
            return None
        if not text.replace(".", "", 1).isdecimal() or not text.isascii():
            raise ValidationError(_("A rate is a number such as 1.085."))
        rate = Decimal(text)
        if not Decimal("0.000001") <= rate <= Decimal(1_000_000):
            raise ValidationError(_("A rate is a number such as 1.085."))
        return rate

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "amount" in cleaned and cleaned.get("currency"):
            try:
                cleaned["amount"] = typed(cleaned["amount"], currency=cleaned["currency"])
            except ValidationError as error:
                self.add_error("amount", error)
        if cleaned.get("name_shown") == NameShown.SHOWN and not cleaned.get("name"):
            self.add_error("name", _("Without a name there is none to show."))
        return cleaned

    def handed_over(self) -> HandedOver:
        filled = self.cleaned_data
        return HandedOver(
            amount=Money(filled["amount"], filled["currency"]),
            way=filled["way"],
            campaign=filled["campaign"],
            arrived_on=filled["arrived_on"],
            why=filled["why"],
            email=filled["email"],
            name=filled["name"],
            name_shown=NameShown(filled["name_shown"]),
            shows_amount=filled["shows_amount"],
            message=filled["message"],
            rate=self._rate(),
        )

    def _rate(self) -> Decimal | None:
        """A rate between a currency and itself would be a mistake that nobody sees."""
        campaign = self.cleaned_data["campaign"]
        is_other = campaign is not None and campaign.currency != self.cleaned_data["currency"]
        return self.cleaned_data["rate"] if is_other else None

    def ask_again(self) -> None:
        """Show the box that says it is another gift, and why it is there."""
        self.fields["again"].widget = forms.CheckboxInput()
        self.add_error("again", _("A gift like this was entered today. Is it really another one?"))
