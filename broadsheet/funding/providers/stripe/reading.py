"""Reading single things out of Stripe's objects. Pure: plain mappings in, values out."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from broadsheet.funding.providers.contract import Booked
from broadsheet.funding.providers.stripe.amounts import from_stripe
from broadsheet.lib.money import Money

Doc = Mapping[str, Any]

# Under these names our tokens stand in the metadata of Stripe's objects.
GIFT, REGULAR, REFUND = "gift", "regular", "refund"


def booked(line: Doc, *, charged: Money) -> Booked | None:
    """A balance transaction; None where there is none yet. `charged` is what it was made from."""
    if not line:
        return None
    gross = from_stripe(line["amount"], line["currency"])
    return Booked(
        reference=line["id"],
        gross=gross,
        fee=from_stripe(line["fee"], line["currency"]),
        rate=_rate(charged, gross, said=line.get("exchange_rate")),
    )


def part(doc: Doc, name: str) -> Doc:
    """An object within another; empty where it is missing, or only its id was sent."""
    found = doc.get(name)
    return found if isinstance(found, Mapping) else {}


def reference(value: Any) -> str:
    """The id of an object, sent whole or as its id alone; "" for none."""
    if isinstance(value, Mapping):
        return str(value["id"])
    return str(value or "")


def token(doc: Doc, name: str) -> str:
    """A token of ours in an object's metadata; "" for none, or for words that are no token."""
    written = str((doc.get("metadata") or {}).get(name) or "")
    try:
        return str(UUID(written))
    except ValueError:
        return ""


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _rate(charged: Money, gross: Money, *, said: Any) -> str:
    """Of whole units. Where what Stripe says does not explain what it booked, what it booked."""
    if charged.currency == gross.currency or not charged.amount_minor:
        return ""
    worth = abs(gross.amount / charged.amount)
    rate = Decimal(repr(said)) if said else worth
    leeway = worth / 100 + Decimal(2).scaleb(-gross.exponent) / abs(charged.amount)
    chosen = rate if abs(rate - worth) <= leeway else worth
    return f"{round(chosen, 10).normalize():f}"
