"""Rules of the house that stand in one row, remembered while the newsroom's settings stay the same.

Every floor that has such a row makes a `HouseRules` of it, once.
"""

from typing import Generic, TypeVar

from django.db import transaction
from django.db.models import Model

from broadsheet.delivery.keys import SITE, touch
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.models import NewsroomSettings

Rules = TypeVar("Rules", bound=Model)


class HouseRules(Generic[Rules]):
    """The one row of a table; before it is there, one as we deliver it."""

    def __init__(self, table: type[Rules]) -> None:
        self._table = table
        self._remembered: tuple[NewsroomSettings, Rules] | None = None

    def now(self) -> Rules:
        """The rules as they stand now. No query, but one where the site has just changed."""
        newsroom = this_newsroom()  # another object after every change of the site
        if self._remembered is None or self._remembered[0] is not newsroom:
            self._remembered = (newsroom, self.stored())
        return self._remembered[1]

    def stored(self) -> Rules:
        """The row itself, or one as we deliver it. One query."""
        return self._table._default_manager.first() or self._table(pk=1)

    @transaction.atomic
    def change(self, rules: Rules) -> None:
        """Write the rules down; every page that says what they allow is made anew."""
        rules.pk = 1
        rules.save()
        touch(SITE)
