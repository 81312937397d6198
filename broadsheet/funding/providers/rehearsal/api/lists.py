"""Lists: filters, pages and `has_more`. Source: Stripe's API reference, "Pagination"."""

from typing import Any

from broadsheet.funding.providers.rehearsal.api.forms import Params, refuse_unknown, whole
from broadsheet.funding.providers.rehearsal.core import Core
from broadsheet.funding.providers.rehearsal.errors import wrong
from broadsheet.funding.providers.rehearsal.shapes.base import list_of
from broadsheet.funding.providers.rehearsal.store import FOUND_BY, Doc

MOST = 100
USUAL = 10
BOUNDS = ("gt", "gte", "lt", "lte")

# Filters beside those of `FOUND_BY`, compared one by one.
COMPARED = {
    "checkout.session": ("status",),
    "invoice": ("status", "collection_method"),
    "subscription": ("status", "price"),
    "price": ("active", "currency", "type"),
    "product": ("active",),
    "balance_transaction": ("type", "currency"),
    "payout": ("status",),
    "invoice_payment": ("status",),
}


def listed(core: Core, kind: str, params: Params, *, url: str) -> Doc:
    """One page of a kind's documents, the newest first.

    :raises ApiError: for a filter that is not known, or a cursor that is nowhere.
    """
    found_by = FOUND_BY.get(kind, ())
    compared = COMPARED.get(kind, ())
    refuse_unknown(
        params, "limit", "starting_after", "ending_before", "created", *_also(kind), *found_by,
        *compared,
    )  # fmt: skip
    limit = min(max(whole(params, "limit", USUAL) or USUAL, 1), MOST)
    since, before = _bounds(params.get("created"))
    by = {field: params[field] for field in found_by if params.get(field)} | _types(kind, params)
    wanted = _comparison(kind, {name: params[name] for name in compared if name in params})
    found = core.store.find(
        kind,
        by=by,
        since=since,
        before=before,
        after=_cursor(core, params, "starting_after"),
        ahead_of=_cursor(core, params, "ending_before"),
        limit=-1 if wanted or "types" in params or "arrival_date" in params else limit + 1,
    )
    found = [doc for doc in found if _fits(doc, wanted, params)]
    return _page(core, found, limit=limit, is_backwards="ending_before" in params, url=url)


def _page(core: Core, found: list[Doc], *, limit: int, is_backwards: bool, url: str) -> Doc:
    page = found[-limit:] if is_backwards else found[:limit]
    return list_of([core.as_seen(doc) for doc in page], url=url, has_more=len(found) > limit)


def _also(kind: str) -> tuple[str, ...]:
    return {"event": ("types",), "payout": ("arrival_date",), "invoice_payment": ("payment",)}.get(
        kind, ()
    )


def _types(kind: str, params: Params) -> dict[str, str]:
    """What an invoice's payment was made with stands deeper."""
    payment = params.get("payment")
    if kind != "invoice_payment" or not payment:
        return {}
    if not isinstance(payment, dict) or payment.get("type") != "payment_intent":
        raise wrong("payment[type] must be payment_intent.", param="payment[type]")
    return {"payment_intent": str(payment.get("payment_intent", ""))}


def _comparison(kind: str, wanted: dict[str, str]) -> dict[str, str]:
    if kind == "subscription" and wanted.get("status") == "all":
        return {name: value for name, value in wanted.items() if name != "status"}
    return wanted


def _fits(doc: Doc, wanted: dict[str, str], params: Params) -> bool:
    if "types" in params and doc["type"] not in params["types"]:
        return False
    since, before = _bounds(params.get("arrival_date"))
    arrival = doc.get("arrival_date", 0)
    if (since is not None and arrival < since) or (before is not None and arrival >= before):
        return False
    return all(_text(doc.get(name)) == value for name, value in wanted.items())


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _bounds(wish: Any) -> tuple[int | None, int | None]:
    """From, and before."""
    if wish is None:
        return None, None
    if not isinstance(wish, dict):
        wish = {"gte": wish, "lte": wish}
    if set(wish) - set(BOUNDS):
        raise wrong("Bounds are gt, gte, lt and lte.", param="created")
    bounds = {name: whole(wish, name) or 0 for name in wish}
    since = [bounds[name] + (name == "gt") for name in ("gte", "gt") if name in bounds]
    before = [bounds[name] + (name == "lte") for name in ("lt", "lte") if name in bounds]
    return max(since, default=None), min(before, default=None)


def _cursor(core: Core, params: Params, name: str) -> str:
    cursor = str(params.get(name, ""))
    if cursor and core.store.get(cursor) is None:
        raise wrong(f"No such object: '{cursor}'", param=name, code="resource_missing")
    return cursor
