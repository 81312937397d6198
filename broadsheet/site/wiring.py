"""The wiring: which floor answers which event, fills which slot, and what comes round.

Three tables, read from top to bottom in the order in which things happen.
"""

from datetime import timedelta
from typing import Any

from broadsheet.conversation.prompts import remember_words_of
from broadsheet.conversation.slots import conversation_slot, discussed_slot
from broadsheet.funding.slots import meter_slot
from broadsheet.lib import events, slots
from broadsheet.lib.events import Handler
from broadsheet.lib.jobs import periodic
from broadsheet.lib.jobs.periodic import Round
from broadsheet.newsroom.events import ArticleSaved

EVENTS: dict[type[Any], tuple[Handler, ...]] = {
    ArticleSaved: (remember_words_of,),
}

SLOTS = {
    "every": (meter_slot,),
    "front": (discussed_slot,),
    "article": (conversation_slot,),
}

ROUNDS = (
    Round("broadsheet.newsroom.jobs.keep_the_schedule", every=timedelta(seconds=1)),
    Round("broadsheet.funding.jobs.notice_turns", every=timedelta(seconds=20)),
    Round("broadsheet.conversation.jobs.notice_midnight", every=timedelta(minutes=1)),
    Round("broadsheet.newsroom.jobs.notice_ended_licences", every=timedelta(minutes=5)),
    Round("broadsheet.site.jobs.tidy_up", every=timedelta(hours=1)),
)


def connect() -> None:
    """Install the tables; called once, at start."""
    events.subscribe(EVENTS)
    slots.provide(SLOTS)
    periodic.schedule(ROUNDS)
