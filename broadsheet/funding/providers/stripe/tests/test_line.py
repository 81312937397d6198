"""The line to Stripe: its deadline, its failures in our words, and what it says of itself."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
import stripe

from broadsheet.funding.models import Every
from broadsheet.funding.providers.contract import (
    NotFound,
    ProviderError,
    Refused,
    Subject,
    SubjectKind,
    Unreachable,
)
from broadsheet.funding.providers.rehearsal.faults import Fault
from broadsheet.funding.providers.rehearsal.testing import KEY, SECRET, rehearsal
from broadsheet.funding.providers.stripe import line
from broadsheet.funding.providers.stripe.line import KeyWasUsed, Line, in_our_words
from broadsheet.funding.providers.tests.gifts_at_providers import EMAIL, order, paid
from broadsheet.funding.providers.tests.stages import (
    NOON,
    Stage,
    StripeOverRehearsal,
    stripe_over_rehearsal,
)
from broadsheet.lib.money import Money

WORDS = f"Invalid email address: {EMAIL}"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with stripe_over_rehearsal(tmp_path) as stage:
        yield stage


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the library is about to send: method, address, headers, deadline."""
    requests_sent = []
    send = requests.Session.request

    def note(self: requests.Session, method: str, url: str, **options: Any) -> requests.Response:
        requests_sent.append({"method": method, "url": url, **options})
        return send(self, method, url, **options)

    monkeypatch.setattr(requests.Session, "request", note)
    return requests_sent


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (stripe.APIConnectionError(WORDS), Unreachable),
        (stripe.APIError(WORDS, http_status=500), Unreachable),
        (stripe.APIError(WORDS, http_status=409), Unreachable),
        (stripe.APIError(WORDS, http_status=200), Unreachable),
        (stripe.RateLimitError(WORDS, http_status=429), Unreachable),
        (stripe.InvalidRequestError(WORDS, "id", "resource_missing"), NotFound),
        (stripe.InvalidRequestError(WORDS, "id", None, http_status=404), NotFound),
        (stripe.InvalidRequestError(WORDS, "customer_email", "email_invalid"), Refused),
        (stripe.CardError(WORDS, "card", "card_declined"), Refused),
        (stripe.AuthenticationError(WORDS), Refused),
        (stripe.PermissionError(WORDS), Refused),
        (stripe.IdempotencyError(WORDS), KeyWasUsed),
        (stripe.IdempotencyError(WORDS, http_status=400), KeyWasUsed),
        (stripe.IdempotencyError(WORDS, http_status=409), Unreachable),
    ],
)
def test_a_failure_is_told_in_our_words_without_stripes(
    error: stripe.StripeError, meaning: type[ProviderError]
) -> None:
    said = in_our_words(error)

    assert type(said) is meaning
    assert EMAIL not in str(said)


def test_a_refusal_names_what_stripe_finds_it_by() -> None:
    error = stripe.InvalidRequestError(
        WORDS, "amount", "amount_too_small", headers={"request-id": "req_7"}
    )

    assert str(in_our_words(error)) == (
        "Stripe has refused this. (amount_too_small, amount, req_7)"
    )


def test_all_tries_together_keep_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    now, waits = [100.0], []

    def hang(self: requests.Session, *args: Any, timeout: tuple[float, float], **_: Any) -> None:
        waits.append(sum(timeout))
        now[0] += sum(timeout)
        raise requests.exceptions.Timeout

    class Time:
        monotonic = staticmethod(lambda: now[0])

    monkeypatch.setattr(requests.Session, "request", hang)
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0)
    monkeypatch.setattr(line, "time", Time)

    with Line(KEY).call() as client:
        for _ in range(9):
            with pytest.raises(stripe.APIConnectionError):
                client.v1.payouts.retrieve("po_1")

    # With the half second between them, less than ten; later calls are not sent at all.
    assert waits == pytest.approx([7.0, 2.0])


