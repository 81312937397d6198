"""What a reporter may do with the pictures and documents that he has added."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from broadsheet.conftest import MakeStaff, Visitor, WriteStory
from broadsheet.newsroom import roles
from broadsheet.newsroom.models import Article, CreditedImage, StoryDocument
from broadsheet.readers.models import User

NO_FOCUS = {f"focal_point_{part}": "" for part in ("x", "y", "width", "height")}


@pytest.fixture(autouse=True)
def files(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def picture(reporter: User) -> CreditedImage:
    drawn = BytesIO()
    Pillow.new("RGB", (60, 40), "teal").save(drawn, "PNG")
    return CreditedImage.objects.create(
        title="Quay",
        alt="The quay",
        credit="R. Voss",
        licence="own",
        file=ContentFile(drawn.getvalue(), name="quay.png"),
        uploaded_by_user=reporter,
    )


@pytest.fixture
def document(reporter: User) -> StoryDocument:
    file = ContentFile(b"year,tons\n1914,9\n", name="tons.csv")
    return StoryDocument.objects.create(title="Tons", file=file, uploaded_by_user=reporter)


@pytest.fixture
def write(write_story: WriteStory, picture: CreditedImage, document: StoryDocument) -> WriteStory:
    """Writes a story that shows the picture and offers the document."""

    def write(**values: Any) -> Article:
        offered = {"document": document, "title": "", "note": ""}
        return write_story(hero=picture, body=[("document", offered)], **values)

    return write


def change_both(browser: Visitor, picture: CreditedImage, document: StoryDocument) -> None:
    words = {"title": "Quay", "alt": "Another thing", "credit": "R. Voss", "licence": "own"}
    place = {"collection": picture.collection_id, "tags": ""}
    browser.post(f"/desk/images/{picture.pk}/", {**words, **place, **NO_FOCUS})
    file = SimpleUploadedFile("tons.csv", b"year,tons\n1914,0\n")
    browser.post(f"/desk/documents/edit/{document.pk}/", {"title": "Tons", "file": file, **place})
    picture.refresh_from_db()
    document.refresh_from_db()


def test_what_is_public_is_not_changed_by_the_reporter_who_added_it(
    write: WriteStory,
    picture: CreditedImage,
    document: StoryDocument,
    reporter: User,
    visitor: Visitor,
) -> None:
    write()
    visitor.force_login(reporter)

    change_both(visitor, picture, document)
    visitor.post(f"/desk/documents/delete/{document.pk}/")
    visitor.post(f"/desk/bulk/newsroom/storydocument/delete/?id={document.pk}")

    assert picture.alt == "The quay"
    assert document.file.read() == b"year,tons\n1914,9\n"
    assert StoryDocument.objects.filter(pk=document.pk).exists()


def test_what_no_reader_sees_yet_is(
    write: WriteStory,
    picture: CreditedImage,
    document: StoryDocument,
    reporter: User,
    visitor: Visitor,
) -> None:
    write(live=False)
    visitor.force_login(reporter)

    change_both(visitor, picture, document)

    assert picture.alt == "Another thing"
    assert document.file.read() == b"year,tons\n1914,0\n"


def test_editors_change_what_is_public(
    write: WriteStory,
    picture: CreditedImage,
    document: StoryDocument,
    staff: MakeStaff,
    visitor: Visitor,
) -> None:
    write()
    visitor.force_login(staff("edda", roles.EDITORS))

    change_both(visitor, picture, document)

    assert picture.alt == "Another thing"
    assert document.file.read() == b"year,tons\n1914,0\n"
