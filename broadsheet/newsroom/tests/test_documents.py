"""Documents: what is taken, and who gets it, and only ever as a download."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import PageViewRestriction

from broadsheet.conftest import MakeStaff, Visitor, WriteStory
from broadsheet.newsroom import roles
from broadsheet.newsroom.documents.kinds import MAX_BYTES, UnfitDocument, require_fit
from broadsheet.newsroom.models import Article, StoryDocument
from broadsheet.readers.models import User

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
ODT = "application/vnd.oasis.opendocument.text"
OPEN_DOCUMENT = {"mimetype": ODT, "content.xml": "<x/>"}
WORD = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}


@pytest.fixture(autouse=True)
def files(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def package(parts: dict[str, str]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return written.getvalue()


def document(name: str = "Mr Pascoe's copy (3).pdf", content: bytes = PDF) -> StoryDocument:
    file = ContentFile(content, name=name)
    return StoryDocument.objects.create(title="The report", file=file)


def offering(held: StoryDocument) -> list[tuple[str, Any]]:
    return [("document", {"document": held, "title": "", "note": ""})]


def fits(name: str, content: bytes) -> bool:
    try:
        require_fit(BytesIO(content), name=name, size=len(content))
    except UnfitDocument:
        return False
    return True


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("a.PDF", PDF),
        ("a.csv", "year;höhe\n1914;9\n".encode()),
        ("a.txt", b"\xef\xbb\xbfWith a mark of its order."),
        ("a.json", b'{"a": 1}'),
        ("a.odt", package(OPEN_DOCUMENT)),
        ("a.docx", package(WORD)),
    ],
)
def test_a_document_is_what_it_is_called(name: str, content: bytes) -> None:
    assert fits(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<p>Hello</p>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("program.exe", b"MZ\x90\x00"),
        ("script.js", b"alert(1)"),
        ("script.sh", b"#!/bin/sh\n"),
        ("package.zip", package({"a.txt": "a"})),
        ("macros.docm", package(WORD)),
        ("nothing", b"words"),
        ("report.pdf.html", PDF),
    ],
)
def test_a_kind_that_is_not_on_the_list_is_refused(name: str, content: bytes) -> None:
    assert not fits(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"<!DOCTYPE html><p>Hello</p>"),
        ("a.pdf", b"%PDF-1.7\n<script>alert(1)</script>"),
        ("a.pdf", b"<html>%PDF-1.7"),
        ("a.pdf", b"MZ\x90\x00 %PDF-1.7"),
        ("a.csv", b"<svg onload=alert(1)>"),
        ("a.csv", b"a,b\n<script>alert(1)</script>,2\n"),
        ("a.txt", b"  \n<?xml version='1.0'?><svg/>"),
        ("a.txt", b"#!/bin/sh\nrm -r /\n"),
        ("a.txt", b"\x7fELF\x02\x01"),
        ("a.txt", b"binary\x00bytes"),
        ("a.txt", b"\xff\xfe\x00\xd8"),
        ("a.txt", b""),
        ("a.docx", package({"a.txt": "a"})),
        ("a.docx", package(WORD | {"word/vbaProject.bin": "x"})),
        ("a.docx", b"PK\x03\x04 and nothing"),
        ("a.docx", b"MZ\x90\x00" + package(WORD)),
        ("a.odt", package({"content.xml": "<x/>"} | OPEN_DOCUMENT)),
        ("a.odt", package(OPEN_DOCUMENT | {"mimetype": "text/html"})),
        ("a.xlsx", package(WORD)),
    ],
)
def test_a_document_that_is_something_else_is_refused(name: str, content: bytes) -> None:
    assert not fits(name, content)


def test_a_document_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(UnfitDocument, match="20 MB"):
        require_fit(BytesIO(PDF), name="a.pdf", size=MAX_BYTES + 1)


@pytest.mark.django_db
def test_no_way_in_takes_what_is_unfit(files: Path) -> None:
    with pytest.raises(ValidationError, match="something else"):
        document(content=b"<html><script>alert(1)</script>")

    assert not StoryDocument.objects.exists()
    assert not list(files.rglob("*.pdf"))


@pytest.mark.django_db
def test_the_server_names_the_file(files: Path) -> None:
    held = document()

    assert held.filename == "the-report.pdf"
    assert [path.name for path in files.rglob("*.pdf")] == [Path(held.file.name).name]
    assert "Pascoe" not in held.file.name
    assert len(Path(held.file.name).stem) == 32


@pytest.mark.parametrize("kind", ["chooser", "several at once"])
def test_the_desks_forms_say_what_is_wrong_with_a_file(
    visitor: Visitor, editor: User, kind: str
) -> None:
    visitor.force_login(editor)
    file = SimpleUploadedFile("a.pdf", b"<html>", content_type="application/pdf")

    if kind == "chooser":
        sent = {"document-chooser-upload-title": "A", "document-chooser-upload-file": file}
        said = visitor.post("/desk/documents/chooser/create/", sent).text
    else:
        sent = {"title": "A", "files[]": file}
        said = visitor.post("/desk/documents/multiple/add/", sent).text

    assert "what is in it is something else" in said
    assert not StoryDocument.objects.exists()


@pytest.mark.parametrize("path", ["/desk/documents/multiple/add/", "/desk/documents/chooser/"])
def test_the_desk_warns_of_what_documents_carry(visitor: Visitor, editor: User, path: str) -> None:
    visitor.force_login(editor)

    assert "tracked changes" in visitor.get(path).text


def test_readers_get_what_a_public_story_offers_as_a_download(
    visitor: Client, write_story: WriteStory
) -> None:
    held = document()
    story = write_story(body=offering(held))

    response = visitor.get(f"/stories/{story.slug}/documents/{held.pk}/the-report.pdf")

    assert response.status_code == 200
    assert response.getvalue() == PDF
    headers = response.headers
    assert headers["Content-Disposition"] == 'attachment; filename="the-report.pdf"'
    assert headers["Content-Type"] == "application/pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Surrogate-Key"] == f"article:{story.pk}"
    assert not response.cookies


@pytest.mark.parametrize("state", ["a draft", "private", "another's", "taken out", "nowhere"])
def test_readers_get_no_other_document(
    visitor: Visitor, stranger: Visitor, write_story: WriteStory, editor: User, state: str
) -> None:
    held = document()
    body = [] if state == "another's" else offering(held)
    story = write_story("A story", body=body, live=state != "a draft")
    slug = "no-story" if state == "nowhere" else story.slug
    if state == "private":
        restriction = PageViewRestriction(page=story, restriction_type="login")
        restriction.save()
    if state == "taken out":
        story.body = [("text", "<p>Gone.</p>")]
        story.save_revision().publish()
    path = f"/stories/{slug}/documents/{held.pk}/the-report.pdf"
    visitor.force_login(editor)

    assert stranger.get(path).status_code == 404
    seen = visitor.get(path)
    assert seen.status_code == 200
    assert seen.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("who", ["nobody", "no second factor", "no place at the desk"])
def test_only_the_desk_gets_a_document_by_its_number(
    visitor: Visitor, stranger: Visitor, editor: User, who: str
) -> None:
    held = document()
    visitor.force_login(editor)
    if who == "no second factor":
        stranger.sign_in_by_password_alone(editor)
    elif who == "no place at the desk":
        stranger.force_login(User.objects.create_user("walt", password="a long password 9"))

    assert stranger.get(held.url).status_code == 404
    assert visitor.get(held.url).status_code == 200
    assert visitor.get(held.url.replace(str(held.pk), "999999")).status_code == 404


def test_who_has_nothing_to_do_with_documents_gets_none_by_its_number(
    visitor: Visitor, staff: MakeStaff
) -> None:
    held = document()

    visitor.force_login(staff("mo", roles.MODERATORS))
    assert visitor.get(held.url).status_code == 404
    visitor.force_login(staff("rosa", roles.REPORTERS))
    assert visitor.get(held.url).status_code == 200


def test_a_file_that_is_gone_is_not_found(
    visitor: Client, write_story: WriteStory, files: Path
) -> None:
    held = document()
    story = write_story(body=offering(held))
    (files / held.file.name).unlink()

    path = f"/stories/{story.slug}/documents/{held.pk}/the-report.pdf"
    assert visitor.get(path).status_code == 404
    assert visitor.get(f"/media/{held.file.name}").status_code == 404
    assert Article.objects.filter(pk=story.pk).exists()


def test_the_media_folder_sends_no_document(visitor: Client, newsroom: object) -> None:
    held = document()

    assert visitor.get(f"/media/{held.file.name}").status_code == 404
