"""Tasks that come round: which, and how often, is a table in code; when they last ran is a row."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.module_loading import import_string
from django_tasks.base import Task

from broadsheet.lib.jobs.models import PeriodicJob

# Two machines disagree by this much about the time without anything being wrong.
CLOCKS_DIFFER = timedelta(minutes=1)


@dataclass(frozen=True)
class Round:
    """A task by its dotted path, and the least time between two of its starts."""

    task_path: str
    every: timedelta


_rounds: tuple[Round, ...] = ()


def schedule(rounds: tuple[Round, ...]) -> None:
    """Install the table of rounds; called once, at start."""
    global _rounds
    _rounds = rounds


def due_tasks(*, now: datetime) -> list[Task[Any, Any]]:
    """Claim every round whose time has come, and return its task; one worker gets each.

    Issues at most two queries a round.
    """
    return [import_string(r.task_path) for r in _rounds if _claim(r, now=now)]


def _claim(round_: Round, *, now: datetime) -> bool:
    PeriodicJob.objects.get_or_create(task_path=round_.task_path)
    # A start in the future was before the clock was set back: nobody waits until it comes again.
    is_due = Q(last_started_at=None) | Q(last_started_at__lte=now - round_.every)
    is_due |= Q(last_started_at__gt=now + CLOCKS_DIFFER)
    claimed = PeriodicJob.objects.filter(is_due, task_path=round_.task_path).update(
        last_started_at=now
    )
    return claimed == 1
