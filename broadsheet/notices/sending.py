"""Sending what is due: claimed, composed and handed over outside any transaction, then marked.

A letter goes out at least once. Where the worker dies after the server has taken it and
before that is written down, its lease runs out and it is sent once more, never a third time;
both have the same Message-ID, by which receivers can drop the twin.
"""

import logging
import time
import traceback
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from broadsheet.notices import line
from broadsheet.notices.envelope import message_of, seal_of
from broadsheet.notices.gathering import (
    LEASES_TO_LOSE,
    is_anything_due,
    is_over_urgent_cap,
    next_sending,
)
from broadsheet.notices.letters import Letter, compose
from broadsheet.notices.models import Notice, Sending, SendingState
from broadsheet.notices.replies import Fate, Verdict, judge
from broadsheet.notices.suppression import is_suppressed, suppress

logger = logging.getLogger(__name__)

# Well within a job's lease, and within ours on the letter under way.
MAX_LETTERS = 50
MAX_SECONDS = 60
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=3)


def is_sending_due(*, now: datetime) -> bool:
    """Whether there is a letter to send, and a mail server to take it as far as is known."""
    return is_anything_due(now=now) and not line.is_paused(now=now)


def send_due(*, now: datetime) -> int:
    """Send the letters that are due, up to fifty or a minute; returns how many were taken."""
    sent = 0
    end = time.monotonic() + MAX_SECONDS
    connection = get_connection()
    try:
        for _ in range(MAX_LETTERS):
            if time.monotonic() > end or not is_sending_due(now=now):
                break
            # Before a letter is claimed: while nobody answers, none uses up its attempts.
            if not _is_open(connection, now=now) or (sending := next_sending(now=now)) is None:
                break
            sent += _send(sending, connection, now=now)
    finally:
        _close(connection)
    return sent


def back_off(attempts: int) -> timedelta:
    """How long a letter waits after so many attempts: 1 minute, 2, 4, at most six hours."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(attempts - 1, 20))


def _is_open(connection: BaseEmailBackend, *, now: datetime) -> bool:
    try:
        connection.open()
    except (OSError, ValueError) as error:  # ValueError: a password that is not ASCII
        reason = judge(error, address="").reason
        line.note_failure(reason=reason, now=now)
        return False
    return True


def _send(sending: Sending, connection: BaseEmailBackend, *, now: datetime) -> bool:
    """Bring a claimed letter to its end, or to its next attempt; whether it was taken."""
    notices = list(sending.notices.order_by("id"))
    try:
        letter = _letter_of(sending, notices, now=now)
    except _NotSentError as why:
        _end(sending, why.state, reason=str(why), now=now)
        return False
    except Exception as error:  # whatever a composer raises must not stop the others' letters
        _complain_of_composer(sending, error)
        _retry(sending, reason=f"{type(error).__name__} while it was composed", now=now)
        return False
    verdict = _hand_over(sending, notices, letter, connection)
    if verdict is None:
        line.note_success()
        _end(sending, SendingState.SENT, reason="", now=now)
        return True
    _follow(sending, verdict, connection, now=now)
    return False


class _NotSentError(Exception):
    """A letter ends without having been tried; the text says why."""

    def __init__(self, reason: str, *, state: SendingState = SendingState.DROPPED) -> None:
        super().__init__(reason)
        self.state = state


def _letter_of(sending: Sending, notices: list[Notice], *, now: datetime) -> Letter:
    if sending.lost_leases > LEASES_TO_LOSE:
        raise _NotSentError("Its worker died over it twice.", state=SendingState.FAILED)
    if is_suppressed(sending.address_key):
        raise _NotSentError("The address is suppressed.")
    good = [note for note in notices if note.good_until is None or note.good_until > now]
    if notices and not good:
        raise _NotSentError("It would have come too late.")
    if sending.attempts == 1 and is_over_urgent_cap(sending, now=now):
        raise _NotSentError("The address has had its urgent letters of this hour.")
    letter = compose(sending.kind, address=sending.address, notices=good) if good else None
    if letter is None:
        raise _NotSentError("Nothing was left to say.")
    return letter


def _hand_over(
    sending: Sending, notices: list[Notice], letter: Letter, connection: BaseEmailBackend
) -> Verdict | None:
    """Give the letter to the mail server; None when it was taken."""
    seal = seal_of(address_key=sending.address_key, events=[notice.event for notice in notices])
    try:
        message = message_of(letter, to=sending.address, kind=sending.kind, seal=seal)
        connection.send_messages([message])
    except Exception as error:  # smtplib's, the network's, and what a letter's words bring about
        return judge(error, address=sending.address)
    return None


def _follow(
    sending: Sending, verdict: Verdict, connection: BaseEmailBackend, *, now: datetime
) -> None:
    _close(connection)  # nobody knows what state the conversation is in
    if verdict.is_line_broken:
        line.note_failure(reason=verdict.reason, now=now)
    else:
        line.note_success()
    logger.warning("Letter %d was not taken: %s", sending.pk, verdict.reason)
    if verdict.fate is Fate.LATER:
        _retry(sending, reason=verdict.reason, now=now)
    else:
        with transaction.atomic():
            if verdict.fate is Fate.GONE:
                suppress(sending.address_key, reason=verdict.reason, now=now)
            _end(sending, SendingState.FAILED, reason=verdict.reason, now=now)


def _retry(sending: Sending, *, reason: str, now: datetime) -> None:
    if now - sending.gathered_at >= GIVE_UP_AFTER:
        _end(sending, SendingState.FAILED, reason=f"Given up: {reason}", now=now)
        return
    Sending.objects.filter(pk=sending.pk, attempts=sending.attempts).update(
        state=SendingState.WAITING,
        retry_at=now + back_off(sending.attempts),
        leased_until=None,
        reason=reason,
    )


@transaction.atomic
def _end(sending: Sending, state: SendingState, *, reason: str, now: datetime) -> None:
    """Write down how a letter ended, and delete the address and what was to be said."""
    # Where the lease ran out and another took the letter, its attempts have moved on.
    mine = Sending.objects.filter(pk=sending.pk, attempts=sending.attempts)
    if mine.update(state=state, ended_at=now, leased_until=None, reason=reason, address=""):
        Notice.objects.filter(sending=sending).update(address="", about={})


def _complain_of_composer(sending: Sending, error: Exception) -> None:
    # Without the error's own words, which may hold the address.
    trace = "".join(traceback.format_tb(error.__traceback__, limit=-8))
    logger.error("%s while letter %s was composed\n%s", type(error).__name__, sending, trace)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError:
        pass  # it is done for anyway
