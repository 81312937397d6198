"""Which account of Stripe's may bring gifts into which ledger."""

import json
from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from stripe import WebhookSignature

from broadsheet.funding.models import Ledger
from broadsheet.funding.providers.contract import (
    BadEvent,
    Provider,
    Refused,
    Subject,
    SubjectKind,
)
from broadsheet.funding.providers.stripe.provider import StripeProvider, make
from broadsheet.funding.providers.tests.gifts_at_providers import order

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LIVE, TEST, SECRET = "rk_live_theEditorsKey", "rk_test_theEditorsKey", "whsec_theEditorsDrawer"


def test_without_a_key_or_a_secret_it_is_closed_and_says_why(settings: LazySettings) -> None:
    assert "stripe_key" in _of_site(settings, key="").why_closed()
    assert "stripe_webhook_secret" in _of_site(settings, key=LIVE, secret="").why_closed()


def test_without_a_key_nothing_is_asked_and_no_event_believed(settings: LazySettings) -> None:
    provider = _of_site(settings, key="", secret="")

    with pytest.raises(Refused, match="stripe_key"):
        provider.begin_checkout(order(NOW))
    with pytest.raises(BadEvent):
        _send(provider, livemode=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "is_rehearsal", "is_open"),
    [(LIVE, False, True), (TEST, True, True), (LIVE, True, False), (TEST, False, False)],
)
def test_real_money_goes_into_a_real_ledger_and_no_other(
    settings: LazySettings, key: str, is_rehearsal: bool, is_open: bool
) -> None:
    Ledger.objects.update_or_create(pk=1, defaults={"is_rehearsal": is_rehearsal})
    provider = _of_site(settings, key=key)

    assert (provider.why_closed() == "") is is_open
    if is_open:
        _send(provider, livemode=key == LIVE)
        return
    with pytest.raises(Refused):
        provider.look_at(Subject(SubjectKind.PAYMENT, "pi_1"))
    with pytest.raises(BadEvent):
        _send(provider, livemode=key == LIVE)


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "livemode"), [(LIVE, False), (TEST, True)])
def test_an_event_of_the_other_mode_is_refused(
    settings: LazySettings, key: str, livemode: bool
) -> None:
    Ledger.objects.update_or_create(pk=1, defaults={"is_rehearsal": key == TEST})

    with pytest.raises(BadEvent, match="another mode"):
        _send(_of_site(settings, key=key), livemode=livemode)


@pytest.mark.django_db
def test_a_currency_that_stripe_does_not_take_is_refused(settings: LazySettings) -> None:
    with pytest.raises(Refused):
        _of_site(settings, key=LIVE).charge_range("IQD")


def _of_site(settings: LazySettings, *, key: str, secret: str = SECRET) -> Provider:
    settings.STRIPE_KEY, settings.STRIPE_WEBHOOK_SECRET = key, secret
    provider: StripeProvider = make()
    return provider


def _send(provider: Provider, *, livemode: bool) -> None:
    event = {"id": "evt_1", "type": "payout.paid", "livemode": livemode}
    body = json.dumps(event | {"data": {"object": {"id": "po_1"}}})
    signature = WebhookSignature.generate_signature_header(
        body, SECRET, timestamp=int(NOW.timestamp())
    )
    provider.read_event(body.encode(), {"Stripe-Signature": signature}, now=NOW)
