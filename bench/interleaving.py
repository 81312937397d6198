"""Ten thousand steps of anything that may happen to money: `python -m bench.interleaving`.

The machine of `funding/settling/tests/interleaving.py`, on a site of its own in a folder that is
thrown away: donors, banks, the post (duplicated, reordered, replayed, forged, lost) and processes
that die at any step. After each example one sweep must bring the ledger to the truth of the
rehearsal's world. Examples differ from run to run; a failing one is shrunk and shown.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

from broadsheet.site.folder.secret import make_secret_key
from broadsheet.site.names import FOLDER_VARIABLE

STEPS_AN_EXAMPLE = 50
EXAMPLES_AT_ONCE = 100


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--steps", type=int, default=10_000)
    steps = arguments.parse_args().steps
    with tempfile.TemporaryDirectory() as folder:
        _make_site(Path(folder))
        begun = time.monotonic()
        done = _run(steps)
        took = time.monotonic() - begun
    print(f"{done:,} steps in {took:.0f} s: every example ended in the truth.")


def _make_site(folder: Path) -> None:
    make_secret_key(folder)
    os.environ[FOLDER_VARIABLE] = str(folder)
    from broadsheet.site.running.start import start_django

    start_django()
    from django.conf import settings
    from django.core.management import call_command

    from broadsheet.newsroom.setup import found_newsroom

    call_command("migrate", verbosity=0)
    found_newsroom(address=settings.SITE_ADDRESS)


def _run(steps: int) -> int:
    """Examples until there were so many steps: hypothesis ends many of them early."""
    import logging

    from broadsheet.funding.settling.tests.interleaving import Interleaving

    logging.getLogger("broadsheet").setLevel(logging.ERROR)  # faults are meant here
    while Interleaving.steps < steps:
        _some_examples(Interleaving)
    return Interleaving.steps


def _some_examples(machine: type) -> None:
    from hypothesis import HealthCheck, settings
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES_AT_ONCE,
            stateful_step_count=STEPS_AN_EXAMPLE,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


if __name__ == "__main__":
    main()
