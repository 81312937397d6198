"""What everybody can read of a member: who they say they are, and what they wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.db.models import QuerySet

from broadsheet.conversation.models import Comment
from broadsheet.conversation.people.own import answered_name
from broadsheet.conversation.reading.lines import Line, line
from broadsheet.conversation.reading.queries import public_comments
from broadsheet.delivery.keys import STORIES, reader_key, thread_key, touch, votes_key
from broadsheet.lib.text import initials
from broadsheet.newsroom.cards import article_url, public_articles
from broadsheet.newsroom.languages import locale_of
from broadsheet.newsroom.models import NewsroomSettings
from broadsheet.readers.events import ReaderChanged
from broadsheet.readers.models import Reader

PER_PAGE = 20


@dataclass(frozen=True)
class Said:
    """A comment on its writer's profile, and the story it stands under."""

    line: Line
    headline: str
    story_url: str


@dataclass(frozen=True)
class Profile:
    """A page of a member's profile, newest comments first."""

    name: str
    initials: str
    about: str
    joined: str
    count: int
    comments: Sequence[Said]
    page: int
    has_older: bool
    keys: Sequence[str]


def member_known_as(reader_id: UUID) -> Reader | None:
    """The member of a profile; guests and staff have none. One query."""
    members = Reader.objects.filter(user__is_member=True, user__is_active=True)
    return members.filter(pk=reader_id).first()


def profile_of(member: Reader, *, page: int, newsroom: NewsroomSettings) -> Profile:
    """A page of what a member has published. Two queries."""
    start = (page - 1) * PER_PAGE
    public = _public(member)
    rows = list(public[start : start + PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    stories = {row.article_id for row in shown}
    threads = (key(pk) for pk in sorted(stories) for key in (thread_key, votes_key))
    return Profile(
        name=member.display_name,
        initials=initials(member.display_name),
        about=member.about,
        joined=_joined(member, newsroom=newsroom),
        count=public.count(),
        comments=[_said(row, newsroom=newsroom) for row in shown],
        page=page,
        has_older=len(rows) > PER_PAGE,
        keys=[reader_key(member.pk), STORIES, *threads],
    )


def touch_profile(event: ReaderChanged) -> None:
    """Let a member's profile say what they say about themselves now."""
    touch(reader_key(event.reader_id))


def _joined(member: Reader, *, newsroom: NewsroomSettings) -> str:
    if member.joined_at is None:
        return ""
    day = member.joined_at.astimezone(ZoneInfo(newsroom.time_zone)).date()
    return str(format_date(day, "long", locale=locale_of(newsroom.language)))


def _public(member: Reader) -> QuerySet[Comment]:
    seen = public_comments().filter(reader=member, article__in=public_articles().order_by())
    return seen.select_related("article", "passage", "parent").order_by("-id")


def _said(comment: Comment, *, newsroom: NewsroomSettings) -> Said:
    story_url = article_url(comment.article)
    return Said(
        line=line(
            comment,
            story_url=story_url,
            newsroom=newsroom,
            in_reply_to=answered_name(comment),
            passage=comment.passage,
        ),
        headline=comment.article.title,
        story_url=story_url,
    )
