"""Where a provider is tried: a stand-in for its other side, and what donors and banks do there.

A new provider gets a stage here, and with it every test of `test_the_contract.py`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from unittest.mock import patch

import stripe

from broadsheet.funding.providers.contract import Provider
from broadsheet.funding.providers.rehearsal.cards import Card
from broadsheet.funding.providers.rehearsal.faults import Fault
from broadsheet.funding.providers.rehearsal.testing import Rehearsal, rehearsal

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
Delivered = tuple[bytes, Mapping[str, str]]


class Stage(Protocol):
    """What a test needs on the other side. Checkouts and the rest go by their references."""

    provider: Provider

    @property
    def now(self) -> datetime: ...

    def pay(self, checkout: str) -> None:
        """With what is paid at once, and again whenever it is due."""

    def pay_once(self, checkout: str) -> None:
        """With what is declined from the second payment on."""

    def be_declined(self, checkout: str) -> None: ...

    def pay_slowly(self, checkout: str) -> None:
        """With what takes days and may still fail."""

    def answer_slow_payment(self, payment: str, *, succeeds: bool) -> None: ...

    def expire(self, checkout: str) -> None: ...

    def renew(self, regular: str) -> None:
        """The next payment falls due."""

    def refund_there(self, payment: str) -> None:
        """Somebody gives the money back at the provider's own desk."""

    def let_refunds_wait(self) -> None: ...

    def fail_refund(self, refund: str) -> None: ...

    def dispute(self, payment: str) -> None: ...

    def close_dispute(self, dispute: str, *, won: bool) -> None: ...

    def pay_out(self) -> str:
        """All that is on the balance goes to the bank; the payout's reference."""

    def arrive(self, payout: str) -> None: ...

    def take_monthly_fee(self, minor: int) -> None: ...

    def delivered(self, *, is_forged: bool = False, at: datetime | None = None) -> list[Delivered]:
        """All events so far as they would be posted, oldest first, signed at `at` or now."""

    def let_a_day_pass(self) -> None:
        """So long that keys are forgotten."""

    def lose_answers(self) -> None:
        """The provider does what it is asked next, and nobody hears of it."""

    def be_unreachable(self) -> None:
        """Nothing that is asked next is done."""


class StripeOverRehearsal:
    """Stripe's own library, speaking to the stand-in for Stripe."""

    def __init__(self, on: Rehearsal) -> None:
        self._on = on
        self._world = on.world
        self.provider: Provider = on.provider

    @property
    def now(self) -> datetime:
        return self._world.at()

    def pay(self, checkout: str) -> None:
        self._world.pay(checkout)

    def pay_once(self, checkout: str) -> None:
        self._world.pay(checkout, card=Card.WORKS_ONCE)

    def be_declined(self, checkout: str) -> None:
        self._world.pay(checkout, card=Card.DECLINED)

    def pay_slowly(self, checkout: str) -> None:
        self._world.pay(checkout, card=Card.DEBIT)

    def answer_slow_payment(self, payment: str, *, succeeds: bool) -> None:
        self._world.answer_debit(payment, succeeds=succeeds)

    def expire(self, checkout: str) -> None:
        self._world.expire(checkout)

    def renew(self, regular: str) -> None:
        self._world.renew(regular)

    def refund_there(self, payment: str) -> None:
        self._world.refund(payment)

    def let_refunds_wait(self) -> None:
        self._world.let_refunds_wait()

    def fail_refund(self, refund: str) -> None:
        self._world.fail_refund(refund)

    def dispute(self, payment: str) -> None:
        self._world.open_dispute(payment)

    def close_dispute(self, dispute: str, *, won: bool) -> None:
        self._world.close_dispute(dispute, won=won)

    def pay_out(self) -> str:
        # Money becomes available some days after it came.
        self._on.world.move_clock(timedelta(days=8))
        payout = self._world.make_payout()
        assert payout is not None
        return str(payout["id"])

    def arrive(self, payout: str) -> None:
        self._world.finish_payout(payout)

    def take_monthly_fee(self, minor: int) -> None:
        self._world.charge_account_fee(amount=minor)

    def delivered(self, *, is_forged: bool = False, at: datetime | None = None) -> list[Delivered]:
        return [self._on.deliver(event, is_forged=is_forged, at=at) for event in self._on.events()]

    def let_a_day_pass(self) -> None:
        self._on.move_clock(timedelta(hours=25))

    def lose_answers(self) -> None:
        # The library tries twice.
        self._on.faults.next(Fault.LOSES_ANSWER, times=2)

    def be_unreachable(self) -> None:
        self._on.faults.next(Fault.REFUSES_CONNECTION, times=2)


@contextmanager
def stripe_over_rehearsal(folder: Path) -> Iterator[Stage]:
    # The library waits half a second before it tries again.
    at_once = patch.object(stripe.HTTPClient, "INITIAL_DELAY", 0)
    with at_once, rehearsal(folder, now=NOON) as on:
        yield StripeOverRehearsal(on)


STAGES: dict[str, Callable[[Path], AbstractContextManager[Stage]]] = {
    "stripe": stripe_over_rehearsal,
}
