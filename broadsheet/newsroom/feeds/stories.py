"""Channels of stories, with their full text, and of corrections."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from broadsheet.delivery.keys import author_key, picture_key
from broadsheet.newsroom.body import body_keys, full_texts
from broadsheet.newsroom.body.stored import images_in_all
from broadsheet.newsroom.cards import article_url, authors_of, with_bylines
from broadsheet.newsroom.corrections import public_corrections
from broadsheet.newsroom.feeds.channel import (
    NEVER,
    Channel,
    Entry,
    Illustration,
    Person,
    lasting_id,
    newspaper_uuid,
)
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.models import Article, Author, Correction, Topic
from broadsheet.newsroom.pictures import Picture, pictures_of, shown_until
from broadsheet.newsroom.queries.listings import newest_first, newest_of

FEED_STORIES = 20
FEED_CORRECTIONS = 50


def stories_channel(subject: Topic | Author | None, *, self_url: str) -> Channel:
    """The latest stories of a topic, of an author, or of all, in a fixed number of queries."""
    newsroom = this_newsroom()
    latest = with_bylines(newest_of(subject, end=FEED_STORIES)).prefetch_related("also_in")
    stories = newest_first(latest)
    pictures = pictures_of(story.hero for story in stories)
    texts = full_texts(stories, newsroom=newsroom)
    shown = [*(story.hero for story in stories if story.hero), *images_in_all(stories)]
    kind = f"{type(subject).__name__.lower()} {subject.pk}" if subject else "stories"
    path = subject.get_absolute_url() if subject else reverse("front")
    return Channel(
        id=lasting_id(newspaper_uuid(), kind),
        title=f"{subject.name} · {newsroom.name}" if subject else newsroom.name,
        description=_description(subject) or newsroom.strapline or newsroom.name,
        url=settings.SITE_ADDRESS + path,
        self_url=self_url,
        language=newsroom.language,
        publisher=newsroom.name,
        entries=[
            _entry(story, html=texts[story.pk], picture=pictures.get(story.hero_id or 0))
            for story in stories
        ],
        keys=(*(picture_key(image.pk) for image in shown), *_keys_of(stories)),
        until=shown_until(shown, zone=newsroom.time_zone, now=timezone.now()),
    )


def corrections_channel(*, self_url: str) -> Channel:
    """What was corrected last, in public stories."""
    newsroom = this_newsroom()
    return Channel(
        id=lasting_id(newspaper_uuid(), "corrections"),
        title=f"{_('Corrections')} · {newsroom.name}",
        description=_("What stories had wrong, and what is right."),
        url=settings.SITE_ADDRESS + reverse("corrections"),
        self_url=self_url,
        language=newsroom.language,
        publisher=newsroom.name,
        entries=[_correction(row) for row in public_corrections()[:FEED_CORRECTIONS]],
    )


def illustration(picture: Picture) -> Illustration:
    """A picture for a feed."""
    at_home = picture.src.startswith("/")
    return Illustration(
        url=f"{settings.SITE_ADDRESS}{picture.src}" if at_home else picture.src,
        width=picture.width,
        height=picture.height,
        words=picture.alt,
        credit=picture.credit,
    )


def _keys_of(stories: Iterable[Article]) -> Iterator[str]:
    for story in stories:
        yield from (author_key(author.pk) for author in authors_of(story))
        yield from body_keys(story)


def _description(subject: Topic | Author | None) -> str:
    if subject is None:
        return ""
    return subject.description if isinstance(subject, Topic) else subject.bio


def _entry(story: Article, *, html: str, picture: Picture | None) -> Entry:
    published_at = story.first_published_at or NEVER
    return Entry(
        id=lasting_id(story.translation_key),
        url=settings.SITE_ADDRESS + article_url(story),
        title=story.title,
        summary=story.standfirst,
        html=html,
        published_at=published_at,
        updated_at=_updated_at(story),
        authors=tuple(
            Person(author.name, settings.SITE_ADDRESS + author.get_absolute_url())
            for author in authors_of(story)
        ),
        topics=(story.topic.name, *(topic.name for topic in story.also_in.all())),
        language=_language_of(story),
        picture=illustration(picture) if picture else None,
    )


def _updated_at(story: Article) -> datetime:
    return max(story.first_published_at or NEVER, story.last_published_at or NEVER)


def _language_of(story: Article) -> str:
    """The story's language, where it is not the newsroom's."""
    return "" if story.language == this_newsroom().language else story.language


def _correction(row: Correction) -> Entry:
    story = row.article
    was, is_right = _("What was wrong:"), _("What is right:")
    return Entry(
        id=lasting_id(story.translation_key, f"correction {row.pk}"),
        url=f"{settings.SITE_ADDRESS}{article_url(story)}#correction-{row.pk}",
        title=story.title,
        summary=row.is_right,
        html=format_html("<p>{} {}</p><p>{} {}</p>", was, row.was_wrong, is_right, row.is_right),
        published_at=row.corrected_at,
        updated_at=row.corrected_at,
        language=_language_of(story),
    )
