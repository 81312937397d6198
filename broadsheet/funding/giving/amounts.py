"""How much is given, how often, and what is paid in all."""

from datetime import date
from typing import Any

from babel.numbers import format_decimal
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from broadsheet.funding.giving.offer import Offer
from broadsheet.funding.models import Every
from broadsheet.lib.money import AmountFault, BadAmount, Money, read_amount
from broadsheet.newsroom.languages import figure, locale_of
from broadsheet.newsroom.models import NewsroomSettings

# The choice that stands for the amount in the field beside it.
OTHER = "other"
# Beyond this the field is not even looked at.
MOST_SIGNS = 100


class AmountForm(forms.Form):
    """A preset or a free amount, whether the fee is covered, and how often.

    `choice` is a preset's smallest units, OTHER, or "" where somebody has only written an amount.
    A valid form has `money`, what counts, and `cover`, what is added to it.
    """

    choice = forms.CharField(required=False, max_length=MOST_SIGNS)
    amount = forms.CharField(required=False, max_length=MOST_SIGNS)
    currency = forms.CharField(required=False, max_length=MOST_SIGNS)
    covers = forms.BooleanField(required=False)
    every = forms.ChoiceField(
        choices=Every.choices,
        required=False,
        error_messages={"invalid_choice": _("Please choose how often you give.")},
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        self.fields["amount"].error_messages["max_length"] = self._unreadable(offer.currencies[0])
        self.initial = {"every": Every.ONCE, "currency": offer.currencies[0], **self.initial}

    def clean_every(self) -> Every:
        every = Every(self.cleaned_data["every"] or Every.ONCE)
        if every not in self.offer.rhythms:
            raise ValidationError(gettext("Please choose how often you give."))
        return every

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "amount" in self.errors:
            return cleaned
        try:
            cleaned["money"] = money = self._money(cleaned)
            cleaned["cover"] = self._cover(money) if cleaned["covers"] else Money(0, money.currency)
        except ValidationError as error:
            self.add_error("amount", error)
        return cleaned

    def _money(self, cleaned: dict[str, Any]) -> Money:
        typed = cleaned.get("amount", "").strip()
        presets = {preset.value: preset for preset in self.offer.presets}
        chosen = presets.get(cleaned.get("choice", ""))
        if chosen and typed:
            raise ValidationError(
                gettext(
                    "You have chosen %(amount)s and written another amount. Please empty the "
                    "field, or choose “Another amount”."
                )
                % {"amount": chosen.label}
            )
        if chosen:
            return chosen.money
        if not typed:
            raise ValidationError(gettext("Please choose an amount, or write one."))
        return self._typed(typed, currency=cleaned.get("currency") or self.offer.currencies[0])

    def _typed(self, text: str, *, currency: str) -> Money:
        if currency not in self.offer.currencies:
            raise ValidationError(gettext("Please choose one of the currencies."))
        try:
            money = read_amount(text, currency=currency, locale=str(self._locale()))
        except BadAmount as error:
            raise ValidationError(self._words_of(error.fault, currency)) from None
        self._require_in_range(money)
        self._require_chargeable(money)
        return money

    def _cover(self, money: Money) -> Money:
        cover = self.offer.cover_of(money, day=_today())
        self._require_in_range(Money(money.amount_minor + cover.amount_minor, money.currency))
        return cover

    def _require_in_range(self, money: Money) -> None:
        least, most = self.offer.range_of(money.currency)
        write = self.offer.newsroom.write_amount
        if money.amount_minor < least.amount_minor:
            words = gettext("The least that can be given here is %(amount)s.")
            raise ValidationError(words % {"amount": write(least)})
        if money.amount_minor > most.amount_minor:
            words = gettext("The most that can be paid at once is %(amount)s.")
            raise ValidationError(words % {"amount": write(most)})

    def _require_chargeable(self, money: Money) -> None:
        nearest = self.offer.chargeable(money)
        if nearest != money:
            words = gettext(
                "This cannot be paid to the last digit. The next amount that can is %(amount)s."
            )
            raise ValidationError(words % {"amount": self.offer.newsroom.write_amount(nearest)})

    def _words_of(self, fault: AmountFault, currency: str) -> str:
        if fault is AmountFault.NOT_POSITIVE:
            return gettext("Please give more than nothing.")
        if fault is AmountFault.UNREADABLE:
            return self._unreadable(currency)
        exponent = Money(0, currency).exponent
        if not exponent:
            words = gettext("%(currency)s has no decimals. Write a whole amount, as %(example)s.")
        else:
            words = ngettext(
                "%(currency)s has at most %(number)s decimal. Write the amount as %(example)s.",
                "%(currency)s has at most %(number)s decimals. Write the amount as %(example)s.",
                exponent,
            )
        number = figure(exponent, language=self.offer.newsroom.language)
        named = {"currency": currency, "number": number, "example": self._example(currency)}
        return words % named

    def _unreadable(self, currency: str) -> str:
        words = gettext("We cannot read this amount. Write it as %(example)s.")
        return words % {"example": self._example(currency)}

    def _example(self, currency: str) -> str:
        """An amount as the form reads it: with a separator of thousands, and all decimals."""
        decimals = Money(0, currency).exponent
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return format_decimal(1250, format=pattern, locale=self._locale())

    def _locale(self) -> Any:
        return locale_of(self.offer.newsroom.language)


def sum_words(money: Money, *, cover: Money, every: Every, newsroom: NewsroomSettings) -> str:
    """What is paid in all, said before paying: "You pay 25 $ + 0.98 $ = 25.98 $ every month."."""
    total = Money(money.amount_minor + cover.amount_minor, money.currency)
    figures = newsroom.write_amount(total)
    if cover.amount_minor:
        parts = [newsroom.write_amount(part) for part in (money, cover)]
        figures = f"{' + '.join(parts)} = {figures}"
    return _PAID[every] % {"sum": figures}


_PAID = {
    Every.ONCE: _("You pay %(sum)s, once."),
    Every.MONTH: _("You pay %(sum)s every month, until you end it."),
    Every.YEAR: _("You pay %(sum)s every year, until you end it."),
}


def _today() -> date:
    return timezone.now().date()
