"""The manners of the API: keys, versions, idempotency, lists, expansion, errors, faults."""

import http.client
import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from stripe import (
    APIConnectionError,
    APIError,
    AuthenticationError,
    IdempotencyError,
    InvalidRequestError,
    RateLimitError,
    StripeClient,
    StripeError,
)

from broadsheet.funding.providers.rehearsal.faults import Fault
from broadsheet.funding.providers.rehearsal.testing import Rehearsal
from broadsheet.funding.providers.rehearsal.tests.asking import begin, params

ONCE: Any = {"idempotency_key": "gift-1"}


def create(stripe: StripeClient, amount: int = 2500, options: Any = ONCE) -> str:
    return stripe.v1.checkout.sessions.create(params(amount), options).id


def sessions(rehearsed: Rehearsal) -> int:
    return len(rehearsed.world.store.find("checkout.session"))


def test_a_key_and_the_same_words_get_the_same_answer(
    rehearsed: Rehearsal, stripe: StripeClient
) -> None:
    first = stripe.v1.checkout.sessions.create(params(), ONCE)
    rehearsed.world.pay(first.id)
    again = stripe.v1.checkout.sessions.create(params(), ONCE)

    assert again.to_dict() == first.to_dict()  # as it was answered then, not as it is now
    assert again.last_response is not None
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert sessions(rehearsed) == 1


def test_a_key_with_other_words_is_refused(rehearsed: Rehearsal, stripe: StripeClient) -> None:
    create(stripe)

    with pytest.raises(IdempotencyError) as refusal:
        create(stripe, 3000)

    assert refusal.value.http_status == 400
    assert sessions(rehearsed) == 1


def test_keys_are_forgotten_after_a_day(rehearsed: Rehearsal, stripe: StripeClient) -> None:
    first = create(stripe)
    rehearsed.world.move_clock(timedelta(hours=24, seconds=1))

    again = create(stripe)

    assert again != first


def test_what_was_refused_is_not_remembered(rehearsed: Rehearsal, stripe: StripeClient) -> None:
    with pytest.raises(InvalidRequestError):
        create(stripe, 1)

    assert create(stripe, 2500).startswith("cs_test_")


@pytest.mark.parametrize(
    ("fault", "error", "is_done"),
    [
        (Fault.FAILS, APIError, False),
        (Fault.FAILS_AFTER, APIError, True),
        (Fault.LOSES_ANSWER, APIConnectionError, True),
        (Fault.REFUSES_CONNECTION, APIConnectionError, False),
        (Fault.LIMITS, RateLimitError, False),
    ],
)
def test_after_a_fault_the_same_key_finds_what_was_done_or_does_it(
    rehearsed: Rehearsal,
    stripe: StripeClient,
    fault: Fault,
    error: type[StripeError],
    is_done: bool,
) -> None:
    rehearsed.faults.next(fault, path="/v1/checkout/sessions", method="POST")

    with pytest.raises(error):
        create(stripe)
    assert sessions(rehearsed) == is_done

    create(stripe)
    assert sessions(rehearsed) == 1


def test_a_fault_waits_for_its_own_path(rehearsed: Rehearsal, stripe: StripeClient) -> None:
    rehearsed.faults.next(Fault.FAILS, path="/v1/refunds", times=2)

    create(stripe)

    for _ in range(2):
        with pytest.raises(APIError):
            stripe.v1.refunds.list()
    assert stripe.v1.refunds.list().data == []


def test_nobody_without_the_key_or_with_another_version_is_answered(rehearsed: Rehearsal) -> None:
    stranger = StripeClient("sk_test_of_somebody", base_addresses={"api": rehearsed.base_url})
    older = StripeClient(
        rehearsed.key, stripe_version="2024-06-20", base_addresses={"api": rehearsed.base_url}
    )

    with pytest.raises(AuthenticationError):
        stranger.v1.events.list()
    with pytest.raises(InvalidRequestError, match=r"speaks 2026-10-28\.endive alone"):
        older.v1.events.list()


def test_lists_come_in_pages_the_newest_first(rehearsed: Rehearsal, stripe: StripeClient) -> None:
    begun = [begin(stripe)["id"] for _ in range(7)]

    page = stripe.v1.checkout.sessions.list({"limit": 3})
    following = stripe.v1.checkout.sessions.list({"limit": 3, "starting_after": page.data[-1].id})
    before = stripe.v1.checkout.sessions.list({"limit": 2, "ending_before": begun[3]})
    everything = [one.id for one in page.auto_paging_iter()]

    assert [one.id for one in page.data] == begun[:3:-1]
    assert page.has_more is True
    assert [one.id for one in following.data] == begun[3:0:-1]
    assert [one.id for one in before.data] == [begun[5], begun[4]]
    assert before.has_more is True
    assert everything == begun[::-1]


