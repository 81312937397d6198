"""A provider that takes gifts without any line to anybody, and forms as donors fill them in."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from broadsheet.funding.models import CASH, Campaign, Gift, GiftState
from broadsheet.funding.providers.contract import Checkout, NotFound, Order, Refused, Unreachable
from broadsheet.lib.money import Money

PAGE = "https://pay.example/c"


@dataclass(eq=False)
class Till:
    """Begins checkouts, and notes them; `is_gone` while nobody answers."""

    name: str = "rehearsal"
    closed: str = ""
    is_gone: bool = False
    begun: list[Order] = field(default_factory=list)

    def why_closed(self) -> str:
        return self.closed

    def charge_range(self, currency: str) -> tuple[int, int]:
        if currency == "XTS":
            raise Refused("This till does not take it.")
        return (17500, 99_999_999) if currency == "HUF" else (50, 99_999_999)

    def chargeable(self, money: Money) -> Money:
        step = 10 if money.currency in ("BHD", "KWD") else 1
        return Money(-(-money.amount_minor // step) * step, money.currency)

    def begin_checkout(self, order: Order) -> Checkout:
        if self.is_gone:
            raise Unreachable("Nobody answers.")
        self.begun.append(order)
        return Checkout(f"c-{order.gift_token}", f"{PAGE}/{order.gift_token}")

    def find_checkout(self, order: Order) -> Checkout | None:
        raise NotFound


def gift_form(**fields: str) -> dict[str, str]:
    """What a browser sends when a donor has chosen 25 $ and changed nothing else."""
    usual = {"choice": "2500", "amount": "", "every": "once", "name_shown": "anonymous"}
    return usual | {"name": "", "message": "", "email": "", "proof": ""} | fields


def given(campaign: Campaign | None, *, dollars: int = 25, **values: Any) -> Gift:
    """A settled gift without its entry in the ledger, of which neither wall nor alarm know."""
    at = values.get("settled_at") or timezone.now()
    usual = {
        "provider": CASH,
        "amount_minor": dollars * 100,
        "currency": "USD",
        "created_at": at,
        "state": GiftState.SETTLED,
        "settled_at": at,
        "counted_minor": dollars * 100,
    }
    return Gift.objects.create(campaign=campaign, **usual | values)
