"""The settings of Stripe, read: both are secrets, and no message shows them."""

import re

KEY_WORDS = (
    "a secret or restricted key of Stripe's, which begins with sk_live_, rk_live_, sk_test_ or "
    "rk_test_"
)
SIGNING_WORDS = "the signing secret of your address for Stripe's events, which begins with whsec_"

_KEY = re.compile(r"(?:sk|rk)_(?:live|test)_[A-Za-z0-9_]{8,250}")
_SECRET = re.compile(r"whsec_[A-Za-z0-9+/=_-]{8,250}")


class WrongStripeError(Exception):
    """Its text says what a value must be."""


def read_stripe_key(value: object) -> str:
    """:raises WrongStripeError: when it is no key that may charge; a publishable one may not."""
    return _matching(_KEY, value, wanted=KEY_WORDS)


def read_stripe_webhook_secret(value: object) -> str:
    """:raises WrongStripeError: when it is no such secret."""
    return _matching(_SECRET, value, wanted=SIGNING_WORDS)


def _matching(pattern: re.Pattern[str], value: object, *, wanted: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value.strip()):
        raise WrongStripeError(wanted)
    return value.strip()
