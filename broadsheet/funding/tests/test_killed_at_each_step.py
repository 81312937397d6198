"""kill -9 at every single step between the form and the letter: one sweep heals it.

A child process does all that the site does for one gift, and is killed at its first step, at its
second, and so on until it comes through. Steps are every statement, every commit, and every call
of the provider, before and after it. The parent is the outside: it keeps the provider's world,
and pays when the child has sent its donor there.
"""

import json
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from broadsheet.funding.models import Gift, GiftState, Receipt
from broadsheet.funding.providers.rehearsal.errors import ApiError
from broadsheet.funding.receipts.numbers import RECEIPT, issue_receipts
from broadsheet.funding.settling.incoming import take_in_event
from broadsheet.funding.settling.tests.dying import dying
from broadsheet.funding.settling.tests.stage import Stage, staged
from broadsheet.funding.tests.campaigns import records_fund
from broadsheet.lib.money import Money
from broadsheet.newsroom.models import FrontPage
from broadsheet.notices.models import Sending, SendingState
from broadsheet.notices.sending import send_due

MORE_STEPS_THAN_THERE_ARE = 1000


@pytest.mark.one_database
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_sweep_heals_whatever_was_killed(newsroom: FrontPage, tmp_path: Path, now: Any) -> None:
    with staged(tmp_path, records_fund(now=now), now=now) as stage:
        for step in range(1, MORE_STEPS_THAN_THERE_ARE):
            was_killed = _run_and_kill(stage, at=step)
            _heal(stage)
            _require_healed(stage, step=step)
            if not was_killed:
                break

    assert not was_killed
    assert step > 50  # else the steps are not counted


def _run_and_kill(stage: Stage, *, at: int) -> bool:
    """Run the child, be its outside, and return whether it was killed."""
    asks, answers = os.pipe(), os.pipe()
    connection.close()  # SQLite's connections must not be carried into a child
    child = os.fork()
    if child == 0:
        _child(stage, at=at, ask=_asker(asks[1], answers[0]), close=(asks[0], answers[1]))
    os.close(asks[1])
    os.close(answers[0])
    with os.fdopen(asks[0]) as asked, os.fdopen(answers[1], "w") as answering:
        for checkout in asked:
            stage.outside.world.pay(checkout.strip())
            posts = [stage.outside.deliver(event) for event in stage.outside.new_events()]
            lines = [[body.decode(), headers] for body, headers in posts]
            answering.write(json.dumps(lines) + "\n")
            answering.flush()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def _child(stage: Stage, *, at: int, ask: Callable[[str], Any], close: tuple[int, int]) -> None:
    """All that the site does for one gift; never returns."""
    for end in close:
        os.close(end)
    code = 1
    try:
        with dying(at=at, die=lambda: os.kill(os.getpid(), signal.SIGKILL)):
            gift = stage.pledge(Money(1000, "USD"), cover_minor=60)
            for body, headers in ask(gift.checkout):
                take_in_event(
                    stage.outside.provider, body=body.encode(), headers=headers, now=stage.now
                )
            issue_receipts(now=stage.now)
            send_due(now=stage.now)
        code = 0
    finally:
        os._exit(code)


def _asker(asks: int, answers: int) -> Callable[[str], Any]:
    def ask(checkout: str) -> Any:
        os.write(asks, f"{checkout}\n".encode())
        with os.fdopen(os.dup(answers)) as answer:
            return json.loads(answer.readline())

    return ask


def _heal(stage: Stage) -> None:
    """The donor whom we had sent to the checkout goes on there; then the site has one sweep."""
    for gift in Gift.objects.filter(state=GiftState.PENDING).exclude(checkout_url=""):
        try:
            stage.outside.world.pay(gift.checkout)
        except ApiError:
            pass  # they had paid before
    stage.pass_by(timedelta(minutes=10))
    stage.sweep()
    issue_receipts(now=stage.now)
    send_due(now=stage.now)


def _require_healed(stage: Stage, *, step: int) -> None:
    stage.require_truth()
    stage.require_receipts()
    settled = Gift.objects.filter(state=GiftState.SETTLED).count()
    left = Gift.objects.exclude(state=GiftState.SETTLED)
    assert not left.filter(checkout="").exists(), f"killed at step {step}"
    assert settled == Receipt.objects.count()
    letters = Sending.objects.filter(kind=RECEIPT).values_list("state", flat=True)
    assert list(letters) == [SendingState.SENT] * settled, f"killed at step {step}"
