"""A provider that answers what a test has written down, and remembers what it was asked."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from broadsheet.funding.providers.contract import (
    BalanceLine,
    Facts,
    Hint,
    NotFound,
    PayoutFacts,
    Subject,
)
from broadsheet.funding.settling.tests.cast import PROVIDER
from broadsheet.lib.money import Money

Answer = Facts | Exception


class Answering:
    """`answers` by the reference that is looked at; whatever stands in none is not found.

    `meanwhile` is called in the middle of each wish, as if somebody else were faster.
    """

    name = PROVIDER

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.hints: list[Hint] = []
        self.lines: Callable[[], Iterable[BalanceLine]] = list
        self.asked: list[tuple[Any, ...]] = []
        self.listed_since: datetime | None = None
        self.meanwhile: Callable[[], None] = lambda: None
        self.refusal: Exception | None = None

    def look_at(self, subject: Subject) -> Facts:
        answer = self.answers.get(subject.reference, NotFound("no such thing"))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def hints_since(self, since: datetime) -> Iterator[Hint]:
        self.listed_since = since
        return iter(self.hints)

    def read_event(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> Hint:
        return next(hint for hint in self.hints if hint.event == body.decode())

    def refund(self, *, payment: str, amount: Money, token: str) -> None:
        self._wish("refund", payment, amount, token)

    def change_regular(self, reference: str, *, charged: Money, key: str) -> None:
        self._wish("change", charged, key)

    def end_regular(self, reference: str, *, key: str) -> None:
        self._wish("end", key)

    def lines_of_payout(self, reference: str) -> Iterator[BalanceLine]:
        yield from self.lines()

    def payouts_since(self, since: datetime) -> Iterator[PayoutFacts]:
        return iter(())

    def _wish(self, *words: Any) -> None:
        self.meanwhile()
        if self.refusal is not None:
            raise self.refusal
        self.asked.append(words)
