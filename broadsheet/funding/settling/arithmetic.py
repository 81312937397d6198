"""What of a gift counts, and what of it has gone back. Pure; whole smallest units throughout."""

from decimal import ROUND_HALF_EVEN, Decimal

from broadsheet.lib.money import Money


def negative(money: Money) -> Money:
    return Money(-money.amount_minor, money.currency)


def counted(given: Money, *, rate: Decimal, currency: str) -> Money:
    """What a gift counts as in another currency; `rate` is what one whole unit of it is worth.

    Rounded half to even, to the smallest unit.
    """
    worth = Money(0, currency)
    minor = (given.amount * rate).scaleb(worth.exponent)
    return Money(int(minor.to_integral_value(ROUND_HALF_EVEN)), currency)


def rate_of(charged: Money, *, received: Money) -> Decimal:
    """What one whole unit of `charged` became."""
    return rounded(received.amount / charged.amount)


def rounded(rate: Decimal) -> Decimal:
    """A rate to ten digits after the point, and of a cheap currency to ten that are not zeros.

    Written out it has at most 24 characters, which is what a row holds.
    """
    first = rate.adjusted()
    digits = min(max(10, 9 - first), 22 - max(first, 0))
    return rate.quantize(Decimal(1).scaleb(-digits))


def share_gone(share: int, *, gone: int, whole: int) -> int:
    """Of a share of what was charged, how much is gone once `gone` of the `whole` went back.

    It depends on the sum alone: whatever the parts in which money goes back, and in whatever
    order, all of the share is gone exactly when all of the whole is.
    """
    return share * min(gone, whole) // whole
