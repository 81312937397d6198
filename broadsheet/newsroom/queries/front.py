"""The front page: as editors composed it, and filled where they left it open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from broadsheet.newsroom.cards import (
    Card,
    card,
    pictures_in,
    public_articles,
    signed_by,
    whole,
)
from broadsheet.newsroom.models import (
    Article,
    FrontPage,
    FrontSecond,
    FrontSection,
    NewsroomSettings,
    Topic,
)
from broadsheet.newsroom.pictures import Picture, pictures_of
from broadsheet.newsroom.queries.most_read import most_read
from broadsheet.newsroom.queries.sections import newest_of_each

SECONDS = 3
RIVER_STORIES = 8
NEWEST_STORIES = 1 + SECONDS + RIVER_STORIES
SECTIONS = 3
LEAST_SECTION_STORIES = 2


@dataclass(frozen=True)
class Section:
    """A topic with a row of its own."""

    topic: Topic
    stories: list[Card]


@dataclass(frozen=True)
class Front:
    """The front page: one lead, a few seconds, the river of the latest, topics' own rows."""

    lead: Card | None
    seconds: list[Card] = field(default_factory=list)
    river: list[Card] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    most_read: list[Card] = field(default_factory=list)
    shows_most_read: bool = True
    shows_most_discussed: bool = True

    @property
    def cards(self) -> list[Card]:
        """All the stories that it shows, from top to bottom."""
        first = [self.lead] if self.lead else []
        rows = [story for section in self.sections for story in section.stories]
        return [*first, *self.seconds, *self.river, *rows]

    @property
    def pictures(self) -> list[Picture]:
        return pictures_in(self.cards)


@dataclass(frozen=True)
class _Composition:
    """What editors chose; each part may be missing."""

    lead: Article | None
    seconds: list[Article]
    topics: list[Topic]
    shows_most_read: bool = True
    shows_most_discussed: bool = True


def front_page(
    *, newsroom: NewsroomSettings, topics: Sequence[Topic] = (), draft: FrontPage | None = None
) -> Front:
    """The front page; `topics`, those of the navigation, have rows where editors chose none.
    With `draft`, as that one composes it, which need not be stored.

    Issues ten queries at most.
    """
    newest = list(public_articles()[:NEWEST_STORIES])
    if not newest:
        return Front(lead=None)
    chosen = _composition() if draft is None else _composition_of(draft)
    lead, seconds, others = _on_top(chosen, newest)
    rows = _rows(chosen, topics, without={story.pk for story in (lead, *seconds)})
    shown = [lead, *seconds, *others, *(story for _, stories in rows for story in stories)]
    pictures = pictures_of((story.hero for story in shown), with_shares=[lead.hero])

    def cards(stories: Iterable[Article]) -> list[Card]:
        return [card(story, newsroom=newsroom, pictures=pictures) for story in stories]

    return Front(
        lead=card(lead, newsroom=newsroom, pictures=pictures, authors=signed_by(lead)),
        seconds=cards(seconds),
        river=cards(others[:RIVER_STORIES]),
        sections=[Section(topic, cards(stories)) for topic, stories in rows],
        most_read=most_read(newsroom=newsroom) if chosen.shows_most_read else [],
        shows_most_read=chosen.shows_most_read,
        shows_most_discussed=chosen.shows_most_discussed,
    )


def _composition() -> _Composition:
    """What editors chose, as far as readers may see it. Four queries; one if they chose nothing."""
    found = FrontPage.objects.filter(live=True).annotate(
        has_seconds=Exists(FrontSecond.objects.filter(front=OuterRef("pk"))),
        has_sections=Exists(FrontSection.objects.filter(front=OuterRef("pk"))),
    )
    front = found.first()
    if front is None:
        return _Composition(lead=None, seconds=[], topics=[])
    second_ids = _second_ids(front) if front.has_seconds else []
    topics = _section_topics(front) if front.has_sections else []
    return _readable(front, second_ids=second_ids, topics=topics)


def _composition_of(draft: FrontPage) -> _Composition:
    """What an editor is choosing. Four queries at most."""
    second_ids = [second.article_id for second in draft.seconds.all()]
    topic_ids = [section.topic_id for section in draft.sections.all()]
    topics = Topic.objects.in_bulk(topic_ids)
    rows = [topics[pk] for pk in topic_ids if pk in topics]
    return _readable(draft, second_ids=second_ids, topics=rows)


def _readable(front: FrontPage, *, second_ids: list[int], topics: list[Topic]) -> _Composition:
    wanted = [*second_ids, *([front.lead_id] if front.lead_id else [])]
    stories = public_articles().filter(pk__in=wanted) if wanted else []
    readable = {story.pk: story for story in stories}
    return _Composition(
        lead=readable.get(front.lead_id or 0),
        seconds=[readable[pk] for pk in second_ids if pk in readable],
        topics=topics,
        shows_most_read=front.shows_most_read,
        shows_most_discussed=front.shows_most_discussed,
    )


def _second_ids(front: FrontPage) -> list[int]:
    in_order = FrontSecond.objects.filter(front=front).order_by("sort_order", "pk")
    return list(in_order.values_list("article_id", flat=True))


def _section_topics(front: FrontPage) -> list[Topic]:
    sections = FrontSection.objects.filter(front=front).select_related("topic")
    return [section.topic for section in sections.order_by("sort_order", "pk")]


def _on_top(
    chosen: _Composition, newest: list[Article]
) -> tuple[Article, list[Article], list[Article]]:
    """The lead, the seconds, and what is left of the newest."""
    lead = chosen.lead or newest[0]
    seconds = [story for story in chosen.seconds if story != lead]
    others = [story for story in newest if story not in (lead, *seconds)]
    if seconds:
        return lead, seconds, others
    return lead, others[:SECONDS], others[SECONDS:]


def _rows(
    chosen: _Composition, navigation: Sequence[Topic], *, without: set[int]
) -> list[tuple[Topic, list[Article]]]:
    """Each topic that has a row of its own, with the newest of its stories. Two queries."""
    topics = chosen.topics or navigation
    newest = newest_of_each(topics, without=without)
    least, most = (1, len(topics)) if chosen.topics else (LEAST_SECTION_STORIES, SECTIONS)
    shown = [topic for topic in topics if len(newest[topic.pk]) >= least][:most]
    ids = [story_id for topic in shown for story_id in newest[topic.pk]]
    stories = {story.pk: story for story in (whole(ids) if ids else [])}
    return [(topic, [stories[pk] for pk in newest[topic.pk]]) for topic in shown]
