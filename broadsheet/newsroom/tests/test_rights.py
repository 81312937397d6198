"""The rule of rights: no public page without a picture's words, its credit and a valid licence."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection

from broadsheet.conftest import WriteStory
from broadsheet.delivery.models import Touched
from broadsheet.newsroom.jobs import publish_scheduled
from broadsheet.newsroom.models import (
    Article,
    Author,
    CreditedImage,
    Licence,
    NewsroomSettings,
    StuckPage,
)
from broadsheet.newsroom.pictures import pictures_of
from broadsheet.newsroom.rights import Place, missing_rights, pictures_ending
from broadsheet.newsroom.rights.ending import touch_ended
from broadsheet.newsroom.rights.keeping import PictureInUse
from broadsheet.newsroom.rights.publication import RightsMissing
from broadsheet.newsroom.rights.rule import NEEDING_A_NOTE
from broadsheet.newsroom.tests.desk_forms import edit_path, open_form
from broadsheet.newsroom.tests.strange_files import encoded, photograph
from broadsheet.readers.models import User

TODAY = date(2026, 5, 4)
YESTERDAY = TODAY - timedelta(days=1)
JPEG = encoded(photograph((64, 36)), "JPEG")

Hang = Callable[..., CreditedImage]


@dataclass
class Shown:
    """A picture that has all it needs, unless a test says otherwise."""

    title: str = "Gate"
    alt: str = "A gate"
    credit: str = "Wen Okafor"
    licence: str = "own"
    licence_note: str = ""
    licence_ends_on: date | None = None


# ---- the rule ----


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


# ---- stories ----


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def hang(newsroom: object) -> Hang:
    def hang(**values: Any) -> CreditedImage:
        whole = {"title": "Gate", "alt": "A gate", "credit": "Wen Okafor", "licence": "own"}
        sent = ContentFile(JPEG, name="gate.jpg")
        return CreditedImage.objects.create(file=sent, **whole | values)

    return hang


@pytest.fixture
def desk(editor: User, visitor: Client) -> Client:
    visitor.force_login(editor)
    return visitor


def gallery(*images: CreditedImage) -> list[Any]:
    return [("gallery", {"pictures": list(images)})]


PLACES: dict[str, Callable[[CreditedImage], dict[str, Any]]] = {
    "hero": lambda image: {"hero": image},
    "text": lambda image: {"body": [("image", image)]},
    "gallery": lambda image: {"body": gallery(image)},
}


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


def test_a_going_back_to_an_old_version_with_an_ended_picture_is_refused(
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


# ---- at the desk ----


def publish_form(desk: Client, draft: Article, **fields: Any) -> Any:
    form = open_form(desk, draft) | {"hero": draft.hero_id or ""} | fields
    return desk.post(edit_path(draft), form)


def test_the_form_says_which_picture_and_keeps_what_was_typed(
    desk: Client, hang: Hang, write_story: WriteStory
) -> None:
    draft = write_story(live=False, hero=hang(credit=""))

    page = publish_form(desk, draft, title="Typed", **{"action-publish": "1"})

    assert page.status_code == 200
    assert "The picture “Gate” (at the top) has no credit." in page.text
    assert 'value="Typed"' in page.text
    assert not Article.objects.get(pk=draft.pk).live


def test_the_form_names_a_picture_in_the_text(
    desk: Client, hang: Hang, write_story: WriteStory
) -> None:
    draft = write_story(live=False)
    block = {"body-count": "1", "body-0-type": "image", "body-0-value": str(hang(alt="").pk)}
    block |= {"body-0-order": "0", "body-0-deleted": "", "body-0-id": ""}

    page = publish_form(desk, draft, **block, **{"action-publish": "1"})

    assert page.status_code == 200
    assert "(in the text) has no alternative text." in page.text


def test_the_form_saves_a_draft_without_asking(
    desk: Client, hang: Hang, write_story: WriteStory
) -> None:
    for story in (write_story("A draft", live=False), write_story("Public")):
        story.hero = hang(alt="", licence="")

        response = publish_form(desk, story)

        assert response.status_code == 302
        assert story.get_latest_revision_as_object().hero == story.hero


def test_no_story_is_scheduled_for_after_its_picture_ends(
    desk: Client, hang: Hang, write_story: WriteStory
) -> None:
    in_a_week = timezone.localdate() + timedelta(days=7)
    draft = write_story(live=False, hero=hang(licence_ends_on=in_a_week))
    times = {"on the last day": f"{in_a_week} 12:00", "later": f"{in_a_week + timedelta(2)} 12:00"}

    late = publish_form(desk, draft, go_live_at=times["later"], **{"action-publish": "1"})
    in_time = publish_form(
        desk, draft, go_live_at=times["on the last day"], **{"action-publish": "1"}
    )

    assert late.status_code == 200
    assert "too early for this" in late.text
    assert in_time.status_code == 302


def test_publishing_from_the_list_is_refused_in_words(
    desk: Client, hang: Hang, write_story: WriteStory
) -> None:
    draft = write_story(live=False, hero=hang(licence=""))
    sound = write_story("Sound", live=False)
    listed = f"?id={draft.pk}&id={sound.pk}&next=/desk/"
    path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + listed
    seen = desk.get(path).context["form"].initial.get("seen")
    form = {"include_descendants": "", "seen": json.dumps(seen)}
    page = desk.post(path, form, follow=True)

    assert "The picture “Gate” (at the top) has no licence." in page.text
    assert reverse("wagtailimages:edit", args=[draft.hero_id]) in page.text
    assert not Article.objects.get(pk=draft.pk).live
    assert not Article.objects.get(pk=sound.pk).live


def test_a_review_is_not_approved_with_such_a_picture_but_sent_back(
    desk: Client, editor: User, hang: Hang, write_story: WriteStory
) -> None:
    draft = write_story(live=False, hero=hang(alt=""))
    draft.save_revision()
    draft.get_workflow().start(draft, editor)
    state = draft.current_workflow_task_state
    decide = {"action-workflow-action": "true", "workflow-action-name": "approve"}

    refused = publish_form(desk, draft, **decide)
    assert "has no alternative text" in refused.text
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS
    sent_back = publish_form(desk, draft, **decide | {"workflow-action-name": "reject"})

    assert sent_back.status_code == 302
    state.refresh_from_db()
    assert state.status == state.STATUS_REJECTED
    assert not Article.objects.get(pk=draft.pk).live


# ---- pictures in use ----


def in_use(image: CreditedImage, write_story: WriteStory, where: str) -> None:
    match where:
        case "portrait":
            Author.objects.create(name="Noor", slug="noor", portrait=image)
        case "logo":
            NewsroomSettings.objects.update_or_create(defaults={"logo": image})
        case _:
            write_story("Public", **PLACES[where](image))


@pytest.mark.parametrize("where", [*PLACES, "portrait"])
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("alt", ""),
        ("credit", ""),
        ("licence", ""),
        ("licence", "other"),
        ("licence_ends_on", date(2020, 1, 1)),
    ],
)
def test_a_picture_in_use_keeps_what_it_needs(
    hang: Hang, write_story: WriteStory, where: str, field: str, value: Any
) -> None:
    picture = hang()
    in_use(picture, write_story, where)
    setattr(picture, field, value)

    with pytest.raises(PictureInUse, match="in use"):
        picture.save()
    with pytest.raises(ValidationError, match="in use"):
        picture.full_clean()

    assert getattr(CreditedImage.objects.get(), field) != value


def test_a_logo_may_lose_its_words_but_not_its_licence(hang: Hang, write_story: WriteStory) -> None:
    logo = hang()
    in_use(logo, write_story, "logo")

    logo.alt = logo.credit = ""
    logo.save()
    logo.licence = ""
    with pytest.raises(PictureInUse):
        logo.save()


def test_a_picture_of_a_draft_may_lose_anything_and_be_deleted(
    hang: Hang, write_story: WriteStory
) -> None:
    picture = hang()
    write_story("A draft", live=False, hero=picture, body=gallery(picture))

    picture.alt = picture.licence = ""
    picture.save()
    picture.delete()

    assert not CreditedImage.objects.exists()


def test_a_picture_whose_number_only_resembles_one_in_use_is_free(
    hang: Hang, write_story: WriteStory
) -> None:
    free, used = hang(), hang()
    write_story("Public", body=gallery(used))

    free.delete()

    assert CreditedImage.objects.get() == used


def test_an_old_picture_in_use_is_mended_bit_by_bit(hang: Hang, write_story: WriteStory) -> None:
    picture = hang()
    in_use(picture, write_story, "hero")
    CreditedImage.objects.update(alt="", licence="")  # as before there was a rule
    picture.refresh_from_db()

    picture.alt = "A gate"
    picture.save()

    assert CreditedImage.objects.get().alt == "A gate"


@pytest.mark.parametrize("where", [*PLACES, "portrait", "logo"])
def test_a_picture_in_use_is_not_deleted_alone_or_with_others(
    hang: Hang, write_story: WriteStory, where: str
) -> None:
    picture = hang()
    in_use(picture, write_story, where)

    with pytest.raises(PictureInUse, match="in use and was not deleted"):
        picture.delete()
    with pytest.raises(PictureInUse):
        CreditedImage.objects.all().delete()

    assert Path(picture.file.path).exists()


def test_the_desk_says_where_a_picture_is_used_when_it_is_not_deleted(
    desk: Client, hang: Hang, write_story: WriteStory
) -> None:
    picture = hang()
    in_use(picture, write_story, "hero")
    many = reverse("wagtail_bulk_action", args=["newsroom", "creditedimage", "delete"])

    for path in (reverse("wagtailimages:delete", args=[picture.pk]), f"{many}?id={picture.pk}"):
        page = desk.post(path, follow=True)

        assert "“Gate” is in use and was not deleted: “Public”" in page.text
    assert CreditedImage.objects.exists()


def test_the_pictures_form_says_what_must_stay(
    desk: Client, hang: Hang, write_story: WriteStory
) -> None:
    picture = hang()
    in_use(picture, write_story, "hero")
    root = Collection.get_first_root_node().pk
    form = {"title": "Gate", "alt": "", "credit": "W", "licence": "own", "collection": root}

    page = desk.post(reverse("wagtailimages:edit", args=[picture.pk]), form)

    assert page.status_code == 200
    assert "The picture is in use, so it must keep this: “Public”." in page.text
    assert CreditedImage.objects.get().alt == "A gate"


def test_an_author_is_not_saved_with_a_portrait_that_lacks_something(hang: Hang) -> None:
    author = Author(name="Noor", slug="noor", portrait=hang(credit=""))

    with pytest.raises(ValidationError, match="portrait"):
        author.full_clean()


def test_a_logo_without_a_licence_is_not_saved(hang: Hang) -> None:
    newsroom = NewsroomSettings(logo=hang(licence=""))

    with pytest.raises(ValidationError, match="logo"):
        newsroom.full_clean()


# ---- licences that end ----


def test_a_picture_is_left_out_from_the_day_after_its_last(
    hang: Hang, write_story: WriteStory, visitor: Client
) -> None:
    picture = hang(caption="The gate at noon.")
    write_story("Public", hero=picture)
    CreditedImage.objects.update(licence_ends_on=timezone.localdate())
    assert "The gate at noon." in visitor.get("/stories/public/").text

    CreditedImage.objects.update(licence_ends_on=timezone.localdate() - timedelta(days=1))

    page = visitor.get("/stories/public/")
    assert page.status_code == 200
    assert "The gate at noon." not in page.text
    assert picture.file.name not in page.text


def test_the_day_is_that_of_the_newsrooms_zone(hang: Hang) -> None:
    picture = hang(licence_ends_on=TODAY)

    assert picture.pk in pictures_of([picture], today=TODAY)
    assert picture.pk not in pictures_of([picture], today=TODAY + timedelta(days=1))


def test_what_ends_is_listed_with_its_places_the_earliest_first(
    hang: Hang, write_story: WriteStory
) -> None:
    later, soon = (hang(licence_ends_on=TODAY + timedelta(days=n)) for n in (14, 1))
    too_late, unused = hang(licence_ends_on=TODAY + timedelta(days=15)), hang(licence_ends_on=TODAY)
    CreditedImage.objects.exclude(pk=unused.pk).update(licence_ends_on=None)
    write_story("Public", hero=later, body=gallery(soon, too_late))
    for image in (later, soon, too_late):
        CreditedImage.objects.filter(pk=image.pk).update(licence_ends_on=image.licence_ends_on)

    listed = pictures_ending(today=TODAY, within_days=14)

    assert listed == [soon, later]
    assert [(use.place, use.name) for use in listed[0].uses] == [(Place.GALLERY, "Public")]


def test_pages_are_told_once_when_a_licence_has_ended_in_the_newsrooms_zone(hang: Hang) -> None:
    NewsroomSettings.objects.update_or_create(defaults={"time_zone": "Pacific/Auckland"})
    picture = hang(licence_ends_on=TODAY)
    Touched.objects.all().delete()
    key = f"picture:{picture.pk}"
    still_the_last_day = datetime(2026, 5, 4, 11, 59, tzinfo=UTC)
    the_day_after = datetime(2026, 5, 4, 12, 1, tzinfo=UTC)

    assert touch_ended(now=still_the_last_day) == 0
    assert touch_ended(now=the_day_after) == 1
    assert touch_ended(now=the_day_after) == 0

    assert Touched.objects.filter(key=key).count() == 1


def test_a_licence_made_longer_changes_the_pages_that_left_the_picture_out(
    hang: Hang, write_story: WriteStory
) -> None:
    picture = hang()
    story = write_story("Public", hero=picture)
    CreditedImage.objects.update(licence_ends_on=date(2020, 1, 1))
    picture.refresh_from_db()
    Touched.objects.all().delete()

    picture.licence_ends_on = date(2099, 1, 1)
    picture.save()

    assert Touched.objects.filter(key=f"article:{story.pk}").exists()
