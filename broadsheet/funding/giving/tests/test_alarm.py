from datetime import datetime, timedelta

import pytest

from broadsheet.funding.giving.alarm import is_alarming, watch_declines
from broadsheet.funding.giving.tests.paying import given
from broadsheet.funding.models import Alarm, ProviderEvent
from broadsheet.newsroom.models import NewsroomSettings
from broadsheet.notices.models import Notice


@pytest.fixture(autouse=True)
def _contact(newsroom: object) -> None:
    own = NewsroomSettings.load()
    own.contact_email = "desk@lantern.example"
    own.save()


def decline(number: int, *, at: datetime) -> None:
    before = ProviderEvent.objects.count()
    ProviderEvent.objects.bulk_create(
        ProviderEvent(
            provider="stripe",
            event=f"evt_{before + n}",
            kind="payment_intent.payment_failed",
            is_decline=True,
            received_at=at,
        )
        for n in range(number)
    )


@pytest.mark.parametrize(
    ("declined", "settled", "alarming"),
    [(19, 0, False), (20, 0, True), (20, 19, True), (20, 20, False), (400, 399, True)],
)
def test_many_declines_and_more_than_half_are_alarming(
    declined: int, settled: int, alarming: bool
) -> None:
    assert is_alarming(declined, settled) is alarming


def test_an_alarm_begins_once_and_tells_the_newsroom_once(now: datetime) -> None:
    decline(25, at=now - timedelta(minutes=5))

    first = watch_declines(now=now)
    decline(5, at=now)
    second = watch_declines(now=now + timedelta(minutes=1))

    assert first is not None
    assert first == second
    alarm = Alarm.objects.get()
    assert (alarm.began_at, alarm.declined, alarm.ended_at) == (now, 30, None)
    letter = Notice.objects.get()
    assert letter.address == "desk@lantern.example"
    assert "very many payments are declined" in letter.about["subject"]
    assert "25 payments" in letter.about["text"]


def test_it_ends_when_the_declines_do(now: datetime) -> None:
    decline(25, at=now - timedelta(minutes=5))
    watch_declines(now=now)

    assert watch_declines(now=now + timedelta(minutes=50)) is not None
    assert watch_declines(now=now + timedelta(minutes=56)) is None
    assert Alarm.objects.get().ended_at == now + timedelta(minutes=56)


def test_one_that_comes_and_goes_tells_once(now: datetime) -> None:
    decline(25, at=now - timedelta(minutes=5))
    watch_declines(now=now)
    watch_declines(now=now + timedelta(minutes=56))
    decline(25, at=now + timedelta(minutes=57))

    watch_declines(now=now + timedelta(minutes=58))

    assert Alarm.objects.count() == 2
    assert Notice.objects.count() == 1


def test_gifts_that_go_through_speak_against_it_but_what_the_staff_enters_does_not(
    now: datetime,
) -> None:
    decline(25, at=now)
    for _ in range(25):
        given(None, settled_at=now)
    assert watch_declines(now=now) is not None
    Alarm.objects.all().delete()
    for _ in range(25):
        given(None, settled_at=now, provider="stripe")

    assert watch_declines(now=now) is None


def test_without_an_address_to_write_to_the_alarm_is_on_all_the_same(now: datetime) -> None:
    own = NewsroomSettings.load()
    own.contact_email = ""
    own.save()
    decline(25, at=now)

    assert watch_declines(now=now) is not None
    assert not Notice.objects.exists()


def test_a_quiet_hour_costs_three_queries(now: datetime, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(5):  # type: ignore[operator]  # two for the transaction
        assert watch_declines(now=now) is None
