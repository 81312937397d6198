"""Events on their way: signed, tried again, and in tests lost, doubled, mixed up and forged."""

import json
import random
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from stripe import SignatureVerificationError, StripeClient, Webhook

from broadsheet.funding.providers.contract import BadEvent
from broadsheet.funding.providers.rehearsal.testing import Rehearsal
from broadsheet.funding.providers.rehearsal.tests.asking import begin
from broadsheet.funding.providers.rehearsal.webhooks import Way


class Site:
    """Takes events in, or refuses them; believes what is signed."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.status = 204
        self.taken: list[str] = []
        self.bodies: list[bytes] = []
        self.refused = 0

    def post(self, body: bytes, headers: Mapping[str, str]) -> int:
        try:
            Webhook.construct_event(body, headers["Stripe-Signature"], self.secret, tolerance=None)
        except SignatureVerificationError:
            self.refused += 1
            return 400
        self.bodies.append(body)
        if self.status == 204:
            self.taken.append(json.loads(body)["id"])
        return self.status


@pytest.fixture
def site(rehearsed: Rehearsal) -> Site:
    return Site(rehearsed.webhook_secret)


def test_events_arrive_in_their_order_and_once(
    rehearsed: Rehearsal, stripe: StripeClient, site: Site
) -> None:
    rehearsed.world.pay(begin(stripe)["id"])
    deliverer = rehearsed.deliverer(site.post)

    assert deliverer.deliver_due() == 4
    assert deliverer.deliver_due() == 0

    assert site.taken == [event["id"] for event in rehearsed.events()]


def test_what_is_not_taken_is_tried_again_later_and_later_and_then_given_up(
    rehearsed: Rehearsal, stripe: StripeClient, site: Site
) -> None:
    rehearsed.world.expire(begin(stripe)["id"])
    deliverer = rehearsed.deliverer(site.post)
    site.status = 500
    tried_at: list[datetime] = []

    for _ in range(20_000):
        deliverer.deliver_due()
        if len(site.bodies) > len(tried_at):
            tried_at.append(rehearsed.world.at())
        if not rehearsed.world.store.run("SELECT 1 FROM delivery"):
            break
        due = rehearsed.world.store.run("SELECT min(due) FROM delivery")[0][0]
        rehearsed.world.move_clock(timedelta(seconds=due - rehearsed.world.now()))

    pauses = [later - before for before, later in pairwise(tried_at)]
    assert len(tried_at) == 11
    assert pauses == sorted(pauses)
    assert tried_at[-1] - tried_at[0] > timedelta(days=2)


def test_a_site_that_was_away_gets_them_when_it_is_back(
    rehearsed: Rehearsal, stripe: StripeClient, site: Site
) -> None:
    rehearsed.world.pay(begin(stripe)["id"])
    deliverer = rehearsed.deliverer(site.post)
    site.status = 0
    deliverer.deliver_due()

    site.status = 204
    assert deliverer.deliver_due() == 0  # not at once
    rehearsed.world.move_clock(timedelta(seconds=2))

    assert deliverer.deliver_due() == 4


@pytest.mark.parametrize("fault", ["duplicate", "reorder", "delay", "drop", "replay", "forge"])
def test_every_fault_on_the_way_happens(
    rehearsed: Rehearsal, stripe: StripeClient, site: Site, fault: str
) -> None:
    way = Way(random.Random(4), **{fault: 0.5})
    deliverer = rehearsed.deliverer(site.post, way=way)
    told: list[str] = []

    for _ in range(10):
        rehearsed.world.pay(begin(stripe)["id"])
        told = [event["id"] for event in rehearsed.events()]
        deliverer.deliver_due()
    for _ in range(20):
        deliverer.deliver_due()

    counts = Counter(site.taken)
    is_repeated = max(counts.values()) > 1
    assert set(counts) <= set(told)
    assert (len(counts) < len(told)) is (fault == "drop")
    assert is_repeated is (fault in ("duplicate", "replay"))
    assert (site.refused > 0) is (fault == "forge")
    in_order = [event for event in told if event in counts]
    assert (list(dict.fromkeys(site.taken)) != in_order) is (fault in ("reorder", "delay"))


def test_the_provider_believes_what_is_signed_and_fresh_and_nothing_else(
    rehearsed: Rehearsal, stripe: StripeClient, now: datetime
) -> None:
    rehearsed.world.pay(begin(stripe)["id"])
    event = rehearsed.events("checkout.session.completed")[0]
    body, headers = rehearsed.deliver(event)

    hint = rehearsed.provider.read_event(body, headers, now=now)

    assert hint.event == event["id"]
    with pytest.raises(BadEvent):
        rehearsed.provider.read_event(body, headers, now=now + timedelta(seconds=301))
    with pytest.raises(BadEvent):
        rehearsed.provider.read_event(body + b" ", headers, now=now)
    forged, its_headers = rehearsed.deliver(event, is_forged=True)
    with pytest.raises(BadEvent):
        rehearsed.provider.read_event(forged, its_headers, now=now)
