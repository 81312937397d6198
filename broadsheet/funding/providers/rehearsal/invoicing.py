"""Invoices of subscriptions: drawn up, attempted, paid, tried again, given up."""

from broadsheet.funding.providers.rehearsal import charging, regular
from broadsheet.funding.providers.rehearsal.cards import Card
from broadsheet.funding.providers.rehearsal.core import Core
from broadsheet.funding.providers.rehearsal.errors import wrong
from broadsheet.funding.providers.rehearsal.shapes import invoices as shape
from broadsheet.funding.providers.rehearsal.shapes.base import list_of
from broadsheet.funding.providers.rehearsal.store import Doc

KIND = "invoice"
RETRY_SECONDS = 3 * 86400
ATTEMPTS = 4


def draw_up(core: Core, running: Doc, *, intent: Doc | None, reason: str) -> Doc:
    """An open invoice for the period that the item stands in, with its payment intent."""
    customer = core.get(running["customer"], kind="customer")
    item = running["items"]["data"][0]
    amount = item["price"]["unit_amount"]
    number = f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04d}"
    core.store.save(customer | {"next_invoice_sequence": customer["next_invoice_sequence"] + 1})
    invoice = shape.invoice(
        running, customer=customer, amount=amount, now=core.now(), reason=reason, number=number
    )
    words = core.get(item["price"]["product"], kind="product")["name"]
    line = core.store.add(shape.invoice_line(invoice, item=item, words=f"1 × {words}"))
    invoice["lines"] = list_of([line], url=invoice["lines"]["url"])
    invoice["hosted_invoice_url"] = f"{core.pages}{invoice['id']}/"
    core.store.add(invoice, note={"subscription": running["id"]})
    core.tell("invoice.created", invoice)
    core.tell("invoice.finalized", invoice)
    _payment(core, invoice, intent or _intent(core, invoice))
    return invoice


def attempt(core: Core, invoice: Doc, *, card: Card) -> Doc:
    """Try to take the money of an open invoice; the subscription follows."""
    intent = core.get(
        _payment_of(core, invoice)["payment"]["payment_intent"], kind="payment_intent"
    )
    if intent["status"] == "processing":
        raise wrong("This invoice has a payment under way.")
    intent = charging.attempt(core, intent, card=card, email=invoice["customer_email"])
    invoice |= {"attempt_count": invoice["attempt_count"] + 1, "attempted": True}
    core.store.become_due(invoice["id"], None)
    core.store.save(invoice)
    if intent["status"] == "processing":
        _follow(core, invoice, "active")
        return invoice
    return answered(core, invoice, succeeds=intent["status"] == "succeeded")


def answered(core: Core, invoice: Doc, *, succeeds: bool) -> Doc:
    """The attempt has an answer."""
    return _paid(core, invoice) if succeeds else _failed(core, invoice)


def pay(core: Core, reference: str, *, card: Card) -> Doc:
    """The donor pays an open invoice on its own page."""
    with core.store.change():
        invoice = core.get(reference, kind=KIND)
        if invoice["status"] != "open":
            raise wrong(f"This invoice is {invoice['status']}, not open.")
        return attempt(core, invoice, card=card)


def leave_open(core: Core, invoice: Doc) -> None:
    """Nobody tries any more to take the money of an open invoice."""
    core.store.become_due(invoice["id"], None)
    if invoice["status"] == "open":
        core.store.save(invoice | {"auto_advance": False, "next_payment_attempt": None})


def _intent(core: Core, invoice: Doc) -> Doc:
    return charging.begin_intent(
        core,
        amount=invoice["amount_due"],
        currency=invoice["currency"],
        customer=invoice["customer"],
        metadata={},
        words="Subscription update",
        note={},
    )


def _payment(core: Core, invoice: Doc, intent: Doc) -> None:
    note = core.store.note_of(intent["id"]) | {"invoice": invoice["id"]}
    core.store.save(intent, note=note)
    payment = shape.invoice_payment(invoice, intent=intent["id"], now=core.now())
    core.store.add(payment, note={"payment_intent": intent["id"]})


def _payment_of(core: Core, invoice: Doc) -> Doc:
    return core.store.find("invoice_payment", by={"invoice": invoice["id"]})[0]


def _paid(core: Core, invoice: Doc) -> Doc:
    now, amount = core.now(), invoice["amount_due"]
    payment = _payment_of(core, invoice)
    payment |= {"amount_paid": amount, "status": "paid"}
    payment["status_transitions"]["paid_at"] = now
    core.store.save(payment)
    core.tell("invoice_payment.paid", payment)
    invoice |= {
        "status": "paid",
        "amount_paid": amount,
        "amount_remaining": 0,
        "auto_advance": False,
        "next_payment_attempt": None,
    }
    invoice["status_transitions"]["paid_at"] = now
    core.store.save(invoice)
    core.tell("invoice.paid", invoice)
    core.tell("invoice.payment_succeeded", invoice)
    _follow(core, invoice, "active")
    return invoice


def _failed(core: Core, invoice: Doc) -> Doc:
    is_given_up = invoice["attempt_count"] >= ATTEMPTS
    running = _subscription(core, invoice)
    again = core.now() + RETRY_SECONDS
    if is_given_up or running["status"] == "canceled":
        invoice |= {"next_payment_attempt": None, "auto_advance": False}
    else:
        invoice["next_payment_attempt"] = again
        core.store.become_due(invoice["id"], again)
    core.store.save(invoice)
    core.tell("invoice.payment_failed", invoice)
    _follow(core, invoice, "past_due")
    if is_given_up and running["status"] != "canceled":
        regular.end(core, running["id"], reason="payment_failed")
    return invoice


def _follow(core: Core, invoice: Doc, status: str) -> None:
    running = _subscription(core, invoice)
    if running["status"] not in ("canceled", status):
        core.store.save(running | {"status": status})
        core.tell("customer.subscription.updated", running | {"status": status})


def _subscription(core: Core, invoice: Doc) -> Doc:
    return core.get(invoice["parent"]["subscription_details"]["subscription"], kind="subscription")
