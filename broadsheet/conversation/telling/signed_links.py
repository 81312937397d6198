"""What the links in the conversation's letters stand for."""

from collections.abc import Iterable
from datetime import timedelta

from broadsheet.conversation.models import Subscription
from broadsheet.newsroom.by_letter.links import Seal, mailed_url

CONFIRM_WITHIN = timedelta(days=7)
# A link to end subscriptions stays below what fits into a line of a letter's head.
MOST_TO_END = 30

_SALT = "broadsheet.conversation.telling.letters."

CONFIRM = Seal(_SALT + "confirm", good_for=CONFIRM_WITHIN)
END = Seal(_SALT + "end")
ADDRESS = Seal(_SALT + "address")


def confirm_url(subscription: Subscription) -> str:
    """Where a subscription is confirmed, within seven days."""
    return mailed_url("subscription_confirm", CONFIRM.token(subscription.pk))


def end_url(subscriptions: Iterable[Subscription]) -> str:
    """Where these subscriptions are ended by one click, for ever."""
    pks = sorted({subscription.pk for subscription in subscriptions})[:MOST_TO_END]
    return mailed_url("subscription_end", END.token(pks))


def address_url(key: str) -> str:
    """Where everything of one address can be changed, by its key."""
    return mailed_url("subscriptions_of", ADDRESS.token(key))


def silence_url(key: str, *, comment_id: int) -> str:
    """Where one address stops the alerts from one comment."""
    return mailed_url("subscription_silence", ADDRESS.token(key), comment_id)


def to_confirm(token: str) -> int:
    """The number of the subscription that a token confirms.

    :raises BadLink: for a forged one.
    :raises LinkGone: after seven days.
    """
    return int(CONFIRM.value(token))


def to_end(token: str) -> list[int]:
    """The numbers of the subscriptions that a token ends.

    :raises BadLink: for a forged one.
    """
    return list(END.value(token))


def whose(token: str) -> str:
    """The key of the address that a token stands for.

    :raises BadLink: for a forged one.
    """
    return str(ADDRESS.value(token))
