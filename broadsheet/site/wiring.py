"""The wiring: which floor answers which event, fills which slot, composes which letter,
and what comes round.

Four tables, read from top to bottom in the order in which things happen.
"""

from datetime import timedelta
from typing import Any

from broadsheet.conversation.inline.placing import place_passages_of
from broadsheet.conversation.jobs import erase_from_conversation
from broadsheet.conversation.people.belongings import conversation_of_reader
from broadsheet.conversation.people.profile import touch_profile
from broadsheet.conversation.reading.view import conversation_params
from broadsheet.conversation.slots import (
    account_slot,
    conversation_slot,
    counts_slot,
    discussed_slot,
    topic_slot,
)
from broadsheet.conversation.slots import live_slot as live_conversation_slot
from broadsheet.conversation.telling.alerts import COMMENTS
from broadsheet.conversation.telling.letters import compose_alert, compose_confirmation
from broadsheet.conversation.telling.subscribed import forget_subscriptions, subscriptions_of_reader
from broadsheet.conversation.telling.subscriptions import CONFIRMATION
from broadsheet.delivery.reads import PagesRead
from broadsheet.funding.donors.belongings import forget_donor, gifts_of_reader
from broadsheet.funding.donors.letters import (
    compose_change,
    compose_end,
    compose_failure,
    compose_link,
    compose_receipt,
)
from broadsheet.funding.donors.telling import (
    CHANGED,
    ENDED,
    FELL,
    LINK,
    tell_of_change,
    tell_of_end,
    tell_of_failure,
)
from broadsheet.funding.events import RegularChanged, RegularEnded, RegularFell
from broadsheet.funding.receipts.numbers import RECEIPT
from broadsheet.funding.slots import live_slot as live_funding_slot
from broadsheet.funding.slots import meter_slot
from broadsheet.lib import events, slots
from broadsheet.lib.events import Handler
from broadsheet.lib.jobs import periodic
from broadsheet.lib.jobs.periodic import Round
from broadsheet.newsroom.author_names import is_authors_name
from broadsheet.newsroom.events import ArticleSaved
from broadsheet.newsroom.reads.keeping import keep_reads
from broadsheet.notices import letters
from broadsheet.notices.letters import Composer
from broadsheet.readers import belongings, names
from broadsheet.readers.belongings import Belongings
from broadsheet.readers.events import ReaderChanged, ReaderErased
from broadsheet.readers.members.erasing import account_of

EVENTS: dict[type[Any], tuple[Handler, ...]] = {
    PagesRead: (keep_reads,),
    ArticleSaved: (place_passages_of,),
    ReaderChanged: (touch_profile,),
    ReaderErased: (forget_subscriptions, erase_from_conversation, forget_donor),
    RegularFell: (tell_of_failure,),
    RegularChanged: (tell_of_change,),
    RegularEnded: (tell_of_end,),
}

SLOTS = {
    "every": (meter_slot,),
    "front": (discussed_slot,),
    "topic": (topic_slot,),
    "cards": (counts_slot,),
    "article": (conversation_slot,),
    "live": (live_conversation_slot, live_funding_slot),
    "account": (account_slot,),
}

# What the slots of a page read of its query.
PARAMS = {"article": conversation_params}

# Who composes the letters of which kind.
LETTERS: dict[str, Composer] = {
    CONFIRMATION: compose_confirmation,
    COMMENTS: compose_alert,
    RECEIPT: compose_receipt,
    FELL: compose_failure,
    CHANGED: compose_change,
    ENDED: compose_end,
    LINK: compose_link,
}

# What is a reader's own, under which name it stands in the download, and who knows of it.
BELONGINGS: dict[str, Belongings] = {
    "account": account_of,
    "conversation": conversation_of_reader,
    "subscriptions": subscriptions_of_reader,
    "gifts": gifts_of_reader,
}

# Who keeps names, besides the staff and the members, that no reader may take.
NAME_KEEPERS = (is_authors_name,)

ROUNDS = (
    Round("broadsheet.newsroom.jobs.keep_the_schedule", every=timedelta(seconds=1)),
    Round("broadsheet.notices.jobs.send", every=timedelta(seconds=1)),
    Round("broadsheet.conversation.jobs.tell_subscribers", every=timedelta(seconds=2)),
    Round("broadsheet.funding.jobs.issue_receipts", every=timedelta(seconds=2)),
    Round("broadsheet.funding.jobs.look_for_the_lost", every=timedelta(minutes=1)),
    Round("broadsheet.funding.jobs.watch_for_card_testing", every=timedelta(minutes=1)),
    Round("broadsheet.newsroom.jobs.rank_most_read", every=timedelta(minutes=1)),
    Round("broadsheet.guard.jobs.forget", every=timedelta(minutes=10)),
    Round("broadsheet.readers.jobs.forget_codes", every=timedelta(minutes=10)),
    Round("broadsheet.conversation.jobs.forget_unconfirmed", every=timedelta(hours=1)),
    Round("broadsheet.funding.jobs.forget_unpaid", every=timedelta(hours=1)),
    Round("broadsheet.newsroom.jobs.fold_reads", every=timedelta(hours=1)),
    Round("broadsheet.notices.jobs.tidy_up", every=timedelta(hours=1)),
    Round("broadsheet.site.jobs.tidy_up", every=timedelta(hours=1)),
)


def connect() -> None:
    """Install the tables; called once, at start."""
    events.subscribe(EVENTS)
    slots.provide(SLOTS, params=PARAMS)
    letters.register(LETTERS)
    belongings.register(BELONGINGS)
    names.keep_names(NAME_KEEPERS)
    periodic.schedule(ROUNDS)
