"""Where pages are kept: in memory and on disk, both bounded."""

import math
from pathlib import Path

import pytest

from broadsheet.delivery.store import disk as disk_module
from broadsheet.delivery.store.disk import Disk
from broadsheet.delivery.store.memory import Memory
from broadsheet.delivery.store.pressing import plain, pressed
from broadsheet.delivery.tests.house import page


def test_memory_keeps_what_was_used_last_and_never_more_than_it_may() -> None:
    memory = Memory(most_bytes=100_000)
    for number in range(100):
        kept = page(f"/{number}", words="x" * 5_000)
        kept.used_at = 1_000 if number == 0 else number
        memory.put(kept)

        assert memory.bytes <= memory.most_bytes
    assert memory.get("/0")
    assert memory.get("/99")
    assert not memory.get("/1")
    assert memory.bytes == sum(kept.size for kept in memory)


def test_a_page_takes_the_place_of_the_one_before() -> None:
    memory = Memory(most_bytes=100_000)
    memory.put(page("/", words="a" * 1_000))
    memory.put(page("/", words="b"))

    assert len(memory) == 1
    assert memory.bytes == page("/", words="b").size
    memory.put(page("/", words="c" * 100_000))
    assert not memory.get("/")


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path / "pages", most_bytes=1_000_000)


def test_a_page_comes_back_from_disk_as_it_was(disk: Disk) -> None:
    kept = page(bodies={"gzip": b"\x00\n\xff", "br": b""}, mark="7", keys=("a", "b"), made_at=1.5)
    disk.put(kept)
    disk.put(page("?page=2 /stories/", until=99.0))

    found = disk.get("/")
    assert found is not None
    assert (found.bodies, found.mark, found.keys) == (kept.bodies, "7", ("a", "b"))
    assert (found.headers, found.digest, found.until) == (kept.headers, kept.digest, math.inf)
    later = disk.get("?page=2 /stories/")
    assert later is not None
    assert later.until == 99.0
    assert sorted(disk.addresses()) == ["/", "?page=2 /stories/"]
    assert disk.get("/other") is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"hello", b"hullo")),
        lambda path: path.write_bytes(path.read_bytes().replace(b'"site"', b'"sote"')),
        lambda path: path.write_bytes(b"\xff" * 5_000),
    ],
)
def test_a_damaged_page_is_none(disk: Disk, damage: object) -> None:
    disk.put(page())
    (path,) = disk.folder.glob("??/*")
    damage(path)  # type: ignore[operator]

    assert disk.get("/") is None
    assert not path.exists()


def test_the_disk_keeps_no_more_than_it_may(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_module, "COUNT_EVERY", 5)
    disk.most_bytes = 50_000
    for number in range(100):
        disk.put(page(f"/{number}", words="x" * 2_000))

        assert sum(path.stat().st_size for path in disk.folder.glob("??/*")) <= 50_000
    assert disk.get("/99")


def test_a_disk_that_refuses_is_told_once_and_hurts_nobody(
    disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    disk.folder.parent.mkdir(exist_ok=True)
    disk.folder.write_text("a file stands in the way")

    disk.put(page())
    disk.put(page())

    assert len(caplog.records) == 1
    assert disk.get("/") is None
    assert disk.clear() == 0


def test_text_is_pressed_and_comes_out_as_it_was() -> None:
    text = b"Ferry. " * 500

    bodies = pressed(text, content_type="text/html; charset=utf-8")

    assert set(bodies) == {"br", "gzip"}
    assert all(len(body) < len(text) / 10 for body in bodies.values())
    assert plain(bodies) == text
    assert pressed(b"short", content_type="text/html") == {"": b"short"}
    assert pressed(text, content_type="image/png") == {"": text}
