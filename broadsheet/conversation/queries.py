"""Whole-page reads of a conversation, each in a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from broadsheet.conversation.lines import Line, line, placed_line
from broadsheet.conversation.models import Comment, CommentState, Prompt
from broadsheet.conversation.ranking import ORDER_BY, Sort, sort_from
from broadsheet.conversation.threads import lay_out
from broadsheet.newsroom.cards import article_url
from broadsheet.newsroom.models import Article, NewsroomSettings

ROOTS_PER_PAGE = 40
REPLIES_PER_ROOT = 8
REPLIES_PER_THREAD = 200
ANSWERS_IN_MARGIN = 2


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
            page=_number(query.get("page")) or 1,
            thread=_number(query.get("thread")),
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
    prompts = {prompt.pk: prompt for prompt in article.prompts.order_by("id")}
    roots = list(_roots(article, view)) if counts["all"] else []
    has_more = len(roots) > ROOTS_PER_PAGE
    return Conversation(
        url=url,
        view=view,
        count=counts["all"],
        inline_count=counts["inline"],
        lines=_lines(
            roots[:ROOTS_PER_PAGE], view, prompts=prompts, story_url=url, newsroom=newsroom
        ),
        sort_links=[_sort_link(url, view, sort) for sort in Sort],
        inline_url=_address(url, show="inline"),
        more_url=_more_url(url, view) if has_more else "",
        questions=_questions(prompts, story_url=url, newsroom=newsroom),
    )


def published(article: Article) -> QuerySet[Comment]:
    """The comments of a story that every reader may see."""
    return Comment.objects.filter(article=article, state=CommentState.PUBLISHED)


def _roots(article: Article, view: View) -> QuerySet[Comment]:
    """A page of roots, and one more if there is a next page."""
    roots = published(article).filter(root=None).annotate(net_votes=F("up_count") - F("down_count"))
    if view.thread is not None:
        roots = roots.filter(pk=view.thread)
    if view.inline_only:
        roots = roots.filter(prompt__isnull=False)
    start = (view.page - 1) * ROOTS_PER_PAGE
    return roots.order_by(*ORDER_BY[view.sort])[start : start + ROOTS_PER_PAGE + 1]


def _lines(
    roots: Sequence[Comment],
    view: View,
    *,
    prompts: Mapping[int, Prompt],
    story_url: str,
    newsroom: NewsroomSettings,
) -> list[Line]:
    limit = REPLIES_PER_ROOT if view.thread is None else REPLIES_PER_THREAD
    replies: dict[int, list[Comment]] = {}
    for reply in _first_replies(roots, limit=limit):
        replies.setdefault(reply.root_id or 0, []).append(reply)
    lines: list[Line] = []
    for root in roots:
        answers = replies.get(root.pk, [])
        size = answers[0].thread_size if answers else 0  # type: ignore[attr-defined]  # annotated
        left = size - len(answers)
        lines.append(
            line(
                root,
                story_url=story_url,
                newsroom=newsroom,
                prompt=prompts.get(root.prompt_id or 0),
            )
        )
        placed = lay_out(root, answers)[1:]
        lines += [placed_line(p, story_url=story_url, newsroom=newsroom) for p in placed]
        if left:
            lines[-1] = replace(
                lines[-1],
                more_replies=left,
                thread_url=f"{story_url}?thread={root.pk}#conversation",
            )
    return lines


def _first_replies(roots: Iterable[Comment], *, limit: int) -> QuerySet[Comment]:
    """The first `limit` replies of each thread, and how many it has; one query for all."""
    thread = [F("root")]
    return (
        Comment.objects.filter(root__in=[root.pk for root in roots], state=CommentState.PUBLISHED)
        .annotate(
            position=Window(RowNumber(), partition_by=thread, order_by=F("id").asc()),
            thread_size=Window(Count("id"), partition_by=thread),
        )
        .filter(position__lte=limit)
        .order_by("root", "id")
    )


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
    return SortLink(sort.label, _address(url, sort=sort, show=_show(view)), is_current)


def _more_url(url: str, view: View) -> str:
    return _address(url, sort=view.sort, show=_show(view), page=str(view.page + 1))


def _show(view: View) -> str:
    return "inline" if view.inline_only else ""


def _address(url: str, *, sort: Sort = Sort.NEWEST, show: str = "", page: str = "") -> str:
    """The address of a view, without the parameters that are as usual anyway."""
    wanted = {"sort": "" if sort is Sort.NEWEST else sort.value, "show": show, "page": page}
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"{url}?{query}#conversation" if query else f"{url}#conversation"


def _number(value: str | None) -> int | None:
    """A positive whole number that a database can hold, or None."""
    if value is None or not value.isascii() or not value.isdecimal() or len(value) > 15:
        return None
    return int(value) or None