def test_lists_are_bounded_by_time_and_by_kind(rehearsed: Rehearsal, stripe: StripeClient) -> None:
    rehearsed.world.pay(begin(stripe)["id"])
    noon = int(rehearsed.world.at().timestamp())
    rehearsed.world.move_clock(timedelta(hours=1))
    late = begin(stripe)["id"]
    rehearsed.world.pay(late)

    def kinds(wish: dict[str, Any]) -> list[str]:
        return [event.type for event in stripe.v1.events.list(wish).data]

    assert len(kinds({})) == 8
    assert len(kinds({"created": {"gt": noon}})) == 4
    assert len(kinds({"created": {"gte": noon, "lt": noon + 1}})) == 4
    assert kinds({"type": "charge.succeeded"}) == ["charge.succeeded"] * 2
    assert kinds({"types": ["charge.succeeded"], "created": {"gte": noon + 1}}) == [
        "charge.succeeded"
    ]
    found: Any = stripe.v1.checkout.sessions.list({"created": {"gte": noon + 1}})
    assert [one.id for one in found.data] == [late]
    with pytest.raises(InvalidRequestError, match="unknown parameter"):
        stripe.v1.events.list({"bogus": "1"})
    with pytest.raises(InvalidRequestError, match="No such object"):
        stripe.v1.events.list({"starting_after": "evt_nowhere"})


def test_what_is_missing_or_unknown_is_said_in_stripes_form(stripe: StripeClient) -> None:
    with pytest.raises(InvalidRequestError) as refusal:
        stripe.v1.payment_intents.retrieve("pi_nowhere")
    assert refusal.value.http_status == 404
    assert refusal.value.code == "resource_missing"
    assert refusal.value.param == "id"
    with pytest.raises(InvalidRequestError, match="does not know"):
        stripe.v1.coupons.list()


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ("status", r"cannot be expanded \(status\)"),
        ("bogus", "cannot be expanded"),
        ("payment_intent.latest_charge.balance_transaction.source.refunds", "more than 4 levels"),
    ],
)
def test_what_cannot_be_expanded_is_said(
    rehearsed: Rehearsal, stripe: StripeClient, wish: str, words: str
) -> None:
    session = rehearsed.world.pay(begin(stripe)["id"])

    with pytest.raises(InvalidRequestError, match=words):
        stripe.v1.checkout.sessions.retrieve(session["id"], {"expand": [wish]})


def test_what_is_told_only_to_who_asks_is_left_out_else(
    rehearsed: Rehearsal, stripe: StripeClient
) -> None:
    session = rehearsed.world.pay(begin(stripe, 900, interval="month")["id"])
    expand: Any = {"expand": ["line_items", "invoice.payments"]}

    plain = stripe.v1.checkout.sessions.retrieve(session["id"]).to_dict()
    asked = stripe.v1.checkout.sessions.retrieve(session["id"], expand).to_dict()
    charge = stripe.v1.charges.list({"expand": ["data.refunds"]}).data[0]

    assert "line_items" not in plain
    assert asked["line_items"]["data"][0]["amount_total"] == 900
    assert asked["invoice"]["payments"]["data"][0]["status"] == "paid"
    assert stripe.v1.charges.retrieve(charge.id).refunds is None
    assert charge.refunds is not None
    assert charge.refunds.data == []


@pytest.mark.parametrize("body", [b"a[b=1", b"a=1&a[b]=2", b"x" * 1_000_001, b"[]=1", b"\xff=1"])
def test_a_body_that_is_no_form_is_refused_and_harms_nobody(
    rehearsed: Rehearsal, body: bytes
) -> None:
    parts = urlsplit(rehearsed.base_url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=5)
    headers = {"Authorization": f"Bearer {rehearsed.key}"}

    try:
        connection.request("POST", "/v1/checkout/sessions", body, headers)
        answer = connection.getresponse()
        assert answer.status == 400
        assert json.loads(answer.read())["error"]["type"] == "invalid_request_error"
    except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
        assert len(body) > 1_000_000
    finally:
        connection.close()
