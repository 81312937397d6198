"""What a gift in one currency counts as in another: at the gift's own rate, fixed for good."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from broadsheet.funding.providers.contract import Booked
from broadsheet.funding.settling.arithmetic import rate_of, rounded
from broadsheet.lib.money import Money

PROVIDER = "provider"


class NoRate(Exception):
    """Nobody knows a rate between the two currencies; its text is for the staff."""


def rate_for(
    charged: Money, *, currency: str, booked: Booked | None, day: date
) -> tuple[Decimal, str]:
    """The rate and who says so: "" for the same currency, the provider, or the central bank.

    :raises NoRate: where none of them knows one.
    """
    if charged.currency == currency:
        return Decimal(1), ""
    if booked is not None and booked.gross.currency == currency:
        return rate_of(charged, received=booked.gross), PROVIDER
    rate, of_day = reference_rate(charged.currency, currency, day)
    return rate, f"ECB {of_day.isoformat()}"


def can_count(money: Money, *, currency: str, day: date) -> bool:
    """Whether a gift can count in a currency whatever its provider may book it in."""
    try:
        rate_for(money, currency=currency, booked=None, day=day)
    except NoRate:
        return False
    return True


@lru_cache(maxsize=256)
def reference_rate(of: str, to: str, day: date) -> tuple[Decimal, date]:
    """The European Central Bank's reference rate of the day, or of the last one before it.

    Source: the history that the package CurrencyConverter brings along; nothing is fetched.

    :raises NoRate: for a currency that the bank publishes no rate of.
    """
    # 23 MB and a sixth of a second, for the few gifts that need it.
    from currency_converter import CurrencyConverter, RateNotFoundError

    book = CurrencyConverter(decimal=True, fallback_on_missing_rate=False)
    try:
        last = min(day, *(book.bounds[code].last_date for code in (of, to) if code != "EUR"))
        for back in range(10):
            on = date.fromordinal(last.toordinal() - back)
            try:
                rate = book.convert(Decimal(1), of, to, date=on)
            except RateNotFoundError:  # a weekend or a holiday
                continue
            return rounded(Decimal(rate)), on
    except (KeyError, ValueError):
        pass
    raise NoRate(_("There is no rate from %(of)s to %(to)s.") % {"of": of, "to": to})
