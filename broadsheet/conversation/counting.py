"""What is counted of a conversation, kept with every change, and counted anew from the rows."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from broadsheet.conversation.models import Comment, CommentState, Discussion, Passage
from broadsheet.conversation.ranking import best_score
from broadsheet.newsroom.models import Article


def count_change(comment: Comment, *, by: int) -> None:
    """Count a comment that has become public (+1) or is no longer (-1). Two queries, or three."""
    inline = by if comment.passage_id else 0
    counts = {"comment_count": F("comment_count") + by, "inline_count": F("inline_count") + inline}
    if not Discussion.objects.filter(pk=comment.article_id).update(**counts):
        new = Discussion(pk=comment.article_id)
        Discussion.objects.bulk_create([new], ignore_conflicts=True)
        Discussion.objects.filter(pk=comment.article_id).update(**counts)
    if comment.passage_id:
        answers = Passage.objects.filter(pk=comment.passage_id)
        answers.update(answer_count=F("answer_count") + by)
    if comment.root_id:
        Comment.objects.filter(pk=comment.root_id).update(reply_count=F("reply_count") + by)


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
        step = step.parent


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
    threads: dict[int, list[Comment]] = defaultdict(list)
    for row in rows:
        threads[row.root_id or row.pk].append(row)
    for thread in threads.values():
        _place(*thread)
    _mark_shown(rows)
    fields = ["place", "last_place", "reply_count", "best_score", "is_shown"]
    Comment.objects.bulk_update(rows, fields, batch_size=200)
    _write_totals(article, rows)


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


def _write_totals(article: Article, rows: Iterable[Comment]) -> None:
    public = [row for row in rows if row.state == CommentState.PUBLISHED]
    inline = [row.passage_id for row in public if row.passage_id]
    Discussion.objects.update_or_create(
        article=article,
        defaults={"comment_count": len(public), "inline_count": len(inline)},
    )
    for passage in article.passages.all():
        passage.answer_count = inline.count(passage.pk)
        passage.save(update_fields=["answer_count"])
