"""All of the benchmark, in one run that ends by itself: see `bench/delivery/__init__.py`."""

import argparse
import signal
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import bench.delivery
from bench.delivery.machine import machine, refuse_unfit_machine
from bench.delivery.remembering import measure_memory
from bench.delivery.report import RESULTS, Part, show, write
from bench.delivery.speed import measure_speed
from bench.delivery.stage import Stage, stage
from bench.delivery.stalling import measure_stalling
from bench.delivery.storing import measure_store
from bench.delivery.storm import measure_storm

MOST_SECONDS = 12 * 60
FILLING_ENDS = 10 * 60  # of the whole run, so that a slow machine measures what it can
FEWEST_SECONDS = 1.0


def main() -> None:
    options = _options()
    refuse_unfit_machine()
    begun, now = time.monotonic(), datetime.now(UTC)
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(MOST_SECONDS)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that all is ended, too
    parts: list[Part] = []
    with stage() as ready:
        print(f"The stage is set after {time.monotonic() - begun:.0f} s.", flush=True)
        for part in _parts(ready, options, begun=begun):
            show(part)
            parts.append(part)
    write(parts, machine=machine(), now=now, took_seconds=time.monotonic() - begun)
    print(f"\n{RESULTS} is written, after {time.monotonic() - begun:.0f} s.")
    sys.exit(not all(bar.is_met for part in parts for bar in part.bars))


def _parts(ready: Stage, options: argparse.Namespace, *, begun: float) -> Iterator[Part]:
    seconds = max(FEWEST_SECONDS, options.seconds)
    ready.pin()
    yield measure_speed(ready, rounds=options.rounds, seconds=seconds)
    yield measure_storm(ready, rounds=max(1, options.rounds // 2), seconds=3 * seconds)
    yield measure_stalling(ready, rounds=3, seconds=seconds)
    ready.unpin()
    yield measure_memory(ready)
    yield measure_store(ready, pages=options.pages, until=begun + FILLING_ENDS)


def _give_up(*_: object) -> None:
    sys.exit(f"This machine is too slow or too busy: not done after {MOST_SECONDS // 60} minutes.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(bench.delivery.__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0, help="of each lane in each round")
    parser.add_argument("--pages", type=int, default=10_000, help="in the store")
    return parser.parse_args()


if __name__ == "__main__":
    main()
