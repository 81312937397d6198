"""What the world charges in: units, least and most, rates and fees, as Stripe has them.

Deliberately a table of its own, apart from `lib/money.py` and `stripe/`: what both sides share
cannot be found wrong by one of them. Source: Stripe's documentation, "Supported currencies".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NO_DECIMALS = frozenset(
    "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split()  # noqa: SIM905
)
THREE_DECIMALS = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})  # the last one must be 0
WHOLE_IN_TWO_DECIMALS = frozenset({"isk", "ugx"})  # written with two, which must be 00

# ISO 4217 has no decimals for these, and two for the ariary, which Stripe takes whole.
ISO_NO_DECIMALS = (NO_DECIMALS | WHOLE_IN_TWO_DECIMALS) - {"mga"}

MOST_DIGITS = 8
LEAST = {"usd": 50, "eur": 50, "gbp": 30, "jpy": 50, "huf": 17500, "chf": 50, "sek": 300}

# What one whole unit is worth in dollars. Invented, and of the right size.
DOLLARS = {
    "usd": "1", "eur": "1.0840", "gbp": "1.2710", "chf": "1.1205", "jpy": "0.006710",
    "krw": "0.000740", "ugx": "0.000268", "isk": "0.007210", "huf": "0.002780", "twd": "0.03120",
    "bhd": "2.6525", "kwd": "3.2510", "cad": "0.7290", "aud": "0.6620", "try": "0.0291",
    "sek": "0.0951", "nok": "0.0934", "dkk": "0.1453", "mga": "0.000219",
}  # fmt: skip

FEE_SHARE = Decimal("0.029")
FEE_FIXED = 30
DISPUTE_FEE = 1500


@dataclass(frozen=True)
class Settled:
    """An amount in the account's currency, and the rate it came by, None for the same one."""

    amount: int
    currency: str
    rate: float | None


def decimals(currency: str) -> int:
    if currency in NO_DECIMALS:
        return 0
    return 3 if currency in THREE_DECIMALS else 2


def iso_minor(amount: int, *, currency: str) -> int:
    """Stripe's units as ISO 4217's smallest ones."""
    iso = 0 if currency in ISO_NO_DECIMALS else decimals("usd" if currency == "mga" else currency)
    return int(Decimal(amount).scaleb(iso - decimals(currency)))


def why_not_chargeable(amount: int, *, currency: str) -> tuple[str, str] | None:
    """Stripe's code and words where it would not charge this."""
    if currency not in DOLLARS and not (len(currency) == 3 and currency.isalpha()):
        return "parameter_invalid_empty", f"Invalid currency: {currency}."
    if amount < LEAST.get(currency, 1):
        return "amount_too_small", "Amount must convert to at least 50 cents."
    if len(str(amount)) > MOST_DIGITS:
        return "amount_too_large", f"Amount must be no more than {'9' * MOST_DIGITS}."
    if currency in THREE_DECIMALS and amount % 10:
        return "parameter_invalid_integer", "The last digit of this currency's amounts must be 0."
    if currency in WHOLE_IN_TWO_DECIMALS and amount % 100:
        return "parameter_invalid_integer", "This currency's amounts must be whole: they end in 00."
    return None


def settle(amount: int, *, currency: str, account: str, dollars: Mapping[str, str]) -> Settled:
    """What arrives in the account's currency; `dollars` are the rates of the day."""
    if currency == account:
        return Settled(amount, account, None)
    worth, unit = (Decimal(dollars.get(name, "1")) for name in (currency, account))
    rate = (worth / unit).quantize(Decimal("0.00000001"))
    there = Decimal(amount).scaleb(-decimals(currency)) * rate
    exact = there.scaleb(decimals(account))
    return Settled(int(exact.quantize(Decimal(1), ROUND_HALF_UP)), account, float(rate))


def fee_for(settled: int) -> int:
    share = (settled * FEE_SHARE).quantize(Decimal(1), ROUND_HALF_UP)
    return int(share) + FEE_FIXED
