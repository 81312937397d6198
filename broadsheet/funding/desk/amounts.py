"""Amounts at the desk: as they are written on its pages, and as people type them into its forms.

Both in the newsroom's own language and form, whichever language the desk speaks.
"""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from babel.numbers import format_decimal
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from broadsheet.lib.money import (
    NARROW_SIGNS,
    AmountFault,
    BadAmount,
    Money,
    read_amount,
)
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.languages import locale_of
from broadsheet.newsroom.models import NewsroomSettings

FAULTS = {
    AmountFault.UNREADABLE: _("“%(text)s” is no amount that can be read."),
    AmountFault.TOO_FINE: _("“%(text)s” has more decimals than the currency."),
    AmountFault.NOT_POSITIVE: _("An amount must be more than nothing."),
}
# Beside each other on one list, dollars of several countries would look the same.
AMBIGUOUS = NARROW_SIGNS.keys() - {"USD"}

_newsroom: ContextVar[NewsroomSettings | None] = ContextVar("newsroom of the desk", default=None)


@contextmanager
def house_form() -> Iterator[None]:
    """Look up once, and not for every amount of a page, how the newsroom writes amounts."""
    before = _newsroom.set(this_newsroom())
    try:
        yield
    finally:
        _newsroom.reset(before)


def written(minor: int, currency: str) -> str:
    """An amount for a page of the desk; the code stands where the sign alone could mislead."""
    money = Money(minor, currency)
    if currency in AMBIGUOUS:
        return f"{_grouped(money)} {currency}"
    return _house().write_amount(money)


def figure(minor: int, currency: str) -> str:
    """An amount as somebody would type it: "2,500" or "2.500,50"."""
    return _grouped(Money(minor, currency))


def typed(text: str, *, currency: str) -> int:
    """What somebody has typed, in the smallest unit.

    :raises ValidationError: with the reason.
    """
    try:
        return read_amount(text, currency=currency, locale=_locale()).amount_minor
    except BadAmount as error:
        raise ValidationError(FAULTS[error.fault] % {"text": text.strip()}) from error


def typed_lines(text: str, *, currency: str) -> list[int]:
    """Amounts in rising order, one a line; here the first may be nothing.

    :raises ValidationError: with the reason.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    return sorted({0 if _is_zero(line) else typed(line, currency=currency) for line in lines})


def figure_lines(amounts: list[int], currency: str) -> str:
    return "\n".join(figure(minor, currency) for minor in amounts)


def _grouped(money: Money) -> str:
    is_whole = money.amount == money.amount.to_integral_value()
    decimals = "" if is_whole else "." + "0" * money.exponent
    return str(format_decimal(money.amount, format=f"#,##0{decimals}", locale=_locale()))


def _is_zero(text: str) -> bool:
    digits = [unicodedata.decimal(sign, None) for sign in text if not sign.isspace()]
    return bool(digits) and all(digit == 0 for digit in digits)


def _locale() -> str:
    return str(locale_of(_house().language))


def _house() -> NewsroomSettings:
    return _newsroom.get() or this_newsroom()
