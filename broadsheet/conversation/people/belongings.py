"""What the conversation keeps of a reader, for the file of all that is theirs."""

from collections.abc import Collection
from typing import Any

from broadsheet.conversation.models import Ban, Comment, Passage, Report, Vote
from broadsheet.conversation.people.own import muted_by
from broadsheet.conversation.reading.lines import comment_url
from broadsheet.conversation.writing.words import reason_words
from broadsheet.newsroom.cards import article_url, public_articles
from broadsheet.readers.models import Reader


def conversation_of_reader(reader: Reader) -> dict[str, Any]:
    """Everything but the subscriptions, oldest first. Seven queries, however much it is."""
    return {
        "comments": _comments(reader),
        "votes": _votes(reader),
        "passages": _passages(reader),
        "reports": _reports(reader),
        "mutes": [muted.name for muted in muted_by(reader)],
        "bans": _bans(reader),
    }


def _comments(reader: Reader) -> list[dict[str, Any]]:
    rows = list(Comment.objects.filter(reader=reader).select_related("article").order_by("pk"))
    stories = {row.article_id for row in rows}
    found = public_articles().filter(pk__in=stories).order_by()
    public = set(found.values_list("pk", flat=True))
    return [_comment(row, public=public) for row in rows]


def _comment(row: Comment, *, public: Collection[int]) -> dict[str, Any]:
    # What became of a story that readers do not see any more is not told here either.
    is_public = row.article_id in public
    return {
        "comment": row.pk,
        "story": row.article.title if is_public else "",
        "address": comment_url(row, story_url=article_url(row.article)) if is_public else "",
        "in_reply_to": row.parent_id,
        "passage": row.passage_id,
        "written_as": row.speaker,
        "name": row.name,
        "text": row.text,
        "state": row.state,
        "reason": reason_words(row.reason),
        "written": row.created_at,
        "edited": row.edited_at,
        "votes_up": row.up_count,
        "votes_down": row.down_count,
    }


def _votes(reader: Reader) -> list[dict[str, Any]]:
    rows = Vote.objects.filter(reader=reader).order_by("pk")
    return [
        {"comment": row.comment_id, "direction": row.direction, "cast": row.cast_at} for row in rows
    ]


def _passages(reader: Reader) -> list[dict[str, Any]]:
    """The words of stories that the reader was the first to choose."""
    rows = Passage.objects.filter(reader=reader).order_by("pk")
    return [{"passage": row.pk, "words": row.words, "chosen": row.created_at} for row in rows]


def _reports(reader: Reader) -> list[dict[str, Any]]:
    rows = Report.objects.filter(reader=reader).order_by("pk")
    return [
        {
            "comment": row.comment_id,
            "reason": row.reason,
            "words": row.words,
            "reported": row.created_at,
        }
        for row in rows
    ]


def _bans(reader: Reader) -> list[dict[str, Any]]:
    rows = Ban.objects.filter(reader=reader).order_by("pk")
    return [
        {
            "reason": row.reason,
            "since": row.created_at,
            "until": row.until,
            "lifted": row.lifted_at,
        }
        for row in rows
    ]
