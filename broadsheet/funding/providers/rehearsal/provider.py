"""The rehearsal as a provider: Stripe's, spoken to by Stripe's own library, at another address.

It is open on a sample site alone, and refuses everything anywhere else.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache

from django.utils.translation import gettext as _

from broadsheet.funding.providers.contract import (
    BadEvent,
    BalanceLine,
    Checkout,
    Facts,
    Hint,
    Order,
    PayoutFacts,
    Provider,
    Refused,
    Subject,
    Unreachable,
)
from broadsheet.funding.providers.rehearsal.place import (
    Keys,
    api_address,
    site_keys,
    why_not_here,
)
from broadsheet.funding.providers.stripe.provider import StripeProvider
from broadsheet.lib.money import Money

FOLDER = "rehearsal"
NOWHERE = "http://127.0.0.1:9"  # for what calls nobody


def make() -> Provider:
    """The provider of this site's rehearsal."""
    return RehearsalProvider()


class RehearsalProvider:
    """Passes everything on to Stripe's provider, if this is a sample.

    The address of the API changes with every start of the worker, so it is read anew each time.
    """

    name = FOLDER

    def why_closed(self) -> str:
        return why_not_here()

    def charge_range(self, currency: str) -> tuple[int, int]:
        return self._believed().charge_range(currency)

    def chargeable(self, money: Money) -> Money:
        return self._believed().chargeable(money)

    def begin_checkout(self, order: Order) -> Checkout:
        return self._reached().begin_checkout(order)

    def find_checkout(self, order: Order) -> Checkout | None:
        return self._reached().find_checkout(order)

    def read_event(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> Hint:
        if why := self.why_closed():
            raise BadEvent(why)
        return self._believed().read_event(body, headers, now=now)

    def look_at(self, subject: Subject) -> Facts:
        return self._reached().look_at(subject)

    def hints_since(self, since: datetime) -> Iterator[Hint]:
        return self._reached().hints_since(since)

    def refund(self, *, payment: str, amount: Money, token: str) -> None:
        self._reached().refund(payment=payment, amount=amount, token=token)

    def change_regular(self, reference: str, *, charged: Money, key: str) -> None:
        self._reached().change_regular(reference, charged=charged, key=key)

    def end_regular(self, reference: str, *, key: str) -> None:
        self._reached().end_regular(reference, key=key)

    def payouts_since(self, since: datetime) -> Iterator[PayoutFacts]:
        return self._reached().payouts_since(since)

    def lines_of_payout(self, reference: str) -> Iterator[BalanceLine]:
        return self._reached().lines_of_payout(reference)

    def lines_since(self, since: datetime) -> Iterator[BalanceLine]:
        return self._reached().lines_since(since)

    def _believed(self) -> StripeProvider:
        """For what asks nobody.

        :raises Refused: where this is no sample.
        """
        if why := self.why_closed():
            raise Refused(why)
        return _at(NOWHERE, site_keys())

    def _reached(self) -> StripeProvider:
        """For what calls the API.

        :raises Refused: where this is no sample.
        :raises Unreachable: where no worker has run yet.
        """
        if why := self.why_closed():
            raise Refused(why)
        address = api_address()
        if not address:
            raise Unreachable(_("The rehearsal runs in the worker, which has not started yet."))
        return _at(address, site_keys())


@lru_cache(maxsize=4)
def _at(address: str, keys: Keys) -> StripeProvider:
    return StripeProvider(
        name=FOLDER,
        key=keys.key,
        webhook_secret=keys.webhook_secret,
        is_live=False,
        base_addresses={"api": address},
    )
