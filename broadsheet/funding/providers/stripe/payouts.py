"""The balance at Stripe, line by line, and what it sends to the bank."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from broadsheet.funding.providers.contract import BalanceLine, PayoutFacts
from broadsheet.funding.providers.stripe.amounts import from_stripe
from broadsheet.funding.providers.stripe.facts import payout_facts
from broadsheet.funding.providers.stripe.line import Line
from broadsheet.funding.providers.stripe.reading import Doc, moment, reference

# A payout is paid, or fails, or fails after it was paid, within so many days of being begun.
# Source: docs.stripe.com/api/payouts/object, `status` (five business days).
_CHANGES_FOR = timedelta(days=14)


def payouts_since(line: Line, provider: str, since: datetime) -> Iterator[PayoutFacts]:
    """The payouts begun or changed since then, and some that were not, oldest first."""
    within = {"gte": int((since - _CHANGES_FOR).timestamp())}

    def fetch(client: Any, cursor: Mapping[str, Any]) -> Any:
        return client.v1.payouts.list({**cursor, "created": within})

    return reversed(list(line.pages(fetch, read=lambda doc: payout_facts(provider, doc))))


def lines_of_payout(line: Line, payout: str) -> Iterator[BalanceLine]:
    """What an automatic payout is made of; of one made by hand Stripe does not say it."""

    def fetch(client: Any, cursor: Mapping[str, Any]) -> Any:
        wish = {**cursor, "payout": payout, "expand": ["data.source"]}
        return client.v1.balance_transactions.list(wish)

    found = list(line.pages(fetch, read=balance_line))
    return (entry for entry in reversed(found) if entry.subject != payout)


def lines_since(line: Line, since: datetime) -> Iterator[BalanceLine]:
    """Every line of the balance since then, oldest first."""
    within = {"gte": int(since.timestamp())}

    def fetch(client: Any, cursor: Mapping[str, Any]) -> Any:
        wish = {**cursor, "created": within, "expand": ["data.source"]}
        return client.v1.balance_transactions.list(wish)

    return reversed(list(line.pages(fetch, read=balance_line)))


def balance_line(line: Doc) -> BalanceLine:
    """A balance transaction, with its source."""
    return BalanceLine(
        reference=line["id"],
        kind=line.get("reporting_category") or line["type"],
        subject=_subject(line.get("source")),
        net=from_stripe(line["net"], line["currency"]),
        words=line.get("description") or "",
        at=moment(line["created"]),
    )


def _subject(source: Any) -> str:
    """A charge belongs to its payment; refunds, disputes and payouts are subjects themselves."""
    if isinstance(source, Mapping) and source.get("object") == "charge":
        return reference(source.get("payment_intent")) or reference(source)
    return reference(source)
