"""The rehearsal at work: within the worker of a sample site, and nowhere else."""

import logging
import sqlite3
import time

from django.conf import settings
from django.urls import reverse

from broadsheet.funding.providers.rehearsal.place import (
    note_api_address,
    site_keys,
    site_world,
    why_not_here,
)
from broadsheet.funding.providers.rehearsal.server import Server
from broadsheet.funding.providers.rehearsal.webhooks import Deliverer, post_to

logger = logging.getLogger(__name__)

# How often a site that is no sample is asked whether it has become one.
LOOK_AGAIN_SECONDS = 10.0
MOST_TURNS = 20


class Rehearsing:
    """Answers as Stripe does, posts its events, and lets time do its work, turn by turn."""

    name = "the rehearsal"

    def __init__(self) -> None:
        self._server: Server | None = None
        self._deliverer: Deliverer | None = None
        self._looks_again_at = 0.0

    def turn(self) -> None:
        """Start where it may; then whatever time has brought, and what is to be delivered."""
        if self._server is None and not self._may_start():
            return
        try:
            self._take_turn()
        except (sqlite3.Error, OSError) as error:
            logger.error("The rehearsal stumbled and tries again: %s", error)

    def stop(self) -> None:
        if self._server is not None:
            self._server.stop()

    def _may_start(self) -> bool:
        if time.monotonic() < self._looks_again_at:
            return False
        self._looks_again_at = time.monotonic() + LOOK_AGAIN_SECONDS
        return not why_not_here()

    def _take_turn(self) -> None:
        world = site_world(keeps_log_short=True)
        if self._server is None or self._deliverer is None:
            keys = site_keys()
            self._server = Server(world, key=keys.key)
            self._server.start()
            note_api_address(self._server.address)
            url = settings.SITE_ADDRESS + reverse("provider_events", args=["rehearsal"])
            self._deliverer = Deliverer(world, secret=keys.webhook_secret, post=post_to(url))
        world.come_round()
        for _ in range(MOST_TURNS):
            if not self._deliverer.deliver_due():
                break
