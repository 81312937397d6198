"""Comments as the queue shows them: values for one partial, however many, in five queries."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from broadsheet.conversation.desk.judging import Seen
from broadsheet.conversation.models import Ban, Comment, CommentState, Judgement, Report
from broadsheet.conversation.order.peace import standing_bans
from broadsheet.conversation.order.rulebook import rules
from broadsheet.conversation.order.screening import Stop, words_in, words_of
from broadsheet.conversation.reading.lines import badge_of, comment_url, shortened
from broadsheet.conversation.writing.words import reason_words
from broadsheet.newsroom.cards import article_url

MOST_REPORTS = 10
MOST_REPORTS_A_PAGE = 500
HREF = re.compile(r'href="([^"]*)"')


@dataclass(frozen=True)
class Judged:
    """One judgement of a comment's history, and whether it can be undone."""

    judgement: Judgement
    reason: str
    can_undo: bool


@dataclass(frozen=True)
class Row:
    """One comment with all that helps to judge it, ready for `conversation/desk/_row.html`."""

    comment: Comment
    seen: str
    url: str
    html: SafeString
    badge: str
    why: Sequence[str]
    parent_words: str
    published_before: int
    rejected_before: int
    ban: Ban | None
    reports: Sequence[Report]
    history: Sequence[Judged]

    @property
    def can_publish(self) -> bool:
        """Also what is public already, as long as no moderator has said so."""
        return not self.is_withdrawn and not (
            self.comment.is_published and self.comment.is_approved
        )

    @property
    def is_withdrawn(self) -> bool:
        return self.comment.state == CommentState.WITHDRAWN


@dataclass(frozen=True)
class _Known:
    """What is kept beside the comments of a page, by comment and by reader."""

    tallies: Mapping[tuple[UUID | None, str], int]
    bans: Mapping[UUID, Ban]
    reports: Mapping[int, Sequence[Report]]
    judgements: Mapping[int, Sequence[Judgement]]
    words: Sequence[str]


def with_surroundings(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Read along what stands around a comment, without the text of its story."""
    joined = comments.select_related("article", "passage", "parent", "reader")
    return joined.defer("article__body", "article__standfirst")


def rows_of(comments: Sequence[Comment], *, now: datetime) -> list[Row]:
    """Prepare comments that were read `with_surroundings`. Four queries, and one for the rules."""
    known = _known(comments, now=now)
    return [_row(comment, known=known) for comment in comments]


def _known(comments: Sequence[Comment], *, now: datetime) -> _Known:
    readers = {comment.reader_id for comment in comments if comment.reader_id}
    reports = Report.objects.filter(comment__in=comments).order_by("-id")[:MOST_REPORTS_A_PAGE]
    judgements = Judgement.objects.filter(comment__in=comments).select_related("user")
    bans = standing_bans(now=now).filter(reader__in=readers).order_by("id")
    return _Known(
        tallies=_tallies(readers),
        bans={ban.reader_id: ban for ban in bans},
        reports=_by_comment(reports),
        judgements=_by_comment(judgements.order_by("-id")),
        words=words_of(rules().words),
    )


def _tallies(readers: Iterable[UUID]) -> dict[tuple[UUID | None, str], int]:
    """How many comments of each reader are in which state."""
    rows = Comment.objects.filter(reader__in=readers).order_by()
    counted = rows.values_list("reader", "state").annotate(Count("id"))
    return {(reader, state): number for reader, state, number in counted}


def _by_comment(found: Iterable[Report | Judgement]) -> dict[int, list]:
    grouped: dict[int, list[Report | Judgement]] = defaultdict(list)
    for one in found:
        grouped[one.comment_id].append(one)
    return grouped


def _row(comment: Comment, *, known: _Known) -> Row:
    parent = comment.parent
    return Row(
        comment=comment,
        seen=str(Seen.of(comment)),
        url=comment_url(comment, story_url=article_url(comment.article)),
        html=mark_safe(comment.html),  # sanitized as the last step of writing
        badge=badge_of(comment),
        why=_why(comment, known=known),
        parent_words=shortened(parent.text) if parent else "",
        published_before=_before(comment, CommentState.PUBLISHED, known=known),
        rejected_before=_before(comment, CommentState.REJECTED, known=known)
        + _before(comment, CommentState.SPAM, known=known),
        ban=known.bans.get(comment.reader_id) if comment.reader_id else None,
        reports=known.reports.get(comment.pk, [])[:MOST_REPORTS],
        history=_history(known.judgements.get(comment.pk, [])),
    )


def _before(comment: Comment, state: CommentState, *, known: _Known) -> int:
    """How many other comments of the writer are in a state."""
    return known.tallies.get((comment.reader_id, state), 0) - (comment.state == state)


def _why(comment: Comment, *, known: _Known) -> list[str]:
    """Why it is in its state, and what exactly the rules have found: moderators may know."""
    said = [reason_words(comment.reason)] if comment.reason else []
    if comment.state == CommentState.HELD and comment.reason == Stop.WORD:
        words = words_in(f"{comment.name}\n{comment.text}", words=known.words)
        said += [_("The word: %(word)s") % {"word": word} for word in words]
    if comment.state == CommentState.HELD and comment.reason == Stop.LINKS:
        links = dict.fromkeys(unescape(link) for link in HREF.findall(comment.html))
        said += [_("It leads to %(address)s") % {"address": link} for link in links]
    return said


def _history(judgements: Sequence[Judgement]) -> list[Judged]:
    """Newest first; the newest alone can be undone, if a moderator's."""
    return [
        Judged(
            judgement,
            reason=reason_words(judgement.reason),
            can_undo=number == 0
            and judgement.judge == "moderator"
            and judgement.to_state != CommentState.WITHDRAWN,
        )
        for number, judgement in enumerate(judgements)
    ]
