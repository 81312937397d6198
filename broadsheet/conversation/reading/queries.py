"""Whole-page reads of a conversation, each in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import ngettext, pgettext_lazy

from broadsheet.conversation.inline.feedback import InlineFeedback, asks_readers, inline_feedback
from broadsheet.conversation.models import Comment, CommentState, Discussion, Passage
from broadsheet.conversation.reading.lines import (
    REPLIES_PER_THREAD,
    Line,
    line,
    placed_line,
    shortened,
)
from broadsheet.conversation.reading.ranking import ORDER_BY, Sort
from broadsheet.conversation.reading.threads import lay_out, share
from broadsheet.conversation.reading.view import View
from broadsheet.lib.prepared import Prepared
from broadsheet.lib.prepared_whole import PreparedWhole
from broadsheet.lib.slots import Elsewhere
from broadsheet.newsroom.cards import article_url
from broadsheet.newsroom.languages import PLACE, first_of_each_plural
from broadsheet.newsroom.models import Article, NewsroomSettings

ROOTS_PER_PAGE = 30
REPLIES_PER_ROOT = 8
# Of all threads together, so that a page of long threads is no heavier than one of short ones.
REPLIES_PER_PAGE = 60
# Of which an open page is told.
NEWEST = 10

SORT_LABELS = {
    Sort.NEWEST: pgettext_lazy("order of the comments", "Newest"),
    Sort.OLDEST: pgettext_lazy("order of the comments", "Oldest"),
    Sort.MOST_VOTED: pgettext_lazy("order of the comments", "Most Voted"),
    Sort.BEST: pgettext_lazy("order of the comments", "Best"),
}


@dataclass(frozen=True)
class SortLink:
    """A way to order the conversation, as a link."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Conversation:
    """Everything that the conversation under a story shows."""

    url: str
    view: View
    count: int
    count_words: Mapping[str, str]
    news_words: Mapping[str, str]
    inline_count: int
    lines: Sequence[Line]
    sort_links: Sequence[SortLink]
    inline_url: str
    more_url: str
    feedback: Sequence[InlineFeedback]
    passage: Passage | None

    @property
    def passage_words(self) -> str:
        """The words that all comments of this view are about."""
        return shortened(self.passage.words) if self.passage else ""

    @property
    def changed_passages(self) -> list[InlineFeedback]:
        """What is said about words that have gone: it has no place in the text any more."""
        return [f for f in self.feedback if f.passage.is_gone]


def conversation_of(
    article: Article, view: View, *, discussion: Discussion, newsroom: NewsroomSettings
) -> Conversation:
    """One page of a conversation. Issues six queries at most, however long it is.

    :raises Elsewhere: for a page, a thread or a passage that this story does not have.
    """
    url = article_url(article)
    has_passages = bool(discussion.inline_count) or asks_readers(article)
    feedback = inline_feedback(article, story_url=url) if has_passages else []
    roots = _roots(article, view) if discussion.comment_count else []
    _require_there(article, view, roots, url=url)
    has_more = len(roots) > ROOTS_PER_PAGE
    return Conversation(
        url=url,
        view=view,
        count=discussion.comment_count,
        count_words=_count_words(newsroom.language),
        news_words=_news_words(newsroom.language),
        inline_count=discussion.inline_count,
        lines=_lines(roots[:ROOTS_PER_PAGE], view, story_url=url, newsroom=newsroom),
        sort_links=[_sort_link(url, view, sort) for sort in Sort],
        inline_url=View(inline_only=True).address(url),
        more_url=replace(view, page=view.page + 1).address(url) if has_more else "",
        feedback=feedback,
        passage=roots[0].passage if roots and view.passage is not None else None,
    )


def discussion_of(article: Article) -> Discussion:
    """The story's own row, or one without a count where nobody has written yet. One query."""
    return _DISCUSSION.first(article_id=article.pk) or Discussion(article=article)


def _discussion(*, article_id: int) -> QuerySet[Discussion]:
    return Discussion.objects.filter(pk=article_id)


_DISCUSSION = Prepared(_discussion, article_id=-1)


def newest_comment_ids(article: Article) -> list[int]:
    """The comments that became readers' last, the newest first. One query."""
    return [row[0] for row in _NEWEST.rows(article_id=article.pk)]


def _newest(*, article_id: int) -> QuerySet[Any, Any]:
    newest = public_comments().filter(article=article_id).order_by("-created_at", "-id")
    return newest.values_list("pk")[:NEWEST]


_NEWEST = Prepared(_newest, article_id=-1)


def _count_words(language: str) -> dict[str, str]:
    """How each plural says the number of comments, for a script that counts one more."""
    return {
        plural: ngettext("%(number)s comment", "%(number)s comments", number) % {"number": PLACE}
        for plural, number in first_of_each_plural(language).items()
    }


def _news_words(language: str) -> dict[str, str]:
    """How each plural says that there are new comments, for a script that has heard of them."""
    return {
        plural: ngettext("%(number)s new comment", "%(number)s new comments", number)
        % {"number": PLACE}
        for plural, number in first_of_each_plural(language).items()
    }


def published(article: Article) -> QuerySet[Comment]:
    """The comments of a story that every reader may see."""
    return public_comments().filter(article=article)


