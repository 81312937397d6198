"""Loading a story's sample conversation: comments, and a row for every vote they show."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from broadsheet.conversation.models import Comment, Direction, Passage, Vote
from broadsheet.conversation.order.screening import digest
from broadsheet.conversation.reading.counting import keys_of_counts, recount
from broadsheet.conversation.writing.markdown import render_comment
from broadsheet.delivery.keys import touch
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader
from broadsheet.site.sample.files import comments_of


def load_conversation(
    article: Article, *, passages: dict[str, Passage], published_at: datetime
) -> None:
    """Load what readers say under a story; does nothing for a story nobody writes under."""
    comments: dict[int, Comment] = {}
    votes: list[Vote] = []
    rows = comments_of(article.slug)
    voters = _voters(max((row["up"] + row["down"] for row in rows), default=0))
    for row in rows:
        comment = _comment(row, article, comments, passages, published_at)
        comments[row["id"]] = comment
        votes += _votes(comment, voters)
    Vote.objects.bulk_create(votes)
    recount(article)
    touch(*keys_of_counts(article.pk))


def _comment(
    row: dict[str, Any],
    article: Article,
    earlier: dict[int, Comment],
    passages: dict[str, Passage],
    published_at: datetime,
) -> Comment:
    parent = earlier.get(row["parent"])
    return Comment.objects.create(
        article=article,
        parent=parent,
        root_id=(parent.root_id or parent.pk) if parent else None,
        passage=passages.get(row.get("question") or row.get("about", "")),
        name=row["name"],
        text=row["text"].strip(),
        html=render_comment(row["text"].strip()).html,
        digest=digest(row["text"]),
        created_at=published_at + timedelta(minutes=row["minutes_after"]),
        up_count=row["up"],
        down_count=row["down"],
    )


def _voters(count: int) -> list[Reader]:
    return Reader.objects.bulk_create([Reader() for _ in range(count)])


def _votes(comment: Comment, voters: list[Reader]) -> Iterable[Vote]:
    directions = [Direction.UP] * comment.up_count + [Direction.DOWN] * comment.down_count
    for voter, direction in zip(voters, directions, strict=False):
        yield Vote(comment=comment, reader=voter, direction=direction, cast_at=comment.created_at)
