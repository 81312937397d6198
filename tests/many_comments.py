"""Comments by the hundred thousand within minutes, for tests and benchmarks alone.

Every row is as the public way leaves it, counted and placed: comments, votes, judgements, the
conversations' own rows, and the keys that were touched in the last week. They are the same every
time.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, models, transaction

from broadsheet.conversation.models import (
    Comment,
    CommentState,
    Direction,
    Discussion,
    Judge,
    Judgement,
    Vote,
)
from broadsheet.conversation.order.screening import digest
from broadsheet.conversation.reading.ranking import best_score
from broadsheet.conversation.writing.markdown import render_comment
from broadsheet.delivery.keys import DISCUSSED, KEEP_TOUCHED, thread_key
from broadsheet.delivery.models import Touched
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader

READERS = 2_000
TEXTS = 500
STORIES_AT_ONCE = 1_000  # of a transaction
TALKED_ABOUT = timedelta(days=3)
REPLIES = 0.55  # of all comments
# Most stories have few comments, few have most; 10 each on the whole.
SPREAD = (3, 0, 66, 1, 0, 14, 0, 40, 2, 5, 0, 26, 0, 7, 1, 19, 4, 0, 10, 2)
# Of a hundred comments, those that are not public.
NOT_PUBLIC = {
    20: CommentState.HELD,
    40: CommentState.REJECTED,
    60: CommentState.WITHDRAWN,
    80: CommentState.SPAM,
}
# Readers vote on every so-manieth comment, at most that many of them.
VOTED_ON, MOST_VOTES = 10, 6


@dataclass
class _Said:
    """A comment before it is a row."""

    id: int
    parent: "_Said | None"
    root: "_Said | None"
    state: CommentState
    at: datetime
    votes: Sequence[Direction]
    place: int = 0
    last_place: int = 0
    reply_count: int = 0
    is_shown: bool = False


def load_many_comments(per_story: float, *, now: datetime) -> int:
    """Write about `per_story` comments under each story that has no conversation yet."""
    stories = Article.objects.filter(live=True, discussion=None).order_by("pk")
    listed = list(stories.values_list("pk", "first_published_at"))
    readers = _readers(now=now)
    last = Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    before = last
    for start in range(0, len(listed), STORIES_AT_ONCE):
        some = listed[start : start + STORIES_AT_ONCE]
        last = _load(some, per_story=per_story, readers=readers, after=last, now=now)
    _go_on_numbering()
    return last - before


@transaction.atomic
def _load(
    stories: Iterable[tuple[int, datetime]],
    *,
    per_story: float,
    readers: Sequence[UUID],
    after: int,
    now: datetime,
) -> int:
    last = after
    discussions: list[dict[str, Any]] = []
    said: list[tuple[int, _Said]] = []
    for story, published_at in stories:
        wanted = round(SPREAD[story % len(SPREAD)] * per_story * len(SPREAD) / sum(SPREAD))
        thread = list(_conversation(story, wanted, since=published_at, after=last, now=now))
        last += len(thread)
        public = sum(one.state == CommentState.PUBLISHED for one in thread)
        discussions.append({"article_id": story, "comment_count": public})
        said += [(story, one) for one in thread]
    _insert(Discussion, discussions)
    _insert(Comment, (_comment(one, story=story, readers=readers) for story, one in said))
    _insert(Vote, (row for _, one in said for row in _votes(one, readers=readers)))
    _insert(Judgement, (row for _, one in said for row in _judgements(one)))
    _insert(Touched, _touched(said, now=now))
    return last


def _conversation(
    story: int, count: int, *, since: datetime, after: int, now: datetime
) -> Iterator[_Said]:
    random = Random(story)
    pause = min(TALKED_ABOUT, now - since) / (count + 1)
    thread: list[_Said] = []
    for number in range(1, count + 1):
        parent = random.choice(thread[-20:]) if thread and random.random() < REPLIES else None
        root = parent and (parent.root or parent)
        one = _Said(
            id=after + number,
            parent=parent,
            root=root,
            state=NOT_PUBLIC.get((after + number) % 100, CommentState.PUBLISHED),
            at=since + number * pause,
            votes=_cast(random) if number % VOTED_ON == 1 else (),
        )
        if root:
            root.last_place += 1
            one.place = root.last_place
        thread.append(one)
    _count(thread)
    return iter(thread)


def _cast(random: Random) -> Sequence[Direction]:
    ups = random.randint(0, MOST_VOTES)
    downs = random.randint(0, MOST_VOTES - ups)
    return [Direction.UP] * ups + [Direction.DOWN] * downs


def _count(thread: Sequence[_Said]) -> None:
    for one in reversed(thread):  # replies come after what they answer
        is_public = one.state == CommentState.PUBLISHED
        one.is_shown = one.is_shown or is_public
        if one.parent and one.is_shown:
            one.parent.is_shown = True
        if one.root and is_public:
            one.root.reply_count += 1


def _comment(one: _Said, *, story: int, readers: Sequence[UUID]) -> dict[str, Any]:
    ups = sum(vote == Direction.UP for vote in one.votes)
    downs = len(one.votes) - ups
    row = {
        "id": one.id,
        "article_id": story,
        "root_id": one.root and one.root.id,
        "parent_id": one.parent and one.parent.id,
        "reader_id": _writer(one, readers),
        "state": one.state.value,
        "created_at": one.at,
        "up_count": ups,
        "down_count": downs,
        "best_score": best_score(ups, downs),
        "place": one.place,
        "last_place": one.last_place,
        "reply_count": one.reply_count,
        "is_shown": one.is_shown,
    }
    return row if one.state == CommentState.WITHDRAWN else row | _texts()[one.id % TEXTS]


def _writer(one: _Said, readers: Sequence[UUID]) -> UUID:
    return readers[one.id * 7919 % len(readers)]


def _votes(one: _Said, *, readers: Sequence[UUID]) -> Iterator[dict[str, Any]]:
    for number, direction in enumerate(one.votes, start=1):
        voter = readers[(one.id * 7919 + number) % len(readers)]
        row = {"comment_id": one.id, "reader_id": voter, "cast_at": one.at}
        yield row | {"direction": direction.value}


def _judgements(one: _Said) -> Iterator[dict[str, Any]]:
    """The rules publish or hold it; what is in another state was moved there a minute later."""
    first = CommentState.HELD if one.state == CommentState.HELD else CommentState.PUBLISHED
    row = {"comment_id": one.id, "judged_at": one.at}
    yield row | {"judge": Judge.RULES.value, "to_state": first.value}
    if one.state != first:
        by = Judge.WRITER if one.state == CommentState.WITHDRAWN else Judge.MODERATOR
        moved = {"from_state": first.value, "to_state": one.state.value, "judge": by.value}
        yield row | moved | {"judged_at": one.at + timedelta(minutes=1)}


def _touched(said: Iterable[tuple[int, _Said]], *, now: datetime) -> Iterator[dict[str, Any]]:
    for story, one in said:
        if one.at > now - KEEP_TOUCHED:
            for key in (thread_key(story), DISCUSSED):
                yield {"key": key, "touched_at": one.at}


def _readers(*, now: datetime) -> list[UUID]:
    ids = [UUID(int=number) for number in range(1, READERS + 1)]
    if not Reader.objects.filter(pk=ids[0]).exists():
        _insert(Reader, ({"id": pk, "created_at": now} for pk in ids))
    return ids


@cache
def _texts() -> list[dict[str, Any]]:
    """Names and texts, rendered once."""
    words = ["the", "harbour", "council", "gate", "storm", "ferry", "says", "who", "never", "again"]
    random = Random(11)
    texts = [" ".join(random.choices(words, k=random.randint(6, 60))) for _ in range(TEXTS)]
    return [
        {
            "name": f"Reader {number % 90}",
            "text": text,
            "html": render_comment(text).html,
            "digest": digest(text),
        }
        for number, text in enumerate(texts)
    ]


def _insert(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Rows of one model without an object for each; what they leave out is as by default."""
    listed = list(rows)
    if not listed:
        return
    fields: list[Any] = [f for f in model._meta.local_concrete_fields if _is_given(f, listed[0])]
    usual = {f.attname: _plain(f.get_default()) for f in fields}
    stored = [(f.attname, _conversion(f)) for f in fields]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(f.column) for f in fields)
    marks = ", ".join(["%s"] * len(fields))
    # Names of our own tables and columns alone; what is written goes as parameters.
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"
    with connection.cursor() as cursor:
        whole = (usual | row for row in listed)
        cursor.executemany(
            sql, [[to(row[name]) if to else row[name] for name, to in stored] for row in whole]
        )


def _is_given(field: Any, row: dict[str, Any]) -> bool:
    return not isinstance(field, models.AutoField) or field.attname in row


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, models.Choices) else value


def _conversion(field: Any) -> Any:
    """How the database takes what is neither text nor number."""
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(getattr(field, "target_field", field), models.UUIDField):
        return None if connection.features.has_native_uuid_field else lambda v: v and v.hex
    return None


def _go_on_numbering() -> None:
    """PostgreSQL numbers by itself only what it was not given a number for."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Comment]):
            cursor.execute(statement)
