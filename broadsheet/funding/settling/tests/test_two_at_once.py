"""Two processes do the same at the same moment: one of them is first."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from broadsheet.funding.models import Campaign, PayoutState, Reversal
from broadsheet.funding.providers.contract import PayoutFacts
from broadsheet.funding.settling.refunding import NotRefundable, ask_for_refund
from broadsheet.funding.settling.taking_in import take_in
from broadsheet.funding.settling.tests.cast import (
    PROVIDER,
    balance,
    dollars,
    handed_over,
    paid,
    pledged,
    raised,
    refund,
    require_sound_ledger,
)
from broadsheet.readers.models import User

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(acts: list[Callable[[], object]]) -> list[Exception]:
    """Do all of them in threads; what went wrong."""
    errors: list[Exception] = []
    ready = threading.Barrier(len(acts))

    def do(act: Callable[[], object]) -> None:
        try:
            ready.wait()
            act()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_of_two_refunds_of_all_one_is_made(campaign: Campaign, editor: User, now: Any) -> None:
    gift = handed_over(campaign, dollars(50), by=editor, now=now)

    errors = at_once(
        [lambda: ask_for_refund(gift, amount=dollars(50), by=editor, why="Asked.", now=now)] * 3
    )

    assert [type(error) for error in errors] == [NotRefundable] * 2
    assert Reversal.objects.count() == 1
    assert raised(campaign) == 0
    require_sound_ledger()


def test_facts_of_several_moments_at_once_end_in_the_newest(
    campaign: Campaign, now: datetime
) -> None:
    gift = pledged(campaign, dollars(10))
    back = refund(dollars(4))
    payout = PayoutFacts(PROVIDER, "po_1", dollars(5), PayoutState.PAID, now.date())
    told = [paid(gift), paid(gift, refunds=(back,)), payout] * 2

    errors = at_once([lambda facts=facts: take_in(facts, now=now) for facts in told])  # type: ignore[misc]

    assert errors == []
    assert (raised(campaign), balance("bank")) == (600, 500)
    assert Reversal.objects.count() == 1
    require_sound_ledger()
