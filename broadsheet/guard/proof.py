"""Proof of work: a guest's browser computes for a moment, which is dear only to who floods.

The protocol is altcha's, first version: `challenge` is SHA-256 of `salt` and a secret number,
written one behind the other, and whoever writes has tried numbers until one fits.

Source: altcha.org, "Proof-of-Work Captcha" (v1), and its security advisory of December 2025.
"""

import base64
import hashlib
import json
import re
import secrets
from datetime import UTC, datetime, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

from broadsheet.guard.models import SpentChallenge
from broadsheet.lib.events import require_transaction
from broadsheet.lib.prepared import insert

ALGORITHM = "SHA-256"
# Half of it is tried on average: docs/decisions/0015-proof-of-work.md.
MOST_TRIES = 100_000
LIFETIME = timedelta(minutes=20)
# Beyond the lifetime, for machines whose clocks differ.
KEEP_SPENT = timedelta(hours=1)
LONGEST_ANSWER = 1000
KEY_SALT = "broadsheet.guard.proof"
RANDOM_BYTES = 12

DIGEST = re.compile(r"[0-9a-f]{64}")
# The "&" ends the time, so that none of the number's digits can be read as the time's.
SALT = re.compile(r"[0-9a-f]{24}\?expires=([0-9]{1,11})&")


class BadProof(Exception):
    """The answer proves nothing: it is garbage, forged, wrong or too old."""


class SpentProof(BadProof):
    """The answer was good, and has been used before."""


def new_challenge(*, now: datetime) -> dict[str, object]:
    """A challenge as altcha's clients take it, for JSON. No query."""
    expires = int((now + LIFETIME).timestamp())
    salt = f"{secrets.token_hex(RANDOM_BYTES)}?expires={expires}&"
    challenge = _digest(salt, secrets.randbelow(MOST_TRIES + 1))
    return {
        "algorithm": ALGORITHM,
        "challenge": challenge,
        "maxnumber": MOST_TRIES,
        "salt": salt,
        "signature": _signature(challenge),
    }


def accept(answer: str, *, now: datetime) -> None:
    """Accept the answer to a challenge of ours, once; base64 of JSON, as altcha's clients send it.

    If the caller's transaction is rolled back, the challenge is unspent.

    :raises BadProof: when it proves nothing, whatever was sent.
    :raises SpentProof: when it was accepted before.
    :raises TransactionManagementError: outside a transaction.
    """
    require_transaction("accept a proof of work")
    solution = _parse(answer)
    challenge = _field(solution, "challenge", DIGEST)[0]
    salt = _field(solution, "salt", SALT)
    _refuse_forged(challenge, signature=_field(solution, "signature", DIGEST)[0])
    _refuse_wrong(challenge, salt=salt[0], number=solution.get("number"))
    _spend(challenge, expires_at=_refuse_expired(int(salt[1]), now=now))


def prune_challenges(*, now: datetime) -> int:
    """Delete the spent challenges whose answers have long expired."""
    deleted, _ = SpentChallenge.objects.filter(expires_at__lt=now - KEEP_SPENT).delete()
    return deleted


def _digest(salt: str, number: int) -> str:
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()


def _signature(challenge: str) -> str:
    return salted_hmac(KEY_SALT, challenge, algorithm="sha256").hexdigest()


def _parse(answer: str) -> dict[str, object]:
    if len(answer) > LONGEST_ANSWER:
        raise BadProof("too long")
    try:
        solution = json.loads(base64.b64decode(answer, validate=True))
    except (ValueError, RecursionError) as error:  # not base64, not UTF-8, not JSON, too deep
        raise BadProof("unreadable") from error
    if not isinstance(solution, dict) or solution.get("algorithm") != ALGORITHM:
        raise BadProof("another algorithm")
    return solution


def _field(solution: dict[str, object], name: str, pattern: re.Pattern[str]) -> re.Match[str]:
    value = solution.get(name)
    found = pattern.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise BadProof(f"no {name}")
    return found


def _refuse_forged(challenge: str, *, signature: str) -> None:
    if not constant_time_compare(_signature(challenge), signature):
        raise BadProof("not our challenge")


def _refuse_wrong(challenge: str, *, salt: str, number: object) -> None:
    # `True` is an int to Python, and no number to a client.
    if type(number) is not int or not 0 <= number <= MOST_TRIES:
        raise BadProof("no number")
    if _digest(salt, number) != challenge:
        raise BadProof("not the number")


def _refuse_expired(expires: int, *, now: datetime) -> datetime:
    expires_at = datetime.fromtimestamp(expires, UTC)
    if expires_at <= now:
        raise BadProof("expired")
    return expires_at


def _spend(challenge: str, *, expires_at: datetime) -> None:
    spent = SpentChallenge(challenge=challenge, expires_at=expires_at)
    if not insert(spent, ignore_conflicts=True):
        raise SpentProof("used before")
