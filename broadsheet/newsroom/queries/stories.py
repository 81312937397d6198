"""One story's page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from broadsheet.newsroom.body import (
    BodyBlock,
    Filter,
    body_blocks,
    body_words,
    frame_origins,
    images_in,
)
from broadsheet.newsroom.cards import (
    Card,
    article_url,
    authors_of,
    card,
    picture_ids,
    public_articles,
    with_bylines,
    written,
)
from broadsheet.newsroom.corrections import Corrected, corrected
from broadsheet.newsroom.languages import foreign
from broadsheet.newsroom.models import (
    Article,
    Author,
    Correction,
    NewsroomSettings,
    Source,
    Topic,
)
from broadsheet.newsroom.moments import Moment
from broadsheet.newsroom.pictures import Picture, pictures_of
from broadsheet.newsroom.queries.listings import in_topic
from broadsheet.newsroom.reading import count_words, reading_minutes

RELATED_STORIES = 3

# What many stories have none of, so that each is asked for only where there is something.
_PARTS: dict[str, tuple[QuerySet[Any], str | Prefetch]] = {
    "sources": (
        Source.objects.all(),
        Prefetch("sources", queryset=Source.objects.order_by("sort_order", "pk")),
    ),
    "corrections": (
        Correction.objects.all(),
        Prefetch("corrections", queryset=Correction.objects.order_by("corrected_at", "pk")),
    ),
    "also_in": (Article.also_in.through.objects.all(), "also_in"),
}


@dataclass(frozen=True)
class StoryPage:
    """Everything a story's page shows of the story itself."""

    article: Article
    canonical_url: str
    authors: tuple[Author, ...]
    published: Moment | None
    updated: Moment | None
    word_count: int
    reading_minutes: int
    hero: Picture | None
    blocks: list[BodyBlock]
    sources: list[Source]
    corrections: list[Corrected]
    also_in: list[Topic]
    running: list[Topic]  # those of its topics that are running stories
    related: list[Card]
    language: str = ""  # where it is another than the newsroom's
    page_language: str = ""  # the newsroom's, where the story's is another

    @property
    def picture_ids(self) -> list[int]:
        shown = [self.hero, *(p for block in self.blocks for p in block.pictures)]
        return [p.id for p in shown if p is not None] + picture_ids(self.related)

    @property
    def frame_origins(self) -> list[str]:
        return frame_origins(self.blocks)


def public_story(slug: str) -> Article | None:
    """The public story of that slug with all that its page needs.

    Issues two queries, and one for each of sources, corrections and further topics that it has.
    """
    has = {
        f"has_{part}": Exists(rows.filter(article=OuterRef("pk")))
        for part, (rows, _) in _PARTS.items()
    }
    story = with_bylines(public_articles()).annotate(**has).filter(slug=slug).first()
    if story is not None:
        wanted = [fetch for part, (_, fetch) in _PARTS.items() if getattr(story, f"has_{part}")]
        prefetch_related_objects([story], *wanted)
    return story


def story_page(
    article: Article, *, newsroom: NewsroomSettings, filters: Iterable[Filter] = ()
) -> StoryPage:
    """Prepare a story, loaded with everything, or a preview's unsaved one. Issues two queries,
    one more where the text shows pictures, and those that links in it need."""
    related = _related(article)
    shown = [article.hero, *images_in(article), *(other.hero for other in related)]
    pictures = pictures_of(shown, with_shares=[article.hero])
    words = body_words(article)
    also_in = _part(article, "also_in")
    return StoryPage(
        article=article,
        canonical_url=settings.SITE_ADDRESS + article_url(article),
        authors=authors_of(article),
        published=written(article.first_published_at, newsroom=newsroom),
        updated=_updated(article, newsroom=newsroom),
        word_count=count_words(words),
        reading_minutes=reading_minutes(words),
        hero=pictures.get(article.hero_id or 0),
        blocks=body_blocks(article, newsroom=newsroom, pictures=pictures, filters=filters),
        sources=_part(article, "sources"),
        corrections=[corrected(row, newsroom=newsroom) for row in _part(article, "corrections")],
        also_in=also_in,
        running=[topic for topic in (article.topic, *also_in) if topic.is_running],
        related=[card(other, newsroom=newsroom, pictures=pictures) for other in related],
        language=foreign(article.language, page=newsroom.language),
        page_language=foreign(newsroom.language, page=article.language) if article.language else "",
    )


def _part(article: Article, name: str) -> list[Any]:
    """What a story has of a part; nothing is asked for what a loaded one is known not to have."""
    return list(getattr(article, name).all()) if getattr(article, f"has_{name}", True) else []


def _updated(article: Article, *, newsroom: NewsroomSettings) -> Moment | None:
    """The time of the last publication, unless it is the first."""
    first, last = article.first_published_at, article.last_published_at
    if first is None or last is None or (last - first).total_seconds() < 60:
        return None
    return written(last, newsroom=newsroom)


def _related(article: Article) -> list[Article]:
    """The latest other stories of the same topic."""
    same_topic = public_articles().filter(in_topic(article.topic_id)).exclude(pk=article.pk)
    return list(same_topic[:RELATED_STORIES])
