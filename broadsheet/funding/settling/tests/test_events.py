"""Events are believed when signed, taken in once, and kept when the provider cannot be asked."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from broadsheet.conftest import Visitor
from broadsheet.funding.models import Entry, Gift, GiftState, ProviderEvent
from broadsheet.funding.providers.rehearsal.cards import Card
from broadsheet.funding.providers.rehearsal.faults import Fault
from broadsheet.funding.settling.incoming import take_in_event
from broadsheet.funding.settling.tests.cast import dollars, raised
from broadsheet.funding.settling.tests.stage import Stage, staged
from broadsheet.funding.tests.campaigns import records_fund

PATH = "/support/events/rehearsal/"


def paid_events(stage: Stage) -> list[dict[str, Any]]:
    """What the provider tells of one gift of ten dollars."""
    gift = stage.pledge(dollars(10))
    stage.outside.world.pay(gift.checkout)
    return stage.outside.new_events()


def test_an_event_over_http_settles_the_gift(stage: Stage, visitor: Visitor) -> None:
    for event in paid_events(stage):
        body, headers = stage.outside.deliver(event, at=timezone.now())
        answer = _post(visitor, body, headers)
        assert answer.status_code == 204

    assert raised(stage.campaign) == 1000
    assert not answer.cookies


def test_what_nobody_has_signed_is_refused(stage: Stage, visitor: Visitor) -> None:
    event = paid_events(stage)[-1]
    now = timezone.now()
    body, headers = stage.outside.deliver(event, at=now)
    forged = stage.outside.deliver(event, is_forged=True, at=now)
    old = stage.outside.deliver(event, at=now - timedelta(seconds=301))

    for wrong_body, wrong_headers in (forged, old, (body + b" ", headers), (body, {}), (b"", {})):
        assert _post(visitor, wrong_body, wrong_headers).status_code == 400

    assert raised(stage.campaign) == 0
    assert not ProviderEvent.objects.exists()


def test_other_addresses_and_methods_are_refused(visitor: Visitor, newsroom: object) -> None:
    assert visitor.post("/support/events/nobody/").status_code == 404
    assert visitor.get(PATH).status_code == 405


def test_an_event_is_done_once_without_another_look(stage: Stage) -> None:
    events = paid_events(stage)
    for event in events:
        stage.deliver(event)
    stage.outside.faults.next(Fault.FAILS, times=100)  # a look would fail

    for event in events:
        assert stage.deliver(event)

    assert not ProviderEvent.objects.filter(done_at=None).exists()
    assert Entry.objects.count() == 1


def test_an_event_waits_while_the_provider_is_away_and_a_sweep_takes_it_in(stage: Stage) -> None:
    events = paid_events(stage)
    stage.outside.faults.next(Fault.FAILS, times=100)
    for event in events:
        assert stage.deliver(event)  # it is ours to look after now
    waiting = ProviderEvent.objects.filter(done_at=None)
    assert waiting.exists()
    assert all(row.error for row in waiting)
    assert raised(stage.campaign) == 0

    stage.outside.faults.clear()
    stage.pass_by(timedelta(minutes=1))
    stage.sweep()

    assert raised(stage.campaign) == 1000
    assert list(waiting.values_list("error", "looks")) == []


def test_a_decline_is_noted_and_the_gift_stays_open(stage: Stage) -> None:
    gift = stage.pledge(dollars(10))
    stage.outside.world.pay(gift.checkout, card=Card.DECLINED)

    stage.deliver_new()

    gift.refresh_from_db()
    assert gift.state == GiftState.PENDING
    assert ProviderEvent.objects.filter(is_decline=True).count() == 1


def test_a_debit_is_on_its_way_until_the_bank_answers(stage: Stage) -> None:
    for succeeds, state in ((True, GiftState.SETTLED), (False, GiftState.FAILED)):
        gift = stage.pledge(dollars(10))
        stage.outside.world.pay(gift.checkout, card=Card.DEBIT)
        stage.deliver_new()
        gift.refresh_from_db()
        assert gift.state == GiftState.PROCESSING

        stage.outside.world.answer_debit(gift.payment, succeeds=succeeds)
        stage.deliver_new()

        gift.refresh_from_db()
        assert gift.state == state
    assert raised(stage.campaign) == 1000


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_same_event_from_all_sides_at_once_has_one_effect(
    newsroom: object, tmp_path: Path, now: Any
) -> None:
    with staged(tmp_path, records_fund(now=now), now=now) as stage:
        posts = [stage.outside.deliver(event) for event in paid_events(stage)] * 3
        errors: list[Exception] = []

        def post(body: bytes, headers: dict[str, str]) -> None:
            try:
                take_in_event(stage.outside.provider, body=body, headers=headers, now=stage.now)
            except Exception as error:
                errors.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=post, args=one) for one in posts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert not errors
        assert raised(stage.campaign) == 1000
        assert Entry.objects.count() == Gift.objects.count() == 1


def _post(visitor: Visitor, body: bytes, headers: dict[str, str]) -> Any:
    named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    return visitor.post(PATH, body, content_type="application/json", **named)
