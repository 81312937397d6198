"""What the tests of letters do again and again: write, subscribe, and bring the mail."""

import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from django.conf import settings
from django.utils import timezone

from broadsheet.conversation.models import Comment, NotifyOf, Subscription
from broadsheet.conversation.telling.alerts import tell
from broadsheet.conversation.writing.comments import publish_comment
from broadsheet.newsroom.models import Article
from broadsheet.notices.models import Notice
from broadsheet.notices.outbox import GATHER
from broadsheet.notices.sending import send_due
from broadsheet.notices.tests.post_office import PostOffice

NADIA, BEN = "nadia@lantern.example", "ben@lantern.example"


def say(
    article: Article, text: str = "At last.", *, by: Any, name: str = "Ann", **values: Any
) -> Comment:
    """A comment of a reader, at this moment."""
    return publish_comment(article, reader=by, name=name, text=text, now=timezone.now(), **values)


def subscribed(
    article: Article,
    email: str = NADIA,
    kind: NotifyOf = NotifyOf.FOLLOW_UPS,
    *,
    is_confirmed: bool = True,
    **values: Any,
) -> Subscription:
    """A subscription that stands already."""
    now = timezone.now()
    return Subscription.objects.create(
        article=article, email=email, notify_of=kind, created_at=now,
        confirmed_at=now if is_confirmed else None, **values,
    )  # fmt: skip


def bring(office: PostOffice, *, at: datetime | None = None) -> list[EmailMessage]:
    """Everything on its way is told and sent, after the minute in which it is gathered."""
    at = at or timezone.now()
    office.clear()
    tell(now=at, max_seconds=600)  # a busy machine is slow
    send_due(now=at + GATHER + timedelta(seconds=1))
    return office.letters


def told() -> set[tuple[str, str]]:
    """Who has which notice."""
    return set(Notice.objects.values_list("address", "event"))


def text_of(letter: EmailMessage) -> str:
    return _lines(next(letter.iter_parts()))


def html_of(letter: EmailMessage) -> str:
    return _lines(list(letter.iter_parts())[1])


def links(letter: EmailMessage, name: str) -> list[str]:
    """The paths in a letter's text that go to the pages below `/subscriptions/NAME/`."""
    here = re.escape(settings.SITE_ADDRESS)
    return re.findall(rf"^.*{here}(/subscriptions/{name}/\S+)$", text_of(letter), re.M)


def one_click(letter: EmailMessage) -> str:
    """The path that a mail program posts to."""
    return str(letter["List-Unsubscribe"]).strip("<> ").removeprefix(settings.SITE_ADDRESS)


def path(url: str) -> str:
    """What follows the site's own address."""
    return "/" + url.split("/", 3)[3]


def _lines(part: Any) -> str:
    return str(part.get_content()).replace("\r\n", "\n")
