"""Dying in the middle: at a statement, or just before or after a call to the provider."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import requests
from django.db import connection


class Died(BaseException):
    """What a killed process looks like to the database: nothing after it has happened."""


class Steps:
    """Counts what a process does, and dies at step number `at`, if it comes so far."""

    def __init__(self, *, at: int, die: Callable[[], None]) -> None:
        self.at = at
        self.count = 0
        self._die = die

    def step(self) -> None:
        self.count += 1
        if self.count == self.at:
            self._die()


@contextmanager
def dying(*, at: int, die: Callable[[], None] | None = None) -> Iterator[Steps]:
    """Within it, the process dies at its `at`-th step: `die` is called, or Died is raised.

    Steps are: each statement (a transaction's begin and savepoints among them), each commit, and
    each call of the provider, twice: before it is made, and after it was answered.
    """
    steps = Steps(at=at, die=die or _raise)
    send, commit = requests.Session.send, connection.commit

    def counted_send(self: Any, *args: Any, **options: Any) -> Any:
        steps.step()
        answer = send(self, *args, **options)
        steps.step()
        return answer

    def counted_commit() -> None:
        steps.step()
        commit()
        steps.step()

    def counted_statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith("ROLLBACK"):  # what comes after death is no step
            steps.step()
        return execute(sql, params, many, context)

    requests.Session.send = counted_send  # type: ignore[method-assign]
    connection.commit = counted_commit  # type: ignore[method-assign]
    try:
        with connection.execute_wrapper(counted_statement):
            yield steps
    finally:
        requests.Session.send = send  # type: ignore[method-assign]
        del connection.commit


def _raise() -> None:
    raise Died
