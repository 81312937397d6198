"""Amounts as Stripe writes them, which is not everywhere in the currency's smallest unit.

Source: docs.stripe.com/currencies, "Zero-decimal currencies", "Three-decimal currencies",
"Special cases", and "Minimum and maximum charge amounts".
"""

from broadsheet.funding.providers.contract import Refused
from broadsheet.lib.money import EXPONENTS, Money

# Where Stripe's exponent is another than ISO 4217's. ISK and UGX have no decimals and are sent
# with two; the ariary has a fifth that nobody uses, and is sent without.
_STRIPES_OWN = {"ISK": 2, "UGX": 2, "MGA": 0}
# Sent with three decimals of which the last must be 0.
_IN_TENS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
# Of how these would be written Stripe says nothing: it does not take them.
_NOT_TAKEN = frozenset({"CLF", "IQD", "LYD", "UYI", "UYW"})

# The least that can be charged, as Stripe writes it, where the balance is in the same currency.
# Where it is converted, its worth in the balance's currency counts, which only Stripe can tell.
_LEAST = {
    "AED": 200, "AUD": 50, "BGN": 100, "BRL": 50, "CAD": 50, "CHF": 50, "CZK": 1500, "DKK": 250,
    "EUR": 50, "GBP": 30, "HKD": 400, "HUF": 17500, "INR": 50, "JPY": 50, "MXN": 1000, "MYR": 200,
    "NOK": 300, "NZD": 50, "PLN": 200, "RON": 200, "SEK": 300, "SGD": 50, "THB": 1000, "USD": 50,
}  # fmt: skip
_MOST = 99_999_999
_MOST_IDR = 999_999_999_999


class NotToTheUnit(Refused):
    """An amount that one side cannot write to the other's smallest unit."""


def to_stripe(money: Money) -> int:
    """The amount as Stripe takes it: 500 for `Money(5, "UGX")`.

    :raises NotToTheUnit: for one that Stripe cannot charge, such as a thousandth of a dinar.
    """
    step = step_minor(money.currency)
    if money.amount_minor % step:
        raise NotToTheUnit(f"{money.amount_minor} {money.currency} is no multiple of {step}.")
    return _moved(money.amount_minor, _shift(money.currency))


def from_stripe(amount: int, currency: str) -> Money:
    """The amount that Stripe means by so many of its units; its currency in any case of letters.

    :raises NotToTheUnit: for a part of the currency's smallest unit.
    """
    code = currency.upper()
    return Money(_moved(amount, -_shift(code)), code)


def step_minor(currency: str) -> int:
    """What every amount that can be charged is a multiple of, in the smallest unit."""
    if currency in _IN_TENS:
        return 10
    return 10 ** max(0, -_shift(currency))


def charge_range(currency: str) -> tuple[int, int]:
    """The least and the most that can be charged at once, in the smallest unit.

    Of currencies that no balance is kept in, the least is not known: there it is the smallest
    amount that can be written, and Stripe itself refuses what is too little.
    """
    step = step_minor(currency)
    least, most = _LEAST.get(currency, 1), _MOST_IDR if currency == "IDR" else _MOST
    return _ceiling(_rounded_up(least, currency), step), _rounded_down(most, currency, step)


def chargeable(money: Money) -> Money:
    """The amount itself, or the next higher one that Stripe can charge."""
    return Money(_ceiling(money.amount_minor, step_minor(money.currency)), money.currency)


def _shift(currency: str) -> int:
    """How many decimals more than the currency has Stripe writes."""
    if currency in _NOT_TAKEN:
        raise NotToTheUnit(f"Stripe does not take {currency}.")
    own = EXPONENTS.get(currency, 2)
    return _STRIPES_OWN.get(currency, own) - own


def _moved(amount: int, decimals: int) -> int:
    if decimals >= 0:
        return int(amount * 10**decimals)
    whole, rest = divmod(amount, 10**-decimals)
    if rest:
        raise NotToTheUnit(f"{amount} is not whole without its last {-decimals} digits.")
    return int(whole)


def _rounded_up(stripes: int, currency: str) -> int:
    shift = _shift(currency)
    return -(-stripes // 10**shift) if shift >= 0 else stripes * 10**-shift


def _rounded_down(stripes: int, currency: str, step: int) -> int:
    shift = _shift(currency)
    minor = stripes // 10**shift if shift >= 0 else stripes * 10**-shift
    return int(minor // step * step)


def _ceiling(amount: int, step: int) -> int:
    return -(-amount // step) * step
