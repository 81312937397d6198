"""Refunds and disputes: money that goes back to donors."""

from broadsheet.funding.providers.rehearsal import balance
from broadsheet.funding.providers.rehearsal.core import Core
from broadsheet.funding.providers.rehearsal.errors import wrong
from broadsheet.funding.providers.rehearsal.shapes import giving_back as shape
from broadsheet.funding.providers.rehearsal.store import Doc

PENDING_SECONDS = 60


def refund(
    core: Core, charge: Doc, *, amount: int | None, metadata: Doc, reason: str | None
) -> Doc:
    """What the API is asked for; without an amount, all that is left.

    :raises ApiError: for more than is left, and for what is disputed or was not paid.
    """
    _refuse(core, charge)
    left = charge["amount"] - charge["amount_refunded"]
    amount = left if amount is None else amount
    if not 0 < amount <= left:
        raise wrong(
            f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left}).",
            param="amount",
        )
    made = shape.refund(charge, amount=amount, now=core.now(), metadata=metadata, reason=reason)
    core.store.add(made)
    _count(core, charge, amount)
    core.tell("refund.created", made)
    if core.store.setting("refunds_wait", False):
        core.store.become_due(made["id"], core.now() + PENDING_SECONDS)
        core.tell("charge.refunded", core.get(charge["id"], kind="charge"))
        return made
    return _make(core, made)


def settle_refund(core: Core, reference: str) -> Doc:
    """A pending refund goes through."""
    with core.store.change():
        pending = core.get(reference, kind="refund")
        if pending["status"] != "pending":
            raise wrong(f"This refund is {pending['status']}, not pending.")
        return _make(core, pending)


def fail_refund(core: Core, reference: str) -> Doc:
    """The donor's bank does not take it: the money comes back, where it had left."""
    with core.store.change():
        found = core.get(reference, kind="refund")
        if found["status"] not in ("pending", "succeeded"):
            raise wrong(f"This refund is {found['status']}.")
        core.store.become_due(reference, None)
        if found["status"] == "succeeded":
            back = balance.book_refund_failure(core, found)
            found["failure_balance_transaction"] = back["id"]
            _moved(core, found, "refund_failed")
        found |= {"status": "failed", "failure_reason": "expired_or_canceled_card"}
        core.store.save(found)
        charge = core.get(found["charge"], kind="charge")
        _count(core, charge, -found["amount"])
        for kind in ("refund.failed", "refund.updated", "charge.refund.updated"):
            core.tell(kind, found)
        return found


def open_dispute(
    core: Core, payment: str, *, amount: int | None = None, reason: str = "fraudulent"
) -> Doc:
    """The donor's bank takes the money of a payment intent back, all that was not refunded.

    :raises ApiError: when it was not paid, is disputed already, or nothing is left.
    """
    with core.store.change():
        charge = paid_charge(core, payment)
        left = charge["amount"] - charge["amount_refunded"]
        if charge["disputed"] or not 0 < (amount or left) <= left:
            raise wrong("This charge cannot be disputed.")
        opened = shape.dispute(charge, amount=amount or left, now=core.now(), reason=reason)
        opened["balance_transactions"] = [balance.book_dispute(core, opened)]
        core.store.add(opened)
        core.store.save(charge | {"disputed": True})
        _moved(core, opened, "disputed")
        core.tell("charge.dispute.created", opened)
        core.tell("charge.dispute.funds_withdrawn", opened)
        return opened


def close_dispute(core: Core, reference: str, *, won: bool) -> Doc:
    """The bank has decided. :raises ApiError: when it had before."""
    with core.store.change():
        found = core.get(reference, kind="dispute")
        if found["status"] in ("won", "lost"):
            raise wrong("This dispute is closed already.")
        found["status"] = "won" if won else "lost"
        if won:
            found["balance_transactions"].append(balance.book_dispute_won(core, found))
            _moved(core, found, "dispute_won")
        core.store.save(found)
        core.tell("charge.dispute.closed", found)
        if won:
            core.tell("charge.dispute.funds_reinstated", found)
        return found


def paid_charge(core: Core, payment: str) -> Doc:
    """The charge of a payment intent that was paid.

    :raises ApiError: when there is none.
    """
    intent = core.get(payment, kind="payment_intent", param="payment_intent", status=400)
    if intent["status"] != "succeeded":
        raise wrong(
            f"This PaymentIntent ({payment}) does not have a successful charge.",
            param="payment_intent",
        )
    return core.get(intent["latest_charge"], kind="charge")


def _refuse(core: Core, charge: Doc) -> None:
    if charge["status"] != "succeeded":
        raise wrong("This charge was not paid.", param="charge")
    if charge["refunded"]:
        raise wrong(
            f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
        )
    for found in core.store.find("dispute", by={"charge": charge["id"]}):
        if found["status"] != "won":
            raise wrong(f"Charge {charge['id']} has been charged back.", code="charge_disputed")


def _make(core: Core, pending: Doc) -> Doc:
    core.store.become_due(pending["id"], None)
    pending["status"] = "succeeded"
    pending["balance_transaction"] = balance.book_refund(core, pending)["id"]
    pending["destination_details"]["card"]["reference_status"] = "available"
    core.store.save(pending)
    _moved(core, pending, "refunded")
    core.tell("refund.updated", pending)
    core.tell("charge.refunded", core.get(pending["charge"], kind="charge"))
    return pending


def _count(core: Core, charge: Doc, amount: int) -> None:
    refunded = charge["amount_refunded"] + amount
    is_whole = refunded == charge["amount"]
    core.store.save(charge | {"amount_refunded": refunded, "refunded": is_whole})


def _moved(core: Core, doc: Doc, kind: str) -> None:
    core.moved(doc["payment_intent"], kind, amount=doc["amount"], currency=doc["currency"])
