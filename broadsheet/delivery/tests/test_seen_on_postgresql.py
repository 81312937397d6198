"""What has moved in PostgreSQL, where rows are numbered before they are committed."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from broadsheet.delivery.keys import touch
from broadsheet.delivery.models import Touched
from broadsheet.delivery.seen.moved import Moved
from broadsheet.delivery.seen.watch import Blind

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.only_on("postgresql"),
]


@pytest.fixture
def watch() -> Iterator[Any]:
    from broadsheet.delivery.seen.postgres import PostgresWatch

    given = connection.get_connection_params()
    wanted = ("dbname", "user", "password", "host", "port")
    made = PostgresWatch(**{name: given[name] for name in wanted if name in given})
    made.news()
    yield made
    made.close()


def in_another_session(act: Any) -> threading.Thread:
    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_rows_that_are_committed_in_another_order_are_seen(watch: Any) -> None:
    may_commit, has_begun = threading.Event(), threading.Event()

    def slowly() -> None:
        with transaction.atomic():
            touch("article:1")
            has_begun.set()
            may_commit.wait(10)

    slow = in_another_session(slowly)
    has_begun.wait(10)
    with transaction.atomic():
        touch("article:2")

    assert watch.news().keys == {"article:2"}
    mark = watch.mark()
    may_commit.set()
    slow.join()
    assert watch.news().keys == {"article:1"}
    assert watch.has_moved(["article:1"], since=mark)
    assert not watch.has_moved(["article:2"], since=mark)
    assert watch.news().keys == set()


def test_a_touch_wakes_who_listens(watch: Any) -> None:
    import select

    with transaction.atomic():
        touch("site")

    assert select.select([watch.fileno()], [], [], 5)[0]


def test_a_connection_that_the_server_ends_is_made_anew(watch: Any) -> None:
    ended = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    with connection.cursor() as cursor:
        cursor.execute(ended)

    with pytest.raises(Blind):
        watch.news()
    with pytest.raises(Blind):
        watch.fileno()
    assert watch.news().is_all
    with transaction.atomic():
        touch("site")
    assert watch.news().keys == {"site"}


def test_whoever_listens_hears_again_after_that(watch: Any) -> None:
    from broadsheet.delivery.seen.listening import Listening

    moved = Moved(watch, is_told=True)
    listening = Listening(watch, moved)
    moved.look()
    watch._connection.close()
    with transaction.atomic():
        touch("site")
    turn = moved.turn

    listening.one_turn()
    assert moved.is_blind or moved.turn > turn
    moved._try_again_at = 0
    listening.one_turn()

    assert not moved.is_blind
    assert moved.turn > turn


def test_after_a_lost_connection_everything_may_have_moved(watch: Any) -> None:
    watch.close()
    Touched.objects.all()

    assert watch.news().is_all
    assert watch.news().keys == set()
