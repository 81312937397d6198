"""Events: which are believed, and what each is about."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from stripe import WebhookSignature

from broadsheet.funding.providers.contract import BadEvent, Hint, Subject, SubjectKind
from broadsheet.funding.providers.stripe.events import KINDS, hint_of, read_event

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRET = "whsec_theEditorsDrawer"
CHARGE = {"id": "ch_1", "object": "charge", "payment_intent": "pi_1"}


def test_a_signed_event_is_a_hint() -> None:
    body = _body("charge.refunded", CHARGE)

    hint = _read(body, _signed(body))

    assert hint == Hint("evt_1", "charge.refunded", Subject(SubjectKind.PAYMENT, "pi_1"))


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_an_event_is_fresh_for_five_minutes_either_way(seconds: int) -> None:
    body = _body("charge.refunded", CHARGE)

    assert _read(body, _signed(body, at=NOW + timedelta(seconds=seconds))).event == "evt_1"


@pytest.mark.parametrize("seconds", [-301, 301, -86_400])
def test_an_old_event_is_refused(seconds: int) -> None:
    body = _body("charge.refunded", CHARGE)

    with pytest.raises(BadEvent, match="too long ago"):
        _read(body, _signed(body, at=NOW + timedelta(seconds=seconds)))


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "t=,v1=",
        "v1=" + "0" * 64,
        f"t={int(NOW.timestamp())}",
        f"t={int(NOW.timestamp())},v1={'0' * 64}",
        f"t={int(NOW.timestamp())},v0={'0' * 64}",
        "t=" + "9" * 400 + ",v1=" + "0" * 64,
    ],
)
def test_an_event_without_a_good_signature_is_refused(signature: str) -> None:
    with pytest.raises(BadEvent):
        _read(_body("charge.refunded", CHARGE), signature)


def test_an_event_signed_with_another_secret_or_changed_is_refused() -> None:
    body = _body("charge.refunded", CHARGE)

    with pytest.raises(BadEvent):
        _read(body, _signed(body, secret="whsec_somebodyElses"))
    with pytest.raises(BadEvent):
        _read(body.replace(b"pi_1", b"pi_2"), _signed(body))


def test_without_a_secret_no_event_is_believed() -> None:
    body = _body("charge.refunded", CHARGE)

    with pytest.raises(BadEvent, match="no secret"):
        read_event(
            body,
            {"Stripe-Signature": _signed(body, secret="")},
            secret="",
            is_live=False,
            now=NOW,
        )


def test_while_the_secret_is_changed_either_signature_is_good() -> None:
    body = _body("charge.refunded", CHARGE)
    old = _signed(body, secret="whsec_theOldOne")
    both = f"{old},{_signed(body).partition(',')[2]}"

    assert _read(body, both).event == "evt_1"


@pytest.mark.parametrize(("livemode", "is_live"), [(False, True), (True, False), (None, False)])
def test_an_event_of_another_mode_is_refused(livemode: bool | None, is_live: bool) -> None:
    body = _body("charge.refunded", CHARGE, livemode=livemode)

    with pytest.raises(BadEvent, match="another mode"):
        read_event(
            body, {"STRIPE-SIGNATURE": _signed(body)}, secret=SECRET, is_live=is_live, now=NOW
        )


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[]", b'"x"', b"{}", b'{"id": "evt_1"}'])
def test_a_signed_body_that_is_no_event_is_refused(body: bytes) -> None:
    signature = _signed(body) if body != b"\xff" else _signed_raw(body)

    with pytest.raises(BadEvent):
        _read(body, signature)


@pytest.mark.parametrize(
    ("kind", "thing", "subject"),
    [
        ("checkout.session.completed", {"id": "cs_1"}, (SubjectKind.CHECKOUT, "cs_1")),
        ("checkout.session.expired", {"id": "cs_1"}, (SubjectKind.CHECKOUT, "cs_1")),
        ("payment_intent.succeeded", {"id": "pi_1"}, (SubjectKind.PAYMENT, "pi_1")),
        ("charge.updated", CHARGE, (SubjectKind.PAYMENT, "pi_1")),
        ("charge.updated", CHARGE | {"payment_intent": None}, (SubjectKind.PAYMENT, "ch_1")),
        ("refund.failed", {"id": "re_1", "payment_intent": "pi_1"}, (SubjectKind.PAYMENT, "pi_1")),
        (
            "charge.dispute.created",
            {"id": "du_1", "object": "dispute", "charge": "ch_1", "payment_intent": "pi_1"},
            (SubjectKind.PAYMENT, "pi_1"),
        ),
        (
            "charge.dispute.closed",
            {"id": "du_1", "object": "dispute", "charge": "ch_1", "payment_intent": None},
            (SubjectKind.PAYMENT, "ch_1"),
        ),
        ("invoice.paid", {"id": "in_1"}, (SubjectKind.INVOICE, "in_1")),
        ("invoice_payment.paid", {"id": "i", "invoice": "in_1"}, (SubjectKind.INVOICE, "in_1")),
        ("customer.subscription.deleted", {"id": "sub_1"}, (SubjectKind.REGULAR, "sub_1")),
        ("payout.failed", {"id": "po_1"}, (SubjectKind.PAYOUT, "po_1")),
        ("customer.updated", {"id": "cus_1"}, None),
        ("invoice.created", {"id": "in_1"}, None),
        ("plan.created", {"id": "plan_1"}, None),
        ("refund.created", {"id": "re_1", "payment_intent": None}, None),
    ],
)
def test_an_event_is_about_one_thing_or_nothing_of_ours(
    kind: str, thing: dict[str, Any], subject: tuple[SubjectKind, str] | None
) -> None:
    hint = hint_of({"id": "evt_1", "type": kind, "data": {"object": thing}})

    assert hint.subject == (Subject(*subject) if subject else None)


def test_an_event_of_a_connected_account_is_none_of_ours() -> None:
    event = {"id": "evt_1", "type": "charge.updated", "account": "acct_2", "data": {"object": {}}}

    assert hint_of(event).subject is None


def test_a_decline_is_counted_once() -> None:
    declines = {kind for kind in KINDS if hint_of({"id": "e", "type": kind}).is_decline}

    assert declines == {"payment_intent.payment_failed"}


def _read(body: bytes, signature: str) -> Hint:
    headers = {"Content-Type": "application/json", "Stripe-Signature": signature}
    return read_event(body, headers, secret=SECRET, is_live=False, now=NOW)


def _body(kind: str, thing: dict[str, Any], *, livemode: bool | None = False) -> bytes:
    event = {"id": "evt_1", "object": "event", "type": kind, "livemode": livemode}
    return json.dumps(event | {"data": {"object": thing}}).encode()


def _signed(body: bytes, *, secret: str = SECRET, at: datetime = NOW) -> str:
    """As the library signs, which is how Stripe does."""
    return WebhookSignature.generate_signature_header(
        body.decode(), secret, timestamp=int(at.timestamp())
    )


def _signed_raw(body: bytes) -> str:
    import hashlib
    import hmac

    at = int(NOW.timestamp())
    mac = hmac.new(SECRET.encode(), b"%d." % at + body, hashlib.sha256)
    return f"t={at},v1={mac.hexdigest()}"
