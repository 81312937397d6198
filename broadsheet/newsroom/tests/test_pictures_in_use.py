"""A picture that readers see keeps what it needs, and is not deleted."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from broadsheet.conftest import WriteStory
from broadsheet.newsroom.models import Author, CreditedImage, NewsroomSettings
from broadsheet.newsroom.rights.keeping import PictureInUse
from broadsheet.newsroom.tests.hung_pictures import PLACES, Hang, gallery


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
