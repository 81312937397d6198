"""How many gifts may be begun, so that nobody tries out stolen cards here: token buckets.

Programs that test cards come from many addresses with made-up names. So there are layers: the
sender's address, the mail address, the campaign, and all gifts together. Without script a browser
proves no work; nobody is refused for that, their layers are only narrower.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from broadsheet.funding.models import Alarm, Campaign
from broadsheet.guard.buckets import Limit, take
from broadsheet.notices.addresses import address_key

PER_ADDRESS = Limit("gifts-address", capacity=10, seconds_per_token=120)
PER_MAIL = Limit("gifts-mail", capacity=5, seconds_per_token=600)
# A story that everybody reads may bring a gift every other second.
PER_CAMPAIGN = Limit("gifts-campaign", capacity=150, seconds_per_token=2)
OVERALL = Limit("gifts", capacity=200, seconds_per_token=1)
UNPROVEN_PER_ADDRESS = Limit("gifts-unproven-address", capacity=4, seconds_per_token=600)
UNPROVEN = Limit("gifts-unproven", capacity=60, seconds_per_token=10)
# Once more to the payment page, for a gift that is written down.
AGAIN = Limit("gift-again", capacity=5, seconds_per_token=20)

ALARM_DIVIDES_BY = 5
UNPROVEN_IN_ALARM_PER_ADDRESS = Limit("gifts-unproven-alarm-address", 1, 3600)
UNPROVEN_IN_ALARM = Limit("gifts-unproven-alarm", 10, 60)


def take_for_gift(
    *, sender: str, email: str, campaign: Campaign | None, is_proven: bool, now: datetime
) -> None:
    """Count one more gift in every layer, or in none; `sender` is the keyed hash of an address.

    One query to see whether there is an alarm, then those of `take`.

    :raises TooMany: when one of the layers is used up.
    :raises TransactionManagementError: outside a transaction.
    """
    is_alarm = Alarm.objects.filter(ended_at=None).exists()
    take(
        layers(
            sender=sender,
            mail=address_key(email) if email else "",
            campaign_id=campaign.pk if campaign else 0,
            is_proven=is_proven,
            is_alarm=is_alarm,
        ),
        now=now,
    )


def take_for_another_try(gift_id: int, *, now: datetime) -> None:
    """Count one more call of the provider for the same gift.

    :raises TooMany: when there were several just now.
    """
    take({f"{AGAIN.name}:{gift_id}": AGAIN}, now=now)


def layers(
    *, sender: str, mail: str, campaign_id: int, is_proven: bool, is_alarm: bool
) -> Mapping[str, Limit]:
    """The buckets that one gift takes from."""
    wanted = {f"{PER_ADDRESS.name}:{sender}": PER_ADDRESS}
    if mail:
        wanted[f"{PER_MAIL.name}:{mail}"] = PER_MAIL
    for limit, key in ((PER_CAMPAIGN, f":{campaign_id}"), (OVERALL, "")):
        kept = in_alarm(limit) if is_alarm else limit
        wanted[f"{kept.name}{key}"] = kept
    if not is_proven:
        own, of_all = (
            (UNPROVEN_IN_ALARM_PER_ADDRESS, UNPROVEN_IN_ALARM)
            if is_alarm
            else (UNPROVEN_PER_ADDRESS, UNPROVEN)
        )
        wanted |= {f"{own.name}:{sender}": own, of_all.name: of_all}
    return wanted


def in_alarm(limit: Limit) -> Limit:
    """A fifth of a limit, and never nothing; in a bucket of its own, which begins full."""
    return replace(
        limit,
        name=f"{limit.name}-alarm",
        capacity=max(limit.capacity // ALARM_DIVIDES_BY, 1),
        seconds_per_token=limit.seconds_per_token * ALARM_DIVIDES_BY,
    )
