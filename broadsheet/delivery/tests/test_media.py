"""Pictures, sent before Django is asked."""

from pathlib import Path

import pytest

from broadsheet.delivery.media import Media
from broadsheet.delivery.tests.house import Browser


def nobody(*_: object) -> list[bytes]:
    raise LookupError


@pytest.fixture
def ask(tmp_path: Path) -> Browser:
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / "gate.webp").write_bytes(b"picture")
    (folder / "large.jpg").write_bytes(bytes(range(256)) * 4_000)
    (folder / "page.html").write_bytes(b"<script>alert(1)</script>")
    (folder / "drawing.svg").write_bytes(b"<svg/>")
    (folder / "folder.png").mkdir()
    (tmp_path / "secret.png").write_bytes(b"secret")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    return Browser(Media(nobody, root=folder, prefix="/media/"))


def test_a_picture_is_sent_to_be_kept(ask: Browser) -> None:
    answer = ask("/media/gate.webp", HTTP_ACCEPT_ENCODING="gzip")

    assert (answer.status, answer.body) == (200, b"picture")
    assert answer.headers["Content-Type"] == "image/webp"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Length"] == "7"
    tag = answer.headers["ETag"]
    assert ask("/media/gate.webp", HTTP_IF_NONE_MATCH=tag).status == 304
    head = ask("/media/gate.webp", method="HEAD")
    assert (head.headers, head.body) == (answer.headers, b"")


def test_a_part_of_a_picture_is_sent(ask: Browser) -> None:
    whole = ask("/media/large.jpg")
    assert whole.body == bytes(range(256)) * 4_000

    part = ask("/media/large.jpg", HTTP_RANGE="bytes=3-400000")
    assert (part.status, part.body) == (206, whole.body[3:400_001])
    assert part.headers["Content-Range"] == "bytes 3-400000/1024000"
    assert ask("/media/large.jpg", HTTP_RANGE="bytes=2000000-").status == 416
    old = ask("/media/large.jpg", HTTP_RANGE="bytes=0-1", HTTP_IF_RANGE='"old"')
    assert old.status == 200


@pytest.mark.parametrize(
    "path",
    ["page.html", "drawing.svg", "absent.png", "../secret.png", "link.png", "folder.png",
     "a\0.png", "", "\xff.png", "/etc/a.png"],
)  # fmt: skip
def test_nothing_else_is_sent(ask: Browser, path: str) -> None:
    assert ask(f"/media/{path}").status == 404


def test_pictures_can_only_be_looked_at(ask: Browser) -> None:
    assert ask("/media/gate.webp", method="POST").status == 405


def test_everything_else_is_passed_on(ask: Browser) -> None:
    with pytest.raises(LookupError):
        ask("/stories/gate.webp")
