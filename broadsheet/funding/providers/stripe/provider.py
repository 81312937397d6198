"""Stripe as a provider of payments. The library is loaded with this module: 22 MB."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from broadsheet.funding.models import Ledger
from broadsheet.funding.providers.contract import (
    BadEvent,
    BalanceLine,
    Checkout,
    Facts,
    Hint,
    Order,
    PayoutFacts,
    Refused,
    Subject,
)
from broadsheet.funding.providers.stripe import amounts, asking, checkout, events, payouts
from broadsheet.funding.providers.stripe.line import Line
from broadsheet.funding.providers.stripe.looking import Look
from broadsheet.lib.money import Money
from broadsheet.lib.prepared import Prepared

FOLDER = "stripe"
LIVE_KEYS = ("sk_live_", "rk_live_")


def make() -> "StripeProvider":
    """The provider of this site, by its settings."""
    return StripeProvider(
        name=FOLDER,
        key=settings.STRIPE_KEY,
        webhook_secret=settings.STRIPE_WEBHOOK_SECRET,
        is_live=settings.STRIPE_KEY.startswith(LIVE_KEYS),
        takes_tests=ledger_is_a_rehearsals,
    )


def ledger_is_a_rehearsals() -> bool:
    """Whether the ledger is a sample's, which takes no real money. One query."""
    return bool(_REHEARSALS.rows())


class StripeProvider:
    """One account at Stripe, in one of its two modes: with real money (live), or for tests.

    `takes_tests` says whether the ledger is for tests; without it the ledger is taken to be of
    the account's mode. What is of another mode than the ledger is refused.
    """

    def __init__(
        self,
        *,
        name: str,
        key: str,
        webhook_secret: str,
        is_live: bool,
        base_addresses: Mapping[str, str] | None = None,
        takes_tests: Callable[[], bool] | None = None,
    ) -> None:
        self.name = name
        self.is_live = is_live
        self._has_key = bool(key)
        self._secret = webhook_secret
        self._takes_tests = takes_tests
        self._own_line = Line(key, base_addresses=base_addresses)

    def why_closed(self) -> str:
        if not self._has_key:
            return _("There is no key for Stripe: the setting is stripe_key.")
        if not self._secret:
            return _(
                "Events of Stripe cannot be verified without the secret of their address: the "
                "setting is stripe_webhook_secret."
            )
        return self._why_not_of_this_ledger()

    def charge_range(self, currency: str) -> tuple[int, int]:
        return amounts.charge_range(currency)

    def chargeable(self, money: Money) -> Money:
        return amounts.chargeable(money)

    def begin_checkout(self, order: Order) -> Checkout:
        return checkout.begin_checkout(self._line(), order)

    def find_checkout(self, order: Order) -> Checkout | None:
        return checkout.find_checkout(self._line(), order)

    def read_event(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> Hint:
        hint = events.read_event(body, headers, secret=self._secret, is_live=self.is_live, now=now)
        if self._why_not_of_this_ledger():
            raise BadEvent("An event of another mode than the ledger's.")
        return hint

    def look_at(self, subject: Subject) -> Facts:
        with self._line().call() as client:
            return Look(client, provider=self.name, is_live=self.is_live).at(subject)

    def hints_since(self, since: datetime) -> Iterator[Hint]:
        """Of what is ours alone. Stripe keeps events for 30 days."""
        within = {"gte": int(since.timestamp())}

        def fetch(client: Any, cursor: Mapping[str, Any]) -> Any:
            return client.v1.events.list({**cursor, "created": within})

        hints = list(self._line().pages(fetch, read=events.hint_of))
        return (hint for hint in reversed(hints) if hint.subject is not None)

    def refund(self, *, payment: str, amount: Money, token: str) -> None:
        asking.refund(self._line(), payment=payment, amount=amount, refund_token=token)

    def change_regular(self, reference: str, *, charged: Money, key: str) -> None:
        asking.change_regular(self._line(), reference, charged=charged, key=key)

    def end_regular(self, reference: str, *, key: str) -> None:
        asking.end_regular(self._line(), reference)

    def payouts_since(self, since: datetime) -> Iterator[PayoutFacts]:
        return payouts.payouts_since(self._line(), self.name, since)

    def lines_of_payout(self, reference: str) -> Iterator[BalanceLine]:
        return payouts.lines_of_payout(self._line(), reference)

    def lines_since(self, since: datetime) -> Iterator[BalanceLine]:
        return payouts.lines_since(self._line(), since)

    def _line(self) -> Line:
        """:raises Refused: where there is none, or what comes through may not enter the ledger."""
        if not self._has_key:
            raise Refused(self.why_closed())
        if why := self._why_not_of_this_ledger():
            raise Refused(why)
        return self._own_line

    def _why_not_of_this_ledger(self) -> str:
        if self._takes_tests is None or self._takes_tests() is not self.is_live:
            return ""
        if self.is_live:
            return _("This is a sample: its ledger takes no real money.")
        return _(
            "The key for Stripe is one for tests. No real money moves with it, and what it brings "
            "never enters a real ledger."
        )


_REHEARSALS = Prepared(
    lambda: Ledger.objects.filter(is_rehearsal=True).order_by().values_list("pk")
)
