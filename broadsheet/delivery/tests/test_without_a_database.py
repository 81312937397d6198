"""Without a database every stored page stands, and all comes right by itself once it is back."""

import errno
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.delivery.front.rendering import Rendered
from broadsheet.delivery.front.serving import Pages
from broadsheet.delivery.seen.moved import Moved
from broadsheet.delivery.store.disk import Disk
from broadsheet.delivery.store.page import Page
from broadsheet.delivery.tests.house import Told, page, pages

FAILED = Rendered("503 Service Unavailable", (), b"", None)
Render = Callable[[], Rendered]


def edition(words: str, *, until: float = float("inf")) -> Render:
    return lambda: Rendered("200 OK", (), b"", page(words=words, made_at=time.time(), until=until))


def failing() -> Rendered:
    return FAILED


def unasked() -> Rendered:
    raise AssertionError("nobody should have asked Django")


def ask(store: Pages, render: Render, *, has_written: bool = False) -> str:
    found = store.answer("/", render, has_written=has_written)
    return found.digest if isinstance(found, Page) else found.status


def lose(told: Told, store: Pages) -> None:
    told.is_gone = True
    store.moved.look()


def find_again(told: Told, store: Pages) -> None:
    told.is_gone = False
    store.moved._try_again_at = store.moved._next_glance = 0


def age(store: Pages) -> None:
    for kept in store.memory:
        kept.true_at -= 60
        kept.rendered_at -= 60


def test_a_stale_page_is_served_without_asking_django(store: Pages, told: Told) -> None:
    ask(store, edition("one"))
    told.touch("site")
    store.moved.look()
    age(store)
    lose(told, store)

    assert [ask(store, unasked) for _ in range(3)] == ["one"] * 3
    assert ask(store, unasked, has_written=True) == "one"
    find_again(told, store)
    assert ask(store, edition("two")) == "two"


def test_one_whose_time_has_passed_stands_too(store: Pages, told: Told) -> None:
    ask(store, edition("one", until=time.time() - 5))
    lose(told, store)

    assert ask(store, unasked) == "one"


def test_a_process_that_starts_meanwhile_serves_what_is_on_disk(
    store: Pages, told: Told, tmp_path: Path
) -> None:
    ask(store, edition("one", until=time.time() + 0.2))
    told.touch("site")
    told.is_gone = True
    later = pages(tmp_path, told)
    made = later.disk.get("/")
    assert made is not None
    later.disk.put(page(words="one", made_at=made.made_at - 99, until=1.0, mark=made.mark))

    assert ask(later, unasked) == "one"
    assert ask(later, unasked) == "one"
    find_again(told, later)
    assert ask(later, edition("two")) == "two"


def test_what_is_stored_nowhere_fails(store: Pages, told: Told) -> None:
    lose(told, store)

    assert ask(store, failing) == FAILED.status


def test_a_page_from_disk_that_nobody_could_check_is_checked_once_somebody_can(
    store: Pages, told: Told, tmp_path: Path
) -> None:
    ask(store, edition("one"))
    told.touch("site")
    later = pages(tmp_path, told)
    later.moved.look()
    lose(told, later)
    assert ask(later, unasked) == "one"

    find_again(told, later)  # with no news since

    assert ask(later, edition("two")) == "two"


def test_django_may_be_cut_off_where_the_watch_is_not(store: Pages, told: Told) -> None:
    ask(store, edition("one"))
    told.touch("site")
    store.moved.look()
    age(store)

    assert ask(store, failing) == "one"
    assert ask(store, unasked) == "one"  # and is not asked again for a second
    store._cut_off_until = 0
    assert ask(store, edition("two")) == "two"


