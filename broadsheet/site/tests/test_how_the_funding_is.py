"""What `doctor` says of the funding, and how `check-ledger` ends."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from broadsheet.funding.ledger import guards
from broadsheet.funding.meter.tests.facts import dollars, settled
from broadsheet.funding.models import Alarm, Gift, Ledger, ProviderEvent, UnmatchedLine
from broadsheet.funding.tests.campaigns import records_fund
from broadsheet.newsroom.models import NewsroomSettings
from broadsheet.site.care.doctor import Finding, Grade
from broadsheet.site.care.funding import findings
from broadsheet.site.care.ledger import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(newsroom: object) -> None:
    settings = NewsroomSettings.load()
    settings.is_sample = True
    settings.save()
    Ledger.objects.create(pk=1, is_rehearsal=True)


def found() -> list[Finding]:
    return list(findings())


def test_a_real_site_without_keys_says_what_to_set(newsroom: object) -> None:
    [finding] = found()

    assert finding.grade is Grade.WARNING
    assert finding.words.startswith("Support takes no gifts: There is no key for Stripe")
    assert "stripe_key" in finding.hint


def test_a_sample_is_well(sample: None) -> None:
    assert found() == []


def test_a_missing_trigger_is_wrong(sample: None) -> None:
    guards.remove(connection)

    [finding] = found()

    assert finding.grade is Grade.WRONG
    assert "entry_is_sound" in finding.words


def an_event(**changed: Any) -> None:
    at = timezone.now() - timedelta(hours=2)
    row = {"provider": "rehearsal", "event": "evt_1", "kind": "k", "subject": "payment"}
    ProviderEvent.objects.create(**row | {"received_at": at, "error": "No answer."} | changed)


def test_events_that_wait_for_long_are_wrong(sample: None) -> None:
    an_event()

    [finding] = found()

    assert finding.grade is Grade.WRONG
    assert finding.words.startswith("1 events of the payment provider have waited")
    assert "No answer." in finding.words


def test_events_that_are_done_or_new_are_well(sample: None) -> None:
    an_event(done_at=timezone.now())
    an_event(event="evt_2", received_at=timezone.now())

    assert found() == []


def test_alarm_and_unmatched_lines_are_warnings(sample: None) -> None:
    now = timezone.now()
    Alarm.objects.create(began_at=now, declined=40, settled=1)
    UnmatchedLine.objects.create(
        provider="rehearsal",
        reference="1",
        kind="fee",
        currency="USD",
        amount_minor=-1,
        seen_at=now,
    )

    alarm, line = found()

    assert (alarm.grade, line.grade) == (Grade.WARNING, Grade.WARNING)
    assert "40, and 1 settled" in alarm.words
    assert line.words.startswith("1 lines of the provider")


def test_check_ledger_ends_with_what_it_found(newsroom: object) -> None:
    gift = settled(records_fund(now=timezone.now(), slug="records"), dollars(50))
    said: list[str] = []

    assert check(days=30, say=said.append) == 1  # nobody can ask Stripe without a key
    assert said[0].startswith("stripe could not be asked: There is no key")

    Gift.objects.filter(pk=gift.pk).update(counted_minor=1)
    said.clear()
    assert check(days=30, say=said.append) == 1
    assert "counted amount 1" in said[0]
    assert said[-1] == "2 things do not agree."


def test_an_empty_ledger_agrees_with_everything(newsroom: object) -> None:
    said: list[str] = []

    assert check(days=30, say=said.append) == 0
    assert said[0].startswith("All agrees: 0 entries")
