"""The table of addresses: which request does what."""

import re
from collections.abc import Callable

from broadsheet.funding.providers.rehearsal import giving_back, sessions
from broadsheet.funding.providers.rehearsal.api import catalogue, checkout, regular
from broadsheet.funding.providers.rehearsal.api.forms import (
    Params,
    metadata,
    refuse_unknown,
    whole,
)
from broadsheet.funding.providers.rehearsal.api.lists import listed
from broadsheet.funding.providers.rehearsal.core import Core
from broadsheet.funding.providers.rehearsal.errors import ApiError, wrong
from broadsheet.funding.providers.rehearsal.shapes.base import list_of
from broadsheet.funding.providers.rehearsal.store import Doc

Act = Callable[[Core, Params], Doc]
ActOn = Callable[[Core, str, Params], Doc]

# Where the documents of a kind are read and listed.
SHELVES = {
    "checkout/sessions": "checkout.session",
    "payment_intents": "payment_intent",
    "charges": "charge",
    "prices": "price",
    "products": "product",
    "customers": "customer",
    "subscriptions": "subscription",
    "subscription_items": "subscription_item",
    "invoices": "invoice",
    "invoice_payments": "invoice_payment",
    "refunds": "refund",
    "disputes": "dispute",
    "balance_transactions": "balance_transaction",
    "payouts": "payout",
    "events": "event",
}
PATH = re.compile(
    r"/v1/(?P<shelf>checkout/sessions|[a-z_]+)(?:/(?P<id>[\w-]+)(?:/(?P<word>[a-z_]+))?)?"
)


def answer(core: Core, method: str, path: str, params: Params) -> Doc:
    """What the API answers, before anything is expanded.

    :raises ApiError: for a clear no.
    """
    found = PATH.fullmatch(path)
    shelf, reference, word = (found["shelf"], found["id"], found["word"]) if found else ("",) * 3
    if found and shelf == "balance" and method == "GET" and not reference:
        return _balance(core)
    if shelf not in SHELVES:
        raise _unknown(method, path)
    if not reference:
        return _whole_shelf(core, method, shelf, params, path=path)
    if method == "GET" and not word:
        refuse_unknown(params)
        return core.as_seen(core.get(reference, kind=SHELVES[shelf]))
    act = ONE.get((method, shelf, word or ""))
    if act is None:
        raise _unknown(method, path)
    return act(core, reference, params)


def _whole_shelf(core: Core, method: str, shelf: str, params: Params, *, path: str) -> Doc:
    if method == "GET":
        return listed(core, SHELVES[shelf], params, url=path)
    if method == "POST" and shelf in MADE:
        return MADE[shelf](core, params)
    raise _unknown(method, path)


def _refund(core: Core, params: Params) -> Doc:
    refuse_unknown(params, "charge", "payment_intent", "amount", "metadata", "reason")
    if ("charge" in params) == ("payment_intent" in params):
        raise wrong("One of the following params should be provided: charge, payment_intent.")
    if "charge" in params:
        charge = core.get(params["charge"], kind="charge", param="charge", status=400)
    else:
        charge = giving_back.paid_charge(core, params["payment_intent"])
    return giving_back.refund(
        core,
        charge,
        amount=whole(params, "amount"),
        metadata=metadata(params),
        reason=params.get("reason"),
    )


def _expire(core: Core, reference: str, params: Params) -> Doc:
    refuse_unknown(params)
    return sessions.expire(core, reference)


def _line_items(core: Core, reference: str, params: Params) -> Doc:
    refuse_unknown(params, "limit")
    core.get(reference, kind="checkout.session")
    lines = core.store.note_of(reference)["lines"]
    return list_of(lines, url=f"/v1/checkout/sessions/{reference}/line_items")


def _lines(core: Core, reference: str, params: Params) -> Doc:
    refuse_unknown(params, "limit")
    return dict(core.get(reference, kind="invoice")["lines"])


def _refunds(core: Core, reference: str, params: Params) -> Doc:
    url = f"/v1/charges/{reference}/refunds"
    return listed(core, "refund", {**params, "charge": reference}, url=url)


def _balance(core: Core) -> Doc:
    lines = core.store.find("balance_transaction")
    sums = {"available": 0, "pending": 0}
    for line in lines:
        sums[core.as_seen(line)["status"]] += line["net"]
    about = {"currency": core.account}
    parts = {name: [{**about, "amount": amount}] for name, amount in sums.items()}
    return {"object": "balance", "livemode": False, **parts}


def _unknown(method: str, path: str) -> ApiError:
    words = f"Unrecognized request URL ({method}: {path}), or one the rehearsal does not know."
    return ApiError(words, status=404)


MADE: dict[str, Act] = {
    "checkout/sessions": checkout.begin,
    "products": catalogue.make_product,
    "prices": catalogue.make_price,
    "customers": catalogue.make_customer,
    "refunds": _refund,
}
ONE: dict[tuple[str, str, str], ActOn] = {
    ("POST", "checkout/sessions", "expire"): _expire,
    ("GET", "checkout/sessions", "line_items"): _line_items,
    ("GET", "invoices", "lines"): _lines,
    ("GET", "charges", "refunds"): _refunds,
    ("POST", "subscriptions", ""): regular.change,
    ("DELETE", "subscriptions", ""): regular.end,
    ("POST", "subscription_items", ""): regular.change_item,
}
