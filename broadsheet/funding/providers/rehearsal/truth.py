"""What really happened to the money, kept apart from the documents, for tests to compare with."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from broadsheet.funding.providers.rehearsal.core import Core
from broadsheet.funding.providers.rehearsal.store import Doc

SIGNS = {"refunded": 1, "refund_failed": -1, "disputed": 1, "dispute_won": -1, "paid": 1}


@dataclass(frozen=True)
class PaymentTruth:
    """One payment, in ISO 4217's smallest units of what was charged.

    `metadata` is the checkout's, or the subscription's for its payments. `disputed` is what a
    bank has taken, whether the dispute is open or lost.
    """

    payment: str
    currency: str
    paid: int
    refunded: int
    disputed: int
    checkout: str
    subscription: str
    metadata: dict[str, str]

    @property
    def kept(self) -> int:
        return self.paid - self.refunded - self.disputed


@dataclass(frozen=True)
class Truth:
    payments: dict[str, PaymentTruth]

    @property
    def kept(self) -> dict[str, int]:
        """What is left of all payments, for each currency."""
        sums: Counter[str] = Counter()
        for one in self.payments.values():
            sums[one.currency] += one.kept
        return dict(sums)


def truth(core: Core) -> Truth:
    """All payments that were ever made, the oldest first."""
    with core.store.change():
        return Truth({one.payment: one for one in _payments(core)})


def _payments(core: Core) -> Iterator[PaymentTruth]:
    sums: dict[str, Counter[str]] = {}
    currencies: dict[str, str] = {}
    for payment, kind, amount, currency in core.store.run(
        "SELECT payment, kind, amount, currency FROM movement ORDER BY seq"
    ):
        column = "refunded" if "refund" in kind else "disputed" if "dispute" in kind else "paid"
        sums.setdefault(payment, Counter())[column] += SIGNS[kind] * amount
        currencies[payment] = currency
    for payment, amounts in sums.items():
        checkout, subscription, metadata = _origin(core, core.store.note_of(payment))
        yield PaymentTruth(
            payment, currencies[payment], amounts["paid"], amounts["refunded"],
            amounts["disputed"], checkout, subscription, metadata,
        )  # fmt: skip


def _origin(core: Core, note: Doc) -> tuple[str, str, dict[str, str]]:
    checkout, invoice = note.get("session", ""), note.get("invoice", "")
    session = core.store.get(checkout) if checkout else None
    if not invoice:
        return checkout, "", dict((session or {}).get("metadata") or {})
    about = core.get(invoice, kind="invoice")["parent"]["subscription_details"]
    return checkout, about["subscription"], dict(about["metadata"])
