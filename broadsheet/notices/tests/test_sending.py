"""A letter's way to a real mail server, and what may befall it there."""

import logging
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from broadsheet.notices import letters, sending
from broadsheet.notices.gathering import LEASE
from broadsheet.notices.letters import Letter
from broadsheet.notices.models import Line, Notice, Sending, SendingState, Suppressed
from broadsheet.notices.outbox import forget, notify, notify_all, post_letter
from broadsheet.notices.sending import GIVE_UP_AFTER, back_off, is_sending_due, send_due
from broadsheet.notices.suppression import lift
from broadsheet.notices.tests.conftest import ANN, BOB, STORY, Tell, minutes
from broadsheet.notices.tests.post_office import PostOffice

TEN_SECONDS = timedelta(seconds=10)


def only() -> Sending:
    return Sending.objects.get()


def test_a_letter_has_two_parts_and_says_how_to_end_it(
    post_office: PostOffice, tell: Tell, now: datetime
) -> None:
    tell("comment:1", about={"words": "Schöne Tür 你好"})

    assert send_due(now=now) == 1

    letter = post_office.letters[0]
    text, html = letter.iter_parts()
    assert post_office.envelopes[0].mail_from == "post@lantern.example"
    assert post_office.envelopes[0].rcpt_tos == [ANN]
    assert (letter["From"], letter["To"]) == ("The Lantern <post@lantern.example>", ANN)
    assert letter["Subject"] == "1 new under “The gate is worn”"
    assert letter.get_content_type() == "multipart/alternative"
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content().strip() == "Schöne Tür 你好"
    assert html.get_content().strip() == "<p>Schöne Tür 你好</p>"
    assert letter["List-Unsubscribe"] == "<https://lantern.example/letters/end?token=a:b:c>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-ID"] == "<follow-up.127.0.0.1>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@127.0.0.1>")
    assert letter["Date"]


def test_once_sent_neither_address_nor_words_are_kept_and_the_event_is_not_told_again(
    post_office: PostOffice, tell: Tell, now: datetime
) -> None:
    tell("comment:1")
    send_due(now=now)

    assert not tell("comment:1", " Ann@Lantern.Example")
    assert tell("comment:1", BOB)
    kept = Notice.objects.get(event="comment:1", address_key=only().address_key)
    assert (kept.address, kept.about, only().address) == ("", {}, "")
    assert only().state == SendingState.SENT


def test_nothing_is_told_outside_the_transaction_of_what_happened(
    transactional_db: None, django_db_serialized_rollback: None, now: datetime
) -> None:
    letter = Letter(subject="Your code", text="123")

    with pytest.raises(transaction.TransactionManagementError):
        notify(ANN, event="e", kind="follow-up", group=STORY, about={}, now=now)
    with pytest.raises(transaction.TransactionManagementError):
        notify_all([ANN], event="e", kind="follow-up", group=STORY, about={}, now=now)
    with pytest.raises(transaction.TransactionManagementError):
        post_letter(ANN, letter, event="e", now=now)


def test_many_are_told_in_one_query_and_each_once(
    tell: Tell, now: datetime, django_assert_num_queries: Any
) -> None:
    tell("comment:1", BOB)

    with django_assert_num_queries(1):
        notify_all(
            [ANN, BOB, ANN], event="comment:1", kind="follow-up", group=STORY, about={}, now=now
        )

    assert Notice.objects.count() == 2


def test_what_is_refused_for_now_is_tried_again_after_growing_pauses(
    post_office: PostOffice, tell: Tell, now: datetime
) -> None:
    post_office.at_rcpt = ["450 4.2.1 <ann@lantern.example> greylisted"]
    post_office.at_data = ["451 4.3.0 try again"]
    tell("comment:1")

    assert send_due(now=now) == 0
    assert only().reason == "450 4.2.1 <…> greylisted"
    assert send_due(now=now + minutes(0.9)) == 0
    assert only().attempts == 1
    assert send_due(now=now + minutes(1)) == 0
    assert only().attempts == 2
    assert send_due(now=now + minutes(2.9)) == 0
    assert send_due(now=now + minutes(3)) == 1
    assert len(post_office.letters) == 1
    assert not Line.objects.filter(failures__gt=0).exists()


