"""Checkout Sessions: begun by the API, paid or left by donors."""

from broadsheet.funding.providers.rehearsal import charging, regular
from broadsheet.funding.providers.rehearsal.cards import Card
from broadsheet.funding.providers.rehearsal.core import Core
from broadsheet.funding.providers.rehearsal.errors import wrong
from broadsheet.funding.providers.rehearsal.shapes.catalogue import customer
from broadsheet.funding.providers.rehearsal.shapes.checkout import customer_details
from broadsheet.funding.providers.rehearsal.store import Doc

KIND = "checkout.session"


def pay(core: Core, reference: str, *, card: Card) -> Doc:
    """A donor pays; after a decline the session is open still.

    :raises ApiError: when the session is complete or expired.
    """
    with core.store.change():
        session = _open(core, reference)
        if session["expires_at"] <= core.now():
            return _expired(core, session)
        note = core.store.note_of(reference)
        intent = _intent(core, session, note)
        if card.decline or session["mode"] == "payment":
            intent = charging.attempt(core, intent, card=card, email=session["customer_email"])
            is_accepted = not card.decline
        else:
            is_accepted = True
        if not is_accepted:
            return core.store.save(session)
        return _complete(core, session, intent, note, card)


def expire(core: Core, reference: str) -> Doc:
    """:raises ApiError: when it is not open."""
    with core.store.change():
        return _expired(core, _open(core, reference))


def tell_outcome(core: Core, reference: str, *, succeeds: bool) -> None:
    """The debit that a completed session waited for has been answered."""
    session = core.get(reference, kind=KIND)
    session["payment_status"] = "paid" if succeeds else "unpaid"
    core.store.save(session)
    ending = "succeeded" if succeeds else "failed"
    core.tell(f"checkout.session.async_payment_{ending}", session)


def _open(core: Core, reference: str) -> Doc:
    session = core.get(reference, kind=KIND)
    if session["status"] != "open":
        raise wrong(f"This Checkout Session is {session['status']}, not open.")
    return session


def _intent(core: Core, session: Doc, note: Doc) -> Doc:
    """The one of an attempt before, or a new one."""
    if note.get("intent"):
        return core.get(note["intent"], kind="payment_intent")
    is_once = session["mode"] == "payment"
    intent = charging.begin_intent(
        core,
        amount=session["amount_total"],
        currency=session["currency"],
        customer=session["customer"],
        metadata=note["intent_metadata"],
        words=note["words"] if is_once else "Subscription creation",
        note={"session": session["id"]},
        capture=note["capture"],
    )
    note["intent"] = intent["id"]
    if is_once:
        session["payment_intent"] = intent["id"]
    core.store.save(session, note=note)
    return intent


def _complete(core: Core, session: Doc, intent: Doc, note: Doc, card: Card) -> Doc:
    session["customer_details"] = customer_details(session["customer_email"])
    if session["mode"] == "subscription" or session["customer_creation"] == "always":
        session["customer"] = session["customer"] or _customer(core, session)
    if session["mode"] == "subscription":
        begun = regular.begin(core, session, intent, note, card)
        session |= {"subscription": begun["id"], "invoice": begun["latest_invoice"]}
        intent = core.get(intent["id"], kind="payment_intent")
    session["status"], session["url"] = "complete", None
    session["payment_status"] = "paid" if intent["status"] == "succeeded" else "unpaid"
    core.store.save(session)
    core.store.become_due(session["id"], None)
    core.tell("checkout.session.completed", session)
    return session


def _customer(core: Core, session: Doc) -> str:
    made = customer(email=session["customer_email"], name=None, now=core.now(), metadata={})
    core.store.add(made | {"currency": session["currency"]})
    core.tell("customer.created", made | {"currency": session["currency"]})
    return str(made["id"])


def _expired(core: Core, session: Doc) -> Doc:
    session["status"], session["url"] = "expired", None
    core.store.save(session)
    core.store.become_due(session["id"], None)
    core.tell("checkout.session.expired", session)
    return session
