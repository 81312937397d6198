"""Events on their way to the site: signed, posted, tried again, in tests lost and mixed up.

Source of the signature: Stripe's documentation, "Verify webhook signatures manually".
"""

import hmac
import json
import random
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from broadsheet.funding.providers.rehearsal.core import Core
from broadsheet.funding.providers.rehearsal.store import Doc

SIGNATURE = "Stripe-Signature"
TIMEOUT_SECONDS = 10
AT_ONCE = 100
# How long until the next attempt; after the last one, no more.
PAUSES_SECONDS = (1, 5, 30, 120, 600, 3600, 4 * 3600, 12 * 3600, 24 * 3600, 24 * 3600)

Post = Callable[[bytes, Mapping[str, str]], int]


@dataclass(frozen=True)
class Delivery:
    """An event as it is posted."""

    event: str
    body: bytes
    headers: dict[str, str]


def signed(event: Doc, *, secret: str, at: int) -> Delivery:
    """`at` is the time of sending, which the receiver holds against its own."""
    body = json.dumps(event, indent=2, ensure_ascii=False).encode()
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, sha256).hexdigest()
    headers = {
        SIGNATURE: f"t={at},v1={digest}",
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Rehearsal/1.0",
    }
    return Delivery(event["id"], body, headers)


def post_to(url: str) -> Post:
    """Post over HTTP; the status of the answer, 0 for none."""

    def post(body: bytes, headers: Mapping[str, str]) -> int:
        request = urllib.request.Request(url, data=body, headers=dict(headers), method="POST")  # noqa: S310 (our own address)
        try:
            with _opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return int(error.code)
        except OSError:
            return 0

    return post


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: object) -> None:
        """A webhook that is sent elsewhere has failed."""


_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)


@dataclass
class Way:
    """What befalls deliveries between the world and the site; each a chance from 0 to 1."""

    rng: random.Random = field(default_factory=random.Random)
    duplicate: float = 0.0
    reorder: float = 0.0
    delay: float = 0.0  # until the next turn, unharmed
    drop: float = 0.0  # for good, as when all attempts fail
    replay: float = 0.0  # the same bytes again, in a later turn
    forge: float = 0.0  # one more that somebody else has signed
    _delayed: list[Delivery] = field(default_factory=list)
    _sent: list[Delivery] = field(default_factory=list)

    def through(self, deliveries: list[Delivery]) -> Iterator[Delivery]:
        """What arrives of `deliveries` in this turn, in which order, and how often."""
        arriving, self._delayed = self._delayed, []
        for one in deliveries:
            if not self._happens(self.drop):
                (self._delayed if self._happens(self.delay) else arriving).append(one)
                arriving += [one] * self._happens(self.duplicate)
                arriving += [_forged(one)] * self._happens(self.forge)
        arriving += [one for one in self._sent if self._happens(self.replay)]
        if self._happens(self.reorder):
            self.rng.shuffle(arriving)
        self._sent += [one for one in arriving if one not in self._sent]
        yield from arriving

    def _happens(self, chance: float) -> bool:
        return chance > 0 and self.rng.random() < chance


class Deliverer:
    """Posts what is due; what is not answered with 2xx is tried again, later and later."""

    def __init__(self, core: Core, *, secret: str, post: Post, way: Way | None = None) -> None:
        self._core = core
        self._secret = secret
        self._post = post
        self.way = way

    def deliver_due(self) -> int:
        """One turn; returns how many arrived. The site is asked outside any transaction."""
        due = self._due()
        if self.way is None:
            return sum(self._deliver(one) for one in due)
        lost = {one.event for one in due}
        arrived = 0
        for one in self.way.through(due):
            lost.discard(one.event)
            arrived += self._deliver(one)
        for event in lost:
            self._done(event)
        return arrived

    def _due(self) -> list[Delivery]:
        rows = self._core.store.run(
            "SELECT event FROM delivery WHERE due <= ? ORDER BY seq LIMIT ?",
            (self._core.now(), AT_ONCE),
        )
        events = [self._core.get(row[0], kind="event") for row in rows]
        return [signed(one, secret=self._secret, at=self._core.now()) for one in events]

    def _deliver(self, delivery: Delivery) -> bool:
        is_taken = 200 <= self._post(delivery.body, delivery.headers) < 300
        self._done(delivery.event) if is_taken else self._later(delivery.event)
        return is_taken

    def _done(self, event: str) -> None:
        self._core.store.run("DELETE FROM delivery WHERE event = ?", (event,))

    def _later(self, event: str) -> None:
        found = self._core.store.run("SELECT attempts FROM delivery WHERE event = ?", (event,))
        attempts = found[0][0] if found else len(PAUSES_SECONDS)
        if attempts >= len(PAUSES_SECONDS):
            return self._done(event)
        due = self._core.now() + PAUSES_SECONDS[attempts]
        self._core.store.run(
            "UPDATE delivery SET due = ?, attempts = ? WHERE event = ?", (due, attempts + 1, event)
        )
        return None


def _forged(delivery: Delivery) -> Delivery:
    """The same words, as if from Stripe, by somebody without the secret."""
    event = json.loads(delivery.body)
    at = int(delivery.headers[SIGNATURE].split(",")[0].removeprefix("t="))
    return signed(event | {"id": event["id"] + "Forged"}, secret="whsec_of_somebody", at=at)  # noqa: S106
