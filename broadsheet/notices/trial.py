"""A letter sent at once, past the outbox: to see whether mail works at all."""

from uuid import uuid4

from django.core.mail import get_connection

from broadsheet.notices.envelope import message_of
from broadsheet.notices.letters import Letter
from broadsheet.notices.replies import judge


def try_letter(address: str, letter: Letter) -> str:
    """Hand `letter` over; returns why it was not taken, or nothing where it was."""
    try:
        message = message_of(letter, to=address, kind="trial", seal=uuid4().hex)
        get_connection().send_messages([message])
    except (OSError, ValueError) as error:
        return judge(error, address=address).reason
    return ""
