"""Subscriptions: begun by a checkout, renewed by time, changed and ended by the API."""

from calendar import monthrange
from datetime import UTC, datetime

from broadsheet.funding.providers.rehearsal import invoicing
from broadsheet.funding.providers.rehearsal.cards import Card
from broadsheet.funding.providers.rehearsal.core import Core
from broadsheet.funding.providers.rehearsal.errors import missing, wrong
from broadsheet.funding.providers.rehearsal.shapes.base import list_of
from broadsheet.funding.providers.rehearsal.shapes.subscriptions import (
    plan,
    subscription,
    subscription_item,
)
from broadsheet.funding.providers.rehearsal.store import Doc

KIND = "subscription"
MONTHS = {"month": 1, "year": 12}


def begin(core: Core, session: Doc, intent: Doc, note: Doc, card: Card) -> Doc:
    """The first payment is made, or its debit is on its way."""
    now = core.now()
    begun = subscription(
        customer=session["customer"],
        currency=session["currency"],
        now=now,
        metadata=note["subscription_metadata"],
        words=note["subscription_words"],
    )
    price = core.get(note["price"], kind="price")
    end = after_months(now, MONTHS[price["recurring"]["interval"]])
    item = subscription_item(subscription=begun["id"], price=price, now=now, period_end=end)
    core.store.add(item)
    begun["items"] = _items(begun, item)
    core.store.add(begun, note={"card": card, "periods": 1}, due=end)
    core.tell("customer.subscription.created", begun)
    intent["customer"] = session["customer"]
    invoice = invoicing.draw_up(core, begun, intent=intent, reason="subscription_create")
    core.store.save(begun | {"latest_invoice": invoice["id"]})
    invoicing.attempt(core, invoice, card=card)
    return core.get(begun["id"], kind=KIND)


def renew(core: Core, reference: str, *, succeeds: bool | None = None) -> Doc:
    """The next payment, now; where the last one is open, that one again.

    Without `succeeds` it is the donor's card that decides.

    :raises ApiError: when it has ended.
    """
    with core.store.change():
        running = _running(core, reference)
        card = _card(core, reference, succeeds=succeeds)
        invoice = core.get(running["latest_invoice"], kind="invoice")
        if invoice["status"] != "open":
            invoice = _next_period(core, running)
        invoicing.attempt(core, invoice, card=card)
        return core.get(reference, kind=KIND)


def change_price(core: Core, reference: str, *, item: str, price: Doc) -> Doc:
    """From the next payment on, another price."""
    running = _running(core, reference)
    found = [one for one in running["items"]["data"] if one["id"] == item]
    if not found:
        raise wrong(f"No such subscription item: '{item}'", param="items[0][id]")
    if price["currency"] != running["currency"] or not price["recurring"]:
        raise wrong("The price must be recurring, in the subscription's currency.", param="price")
    changed = found[0] | {"price": price, "plan": plan(price)}
    core.store.save(changed)
    running["items"] = _items(running, changed)
    return _save(core, running)


def change(core: Core, reference: str, *, changes: Doc) -> Doc:
    """Metadata, description, or the wish to end with the period."""
    return _save(core, _running(core, reference) | changes)


def end(core: Core, reference: str, *, reason: str = "cancellation_requested") -> Doc:
    """:raises ApiError: 404 when it has ended, as Stripe does."""
    with core.store.change():
        running = _running(core, reference)
        now = core.now()
        ended = running | {
            "status": "canceled",
            "canceled_at": now,
            "ended_at": now,
            "cancellation_details": {"comment": None, "feedback": None, "reason": reason},
        }
        core.store.save(ended)
        core.store.become_due(reference, None)
        core.tell("customer.subscription.deleted", ended)
        invoicing.leave_open(core, core.get(ended["latest_invoice"], kind="invoice"))
        return ended


def after_months(start: int, months: int) -> int:
    """The same day so many months later, or the month's last."""
    at = datetime.fromtimestamp(start, UTC)
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    day = min(at.day, monthrange(year, month + 1)[1])
    return int(at.replace(year=year, month=month + 1, day=day).timestamp())


def _running(core: Core, reference: str) -> Doc:
    found = core.get(reference, kind=KIND)
    if found["status"] == "canceled":
        raise missing("subscription", reference)
    return found


def _card(core: Core, reference: str, *, succeeds: bool | None) -> Card:
    if succeeds is not None:
        return Card.WORKS if succeeds else Card.NO_FUNDS
    return Card(core.store.note_of(reference)["card"]).next_time


def _next_period(core: Core, running: Doc) -> Doc:
    note = core.store.note_of(running["id"])
    item = running["items"]["data"][0]
    months = MONTHS[item["price"]["recurring"]["interval"]]
    anchor, periods = running["billing_cycle_anchor"], note["periods"] + 1
    item |= {
        "current_period_start": item["current_period_end"],
        "current_period_end": after_months(anchor, months * periods),
    }
    core.store.save(item)
    running["items"] = _items(running, item)
    core.store.save(running, note=note | {"periods": periods})
    core.store.become_due(running["id"], item["current_period_end"])
    invoice = invoicing.draw_up(core, running, intent=None, reason="subscription_cycle")
    _save(core, running | {"latest_invoice": invoice["id"]})
    return invoice


def _save(core: Core, running: Doc) -> Doc:
    core.store.save(running)
    core.tell("customer.subscription.updated", running)
    return running


def _items(running: Doc, item: Doc) -> Doc:
    return list_of([item], url=f"/v1/subscription_items?subscription={running['id']}")
