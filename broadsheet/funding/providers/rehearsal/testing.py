"""For tests: a world of their own, its API over real HTTP, and a provider that speaks to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from broadsheet.funding.providers.rehearsal.core import real_time
from broadsheet.funding.providers.rehearsal.faults import Faults
from broadsheet.funding.providers.rehearsal.server import Server
from broadsheet.funding.providers.rehearsal.store import Doc
from broadsheet.funding.providers.rehearsal.webhooks import Deliverer, Post, Way, signed
from broadsheet.funding.providers.rehearsal.world import World
from broadsheet.funding.providers.stripe.provider import StripeProvider

KEY = "sk_test_of_a_rehearsal"
SECRET = "whsec_of_a_rehearsal"  # noqa: S105 (it opens nothing)
OF_SOMEBODY = "whsec_of_somebody"


@dataclass
class Clock:
    """Stands still until it is moved. Without a time it is the real one."""

    now: datetime | None = None

    def __call__(self) -> datetime:
        return self.now or real_time()


@dataclass
class Rehearsal:
    """What a test holds in its hands."""

    world: World
    server: Server
    provider: StripeProvider
    clock: Clock
    key: str = KEY
    webhook_secret: str = SECRET
    _last_seen: str = ""

    @property
    def base_url(self) -> str:
        return self.server.address

    @property
    def faults(self) -> Faults:
        return self.server.faults

    def move_clock(self, by: timedelta) -> None:
        """All that becomes due on the way happens, in its order, at the end of the move."""
        self.world.move_clock(by)
        while self.world.come_round():
            pass

    def events(self, kind: str = "") -> list[Doc]:
        """All that happened, the oldest first; of one kind, if it is said."""
        by = {"type": kind} if kind else None
        return self.world.store.find("event", by=by)[::-1]

    def new_events(self) -> list[Doc]:
        """What this method has not told before, the oldest first."""
        fresh = self.world.store.find("event", ahead_of=self._last_seen)
        self._last_seen = fresh[0]["id"] if fresh else self._last_seen
        return fresh[::-1]

    def deliver(
        self, event: Doc, *, is_forged: bool = False, at: datetime | None = None
    ) -> tuple[bytes, dict[str, str]]:
        """An event's bytes and headers, signed at `at` or now; forged, by somebody else."""
        seconds = int((at or self.world.at()).timestamp())
        secret = OF_SOMEBODY if is_forged else self.webhook_secret
        delivery = signed(event, secret=secret, at=seconds)
        return delivery.body, delivery.headers

    def deliverer(self, post: Post, *, way: Way | None = None) -> Deliverer:
        """Posts what is due through `post`, with what befalls it on the way."""
        return Deliverer(self.world, secret=self.webhook_secret, post=post, way=way)


@contextmanager
def rehearsal(
    folder: Path, *, now: datetime | None = None, account: str = "usd"
) -> Iterator[Rehearsal]:
    """A new world in `folder`, or the one that is there. `account` is its balance's currency."""
    clock = Clock(now.astimezone(UTC) if now else None)
    world = World(folder / "rehearsal.sqlite3", clock=clock, account=account)
    server = Server(world, key=KEY, stops_within_seconds=0.005)
    server.start()
    provider = StripeProvider(
        name="rehearsal",
        key=KEY,
        webhook_secret=SECRET,
        is_live=False,
        base_addresses={"api": server.address},
    )
    try:
        yield Rehearsal(world=world, server=server, provider=provider, clock=clock)
    finally:
        server.stop()
        world.close()
