"""Money: integer minor units and an ISO 4217 code, and how an amount is written out."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from babel import Locale
from babel.numbers import format_currency, format_decimal, get_currency_symbol

# ISO 4217 exponents that are not 2. Source: ISO 4217 list one, published 2024-06-25.
_NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
_FOUR_DECIMALS = "CLF UYW"
EXPONENTS = {
    **dict.fromkeys(_NO_DECIMALS.split(), 0),
    **dict.fromkeys(_THREE_DECIMALS.split(), 3),
    **dict.fromkeys(_FOUR_DECIMALS.split(), 4),
}

# Signs that readers of one newspaper need not have qualified as US$, CA$ and the like.
NARROW_SIGNS = {"USD": "$", "CAD": "$", "AUD": "$", "NZD": "$"}

# Invisible marks around what runs in a direction of its own.
RIGHT_TO_LEFT, AS_ITS_LETTERS, END = "\u2067", "\u2068", "\u2069"


class SignPlace(StrEnum):
    """Where the currency's sign stands."""

    AFTER = "after"
    BEFORE = "before"
    LOCALE = "locale"


@dataclass(frozen=True)
class Money:
    """An amount in the currency's smallest unit: `Money(89500, "USD")` is 895 dollars."""

    amount_minor: int
    currency: str

    @property
    def exponent(self) -> int:
        return EXPONENTS.get(self.currency, 2)

    @property
    def amount(self) -> Decimal:
        """The amount in whole units: 895 for `Money(89500, "USD")`."""
        return Decimal(self.amount_minor).scaleb(-self.exponent)


def write_amount(money: Money, *, sign_place: SignPlace, locale: str) -> str:
    """Write an amount for readers: "2,500 $", "$2,500" or as the locale has it.

    Whole amounts carry no decimals. The space before a sign is a plain one; style sheets
    keep it from breaking.
    """
    if sign_place is SignPlace.LOCALE:
        return _in_one_piece(_as_locale_has_it(money, locale=locale), money, locale=locale)
    sign = _sign(money.currency, locale=locale)
    figure = format_decimal(abs(money.amount), format="#,##" + _digits(money), locale=locale)
    minus = "-" if money.amount_minor < 0 else ""
    if sign_place is SignPlace.BEFORE:
        return f"{minus}{sign}{figure}"
    return f"{minus}{figure} {sign}"


def _as_locale_has_it(money: Money, *, locale: str) -> str:
    pattern = Locale.parse(locale).currency_formats["standard"].pattern
    pattern = re.sub(r"0\.0+", _digits(money), pattern)
    return format_currency(
        money.amount, money.currency, format=pattern, locale=locale, currency_digits=False
    )


def _in_one_piece(written: str, money: Money, *, locale: str) -> str:
    """Where writing runs from the right, an amount does so too wherever it stands, and its sign
    stays whole. Source: Unicode Standard Annex 9, explicit isolates."""
    if Locale.parse(locale).text_direction == "ltr":
        return written
    sign = get_currency_symbol(money.currency, locale=locale)
    return RIGHT_TO_LEFT + written.replace(sign, AS_ITS_LETTERS + sign + END) + END


def _sign(currency: str, *, locale: str) -> str:
    return NARROW_SIGNS.get(currency) or get_currency_symbol(currency, locale=locale)


def _digits(money: Money) -> str:
    """The end of a number pattern: no decimals for whole amounts, else the currency's own."""
    is_whole = money.amount == money.amount.to_integral_value()
    return "0" if is_whole else "0." + "0" * money.exponent
