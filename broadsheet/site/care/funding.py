"""What `doctor` says of the funding."""

from collections.abc import Iterator

from django.db import connection
from django.utils import timezone

from broadsheet.funding.health import funding_health
from broadsheet.funding.ledger import guards
from broadsheet.site.care.doctor import Finding, Grade


def findings() -> Iterator[Finding]:
    """The guards of the ledger, the provider, and what waits."""
    if missing := guards.missing(connection):
        yield Finding(
            Grade.WRONG,
            f"The ledger's triggers are missing: {', '.join(missing)}.",
            "Nothing guards it against changes. “broadsheet check-ledger” says whether it is "
            "whole; restore the database from a backup, or report it to us.",
        )
    health = funding_health(now=timezone.now())
    if health.why_closed:
        yield Finding(
            Grade.WARNING,
            f"Support takes no gifts: {health.why_closed}",
            "Set “stripe_key” and “stripe_webhook_secret”, and start the site again.",
        )
    if health.alarm_since:
        yield Finding(
            Grade.WARNING,
            f"Many payments are being declined since {health.alarm_since:%Y-%m-%d %H:%M} UTC: "
            f"{health.declined}, and {health.settled} settled.",
            "Somebody may be trying out cards; the limits are stricter while it lasts.",
        )
    if health.waiting_events:
        yield Finding(
            Grade.WRONG,
            f"{health.waiting_events} events of the payment provider have waited for more than "
            f"an hour, the oldest because of: {health.waiting_because}",
            "See that the worker runs and that the provider answers.",
        )
    if health.unmatched_lines:
        yield Finding(
            Grade.WARNING,
            f"{health.unmatched_lines} lines of the provider's balance match nothing of ours.",
            "Place them at the desk, under Funding.",
        )
