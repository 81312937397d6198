"""Inline questions: asking them, keeping their words, and showing them in the story."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from broadsheet.conversation.marks import MarkWriter, marked_words
from broadsheet.conversation.models import PASSAGE_WORDS_MAX_LENGTH, Passage
from broadsheet.conversation.queries import InlineQuestion
from broadsheet.delivery.keys import thread_key, touch
from broadsheet.newsroom.body import text_sources
from broadsheet.newsroom.events import ArticleSaved
from broadsheet.newsroom.models import Article


@transaction.atomic
def ask_readers(article: Article, *, question: str, words: str, now: datetime) -> Passage:
    """Ask the readers of a story about some of its words; shown once the words carry its mark."""
    passage = Passage.objects.create(article=article, question=question, words=words, created_at=now)
    touch(thread_key(article.pk))
    return passage


@transaction.atomic
def remember_words(article: Article, *, now: datetime) -> None:
    """Show the questions whose marks a public story carries, about the words as they now stand.

    A question whose mark is gone keeps the words it had.
    """
    words: dict[int, list[str]] = {}
    for html in text_sources(article):
        for passage_id, piece in marked_words(html).items():
            words.setdefault(passage_id, []).append(piece)
    for passage in article.passages.filter(pk__in=words):
        now_words = " ".join(words[passage.pk])[:PASSAGE_WORDS_MAX_LENGTH]
        if passage.words != now_words or passage.shown_at is None:
            passage.words = now_words
            passage.shown_at = passage.shown_at or now
            passage.save(update_fields=["words", "shown_at"])


def remember_words_of(event: ArticleSaved) -> None:
    """A story was published, or edited since: its questions are shown, with the words they have."""
    remember_words(Article.objects.get(pk=event.article_id), now=timezone.now())


def show_questions(questions: Sequence[InlineQuestion]) -> Callable[[str], str]:
    """A filter for a story's blocks, in order: marks become visible, each question follows the
    paragraph that its mark begins in."""
    writer = MarkWriter(
        links={q.passage.pk: _html("conversation/_mark.html", q) for q in questions},
        asides={q.passage.pk: _html("conversation/_question.html", q) for q in questions},
    )
    return writer.rewrite


def _html(template: str, asked: InlineQuestion) -> str:
    return render_to_string(template, {"asked": asked}).strip()
