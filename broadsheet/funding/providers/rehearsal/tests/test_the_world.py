"""The world's file: shared by threads and processes, and whole after a kill."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from broadsheet.funding.providers.rehearsal.api.checkout import begin
from broadsheet.funding.providers.rehearsal.errors import ApiError
from broadsheet.funding.providers.rehearsal.tests.asking import params
from broadsheet.funding.providers.rehearsal.world import World

# Pays checkouts one after another, until it is killed in the middle of one.
PAYER = """
import sys
from pathlib import Path
from broadsheet.funding.providers.rehearsal.world import World
world = World(Path(sys.argv[1]))
for line in sys.stdin:
    world.pay(line.strip())
    print("paid", flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "world.sqlite3"


def test_what_fails_halfway_leaves_nothing_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(path)
    session = begin(world, params())["id"]
    rows = len(world.store.run("SELECT 1 FROM document"))

    with monkeypatch.context() as broken:
        broken.setattr(world, "moved", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            world.pay(session)

    assert len(world.store.run("SELECT 1 FROM document")) == rows
    assert world.store.run("SELECT 1 FROM delivery") == []
    assert world.pay(session)["status"] == "complete"


def test_one_checkout_is_paid_once_however_many_try_at_the_same_time(path: Path) -> None:
    worlds = [World(path) for _ in range(2)]
    session = begin(worlds[0], params())["id"]
    outcomes: list[str] = []

    def pay(world: World) -> None:
        try:
            outcomes.append(world.pay(session)["status"])
        except ApiError:
            outcomes.append("refused")

    threads = [threading.Thread(target=pay, args=[worlds[n % 2]]) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["complete"] + ["refused"] * 7
    assert worlds[1].truth().kept == {"USD": 2500}


def test_a_process_that_is_killed_leaves_every_payment_whole_or_undone(path: Path) -> None:
    world = World(path)
    sessions = [begin(world, params())["id"] for _ in range(200)]
    command = [sys.executable, "-c", PAYER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as payer:
        assert payer.stdin is not None
        assert payer.stdout is not None
        payer.stdin.write("\n".join([*sessions, ""]).encode())
        payer.stdin.flush()
        payer.stdout.readline()
        os.kill(payer.pid, signal.SIGKILL)

    told = world.truth()
    complete = [one for one in sessions if (world.store.get(one) or {})["status"] == "complete"]

    assert 1 <= len(complete) == len(told.payments)
    assert world.store.run("PRAGMA integrity_check") == [("ok",)]
    for kind in ("charge.succeeded", "checkout.session.completed"):
        assert len(world.store.find("event", by={"type": kind})) == len(complete)
    for left in [one for one in sessions if one not in complete][:1]:
        assert world.pay(left)["status"] == "complete"


def test_what_was_due_and_has_been_overtaken_is_let_be(path: Path) -> None:
    world = World(path)
    session = world.pay(begin(world, params())["id"])
    world.store.become_due(session["id"], 0)

    world.come_round()

    assert (world.store.get(session["id"]) or {})["status"] == "complete"
    assert world.come_round() == 0
