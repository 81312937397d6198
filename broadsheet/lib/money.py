"""Money: integer minor units and an ISO 4217 code, how an amount is written out, and read."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from babel import Locale
from babel.numbers import (
    NumberFormatError,
    format_currency,
    format_decimal,
    get_currency_symbol,
    get_decimal_symbol,
    get_group_symbol,
    parse_decimal,
)

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
    sign = currency_sign(money.currency, locale=locale)
    figure = format_decimal(abs(money.amount), format="#,##" + _digits(money), locale=locale)
    minus = "-" if money.amount_minor < 0 else ""
    if sign_place is SignPlace.BEFORE:
        return f"{minus}{sign}{figure}"
    return f"{minus}{figure} {sign}"


def currency_sign(currency: str, *, locale: str) -> str:
    """A currency's sign as readers of a language know it, or its code where it has none."""
    return NARROW_SIGNS.get(currency) or get_currency_symbol(currency, locale=locale)


class AmountFault(StrEnum):
    """Why nobody can tell which amount was typed."""

    UNREADABLE = "unreadable"
    TOO_FINE = "too fine"  # more decimals than the currency has
    NOT_POSITIVE = "not positive"


class BadAmount(ValueError):
    """No amount can be read."""

    def __init__(self, fault: AmountFault) -> None:
        super().__init__(fault)
        self.fault = fault


def read_amount(text: str, *, currency: str, locale: str) -> Money:
    """Read an amount as people of a language type it: "12.50", "1 000,50", "٥٠", "50 €".

    The digits may be of any script, and the currency's sign or code may stand at either end. What
    can be read in two ways is refused, never guessed: "1.000" is a thousand in German, and in
    English no amount of dollars at all.

    :raises BadAmount: with the reason.
    """
    figure = _plain_figure(text, currency=currency, locale=locale)
    try:
        whole = parse_decimal(figure, locale=locale, strict=True)
    except NumberFormatError as error:
        raise BadAmount(AmountFault.UNREADABLE) from error
    exponent = Money(0, currency).exponent
    if -int(whole.as_tuple().exponent) > exponent:
        raise BadAmount(AmountFault.TOO_FINE)
    if whole <= 0:
        raise BadAmount(AmountFault.NOT_POSITIVE)
    return Money(int(whole.scaleb(exponent)), currency)


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


def _digits(money: Money) -> str:
    """The end of a number pattern: no decimals for whole amounts, else the currency's own."""
    is_whole = money.amount == money.amount.to_integral_value()
    return "0" if is_whole else "0." + "0" * money.exponent


# What nobody types longer: a number of quintillions with its separators.
_LONGEST = 40
_SPACES = "\u0020\u00a0\u202f\u2009"
# Digits, with single separators between them.
_FIGURE = re.compile(rf"[0-9]+(?:[.,'’{_SPACES}][0-9]+)*")
# The Arabic script's own. Source: Unicode, the names of U+066B and U+066C.
_ARABIC_DECIMAL, _ARABIC_GROUP = "\u066b", "\u066c"


def _plain_figure(text: str, *, currency: str, locale: str) -> str:
    """The figure alone, with ASCII digits and the separators that the locale uses.

    :raises BadAmount: where there is anything else, such as a minus or letters.
    """
    if len(text) > _LONGEST:
        raise BadAmount(AmountFault.UNREADABLE)
    bare = _without_sign(_visible(text), currency=currency, locale=locale)
    point, group = get_decimal_symbol(locale), get_group_symbol(locale)
    figure = "".join(_digit(sign) for sign in bare)
    figure = figure.replace(_ARABIC_DECIMAL, point).replace(_ARABIC_GROUP, group)
    if not _FIGURE.fullmatch(figure):
        raise BadAmount(AmountFault.UNREADABLE)
    if group in _SPACES:
        return re.sub(f"[{_SPACES}]", group, figure)
    return figure.replace("'", "’") if group == "’" else figure


def _visible(text: str) -> str:
    """Without the marks of direction that are pasted along with an amount."""
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def _without_sign(text: str, *, currency: str, locale: str) -> str:
    bare = text.strip()
    own = get_currency_symbol(currency, locale=locale)
    short = currency_sign(currency, locale=locale)
    for sign in (currency, currency.lower(), own, _visible(own), short):
        bare = bare.removeprefix(sign).removesuffix(sign).strip()
    return bare


def _digit(sign: str) -> str:
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)
