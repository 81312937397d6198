"""Taking money: a payment intent is attempted, and succeeds, fails or takes its time."""

from broadsheet.funding.providers.rehearsal import balance
from broadsheet.funding.providers.rehearsal.cards import DEBIT_SECONDS, LATE_DECLINE, Card, Decline
from broadsheet.funding.providers.rehearsal.core import Core
from broadsheet.funding.providers.rehearsal.shapes import payments as shape
from broadsheet.funding.providers.rehearsal.store import Doc

LATE_BOOKING_SECONDS = 30


def begin_intent(
    core: Core, *, amount: int, currency: str, customer: str | None, metadata: Doc,
    words: str | None, note: Doc, capture: str = "automatic_async",
) -> Doc:  # fmt: skip
    """`note` says what it pays: a `session`, an `invoice` or both."""
    intent = shape.payment_intent(
        amount=amount, currency=currency, now=core.now(), customer=customer, metadata=metadata,
        words=words, capture=capture,
    )  # fmt: skip
    core.store.add(intent, note=note)
    core.tell("payment_intent.created", intent)
    return intent


def attempt(core: Core, intent: Doc, *, card: Card, email: str | None) -> Doc:
    """Charge it; returns the intent as it is then."""
    method = shape.DEBIT if card.takes_time else shape.CARD
    charge = shape.charge(intent, now=core.now(), method=method, email=email)
    core.store.add(charge)
    intent["latest_charge"], intent["last_payment_error"] = charge["id"], None
    if card.decline:
        return _fail(core, intent, charge, card.decline)
    intent["payment_method"] = charge["payment_method"]
    if not card.takes_time:
        return _succeed(core, intent, charge)
    return _wait(core, intent, charge, card)


def finish(core: Core, intent: Doc, *, succeeds: bool) -> Doc:
    """The bank has answered about a debit."""
    charge = core.get(intent["latest_charge"], kind="charge")
    core.store.become_due(intent["id"], None)
    if succeeds:
        return _succeed(core, intent, charge)
    return _fail(core, intent, charge, LATE_DECLINE)


def book_late(core: Core, charge: Doc) -> None:
    """What the balance got is known only now, where bookings are late."""
    core.store.become_due(charge["id"], None)
    if charge["balance_transaction"] is None:
        charge["balance_transaction"] = balance.book_charge(core, charge)["id"]
        core.store.save(charge)
        core.tell("charge.updated", charge)


def _succeed(core: Core, intent: Doc, charge: Doc) -> Doc:
    charge |= {
        "paid": True,
        "captured": True,
        "amount_captured": charge["amount"],
        "status": "succeeded",
        "outcome": shape.outcome(),
    }
    if core.store.setting("books_late", False):
        core.store.become_due(charge["id"], core.now() + LATE_BOOKING_SECONDS)
    else:
        charge["balance_transaction"] = balance.book_charge(core, charge)["id"]
    intent |= {"status": "succeeded", "amount_received": intent["amount"]}
    core.moved(intent["id"], "paid", amount=intent["amount"], currency=intent["currency"])
    return _save(core, intent, charge, "charge.succeeded", "payment_intent.succeeded")


def _wait(core: Core, intent: Doc, charge: Doc, card: Card) -> Doc:
    intent["status"] = "processing"
    note = core.store.note_of(intent["id"]) | {"card": card}
    core.store.save(intent, note=note)
    core.store.become_due(intent["id"], core.now() + DEBIT_SECONDS)
    return _save(core, intent, charge, "charge.pending", "payment_intent.processing")


def _fail(core: Core, intent: Doc, charge: Doc, decline: Decline) -> Doc:
    charge |= {
        "status": "failed",
        "failure_code": decline.code,
        "failure_message": decline.words,
        "outcome": shape.outcome(decline_code=decline.decline_code),
    }
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "last_payment_error": shape.payment_error(
            code=decline.code,
            decline_code=decline.decline_code,
            words=decline.words,
            charge=charge["id"],
        ),
    }
    return _save(core, intent, charge, "charge.failed", "payment_intent.payment_failed")


def _save(core: Core, intent: Doc, charge: Doc, *told: str) -> Doc:
    core.store.save(charge)
    core.store.save(intent)
    for kind, doc in zip(told, (charge, intent), strict=True):
        core.tell(kind, doc)
    return intent
