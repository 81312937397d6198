"""Whose fault a refusal is: the mailbox's, the letter's, the moment's, or ours."""

import smtplib

import pytest

from broadsheet.notices.replies import Fate, judge

ANN = "ann.calloway@lantern.example"

AT_RCPT = {
    Fate.GONE: [
        "550 5.1.1 The account that you tried to reach does not exist",
        "550 no such user here",
        "550 Requested action not taken: mailbox unavailable",
        "551 User not local",
        "553 mailbox name not allowed (#5.1.3)",
        "556 5.1.10 Recipient address has null MX",
        "550 5.2.1 The account is disabled",
        "554 5.1.1 unknown user",
        "550 <relay@spam.example>: unknown user",
    ],
    Fate.LATER: [
        "450 4.2.1 greylisted, come back later",
        "452 4.2.2 mailbox full",
        "550 5.7.1 Relaying denied",
        "550 relay not permitted",
        "553 sorry, that domain isn't in my list of allowed rcpthosts",
        "530 5.7.0 Must issue a STARTTLS command first",
        "535 5.7.8 bad credentials",
        "530 sign in first",
        "554 5.7.1 blocked because of its reputation",
        "550 rejected: 192.0.2.5.1.1 is blacklisted",
        "553 5.1.8 Sender's domain does not exist",
        "553 5.1.7 bad sender",
        "550 4.1.1 sender denied",
    ],
    Fate.REFUSED: [
        "552 5.2.2 mailbox full",
        "552 exceeded storage allocation",
        "554 transaction failed",
        "550 5.4.6 routing loop",
    ],
}
AT_DATA = {
    Fate.GONE: ["550 5.1.1 unknown user"],
    Fate.LATER: ["451 4.3.0 try again", "421 4.7.0 too many connections"],
    Fate.REFUSED: [
        "554 5.7.1 looks like spam",
        "552 5.3.4 too big",
        "550 not wanted here",
        "554 content refused",
    ],
}


@pytest.mark.parametrize(
    ("fate", "answer"), [(fate, answer) for fate, answers in AT_RCPT.items() for answer in answers]
)
def test_what_is_said_of_a_recipient(fate: Fate, answer: str) -> None:
    code, _, text = answer.partition(" ")
    error = smtplib.SMTPRecipientsRefused({ANN: (int(code), text.encode())})

    verdict = judge(error, address=ANN)

    assert verdict.fate is fate
    assert verdict.reason.startswith(code)
    assert not verdict.is_line_broken


@pytest.mark.parametrize(
    ("fate", "answer"), [(fate, answer) for fate, answers in AT_DATA.items() for answer in answers]
)
def test_what_is_said_of_the_contents(fate: Fate, answer: str) -> None:
    code, _, text = answer.partition(" ")

    verdict = judge(smtplib.SMTPDataError(int(code), text.encode()), address=ANN)

    assert verdict.fate is fate
    assert verdict.is_line_broken is (code == "421")


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPAuthenticationError(535, b"bad password"),
        smtplib.SMTPSenderRefused(553, b"not yours", "post@lantern.example"),
        smtplib.SMTPConnectError(554, b"no service"),
        smtplib.SMTPServerDisconnected("Connection unexpectedly closed"),
        smtplib.SMTPNotSupportedError("STARTTLS extension not supported by server."),
        ConnectionRefusedError(111, "Connection refused"),
        TimeoutError("timed out"),
    ],
)
def test_what_befalls_every_letter_breaks_the_line_and_ends_none(error: Exception) -> None:
    verdict = judge(error, address=ANN)

    assert verdict.fate is Fate.LATER
    assert verdict.is_line_broken
    assert verdict.reason


def test_a_letter_that_is_too_big_holds_no_other_back() -> None:
    error = smtplib.SMTPSenderRefused(552, b"5.3.4 too big", "post@lantern.example")

    verdict = judge(error, address=ANN)

    assert (verdict.fate, verdict.is_line_broken) == (Fate.REFUSED, False)


def test_a_reason_repeats_no_address() -> None:
    words = f"5.1.1 <{ANN}>: user ann.calloway of\r\n<post@lantern.example> unknown".encode()

    verdict = judge(smtplib.SMTPRecipientsRefused({ANN: (550, words)}), address=ANN)

    assert verdict.reason == "550 5.1.1 <…>: user … of <…> unknown"