def public_comments() -> QuerySet[Comment]:
    """Published comments, also those that answer what has gone."""
    return Comment.objects.filter(state=CommentState.PUBLISHED)


def _roots(article: Article, view: View) -> list[Comment]:
    """A page of roots, and one more if there is a next page."""
    if view == View(sort=view.sort):
        return _FIRST_ROOTS[view.sort].all(article_id=article.pk)
    roots = _roots_by(view.sort, article_id=article.pk)
    if view.thread is not None:
        roots = roots.filter(pk=view.thread)
    if view.inline_only:
        roots = roots.filter(passage__isnull=False)
    if view.passage is not None:
        roots = roots.filter(passage=view.passage)
    start = 0 if view.thread is not None else (view.page - 1) * ROOTS_PER_PAGE
    return list(roots[start : start + ROOTS_PER_PAGE + 1])


def _require_there(article: Article, view: View, roots: Sequence[Comment], *, url: str) -> None:
    """A view that may be empty is one of something that is there: numbers are without end."""
    start = (view.page - 1) * REPLIES_PER_THREAD
    if view.page > 1 and (not roots or (view.thread and roots[0].last_place <= start)):
        raise Elsewhere(replace(view, page=1).address(url))
    if roots:
        return
    for rows, pk in ((Comment.objects, view.thread), (Passage.objects, view.passage)):
        if pk and not rows.filter(pk=pk, article=article).exists():
            raise Elsewhere(View().address(url))


def _roots_by(sort: Sort, *, article_id: int) -> QuerySet[Comment]:
    roots = Comment.objects.filter(article=article_id, root=None, is_shown=True)
    roots = roots.annotate(net_votes=F("up_count") - F("down_count"))
    return roots.select_related("passage").order_by(*ORDER_BY[sort])


def _first_roots(sort: Sort, *, article_id: int) -> QuerySet[Comment]:
    return _roots_by(sort, article_id=article_id)[: ROOTS_PER_PAGE + 1]


_FIRST_ROOTS = {sort: PreparedWhole(partial(_first_roots, sort), article_id=-1) for sort in Sort}


def _lines(
    roots: Sequence[Comment],
    view: View,
    *,
    story_url: str,
    newsroom: NewsroomSettings,
) -> list[Line]:
    replies: dict[int, list[Comment]] = {}
    for reply in _replies(roots, view):
        replies.setdefault(reply.root_id or 0, []).append(reply)
    lines: list[Line] = []
    for root in roots:
        answers = replies.get(root.pk, [])
        lines.append(line(root, story_url=story_url, newsroom=newsroom, passage=root.passage))
        placed = lay_out(root, answers)[1:]
        lines += [placed_line(p, story_url=story_url, newsroom=newsroom) for p in placed]
        lines[-1] = _with_rest(lines[-1], root, answers, view, story_url=story_url)
    return lines


def _replies(roots: Sequence[Comment], view: View) -> list[Comment]:
    """The first replies of each thread, or a page of one thread's; one query for all."""
    counts = [root.last_place for root in roots]
    start, end = 0, share(counts, room=REPLIES_PER_PAGE, most=REPLIES_PER_ROOT)
    if view.thread is not None:
        start, end = (view.page - 1) * REPLIES_PER_THREAD, view.page * REPLIES_PER_THREAD
    threads = [root.pk for root in roots if root.last_place]
    if not threads:
        return []
    # As many as the statement has places for; no comment has the number 0.
    wanted: dict[Any, int] = dict(zip_longest(_THREADS, threads, fillvalue=0))
    return _REPLIES.all(**wanted, after=start, until=end)


def _replies_between(*, after: int, until: int, **threads: int) -> QuerySet[Comment]:
    # Places are given once and never again, so a page of a long thread is a range of its index.
    return Comment.objects.filter(
        root__in=list(threads.values()), is_shown=True, place__gt=after, place__lte=until
    ).order_by("root", "place")


_THREADS = [f"thread_{at}" for at in range(ROOTS_PER_PAGE)]
_REPLIES = Prepared(
    _replies_between,
    # Within the range of a place: Django composes no statement for what nothing can be.
    after=2_000_000_001,
    until=2_000_000_002,
    **{name: -1 - at for at, name in enumerate(_THREADS)},
)


def _with_rest(
    last: Line, root: Comment, answers: Sequence[Comment], view: View, *, story_url: str
) -> Line:
    """The thread's last line, with the way to the replies that are not shown."""
    left = _replies_left(root, answers, view)
    next_page = f"&page={view.page + 1}" if view.thread is not None else ""
    rest_url = f"{story_url}?thread={root.pk}{next_page}#conversation"
    return replace(last, more_replies=left, thread_url=rest_url) if left else last


def _replies_left(root: Comment, answers: Sequence[Comment], view: View) -> int:
    """How many published replies follow; one query on a page of one long thread alone."""
    if view.thread is None:
        return root.reply_count - sum(answer.is_published for answer in answers)
    end = view.page * REPLIES_PER_THREAD
    if root.last_place <= end:
        return 0
    return public_comments().filter(root=root, place__gt=end).count()


def _sort_link(url: str, view: View, sort: Sort) -> SortLink:
    is_current = sort is view.sort and view.thread is None
    address = replace(view, sort=sort, page=1, thread=None).address(url)
    return SortLink(str(SORT_LABELS[sort]), address, is_current)