def test_the_version_is_pinned_and_every_write_has_a_key(
    stage: Stage, sent: list[dict[str, Any]]
) -> None:
    gift, regular = paid(stage), paid(stage, every=Every.MONTH).regular
    stage.provider.refund(payment=gift.payment, amount=gift.paid, token=gift.gift_token)
    for key in ("to-1", "to-2"):  # the second has nothing left to do
        stage.provider.change_regular(regular, charged=Money(4000, "USD"), key=key)
    stage.provider.end_regular(regular, key="end-1")

    assert {one["headers"]["Stripe-Version"] for one in sent} == {"2026-10-28.endive"}
    keys = [one["headers"]["Idempotency-Key"] for one in sent if one["method"] == "post"]
    assert keys[0] == f"gift-{gift.gift_token}-checkout"
    assert keys[2:] == [f"refund-{gift.gift_token}", "to-1-amount"]


def test_no_id_of_this_machine_is_kept_or_sent(stage: Stage, sent: list[dict[str, Any]]) -> None:
    for _ in range(2):
        stage.provider.begin_checkout(order(stage.now))

    for one in sent:
        about = json.loads(one["headers"]["X-Stripe-Client-User-Agent"])
        assert not {"telemetry_id", "platform"} & set(about)
        assert "X-Stripe-Client-Telemetry" not in one["headers"]


def test_a_card_payment_is_looked_at_in_one_call_and_a_renewal_in_two(
    stage: Stage, sent: list[dict[str, Any]]
) -> None:
    once, again = paid(stage), paid(stage, every=Every.MONTH)

    def calls(kind: SubjectKind, reference: str) -> int:
        before = len(sent)
        stage.provider.look_at(Subject(kind, reference))
        return len(sent) - before

    assert calls(SubjectKind.CHECKOUT, once.checkout) == 1
    assert calls(SubjectKind.PAYMENT, once.payment) == 1
    assert calls(SubjectKind.CHECKOUT, again.checkout) == 2
    assert calls(SubjectKind.PAYMENT, again.payment) == 2
    assert calls(SubjectKind.REGULAR, again.regular) == 1
    stage.dispute(once.payment)
    assert calls(SubjectKind.PAYMENT, once.payment) == 2


def test_lists_are_read_to_their_end(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = order(stage.now)
    begun = stage.provider.begin_checkout(wanted)
    gifts = [paid(stage) for _ in range(3)]
    events = list(stage.provider.hints_since(NOON))
    lines = list(stage.provider.lines_since(NOON))
    monkeypatch.setattr(line, "PAGE", 2)

    assert list(stage.provider.hints_since(NOON)) == events
    assert list(stage.provider.lines_since(NOON)) == lines
    assert [entry.subject for entry in lines] == [gift.payment for gift in gifts]
    assert stage.provider.find_checkout(wanted) == begun


def test_a_passing_fault_is_tried_again_and_a_lasting_one_is_not_hidden(tmp_path: Path) -> None:
    with _at_once(), rehearsal(tmp_path, now=NOON) as on:
        for fault in (Fault.FAILS, Fault.FAILS_AFTER, Fault.REFUSES_CONNECTION):
            on.faults.next(fault)
            assert on.provider.begin_checkout(order(NOON)).url
        on.faults.next(Fault.LIMITS)
        with pytest.raises(Unreachable, match="busy"):
            on.provider.begin_checkout(order(NOON))

        found = on.world.store.find("checkout.session")
        assert len(found) == 3


def test_a_wrong_key_is_refused_and_nothing_secret_is_said_or_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with _at_once(), rehearsal(tmp_path, now=NOON) as on:
        stage = StripeOverRehearsal(on)
        paid(stage)
        stage.be_unreachable()
        with pytest.raises(Unreachable):
            on.provider.begin_checkout(order(NOON))
        stranger = type(on.provider)(
            name="rehearsal",
            key="sk_test_of_somebody_else",
            webhook_secret=SECRET,
            is_live=False,
            base_addresses={"api": on.base_url},
        )
        with pytest.raises(Refused, match="does not know the key") as refused:
            stranger.begin_checkout(order(NOON))

    said = caplog.text + str(refused.value)
    for secret in (KEY, "sk_test", SECRET, EMAIL):
        assert secret not in said


@contextmanager
def _at_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0)
        yield
