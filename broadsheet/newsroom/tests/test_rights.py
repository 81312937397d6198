"""The rule of rights: no public page without a picture's words, its credit and a valid licence."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from broadsheet.conftest import WriteStory
from broadsheet.newsroom.jobs import publish_scheduled
from broadsheet.newsroom.models import Article, Licence, StuckPage
from broadsheet.newsroom.rights import Place, missing_rights
from broadsheet.newsroom.rights.publication import RightsMissing
from broadsheet.newsroom.rights.rule import NEEDING_A_NOTE
from broadsheet.newsroom.tests.hung_pictures import PLACES, Hang, gallery

TODAY = date(2026, 5, 4)
YESTERDAY = TODAY - timedelta(days=1)


@dataclass
class Shown:
    """A picture that has all it needs, unless a test says otherwise."""

    title: str = "Gate"
    alt: str = "A gate"
    credit: str = "Wen Okafor"
    licence: str = "own"
    licence_note: str = ""
    licence_ends_on: date | None = None


@pytest.mark.parametrize("place", Place)
def test_a_picture_with_everything_may_stand_anywhere(place: Place) -> None:
    assert missing_rights(Shown(licence_ends_on=TODAY), place=place, today=TODAY) == []


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ({"alt": " "}, "has no alternative text."),
        ({"credit": ""}, "has no credit."),
        ({"licence": ""}, "has no licence."),
        ({"licence": "other"}, "needs a note"),
        ({"licence": "permission"}, "needs a note"),
        ({"licence_ends_on": YESTERDAY}, "ends on May 3, 2026"),
    ],
)
def test_each_lack_is_named_with_the_picture_and_its_place(
    lacking: dict[str, Any], words: str
) -> None:
    (sentence,) = missing_rights(Shown(**lacking), place=Place.HERO, today=TODAY)

    assert sentence.startswith(("The picture “Gate” (at the top)", "The licence of the picture"))
    assert "“Gate” (at the top)" in sentence
    assert words in sentence


def test_a_logo_needs_a_licence_alone() -> None:
    logo = Shown(alt="", credit="")

    assert missing_rights(logo, place=Place.LOGO, today=TODAY) == []
    assert missing_rights(Shown(licence=""), place=Place.LOGO, today=TODAY) != []


def test_the_licences_that_need_a_note_are_licences() -> None:
    assert set(Licence.values) >= NEEDING_A_NOTE


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "lacking",
    [
        {"alt": ""},
        {"credit": ""},
        {"licence": ""},
        {"licence_ends_on": date(2020, 1, 1)},
    ],
    ids=lambda lacking: next(iter(lacking)),
)
def test_no_story_goes_public_with_a_picture_that_lacks_something(
    hang: Hang, write_story: WriteStory, place: str, lacking: dict[str, Any]
) -> None:
    draft = write_story(live=False, **PLACES[place](hang(**lacking)))

    with pytest.raises(RightsMissing, match="Gate"):
        draft.save_revision().publish()

    assert not Article.objects.get(pk=draft.pk).live


def test_a_story_goes_public_with_a_picture_that_has_everything(
    hang: Hang, write_story: WriteStory
) -> None:
    story = write_story(hero=hang(), body=gallery(hang(), hang()))

    assert story.live


def test_a_story_imported_as_public_is_refused_too(hang: Hang, write_story: WriteStory) -> None:
    draft = write_story(live=False, hero=hang(credit=""))
    draft.live = True

    with pytest.raises(RightsMissing):
        draft.save(clean=False)


def test_a_draft_is_kept_without_anything_also_of_a_public_story(
    hang: Hang, write_story: WriteStory
) -> None:
    story = write_story()
    story.hero = hang(alt="", licence="")

    story.save_revision(clean=False)

    assert Article.objects.get(pk=story.pk).live


def test_a_scheduled_story_stays_in_and_goes_out_once_the_picture_is_mended(
    hang: Hang, write_story: WriteStory
) -> None:
    picture = hang(alt="")
    draft = write_story(live=False, hero=picture)
    draft.go_live_at = timezone.now() - timedelta(minutes=1)
    draft.save_revision(approved_go_live_at=draft.go_live_at)

    publish_scheduled.call()
    assert not Article.objects.get(pk=draft.pk).live
    assert "no alternative text" in StuckPage.objects.get(page=draft.pk).reason
    picture.alt = "A gate"
    picture.save()
    publish_scheduled.call()

    assert Article.objects.get(pk=draft.pk).live


def test_going_back_to_an_old_version_with_an_ended_picture_is_refused(
    hang: Hang, write_story: WriteStory
) -> None:
    picture = hang()
    story = write_story(hero=picture)
    old = story.latest_revision
    story.hero = None
    story.save_revision().publish()
    picture.licence_ends_on = date(2020, 1, 1)
    picture.save()

    with pytest.raises(RightsMissing):
        old.publish()
