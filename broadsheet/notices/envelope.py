"""A letter as a mail message: its parts, and the headers that mail programs go by."""

import re
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.utils.encoding import iri_to_uri, punycode

from broadsheet.lib.text import tidy_line, without_controls
from broadsheet.notices.letters import Letter

MAX_SUBJECT_LENGTH = 250
MAX_URL_LENGTH = 900  # a header's line has 998 at most

_WEB_ADDRESS = re.compile(r"https?://[!-;=?-~]+")


def message_of(letter: Letter, *, to: str, kind: str, seal: str) -> EmailMultiAlternatives:
    """The message to one address; a second one with the same `seal` has the same Message-ID.

    :raises ValueError: when it cannot be written to this address, or its way out is no URL.
    """
    _refuse_unusable(to)
    message = EmailMultiAlternatives(
        subject=_line(letter.subject),
        body=_lines(letter.text),
        to=[to],
        headers=_headers(letter, kind=kind, seal=seal),
    )
    if letter.html:
        message.attach_alternative(_lines(letter.html), "text/html")
    for file in letter.attachments:
        message.attach(_file_name(file.name), file.content, file.media_type)
    return message


def seal_of(*, address_key: str, events: list[str]) -> str:
    """What is the same whenever the same events are told to the same address."""
    return sha256("\n".join([address_key, *sorted(events)]).encode()).hexdigest()[:40]


def _refuse_unusable(address: str) -> None:
    try:
        validate_email(address)
        address.partition("@")[0].encode("ascii")
    except (ValidationError, UnicodeEncodeError):
        # Django would send an encoded word in place of the letters before the @.
        raise ValueError("its address is none that mail servers know") from None


def _headers(letter: Letter, *, kind: str, seal: str) -> dict[str, str]:
    host = _host()
    headers = {
        "Message-ID": f"<{seal}@{host}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: answering machines keep quiet
    }
    if letter.unsubscribe_url:
        headers["List-ID"] = f"<{_label(kind)}.{host}>"
        headers["List-Unsubscribe"] = f"<{_web_address(letter.unsubscribe_url)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    return headers


def _host() -> str:
    name = urlsplit(settings.SITE_ADDRESS).hostname or "localhost"
    return f"[IPv6:{name}]" if ":" in name else punycode(name)


def _label(kind: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", kind.lower()).strip("-") or "letters"


def _web_address(url: str) -> str:
    uri = iri_to_uri(url)
    if not _WEB_ADDRESS.fullmatch(uri) or len(uri) > MAX_URL_LENGTH:
        raise ValueError("its address to unsubscribe at is no web address")
    return uri


def _file_name(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).lstrip(".-") or "file"


def _line(text: str) -> str:
    # What is a line break for one program must not be one for another.
    return without_controls(tidy_line(_whole(text)))[:MAX_SUBJECT_LENGTH]


def _lines(text: str) -> str:
    unified = _whole(text).replace("\r\n", "\n").replace("\r", "\n")
    return without_controls(unified)


def _whole(text: str) -> str:
    """Without halves of characters, which no encoding can write."""
    return text.encode("utf-8", "replace").decode("utf-8")
