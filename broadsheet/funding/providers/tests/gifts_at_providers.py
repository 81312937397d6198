"""What the tests of providers have in common: an order, and what became of it."""

from datetime import datetime
from uuid import uuid4

from broadsheet.funding.models import Every
from broadsheet.funding.providers.contract import (
    Order,
    PaymentFacts,
    RegularFacts,
    Subject,
    SubjectKind,
)
from broadsheet.funding.providers.tests.stages import Stage
from broadsheet.lib.money import Money

EMAIL = "ada@lantern.example"


def order(
    now: datetime,
    *,
    charged: Money | None = None,
    every: Every = Every.ONCE,
    title: str = "Harbour",
) -> Order:
    token = str(uuid4())
    return Order(
        key=f"gift-{token}",
        gift_token=token,
        regular_token="" if every is Every.ONCE else str(uuid4()),
        charged=charged or Money(2500, "USD"),
        every=every,
        title=title,
        email=EMAIL,
        language="en",
        done_url="https://lantern.example/support/thanks/",
        cancelled_url="https://lantern.example/support/",
        created_at=now,
    )


def look_at_checkout(stage: Stage, checkout: str) -> PaymentFacts:
    facts = stage.provider.look_at(Subject(SubjectKind.CHECKOUT, checkout))
    assert isinstance(facts, PaymentFacts)
    return facts


def look_at_payment(stage: Stage, payment: str) -> PaymentFacts:
    facts = stage.provider.look_at(Subject(SubjectKind.PAYMENT, payment))
    assert isinstance(facts, PaymentFacts)
    return facts


def look_at_regular(stage: Stage, regular: str) -> RegularFacts:
    facts = stage.provider.look_at(Subject(SubjectKind.REGULAR, regular))
    assert isinstance(facts, RegularFacts)
    return facts


def paid(stage: Stage, *, charged: Money | None = None, every: Every = Every.ONCE) -> PaymentFacts:
    """A gift that was paid at once."""
    checkout = stage.provider.begin_checkout(order(stage.now, charged=charged, every=every))
    stage.pay(checkout.reference)
    return look_at_checkout(stage, checkout.reference)


def last_payment_of(stage: Stage, regular: str) -> PaymentFacts:
    """The newest payment of a regular gift, found as the house finds it: by the events."""
    hints = stage.provider.hints_since(stage.now.replace(year=stage.now.year - 1))
    found = [hint.subject for hint in hints if hint.subject]
    looks = [stage.provider.look_at(s) for s in found if s.kind is SubjectKind.INVOICE]
    payments = [f for f in looks if isinstance(f, PaymentFacts) and f.regular == regular]
    return payments[-1]
