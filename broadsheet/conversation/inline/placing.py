"""Placing a story's passages anew with every publication, in its transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils import timezone
from wagtail.models import Revision

from broadsheet.conversation.anchoring import Place, Quote, reanchor
from broadsheet.conversation.inline.passages import WHEREABOUTS, place_in_revision, settle_at
from broadsheet.conversation.inline.story_text import Span, StoryText, story_text
from broadsheet.conversation.models import How, Passage, Placement
from broadsheet.delivery.keys import thread_key, touch
from broadsheet.newsroom.body import rich_texts, rich_texts_then
from broadsheet.newsroom.events import ArticleSaved
from broadsheet.newsroom.models import Article

MOST_FORMER = 5  # revisions that are read again; passages lost longer ago do without
_CHANGING = (*WHEREABOUTS, "words", "before", "after", "shown_at")


@dataclass(frozen=True)
class Found:
    """Where a passage stands now, and what told so."""

    how: How
    span: Span


def place_passages_of(event: ArticleSaved) -> None:
    """A story was published, or edited since: its passages are where their words are now."""
    place_passages(Article.objects.get(pk=event.article_id), now=timezone.now())


def place_passages(article: Article, *, now: datetime) -> None:
    """Find every passage of a story in its public text; one whose words have gone keeps them.

    Call it in the transaction of the publication. One query where a story has no passages; else
    about seven, and the time that anchoring takes where the text has changed.
    """
    passages = list(article.passages.all())
    if not passages:
        return
    text = story_text(rich_texts(article))
    marked = {p.pk: Found(How.MARK, text.marked[p.pk]) for p in passages if p.pk in text.marked}
    found = marked | _chosen([p for p in passages if not p.question], text)
    changed = [p for p in passages if _settle(p, found.get(p.pk), text, now=now)]
    if changed:
        Passage.objects.bulk_update(changed, _CHANGING, batch_size=50)
        touch(thread_key(article.pk))
    known = [passage for passage in passages if passage.shown_at]
    place_in_revision(known, revision_id=article.live_revision_id, now=now)


def _chosen(passages: Sequence[Passage], text: StoryText) -> dict[int, Found]:
    """Where the words that readers chose stand: each looked for from where it last stood."""
    found: dict[int, Found] = {}
    for former, group in _by_former_text(passages):
        if former is not None and former.blocks == text.blocks:
            found |= _unchanged(group, text)
            continue
        quotes = [_quote(passage) for passage in group]
        places = reanchor(quotes, text.blocks, former=former.blocks if former else ())
        found |= {p.pk: _found(at) for p, at in zip(group, places, strict=True) if at}
    return found


def _by_former_text(
    passages: Sequence[Passage],
) -> Iterable[tuple[StoryText | None, list[Passage]]]:
    """Passages by the text in which their words last stood. Two queries if there are any."""
    if not passages:
        return []
    good = Placement.objects.filter(passage__in=passages).exclude(how=How.GONE)
    rows = good.values("passage").annotate(last=Max("revision")).values_list("passage", "last")
    last = dict(rows)
    wanted = sorted(set(last.values()))[-MOST_FORMER:]
    texts = {
        pk: story_text(rich_texts_then(revision))
        for pk, revision in Revision.objects.in_bulk(wanted).items()
    }
    groups: dict[int | None, list[Passage]] = {}
    for passage in passages:
        revision_id = last.get(passage.pk)
        groups.setdefault(revision_id if revision_id in texts else None, []).append(passage)
    return [(texts.get(pk or 0), group) for pk, group in groups.items()]


def _unchanged(passages: Iterable[Passage], text: StoryText) -> dict[int, Found]:
    spans = {p.pk: (p, text.span(p.start_block, p.start, p.end_block, p.end)) for p in passages}
    return {pk: Found(How.PLACE, span) for pk, (p, span) in spans.items() if span}


def _quote(passage: Passage) -> Quote:
    return Quote(
        passage.words,
        passage.before,
        passage.after,
        block_id=passage.start_block,
        start=passage.start,
        end=passage.end,
        end_id=passage.end_block,
    )


def _found(place: Place) -> Found:
    span = Span(place.start_index, place.start, place.end_index, place.end)
    return Found(How(place.how.value), span)


def _settle(passage: Passage, found: Found | None, text: StoryText, *, now: datetime) -> bool:
    """Note where a passage stands; returns whether anything of it is new.

    What has gone keeps its words and its last place, from which it is looked for again.
    """
    before = _remembered(passage)
    if found is None:
        passage.how = How.GONE
        return _remembered(passage) != before
    passage.how = found.how
    settle_at(passage, found.span, text)
    passage.shown_at = passage.shown_at or now
    return _remembered(passage) != before


def _remembered(passage: Passage) -> Mapping[str, object]:
    return {name: getattr(passage, name) for name in _CHANGING}
