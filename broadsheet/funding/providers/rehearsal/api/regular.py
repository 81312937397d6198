"""Subscriptions changed and ended by the API."""

from broadsheet.funding.providers.rehearsal import regular
from broadsheet.funding.providers.rehearsal.api.catalogue import inline_price
from broadsheet.funding.providers.rehearsal.api.forms import (
    Params,
    metadata,
    need,
    refuse_unknown,
)
from broadsheet.funding.providers.rehearsal.core import Core
from broadsheet.funding.providers.rehearsal.errors import wrong
from broadsheet.funding.providers.rehearsal.store import Doc

PLAIN = ("description", "cancel_at_period_end")


def change(core: Core, reference: str, params: Params) -> Doc:
    """Another price for its item, its metadata, or the wish to end with the period."""
    refuse_unknown(params, "items", "proration_behavior", "metadata", *PLAIN)
    found = core.get(reference, kind="subscription")
    changes = {name: params[name] for name in PLAIN if name in params}
    if "cancel_at_period_end" in changes:
        changes["cancel_at_period_end"] = changes["cancel_at_period_end"] == "true"
    if "metadata" in params:
        changes["metadata"] = found["metadata"] | metadata(params)
    if changes:
        found = regular.change(core, reference, changes=changes)
    if "items" in params:
        found = _change_item(core, reference, params)
    return found


def change_item(core: Core, reference: str, params: Params) -> Doc:
    """POST /v1/subscription_items/…: the same by the item's own id."""
    item = core.get(reference, kind="subscription_item")
    behaviour = {name: params.pop(name) for name in ("proration_behavior",) if name in params}
    items = {"items": [{"id": reference, **params}]}
    _change_item(core, item["subscription"], items | behaviour)
    return core.get(reference, kind="subscription_item")


def end(core: Core, reference: str, params: Params) -> Doc:
    refuse_unknown(params, "invoice_now", "prorate", "cancellation_details")
    if params.get("invoice_now") == "true" or params.get("prorate") == "true":
        raise wrong("The rehearsal ends subscriptions without a last invoice.")
    return regular.end(core, reference)


def _change_item(core: Core, reference: str, params: Params) -> Doc:
    if params.get("proration_behavior") != "none":
        raise wrong("The rehearsal does not prorate: say so.", param="proration_behavior")
    items = params["items"]
    if not isinstance(items, list) or len(items) != 1:
        raise wrong("The rehearsal's subscriptions have one item.", param="items")
    wish = dict(items[0])
    refuse_unknown(wish, "id", "price", "price_data", "quantity")
    item = need(wish, "id")
    if "price" in wish:
        price = core.get(wish["price"], kind="price", param="price", status=400)
    else:
        price = inline_price(core, need(wish, "price_data"), may_name_product=False)
    return regular.change_price(core, reference, item=item, price=price)
