"""What a story's pictures need for it to go public, by whichever way it goes."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext

from broadsheet.newsroom.models import Article, Author, CreditedImage, NewsroomSettings
from broadsheet.newsroom.rights.ending import today_in_newsroom
from broadsheet.newsroom.rights.rule import Place, missing_rights
from broadsheet.newsroom.rights.uses import places_in_body


@dataclass(frozen=True)
class Objection:
    """Why one picture keeps a page back; `field` is the page's that holds it."""

    field: str
    image_id: int
    sentence: str


class RightsMissing(ValidationError):
    """A page cannot be public with its pictures as they are; the messages say which.

    `links` lead to where they are mended: a name and an address of the desk each.
    """

    def __init__(self, found: list[Objection]) -> None:
        by_field: dict[str, list[str]] = {}
        for objection in found:
            by_field.setdefault(objection.field, []).append(objection.sentence)
        super().__init__(by_field)
        ids = dict.fromkeys(objection.image_id for objection in found)
        name = gettext("Open the picture")
        self.links = [(name, reverse("wagtailimages:edit", args=[pk])) for pk in ids]


def objections(story: Article, *, now: datetime, lock: bool = False) -> list[Objection]:
    """What speaks against a story being public now or, if that is later, when it goes live.

    With `lock` the pictures stay as they are until the transaction ends. Two queries at most
    where it shows pictures, none where it shows none.
    """
    placed = [(Place.HERO, story.hero_id)] if story.hero_id else []
    placed += places_in_body(story)
    if not placed:
        return []
    pictures = CreditedImage.objects.select_for_update() if lock else CreditedImage.objects.all()
    images = pictures.in_bulk({pk for _place, pk in placed})
    due = story.go_live_at if story.go_live_at and story.go_live_at > now else now
    today = today_in_newsroom(due)
    found = [
        Objection("hero" if place == Place.HERO else "body", pk, sentence)
        for place, pk in placed
        if pk in images
        for sentence in missing_rights(images[pk], place=place, today=today)
    ]
    return list(dict.fromkeys(found))


def require_rights(story: Article, *, now: datetime) -> None:
    """Within the transaction that makes it public.

    :raises RightsMissing: while a picture of the story lacks what a public page needs.
    """
    found = objections(story, now=now, lock=True)
    if found:
        raise RightsMissing(found)


def require_portrait_rights(author: Author, *, now: datetime) -> None:
    """:raises RightsMissing: authors are public, so their portraits are."""
    _require_one(author.portrait, field="portrait", place=Place.PORTRAIT, now=now)


def require_logo_rights(newsroom: NewsroomSettings, *, now: datetime) -> None:
    """:raises RightsMissing: for a logo without a licence."""
    _require_one(newsroom.logo, field="logo", place=Place.LOGO, now=now)


def _require_one(image: CreditedImage | None, *, field: str, place: Place, now: datetime) -> None:
    if image is None:
        return
    sentences = missing_rights(image, place=place, today=today_in_newsroom(now))
    if sentences:
        raise RightsMissing([Objection(field, image.pk, sentence) for sentence in sentences])
