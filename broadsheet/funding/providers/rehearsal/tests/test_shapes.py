"""Every object has the fields of Stripe's own sample of it, in the same types."""

import inspect
import json
import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
import stripe as library
from stripe import StripeClient

from broadsheet.conftest import NOON
from broadsheet.funding.providers.rehearsal.cards import Card
from broadsheet.funding.providers.rehearsal.store import Doc
from broadsheet.funding.providers.rehearsal.testing import Rehearsal, rehearsal
from broadsheet.funding.providers.rehearsal.tests.asking import begin, client_for

MATERIAL = Path(os.environ.get("BROADSHEET_MATERIAL", "../shared/material"))
SAMPLES = MATERIAL / "payments" / "fixtures3.json"

needs_samples = pytest.mark.skipif(
    not SAMPLES.exists(), reason="material: ../shared/material is not here"
)

CLASSES: dict[str, Any] = {
    "checkout.session": library.checkout.Session,
    "payment_intent": library.PaymentIntent,
    "charge": library.Charge,
    "price": library.Price,
    "product": library.Product,
    "customer": library.Customer,
    "subscription": library.Subscription,
    "subscription_item": library.SubscriptionItem,
    "invoice": library.Invoice,
    "invoice_payment": library.InvoicePayment,
    "line_item": library.InvoiceLineItem,
    "refund": library.Refund,
    "dispute": library.Dispute,
    "balance_transaction": library.BalanceTransaction,
    "payout": library.Payout,
    "event": library.Event,
}
# Fields that Stripe's sample has and its library no longer knows: null, as the sample has them.
OF_OLD = {"invoice.subscription", "line_item.subscription"}
# In these the keys are the newsroom's own.
OPEN = {"metadata"}


@needs_samples
@pytest.mark.parametrize("kind", sorted(CLASSES))
def test_every_object_has_the_fields_and_types_of_stripes_sample(
    kind: str, everything: dict[str, list[Doc]]
) -> None:
    sample = json.loads(SAMPLES.read_text())["resources"][kind]

    wrong = [words for doc in everything[kind] for words in _differences(kind, sample, doc)]

    assert len(everything[kind]) > 0
    assert wrong == []


def test_the_comparison_finds_a_missing_field_a_wrong_type_and_a_null_that_may_not_be() -> None:
    sample = {"amount": 1, "status": "paid", "currency": "usd", "trace_id": {"status": "x"}}
    doc: Doc = {"amount": "1", "currency": None, "trace_id": {}, "bogus": 1}

    wrong = list(_differences("payout", sample, doc))

    assert [words.split(" ")[0] for words in wrong] == [
        "payout.status", "payout.bogus", "payout.amount", "payout.currency",
        "payout.trace_id.status",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Doc]]:
    """A world in which all has happened, as its API tells of it."""
    with rehearsal(tmp_path_factory.mktemp("world"), now=NOON) as rehearsed:
        stripe = client_for(rehearsed)
        _let_everything_happen(rehearsed, stripe)
        return {kind: list(_all(kind, stripe)) for kind in CLASSES}


def _let_everything_happen(rehearsed: Rehearsal, stripe: StripeClient) -> None:
    world = rehearsed.world
    begin(stripe)
    gift = world.pay(begin(stripe)["id"])
    world.pay(begin(stripe)["id"], card=Card.DECLINED)
    foreign = world.pay(begin(stripe, 7000, currency="eur")["id"])
    regular = world.pay(begin(stripe, 1200, interval="month")["id"], card=Card.WORKS_ONCE)
    stripe.v1.refunds.create({"payment_intent": gift["payment_intent"], "amount": 700})
    back = stripe.v1.refunds.create({"payment_intent": gift["payment_intent"], "amount": 100})
    world.fail_refund(back.id)
    world.close_dispute(world.open_dispute(foreign["payment_intent"])["id"], won=True)
    rehearsed.move_clock(timedelta(days=32))
    stripe.v1.subscriptions.cancel(regular["subscription"])
    world.pay(begin(stripe, 1200, interval="year")["id"], card=Card.DEBIT)


def _all(kind: str, stripe: StripeClient) -> Iterator[Doc]:
    """All of a kind as they come over the wire; a charge with what is told to who asks."""
    if kind == "line_item":
        for invoice in _listed(stripe, "/v1/invoices"):
            yield from invoice["lines"]["data"]
    elif kind == "subscription_item":
        for running in _listed(stripe, "/v1/subscriptions"):
            yield from running["items"]["data"]
    else:
        path = f"/v1/{kind}s".replace("checkout.", "checkout/")
        yield from _listed(stripe, path, "&expand[0]=data.refunds" if kind == "charge" else "")


def _listed(stripe: StripeClient, path: str, wish: str = "") -> list[Doc]:
    answer = stripe.raw_request("get", f"{path}?limit=100{wish}")
    return list(json.loads(str(answer.body))["data"])


def _differences(kind: str, sample: Doc, doc: Doc) -> Iterator[str]:
    """Top level: exactly the sample's fields, but for those the library marks as sometimes there.
    Below: at least the sample's, and no others than the library knows."""
    yield from _object(kind, CLASSES[kind], sample, doc, path=kind)


def _object(kind: str, shape: Any, sample: Doc, doc: Doc, *, path: str) -> Iterator[str]:
    known = _annotations(shape)
    if path.endswith("payment_method_details") and doc["type"] != sample["type"]:
        return  # told of another method than the sample's
    for name in sample:
        if name not in doc:
            yield f"{path}.{name} is missing"
    for name in doc:
        if name not in sample and name not in known:
            yield f"{path}.{name} is no field of Stripe's"
    for name, value in sample.items():
        if name in doc and name not in OPEN:
            yield from _value(kind, shape, name, value, doc[name], path=f"{path}.{name}")


def _value(kind: str, shape: Any, name: str, sample: Any, ours: Any, *, path: str) -> Iterator[str]:
    if ours is None:
        allowed = get_args(_annotations(shape).get(name))
        if sample is not None and type(None) not in allowed:
            yield f"{path} is null"
    elif sample is None:
        if name not in _annotations(shape) and f"{kind}.{name}" not in OF_OLD:
            yield f"{path} is something where Stripe knows null alone"
    elif type(sample) is not type(ours) and not _is_reference(sample, ours):
        yield f"{path} is {type(ours).__name__}, not {type(sample).__name__}"
    elif isinstance(sample, dict) and path != "event.data.object":
        inner = _inner(shape, name, sample)
        if inner is not None:
            yield from _object(kind, inner, sample, ours, path=path)
    elif isinstance(sample, list) and sample and ours and isinstance(sample[0], dict):
        inner = _inner(shape, name, sample[0])
        for one in ours if inner is not None else []:
            yield from _object(kind, inner, sample[0], one, path=path)


def _is_reference(sample: Any, ours: Any) -> bool:
    """An id may stand for an object that was not asked for."""
    return isinstance(sample, dict) and "id" in sample and isinstance(ours, str)


def _inner(shape: Any, name: str, sample: Doc) -> Any:
    """The library's class of a part: of an object by its name, else the one its field names."""
    known = {"list": library.ListObject, "plan": library.Plan, **CLASSES}
    if isinstance(sample.get("object"), str) and sample["object"] in known:
        return known[sample["object"]]
    named = re.findall(r"[A-Z]\w+", str(_annotations(shape).get(name, "")))
    found = [getattr(shape, one) for one in named if hasattr(shape, one)]
    return found[0] if found else None


def _annotations(shape: Any) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for one in reversed(inspect.getmro(shape)):
        known |= getattr(one, "__annotations__", {})
    return known
