"""The line to Stripe: its library, a deadline for each call, and its failures in our words."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import requests
import stripe
from django.utils.translation import gettext as _

from broadsheet.funding.providers.contract import NotFound, ProviderError, Refused, Unreachable
from broadsheet.funding.providers.stripe.reading import Doc

Row = TypeVar("Row")
Fetch = Callable[[stripe.StripeClient, Mapping[str, Any]], Any]

# What our code is written for. The library asks for another one only when we say so here.
API_VERSION = "2026-10-28.endive"
# In all, the second try and the half second before it included.
DEADLINE_SECONDS = 9.0
CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 5.0
SECOND_TRIES = 1
PAGE = 100  # the most that Stripe lists at once

# Without this the library makes up an id for this machine, keeps it in the user's home folder
# and sends it with every call. There is no other way to tell it.
stripe.enable_telemetry = False


class Line:
    """One account's line. Each thread has a client of its own, so that each has its deadline."""

    def __init__(self, key: str, *, base_addresses: Mapping[str, str] | None = None) -> None:
        self._key = key
        self._base_addresses = dict(base_addresses or {})
        self._of_thread = threading.local()

    @contextmanager
    def call(self) -> Iterator[stripe.StripeClient]:
        """The client, for one errand of one or more calls.

        :raises Unreachable: when the outcome is not known.
        :raises Refused: for a clear no.
        """
        client, session = self._own()
        session.deadline = time.monotonic() + DEADLINE_SECONDS
        try:
            yield client
        except stripe.StripeError as error:
            raise in_our_words(error) from None

    def pages(self, fetch: Fetch, *, read: Callable[[Doc], Row]) -> Iterator[Row]:
        """All that a list holds, newest first as Stripe lists; each page has its own deadline.

        `fetch` is given the client and where to go on.
        """
        cursor: dict[str, Any] = {"limit": PAGE}
        has_more = True
        while has_more:
            with self.call() as client:
                page = fetch(client, cursor).to_dict()
                rows = [read(doc) for doc in page["data"]]
            yield from rows
            has_more = page["has_more"] and bool(rows)
            cursor["starting_after"] = page["data"][-1]["id"] if rows else ""

    def _own(self) -> tuple[stripe.StripeClient, "_TimedSession"]:
        if not hasattr(self._of_thread, "client"):
            self._of_thread.session = _TimedSession()
            self._of_thread.client = stripe.StripeClient(
                self._key,
                stripe_version=API_VERSION,
                base_addresses=self._base_addresses,  # type: ignore[arg-type]
                max_network_retries=SECOND_TRIES,
                http_client=stripe.RequestsClient(
                    timeout=DEADLINE_SECONDS, session=self._of_thread.session
                ),
            )
        return self._of_thread.client, self._of_thread.session


class _TimedSession(requests.Session):
    """Gives each request its share of the time that is left until the deadline."""

    deadline = 0.0

    def __init__(self) -> None:
        super().__init__()
        # The library says itself who asks. Without this the user's ~/.netrc is read for every
        # request, and what it has for the host is said instead.
        self.auth = lambda prepared: prepared

    def request(self, *args: Any, **options: Any) -> requests.Response:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise requests.exceptions.Timeout("The deadline has passed.")
        # To connect, then to wait for the answer. Together less than what is left.
        options["timeout"] = (min(CONNECT_SECONDS, left * 0.3), min(ANSWER_SECONDS, left * 0.7))
        return super().request(*args, **options)


def in_our_words(error: stripe.StripeError) -> ProviderError:
    """What a failure means to the house. Stripe's own words may quote an address, and stay out."""
    kind, sentence = _meaning(error)
    known = [error.code, getattr(error, "param", None), error.request_id]
    # By the last one Stripe finds the call in its own records.
    said = ", ".join(str(word) for word in known if word)
    return kind(f"{sentence} ({said})" if said else sentence)


class KeyWasUsed(Refused):
    """The same key came with other words: what was asked for first has been done, or refused."""


def _meaning(error: stripe.StripeError) -> tuple[type[ProviderError], str]:
    status = error.http_status or 0
    if isinstance(error, stripe.APIConnectionError):
        return Unreachable, _("Stripe cannot be reached.")
    if isinstance(error, stripe.RateLimitError | stripe.APIError):
        # An answer that the library cannot read is one, too: neither a yes nor a no.
        return Unreachable, _("Stripe is busy or out of order.")
    if status == 409:  # the same is being done for somebody else at this moment
        return Unreachable, _("Stripe is busy or out of order.")
    if isinstance(error, stripe.AuthenticationError):
        return Refused, _("Stripe does not know the key.")
    if isinstance(error, stripe.PermissionError):
        return Refused, _("The key for Stripe may not do this.")
    if isinstance(error, stripe.IdempotencyError):
        return KeyWasUsed, _("Stripe has been asked this before, in other words.")
    if error.code == "resource_missing" or status == 404:
        return NotFound, _("Stripe has no such thing.")
    return Refused, _("Stripe has refused this.")
