"""The links in letters: signed, so that nobody else can make one, and good for one thing each.

Whoever holds such a link has the letter, which is all that a mail address can prove. No link
holds the address itself: it stands in browsers' histories and in servers' logs.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse


class BadLink(Exception):
    """Nobody of this site has made this link, or not for this."""


class LinkGone(BadLink):
    """It was good once."""


@dataclass(frozen=True)
class Seal:
    """What the links for one thing are signed with. Once a letter is out, its salt never changes.

    Without `good_for` the links are good for ever.
    """

    salt: str
    good_for: timedelta | None = None

    def token(self, value: Any) -> str:
        """What stands for `value` in an address; `value` is what JSON can hold."""
        return signing.dumps(value, salt=self.salt)

    def value(self, token: str) -> Any:
        """What a token stands for.

        :raises BadLink: for a forged one, or one for another thing.
        :raises LinkGone: for one that was good once.
        """
        try:
            return signing.loads(token, salt=self.salt, max_age=self.good_for)
        except signing.SignatureExpired as error:
            raise LinkGone from error
        except signing.BadSignature as error:
            raise BadLink from error


def mailed_url(name: str, *parts: str | int) -> str:
    """The whole address of a page, as a letter needs it."""
    return str(settings.SITE_ADDRESS) + reverse(name, args=parts)
