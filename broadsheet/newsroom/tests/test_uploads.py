"""Strangers' files: refused in a sentence or taken clean, and nothing of them stays behind."""

import resource
from io import BytesIO
from pathlib import Path
from time import monotonic

import pillow_heif
import pytest
from django.core.files.base import ContentFile
from PIL import Image

from broadsheet.newsroom.darkroom import uploads
from broadsheet.newsroom.darkroom.uploads import CleanPicture, PictureRefused, clean_picture
from broadsheet.newsroom.tests.strange_files import (
    HTML,
    JPEG,
    REFUSED,
    TAKEN,
    encoded,
    flat,
    photograph,
    with_exif,
)

NAMES = b"Secretly"


SECONDS = 15  # on a machine that does much else


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
