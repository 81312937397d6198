"""What a story's page shows of its passages: questions and chosen words, with latest answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.html import strip_tags
from django.utils.text import Truncator

from broadsheet.conversation.models import Comment, CommentState, How, Passage
from broadsheet.conversation.reading.lines import shortened
from broadsheet.lib.prepared_whole import PreparedWhole
from broadsheet.newsroom.body import text_sources
from broadsheet.newsroom.models import Article

MOST_SHOWN = 30
ANSWERS_IN_MARGIN = 2
ANSWER_LENGTH = 160

_GONE, _QUESTION, _CHOSEN = 2, 0, 1
_LATEST = [f"answer_{at}" for at in range(ANSWERS_IN_MARGIN)]


@dataclass(frozen=True)
class Answer:
    """An answer in the margin: a name, and the beginning of what is said."""

    name: str
    text: str


@dataclass(frozen=True)
class InlineFeedback:
    """A passage of the text with its latest answers, newest first."""

    passage: Passage
    answers: Sequence[Answer]
    answer_url: str
    all_url: str

    @property
    def words(self) -> str:
        return shortened(self.passage.words)


def shown_passages(article: Article) -> QuerySet[Passage]:
    """The passages that readers know of: a question once a published story carries it, chosen
    words once something public is said about them."""
    return _shown(article.passages.all()).order_by("id")


def inline_feedback(article: Article, *, story_url: str) -> list[InlineFeedback]:
    """The passages that the page marks: questions first, then those with most answers, and at the
    end those whose words have gone. Two queries."""
    passages = _RANKED.all(article_id=article.pk)
    answers = _latest_answers(passages)
    return [_feedback(p, answers.get(p.pk, []), story_url=story_url) for p in passages]


def _shown(passages: QuerySet[Passage]) -> QuerySet[Passage]:
    known = passages.filter(shown_at__isnull=False)
    return known.filter(~Q(question="") | Q(answer_count__gt=0))


def asks_readers(article: Article) -> bool:
    """Whether the text carries the mark of a question."""
    return any("data-ask=" in source for source in text_sources(article))


def _ranked(*, article_id: int) -> QuerySet[Passage]:
    """The passages to mark, each with the ids of its latest answers."""
    rank = Case(
        When(how=How.GONE, question="", then=Value(_GONE)),
        When(question="", then=Value(_CHOSEN)),
        default=Value(_QUESTION),
    )
    public = Comment.objects.filter(passage=OuterRef("pk"), state=CommentState.PUBLISHED)
    newest = public.order_by("-id").values("pk")
    latest = {name: Subquery(newest[at : at + 1]) for at, name in enumerate(_LATEST)}
    ranked = _shown(Passage.objects.filter(article=article_id)).annotate(rank=rank, **latest)
    return ranked.order_by("rank", "-answer_count", "id")[:MOST_SHOWN]


_RANKED = PreparedWhole(_ranked, article_id=-1)


def _latest_answers(passages: Iterable[Passage]) -> Mapping[int, Sequence[Comment]]:
    """The latest answers to each passage, newest first, however many there are. One query."""
    ids = {p.pk: [pk for name in _LATEST if (pk := getattr(p, name))] for p in passages}
    wanted = [pk for of_one in ids.values() for pk in of_one]
    comments = Comment.objects.in_bulk(wanted) if wanted else {}
    return {passage: [comments[pk] for pk in of_one] for passage, of_one in ids.items()}


def _feedback(passage: Passage, answers: Sequence[Comment], *, story_url: str) -> InlineFeedback:
    return InlineFeedback(
        passage=passage,
        answers=[Answer(answer.name, _beginning(answer)) for answer in answers],
        answer_url=f"{story_url}comments/?passage={passage.pk}",
        all_url=f"{story_url}?passage={passage.pk}#conversation",
    )


def _beginning(answer: Comment) -> str:
    words = unescape(strip_tags(answer.html.replace("</", " </")))
    return Truncator(" ".join(words.split())).chars(ANSWER_LENGTH)
