"""What is counted of a conversation, kept with every change, and counted anew from the rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from broadsheet.conversation.models import (
    Comment,
    CommentState,
    Direction,
    Discussion,
    Passage,
    Report,
    Vote,
)
from broadsheet.conversation.reading.ranking import best_score
from broadsheet.delivery.keys import DISCUSSED, count_key, discussed_key, thread_key
from broadsheet.lib.prepared import Prepared, add_to, insert
from broadsheet.newsroom.models import Article, Listed


def count_change(comment: Comment, *, by: int) -> None:
    """Count a comment that has become public (+1) or is no longer (-1). Two queries, or three."""
    inline = by if comment.passage_id else 0
    counts = {"comment_count": by, "inline_count": inline}
    if not add_to(Discussion, pk=comment.article_id, **counts):
        insert(Discussion(pk=comment.article_id), ignore_conflicts=True)
        add_to(Discussion, pk=comment.article_id, **counts)
    if comment.passage_id:
        add_to(Passage, pk=comment.passage_id, answer_count=by)
    if comment.root_id:
        add_to(Comment, pk=comment.root_id, reply_count=by)


def keys_of_counts(article_id: int) -> list[str]:
    """What a comment touches that has become public, or is no longer. One query."""
    topics = (discussed_key(topic_id) for (topic_id,) in _TOPICS.rows(article_id=article_id))
    return [thread_key(article_id), count_key(article_id), DISCUSSED, *topics]


def _topics(*, article_id: int) -> QuerySet[Listed, Any]:
    listed = Listed.objects.filter(article=article_id, topic__isnull=False).order_by("topic")
    return listed.values_list("topic")


_TOPICS = Prepared(_topics, article_id=-1)


def settle_shown(comment: Comment) -> None:
    """Bring `is_shown` of a comment and of what it answers to what its state has become.

    Mostly no query: what is answered is public. Else one or two for each step up the thread.
    """
    step: Comment | None = comment
    while step is not None:
        is_shown = step.is_published or _has_shown_reply(step)
        if step is not comment and is_shown == step.is_shown:
            return
        if is_shown != step.is_shown:
            step.is_shown = is_shown
            Comment.objects.filter(pk=step.pk).update(is_shown=is_shown)
        if is_shown and step.parent_id and _is_shown(step.parent_id):
            return
        # Read anew, under the thread's lock: what came with the comment may be older than that.
        step = Comment.objects.filter(pk=step.parent_id).first() if step.parent_id else None


def _has_shown_reply(comment: Comment) -> bool:
    return Comment.objects.filter(parent=comment, is_shown=True).exists()


def _is_shown(comment_id: int) -> bool:
    return Comment.objects.filter(pk=comment_id, is_shown=True).exists()


@transaction.atomic
def recount(article: Article) -> None:
    """Count a story's conversation anew from its rows, where many were written at once.

    Reads every comment of the story; places are given in the order of ids.
    """
    rows = list(Comment.objects.select_for_update().filter(article=article).order_by("id"))
    count_rows(rows)
    fields = ["place", "last_place", "reply_count", "best_score", "is_shown"]
    Comment.objects.bulk_update(rows, fields, batch_size=200)
    write_totals(article, rows)


def count_rows(rows: Sequence[Comment]) -> None:
    """Count a story's conversation in its rows alone, all of them in the order of ids."""
    threads: dict[int, list[Comment]] = defaultdict(list)
    for row in rows:
        threads[row.root_id or row.pk].append(row)
    for thread in threads.values():
        _place(*thread)
    _mark_shown(rows)


def write_totals(article: Article, rows: Iterable[Comment]) -> None:
    """Write down what all rows of a story's conversation come to."""
    public = [row for row in rows if row.state == CommentState.PUBLISHED]
    inline = [row.passage_id for row in public if row.passage_id]
    Discussion.objects.update_or_create(
        article=article,
        defaults={"comment_count": len(public), "inline_count": len(inline)},
    )
    for passage in article.passages.all():
        passage.answer_count = inline.count(passage.pk)
        passage.save(update_fields=["answer_count"])


@dataclass(frozen=True)
class Miscount:
    """A figure that does not agree with its rows: of how many, and which come first."""

    what: str
    number: int
    examples: Sequence[int]


def check() -> list[Miscount]:
    """Compare every figure that is kept with the rows that it counts. Seven queries."""
    public = Q(state=CommentState.PUBLISHED)
    comments, roots = Comment.objects.order_by("pk"), Comment.objects.filter(root=None)
    looked_at: dict[str, QuerySet[Any]] = {
        "comments of a story": _stories_miscounted(public),
        "answers to a passage": Passage.objects.exclude(
            answer_count=_number(Comment.objects.filter(public), "passage")
        ),
        "replies in a thread": roots.exclude(
            reply_count=_number(Comment.objects.filter(public), "root")
        ),
        "votes up": comments.exclude(up_count=_votes(Direction.UP)),
        "votes down": comments.exclude(down_count=_votes(Direction.DOWN)),
        "reports": comments.exclude(report_count=_number(Report.objects.all(), "comment")),
        "comments that are shown": _shown_wrongly(public),
    }
    found = []
    for what, rows in looked_at.items():
        wrong = list(rows.order_by("pk").values_list("pk", flat=True))
        if wrong:
            found.append(Miscount(what, len(wrong), wrong[:3]))
    return found


def _number(rows: QuerySet[Any], of: str) -> Coalesce:
    """How many of `rows` belong to the outer row."""
    mine = rows.filter(**{of: OuterRef("pk")}).order_by().values(of)
    return Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0)


def _votes(direction: Direction) -> Coalesce:
    return _number(Vote.objects.filter(direction=direction), "comment")


def _stories_miscounted(public: Q) -> QuerySet[Article]:
    """Those with another figure than rows; a story without a row of its own counts none."""
    rows = Comment.objects.filter(public)
    counted = Article.objects.annotate(
        kept=Coalesce("discussion__comment_count", 0),
        kept_inline=Coalesce("discussion__inline_count", 0),
        found=_number(rows, "article"),
        found_inline=_number(rows.filter(passage__isnull=False), "article"),
    )
    return counted.exclude(kept=F("found"), kept_inline=F("found_inline"))


def _shown_wrongly(public: Q) -> QuerySet[Comment]:
    """What is neither public nor above something shown, yet shown; or the other way round."""
    above = Exists(Comment.objects.filter(parent=OuterRef("pk"), is_shown=True))
    return Comment.objects.exclude(Q(is_shown=True) & (public | above)).exclude(
        Q(is_shown=False) & ~public & ~above
    )


def _place(root: Comment, *replies: Comment) -> None:
    for place, reply in enumerate(replies, start=1):
        reply.place = place
    root.last_place = len(replies)
    root.reply_count = sum(reply.is_published for reply in replies)
    for row in (root, *replies):
        row.best_score = best_score(row.up_count, row.down_count)


def _mark_shown(rows: Iterable[Comment]) -> None:
    by_id = {row.pk: row for row in rows}
    for row in by_id.values():
        row.is_shown = row.is_published
    for row in reversed(by_id.values()):  # replies come after what they answer
        if row.is_shown and row.parent_id in by_id:
            by_id[row.parent_id].is_shown = True
