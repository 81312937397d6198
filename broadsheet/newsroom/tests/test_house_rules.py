from typing import Any

import pytest

from broadsheet.conversation.models import ConversationRules
from broadsheet.funding.models import FundingRules
from broadsheet.newsroom.house_rules import HouseRules
from broadsheet.newsroom.models import FrontPage

pytestmark = pytest.mark.parametrize(
    ("table", "name", "value"),
    [(ConversationRules, "most_links", 9), (FundingRules, "is_open", False)],
)


def test_before_anybody_has_changed_them_they_are_as_we_deliver_them(
    newsroom: FrontPage, table: type[Any], name: str, value: object
) -> None:
    house = HouseRules(table)

    assert getattr(house.now(), name) == getattr(table(), name) != value
    assert house.stored().pk == 1
    assert not table.objects.exists()


def test_they_are_read_once_until_the_site_changes(
    newsroom: FrontPage,
    table: type[Any],
    name: str,
    value: object,
    django_assert_num_queries: Any,
) -> None:
    house = HouseRules(table)
    before = house.now()

    with django_assert_num_queries(1):  # whether the site has changed
        assert house.now() is before
    HouseRules(table).change(table(**{name: value}))  # as another process does

    assert getattr(house.now(), name) == value


def test_there_is_one_row_however_often_they_are_changed(
    newsroom: FrontPage, table: type[Any], name: str, value: object
) -> None:
    house = HouseRules(table)

    house.change(table())
    house.change(table(**{"pk": 7, name: value}))

    assert list(table.objects.values_list("pk", name)) == [(1, value)]


def test_a_change_that_no_page_hears_of_is_none(
    newsroom: FrontPage,
    table: type[Any],
    name: str,
    value: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*keys: str) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr("broadsheet.newsroom.house_rules.touch", fail)

    with pytest.raises(OSError, match="full"):
        HouseRules(table).change(table(**{name: value}))

    assert not table.objects.exists()
