"""What everything in the world rests on: its file, its clock, its events and its memory."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from broadsheet.funding.providers.rehearsal.currencies import (
    DOLLARS,
    Settled,
    iso_minor,
    settle,
)
from broadsheet.funding.providers.rehearsal.errors import missing
from broadsheet.funding.providers.rehearsal.shapes.balance import event
from broadsheet.funding.providers.rehearsal.store import Doc, Store

Clock = Callable[[], datetime]


def real_time() -> datetime:
    return datetime.now(UTC)


class Core:
    """The file, the clock and the events; what happens stands in the modules beside."""

    def __init__(
        self, path: Path, *, clock: Clock = real_time, account: str = "usd",
        pages: str = "http://127.0.0.1/rehearsal/checkout/", keeps_log_short: bool = True,
    ) -> None:  # fmt: skip
        """`account` is the currency of the balance; `pages` is what session ids are put behind."""
        self.store = Store(path, keeps_log_short=keeps_log_short)
        self.account = account
        self.pages = pages
        self._clock = clock

    def close(self) -> None:
        self.store.close()

    def at(self) -> datetime:
        """The world's time: the clock's, and what it was moved by."""
        return self._clock() + timedelta(seconds=self.store.setting("ahead_seconds", 0))

    def now(self) -> int:
        return int(self.at().timestamp())

    def move_clock(self, by: timedelta) -> None:
        """For all processes that look at this world. What has become due waits for a turn."""
        with self.store.change():
            ahead = self.store.setting("ahead_seconds", 0) + by.total_seconds()
            self.store.set("ahead_seconds", ahead)

    def get(self, reference: str, *, kind: str, param: str = "id", status: int = 404) -> Doc:
        """:raises ApiError: when there is no such thing, in Stripe's words."""
        doc = self.store.get(reference)
        if doc is None or doc["object"] != kind:
            raise missing(kind.replace(".", "_"), reference, param=param, status=status)
        return doc

    def tell(self, kind: str, doc: Doc) -> Doc:
        """Something has happened to `doc`: an event with it as it is now, to be delivered."""
        told = self.store.add(event(kind, self.as_seen(doc), now=self.now()))
        self.store.run(
            "INSERT INTO delivery SELECT ?, max(seq), ?, 0 FROM document", (told["id"], self.now())
        )
        return told

    def as_seen(self, doc: Doc) -> Doc:
        """A document as the API shows it: what the clock alone changes is brought up to date."""
        if doc["object"] == "balance_transaction":
            status = "available" if doc["available_on"] <= self.now() else "pending"
            return doc | {"status": status}
        if doc["object"] == "dispute":
            lines = [self.as_seen(line) for line in doc["balance_transactions"]]
            return doc | {"balance_transactions": lines}
        return doc

    def moved(self, payment: str, kind: str, *, amount: int, currency: str) -> None:
        """Write down, for the truth, what happened to a payment, in ISO 4217's smallest units."""
        self.store.run(
            "INSERT INTO movement (payment, kind, amount, currency) VALUES (?, ?, ?, ?)",
            (payment, kind, iso_minor(amount, currency=currency), currency.upper()),
        )

    def settled(self, amount: int, *, currency: str) -> Settled:
        dollars: Mapping[str, str] = DOLLARS | self.store.setting("dollars", {})
        return settle(amount, currency=currency, account=self.account, dollars=dollars)

    def set_rate(self, currency: str, dollars: str) -> None:
        """From now on one unit of the currency is worth so many dollars."""
        with self.store.change():
            rates = self.store.setting("dollars", {}) | {currency.lower(): dollars}
            self.store.set("dollars", rates)
