"""What a mail server's refusal means: for the letter, for the address, for the line.

Source: RFC 5321 section 4.2 (replies of three digits; 4yz may be tried again, 5yz must not be
sent again as it is) and RFC 3463 (enhanced codes class.subject.detail: X.1 addresses, X.2
mailboxes, X.7 security and policy). Decides over values, and knows neither rows nor clocks.
"""

import re
import smtplib
from dataclasses import dataclass
from enum import Enum

from broadsheet.lib.text import without_controls


class Fate(Enum):
    """What becomes of a letter that was not accepted."""

    GONE = "gone"  # there is no such mailbox: no other letter shall try it
    REFUSED = "refused"  # this letter, for good; the next one may be taken
    LATER = "later"


@dataclass(frozen=True)
class Verdict:
    """The fate, the reason in the server's words, and whether other letters would fare alike."""

    fate: Fate
    reason: str
    is_line_broken: bool = False


# RFC 5321: mailbox unavailable, not local, name not allowed. RFC 7504: takes no mail at all.
NO_SUCH_MAILBOX = (550, 551, 553, 556)
CLOSING = 421
TOO_BIG = 552

# Senders' addresses, which are ours: 5.1.7 is bad syntax, 5.1.8 a bad system.
OUR_ADDRESS = ((1, 7), (1, 8))
DISABLED_MAILBOX = (2, 1)
ADDRESSES, POLICY = 1, 7

# RFC 5321 has 550 also for "command rejected for policy reasons". Servers without enhanced
# codes say only in words that they mean us, and taking that for a bounce would suppress every
# reader of a newsroom whose password is wrong.
_MEANS_US = re.compile(
    r"relay|rcpthosts|authent|log ?in|denied|reject|polic|spam|block|black|listed|reputation"
    r"|spf|dkim|dmarc|sender|\brate|limit|too many|tls|encrypt",
    re.IGNORECASE,
)
# Not in the middle of an IP address, which some servers quote.
_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
_ADDRESS = re.compile(r"[^\s<>@,;:\"'(]+@[^\s<>@,;:\"')]+")
MAX_REASON_LENGTH = 300


def judge(error: Exception, *, address: str) -> Verdict:
    """What `error`, raised while a letter was handed over, means; its words without addresses."""
    verdict = _judge(error)
    return Verdict(verdict.fate, without_address(verdict.reason, address), verdict.is_line_broken)


def without_address(reason: str, address: str) -> str:
    """A server's words on one line, without the address that they mostly repeat."""
    line = _ADDRESS.sub("…", " ".join(without_controls(reason).split()))
    local = address.partition("@")[0]
    if len(local) > 2:
        line = re.sub(rf"(?<!\w){re.escape(local)}(?!\w)", "…", line, flags=re.IGNORECASE)
    return line[:MAX_REASON_LENGTH]


def _judge(error: Exception) -> Verdict:
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _of_recipient(*next(iter(error.recipients.values())))
        case smtplib.SMTPDataError():
            return _of_contents(error.smtp_code, _text(error.smtp_error))
        case smtplib.SMTPResponseException():
            return _of_us(error.smtp_code, _text(error.smtp_error))
        case OSError():  # refused, timed out, cut off: what smtplib raises is one too
            reason = error.strerror or str(error) or type(error).__name__
            return Verdict(Fate.LATER, reason, is_line_broken=True)
        case ValueError():
            return Verdict(Fate.REFUSED, f"It cannot be written as a letter: {error}")
        case _:
            return Verdict(Fate.LATER, f"{type(error).__name__} while it was sent")


def _of_us(code: int, text: str) -> Verdict:
    """Greeting, sign-in and sender are the same for every letter; but for its size, 552."""
    if code == TOO_BIG:
        return Verdict(Fate.REFUSED, f"{code} {text}")
    return Verdict(Fate.LATER, f"{code} {text}", is_line_broken=True)


def _of_recipient(code: int, answer: bytes | str) -> Verdict:
    text = _text(answer)
    reason = f"{code} {text}"
    if code < 500:
        return Verdict(Fate.LATER, reason, is_line_broken=code == CLOSING)
    text = _ADDRESS.sub("", text)  # relay@example.org is somebody's address
    enhanced = _enhanced(text)
    if enhanced:
        return Verdict(_fate_by_enhanced(*enhanced), reason)
    if 530 <= code < 540 or _MEANS_US.search(text):
        return Verdict(Fate.LATER, reason)
    return Verdict(Fate.GONE if code in NO_SUCH_MAILBOX else Fate.REFUSED, reason)


def _fate_by_enhanced(subject: int, detail: int) -> Fate:
    if (subject, detail) in OUR_ADDRESS or subject == POLICY:
        return Fate.LATER  # until somebody has set our side right, or three days have passed
    if subject == ADDRESSES or (subject, detail) == DISABLED_MAILBOX:
        return Fate.GONE
    return Fate.REFUSED


def _of_contents(code: int, text: str) -> Verdict:
    reason = f"{code} {text}"
    if code < 500:
        return Verdict(Fate.LATER, reason, is_line_broken=code == CLOSING)
    # Some servers look for the mailbox only now, and then they say so in the enhanced code;
    # a bare 550 or 554 here is about the words.
    enhanced = _enhanced(text)
    is_gone = enhanced is not None and _fate_by_enhanced(*enhanced) is Fate.GONE
    return Verdict(Fate.GONE if is_gone else Fate.REFUSED, reason)


def _enhanced(text: str) -> tuple[int, int] | None:
    found = _ENHANCED.search(text)
    if found is None or found[1] != "5":
        return None
    return int(found[2]), int(found[3])


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
