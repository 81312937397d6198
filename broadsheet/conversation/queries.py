"""Whole-page reads of a conversation, each in a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import ngettext, pgettext_lazy

from broadsheet.conversation.lines import Line, line, placed_line
from broadsheet.conversation.models import Comment, CommentState, Prompt
from broadsheet.conversation.ranking import ORDER_BY, Sort, sort_from
from broadsheet.conversation.threads import lay_out
from broadsheet.lib.text import whole_number
from broadsheet.newsroom.body import text_sources
from broadsheet.newsroom.cards import article_url
from broadsheet.newsroom.languages import PLACE, first_of_each_plural
from broadsheet.newsroom.models import Article, NewsroomSettings

ROOTS_PER_PAGE = 40
REPLIES_PER_ROOT = 8
REPLIES_PER_THREAD = 200
ANSWERS_IN_MARGIN = 2

SORT_LABELS = {
    Sort.NEWEST: pgettext_lazy("order of the comments", "Newest"),
    Sort.OLDEST: pgettext_lazy("order of the comments", "Oldest"),
    Sort.MOST_VOTED: pgettext_lazy("order of the comments", "Most Voted"),
}


@dataclass(frozen=True)
class View:
    """What of a conversation is asked for: the declared query parameters of a story's page."""

    sort: Sort = Sort.NEWEST
    inline_only: bool = False
    page: int = 1
    thread: int | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "View":
        """Read `sort`, `show`, `page` and `thread`; what cannot be read counts as absent."""
        return cls(
            sort=sort_from(query.get("sort")),
            inline_only=query.get("show") == "inline",
            page=whole_number(query.get("page")) or 1,
            thread=whole_number(query.get("thread")),
        )

    @property
    def is_filtered(self) -> bool:
        return self.inline_only or self.thread is not None


@dataclass(frozen=True)
class SortLink:
    """A way to order the conversation, as a link."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class InlineQuestion:
    """A question in the text, with its latest answers for the margin."""

    prompt: Prompt
    answer_count: int
    answers: Sequence[Line]
    answer_url: str
    all_url: str


@dataclass(frozen=True)
class Conversation:
    """Everything that the conversation under a story shows."""

    url: str
    view: View
    count: int
    count_words: Mapping[str, str]
    inline_count: int
    lines: Sequence[Line]
    sort_links: Sequence[SortLink]
    inline_url: str
    more_url: str
    questions: Sequence[InlineQuestion]


def conversation_of(article: Article, view: View, *, newsroom: NewsroomSettings) -> Conversation:
    """One page of a conversation. Issues five queries at most, however long it is."""
    url = article_url(article)
    counts = published(article).aggregate(all=Count("id"), inline=Count("prompt"))
    has_questions = bool(counts["inline"]) or asks_readers(article)
    prompts = {p.pk: p for p in shown_prompts(article)} if has_questions else {}
    roots = list(_roots(article, view)) if counts["all"] else []
    has_more = len(roots) > ROOTS_PER_PAGE
    return Conversation(
        url=url,
        view=view,
        count=counts["all"],
        count_words=_count_words(newsroom.language),
        inline_count=counts["inline"],
        lines=_lines(
            roots[:ROOTS_PER_PAGE], view, prompts=prompts, story_url=url, newsroom=newsroom
        ),
        sort_links=[_sort_link(url, view, sort) for sort in Sort],
        inline_url=_address(url, show="inline"),
        more_url=_more_url(url, view) if has_more else "",
        questions=_questions(prompts, story_url=url, newsroom=newsroom),
    )


def _count_words(language: str) -> dict[str, str]:
    """How each plural says the number of comments, for a script that counts one more."""
    return {
        plural: ngettext("%(number)s comment", "%(number)s comments", number) % {"number": PLACE}
        for plural, number in first_of_each_plural(language).items()
    }


def published(article: Article) -> QuerySet[Comment]:
    """The comments of a story that every reader may see."""
    return public_comments().filter(article=article)


def public_comments() -> QuerySet[Comment]:
    """Published comments in threads whose root is published."""
    root = Q(root=None) | Q(root__state=CommentState.PUBLISHED)
    return Comment.objects.filter(root, state=CommentState.PUBLISHED)


def shown_prompts(article: Article) -> QuerySet[Prompt]:
    """The questions that readers know of; one about a draft's words is none of them yet."""
    return article.prompts.filter(shown_at__isnull=False).order_by("id")


def asks_readers(article: Article) -> bool:
    """Whether the text carries the mark of a question."""
    return any("data-ask=" in source for source in text_sources(article))


