"""Which bytes answer for a page: true ones, the last ones for a moment, or new ones."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from broadsheet.delivery.front import serving
from broadsheet.delivery.front.rendering import Rendered
from broadsheet.delivery.front.serving import Pages
from broadsheet.delivery.store.page import Page
from broadsheet.delivery.tests.house import Told, page, pages


class Newsroom:
    """Renders the page at "/", whose words tell how often it has."""

    def __init__(self) -> None:
        self.renders = 0
        self.status = "200 OK"
        self.until = float("inf")
        self.while_rendering: Callable[[], None] = lambda: None

    def __call__(self) -> Rendered:
        self.renders += 1
        words = f"edition {self.renders}"
        self.while_rendering()
        made = page(words=words, made_at=time.time(), until=self.until)
        return Rendered(self.status, (), b"", made if self.status.startswith("200") else None)


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


def waiting(began: threading.Event, go_on: threading.Event) -> Callable[[], None]:
    """What says that it has begun, and does not end before it may."""

    def wait() -> None:
        began.set()
        go_on.wait(10)

    return wait


def words(found: Page | Rendered | None) -> str:
    return found.digest if isinstance(found, Page) else str(found and found.status)


def ask(store: Pages, newsroom: Newsroom, *, has_written: bool = False) -> str:
    return words(store.answer("/", newsroom, has_written=has_written))


def quieten(store: Pages) -> None:
    """As if the page had been rendered a while ago, and nobody had asked since."""
    kept = store.memory.get("/")
    assert kept is not None
    kept.rendered_at -= 60
    kept.true_at -= 60


def test_a_page_is_rendered_once_until_a_key_of_its_moves(
    store: Pages, newsroom: Newsroom, told: Told
) -> None:
    assert [ask(store, newsroom) for _ in range(3)] == ["edition 1"] * 3
    told.touch("article:9")
    assert ask(store, newsroom) == "edition 1"

    told.touch("site")
    quieten(store)

    assert ask(store, newsroom) == "edition 2"
    assert newsroom.renders == 2


def test_a_page_in_a_storm_is_rendered_no_more_often_than_the_pause_allows(
    store: Pages, newsroom: Newsroom, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(store, newsroom)
    for _ in range(50):
        told.touch("site")
        assert ask(store, newsroom) == "edition 1"

    monkeypatch.setattr(serving, "PAUSE_SECONDS", 0)

    assert ask(store, newsroom) == "edition 2"


def test_nobody_is_sent_a_page_that_was_untrue_a_second_ago(
    store: Pages, newsroom: Newsroom, told: Told
) -> None:
    ask(store, newsroom)
    told.touch("site")
    kept = store.memory.get("/")
    assert kept is not None
    kept.true_at -= serving.LAST_PAGE_SECONDS + 0.1

    assert ask(store, newsroom) == "edition 2"


def test_whoever_has_just_written_is_never_sent_the_last_page(
    store: Pages, newsroom: Newsroom, told: Told
) -> None:
    ask(store, newsroom)
    told.touch("site")

    assert ask(store, newsroom, has_written=True) == "edition 2"


def test_while_one_renders_the_others_get_the_last_page_or_wait(
    store: Pages, newsroom: Newsroom, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "PAUSE_SECONDS", 0)
    ask(store, newsroom)
    told.touch("site")
    began, go_on = threading.Event(), threading.Event()
    newsroom.while_rendering = waiting(began, go_on)
    answers: list[str] = []

    def answer(**how: Any) -> threading.Thread:
        thread = threading.Thread(target=lambda: answers.append(ask(store, newsroom, **how)))
        thread.start()
        return thread

    renderer = answer()
    began.wait(10)
    assert ask(store, newsroom) == "edition 1"
    writers = [answer(has_written=True) for _ in range(3)]
    go_on.set()
    for thread in [renderer, *writers]:
        thread.join(10)

    assert answers == ["edition 2"] * 4
    assert newsroom.renders == 2


def test_the_first_readers_of_a_page_wait_for_one_render(store: Pages, newsroom: Newsroom) -> None:
    began, go_on = threading.Event(), threading.Event()
    newsroom.while_rendering = waiting(began, go_on)
    answers: list[str] = []
    threads = [
        threading.Thread(target=lambda: answers.append(ask(store, newsroom))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    began.wait(10)
    go_on.set()
    for thread in threads:
        thread.join(10)

    assert answers == ["edition 1"] * 8
    assert newsroom.renders == 1


def test_another_process_waits_for_the_page_and_takes_it_from_disk(
    store: Pages, newsroom: Newsroom, told: Told, tmp_path: Path
) -> None:
    other = pages(tmp_path, told)
    began, go_on = threading.Event(), threading.Event()
    newsroom.while_rendering = waiting(began, go_on)
    answers: list[str] = []
    threads = [
        threading.Thread(target=lambda one=one: answers.append(ask(one, newsroom)))
        for one in (store, other)
    ]
    threads[0].start()
    began.wait(10)
    threads[1].start()
    go_on.set()
    for thread in threads:
        thread.join(10)

    assert answers == ["edition 1"] * 2
    assert newsroom.renders == 1


def test_a_page_whose_keys_move_while_it_is_rendered_is_not_kept_as_true(
    store: Pages, newsroom: Newsroom, told: Told
) -> None:
    newsroom.while_rendering = lambda: told.touch("site")
    ask(store, newsroom)

    assert store.standing("/") is None
    assert store.disk.get("/") is None
    newsroom.while_rendering = lambda: None
    quieten(store)
    assert ask(store, newsroom) == "edition 2"
    assert words(store.standing("/")) == "edition 2"


def test_what_is_no_page_is_not_kept_and_takes_the_page_away(
    store: Pages, newsroom: Newsroom, told: Told
) -> None:
    ask(store, newsroom)
    told.touch("site")
    quieten(store)
    newsroom.status = "404 Not Found"

    assert ask(store, newsroom) == "404 Not Found"
    assert store.memory.get("/") is None
    assert store.disk.get("/") is None


def test_without_a_database_the_last_page_stands_and_comes_right_by_itself(
    store: Pages, newsroom: Newsroom, told: Told
) -> None:
    ask(store, newsroom)
    told.touch("site")
    told.is_gone = True
    quieten(store)
    newsroom.status = "500 Internal Server Error"

    assert ask(store, newsroom) == "edition 1"
    assert ask(store, newsroom, has_written=True) == "edition 1"
    told.is_gone, newsroom.status = False, "200 OK"
    store.moved._try_again_at = store.moved._next_glance = 0
    assert ask(store, newsroom, has_written=True) == f"edition {newsroom.renders}"
    assert newsroom.renders > 1


def test_a_failing_page_is_not_hidden_while_there_is_a_database(
    store: Pages, newsroom: Newsroom, told: Told
) -> None:
    ask(store, newsroom)
    told.touch("site")
    quieten(store)
    newsroom.status = "500 Internal Server Error"

    assert ask(store, newsroom) == "500 Internal Server Error"


def test_after_a_restart_the_disk_has_what_is_still_true(
    store: Pages, newsroom: Newsroom, told: Told, tmp_path: Path
) -> None:
    ask(store, newsroom)

    later = pages(tmp_path, told)
    assert ask(later, newsroom) == "edition 1"
    told.touch("site")
    still_later = pages(tmp_path, told)
    assert ask(still_later, newsroom) == "edition 2"


def test_the_clock_ends_a_page_and_one_that_was_set_back_does_not_bring_it_back(
    store: Pages, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.until = time.time() + 60
    ask(store, newsroom)
    assert ask(store, newsroom) == "edition 1"
    real = time.time

    monkeypatch.setattr(time, "time", lambda: real() + 61)
    quieten(store)
    assert ask(store, newsroom) == "edition 2"
    monkeypatch.setattr(time, "time", lambda: real() - 3_600)
    quieten(store)
    assert ask(store, newsroom) == "edition 3"
