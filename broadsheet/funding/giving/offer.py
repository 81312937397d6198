"""What can be given here: by the newsroom's rules, and by what the provider takes."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from babel.numbers import format_percent, get_currency_name, get_currency_symbol

from broadsheet.funding.giving.fee import WHOLE, Fee, cover_for
from broadsheet.funding.models import Every, FundingRules, NameShown
from broadsheet.funding.providers.contract import Provider, ProviderError
from broadsheet.funding.providers.registry import active
from broadsheet.funding.rulebook import rules
from broadsheet.funding.settling.arithmetic import counted
from broadsheet.funding.settling.rates import NoRate, reference_rate
from broadsheet.lib.money import Money, currency_sign
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.languages import locale_of
from broadsheet.newsroom.models import NewsroomSettings
from broadsheet.newsroom.models.settings import CurrencySign


@dataclass(frozen=True)
class Preset:
    """An amount to choose: its smallest units for the form, and how the newsroom writes it."""

    value: str
    money: Money
    label: str


@dataclass(frozen=True)
class Offer:
    """What can be given, while one page or one form is answered."""

    rules: FundingRules
    provider: Provider
    newsroom: NewsroomSettings

    @cached_property
    def is_open(self) -> bool:
        """Whether gifts are taken. The provider may need a query to say so."""
        return self.rules.is_open and not self.provider.why_closed() and bool(self.currencies)

    @cached_property
    def currencies(self) -> list[str]:
        """Those of the rules that the provider takes; the first is that of the presets."""
        return list(self._ranges)

    @property
    def currency_name(self) -> str:
        """The name of the only currency, or of the first."""
        return self.currency_choices[0][1]

    @property
    def currency_sign(self) -> str:
        """As amounts have it on the same page."""
        locale = str(locale_of(self.newsroom.language))
        if self.newsroom.currency_sign == CurrencySign.LOCALE:
            return get_currency_symbol(self.currencies[0], locale=locale)
        return currency_sign(self.currencies[0], locale=locale)

    @property
    def has_one_currency(self) -> bool:
        return len(self.currencies) == 1

    @property
    def currency_choices(self) -> list[tuple[str, str]]:
        """Each code with its name, in the newsroom's language."""
        locale = locale_of(self.newsroom.language)
        return [(code, get_currency_name(code, locale=locale)) for code in self.currencies]

    @cached_property
    def presets(self) -> list[Preset]:
        """Without those that cannot be paid. Presets are in the rules' first currency."""
        first = self.rules.currencies[0]
        if first not in self._ranges:
            return []
        amounts = [Money(minor, first) for minor in self.rules.presets_minor]
        return [
            Preset(str(money.amount_minor), money, self.newsroom.write_amount(money))
            for money in amounts
            if self.is_payable(money)
        ]

    @property
    def rhythms(self) -> list[Every]:
        """Once, and what else the rules offer."""
        monthly = [Every.MONTH] if self.rules.takes_monthly else []
        return [Every.ONCE, *monthly, *([Every.YEAR] if self.rules.takes_yearly else [])]

    @property
    def comes_again(self) -> bool:
        return len(self.rhythms) > 1

    @property
    def name_choices(self) -> list[tuple[str, str]]:
        """The quietest first, which is what is chosen; without a wall nothing is shown at all."""
        choices = [(choice.value, str(choice.label)) for choice in reversed(NameShown)]
        return choices if self.rules.has_wall else choices[:-1]

    def range_of(self, currency: str) -> tuple[Money, Money]:
        """The least and the most that can be given at once; the least is more than nothing."""
        least, most = self._ranges[currency]
        return Money(max(least, 1), currency), Money(most, currency)

    def is_payable(self, money: Money) -> bool:
        least, most = self.range_of(money.currency)
        is_within = least.amount_minor <= money.amount_minor <= most.amount_minor
        return is_within and self.chargeable(money) == money

    def chargeable(self, money: Money) -> Money:
        """The amount itself, or the next higher one that can be paid."""
        return _chargeable(self.provider, money)  # type: ignore[arg-type]  # each is one object

    @property
    def fee_words(self) -> str:
        """The fee's rule, such as "2.9% + 0.30 $"; "" where there is none to cover."""
        fee = Fee(self.rules.fee_basis_points, self.rules.fee_fixed_minor)
        parts = []
        if fee.basis_points:
            parts.append(_percent(fee.basis_points, language=self.newsroom.language))
        if fee.fixed_minor:
            fixed = Money(fee.fixed_minor, self.rules.currencies[0])
            parts.append(self.newsroom.write_amount(fixed))
        return " + ".join(parts)

    def cover_of(self, amount: Money, *, day: date) -> Money:
        """What covers the fee of an amount, so that both together can be charged."""
        fixed = _fixed_fee(
            self.rules.fee_fixed_minor, self.rules.currencies[0], amount.currency, day
        )
        fee = Fee(self.rules.fee_basis_points, fixed)
        cover = cover_for(amount.amount_minor, fee)
        charged = self.chargeable(Money(amount.amount_minor + cover, amount.currency))
        return Money(charged.amount_minor - amount.amount_minor, amount.currency)

    @cached_property
    def _ranges(self) -> dict[str, tuple[int, int]]:
        """Of the rules' currencies those that the provider takes, with the least and the most."""
        ranges = {}
        for code in self.rules.currencies:
            with suppress(ProviderError):
                ranges[code] = _charge_range(self.provider, code)  # type: ignore[arg-type]
        return ranges


def offer_now() -> Offer:
    """What can be given on this site. No query, but what the provider needs to say it is open."""
    return Offer(rules=rules(), provider=active(), newsroom=this_newsroom())


# Arithmetic, for which a provider may yet ask the database whether it is at home here.
@lru_cache(maxsize=64)
def _charge_range(provider: Provider, currency: str) -> tuple[int, int]:
    return provider.charge_range(currency)


@lru_cache(maxsize=1024)
def _chargeable(provider: Provider, money: Money) -> Money:
    return provider.chargeable(money)


def _percent(basis_points: int, *, language: str) -> str:
    return format_percent(
        Decimal(basis_points) / WHOLE, locale=locale_of(language), decimal_quantization=False
    )


@lru_cache(maxsize=64)
def _fixed_fee(minor: int, of: str, to: str, day: date) -> int:
    """The fixed part in another currency; 0 where nobody knows a rate, as the share stays."""
    if of == to or not minor:
        return minor
    try:
        rate, _day = reference_rate(of, to, day)
    except NoRate:
        return 0
    return counted(Money(minor, of), rate=rate, currency=to).amount_minor
