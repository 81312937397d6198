"""What the rehearsal's page shows of a checkout or of an open invoice, and what paying it does."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from broadsheet.funding.providers.rehearsal.cards import Card
from broadsheet.funding.providers.rehearsal.currencies import iso_minor
from broadsheet.funding.providers.rehearsal.store import Doc
from broadsheet.funding.providers.rehearsal.world import World
from broadsheet.lib.money import Money

EXPIRE = "expire"


@dataclass(frozen=True)
class Paying:
    """Something that can be paid on the page. `every` is "month", "year" or "" for once."""

    reference: str
    charged: Money
    title: str
    every: str
    status: str  # open, complete, expired, paid
    done_url: str
    cancelled_url: str
    email: str
    is_checkout: bool

    @property
    def is_open(self) -> bool:
        return self.status == "open"


def choices(paying: Paying) -> list[tuple[str, str]]:
    """What one may pay with, the usual first; each with its words."""
    words: list[tuple[str, str]] = [
        (Card.WORKS, _("A card that works")),
        (Card.DECLINED, _("A card that is declined")),
        (Card.NO_FUNDS, _("A card without enough money")),
        (Card.DEBIT, _("A bank debit, which takes a minute")),
        (Card.DEBIT_FAILS, _("A bank debit, which fails after a minute")),
    ]
    if paying.every:
        words.append((Card.WORKS_ONCE, _("A card that works now and is declined the next time")))
    if paying.is_checkout:
        words.append((EXPIRE, _("Nothing: let this page expire")))
    return words


def find_paying(world: World, reference: str) -> Paying | None:
    """A checkout session or an invoice; None for anything else."""
    doc = world.store.get(reference)
    if doc is None or doc["object"] not in ("checkout.session", "invoice"):
        return None
    return _checkout(world, doc) if doc["object"] == "checkout.session" else _invoice(doc)


def act(world: World, paying: Paying, choice: str) -> str:
    """Do what was chosen; a sentence for the donor where nothing was paid, else "".

    :raises ApiError: when it is no longer open.
    """
    if choice == EXPIRE and paying.is_checkout:
        world.expire(paying.reference)
        return _("This page has expired. Nothing was paid.")
    try:
        card = Card(choice)
    except ValueError:
        return _("Choose what to pay with.")
    if not paying.is_checkout:
        world.pay_invoice(paying.reference, card=card)
    elif world.pay(paying.reference, card=card)["status"] == "expired":
        return _("This page has expired. Nothing was paid.")
    return _declined(card) if card.decline else ""


def _declined(card: Card) -> str:
    if card is Card.NO_FUNDS:
        return _("There is not enough money for this card. Nothing was paid.")
    return _("The card was declined. Nothing was paid; try another one.")


def _checkout(world: World, session: Doc) -> Paying:
    line = world.store.note_of(session["id"])["lines"][0]
    recurring = line["price"]["recurring"]
    return Paying(
        reference=session["id"],
        charged=_money(session["amount_total"], session["currency"]),
        title=line["description"],
        every=recurring["interval"] if recurring else "",
        status=session["status"],
        done_url=session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]),
        cancelled_url=session["cancel_url"] or "",
        email=session["customer_email"] or "",
        is_checkout=True,
    )


def _invoice(invoice: Doc) -> Paying:
    line = invoice["lines"]["data"][0]
    return Paying(
        reference=invoice["id"],
        charged=_money(invoice["amount_due"], invoice["currency"]),
        title=line["description"].removeprefix("1 × "),
        every="",
        status=invoice["status"],
        done_url="",
        cancelled_url="",
        email=invoice["customer_email"] or "",
        is_checkout=False,
    )


def _money(amount: int, currency: str) -> Money:
    return Money(iso_minor(amount, currency=currency), currency.upper())
