"""Everything that may happen to money, in any order: donors, banks, the post, and death.

A machine of hypothesis; `test_any_interleaving.py` runs 1,000 of its steps, `bench/interleaving.py`
ten thousand.
"""

import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from broadsheet.funding.models import Every, Gift, GiftState, RegularGift, RegularState
from broadsheet.funding.providers.contract import ProviderError
from broadsheet.funding.providers.rehearsal.cards import Card
from broadsheet.funding.providers.rehearsal.errors import ApiError
from broadsheet.funding.providers.rehearsal.faults import Fault
from broadsheet.funding.providers.rehearsal.store import Doc
from broadsheet.funding.settling.refunding import NotRefundable, ask_for_refund, refundable_minor
from broadsheet.funding.settling.regulars import Over, ask_for_amount, ask_to_end
from broadsheet.funding.settling.tests.dying import Died, dying
from broadsheet.funding.settling.tests.stage import Stage, staged
from broadsheet.funding.tests.campaigns import records_fund
from broadsheet.lib.money import Money
from broadsheet.readers.models import User

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
# Never: no run of ours takes so many steps.
NEVER = 10**9

which = st.integers(0, 10**6)
amounts = st.integers(100, 50_000)
# Half of the time nothing dies.
deaths = st.one_of(st.just(NEVER), st.integers(1, 60))


