"""Against card testing: layers of limits that a gift takes from all at once, or from none."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from broadsheet.funding.giving import limits
from broadsheet.funding.giving.limits import in_alarm, layers, take_for_gift
from broadsheet.funding.giving.tests.paying import Till, gift_form
from broadsheet.funding.models import Alarm, Campaign, Donor, Gift
from broadsheet.guard.buckets import Limit, TooMany
from broadsheet.guard.models import Bucket, SpentChallenge
from broadsheet.guard.proof import new_challenge
from broadsheet.guard.tests.solving import pack, solve

A_LOT = Limit("a-lot", capacity=10_000, seconds_per_token=0.001)
ALL = ("PER_ADDRESS", "PER_MAIL", "PER_CAMPAIGN", "OVERALL", "UNPROVEN_PER_ADDRESS", "UNPROVEN")


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> object:
    """Leaves one layer with one token, and makes the others as wide as anything."""

    def leave(name: str) -> None:
        for other in ALL:
            wide = Limit(getattr(limits, other).name, A_LOT.capacity, A_LOT.seconds_per_token)
            monkeypatch.setattr(limits, other, wide)
        narrow = Limit(getattr(limits, name).name, capacity=1, seconds_per_token=600)
        monkeypatch.setattr(limits, name, narrow)

    return leave


@pytest.mark.parametrize("name", ALL)
def test_each_layer_alone_makes_a_donor_wait(
    visitor: Client, campaign: Campaign, till: Till, only: object, name: str
) -> None:
    only(name)  # type: ignore[operator]
    said = gift_form(email="mara@lantern.example", message="For the records.")
    assert visitor.post("/support/records-usd/", said).status_code == 303

    refused = visitor.post("/support/records-usd/", said)

    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    assert "Nothing was charged, and what you typed is kept: please wait 10 minutes" in refused.text
    assert "For the records." in refused.text
    assert Gift.objects.count() == 1
    assert len(till.begun) == 1


@pytest.mark.parametrize("name", ["PER_ADDRESS", "PER_MAIL", "PER_CAMPAIGN"])
def test_somebody_else_need_not_wait(
    visitor: Client, campaign: Campaign, only: object, name: str
) -> None:
    only(name)  # type: ignore[operator]
    visitor.post("/support/records-usd/", gift_form(email="mara@lantern.example"))
    Campaign.objects.create(
        title="Another",
        slug="another",
        currency="USD",
        goal_minor=1,
        ticks_minor=[0],
        starts_at=campaign.starts_at,
    )

    other = visitor.post(
        "/support/another/", gift_form(email="tobias@lantern.example"), REMOTE_ADDR="203.0.113.9"
    )

    assert other.status_code == 303


def test_who_waits_takes_from_no_layer_and_spends_no_proof(
    visitor: Client, campaign: Campaign, only: object
) -> None:
    only("PER_MAIL")  # type: ignore[operator]
    said = gift_form(email="mara@lantern.example")
    visitor.post("/support/records-usd/", said)
    before = dict(Bucket.objects.values_list("key", "full_at"))
    proof = pack(solve(new_challenge(now=timezone.now())))

    refused = visitor.post("/support/records-usd/", said | {"proof": proof})

    assert refused.status_code == 429
    assert dict(Bucket.objects.values_list("key", "full_at")) == before
    assert not SpentChallenge.objects.exists()
    assert Donor.objects.count() == 1


def test_without_a_proof_a_donor_is_not_refused_and_with_one_takes_from_fewer_layers(
    visitor: Client, campaign: Campaign, only: object
) -> None:
    only("UNPROVEN_PER_ADDRESS")  # type: ignore[operator]
    assert visitor.post("/support/", gift_form()).status_code == 303
    assert visitor.post("/support/", gift_form(proof="garbage")).status_code == 429
    proof = pack(solve(new_challenge(now=timezone.now())))

    assert visitor.post("/support/", gift_form(proof=proof)).status_code == 303
    assert visitor.post("/support/", gift_form(proof=proof)).status_code == 429  # it is spent


def test_while_the_alarm_is_on_fewer_gifts_are_taken_and_never_none(
    visitor: Client, campaign: Campaign
) -> None:
    Alarm.objects.create(began_at=timezone.now(), declined=50, settled=3)

    first = visitor.post("/support/", gift_form())
    second = visitor.post("/support/", gift_form())
    proof = pack(solve(new_challenge(now=timezone.now())))
    proven = visitor.post("/support/", gift_form(proof=proof))

    assert [answer.status_code for answer in (first, second, proven)] == [303, 429, 303]


def test_an_alarm_leaves_a_fifth() -> None:
    quiet = layers(sender="a", mail="m", campaign_id=7, is_proven=True, is_alarm=False)
    loud = layers(sender="a", mail="m", campaign_id=7, is_proven=True, is_alarm=True)
    unproven = layers(sender="a", mail="m", campaign_id=7, is_proven=False, is_alarm=True)

    assert loud["gifts-alarm"].capacity == quiet["gifts"].capacity // 5
    assert loud["gifts-alarm"].seconds_per_token == quiet["gifts"].seconds_per_token * 5
    assert loud["gifts-campaign-alarm:7"].capacity == quiet["gifts-campaign:7"].capacity // 5
    assert set(loud) < set(unproven)
    assert min(limit.capacity for limit in unproven.values()) >= 1
    assert in_alarm(Limit("one", 1, 1.0)).capacity == 1


def test_a_burst_of_four_hundred_attempts_gets_no_further_than_its_first_few(
    visitor: Client, campaign: Campaign
) -> None:
    """What one address can do in five minutes, however often it tries and with what names."""
    now, taken = datetime(2026, 5, 4, 12, 0, tzinfo=UTC), 0

    for attempt in range(400):
        try:
            with transaction.atomic():
                take_for_gift(
                    sender="one-address",
                    email=f"{attempt}@made-up.example",
                    campaign=campaign,
                    is_proven=False,
                    now=now + timedelta(seconds=attempt * 0.75),
                )
            taken += 1
        except TooMany:
            pass

    assert taken == 4
