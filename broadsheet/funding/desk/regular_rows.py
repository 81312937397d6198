"""Regular gifts as their list shows them, and which of them are asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from broadsheet.funding.desk.amounts import written
from broadsheet.funding.desk.gift_rows import who_gave
from broadsheet.funding.models import RegularGift, RegularState
from broadsheet.lib.text import whole_number


@dataclass(frozen=True)
class Shelf:
    """The regular gifts of one state, as a link."""

    label: str
    query: str
    is_current: bool


@dataclass(frozen=True)
class RegularRow:
    pk: int
    who: str
    amount: str
    every: str
    state: str
    state_words: str
    campaign: str
    paid: int
    since: datetime
    is_ending: bool


@dataclass(frozen=True)
class AskedRegulars:
    """The query of the list's address; "" for every state."""

    state: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "AskedRegulars":
        """Read an address; what cannot be read counts as absent."""
        state = query.get("state", "")
        known = state if state in RegularState.values else ""
        return cls(state=known, page=whole_number(query.get("page")) or 1)

    @property
    def query(self) -> str:
        said = {"state": self.state, "page": self.page if self.page > 1 else None}
        return urlencode({name: value for name, value in said.items() if value})

    def on_page(self, page: int) -> "AskedRegulars":
        return replace(self, page=page)

    def shelves(self) -> list[Shelf]:
        choices = [("", _("All")), *RegularState.choices]
        return [
            Shelf(str(label), AskedRegulars(state=state).query, is_current=state == self.state)
            for state, label in choices
        ]

    def regulars(self) -> QuerySet[RegularGift]:
        rows = RegularGift.objects.order_by("-created_at", "-id")
        return rows.filter(state=self.state) if self.state else rows


def regular_rows(found: Iterable[RegularGift]) -> list[RegularRow]:
    """Regular gifts that were read with their donor, campaign and `paid`. No query."""
    return [
        RegularRow(
            pk=row.pk,
            who=who_gave(row),
            amount=written(row.amount_minor, row.currency),
            every=str(row.get_every_display()),
            state=row.state,
            state_words=str(row.get_state_display()),
            campaign=row.campaign.title if row.campaign else "",
            paid=row.paid,  # type: ignore[attr-defined]  # annotated
            since=row.created_at,
            is_ending=row.is_ending,
        )
        for row in found
    ]
