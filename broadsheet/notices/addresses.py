"""Mail addresses: told apart without being kept."""

import unicodedata

from django.utils.crypto import salted_hmac

SALT = "broadsheet.notices.address"


def address_key(address: str) -> str:
    """A keyed hash that stands for an address once the address itself is no longer needed.

    Letter case does not count. The key is the site's secret key: with another one, all that
    is known of addresses (who is suppressed, who was told what) is forgotten.
    """
    return salted_hmac(SALT, _folded(address), algorithm="sha256").hexdigest()


def _folded(address: str) -> str:
    return unicodedata.normalize("NFKC", address).strip().casefold()
