"""What the worker does for the funding."""

from django.utils import timezone
from django_tasks import task

from broadsheet.funding.donors.forgetting import forget_unpaid as forget_what_was_never_paid
from broadsheet.funding.giving.alarm import watch_declines
from broadsheet.funding.providers.registry import in_use
from broadsheet.funding.receipts.numbers import is_anything_to_issue
from broadsheet.funding.receipts.numbers import issue_receipts as issue_waiting_receipts
from broadsheet.funding.settling.sweeping import sweep
from broadsheet.lib.jobs.backend import enqueue_once

SWEEP = "funding.sweep"
RECEIPTS = "funding.receipts"


@task()
def look_for_the_lost() -> None:
    """Have the sweep run: it waits for providers' answers, so it is a job of the queue."""
    enqueue_once(sweep_providers, unique_key=SWEEP)


@task()
def sweep_providers() -> None:
    """Ask about everything that should have moved and has not: whoever takes or took gifts."""
    for its_provider in in_use():
        if not its_provider.why_closed():
            sweep(its_provider, now=timezone.now())


@task()
def issue_receipts() -> None:
    """See whether a settled gift waits for its receipt, and if so have it written.

    What comes round shares one thread; hundreds of receipts are a job of the queue.
    """
    if is_anything_to_issue():
        enqueue_once(write_receipts, unique_key=RECEIPTS)


@task()
def write_receipts() -> None:
    """Write receipts, as many as fit into a job; `issue_receipts` asks again for the rest."""
    issue_waiting_receipts(now=timezone.now())


@task()
def forget_unpaid() -> None:
    """Forget who began a gift a month ago and never paid it."""
    forget_what_was_never_paid(now=timezone.now())


@task()
def watch_for_card_testing() -> None:
    """Begin or end the alarm by how many payments are declined."""
    watch_declines(now=timezone.now())