def test_pauses_double_to_six_hours() -> None:
    pauses = [back_off(attempts) for attempts in (1, 2, 3, 9, 10, 500)]

    assert pauses == [
        minutes(1), minutes(2), minutes(4), minutes(256), timedelta(hours=6), timedelta(hours=6),
    ]  # fmt: skip


def test_after_three_days_a_letter_is_given_up_and_its_row_says_why(
    post_office: PostOffice, tell: Tell, now: datetime
) -> None:
    tell("comment:1")
    post_office.at_rcpt = ["450 busy", "450 still busy"]
    send_due(now=now)

    send_due(now=now + GIVE_UP_AFTER)

    assert (only().state, only().reason) == (SendingState.FAILED, "Given up: 450 still busy")
    assert only().address == ""


@pytest.mark.parametrize("answer", ["550 5.1.1 unknown user", "550 no such mailbox"])
def test_a_mailbox_that_does_not_exist_gets_nothing_more_until_that_is_lifted(
    post_office: PostOffice, tell: Tell, now: datetime, answer: str
) -> None:
    post_office.at_rcpt = [answer]
    tell("comment:1")
    tell("comment:2", group="story:2", at=now)
    send_due(now=now)

    assert (only().state, only().reason) == (SendingState.FAILED, answer)
    assert not Notice.objects.filter(sending=None).exists()
    assert ANN not in str(Suppressed.objects.values())
    tell("comment:3")
    assert send_due(now=now + minutes(30)) == 0
    assert lift("ANN@lantern.example")
    assert not lift(ANN)
    tell("comment:4")
    assert send_due(now=now + minutes(60)) == 1
    assert post_office.letters[0].get_body(("plain",)).get_content().strip() == "comment:4"  # type: ignore[union-attr]


@pytest.mark.parametrize("answer", ["550 5.7.1 relaying denied", "554 5.7.1 bad reputation"])
def test_what_is_our_fault_suppresses_nobody(
    post_office: PostOffice, tell: Tell, now: datetime, answer: str
) -> None:
    post_office.at_rcpt = [answer]
    tell("comment:1")
    send_due(now=now)

    assert not Suppressed.objects.exists()
    assert send_due(now=now + minutes(1)) == 1


def test_a_letter_refused_for_its_words_is_not_sent_again_and_the_next_one_is(
    post_office: PostOffice, tell: Tell, now: datetime
) -> None:
    post_office.at_data = ["554 5.7.1 looks like spam"]
    tell("comment:1")
    tell("comment:2", BOB)

    assert send_due(now=now) == 1

    assert not Suppressed.objects.exists()
    states = Sending.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == [SendingState.FAILED, SendingState.SENT]


def test_while_no_server_answers_no_letter_uses_up_its_attempts(
    post_office: PostOffice, tell: Tell, now: datetime, settings: Any
) -> None:
    tell("comment:1")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = closed.getsockname()[1]
        assert send_due(now=now) == 0

    settings.EMAIL_PORT = post_office.port
    assert not Sending.objects.exists()
    assert Line.objects.get().reason == "Connection refused"
    assert not is_sending_due(now=now + TEN_SECONDS / 4)
    assert send_due(now=now + TEN_SECONDS) == 1
    assert Line.objects.get().failures == 0


