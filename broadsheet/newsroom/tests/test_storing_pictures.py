"""Whichever way a picture is stored, by code or at the desk, what is kept is clean."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, UploadedFile
from wagtail.utils.file import hash_filelike

from broadsheet.newsroom.darkroom.uploads import PictureRefused
from broadsheet.newsroom.models import CreditedImage
from broadsheet.newsroom.tests.strange_files import (
    AVIF,
    GIF,
    HTML,
    JPEG,
    REFUSED,
    with_exif,
)

NAMES = b"Secretly"


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["create", "save", "bulk", "file.save"])
def test_code_stores_a_clean_file_with_its_size_and_hash(way: str, media: Path) -> None:
    sent = ContentFile(with_exif(orientation=6), name="Mara Secretly.html.jpeg")

    match way:
        case "create":
            CreditedImage.objects.create(title="Gate", file=sent)
        case "save":
            CreditedImage(title="Gate", file=sent).save()
        case "bulk":
            root = Collection.get_first_root_node()
            CreditedImage.objects.bulk_create(
                [CreditedImage(title="Gate", file=sent, collection=root)]
            )
        case "file.save":
            CreditedImage(title="Gate").file.save("a.jpeg", sent)

    image = CreditedImage.objects.get()
    (stored,) = files_in(media)
    assert stored.suffix == ".jpg"
    assert "Secretly" not in str(stored)
    assert NAMES not in stored.read_bytes()
    assert (image.width, image.height) == (180, 320)
    assert image.file_size == stored.stat().st_size
    with stored.open("rb") as file:
        assert image.file_hash == hash_filelike(file)


@pytest.mark.django_db
def test_code_that_stores_no_picture_is_refused_and_leaves_nothing(media: Path) -> None:
    with pytest.raises(ValidationError):
        CreditedImage.objects.create(title="Gate", file=ContentFile(HTML, name="gate.jpg"))

    assert not CreditedImage.objects.exists()
    assert files_in(media) == []


@pytest.mark.django_db
def test_a_replaced_file_and_what_was_rendered_of_it_are_thrown_away(
    media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    image = CreditedImage.objects.create(title="Gate", file=ContentFile(JPEG, name="a.jpg"))
    image.get_rendition("width-100")
    old = Path(image.file.path)

    image.file = ContentFile(GIF, name="b.gif")
    with django_capture_on_commit_callbacks(execute=True):
        image.save()

    assert not old.exists()
    assert image.renditions.count() == 0
    assert Path(image.file.path).exists()


def image_form(content: bytes, name: str = "gate.jpg", **fields: object) -> dict[str, object]:
    return {
        "title": "Gate",
        "file": SimpleUploadedFile(name, content),
        "collection": Collection.get_first_root_node().pk,
        **fields,
    }


def test_the_desks_form_takes_a_picture_clean(desk: Client, media: Path) -> None:
    response = desk.post(reverse("wagtailimages:add"), image_form(with_exif()))

    assert response.status_code == 302
    (stored,) = files_in(media)
    assert NAMES not in stored.read_bytes()
    image = CreditedImage.objects.get()
    assert image.file_size == stored.stat().st_size


@pytest.mark.parametrize(
    "name", ["SVG", "HTML", "a Windows program", "JPEG cut in the middle", "more than 20 MB"]
)
def test_the_desks_form_says_what_is_wrong(desk: Client, media: Path, name: str) -> None:
    content, reason = REFUSED[name]

    page = desk.post(reverse("wagtailimages:add"), image_form(content))

    assert page.status_code == 200
    assert str(PictureRefused(reason).messages[0]) in page.text
    assert files_in(media) == []


@pytest.mark.parametrize("name", ["gate.svg", "gate.html", "gate.exe", "gate"])
def test_the_desks_form_takes_no_other_endings(desk: Client, media: Path, name: str) -> None:
    page = desk.post(reverse("wagtailimages:add"), image_form(JPEG, name=name))

    assert page.status_code == 200
    assert "is not allowed" in page.text
    assert files_in(media) == []


def test_a_picture_with_anothers_ending_is_taken_as_what_it_is(desk: Client, media: Path) -> None:
    desk.post(reverse("wagtailimages:add"), image_form(AVIF, name="gate.png"))

    assert [path.suffix for path in files_in(media)] == [".jpg"]


@pytest.mark.parametrize("title", ["Gate", "G" * 300])
def test_many_pictures_at_once_are_taken_clean(desk: Client, media: Path, title: str) -> None:
    form = {"title": title, "collection": Collection.get_first_root_node().pk}

    sent = {"files[]": SimpleUploadedFile("gate.jpg", with_exif())}
    response = desk.post(
        reverse("wagtailimages:add_multiple"),
        form | sent,
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    assert response.json()["success"]
    (stored,) = files_in(media)  # with a title too long, Wagtail keeps the file as an upload
    assert NAMES not in stored.read_bytes()
    assert UploadedFile.objects.count() == (1 if len(title) > 255 else 0)


def test_many_pictures_at_once_say_what_is_wrong(desk: Client, media: Path) -> None:
    response = desk.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Gate", "files[]": SimpleUploadedFile("gate.jpg", HTML)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    assert response.json()["success"] is False
    assert "drawing (SVG) or a web page" in response.json()["error_message"]
    assert files_in(media) == []


def test_a_stranger_cannot_send_pictures(stranger: Client, newsroom: object, media: Path) -> None:
    response = stranger.post(reverse("wagtailimages:add"), image_form(JPEG))

    assert response.status_code == 302
    assert not CreditedImage.objects.exists()
    assert files_in(media) == []
