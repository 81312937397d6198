"""The account's balance: what is booked into it, and what is paid out to the bank."""

from broadsheet.funding.providers.rehearsal.core import Core
from broadsheet.funding.providers.rehearsal.currencies import DISPUTE_FEE, fee_for
from broadsheet.funding.providers.rehearsal.shapes.balance import balance_transaction, payout
from broadsheet.funding.providers.rehearsal.store import Doc

DAY = 86400
DAYS_UNTIL_AVAILABLE = 2
DAYS_UNTIL_ARRIVAL = 1


def book_charge(core: Core, charge: Doc) -> Doc:
    """The gift comes in, less Stripe's fee."""
    settled = core.settled(charge["amount"], currency=charge["currency"])
    return _book(
        core,
        charge,
        kind="charge" if charge["id"].startswith("ch_") else "payment",
        category="charge",
        amount=settled.amount,
        fee=fee_for(settled.amount),
        rate=settled.rate,
        words=charge["description"],
        days=DAYS_UNTIL_AVAILABLE,
    )


def book_refund(core: Core, refund: Doc) -> Doc:
    """The money leaves; Stripe keeps its fee."""
    settled = core.settled(refund["amount"], currency=refund["currency"])
    kind = "refund" if refund["charge"].startswith("ch_") else "payment_refund"
    return _book(
        core, refund, kind=kind, category="refund", amount=-settled.amount, rate=settled.rate,
        words=f"REFUND FOR CHARGE ({refund['charge']})",
    )  # fmt: skip


def book_refund_failure(core: Core, refund: Doc) -> Doc:
    """It comes back as it went, at the rate it went by."""
    went = core.get(refund["balance_transaction"], kind="balance_transaction")
    kind = "refund_failure" if went["type"] == "refund" else "payment_failure_refund"
    return _book(
        core, refund, kind=kind, category="refund_failure", amount=-went["amount"],
        rate=went["exchange_rate"], words=f"REFUND FAILURE ({refund['id']})",
    )  # fmt: skip


def book_dispute(core: Core, dispute: Doc) -> Doc:
    """The bank takes the money, and Stripe a fee for the trouble."""
    settled = core.settled(dispute["amount"], currency=dispute["currency"])
    return _book(
        core, dispute, kind="adjustment", category="dispute", amount=-settled.amount,
        fee=DISPUTE_FEE, rate=settled.rate, words=f"Chargeback withdrawal for {dispute['charge']}",
    )  # fmt: skip


def book_dispute_won(core: Core, dispute: Doc) -> Doc:
    """The money comes back; the fee stays."""
    went = dispute["balance_transactions"][0]
    return _book(
        core, dispute, kind="adjustment", category="dispute_reversal", amount=-went["amount"],
        rate=went["exchange_rate"], words=f"Chargeback reversal for {dispute['charge']}",
    )  # fmt: skip


def book_account_fee(core: Core, *, amount: int, words: str) -> Doc:
    """A fee that belongs to no payment."""
    with core.store.change():
        return _book(
            core, None, kind="stripe_fee", category="fee", amount=-amount, rate=None, words=words
        )


def make_payout(core: Core) -> Doc | None:
    """Send all that is available to the bank; None where nothing is."""
    with core.store.change():
        lines = [line for line in _unpaid(core) if line["available_on"] <= core.now()]
        amount = sum(line["net"] for line in lines)
        if amount <= 0:
            return None
        return _pay_out(core, lines, amount=amount)


def finish_payout(core: Core, reference: str) -> Doc:
    """It has arrived."""
    with core.store.change():
        sent = core.get(reference, kind="payout")
        core.store.become_due(reference, None)
        if sent["status"] != "in_transit":
            return sent
        trace = {"status": "supported", "value": "REHEARSAL"}
        return _tell(core, sent, "payout.paid", status="paid", trace_id=trace)


def fail_payout(core: Core, reference: str) -> Doc:
    """The bank sent it back: the money is in the balance again, for the next payout."""
    with core.store.change():
        sent = core.get(reference, kind="payout")
        core.store.become_due(reference, None)
        back = _book(
            core, sent, kind="payout_failure", category="payout_reversal", amount=sent["amount"],
            rate=None, words="STRIPE PAYOUT FAILURE",
        )  # fmt: skip
        words = "The bank account has been closed."
        return _tell(
            core, sent, "payout.failed", status="failed", failure_code="account_closed",
            failure_message=words, failure_balance_transaction=back["id"],
        )  # fmt: skip


def _book(
    core: Core, source: Doc | None, *, kind: str, category: str, amount: int,
    rate: float | None, words: str | None, fee: int = 0, days: int = 0,
) -> Doc:  # fmt: skip
    now = core.now()
    line = balance_transaction(
        amount=amount,
        fee=fee,
        currency=core.account,
        kind=kind,
        category=category,
        source=source["id"] if source else None,
        now=now,
        available_on=now + days * DAY,
        rate=rate,
        words=words,
    )
    return core.store.add(line, note={"payout": "none"})


def _unpaid(core: Core) -> list[Doc]:
    """What no payout has taken yet, the oldest first."""
    return core.store.find("balance_transaction", by={"payout": "none"})[::-1]


def _pay_out(core: Core, lines: list[Doc], *, amount: int) -> Doc:
    now = core.now()
    arrives = (now // DAY + DAYS_UNTIL_ARRIVAL) * DAY
    sent = payout(amount=amount, currency=core.account, now=now, arrives=arrives)
    core.store.add(sent, due=max(arrives, now))
    own = _book(
        core, sent, kind="payout", category="payout", amount=-amount, rate=None,
        words="STRIPE PAYOUT",
    )  # fmt: skip
    for line in (*lines, own):
        core.store.relink(line["id"], "payout", sent["id"])
    sent["balance_transaction"] = own["id"]
    core.tell("payout.created", sent)
    core.store.save(sent)
    return _tell(core, sent, "payout.reconciliation_completed", reconciliation_status="completed")


def _tell(core: Core, sent: Doc, kind: str, **changes: object) -> Doc:
    core.store.save(sent | changes)
    core.tell(kind, sent | changes)
    return sent | changes
