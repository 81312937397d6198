"""The links in letters: signed, so that nobody else can make one, and good for one thing each.

Whoever holds such a link has the letter, which is all that a mail address can prove. No link
holds the address itself: it stands in browsers' histories and in servers' logs.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from broadsheet.conversation.models import Subscription

CONFIRM_WITHIN = timedelta(days=7)
# A link to end subscriptions stays below what fits into a line of a letter's head.
MOST_TO_END = 30

_SALT = "broadsheet.conversation.telling.letters."


class BadLink(Exception):
    """Nobody of this site has made this link, or not for this."""


class ExpiredLink(BadLink):
    """It was good once."""


def confirm_url(subscription: Subscription) -> str:
    """Where a subscription is confirmed, within seven days."""
    return _url("subscription_confirm", _signed("confirm", subscription.pk))


def end_url(subscriptions: Iterable[Subscription]) -> str:
    """Where these subscriptions are ended by one click, for ever."""
    pks = sorted({subscription.pk for subscription in subscriptions})[:MOST_TO_END]
    return _url("subscription_end", _signed("end", pks))


def address_url(key: str) -> str:
    """Where everything of one address can be changed, by its key."""
    return _url("subscriptions_of", _signed("address", key))


def silence_url(key: str, *, comment_id: int) -> str:
    """Where one address stops the alerts from one comment."""
    return _url("subscription_silence", _signed("address", key), comment_id)


def to_confirm(token: str) -> int:
    """The number of the subscription that a token confirms.

    :raises BadLink: for a forged one.
    :raises ExpiredLink: after seven days.
    """
    return int(_read("confirm", token, max_age=CONFIRM_WITHIN))


def to_end(token: str) -> list[int]:
    """The numbers of the subscriptions that a token ends.

    :raises BadLink: for a forged one.
    """
    return list(_read("end", token))


def whose(token: str) -> str:
    """The key of the address that a token stands for.

    :raises BadLink: for a forged one.
    """
    return str(_read("address", token))


def _signed(purpose: str, value: Any) -> str:
    return signing.dumps(value, salt=_SALT + purpose)


def _read(purpose: str, token: str, *, max_age: timedelta | None = None) -> Any:
    try:
        return signing.loads(token, salt=_SALT + purpose, max_age=max_age)
    except signing.SignatureExpired as error:
        raise ExpiredLink from error
    except signing.BadSignature as error:
        raise BadLink from error


def _url(name: str, *parts: str | int) -> str:
    return str(settings.SITE_ADDRESS) + reverse(name, args=parts)