def test_those_who_wait_for_a_render_that_fails_get_the_last_page(store: Pages, told: Told) -> None:
    ask(store, edition("one"))
    told.touch("site")
    store.moved.look()
    age(store)
    began, go_on = threading.Event(), threading.Event()

    def slowly() -> Rendered:
        began.set()
        go_on.wait(10)
        return FAILED

    answers: list[str] = []
    first = threading.Thread(target=lambda: answers.append(ask(store, slowly)))
    first.start()
    began.wait(10)
    others = [
        threading.Thread(target=lambda: answers.append(ask(store, unasked, has_written=True)))
        for _ in range(4)
    ]
    for thread in others:
        thread.start()
    go_on.set()
    for thread in [first, *others]:
        thread.join(10)

    assert answers == ["one"] * 5


def test_whoever_looks_does_not_wait_for_a_network_that_swallows_everything(told: Told) -> None:
    moved = Moved(told)
    told.is_gone = True
    moved.look()

    with moved._lock:  # another thread is about to connect
        began = time.monotonic()
        assert moved.look()[1] == ""
        assert time.monotonic() - began < 5


def test_a_listening_thread_lives_on_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    from broadsheet.delivery.seen.listening import Listening

    listening = Listening(None, Moved(Told()))
    turns = iter([RuntimeError("out of all order"), SystemExit()])

    def one_turn() -> None:
        raise next(turns)

    monkeypatch.setattr(listening, "one_turn", one_turn)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)

    with pytest.raises(SystemExit):
        listening.run()


def test_a_full_disk_keeps_no_page_and_leaves_nothing_behind(
    store: Pages, told: Told, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ask(store, edition("one"))
    there = set(store.disk.folder.rglob("*"))

    real = tempfile.mkstemp
    with monkeypatch.context() as patch:
        patch.setattr(
            "broadsheet.delivery.store.disk.tempfile.mkstemp",
            lambda dir: (os.open("/dev/full", os.O_WRONLY), real(dir=dir)[1]),
        )
        told.touch("site")
        assert ask(store, edition("two"), has_written=True) == "two"
        assert ask(store, unasked) == "two"
        told.touch("site")
        ask(store, edition("three"), has_written=True)

    assert os.strerror(errno.ENOSPC) in caplog.text
    assert len(caplog.records) == 1
    assert store.disk.has_failed
    assert set(store.disk.folder.rglob("*")) == there
    told.touch("site")
    ask(store, edition("four"), has_written=True)
    assert not store.disk.has_failed


def test_a_disk_that_can_be_read_alone_still_gives_its_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(tmp_path, most_bytes=10**6)
    disk.put(page())

    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(os, "utime", refuse)

    assert disk.get("/") is not None
    assert disk.get("/") is not None


def test_files_that_are_swapped_or_gone_are_no_pages(store: Pages) -> None:
    for address in ("/", "/other/"):
        store.disk.put(page(address, made_at=time.time()))
    one, other = store.disk.folder.glob("*/*.page")
    kept = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(kept)

    assert store.disk.get("/") is None
    assert store.disk.get("/other/") is None
    shutil.rmtree(store.disk.folder)
    assert ask(store, edition("one")) == "one"
    assert store.disk.get("/") is not None


def test_what_a_killed_process_was_writing_is_never_read(store: Pages) -> None:
    store.disk.put(page(made_at=time.time()))
    (kept,) = store.disk.folder.glob("*/*.page")
    half = kept.parent / "tmpkilled"
    half.write_bytes(kept.read_bytes()[:50])

    assert list(store.disk.addresses()) == ["/"]
    assert store.disk.get("/") is not None
    store.disk.clear()
    assert not half.exists()


def test_the_clock_set_back_or_forward_ends_no_page_for_ever(
    store: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = time.time
    ask(store, edition("one", until=real() + 7_200))

    for number, hours in enumerate((-1, 24, 0)):
        monkeypatch.setattr(time, "time", lambda hours=hours: real() + hours * 3_600)
        age(store)
        words = f"edition {number}"
        assert ask(store, edition(words, until=time.time() + 7_200)) == words
        assert ask(store, unasked) == words
