"""The provider's side of a storm of events: makes gifts and pays them, then answers the site.

Run with the site's own settings, as `python -m bench.storm.outside COUNT`: prints one line of JSON
for every event, then a blank one, and answers as the provider's API until its input ends. Asked
by a line, it prints what the meter and the outside say, and what the ledger's check finds.
"""

import json
import sys
from datetime import timedelta

from broadsheet.site.running.start import start_django

MINUTES_AGO = timedelta(minutes=1)


def main() -> None:
    start_django()
    from broadsheet.funding.models import Campaign
    from broadsheet.funding.providers.rehearsal.place import (
        note_api_address,
        site_keys,
        site_world,
    )
    from broadsheet.funding.providers.rehearsal.server import Server

    world = site_world()
    server = Server(world, key=site_keys().key)
    server.start()
    note_api_address(server.address)
    campaign = Campaign.objects.get(slug="records")
    before = {event["id"] for event in world.store.find("event")}
    for number in range(int(sys.argv[1])):
        _give(campaign, world, number=number)
    for event in reversed(world.store.find("event")):
        if event["id"] not in before:
            print(json.dumps(event))
    world.store.run("DELETE FROM delivery")  # the bench delivers them
    print(flush=True)
    for _ in sys.stdin:
        print(json.dumps(_state(campaign, world)), flush=True)


def _give(campaign, world, *, number: int) -> None:  # type: ignore[no-untyped-def]
    from django.utils import timezone

    from broadsheet.funding.models import Gift
    from broadsheet.funding.providers.registry import provider
    from broadsheet.funding.providers.rehearsal.cards import Card
    from broadsheet.funding.settling.pledging import order_of

    gift = Gift.objects.create(
        campaign=campaign,
        provider="rehearsal",
        amount_minor=500 + number,
        currency="USD",
        created_at=timezone.now() - MINUTES_AGO,
    )
    checkout = provider("rehearsal").begin_checkout(order_of(gift, title="T", language="en"))
    Gift.objects.filter(pk=gift.pk).update(checkout=checkout.reference)
    world.pay(checkout.reference, card=Card.WORKS)


def _state(campaign, world) -> dict[str, int]:  # type: ignore[no-untyped-def]
    from django.db import connection

    from broadsheet.funding.meter.queries import with_raised
    from broadsheet.funding.models import Campaign, Gift, GiftState

    connection.close()
    raised = with_raised(Campaign.objects.filter(pk=campaign.pk)).get().raised_minor
    settled = Gift.objects.filter(provider="rehearsal", state=GiftState.SETTLED)
    payments = world.truth().payments
    return {
        "raised": raised,
        "settled": settled.count(),
        "counted": sum(settled.values_list("counted_minor", flat=True)),
        "paid": sum(1 for one in payments.values() if one.paid),
    }


if __name__ == "__main__":
    main()
