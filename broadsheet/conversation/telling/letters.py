"""The conversation's letters: a request to confirm, and what is new under a story.

Made when they are sent, of what is true by then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.conversation.models import Comment, NotifyOf, Subscription
from broadsheet.conversation.reading.lines import Line, line
from broadsheet.conversation.telling.alerts import Wanted, wanted_by
from broadsheet.conversation.telling.mailbox import wish_words
from broadsheet.conversation.telling.signed_links import (
    CONFIRM_WITHIN,
    address_url,
    confirm_url,
    end_url,
    silence_url,
)
from broadsheet.conversation.telling.subscriptions import is_unwilling
from broadsheet.newsroom.by_letter.writing import write_letter
from broadsheet.newsroom.cards import article_url, public_articles
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.languages import figure, speaking
from broadsheet.newsroom.models import Article, NewsroomSettings
from broadsheet.notices.addresses import address_key
from broadsheet.notices.letters import Letter
from broadsheet.notices.models import Notice

# Mail programs cut off what is much longer, with the ways out below it.
MOST_COMMENTS = 25
MOST_CHARACTERS = 30_000


@dataclass(frozen=True)
class Entry:
    """One comment of a letter."""

    line: Line
    quoted_text: str
    in_reply_to: str
    silence_url: str


def compose_confirmation(address: str, notices: Sequence[Notice]) -> Letter | None:
    """Ask whether an address is theirs who gave it; None where that is settled by now."""
    pk = notices[-1].about["subscription"]
    wished = Subscription.objects.filter(pk=pk, confirmed_at=None).select_related("article")
    subscription = wished.filter(article__in=public_articles().order_by()).first()
    if subscription is None or is_unwilling(subscription.address_key):
        return None
    newsroom = this_newsroom()
    with speaking(newsroom.language):
        return _confirmation(subscription, newsroom=newsroom)


def compose_alert(address: str, notices: Sequence[Notice]) -> Letter | None:
    """Tell of the comments that the address still wants; None where there are none."""
    wanted = wanted_by(address, [notice.about["comment"] for notice in notices])
    if not wanted:
        return None
    newsroom = this_newsroom()
    with speaking(newsroom.language):
        return _alert(wanted, key=address_key(address), newsroom=newsroom)


def _confirmation(subscription: Subscription, *, newsroom: NewsroomSettings) -> Letter:
    article = subscription.article
    # Nothing here is of a reader's choosing: this letter goes to people who asked for nothing.
    values = {
        "what": wish_words(NotifyOf(subscription.notify_of)),
        "headline": article.title,
        "story_url": _story_url(article),
        "confirm_url": confirm_url(subscription),
        "days": figure(CONFIRM_WITHIN.days, language=newsroom.language),
        "address_url": address_url(subscription.address_key),
    }
    subject = _("Please confirm: what is new under “%(headline)s”") % {"headline": article.title}
    return write_letter(
        "conversation/letters/confirmation",
        subject=subject,
        values=values,
        newsroom=newsroom,
        unsubscribe_url=end_url([subscription]),
    )


def _alert(wanted: Sequence[Wanted], *, key: str, newsroom: NewsroomSettings) -> Letter:
    article = wanted[0].comment.article
    shown = _as_many_as_fit(wanted)
    subscriptions = {row.pk: row for one in wanted for row in one.subscriptions}
    values = {
        "headline": article.title,
        "story_url": _story_url(article),
        "entries": [_entry(one.comment, key=key, newsroom=newsroom) for one in shown],
        "more": _more(len(wanted) - len(shown), language=newsroom.language),
        "reasons": _reasons(subscriptions.values()),
        "end_url": end_url(subscriptions.values()),
        "address_url": address_url(key),
    }
    subject = _subject(wanted, language=newsroom.language)
    return write_letter(
        "conversation/letters/alert",
        subject=subject,
        values=values,
        newsroom=newsroom,
        unsubscribe_url=str(values["end_url"]),
    )


def _subject(wanted: Sequence[Wanted], *, language: str) -> str:
    kinds = {row.notify_of for one in wanted for row in one.subscriptions}
    count = len(wanted)
    values = {
        "number": figure(count, language=language),
        "headline": wanted[0].comment.article.title,
    }
    if NotifyOf.FOLLOW_UPS in kinds:
        words = ngettext(
            "%(number)s new comment under “%(headline)s”",
            "%(number)s new comments under “%(headline)s”",
            count,
        )
    else:
        words = ngettext(
            "%(number)s new reply under “%(headline)s”",
            "%(number)s new replies under “%(headline)s”",
            count,
        )
    return words % values


def _as_many_as_fit(wanted: Sequence[Wanted]) -> Sequence[Wanted]:
    """The first comments, whole ones; always one."""
    length = 0
    for count, one in enumerate(wanted):
        length += len(one.comment.text)
        if count and (length > MOST_CHARACTERS or count == MOST_COMMENTS):
            return wanted[:count]
    return wanted


def _more(count: int, *, language: str) -> str:
    words = ngettext("%(number)s more comment", "%(number)s more comments", count)
    return words % {"number": figure(count, language=language)} if count else ""


def _entry(comment: Comment, *, key: str, newsroom: NewsroomSettings) -> Entry:
    parent = comment.parent
    return Entry(
        line=line(
            comment,
            story_url=_story_url(comment.article),
            newsroom=newsroom,
            passage=comment.passage,
        ),
        # Marked as somebody else's words, so that no line of theirs passes for one of ours.
        quoted_text="\n".join(f"> {said}".rstrip() for said in comment.text.splitlines()),
        in_reply_to=parent.name if parent and parent.is_published else "",
        silence_url=silence_url(key, comment_id=comment.pk),
    )


def _reasons(subscriptions: Any) -> list[str]:
    """Why the letter comes, once for each kind of wish."""
    words = {
        NotifyOf.FOLLOW_UPS: _("You asked for new follow-up comments under this story."),
        NotifyOf.REPLIES: _("You asked for new replies to your comments under this story."),
        NotifyOf.THIS: _("You asked for new replies to a comment under this story."),
    }
    kinds = {row.notify_of for row in subscriptions}
    return [reason for kind, reason in words.items() if kind in kinds]


def _story_url(article: Article) -> str:
    return str(settings.SITE_ADDRESS) + article_url(article)
