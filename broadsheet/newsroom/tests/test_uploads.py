"""Strangers' files: refused in a sentence or taken clean, and nothing of them stays behind."""

import resource
from io import BytesIO
from pathlib import Path
from time import monotonic
from typing import Any

import pillow_heif
import pytest
from django.conf import LazySettings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, UploadedFile
from wagtail.utils.file import hash_filelike

from broadsheet.newsroom import uploads
from broadsheet.newsroom.models import CreditedImage
from broadsheet.newsroom.tests.strange_files import (
    AVIF,
    GIF,
    HTML,
    JPEG,
    REFUSED,
    TAKEN,
    encoded,
    flat,
    photograph,
    with_exif,
)
from broadsheet.newsroom.uploads import CleanPicture, PictureRefused, clean_picture
from broadsheet.readers.models import User

NAMES = b"Secretly"
SECONDS = 15  # on a machine that does much else


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def cleaned(content: bytes) -> CleanPicture:
    return clean_picture(ContentFile(content, name="sent.jpg"))


def opened(clean: CleanPicture) -> Image.Image:
    return Image.open(BytesIO(clean.read()))


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_sound_picture_is_refused_in_a_sentence(name: str, media: Path) -> None:
    content, reason = REFUSED[name]
    began = monotonic()

    with pytest.raises(PictureRefused) as refused:
        cleaned(content)

    assert refused.value.code == reason
    assert refused.value.messages[0].endswith(".")
    assert monotonic() - began < SECONDS
    assert files_in(media) == []


@pytest.mark.parametrize("name", TAKEN)
def test_an_unusual_picture_is_taken_clean(name: str) -> None:
    began = monotonic()

    clean = cleaned(TAKEN[name])

    content = clean.read()
    image = Image.open(BytesIO(content))
    image.load()
    assert image.format in ("JPEG", "PNG", "WEBP")
    assert image.mode in ("L", "RGB", "RGBA")
    assert max(image.size) <= 4096
    assert getattr(image, "n_frames", 1) == 1
    assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & image.info.keys()
    assert NAMES not in content
    assert HTML not in content
    assert b"PK\x03\x04" not in content
    assert monotonic() - began < SECONDS


def test_a_telephones_heic_is_taken() -> None:
    heic = BytesIO()
    pillow_heif.from_pillow(photograph()).save(heic)

    clean = cleaned(heic.getvalue())

    assert opened(clean).size == (320, 180)


def test_a_picture_stands_upright() -> None:
    clean = cleaned(with_exif(orientation=6))

    assert opened(clean).size == (180, 320)


def test_a_large_picture_is_made_smaller() -> None:
    clean = cleaned(encoded(flat("RGB", (6000, 3000), "navy"), "JPEG"))

    assert opened(clean).size == (4096, 2048)


def test_sixteen_bits_of_grey_keep_their_grey() -> None:
    clean = cleaned(encoded(flat("I;16", colour=257 * 100), "PNG"))

    assert opened(clean).convert("L").getpixel((0, 0)) in (99, 100, 101)


def test_transparency_is_kept_and_a_photograph_without_becomes_a_jpeg() -> None:
    see_through = photograph()
    see_through.putalpha(Image.linear_gradient("L").resize(see_through.size))

    clean = cleaned(encoded(see_through, "PNG"))

    assert opened(clean).mode == "RGBA"
    assert cleaned(encoded(photograph(), "PNG")).name == "picture.jpg"


def test_a_chart_stays_exact() -> None:
    chart = flat("RGB", (60, 60), "white")
    chart.paste("red", (10, 10, 20, 50))

    clean = cleaned(encoded(chart, "PNG"))

    assert opened(clean).convert("RGB").tobytes() == chart.tobytes()


def test_a_picture_that_would_take_too_much_memory_is_refused() -> None:
    huge = encoded(flat("RGB", (8900, 8900), "navy"), "WEBP", method=0, quality=1)

    with pytest.raises(PictureRefused) as refused:
        cleaned(huge)

    assert refused.value.code == "heavy"


def test_opening_a_picture_costs_this_process_no_memory() -> None:
    large = encoded(flat("1", (8000, 8000)), "PNG")
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    cleaned(large)  # 256 MB when it is unfolded

    grown_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb
    children_kb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert grown_kb < 50 * 1024
    assert children_kb > 200 * 1024  # it was unfolded there


def test_a_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SECONDS", 0.001)

    with pytest.raises(PictureRefused) as refused:
        cleaned(JPEG)

    assert refused.value.code == "heavy"


def test_who_waits_too_long_in_line_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SECONDS_IN_LINE", 0.001)

    with uploads._one_at_a_time, pytest.raises(PictureRefused) as refused:
        cleaned(JPEG)

    assert refused.value.code == "busy"


def test_the_darkroom_knows_nothing_of_the_sites_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = {}
    run = uploads.subprocess.run

    def watch(*args: object, **kwargs: object) -> object:
        seen.update(kwargs)
        return run(*args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(uploads.subprocess, "run", watch)

    cleaned(JPEG)

    assert list(seen["env"]) == ["PYTHONPATH"]  # type: ignore[call-overload]


# ---- stored, by whichever way ----


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


# ---- at the desk ----


@pytest.fixture
def desk(editor: User, visitor: Client) -> Client:
    visitor.force_login(editor)
    return visitor


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
