"""Messages of gifts: shown on the wall of thanks, or taken off it, by the staff."""

from datetime import datetime

from django.db import transaction

from broadsheet.funding.models import Gift, GiftChange, GiftState, MessageState
from broadsheet.funding.settling.taking_in import touch_gift
from broadsheet.readers.models import User


def show_message(gift: Gift, *, by: User, now: datetime) -> bool:
    """Let readers read the message of a settled gift; False where they do, or there is none."""
    return _turn(gift, to=MessageState.SHOWN, what="message shown", by=by, why="", now=now)


def take_off_message(gift: Gift, *, by: User, why: str, now: datetime) -> bool:
    """Take a message off the wall, or keep it from there; False where it is off already."""
    return _turn(gift, to=MessageState.TAKEN_OFF, what="message taken off", by=by, why=why, now=now)


@transaction.atomic
def _turn(gift: Gift, *, to: MessageState, what: str, by: User, why: str, now: datetime) -> bool:
    others = [state for state in MessageState if state != to]
    rows = Gift.objects.filter(pk=gift.pk, message_state__in=others).exclude(message="")
    if to == MessageState.SHOWN:
        rows = rows.filter(state=GiftState.SETTLED)
    if not rows.update(message_state=to):
        return False
    GiftChange.objects.create(gift=gift, at=now, by=by, what=what, why=why)
    touch_gift(gift)
    return True
