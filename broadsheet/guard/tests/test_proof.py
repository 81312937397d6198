"""A proof of work is accepted once, and whatever else is sent is no proof."""

import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections, transaction
from django.db.transaction import TransactionManagementError

from broadsheet.guard import proof
from broadsheet.guard.models import SpentChallenge
from broadsheet.guard.proof import BadProof, SpentProof, accept, new_challenge, prune_challenges
from broadsheet.guard.tests.solving import pack, solve

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _easy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "MOST_TRIES", 500)


@pytest.fixture
def answer() -> dict[str, Any]:
    """A good answer, to be spoiled."""
    return solve(new_challenge(now=NOON))


def assert_refused(payload: str, *, now: datetime = NOON) -> None:
    with pytest.raises(BadProof):
        accept(payload, now=now)
    assert not SpentChallenge.objects.exists()


def test_a_challenge_is_what_altchas_clients_expect() -> None:
    challenge = new_challenge(now=NOON)

    assert set(challenge) == {"algorithm", "challenge", "maxnumber", "salt", "signature"}
    assert challenge["algorithm"] == "SHA-256"
    assert str(challenge["salt"]).endswith(f"?expires={int(NOON.timestamp()) + 1200}&")
    assert new_challenge(now=NOON)["salt"] != challenge["salt"]


@pytest.mark.django_db
def test_an_answer_is_accepted_once(answer: dict[str, Any]) -> None:
    accept(pack(answer), now=NOON)

    for spent in (pack(answer), pack(answer | {"took": 7})):
        with pytest.raises(SpentProof):
            accept(spent, now=NOON)

    assert SpentChallenge.objects.count() == 1  # and the transaction is still good


@pytest.mark.django_db
def test_an_answer_is_good_again_where_its_comment_was_turned_back(answer: dict[str, Any]) -> None:
    with transaction.atomic():
        accept(pack(answer), now=NOON)
        transaction.set_rollback(True)

    accept(pack(answer), now=NOON)


@pytest.mark.django_db
def test_an_answer_expires(answer: dict[str, Any]) -> None:
    assert_refused(pack(answer), now=NOON + proof.LIFETIME)

    accept(pack(answer), now=NOON + proof.LIFETIME - timedelta(seconds=1))


@pytest.mark.django_db
def test_no_digit_can_be_moved_between_the_time_and_the_number(answer: dict[str, Any]) -> None:
    """The challenge would be the same, and good for ever."""
    whole = f"{answer['salt']}{answer['number']}"
    for cut in range(len(whole)):
        moved = {"salt": whole[:cut], "number": whole[cut:]}
        if moved["salt"] == answer["salt"]:
            continue
        as_number = int(moved["number"]) if moved["number"].isdecimal() else moved["number"]
        assert_refused(pack(answer | moved | {"number": as_number}))


@pytest.mark.django_db
def test_a_challenge_of_ones_own_making_is_refused(answer: dict[str, Any]) -> None:
    salt = f"{'a' * 24}?expires=99999999999&"
    made_up = hashlib.sha256(f"{salt}1".encode()).hexdigest()
    signed_otherwise = hashlib.sha256(made_up.encode()).hexdigest()

    for signature in (answer["signature"], signed_otherwise, "0" * 64):
        forged = {"challenge": made_up, "salt": salt, "number": 1, "signature": signature}
        assert_refused(pack(answer | forged))


NO_NUMBERS: list[Any] = [-1, 501, 10**40, True, 1.0, "1", None, [1], {}, float("nan"), float("inf")]
NO_TEXTS: list[Any] = [None, 7, "", [], {}, "é" * 64, "\ud800", "\x00", "0" * 64, "a" * 700]
SPOILED: list[dict[str, Any]] = [{"number": value} for value in NO_NUMBERS]
SPOILED += [
    {name: value} for name in ("algorithm", "challenge", "salt", "signature") for value in NO_TEXTS
]
SPOILED += [{"algorithm": "SHA-1"}, {"algorithm": "sha-256"}]


@pytest.mark.django_db
def test_a_spoiled_answer_is_refused(answer: dict[str, Any]) -> None:
    for spoiled in SPOILED:
        assert_refused(pack(answer | spoiled))
    for name in ("algorithm", "challenge", "salt", "signature", "number"):
        assert_refused(pack({key: value for key, value in answer.items() if key != name}))
    assert_refused(pack(answer | {"challenge": answer["challenge"].upper()}))
    assert_refused(pack(answer | {"challenge": answer["challenge"] + "\n"}))


def packed(content: bytes) -> str:
    return base64.b64encode(content).decode()


GARBAGE = {
    "nothing": "",
    "no base64": "<script>alert(1)</script>",
    "half of a base64": "e30",
    "not ASCII": "né=",
    "a lone half of a character": "\ud800",
    "zero bytes": "\x00" * 8,
    "not UTF-8": packed(b"\xff\xfe\xfd"),
    "other bytes of UTF": packed("{}".encode("utf-16")),
    "no JSON": packed(b"{'a': 1}"),
    "a list": packed(b"[]"),
    "a word": packed(b'"SHA-256"'),
    "null": packed(b"null"),
    "a number": packed(b"1" * 700),
    "deep": packed(b"[" * 740),
    "deep objects": packed(b'{"a":' * 140),
    "very deep": packed(b"[" * 100_000),
    "huge": "A" * 5_000_000,
    "white space": " " * 900,
}


@pytest.mark.django_db
@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE.keys())
def test_garbage_is_no_proof(garbage: str) -> None:
    assert_refused(garbage)


@pytest.mark.django_db
def test_garbage_is_no_proof_however_deep_the_caller_stands() -> None:
    def further_down(steps: int) -> None:
        if steps:
            further_down(steps - 1)
        else:
            accept(GARBAGE["deep"], now=NOON)

    with pytest.raises(BadProof):
        further_down(600)


@pytest.mark.django_db
def test_only_what_can_never_be_accepted_again_is_forgotten(answer: dict[str, Any]) -> None:
    accept(pack(answer), now=NOON)

    assert prune_challenges(now=NOON + proof.LIFETIME + timedelta(minutes=5)) == 0
    assert prune_challenges(now=NOON + timedelta(days=1)) == 1


@pytest.mark.usefixtures("committed_db")
def test_outside_a_transaction_nothing_is_accepted(answer: dict[str, Any]) -> None:
    with pytest.raises(TransactionManagementError):
        accept(pack(answer), now=NOON)


@pytest.mark.usefixtures("committed_db")
def test_of_many_who_send_one_answer_at_once_one_passes(answer: dict[str, Any]) -> None:
    def attempt(_: int) -> bool:
        try:
            with transaction.atomic():
                accept(pack(answer), now=NOON)
        except SpentProof:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(max_workers=6) as pool:
        assert sum(pool.map(attempt, range(12))) == 1
