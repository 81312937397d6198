from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    folder.mkdir()
    settings.MEDIA_ROOT = folder
    (folder / "gate.webp").write_bytes(b"picture")
    (folder / "page.html").write_bytes(b"<script>alert(1)</script>")
    (folder / "drawing.svg").write_bytes(b"<svg/>")
    (tmp_path / "secret.png").write_bytes(b"secret")
    return folder


def test_a_picture_is_sent_to_be_kept(visitor: Client) -> None:
    response = visitor.get("/media/gate.webp")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/webp"
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "page.html",
        "drawing.svg",
        "absent.png",
        "../secret.png",
        "%2e%2e/secret.png",
        "a%00.png",
        "",
    ],
)
def test_nothing_else_is_sent(visitor: Client, path: str, newsroom: object) -> None:
    assert visitor.get(f"/media/{path}").status_code == 404


def test_a_picture_is_not_compressed_again(visitor: Client, media: Path) -> None:
    (media / "large.jpg").write_bytes(b"picture" * 1000)

    response = visitor.get("/media/large.jpg", HTTP_ACCEPT_ENCODING="gzip")

    assert "Content-Encoding" not in response.headers
    assert response.headers["Content-Length"] == "7000"
