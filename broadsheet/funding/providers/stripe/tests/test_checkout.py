"""What Stripe is told of a gift, and what it is not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
import requests

from broadsheet.funding.models import Every
from broadsheet.funding.providers.contract import Refused, Subject, SubjectKind
from broadsheet.funding.providers.rehearsal.testing import KEY, SECRET, rehearsal
from broadsheet.funding.providers.stripe.provider import StripeProvider
from broadsheet.funding.providers.tests.gifts_at_providers import EMAIL, order
from broadsheet.funding.providers.tests.stages import NOON, Stage, stripe_over_rehearsal
from broadsheet.lib.money import Money

Words = list[dict[str, str]]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with stripe_over_rehearsal(tmp_path) as stage:
        yield stage


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> Words:
    """What the bodies of all requests say."""
    said = []
    send = requests.Session.request

    def note(self: requests.Session, method: str, url: str, **options: Any) -> requests.Response:
        said.append(dict(parse_qsl(options.get("data") or "")))
        return send(self, method, url, **options)

    monkeypatch.setattr(requests.Session, "request", note)
    return said


def test_a_gift_is_given_once_on_stripes_own_page(stage: Stage, words: Words) -> None:
    wanted = order(stage.now, charged=Money(20_000, "UGX"), title="Harbour")

    stage.provider.begin_checkout(wanted)

    assert words == [
        {
            "mode": "payment",
            "submit_type": "donate",
            "client_reference_id": wanted.gift_token,
            "metadata[gift]": wanted.gift_token,
            "payment_intent_data[metadata][gift]": wanted.gift_token,
            "payment_intent_data[capture_method]": "automatic",
            "line_items[0][quantity]": "1",
            "line_items[0][price_data][currency]": "ugx",
            "line_items[0][price_data][unit_amount]": "2000000",
            "line_items[0][price_data][product_data][name]": "Harbour",
            "customer_email": EMAIL,
            "locale": "en",
            "adaptive_pricing[enabled]": "false",
            "success_url": wanted.done_url,
            "cancel_url": wanted.cancelled_url,
        }
    ]


def test_a_regular_gift_carries_both_tokens_to_its_subscription(stage: Stage, words: Words) -> None:
    wanted = order(stage.now, every=Every.YEAR)

    stage.provider.begin_checkout(wanted)

    (said,) = words
    assert said["mode"] == "subscription"
    assert said["line_items[0][price_data][recurring][interval]"] == "year"
    assert said["subscription_data[metadata][gift]"] == wanted.gift_token
    assert said["subscription_data[metadata][regular]"] == wanted.regular_token


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("de", "de"),
        ("pt-br", "pt-BR"),
        ("de-at", "de"),
        ("zh-tw", "zh-TW"),
        ("es-419", "es-419"),
        ("nn", "nb"),
        ("ar", "auto"),
        ("", "auto"),
    ],
)
def test_the_page_speaks_the_donors_language_where_it_can(
    stage: Stage, words: Words, language: str, locale: str
) -> None:
    stage.provider.begin_checkout(replace(order(stage.now), language=language, email=""))

    assert words[0]["locale"] == locale
    assert "customer_email" not in words[0]


def test_what_stripe_cannot_charge_is_never_sent(stage: Stage, words: Words) -> None:
    with pytest.raises(Refused, match="multiple of 10"):
        stage.provider.begin_checkout(order(stage.now, charged=Money(5124, "KWD")))

    assert words == []


def test_what_is_of_another_mode_is_refused(tmp_path: Path) -> None:
    with rehearsal(tmp_path, now=NOON) as on:
        checkout = on.provider.begin_checkout(order(NOON)).reference
        live = StripeProvider(
            name="stripe",
            key=KEY,
            webhook_secret=SECRET,
            is_live=True,
            base_addresses={"api": on.base_url},
        )

        with pytest.raises(Refused, match="another mode"):
            live.look_at(Subject(SubjectKind.CHECKOUT, checkout))