def _roots(article: Article, view: View) -> QuerySet[Comment]:
    """A page of roots, and one more if there is a next page."""
    roots = published(article).filter(root=None).annotate(net_votes=F("up_count") - F("down_count"))
    if view.thread is not None:
        roots = roots.filter(pk=view.thread)
    if view.inline_only:
        roots = roots.filter(prompt__isnull=False)
    start = 0 if view.thread is not None else (view.page - 1) * ROOTS_PER_PAGE
    return roots.order_by(*ORDER_BY[view.sort])[start : start + ROOTS_PER_PAGE + 1]


def _lines(
    roots: Sequence[Comment],
    view: View,
    *,
    prompts: Mapping[int, Prompt],
    story_url: str,
    newsroom: NewsroomSettings,
) -> list[Line]:
    replies: dict[int, list[Comment]] = {}
    for reply in _replies(roots, view):
        replies.setdefault(reply.root_id or 0, []).append(reply)
    lines: list[Line] = []
    for root in roots:
        answers = replies.get(root.pk, [])
        prompt = prompts.get(root.prompt_id or 0)
        lines.append(line(root, story_url=story_url, newsroom=newsroom, prompt=prompt))
        placed = lay_out(root, answers)[1:]
        lines += [placed_line(p, story_url=story_url, newsroom=newsroom) for p in placed]
        lines[-1] = _with_rest(lines[-1], root, answers, view, story_url=story_url)
    return lines


def _replies(roots: Iterable[Comment], view: View) -> QuerySet[Comment]:
    """The first replies of each thread, or a page of one thread's; one query for all.

    Each knows its `position` in the thread and the `thread_size`.
    """
    start, end = 0, REPLIES_PER_ROOT
    if view.thread is not None:
        start, end = (view.page - 1) * REPLIES_PER_THREAD, view.page * REPLIES_PER_THREAD
    thread = [F("root")]
    return (
        Comment.objects.filter(root__in=[root.pk for root in roots], state=CommentState.PUBLISHED)
        .annotate(
            position=Window(RowNumber(), partition_by=thread, order_by=F("id").asc()),
            thread_size=Window(Count("id"), partition_by=thread),
        )
        .filter(position__gt=start, position__lte=end)
        .order_by("root", "id")
    )


def _with_rest(
    last: Line, root: Comment, answers: Sequence[Comment], view: View, *, story_url: str
) -> Line:
    """The thread's last line, with the way to the replies that are not shown."""
    if not answers:
        return last
    end: Any = answers[-1]  # annotated by the query
    left = end.thread_size - end.position
    next_page = f"&page={view.page + 1}" if view.thread is not None else ""
    rest_url = f"{story_url}?thread={root.pk}{next_page}#conversation"
    return replace(last, more_replies=left, thread_url=rest_url) if left else last


def _questions(
    prompts: Mapping[int, Prompt], *, story_url: str, newsroom: NewsroomSettings
) -> list[InlineQuestion]:
    """The questions with their latest answers. One query where a story asks any."""
    if not prompts:
        return []
    latest = (
        Comment.objects.filter(prompt__in=prompts, state=CommentState.PUBLISHED)
        .annotate(
            position=Window(
                RowNumber(),
                partition_by=[F("prompt")],
                order_by=[F("created_at").desc(), F("id").desc()],
            ),
            answer_count=Window(Count("id"), partition_by=[F("prompt")]),
        )
        .filter(position__lte=ANSWERS_IN_MARGIN)
        .order_by("prompt", "position")
    )
    answers: dict[int, list[Comment]] = {}
    for answer in latest:
        answers.setdefault(answer.prompt_id or 0, []).append(answer)
    return [
        _question(prompt, answers.get(pk, []), story_url=story_url, newsroom=newsroom)
        for pk, prompt in prompts.items()
    ]


def _question(
    prompt: Prompt, answers: Sequence[Comment], *, story_url: str, newsroom: NewsroomSettings
) -> InlineQuestion:
    return InlineQuestion(
        prompt=prompt,
        answer_count=answers[0].answer_count if answers else 0,  # type: ignore[attr-defined]  # annotated
        answers=[line(a, story_url=story_url, newsroom=newsroom, prompt=prompt) for a in answers],
        answer_url=f"{story_url}comments/?prompt={prompt.pk}",
        all_url=_address(story_url, show="inline"),
    )


def _sort_link(url: str, view: View, sort: Sort) -> SortLink:
    is_current = sort is view.sort and view.thread is None
    return SortLink(str(SORT_LABELS[sort]), _address(url, sort=sort, show=_show(view)), is_current)


def _more_url(url: str, view: View) -> str:
    return _address(url, sort=view.sort, show=_show(view), page=str(view.page + 1))


def _show(view: View) -> str:
    return "inline" if view.inline_only else ""


def _address(url: str, *, sort: Sort = Sort.NEWEST, show: str = "", page: str = "") -> str:
    """The address of a view, without the parameters that are as usual anyway."""
    wanted = {"sort": "" if sort is Sort.NEWEST else sort.value, "show": show, "page": page}
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"{url}?{query}#conversation" if query else f"{url}#conversation"
