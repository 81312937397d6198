"""Inline questions: finding their marks in a story's HTML, and showing them there."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from broadsheet.conversation.models import Prompt
from broadsheet.conversation.queries import InlineQuestion
from broadsheet.delivery.keys import thread_key, touch
from broadsheet.newsroom.body import text_sources
from broadsheet.newsroom.events import ArticleSaved
from broadsheet.newsroom.models import Article

# What the desk stores around the words; see wagtail_hooks.py. Rich text has no other spans.
MARK = re.compile(r'<span data-ask="(?P<id>\d{1,15})">(?P<words>.*?)</span>', re.DOTALL)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)[^>]*>")
_VOID = frozenset({"br", "hr", "img", "embed"})


def marked_words(html: str) -> dict[int, str]:
    """The words of every mark in a piece of rich text, as plain text, by the question's id."""
    words: dict[int, str] = {}
    for mark in MARK.finditer(html):
        # A mark that crosses a link is stored in several pieces.
        prompt_id = int(mark["id"])
        words[prompt_id] = words.get(prompt_id, "") + strip_tags(mark["words"])
    return words


@transaction.atomic
def ask_readers(article: Article, *, question: str, words: str, now: datetime) -> Prompt:
    """Ask the readers of a story about some of its words; shown once the words carry its mark."""
    prompt = Prompt.objects.create(article=article, question=question, words=words, created_at=now)
    touch(thread_key(article.pk))
    return prompt


@transaction.atomic
def remember_words(article: Article) -> None:
    """Keep the words that each question of a story is about, as they now stand.

    A question whose mark is gone keeps the words it had.
    """
    words = {k: v for html in text_sources(article) for k, v in marked_words(html).items()}
    for prompt in article.prompts.filter(pk__in=words):
        if prompt.words != words[prompt.pk]:
            prompt.words = words[prompt.pk]
            prompt.save(update_fields=["words"])


def remember_words_of(event: ArticleSaved) -> None:
    """A story may have been edited: keep its questions' words up to date."""
    remember_words(Article.objects.get(pk=event.article_id))


def show_questions(questions: Sequence[InlineQuestion]) -> Callable[[str], str]:
    """A filter for a story's HTML: marks become visible, each question follows its paragraph."""
    by_id = {question.prompt.pk: question for question in questions}

    def rewrite(html: str) -> str:
        marks = [mark for mark in MARK.finditer(html) if int(mark["id"]) in by_id]
        first = {int(mark["id"]): mark for mark in reversed(marks)}
        last = {int(mark["id"]): mark for mark in marks}

        def show(mark: re.Match[str]) -> str:
            asked = by_id.get(int(mark["id"]))
            if asked is None:  # a mark copied from another story asks nothing here
                return mark["words"]
            return _mark_html(
                mark["words"],
                asked,
                is_first=first[asked.prompt.pk].start() == mark.start(),
                is_last=last[asked.prompt.pk].start() == mark.start(),
            )

        return _with_asides(MARK.sub(show, html), [by_id[prompt_id] for prompt_id in last])

    return rewrite


def _mark_html(words: str, asked: InlineQuestion, *, is_first: bool, is_last: bool) -> str:
    """One piece of a mark; a mark that crosses a link has several."""
    anchor = f' id="asked-{asked.prompt.pk}"' if is_first else ""
    link = render_to_string("conversation/_mark.html", {"asked": asked}) if is_last else ""
    return f'<mark class="asked"{anchor}>{words}</mark>{link}'


def _with_asides(html: str, questions: Sequence[InlineQuestion]) -> str:
    """Put each question after the paragraph that its mark begins in."""
    for asked in reversed(questions):
        at = _end_of_paragraph(html, html.index(f'id="asked-{asked.prompt.pk}"'))
        aside = render_to_string("conversation/_question.html", {"asked": asked})
        html = html[:at] + aside + html[at:]
    return html


def _end_of_paragraph(html: str, position: int) -> int:
    """Where the outermost element that holds `position` ends."""
    depth = 0
    for tag in _TAG.finditer(html):
        if tag["name"].lower() in _VOID:
            continue
        depth += -1 if tag["end"] else 1
        if depth == 0 and tag.end() > position:
            return tag.end()
    return len(html)