def test_a_server_that_hangs_up_pauses_the_line_and_holds_nobody_else_back(
    post_office: PostOffice, tell: Tell, now: datetime
) -> None:
    post_office.at_rcpt = ["421 4.3.2 shutting down"]
    tell("comment:1")
    tell("comment:2", BOB)

    assert send_due(now=now) == 0
    assert post_office.letters == []
    assert send_due(now=now + TEN_SECONDS) == 1
    assert post_office.letters[0]["To"] == BOB
    assert send_due(now=now + minutes(1)) == 1


def test_a_letter_whose_worker_dies_after_it_was_taken_is_sent_once_more_as_its_twin(
    post_office: PostOffice, tell: Tell, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*args: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    tell("comment:1")
    with monkeypatch.context() as dying:
        dying.setattr(sending, "_end", die)
        for at in (now, now + LEASE + TEN_SECONDS):
            with pytest.raises(KeyboardInterrupt):
                send_due(now=at)
            assert send_due(now=at + LEASE) == 0

    first, twin = post_office.letters
    assert first["Message-ID"] == twin["Message-ID"]
    assert send_due(now=now + 3 * LEASE) == 0
    assert len(post_office.letters) == 2
    assert (only().state, only().reason) == (SendingState.FAILED, "Its worker died over it twice.")


def test_a_letter_with_nothing_left_to_say_is_not_sent(tell: Tell, now: datetime) -> None:
    tell("comment:1", about={"withdrawn": True})

    assert send_due(now=now) == 0
    assert (only().state, only().reason) == (SendingState.DROPPED, "Nothing was left to say.")
    assert mail.outbox == []


def test_a_composer_that_breaks_holds_up_its_own_letters_alone_and_logs_no_address(
    tell: Tell, now: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(address: str, notices: Sequence[Notice]) -> Letter:
        raise RuntimeError(f"no words for {address}")

    monkeypatch.setitem(letters._composers, "broken", break_down)
    tell("comment:1", kind="broken")
    tell("comment:2", kind="unknown")
    tell("comment:3")

    assert send_due(now=now) == 1

    waiting = Sending.objects.filter(state=SendingState.WAITING).order_by("id")
    assert [one.reason.partition(" ")[0] for one in waiting] == ["RuntimeError", "NoComposerError"]
    assert "break_down" in caplog.text
    assert "lantern.example" not in caplog.text


def test_no_log_holds_an_address(
    post_office: PostOffice, tell: Tell, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="broadsheet")
    post_office.at_rcpt = [f"450 <{ANN}> greylisted", f"550 5.1.1 <{ANN}> unknown"]
    tell("comment:1")

    send_due(now=now)
    send_due(now=now + minutes(1))

    assert "450" in caplog.text
    assert "550" in caplog.text
    assert "lantern.example" not in caplog.text


def test_a_ready_letter_leaves_at_once_and_its_words_are_deleted(
    post_office: PostOffice, db: None, now: datetime
) -> None:
    code = Letter(subject="Your code\r\nBcc: eve@lantern.example", text="Code: 417 302\0")

    assert post_letter(ANN, code, event="code:1", now=now)
    assert send_due(now=now) == 1

    letter = post_office.letters[0]
    assert letter["Subject"] == "Your code Bcc: eve@lantern.example"
    assert letter["Bcc"] is None
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().strip() == "Code: 417 302"
    assert letter["List-Unsubscribe"] is None
    assert Notice.objects.get().about == {}


def test_a_ready_letter_that_would_come_too_late_is_not_sent(db: None, now: datetime) -> None:
    code = Letter(subject="Your code", text="417 302")
    post_letter(ANN, code, event="code:1", now=now, good_for=minutes(3))

    assert send_due(now=now + minutes(4)) == 0
    assert (only().state, Notice.objects.get().about) == (SendingState.DROPPED, {})


def test_what_waits_for_an_address_is_forgotten_on_wish(tell: Tell, now: datetime) -> None:
    tell("comment:1")
    tell("comment:2", BOB)

    forget("Ann@lantern.example")

    assert send_due(now=now) == 1
    assert mail.outbox[0].to == [BOB]