class Interleaving(RuleBasedStateMachine):
    """Each example is a site and a world of their own, in a savepoint that is turned back."""

    stage: Stage
    # Of all examples together: hypothesis ends many of them early.
    steps = 0

    @initialize()
    def begin(self) -> None:
        self.exits = ExitStack()
        self.exits.enter_context(_turned_back())
        folder = Path(self.exits.enter_context(tempfile.TemporaryDirectory()))
        campaign = records_fund(now=NOON)
        self.stage = self.exits.enter_context(staged(folder, campaign, now=NOON))
        self.user = User.objects.create_user(f"user-{id(self)}")
        self.posted: list[Doc] = []  # events on their way
        self.old: list[tuple[Doc, datetime]] = []

    @invariant()
    def count(self) -> None:
        Interleaving.steps += 1

    def teardown(self) -> None:
        if not hasattr(self, "stage"):
            return
        try:
            self._come_to_rest()
            self.stage.require_truth()
        finally:
            self.exits.close()

    def _come_to_rest(self) -> None:
        """All that takes time outside happens; then the site has one sweep."""
        self.stage.outside.faults.clear()
        world = self.stage.outside.world
        for regular in world.store.find("subscription"):
            if regular["status"] != "canceled":
                world.end_subscription(regular["id"])
        for _ in range(3):
            self.stage.pass_by(timedelta(hours=13))
        self.stage.sweep()

    # Donors

    @rule(
        amount=amounts,
        cover=st.sampled_from([0, 61]),
        every=st.sampled_from([Every.ONCE, Every.ONCE, Every.MONTH]),
        currency=st.sampled_from(["USD", "EUR", "JPY"]),
        death=deaths,
    )
    def pledge(self, amount: int, cover: int, every: Every, currency: str, death: int) -> None:
        self._unless_dead(
            death,
            lambda: self.stage.pledge(Money(amount, currency), cover_minor=cover, every=every),
        )

    @rule(n=which, card=st.sampled_from([Card.WORKS, Card.WORKS, Card.DECLINED, Card.DEBIT]))
    def pay(self, n: int, card: Card) -> None:
        self._outside("checkout.session", n, lambda s: self.stage.outside.world.pay(s, card=card))

    @rule(n=which)
    def leave(self, n: int) -> None:
        self._outside("checkout.session", n, self.stage.outside.world.expire)

    @rule(n=which, succeeds=st.booleans())
    def answer_debit(self, n: int, succeeds: bool) -> None:
        self._outside(
            "payment_intent",
            n,
            lambda p: self.stage.outside.world.answer_debit(p, succeeds=succeeds),
        )

    @rule(n=which, succeeds=st.booleans())
    def renew(self, n: int, succeeds: bool) -> None:
        self._outside(
            "subscription", n, lambda s: self.stage.outside.world.renew(s, succeeds=succeeds)
        )

    @rule(n=which, amount=amounts, death=deaths)
    def change_regular(self, n: int, amount: int, death: int) -> None:
        regular = _one(RegularGift.objects.exclude(state=RegularState.ENDED), n)
        if regular is not None:
            self._unless_dead(
                death,
                lambda: ask_for_amount(
                    regular, amount_minor=amount, cover_minor=0, now=self.stage.now
                ),
            )

    @rule(n=which, death=deaths)
    def end_regular(self, n: int, death: int) -> None:
        regular = _one(RegularGift.objects.all(), n)
        if regular is not None:
            self._unless_dead(death, lambda: ask_to_end(regular, now=self.stage.now))

    # Banks, and the provider's own office

    @rule(n=which, part=st.floats(0.01, 1))
    def refund_outside(self, n: int, part: float) -> None:
        world = self.stage.outside.world

        def refund(payment: str) -> None:
            intent = world.get(payment, kind="payment_intent")
            world.refund(payment, amount=max(1, int(intent["amount"] * part)))

        self._outside("payment_intent", n, refund)

    @rule(is_so=st.booleans())
    def let_refunds_wait(self, is_so: bool) -> None:
        self.stage.outside.world.let_refunds_wait(is_so)

    @rule(n=which)
    def fail_refund(self, n: int) -> None:
        self._outside("refund", n, self.stage.outside.world.fail_refund)

    @rule(n=which)
    def dispute(self, n: int) -> None:
        self._outside("payment_intent", n, self.stage.outside.world.open_dispute)

    @rule(n=which, won=st.booleans())
    def close_dispute(self, n: int, won: bool) -> None:
        self._outside("dispute", n, lambda d: self.stage.outside.world.close_dispute(d, won=won))

    @rule(is_so=st.booleans())
    def book_late(self, is_so: bool) -> None:
        self.stage.outside.world.book_late(is_so)

    @rule(hours=st.integers(0, 48))
    def pass_by(self, hours: int) -> None:
        self.stage.pass_by(timedelta(hours=hours))

    # The staff

    @rule(n=which, part=st.floats(0.01, 1), death=deaths)
    def refund_here(self, n: int, part: float, death: int) -> None:
        gift = _one(Gift.objects.filter(state=GiftState.SETTLED), n)
        if gift is None:
            return
        amount = Money(max(1, int(refundable_minor(gift) * part)), gift.currency)
        self._unless_dead(
            death,
            lambda: ask_for_refund(
                gift, amount=amount, by=self.user, why="A wish.", now=self.stage.now
            ),
        )

    # The post

    @rule(n=which, death=deaths)
    def deliver(self, n: int, death: int) -> None:
        """Any of those on their way: they overtake each other."""
        self.posted += self.stage.outside.new_events()
        if self.posted:
            event = self.posted.pop(n % len(self.posted))
            self.old.append((event, self.stage.now))
            self._unless_dead(death, lambda: self.stage.deliver(event))

    @rule(n=which)
    def deliver_again(self, n: int) -> None:
        if self.old:
            self.stage.deliver(self.old[n % len(self.old)][0])

    @rule(n=which)
    def replay(self, n: int) -> None:
        """The very bytes of long ago: their signature has expired."""
        if self.old:
            event, at = self.old[n % len(self.old)]
            if self.stage.now - at > timedelta(minutes=6):
                assert not self.stage.deliver(event, at=at)

    @rule(n=which)
    def forge(self, n: int) -> None:
        events = self.stage.outside.events()
        if events:
            assert not self.stage.deliver(events[n % len(events)], is_forged=True)

    @precondition(lambda self: hasattr(self, "posted"))
    @rule()
    def lose_the_post(self) -> None:
        self.posted += self.stage.outside.new_events()
        self.posted.clear()

    @rule(fault=st.sampled_from(list(Fault)), method=st.sampled_from(["GET", "POST"]))
    def be_out_of_order(self, fault: Fault, method: str) -> None:
        """Twice: the library tries again once."""
        self.stage.outside.faults.next(fault, method=method, times=2)

    @rule(death=deaths)
    def sweep(self, death: int) -> None:
        self._unless_dead(death, self.stage.sweep)

    def _unless_dead(self, death: int, act: Any) -> None:
        try:
            with dying(at=death):
                act()
        except (Died, ProviderError, NotRefundable, Over):
            pass

    def _outside(self, kind: str, n: int, act: Any) -> None:
        found = self.stage.outside.world.store.find(kind)
        if not found:
            return
        try:
            act(found[n % len(found)]["id"])
        except ApiError:
            pass  # what cannot be, outside


def _one(rows: Any, n: int) -> Any:
    found = list(rows.order_by("pk"))
    return found[n % len(found)] if found else None


class _TurnBack(Exception):
    pass


class _turned_back:
    """A savepoint that is always turned back."""

    def __enter__(self) -> None:
        self._atomic = transaction.atomic()
        self._atomic.__enter__()

    def __exit__(self, *_: object) -> None:
        self._atomic.__exit__(_TurnBack, _TurnBack(), None)
