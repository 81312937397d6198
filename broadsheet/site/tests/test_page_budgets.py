"""How many queries a whole page may take, uncached: the budgets of the house."""

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.conftest import WriteStory
from broadsheet.funding.campaigns import open_campaign
from broadsheet.lib.money import Money

BUDGETS = {
    "/": 15,
    "/stories/": 15,
    "/topics/harbour/": 15,
    "/authors/ines-calloway/": 15,
    "/support/": 15,
    "/feed/": 15,
    "/nothing/": 15,
}


@pytest.mark.parametrize(("path", "budget"), BUDGETS.items())
def test_a_page_of_many_stories_stays_within_its_queries(
    visitor: Client,
    write_story: WriteStory,
    path: str,
    budget: int,
    django_assert_max_num_queries: object,
) -> None:
    for number in range(6):
        write_story(f"Story {number}")
    open_campaign(
        title="The records fund",
        slug="records",
        story="Requests cost money.",
        goal=Money(500_000, "USD"),
        ticks_minor=[0, 500_000],
        starts_at=timezone.now(),
    )

    with django_assert_max_num_queries(budget):  # type: ignore[operator]
        visitor.get(path)
