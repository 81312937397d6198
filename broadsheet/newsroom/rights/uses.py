"""Where pictures stand on public pages: asked of the rows themselves.

Wagtail's reference index is written by the worker, some time after a story has gone out.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse

from broadsheet.delivery.keys import SITE, STORIES, article_key, author_key
from broadsheet.newsroom.body.stored import Stored, stored_blocks
from broadsheet.newsroom.models import Article, Author, NewsroomSettings
from broadsheet.newsroom.rights.rule import Place


@dataclass(frozen=True)
class Use:
    """One place of one picture; `keys` are those of the pages that show it."""

    place: Place
    name: str
    desk_url: str
    keys: tuple[str, ...]


def uses_of(image_ids: Collection[int]) -> dict[int, list[Use]]:
    """Where readers may see each of the pictures; drafts do not count. Four queries."""
    uses: dict[int, list[Use]] = defaultdict(list)
    if not image_ids:
        return uses
    for story in Article.objects.filter(live=True, hero__in=image_ids).defer("body"):
        uses[story.hero_id or 0].append(_in_story(story, Place.HERO))
    for story in _stories_that_name(image_ids):
        for place, image_id in places_in_body(story):
            if image_id in image_ids:
                uses[image_id].append(_in_story(story, place))
    for author in Author.objects.filter(portrait__in=image_ids):
        uses[author.portrait_id or 0].append(_of_author(author))
    for newsroom in NewsroomSettings.objects.filter(logo__in=image_ids):
        uses[newsroom.logo_id or 0].append(_as_logo(newsroom))
    return uses


def places_in_body(story: Article) -> list[tuple[Place, int]]:
    """The pictures that a story's body shows, by their ids. No query."""
    return [(_place(block), pk) for block in stored_blocks(story) for pk in block.image_ids]


def _place(block: Stored) -> Place:
    return Place.GALLERY if block.kind == "gallery" else Place.TEXT


def _stories_that_name(image_ids: Collection[int]) -> list[Article]:
    """Public stories whose bodies may hold one of the pictures: a superset, found as text."""
    named = Q()
    for pk in image_ids:
        named |= Q(as_text__contains=f'": {pk},') | Q(as_text__contains=f'": {pk}}}')
    stories = Article.objects.annotate(as_text=Cast("body", TextField()))
    return list(stories.filter(named, live=True).only("title", "body", "topic"))


def _in_story(story: Article, place: Place) -> Use:
    url = reverse("wagtailadmin_pages:edit", args=[story.pk])
    return Use(place, story.title, url, keys=(STORIES, article_key(story.pk)))


def _of_author(author: Author) -> Use:
    url = reverse("wagtailsnippets_newsroom_author:edit", args=[author.pk])
    return Use(Place.PORTRAIT, author.name, url, keys=(author_key(author.pk),))


def _as_logo(newsroom: NewsroomSettings) -> Use:
    url = reverse("wagtailsettings:edit", args=["newsroom", "newsroomsettings"])
    return Use(Place.LOGO, newsroom.name, url, keys=(SITE,))
