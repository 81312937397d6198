"""`expand[]`: references in an answer are replaced by what they refer to.

Source: Stripe's API reference, "Expanding responses": dots lead deeper, `data.` into lists, four
levels at most.
"""

from collections.abc import Callable
from typing import Any

from broadsheet.funding.providers.rehearsal.core import Core
from broadsheet.funding.providers.rehearsal.errors import wrong
from broadsheet.funding.providers.rehearsal.shapes.base import list_of
from broadsheet.funding.providers.rehearsal.store import Doc

DEEPEST = 4
IN_A_LIST = 10  # as many as Stripe puts into a list within an object

# What a document has only when there is something to tell.
SOMETIMES = {("refund", "failure_balance_transaction")}

# References that are not expandable here, as their documents do not exist.
CLOSED = {
    "id",
    "object",
    "payment_method",
    "default_payment_method",
    "destination",
    "url",
    "status",
}


def expanded(core: Core, answer: Doc, wishes: list[str]) -> Doc:
    """:raises ApiError: for what cannot be expanded."""
    for wish in wishes:
        path = wish.split(".")
        if len(path) > DEEPEST:
            raise wrong("You cannot expand more than 4 levels of a property.", param="expand")
        _expand(core, answer, path, wish=wish)
    return answer


def _expand(core: Core, doc: Doc, path: list[str], *, wish: str) -> None:
    field, rest = path[0], path[1:]
    if field == "data" and doc.get("object") == "list":
        for one in doc["data"]:
            if rest:
                _expand(core, one, rest, wish=wish)
        return
    value = _value(core, doc, field, wish=wish)
    if value is not None:
        doc[field] = value
    if rest and isinstance(value, dict):
        _expand(core, value, rest, wish=wish)


def _value(core: Core, doc: Doc, field: str, *, wish: str) -> Any:
    hidden = HIDDEN.get((str(doc.get("object")), field))
    if hidden and not isinstance(doc.get(field), dict):
        return hidden(core, doc)
    if (str(doc.get("object")), field) in SOMETIMES and field not in doc:
        return None
    is_known = field in doc and field not in CLOSED
    value = doc.get(field)
    if not is_known or not isinstance(value, str | dict | list | None):
        raise wrong(f"This property cannot be expanded ({wish}).", param="expand")
    if not isinstance(value, str):
        return value
    found = core.store.get(value)
    if found is None:
        raise wrong(f"This property cannot be expanded ({wish}).", param="expand")
    return core.as_seen(found)


def _refunds(core: Core, charge: Doc) -> Doc:
    return _inner(core, "refund", {"charge": charge["id"]}, f"/v1/charges/{charge['id']}/refunds")


def _payments(core: Core, invoice: Doc) -> Doc:
    return _inner(core, "invoice_payment", {"invoice": invoice["id"]}, "/v1/invoice_payments")


def _subscriptions(core: Core, customer: Doc) -> Doc:
    return _inner(core, "subscription", {"customer": customer["id"]}, "/v1/subscriptions")


def _line_items(core: Core, session: Doc) -> Doc:
    lines = core.store.note_of(session["id"])["lines"]
    return list_of(lines, url=f"/v1/checkout/sessions/{session['id']}/line_items")


def _inner(core: Core, kind: str, by: dict[str, str], url: str) -> Doc:
    found = core.store.find(kind, by=by, limit=IN_A_LIST + 1)
    return list_of(found[:IN_A_LIST], url=url, has_more=len(found) > IN_A_LIST)


# What Stripe leaves out unless it is asked for.
HIDDEN: dict[tuple[str, str], Callable[[Core, Doc], Doc]] = {
    ("charge", "refunds"): _refunds,
    ("invoice", "payments"): _payments,
    ("customer", "subscriptions"): _subscriptions,
    ("checkout.session", "line_items"): _line_items,
}
