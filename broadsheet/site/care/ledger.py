"""`broadsheet check-ledger`: says whether the ledger agrees with all that hangs on it."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from broadsheet.funding.ledger.against_provider import differences_with_providers
from broadsheet.funding.ledger.checking import differences_within
from broadsheet.funding.ledger.public import newest


def check(*, days: int, say: Callable[[str], None]) -> int:
    """Say one line for each difference, and return 1 when there is any."""
    now = timezone.now()
    number = 0
    for difference in differences_within(now=now):
        say(difference)
        number += 1
    for difference in differences_with_providers(since=now - timedelta(days=days)):
        say(difference)
        number += 1
    if number:
        say(f"{number} things do not agree.")
        return 1
    say(
        f"All agrees: {newest().number:,} entries balance and are chained, the meter, the gifts "
        f"and the receipts say the same, and so does the payment provider for {days} days."
    )
    return 0
