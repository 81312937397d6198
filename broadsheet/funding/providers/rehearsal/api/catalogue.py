"""Prices, products and customers, made by the API."""

from broadsheet.funding.providers.rehearsal.api.forms import (
    Params,
    metadata,
    need,
    refuse_unknown,
    whole,
)
from broadsheet.funding.providers.rehearsal.core import Core
from broadsheet.funding.providers.rehearsal.currencies import why_not_chargeable
from broadsheet.funding.providers.rehearsal.errors import wrong
from broadsheet.funding.providers.rehearsal.shapes import catalogue as shape
from broadsheet.funding.providers.rehearsal.store import Doc

INTERVALS = ("month", "year")


def make_product(core: Core, params: Params) -> Doc:
    refuse_unknown(params, "name", "description", "metadata")
    made = shape.product(
        name=need(params, "name"),
        now=core.now(),
        metadata=metadata(params),
        words=params.get("description"),
    )
    core.store.add(made)
    core.tell("product.created", made)
    return made


def make_price(core: Core, params: Params) -> Doc:
    refuse_unknown(params, "currency", "unit_amount", "product", "product_data", "recurring")
    made = inline_price(core, params, may_name_product=True)
    core.tell("price.created", made)
    return made


def make_customer(core: Core, params: Params) -> Doc:
    refuse_unknown(params, "email", "name", "metadata")
    made = shape.customer(
        email=params.get("email"),
        name=params.get("name"),
        now=core.now(),
        metadata=metadata(params),
    )
    core.store.add(made)
    core.tell("customer.created", made)
    return made


def inline_price(core: Core, given: Params, *, may_name_product: bool) -> Doc:
    """A price as it is given with what it is for; subscriptions want a product that exists."""
    known = ("currency", "unit_amount", "product", "recurring", "tax_behavior")
    refuse_unknown(given, *known, *(("product_data",) if may_name_product else ()))
    currency = str(need(given, "currency")).lower()
    need(given, "unit_amount")
    amount = whole(given, "unit_amount") or 0
    check_amount(amount, currency=currency)
    price = shape.price(
        product=_product(core, given),
        amount=amount,
        currency=currency,
        now=core.now(),
        interval=_interval(given),
    )
    return core.store.add(price)


def check_amount(amount: int, *, currency: str) -> None:
    """:raises ApiError: for what Stripe would not charge."""
    reason = why_not_chargeable(amount, currency=currency)
    if reason:
        raise wrong(reason[1], code=reason[0], param="unit_amount")


def _product(core: Core, given: Params) -> str:
    if "product" in given:
        found = core.get(given["product"], kind="product", param="product", status=400)
        return str(found["id"])
    wish = need(given, "product_data")
    refuse_unknown(wish, "name", "description", "metadata")
    made = shape.product(
        name=need(wish, "name"),
        now=core.now(),
        metadata=metadata(wish),
        words=wish.get("description"),
    )
    return str(core.store.add(made)["id"])


def _interval(given: Params) -> str | None:
    recurring = given.get("recurring")
    if not recurring:
        return None
    refuse_unknown(recurring, "interval", "interval_count")
    if recurring.get("interval") not in INTERVALS or whole(recurring, "interval_count", 1) != 1:
        raise wrong("The rehearsal knows every month and every year.", param="recurring[interval]")
    return str(recurring["interval"])
