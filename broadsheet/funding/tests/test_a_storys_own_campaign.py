"""A campaign that belongs to one story stands on that story's page, and nowhere else."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from broadsheet.conftest import WriteStory
from broadsheet.funding.meter.tests.facts import dollars, settled
from broadsheet.funding.models import Campaign
from broadsheet.funding.tests.campaigns import records_fund
from broadsheet.newsroom.models import Article

STORY = "/stories/the-gate-is-worn/"


@pytest.fixture
def gate(story: Article, now: datetime) -> Campaign:
    gate = records_fund(now=now, slug="gate", article=story)
    settled(gate, dollars(70))
    return gate


def test_it_goes_before_the_one_of_the_whole_site(
    visitor: Client, write_story: WriteStory, gate: Campaign, now: datetime
) -> None:
    write_story("Another story")
    records_fund(now=now + timedelta(days=1), slug="records")

    story = visitor.get(STORY)

    assert story.text.count('role="meter" aria-label="The gate fund"') == 2  # slim, and at its end
    assert "The records fund" not in story.text
    assert story.text.count('href="/support/gate/">Support ') == 2
    assert f"campaign:{gate.pk}" in story.headers["Surrogate-Key"].split()
    for path in ("/", "/stories/another-story/", "/nothing/"):
        page = visitor.get(path).text
        assert "The records fund" in page
        assert "The gate fund" not in page


def test_alone_it_leaves_nothing_hanging_elsewhere(visitor: Client, gate: Campaign) -> None:
    assert 'role="meter"' in visitor.get(STORY).text
    assert "meter" not in visitor.get("/").text


def test_once_it_is_over_the_sites_own_takes_its_place(
    visitor: Client, gate: Campaign, now: datetime
) -> None:
    records_fund(now=now + timedelta(days=1), slug="records")
    gate.ends_at = now + timedelta(days=2)
    gate.save()

    story = visitor.get(STORY).text

    assert "The gate fund" not in story
    assert story.count('href="/support/">Support ') == 2


def test_a_story_asks_for_it_without_another_query(
    visitor: Client, story: Article, gate: Campaign, django_assert_max_num_queries: Any
) -> None:
    visitor.get(STORY)

    with django_assert_max_num_queries(12):
        visitor.get(STORY)
