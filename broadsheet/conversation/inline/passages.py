"""Passages: asking readers about words, words that readers choose, and both in the story's page."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string

from broadsheet.conversation.anchoring import How as Rung
from broadsheet.conversation.anchoring import Quote, quote_of, reanchor
from broadsheet.conversation.inline.exact import exact_span
from broadsheet.conversation.inline.feedback import InlineFeedback
from broadsheet.conversation.inline.marks import MarkWriter, Shown, spots_of
from broadsheet.conversation.inline.story_text import Span, StoryText, story_text
from broadsheet.conversation.models import (
    CONTEXT_MAX_LENGTH,
    PASSAGE_WORDS_MAX_LENGTH,
    How,
    Passage,
    Placement,
)
from broadsheet.delivery.keys import thread_key, touch
from broadsheet.lib.slots import BodyFilter
from broadsheet.newsroom.body import rich_texts
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader

WHEREABOUTS = ("how", "start_block", "start", "end_block", "end")


class WordsNotFound(Exception):
    """The words are not in the public story, or they stand there more than once."""


@transaction.atomic
def ask_readers(article: Article, *, question: str, words: str, now: datetime) -> Passage:
    """Ask the readers of a story about some of its words; shown once the words carry its mark."""
    passage = Passage.objects.create(
        article=article, question=question, words=words, created_at=now
    )
    touch(thread_key(article.pk))
    return passage


@transaction.atomic
def ask_otherwise(passage: Passage, *, question: str) -> None:
    """Put other words in the place of a question's; its answers stay."""
    passage.question = question
    passage.save(update_fields=["question"])
    touch(thread_key(passage.article_id))


def chosen_passage(article: Article, *, quote: str, before: str, after: str) -> Passage:
    """The passage that a reader has chosen, known or not yet kept; see `keep_passage`.

    One query, where the words are found as they are in the public story.

    :raises WordsNotFound: where they are not, or where it cannot be told which are meant.
    """
    text = story_text(rich_texts(article))
    span = exact_span(text.blocks, quote=quote, before=before, after=after)
    span = span or _span_of_quote(text, quote=quote, before=before, after=after)
    words = text.words(span) if span else ""
    if span is None or not words or len(words) > PASSAGE_WORDS_MAX_LENGTH:
        raise WordsNotFound
    passage = Passage(article=article, how=How.PLACE, words=words)
    settle_at(passage, span, text)
    return _known(passage) or passage


def keep_passage(passage: Passage, *, reader: Reader, now: datetime) -> Passage:
    """Write a chosen passage down; call it in the transaction of the comment on it.

    Two readers who choose the same words at once get one passage.
    """
    if passage.pk:
        return passage
    story = Article.objects.select_for_update(no_key=True).filter(pk=passage.article_id)
    live_revision_id = story.order_by().values_list("live_revision_id", flat=True).get()
    known = _known(passage)
    if known is not None:
        return known
    passage.reader = reader
    passage.created_at = passage.shown_at = now
    passage.save(force_insert=True)
    place_in_revision([passage], revision_id=live_revision_id, now=now)
    return passage


def place_in_revision(
    passages: Iterable[Passage], *, revision_id: int | None, now: datetime
) -> None:
    """Write down where passages stand in a revision; once for each, where there is a revision."""
    if revision_id is None:
        return
    placements = [
        Placement(
            passage=passage,
            revision_id=revision_id,
            words=passage.words,
            placed_at=now,
            **{name: getattr(passage, name) for name in WHEREABOUTS},
        )
        for passage in passages
    ]
    Placement.objects.bulk_create(
        placements,
        update_conflicts=True,
        unique_fields=["passage", "revision"],
        update_fields=[*WHEREABOUTS, "words", "placed_at"],
    )


def show_passages(
    article: Article, feedback: Sequence[InlineFeedback], *, is_open: bool = True
) -> BodyFilter:
    """A filter for a story's blocks, in order: marks on the words, and beside the paragraph that
    they begin in what readers say about them."""
    return MarkWriter(
        shown={f.passage.pk: _shown(f, is_open=is_open) for f in feedback},
        spots=_spots(article, [f.passage for f in feedback if not f.passage.question]),
    ).rewrite


def settle_at(passage: Passage, span: Span, text: StoryText) -> None:
    """Remember where a passage stands, its words, and what stands around them."""
    passage.start_block, passage.start = text.blocks[span.first].id, span.start
    passage.end_block, passage.end = text.blocks[span.last].id, span.end
    quote = quote_of(
        text.blocks,
        start_index=span.first,
        start=span.start,
        end_index=span.last,
        end=span.end,
    )
    passage.words = quote.words[:PASSAGE_WORDS_MAX_LENGTH]
    passage.before, passage.after = quote.before, quote.after


def _span_of_quote(text: StoryText, *, quote: str, before: str, after: str) -> Span | None:
    """Words as people type them off, with other quotation marks and dashes."""
    around = (before[-CONTEXT_MAX_LENGTH:], after[:CONTEXT_MAX_LENGTH])
    (place,) = reanchor([Quote(quote, *around, block_id="", start=0, end=0)], text.blocks)
    if place is None or place.how is Rung.FUZZY:
        return None
    return Span(place.start_index, place.start, place.end_index, place.end)


def _known(passage: Passage) -> Passage | None:
    same = Passage.objects.filter(
        article_id=passage.article_id,
        question="",
        start_block=passage.start_block,
        start=passage.start,
        end_block=passage.end_block,
        end=passage.end,
    )
    return same.exclude(how=How.GONE).order_by("id").first()


def _spots(article: Article, chosen: Sequence[Passage]) -> dict[str, list[tuple[int, int, int]]]:
    """Where chosen words stand, as far as they do: a draft's preview may have other words."""
    if not chosen:
        return {}
    text = story_text(rich_texts(article))
    spans = {p.pk: _span(p, text) for p in chosen if not p.is_gone}
    return spots_of(text, {pk: span for pk, span in spans.items() if span})


def _span(passage: Passage, text: StoryText) -> Span | None:
    span = text.span(passage.start_block, passage.start, passage.end_block, passage.end)
    stands = span is not None and text.words(span)[:PASSAGE_WORDS_MAX_LENGTH] == passage.words
    return span if stands else None


def _shown(feedback: InlineFeedback, *, is_open: bool) -> Shown:
    values = {"asked": feedback, "is_open": is_open}
    return Shown(
        link=render_to_string("conversation/_mark.html", values).strip(),
        aside=render_to_string("conversation/_question.html", values).strip(),
        is_question=bool(feedback.passage.question),
    )
