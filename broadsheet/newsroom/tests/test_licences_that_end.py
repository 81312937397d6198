"""A licence that ends: its picture is left out, listed before, and back when it is made longer."""

from datetime import date, timedelta

from django.test import Client
from django.utils import timezone

from broadsheet.conftest import WriteStory
from broadsheet.delivery.models import Touched
from broadsheet.newsroom.models import (
    CreditedImage,
)
from broadsheet.newsroom.pictures import pictures_of
from broadsheet.newsroom.rights import Place, pictures_ending
from broadsheet.newsroom.tests.hung_pictures import Hang, gallery

TODAY = date(2026, 5, 4)


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


def test_a_picture_is_shown_on_its_last_day_and_not_after(hang: Hang) -> None:
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
